import type { BasisPoints, Money } from '../units.js';
import { FULL_BP } from '../units.js';

/** One limit that a price would cross, with the sentence for the person who typed it. */
export interface Violation {
  code: 'not-below-list' | 'below-floor' | 'below-min-price' | 'above-max-price' | 'too-deep';
  limit: Money | BasisPoints;
  message: string;
}

/** What a price of a human is held against: the same limits that the engine's own prices obey. */
export interface PriceLimits {
  listPrice: Money;
  /** Cost, fees and the margin floor; null when cost is unknown. */
  floorPrice: Money | null;
  belowCostAllowed: boolean;
  maxDiscountBp: BasisPoints;
  minPrice: Money | null;
  maxPrice: Money | null;
}

/** Every limit that `price` crosses; empty when it may stand. */
export function violations(price: Money, limits: PriceLimits): Violation[] {
  const found: Violation[] = [];
  const { listPrice, floorPrice, minPrice, maxPrice, maxDiscountBp } = limits;
  const say = (code: Violation['code'], limit: number, message: string) => found.push({ code, limit, message });
  if (price >= listPrice) say('not-below-list', listPrice, `The price must be below the list price of ${listPrice}.`);
  if (floorPrice !== null && price < floorPrice && !limits.belowCostAllowed) {
    say('below-floor', floorPrice, `The price is below the floor of ${floorPrice} that covers cost, fees and margin.`);
  }
  if (minPrice !== null && price < minPrice) {
    say('below-min-price', minPrice, `The listing allows no price below ${minPrice}.`);
  }
  if (maxPrice !== null && price > maxPrice) {
    say('above-max-price', maxPrice, `The listing allows no price above ${maxPrice}.`);
  }
  if ((listPrice - price) * FULL_BP > maxDiscountBp * listPrice) {
    const most = maxDiscountBp / 100;
    say('too-deep', maxDiscountBp, `The largest cut allowed here is ${most} % of the list price of ${listPrice}.`);
  }
  return found;
}
