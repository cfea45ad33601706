import { Anchor, Button, Checkbox, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { Link, useSearchParams } from 'react-router';
import type { ImportView } from '../../../src/contract/imports';
import { IMPORT_KINDS, type ImportKind, type ImportState } from '../../../src/core/intake/records';
import { useImports } from '../../api/imports';
import { DataTable, type Column } from '../../parts/data-table';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { ProblemNote } from '../../parts/problem-note';
import { useWho } from '../../parts/who';
import { useFormat } from '../../text/format';
import { importsText } from '../../text/imports';
import { useText } from '../../text/texts';
import classes from './imports.module.css';
import { StateBadge } from './state-badge';
import { useFileName } from './words';

const STATES: readonly ImportState[] = ['queued', 'running', 'done', 'refused', 'failed'];

/** What was imported, when, by whom and how it went; the filters stand in the address. */
export function ImportHistory(): React.JSX.Element {
  const text = useText(importsText);
  const [search, setSearch] = useSearchParams();
  const kind = IMPORT_KINDS.find((each) => each === search.get('kind'));
  const state = STATES.find((each) => each === search.get('state'));
  const withChecks = search.get('checks') === 'true';
  const imports = useImports({ kind, state, isDryRun: withChecks ? undefined : false });
  const set = (name: string, value: string): void => {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  const rows = imports.data?.pages.flatMap(({ items }) => items) ?? [];
  const isFiltered = kind !== undefined || state !== undefined || withChecks;
  return (
    <Stack component="section" gap="sm" aria-labelledby="history">
      <Group justify="space-between" align="flex-end" gap="xs">
        <Title order={2} fz="h4" id="history">
          {text.history}
        </Title>
        {(rows.length > 0 || isFiltered) && (
          <Group gap="sm">
            <Checkbox
              label={text.withChecks}
              checked={withChecks}
              onChange={({ currentTarget }) => set('checks', currentTarget.checked ? 'true' : '')}
            />
            <NativeSelect
              aria-label={text.what}
              data={[
                { value: '', label: text.allKinds },
                ...IMPORT_KINDS.map((each) => ({ value: each, label: text.kinds[each] })),
              ]}
              value={kind ?? ''}
              onChange={({ currentTarget }) => set('kind', currentTarget.value)}
            />
            <NativeSelect
              aria-label={text.state}
              data={[
                { value: '', label: text.allStates },
                ...STATES.map((each) => ({ value: each, label: text.states[each] })),
              ]}
              value={state ?? ''}
              onChange={({ currentTarget }) => set('state', currentTarget.value)}
            />
          </Group>
        )}
      </Group>
      {imports.isPending && <Loading />}
      {imports.isError && <ProblemNote error={imports.error} retry={() => void imports.refetch()} />}
      {imports.isSuccess && rows.length === 0 && (
        <EmptyState Icon={IconFileImport} title={isFiltered ? text.noneFiltered : text.none}>
          {isFiltered ? text.noneFilteredWhy : text.noneWhy}
        </EmptyState>
      )}
      {rows.length > 0 && <HistoryTable rows={rows} />}
      {imports.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={imports.isFetchingNextPage} onClick={() => void imports.fetchNextPage()}>
            {text.more}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function HistoryTable({ rows }: { rows: readonly ImportView[] }): React.JSX.Element {
  const text = useText(importsText);
  const nameOf = useFileName();
  const format = useFormat();
  const who = useWho();
  const figure = (name: keyof ImportView['totals']): Column<ImportView> => ({
    id: name,
    header: text[name],
    isNumber: true,
    cell: ({ totals }) => format.number(totals[name]),
  });
  const columns: Column<ImportView>[] = [
    {
      id: 'file',
      header: text.file,
      cell: ({ id, fileName, isDryRun, isPartial, state, totals }) => (
        <div className={classes.name}>
          <Anchor component={Link} to={`/imports/${id}`} fz="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {nameOf(fileName)}
          </Anchor>
          {totals.waiting > 0 && state === 'done' && (
            <Text fz="xs" c="dimmed">
              {text.waitingRows({ count: format.number(totals.waiting) })}
            </Text>
          )}
          {(isDryRun || isPartial) && fileName !== 'waiting' && (
            <Text fz="xs" c="dimmed">
              {isDryRun ? text.dryRun : text.partial}
            </Text>
          )}
        </div>
      ),
    },
    { id: 'kind', header: text.what, cell: ({ kind }) => text.kinds[kind as ImportKind] },
    { id: 'state', header: text.state, cell: ({ state }) => <StateBadge state={state} /> },
    figure('inserted'),
    figure('updated'),
    figure('unchanged'),
    figure('rejected'),
    {
      id: 'when',
      header: text.when,
      cell: ({ createdAt }) => <div className={classes.name}>{format.instant(createdAt)}</div>,
    },
    { id: 'by', header: text.by, cell: ({ createdBy }) => who(createdBy) },
  ];
  return <DataTable label={text.history} columns={columns} rows={rows} rowId={({ id }) => String(id)} />;
}
