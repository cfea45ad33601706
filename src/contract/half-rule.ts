import { checkRuleSet } from '../core/rules/check.js';
import { moved, type Finding } from '../core/rules/finding.js';
import type { Condition, Rule } from '../core/rules/rule.js';
import type { Named } from '../core/rules/tree.js';
import { ConditionsSchema } from './rule-schema.js';

/**
 * What is wrong with the meaning of a rule's conditions while something else of the rule has not its shape yet: an author
 * wants to hear of all mistakes at once. Nothing where the conditions are what has not the shape. Paths begin at the rule.
 */
export function conditionFindings(json: unknown, named: Named): Finding[] {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'conditions')) return [];
  const { conditions } = json as { conditions: unknown };
  const read = ConditionsSchema.safeParse({ conditions });
  if (!read.success) return [];
  const rule: Rule = {
    ...{ name: 'half-written', title: { id: '-', en: '-' }, version: 1, enabled: true, priority: 1, examples: [] },
    conditions: (read.data as Record<string, Condition>).conditions!,
    event: { type: 'alert', params: { message: '-' } },
  };
  const inside = (path: string): string | null => /^\/rules\/0(\/conditions(\/.*)?)$/.exec(path)?.[1] ?? null;
  const findings = checkRuleSet({ rules: [rule], conditions: { ...named }, onTie: 'first' });
  return findings.flatMap((finding) => moved(finding, inside) ?? []);
}

/** Where the named conditions themselves cannot be read, that alone is told, and not of every rule that uses one. */
export function withoutUnknownConditions(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ code }) => code !== 'unknown-condition');
}
