import { assert, type Day } from '../units.js';
import { Books } from './books.js';
import type { LayerView } from './detail.js';
import type { ProductMovements } from './movements.js';

/** What the books say of one product at the close of a day. */
export interface AgeingResult {
  asOf: Day;
  /** Below 0 when more was sold than was known to be there. */
  onHand: number;
  /** Oldest first; they add up to `onHand`, or to 0 when that is negative. Unit cost null = unknown. */
  layers: LayerView[];
  /**
   * One byte per day, the last of them `asOf`: 1 when the product could be sold on that day. That is: stock at the start,
   * an arrival, a sale, or stock at the close.
   */
  inStock: Uint8Array;
  /** No receipt and no count is known: `inStock` is an assumption, from the first sale on. */
  isStockUnknown: boolean;
  lastSaleOn: Day | null;
  lastReceiptOn: Day | null;
  /** The last count less the books before it; null without a count. */
  countDifference: number | null;
  lastCountOn: Day | null;
  /** Days up to `asOf` on which only some locations were counted. */
  partialCounts: number;
  /** Units in and out since the beginning: received + returned + found - sold - shrunk = onHand. */
  totals: { received: number; returned: number; found: number; sold: number; shrunk: number };
}

/** Half a year of days is enough for every measure that weighs the past with a half-life of weeks. */
export const IN_STOCK_DAYS = 180;
const FAR = Number.MAX_SAFE_INTEGER;

/**
 * Plays the movements of one product up to and including `asOf` through the books, first in first out.
 *
 * On each day: receipts, returns, sales, count. What the words leave open is settled so:
 * - A return goes back to the layer last taken from, latest sale first. One that exceeds the sales known before that day is
 *   set off against that day's sales; beyond those its origin is unknown (`Books.takeStray`).
 * - Units sold beyond stock belong to the next layer that opens, be it a receipt or found by a count.
 * - The first count of a product without receipts opens a layer of unknown origin, dated `firstStockedOn` (or the day of
 *   the count, whichever is earlier).
 * - Between two sales beyond stock the books are proven wrong: the days between them count as in stock.
 *
 * Later movements are not read at all, so that no fact of a later day leaks into an earlier report.
 */
export function replay(movements: ProductMovements, asOf: Day, inStockDays = IN_STOCK_DAYS): AgeingResult {
  const { receipts, sales, counts, firstStockedOn } = movements;
  const books = new Books();
  const inStock = new Uint8Array(inStockDays);
  const firstDay = asOf - inStockDays + 1;
  const mark = (from: Day, to: Day) => {
    if (to >= firstDay) inStock.fill(1, Math.max(0, from - firstDay), Math.min(inStockDays, to - firstDay + 1));
  };
  const totals = { received: 0, returned: 0, found: 0, sold: 0, shrunk: 0 };
  let lastSaleOn: Day | null = null;
  let lastReceiptOn: Day | null = null;
  let lastCountOn: Day | null = null;
  let countDifference: number | null = null;
  let firstSaleOn: Day | null = null;
  let lastShortOn: Day = FAR;
  let nextDay = -FAR;

  for (let r = 0, s = 0, c = 0; ;) {
    const day = Math.min(receipts.day[r] ?? FAR, sales.day[s] ?? FAR, counts.day[c] ?? FAR);
    if (day > asOf) break;
    const before = books.onHand;
    if (before > 0) mark(nextDay, day);

    for (; receipts.day[r] === day; r++) {
      books.open(day, receipts.quantity[r]!, receipts.unitCost[r]!, false);
      totals.received += receipts.quantity[r]!;
      lastReceiptOn = day;
    }
    const arrived = books.onHand;

    if (sales.day[s] === day) {
      const units = sales.units[s]!;
      const returned = sales.unitsReturned[s]!;
      const unmatched = returned === 0 ? 0 : returned - books.takeBack(returned);
      const setOff = Math.min(unmatched, units);
      books.sell(units - setOff);
      if (unmatched > setOff) books.takeStray(unmatched - setOff, Math.min(firstStockedOn ?? day, day));
      totals.sold += units;
      totals.returned += returned;
      if (units > 0) {
        if (before < 0) mark(lastShortOn, day);
        if (books.onHand < 0) lastShortOn = day;
        firstSaleOn ??= day;
        lastSaleOn = day;
      }
      if (units > 0 || returned > 0) mark(day, day);
      s++;
    }

    if (counts.day[c] === day) {
      const difference = counts.onHand[c]! - books.onHand;
      const isOrigin = lastReceiptOn === null && lastCountOn === null;
      if (difference > 0) {
        const openedOn = isOrigin ? Math.min(firstStockedOn ?? day, day) : day;
        books.open(openedOn, difference, NaN, isOrigin);
        if (isOrigin) mark(openedOn, counts.onHand[c]! > 0 ? day : (lastSaleOn ?? day));
        totals.found += difference;
      } else if (difference < 0) {
        books.shrink(-difference);
        totals.shrunk -= difference;
      }
      countDifference = difference;
      lastCountOn = day;
      c++;
    }
    if (arrived > 0 || books.onHand > 0) mark(day, day);
    nextDay = day + 1;
  }

  if (books.onHand > 0) mark(nextDay, asOf);
  const isStockUnknown = lastReceiptOn === null && lastCountOn === null;
  if (isStockUnknown && firstSaleOn !== null) mark(Math.min(firstStockedOn ?? firstSaleOn, firstSaleOn), asOf);
  assert(
    totals.received + totals.returned + totals.found - totals.sold - totals.shrunk === books.onHand,
    'no unit appears or vanishes in the books',
  );
  return {
    asOf,
    onHand: books.onHand,
    layers: layersOf(books),
    inStock,
    isStockUnknown,
    lastSaleOn,
    lastReceiptOn,
    countDifference,
    lastCountOn,
    partialCounts: countUpTo(counts.partialDays, asOf),
    totals,
  };
}

/** The layers that hold units; neighbours that differ in nothing are one. */
function layersOf(books: Books): LayerView[] {
  const layers: LayerView[] = [];
  let last: LayerView | undefined;
  for (let layer = 0; layer < books.quantity.length; layer++) {
    const quantity = books.quantity[layer]!;
    if (quantity === 0) continue;
    const receivedOn = books.receivedOn[layer]!;
    const isAtLeast = books.isAtLeast[layer]!;
    const cost = books.unitCost[layer]!;
    const unitCost = Number.isNaN(cost) ? null : cost;
    if (
      last !== undefined &&
      last.receivedOn === receivedOn &&
      last.unitCost === unitCost &&
      last.isAtLeast === isAtLeast
    ) {
      last.quantity += quantity;
    } else {
      last = { receivedOn, quantity, unitCost, isAtLeast };
      layers.push(last);
    }
  }
  return layers;
}

function countUpTo(days: readonly number[], asOf: Day): number {
  let count = 0;
  while (count < days.length && days[count]! <= asOf) count++;
  return count;
}
