import { describe, expect, it } from 'vitest';
import { betaShareBelow, gammaRatioQuantile } from '../../../src/core/demand/beta.js';

describe('the share of a Beta distribution below a point', () => {
  it('is x^a for b = 1 and 1 - (1 - x)^b for a = 1', () => {
    expect(betaShareBelow(0.3, 2.5, 1)).toBeCloseTo(0.3 ** 2.5, 12);
    expect(betaShareBelow(0.3, 1, 4)).toBeCloseTo(1 - 0.7 ** 4, 12);
    expect(betaShareBelow(0.5, 7.3, 7.3)).toBeCloseTo(0.5, 12);
  });

  it('is a sum of binomial chances for whole a and b: I_p(k, n - k + 1) = P(at least k of n)', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    for (const [n, k, p] of [
      [10, 3, 0.2],
      [30, 25, 0.7],
      [50, 5, 0.05],
    ] as const) {
      let sum = 0;
      for (let j = k; j <= n; j++) sum += choose(n, j) * p ** j * (1 - p) ** (n - j);
      expect(betaShareBelow(p, k, n - k + 1)).toBeCloseTo(sum, 11);
    }
  });

  it('ends at 0 and 1', () => {
    expect(betaShareBelow(0, 2, 3)).toBe(0);
    expect(betaShareBelow(1, 2, 3)).toBe(1);
  });
});

describe('the quantile of a ratio of Gamma variates', () => {
  it('is p / (1 - p) for two exponential ones', () => {
    for (const p of [0.05, 0.5, 0.95]) expect(gammaRatioQuantile(p, 1, 1)).toBeCloseTo(p / (1 - p), 9);
  });

  it('is that of F tables: F(0.95; 10, 20) = 2.348, F(0.95; 4, 6) = 4.534', () => {
    // F = (X / 5) / (Y / 10) for shapes of half the degrees of freedom
    expect(gammaRatioQuantile(0.95, 5, 10) * 2).toBeCloseTo(2.348, 3);
    expect(gammaRatioQuantile(0.95, 2, 3) * 1.5).toBeCloseTo(4.534, 3);
  });
});
