import fc from 'fast-check';
import { FACT_BY_NAME, FACTS } from '../../../src/core/rules/facts.js';
import type {
  Condition,
  Facts,
  FactValue,
  LeafCondition,
  Rule,
  RuleEvent,
  RuleSet,
} from '../../../src/core/rules/rule.js';
import { bareRule } from './arbitrary.js';

/** Random rules over facts as they are declared, and every combination of values that such rules can tell apart. */

export interface Dial {
  fact: string;
  /** What comparisons name. */
  constants: FactValue[];
  /** Values of the fact: each constant, and something on each side of it. Null where the fact may be null. */
  values: FactValue[];
}

const NUMBERS = [1, 3, 4];
/** -1 to 6: below, between, above. */
const WHOLE = [0, 1, 2, 3, 4, 5];
const HALVES = [0, 0.5, 1, 2, 3, 3.5, 4, 9];

export const DIALS: Dial[] = [
  { fact: 'stock.onHand', constants: [...NUMBERS, 3.5], values: [-1, ...WHOLE] },
  { fact: 'stock.ageDaysOldest', constants: [...NUMBERS, 0], values: [...WHOLE, null] },
  { fact: 'stock.ageDaysAverage', constants: NUMBERS, values: [...HALVES, null] },
  { fact: 'channel.discountBp', constants: [0, 1, 10_000, 9_999], values: [0, 1, 2, 9_998, 9_999, 10_000] },
  { fact: 'competitor.lowestPrice', constants: NUMBERS, values: [...WHOLE, null] },
  { fact: 'product.category', constants: ['kaos', 'topi'], values: ['kaos', 'topi', 'tas', null] },
  { fact: 'channel.code', constants: ['shopee', 'lazada'], values: ['shopee', 'lazada', 'store'] },
  { fact: 'stock.ageIsAtLeast', constants: [true, false], values: [true, false] },
  {
    fact: 'calendar.day',
    constants: ['2026-11-10', '2026-11-12'],
    values: ['2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13'],
  },
  { fact: 'product.tags', constants: ['a', 'b'], values: [[], ['a'], ['b'], ['a', 'b']] },
];

const companionOf = (name: string): string | undefined => FACTS.find(({ knownOf }) => knownOf === name)?.name;

/** One comparison that the check finds in order. */
export function typedLeaf(dials: readonly Dial[]): fc.Arbitrary<LeafCondition> {
  return fc.constantFrom(...dials).chain(({ fact: name, constants }): fc.Arbitrary<LeafCondition> => {
    const fact = FACT_BY_NAME.get(name)!;
    const constant = fc.constantFrom(...constants);
    const leaf = (operators: string[], value: fc.Arbitrary<unknown>, of = name): fc.Arbitrary<LeafCondition> =>
      fc.record({
        fact: fc.constant(of),
        operator: fc.constantFrom(...operators),
        value,
      }) as fc.Arbitrary<LeafCondition>;
    if (fact.type === 'list') return leaf(['contains', 'doesNotContain', 'not:contains'], constant);
    const orNull = fact.nullable ? fc.oneof(constant, fc.constant(null)) : constant;
    const options = [
      leaf(['equal', 'notEqual', 'not:equal'], orNull),
      leaf(['in', 'notIn', 'not:in'], fc.array(orNull, { minLength: 1, maxLength: 3 })),
    ];
    const orderings = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive', 'not:greaterThan'];
    if (fact.type === 'number' || fact.unit === 'day')
      options.push(leaf(orderings, constant), leaf(orderings, constant));
    const companion = companionOf(name);
    if (companion !== undefined) options.push(leaf(['equal', 'notEqual'], fc.boolean(), companion));
    return fc.oneof(...options);
  });
}

function typedTree(leaf: fc.Arbitrary<Condition>, named: string[], maxDepth: number): fc.Arbitrary<Condition> {
  const reference = named.map((condition) => ({ condition }));
  const { node } = fc.letrec<{ node: Condition }>((tie) => {
    const some = fc.array(tie('node'), { minLength: 1, maxLength: 4 });
    return {
      node: fc.oneof(
        { maxDepth, depthSize: 'small' },
        { weight: 5, arbitrary: leaf },
        ...(reference.length > 0 ? [{ weight: 1, arbitrary: fc.constantFrom<Condition>(...reference) }] : []),
        { weight: 2, arbitrary: fc.record({ all: some }) as fc.Arbitrary<Condition> },
        { weight: 2, arbitrary: fc.record({ any: some }) as fc.Arbitrary<Condition> },
        { weight: 1, arbitrary: fc.record({ not: tie('node') }) as fc.Arbitrary<Condition> },
      ),
    };
  });
  return node;
}

