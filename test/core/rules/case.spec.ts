import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileForColumns, compileForFacts } from '../../../src/core/rules/bulk.js';
import { explainCase, missingCount } from '../../../src/core/rules/case.js';
import { createFactTable, factsOfRow } from '../../../src/core/rules/facts.js';
import { resolve } from '../../../src/core/rules/resolve.js';
import type { Condition, Facts, FactTable, FactValue, Rule, RuleEvent, RuleSet } from '../../../src/core/rules/rule.js';
import { bareRule, leaf, NUMBERS, ruleSet, TEXTS, untypedFacts } from './arbitrary.js';
import { runs } from '../../effort.js';

const OLD: Condition = { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 30 }] };
const FACTS: Facts = { 'stock.ageDaysOldest': 28, 'channel.code': 'shopee', 'calendar.day': '2026-11-22' };

function setOf(...rules: Partial<Rule>[]): RuleSet {
  const whole = rules.map((rule, index): Rule => ({ ...bareRule(OLD), name: `rule-${index}`, ...rule }));
  return { rules: whole, conditions: {}, onTie: 'smallestCut' };
}
const percent = (value: number): RuleEvent => ({ type: 'discount', params: { percent: value } });

describe('explaining every rule on one case', () => {
  it('tells of each rule whether it fires, what is missing, and where the case is outside its scope', async () => {
    const set = setOf(
      {},
      { channels: ['website', 'store'], conditions: { not: OLD } },
      { categories: ['kaos'], validTo: '2026-11-21', enabled: false },
    );
    const { rules, winner } = await explainCase(set, FACTS, null);
    expect(winner).toBeNull();
    expect(rules.map(({ fires, outcome, reason }) => [fires, outcome, reason])).toEqual(
      Array(3).fill([false, null, null]),
    );
    expect(rules.map((rule) => rule.scope.filter(({ holds }) => !holds).map(({ part }) => part))).toEqual([
      [],
      ['channel'],
      ['enabled', 'category', 'validity'],
    ]);
    expect(rules[1]!.scope[1]).toEqual({ part: 'channel', holds: false, value: 'shopee', among: ['website', 'store'] });
    expect(rules[2]!.scope.slice(2)).toEqual([
      { part: 'category', holds: false, value: null, among: ['kaos'] },
      { part: 'validity', holds: false, value: '2026-11-22', from: null, to: '2026-11-21' },
    ]);
    // The first needs 3 days more; the conditions of the second hold; the third is out by three parts and one comparison.
    expect(rules.map(({ turns }) => turns)).toEqual([
      { comparisons: [0], relative: 0.1 },
      { comparisons: [], relative: 0 },
      { comparisons: [0], relative: 0.1 },
    ]);
    expect(rules.map(missingCount)).toEqual([1, 1, 4]);
  });

  it('tells who won and why, and what would make those that fire stop', async () => {
    const rules = [
      { priority: 5, event: percent(10) },
      { priority: 9, event: percent(20) },
      { priority: 9, event: percent(5) },
      { priority: 1, event: { type: 'alert', params: { message: 'look' } } as RuleEvent },
    ];
    const explained = await explainCase(setOf(...rules), { 'stock.ageDaysOldest': 74 }, 100_000);
    expect(explained).toMatchObject({ winner: 'rule-2', hold: null, alerts: ['rule-3'] });
    expect(explained.rules.map(({ name, outcome, reason }) => `${name} ${outcome} ${reason}`)).toEqual([
      'rule-1 lost lost-tie',
      'rule-2 won tie-smallest-cut',
      'rule-0 lost lower-priority',
      'rule-3 won alert-shown-besides',
    ]);
    // 74 > 30 stops at 30, 44 of 74 away
    expect(explained.rules[1]!.turns).toEqual({ comparisons: [0], relative: 44 / 74 });
    expect(explained.rules.map(missingCount)).toEqual([0, 0, 0, 0]);
  });

  it('a hold beats every price', async () => {
    const hold: RuleEvent = { type: 'hold', params: { reason: 'new' } };
    const explained = await explainCase(
      setOf({ priority: 9, event: percent(10) }, { event: hold }),
      { ...FACTS, 'stock.ageDaysOldest': 31 },
      null,
    );
    expect(explained).toMatchObject({ winner: null, hold: 'rule-1' });
    expect(explained.rules.map(({ reason }) => reason)).toEqual(['held', 'hold-beats-all']);
  });

  it('a rule that nothing can make fire is missing more than any other', async () => {
    const { rules } = await explainCase(setOf({ conditions: { not: { all: [] } } }), {}, null);
    expect(rules[0]!.turns).toBeNull();
    expect(missingCount(rules[0]!)).toBe(Infinity);
  });
});

const anyScope = fc.record(
  {
    enabled: fc.constantFrom(true, true, true, false),
    channels: fc.subarray(['shopee', 'abc', '5', ''], { minLength: 1 }),
    categories: fc.subarray(['b', 'shopee', '-3'], { minLength: 1 }),
    validFrom: fc.constantFrom('2026-11-22', '2026-01-01', '2026-11-23'),
    validTo: fc.constantFrom('2026-11-22', '2026-11-21', '2027-01-01'),
  },
  { requiredKeys: ['enabled'] },
);

