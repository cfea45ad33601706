import { describe, expect, it } from 'vitest';
import { emptyHistory } from '../../src/core/history.js';
import { createTally } from '../../src/core/run-tally.js';
import type { ProductState } from '../../src/core/run.js';
import { product } from '../shop.js';

/** A product with fresh and old units at 1,000 each. */
function state(fresh: number, old: number, more: Partial<ProductState> = {}): ProductState {
  return {
    runId: 7,
    productId: 1,
    onHand: fresh + old,
    staleUnits: old,
    staleValue: old * 1_000,
    isFlagged: old > 2,
    ageDaysOldest: null,
    ageDeciDaysAverage: null,
    ageIsAtLeast: false,
    daysSinceLastSale: null,
    daysSinceLastReceipt: null,
    units30: 0,
    detail: {
      layers: [],
      buckets: [
        { from: 0, to: 30, units: fresh, value: fresh * 1_000 },
        { from: 31, to: null, units: old, value: old * 1_000 },
      ],
      daysInStock30: 0,
      daysInStock90: 0,
      countDifference: null,
      marks: [],
    },
    ...more,
  };
}
const history = (category: string | null) => emptyHistory({ id: 1, ...product('A', { category }) });

describe('a tally of a run', () => {
  it('adds up by category and age, products without a category among themselves', () => {
    const tally = createTally(7, 20_543);
    tally.add(history('teh'), state(5, 3));
    tally.add(history('teh'), state(0, 2));
    tally.add(history('teh'), state(4, 0));
    const unvalued = state(1, 6, { staleValue: 0 });
    unvalued.detail.marks = ['unknown-cost'];
    tally.add(history(null), unvalued);
    expect(tally.totals).toEqual({
      products: 4,
      listings: 0,
      flagged: 2,
      staleUnits: 11,
      staleValue: 5_000,
      overLimit: 0,
    });
    const common = { runId: 7, asOf: 20_543, flagged: 1 };
    expect(tally.byCategory()).toEqual([
      {
        ...common,
        category: '',
        products: 1,
        withoutCost: 1,
        staleUnits: 6,
        staleValue: 0,
        buckets: [
          { from: 0, to: 30, units: 1, value: 1_000 },
          { from: 31, to: null, units: 6, value: 6_000 },
        ],
      },
      {
        ...common,
        category: 'teh',
        products: 2,
        withoutCost: 0,
        staleUnits: 5,
        staleValue: 5_000,
        buckets: [
          { from: 0, to: 30, units: 9, value: 9_000 },
          { from: 31, to: null, units: 5, value: 5_000 },
        ],
      },
    ]);
  });

  it('does not count a product of unknown cost among those left out when nothing of it is stale', () => {
    const tally = createTally(7, 20_543);
    const fresh = state(3, 0);
    fresh.detail.marks = ['unknown-cost'];
    tally.add(history('teh'), fresh);
    expect(tally.byCategory()[0]).toMatchObject({ products: 0, withoutCost: 0 });
  });

  it('notes the newest day of sales, and of receipts and counts', () => {
    const tally = createTally(7, 20_543);
    expect(tally.newest).toEqual({ lastSaleOn: null, lastStockOn: null });
    const first = history('teh');
    first.sales.day.push(100, 120);
    first.receipts.push({ day: 90, quantity: 1, unitCost: null });
    const second = history('teh');
    second.sales.day.push(110);
    second.counts.push({ day: 95, location: '', onHand: 1 });
    tally.add(first, state(1, 0));
    tally.add(second, state(1, 0));
    expect(tally.newest).toEqual({ lastSaleOn: 120, lastStockOn: 95 });
  });
});
