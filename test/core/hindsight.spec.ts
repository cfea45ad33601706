import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asKnownOn, isKnownOn } from '../../src/core/hindsight.js';
import type { ProductHistory } from '../../src/core/history.js';
import { DAY_MS } from '../../src/core/units.js';

const DAY = 20_000;
const END = (DAY + 1) * DAY_MS; // a shop in UTC
const before = END - 1;

function history(over: Partial<ProductHistory> = {}): ProductHistory {
  return {
    product: {
      ...{ id: 1, sku: 'A', name: 'A', category: null, brand: null, tags: [], cost: 500, price: 900 },
      ...{ firstStockedOn: null, staleAfterDays: null, status: 'active', isStub: false, createdAt: 0, updatedAt: 0 },
    },
    sales: { day: [], channelId: [], units: [], revenue: [], unitsReturned: [] },
    ...{
      receipts: [],
      counts: [],
      basePrices: [],
      costs: [],
      entries: [],
      acks: [],
      sightings: [],
      competitors: [],
      decisions: [],
    },
    listings: [{ channelId: 1, price: 800, externalId: null, minPrice: null, maxPrice: null }],
    ...over,
  };
}

describe('a history as it was known on a day', () => {
  it('has nothing of a later day in it, whatever came later', () => {
    const days = fc.integer({ min: DAY - 5, max: DAY + 5 });
    const moments = fc.integer({ min: END - 5 * DAY_MS, max: END + 5 * DAY_MS });
    const amount = fc.integer({ min: 1, max: 1_000 });
    const anyHistory = fc.record({
      sales: fc.array(fc.tuple(days, amount), { maxLength: 8 }),
      receipts: fc.array(fc.record({ day: days, quantity: amount, unitCost: amount }), { maxLength: 5 }),
      counts: fc.array(fc.record({ day: days, location: fc.constant(''), onHand: amount }), { maxLength: 5 }),
      basePrices: fc.array(fc.record({ channelId: fc.constantFrom(0, 1), since: moments, price: amount }), {
        maxLength: 6,
      }),
      costs: fc.array(fc.record({ since: moments, cost: amount }), { maxLength: 4 }),
      competitors: fc.array(
        fc.record({ channelId: fc.constant(1), competitor: fc.constant('x'), day: days, price: amount }),
        { maxLength: 4 },
      ),
      decisions: fc.array(fc.record({ channelId: fc.constant(1), at: moments, discountBp: amount }), { maxLength: 4 }),
      entries: fc.array(
        fc.record({
          ...{
            id: fc.nat(),
            channelId: fc.constant(1),
            kind: fc.constant('discount'),
            state: fc.constant('active'),
            price: amount,
          },
          ...{ decidedAt: moments, startsAt: moments, endsAt: fc.option(moments, { nil: null }) },
        }),
        { maxLength: 4 },
      ),
    });
    const made = ({ sales, ...rest }: typeof anyHistory extends fc.Arbitrary<infer T> ? T : never): ProductHistory => {
      const rows = sales.toSorted((a, b) => a[0] - b[0]);
      const columns = { channelId: rows.map(() => 1), revenue: rows.map(() => 0), unitsReturned: rows.map(() => 0) };
      const bySince = <T extends { since: number }>(list: T[]): T[] => list.toSorted((a, b) => a.since - b.since);
      return history({
        ...rest,
        sales: { ...columns, day: rows.map(([day]) => day), units: rows.map(([, units]) => units) },
        // The record begins before the day: what stands in where it does not is another test's.
        basePrices: bySince([
          { channelId: 0, since: 0, price: 900 },
          { channelId: 1, since: 0, price: 800 },
          ...rest.basePrices,
        ]),
        costs: bySince([{ since: 0, cost: 500 }, ...rest.costs]),
      });
    };
    fc.assert(
      fc.property(anyHistory, (parts) => {
        const whole = made(parts);
        // The oracle: what was never written down at all before the day was over.
        const earlier = made({
          sales: parts.sales.filter(([day]) => day <= DAY),
          receipts: parts.receipts.filter(({ day }) => day <= DAY),
          counts: parts.counts.filter(({ day }) => day <= DAY),
          basePrices: parts.basePrices.filter(({ since }) => since < END),
          costs: parts.costs.filter(({ since }) => since < END),
          competitors: parts.competitors.filter(({ day }) => day <= DAY),
          decisions: parts.decisions.filter(({ at }) => at < END),
          entries: parts.entries.filter(({ decidedAt }) => decidedAt < END),
        });
        const today = (of: ProductHistory): Pick<ProductHistory, 'product' | 'listings'> => ({
          product: {
            ...of.product,
            price: of.basePrices.findLast(({ channelId }) => channelId === 0)!.price,
            cost: of.costs.at(-1)!.cost,
          },
          listings: [{ ...of.listings[0]!, price: of.basePrices.findLast(({ channelId }) => channelId === 1)!.price }],
        });
        const { history: then, assumed } = asKnownOn({ ...whole, ...today(whole) }, DAY, END);
        expect(then).toEqual({ ...earlier, ...today(earlier) });
        expect(assumed).toEqual({ price: false, cost: false });
      }),
    );
  });

  it('takes the first price and cost on record where the record begins later, and says so', () => {
    const late = history({
      basePrices: [
        { channelId: 1, since: END, price: 700 },
        { channelId: 1, since: END + 5, price: 800 },
        { channelId: 0, since: END, price: 950 },
      ],
      costs: [
        { since: END, cost: 450 },
        { since: END + 5, cost: 500 },
      ],
    });
    const { history: then, assumed } = asKnownOn(late, DAY, END);
    expect([then.listings[0]!.price, then.product.price, then.product.cost]).toEqual([700, 950, 450]);
    expect(assumed).toEqual({ price: true, cost: true });
    expect(asKnownOn(history(), DAY, END)).toMatchObject({
      history: { product: { price: 900, cost: 500 } },
      assumed: { price: true, cost: true },
    });
  });

  it('knows of no withdrawal that came later: the offer still runs', () => {
    const entry = { id: 1, channelId: 1, kind: 'discount', price: 600, decidedAt: before, startsAt: before };
    const entries = [
      { ...entry, state: 'withdrawn', endsAt: END + DAY_MS },
      { ...entry, state: 'withdrawn', endsAt: END - 1 },
    ];
    expect(asKnownOn(history({ entries }), DAY, END).history.entries.map(({ state }) => state)).toEqual([
      'active',
      'withdrawn',
    ]);
  });
});