const scope = fc.oneof(
  fc.constant({}),
  fc.record({ channels: fc.constant(['shopee', 'abc', '5', '']) }),
  fc.record({ categories: fc.constant(['b', '-3', 'shopee']), validFrom: fc.constant('2026-11-22') }),
  anyScope,
);

/** Random rules with a random scope each. */
function scopedSet(factNames: string[], ruleCount: number): fc.Arbitrary<RuleSet> {
  return fc
    .tuple(
      ruleSet(leaf(factNames), { min: ruleCount, max: ruleCount }),
      fc.array(scope, { minLength: ruleCount, maxLength: ruleCount }),
      fc.constantFrom('smallestCut' as const, 'largestCut' as const, 'first' as const),
    )
    .map(([set, scopes, onTie]) => ({
      ...set,
      onTie,
      rules: set.rules.map((rule, index) => ({ ...rule, ...scopes[index], event: percent(10 * (index + 1)) }) as Rule),
    }));
}

const RULES = 5;
const ROWS = 6;
const NAMES = [
  'stock.onHand',
  'channel.price',
  'stock.ageIsAtLeast',
  'channel.code',
  'product.category',
  'calendar.day',
];

async function expectSame(set: RuleSet, facts: Facts, fired: Rule[]): Promise<number> {
  const explained = await explainCase(set, facts, 100_000);
  const found = explained.rules.filter(({ fires }) => fires).map(({ name }) => name);
  expect(found).toEqual(fired.map(({ name }) => name));
  const { winner, matched } = resolve(fired, set.onTie, 100_000);
  expect(explained.winner).toBe(winner?.name ?? null);
  for (const { name, outcome, reason } of matched) {
    expect(explained.rules.find((rule) => rule.name === name)).toMatchObject({ outcome, reason });
  }
  return found.length;
}

describe('a rule fires here exactly where bulk evaluation fires it, its scope included', () => {
  it('on facts of any type', async () => {
    let [pairs, fires] = [0, 0];
    const names = [...NAMES, 'product.tags', 'no.suchFact'];
    // Of any type too, but often enough inside a scope.
    const place = fc.record({
      'channel.code': fc.constantFrom<FactValue>('shopee', 'abc', '', 5, null, ['shopee']),
      'product.category': fc.constantFrom<FactValue>('b', 'shopee', '-3', -3, null),
      'calendar.day': fc.constantFrom<FactValue>('2026-11-22', '2026-11-21', '9', 20_000, null, true),
    });
    const cases = fc
      .tuple(untypedFacts(['stock.onHand', 'channel.price', 'no.suchFact', 'product.tags']), place)
      .map(([facts, where]): Facts => ({ ...facts, ...where }));
    await fc.assert(
      fc.asyncProperty(
        scopedSet(names, RULES),
        fc.array(cases, { minLength: ROWS, maxLength: ROWS }),
        async (set, rows) => {
          const evaluate = compileForFacts(set, 'strict');
          for (const facts of rows) {
            fires += await expectSame(set, facts, evaluate(facts));
            pairs += RULES;
          }
        },
      ),
      { numRuns: runs(100) },
    );
    expect(fires / pairs).toBeGreaterThan(0.03); // scope keeps many of them silent
  });

  it('on columns of typed facts', async () => {
    let [pairs, fires] = [0, 0];
    const column = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
      fc.array(fc.constantFrom(...values), { minLength: ROWS, maxLength: ROWS });
    const tables = fc
      .record({
        onHand: column([...NUMBERS, NaN]),
        price: column([...NUMBERS, NaN]),
        atLeast: column([0, 1, 2]),
        channel: column(['shopee', 'abc', '', null]),
        category: column(['b', 'shopee', null]),
        day: column(['2026-11-22', '2026-11-21', null]),
        tags: fc.array(fc.subarray(TEXTS), { minLength: ROWS, maxLength: ROWS }),
      })
      .map((columns): FactTable => {
        const table = createFactTable(ROWS);
        table.numbers['stock.onHand']!.set(columns.onHand);
        table.numbers['channel.price']!.set(columns.price);
        table.booleans['stock.ageIsAtLeast']!.set(columns.atLeast);
        table.texts['channel.code'] = columns.channel;
        table.texts['product.category'] = columns.category;
        table.texts['calendar.day'] = columns.day;
        table.lists['product.tags'] = columns.tags;
        return table;
      });
    const names = [...NAMES, 'product.tags', 'channel.priceKnown'];
    await fc.assert(
      fc.asyncProperty(scopedSet(names, RULES), tables, async (set, table) => {
        const fired = compileForColumns(set)(table);
        for (let row = 0; row < ROWS; row++) {
          fires += await expectSame(set, factsOfRow(table, row), fired.on(row));
          pairs += RULES;
        }
      }),
      { numRuns: runs(100) },
    );
    expect(fires / pairs).toBeGreaterThan(0.03);
  });
});
