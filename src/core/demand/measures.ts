import { divideRounded, FULL_BP, shareBp, type BasisPoints, type Day } from '../units.js';
import { rowsWithin, type SalesSeries } from './evidence.js';
import { expectedSold } from './negative-binomial.js';
import type { RateBelief } from './velocity.js';

/** What happened lately, of one product on one channel or on all. Windows end with the as-of day. */
export interface Measures {
  units7: number;
  units30: number;
  units90: number;
  /** Units per day with stock in the last 28 days against the 28 before; 0 = same, -5000 = half. Null: too little to say. */
  trendBp: BasisPoints | null;
  /** Units returned per unit sold, last 90 days. Null without sales. */
  returnRateBp: BasisPoints | null;
  /** Units sold in 30 days per unit sold or still on hand. Null when both are 0. */
  sellThrough30Bp: BasisPoints | null;
}

export const TREND_DAYS = 28;
/** A trend is told when both halves have at least so many days with stock ... */
export const TREND_STOCK_DAYS_MIN = 14;
/** ... and both together so many units: below that it is mostly chance. */
export const TREND_UNITS_MIN = 10;
const RETURN_DAYS = 90;

/**
 * @param series one row per day, in day order
 * @param inStock one byte per day, the last of them `asOf`; at least 56
 * @param onHand of the product; channels share it. Below 0 counts as 0.
 */
export function measure(
  series: SalesSeries & { unitsReturned: readonly number[] },
  inStock: Uint8Array,
  onHand: number,
  asOf: Day,
): Measures {
  const [from, to] = rowsWithin(series.day, asOf - RETURN_DAYS + 1, asOf);
  let units7 = 0;
  let units30 = 0;
  let units90 = 0;
  let returned = 0;
  let late = 0;
  let early = 0;
  for (let row = from; row < to; row++) {
    const units = series.units[row]!;
    const daysAgo = asOf - series.day[row]!;
    if (daysAgo < 7) units7 += units;
    if (daysAgo < 30) units30 += units;
    if (daysAgo < TREND_DAYS) late += units;
    else if (daysAgo < 2 * TREND_DAYS) early += units;
    units90 += units;
    returned += series.unitsReturned[row]!;
  }
  return {
    units7,
    units30,
    units90,
    trendBp: trendOf(late, early, inStock),
    returnRateBp: shareBp(returned, units90),
    sellThrough30Bp: shareBp(units30, units30 + Math.max(0, onHand)),
  };
}

function trendOf(late: number, early: number, inStock: Uint8Array): BasisPoints | null {
  if (early === 0 || late + early < TREND_UNITS_MIN) return null;
  const lateDays = stockDays(inStock, inStock.length - TREND_DAYS);
  const earlyDays = stockDays(inStock, inStock.length - 2 * TREND_DAYS);
  if (lateDays < TREND_STOCK_DAYS_MIN || earlyDays < TREND_STOCK_DAYS_MIN) return null;
  // (late / lateDays) / (early / earlyDays) - 1, in whole numbers up to the one division
  return divideRounded(FULL_BP * (late * earlyDays - early * lateDays), early * lateDays);
}

function stockDays(inStock: Uint8Array, from: number): number {
  let days = 0;
  for (let i = Math.max(0, from); i < from + TREND_DAYS; i++) days += inStock[i]!;
  return days;
}

/** Cover beyond this is told as this: about 27 years, "practically for ever". */
export const COVER_DAYS_MAX = 9_999;
/** Days to clear beyond this are not told. */
export const CLEAR_DAYS_MAX = 999;

/**
 * Days that the stock lasts at the expected rate: on hand / rate, rounded, at most 9,999. 0 without stock; null when nothing
 * is known of the rate.
 */
export function coverDays(onHand: number, rate: number | null): number | null {
  if (onHand <= 0) return 0;
  if (rate === null || !(rate > 0)) return null;
  return Math.round(Math.min(COVER_DAYS_MAX, onHand / rate));
}

/**
 * Days until the stock is sold, on average over what the rate may be: on hand * b / (a - 1), rounded up. It is longer than
 * the cover, the more so the less is known, since a low rate costs more days than a high one saves. Null beyond 999 days
 * or while so little is known (a <= 1) that the average has no end.
 */
export function expectedDaysToClear(onHand: number, belief: RateBelief | null): number | null {
  if (onHand <= 0) return 0;
  if (belief === null || belief.a <= 1) return null;
  const days = Math.ceil((onHand * belief.b) / (belief.a - 1));
  return days > CLEAR_DAYS_MAX ? null : days;
}

/** Over which `expectedUnits30` looks ahead. */
export const EXPECTED_DAYS = 30;

/** E[min(demand, stock)] over 30 days; the sum over all counts only where the stock may well run out. */
export function expectedUnits30(onHand: number, { a, b, rate }: RateBelief): number {
  const mean = rate * EXPECTED_DAYS;
  const spread = Math.sqrt(mean + (mean * EXPECTED_DAYS) / b);
  if (onHand <= 0) return 0;
  return onHand > mean + 8 * spread ? mean : expectedSold(a, b, EXPECTED_DAYS, onHand);
}
