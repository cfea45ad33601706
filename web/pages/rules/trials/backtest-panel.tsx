import { Alert, Button, Group, NativeSelect, Progress, SimpleGrid, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { BacktestView } from '../../../../src/contract/backtests';
import { useBacktest, useBacktests, useCancelBacktest, useStartBacktest } from '../../../api/rule-trials';
import { Chart } from '../../../parts/chart';
import { Loading } from '../../../parts/loading';
import { ProblemNote } from '../../../parts/problem-note';
import { useFormat } from '../../../text/format';
import { ruleTrialsText } from '../../../text/rule-trials';
import { useText } from '../../../text/texts';
import { FigureInput } from '../editor/figure-input';
import { SideBySide } from './side-by-side';

interface BacktestPanelProps {
  version: number;
  /** Saves what was changed; the back-test takes the draft as it is kept. Rejects where it could not be saved. */
  save(): Promise<unknown>;
  isDirty: boolean;
  /** What was changed can be saved. */
  isReady: boolean;
}

/** A draft on the shop's own past, day by day, beside what is in force. */
export function BacktestPanel({ version, save, isDirty, isReady }: BacktestPanelProps): React.JSX.Element {
  const text = useText(ruleTrialsText).backtest;
  const format = useFormat();
  const earlier = useBacktests(version);
  const [picked, setPicked] = useState<number | null>(null);
  const known = earlier.data?.items ?? [];
  const shown = picked ?? known[0]?.id ?? null;
  return (
    <Stack gap="md">
      <Text fz="sm" c="dimmed">
        {text.intro}
      </Text>
      <Start {...{ version, save, isDirty, isReady }} onStarted={setPicked} />
      {known.length > 1 && (
        <NativeSelect
          label={text.picked}
          value={String(shown)}
          onChange={(event) => setPicked(Number(event.currentTarget.value))}
          data={known.map(({ id, days, revision, state }) => ({
            value: String(id),
            label: [
              text.one({ from: format.day(days[0]), to: format.day(days.at(-1)), days: format.number(days.length) }),
              ...(revision === null ? [] : [text.revision({ revision: format.number(revision) })]),
              text.states[state],
            ].join(' · '),
          }))}
        />
      )}
      {shown !== null && <One key={shown} id={shown} />}
    </Stack>
  );
}

function Start({ version, save, isDirty, isReady, onStarted }: BacktestPanelProps & { onStarted(id: number): void }) {
  const text = useText(ruleTrialsText).backtest;
  const start = useStartBacktest();
  const [isSaving, setSaving] = useState(false);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [every, setEvery] = useState<number | undefined>(undefined);
  const begin = async (): Promise<void> => {
    setSaving(true);
    try {
      if (isDirty) await save();
      const days = { ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) };
      const { id } = await start.sendAsync({ version, ...days, ...(every === undefined ? {} : { everyDays: every }) });
      onStarted(id);
    } catch {
      // Told below, or beside the button that saves.
    } finally {
      setSaving(false);
    }
  };
  return (
    <Stack gap="xs">
      <SimpleGrid cols={2} spacing="xs">
        <TextInput
          type="date"
          label={text.from}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput type="date" label={text.to} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <FigureInput label={text.every} unit="count" isWhole value={every} onChange={setEvery} />
      </SimpleGrid>
      <Text fz="xs" c="dimmed">
        {text.hint}
      </Text>
      <Group>
        <Button size="sm" loading={isSaving || start.isPending} disabled={!isReady} onClick={() => void begin()}>
          {text.start}
        </Button>
      </Group>
      {start.isError && <ProblemNote error={start.error} />}
    </Stack>
  );
}

