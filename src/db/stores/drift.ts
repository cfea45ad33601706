import { In, type EntityManager } from 'typeorm';
import type { Order, Sighting } from '../../core/feed/drift.js';
import type { Ack, ChannelPrice, PriceEntry } from '../../core/feed/entry.js';
import type { Instant, Money } from '../../core/units.js';
import type { Database } from '../database.js';
import { ChannelPriceTable } from '../tables/engine.js';
import { BasePriceTable, ListingTable, ProductTable } from '../tables/shop.js';

/** A listing with what was last seen of it on the channel, and the newest public price that has begun there. */
export interface SightedListing {
  productId: number;
  sku: string;
  productName: string;
  basePrice: Money | null;
  sighting: Sighting | null;
  order: (Order & { entryId: number; suggestionId: number }) | null;
}

interface Row {
  productId: number;
  sku: string;
  productName: string;
  basePrice: Money | null;
  seenPrice: Money | null;
  seenAt: Instant | null;
  seenSince: Instant | null;
  entryId: number | null;
  suggestionId: number;
  kind: PriceEntry['kind'];
  state: PriceEntry['state'];
  revision: number;
  price: Money;
  startsAt: Instant;
  endsAt: Instant | null;
  expiresAt: Instant;
  expectedCurrentPrice: Money | null;
  revert: PriceEntry['revert'];
  ackStatus: Ack['status'] | null;
  ackRevision: number;
  appliedPrice: Money | null;
  ackAt: Instant;
}

const COLUMNS = `p.id AS productId, p.sku, p.name AS productName, COALESCE(l.price, p.price) AS basePrice,
  c.price AS seenPrice, c.at AS seenAt, c.since AS seenSince,
  e.id AS entryId, e.suggestionId, e.kind, e.state, e.revision, e.price, e.startsAt, e.endsAt, e.expiresAt,
  e.expectedCurrentPrice, e.revert,
  a.status AS ackStatus, a.revision AS ackRevision, a.appliedPrice, a.at AS ackAt`;

/** One that was taken back before it began has no moment at which it ran. */
const NEWEST_ORDER = `SELECT n.id FROM price_entry n
  WHERE n.productId = p.id AND n.channelId = ? AND n.kind IN ('discount', 'base') AND n.startsAt <= ?
    AND (n.endsAt IS NULL OR n.endsAt > n.startsAt)
  ORDER BY n.startsAt DESC, n.id DESC LIMIT 1`;

const NEWEST_ACK = `LEFT JOIN ack a ON a.id = (SELECT MAX(x.id) FROM ack x WHERE x.entryId = e.id)`;

/**
 * Listings of a channel whose price may differ from ours, by product: those that show another price than the base price,
 * and those that show it, or were told of by an acknowledgement alone, while a price of ours is to run. Listings without
 * either, which are nearly all, cost no look at their entries.
 */
export async function suspectListings(db: Database, channelId: number, now: Instant): Promise<SightedListing[]> {
  const rows = await db.query<Row>(
    `SELECT ${COLUMNS} FROM channel_price c JOIN product p ON p.id = c.productId
       LEFT JOIN listing l ON l.productId = p.id AND l.channelId = c.channelId
       LEFT JOIN price_entry e ON e.id = (${NEWEST_ORDER}) ${NEWEST_ACK}
     WHERE c.channelId = ? AND (COALESCE(l.price, p.price) IS NULL OR c.price <> COALESCE(l.price, p.price))
     UNION ALL
     SELECT ${COLUMNS} FROM price_entry e JOIN product p ON p.id = e.productId
       LEFT JOIN listing l ON l.productId = p.id AND l.channelId = e.channelId
       LEFT JOIN channel_price c ON c.channelId = e.channelId AND c.productId = e.productId ${NEWEST_ACK}
     WHERE e.channelId = ? AND e.state = 'active' AND e.kind IN ('discount', 'base')
       AND (c.price = COALESCE(l.price, p.price) OR (c.price IS NULL AND a.appliedPrice <> e.price))
       AND e.id = (${NEWEST_ORDER})
     ORDER BY productId`,
    [channelId, now, channelId, channelId, channelId, now],
  );
  return rows.map(sighted);
}

/** These listings of a channel, whatever was seen of them, by product. */
export async function sightedListings(
  manager: EntityManager,
  channelId: number,
  productIds: number[],
  now: Instant,
): Promise<Map<number, SightedListing>> {
  if (productIds.length === 0) return new Map();
  const marks = productIds.map(() => '?').join(', ');
  const rows: Row[] = await manager.query(
    `SELECT ${COLUMNS} FROM product p
       LEFT JOIN listing l ON l.productId = p.id AND l.channelId = ?
       LEFT JOIN channel_price c ON c.channelId = ? AND c.productId = p.id
       LEFT JOIN price_entry e ON e.id = (${NEWEST_ORDER}) ${NEWEST_ACK}
     WHERE p.id IN (${marks})`,
    [channelId, channelId, channelId, now, ...productIds],
  );
  return new Map(rows.map((row) => [row.productId, sighted(row)]));
}

