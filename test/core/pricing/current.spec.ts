import { describe, expect, it } from 'vitest';
import type { ProductHistory } from '../../../src/core/history.js';
import { approvedKinds, currentPrice } from '../../../src/core/pricing/current.js';
import { DAY_MS } from '../../../src/core/units.js';

const at = 1_000 * DAY_MS;
const days = (n: number) => at - n * DAY_MS;

function history(parts: Partial<ProductHistory>, price: number | null = 100_000): ProductHistory {
  const product = {
    id: 1,
    sku: 'A',
    name: 'A',
    category: null,
    brand: null,
    tags: [],
    cost: null,
    price,
    firstStockedOn: null,
    staleAfterDays: null,
    status: 'active' as const,
    isStub: false,
    createdAt: 0,
    updatedAt: 0,
  };
  const sales = { day: [], channelId: [], units: [], revenue: [], unitsReturned: [] };
  return {
    product,
    sales,
    receipts: [],
    counts: [],
    listings: [],
    basePrices: [],
    costs: [],
    entries: [],
    acks: [],
    sightings: [],
    competitors: [],
    decisions: [],
    ...parts,
  };
}
const cut = (price: number, from: number, to: number | null, state = 'active') => ({
  id: 1,
  channelId: 7,
  kind: 'discount',
  state,
  price,
  decidedAt: days(from),
  startsAt: days(from),
  endsAt: to === null ? null : days(to),
});

describe('the current price of a listing', () => {
  it('is the product price where the listing has none of its own', () => {
    expect(currentPrice(history({}), 7, at)).toEqual({
      basePrice: 100_000,
      price: 100_000,
      discountBp: 0,
      daysSincePriceChange: null,
      lowestPrice30: 100_000,
      before: { lowest: null, lowestBase: null },
    });
  });

  it('is unknown, not zero, where no price is known', () => {
    expect(currentPrice(history({}, null), 7, at)).toMatchObject({ basePrice: null, price: null, lowestPrice30: null });
  });

  it('is the running cut until, not including, its end', () => {
    const running = history({ entries: [cut(90_000, 5, -1)] });
    expect(currentPrice(running, 7, at)).toMatchObject({ price: 90_000, discountBp: 1_000, daysSincePriceChange: 5 });
    const endsNow = history({ entries: [cut(90_000, 5, 0)] });
    expect(currentPrice(endsNow, 7, at)).toMatchObject({ price: 100_000, discountBp: 0, daysSincePriceChange: 0 });
  });

  it('has never been a cut that was withdrawn before it began', () => {
    const withdrawn = history({ entries: [cut(50_000, 5, 5, 'withdrawn')] });
    expect(currentPrice(withdrawn, 7, at)).toMatchObject({ lowestPrice30: 100_000, daysSincePriceChange: null });
  });

  it('belongs to its channel alone', () => {
    expect(currentPrice(history({ entries: [cut(90_000, 5, null)] }), 8, at).price).toBe(100_000);
  });

  it('keeps the lowest of the last 30 days, ended cuts and older base prices included', () => {
    const entries = [cut(70_000, 60, 31, 'ended'), cut(80_000, 40, 20, 'ended'), cut(95_000, 3, null)];
    expect(currentPrice(history({ entries }), 7, at).lowestPrice30).toBe(80_000);
    const basePrices = [
      { channelId: 0, since: days(100), price: 60_000 },
      { channelId: 0, since: days(50), price: 75_000 },
      { channelId: 0, since: days(10), price: 100_000 },
    ];
    expect(currentPrice(history({ basePrices }), 7, at)).toMatchObject({
      lowestPrice30: 75_000,
      daysSincePriceChange: 10,
    });
  });
});

describe('the offers that are approved already', () => {
  const kindsOf = (...entries: ProductHistory['entries']) => [...approvedKinds(history({ entries }), 7, at)];

  it('are vouchers and bundles that run, until their end', () => {
    expect(kindsOf({ ...cut(90_000, 5, -1), kind: 'bundle' }, { ...cut(90_000, 5, null), kind: 'voucher' })).toEqual([
      'bundle',
      'voucher',
    ]);
    expect(kindsOf({ ...cut(90_000, 5, 0), kind: 'bundle' })).toEqual([]);
    expect(kindsOf({ ...cut(90_000, 5, -1, 'withdrawn'), kind: 'bundle' })).toEqual([]);
    expect(kindsOf({ ...cut(90_000, 5, -1), kind: 'bundle', channelId: 8 })).toEqual([]);
  });

  it('are discounts that begin later; one that runs may be deepened', () => {
    expect(kindsOf(cut(90_000, -1, -10))).toEqual(['discount']);
    expect(kindsOf(cut(90_000, 5, -10))).toEqual([]);
  });
});
