import { createPairCounter, type Pair } from '../core/demand/pairs.js';
import type { Day } from '../core/units.js';
import type { Reader } from '../db/reader.js';

/** Orders this far back say what is bought together. */
const PAIR_DAYS = 365;

/** Counts exactly which products share orders with the wanted ones, streaming orders in key order. */
export async function countPairs(
  reader: Reader,
  asOf: Day,
  wanted: Set<number>,
): Promise<(productId: number) => Pair | null> {
  if (wanted.size === 0) return () => null;
  const counter = createPairCounter(wanted);
  let orderId: unknown = null;
  let basket: number[] = [];
  const orders = reader.batches(
    `SELECT orderId, productId FROM order_line WHERE status IN ('sold', 'returned') AND day <= ? AND day > ? ORDER BY orderId, lineId`,
    [asOf, asOf - PAIR_DAYS],
  );
  for await (const batch of orders) {
    for (const row of batch) {
      if (row[0] !== orderId) {
        if (basket.length > 0) counter.addBasket(basket);
        orderId = row[0];
        basket = [];
      }
      basket.push(row[1] as number);
    }
  }
  if (basket.length > 0) counter.addBasket(basket);
  return (productId) => counter.best(productId, (partnerId) => !wanted.has(partnerId));
}
