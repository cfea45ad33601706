import { setImmediate as breathe } from 'node:timers/promises';
import type { BasketWindow } from '../core/demand/basket-book.js';
import { rankPairs, type NamedPair } from '../core/demand/pair-list.js';
import { createPairCounter, type Pair } from '../core/demand/pairs.js';
import type { Day } from '../core/units.js';
import type { Database } from '../db/database.js';
import { openReader, type Reader } from '../db/reader.js';
import { eachBasket } from './baskets.js';

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
  await eachBasket(reader, { from: asOf - PAIR_DAYS + 1, to: asOf }, counter.addBasket);
  return (productId) => counter.best(productId, (partnerId) => !wanted.has(partnerId));
}

export interface PairList {
  /** Most evidence first, those that go together before those that avoid each other. */
  pairs: Iterable<NamedPair>;
  /** Pairs that pass the support, also those beyond the limit. */
  total: number;
  baskets: number;
  oversized: number;
  /** The least number of shared baskets that was asked for. */
  countMin: number;
  nameOf: ReadonlyMap<string, string>;
}

/**
 * Every pair of products that share orders, from one snapshot.
 * @param supportMin from 1 on a number of baskets, below 1 a share of all baskets
 */
export async function listPairs(
  db: Database,
  window: BasketWindow,
  supportMin: number,
  limit: number,
): Promise<PairList> {
  const reader = await openReader(db.url);
  try {
    const counter = createPairCounter();
    await eachBasket(reader, window, counter.addBasket);
    const products = await reader.all('SELECT id, sku, name FROM product');
    const skus = new Map(products.map(([id, sku]) => [id as number, sku as string]));
    const nameOf = new Map(products.map(([, sku, name]) => [sku as string, name as string]));
    const { baskets, oversized } = counter;
    const countMin = baskets === 0 ? 1 : leastCount(supportMin, baskets);
    await breathe();
    const { pairs, total } = rankPairs(counter, (id) => skus.get(id)!, countMin, limit);
    return { pairs, total, baskets, oversized, countMin, nameOf };
  } finally {
    await reader.close();
  }
}

/** 7 % of 100 are 7, whatever 0.07 x 100 is in floating point. */
function leastCount(supportMin: number, baskets: number): number {
  return supportMin >= 1 ? supportMin : Math.max(1, Math.ceil(supportMin * baskets * (1 - 1e-12)));
}
