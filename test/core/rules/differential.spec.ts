import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileForColumns, compileForFacts } from '../../../src/core/rules/bulk.js';
import { createFactTable } from '../../../src/core/rules/facts.js';
import type { Condition, Facts, FactTable, FactValue, Rule, RuleSet } from '../../../src/core/rules/rule.js';
import { bareRule, judge, leaf, NUMBERS, ruleSet, SCOPE_FACTS, TEXTS, untypedFacts, wildLeaf } from './arbitrary.js';
import { runs } from '../../effort.js';

/**
 * The bulk evaluators against json-rules-engine itself: 200,000 pairs of rule and facts, half of them each. A failure prints the
 * seed and the smallest case that fast-check finds: rules and rows are drawn one by one, so that it may leave any out.
 */
const PAIRS_MIN = runs(100_000);
const ROWS_MAX = 80;
const TIMEOUT = { timeout: 1_200_000 };
/** The time limit is one for making a failure small, so that it is shown at all; no run takes nearly as long. */
const EFFORT = { numRuns: runs(270), interruptAfterTimeLimit: 600_000 };

const names = (rules: Rule[]): string[] => rules.map((rule) => rule.name);

/** Most sets fit one generated function, some are cut into several (32 rules each at most); some make the library throw. */
const ruleSets = (factNames: string[]): fc.Arbitrary<RuleSet> =>
  fc.oneof(
    { weight: 16, arbitrary: ruleSet(leaf(factNames), { min: 1, max: 24 }) },
    { weight: 2, arbitrary: ruleSet(leaf(factNames), { min: 1, max: 80 }) },
    { weight: 1, arbitrary: ruleSet(wildLeaf(factNames), { min: 1, max: 8 }) },
  );

/** Neither all nor nothing may fire, or the comparison would be empty. */
class Tally {
  pairs = 0;
  fires = 0;
  untouched = 0;
  add(rules: number, fires: number, isUntouched: boolean): void {
    this.pairs += rules;
    this.fires += fires;
    if (isUntouched) this.untouched += rules;
  }
  check(): void {
    expect(this.untouched).toBeGreaterThanOrEqual(PAIRS_MIN);
    expect(this.pairs).toBeGreaterThan(this.untouched + 150); // and some at which the library throws
    expect(this.fires / this.pairs).toBeGreaterThan(0.1);
    expect(this.fires / this.pairs).toBeLessThan(0.9);
  }
}

it('rules on plain facts of any type fire exactly where json-rules-engine fires them', TIMEOUT, async () => {
  const factNames = ['a', 'b', 'stock.onHand', 'product.tags', 'constructor', ...SCOPE_FACTS];
  const tally = new Tally();
  await fc.assert(
    fc.asyncProperty(
      ruleSets(factNames),
      fc.array(untypedFacts(factNames), { minLength: 1, maxLength: ROWS_MAX, size: 'max' }),
      fc.constantFrom('strict' as const, 'whereGiven' as const),
      async (set, rows, mode) => {
        const evaluate = compileForFacts(set, mode);
        const verdictOn = judge(set, factNames, mode);
        for (const facts of rows) {
          const { fired, isUntouched } = await verdictOn(facts);
          expect(names(evaluate(facts))).toEqual(fired);
          tally.add(set.rules.length, fired.length, isUntouched);
        }
      },
    ),
    EFFORT,
  );
  tally.check();
});

const NUMBER_FACTS = ['stock.onHand', 'channel.price', 'product.cost', 'competitor.lowestPrice'];
const BOOLEAN_FACTS = ['stock.ageIsAtLeast', 'demand.elasticityIsPrior'];
const TEXT_FACTS = [...SCOPE_FACTS, 'pair.bestSku'];
const LIST_FACT = 'product.tags';
/** Companions and what they speak of; they have no column. */
const KNOWN = {
  'product.costKnown': 'product.cost',
  'competitor.known': 'competitor.lowestPrice',
  'product.categoryKnown': 'product.category',
  'pair.known': 'pair.bestSku',
};
const UNKNOWN_FACT = 'no.suchFact';
const STORED = [...NUMBER_FACTS, ...BOOLEAN_FACTS, ...TEXT_FACTS, LIST_FACT];

