import { assert, type Day, type Money } from '../units.js';
import { resolveCounts, type LocationCount, type ProductCounts } from './counts.js';
import { rowOrder } from './order.js';

/** Sales as they are kept: columns, several rows of one day (channels) add up. */
export interface SalesColumns {
  day: number[];
  units: number[];
  unitsReturned: number[];
}

/** What is known of one product's stock, in any order of rows. */
export interface MovementRows {
  sales: SalesColumns;
  receipts: readonly { day: Day; quantity: number; unitCost: Money | null }[];
  counts: readonly LocationCount[];
}

/** All stock movements of one product, ready for the books: columns in day order, NaN = unknown cost. Made by `movementsOf`. */
export interface ProductMovements {
  /** Day on which the shop first had the product, when someone said so. */
  firstStockedOn: Day | null;
  /** One row per day and unit cost; on one day the cheaper units come first, those of unknown cost last. */
  receipts: { day: number[]; quantity: number[]; unitCost: number[] };
  /** One row per day. */
  sales: SalesColumns;
  /** One row per day, over all locations. */
  counts: ProductCounts;
}

/**
 * Brings rows into the order in which the books read them. The same rows give the same movements in whatever order they
 * came, so a corrected history ages as if it had come right the first time. Quantities are whole numbers, 0 or more
 * (intake refuses the rest); columns that are in order already are used as they are, not copied.
 */
export function movementsOf(rows: MovementRows, firstStockedOn: Day | null): ProductMovements {
  return {
    firstStockedOn,
    receipts: receiptColumns(rows.receipts),
    sales: salesPerDay(rows.sales),
    counts: resolveCounts(rows.counts),
  };
}

function receiptColumns(rows: MovementRows['receipts']): ProductMovements['receipts'] {
  const cost = (row: number) => rows[row]!.unitCost ?? Infinity;
  const order = rowOrder(
    rows.length,
    (one, other) =>
      rows[one]!.day - rows[other]!.day || (cost(one) < cost(other) ? -1 : Number(cost(one) > cost(other))),
  );
  const columns: ProductMovements['receipts'] = { day: [], quantity: [], unitCost: [] };
  for (let i = 0; i < rows.length; i++) {
    const { day, quantity, unitCost } = rows[order === null ? i : order[i]!]!;
    assert(Number.isInteger(quantity) && quantity >= 0, 'a receipt is a whole number of units, 0 or more');
    if (quantity === 0) continue;
    const last = columns.day.length - 1;
    if (columns.day[last] === day && Object.is(columns.unitCost[last], unitCost ?? NaN)) {
      columns.quantity[last]! += quantity;
    } else {
      columns.day.push(day);
      columns.quantity.push(quantity);
      columns.unitCost.push(unitCost ?? NaN);
    }
  }
  return columns;
}

/** Sales of all channels added up: one row per day, in day order. Units are whole numbers, 0 or more. */
export function salesPerDay(rows: SalesColumns): SalesColumns {
  const { day, units, unitsReturned } = rows;
  let days = day.length === 0 ? 0 : 1;
  let isInOrder = true;
  for (let i = 0; i < day.length; i++) {
    assert(Number.isInteger(units[i]) && units[i]! >= 0, 'units sold are a whole number, 0 or more');
    assert(
      Number.isInteger(unitsReturned[i]) && unitsReturned[i]! >= 0,
      'units returned are a whole number, 0 or more',
    );
    if (i === 0) continue;
    if (day[i]! < day[i - 1]!) isInOrder = false;
    if (day[i]! !== day[i - 1]!) days++;
  }
  if (isInOrder && days === day.length) return { day, units, unitsReturned };

  const order = isInOrder ? null : rowOrder(day.length, (one, other) => day[one]! - day[other]!);
  const columns: SalesColumns = { day: [], units: [], unitsReturned: [] };
  let last = -1;
  for (let i = 0; i < day.length; i++) {
    const row = order === null ? i : order[i]!;
    if (last >= 0 && columns.day[last] === day[row]) {
      columns.units[last]! += units[row]!;
      columns.unitsReturned[last]! += unitsReturned[row]!;
    } else {
      last++;
      columns.day.push(day[row]!);
      columns.units.push(units[row]!);
      columns.unitsReturned.push(unitsReturned[row]!);
    }
  }
  return columns;
}
