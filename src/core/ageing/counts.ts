import { assert, type Day } from '../units.js';
import { compareText, rowOrder } from './order.js';

/** What one location held at the close of a day. */
export interface LocationCount {
  day: Day;
  /** '' when the file gave none: a location like any other. */
  location: string;
  onHand: number;
}

/** Closing counts of the whole product, in day order. */
export interface ProductCounts {
  day: number[];
  onHand: number[];
  /** Days whose counts left a location out, so that they say nothing of the whole; in order. */
  partialDays: number[];
}

/**
 * Adds the counts of locations up to counts of the product.
 *
 * The books know one stock per product, not one per location. So a day's counts stand for the product only when every
 * location seen up to that day is counted on it; a location whose last count was 0 is taken to be empty still. Counts of
 * any other day change nothing and are told in `partialDays`. A transfer that is counted at both ends on one day leaves
 * the sum as it was, and thereby the age of every layer.
 *
 * `rows` in any order, one per day and location, quantities 0 or more.
 */
export function resolveCounts(rows: readonly LocationCount[]): ProductCounts {
  const order = rowOrder(
    rows.length,
    (one, other) => rows[one]!.day - rows[other]!.day || compareText(rows[one]!.location, rows[other]!.location),
  );
  const result: ProductCounts = { day: [], onHand: [], partialDays: [] };
  const last = new Map<string, LocationCount>();
  for (let i = 0; i < rows.length;) {
    const { day } = rows[order === null ? i : order[i]!]!;
    let onHand = 0;
    for (; i < rows.length; i++) {
      const row = rows[order === null ? i : order[i]!]!;
      if (row.day !== day) break;
      assert(Number.isInteger(row.onHand) && row.onHand >= 0, 'a count is a whole number, 0 or more');
      assert(last.get(row.location)?.day !== day, 'a location is counted once a day');
      last.set(row.location, row);
      onHand += row.onHand;
    }
    if (coversAll(last, day)) {
      result.day.push(day);
      result.onHand.push(onHand);
    } else {
      result.partialDays.push(day);
    }
  }
  return result;
}

function coversAll(last: Map<string, LocationCount>, day: Day): boolean {
  if (last.size === 1) return true;
  for (const count of last.values()) if (count.day !== day && count.onHand > 0) return false;
  return true;
}
