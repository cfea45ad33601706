import { describe, expect, it } from 'vitest';
import { gamma, randomOf } from '../../../bench/outcomes-shop.mjs';
import { expectedFrom, gainOf, upliftOf } from '../../../src/core/outcome/uplift.js';

const EVEN = { dispersion: 1, drift: 0 };

describe('what would have been sold', () => {
  it('is the believed rate over the days after, with the trend of the controls', () => {
    // a = 2 + 8, b = 10 + 30: 0.25 a day; 28 days x 0.25 x 1.2 = 8.4; doubts add up: 1/10 + 0.04 + 0.01 = 0.15
    const expected = expectedFrom(
      { units: 8, exposure: 30 },
      28,
      { a: 2, b: 10 },
      { dispersion: 1, drift: 0.04 },
      { ratio: 1.2, variance: 0.01 },
    );
    expect(expected.mean).toBeCloseTo(8.4, 12);
    expect(expected.shape).toBeCloseTo(1 / 0.15, 12);
  });

  it('believes lumpy sales less: two units per buyer are one piece of evidence', () => {
    // a = 2 + 8 / 2, b = 10 + 30 / 2
    const expected = expectedFrom(
      { units: 8, exposure: 30 },
      25,
      { a: 2, b: 10 },
      { dispersion: 2, drift: 0 },
      { ratio: 1, variance: 0 },
    );
    expect(expected.mean).toBeCloseTo(6, 12);
    expect(expected.shape).toBeCloseTo(6, 12);
  });
});

describe('uplift', () => {
  it('is units sold over units expected, and its interval is that of a ratio of Gamma variates', () => {
    const random = randomOf(11);
    const found = upliftOf(12, { mean: 8, shape: 20 }, EVEN);
    expect(found.uplift.value).toBeCloseTo(0.5, 12);
    const draws = Array.from({ length: 40_000 }, () => gamma(random, 12.5) / ((gamma(random, 20) / 20) * 8) - 1);
    draws.sort((one, other) => one - other);
    // The draw at 4.5 % lies within 3 standard errors: sd of the share 0.0011, density about 0.35 there
    expect(Math.abs(found.uplift.low - draws[1_800]!)).toBeLessThan(0.02);
    expect(Math.abs(found.uplift.high - draws[38_200]!)).toBeLessThan(0.06);
  });

  it('of nothing sold is -100 %, and says how much there may be', () => {
    const { uplift, units } = upliftOf(0, { mean: 5, shape: 50 }, EVEN);
    expect(uplift.value).toBe(-1);
    expect(uplift.low).toBe(-1);
    expect(uplift.high).toBeLessThan(-0.4);
    expect(units.value).toBe(-5);
  });

  it('grows vaguer with lumps, drift and doubt', () => {
    const width = (found: ReturnType<typeof upliftOf>): number => found.uplift.high - found.uplift.low;
    const sure = upliftOf(12, { mean: 8, shape: 20 }, EVEN);
    expect(width(upliftOf(12, { mean: 8, shape: 20 }, { dispersion: 2, drift: 0 }))).toBeGreaterThan(width(sure));
    expect(width(upliftOf(12, { mean: 8, shape: 5 }, EVEN))).toBeGreaterThan(width(sure));
  });
});

describe('gains', () => {
  const parts = { sold: { value: 12, low: 8, high: 18 }, wouldBe: { value: 10, low: 7, high: 14 } };

  it('are a difference whose interval comes from the intervals of its parts', () => {
    // 12 x 80 - 10 x 100 = -40; down: sqrt((4 x 80)^2 + (4 x 100)^2), up: sqrt((6 x 80)^2 + (3 x 100)^2)
    const gain = gainOf(parts, 80, 100);
    expect(gain.value).toBe(-40);
    expect(gain.low).toBeCloseTo(-40 - Math.hypot(320, 400), 9);
    expect(gain.high).toBeCloseTo(-40 + Math.hypot(480, 300), 9);
  });

  it('turn the ends where a unit brings a loss', () => {
    // 12 x -10 - 10 x 5 = -170; -120 may fall to -180 and rise to -80
    const gain = gainOf(parts, -10, 5);
    expect(gain.value).toBe(-170);
    expect(gain.low).toBeCloseTo(-170 - Math.hypot(60, 20), 9);
    expect(gain.high).toBeCloseTo(-170 + Math.hypot(40, 15), 9);
  });
});
