import { FULL_BP } from '../units.js';
import type { Money } from '../units.js';
import type { Way } from './channel-plan.js';
import type { OfferContext } from './offer.js';
import type { Selling } from './selling.js';
import { rationOf } from './shared-stock.js';

/** What the stock of a product costs and is worth, whatever channel it is sold on. */
export interface Stock {
  onHand: number;
  /** Null: not known. */
  cost: Money | null;
  salvageBp: number;
  holdingCostBpPerYear: number;
}

export function stockOf({ outlook, cost }: OfferContext): Stock {
  const { onHand, salvageBp, holdingCostBpPerYear } = outlook;
  return { onHand: Math.max(0, onHand), cost, salvageBp, holdingCostBpPerYear };
}

/** What is expected of a product over some days, its channels selling one stock. */
export interface Expected {
  stock: number;
  /** Wanted on all channels on average, and the variance of that because rates are only believed. */
  wanted: number;
  variance: number;
  /** Sold on all channels. */
  sold: number;
  /** By channel, in the order given. */
  units: number[];
  /**
   * Profit of the product when `count` units are sold in these proportions: net revenue - cost of the whole stock - holding +
   * salvage of what is left. Null where the cost is not known.
   */
  profitAt: ((count: number) => number) | null;
  /** What one more unit in stock would be worth: what it may bring, or is worth at the end; null with the cost. */
  unitWorth: number | null;
}

/** Worth of a unit at the end and of keeping it until then; null where the cost is not known. */
function keeping(
  { cost, salvageBp, holdingCostBpPerYear }: Stock,
  days: number,
): { salvage: number; holding: number } | null {
  if (cost === null) return null;
  const holding = (cost * holdingCostBpPerYear * days) / FULL_BP / 365;
  return { salvage: (cost * salvageBp) / FULL_BP, holding };
}

/** What a unit sold is worth more than one that is left: holding ends halfway through, on average. */
const overLeft = ({ salvage, holding }: { salvage: number; holding: number }, net: number): number =>
  net - salvage + holding / 2;

/**
 * The whole stock's cost is charged, because it is spent; what is left counts at its salvage value. What is left lies all the
 * days, what sells lies half of them on average. How the channels share the stock: `rationOf`.
 */
export function expectedOf(stock: Stock, sellings: readonly Selling[], days: number): Expected {
  let [wanted, variance] = [0, 0];
  for (const { unitsPerDay, doubt } of sellings) {
    const units = unitsPerDay * days;
    wanted += units;
    variance += units * units * doubt;
  }
  const { sold, chance, missed, missedPerVariance } = rationOf(stock.onHand, wanted, variance);
  const units = sellings.map(({ unitsPerDay, doubt }) => {
    const own = unitsPerDay * days;
    return Math.max(0, own * (1 - missed) - (own + own * own * doubt) * missedPerVariance);
  });
  // Of a demand far beyond the stock next to nothing is served: what is left of it after the subtraction is scaled to the sum.
  const served = units.reduce((sum, each) => sum + each, 0);
  if (served > 0) for (let c = 0; c < units.length; c++) units[c]! *= sold / served;
  const expected = { stock: stock.onHand, wanted, variance, sold, units };
  const kept = keeping(stock, days);
  if (kept === null || stock.cost === null) return { ...expected, profitAt: null, unitWorth: null };
  const left = kept.salvage - kept.holding;
  const worth = sellings.reduce((sum, { net }, c) => sum + units[c]! * overLeft(kept, net), 0);
  const perUnit = sold > 0 ? worth / sold : 0;
  const unsold = stock.onHand * (left - stock.cost);
  return {
    ...expected,
    profitAt: (count) => perUnit * count + unsold,
    unitWorth: left + Math.max(0, perUnit) * chance,
  };
}

/** Mean profit of the product; null where the cost is not known. */
export function profitOf(stock: Stock, sellings: readonly Selling[], days: number): number | null {
  const { profitAt, sold } = expectedOf(stock, sellings, days);
  return profitAt === null ? null : profitAt(sold);
}

/** A way to sell as the plan for all channels looks at it. Unknown cost: what is given away against `current`. */
export function wayOf(selling: Selling, stock: Stock, days: number, current: Money): Way {
  const units = selling.unitsPerDay * days;
  const kept = keeping(stock, days);
  const perUnit = kept === null ? Math.min(0, selling.paid - current) : overLeft(kept, selling.net);
  return { units, variance: units * units * selling.doubt, perUnit };
}

/** Days until the stock is sold at these rates; null: not within `most`. */
export function daysToClear(stock: Stock, sellings: readonly Selling[], most: number): number | null {
  const perDay = sellings.reduce((sum, { unitsPerDay }) => sum + unitsPerDay, 0);
  const days = stock.onHand === 0 ? 0 : Math.ceil(stock.onHand / perDay);
  return days <= most ? days : null;
}
