import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/core/demand/evidence.js';
import { createPriorTable, DEFAULT_PRIOR } from '../../../src/core/demand/priors.js';
import { addBeliefs, beliefOf, velocityOf } from '../../../src/core/demand/velocity.js';

const evidence = (units: number, exposure: number): Evidence => ({
  units,
  exposure,
  noise: exposure, // unweighted days: each weighs 1
  exposureDays: exposure,
  cappedUnits: 0,
});

/** Uniform numbers from a seed (Park and Miller 1988), so that the simulation is the same everywhere. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/** Gamma of whole shape: a sum of exponentials. Poisson: arrivals until the time is up. */
function sampler(seed: number) {
  const next = uniform(seed);
  const exponential = () => -Math.log(next());
  return {
    gamma: (shape: number, rate: number) =>
      Array.from({ length: shape }, exponential).reduce((s, x) => s + x, 0) / rate,
    poisson(mean: number) {
      let count = -1;
      for (let time = 0; time <= mean; time += exponential()) count++;
      return count;
    },
  };
}

describe('the prior of a group', () => {
  it('follows from mean and spread by the method of moments', () => {
    // Rates 0, 0, 2, 4, 4 over 10 days each: m = 2, weighted spread 10 * 16 = 160, noise m * (5 - 1) = 8,
    // divisor 50 - 10 = 40: v = 3.8; b = 2 / 3.8, below the least of one day: b = 1, a = 2.
    const wide = createPriorTable();
    for (const units of [0, 0, 20, 40, 40]) wide.add(1, 'mugs', evidence(units, 10));
    expect(wide.priorOf(1, 'mugs')).toEqual({ a: 2, b: 1, from: 'category', size: 5 });

    // Rates 0.6, 0.8, 1, 1.2, 1.4 over 100 days: m = 1, spread 100 * 0.4 = 40, noise 4, divisor 400: v = 0.09; b = 1 / 0.09.
    const narrow = createPriorTable();
    for (const units of [60, 80, 100, 120, 140]) narrow.add(1, 'mugs', evidence(units, 100));
    const { a, b } = narrow.priorOf(1, 'mugs');
    expect([a, b]).toEqual([expect.closeTo(11.111111, 6), expect.closeTo(11.111111, 6)]);
  });

  it('takes less of the spread for chance where days are decayed', () => {
    // As before with half the noise: 40 - 1 * (5 * 0.5 - 250 / 500) = 38; v = 38 / 400; b = 400 / 38.
    const priors = createPriorTable();
    for (const units of [60, 80, 100, 120, 140]) priors.add(1, 'mugs', { ...evidence(units, 100), noise: 50 });
    expect(priors.priorOf(1, 'mugs').b).toBeCloseTo(400 / 38, 9);
  });

  it('is the strongest allowed where products differ no more than by chance', () => {
    const priors = createPriorTable();
    for (let i = 0; i < 6; i++) priors.add(1, 'mugs', evidence(50, 100));
    expect(priors.priorOf(1, 'mugs')).toEqual({ a: 45, b: 90, from: 'category', size: 6 });
  });

  it('finds back the Gamma from which rates were drawn', () => {
    const { gamma, poisson } = sampler(20260101);
    const priors = createPriorTable();
    for (let i = 0; i < 20_000; i++) {
      const days = 20 + (i % 60);
      priors.add(1, 'mugs', evidence(poisson(gamma(2, 10) * days), days));
    }
    const { a, b } = priors.priorOf(1, 'mugs');
    expect(a / b).toBeCloseTo(0.2, 2);
    expect(b).toBeGreaterThan(9.3);
    expect(b).toBeLessThan(10.7);
  });

  it('counts the noise of decayed days as what it is', () => {
    // All rates the same, days decayed: any spread is chance, so that the prior is the strongest or close to it.
    const { poisson } = sampler(7);
    const priors = createPriorTable();
    const weights = Array.from({ length: 180 }, (_, ago) => 0.5 ** (ago / 28));
    const exposure = weights.reduce((sum, w) => sum + w, 0);
    const noise = weights.reduce((sum, w) => sum + w * w, 0);
    for (let i = 0; i < 500; i++) {
      const units = weights.reduce((sum, w) => sum + w * poisson(0.5), 0);
      priors.add(1, null, { units, exposure, noise, exposureDays: 180, cappedUnits: 0 });
    }
    expect(priors.priorOf(1, null).b).toBeGreaterThan(60);
  });

  it('comes from the category on the channel, else the channel, else all, else a stated default', () => {
    const priors = createPriorTable();
    for (let i = 0; i < 5; i++) priors.add(1, 'mugs', evidence(10, 100));
    for (let i = 0; i < 4; i++) priors.add(1, 'lamps', evidence(300, 100));
    for (let i = 0; i < 4; i++) priors.add(2, 'mugs', evidence(0, 100));
    expect(priors.priorOf(1, 'mugs')).toMatchObject({ from: 'category', size: 5 });
    expect(priors.priorOf(1, 'lamps')).toMatchObject({ from: 'channel', size: 9 });
    expect(priors.priorOf(1, null)).toMatchObject({ from: 'channel', size: 9 });
    expect(priors.priorOf(2, 'mugs')).toMatchObject({ from: 'all', size: 13 });
    expect(createPriorTable().priorOf(1, 'mugs')).toEqual(DEFAULT_PRIOR);
  });

  it('passes over groups that sold nothing and products that were never in stock', () => {
    const priors = createPriorTable();
    for (let i = 0; i < 9; i++) priors.add(1, 'mugs', evidence(0, 100));
    for (let i = 0; i < 9; i++) priors.add(1, 'mugs', evidence(0, 0));
    expect(priors.priorOf(1, 'mugs')).toEqual(DEFAULT_PRIOR);
  });

  it('takes in what is added after it was asked', () => {
    const priors = createPriorTable();
    expect(priors.priorOf(1, 'mugs').from).toBe('default');
    for (let i = 0; i < 5; i++) priors.add(1, 'mugs', evidence(10, 100));
    expect(priors.priorOf(1, 'mugs').from).toBe('category');
  });
});

