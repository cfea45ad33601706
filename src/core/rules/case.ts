import type { Money } from '../units.js';
import { flipsTo, type Flips } from './flips.js';
import { resolve, type MatchReason } from './resolve.js';
import { resultTrees, type ConditionResult } from './result-tree.js';
import type { EventType, Facts, RuleSet } from './rule.js';
import { scopeOf, type ScopePart } from './scope.js';
import { inFiringOrder } from './tree.js';

/** One rule of the set on one case. */
export interface RuleExplanation {
  name: string;
  title: { id: string; en: string };
  version: number;
  priority: number;
  type: EventType;
  /** Its conditions hold and the case is inside every part of its scope. */
  fires: boolean;
  /** Null: it did not fire. */
  outcome: 'won' | 'lost' | null;
  reason: MatchReason | null;
  scope: ScopePart[];
  conditions: ConditionResult;
  /**
   * What would have to turn: for the rule to fire where it does not (none where only its scope is in the way), for it
   * to stop where it does. Null: no comparison can change it.
   */
  turns: Flips | null;
}

/** Every rule of a set on one product and channel, and who won. */
export interface CaseExplanation {
  /** Names of rules: what proposes a price, what holds the product, what is shown besides. */
  winner: string | null;
  hold: string | null;
  alerts: string[];
  /** In firing order: priority from high to low, then the order of the set. Those that are switched off too. */
  rules: RuleExplanation[];
}

/**
 * Explains every rule of a checked set on one case: fired or not, how each condition was read by json-rules-engine,
 * how far it is from turning, and why who won. A rule fires here exactly where a run fires it (`compileForColumns`).
 *
 * @param facts by dotted name; a missing one is null, and a null channel, category or day is outside a scope that names one
 * @param basePrice on the channel, for ties between cuts given as amounts and cuts in per cent; null: not known
 */
export async function explainCase(set: RuleSet, facts: Facts, basePrice: Money | null): Promise<CaseExplanation> {
  const rules = inFiringOrder(set);
  const trees = await resultTrees(rules, set.conditions, facts);
  const cases = rules.map((rule, index) => {
    const conditions = trees[index] as ConditionResult;
    const scope = scopeOf(rule, facts);
    return { rule, conditions, scope, fires: conditions.result && scope.every(({ holds }) => holds) };
  });
  const fired = cases.filter(({ fires }) => fires).map(({ rule }) => rule);
  const { winner, hold, alerts, matched } = resolve(fired, set.onTie, basePrice);
  const outcomes = new Map(matched.map((each) => [each.name, each]));
  return {
    winner: winner?.name ?? null,
    hold: hold?.name ?? null,
    alerts: alerts.map(({ name }) => name),
    rules: cases.map(({ rule, conditions, scope, fires }) => {
      const match = fires ? outcomes.get(rule.name) : undefined;
      return {
        name: rule.name,
        title: rule.title,
        version: rule.version,
        priority: rule.priority,
        type: rule.event.type,
        fires,
        outcome: match?.outcome ?? null,
        reason: (match?.reason as MatchReason | undefined) ?? null,
        scope,
        conditions,
        turns: flipsTo(conditions, !fires),
      };
    }),
  };
}

/** Comparisons and parts of the scope that keep a rule from firing; Infinity where nothing can change it. 0: it fires. */
export function missingCount({ fires, scope, turns }: RuleExplanation): number {
  if (fires) return 0;
  return turns === null ? Infinity : turns.comparisons.length + scope.filter(({ holds }) => !holds).length;
}
