import { Anchor, Badge, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from 'react-router';
import type { RuleHitsView, RulesFindings } from '../../../src/contract/rules-api';
import { useRuleHits, useVersionFindings } from '../../api/rules';
import { DataTable, type Column } from '../../parts/data-table';
import { useFormat } from '../../text/format';
import { rulesText } from '../../text/rules';
import { useText } from '../../text/texts';
import { isOn, priorityOf, Scope, TypeBadge, typeOf, useTitleOf, type RuleJson } from './rule-words';

interface Row {
  rule: RuleJson;
  /** Place in the set. */
  index: number;
  hits: RuleHitsView['rules'][number] | undefined;
  errors: number;
  warnings: number;
}

/** The rules of a version in the order in which they win, each with what it does on the last run. */
export function RuleList({ version, rules }: { version: number; rules: readonly RuleJson[] }): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const hits = useRuleHits(version);
  const findings = useVersionFindings(version);
  const rows = rowsOf(rules, hits.data, findings.data);
  const isWide = useMediaQuery('(min-width: 62em)', true);
  const about = hits.isError
    ? text.hitsBroken
    : hits.data?.run === null
      ? text.noRun
      : hits.data &&
        text.hitsAbout({ day: format.day(hits.data.run.asOf), listings: format.number(hits.data.listings) });
  return (
    <Stack gap="xs">
      {isWide ? <RuleTable version={version} rows={rows} /> : <RuleCards version={version} rows={rows} />}
      <Text fz="sm" c="dimmed">
        {about}
      </Text>
    </Stack>
  );
}

function rowsOf(rules: readonly RuleJson[], hits?: RuleHitsView, findings?: RulesFindings): Row[] {
  const count = (index: number, severity: 'error' | 'warning'): number =>
    findings?.findings.filter((one) => one.severity === severity && new RegExp(`^/rules/${index}(/|$)`).test(one.path))
      .length ?? 0;
  return rules
    .map((rule, index) => ({
      ...{ rule, index },
      hits: hits?.rules.find(({ name }) => name === rule.name),
      errors: count(index, 'error'),
      warnings: count(index, 'warning'),
    }))
    .sort((a, b) => priorityOf(b.rule) - priorityOf(a.rule) || a.index - b.index);
}

interface ListProps {
  version: number;
  rows: readonly Row[];
}

function RuleTable({ version, rows }: ListProps): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const columns: Column<Row>[] = [
    { id: 'rule', header: text.column.rule, cell: (row) => <RuleHead version={version} row={row} /> },
    {
      id: 'priority',
      header: text.column.priority,
      isNumber: true,
      cell: ({ rule }) => format.number(priorityOf(rule)),
    },
    { id: 'scope', header: text.column.scope, cell: ({ rule }) => <Scope rule={rule} /> },
    { id: 'fired', header: text.column.hits, isNumber: true, cell: ({ hits }) => format.number(hits?.fired) },
    { id: 'won', header: text.column.won, isNumber: true, cell: ({ hits }) => format.number(hits?.won) },
    {
      id: 'suggested',
      header: text.column.suggested,
      isNumber: true,
      cell: ({ hits }) => format.number(hits?.suggested),
    },
    { id: 'gain', header: text.column.gain, isNumber: true, cell: ({ hits }) => <Gain hits={hits} /> },
    { id: 'given', header: text.column.given, isNumber: true, cell: ({ hits }) => format.money(given(hits)) },
  ];
  return <DataTable label={text.list} columns={columns} rows={rows} rowId={({ index }) => String(index)} />;
}

/** What a rule that proposes nothing would give away is not nothing: it is no question. */
const given = (hits: Row['hits']): number | null =>
  hits === undefined || hits.suggested === 0 ? null : hits.discountGiven;

function Gain({ hits }: { hits: Row['hits'] }): React.JSX.Element {
  const format = useFormat();
  const isNothing = hits === undefined || hits.suggested === hits.gainUnknown;
  return <span style={{ whiteSpace: 'nowrap' }}>{format.gain(isNothing ? null : hits.gain)}</span>;
}

function RuleCards({ version, rows }: ListProps): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  return (
    <Stack gap="xs" role="list" aria-label={text.list}>
      {rows.map((row) => (
        <Paper key={row.index} withBorder p="sm" role="listitem">
          <RuleHead version={version} row={row} />
          <SimpleGrid cols={4} mt="xs" spacing="xs">
            <Figure label={text.column.priority}>{format.number(priorityOf(row.rule))}</Figure>
            <Figure label={text.column.hits}>{format.number(row.hits?.fired)}</Figure>
            <Figure label={text.column.suggested}>{format.number(row.hits?.suggested)}</Figure>
            <Figure label={text.column.gain}>
              {format.moneyShort(
                row.hits === undefined || row.hits.suggested === row.hits.gainUnknown ? null : row.hits.gain,
              )}
            </Figure>
          </SimpleGrid>
        </Paper>
      ))}
    </Stack>
  );
}

function Figure({ label, children }: { label: string; children: string }): React.JSX.Element {
  return (
    <div>
      <Text fz="xs" c="dimmed" truncate>
        {label}
      </Text>
      <Text fz="sm">{children}</Text>
    </div>
  );
}

function RuleHead({
  version,
  row: { rule, index, errors, warnings },
}: {
  version: number;
  row: Row;
}): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const titleOf = useTitleOf();
  return (
    <Stack gap={4} miw={260}>
      <Anchor
        component={Link}
        to={`/rules/versions/${version}?rule=${index}`}
        fz="sm"
        fw={500}
        c="var(--mantine-color-text)"
      >
        {titleOf(rule)}
      </Anchor>
      <Group gap={6}>
        <TypeBadge type={typeOf(rule)} />
        {!isOn(rule) && (
          <Badge color="gray" variant="filled" tt="none" radius="sm" fw={500}>
            {text.off}
          </Badge>
        )}
        <Text fz="xs" c="dimmed" ff="monospace">
          {String(rule.name)}
        </Text>
        {errors > 0 && (
          <Badge color="red" variant="filled" tt="none" radius="sm" fw={500}>
            {text.errors({ count: format.number(errors) })}
          </Badge>
        )}
        {warnings > 0 && (
          <Badge variant="default" tt="none" radius="sm" fw={500}>
            {text.warnings({ count: format.number(warnings) })}
          </Badge>
        )}
      </Group>
    </Stack>
  );
}