describe('velocity', () => {
  const prior = { a: 2, b: 10, from: 'category' as const, size: 40 };

  it('adds the prior to the evidence', () => {
    const velocity = velocityOf(evidence(8, 30), prior);
    expect(velocity).toMatchObject({ rate: 0.25, a: 10, b: 40, exposureDays: 30, weightOfPrior: 0.25, capped: false });
    // scipy.stats.gamma.ppf([0.1, 0.9], 10, scale=1/40), SciPy 1.17.1: a tenth-rate is 2.5 times that of rate 100
    expect(velocity.low).toBeCloseTo(0.15553261513062577, 10);
    expect(velocity.high).toBeCloseTo(0.35514975730382, 10);
  });

  it('is the prior where nothing is known, and nearly the past where much is', () => {
    expect(velocityOf(evidence(0, 0), prior)).toMatchObject({ rate: 0.2, weightOfPrior: 1 });
    expect(velocityOf(evidence(3000, 3000), prior).rate).toBeCloseTo(1, 2);
  });

  it('says when a wild day was capped', () => {
    expect(velocityOf({ ...evidence(8, 30), cappedUnits: 490 }, prior).capped).toBe(true);
  });

  it('holds the true rate in its 80 % interval four times in five', () => {
    const { gamma, poisson } = sampler(42);
    let held = 0;
    for (let i = 0; i < 4000; i++) {
      const rate = gamma(2, 10);
      const { low, high } = velocityOf(evidence(poisson(rate * 30), 30), prior);
      if (rate >= low && rate <= high) held++;
    }
    expect(held / 4000).toBeGreaterThan(0.78);
    expect(held / 4000).toBeLessThan(0.82);
  });
});

describe('the velocity of all channels', () => {
  it('is the sum, exactly so for equal b', () => {
    const one = beliefOf(evidence(8, 30), { a: 2, b: 10, from: 'all', size: 9 });
    const other = beliefOf(evidence(1, 30), { a: 4, b: 10, from: 'all', size: 9 });
    const sum = addBeliefs([one, other])!;
    expect(sum.rate).toBeCloseTo(0.375, 12);
    expect(sum.a).toBeCloseTo(15, 10);
    expect(sum.b).toBeCloseTo(40, 10);
  });

  it('keeps mean and variance when channels are known unequally well', () => {
    const sum = addBeliefs([{ rate: 0.5, a: 1, b: 2 }, { rate: 1, a: 10, b: 10 }])!; // prettier-ignore
    expect(sum.a / sum.b).toBeCloseTo(1.5, 12);
    expect(sum.a / sum.b ** 2).toBeCloseTo(0.25 + 0.1, 12);
  });

  it('is unknown without channels', () => {
    expect(addBeliefs([])).toBeNull();
  });
});
