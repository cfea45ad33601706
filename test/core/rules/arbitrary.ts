import fc from 'fast-check';
import { Engine, type RuleProperties, type TopLevelCondition } from 'json-rules-engine';
import type { ScopeMode } from '../../../src/core/rules/generate.js';
import type { Condition, Facts, FactValue, Rule, RuleSet } from '../../../src/core/rules/rule.js';

/** Random rules, and json-rules-engine 7.3.1 untouched as the judge of what they mean. */

export const NUMBERS = [0, -0, 1, 5, 10, -3, 2.5, 1e9, 9007199254740992, 5e-324, Infinity, -Infinity];
export const TEXTS = [
  '',
  ' ',
  '5',
  '05',
  '10',
  ' 7x',
  '-3',
  '1e1',
  '0x10',
  'NaN',
  '-Infinity',
  'abc',
  'b',
  'shopee',
  '2026-11-22',
  '2026-11-23',
  'true',
  'null',
  '__proto__',
  "'];x",
  '\u2028',
  '\ud800',
];
const CODES = ['shopee', 'b', '5', '2026-11-22'];
const DAYS = ['2026-11-21', '2026-11-22', '2026-11-23'];

const scalar = fc.oneof(
  fc.constantFrom<FactValue>(...NUMBERS),
  fc.constantFrom<FactValue>(...TEXTS),
  fc.constantFrom<FactValue>(null, true, false),
);
const list = fc.array(scalar, { maxLength: 4 });
const longList = fc.array(scalar, { minLength: 9, maxLength: 14 });
const SINGLE = ['equal', 'notEqual', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const CONTAINS = ['contains', 'doesNotContain'];
const AMONG = ['in', 'notIn'];
const ALL_OPERATORS = [...SINGLE, ...CONTAINS, ...AMONG];
const DECORATORS = ['someFact', 'everyFact', 'someValue', 'everyValue', 'swap', 'not'];

const priority = fc.constantFrom(1, 2, 3, 7);
const optionalPriority = fc.option(priority, { nil: undefined, freq: 3 });

const operators = (names: string[], decorators: fc.Arbitrary<string[]>): fc.Arbitrary<string> =>
  fc.tuple(decorators, fc.constantFrom(...names)).map(([before, name]) => [...before, name].join(':'));
const sometimesNot = fc.constantFrom<string[]>([], [], ['not'], ['not', 'not']);
const around = (...names: string[]): fc.Arbitrary<string[]> =>
  fc.tuple(sometimesNot, fc.constantFrom(...names), sometimesNot).map(([a, name, b]) => [...a, name, ...b]);

function comparison(
  factNames: string[],
  operator: fc.Arbitrary<string>,
  value: fc.Arbitrary<unknown>,
): fc.Arbitrary<Condition> {
  return fc
    .record({ fact: fc.constantFrom(...factNames), operator, value, priority: optionalPriority })
    .map(({ priority: p, ...rest }) => (p === undefined ? rest : { ...rest, priority: p }) as Condition);
}

/** A comparison of any operator, decorated or not, at which json-rules-engine does not throw, whatever the facts are. */
export function leaf(factNames: string[]): fc.Arbitrary<Condition> {
  const reference = fc.constantFrom(...factNames).map((name) => ({ fact: name }));
  const anything = fc.oneof(
    { weight: 5, arbitrary: scalar },
    { weight: 1, arbitrary: list },
    { weight: 3, arbitrary: reference },
  );
  const lists = fc.oneof(list, longList);
  const of = (operator: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>): fc.Arbitrary<Condition> =>
    comparison(factNames, operator, value);
  return fc.oneof(
    { weight: 12, arbitrary: of(operators([...SINGLE, ...CONTAINS], sometimesNot), anything) },
    { weight: 5, arbitrary: of(operators(AMONG, sometimesNot), fc.oneof(lists, lists, fc.constantFrom(...TEXTS))) },
    {
      weight: 1,
      arbitrary: of(operators([...SINGLE, ...CONTAINS], around('someFact', 'everyFact', 'swap')), anything),
    },
    { weight: 1, arbitrary: of(operators([...SINGLE, ...CONTAINS], around('someValue', 'everyValue')), lists) },
    { weight: 1, arbitrary: of(operators(AMONG, around('someFact', 'everyFact')), lists) },
  );
}

/** A comparison of any operator and up to three decorators with any value: json-rules-engine throws at many. */
export function wildLeaf(factNames: string[]): fc.Arbitrary<Condition> {
  const reference = fc.constantFrom(...factNames).map((name) => ({ fact: name }));
  const decorators = fc.array(fc.constantFrom(...DECORATORS), { maxLength: 3 });
  return comparison(factNames, operators(ALL_OPERATORS, decorators), fc.oneof(list, longList, scalar, reference));
}

/** Rule sets with nested all / any / not, condition priorities, scopes and named conditions that name each other. */
export function ruleSet(leaves: fc.Arbitrary<Condition>, rules: { min: number; max: number }): fc.Arbitrary<RuleSet> {
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
  const rule = fc
    .record({
      conditions: root(['first', 'constructor'], 3),
      priority,
      scope,
      enabled: fc.constantFrom(true, true, true, false),
    }) // prettier-ignore
    .map(({ conditions, priority: p, scope: s, enabled }): Rule => ({ ...bareRule(conditions, p), ...s, enabled }));
  return fc.record({
    rules: fc
      .array(rule, { minLength: rules.min, maxLength: rules.max, size: 'max' })
      .map((drawn) => drawn.map((each, i) => ({ ...each, name: `rule-${i}` }))),
    conditions: fc
      .tuple(root([], 1), root(['first'], 1))
      .map(([first, second]) => ({ first, constructor: second }) as unknown as RuleSet['conditions']),
    onTie: fc.constant('first' as const),
  });
}

/** Mostly everywhere and always. */
const scope: fc.Arbitrary<Partial<Rule>> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        channels: fc.subarray(CODES, { minLength: 1 }),
        categories: fc.subarray(CODES, { minLength: 1 }),
        validFrom: fc.constantFrom(...DAYS),
        validTo: fc.constantFrom(...DAYS),
      },
      { requiredKeys: [] },
    ),
  },
);
export const SCOPE_FACTS = ['channel.code', 'product.category', 'calendar.day'];

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

