import stringify from 'json-stringify-pretty-compact';
import type { Condition, Rule, RuleExample, RuleSet } from './rule.js';

/**
 * One text per rule, whatever way it was written before, so that a comparison of two files shows what changed and
 * nothing else:
 *
 * - keys stand in the order of the schema; names of facts and of conditions, which the schema leaves open, by the alphabet;
 * - a key that has its default (`version` 1, `enabled` true, `priority` 1) is left out;
 * - what fits into 120 characters stands on one line; two spaces of indentation; a newline at the end.
 */

const WIDTH = 120;

/** What the files point editors to. */
export const SCHEMA_LINES = {
  rule: './schema.json',
  conditions: './conditions.schema.json',
  set: './set.schema.json',
} as const;

/** Keys in the order of the schema. A test compares them with it. */
export const KEY_ORDER = {
  rule: [
    ...['name', 'title', 'version', 'enabled', 'owner', 'validFrom', 'validTo', 'channels', 'categories'],
    ...['priority', 'conditions', 'event', 'examples'],
  ],
  title: ['id', 'en'],
  condition: ['fact', 'operator', 'value', 'all', 'any', 'not', 'condition', 'name', 'priority'],
  event: ['type', 'params'],
  params: [
    ...['partner', 'percent', 'amount', 'price', 'optimise', 'minSpend', 'maxDiscount', 'quota'],
    ...['reason', 'message'],
  ],
  optimise: ['minPercent', 'maxPercent', 'clearWithinDays', 'kinds'],
  example: ['facts', 'expect'],
} as const satisfies Record<string, readonly string[]>;

/** The keys of a rule that may be left out, with what they mean then. */
export const RULE_DEFAULTS = { version: 1, enabled: true, priority: 1 } as const;

/** The text of a rule's file. Two rules of the same content give the same bytes. */
export function formatRule(rule: Rule): string {
  return text(SCHEMA_LINES.rule, ruleInOrder(rule));
}

/** The text of conditions.json, which is there also when there are none. */
export function formatConditions(conditions: RuleSet['conditions']): string {
  return text(
    SCHEMA_LINES.conditions,
    inOrder(conditions, [], (condition) => conditionInOrder(condition as Condition)),
  );
}

/** The text of set.json: what is stated for the whole set. */
export function formatSet({ onTie }: Pick<RuleSet, 'onTie'>): string {
  return text(SCHEMA_LINES.set, { onTie });
}

function text(schemaLine: string, value: object): string {
  return `${stringify({ $schema: schemaLine, ...value }, { maxLength: WIDTH })}\n`;
}

function ruleInOrder(rule: Rule): object {
  const { $schema: _, ...own } = rule;
  const said = Object.fromEntries(
    Object.entries(own).filter(([key, value]) => value !== RULE_DEFAULTS[key as keyof typeof RULE_DEFAULTS]),
  );
  return inOrder(said, KEY_ORDER.rule, (value, key) => {
    if (key === 'title') return inOrder(value as object, KEY_ORDER.title);
    if (key === 'conditions') return conditionInOrder(value as Condition);
    if (key === 'event') return eventInOrder(value as object);
    if (key === 'examples') return (value as RuleExample[]).map(exampleInOrder);
    return value;
  });
}

function conditionInOrder(condition: Condition): object {
  return inOrder(condition, KEY_ORDER.condition, (value, key) => {
    if (key === 'all' || key === 'any') return (value as Condition[]).map(conditionInOrder);
    return key === 'not' ? conditionInOrder(value as Condition) : value;
  });
}

function eventInOrder(event: object): object {
  return inOrder(event, KEY_ORDER.event, (value, key) => {
    if (key !== 'params') return value;
    return inOrder(value as object, KEY_ORDER.params, (param, name) => {
      if (name === 'optimise') return inOrder(param, KEY_ORDER.optimise);
      return name === 'message' ? inOrder(param, KEY_ORDER.title) : sorted(param);
    });
  });
}

function exampleInOrder(example: RuleExample): object {
  return inOrder(example, KEY_ORDER.example, (value, key) => {
    if (key === 'facts') return inOrder(value, []);
    return value === null ? null : eventInOrder(value as object);
  });
}

/** Keys that are named first, then the rest by the alphabet (by code unit, the same on every machine). */
function inOrder(
  value: unknown,
  keys: readonly string[],
  inside: (value: unknown, key: string) => unknown = (each) => sorted(each),
): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value as object;
  const given = Object.keys(value);
  const rest = given.filter((key) => !keys.includes(key)).sort();
  return Object.fromEntries(
    [...keys.filter((key) => given.includes(key)), ...rest].map((key) => [
      key,
      inside((value as Record<string, unknown>)[key], key),
    ]),
  );
}

/** What has no schema of its own (params that an example expects): every key by the alphabet. */
function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map(sorted) : inOrder(value, []);
}
