import type { PeriodNoise, SeasonRate } from '../demand/season-rate.js';

/** What a plan is looked for in: the question once it is checked and what is believed of demand. */
export interface PlanCase {
  /** Units left, 1 or more. */
  stock: number;
  /** Periods left, 1 or more. */
  periods: number;
  /** The prices that may be asked now, highest first. */
  prices: readonly number[];
  /** Demand at each of `prices`, as a factor of the rate. */
  lifts: readonly number[];
  /** Money per unit that is left in the end. */
  salvage: number;
  /** A price may only be followed by itself or a lower one. */
  monotone: boolean;
  rate: SeasonRate;
  noise: PeriodNoise;
}

/** What to ask in any state that may come up: the answer of either dynamic programme. */
export interface PricePolicy {
  /**
   * The place in `prices` of the best price.
   * @param period from 0, the present one
   * @param stock units left, above 0
   * @param from place of the highest price that may still be asked
   */
  best(period: number, stock: number, from: number): number;
}

/** The value of each price, from which the best one follows; of equal ones the highest, which keeps more open. */
export function highestOf(from: number, count: number, valueOf: (place: number) => number): number {
  let best = from;
  let most = valueOf(from);
  for (let place = from + 1; place < count; place++) {
    const value = valueOf(place);
    if (value > most + 1e-12 * Math.abs(most)) {
      most = value;
      best = place;
    }
  }
  return best;
}
