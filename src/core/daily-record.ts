import { pricesByDay, recordedPrices } from './demand/price-path.js';
import type { ProductHistory } from './history.js';
import type { Day, Instant, Money } from './units.js';

/** What is on record of a listing, one element a day. */
export interface DailyRecord {
  units: number[];
  /** Revenue over units; null where nothing was sold or no revenue is known. */
  paid: (Money | null)[];
  /** The base price, less the approved discount that ran; null: none on record. A voucher or a bundle leaves it alone. */
  price: (Money | null)[];
  basePrice: (Money | null)[];
}

/**
 * Sales and prices of a listing on the days `from` to `to`.
 * @param base its base price as it is today; null = unknown
 * @param toEnd first moment after `to`
 */
export function dailyRecord(
  history: Pick<ProductHistory, 'sales' | 'listings' | 'basePrices' | 'entries'>,
  channelId: number,
  base: Money | null,
  { from, to, toEnd }: { from: Day; to: Day; toEnd: Instant },
): DailyRecord {
  const days = to - from + 1;
  const units = new Array<number>(days).fill(0);
  const revenue = new Array<number>(days).fill(0);
  const { sales } = history;
  sales.day.forEach((day, row) => {
    if (day < from || day > to || sales.channelId[row] !== channelId) return;
    units[day - from]! += sales.units[row]!;
    revenue[day - from]! += sales.revenue[row]!;
  });
  const priced = (of: typeof history): (Money | null)[] =>
    Array.from(pricesByDay(recordedPrices(of, channelId, base, toEnd, days), new Float64Array(days)), known);
  return {
    units,
    paid: units.map((sold, i) => (sold > 0 ? known(Math.round(revenue[i]! / sold)) : null)),
    price: priced(history),
    basePrice: priced({ ...history, entries: [] }),
  };
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
