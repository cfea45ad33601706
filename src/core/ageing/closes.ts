import type { Day } from '../units.js';
import type { ProductMovements } from './movements.js';

/**
 * Units on hand at the close of each day from `from` to `to`, as `replay` would say of each of them: units in less units out
 * since the beginning, a count being the truth of its day. Null before the first receipt or count: until then nobody knows.
 */
export function closesOf({ receipts, sales, counts }: ProductMovements, from: Day, to: Day): (number | null)[] {
  const closes: (number | null)[] = [];
  let onHand = 0;
  let isKnown = false;
  for (let r = 0, s = 0, c = 0, day = Math.min(from, firstOf(receipts.day, sales.day, counts.day)); day <= to; day++) {
    for (; receipts.day[r] === day; r++) {
      onHand += receipts.quantity[r]!;
      isKnown = true;
    }
    for (; sales.day[s] === day; s++) onHand += sales.unitsReturned[s]! - sales.units[s]!;
    for (; counts.day[c] === day; c++) {
      onHand = counts.onHand[c]!;
      isKnown = true;
    }
    if (day >= from) closes.push(isKnown ? onHand : null);
  }
  return closes;
}

function firstOf(...columns: readonly number[][]): Day {
  return Math.min(...columns.map((days) => days[0] ?? Infinity));
}
