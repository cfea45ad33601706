import { gammaln, probit } from 'simple-statistics';
import { assert } from '../units.js';

const PRECISION = 1e-15;
const STEPS_MAX = 100_000;
/** Above this shape the cube-root normal approximation is off by less than a millionth of the value. */
const LARGE_SHAPE = 1_000_000;

/**
 * P(shape, x): the share of a Gamma distribution of this shape and rate 1 that lies at or below `x` (the regularised
 * lower incomplete gamma function). Series below the mean, continued fraction above it.
 * Source: NIST Digital Library of Mathematical Functions, 8.11.4 and 8.9.2 (Lentz's method).
 * @param shape above 0
 */
export function gammaShareBelow(shape: number, x: number): number {
  assert(shape > 0, 'a Gamma shape is above 0');
  if (x <= 0) return 0;
  const scale = Math.exp(shape * Math.log(x) - x - gammaln(shape));
  return x < shape + 1 ? scale * lowerSeries(shape, x) : 1 - scale * upperFraction(shape, x);
}

function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < STEPS_MAX && term > sum * PRECISION; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

function upperFraction(shape: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - shape;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < STEPS_MAX; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = a * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + a / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const step = c * d;
    fraction *= step;
    if (Math.abs(step - 1) < PRECISION) break;
  }
  return fraction;
}

/**
 * The value below which the share `p` of a Gamma distribution (shape, rate) lies. Begins at Wilson and Hilferty's
 * approximation (1931: the cube root of a Gamma variate is nearly normal), then Newton steps kept inside a bracket; right
 * to about nine digits. Shapes over a million use the approximation as it is.
 * @param shape above 0
 * @param rate above 0
 * @param p above 0, below 1
 */
export function gammaQuantile(p: number, shape: number, rate: number): number {
  assert(shape > 0 && rate > 0, 'a Gamma distribution has a shape and a rate above 0');
  assert(p > 0 && p < 1, 'a quantile is asked for a share between 0 and 1');
  const ninth = 1 / (9 * shape);
  const guess = shape * Math.max(0, 1 - ninth + probit(p) * Math.sqrt(ninth)) ** 3;
  if (shape > LARGE_SHAPE) return guess / rate;

  // For small shapes the lower tail is x^shape / (shape * Gamma(shape)), from which the start is exact.
  let x = guess > 0.1 * shape ? guess : Math.exp((Math.log(p) + gammaln(shape + 1)) / shape);
  if (x < 1e-290) return x / rate;
  let low = 0;
  let high = Infinity;
  for (let step = 0; step < 100; step++) {
    const off = gammaShareBelow(shape, x) - p;
    if (off > 0) high = x;
    else low = x;
    const density = Math.exp((shape - 1) * Math.log(x) - x - gammaln(shape));
    let next = x - off / density;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * x : (low + high) / 2;
    const isClose = Math.abs(next - x) <= 1e-11 * x;
    x = next;
    if (isClose) break;
  }
  return x / rate;
}
