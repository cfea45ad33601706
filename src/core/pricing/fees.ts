import type { Fee } from '../intake/records.js';
import { FULL_BP, assert, shareBp } from '../units.js';
import type { BasisPoints, Day, Money } from '../units.js';

/**
 * The largest price that is computed with: up to here price x 10,000 is an exact integer. In rupiah 900 billion;
 * a price above it is a slip of the pen and the guardrail `price-range` stops it.
 */
export const PRICE_MAX: Money = 900_000_000_000;

/** A percent fee of the price; `cap` is the most it takes per item. */
export interface PercentFee {
  component: string;
  rateBp: BasisPoints;
  cap: Money | null;
}

/** What a channel keeps of one category on one day. */
export interface FeeSet {
  percent: PercentFee[];
  perItem: Money;
  perOrder: Money;
  /** The rows used, so that a screen can name their source. */
  rows: Fee[];
}

/** Everything that stands between the price a buyer pays and what the shop earns on one unit. */
export interface SaleTerms {
  percent: PercentFee[];
  /** Per unit: per-item fees plus the unit's share of the per-order fees, that share rounded up. */
  fixed: Money;
  /** 0 = the shop owes no VAT; else prices include it. */
  vatBp: BasisPoints;
}

/**
 * The fees of a channel for a category on a day. Per component, a row that names the category goes before one for every
 * category, and of several the one that began last (then the higher id). Components without a row on that day cost
 * nothing; an own channel has none at all.
 */
export function feesOn(fees: Fee[], channelCode: string, category: string | null, day: Day): FeeSet {
  const chosen = new Map<string, Fee>();
  for (const fee of fees) {
    if (fee.channelCode !== channelCode || fee.validFrom > day || (fee.validTo !== null && fee.validTo <= day))
      continue;
    if (fee.category !== null && fee.category !== category) continue;
    const rival = chosen.get(fee.component);
    if (rival === undefined || goesBefore(fee, rival)) chosen.set(fee.component, fee);
  }
  const rows = [...chosen.values()].sort((a, b) => (a.component < b.component ? -1 : 1));
  return {
    percent: rows
      .filter((row) => row.rateBp > 0)
      .map((row) => ({ component: row.component, rateBp: row.rateBp, cap: row.capPerItem })),
    perItem: rows.reduce((sum, row) => sum + row.perItem, 0),
    perOrder: rows.reduce((sum, row) => sum + row.perOrder, 0),
    rows,
  };
}

function goesBefore(fee: Fee, rival: Fee): boolean {
  if ((fee.category === null) !== (rival.category === null)) return fee.category !== null;
  return fee.validFrom !== rival.validFrom ? fee.validFrom > rival.validFrom : fee.id > rival.id;
}

/** Fees and VAT of one unit, with the per-order fees spread over an average order (milli units, 1,000 or more). */
export function saleTerms(fees: FeeSet, vatBp: BasisPoints, unitsPerOrderMilli: number): SaleTerms {
  assert(unitsPerOrderMilli >= 1000, 'an order has at least one unit');
  return {
    percent: fees.percent,
    fixed: fees.perItem + Math.ceil((fees.perOrder * 1000) / unitsPerOrderMilli),
    vatBp,
  };
}

/**
 * What the shop earns on one unit before its cost: price / (1 + VAT) - sum of min(price x rate, cap) - fixed.
 * Fees are taken on the price that the buyer pays, VAT included, as the marketplaces do. The sum is exact and rounded
 * down once, to a whole minor unit, so that it never tells more than the shop gets. May be negative.
 */
export function netRevenue(price: Money, terms: SaleTerms): Money {
  return exactNet(price, terms).whole;
}

/** Net revenue less the unit's cost. */
export function unitProfit(price: Money, cost: Money, terms: SaleTerms): Money {
  return netRevenue(price, terms) - cost;
}

/** All fees of one unit as a share of its price (VAT is not a fee): the fact `channel.feeBp`. Null at price 0. */
export function effectiveFeeBp(price: Money, terms: SaleTerms): BasisPoints | null {
  return shareBp(-netRevenue(price, { ...terms, vatBp: 0 }) + price, price);
}

