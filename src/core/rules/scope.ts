import { factIn } from './explain.js';
import { operatorNamed } from './operators.js';
import type { Facts, FactValue, Rule } from './rule.js';

/** One part of where and when a rule applies, and whether the case is inside. */
export type ScopePart =
  | { part: 'enabled'; holds: boolean }
  /** `among` null: everywhere. `value` null: the case's own is not known, which is outside of any list. */
  | { part: 'channel' | 'category'; holds: boolean; value: FactValue; among: string[] | null }
  /** First and last day, both inclusive; null: open. */
  | { part: 'validity'; holds: boolean; value: FactValue; from: string | null; to: string | null };

/** Every part of a rule's scope on one case, by the operators that bulk evaluation uses. A rule fires inside all of them. */
export function scopeOf(rule: Rule, facts: Facts): ScopePart[] {
  const [channel, category, day] = ['channel.code', 'product.category', 'calendar.day'].map((name) =>
    factIn(facts, name),
  ) as [FactValue, FactValue, FactValue];
  const [from, to] = [rule.validFrom ?? null, rule.validTo ?? null];
  return [
    { part: 'enabled', holds: rule.enabled },
    among('channel', channel, rule.channels),
    among('category', category, rule.categories),
    {
      part: 'validity',
      holds: holds(day, 'greaterThanInclusive', from) && holds(day, 'lessThanInclusive', to),
      value: day,
      from,
      to,
    },
  ];
}

function among(part: 'channel' | 'category', value: FactValue, list: string[] | undefined): ScopePart {
  return { part, holds: holds(value, 'in', list ?? null), value, among: list ?? null };
}

/** Whether a fact passes one limit of the scope; no limit lets everything pass. */
function holds(value: FactValue, operator: string, limit: string | string[] | null): boolean {
  return limit === null || operatorNamed(operator)!(value, limit);
}
