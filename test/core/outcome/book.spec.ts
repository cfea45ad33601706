import { describe, expect, it } from 'vitest';
import type { ProductHistory } from '../../../src/core/history.js';
import { ZoneClock } from '../../../src/core/intake/zone.js';
import { createOfferBook, type OfferListing } from '../../../src/core/outcome/book.js';
import { poisson, randomOf } from '../../../bench/outcomes-shop.mjs';

const clock = new ZoneClock('Asia/Jakarta');
const AS_OF = 20_500;
const FIRST = AS_OF - 199;
const end = clock.instantOf(AS_OF + 1, 0);
const SETTINGS = { asOf: AS_OF, asOfEnd: end, clock, horizonDays: 30 };
const AROUND = {
  elasticityAt: () => ({ mean: -2.6, sd: 1.2 }),
  othersAt: () => null,
  coolDownDaysAt: () => 7,
};

type Entry = ProductHistory['entries'][number];
const cut = (id: number, from: number, to: number, more: Partial<Entry> = {}): Entry => ({
  id,
  channelId: 1,
  decidedAt: clock.instantOf(from, 0),
  kind: 'discount',
  state: 'active',
  price: 80_000,
  startsAt: clock.instantOf(from, 0),
  endsAt: clock.instantOf(to, 0),
  ...more,
});

/** A product that sells at `rate(day)` a day, 100,000 each, 80,000 during its cuts. */
function listing(id: number, rate: (day: number) => number, entries: Entry[] = []): OfferListing<number> {
  const random = randomOf(id);
  const day = Array.from({ length: 200 }, (_, i) => FIRST + i);
  const units = day.map((each) => poisson(random, rate(each)));
  const price = (each: number): number =>
    entries.some(({ startsAt, endsAt }) => startsAt <= clock.instantOf(each, 0) && clock.instantOf(each, 0) < endsAt!)
      ? 80_000
      : 100_000;
  const product = { id, sku: `SKU-${id}` } as ProductHistory['product'];
  return {
    place: id,
    history: {
      product,
      sales: {
        day,
        channelId: day.map(() => 1),
        units,
        revenue: day.map((each, i) => units[i]! * price(each)),
        unitsReturned: day.map(() => 0),
      },
      receipts: [],
      counts: [],
      listings: [{ channelId: 1, price: 100_000, externalId: null, minPrice: null, maxPrice: null }],
      basePrices: [{ channelId: 1, since: clock.instantOf(FIRST, 0), price: 100_000 }],
      costs: [],
      entries,
      acks: [],
      sightings: [],
      competitors: [],
      decisions: [],
    },
    channelId: 1,
    category: 'kaos',
    isHeldOut: false,
    sales: { day, units },
    inStock: new Uint8Array(180).fill(1),
    layers: [
      { receivedOn: FIRST, quantity: 40 },
      { receivedOn: AS_OF - 2, quantity: 500 },
    ],
    basePrice: 100_000,
    worthOf: (price) => price - 60_000,
  };
}

function bookOf(own: OfferListing<number>[]) {
  const book = createOfferBook<number>(SETTINGS);
  for (let id = 100; id < 120; id++) book.add(listing(id, () => 3));
  for (const each of own) book.add(each);
  return book.read(AROUND);
}

describe('the offers of a shop', () => {
  it('are found in histories and measured over their own days', () => {
    const start = AS_OF - 27;
    const ended = cut(7, start, start + 21);
    const { found, running } = bookOf([listing(1, (day) => (day >= start && day < start + 21 ? 6 : 3), [ended])]);
    expect(running).toEqual([]);
    expect(found).toHaveLength(1);
    const { entryId, isFinal, outcome } = found[0]!;
    expect([entryId, isFinal, outcome.state, outcome.after.days, outcome.before.days]).toEqual([
      7,
      true,
      'measured',
      21,
      56,
    ]);
    expect(outcome.uplift!.low).toBeGreaterThan(0.4);
    expect(outcome.uplift!.high).toBeLessThan(2);
    // Each unit earned 20,000 instead of 40,000: twice the units earn the same, so the interval holds 0.
    expect(outcome.profitGained!.low).toBeLessThan(0);
    expect(outcome.profitGained!.high).toBeGreaterThan(0);
  });

  it('a cut that runs has a progress; what came after its start is not part of its plan', () => {
    const start = AS_OF - 13;
    const { running } = bookOf([listing(1, () => 3, [cut(7, start, AS_OF + 10)])]);
    expect(running).toHaveLength(1);
    const { daysRunning, expectedUnits, soldUnits, missChanceBp, advice } = running[0]!.progress;
    expect(daysRunning).toBe(14);
    // 3 a day x 0.8^-2.6 x 14 days = 75; it sold about 42
    expect(expectedUnits!).toBeGreaterThan(60);
    expect(soldUnits).toBeLessThan(60);
    // 40 units of the plan are left (not 540), 16 days at 3 to 5 a day sell them, even at the old price
    expect(missChanceBp).toBeLessThan(3_000);
    expect(['hold', 'step-back']).toContain(advice);
  });

  it.each([
    ['taken back before it began', cut(7, AS_OF - 20, AS_OF - 20)],
    ['to come', cut(7, AS_OF + 1, AS_OF + 15)],
    ['a return to the base price', cut(7, AS_OF - 20, AS_OF - 6, { kind: 'base' })],
    ['of another channel', cut(7, AS_OF - 20, AS_OF - 6, { channelId: 2 })],
    ['of long ago: the days before it are not in sight any more', cut(7, AS_OF - 124, AS_OF - 110)],
  ])('none is found: %s', (_, entry) => {
    expect(bookOf([listing(1, () => 3, [entry])])).toEqual({ found: [], running: [] });
  });

  it('a voucher is measured too, but no public cut runs', () => {
    const { found, running } = bookOf([listing(1, () => 3, [cut(7, AS_OF - 20, AS_OF + 6, { kind: 'voucher' })])]);
    expect(found[0]!.outcome.kind).toBe('voucher');
    expect(found[0]!.isFinal).toBe(false);
    expect(running).toEqual([]);
  });

  it('a cut that a person took back has ended: it is measured, and does not run', () => {
    const { found, running } = bookOf([listing(1, () => 3, [cut(7, AS_OF - 20, AS_OF - 6, { state: 'withdrawn' })])]);
    expect(found[0]!.outcome.state).toBe('measured');
    expect(running).toEqual([]);
  });
});
