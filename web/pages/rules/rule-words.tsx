import { Badge, Box, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RulesHead } from '../../../src/contract/rules-api';
import { useLanguage } from '../../text/language';
import { useWho as useCaller } from '../../parts/who';
import { rulesText } from '../../text/rules';
import { useFormat } from '../../text/format';
import { useText } from '../../text/texts';
import { isObject, valueAt } from './editor/pointer';

export type RuleJson = Record<string, unknown>;

/** The sentence of a rule in the reader's language; half-written rules have their name. */
export function useTitleOf(): (rule: unknown) => string {
  const language = useLanguage();
  return (rule) => {
    const title = valueAt(rule, ['title', language]);
    if (typeof title === 'string' && title.trim() !== '') return title;
    const name = valueAt(rule, ['name']);
    return typeof name === 'string' ? name : '';
  };
}

/** A word with a dot of colour: the dot helps the eye, the word says it. */
export function Marked({ colour, children }: { colour: string; children: ReactNode }): React.JSX.Element {
  const dot = <Box w={8} h={8} bg={`var(--mantine-color-${colour}-5)`} style={{ borderRadius: 4 }} />;
  return (
    <Badge variant="default" tt="none" radius="sm" fw={500} leftSection={dot}>
      {children}
    </Badge>
  );
}

const COLOUR = {
  discount: 'blue',
  voucher: 'grape',
  bundle: 'teal',
  restore: 'gray',
  hold: 'yellow',
  alert: 'orange',
} as const;

/** What a rule proposes. */
export function TypeBadge({ type }: { type: unknown }): React.JSX.Element | null {
  const text = useText(rulesText);
  if (typeof type !== 'string' || !Object.hasOwn(COLOUR, type)) return null;
  const known = type as keyof typeof COLOUR;
  return <Marked colour={COLOUR[known]}>{text.types[known]}</Marked>;
}

const STATE_COLOUR = { draft: 'blue', published: 'leaf', archived: 'gray' } as const;

export function StateBadge({ state }: { state: RulesHead['state'] }): React.JSX.Element {
  const text = useText(rulesText);
  return <Marked colour={STATE_COLOUR[state]}>{text.states[state]}</Marked>;
}

/** Where and when a rule applies. */
export function Scope({ rule }: { rule: RuleJson }): React.JSX.Element {
  const text = useText(rulesText);
  const format = useFormat();
  const names = [rule.channels, rule.categories].flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
  const days = [
    ...(typeof rule.validFrom === 'string' ? [text.from({ day: format.day(rule.validFrom) })] : []),
    ...(typeof rule.validTo === 'string' ? [text.until({ day: format.day(rule.validTo) })] : []),
  ];
  const parts = [...names, ...days];
  if (parts.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        {text.everywhere}
      </Text>
    );
  }
  return (
    <Group gap={4}>
      {parts.map((part) => (
        <Badge key={part} variant="default" tt="none" fw={500} radius="sm">
          {part}
        </Badge>
      ))}
    </Group>
  );
}

/** Who did something; the rules that the program came with are nobody's. */
export function useWho(): (actor: string | null) => string {
  const text = useText(rulesText);
  const nameOf = useCaller();
  return (actor) => (actor === null || actor === 'system' ? text.system : nameOf(actor));
}

/** Of a rule: whether it is switched on. */
export const isOn = (rule: RuleJson): boolean => rule.enabled !== false;
export const typeOf = (rule: unknown): unknown => (isObject(rule) ? valueAt(rule, ['event', 'type']) : undefined);
export const priorityOf = (rule: RuleJson): number => (typeof rule.priority === 'number' ? rule.priority : 1);
