import { describe, expect, it } from 'vitest';
import { createCrowd, type Member } from '../../../src/core/outcome/crowd.js';
import { LINE_DAYS } from '../../../src/core/outcome/day-line.js';
import { measurer, type OfferCase } from '../../../src/core/outcome/measure.js';

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
/** A line with the same units every so many days. */
const line = (units: number, every = 1): Int16Array =>
  Int16Array.from({ length: LINE_DAYS }, (_, day) => (day % every === 0 ? units : 0));
const member = (productId: number, units: Int16Array, isHeldOut = false): Member => ({
  productId,
  line: units,
  steady: { from: 0, to: LINE_DAYS - 1 },
  isHeldOut,
});
const START = 150;

/** Eight even controls of one category that sell two a day. */
function crowdOf(change: (day: number) => number = () => 2, isHeldOut = false) {
  const crowd = createCrowd();
  for (let id = 1; id <= 8; id++) {
    crowd.add(
      1,
      'kaos',
      member(
        id,
        Int16Array.from({ length: LINE_DAYS }, (_, day) => change(day)),
        isHeldOut,
      ),
    );
  }
  return crowd;
}

function offer(own: Int16Array, rest: Partial<OfferCase> = {}): OfferCase {
  return {
    channelId: 1,
    category: 'kaos',
    line: own,
    days: { before: range(START - 56, START), after: range(START, START + 28) },
    isOver: true,
    returned: 0,
    at: { kind: 'discount', price: 80_000, usual: 100_000 },
    paid: null,
    worthOf: null,
    ...rest,
  };
}

const cut = (before: number, after: number): Int16Array =>
  Int16Array.from({ length: LINE_DAYS }, (_, day) => (day < START ? before : after));

describe('an offer is measured against listings without one', () => {
  it('twice the units while the others stay even is an uplift of about 100 %', () => {
    const found = measurer(crowdOf()).outcome(offer(cut(2, 4)));
    expect(found.state).toBe('measured');
    expect(found.after).toEqual({ days: 28, units: 112 });
    expect(found.expectedUnits).toBeCloseTo(56, 0); // 2 a day, 28 days
    expect(found.uplift!.value).toBeCloseTo(1, 1);
    expect(found.uplift!.low).toBeGreaterThan(0.3);
    expect(found.unitsGained!.value).toBeCloseTo(56, 0);
    // 112 x 80,000 - 56 x 100,000 = 3,360,000
    expect(found.revenueGained!.value / 1000).toBeCloseTo(3_360, -2);
    expect(found.elasticity).toBeCloseTo(Math.log(2) / Math.log(0.8), 1);
    expect(found.controls).toEqual({ from: 'category', listings: 8, units: 8 * 56 });
  });

  it('what all listings do is not its doing: twice the units while the others double as well is nothing', () => {
    const found = measurer(crowdOf((day) => (day < START ? 2 : 4))).outcome(offer(cut(2, 4)));
    expect(found.uplift!.value).toBeCloseTo(0, 1);
    expect(found.uplift!.low).toBeLessThan(0);
    expect(found.uplift!.high).toBeGreaterThan(0);
  });

  it('profit counts what a unit brings at both prices', () => {
    const found = measurer(crowdOf()).outcome(offer(cut(2, 4), { paid: 79_000, worthOf: (price) => price - 50_000 }));
    // 112 x 29,000 - 56 x 50,000 = 448,000
    expect(found.profitGained!.value).toBeGreaterThan(250_000);
    expect(found.profitGained!.value).toBeLessThan(650_000);
  });

  it('listings held out by lot are preferred', () => {
    const crowd = crowdOf(() => 2, true);
    for (let id = 11; id <= 18; id++) crowd.add(1, 'kaos', member(id, cut(2, 8)));
    const found = measurer(crowd).outcome(offer(cut(2, 4)));
    expect(found.controls!.from).toBe('held-out');
    expect(found.uplift!.low).toBeGreaterThan(-0.2); // against the others it would be about -50 %
  });

  it('a category without enough listings is held against its channel, a channel against the shop', () => {
    expect(measurer(crowdOf()).outcome(offer(cut(2, 4), { category: 'topi' })).controls!.from).toBe('channel');
    expect(measurer(crowdOf()).outcome(offer(cut(2, 4), { channelId: 9 })).controls!.from).toBe('shop');
  });

  it('says no more of a voucher than units and money: its price is not that of every buyer', () => {
    const at = { kind: 'voucher', price: 90_000, usual: 100_000 } as const;
    expect(measurer(crowdOf()).outcome(offer(cut(2, 4), { at })).elasticity).toBeNull();
  });
});

describe('an offer that cannot be measured gets an answer', () => {
  const measure = measurer(crowdOf()).outcome;
  const closed = (from: number, to: number): Int16Array =>
    cut(2, 2).map((units, day) => (day >= from && day < to ? -1 : units));
  const spare = (sold: number[]): Int16Array =>
    Int16Array.from({ length: LINE_DAYS }, (_, day) => (sold.includes(day) ? 1 : 0));

  it.each([
    [
      'too early: six days while it runs',
      'too-early',
      offer(cut(2, 4), { isOver: false, days: { before: range(100, 150), after: range(150, 156) } }),
    ],
    [
      'too short: two days',
      'too-short',
      offer(cut(2, 4), { days: { before: range(100, 150), after: range(150, 152) } }),
    ],
    ['sold out all the time', 'sold-out', offer(closed(START, LINE_DAYS))],
    ['sold out all the time before', 'sold-out', offer(closed(0, START))],
    [
      'a new product',
      'too-little-before',
      offer(cut(2, 4), { days: { before: range(141, 150), after: range(150, 178) } }),
    ],
    ['refunds only', 'returns-only', offer(cut(1, 0), { returned: 3 })],
    ['one sale', 'one-sale', offer(spare([160]))],
  ] as const)('%s', (_, state, each) => {
    const found = measure(each);
    expect(found.state).toBe(state);
    expect([found.uplift, found.unitsGained, found.revenueGained, found.profitGained, found.elasticity]).toEqual(
      Array(5).fill(null),
    );
  });

  it('no controls: nothing to compare with is not the same as no effect', () => {
    expect(measurer(createCrowd()).outcome(offer(cut(2, 4))).state).toBe('no-controls');
    const two = createCrowd();
    for (const id of [1, 2]) two.add(1, 'kaos', member(id, line(5)));
    expect(measurer(two).outcome(offer(cut(2, 4))).state).toBe('no-controls');
  });

  it('nothing sold before: units gained are told, a rate is not', () => {
    const crowd = createCrowd();
    [0, 0, 0, 1, 1, 2, 3, 6].forEach((units, i) => crowd.add(1, 'kaos', member(i + 1, line(units))));
    const found = measurer(crowd).outcome(offer(cut(0, 1)));
    expect(found.state).toBe('no-sales-before');
    expect([found.uplift, found.elasticity]).toEqual([null, null]);
    expect(found.unitsGained!.value).toBeGreaterThan(20);
    expect(found.unitsGained!.value).toBeLessThan(28);
  });
});

describe('a shop of any size', () => {
  it('keeps the same sample of a kind in whatever order its listings come', () => {
    const ids = Array.from({ length: 1_000 }, (_, i) => i + 1);
    const kept = (order: number[]): number[] => {
      const crowd = createCrowd(50);
      for (const id of order) crowd.add(1, 'kaos', member(id, line(1)));
      return crowd.kinds()[0]!.members.map(({ productId }) => productId);
    };
    expect(kept(ids)).toHaveLength(50);
    expect(kept([...ids].reverse())).toEqual(kept(ids));
  });
});