describe('whether a product was known on a day', () => {
  const nothing = history();
  it.each<[string, (day: number, at: number) => Partial<ProductHistory>]>([
    ['a sale', (day) => ({ sales: { day: [day], channelId: [1], units: [1], revenue: [1], unitsReturned: [0] } })],
    ['a receipt', (day) => ({ receipts: [{ day, quantity: 1, unitCost: null }] })],
    ['a count', (day) => ({ counts: [{ day, location: '', onHand: 1 }] })],
    ['a price of a competitor', (day) => ({ competitors: [{ channelId: 1, competitor: 'x', day, price: 1 }] })],
    ['a day on which it was first stocked', (day) => ({ product: { ...nothing.product, firstStockedOn: day } })],
    ['a price', (_, since) => ({ basePrices: [{ channelId: 0, since, price: 1 }] })],
    ['a cost', (_, since) => ({ costs: [{ since, cost: 1 }] })],
    ['a decision', (_, at) => ({ decisions: [{ channelId: 1, at, discountBp: 0 }] })],
  ])('%s makes it known from its day on, and not before', (_, record) => {
    expect(isKnownOn(history(record(DAY, before)), DAY, END)).toBe(true);
    expect(isKnownOn(history(record(DAY + 1, END)), DAY, END)).toBe(false);
    expect(isKnownOn(nothing, DAY, END)).toBe(false);
  });
});