const event = fc.constantFrom<RuleEvent>(
  { type: 'discount', params: { percent: 10 } },
  { type: 'discount', params: { percent: 20 } },
  { type: 'discount', params: { amount: 5_000 } },
  { type: 'discount', params: { optimise: { minPercent: 5, maxPercent: 30, clearWithinDays: 30 } } },
  { type: 'restore' },
  { type: 'hold', params: { reason: 'x' } },
  { type: 'alert', params: { message: 'x' } },
);

export function typedSet(leaf: fc.Arbitrary<LeafCondition>, ruleCount: number): fc.Arbitrary<RuleSet> {
  const root = (named: string[]): fc.Arbitrary<Condition> => {
    const some = fc.array(typedTree(leaf, named, 2), { minLength: 1, maxLength: 4 });
    return fc.oneof(
      { weight: 3, arbitrary: fc.record({ all: some }) as fc.Arbitrary<Condition> },
      { weight: 1, arbitrary: fc.record({ any: some }) as fc.Arbitrary<Condition> },
      { weight: 1, arbitrary: fc.record({ not: typedTree(leaf, named, 2) }) as fc.Arbitrary<Condition> },
    );
  };
  const rule = fc
    .record({
      conditions: root(['first', 'second']),
      priority: fc.constantFrom(1, 2, 3),
      event,
      enabled: fc.constantFrom(true, true, true, true, false),
      channels: fc.option(fc.constant(['shopee']), { nil: undefined, freq: 4 }),
      categories: fc.option(fc.constant(['kaos', 'topi']), { nil: undefined, freq: 6 }),
      validFrom: fc.option(fc.constant('2026-11-11'), { nil: undefined, freq: 6 }),
    })
    .map(({ conditions, ...frame }): Rule => ({ ...bareRule(conditions), ...frame }) as Rule);
  const rules = fc
    .tuple(fc.array(rule, { minLength: ruleCount, maxLength: ruleCount }), fc.constantFrom('none', 'same', 'other'))
    .map(([drawn, twin]) => {
      const [first] = drawn;
      const { event } = twin === 'same' ? first! : drawn.at(-1)!;
      if (twin !== 'none') drawn[drawn.length - 1] = { ...first!, conditions: rewritten(first!.conditions), event };
      return drawn.map((each, i) => ({ ...each, name: `rule-${i}` }));
    });
  return fc.record({
    rules,
    conditions: fc.record({ first: root([]), second: root(['first']) }) as fc.Arbitrary<RuleSet['conditions']>,
    onTie: fc.constantFrom('first', 'smallestCut', 'largestCut'),
  });
}

/** The same said in another way. */
function rewritten(condition: Condition): Condition {
  if ('all' in condition) return { not: { any: condition.all.map((not) => ({ not: rewritten(not) })).reverse() } };
  if ('any' in condition) return { any: [...condition.any.map(rewritten).reverse(), condition.any[0]!] };
  return { all: [{ not: { not: condition } }] };
}

/** A fact together with its companion. */
export function withCompanions(facts: Facts): Facts {
  const all: Facts = { ...facts };
  for (const [name, value] of Object.entries(facts)) {
    const companion = companionOf(name);
    if (companion !== undefined) all[companion] = value !== null;
  }
  return all;
}

/** Every combination of the dials' values. */
export function grid(dials: readonly Dial[]): Facts[] {
  const rows = dials.reduce<Facts[]>(
    (rows, { fact, values }) => rows.flatMap((row) => values.map((value) => ({ ...row, [fact]: value }))),
    [{}],
  );
  return rows.map(withCompanions);
}

/** The set with each rule's scope written into its conditions, which is all that json-rules-engine knows of. */
export function scopeWrittenOut(set: RuleSet): RuleSet {
  const rules = set.rules.map((rule): Rule => {
    const scope: LeafCondition[] = [];
    if (rule.channels) scope.push({ fact: 'channel.code', operator: 'in', value: rule.channels });
    if (rule.categories) scope.push({ fact: 'product.category', operator: 'in', value: rule.categories });
    if (rule.validFrom) {
      scope.push({ fact: 'calendar.day', operator: 'greaterThanInclusive', value: rule.validFrom });
    }
    return { ...rule, conditions: { all: [rule.conditions, ...scope] } };
  });
  return { ...set, rules };
}
