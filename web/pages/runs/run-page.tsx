import { Alert, Anchor, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconChecklist } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import type { RunView } from '../../../src/contract/runs';
import { isOpen, useRun } from '../../api/runs';
import { KeyFigures, type KeyFigure } from '../../parts/figure';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { useFormat } from '../../text/format';
import { runsText } from '../../text/runs';
import { useText } from '../../text/texts';
import { RunChanges } from './run-changes';
import { RunProgress } from './run-progress';
import { useDuration } from './run-time';
import { StartRun } from './start-run';
import { StateBadge } from './state-badge';

export default function RunPage(): React.JSX.Element {
  const text = useText(runsText);
  const { id = '' } = useParams();
  return (
    <>
      <Anchor
        component={Link}
        to="/runs"
        fz="sm"
        mb="xs"
        display="inline-flex"
        style={{ alignItems: 'center', gap: 4 }}
      >
        <IconArrowLeft size={16} aria-hidden />
        {text.back}
      </Anchor>
      <OneRun key={id} id={Number(id)} />
    </>
  );
}

function OneRun({ id }: { id: number }): React.JSX.Element {
  const text = useText(runsText);
  const format = useFormat();
  const { isLive, ...run } = useRun(id);
  if (run.isPending) return <Loading />;
  if (run.isError) {
    return (
      <Page title={text.title}>
        <ProblemNote error={run.error} retry={() => void run.refetch()} />
      </Page>
    );
  }
  const { data } = run;
  return (
    <Page
      title={text.of({ day: format.day(data.asOf) })}
      intro={<Head run={data} />}
      actions={
        data.state === 'done' && (
          <Button component={Link} to="/inbox" leftSection={<IconChecklist size={18} aria-hidden />}>
            {text.toInbox}
          </Button>
        )
      }
    >
      <Stack gap="md">
        {isOpen(data) && <RunProgress run={data} isLive={isLive} />}
        {data.state === 'failed' && <Failed run={data} />}
        {data.state === 'done' && <Result run={data} />}
        {data.state === 'done' && <RunChanges id={data.id} />}
      </Stack>
    </Page>
  );
}

function Head({ run }: { run: RunView }): React.JSX.Element {
  const text = useText(runsText);
  const format = useFormat();
  return (
    <Group gap="xs" component="span" mt={4}>
      <StateBadge state={run.state} />
      <span>
        {text.causes[run.cause]} · {format.instant(run.startedAt ?? run.createdAt)}
      </span>
    </Group>
  );
}

/** What a person can do about a run that failed, and what an operator wants to know. */
function Failed({ run }: { run: RunView }): React.JSX.Element {
  const text = useText(runsText);
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={text.failed}>
      <Text fz="sm" mb="xs">
        {text.failedWhy}
      </Text>
      {run.error !== null && (
        <Code block mb="sm">
          {run.error}
        </Code>
      )}
      <StartRun again />
    </Alert>
  );
}

function Result({ run }: { run: RunView }): React.JSX.Element | null {
  const text = useText(runsText);
  const format = useFormat();
  const duration = useDuration();
  const { totals } = run;
  if (totals === null) return null;
  const figures: KeyFigure[] = [
    {
      name: text.products,
      value: format.number(totals.products),
      note: text.listings({ count: format.number(totals.listings) }),
    },
    { name: text.flagged, value: format.number(totals.flagged) },
    { name: text.staleValue, value: format.moneyShort(totals.staleValue) },
    { name: text.suggested, value: format.number(totals.suggested) },
    { name: text.unchanged, value: format.number(totals.unchanged) },
    { name: text.superseded, value: format.number(totals.superseded) },
    { name: text.took, value: duration(run) },
  ];
  if ((totals.overLimit ?? 0) > 0) {
    figures.push({ name: text.overLimit, value: format.number(totals.overLimit), note: text.overLimitNote });
  }
  const facts = [
    text.versions({ rules: format.number(run.ruleSetVersion), policy: format.number(run.policyVersion) }),
    text.data({ sales: format.day(run.lastSaleOn), stock: format.day(run.lastStockOn) }),
  ];
  return (
    <Section title={text.figures} intro={facts.join(' · ')}>
      <KeyFigures figures={figures} />
    </Section>
  );
}
