import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFactTable } from '../../../src/core/rules/facts.js';
import type { Finding } from '../../../src/core/rules/finding.js';
import { checkOnFacts } from '../../../src/core/rules/run-check.js';
import type { Condition, FactTable, FactValue, Rule, RuleEvent, RuleSet } from '../../../src/core/rules/rule.js';
import { bareRule } from './arbitrary.js';

type Row = Record<string, FactValue>;

/** A table of rows; what a row does not name is as for a product of no interest. */
function tableOf(...rows: Row[]): FactTable {
  const table = createFactTable(rows.length);
  rows.forEach((given, row) => {
    const facts: Row = {
      'stock.onHand': 10,
      'stock.staleUnits': 0,
      'stock.staleValue': 0,
      'channel.code': 'store',
      ...given,
    };
    for (const [name, value] of Object.entries(facts)) {
      if (name in table.numbers) table.numbers[name]![row] = (value as number | null) ?? NaN;
      else if (name in table.booleans) table.booleans[name]![row] = value === null ? 2 : Number(value);
      else if (name in table.texts) table.texts[name]![row] = value as string | null;
      else table.lists[name]![row] = value as string[] | null;
    }
  });
  return table;
}

const leaf = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value }) as Condition;
const OLD = leaf('stock.ageDaysOldest', 'greaterThan', 60);
const cut = (percent: number): RuleEvent => ({ type: 'discount', params: { percent } });
const rule = (name: string, priority: number, ...all: Condition[]): Rule => ({
  ...bareRule({ all }, priority),
  name,
  event: cut(priority),
});
const setOf = (...rules: Rule[]): RuleSet => ({ rules, conditions: {}, onTie: 'smallestCut' });
const only = (code: string, findings: Finding[]): Finding[] => findings.filter((each) => each.code === code);

const aged = (sku: string, ageDays: number | null, more: Row = {}): Row => ({
  'product.sku': sku,
  'stock.ageDaysOldest': ageDays,
  ...more,
});
const stale = (sku: string, ageDays: number, staleValue: number | null, category: string | null, more: Row = {}): Row =>
  aged(sku, ageDays, { 'stock.staleUnits': 3, 'stock.staleValue': staleValue, 'product.category': category, ...more });

describe('stale products that no rule reaches', () => {
  const set = setOf(rule('old', 5, OLD));

  it('are counted once however many channels they are on, with their value, by category, the five dearest named', () => {
    const rows = [
      stale('A', 40, 100, 'kaos', { 'channel.code': 'shopee' }),
      stale('A', 40, 100, 'kaos', { 'channel.code': 'store' }),
      stale('B', 50, 900, 'kaos'),
      stale('C', 50, 30, null),
      stale('D', 50, 40, 'topi'),
      stale('E', 50, 50, 'topi'),
      stale('F', 50, null, 'topi'),
      stale('reached', 61, 5_000, 'kaos'),
      aged('fresh', 3),
    ];
    const [gap, ...others] = only('gap', checkOnFacts(set, [tableOf(...rows)]));
    expect(others).toEqual([]);
    // A 100 + B 900 = 1,000; D 40 + E 50 + F unknown = 90; C 30
    expect(gap).toMatchObject({
      severity: 'warning',
      basis: 'empirical',
      path: '',
      values: {
        products: 6,
        staleValue: 1120,
        categories: [
          { category: 'kaos', products: 2, staleValue: 1000 },
          { category: 'topi', products: 3, staleValue: 90 },
          { category: null, products: 1, staleValue: 30 },
        ],
      },
    });
    const { dearest } = gap!.values as { dearest: { sku: string }[] };
    expect(dearest.map(({ sku }) => sku)).toEqual(['B', 'A', 'E', 'D', 'C']);
    expect(gap!.message).toContain('6 stale products are reached by no rule on any channel, worth 1120 at cost');
  });

  it('are reached when a rule fires on one of their channels, even in the next table', () => {
    const shopee = { ...rule('shopee', 5, leaf('stock.staleUnits', 'greaterThan', 0)), channels: ['shopee'] };
    const first = stale('A', 40, 100, 'kaos', { 'channel.code': 'store' });
    const second = stale('A', 40, 100, 'kaos', { 'channel.code': 'shopee' });
    expect(only('gap', checkOnFacts(setOf(shopee), [tableOf(first), tableOf(second)]))).toEqual([]);
    expect(only('gap', checkOnFacts(setOf(shopee), [tableOf(first)]))).toHaveLength(1);
  });

  it('are none where nothing is on hand', () => {
    const row = stale('A', 40, 100, 'kaos', { 'stock.onHand': 0 });
    expect(only('gap', checkOnFacts(set, [tableOf(row)]))).toEqual([]);
  });
});

