import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedSold, predictUnits } from '../../../src/core/demand/negative-binomial.js';

describe('units predicted from a Gamma belief', () => {
  it.each([
    // a, b, days; mean, 10 %, 90 % points of scipy.stats.nbinom(a, b / (b + days)), SciPy 1.17.1
    [0.5, 30, 30, 0.5, 0, 2],
    [2, 10, 7, 1.4, 0, 3],
    [12.3, 40, 30, 9.225, 4, 15],
    [300, 50, 30, 180, 159, 202],
    [5000, 28, 60, 10714.285714285716, 10480, 10950],
    [0.05, 1, 30, 1.5, 0, 2],
  ])('Gamma(%d, %d) over %d days: mean %d, 80 %% between %d and %d', (a, b, days, mean, low, high) => {
    const predicted = predictUnits(a, b, days);
    expect(predicted.mean).toBeCloseTo(mean, 9);
    expect([predicted.low, predicted.high]).toEqual([low, high]);
  });

  it('are geometric for shape 1: P(N <= n) = 1 - q^(n + 1)', () => {
    // q = 30 / 40: 1 - 0.75^1 = 0.25 >= 0.1, so low is 0; 1 - 0.75^8 = 0.8999, 1 - 0.75^9 = 0.925, so high is 8.
    expect(predictUnits(1, 10, 30)).toEqual({ mean: 3, low: 0, high: 8 });
  });

  it('over no days are none', () => {
    expect(predictUnits(2, 3, 0)).toEqual({ mean: 0, low: 0, high: 0 });
  });

  it('of very large demand keep mean and interval, drawn as a Gamma', () => {
    // Mean 1,000,000, variance 1e6 * (1 + 30 / 300) + ...: a = 1e7, b = 300, spread 1,049; a = 10: spread 316,228.
    const wide = predictUnits(10, 0.0003, 30);
    expect(wide.mean).toBeCloseTo(1_000_000, 3);
    // scipy.stats.gamma.ppf([0.1, 0.9], 10) = 6.2213, 14.2060, times 100,000
    expect(wide.low / 622_130).toBeCloseTo(1, 4);
    expect(wide.high / 1_420_599).toBeCloseTo(1, 4);
  });
});

describe('units sold from a limited stock', () => {
  it.each([
    // sum of min(k, stock) * scipy.stats.nbinom.pmf(k, a, b / (b + days)) over k < 200,000, SciPy 1.17.1
    [0.5, 30, 30, 3, 0.45883500511084485],
    [2, 10, 7, 3, 1.21601752852576],
    [12.3, 40, 30, 3, 2.970725603642195],
    [12.3, 40, 30, 30, 9.22486181516722],
    [0.05, 1, 30, 30, 1.252175189346666],
    [300, 50, 30, 1500, 180],
  ])('Gamma(%d, %d) over %d days with %d in stock: %d', (a, b, days, stock, expected) => {
    expect(expectedSold(a, b, days, stock)).toBeCloseTo(expected, 9);
  });

  it('are the sum over every count, whatever side of the mean the stock is on', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 12_000, noNaN: true }),
        fc.double({ min: 0.05, max: 60, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        (a, perDay, stock) => {
          const [b, days] = [a / perDay, 30];
          // P(0) = p^a, P(k + 1) = P(k) (k + a) / (k + 1) q: kept as logarithms, where nothing underflows.
          const [p, q] = [b / (b + days), days / (b + days)];
          let log = a * Math.log(p);
          let [sum, all] = [0, 0];
          for (let k = 0; k < 40_000; k++) {
            const chance = Math.exp(log);
            sum += Math.min(k, stock) * chance;
            all += chance;
            log += Math.log((k + a) / (k + 1)) + Math.log(q);
          }
          fc.pre(Math.abs(all - 1) < 1e-9); // the sum above has seen all there is
          expect((expectedSold(a, b, days, stock) / sum) * all).toBeCloseTo(1, 7);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('one unit is sold with the chance that anybody comes: 1 - p^a', () => {
    // p = 10 / 40, a = 2: 1 - 1 / 16
    expect(expectedSold(2, 10, 30, 1)).toBeCloseTo(0.9375, 12);
  });

  it('without stock or days are none', () => {
    expect(expectedSold(2, 10, 30, 0)).toBe(0);
    expect(expectedSold(2, 10, 30, -3)).toBe(0);
    expect(expectedSold(2, 10, 0, 5)).toBe(0);
  });

  it('never exceed the stock or the mean, and grow with stock and days', () => {
    const belief = [
      fc.double({ min: 0.01, max: 500, noNaN: true }),
      fc.double({ min: 0.5, max: 200, noNaN: true }),
    ] as const;
    fc.assert(
      fc.property(
        ...belief,
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 300 }),
        (a, b, days, stock) => {
          const sold = expectedSold(a, b, days, stock);
          expect(sold).toBeLessThanOrEqual(Math.min(stock, (a * days) / b) * (1 + 1e-9));
          expect(sold).toBeGreaterThan(0);
          expect(expectedSold(a, b, days, stock + 1)).toBeGreaterThanOrEqual(sold * (1 - 1e-9));
          expect(expectedSold(a, b, days + 1, stock)).toBeGreaterThanOrEqual(sold * (1 - 1e-9));
        },
      ),
    );
  });

  it('of more stock than anybody could want are the demand itself, whatever the stock', () => {
    // 210 units wanted, give or take 35: beyond 4,000 no chance is left that a number can hold.
    const [a, b] = [43.999707805998135, 0.2096292480467845];
    for (const stock of [1_000, 4_631, 4_632, 100_000, 1e9]) {
      expect(expectedSold(a, b, 1, stock) / (a / b)).toBeCloseTo(1, 12);
    }
    for (let stock = 3_000; stock < 6_000; stock++) expectedSold(a, b, 1, stock);
  });

  it('of demand beyond single units join the exact sum without a step', () => {
    // Spread just below and just above 5,000 units.
    const exact = expectedSold(4, 0.012_05, 30, 10_000) / ((4 * 30) / 0.012_05);
    const like = expectedSold(4, 0.011_95, 30, 10_083.68) / ((4 * 30) / 0.011_95);
    expect(like / exact).toBeCloseTo(1, 3);
  });
});
