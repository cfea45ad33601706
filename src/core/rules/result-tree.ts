import { Engine, type TopLevelCondition } from 'json-rules-engine';
import { assert } from '../units.js';
import { turnOf, type Turn } from './distance.js';
import { factIn } from './explain.js';
import { DECORATORS, OPERATORS } from './operators.js';
import { relationOf, type Relation } from './relation.js';
import type { Condition, Facts, FactValue, LeafCondition, Rule } from './rule.js';
import { childrenOf, factOfValue, factsReadBy, isLeaf, namedCondition, type Named } from './tree.js';

/** One comparison as json-rules-engine read it. */
export interface ComparisonResult {
  kind: 'comparison';
  /** The author's label. */
  name: string | null;
  /** Its place among the rule's comparisons in document order, named conditions written out; from 0, as in `traceRule`. */
  at: number;
  fact: string;
  factValue: FactValue;
  operator: string;
  /** The value compared with, after fact-to-fact look-up. */
  value: unknown;
  /** Where the value is another fact's: its name. */
  valueFact: string | null;
  /** The comparison's own, before any `not` around it. */
  result: boolean;
  /** The result that lets the rule fire: false inside one `not`, true inside two. */
  wanted: boolean;
  asks: Relation;
  turn: Turn;
}

/** Conditions in a group; `not` and a named condition have one part. */
export interface GroupResult {
  kind: 'all' | 'any' | 'not' | 'named';
  /** Of a named condition its name, else the author's label. */
  name: string | null;
  result: boolean;
  wanted: boolean;
  parts: ConditionResult[];
}
export type ConditionResult = ComparisonResult | GroupResult;

/**
 * The result trees of many rules on one case, by json-rules-engine itself, the authority on what a rule means: one tree per
 * rule, in the order given. Every comparison has its result and named conditions stay in view. Scope is not looked at.
 *
 * The engine is a fresh one per call and runs once: overlapping runs of one engine lose events. All its rules and
 * conditions have the same priority, for the library skips conditions of a lower one as soon as the outcome is clear,
 * and a person wants to see them all.
 */
export async function resultTrees(rules: readonly Rule[], named: Named, facts: Facts): Promise<ConditionResult[]> {
  const engine = new Engine();
  for (const [name, run] of Object.entries(OPERATORS)) engine.addOperator(name, run);
  for (const [name, run] of Object.entries(DECORATORS)) engine.addOperatorDecorator(name, run);
  for (const [name, condition] of Object.entries(named))
    engine.setCondition(name, plain(condition) as TopLevelCondition);
  // An ordinary object would take a fact called `__proto__` for its prototype.
  const known = Object.create(null) as Facts;
  rules.forEach((rule, index) => {
    // By number: results come in the order of completion.
    const conditions = plain(rule.conditions) as TopLevelCondition;
    engine.addRule({ name: String(index), conditions, event: { type: 'fires' } });
    for (const name of factsReadBy(rule, named)) known[name] = factIn(facts, name);
  });
  const { results, failureResults } = await engine.run(known);
  const byIndex = new Map([...results, ...failureResults].map((result) => [result.name, result]));
  return rules.map((rule, index) => {
    const found = byIndex.get(String(index));
    assert(found !== undefined && typeof found.result === 'boolean', `rule ${rule.name} has a result`);
    const evaluated = { ...(found.conditions as unknown as Evaluated), result: found.result };
    return nodeOf(rule.conditions, evaluated, true, { named, comparisons: 0 });
  });
}

/** A copy without priorities and labels: the library writes into what it is given. */
function plain(condition: Condition): Condition {
  if (isLeaf(condition)) return { fact: condition.fact, operator: condition.operator, value: condition.value };
  if ('condition' in condition) return { condition: condition.condition };
  if ('not' in condition) return { not: plain(condition.not) };
  const parts = childrenOf(condition).map(({ child }) => plain(child));
  return 'all' in condition ? { all: parts } : { any: parts };
}

/** What the library leaves in a condition that it has evaluated; a reference has become what it names. */
interface Evaluated {
  all?: Evaluated[];
  any?: Evaluated[];
  not?: Evaluated;
  factResult?: FactValue;
  valueResult?: unknown;
  result?: boolean;
}

interface Walk {
  named: Named;
  comparisons: number;
}

function nodeOf(source: Condition, evaluated: Evaluated, wanted: boolean, walk: Walk): ConditionResult {
  if (isLeaf(source)) return comparisonOf(source, evaluated, wanted, walk.comparisons++);
  const { result } = evaluated;
  assert(result !== undefined, 'the engine evaluated every condition');
  if ('condition' in source) {
    const target = namedCondition(walk.named, source.condition);
    assert(target !== undefined, `condition ${source.condition} was checked`);
    const parts = [nodeOf(target, evaluated, wanted, walk)];
    return { kind: 'named', name: source.condition, result, wanted, parts };
  }
  const kind = 'not' in source ? 'not' : 'all' in source ? 'all' : 'any';
  const inside = evaluated.not === undefined ? (evaluated.all ?? evaluated.any ?? []) : [evaluated.not];
  const parts = childrenOf(source).map(({ child }, index) => {
    const part = inside[index];
    assert(part !== undefined, 'the result has the shape of the rule');
    return nodeOf(child, part, kind === 'not' ? !wanted : wanted, walk);
  });
  return { kind, name: source.name ?? null, result, wanted, parts };
}

function comparisonOf(source: LeafCondition, evaluated: Evaluated, wanted: boolean, at: number): ComparisonResult {
  const { fact, operator } = source;
  const { valueResult: value, factResult, result } = evaluated;
  assert(result !== undefined, `the engine evaluated ${fact}`);
  const factValue = factResult ?? null;
  const asks = relationOf(operator, factValue, value);
  const turn = turnOf(fact, factValue, asks, value, result);
  const [name, valueFact] = [source.name ?? null, factOfValue(source.value)];
  return { kind: 'comparison', name, at, fact, factValue, operator, value, valueFact, result, wanted, asks, turn };
}
