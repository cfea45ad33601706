import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitedSales } from '../../../src/core/pricing/limited-sales.js';

/** Oracle: negative binomial probabilities from their definition, summed from 0. Good while nothing underflows. */
function bySum(shape: number, mean: number, stock: number): { mean: number; low: number; high: number } {
  const q = mean / (shape + mean);
  let probability = (1 - q) ** shape;
  let seen = 0;
  let sold = 0;
  let low = -1;
  let high = -1;
  for (let k = 0; k < stock; k++) {
    seen += probability;
    sold += k * probability;
    if (low < 0 && seen >= 0.1) low = k;
    if (high < 0 && seen >= 0.9) high = k;
    probability *= ((k + shape) / (k + 1)) * q;
  }
  return { mean: sold + stock * (1 - seen), low: low < 0 ? stock : low, high: high < 0 ? stock : high };
}

describe('limitedSales', () => {
  it('equals a sum by hand: shape 1 and mean 1 is a coin per unit, so of 2 in stock 1/2 + 1/4 sell', () => {
    // P(N > 0) = 1/2, P(N > 1) = 1/4
    expect(limitedSales(1, 1, 2).mean).toBeCloseTo(0.75, 12);
    expect(limitedSales(1, 1, 1).mean).toBeCloseTo(0.5, 12);
  });

  it('is the mean of the demand where stock is plenty, and the stock where demand is', () => {
    expect(limitedSales(3, 20, 100_000).mean).toBeCloseTo(20, 9);
    expect(limitedSales(1000, 500, 10)).toEqual({ mean: 10, low: 10, high: 10 });
  });

  it('is below both when they are equal', () => {
    // Poisson, mean 10, stock 10: 10 - 10 * e^-10 * 10^10 / 10! = 8.749 (the mean absolute deviation's half)
    expect(limitedSales(1e12, 10, 10).mean).toBeCloseTo(8.749, 3);
  });

  it('equals the sum over the definition', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 80, noNaN: true }),
        fc.double({ min: 0.001, max: 200, noNaN: true }),
        fc.integer({ min: 1, max: 300 }),
        (shape, mean, stock) => {
          const [ours, oracle] = [limitedSales(shape, mean, stock), bySum(shape, mean, stock)];
          expect(ours.mean).toBeCloseTo(oracle.mean, 6);
          expect(Math.abs(ours.low - oracle.low)).toBeLessThanOrEqual(1e-9);
          expect(Math.abs(ours.high - oracle.high)).toBeLessThanOrEqual(1e-9);
        },
      ),
    );
  });

  it('sells nothing without stock or demand', () => {
    for (const [mean, stock] of [
      [5, 0],
      [5, -3],
      [0, 10],
    ] as const) {
      expect(limitedSales(2, mean, stock)).toEqual({ mean: 0, low: 0, high: 0 });
    }
  });

  it('stays within stock and demand for absurd numbers', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -6, max: 12, noNaN: true }),
        fc.double({ min: -6, max: 90, noNaN: true }),
        fc.integer({ min: 1, max: 1e9 }),
        (logShape, logMean, stock) => {
          const { mean, low, high } = limitedSales(10 ** logShape, 10 ** logMean, stock);
          expect(mean >= 0 && mean <= stock && mean <= 10 ** logMean * 1.000001).toBe(true);
          expect(0 <= low && low <= high && high <= stock).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('goes over smoothly where counts are taken in steps', () => {
    // Mean 30,000 with shape 4: spread 15,000. Against the closed form of the Gamma with the same mean:
    // E[min(G, S)] with G ~ Gamma(4, 7500) at S = 30,000 is 30,000 * P5(4) + 30,000 * (1 - P4(4)),
    // P4(4) = 1 - e^-4 (1 + 4 + 8 + 32/3) = 0.56653, P5(4) = P4(4) - e^-4 * 4^4 / 24 = 0.37116
    const expected = 30_000 * 0.37116 + 30_000 * (1 - 0.56653);
    expect(limitedSales(4, 30_000, 30_000).mean / expected).toBeCloseTo(1, 2);
    // A Poisson of a hundred million: the normal curve; 1e8 - 1e4 / sqrt(2 pi)
    expect(limitedSales(1e12, 1e8, 1e8).mean).toBeCloseTo(1e8 - 1e4 * 0.3989 - 0, -3);
  });
});