const typedFacts: fc.Arbitrary<Facts> = fc
  .record({
    ...Object.fromEntries(NUMBER_FACTS.map((name) => [name, fc.constantFrom<FactValue>(...NUMBERS, null, null)])),
    ...Object.fromEntries(BOOLEAN_FACTS.map((name) => [name, fc.constantFrom<FactValue>(true, false, null)])),
    ...Object.fromEntries(TEXT_FACTS.map((name) => [name, fc.constantFrom<FactValue>(...TEXTS, null, null)])),
    [LIST_FACT]: fc.option(fc.array(fc.constantFrom(...TEXTS), { maxLength: 4 }), { freq: 8 }),
  })
  .map((facts) => {
    const known = Object.entries(KNOWN).map(([name, base]) => [name, (facts as Facts)[base] !== null]);
    return { ...facts, ...Object.fromEntries(known) } as Facts;
  });

function tableOf(rows: Facts[]): FactTable {
  const table = createFactTable(rows.length);
  rows.forEach((facts, row) => {
    for (const name of NUMBER_FACTS) table.numbers[name]![row] = (facts[name] as number | null) ?? NaN;
    for (const name of BOOLEAN_FACTS) table.booleans[name]![row] = facts[name] === null ? 2 : Number(facts[name]);
    for (const name of TEXT_FACTS) table.texts[name]![row] = facts[name] as string | null;
    table.lists[LIST_FACT]![row] = facts[LIST_FACT] as string[] | null;
  });
  return table;
}

it('rules on columns of typed facts fire exactly where json-rules-engine fires them', TIMEOUT, async () => {
  const factNames = [...STORED, ...Object.keys(KNOWN), UNKNOWN_FACT];
  const tally = new Tally();
  await fc.assert(
    fc.asyncProperty(
      ruleSets(factNames),
      fc.array(typedFacts, { minLength: 1, maxLength: ROWS_MAX, size: 'max' }),
      async (set, rows) => {
        const fired = compileForColumns(set)(tableOf(rows));
        const evaluate = compileForFacts(set, 'strict');
        const verdictOn = judge(set, factNames, 'strict');
        for (const [row, facts] of rows.entries()) {
          const want = await verdictOn(facts);
          expect(names(fired.on(row))).toEqual(want.fired);
          expect(names(evaluate(facts))).toEqual(want.fired);
          expect(fired.any(row)).toBe(want.fired.length > 0);
          tally.add(set.rules.length, want.fired.length, want.isUntouched);
        }
      },
    ),
    EFFORT,
  );
  tally.check();
});

it('a set that is cut into many chunks keeps every rule on its own bit', () => {
  const rules = Array.from({ length: 100 }, (_, index) => ({
    ...bareRule({ all: [{ fact: 'stock.onHand', operator: 'equal', value: index }] }, 1 + (index % 3)),
    name: `rule-${index}`,
  }));
  const table = createFactTable(100);
  for (let row = 0; row < 100; row++) table.numbers['stock.onHand']!.fill(row, row, row + 1);
  const fired = compileForColumns({ rules, conditions: {}, onTie: 'first' })(table);
  const evaluate = compileForFacts({ rules, conditions: {}, onTie: 'first' }, 'strict');
  for (let row = 0; row < 100; row++) {
    expect(names(fired.on(row))).toEqual([`rule-${row}`]);
    expect(names(evaluate({ 'stock.onHand': row }))).toEqual([`rule-${row}`]);
  }
});

it('on columns, what is not known is outside a scope that asks for it', () => {
  const always: Condition = { any: [] };
  const scoped = (name: string, scope: Partial<Rule>): Rule => ({ ...bareRule(always), name, ...scope });
  const rules = [
    scoped('channel', { channels: ['shopee', 'lazada'] }),
    scoped('category', { categories: ['kaos'] }),
    scoped('from', { validFrom: '2026-11-22' }),
    scoped('to', { validTo: '2026-11-22' }),
    scoped('off', { enabled: false }),
  ];
  const table = createFactTable(4);
  table.texts['channel.code'] = ['lazada', 'store', null, 'shopee'];
  table.texts['product.category'] = ['kaos', null, 'Kaos', 'kaos'];
  table.texts['calendar.day'] = ['2026-11-22', '2026-11-21', null, '2026-11-23'];
  const fired = compileForColumns({ rules, conditions: {}, onTie: 'first' })(table);
  expect([0, 1, 2, 3].map((row) => names(fired.on(row)))).toEqual([
    ['channel', 'category', 'from', 'to'],
    ['to'],
    [],
    ['channel', 'category', 'from'],
  ]);
});
