import { ActionIcon, Alert, Box, Button, Flex, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconCheck, IconLoader2, IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { FoundExample } from '../../../api/rules';
import { useFormat } from '../../../text/format';
import { useLanguage } from '../../../text/language';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';
import { FactValues as FactValuesRead } from '../condition-words';
import { useFactBook, useFactWords } from '../fact-words';
import { firstValue } from './comparison';
import { FactPicker } from './fact-picker';
import { FactValue } from './fact-value';
import { FigureInput } from './figure-input';
import { FindingsAt } from './form-findings';
import { JsonInPlace } from './json-in-place';
import { isObject, valueAt, withValue } from './pointer';

interface ExamplesPanelProps {
  rule: Record<string, unknown>;
  onChange(rule: unknown): void;
  /** How each comes out; undefined while it is being found out. */
  results: readonly FoundExample[] | undefined;
  isWaiting: boolean;
}

/** A rule's own examples: each says at once whether the rule does what it expects, and if not, what decides it. */
export function ExamplesPanel({ rule, onChange, results, isWaiting }: ExamplesPanelProps): React.JSX.Element {
  const text = useText(ruleEditorText).example;
  const format = useFormat();
  const examples = Array.isArray(rule.examples) ? (rule.examples as unknown[]) : [];
  const setExamples = (next: unknown[]): void => onChange({ ...rule, examples: next });
  const right = results?.filter(({ isRight }) => isRight).length;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Text fz="sm" c="dimmed" aria-live="polite">
          {right === undefined
            ? text.need
            : text.count({ right: format.number(right), all: format.number(examples.length) })}
        </Text>
      </Group>
      {examples.map((example, index) => (
        <ExampleCard
          key={index}
          index={index}
          example={example}
          event={rule.event}
          result={results?.[index]}
          isWaiting={isWaiting}
          onChange={(next) => setExamples(examples.with(index, next))}
          onRemove={() => setExamples(examples.toSpliced(index, 1))}
        />
      ))}
      <FindingsAt pointer="/examples" isExact />
      <Group>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setExamples([...examples, { facts: {}, expect: null }])}
        >
          {text.add}
        </Button>
      </Group>
    </Stack>
  );
}

interface ExampleCardProps {
  index: number;
  example: unknown;
  event: unknown;
  result: FoundExample | undefined;
  isWaiting: boolean;
  onChange(example: unknown): void;
  onRemove(): void;
}

function ExampleCard({ index, example, event, result, isWaiting, onChange, onRemove }: ExampleCardProps) {
  const text = useText(ruleEditorText).example;
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const isShowable =
    isObject(example) && isObject(example.facts) && (example.expect === null || isObject(example.expect));
  return (
    <Paper withBorder p="sm" role="group" aria-label={text.title({ number: format.number(index + 1) })}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Outcome result={result} isWaiting={isWaiting} title={text.title({ number: format.number(index + 1) })} />
          <Group gap={4} wrap="nowrap">
            <Button size="compact-sm" variant="subtle" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
              {isOpen ? text.done : text.edit}
            </Button>
            <ActionIcon variant="subtle" color="gray" aria-label={text.remove} onClick={onRemove}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        </Group>
        {isShowable ? (
          <Shown {...{ example, event, isOpen, onChange }} />
        ) : (
          <JsonInPlace value={example} pointer={`/examples/${index}`} />
        )}
        {result !== undefined && !result.isRight && (
          <Cause
            result={result}
            expect={valueAt(example, ['expect'])}
            onAccept={() => onChange(accepted(example, event, result))}
          />
        )}
        {result?.fires === null && <FindingsAt pointer={`/examples/${index}`} />}
      </Stack>
    </Paper>
  );
}

/** Red and green say it to the eye, the word and the sign to everybody. */
function Outcome({
  result,
  isWaiting,
  title,
}: {
  result: FoundExample | undefined;
  isWaiting: boolean;
  title: string;
}) {
  const text = useText(ruleEditorText).example;
  const [Icon, word, colour] =
    result === undefined
      ? [IconLoader2, isWaiting ? text.waiting : text.notRun, 'gray']
      : result.fires === null
        ? [IconX, text.notRun, 'gray']
        : result.isRight
          ? [IconCheck, text.right, 'leaf']
          : [IconX, text.wrong, 'red'];
  return (
    <Group gap={8} wrap="nowrap">
      <Box
        c="white"
        bg={`var(--mantine-color-${colour}-${colour === 'leaf' ? 7 : 8})`}
        w={20}
        h={20}
        style={{ borderRadius: 10, display: 'grid', placeItems: 'center', flex: '0 0 auto' }}
      >
        <Icon size={14} stroke={3} aria-hidden />
      </Box>
      <Text fz="sm" fw={600}>
        {title}
      </Text>
      <Text fz="sm" c={result?.fires !== null && result?.isRight === false ? 'var(--larisin-error)' : 'dimmed'}>
        {word}
      </Text>
    </Group>
  );
}

interface ShownProps {
  example: Record<string, unknown>;
  event: unknown;
  isOpen: boolean;
  onChange(example: unknown): void;
}

