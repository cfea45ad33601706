import { In, type EntityManager } from 'typeorm';
import type { PriceEntry } from '../../core/feed/entry.js';
import type { LedgerFacts, Sighting } from '../../core/ledger/intervals.js';
import { basesFor } from '../../core/ledger/facts.js';
import type { Money } from '../../core/units.js';
import { AckTable, PriceSightingTable, type PriceSighting } from '../tables/engine.js';
import { BasePriceTable } from '../tables/shop.js';

/** Everything on record of the price of one listing. `own`: its own price today; `entries`: all of its entries. */
export async function ledgerFactsOf(
  manager: EntityManager,
  { productId, channelId }: { productId: number; channelId: number },
  own: Money | null,
  entries: PriceEntry[],
): Promise<LedgerFacts> {
  const bases = await manager.find(BasePriceTable, {
    where: { productId, channelId: In([0, channelId]) },
    order: { since: 'ASC' },
  });
  const orders = entries.filter(({ kind }) => kind === 'discount' || kind === 'base');
  const ids = orders.map(({ id }) => id);
  const acks =
    ids.length === 0 ? [] : await manager.find(AckTable, { where: { entryId: In(ids) }, order: { id: 'ASC' } });
  return {
    bases: basesFor(bases, channelId, own),
    orders: orders.map(({ id, kind, state, price, startsAt, endsAt }) => ({
      ...{ id, kind: kind as 'discount' | 'base', price, startsAt, endsAt },
      isTakenBack: state === 'withdrawn',
      words: acks.filter(({ entryId }) => entryId === id),
    })),
    sightings: await manager.find(PriceSightingTable, { where: { productId, channelId }, order: { since: 'ASC' } }),
  };
}

/** What jobs saw of these listings of a channel so far, oldest first. */
export async function sightingsOf(
  manager: EntityManager,
  channelId: number,
  productIds: number[],
): Promise<Map<number, Sighting[]>> {
  const rows = await manager.find(PriceSightingTable, {
    where: { channelId, productId: In(productIds) },
    order: { since: 'ASC' },
  });
  const byProduct = new Map<number, Sighting[]>();
  for (const row of rows) {
    const same = byProduct.get(row.productId);
    if (same === undefined) byProduct.set(row.productId, [row]);
    else same.push(row);
  }
  return byProduct;
}

export async function keepSightings(manager: EntityManager, rows: PriceSighting[]): Promise<void> {
  if (rows.length > 0) await manager.upsert(PriceSightingTable, rows, ['productId', 'channelId', 'since']);
}

/** Channels on which a product is listed, or ever had a price of ours or one that a job saw. */
export async function pricedChannels(manager: EntityManager, productId: number): Promise<number[]> {
  const rows: { channelId: number }[] = await manager.query(
    `SELECT channelId FROM listing WHERE productId = ? UNION SELECT channelId FROM price_entry WHERE productId = ?
     UNION SELECT channelId FROM price_sighting WHERE productId = ?`,
    [productId, productId, productId],
  );
  return rows.map(({ channelId }) => channelId);
}
