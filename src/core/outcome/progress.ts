import { betaShareBelow } from '../demand/beta.js';
import { predictUnits, type Prediction } from '../demand/negative-binomial.js';
import type { RateBelief } from '../demand/velocity.js';
import { FULL_BP, type BasisPoints } from '../units.js';
import type { Expected, Noise, Sold } from './uplift.js';

/** Whether a running cut should change: the answer to "when must the discount rise?". */
export type Advice = 'too-early' | 'step-up' | 'hold' | 'step-back';

/** A running cut, and what was believed of it when it began. */
export interface RunningCut {
  /** Whole days since it began; the cool-down counts them too. */
  daysRunning: number;
  /** What would have been sold on these days without the cut. */
  without: Expected;
  /** Units sold on this channel since it began, over days worth so many ordinary ones. */
  since: Sold;
  noise: Noise;
  /** log(price / price before); below 0. */
  logPrice: number;
  elasticity: { mean: number; sd: number };
  /** What the other channels sell a day out of the same stock; null = there are none. */
  others: RateBelief | null;
  /** Units still on hand of those that were there when it began. */
  left: number;
  /** The plan: to clear them within so many days of the beginning. */
  horizonDays: number;
  coolDownDays: number;
}

/** Where a running cut stands. */
export interface Progress {
  daysRunning: number;
  soldUnits: number;
  /** Units expected by now; null while it had no day with stock. */
  expectedUnits: number | null;
  /** Chance that something of its stock is left at the end of the plan; null while it had no day with stock. */
  missChanceBp: BasisPoints | null;
  advice: Advice;
}

/** From this chance to miss on the cut must rise ... */
export const STEP_UP_BP = 7_000;
/** ... and it may end while the chance to miss without it is at most this. */
export const STEP_BACK_BP = 2_000;
/** Days with stock that a cut must have had before anything is said of it. */
const DAYS_MIN = 3;

/**
 * Sold against expected since a cut began, and the chance that it misses its plan.
 *
 * Before: the daily rate under the cut is Gamma with the mean of the rate without it x (price / price before)^elasticity,
 * made vaguer by not knowing the elasticity (coefficients of variation add up in squares). Since: the days of the cut are
 * learned from, Gamma-Poisson. To come: units over the days left, on this channel and the others together, are negative
 * binomial; the plan misses when they are fewer than what is left.
 */
export function progressOf(cut: RunningCut): Progress {
  const { daysRunning, since, left, horizonDays } = cut;
  const isExposed = since.exposure > 0;
  const expectedUnits = isExposed ? cut.without.mean * Math.exp(cut.elasticity.mean * cut.logPrice) : null;
  const rate = rateUnder(cut);
  const daysLeft = Math.max(0, horizonDays - daysRunning);
  const missChanceBp = isExposed || left <= 0 ? missBp(rate, cut, daysLeft) : null;
  return {
    daysRunning,
    soldUnits: since.units,
    expectedUnits,
    missChanceBp,
    advice: adviceOf(cut, rate, missChanceBp, left, daysLeft),
  };
}

function adviceOf(
  cut: RunningCut,
  rate: RateBelief,
  missChanceBp: BasisPoints | null,
  left: number,
  daysLeft: number,
): Advice {
  if (cut.daysRunning < Math.max(DAYS_MIN, cut.coolDownDays)) return 'too-early';
  if (left <= 0) return 'step-back';
  if (missChanceBp === null || cut.since.exposure < DAYS_MIN) return 'too-early';
  if (missChanceBp >= STEP_UP_BP) return 'step-up';
  // Back at the price before, demand falls by what the elasticity says.
  const back = scaled(rate, -cut.elasticity.mean * cut.logPrice, cut.elasticity.sd * cut.logPrice);
  return missBp(back, cut, daysLeft) <= STEP_BACK_BP ? 'step-back' : 'hold';
}

/**
 * Units that a cut was expected to sell on days with stock, with an 80 % interval: the rate before it, the price's effect,
 * and how much listings drift. What was seen since, and the trend of others, is left out.
 * @param days with stock, above 0
 */
export function forecastUnder(
  { usual, noise, logPrice, elasticity }: Pick<RunningCut, 'noise' | 'logPrice' | 'elasticity'> & { usual: RateBelief },
  days: number,
): Prediction {
  const start = scaled(usual, elasticity.mean * logPrice, elasticity.sd * logPrice);
  const mean = start.rate * days;
  const variance = noise.dispersion * mean + mean * mean * (1 / start.a + noise.drift);
  const shape = (mean * mean) / Math.max(variance - mean, mean * 1e-6);
  return predictUnits(shape, shape / mean, 1);
}

/** The daily rate under the cut: what was believed when it began, and what was seen since. */
function rateUnder({ without, since, noise, logPrice, elasticity }: RunningCut): RateBelief {
  const usual = since.exposure > 0 ? without.mean / since.exposure : 0;
  const a = without.shape;
  const start = scaled(
    { rate: usual, a, b: a / Math.max(usual, RATE_MIN) },
    elasticity.mean * logPrice,
    elasticity.sd * logPrice,
  );
  const shape = start.a + since.units / noise.dispersion;
  const days = start.b + since.exposure / noise.dispersion;
  return { rate: shape / days, a: shape, b: days };
}

const RATE_MIN = 1e-9;

/** A rate times exp(log), when the logarithm is known up to a standard deviation. */
function scaled({ rate, a }: RateBelief, log: number, sd: number): RateBelief {
  const mean = Math.max(RATE_MIN, rate * Math.exp(log));
  const shape = 1 / ((1 + 1 / a) * Math.exp(sd * sd) - 1);
  return { rate: mean, a: shape, b: shape / mean };
}

/** P(units sold on all channels in the days left < units left). */
function missBp(rate: RateBelief, { left, others, noise }: RunningCut, days: number): BasisPoints {
  if (left <= 0) return 0;
  if (days <= 0) return FULL_BP;
  const mean = (rate.rate + (others?.rate ?? 0)) * days;
  const doubt = (rate.rate / rate.b + (others === null ? 0 : others.rate / others.b)) * days * days;
  const variance = noise.dispersion * mean + doubt + noise.drift * mean * mean;
  // The negative binomial of that mean and variance.
  const shape = (mean * mean) / Math.max(variance - mean, mean * 1e-6);
  return Math.round(FULL_BP * betaShareBelow(shape / (shape + mean), shape, left));
}