describe('rules in a run', () => {
  it('that fired nowhere are told with the comparisons that held nowhere', () => {
    const set = setOf(rule('old', 5, OLD, leaf('channel.discountBp', 'greaterThan', 0)));
    const tables = [tableOf(aged('A', 70, { 'channel.discountBp': 0 }), aged('B', 5, { 'channel.discountBp': 0 }))];
    expect(checkOnFacts(set, tables)).toEqual([
      {
        severity: 'warning',
        basis: 'empirical',
        path: '/rules/0',
        code: 'never-fired',
        message:
          'old fired on none of the 2 products and channels of the last run. channel.discountBp greaterThan 0 held nowhere.',
        mend: 'Look at what its conditions ask for, or keep it for times to come.',
        values: {
          rule: 'old',
          rows: 2,
          neverHeld: [{ path: '/rules/0/conditions/all/1', what: 'channel.discountBp greaterThan 0' }],
        },
        related: [{ path: '/rules/0/conditions/all/1', what: 'channel.discountBp greaterThan 0' }],
      },
    ]);
  });

  it('that fired and lost each time are told with who won', () => {
    const set = setOf(
      rule('weak', 1, OLD),
      rule('strong', 9, OLD),
      rule('hold', 2, leaf('stock.ageDaysOldest', 'greaterThan', 80)),
    );
    set.rules[2]!.event = { type: 'hold', params: { reason: 'x' } };
    const tables = [tableOf(aged('A', 70), aged('B', 70), aged('C', 90), aged('D', 1))];
    expect(only('always-beaten', checkOnFacts(set, tables))).toMatchObject([
      {
        path: '/rules/0',
        message: 'weak fired 3 times in the last run and lost each time: to strong (2), hold (1).',
        values: {
          rule: 'weak',
          fired: 3,
          lostTo: [
            { rule: 'strong', times: 2 },
            { rule: 'hold', times: 1 },
          ],
        },
      },
    ]);
  });

  it('are left alone when they are disabled, when they are alerts, and when nothing was run', () => {
    const alert: Rule = { ...rule('alert', 1, OLD), event: { type: 'alert', params: { message: 'x' } } };
    const set = setOf(alert, rule('strong', 9, OLD), { ...rule('off', 9, OLD), enabled: false });
    expect(checkOnFacts(set, [tableOf(aged('A', 70), aged('B', 5))])).toEqual([]);
    expect(checkOnFacts(set, [])).toEqual([]);
    expect(checkOnFacts(set, [createFactTable(0)])).toEqual([]);
  });
});

