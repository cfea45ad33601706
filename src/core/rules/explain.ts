import { assert } from '../units.js';
import { operatorNamed } from './operators.js';
import type { Condition, ConditionTrace, Facts, FactValue, Rule } from './rule.js';
import { childrenOf, factOfValue, isLeaf, namedCondition, type Named } from './tree.js';

/** Whether the conditions hold, and how each leaf was read, in document order, through named conditions. */
export interface Explanation {
  fires: boolean;
  conditions: ConditionTrace[];
}

/** A fact by name; null when it is not among the facts. */
export function factIn(facts: Facts, name: string): FactValue {
  return Object.hasOwn(facts, name) ? (facts[name] ?? null) : null;
}

/**
 * Explains one rule without json-rules-engine, for the many cases of a run: every leaf is evaluated, none is skipped, scope
 * is not looked at. A leaf inside `not` shows its own result, before the `not`. `resultTrees` says more, by
 * json-rules-engine itself.
 */
export function traceRule(rule: Rule, named: Named, facts: Facts): Explanation {
  const conditions: ConditionTrace[] = [];
  const fires = holds(rule.conditions, named, facts, conditions);
  return { fires, conditions };
}

function holds(condition: Condition, named: Named, facts: Facts, traces: ConditionTrace[]): boolean {
  if (isLeaf(condition)) {
    const run = operatorNamed(condition.operator);
    assert(run !== null, `operator ${condition.operator} was checked`);
    const other = factOfValue(condition.value);
    const value = other === null ? condition.value : factIn(facts, other);
    const factValue = factIn(facts, condition.fact);
    const result = run(factValue, value);
    traces.push({ fact: condition.fact, operator: condition.operator, value, factValue, result });
    return result;
  }
  if ('condition' in condition) {
    const found = namedCondition(named, condition.condition);
    assert(found !== undefined, `condition ${condition.condition} was checked`);
    return holds(found, named, facts, traces);
  }
  const results = childrenOf(condition).map(({ child }) => holds(child, named, facts, traces));
  if ('not' in condition) return results[0] !== true;
  if (results.length === 0) return true;
  return 'all' in condition ? results.every((each) => each) : results.some((each) => each);
}