function Shown({ example, event, isOpen, onChange }: ShownProps): React.JSX.Element {
  const text = useText(ruleEditorText).example;
  const facts = example.facts as Record<string, unknown>;
  const { expect } = example;
  const type = valueAt(event, ['type']);
  const params = isObject(expect) && isObject(expect.params) ? expect.params : {};
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={text.expected}
        value={expect === null ? 'silent' : 'fires'}
        onChange={(next) => onChange({ ...example, expect: next === 'silent' ? null : { type } })}
        data={[
          { value: 'fires', label: text.fires },
          { value: 'silent', label: text.silent },
        ]}
      />
      {Object.entries(params).map(([key, value]) => (
        <ExpectedParam
          key={key}
          name={key}
          value={value}
          onChange={(next) => onChange(withValue(example, ['expect', 'params', key], next))}
        />
      ))}
      {isOpen ? (
        <FactFields facts={facts} onChange={(next) => onChange({ ...example, facts: next })} />
      ) : (
        <FactValuesRead facts={facts} />
      )}
    </Stack>
  );
}

const PARAM_UNITS: Record<string, string> = {
  percent: 'percent',
  minPercent: 'percent',
  maxPercent: 'percent',
  amount: 'money',
  price: 'money',
  minSpend: 'money',
  maxDiscount: 'money',
};

/** A figure that the example expects of the outcome, such as a cut of 20 per cent. */
function ExpectedParam({ name, value, onChange }: { name: string; value: unknown; onChange(value: unknown): void }) {
  const words: Record<string, unknown> = useText(ruleEditorText).outcome;
  const label = typeof words[name] === 'string' ? words[name] : name;
  if (isObject(value)) {
    return (
      <>
        {Object.entries(value).map(([key, inside]) => (
          <ExpectedParam key={key} name={key} value={inside} onChange={(next) => onChange({ ...value, [key]: next })} />
        ))}
      </>
    );
  }
  if (typeof value !== 'number') {
    return (
      <Text fz="xs" c="dimmed">
        {label}: {typeof value === 'string' ? value : JSON.stringify(value)}
      </Text>
    );
  }
  return (
    <FigureInput
      label={label}
      unit={PARAM_UNITS[name] ?? 'count'}
      value={value}
      onChange={(next) => onChange(next ?? 0)}
    />
  );
}

function FactFields({ facts, onChange }: { facts: Record<string, unknown>; onChange(facts: unknown): void }) {
  const text = useText(ruleEditorText).example;
  const words = useFactWords();
  const { byName } = useFactBook();
  return (
    <Stack gap="xs">
      {Object.entries(facts).map(([name, value]) => {
        const fact = byName.get(name);
        return (
          <Flex key={name} gap="xs" align="center">
            <Box flex={1} miw={0}>
              <Text fz="xs" c="dimmed">
                {words.label(name)}
              </Text>
              {fact === undefined || value === null || Array.isArray(value) ? (
                <Text fz="sm">{words.value(name, value)}</Text>
              ) : (
                <FactValue
                  fact={fact}
                  label={words.label(name)}
                  value={value}
                  onChange={(next) => onChange({ ...facts, [name]: next ?? null })}
                />
              )}
            </Box>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={text.removeFact({ fact: words.label(name) })}
              onClick={() => onChange(withValue(facts, [name], undefined))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Flex>
        );
      })}
      <FactPicker
        label={text.addFact}
        value={null}
        onChange={(name) => onChange({ ...facts, [name]: exampleValue(byName.get(name)!) })}
        isOffered={({ name }) => !Object.hasOwn(facts, name)}
      />
      <Text fz="xs" c="dimmed">
        {text.unknownRest}
      </Text>
    </Stack>
  );
}

const exampleValue = (fact: Parameters<typeof firstValue>[0]): unknown =>
  fact.type === 'list' ? fact.example : firstValue(fact);

interface CauseProps {
  result: FoundExample;
  expect: unknown;
  onAccept(): void;
}

/** Why an example is not as it expects: the failed condition with its value, or the key that differs. */
function Cause({ result: { fires, difference, because }, expect, onAccept }: CauseProps): React.JSX.Element | null {
  const text = useText(ruleEditorText).example;
  const language = useLanguage();
  const outcomeWords: Record<string, unknown> = useText(ruleEditorText).outcome;
  if (fires === null) return null;
  const said = (value: unknown): string =>
    value === undefined ? text.nothing : typeof value === 'string' ? value : JSON.stringify(value);
  const keyWord = (at: string): string => {
    const last = at.split('.').at(-1) ?? at;
    return typeof outcomeWords[last] === 'string' ? outcomeWords[last] : at;
  };
  const head =
    difference !== null
      ? text.differs({
          key: keyWord(difference.at),
          given: said(difference.given),
          expected: said(difference.expected),
        })
      : expect === null
        ? text.shouldNot
        : text.shouldFire;
  return (
    <Alert color="red" variant="light" p="xs" role="status">
      <Text fz="sm">{head}</Text>
      {difference === null &&
        because.map((sentence, index) => (
          <Text key={index} fz="sm" c="dimmed">
            {sentence[language]}
          </Text>
        ))}
      <Button size="compact-sm" variant="default" mt={6} onClick={onAccept}>
        {text.accept}
      </Button>
    </Alert>
  );
}

/** The example expecting what the rule gives, on the keys that it spoke of. */
function accepted(example: unknown, event: unknown, { fires, difference }: FoundExample): unknown {
  if (fires !== true) return withValue(example, ['expect'], null);
  const type = valueAt(event, ['type']);
  if (difference === null || difference.at === 'type') return withValue(example, ['expect'], { type });
  const path = difference.at.split('.');
  return withValue(example, ['expect', ...path], valueAt(event, path));
}
