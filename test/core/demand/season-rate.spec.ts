import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CV_DEFAULT, learnRate, spreadOf, type ObservedPeriod } from '../../../src/core/demand/season-rate.js';

const sold = (units: number, lift = 1): ObservedPeriod => ({ units, lift, soldOut: false });
const soldOut = (units: number, lift = 1): ObservedPeriod => ({ units, lift, soldOut: true });

describe('the rate of a season', () => {
  it('is the prior as long as nothing was observed, and whatever is observed when the prior is sure', () => {
    expect(learnRate({ mean: 10, sd: 4 }, [], 0.3)).toEqual({ mean: 10, sd: 4 });
    expect(learnRate({ mean: 10, sd: 0 }, [sold(50)], 0.3)).toEqual({ mean: 10, sd: 0 });
  });

  it('is learned from large counts as a normal mean from normal values with known variance, in logarithms', () => {
    // Counting noise of a million units is nothing beside cv 0.3: s2 = ln(1.09). Prior variance ln(1.25).
    const s2 = Math.log(1.09);
    const v = Math.log(1.25);
    const centre = Math.log(1_000_000) - v / 2;
    const observed = [sold(1_400_000), sold(2_000_000, 2), sold(900_000)];
    const logs = [1_400_000, 1_000_000, 900_000].map((units) => Math.log(units) + s2 / 2);
    const precision = 1 / v + 3 / s2;
    const middle = (centre / v + logs.reduce((sum, log) => sum + log, 0) / s2) / precision;
    const mean = Math.exp(middle + 1 / precision / 2);
    const learned = learnRate({ mean: 1_000_000, sd: 500_000 }, observed, 0.3);
    expect(learned.mean / mean).toBeCloseTo(1, 4);
    expect(learned.sd / (mean * Math.sqrt(Math.expm1(1 / precision)))).toBeCloseTo(1, 3);
  });

  it('is learned from small counts and from sold-out periods as the sum over all rates says', () => {
    // Oracle: negative binomial of shape 4 (cv 0.5) by factorials, on a fine grid of rates from nearly 0 to 60.
    const chance = (units: number, mean: number): number => {
      let value = (4 / (4 + mean)) ** 4;
      for (let k = 0; k < units; k++) value *= ((4 + k) / (k + 1)) * (mean / (4 + mean));
      return value;
    };
    const atLeast = (units: number, mean: number): number =>
      1 - Array.from({ length: units }, (_, k) => chance(k, mean)).reduce((sum, each) => sum + each, 0);
    const v = Math.log(1.64); // mean 5, sd 4
    let weight = 0;
    let first = 0;
    let second = 0;
    for (let rate = 0.005; rate < 60; rate += 0.01) {
      const prior = Math.exp(-((Math.log(rate / 5) + v / 2) ** 2) / (2 * v)) / rate;
      const each = prior * chance(3, rate) * chance(0, rate) * atLeast(5, rate * 1.5);
      weight += each;
      first += each * rate;
      second += each * rate * rate;
    }
    const learned = learnRate({ mean: 5, sd: 4 }, [sold(3), sold(0), soldOut(5, 1.5)], 0.5);
    expect(learned.mean).toBeCloseTo(first / weight, 3);
    expect(learned.sd).toBeCloseTo(Math.sqrt(second / weight - (first / weight) ** 2), 3);
  });

  it('learns nothing from a period that had nothing to sell, and no upper limit from one that sold out', () => {
    const prior = { mean: 20, sd: 10 };
    const nothing = learnRate(prior, [soldOut(0)], 0.3);
    expect(nothing.mean).toBeCloseTo(20, 2);
    expect(nothing.sd).toBeCloseTo(10, 1);
    for (const units of [12, 40, 2_000]) {
      expect(learnRate(prior, [soldOut(units)], 0.3).mean).toBeGreaterThan(learnRate(prior, [sold(units)], 0.3).mean);
    }
  });

  it('is a positive number for any past, however far from the prior', () => {
    const period = fc.record({
      units: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 1_000_000_000 })),
      lift: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      soldOut: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(period, { maxLength: 30 }),
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-3, max: 10, noNaN: true }),
        (observed, mean, sdShare) => {
          const learned = learnRate({ mean, sd: mean * sdShare }, observed, spreadOf(observed));
          expect(learned.mean).toBeGreaterThan(0);
          expect(learned.sd).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(learned.mean + learned.sd)).toBe(true);
        },
      ),
    );
  });
});

describe('the spread between periods', () => {
  it('is 0.27 at 90 units, counting included, until a product has periods of its own', () => {
    expect(Math.sqrt(CV_DEFAULT ** 2 + 1 / 90)).toBeCloseTo(0.27, 12);
    for (const few of [[], [sold(80)], [sold(0), sold(0)], [soldOut(9), soldOut(500)]]) {
      expect(spreadOf(few)).toBe(CV_DEFAULT);
    }
  });

  it('moves to that of the product, and the more so the more periods there are', () => {
    // Weeks of 500,000 and 1,500,000 in turn: squared spread 0.25 n / (n - 1); default 30 periods of 0.0618, all count.
    const weeks = (n: number) => Array.from({ length: n }, (_, i) => sold(i % 2 === 0 ? 500_000 : 1_500_000));
    const hand = (n: number): number =>
      Math.sqrt((30 * CV_DEFAULT ** 2 + (n - 1) * ((0.25 * n) / (n - 1))) / (30 + n - 1));
    expect(spreadOf(weeks(10))).toBeCloseTo(hand(10), 4);
    expect(spreadOf(weeks(100))).toBeCloseTo(hand(100), 4);
  });

  it('is hardly touched by slow sellers, whose weeks stray by chance', () => {
    const weeks = Array.from({ length: 20 }, (_, i) => sold(i % 2));
    expect(Math.abs(spreadOf(weeks) - CV_DEFAULT)).toBeLessThan(0.01);
  });
});
