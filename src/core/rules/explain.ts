import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { assert } from '../units.js';
import { DECORATORS, operatorNamed, OPERATORS } from './operators.js';
import type { Condition, ConditionTrace, Facts, FactValue, Rule } from './rule.js';
import { childrenOf, factOfValue, factsReadBy, isLeaf, namedCondition, type Named } from './tree.js';

/** Whether the conditions hold, and how each leaf was read, in document order, through named conditions. */
export interface Explanation {
  fires: boolean;
  conditions: ConditionTrace[];
}

/**
 * Explains a single case by json-rules-engine itself, the authority on what a rule means. Scope is not looked at.
 * Slow (a fresh engine per call: overlapping runs of one engine lose events); `traceRule` says the same faster.
 */
export async function explain(rule: Rule, named: Named, facts: Facts): Promise<Explanation> {
  const engine = new Engine();
  for (const [name, run] of Object.entries(OPERATORS)) engine.addOperator(name, run);
  for (const [name, run] of Object.entries(DECORATORS)) engine.addOperatorDecorator(name, run);
  const expanded = expand(rule.conditions, named);
  engine.addRule({ conditions: expanded as TopLevelCondition, event: { type: 'fires' } });
  const known: Facts = {};
  for (const name of factsReadBy(rule, named)) known[name] = factIn(facts, name);
  const { results, failureResults } = await engine.run(known);
  const result = results[0] ?? failureResults[0];
  assert(result !== undefined, 'one rule gives one result');
  return { fires: results.length === 1, conditions: tracesIn(result.conditions as unknown as EvaluatedCondition) };
}

/** A fact by name; null when it is not among the facts. */
export function factIn(facts: Facts, name: string): FactValue {
  return Object.hasOwn(facts, name) ? (facts[name] ?? null) : null;
}

/**
 * The same without json-rules-engine, for the many cases of a run: every leaf is evaluated, none is skipped.
 * A leaf inside `not` shows its own result, before the `not`.
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

/**
 * A copy with named conditions written out and without `priority`: that only decides which leaves the library
 * skips, and a person wants to see all of them.
 */
function expand(condition: Condition, named: Named): Condition {
  if (isLeaf(condition)) return { fact: condition.fact, operator: condition.operator, value: condition.value };
  if ('condition' in condition) {
    const found = namedCondition(named, condition.condition);
    assert(found !== undefined, `condition ${condition.condition} was checked`);
    return expand(found, named);
  }
  if ('not' in condition) return { not: expand(condition.not, named) };
  const parts = childrenOf(condition).map(({ child }) => expand(child, named));
  return 'all' in condition ? { all: parts } : { any: parts };
}

interface EvaluatedCondition {
  all?: EvaluatedCondition[];
  any?: EvaluatedCondition[];
  not?: EvaluatedCondition;
  fact?: string;
  operator?: string;
  factResult?: FactValue;
  valueResult?: unknown;
  result?: boolean;
}

function tracesIn(condition: EvaluatedCondition): ConditionTrace[] {
  if (condition.fact === undefined) {
    const inside = condition.all ?? condition.any ?? (condition.not ? [condition.not] : []);
    return inside.flatMap(tracesIn);
  }
  const { fact, operator, valueResult, factResult, result } = condition;
  assert(operator !== undefined && result !== undefined, `the engine evaluated ${fact}`);
  return [{ fact, operator, value: valueResult, factValue: factResult ?? null, result }];
}