/** Facts of any type under any name; some are left out. */
export function untypedFacts(names: string[]): fc.Arbitrary<Facts> {
  const value = fc.oneof({ weight: 6, arbitrary: scalar }, { weight: 1, arbitrary: list });
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const name of names) model[name] = value;
  return fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Facts>;
}

export interface Verdict {
  /** Names of the rules that fire: by priority from high to low, equal ones in the order of the set. */
  fired: string[];
  /** Whether json-rules-engine as it comes said so; else one whose operators say false where they would throw. */
  isUntouched: boolean;
}

/**
 * json-rules-engine on a set with its scopes written out as conditions, one engine per set. A name that is not among
 * the facts is given as null.
 */
export function judge(set: RuleSet, factNames: string[], mode: ScopeMode): (facts: Facts) => Promise<Verdict> {
  const untouched = engineOf(set, mode, new Engine());
  const forgiving = engineOf(set, mode, forgivingEngine());
  const order = new Map(
    set.rules
      .map(({ name, priority: p }, index) => ({ name, key: [-p, index] as const }))
      .sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1])
      .map(({ name }, place) => [name, place]),
  );
  const verdict = async (engine: Engine, facts: Facts): Promise<string[]> => {
    const { events } = await engine.run(facts);
    return events.map((event) => event.type).sort((a, b) => order.get(a)! - order.get(b)!);
  };
  return async (facts) => {
    const all: Facts = {};
    for (const name of factNames) all[name] = Object.hasOwn(facts, name) ? (facts[name] ?? null) : null;
    try {
      return { fired: await verdict(untouched, all), isUntouched: true };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await new Promise(setImmediate); // what the broken run left behind must not meet the next one
      return { fired: await verdict(forgiving, all), isUntouched: false };
    }
  };
}

function engineOf(set: RuleSet, mode: ScopeMode, engine: Engine): Engine {
  const copy = structuredClone(set); // the library writes into what it is given
  for (const [name, condition] of Object.entries(copy.conditions))
    engine.setCondition(name, condition as TopLevelCondition);
  for (const rule of copy.rules) {
    if (!rule.enabled) continue;
    const conditions = { all: [rule.conditions, ...scopeConditions(rule, mode)] };
    engine.addRule({ name: rule.name, priority: rule.priority, conditions, event: { type: rule.name } } as RuleProperties); // prettier-ignore
  }
  return engine;
}

function scopeConditions({ channels, categories, validFrom, validTo }: Rule, mode: ScopeMode): Condition[] {
  const parts: Condition[] = [];
  const add = (fact: string, operator: string, value: string | string[] | undefined): void => {
    if (value === undefined) return;
    const inside: Condition = { fact, operator, value };
    const notGiven: Condition = { fact, operator: 'equal', value: null };
    parts.push(mode === 'strict' ? inside : { any: [notGiven, inside] });
  };
  add('channel.code', 'in', channels);
  add('product.category', 'in', categories);
  add('calendar.day', 'greaterThanInclusive', validFrom);
  add('calendar.day', 'lessThanInclusive', validTo);
  return parts;
}

/** What json-rules-engine keeps inside an engine and does not declare. */
interface OwnOperators {
  operators: Map<string, { evaluate(a: unknown, b: unknown): boolean }>;
  decorators: Map<
    string,
    {
      cb(a: unknown, b: unknown, next: (a: unknown, b: unknown) => boolean): boolean;
      factValueValidator(a: unknown): boolean;
    }
  >;
}

/** The library's own operators and decorators, each of them false where it throws. */
function forgivingEngine(): Engine {
  const engine = new Engine();
  const own = (engine as unknown as { operators: OwnOperators }).operators;
  const tried = (run: () => boolean): boolean => {
    try {
      return run();
    } catch {
      return false;
    }
  };
  for (const [name, operator] of [...own.operators])
    engine.addOperator(name, (a: unknown, b: unknown) => tried(() => operator.evaluate(a, b)));
  for (const [name, decorator] of [...own.decorators]) {
    engine.addOperatorDecorator(
      name,
      (a: unknown, b: unknown, next: (a: unknown, b: unknown) => boolean) =>
        decorator.factValueValidator(a) && tried(() => decorator.cb(a, b, next)),
    );
  }
  return engine;
}
