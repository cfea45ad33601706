import { Anchor, Button, Card, Group, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconRefresh } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { RunView } from '../../../src/contract/runs';
import { at } from '../../api/call';
import { useRunList } from '../../api/runs';
import { DataTable, type Column } from '../../parts/data-table';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { partsText } from '../../text/parts';
import { runsText } from '../../text/runs';
import { useText } from '../../text/texts';
import { useDuration } from './run-time';
import { StartRun } from './start-run';
import { StateBadge } from './state-badge';

export default function RunsPage(): React.JSX.Element {
  const text = useText(runsText);
  return (
    <Page title={text.title} intro={text.intro} actions={<StartRun />}>
      <RunList />
    </Page>
  );
}

function RunList(): React.JSX.Element {
  const text = useText(runsText);
  const { more } = useText(partsText);
  const runs = useRunList();
  const isPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  if (runs.isPending) return <Loading />;
  if (runs.isError) return <ProblemNote error={runs.error} retry={() => void runs.refetch()} />;
  const rows = runs.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) {
    return (
      <EmptyState Icon={IconRefresh} title={text.none}>
        {text.noneWhy}
      </EmptyState>
    );
  }
  return (
    <Stack gap="md">
      {isPhone === true ? <RunCards rows={rows} /> : <RunTable rows={rows} />}
      {runs.hasNextPage && (
        <Button variant="default" mx="auto" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          {more}
        </Button>
      )}
    </Stack>
  );
}

interface Rows {
  rows: readonly RunView[];
}

function RunLink({ run }: { run: RunView }): React.JSX.Element {
  const format = useFormat();
  return (
    <Anchor component={Link} to={at`/runs/${run.id}`} fw={600}>
      {format.day(run.asOf)}
    </Anchor>
  );
}

function RunTable({ rows }: Rows): React.JSX.Element {
  const text = useText(runsText);
  const format = useFormat();
  const duration = useDuration();
  const columns: Column<RunView>[] = [
    { id: 'asOf', header: text.asOf, cell: (run) => <RunLink run={run} /> },
    { id: 'state', header: text.state, cell: (run) => <StateBadge state={run.state} /> },
    { id: 'startedAt', header: text.startedAt, cell: (run) => format.instant(run.startedAt ?? run.createdAt) },
    { id: 'cause', header: text.cause, cell: (run) => text.causes[run.cause] },
    { id: 'took', header: text.took, isNumber: true, cell: duration },
    { id: 'flagged', header: text.flagged, isNumber: true, cell: (run) => format.number(run.totals?.flagged) },
    { id: 'stale', header: text.staleValue, isNumber: true, cell: (run) => format.money(run.totals?.staleValue) },
    { id: 'suggested', header: text.suggested, isNumber: true, cell: (run) => format.number(run.totals?.suggested) },
  ];
  return <DataTable label={text.list} columns={columns} rows={rows} rowId={(run) => String(run.id)} />;
}

function RunCards({ rows }: Rows): React.JSX.Element {
  const text = useText(runsText);
  const format = useFormat();
  return (
    <Stack gap="xs" component="ul" m={0} p={0} aria-label={text.list}>
      {rows.map((run) => (
        <Card key={run.id} withBorder padding="sm" component="li">
          <Group justify="space-between">
            <RunLink run={run} />
            <StateBadge state={run.state} />
          </Group>
          <Text fz="sm" c="dimmed">
            {format.instant(run.startedAt ?? run.createdAt)} · {text.causes[run.cause]}
          </Text>
          {run.totals !== null && (
            <Text fz="sm">
              {text.staleValue} {format.moneyShort(run.totals.staleValue)} · {text.suggested}{' '}
              {format.number(run.totals.suggested)}
            </Text>
          )}
        </Card>
      ))}
    </Stack>
  );
}