function One({ id }: { id: number }): React.JSX.Element {
  const text = useText(ruleTrialsText).backtest;
  const format = useFormat();
  const backtest = useBacktest(id);
  const cancel = useCancelBacktest();
  if (backtest.isPending) return <Loading />;
  if (backtest.isError) return <ProblemNote error={backtest.error} retry={() => void backtest.refetch()} />;
  const { state, done, days, error, result } = backtest.data;
  const isOpen = state === 'queued' || state === 'running';
  const progress = text.progress({ done: format.number(done), all: format.number(days.length) });
  return (
    <Stack gap="sm">
      {isOpen && (
        <Stack gap={6} role="status">
          <Group justify="space-between">
            <Text fz="sm">
              {text.states[state]} · {progress}
            </Text>
            <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.send(id)}>
              {text.cancel}
            </Button>
          </Group>
          <Progress value={(done / Math.max(1, days.length)) * 100} aria-label={progress} animated />
          {cancel.isError && <ProblemNote error={cancel.error} />}
        </Stack>
      )}
      {state === 'cancelled' && <Text fz="sm">{text.states.cancelled}</Text>}
      {state === 'failed' && <Alert color="red" title={text.states.failed} children={error} />}
      {result !== null && <Result result={result} />}
    </Stack>
  );
}

type Outcome = NonNullable<BacktestView['result']>;

function Result({ result }: { result: Outcome }): React.JSX.Element {
  const text = useText(ruleTrialsText).backtest;
  const format = useFormat();
  const { draft, inForce, assumed } = result;
  const lines = [
    { label: text.suggestions, of: ({ total }: Outcome['draft']) => format.number(total.suggestions) },
    { label: text.products, of: ({ total }: Outcome['draft']) => format.number(total.products) },
    { label: text.given, of: ({ total }: Outcome['draft']) => format.money(total.discountGiven) },
    { label: text.gain, of: ({ total }: Outcome['draft']) => format.gain(total.gain) },
  ];
  return (
    <Stack gap="md">
      <SideBySide
        label={text.chart}
        inForce={{ title: text.inForce, side: inForce }}
        draft={{ title: text.draft, side: draft }}
        lines={lines}
      />
      <Days draft={draft} inForce={inForce} />
      <ByRule draft={draft} inForce={inForce} />
      <Text fz="xs" c="dimmed">
        {text.model}
        {assumed.prices + assumed.costs > 0 &&
          ` ${text.assumed({ prices: format.number(assumed.prices), costs: format.number(assumed.costs) })}`}
      </Text>
    </Stack>
  );
}

function Days({ draft, inForce }: Pick<Outcome, 'draft' | 'inForce'>): React.JSX.Element {
  const text = useText(ruleTrialsText).backtest;
  const format = useFormat();
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 12, top: 32, bottom: 8, containLabel: true },
      legend: { top: 0 },
      tooltip: { trigger: 'axis' as const, valueFormatter: (value: unknown) => format.money(Number(value)) },
      xAxis: { type: 'category' as const, data: draft.days.map(({ day }) => format.dayShort(day)) },
      yAxis: { type: 'value' as const, axisLabel: { formatter: (value: number) => format.moneyShort(value) } },
      series: [
        {
          type: 'line' as const,
          name: text.inForce,
          data: inForce.days.map(({ gain }) => gain),
          lineStyle: { type: 'dashed' as const },
        },
        { type: 'line' as const, name: text.draft, data: draft.days.map(({ gain }) => gain) },
      ],
    }),
    [draft, inForce, format, text],
  );
  return (
    <Chart
      label={text.chart}
      option={option}
      height={220}
      figures={{
        head: [text.day, text.inForce, text.draft],
        rows: draft.days.map(({ day, gain }, index) => [
          format.day(day),
          format.money(inForce.days[index]?.gain),
          format.money(gain),
        ]),
      }}
    />
  );
}

function ByRule({ draft, inForce }: Pick<Outcome, 'draft' | 'inForce'>): React.JSX.Element {
  const text = useText(ruleTrialsText).backtest;
  const format = useFormat();
  const names = [...new Set([...draft.byRule, ...inForce.byRule].map(({ name }) => name))];
  const of = (side: Outcome['draft'], name: string) => side.byRule.find((rule) => rule.name === name);
  return (
    <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table fz="xs" aria-label={text.byRule}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text.byRule}</Table.Th>
            <Table.Th ta="right">{text.inForce}</Table.Th>
            <Table.Th ta="right">{text.draft}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((name) => (
            <Table.Tr key={name}>
              <Table.Td ff="monospace">{name}</Table.Td>
              <Table.Td ta="right">{format.number(of(inForce, name)?.suggestions)}</Table.Td>
              <Table.Td ta="right">{format.number(of(draft, name)?.suggestions)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
