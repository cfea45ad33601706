import { assert, type Day } from '../units.js';

/** Days that count, and how much: the last weight is that of `asOf`. */
export interface Window {
  asOf: Day;
  weights: Float64Array;
}

/** Weights 0.5^(days ago / halfLifeDays): a sale of one half-life ago counts half. */
export function windowOf(asOf: Day, halfLifeDays: number, days = 180): Window {
  assert(halfLifeDays > 0 && days > 0, 'a window has days and a half-life');
  const weights = new Float64Array(days);
  for (let i = 0; i < days; i++) weights[i] = 0.5 ** ((days - 1 - i) / halfLifeDays);
  return { asOf, weights };
}

/** Sales of one product on one channel, one row per day, in day order. */
export interface SalesSeries {
  day: readonly number[];
  units: readonly number[];
}

/** What sales say of the daily rate. */
export interface Evidence {
  /** Weighted units sold, wild days capped. */
  units: number;
  /** Weighted days on which it could be sold, each as long as its factor says. */
  exposure: number;
  /** Sum of squared weights over the same days: how much Poisson noise `units` carries per unit of rate. */
  noise: number;
  /** Days on which it could be sold, unweighted. */
  exposureDays: number;
  /** Units of wild days above the cap; 0 = nothing was capped. */
  cappedUnits: number;
}

/** What makes days differ besides their age; columns end at `asOf` like the window's weights. */
export interface DayFactors {
  /** Not listed on this channel before; null = unknown, taken as always. */
  listedFrom?: Day | null;
  /** How many ordinary days a day is worth (weekday, pay day, season); left out = 1, and 0 leaves the day out. */
  calendar?: Float64Array;
  /** Price on each day, NaN = unknown, taken as today's. */
  price?: { byDay: Float64Array; now: number; elasticity: number };
  /** The most units that a day may add; left out: that of a wild day among these. */
  cap?: number;
}

/**
 * Adds up units and exposure of one product on one channel. A day without stock is no evidence of no demand: it adds to
 * neither. A day at another price counts (price then / price now)^elasticity days: one at a lower price saw more demand.
 * A sale proves that the day counts, whatever the books say.
 * @param inStock one byte per day, the last of them the window's `asOf`
 */
export function gatherEvidence(
  series: SalesSeries,
  inStock: Uint8Array,
  window: Window,
  factors: DayFactors = {},
): Evidence {
  const { asOf, weights } = window;
  const size = weights.length;
  const shift = inStock.length - size;
  const first = asOf - size + 1;
  const listedFrom = factors.listedFrom ?? first;
  const begin = Math.max(0, listedFrom - first);
  const worthOf = worthBy(factors, size);
  const evidence: Evidence = { units: 0, exposure: 0, noise: 0, exposureDays: 0, cappedUnits: 0 };
  for (let i = Math.max(begin, -shift); i < size; i++) {
    if (inStock[i + shift] === 1) expose(evidence, weights[i]!, worthOf === null ? 1 : worthOf(i));
  }
  const [from, to] = rowsWithin(series.day, first, asOf);
  const cap = factors.cap ?? wildDayCap(series.units, from, to);
  for (let row = from; row < to; row++) {
    const sold = series.units[row]!;
    if (sold === 0) continue;
    const index = series.day[row]! - first;
    const worth = worthOf === null ? 1 : worthOf(index);
    if (worth === 0) continue;
    if (index < begin || inStock[index + shift] !== 1) expose(evidence, weights[index]!, worth);
    const counted = Math.min(sold, cap);
    evidence.units += weights[index]! * counted;
    evidence.cappedUnits += sold - counted;
  }
  return evidence;
}

function expose(evidence: Evidence, weight: number, worth: number): void {
  if (worth === 0) return;
  const exposure = weight * worth;
  evidence.exposure += exposure;
  evidence.noise += weight * exposure;
  evidence.exposureDays++;
}

/** How many ordinary days each day of the window is worth; null: one each. */
function worthBy({ calendar, price }: DayFactors, size: number): ((index: number) => number) | null {
  const shift = (calendar?.length ?? 0) - size;
  const ofCalendar = calendar === undefined ? null : (index: number) => calendar[index + shift] ?? 1;
  if (price === undefined || !(price.now > 0)) return ofCalendar;
  const { byDay, now, elasticity } = price;
  const priceShift = byDay.length - size;
  return (index) => {
    const then = byDay[index + priceShift] ?? NaN;
    return (ofCalendar?.(index) ?? 1) * (then > 0 ? (then / now) ** elasticity : 1);
  };
}

/** Rows [from, to) whose day lies in first..last; rows are in day order and mostly near the end. */
export function rowsWithin(days: readonly number[], first: Day, last: Day): [number, number] {
  let to = days.length;
  while (to > 0 && days[to - 1]! > last) to--;
  let from = to;
  while (from > 0 && days[from - 1]! >= first) from--;
  return [from, to];
}

/** No day of so few units is called wild. */
export const WILD_UNITS_MIN = 10;
/** A wild day sold more than so many times the typical day with a sale. */
export const WILD_TIMES = 5;
/** At most one day with a sale in so many (and at least one) may be called wild. */
export const WILD_ONE_IN = 10;

/**
 * The most units that one day may add, so that a wholesale order does not pass for demand. Of the days with a sale the
 * largest tenth (at least one day) is set aside; the cap is the largest of: 10 units, 5 times the median of the other
 * days, the largest of the other days. So large days that keep coming back are believed, a single one is not.
 */
export function wildDayCap(units: readonly number[], from: number, to: number): number {
  let most = 0;
  for (let row = from; row < to; row++) if (units[row]! > most) most = units[row]!;
  if (most <= WILD_UNITS_MIN) return WILD_UNITS_MIN;
  const sold = units.slice(from, to).filter((count) => count > 0);
  sold.sort((one, other) => one - other);
  const others = sold.length - Math.max(1, Math.floor(sold.length / WILD_ONE_IN));
  if (others === 0) return WILD_UNITS_MIN;
  const median = (sold[(others - 1) >> 1]! + sold[others >> 1]!) / 2;
  return Math.max(WILD_UNITS_MIN, WILD_TIMES * median, sold[others - 1]!);
}
