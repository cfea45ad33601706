import { gammaln } from 'simple-statistics';
import { assert } from '../units.js';
import { gammaQuantile, gammaShareBelow } from './gamma.js';

/** A number with an interval: one time in ten the truth is below `low`, one time in ten above `high`. */
export interface Prediction {
  mean: number;
  low: number;
  high: number;
}

/** Of the 80 % intervals everywhere: the share below the low end. */
export const LOW_SHARE = 0.1;
export const HIGH_SHARE = 0.9;

/** A spread beyond this is drawn as a Gamma of the same mean and variance: single units no longer matter. */
const SPREAD_MAX = 5_000;
/** What is left out at either end of the table, as a share of its largest weight. */
const TAIL = 1e-14;

/**
 * Units sold over `days` when the daily rate is only known as Gamma(a, b): negative binomial with mean a/b * days.
 * @param a shape, above 0
 * @param b rate, in days, above 0
 * @param days 0 or more
 */
export function predictUnits(a: number, b: number, days: number): Prediction {
  if (days <= 0) return { mean: 0, low: 0, high: 0 };
  const mean = (a * days) / b;
  const like = gammaLike(a, b, days);
  if (like !== null) {
    return {
      mean,
      low: Math.round(gammaQuantile(LOW_SHARE, like.shape, like.rate)),
      high: Math.round(gammaQuantile(HIGH_SHARE, like.shape, like.rate)),
    };
  }
  const { from, weights, total } = unitWeights(a, b, days);
  return {
    mean,
    low: from + indexAtShare(weights, total * LOW_SHARE),
    high: from + indexAtShare(weights, total * HIGH_SHARE),
  };
}

/**
 * E[min(N, stock)]: units that are expected to be sold over `days` when there are only `stock` of them. Less than the
 * smaller of mean and stock: good luck is cut off at the stock, bad luck is not.
 */
export function expectedSold(a: number, b: number, days: number, stock: number): number {
  if (days <= 0 || stock <= 0) return 0;
  const like = gammaLike(a, b, days);
  if (like !== null) {
    // E[min(G, S)] = E[G] P(shape + 1, rate S) + S (1 - P(shape, rate S)) of a Gamma variate G
    const { shape, rate } = like;
    return (
      (shape / rate) * gammaShareBelow(shape + 1, rate * stock) + stock * (1 - gammaShareBelow(shape, rate * stock))
    );
  }
  if (a > SHAPE_LOGS_MAX) {
    const { from, weights, total } = unitWeights(a, b, days);
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += Math.min(from + i, stock) * weights[i]!;
    return sum / total;
  }
  const mean = (a * days) / b;
  return stock < mean ? stock - missingBelow(a, b, days, stock) : mean - lostBeyond(a, b, days, stock);
}

/** Logarithms of Gamma functions of larger shapes cancel to too few digits; the table of weights needs none. */
const SHAPE_LOGS_MAX = 10_000;
/** Terms that cannot change the last digit are left out. */
const NEGLIGIBLE = 1e-17;
/** A number added to one so many times as large leaves it as it is: less than half of its last digit. */
const ROUNDED_AWAY = 2 ** -54;

/**
 * Smaller chances are none: near the least numbers there are, a chance times a ratio below 1 can round to itself, and a sum
 * over ever more units would never end.
 */
const CHANCE_LEAST = 1e-290;

/** P(N = k) of the negative binomial. */
function chanceOf(k: number, a: number, b: number, days: number): number {
  const logs = a * Math.log(b / (b + days)) + k * Math.log(days / (b + days));
  return Math.exp(gammaln(k + a) - gammaln(a) - gammaln(k + 1) + logs);
}

/** E[max(stock - N, 0)]: units that stay although they could be sold. */
function missingBelow(a: number, b: number, days: number, stock: number): number {
  const q = days / (b + days);
  const mode = a > 1 ? ((a - 1) * days) / b : 0;
  let k = Math.floor(stock);
  let chance = chanceOf(k, a, b, days);
  let sum = 0;
  for (; k >= 0; k--) {
    sum += (stock - k) * chance;
    if (k <= mode && chance * stock * k < sum * NEGLIGIBLE) break;
    chance *= k / ((k - 1 + a) * q);
  }
  return sum;
}

/** E[max(N - stock, 0)]: units that would be sold if they were there. At `stock` of the mean or more. */
function lostBeyond(a: number, b: number, days: number, stock: number): number {
  const q = days / (b + days);
  let k = Math.floor(stock) + 1;
  let chance = chanceOf(k, a, b, days);
  let sum = 0;
  for (; ; k++) {
    const term = (k - stock) * chance;
    sum += term;
    const ratio = ((k + a) / (k + 1)) * q;
    chance *= ratio;
    if (chance < CHANCE_LEAST) return sum;
    // Terms only fall from here on, since later ratios lie below the larger of this one and its limit.
    if (term <= sum * ROUNDED_AWAY && (k + 1 - stock) * Math.max(ratio, q) <= k - stock) return sum;
  }
}

function gammaLike(a: number, b: number, days: number): { shape: number; rate: number } | null {
  assert(a > 0 && b > 0, 'a rate is known as a Gamma distribution with shape and rate above 0');
  const mean = (a * days) / b;
  const variance = mean * (1 + days / b);
  return variance <= SPREAD_MAX * SPREAD_MAX ? null : { shape: (mean * mean) / variance, rate: mean / variance };
}

/**
 * Weights of N = from, from + 1, ..., relative to the likeliest count, from which the recurrence
 * P(k + 1) = P(k) (k + a) / (k + 1) q walks both ways: nothing underflows, however unlikely N = 0 is.
 * They stand in a table that the next call overwrites: a run asks for hundreds of thousands of them.
 */
function unitWeights(a: number, b: number, days: number): { from: number; weights: Float64Array; total: number } {
  const q = days / (b + days);
  const mode = a > 1 ? Math.floor(((a - 1) * days) / b) : 0;
  let count = 0;
  for (let k = mode, weight = 1; k > 0; k--) {
    weight *= k / ((k - 1 + a) * q);
    if (weight < TAIL) break;
    put(count++, weight);
  }
  const from = mode - count;
  table.subarray(0, count).reverse();
  let total = 1;
  for (let i = 0; i < count; i++) total += table[i]!;
  put(count++, 1);
  for (let k = mode, weight = 1; ; k++) {
    const ratio = ((k + a) / (k + 1)) * q;
    weight *= ratio;
    // All that is left is at most a geometric series of the larger of this ratio and its limit.
    if (weight < TAIL * total * (1 - Math.max(Math.min(ratio, 1), q))) break;
    put(count++, weight);
    total += weight;
  }
  return { from, weights: table.subarray(0, count), total };
}

let table = new Float64Array(4096);

function put(index: number, weight: number): void {
  if (index === table.length) {
    const larger = new Float64Array(2 * table.length);
    larger.set(table);
    table = larger;
  }
  table[index] = weight;
}

/** Smallest index up to which the weights reach `target`. */
function indexAtShare(weights: Float64Array, target: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    if (sum >= target) return i;
  }
  return weights.length - 1;
}
