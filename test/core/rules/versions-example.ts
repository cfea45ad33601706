import fc from 'fast-check';
import type { Rule, RuleSet } from '../../../src/core/rules/rule.js';
import { leaf, ruleSet } from './arbitrary.js';

/** A whole, valid rule. */
export function rule(change: Partial<Rule> = {}): Rule {
  return {
    name: 'old-stock',
    title: { id: 'Stok lama dipotong.', en: 'Old stock is cut.' },
    version: 1,
    enabled: true,
    priority: 310,
    conditions: {
      all: [
        { fact: 'stock.onHand', operator: 'greaterThan', value: 0 },
        { fact: 'stock.ageDaysOldest', operator: 'greaterThanInclusive', value: 31 },
      ],
    },
    event: { type: 'discount', params: { percent: 10 } },
    examples: [
      { facts: { 'stock.onHand': 5, 'stock.ageDaysOldest': 40 }, expect: { type: 'discount' } },
      { facts: { 'stock.onHand': 5, 'stock.ageDaysOldest': 30 }, expect: null },
    ],
    ...change,
  };
}

export function setOf(rules: Rule[], more: Partial<RuleSet> = {}): RuleSet {
  return { rules, conditions: {}, onTie: 'smallestCut', ...more };
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,3})?$/);
const text = fc.oneof(
  fc.constantFrom('a', 'Stok "lama" \\ \u2028 é', '10 %'),
  fc.string({ minLength: 1, maxLength: 20 }),
);
const event = fc.oneof(
  fc.record({
    type: fc.constant('discount' as const),
    params: fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
  }),
  fc.record({
    type: fc.constant('bundle' as const),
    params: fc.record({
      partner: fc.constant('best'),
      optimise: fc.record({
        minPercent: fc.constantFrom(1, 2.5),
        maxPercent: fc.constantFrom(20, 30),
        clearWithinDays: fc.constantFrom(30, 60),
      }),
    }),
  }),
  fc.record({
    type: fc.constant('alert' as const),
    params: fc.record({ message: fc.oneof(text, fc.record({ id: text, en: text })) }),
  }),
  fc.record({ type: fc.constant('restore' as const) }),
) as fc.Arbitrary<Rule['event']>;
const facts = fc.dictionary(
  fc.constantFrom('stock.onHand', 'product.brand', 'calendar.day'),
  fc.constantFrom(1, null, 'x'),
);
const example = fc.record({
  facts,
  expect: fc.constantFrom(null, { type: 'discount' as const }, { type: 'discount' as const, params: { percent: 10 } }),
});
const frame = fc.record(
  {
    title: fc.record({ id: text, en: text }),
    version: fc.constantFrom(1, 2),
    enabled: fc.boolean(),
    priority: fc.constantFrom(1, 5, 310),
    event,
    examples: fc.array(example, { maxLength: 4 }),
    owner: text,
    validFrom: fc.constantFrom('2026-01-01', '2026-02-01'),
    channels: fc.array(fc.constantFrom('shopee', 'store', 'lazada'), { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['title', 'version', 'enabled', 'priority', 'event', 'examples'] },
) as fc.Arbitrary<Omit<Rule, 'name' | 'conditions'>>;

/** JSON has one zero only, and a file of conditions no key that every object has. */
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('"constructor"', '"second"')) as T;

/**
 * Random sets of the shape that files have: 0 to 4 rules of different names, with conditions of every sort that need
 * not make sense. Drawn from few values, so that two sets have much in common.
 */
export const anySet: fc.Arbitrary<RuleSet> = fc
  .tuple(
    ruleSet(leaf(['stock.onHand', 'product.brand', 'product.tags']), { min: 4, max: 4 }),
    fc.uniqueArray(word, { maxLength: 4 }),
    fc.array(frame, { minLength: 4, maxLength: 4 }),
    fc.constantFrom<RuleSet['onTie']>('smallestCut', 'first'),
  )
  .map(([{ rules, conditions }, names, frames, onTie]) =>
    asJson({
      rules: names.map((name, index) => ({ name, ...frames[index]!, conditions: rules[index]!.conditions })),
      conditions,
      onTie,
    }),
  );

/** A set, and what became of it: some rules gone, some new, some changed in places, another order. */
export const twoSets: fc.Arbitrary<[RuleSet, RuleSet]> = fc
  .tuple(anySet, anySet, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }))
  .map(([before, other, dice]) => {
    let at = 0;
    const roll = (sides: number): number => dice[at++ % dice.length]! % sides;
    const kept = before.rules.filter(() => roll(4) > 0);
    const changed = kept.map((each, index) => {
      const donor = other.rules[index];
      if (donor === undefined || roll(3) === 0) return each;
      const mixed = {
        ...each,
        priority: donor.priority,
        examples: [...donor.examples, ...each.examples.slice(roll(2))],
      };
      return roll(2) === 0 ? { ...mixed, conditions: donor.conditions } : { ...mixed, event: donor.event };
    });
    const fresh = other.rules.filter(({ name }) => !before.rules.some((each) => each.name === name));
    const rules = [...changed, ...fresh];
    const first = rules.splice(roll(4), 1);
    const after = { ...other, rules: roll(2) === 0 ? [...rules, ...first] : [...first, ...rules] };
    return [before, asJson(after)];
  });
