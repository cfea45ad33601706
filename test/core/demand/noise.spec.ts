import { describe, expect, it } from 'vitest';
import { asPoisson, createNoiseTable, drifting, forForecast } from '../../../src/core/demand/noise.js';
import { createPriorTable } from '../../../src/core/demand/priors.js';

describe('dispersion', () => {
  it('is squares over units, held to its group by 50 units', () => {
    const table = createNoiseTable();
    table.addSpread(1, 'mugs', { squares: 4_000_000, units: 1_000_000 });
    // The group: (1.3 x 200 + 4e6) / (200 + 1e6) three times over is 4.000 to three digits.
    expect(table.dispersionOf(1, 'mugs', { squares: 0, units: 0 })).toBeCloseTo(4, 2);
    expect(table.dispersionOf(1, 'mugs', { squares: 150, units: 50 })).toBeCloseTo((4 * 50 + 150) / 100, 2);
    expect(createNoiseTable().dispersionOf(1, null, { squares: 0, units: 0 })).toBe(1.3);
  });

  it('is never below that of buyers who come one by one', () => {
    expect(createNoiseTable().dispersionOf(1, null, { squares: -400, units: 500 })).toBe(1);
  });
});

describe('drift', () => {
  const belief = { rate: 1, a: 1e12, b: 1e12 };
  const filled = (errors: number[], sure = belief) => {
    const table = createNoiseTable();
    for (let i = 0; i < 4_000; i++) {
      const units = 1e6 * (1 + errors[i % errors.length]!);
      table.addHoldOut(1, 'mugs', { days: 1e6, units, belief: sure, dispersion: 1 });
    }
    return table.driftOf(1, 'mugs');
  };

  it('is what forecasts of large sellers missed by, squared', () => {
    expect(filled([0.3, -0.3])).toBeCloseTo(0.09, 2);
    expect(filled([0])).toBeCloseTo(0, 2);
  });

  it('is none where the belief was unsure enough to explain it', () => {
    // A belief of shape 100 strays by 0.1: errors of 0.1 are no surprise.
    expect(filled([0.1, -0.1], { rate: 1, a: 100, b: 100 })).toBeLessThan(0.001);
  });

  it('begins at an assumption', () => {
    expect(createNoiseTable().driftOf(1, null)).toBe(0.04);
  });
});

describe('beliefs under noise', () => {
  const evidence = { units: 30, exposure: 60, noise: 20, exposureDays: 90, cappedUnits: 0 };

  it('count evidence for what it tells: the rate stays, its variance is dispersion x rate x sum of squares / exposure^2', () => {
    const { units, exposure, worth } = asPoisson(evidence, 3);
    expect(units / exposure).toBeCloseTo(0.5, 12);
    expect(worth).toBe(1); // 60 / (3 x 20)
    for (const dispersion of [1, 2, 7]) {
      const plain = asPoisson(evidence, dispersion);
      const variance = plain.units / plain.exposure / plain.exposure;
      expect(variance).toBeCloseTo((dispersion * 0.5 * 20) / 60 ** 2, 12);
    }
    expect(asPoisson({ ...evidence, units: 0, exposure: 0, noise: 0 }, 3)).toMatchObject({ units: 0, exposure: 0 });
  });

  it('widen with drift: squared coefficients of variation add', () => {
    const { rate, a, b } = drifting({ rate: 0.5, a: 20, b: 40 }, 0.05);
    expect([rate, a / b]).toEqual([0.5, 0.5]);
    expect(1 / a).toBeCloseTo(1 / 20 + 0.05, 12);
  });

  it('forecast units of variance dispersion x mean + mean^2 / a', () => {
    const { a, rate } = forForecast({ rate: 0.5, a: 20, b: 40 }, 3, 28);
    const mean = 14;
    expect(rate).toBe(0.5);
    expect(mean + mean ** 2 / a).toBeCloseTo(3 * mean + mean ** 2 / 20, 10);
    expect(forForecast({ rate: 0.5, a: 20, b: 40 }, 1, 28).a).toBeCloseTo(20, 12);
  });

  it('keep a prior’s bounds in days with stock, however little a day tells', () => {
    const priors = createPriorTable();
    const alike = { units: 10, exposure: 20, noise: 20, exposureDays: 100, cappedUnits: 0 };
    for (let i = 0; i < 6; i++) priors.add(1, 'mugs', alike, 0.2);
    expect(priors.priorOf(1, 'mugs')).toMatchObject({ b: 18, a: 9 }); // 90 days x 0.2
  });
});
