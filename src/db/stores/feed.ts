import { In, MoreThan, type EntityManager } from 'typeorm';
import type { Ack, EntryKind, FeedAction, FeedChange, PriceEntry } from '../../core/feed/entry.js';
import type { Instant, Money } from '../../core/units.js';
import { isDuplicate, type Database } from '../database.js';
import { AckTable, FeedChangeTable, PriceEntryTable, type FeedHead } from '../tables/engine.js';
import { BasePriceTable } from '../tables/shop.js';

/**
 * Locks a channel's head until the transaction ends, and tells the last `seq` given out. Whoever writes changes takes
 * this lock first and keeps it to the commit: so changes become visible in the order of `seq`, and a reader that has seen
 * one has seen all before it. The lock also keeps two approvals of one listing apart. Order of locks: suggestion, head,
 * entries.
 */
export async function lockHead(db: Database, manager: EntityManager, channelId: number): Promise<FeedHead> {
  const read = async (): Promise<FeedHead | undefined> => {
    const rows: FeedHead[] = await manager.query(
      `SELECT channelId, seq FROM feed_head WHERE channelId = ?${db.forUpdate}`,
      [channelId],
    );
    return rows[0];
  };
  const head = await read();
  if (head !== undefined) return head;
  try {
    // A savepoint of its own: on a lost race only this statement is undone.
    await manager.transaction((inner) =>
      inner.query('INSERT INTO feed_head (channelId, seq) VALUES (?, 0)', [channelId]),
    );
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  return (await read())!;
}

/** Adds changes behind a locked head. */
export async function appendChanges(
  manager: EntityManager,
  head: FeedHead,
  changes: { entry: PriceEntry; action: FeedAction; body: string }[],
  at: Instant,
): Promise<void> {
  if (changes.length === 0) return;
  const rows: FeedChange[] = changes.map(({ entry, action, body }, i) => ({
    channelId: head.channelId,
    seq: head.seq + 1 + i,
    entryId: entry.id,
    revision: entry.revision,
    action,
    at,
    body,
  }));
  await manager.insert(FeedChangeTable, rows);
  head.seq += rows.length;
  await manager.query('UPDATE feed_head SET seq = ? WHERE channelId = ?', [head.seq, head.channelId]);
}

/** The last `seq` of a channel; 0 before its first change. */
export async function headSeq(db: Database, channelId: number): Promise<number> {
  const rows = await db.query<{ seq: number }>('SELECT seq FROM feed_head WHERE channelId = ?', [channelId]);
  return rows[0]?.seq ?? 0;
}

export async function changesAfter(db: Database, channelId: number, seq: number, limit: number): Promise<FeedChange[]> {
  return db.manager.find(FeedChangeTable, {
    where: { channelId, seq: MoreThan(seq) },
    order: { seq: 'ASC' },
    take: limit,
  });
}

/** Every entry of one listing, also past ones, oldest first. */
export async function entriesOfListing(
  manager: EntityManager,
  productId: number,
  channelId: number,
): Promise<PriceEntry[]> {
  return manager.find(PriceEntryTable, { where: { productId, channelId }, order: { id: 'ASC' } });
}

/** The entry that an approval of this suggestion made; null when it made none. */
export async function entryOfSuggestion(manager: EntityManager, suggestionId: number): Promise<PriceEntry | null> {
  return manager.findOne(PriceEntryTable, { where: { suggestionId }, order: { id: 'DESC' } });
}

/** Channels with an active entry whose time is over at `now`. */
export async function channelsWithDueEntries(db: Database, now: Instant): Promise<number[]> {
  const rows = await db.query<{ channelId: number }>(
    `SELECT DISTINCT channelId FROM price_entry WHERE state = 'active' AND (endsAt <= ? OR (endsAt IS NULL AND expiresAt <= ?))`,
    [now, now],
  );
  return rows.map((row) => row.channelId);
}

export async function dueEntries(
  manager: EntityManager,
  channelId: number,
  now: Instant,
  limit: number,
): Promise<PriceEntry[]> {
  const ids: { id: number }[] = await manager.query(
    `SELECT id FROM price_entry WHERE state = 'active' AND channelId = ?
       AND (endsAt <= ? OR (endsAt IS NULL AND expiresAt <= ?)) ORDER BY COALESCE(endsAt, expiresAt), id LIMIT ?`,
    [channelId, now, now, limit],
  );
  const entries = await manager.findBy(PriceEntryTable, { id: In(ids.map((row) => row.id)) });
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return ids.map((row) => byId.get(row.id)!);
}

export type NativeIds = { externalId: string | null; externalVariantId: string | null };

/** Active entries of a channel that are not over at `now`, after an id, in id order, with today's native ids. */
export async function currentEntries(
  db: Database,
  channelId: number,
  now: Instant,
  afterId: number,
  limit: number,
): Promise<(PriceEntry & NativeIds)[]> {
  const ids = await db.query<{ id: number } & NativeIds>(
    `SELECT e.id, l.externalId, l.externalVariantId FROM price_entry e
       LEFT JOIN listing l ON l.productId = e.productId AND l.channelId = e.channelId
     WHERE e.channelId = ? AND e.state = 'active' AND e.id > ? AND COALESCE(e.endsAt, e.expiresAt) > ?
     ORDER BY e.id LIMIT ?`,
    [channelId, afterId, now, limit],
  );
  const entries = await db.manager.findBy(PriceEntryTable, { id: In(ids.map((row) => row.id)) });
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return ids.flatMap(({ id, externalId, externalVariantId }) => {
    const entry = byId.get(id);
    return entry === undefined ? [] : [{ ...entry, externalId, externalVariantId }];
  });
}

/** Base prices of a listing from a moment on, oldest first: its own from the first one on, before that the product's. */
export async function basePricesOf(
  manager: EntityManager,
  productId: number,
  channelId: number,
): Promise<{ since: Instant; price: Money }[]> {
  const rows = await manager.find(BasePriceTable, {
    where: { productId, channelId: In([0, channelId]) },
    order: { since: 'ASC' },
  });
  const own = rows.filter((row) => row.channelId === channelId);
  const from = own[0]?.since ?? Infinity;
  return [...rows.filter((row) => row.channelId === 0 && row.since < from), ...own];
}

export interface ListingFacts extends NativeIds {
  productPrice: Money | null;
  listingPrice: Money | null;
  minPrice: Money | null;
  maxPrice: Money | null;
  isMarketplace: boolean;
}

/** Prices, limits and native ids of a product on a channel; nulls where there is no listing. */
export async function listingFacts(
  manager: EntityManager,
  productId: number,
  channelId: number,
): Promise<ListingFacts> {
  const rows: (Omit<ListingFacts, 'isMarketplace'> & { isMarketplace: number })[] = await manager.query(
    `SELECT p.price AS productPrice, l.price AS listingPrice, l.minPrice, l.maxPrice, l.externalId, l.externalVariantId,
       c.isMarketplace
     FROM product p JOIN channel c ON c.id = ?
       LEFT JOIN listing l ON l.productId = p.id AND l.channelId = c.id
     WHERE p.id = ?`,
    [channelId, productId],
  );
  const row = rows[0];
  if (row === undefined) {
    const none = { productPrice: null, listingPrice: null, minPrice: null, maxPrice: null };
    return { ...none, externalId: null, externalVariantId: null, isMarketplace: false };
  }
  return { ...row, isMarketplace: Boolean(row.isMarketplace) };
}

export async function entriesByIds(
  manager: EntityManager,
  channelId: number,
  ids: number[],
): Promise<Map<number, { id: number; revision: number }>> {
  const rows = await manager.find(PriceEntryTable, {
    where: { channelId, id: In(ids) },
    select: { id: true, revision: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

export async function insertAcks(manager: EntityManager, acks: Omit<Ack, 'id'>[]): Promise<void> {
  if (acks.length > 0) await manager.insert(AckTable, acks);
}

/** An entry with the newest acknowledgement of it. */
export interface DeliveryRow {
  id: number;
  suggestionId: number;
  sku: string;
  kind: EntryKind;
  state: PriceEntry['state'];
  revision: number;
  price: Money;
  startsAt: Instant;
  endsAt: Instant | null;
  ackStatus: Ack['status'] | null;
  ackRevision: number | null;
  ackCode: string | null;
  ackMessage: string | null;
  appliedPrice: Money | null;
  ackAt: Instant | null;
}

/**
 * Where each entry of a channel stands with the sync job, newest entry first: active ones, and stopped ones that the job
 * put live and has not confirmed to have taken down, unless a later entry took their place.
 */
export async function deliveries(db: Database, channelId: number, now: Instant): Promise<DeliveryRow[]> {
  return db.query<DeliveryRow>(
    `SELECT e.id, e.suggestionId, e.sku, e.kind, e.state, e.revision, e.price, e.startsAt, e.endsAt,
       a.status AS ackStatus, a.revision AS ackRevision, a.code AS ackCode, a.message AS ackMessage, a.appliedPrice,
       a.at AS ackAt
     FROM price_entry e LEFT JOIN ack a ON a.id = (SELECT MAX(x.id) FROM ack x WHERE x.entryId = e.id)
     WHERE e.channelId = ? AND (
       (e.state = 'active' AND COALESCE(e.endsAt, e.expiresAt) > ?)
       OR (((a.status = 'applied' AND a.revision < e.revision) OR (a.status = 'rejected' AND a.revision = e.revision))
         AND e.state <> 'active' AND (e.state = 'withdrawn' OR e.revert = 'restorePrice') AND e.kind <> 'base'
         AND NOT EXISTS (SELECT 1 FROM price_entry n WHERE n.productId = e.productId AND n.channelId = e.channelId
           AND n.id > e.id AND n.kind IN ('discount', 'base')))
     ) ORDER BY e.id DESC`,
    [channelId, now],
  );
}
