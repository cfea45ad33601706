import { describe, expect, it } from 'vitest';
import { readFees, readPolicy } from '../../src/contract/policy.js';
import { loadRuleSet } from '../../src/contract/rule-set.js';
import type { AnalysisSettings } from '../../src/core/pipeline.js';
import { Refusal } from '../../src/core/refusal.js';
import type { Facts } from '../../src/core/rules/rule.js';
import { numberInput } from '../../src/core/sheet.js';
import { listingOfFacts, whatIf } from '../../src/core/what-if.js';
import { readFileSync, readdirSync } from 'node:fs';
import { parseDay } from '../../src/core/units.js';

const folder = new URL('../../rules/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const files = readdirSync(folder).map((fileName) => ({ fileName, text: read(fileName) }));

const settings: AnalysisSettings = {
  shop: {
    name: 'x',
    currency: 'IDR',
    scale: 0,
    timeZone: 'Asia/Jakarta',
    locale: 'id',
    isDemo: false,
    priceLaw: { profile: 'ID', days: 30 },
  },
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
  'stock.onHand': 60,
  'stock.staleUnits': 25,
  'stock.staleValue': 1_250_000,
  'stock.ageDaysOldest': 74,
  'channelSales.velocity': 0.5,
};
const ask = (facts: Facts) => whatIf(listingOfFacts(facts, null, settings), settings);

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
      ...{ 'product.marginBp': 5_000, 'stock.staleShareBp': 4_167, 'stock.coverDays': 120, 'sales.velocity': 0.5 },
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

  const refused = (facts: Record<string, unknown>): Refusal => {
    try {
      ask(facts as Facts);
    } catch (error) {
      if (error instanceof Refusal) return error;
    }
    throw new Error('not refused');
  };

  it.each<[string, number, string]>([
    [
      'stock.onHand',
      1e300,
      'out-of-range: stock.onHand runs from -9007199254740991 to 9007199254740991; 1e+300 is outside.',
    ],
    [
      'channel.discountBp',
      -5,
      'out-of-range: channel.discountBp runs from 0 to 10000 basis points (10,000 = 100 %); -5 is outside.',
    ],
    [
      'channel.discountBp',
      10_001,
      'out-of-range: channel.discountBp runs from 0 to 10000 basis points (10,000 = 100 %); 10001 is outside.',
    ],
    ['product.price', -1, 'out-of-range: product.price runs from 0 to 9007199254740991; -1 is outside.'],
    ['demand.elasticity', 0, 'out-of-range: demand.elasticity runs from -8 to -0.2; 0 is outside.'],
    ['sales.velocity', NaN, 'out-of-range: sales.velocity runs from 0 to 9007199254740991; NaN is outside.'],
    [
      'stock.ageDaysOldest',
      Infinity,
      'out-of-range: stock.ageDaysOldest runs from 0 to 9007199254740991; Infinity is outside.',
    ],
    ['stock.onHand', 1.5, 'not-whole: stock.onHand is a whole number; 1.5 is not.'],
  ])('are refused out of their range: %s %s', (fact, value, told) => {
    const { code, issues } = refused({ ...old, [fact]: value });
    expect(code).toBe('bad-facts');
    expect(issues.map((issue) => `${issue.path} ${issue.code}: ${issue.message}`)).toEqual([`/facts/${fact} ${told}`]);
  });

  it('are taken at the ends of their range', () => {
    const ends = {
      'channel.discountBp': 0,
      'stock.daysInStock30': 30,
      'stock.staleShareBp': 10_000,
      'stock.onHand': -1,
    };
    expect(ask({ ...old, ...ends }).facts).toMatchObject(ends);
  });

  it('are refused by name and type, all at once', () => {
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
  const base = listingOfFacts(old, null, settings);
  const change = (facts: Facts) => listingOfFacts(facts, base, settings);

  it('is the same listing where nothing is changed', () => {
    expect(whatIf(change({}), settings)).toEqual(whatIf(base, settings));
  });

  it('keeps what the change does not bear on, and works out what it does', () => {
    const { facts } = whatIf(change({ 'product.cost': 120_000 }), settings);
    const before = whatIf(base, settings).facts;
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
    const before = whatIf(base, settings).facts;
    change({ 'stock.onHand': 1, 'product.tags': ['x'] });
    expect(whatIf(base, settings).facts).toEqual(before);
  });

  it('is as sure of another pace as it was of its own', () => {
    const { sheet } = change({ 'channelSales.velocity': 2 });
    expect(numberInput(sheet, 0, 'velocityB')).toBe(numberInput(base.sheet, 0, 'velocityB'));
    expect(numberInput(sheet, 0, 'velocityA')).toBe(2 * numberInput(base.sheet, 0, 'velocityB')!);
  });
});
