import { gammaShareBelow } from './gamma.js';

/** What is believed of the demand per period at the reference price: log-normal of this mean and standard deviation. */
export interface SeasonRate {
  /** Units per period, above 0. */
  mean: number;
  /** Units per period; 0 = known for sure. */
  sd: number;
}

/** A period of the past: what was sold at `lift` times the demand of the reference price. */
export interface ObservedPeriod {
  units: number;
  lift: number;
  /** Stock ran out: the demand was at least `units`. */
  soldOut: boolean;
}

/**
 * How far a period's demand strays from what the rate says: its variance is `perUnit` x mean + (`cv` x mean)^2. Customers who
 * come one by one make `perUnit` 1; weather, fashion and neighbours' prices move all of them together and make `cv`.
 */
export interface PeriodNoise {
  cv: number;
  perUnit: 0 | 1;
}

/**
 * The `cv` before a product's own periods say better. In a public series of games weeks of 90 units strayed by 0.27 of their
 * mean; counting 90 units alone makes 1 / 90 of its square, which `perUnit` adds already.
 */
export const CV_DEFAULT = Math.sqrt(0.27 ** 2 - 1 / 90);
/** Periods that the default spread is worth. */
const CV_DEFAULT_PERIODS = 30;
const CV_MIN = 0.02;
const CV_MAX = 1.5;

/**
 * The spread between periods: Pearson's moment estimate (squared residuals less what Poisson noise alone would leave) shrunk
 * to the default, which is worth 30 periods. Periods of slow sellers are mostly Poisson noise and teach little: they count
 * (cv^2 / (cv^2 + 1 / mean))^2. Sold-out periods are left out.
 */
export function spreadOf(observed: readonly ObservedPeriod[]): number {
  const known = observed.filter((period) => !period.soldOut);
  const lifts = known.reduce((sum, { lift }) => sum + lift, 0);
  const rate = known.reduce((sum, { units }) => sum + units, 0) / lifts;
  if (known.length < 2 || !(rate > 0)) return CV_DEFAULT;
  const squares = known.reduce((sum, { units, lift }) => sum + (units - rate * lift) ** 2, 0);
  const liftSquares = known.reduce((sum, { lift }) => sum + lift * lift, 0);
  const free = known.length - 1;
  const byChance = rate * lifts;
  const found = ((squares * known.length) / free - byChance) / (rate * rate * liftSquares);
  const typical = (rate * lifts) / known.length;
  const clear = CV_DEFAULT ** 2 / (CV_DEFAULT ** 2 + 1 / typical);
  const weight = free * clear * clear;
  const squared = (CV_DEFAULT_PERIODS * CV_DEFAULT ** 2 + weight * found) / (CV_DEFAULT_PERIODS + weight);
  return Math.sqrt(Math.min(CV_MAX ** 2, Math.max(CV_MIN ** 2, squared)));
}

const POINTS = 61;
/** Rates whose weight is below e^-18 of the largest are no longer looked at. */
const NEGLIGIBLE_LOG = 18;
/** So many points within those that count make a fine enough picture. */
const POINTS_ENOUGH = 20;
const ZOOMS_MAX = 8;
const SURE = 1e-6;

/**
 * What periods teach of the rate: prior x likelihood on points evenly spaced in the logarithm of the rate, zoomed in until the
 * weights fill the picture; of the result the mean and the standard deviation are kept. Demand of a period is negative
 * binomial (Gamma-Poisson of the noise's `cv`) up to 30 units sold, log-normal of the same mean and variance above; of one that
 * sold out only P(demand >= units) is known.
 * @param prior log-normal; an sd of less than a millionth of the mean: nothing can be learned
 */
export function learnRate(prior: SeasonRate, observed: readonly ObservedPeriod[], cv: number): SeasonRate {
  if (prior.sd <= SURE * prior.mean || observed.length === 0) return prior;
  const variance = Math.log1p((prior.sd / prior.mean) ** 2);
  const centre = Math.log(prior.mean) - variance / 2;
  const weigh = (log: number): number =>
    observed.reduce(
      (sum, period) => sum + logLikelihood(period, Math.exp(log) * period.lift, Math.max(CV_MIN, cv)),
      -((log - centre) ** 2) / (2 * variance),
    );
  const seen = observed.map(({ units, lift }) => Math.log(Math.max(0.1, units) / lift));
  let low = Math.min(centre - 6 * Math.sqrt(variance), ...seen);
  let high = Math.max(centre + 6 * Math.sqrt(variance), ...seen) + Math.LN2;
  let logs: number[] = [];
  let weights: number[] = [];
  for (let zoom = 0; zoom < ZOOMS_MAX; zoom++) {
    logs = Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));
    const heights = logs.map(weigh);
    const top = Math.max(...heights);
    weights = heights.map((height) => Math.exp(height - top));
    const first = heights.findIndex((height) => height > top - NEGLIGIBLE_LOG);
    const last = heights.findLastIndex((height) => height > top - NEGLIGIBLE_LOG);
    if (last - first >= POINTS_ENOUGH) break;
    low = logs[Math.max(0, first - 1)]!;
    high = logs[Math.min(POINTS - 1, last + 1)]!;
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = weights.reduce((sum, weight, i) => sum + weight * Math.exp(logs[i]!), 0) / total;
  const spread = weights.reduce((sum, weight, i) => sum + weight * (Math.exp(logs[i]!) - mean) ** 2, 0) / total;
  return { mean, sd: Math.sqrt(spread) };
}

/** Up to so many units are counted one by one; more are measured, on a logarithmic scale. */
const COUNTED_MAX = 30;

/** Up to a constant that does not depend on `mean`. */
function logLikelihood({ units, soldOut }: ObservedPeriod, mean: number, cv: number): number {
  const shape = 1 / (cv * cv);
  if (units <= COUNTED_MAX) {
    if (soldOut) return Math.log(chanceOfAtLeast(units, mean, shape));
    return units * Math.log(mean) - (units + shape) * Math.log(shape + mean);
  }
  const variance = Math.log1p(cv * cv + 1 / mean);
  const off = (Math.log(units / mean) + variance / 2) / Math.sqrt(variance);
  return soldOut ? logNormalShareAbove(off) : -(off * off + Math.log(variance)) / 2;
}

/** P(N >= units) of the negative binomial. Where that has no digits left, the chance of exactly `units` (a little less). */
function chanceOfAtLeast(units: number, mean: number, shape: number): number {
  const q = mean / (shape + mean);
  let chance = Math.exp(-shape * Math.log1p(mean / shape));
  let below = 0;
  for (let k = 0; k < units; k++) {
    below += chance;
    chance *= ((k + shape) / (k + 1)) * q;
  }
  return Math.max(1 - below, chance, Number.MIN_VALUE);
}

/** The logarithm of P(Z >= z), Z standard normal; from 5 on by its asymptotic series, which still has digits there. */
function logNormalShareAbove(z: number): number {
  if (z >= 5) return (-z * z) / 2 - Math.log(z * Math.sqrt(2 * Math.PI)) + Math.log1p(-1 / (z * z) + 3 / z ** 4);
  const tail = (1 - gammaShareBelow(0.5, (z * z) / 2)) / 2; // Z^2 / 2 is Gamma(1/2)
  return Math.log(z > 0 ? tail : 1 - tail);
}
