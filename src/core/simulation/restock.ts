import type { TrueProduct } from './world.js';

/** Days that the moving average looks back. */
export const AVERAGE_DAYS = 28;
/** Stock beyond the lead time and a week that the merchant does not want to fall below. */
const SAFETY_DAYS = 14;
/** What is ordered lasts so much longer. */
const COVER_DAYS = 21;
/** A lot that would last longer than this is not bought any more. */
const LOT_DAYS_MAX = 120;
/** Fewer days with stock than this tell nothing; then the merchant waits. */
const STOCK_DAYS_MIN = 7;

/**
 * What the merchant orders at the close of a day, whoever sets the prices: on one day of the week, when on hand and ordered
 * together last less than lead time + a week + safety at the average of the last 28 days with stock, up to three weeks more,
 * at least a lot. Not rounded.
 * @param position units on hand and ordered
 * @param sold in the last 28 days; `stockDays` of them had stock
 */
export function orderFor(
  { restock }: Pick<TrueProduct, 'restock'>,
  t: number,
  position: number,
  sold: number,
  stockDays: number,
): number {
  if (restock === null || t % 7 !== restock.reviewsOn || stockDays < STOCK_DAYS_MIN) return 0;
  const perDay = sold / stockDays;
  const least = perDay * (restock.leadDays + 7 + SAFETY_DAYS);
  if (position >= least || restock.lot > perDay * LOT_DAYS_MAX) return 0;
  return Math.max(restock.lot, least + perDay * COVER_DAYS - position);
}

/** Units sold, and days that began with stock, in the last 28 days up to and with `t`. */
export function recentOf(
  past: { sold: Float64Array; had: Uint8Array },
  t: number,
): { units: number; stockDays: number } {
  let units = 0;
  let stockDays = 0;
  for (let day = Math.max(0, t - AVERAGE_DAYS + 1); day <= t; day++) {
    units += past.sold[day]!;
    stockDays += past.had[day]!;
  }
  return { units, stockDays };
}