describe('comparisons in a run', () => {
  it('that held for every row are told once, with every place', () => {
    const onHand = leaf('stock.onHand', 'greaterThan', 0);
    const set = setOf(
      rule('old', 5, OLD, onHand),
      rule('older', 9, leaf('stock.ageDaysOldest', 'greaterThan', 90), onHand),
    );
    const tables = [tableOf(aged('A', 70)), tableOf(aged('B', 5), aged('C', 99))];
    expect(checkOnFacts(set, tables)).toMatchObject([
      {
        code: 'constant-on-run',
        path: '/rules/0/conditions/all/1',
        related: [{ path: '/rules/1/conditions/all/1' }],
        values: {
          fact: 'stock.onHand',
          rows: 3,
          comparisons: [{ comparison: 'stock.onHand greaterThan 0', held: true }],
        },
      },
    ]);
    const changed = [...tables, tableOf(aged('D', 70, { 'stock.onHand': 0 }))];
    expect(checkOnFacts(set, changed)).toEqual([]);
  });

  it('with the calendar are the same for every row by their nature, and are not told', () => {
    const set = setOf(rule('old', 5, { any: [OLD, leaf('calendar.isPayday', 'equal', true)] }));
    expect(
      checkOnFacts(set, [
        tableOf(aged('A', 70, { 'calendar.isPayday': false }), aged('B', 5, { 'calendar.isPayday': false })),
      ]),
    ).toEqual([]);
  });

  it('of a fact that is hardly ever known are told with the share', () => {
    const set = setOf(rule('gap', 5, leaf('competitor.gapBp', 'greaterThan', 300)));
    const known = aged('K', 5, { 'competitor.gapBp': 400 });
    const rows = (unknown: number): Row[] => [known, ...Array.from({ length: unknown }, (_, i) => aged(`U${i}`, 5))];
    expect(only('mostly-unknown', checkOnFacts(set, [tableOf(...rows(9))]))).toEqual([]); // 9 of 10 are not more than 90 %
    expect(only('mostly-unknown', checkOnFacts(set, [tableOf(...rows(19))]))).toMatchObject([
      { path: '/rules/0', values: { fact: 'competitor.gapBp', nulls: 19, rows: 20, rules: ['gap'] } },
    ]);
    expect(only('mostly-unknown', checkOnFacts(set, [tableOf(...rows(19))]))[0]!.message).toContain('95 %');
  });

  it('of such a fact are in order where the rule asks whether it is known, and count in the rule’s own channels', () => {
    const asked = rule(
      'asked',
      5,
      leaf('competitor.known', 'equal', true),
      leaf('competitor.gapBp', 'greaterThan', 300),
    );
    const scoped = { ...rule('scoped', 5, leaf('competitor.gapBp', 'greaterThan', 300)), channels: ['shopee'] };
    const known = { 'channel.code': 'shopee', 'competitor.gapBp': 400, 'competitor.lowestPrice': 9 };
    const rows = [aged('K', 5, known), ...Array.from({ length: 30 }, (_, i) => aged(`U${i}`, 5))];
    expect(only('mostly-unknown', checkOnFacts(setOf(asked, scoped), [tableOf(...rows)]))).toEqual([]);
  });
});

it('the rows say the same in one table and in many', () => {
  const set = setOf(
    rule('old', 5, OLD, leaf('stock.onHand', 'greaterThan', 0)),
    rule('older', 9, leaf('stock.ageDaysOldest', 'greaterThan', 90), leaf('competitor.gapBp', 'lessThan', 0)),
    rule('weak', 1, leaf('stock.staleUnits', 'greaterThan', 0), OLD),
  );
  const row = fc.record({
    'product.sku': fc.constantFrom('A', 'B', 'C', 'D'),
    'stock.ageDaysOldest': fc.constantFrom(null, 5, 70, 95),
    'stock.onHand': fc.constantFrom(0, 4),
    'stock.staleUnits': fc.constantFrom(0, 2),
    'stock.staleValue': fc.constantFrom(7, 70),
    'competitor.gapBp': fc.constantFrom(null, null, -5),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.nat(), (drawn, seed) => {
      const rows = drawn.sort((a, b) => (a['product.sku'] < b['product.sku'] ? -1 : 1));
      const at = seed % rows.length;
      const parts = [rows.slice(0, at), [], rows.slice(at)].map((part) => tableOf(...part));
      expect(checkOnFacts(set, parts)).toEqual(checkOnFacts(set, [tableOf(...rows)]));
    }),
  );
});
