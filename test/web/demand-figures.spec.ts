import { describe, expect, it } from 'vitest';
import { answerTo, monthOf } from '../../web/pages/product/demand-figures';

describe('demand in words', () => {
  it('tells an elasticity by what a cut of 10 % sells', () => {
    // 0.9^-2 = 1.2346; 0.9^-(2 - 1.2816 x 0.5) = 1.1540; 0.9^-(2 + 1.2816 x 0.5) = 1.3209
    expect(answerTo({ value: -2, sd: 0.5 })).toEqual({ moreBp: 2_300, lowBp: 1_500, highBp: 3_200 });
  });

  it('never says that a cut sells fewer', () => {
    expect(answerTo({ value: -1, sd: 2 }).lowBp).toBe(0);
  });

  it('tells a pace by the month', () => {
    const velocity = { unitsPerDay: 0.3, low: 0.2, high: 0.5, weightOfPrior: 0, exposureDays: 9, dispersion: 1 };
    expect(monthOf(velocity)).toEqual({ units: 9, low: 6, high: 15 });
  });
});
