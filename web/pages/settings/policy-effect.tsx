import { Alert, List, Loader, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { PolicyPreviewView } from '../../../src/contract/policy-preview';
import type { Policy } from '../../../src/core/pricing/policy';
import { usePolicyPreview, type PolicyVersion } from '../../api/policy';
import { ApiProblem } from '../../api/problem';
import { ProblemNote } from '../../parts/problem-note';
import { useFormat } from '../../text/format';
import { guardrailsText } from '../../text/guardrails';
import { useText } from '../../text/texts';
import type { PolicyWords } from './policy-diff';

/** Asked once typing rests: each answer costs the server a look at every listing. */
const REST_MS = 400;

/** What is known of the change so far. */
export interface Effect {
  /** Nothing is changed, or a figure is missing. */
  isIdle: boolean;
  isWorking: boolean;
  preview: ReturnType<typeof usePolicyPreview>;
}

/** @param draft null: nothing is changed, or a figure is missing */
export function useEffectOf(draft: Policy | null, inForce: PolicyVersion): Effect {
  const [asked] = useDebouncedValue(draft, REST_MS);
  const preview = usePolicyPreview(draft === null ? null : asked, inForce.version);
  const isIdle = draft === null;
  return { isIdle, isWorking: !isIdle && (asked !== draft || preview.isFetching), preview };
}

/** What the change would do to today's suggestions. */
export function PolicyEffect({ effect, words }: { effect: Effect; words: PolicyWords }): React.JSX.Element {
  const text = useText(guardrailsText).effect;
  const format = useFormat();
  const { isIdle, isWorking, preview } = effect;
  const hasNoRun = preview.error instanceof ApiProblem && preview.error.code === 'no-run';
  return (
    <Paper component="section" withBorder p="md" aria-live="polite" aria-busy={isWorking}>
      <Title order={2} fz="h5" mb="xs">
        {text.title} {isWorking && <Loader size={14} ml={6} aria-label={text.working} />}
      </Title>
      {isIdle && (
        <Text fz="sm" c="dimmed">
          {text.none}
        </Text>
      )}
      {!isIdle && hasNoRun && <Alert color="gray">{text.noRun}</Alert>}
      {!isIdle && preview.isError && !hasNoRun && <ProblemNote error={preview.error} />}
      {!isIdle && preview.data !== undefined && !preview.isError && (
        <Stack gap="sm">
          <Difference preview={preview.data} words={words} />
          <Sums preview={preview.data} />
          <Text fz="xs" c="dimmed">
            {text.asOf({ day: format.day(preview.data.run.asOf) })}
          </Text>
        </Stack>
      )}
    </Paper>
  );
}

type DifferenceOf = PolicyPreviewView['difference'];
const COUNTS = ['stopped', 'changed', 'freed', 'newlySecond', 'noLongerSecond'] as const;

function useLines(): (difference: DifferenceOf) => string[] {
  const { effect: text } = useText(guardrailsText);
  const format = useFormat();
  return (of) => COUNTS.filter((key) => of[key] > 0).map((key) => text[key]({ count: format.number(of[key]) }));
}

/** The same in one line, for where the panel is not in sight. */
export function EffectInShort({
  effect: { isIdle, isWorking, preview },
}: {
  effect: Effect;
}): React.JSX.Element | null {
  const { effect: text } = useText(guardrailsText);
  const linesOf = useLines();
  if (isIdle || preview.data === undefined || preview.isError) return null;
  const { difference, changes } = preview.data;
  const [first] = linesOf(difference);
  const isUnknown = changes.every(({ waitsForRun }) => waitsForRun);
  return (
    <Text fz="sm" fw={600} opacity={isWorking ? 0.6 : 1} hiddenFrom="md">
      {first ?? (isUnknown ? null : text.same)}
    </Text>
  );
}

function Difference({ preview, words }: { preview: PolicyPreviewView; words: PolicyWords }): React.JSX.Element {
  const { effect: text, reasons } = useText(guardrailsText);
  const format = useFormat();
  const linesOf = useLines();
  const { difference, changes } = preview;
  const all = linesOf(difference);
  const apart = changes.filter(({ alone }) => alone !== null);
  const waiting = changes.filter(({ waitsForRun }) => waitsForRun).map(({ setting }) => words.name(setting));
  const stoppedBy = Object.entries(difference.stoppedBy).sort(([, a], [, b]) => b - a);
  return (
    <>
      {all.length === 0 && waiting.length < changes.length && <Text fw={600}>{text.same}</Text>}
      {all.map((line, i) => (
        <Text key={line} {...(i === 0 ? { fw: 650, fz: 'lg' } : {})}>
          {line}
        </Text>
      ))}
      {stoppedBy.length > 0 && (
        <Text fz="sm">
          {text.stoppedBy}:{' '}
          {format.list(
            stoppedBy.map(
              ([name, count]) =>
                `${Object.hasOwn(reasons, name) ? reasons[name as keyof typeof reasons] : name} (${format.number(count)})`,
            ),
          )}
        </Text>
      )}
      {apart.length > 1 && (
        <List size="sm">
          {apart.map(({ setting, alone }) => (
            <List.Item key={setting}>
              {text.alone({
                setting: words.name(setting),
                effect: linesOf(alone!).length === 0 ? text.nothing : format.list(linesOf(alone!)),
              })}
            </List.Item>
          ))}
        </List>
      )}
      {waiting.length > 0 && <Alert color="blue">{text.waits({ settings: format.list(waiting) })}</Alert>}
    </>
  );
}

function Sums({ preview: { inForce, draft } }: { preview: PolicyPreviewView }): React.JSX.Element {
  const { effect: text } = useText(guardrailsText);
  const format = useFormat();
  const rows: [name: string, before: string, after: string][] = [
    [text.count, format.number(inForce.all.suggestions), format.number(draft.all.suggestions)],
    [text.gain, format.moneyShort(inForce.all.gain), format.moneyShort(draft.all.gain)],
    [text.given, format.moneyShort(inForce.all.discountGiven), format.moneyShort(draft.all.discountGiven)],
  ];
  return (
    <Table fz="sm" aria-label={text.title} verticalSpacing={4} horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th ta="right">{text.before}</Table.Th>
          <Table.Th ta="right">{text.after}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, before, after]) => (
          <Table.Tr key={name}>
            <Table.Td>{name}</Table.Td>
            <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
              {before}
            </Table.Td>
            <Table.Td ta="right" fw={before === after ? undefined : 650} style={{ whiteSpace: 'nowrap' }}>
              {after}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
