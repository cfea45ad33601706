import type { Member } from './crowd.js';
import { soldOn } from './day-line.js';
import type { Noise, Trend } from './uplift.js';

/** Whom a listing is compared with, best first: held out by lot, of its own category, of its channel, of the whole shop. */
export type ControlKind = 'held-out' | 'category' | 'channel' | 'shop';

export interface Controls {
  from: ControlKind;
  /** Listings, and the units that they sold on the days after. */
  listings: number;
  units: number;
  trend: Trend;
  noise: Noise;
}

/** A listing as a control: what it did sell and what its own past let expect. */
interface Placebo {
  sold: number;
  expected: number;
  /** Squared coefficient of variation of the expectation. */
  doubt: number;
}

/** Fewer listings, or fewer units on the days before and after, are no comparison. */
export const CONTROL_LISTINGS_MIN = 3;
export const CONTROL_UNITS_MIN = 20;
/** Days with stock that a control must have had before. */
const DAYS_BEFORE_MIN = 7;
/** Drift before anything is known: a listing's rate moves by about a fifth from one window to the next. An assumption. */
export const DRIFT_USUAL = 0.04;
const SHRINK_LISTINGS = 10;

/**
 * The trend of a group of listings over the days of an offer that they did not have, and their own unevenness: each is
 * held against what its own days before let expect, just as the listing with the offer is (a placebo test).
 * Null when they are too few.
 */
export function controlsOf(
  from: ControlKind,
  members: readonly Member[],
  days: { before: readonly number[]; after: readonly number[] },
  worthOf: (member: Member) => Float64Array,
  priorOf: (member: Member) => { a: number; b: number },
  dispersion: number,
): Controls | null {
  const placebos: Placebo[] = [];
  let unitsBefore = 0;
  let units = 0;
  for (const member of members) {
    const worth = worthOf(member);
    const before = soldOn(member.line, days.before, worth, member.steady);
    const after = soldOn(member.line, days.after, worth, member.steady);
    if (before.days < DAYS_BEFORE_MIN || after.days === 0) continue;
    const prior = priorOf(member);
    const a = prior.a + before.units / dispersion;
    const b = prior.b + before.exposure / dispersion;
    placebos.push({ sold: after.units, expected: (a / b) * after.exposure, doubt: 1 / a });
    unitsBefore += before.units;
    units += after.units;
  }
  if (placebos.length < CONTROL_LISTINGS_MIN || Math.min(unitsBefore, units) < CONTROL_UNITS_MIN) return null;
  const first = trendOf(placebos, dispersion, DRIFT_USUAL);
  const drift = driftOf(placebos, first.ratio, dispersion);
  const { ratio, variance } = trendOf(placebos, dispersion, drift);
  // A spread that is learned from few listings is known badly: as in Student's distribution, n / (n - 2) of it is assumed.
  const wider = placebos.length / (placebos.length - 2);
  return {
    from,
    listings: placebos.length,
    units,
    trend: { ratio, variance: variance * wider },
    noise: { dispersion, drift: drift * wider },
  };
}

/** Weighted so that one large listing does not drown the others: by the share of its spread that is plain counting. */
function trendOf(placebos: readonly Placebo[], dispersion: number, drift: number): Trend {
  let sold = 0;
  let expected = 0;
  for (const each of placebos) {
    const spread = dispersion + each.expected * (each.doubt + drift); // variance of what it sells, per unit expected
    sold += each.sold / spread;
    expected += each.expected / spread;
  }
  return { ratio: sold / expected, variance: 1 / expected };
}

/** Method of moments: squared misses less what counting and not knowing the rate explain, over squared expectations. */
function driftOf(placebos: readonly Placebo[], ratio: number, dispersion: number): number {
  let unexplained = 0;
  let squares = 0;
  for (const { sold, expected, doubt } of placebos) {
    const mean = expected * ratio;
    const chance = dispersion * mean + mean * mean * doubt;
    const weight = 1 / (dispersion * mean + 0.1 * mean * mean + 1e-9) ** 2;
    unexplained += weight * ((sold - mean) ** 2 - chance) * mean * mean;
    squares += weight * mean ** 4;
  }
  const own = squares > 0 ? unexplained / squares : DRIFT_USUAL;
  const shrunk = (own * placebos.length + DRIFT_USUAL * SHRINK_LISTINGS) / (placebos.length + SHRINK_LISTINGS);
  return Math.max(0, shrunk);
}
