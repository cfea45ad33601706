import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { RulesHead } from '../../../src/contract/rules-api';
import { useRuleVersions } from '../../api/rules';
import { DataTable, type Column } from '../../parts/data-table';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { partsText } from '../../text/parts';
import { rulesText } from '../../text/rules';
import { useText } from '../../text/texts';
import { StateBadge, useWho } from './rule-words';

export const addressOfVersion = ({ version, state }: Pick<RulesHead, 'version' | 'state'>): string =>
  `/rules/${state === 'draft' ? 'drafts' : 'versions'}/${version}`;

/** Who published what, when and why. */
export function VersionList(): React.JSX.Element {
  const text = useText(rulesText);
  const parts = useText(partsText);
  const format = useFormat();
  const who = useWho();
  const versions = useRuleVersions();
  if (versions.isPending) return <Loading />;
  if (versions.isError) return <ProblemNote error={versions.error} retry={() => void versions.refetch()} />;
  const columns: Column<RulesHead>[] = [
    {
      id: 'version',
      header: text.column.version,
      cell: (head) => (
        <Anchor component={Link} to={addressOfVersion(head)} fz="sm" fw={600}>
          {text.version({ version: format.number(head.version) })}
        </Anchor>
      ),
    },
    { id: 'state', header: text.column.state, cell: ({ state }) => <StateBadge state={state} /> },
    { id: 'note', header: text.column.note, cell: (head) => <Note head={head} /> },
    { id: 'who', header: text.column.who, cell: (head) => who(head.publishedBy ?? head.updatedBy) },
    { id: 'when', header: text.column.when, cell: (head) => format.instant(head.publishedAt ?? head.updatedAt) },
  ];
  const rows = versions.data.pages.flatMap(({ items }) => items);
  return (
    <Stack gap="sm">
      <DataTable label={text.versionList} columns={columns} rows={rows} rowId={({ version }) => String(version)} />
      {versions.hasNextPage && (
        <Group>
          <Button variant="default" loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
            {parts.more}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Note({ head }: { head: RulesHead }): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const about = [
    ...(head.restoredFrom === null ? [] : [text.restoredFrom({ version: format.number(head.restoredFrom) })]),
    ...(head.replaced === null ? [] : [text.replacedBy({ version: format.number(head.replaced) })]),
    ...(head.state === 'archived' && head.publishedAt === null ? [text.neverInForce] : []),
  ];
  return (
    <div>
      <Text fz="sm">{head.publishedBy === 'system' ? text.system : head.note}</Text>
      {about.length > 0 && (
        <Text fz="xs" c="dimmed">
          {about.join(' · ')}
        </Text>
      )}
    </div>
  );
}
