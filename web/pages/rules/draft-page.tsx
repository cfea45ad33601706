import { Anchor, Group } from '@mantine/core';
import { Link, Navigate, useParams } from 'react-router';
import { useRuleVersion } from '../../api/rules';
import { useMay } from '../../api/session';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { rulesText } from '../../text/rules';
import { useText } from '../../text/texts';
import { DraftEditor } from './editor/draft-editor';

/** A draft to be worked on; who may not change rules, and what is no draft any more, is shown as a version. */
export default function DraftPage(): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const { version } = useParams();
  const number = Number(version);
  const rules = useRuleVersion(number);
  const mayEdit = useMay('merchandiser');
  if (rules.data !== undefined && (!mayEdit || rules.data.state !== 'draft')) {
    const tab = rules.data.state === 'draft' ? '' : '?tab=changes';
    return <Navigate to={`/rules/versions/${number}${tab}`} replace />;
  }
  if (rules.data !== undefined) return <DraftEditor key={number} opened={rules.data} />;
  const title = text.draft({ version: Number.isInteger(number) ? format.number(number) : (version ?? '') });
  return (
    <Page title={title} intro={<BackLink />}>
      {rules.isPending && <Loading />}
      {rules.isError && <ProblemNote error={rules.error} retry={() => void rules.refetch()} />}
    </Page>
  );
}

function BackLink(): React.JSX.Element {
  const text = useText(rulesText);
  return (
    <Group component="span">
      <Anchor component={Link} to="/rules" fz="sm">
        {text.back}
      </Anchor>
    </Group>
  );
}
