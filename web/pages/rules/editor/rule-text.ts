import { formatConditions, formatRule } from '../../../../src/core/rules/format';
import type { Condition, Rule } from '../../../../src/core/rules/rule';
import { isObject } from './pointer';

/** The line by which other editors find the schema; this one knows it. */
const SCHEMA_LINE = /"\$schema": "[^"]*",?\s*/;

/**
 * A rule in the form in which the server writes it, so that what is shared and compared is the same text. The formatter
 * is the engine's own: a second one here would in time write something else.
 */
export function ruleText(rule: unknown): string {
  if (!isObject(rule)) return JSON.stringify(rule, null, 2);
  return formatRule(rule as unknown as Rule).replace(SCHEMA_LINE, '');
}

/** The named conditions as one document. */
export function conditionsText(conditions: unknown): string {
  if (!isObject(conditions)) return JSON.stringify(conditions, null, 2);
  return formatConditions(conditions as Record<string, Condition>).replace(SCHEMA_LINE, '');
}

/** Whether two rules say the same: order of keys and defaults do not count. */
export function isSameRule(one: unknown, other: unknown): boolean {
  return one === other || ruleText(one) === ruleText(other);
}

/** What a text says; undefined where it cannot be read. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
