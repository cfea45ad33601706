import { In, MoreThan, type EntityManager } from 'typeorm';
import type { Ack, EntryKind, FeedAction, FeedChange, PriceEntry } from '../../core/feed/entry.js';
import type { Instant, Money } from '../../core/units.js';
import { isDuplicate, type Database } from '../database.js';
import { AckTable, FeedChangeTable, PriceEntryTable, type FeedHead } from '../tables/engine.js';

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

/** Whether buyers may have seen an entry's price: a sync job has put it live, or a file with it was downloaded. */
export async function mayBeUp(manager: EntityManager, entryId: number): Promise<boolean> {
  const rows: unknown[] = await manager.query(
    `SELECT e.id FROM price_entry e WHERE e.id = ? AND (
       EXISTS (SELECT 1 FROM ack a WHERE a.entryId = e.id AND a.status = 'applied')
       OR EXISTS (SELECT 1 FROM price_file_item i JOIN price_file f ON f.id = i.fileId
         WHERE i.entryId = e.id AND i.obstacle IS NULL AND f.exportedAt IS NOT NULL))`,
    [entryId],
  );
  return rows.length > 0;
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

export interface ListingFacts extends NativeIds {
  productPrice: Money | null;
  listingPrice: Money | null;
  minPrice: Money | null;
  maxPrice: Money | null;
}

/** Prices, limits and native ids of a product on a channel; nulls where there is no listing. */
export async function listingFacts(
  manager: EntityManager,
  productId: number,
  channelId: number,
): Promise<ListingFacts> {
  const rows: ListingFacts[] = await manager.query(
    `SELECT p.price AS productPrice, l.price AS listingPrice, l.minPrice, l.maxPrice, l.externalId, l.externalVariantId
     FROM product p LEFT JOIN listing l ON l.productId = p.id AND l.channelId = ?
     WHERE p.id = ?`,
    [channelId, productId],
  );
  const none = { productPrice: null, listingPrice: null, minPrice: null, maxPrice: null };
  return rows[0] ?? { ...none, externalId: null, externalVariantId: null };
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

/** What a sync job said last of an entry; null: nothing yet. */
export async function newestAck(manager: EntityManager, entryId: number): Promise<Ack | null> {
  const [ack] = await manager.find(AckTable, { where: { entryId }, order: { id: 'DESC' }, take: 1 });
  return ack ?? null;
}

/** An entry with the newest acknowledgement of it. */
export interface DeliveryRow {
  id: number;
  suggestionId: number;
  sku: string;
  productName: string;
  kind: EntryKind;
  state: PriceEntry['state'];
  revision: number;
  price: Money;
  startsAt: Instant;
  endsAt: Instant | null;
  revert: PriceEntry['revert'];
  ackStatus: Ack['status'] | null;
  ackRevision: number | null;
  ackCode: string | null;
  ackMessage: string | null;
  appliedPrice: Money | null;
  ackAt: Instant | null;
  /** When a file that holds this revision was downloaded; null: none was. */
  exportedAt: Instant | null;
}

/** Whether buyers may have seen an offer: its time came, or somebody carried it to the channel before. */
const MAY_HAVE_RUN = `(m.endsAt > m.startsAt
  OR EXISTS (SELECT 1 FROM ack r WHERE r.entryId = m.id AND r.status IN ('applied', 'unknown'))
  OR EXISTS (SELECT 1 FROM price_file_item r JOIN price_file q ON q.id = r.fileId
    WHERE r.entryId = m.id AND r.obstacle IS NULL AND q.exportedAt IS NOT NULL))`;

/**
 * `due`: stopped offers of a channel whose price may still stand there. The newest one of its listing that ran; it, or one
 * before it, was put there or carried there in a file, and nobody has said since that the base price is back. Where another
 * price runs there is nothing to put back. Each part is reckoned once for all listings: a look at every listing by itself
 * takes minutes on a channel with years of offers.
 */
export const DUE = `WITH newest AS (
    SELECT m.productId, MAX(m.id) AS id FROM price_entry m
    WHERE m.channelId = ? AND m.kind = 'discount' AND m.state <> 'active' AND ${MAY_HAVE_RUN} GROUP BY m.productId
  ), live AS (
    SELECT DISTINCT m.productId FROM price_entry m
    WHERE m.channelId = ? AND m.kind IN ('discount', 'base') AND m.state = 'active' AND m.startsAt <= ?
      AND COALESCE(m.endsAt, m.expiresAt) > ?
  ), put_up AS (
    SELECT m.productId, MAX(a.id) AS id FROM ack a JOIN price_entry m ON m.id = a.entryId
    WHERE a.channelId = ? AND a.status IN ('applied', 'unknown') AND m.kind = 'discount' GROUP BY m.productId
  ), carried AS (
    SELECT m.productId, MAX(f.exportedAt) AS at FROM price_file f JOIN price_file_item i ON i.fileId = f.id
      JOIN price_entry m ON m.id = i.entryId
    WHERE f.channelId = ? AND f.exportedAt IS NOT NULL AND i.action = 'set' AND i.obstacle IS NULL AND m.kind = 'discount'
      AND NOT EXISTS (SELECT 1 FROM ack x WHERE x.entryId = i.entryId AND x.revision = i.revision
        AND x.status IN ('rejected', 'skipped'))
    GROUP BY m.productId
  ), back AS (
    SELECT m.productId, MAX(a.id) AS id, MAX(a.at) AS at FROM ack a JOIN price_entry m ON m.id = a.entryId
    WHERE a.channelId = ? AND (a.status = 'reverted'
      OR (a.status = 'applied' AND (m.kind = 'base' OR (m.state <> 'active' AND a.revision = m.revision))))
    GROUP BY m.productId
  ), due AS (
    SELECT n.id FROM newest n JOIN price_entry m ON m.id = n.id
      LEFT JOIN live ON live.productId = n.productId LEFT JOIN put_up ON put_up.productId = n.productId
      LEFT JOIN carried ON carried.productId = n.productId LEFT JOIN back ON back.productId = n.productId
    WHERE live.productId IS NULL AND (m.state = 'withdrawn' OR m.revert = 'restorePrice')
      AND (put_up.id > COALESCE(back.id, 0) OR carried.at > COALESCE(back.at, 0))
  )`;

/** What `DUE` asks for, in its order. */
export const dueParameters = (channelId: number, now: Instant): number[] => [
  ...[channelId, channelId, now, now, channelId, channelId, channelId],
];

/** True of a stopped voucher or bundle `e` that the job `a` put up and has not taken down. */
const OFFER_TO_TAKE_DOWN = `(e.kind IN ('voucher', 'bundle') AND e.state <> 'active'
  AND (e.state = 'withdrawn' OR e.revert = 'restorePrice')
  AND ((a.status IN ('applied', 'unknown') AND a.revision < e.revision)
    OR (a.status IN ('rejected', 'unknown') AND a.revision = e.revision))
  AND NOT EXISTS (SELECT 1 FROM price_entry m WHERE m.productId = e.productId AND m.channelId = e.channelId
    AND m.id > e.id AND m.kind IN ('discount', 'base')))`;

/** When a file with this revision of `e` was last downloaded for the first time. */
const EXPORTED_AT = `(SELECT MAX(f.exportedAt) FROM price_file_item i JOIN price_file f ON f.id = i.fileId
  WHERE i.entryId = e.id AND i.revision = e.revision AND i.obstacle IS NULL)`;

/**
 * Where each entry of a channel stands with the sync job, newest entry first: active ones, and stopped ones whose price may
 * still be up.
 */
export async function deliveries(db: Database, channelId: number, now: Instant): Promise<DeliveryRow[]> {
  return db.query<DeliveryRow>(
    `${DUE} SELECT e.id, e.suggestionId, e.sku, p.name AS productName, e.kind, e.state, e.revision, e.price, e.startsAt, e.endsAt,
       e.revert, a.status AS ackStatus, a.revision AS ackRevision, a.code AS ackCode, a.message AS ackMessage, a.appliedPrice,
       a.at AS ackAt, ${EXPORTED_AT} AS exportedAt
     FROM price_entry e JOIN product p ON p.id = e.productId
       LEFT JOIN ack a ON a.id = (SELECT MAX(x.id) FROM ack x WHERE x.entryId = e.id)
     WHERE e.channelId = ? AND (
       (e.state = 'active' AND COALESCE(e.endsAt, e.expiresAt) > ?)
       OR ((a.id IS NULL OR a.revision < e.revision OR a.status IN ('rejected', 'unknown'))
         AND e.id IN (SELECT id FROM due))
       OR ${OFFER_TO_TAKE_DOWN}
     ) ORDER BY e.id DESC`,
    [...dueParameters(channelId, now), channelId, now],
  );
}
