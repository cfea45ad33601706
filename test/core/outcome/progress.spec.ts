import { describe, expect, it } from 'vitest';
import { gamma, poisson, randomOf } from '../../../bench/outcomes-shop.mjs';
import { progressOf, type RunningCut } from '../../../src/core/outcome/progress.js';

const EVEN = { dispersion: 1, drift: 0 };
/** 20 % off, 14 days old; without it 14 units would have been sold, 1 a day. */
const cut = (more: Partial<RunningCut> = {}): RunningCut => ({
  daysRunning: 14,
  without: { mean: 14, shape: 50 },
  since: { units: 25, exposure: 14 },
  noise: EVEN,
  logPrice: Math.log(0.8),
  elasticity: { mean: -2.6, sd: 0 },
  others: null,
  left: 20,
  horizonDays: 30,
  coolDownDays: 7,
  ...more,
});

describe('a running cut', () => {
  it('is held against what was expected of it: 14 x 0.8^-2.6 = 25.0', () => {
    const progress = progressOf(cut());
    expect(progress.expectedUnits).toBeCloseTo(14 * 0.8 ** -2.6, 9);
    expect(progress.expectedUnits).toBeCloseTo(25.01, 2);
    expect(progress.soldUnits).toBe(25);
  });

  it('misses with the chance that draws from the same beliefs say', () => {
    const random = randomOf(5);
    const others = { rate: 0.4, a: 8, b: 20 };
    const found = progressOf(cut({ left: 38, others }));
    // Rate under the cut: Gamma(50, 50 / 1.786) before; 25 units in 14 days seen since. Others: Gamma(8, 20).
    const a = 50 + 25;
    const b = 50 / 0.8 ** -2.6 + 14;
    let missed = 0;
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const rate = gamma(random, a) / b + gamma(random, 8) / 20;
      if (poisson(random, rate * 16) < 38) missed++;
    }
    // standard error 0.35 %; the negative binomial stands for a sum of two
    expect(Math.abs(found.missChanceBp! / 10_000 - missed / draws)).toBeLessThan(0.02);
  });

  it('learns from what was seen since: fewer sold, likelier to miss', () => {
    const chance = (units: number): number => progressOf(cut({ since: { units, exposure: 14 } })).missChanceBp!;
    expect(chance(5)).toBeGreaterThan(chance(25));
    expect(chance(25)).toBeGreaterThan(chance(60));
  });

  it.each([
    ['sells far less than it takes', { since: { units: 2, exposure: 14 }, left: 60 }, 'step-up'],
    ['sells as expected, and would not without the cut', { left: 20 }, 'hold'],
    ['would clear without it', { left: 5, since: { units: 40, exposure: 14 } }, 'step-back'],
    ['has cleared what it was made for', { left: 0 }, 'step-back'],
    ['is over its plan with stock left', { daysRunning: 31, left: 3 }, 'step-up'],
    ['is inside its cool-down', { daysRunning: 6, since: { units: 0, exposure: 6 }, left: 60 }, 'too-early'],
    ['was sold out nearly all the time', { since: { units: 1, exposure: 1 }, left: 60 }, 'too-early'],
  ] as const)('that %s: %s', (_, more, advice) => {
    expect(progressOf(cut(more)).advice).toBe(advice);
  });

  it('is never told to move before the cool-down is over, whatever it sells', () => {
    for (let daysRunning = 0; daysRunning < 21; daysRunning++) {
      for (const units of [0, 3, 300]) {
        const { advice } = progressOf(
          cut({ daysRunning, coolDownDays: 21, left: 100, since: { units, exposure: Math.max(0, daysRunning) } }),
        );
        expect(advice).toBe('too-early');
      }
    }
  });

  it('without a day in stock expects nothing and says so', () => {
    const progress = progressOf(cut({ without: { mean: 0, shape: 2 }, since: { units: 0, exposure: 0 } }));
    expect(progress.expectedUnits).toBeNull();
    expect(progress.advice).toBe('too-early');
    expect(progress.missChanceBp).toBeNull();
  });

  it('is less sure where the elasticity is not known', () => {
    const sure = progressOf(
      cut({ daysRunning: 7, since: { units: 12, exposure: 7 }, without: { mean: 7, shape: 50 }, left: 60 }),
    );
    const vague = progressOf(
      cut({
        daysRunning: 7,
        since: { units: 12, exposure: 7 },
        without: { mean: 7, shape: 50 },
        left: 60,
        elasticity: { mean: -2.6, sd: 2 },
      }),
    );
    expect(sure.missChanceBp).toBeGreaterThan(5_000);
    expect(vague.missChanceBp).toBeLessThan(sure.missChanceBp!);
  });
});

describe('the chance to miss holds what it says', () => {
  it('on simulated cuts: of those given 20-80 %, as many miss as was said, within three standard errors', () => {
    const random = randomOf(77);
    let said = 0;
    let variance = 0;
    let missed = 0;
    for (let i = 0; i < 3_000; i++) {
      // The truth is drawn from the beliefs that the engine holds before it has seen the cut.
      const usual = gamma(random, 4) / 8;
      const slope = -2.6 + 0.5 * (random() + random() + random() + random() + random() + random() - 3) * Math.SQRT2;
      const rate = usual * 0.8 ** slope;
      const units = poisson(random, rate * 10);
      const left = 5 + Math.floor(random() * 30);
      const { missChanceBp } = progressOf(
        cut({
          daysRunning: 10,
          without: { mean: (4 / 8) * 10, shape: 4 },
          since: { units, exposure: 10 },
          elasticity: { mean: -2.6, sd: 0.5 },
          left,
        }),
      );
      const chance = missChanceBp! / 10_000;
      if (chance < 0.2 || chance > 0.8) continue;
      said += chance;
      variance += chance * (1 - chance);
      if (poisson(random, rate * 20) < left) missed++;
    }
    expect(variance).toBeGreaterThan(50);
    expect(Math.abs(missed - said)).toBeLessThan(3 * Math.sqrt(variance) + 0.02 * said);
  });
});