/** Whether the profit at `price`, before rounding, is at least `marginFloorBp` of the price. */
export function meetsFloor(price: Money, cost: Money, marginFloorBp: BasisPoints, terms: SaleTerms): boolean {
  const { whole, fraction, denominator } = exactNet(price, terms);
  const wanted = split(price * marginFloorBp, FULL_BP);
  const spare = whole - cost - wanted.whole;
  return spare > 0 || (spare === 0 && fraction >= wanted.rest * (denominator / FULL_BP));
}

/**
 * The smallest price (1 or more) at which `meetsFloor` holds; null when none up to PRICE_MAX does, as with fees that eat
 * the whole price.
 *
 * Net revenue is a straight line between the prices where a cap begins to bite, and bends upwards there. So: take every
 * fee as a rate and solve; where a cap bites at the price found, move that fee to the fixed part and solve again. From
 * the second step on the price can only fall, and it stops at the exact answer. Fees that would fall on a bend are
 * decided anew each time.
 */
export function floorPrice(cost: Money, marginFloorBp: BasisPoints, terms: SaleTerms): Money | null {
  let guess = solveLine(cost, marginFloorBp, terms, 0);
  for (let step = 0; step <= terms.percent.length; step++) {
    const next = solveLine(cost, marginFloorBp, terms, guess);
    if (next === guess) break;
    guess = next;
  }
  if (guess > PRICE_MAX + 1) return null;
  // The line was solved in floating point: at most a unit or two off, settled by the exact predicate.
  let price = Math.max(1, Math.ceil(guess));
  while (price > 1 && meetsFloor(price - 1, cost, marginFloorBp, terms)) price--;
  while (price <= PRICE_MAX && !meetsFloor(price, cost, marginFloorBp, terms)) price++;
  return price <= PRICE_MAX ? price : null;
}

/** Where the line that holds around `near` reaches the floor; Infinity when it never does. */
function solveLine(cost: Money, marginFloorBp: BasisPoints, terms: SaleTerms, near: number): number {
  let rateBp = marginFloorBp;
  let fixed = cost + terms.fixed;
  for (const fee of terms.percent) {
    if (fee.cap !== null && near * fee.rateBp > fee.cap * FULL_BP) fixed += fee.cap;
    else rateBp += fee.rateBp;
  }
  const gross = FULL_BP + terms.vatBp;
  const slope = FULL_BP * FULL_BP - rateBp * gross;
  return slope > 0 ? (fixed * FULL_BP * gross) / slope : Number.POSITIVE_INFINITY;
}

/** Net revenue as whole + fraction / denominator with 0 <= fraction < denominator, without rounding. */
function exactNet(price: Money, terms: SaleTerms): { whole: number; fraction: number; denominator: number } {
  assert(Number.isSafeInteger(price) && price >= 0 && price <= PRICE_MAX, 'a price is an integer from 0 to PRICE_MAX');
  const gross = FULL_BP + terms.vatBp;
  const denominator = FULL_BP * gross;
  const afterVat = split(price * FULL_BP, gross);
  let whole = afterVat.whole - terms.fixed;
  let feeRest = 0;
  for (const fee of terms.percent) {
    const part = price * fee.rateBp;
    const taken = split(fee.cap === null ? part : Math.min(part, fee.cap * FULL_BP), FULL_BP);
    whole -= taken.whole;
    feeRest += taken.rest;
  }
  const fraction = afterVat.rest * FULL_BP - feeRest * gross;
  const carried = Math.floor(fraction / denominator);
  return { whole: whole + carried, fraction: fraction - carried * denominator, denominator };
}

/** a = whole x b + rest, exact for safe integers a >= 0, b > 0. */
function split(a: number, b: number): { whole: number; rest: number } {
  // A division and a step to either side where it was rounded: several times as fast as the remainder of large numbers.
  let whole = Math.floor(a / b);
  let rest = a - whole * b;
  if (rest < 0) {
    whole--;
    rest += b;
  } else if (rest >= b) {
    whole++;
    rest -= b;
  }
  return { whole, rest };
}
