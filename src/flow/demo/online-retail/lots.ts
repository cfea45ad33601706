import { divideRounded, type Money } from '../../../core/units.js';

/** Days between two purchases of a product, and before its first sale on which its first lot comes. */
export const LOT_DAYS = 28;
export const LEAD_DAYS = 7;
/** The first lot covers so many days of real sales. */
export const OPENING_DAYS = 56;
/** Cost as a share of the product's median price: assumed, the data set has none. */
export const COST_PERCENT = 60;

export interface Lot {
  /** Days from the first day of `units`; -7 for the lot before a sale on that day. */
  offset: number;
  quantity: number;
}

/** Dearer things come in smaller packs. `price` in pence. */
export function packSize(price: Money): number {
  return price >= 2_000 ? 1 : price >= 500 ? 6 : 12;
}

export function derivedCost(medianPrice: Money): Money {
  return Math.max(1, divideRounded(medianPrice * COST_PERCENT, 100));
}

/**
 * The purchases that a plain buyer would have made, given what was really sold (DERIVED: the data set has no stock).
 * Every 28 days, first 7 days before the first sale, the buyer fills the stock up to the larger of what is going to be
 * sold until the next purchase (so that no real sale lacks stock) and what was sold in the last 28 days (a buyer who
 * trusts the past, and so keeps what goes out of fashion); the first lot covers 56 days. Rounded up to whole packs.
 *
 * @param units net units sold per day
 */
export function deriveLots(units: ArrayLike<number>, pack: number): Lot[] {
  const sold = (from: number, to: number) => {
    let total = 0;
    for (let day = Math.max(0, from); day < Math.min(to, units.length); day++) total += units[day]!;
    return total;
  };
  let first = 0;
  while (first < units.length && units[first] === 0) first++;
  if (first === units.length) return [];
  const lots: Lot[] = [];
  let onHand = 0;
  for (let day = first - LEAD_DAYS; day < units.length; day += LOT_DAYS) {
    const needed = sold(day, day + LOT_DAYS);
    const target = lots.length === 0 ? sold(day, day + OPENING_DAYS) : Math.max(needed, sold(day - LOT_DAYS, day));
    const quantity = Math.ceil(Math.max(0, target - onHand) / pack) * pack;
    if (quantity > 0) lots.push({ offset: day, quantity });
    onHand += quantity - needed;
  }
  return lots;
}
