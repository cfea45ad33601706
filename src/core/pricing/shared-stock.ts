import { expectedSold } from '../demand/negative-binomial.js';
import { gammaShareBelow } from '../demand/gamma.js';

/**
 * Counting thousands of possible outcomes for each of many prices is slow. From this spread on a Gamma of the same mean and
 * variance is a tenth of a unit off (its skew differs by 1 / spread).
 */
export const SPREAD_COUNTED_MAX = 100;
/** More units than any stock holds. */
const MEAN_MAX = 1e12;
/** Fewer are none. */
const MEAN_MIN = 1e-12;
/** A belief vaguer than this says only that anything may happen; one surer is a certainty. */
const SHAPE_MIN = 0.01;
const SHAPE_MAX = 1e9;

/** How a stock is shared out to buyers who want more of it, perhaps, than there is. */
export interface Ration {
  /** E[min(N, S)]. */
  sold: number;
  /** P(N > S): that one unit more would be sold too. */
  chance: number;
  /** Of each unit that a channel wants on average so much is missed, */
  missed: number;
  /** and so much besides of each unit of its variance: a surge comes from where demand is least known. */
  missedPerVariance: number;
}

/**
 * Buyers of all channels come in any order: of N wanted each is served with chance min(1, S / N), on whatever channel. A
 * channel whose demand is known for sure still wants its m units when N is large; the surge is in the others. So, given N, a
 * channel wants m + (its variance / all variance) (N - E[N]) on average (exact where all are equally sure of a day, else the
 * best straight line), and of what is wanted beyond the stock every channel misses the same share.
 *
 * @param units wanted on all channels, on average
 * @param rateVariance of that mean, since it is only believed: N is negative binomial, the Gamma of this mean and variance
 */
export function rationOf(stock: number, units: number, rateVariance: number): Ration {
  const mean = Math.min(units, MEAN_MAX);
  const shape = shapeOf(mean, rateVariance);
  if (stock <= 0) return { sold: 0, chance: mean > 0 ? 1 : 0, missed: 1, missedPerVariance: 0 };
  if (mean < MEAN_MIN) return { sold: 0, chance: 0, missed: 0, missedPerVariance: 0 };
  const variance = mean + (mean * mean) / shape;
  const { chance, beyond } = tailBeyond(stock, mean, shape, variance);
  const lost = Math.min(Math.max(beyond - stock * chance, mean - stock, 0), mean);
  if (beyond <= 0 || lost === 0) return { sold: mean - lost, chance, missed: 0, missedPerVariance: 0 };
  const share = lost / beyond;
  const missedPerVariance = (share * (beyond - mean * chance)) / variance;
  return { sold: mean - lost, chance, missed: chance * share, missedPerVariance };
}

/** E[min(N, stock)]: units that are expected to be sold of a demand when there are only `stock` of them. */
export function soldOf(stock: number, units: number, rateVariance: number): number {
  return rationOf(stock, units, rateVariance).sold;
}

/** The shape of the Gamma with this mean and variance, within what can be counted with. */
export function shapeOf(mean: number, variance: number): number {
  return variance > 0 ? shapeWithin((mean * mean) / variance) : SHAPE_MAX;
}

/** A shape, cut off where it says nothing more. */
export function shapeWithin(shape: number): number {
  return Math.min(Math.max(shape, SHAPE_MIN), SHAPE_MAX);
}

/** Up to here the chances of 0, 1, ... units are summed one by one: the fastest way, and prices are compared by the million. */
const STOCK_SUMMED_MAX = 200;
/** Where not even the chance of no unit is too small to begin with. */
const LOG_SUMMED_MIN = -650;

/** Of the outcomes beyond the stock: their chance, and E[N; N > S]. */
interface Tail {
  chance: number;
  beyond: number;
}

function tailBeyond(stock: number, mean: number, shape: number, variance: number): Tail {
  const logNone = -shape * Math.log1p(mean / shape);
  if (stock <= STOCK_SUMMED_MAX && logNone > LOG_SUMMED_MIN) {
    // P(n + 1) = P(n) (n + k) / (n + 1) q
    const q = mean / (mean + shape);
    let chance = Math.exp(logNone);
    let below = 0;
    let within = 0;
    for (let n = 0; n <= stock; n++) {
      below += chance;
      within += n * chance;
      chance *= ((n + shape) / (n + 1)) * q;
    }
    return { chance: Math.max(0, 1 - below), beyond: Math.max(0, mean - within) };
  }
  return tailAsGamma(stock, mean, shape, variance);
}

/** Sums over a wide demand are those of a Gamma of the same mean and variance, but for the units that are sold. */
function tailAsGamma(stock: number, mean: number, shape: number, variance: number): Tail {
  const like = (mean * mean) / variance;
  const at = (stock * like) / mean;
  const above = (more: number): number => 1 - gammaShareBelow(like + more, at);
  const chance = above(0);
  const isWide = variance > SPREAD_COUNTED_MAX ** 2;
  const lost = isWide ? mean * above(1) - stock * chance : mean - expectedSold(shape, shape / mean, 1, stock);
  return { chance, beyond: lost + stock * chance };
}
