import { Button, Code, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import { useSearchParams } from 'react-router';
import type { AuditView } from '../../../src/contract/access';
import { useAudit, type AuditFilter } from '../../api/audit';
import { useUsers } from '../../api/users';
import { Allowed } from '../../parts/allowed';
import { EmptyState } from '../../parts/empty-state';
import { Loading } from '../../parts/loading';
import { Page } from '../../parts/page';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { partsText } from '../../text/parts';
import { settingsText } from '../../text/settings';
import { auditText } from '../../text/settings-audit';
import { useText } from '../../text/texts';
import { useAuditSentence } from './audit-sentence';
import { ReadOnlyNote } from './read-only-note';

const KEYS = ['actor', 'action', 'from', 'to'] as const;

export default function AuditPage(): React.JSX.Element {
  const { sections } = useText(settingsText);
  const text = useText(auditText);
  return (
    <Page title={sections.audit} intro={text.intro}>
      <ReadOnlyNote hidesAll />
      <Allowed role="owner">
        <Audit />
      </Allowed>
    </Page>
  );
}

function Audit(): React.JSX.Element {
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(
    KEYS.flatMap((key) => {
      const value = search.get(key);
      return value === null || value === '' ? [] : [[key, value]];
    }),
  ) as AuditFilter;
  const set = (part: AuditFilter): void =>
    setSearch(Object.fromEntries(Object.entries({ ...filter, ...part }).filter(([, value]) => value !== '')), {
      replace: true,
    });
  return (
    <Stack>
      <Filters filter={filter} onChange={set} onClear={() => setSearch({}, { replace: true })} />
      <Entries filter={filter} />
    </Stack>
  );
}

interface FiltersProps {
  filter: AuditFilter;
  onChange(part: AuditFilter): void;
  onClear(): void;
}

function Filters({ filter, onChange, onClear }: FiltersProps): React.JSX.Element {
  const text = useText(auditText);
  const { clearFilters, who } = useText(partsText);
  const users = useUsers();
  const actors = [
    ...(users.data ?? []).map(({ name }) => ({ value: `user:${name}`, label: name })),
    { value: 'system', label: who.system },
  ];
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={text.actor}
        placeholder={text.everybody}
        clearable
        clearButtonProps={{ 'aria-label': text.everybody }}
        w={{ base: '100%', xs: 200 }}
        value={filter.actor ?? null}
        onChange={(value) => onChange({ actor: value ?? '' })}
        data={actors}
      />
      <Select
        label={text.action}
        placeholder={text.everything}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': text.everything }}
        w={{ base: '100%', xs: 220 }}
        value={filter.action ?? null}
        onChange={(value) => onChange({ action: value ?? '' })}
        data={Object.entries(text.names).map(([value, label]) => ({ value, label }))}
      />
      <TextInput
        type="date"
        label={text.from}
        value={filter.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={text.to}
        value={filter.to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
      {Object.keys(filter).length > 0 && (
        <Button variant="subtle" onClick={onClear}>
          {clearFilters}
        </Button>
      )}
    </Group>
  );
}

function Entries({ filter }: { filter: AuditFilter }): React.JSX.Element {
  const text = useText(auditText);
  const { more } = useText(partsText);
  const audit = useAudit(filter);
  if (audit.isPending) return <Loading />;
  if (audit.isError) return <ProblemNote error={audit.error} retry={() => void audit.refetch()} />;
  const entries = audit.data.pages.flatMap(({ items }) => items);
  if (entries.length === 0) {
    return (
      <EmptyState Icon={IconHistoryOff} title={text.none}>
        {text.noneWhy}
      </EmptyState>
    );
  }
  return (
    <>
      <Paper component="ul" withBorder p={0} m={0} aria-label={text.list}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </Paper>
      {audit.hasNextPage && (
        <Button
          variant="default"
          loading={audit.isFetchingNextPage}
          onClick={() => void audit.fetchNextPage()}
          style={{ alignSelf: 'center' }}
        >
          {more}
        </Button>
      )}
    </>
  );
}

function Entry({ entry }: { entry: AuditView }): React.JSX.Element {
  const text = useText(auditText);
  const format = useFormat();
  const sentence = useAuditSentence();
  const hasDetail = Object.keys(entry.detail).length > 0;
  return (
    <Stack
      component="li"
      gap={2}
      px="md"
      py="sm"
      style={{ listStyle: 'none', borderBottom: '1px solid var(--mantine-color-default-border)' }}
    >
      <Text style={{ overflowWrap: 'anywhere' }}>{sentence(entry)}</Text>
      <Text fz="sm" c="dimmed">
        {format.instant(entry.at)}
        {entry.ip !== null && ` · ${text.ip({ ip: entry.ip })}`}
      </Text>
      {hasDetail && (
        <details>
          <summary style={{ cursor: 'pointer', fontSize: 13 }}>{text.detail}</summary>
          <Code block mt={4} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {JSON.stringify(entry.detail, null, 1)}
          </Code>
        </details>
      )}
    </Stack>
  );
}
