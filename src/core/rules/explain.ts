import { assert } from '../units.js';
import { operatorNamed } from './operators.js';
import type { Condition, ConditionTrace, Facts, FactValue, LeafCondition, Rule } from './rule.js';
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

/** How one comparison reads the facts. */
export function traceLeaf({ fact, operator, value: written }: LeafCondition, facts: Facts): ConditionTrace {
  const run = operatorNamed(operator);
  assert(run !== null, `operator ${operator} was checked`);
  const other = factOfValue(written);
  const value = other === null ? written : factIn(facts, other);
  const factValue = factIn(facts, fact);
  return { fact, operator, value, factValue, result: run(factValue, value) };
}

function holds(condition: Condition, named: Named, facts: Facts, traces: ConditionTrace[]): boolean {
  if (isLeaf(condition)) {
    const trace = traceLeaf(condition, facts);
    traces.push(trace);
    return trace.result;
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
