import { Box, Group, Text } from '@mantine/core';
import type { FactView } from '../../../../src/contract/rules-api';
import { useFormat } from '../../../text/format';
import { ruleEditorText } from '../../../text/rule-editor';
import { useText } from '../../../text/texts';
import { useFactWords } from '../fact-words';

const BP = 10_000;
const SHOWN = 3;

/** How a fact lies over the last run, in one line: what values to expect, and how often it is not known. */
export function useSpreadWords(): (fact: FactView) => string {
  const text = useText(ruleEditorText).spread;
  const format = useFormat();
  const words = useFactWords();
  return ({ name, seen }) => {
    if (seen === null) return '';
    const { quartiles, values, nulls, count } = seen;
    const say = (value: unknown): string => words.value(name, value);
    const parts: string[] = [];
    if (quartiles !== null) {
      const { min, median, max } = quartiles;
      parts.push(text.number({ min: say(min), median: say(median), max: say(max) }));
    }
    const top = values?.top.slice(0, SHOWN).map(({ value }) => say(value)) ?? [];
    if (top.length > 0) parts.push(text.values({ list: top.join(', ') }));
    if (nulls > 0 && count > 0) parts.push(text.nulls({ share: format.percent((nulls / count) * BP) }));
    return parts.join('; ');
  };
}

/**
 * The middle half of a fact's values as a bar, all of them as a line, and the value that a rule compares with as a mark:
 * whether a limit lies where the products are is seen, not computed.
 */
export function FactSpread({ fact, limit }: { fact: FactView; limit?: number | undefined }): React.JSX.Element | null {
  const text = useText(ruleEditorText).spread;
  const spread = useSpreadWords()(fact);
  const quartiles = fact.seen?.quartiles ?? null;
  if (spread === '') return null;
  return (
    <Group gap="xs" wrap="nowrap" align="center">
      {quartiles !== null && quartiles.max > quartiles.min && (
        <Picture {...quartiles} limit={limit} label={text.picture} />
      )}
      <Text fz="xs" c="dimmed">
        {spread}
      </Text>
    </Group>
  );
}

interface PictureProps {
  min: number;
  q1: number;
  median: number;
  q3: number;
  max: number;
  limit: number | undefined;
  label: string;
}

const WIDTH = 96;
const HEIGHT = 14;

function Picture({ min, q1, median, q3, max, limit, label }: PictureProps): React.JSX.Element {
  const low = Math.min(min, limit ?? min);
  const high = Math.max(max, limit ?? max);
  const x = (value: number): number => 2 + ((value - low) / (high - low)) * (WIDTH - 4);
  return (
    <Box component="svg" w={WIDTH} h={HEIGHT} role="img" aria-label={label} flex="0 0 auto">
      <line x1={x(min)} x2={x(max)} y1={7} y2={7} stroke="var(--mantine-color-dimmed)" />
      <rect x={x(q1)} width={Math.max(2, x(q3) - x(q1))} y={3} height={8} rx={2} fill="var(--mantine-color-leaf-4)" />
      <line x1={x(median)} x2={x(median)} y1={2} y2={12} stroke="var(--mantine-color-text)" />
      {limit !== undefined && (
        <line x1={x(limit)} x2={x(limit)} y1={0} y2={HEIGHT} stroke="var(--mantine-color-orange-6)" strokeWidth={2.5} />
      )}
    </Box>
  );
}
