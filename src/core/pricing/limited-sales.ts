import { assert } from '../units.js';
import type { Estimate } from './proposal.js';

/** Above this spread counts are taken in steps of several units: off by 2 % at most, where demand dwarfs the stock. */
const SPREAD_EXACT_MAX = 2000;
/** From this shape on such a demand is as good as normal: its skew is below 0.02. */
const SHAPE_NORMAL_MIN = 10_000;
/** Counts this much rarer than the likeliest one are left out. */
const NEGLIGIBLE = 1e-17;
/** exp of less is no longer a normal double. */
const LOG_SMALLEST = -700;
/** A shape below says no more than "anything may happen". */
const SHAPE_MIN = 0.01;
/** Beyond this shape a negative binomial is a Poisson to every printed digit. */
const SHAPE_MAX = 1e9;
/** More than any stock: what exceeds it is lost anyway. */
const MEAN_MAX = 1e12;
/** The 90 % point of the standard normal. */
const Z90 = 1.2815515655446004;

/**
 * Units sold out of a limited stock when the demand N is negative binomial, as a Gamma belief about the daily rate makes
 * it: mean of min(N, stock) and its 10 % and 90 % points. Not min(mean, stock): with 10 expected and 10 in stock fewer
 * than 10 sell, because luck above 10 is lost and luck below is not.
 *
 * @param shape of the Gamma belief, above 0; the larger, the surer
 * @param expected demand in units without a limit
 * @param stock units on hand; 0 or less sells nothing
 */
export function limitedSales(shape: number, expected: number, stock: number): Estimate {
  assert(shape > 0 && expected >= 0, 'demand has a positive shape and a mean');
  const mean = Math.min(expected, MEAN_MAX);
  if (stock <= 0 || mean === 0) return { mean: 0, low: 0, high: 0 };
  const r = Math.min(Math.max(shape, SHAPE_MIN), SHAPE_MAX);
  const spread = Math.sqrt(mean + (mean * mean) / r);
  if (spread > SPREAD_EXACT_MAX) {
    return r >= SHAPE_NORMAL_MIN
      ? byNormal(mean, spread, stock)
      : inSteps(r, mean, stock, (2 * spread) / SPREAD_EXACT_MAX);
  }

  // From "none sells" upwards as far as there is stock. Where that first probability underflows: outwards from the
  // likeliest count, as weights, without a factorial.
  const q = mean / (r + mean);
  const logNone = -r * Math.log1p(mean / r);
  const isFromNone = logNone > LOG_SMALLEST;
  const start = isFromNone ? 0 : Math.max(0, Math.floor(((r - 1) / r) * mean));
  const below: number[] = [];
  for (let k = start, w = 1; k > 0 && w > NEGLIGIBLE; k--) below.push((w *= k / ((k - 1 + r) * q)));
  const weights = [...below.reverse(), isFromNone ? Math.exp(logNone) : 1];
  const first = start - below.length;
  const end = isFromNone ? stock : Infinity;
  for (let k = start, w = weights.at(-1) ?? 1; k < end && (w > NEGLIGIBLE || k < mean); k++) {
    weights.push((w *= ((k + r) / (k + 1)) * q));
  }
  let total = isFromNone ? 1 : 0;
  if (!isFromNone) for (const weight of weights) total += weight;

  let sold = 0;
  let seen = 0;
  let low = -1;
  let high = -1;
  weights.forEach((weight, i) => {
    const units = Math.min(first + i, stock);
    sold += weight * units;
    seen += weight;
    if (low < 0 && seen >= 0.1 * total) low = units;
    if (high < 0 && seen >= 0.9 * total) high = units;
  });
  // What was not counted lies beyond the stock.
  sold += Math.max(0, total - seen) * stock;
  return { mean: Math.min(stock, mean, sold / total), low: low < 0 ? stock : low, high: high < 0 ? stock : high };
}

/** The same demand counted in steps of `size` units: same mean, and a shape that keeps the variance. */
function inSteps(shape: number, mean: number, stock: number, size: number): Estimate {
  const coarse = limitedSales(1 / (1 / shape - (size - 1) / mean), mean / size, stock / size);
  const point = (steps: number): number => Math.min(stock, Math.round(steps * size));
  return { mean: Math.min(stock, coarse.mean * size), low: point(coarse.low), high: point(coarse.high) };
}

function byNormal(mean: number, spread: number, stock: number): Estimate {
  const z = (stock - mean) / spread;
  const lost = spread * density(z) + (mean - stock) * (1 - cumulative(z));
  const point = (units: number): number => Math.min(stock, Math.max(0, Math.round(units)));
  return {
    mean: Math.min(stock, Math.max(0, mean - lost)),
    low: point(mean - Z90 * spread),
    high: point(mean + Z90 * spread),
  };
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Abramowitz & Stegun 26.2.17; off by 7.5e-8 at most. */
function cumulative(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    density(z) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}