function sighted(row: Row): SightedListing {
  const { productId, sku, productName, basePrice, seenPrice, seenAt, seenSince, ackStatus, ackRevision, ackAt } = row;
  const { kind, state, revision, price, startsAt, endsAt, expiresAt, expectedCurrentPrice, revert } = row;
  const ack =
    ackStatus === null ? null : { status: ackStatus, revision: ackRevision, appliedPrice: row.appliedPrice, at: ackAt };
  return {
    productId,
    sku,
    productName,
    basePrice,
    sighting: seenPrice === null ? null : { price: seenPrice, at: seenAt!, since: seenSince! },
    order:
      row.entryId === null
        ? null
        : {
            entryId: row.entryId,
            suggestionId: row.suggestionId,
            entry: { kind, state, revision, price, startsAt, endsAt, expiresAt, expectedCurrentPrice, revert },
            ack,
          },
  };
}

/** Products by what a sync job calls them. */
export interface NamedProducts {
  bySku: Map<string, number>;
  /** Every variant that a native id may mean on this channel. */
  byExternalId: Map<string, { productId: number; externalVariantId: string | null }[]>;
}

export async function namedProducts(
  manager: EntityManager,
  channelId: number,
  skus: string[],
  externalIds: string[],
): Promise<NamedProducts> {
  const products = await manager.find(ProductTable, { where: { sku: In(skus) }, select: { id: true, sku: true } });
  const listings = await manager.find(ListingTable, {
    where: { channelId, externalId: In(externalIds) },
    select: { productId: true, externalId: true, externalVariantId: true },
  });
  const byExternalId: NamedProducts['byExternalId'] = new Map();
  for (const { productId, externalId, externalVariantId } of listings) {
    const same = byExternalId.get(externalId!) ?? [];
    byExternalId.set(externalId!, [...same, { productId, externalVariantId }]);
  }
  return { bySku: new Map(products.map(({ id, sku }) => [sku, id])), byExternalId };
}

/** What was last seen of these listings. */
export async function channelPrices(
  manager: EntityManager,
  channelId: number,
  productIds: number[],
): Promise<Map<number, ChannelPrice>> {
  const rows = await manager.findBy(ChannelPriceTable, { channelId, productId: In(productIds) });
  return new Map(rows.map((row) => [row.productId, row]));
}

export async function keepChannelPrices(manager: EntityManager, rows: ChannelPrice[]): Promise<void> {
  if (rows.length > 0) await manager.upsert(ChannelPriceTable, rows, ['channelId', 'productId']);
}

/** Public prices that have begun, and of which a job does not know whether the channel took them. */
export interface UnknownOutcome {
  productId: number;
  sku: string;
  externalId: string | null;
  externalVariantId: string | null;
  entryId: number;
}

export async function unknownOutcomes(
  manager: EntityManager,
  channelId: number,
  now: Instant,
  limit: number,
): Promise<UnknownOutcome[]> {
  return manager.query(
    `SELECT e.productId, e.sku, l.externalId, l.externalVariantId, e.id AS entryId
     FROM ack a JOIN price_entry e ON e.id = a.entryId
       LEFT JOIN listing l ON l.productId = e.productId AND l.channelId = e.channelId
     WHERE a.status = 'unknown' AND a.channelId = ? AND a.revision = e.revision AND e.startsAt <= ?
       AND e.kind IN ('discount', 'base') AND a.id = (SELECT MAX(x.id) FROM ack x WHERE x.entryId = e.id)
     ORDER BY e.id LIMIT ?`,
    [channelId, now, limit],
  );
}

/** Makes a price the base price of a listing from now on. */
export async function setBasePrice(
  manager: EntityManager,
  { productId, channelId }: { productId: number; channelId: number },
  price: Money,
  now: Instant,
): Promise<void> {
  const { affected } = await manager.update(ListingTable, { productId, channelId }, { price, updatedAt: now });
  if (affected === 0) {
    const bare = { externalId: null, externalVariantId: null, minPrice: null, maxPrice: null };
    await manager.insert(ListingTable, { productId, channelId, price, updatedAt: now, ...bare });
  }
  await manager.upsert(BasePriceTable, { productId, channelId, since: now, price, importId: null }, [
    'productId',
    'channelId',
    'since',
  ]);
}
