import { describe, expect, it } from 'vitest';
import { gammaQuantile, gammaShareBelow } from '../../../src/core/demand/gamma.js';

describe('the share of a Gamma distribution below a value', () => {
  it.each([
    // scipy.special.gammainc, SciPy 1.17.1
    [0.5, 0.5, 0.6826894921370859], // also: a normal variate lies within one standard deviation
    [1, 2, 0.8646647167633873], // 1 - e^-2
    [5, 3, 0.18473675547622787],
    [5, 12, 0.992399609318933],
    [100, 90, 0.15822098918643007],
    [100, 130, 0.9972495916326934],
    [10_000, 10_000, 0.5013298083399552],
  ])('of shape %d at %d is %d', (shape, x, expected) => {
    expect(gammaShareBelow(shape, x)).toBeCloseTo(expected, 11);
  });

  it('is nothing at 0 and below', () => {
    expect(gammaShareBelow(2, 0)).toBe(0);
    expect(gammaShareBelow(2, -1)).toBe(0);
  });
});

describe('Gamma quantiles', () => {
  it.each([
    // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4: chi-square with n degrees of freedom = Gamma(n / 2, 1 / 2)
    [1, 0.95, 3.841],
    [5, 0.9, 9.236],
    [10, 0.99, 23.209],
    [30, 0.1, 20.599],
    [100, 0.05, 77.929],
  ])('give the published chi-square value of %d degrees of freedom at %d', (freedom, p, expected) => {
    expect(gammaQuantile(p, freedom / 2, 0.5)).toBeCloseTo(expected, 3);
  });

  it.each([
    // scipy.stats.gamma.ppf at 0.1, 0.5, 0.9, SciPy 1.17.1; its 8.741763750 for shape 100 does not go back to 0.1 in
    // scipy.special.gammainc, so that one value is the root of gammainc.
    [0.01, 1, 5.660738147062073e-101, 4.465535018910562e-31, 1.5035936230702928e-5],
    [0.1, 2, 3.036524181371603e-11, 0.0002966955522301142, 0.1330772768694185],
    [0.5, 30, 0.0002631795682238537, 0.007582273718659533, 0.04509239090159006],
    [1, 1, 0.10536051565782636, 0.6931471805599455, 2.302585092994046],
    [2.5, 40, 0.020128849837029034, 0.05439325238869408, 0.11545446124726405],
    [10, 100, 0.06221304605225031, 0.09668714614714129, 0.14205990292152815],
    [100, 10, 8.74176364995939, 9.966686491931549, 11.301052385984448],
    [3000, 1000, 2.9300241353526735, 2.9996666732518302, 3.070404111302976],
  ])('of shape %d and rate %d agree with SciPy to nine digits', (shape, rate, ...expected) => {
    [0.1, 0.5, 0.9].forEach((p, i) => expect(gammaQuantile(p, shape, rate) / expected[i]!).toBeCloseTo(1, 9));
  });

  it('of large shapes agree with SciPy too, and of enormous ones to six digits', () => {
    // scipy.stats.gamma.ppf([0.1, 0.5, 0.9], shape, scale=1/7)
    const large = [2831.2823875314575, 2857.095238236334, 2883.064505206688];
    [0.1, 0.5, 0.9].forEach((p, i) => expect(gammaQuantile(p, 20_000, 7) / large[i]!).toBeCloseTo(1, 8));
    const enormous = [571062.4444412966, 571428.5238095245, 571794.7595943615];
    [0.1, 0.5, 0.9].forEach((p, i) => expect(gammaQuantile(p, 4_000_000, 7) / enormous[i]!).toBeCloseTo(1, 6));
  });

  it('of a shape so small that nothing is left is 0, not something odd', () => {
    expect(gammaQuantile(0.1, 0.001, 1)).toBe(0);
  });
});
