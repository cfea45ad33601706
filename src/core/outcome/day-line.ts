import { wildDayCap, rowsWithin, type SalesSeries } from '../demand/evidence.js';
import type { Day } from '../units.js';

/** So many days are looked at, the last of them the as-of day. */
export const LINE_DAYS = 180;
/** Marks a day on which the product could not be sold. */
export const CLOSED = -1;
/** More units a day are counted as this many. */
const UNITS_MAX = 32_767;

/**
 * Units of one listing per day, the last of them `asOf`; CLOSED where it could not be sold. A sale proves that it could. Wild
 * days are cut to `wildDayCap`.
 * @param inStock one byte per day, the last of them `asOf`
 */
export function dayLine(series: SalesSeries, inStock: Uint8Array, asOf: Day): Int16Array {
  const line = new Int16Array(LINE_DAYS).fill(CLOSED);
  const shift = inStock.length - LINE_DAYS;
  for (let i = Math.max(0, -shift); i < LINE_DAYS; i++) if (inStock[i + shift] === 1) line[i] = 0;
  const first = asOf - LINE_DAYS + 1;
  const [from, to] = rowsWithin(series.day, first, asOf);
  const cap = Math.floor(wildDayCap(series.units, from, to));
  for (let row = from; row < to; row++) {
    const units = series.units[row]!;
    if (units > 0) line[series.day[row]! - first] = Math.min(units, cap, UNITS_MAX);
  }
  return line;
}

/** Days from..to (places in a line); empty when to < from. */
export interface Span {
  from: number;
  to: number;
}

export const lengthOf = ({ from, to }: Span): number => Math.max(0, to - from + 1);

const WHOLE: Span = { from: 0, to: LINE_DAYS - 1 };

/**
 * Units and exposure over some days; a day is worth `worth` ordinary days.
 * @param within days outside of it are left out
 */
export function soldOn(
  line: Int16Array,
  days: readonly number[],
  worth: Float64Array,
  within: Span = WHOLE,
): { units: number; exposure: number; days: number } {
  const { from, to } = within;
  let units = 0;
  let exposure = 0;
  let open = 0;
  for (let at = 0; at < days.length; at++) {
    const i = days[at]!;
    if (i < from || i > to) continue;
    const sold = line[i]!;
    if (sold === CLOSED) continue;
    units += sold;
    exposure += worth[i]!;
    open++;
  }
  return { units, exposure, days: open };
}
