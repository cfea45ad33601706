import { Box, Code, Group, Stack, Text } from '@mantine/core';
import { ruleWordsText } from '../../text/rule-words';
import { useText } from '../../text/texts';
import { isObject } from './editor/pointer';
import { useFactBook, useFactWords } from './fact-words';

/** A comparison in words: what is compared, how, and with what; null where it is of a shape that words do not cover. */
export function useComparisonWords(): (leaf: unknown) => { fact: string; how: string; value: string } | null {
  const text = useText(ruleWordsText);
  const words = useFactWords();
  const { byName } = useFactBook();
  return (leaf) => {
    if (!isObject(leaf) || typeof leaf.fact !== 'string' || typeof leaf.operator !== 'string') return null;
    const { fact, operator, value } = leaf;
    const isEqual = operator === 'equal';
    const isCompanion = byName.get(fact)?.knownOf != null;
    if (isCompanion && typeof value === 'boolean' && (isEqual || operator === 'notEqual')) {
      return { fact: words.label(fact), how: value === isEqual ? text.isKnown : text.isUnknown, value: '' };
    }
    if (value === null && (isEqual || operator === 'notEqual')) {
      return { fact: words.label(fact), how: isEqual ? text.isUnknown : text.isKnown, value: '' };
    }
    const how = Object.hasOwn(text.ops, operator) ? text.ops[operator as keyof typeof text.ops] : operator;
    return { fact: words.label(fact), how, value: words.value(fact, value) };
  };
}

/** Conditions as a tree of sentences; what words do not cover is shown as it is written. */
export function ConditionWords({ condition }: { condition: unknown }): React.JSX.Element {
  const text = useText(ruleWordsText);
  const comparison = useComparisonWords()(condition);
  if (comparison !== null) {
    return (
      <Text fz="sm">
        {comparison.fact}{' '}
        <Text span c="dimmed" fz="sm">
          {comparison.how}
        </Text>{' '}
        <Text span fw={600} fz="sm">
          {comparison.value}
        </Text>
      </Text>
    );
  }
  if (isObject(condition)) {
    if (typeof condition.condition === 'string')
      return <Text fz="sm">{text.named({ name: condition.condition })}</Text>;
    for (const kind of ['all', 'any'] as const) {
      const parts = condition[kind];
      if (Array.isArray(parts)) return <Parts label={text[kind]} parts={parts} />;
    }
    if (condition.not !== undefined) return <Parts label={text.not} parts={[condition.not]} />;
  }
  return <Code block>{JSON.stringify(condition)}</Code>;
}

function Parts({ label, parts }: { label: string; parts: readonly unknown[] }): React.JSX.Element {
  return (
    <div>
      <Text fz="xs" fw={600} c="dimmed" mb={4}>
        {label}
      </Text>
      <Stack gap={4} pl="sm" style={{ borderLeft: '2px solid var(--mantine-color-default-border)' }}>
        {parts.map((part, index) => (
          <ConditionWords key={index} condition={part} />
        ))}
      </Stack>
    </div>
  );
}

/** The facts of an example, side by side. */
export function FactValues({ facts }: { facts: unknown }): React.JSX.Element {
  const words = useFactWords();
  if (!isObject(facts)) return <Code block>{JSON.stringify(facts)}</Code>;
  return (
    <Stack gap={2}>
      {Object.entries(facts).map(([name, value]) => (
        <Group key={name} gap="xs" justify="space-between" wrap="nowrap" align="baseline">
          <Text fz="xs" c="dimmed">
            {words.label(name)}
          </Text>
          <Box fz="xs" style={{ whiteSpace: 'nowrap' }}>
            {words.value(name, value)}
          </Box>
        </Group>
      ))}
    </Stack>
  );
}
