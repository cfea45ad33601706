import { describe, expect, it } from 'vitest';
import { readFees, readPolicy } from '../../src/contract/policy.js';
import { loadRuleSet } from '../../src/contract/rule-set.js';
import type { AnalysisSettings } from '../../src/core/pipeline.js';
import { Refusal } from '../../src/core/refusal.js';
import type { Facts } from '../../src/core/rules/rule.js';
import { numberInput } from '../../src/core/sheet.js';
import { sheetOfFacts, whatIf } from '../../src/core/what-if.js';
import { readFileSync, readdirSync } from 'node:fs';
import { parseDay } from '../../src/core/units.js';

const folder = new URL('../../rules/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const files = readdirSync(folder).map((fileName) => ({ fileName, text: read(fileName) }));

const settings: AnalysisSettings = {
  shop: { name: 'x', currency: 'IDR', scale: 0, timeZone: 'Asia/Jakarta', locale: 'id', isDemo: false },
  asOf: parseDay('2026-03-10')!,
  asOfEnd: 0,
  now: 0,
  channels: [
    { id: 7, code: 'shopee', name: 'Shopee', isMarketplace: true, isActive: true, isHeld: false, heldReason: null },
  ],
  rules: loadRuleSet(files),
  ruleSetVersion: 1,
  policy: readPolicy(JSON.parse(read('policy.json'))),
  policyVersion: 1,
  fees: readFees(JSON.parse(read('fees.json'))).fees.map((fee, id) => ({ ...fee, id })),
};
const old: Facts = {
  'channel.code': 'shopee',
  'product.price': 100_000,
  'product.cost': 50_000,
  'stock.onHand': 40,
  'stock.staleUnits': 25,
  'stock.staleValue': 1_250_000,
  'stock.ageDaysOldest': 74,
  'channelSales.velocity': 0.5,
};
const ask = (facts: Facts) => whatIf(sheetOfFacts(facts, null, settings), settings);

describe('facts that somebody gives', () => {
  it('give the suggestion that a run would make of them, with its whole why', () => {
    const { suggestion, resolution, silent, facts } = ask(old);
    expect(resolution.winner!.name).toBe('age-61-90');
    expect(silent).toBeNull();
    // 20 % off 100,000 is 80,000; prices end in 500 or 900, the nearest below is 79,900.
    expect(suggestion).toMatchObject({ kind: 'discount', price: 79_900, listPrice: 100_000, ruleName: 'age-61-90' });
    expect(suggestion!.why.ifNothing!.units.mean).toBeCloseTo(15, 0); // half a unit a day for 30 days
    expect(facts['stock.ageDaysOldest']).toBe(74);
  });

  it('are completed by what follows from them', () => {
    const { facts } = ask(old);
    expect(facts).toMatchObject({
      ...{ 'channel.basePrice': 100_000, 'channel.price': 100_000, 'channel.discountBp': 0 },
      ...{ 'product.marginBp': 5_000, 'stock.staleShareBp': 6_250, 'stock.coverDays': 80, 'sales.velocity': 0.5 },
      ...{ 'calendar.day': '2026-03-10', 'calendar.weekday': 2, 'calendar.isPayday': false },
      ...{ 'product.costKnown': true, 'competitor.known': false, 'competitor.gapBp': null },
    });
    const margin = facts['margin.unitProfit'] as number;
    expect(margin).toBeGreaterThan(0);
    expect(margin).toBeLessThan(50_000); // after fees
    expect(ask({ ...old, 'channel.discountBp': 1_000 }).facts['channel.price']).toBe(90_000);
    expect(ask({ ...old, 'competitor.lowestPrice': 80_000 }).facts['competitor.gapBp']).toBe(2_500);
    expect(ask({ ...old, 'calendar.day': '2026-03-27' }).facts).toMatchObject({
      ...{ 'calendar.weekday': 5, 'calendar.isPayday': true },
    });
  });

  it('are taken as they are given, even where they contradict each other', () => {
    expect(ask({ ...old, 'stock.coverDays': 5, 'product.marginBp': 1 }).facts).toMatchObject({
      ...{ 'stock.coverDays': 5, 'product.marginBp': 1 },
    });
    expect(ask({ ...old, 'stock.coverDays': 5 }).suggestion).toBeNull(); // it clears fast
  });

  it('that say too little give no price, and no nonsense', () => {
    expect(ask({ 'stock.ageDaysOldest': 74 })).toMatchObject({ suggestion: null, silent: null });
    const { silent, suggestion } = ask({ ...old, 'product.price': null });
    expect([suggestion, silent?.reason]).toEqual([null, 'no-price']);
    expect(ask({ ...old, 'product.cost': null }).suggestion!.gain).toBeNull();
    expect(ask({ ...old, 'channelSales.velocity': 0 }).suggestion).not.toBeNull();
  });

  it('are refused by name and type, all at once', () => {
    const refused = (facts: Record<string, unknown>): Refusal => {
      try {
        ask(facts as Facts);
      } catch (error) {
        if (error instanceof Refusal) return error;
      }
      throw new Error('not refused');
    };
    const { code, message, issues } = refused({
      ...{ 'stock.ageDaysOldes': 74, 'stock.onHand': '40', 'product.costKnown': true, 'channel.discountBp': null },
    });
    expect(code).toBe('bad-facts');
    expect(message).toContain('did you mean "stock.ageDaysOldest"');
    expect(issues.map((issue) => [issue.path, issue.code])).toEqual([
      ['/facts/stock.ageDaysOldes', 'unknown-fact'],
      ['/facts/stock.onHand', 'wrong-type'],
      ['/facts/product.costKnown', 'companion'],
      ['/facts/channel.discountBp', 'never-null'],
    ]);
    expect(refused(JSON.parse('{"__proto__": 1}') as object as Record<string, unknown>).code).toBe('bad-facts');
  });
});

describe('a listing of a run with some facts changed', () => {
  const base = { sheet: sheetOfFacts(old, null, settings), row: 0 };
  const change = (facts: Facts) => sheetOfFacts(facts, base, settings);

  it('is the same listing where nothing is changed', () => {
    expect(whatIf(change({}), settings)).toEqual(whatIf(base.sheet, settings));
  });

  it('keeps what the change does not bear on, and works out what it does', () => {
    const { facts } = whatIf(change({ 'product.cost': 120_000 }), settings);
    const before = whatIf(base.sheet, settings).facts;
    const differing = Object.keys(facts).filter((name) => facts[name] !== before[name]);
    expect(differing.sort()).toEqual([
      'margin.floorPrice',
      'margin.unitProfit',
      'margin.unitProfitBp',
      'product.cost',
      'product.marginBp',
    ]);
    // A cost above the price leaves no room below it: the margin floor stops the cut.
    expect(whatIf(change({ 'product.cost': 120_000 }), settings).silent!.reason).toBe('margin-floor');
  });

  it('leaves the listing of the run as it was', () => {
    const before = whatIf(base.sheet, settings).facts;
    change({ 'stock.onHand': 1, 'product.tags': ['x'] });
    expect(whatIf(base.sheet, settings).facts).toEqual(before);
  });

  it('is as sure of another pace as it was of its own', () => {
    const sheet = change({ 'channelSales.velocity': 2 });
    expect(numberInput(sheet, 0, 'velocityB')).toBe(numberInput(base.sheet, 0, 'velocityB'));
    expect(numberInput(sheet, 0, 'velocityA')).toBe(2 * numberInput(base.sheet, 0, 'velocityB')!);
  });
});
