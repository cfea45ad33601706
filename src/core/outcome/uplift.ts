import { gammaRatioQuantile } from '../demand/beta.js';
import { gammaQuantile } from '../demand/gamma.js';
import type { RateBelief } from '../demand/velocity.js';
import { assert } from '../units.js';

/** A measured number with its 90 % interval: one time in twenty the truth is below `low`, one time in twenty above `high`. */
export interface Measured {
  value: number;
  low: number;
  high: number;
}

/** A little outside of 5 % and 95 %: the noise is itself estimated. */
const LOW_SHARE = 0.045;
const HIGH_SHARE = 0.955;

/** Units sold on days that are worth `exposure` ordinary days on which the product could be sold. */
export interface Sold {
  units: number;
  exposure: number;
}

/** How uneven sales are beyond pure chance. */
export interface Noise {
  /** Variance of a day's units over their mean; 1 = Poisson, above = several units per buyer. */
  dispersion: number;
  /** Squared coefficient of variation by which a listing drifts from one window to the other, for no reason that we know. */
  drift: number;
}

/** How the controls moved from the days before to the days after. */
export interface Trend {
  /** Units that they sold over the units that their days before let expect. */
  ratio: number;
  /** Squared coefficient of variation of that ratio. */
  variance: number;
}

/** What is expected of a listing in the days after, had nothing been done. */
export interface Expected {
  /** Units. */
  mean: number;
  /** The belief about them: a Gamma distribution of this shape and mean. */
  shape: number;
}

/**
 * What a listing would sell on the days after if nothing were done, from the days before and from how its kind sells:
 * the rate is Gamma(a, b) with a = prior.a + units / dispersion, b = prior.b + exposure / dispersion. The prior guards
 * against regression to the mean: a listing that was chosen because it sold little has had bad luck on average.
 * @param before exposure 0 or more; @param exposureAfter ordinary days, 0 or more
 */
export function expectedFrom(
  before: Sold,
  exposureAfter: number,
  prior: { a: number; b: number },
  noise: Noise,
  trend: Trend,
): Expected {
  const { rate, a } = usualRate(before, prior, noise);
  return {
    mean: rate * exposureAfter * trend.ratio,
    shape: 1 / (1 / a + noise.drift + trend.variance),
  };
}

/** The daily rate that the days before and the kind let believe. */
export function usualRate(before: Sold, prior: { a: number; b: number }, noise: Noise): RateBelief {
  const a = prior.a + before.units / noise.dispersion;
  const b = prior.b + before.exposure / noise.dispersion;
  return { rate: a / b, a, b };
}

/** What the price did to the pace of sales. */
export interface Uplift {
  /** Change of units against what was expected: 0.4 = 40 % more, -1 = nothing sold. */
  uplift: Measured;
  /** Units sold because of it (below 0: lost). */
  units: Measured;
  /** How much one unit sold because of the price counts: the factors of `gainOf`. */
  sold: Measured;
  wouldBe: Measured;
}

/**
 * Difference in differences: units sold after over units expected, where what is expected carries the trend of the
 * controls. With X the rate after (Gamma of shape units + 1/2, Jeffreys) and Y the expectation (Gamma), the interval is that
 * of X / Y, whose quantiles come from a Beta distribution. Over-dispersion of the days after makes Y vaguer.
 * @param soldAfter units, 0 or more
 * @param expected mean above 0
 */
export function upliftOf(soldAfter: number, expected: Expected, noise: Noise): Uplift {
  assert(expected.mean > 0, 'an uplift is measured against something');
  const lumps = (noise.dispersion - 1) / Math.max(1, soldAfter);
  const shape = 1 / (1 / expected.shape + lumps);
  const ratioAt = (share: number): number =>
    (gammaRatioQuantile(share, soldAfter + 0.5, shape) * shape) / expected.mean - 1;
  const value = soldAfter / expected.mean - 1;
  const sold = around(
    soldAfter,
    soldAfter / noise.dispersion + 0.5,
    (soldAfter + 0.5) / (soldAfter / noise.dispersion + 0.5),
  );
  const wouldBe = around(expected.mean, expected.shape, expected.mean / expected.shape);
  return {
    uplift: { value, low: Math.min(value, ratioAt(LOW_SHARE)), high: Math.max(value, ratioAt(HIGH_SHARE)) },
    units: gainOf({ sold, wouldBe }, 1, 1),
    sold,
    wouldBe,
  };
}

/** A value with the 90 % interval of a Gamma distribution of `shape` and `scale`. */
function around(value: number, shape: number, scale: number): Measured {
  return {
    value,
    low: Math.min(value, gammaQuantile(LOW_SHARE, shape, 1 / scale)),
    high: Math.max(value, gammaQuantile(HIGH_SHARE, shape, 1 / scale)),
  };
}

/**
 * Units, revenue or profit gained: what was sold x what a unit brought, less what would have been sold x what a unit would have
 * brought. The interval of a difference from the intervals of its parts: MOVER, G. Y. Zou and A. Donner, Statistics in
 * Medicine 27 (2008).
 * @param perSold money per unit at the price measured (1: count units); may be below 0
 */
export function gainOf(
  { sold, wouldBe }: Pick<Uplift, 'sold' | 'wouldBe'>,
  perSold: number,
  perUsual: number,
): Measured {
  const one = scaled(sold, perSold);
  const other = scaled(wouldBe, perUsual);
  const value = one.value - other.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}

function scaled({ value, low, high }: Measured, by: number): Measured {
  return by < 0
    ? { value: value * by, low: high * by, high: low * by }
    : { value: value * by, low: low * by, high: high * by };
}
