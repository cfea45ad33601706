import { describe, expect, it } from 'vitest';
import { coverDays, expectedDaysToClear, measure } from '../../../src/core/demand/measures.js';

const always = new Uint8Array(90).fill(1);
/** Units per day by days ago. */
function series(...rows: [daysAgo: number, units: number, unitsReturned?: number][]) {
  const byDay = [...rows].sort((one, other) => other[0] - one[0]);
  return {
    day: byDay.map(([daysAgo]) => 1000 - daysAgo),
    units: byDay.map(([, units]) => units),
    unitsReturned: byDay.map(([, , unitsReturned = 0]) => unitsReturned),
  };
}

describe('units sold lately', () => {
  it('count the as-of day as the first of 7, 30 and 90', () => {
    const sales = series([0, 1], [6, 2], [7, 4], [29, 8], [30, 16], [89, 32], [90, 64]); // prettier-ignore
    expect(measure(sales, always, 0, 1000)).toMatchObject({ units7: 3, units30: 15, units90: 63 });
  });

  it('do not see what is sold later', () => {
    expect(measure(series([-1, 5], [0, 1]), always, 0, 1000)).toMatchObject({ units7: 1, units90: 1 }); // prettier-ignore
  });
});

describe('the trend', () => {
  it('is the change of units per day between 28 days and the 28 before', () => {
    expect(measure(series([3, 15], [27, 0], [28, 10]), always, 5, 1000).trendBp).toBe(5000); // prettier-ignore
    expect(measure(series([3, 5], [55, 10]), always, 5, 1000).trendBp).toBe(-5000); // prettier-ignore
    expect(measure(series([40, 10]), always, 5, 1000).trendBp).toBe(-10_000);
  });

  it('is counted per day with stock: half the units in half the days is no decline', () => {
    const half = always.slice();
    half.fill(0, 90 - 14); // sold out in the last 14 days
    expect(measure(series([20, 6], [40, 12]), half, 0, 1000).trendBp).toBe(0); // prettier-ignore
  });

  it('is unknown where there is too little to say', () => {
    const few = always.slice();
    few.fill(0, 90 - 15); // 13 days with stock
    expect(measure(series([20, 6], [40, 12]), few, 0, 1000).trendBp).toBeNull(); // prettier-ignore
    expect(measure(series([3, 4], [40, 5]), always, 0, 1000).trendBp).toBeNull(); // 9 units // prettier-ignore
    expect(measure(series([3, 50]), always, 0, 1000).trendBp).toBeNull(); // nothing to compare with
    expect(measure(series(), always, 0, 1000).trendBp).toBeNull();
  });
});

describe('returns and sell-through', () => {
  it('returns are counted per unit sold in 90 days', () => {
    expect(measure(series([1, 6, 1], [80, 2, 1], [95, 9, 9]), always, 0, 1000).returnRateBp).toBe(2500); // prettier-ignore
    expect(measure(series(), always, 0, 1000).returnRateBp).toBeNull();
  });

  it('sell-through is what was sold of what was there to sell', () => {
    expect(measure(series([5, 10]), always, 30, 1000).sellThrough30Bp).toBe(2500);
    expect(measure(series(), always, 30, 1000).sellThrough30Bp).toBe(0);
    expect(measure(series([5, 10]), always, -4, 1000).sellThrough30Bp).toBe(10_000);
    expect(measure(series(), always, 0, 1000).sellThrough30Bp).toBeNull();
  });
});

describe('cover', () => {
  it('is stock over velocity in whole days', () => {
    expect(coverDays(30, 0.4)).toBe(75);
    expect(coverDays(10, 0.3)).toBe(33);
  });

  it('is 0 without stock, unknown without a rate, and at most 9,999', () => {
    expect(coverDays(0, null)).toBe(0);
    expect(coverDays(-3, 1)).toBe(0);
    expect(coverDays(3, null)).toBeNull();
    expect(coverDays(3, 0)).toBeNull();
    expect(coverDays(1000, 0.001)).toBe(9999);
  });
});

describe('expected days to clear', () => {
  it('is the mean of stock over rate, longer than the cover', () => {
    // 10 units, Gamma(5, 20): 10 * 20 / 4 = 50, cover 40
    expect(expectedDaysToClear(10, { rate: 0.25, a: 5, b: 20 })).toBe(50);
    expect(expectedDaysToClear(7, { rate: 0.25, a: 5, b: 20 })).toBe(35);
    expect(expectedDaysToClear(1, { rate: 0.3, a: 3, b: 10.1 })).toBe(6); // 5.05 rounded up
  });

  it('is not told beyond 999 days or where the average has no end', () => {
    expect(expectedDaysToClear(200, { rate: 0.25, a: 5, b: 20 })).toBeNull();
    expect(expectedDaysToClear(1, { rate: 0.05, a: 1, b: 20 })).toBeNull();
    expect(expectedDaysToClear(1, null)).toBeNull();
    expect(expectedDaysToClear(0, null)).toBe(0);
  });
});
