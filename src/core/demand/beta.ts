import { gammaln } from 'simple-statistics';
import { assert } from '../units.js';

const PRECISION = 1e-15;
const STEPS_MAX = 10_000;
const TINY = 1e-300;

/**
 * I_x(a, b): the share of a Beta(a, b) distribution at or below `x` (the regularised incomplete beta function), by its
 * continued fraction. Source: NIST Digital Library of Mathematical Functions, 8.17.22 and 8.17.4.
 * @param a above 0
 * @param b above 0
 */
export function betaShareBelow(x: number, a: number, b: number): number {
  assert(a > 0 && b > 0, 'a Beta distribution has two parameters above 0');
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const scale = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (scale * fraction(x, a, b)) / a : 1 - (scale * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < STEPS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return value;
}

const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/**
 * Quantile of the ratio X / Y of independent Gamma variates of shapes `a` and `b`, both of rate 1: X / (X + Y) is Beta(a, b).
 * Found by halving the logarithm of the ratio; right to about nine digits.
 * @param p above 0, below 1
 */
export function gammaRatioQuantile(p: number, a: number, b: number): number {
  assert(p > 0 && p < 1, 'a quantile is asked for a share between 0 and 1');
  let low = -700;
  let high = 700;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    const x = 1 / (1 + Math.exp(-middle));
    if (betaShareBelow(x, a, b) < p) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
