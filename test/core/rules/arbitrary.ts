import fc from 'fast-check';
import { Engine, type RuleProperties, type TopLevelCondition } from 'json-rules-engine';
import type { Condition, Facts, FactValue, Rule, RuleSet } from '../../../src/core/rules/rule.js';

/** Random rules, and json-rules-engine 7.3.1 untouched as the judge of what they mean. */

export const NUMBERS = [0, -0, 1, 5, 10, -3, 2.5, 1e9];
export const TEXTS = [
  '',
  '5',
  '10',
  ' 7x',
  '-3',
  'abc',
  'b',
  'shopee',
  '2026-11-22',
  'Infinity',
  'true',
  "'];x",
  '\u2028',
];

const scalar = fc.oneof(
  fc.constantFrom<FactValue>(...NUMBERS),
  fc.constantFrom<FactValue>(...TEXTS),
  fc.constantFrom<FactValue>(null, true, false),
);
const list = fc.array(scalar, { maxLength: 4 });
const longList = fc.array(scalar, { minLength: 9, maxLength: 14 });
const ANY_VALUE = ['equal', 'notEqual', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const CONTAINS = ['contains', 'doesNotContain'];
const LIST_VALUE = ['in', 'notIn'];

/** Where json-rules-engine throws (`in` against null), there is nothing to compare with: those are left out here. */
export function leaf(factNames: string[], listFactNames: string[]): fc.Arbitrary<Condition> {
  const fact = fc.constantFrom(...factNames);
  const reference = fact.map((name) => ({ fact: name }));
  const plain = fc.record({
    fact,
    operator: fc.constantFrom(...ANY_VALUE, ...CONTAINS, ...ANY_VALUE.map((name) => `not:${name}`)),
    value: fc.oneof(
      { weight: 5, arbitrary: scalar },
      { weight: 1, arbitrary: list },
      { weight: 2, arbitrary: reference },
    ),
  });
  const member = fc.record({
    fact,
    operator: fc.constantFrom(...LIST_VALUE, 'not:in', 'someFact:in', 'everyFact:notIn'),
    value: fc.oneof(
      list,
      longList,
      fc.constantFrom<unknown>(...TEXTS),
      fc.constantFrom(...listFactNames).map((name) => ({ fact: name })),
    ),
  });
  const decorated = fc.record({
    fact,
    operator: fc
      .tuple(
        fc.constantFrom('someFact', 'everyFact', 'swap', 'someValue', 'everyValue', 'not:someFact', 'swap:not'),
        fc.constantFrom(...ANY_VALUE, ...CONTAINS),
      )
      .map((parts) => parts.join(':')),
    value: fc.oneof(list, longList),
  });
  return fc.oneof(
    { weight: 6, arbitrary: plain },
    { weight: 3, arbitrary: member },
    { weight: 1, arbitrary: decorated },
  ) as fc.Arbitrary<Condition>;
}

const priority = fc.constantFrom(1, 2, 3, 7);

/** Rule sets with nested all / any / not, condition priorities and named conditions that name each other. */
export function ruleSet(leaves: fc.Arbitrary<Condition>, ruleCount: number): fc.Arbitrary<RuleSet> {
  const tree = (names: string[], maxDepth: number): fc.Arbitrary<Condition> => {
    const own = fc.oneof(
      leaves,
      leaves,
      ...(names.length ? [fc.constantFrom(...names).map((condition) => ({ condition }))] : []),
    );
    const { node } = fc.letrec<{ node: Condition }>((tie) => ({
      node: fc.oneof(
        { maxDepth, depthSize: 'small' },
        { weight: 4, arbitrary: own },
        { weight: 2, arbitrary: fc.record({ all: fc.array(tie('node'), { maxLength: 4 }), priority }) },
        { weight: 2, arbitrary: fc.record({ any: fc.array(tie('node'), { maxLength: 4 }) }) },
        { weight: 1, arbitrary: fc.record({ not: tie('node') }) },
      ),
    }));
    return node;
  };
  const root = (names: string[], maxDepth: number): fc.Arbitrary<Condition> => {
    const inside = fc.array(tree(names, maxDepth), { minLength: 0, maxLength: 4 });
    return fc.oneof(
      { weight: 4, arbitrary: fc.record({ all: inside }) as fc.Arbitrary<Condition> },
      { weight: 3, arbitrary: fc.record({ any: inside }) as fc.Arbitrary<Condition> },
      { weight: 1, arbitrary: tree(names, maxDepth).map((not): Condition => ({ not })) },
      ...(names.length
        ? [{ weight: 1, arbitrary: fc.constantFrom(...names).map((condition): Condition => ({ condition })) }]
        : []),
    );
  };
  const rule = fc.tuple(root(['first', 'second'], 3), priority).map(([conditions, p]): Rule => bareRule(conditions, p));
  return fc.record({
    rules: fc
      .array(rule, { minLength: ruleCount, maxLength: ruleCount })
      .map((rules) => rules.map((each, i) => ({ ...each, name: `rule-${i}` }))),
    conditions: fc.record({ first: root([], 1), second: root(['first'], 1) }) as fc.Arbitrary<RuleSet['conditions']>,
    onTie: fc.constant('first' as const),
  });
}

export function bareRule(conditions: Condition, rulePriority = 1): Rule {
  return {
    name: 'rule',
    title: { id: 'aturan', en: 'rule' },
    version: 1,
    enabled: true,
    priority: rulePriority,
    conditions,
    event: { type: 'restore' },
    examples: [],
  };
}

/** Facts of any type under any name; some are left out. `listNames` always hold a list. */
export function untypedFacts(names: string[], listNames: string[]): fc.Arbitrary<Facts> {
  const value = fc.oneof({ weight: 6, arbitrary: scalar }, { weight: 1, arbitrary: list });
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const name of names) model[name] = value;
  for (const name of listNames) model[name] = list;
  return fc.record(model, { requiredKeys: listNames }) as fc.Arbitrary<Facts>;
}

/** json-rules-engine as it comes, one engine per set; a name that is not among the facts is given as null. */
export function judge(set: RuleSet, factNames: string[]): (facts: Facts) => Promise<string[]> {
  const copy = structuredClone(set); // the library writes into what it is given
  const engine = new Engine();
  for (const [name, condition] of Object.entries(copy.conditions))
    engine.setCondition(name, condition as TopLevelCondition);
  for (const { name, priority, conditions } of copy.rules) {
    engine.addRule({ name, priority, conditions, event: { type: name } } as RuleProperties);
  }
  return async (facts) => {
    const all: Facts = {};
    for (const name of factNames) all[name] = Object.hasOwn(facts, name) ? (facts[name] ?? null) : null;
    const { events } = await engine.run(all);
    return events.map((event) => event.type);
  };
}
