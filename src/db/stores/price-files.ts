import { LessThan, type EntityManager } from 'typeorm';
import type { Ack, EntryKind, PriceEntry } from '../../core/feed/entry.js';
import type { Offer } from '../../core/pricing/proposal.js';
import type { Instant, Money } from '../../core/units.js';
import { fromJson, type Database } from '../database.js';
import {
  PriceFileItemTable,
  PriceFilePartTable,
  PriceFileTable,
  type PriceFile,
  type PriceFileItem,
} from '../tables/price-files.js';
import { DUE, dueParameters } from './feed.js';

/** An entry that is to be carried to its channel, or that runs there. */
export interface OpenEntry {
  id: number;
  productId: number;
  revision: number;
  kind: EntryKind;
  state: PriceEntry['state'];
  sku: string;
  price: Money;
  listPrice: Money;
  revertPrice: Money;
  startsAt: Instant;
  endsAt: Instant | null;
  decidedAt: Instant;
  offer: Offer;
  externalId: string | null;
  externalVariantId: string | null;
  /** What the channel calls the product, as the shop has said it. */
  channelSkus: string[];
  basePrice: Money | null;
  /** What was said last of this revision; null: nothing. */
  answer: Ack['status'] | null;
}

/** Entries of a channel that hold or are planned, and stopped ones whose price is to be put back, oldest first. */
export async function openEntries(db: Database, channelId: number, now: Instant): Promise<OpenEntry[]> {
  const rows = await db.query<Omit<OpenEntry, 'offer' | 'channelSkus'> & { offer: unknown }>(
    `${DUE} SELECT e.id, e.productId, e.revision, e.kind, e.state, e.sku, e.price, e.listPrice, e.revertPrice, e.startsAt, e.endsAt,
       e.decidedAt, e.offer, l.externalId, l.externalVariantId, COALESCE(l.price, p.price) AS basePrice,
       (SELECT x.status FROM ack x WHERE x.entryId = e.id AND x.revision = e.revision ORDER BY x.id DESC LIMIT 1) AS answer
     FROM price_entry e JOIN product p ON p.id = e.productId
       LEFT JOIN listing l ON l.productId = e.productId AND l.channelId = e.channelId
     WHERE e.channelId = ? AND ((e.state = 'active' AND COALESCE(e.endsAt, e.expiresAt) > ?)
       OR e.id IN (SELECT id FROM due))
     ORDER BY e.id`,
    [...dueParameters(channelId, now), channelId, now],
  );
  const names = await namesOnChannel(db, channelId);
  return rows.map((row) => ({
    ...row,
    offer: fromJson<Offer>(row.offer),
    channelSkus: names.get(row.productId) ?? [],
  }));
}

/** What a channel calls each product, where the shop has said so. */
export async function namesOnChannel(db: Database, channelId: number): Promise<Map<number, string[]>> {
  const said = await db.query<{ productId: number; channelSku: string }>(
    'SELECT productId, channelSku FROM channel_sku WHERE channelId = ? AND productId IS NOT NULL ORDER BY channelSku',
    [channelId],
  );
  const names = new Map<number, string[]>();
  for (const { productId, channelSku } of said) names.set(productId, [...(names.get(productId) ?? []), channelSku]);
  return names;
}

/** A blob holds 64 KB on MariaDB. */
const PART_BYTES = 60_000;

/** Keeps a file with what is in it and its bytes; nobody has it yet. */
export async function keepPriceFile(
  manager: EntityManager,
  file: Omit<PriceFile, 'id' | 'exportedBy' | 'exportedAt'>,
  items: Omit<PriceFileItem, 'fileId' | 'position'>[],
  content: Buffer,
): Promise<PriceFile> {
  const saved = await manager.save(PriceFileTable, { ...file, exportedBy: null, exportedAt: null });
  const rows = items.map((item, position) => ({ ...item, fileId: saved.id, position }));
  for (let at = 0; at < rows.length; at += 200) await manager.insert(PriceFileItemTable, rows.slice(at, at + 200));
  for (let at = 0, position = 0; at < content.length; at += PART_BYTES, position++) {
    const body = content.subarray(at, at + PART_BYTES);
    await manager.insert(PriceFilePartTable, { fileId: saved.id, position, body });
  }
  return saved;
}

/** The bytes of a file; empty when they were dropped. */
export async function contentOf(manager: EntityManager, fileId: number): Promise<Buffer> {
  const parts = await manager.find(PriceFilePartTable, { where: { fileId }, order: { position: 'ASC' } });
  return Buffer.concat(parts.map(({ body }) => body));
}

/** An item of a file with what has become of its entry since. */
export interface PriceFileItemNow extends PriceFileItem {
  productId: number;
  productName: string;
  currentRevision: number;
  entryState: PriceEntry['state'];
  startsAt: Instant;
  entryEndsAt: Instant | null;
  /** Before the file: where a base price is put back, that of the offer. */
  expectedPrice: Money | null;
  /** What was said last of the revision in the file; null: nothing. */
  answer: Ack['status'] | null;
  answerMessage: string | null;
  externalId: string | null;
  externalVariantId: string | null;
}

const ITEM = `SELECT i.fileId, i.position, i.entryId, i.revision, i.action, i.kind, i.sku, i.price, i.shownPrice, i.obstacle,
    e.productId, p.name AS productName, e.revision AS currentRevision, e.state AS entryState, e.startsAt,
    COALESCE(e.endsAt, e.expiresAt) AS entryEndsAt, 
    CASE WHEN i.action = 'stop' THEN e.price ELSE e.expectedCurrentPrice END AS expectedPrice,
    a.status AS answer, a.message AS answerMessage, l.externalId, l.externalVariantId
  FROM price_file_item i JOIN price_entry e ON e.id = i.entryId JOIN product p ON p.id = e.productId
    LEFT JOIN listing l ON l.productId = e.productId AND l.channelId = e.channelId
    LEFT JOIN ack a ON a.id = (SELECT MAX(x.id) FROM ack x WHERE x.entryId = i.entryId AND x.revision = i.revision)`;

/** Everything of these files, in the order of each. */
export async function itemsOf(manager: EntityManager, fileIds: number[]): Promise<PriceFileItemNow[]> {
  if (fileIds.length === 0) return [];
  const marks = fileIds.map(() => '?').join(', ');
  return manager.query(`${ITEM} WHERE i.fileId IN (${marks}) ORDER BY i.fileId, i.position`, fileIds);
}

/** Newest first; `before` an id pages on. */
export async function listPriceFiles(
  manager: EntityManager,
  channelId: number,
  limit: number,
  before?: number,
): Promise<PriceFile[]> {
  const where = before === undefined ? { channelId } : { channelId, id: LessThan(before) };
  return manager.find(PriceFileTable, { where, order: { id: 'DESC' }, take: limit });
}

/** A file of that channel; null: it has none of that number. */
export async function findPriceFile(manager: EntityManager, channelId: number, id: number): Promise<PriceFile | null> {
  return manager.findOneBy(PriceFileTable, { channelId, id });
}

/**
 * Notes the first download of a file, and of the offers in it who ends them: the channel, which was told of their end, or we.
 */
export async function markExported(
  manager: EntityManager,
  fileId: number,
  entryIds: number[],
  revert: PriceEntry['revert'],
  by: string,
  now: Instant,
): Promise<void> {
  await manager.update(PriceFileTable, { id: fileId }, { exportedAt: now, exportedBy: by });
  for (let at = 0; at < entryIds.length; at += 500) {
    const ids = entryIds.slice(at, at + 500);
    const marks = ids.map(() => '?').join(', ');
    await manager.query(`UPDATE price_entry SET revert = ? WHERE kind = 'discount' AND id IN (${marks})`, [
      revert,
      ...ids,
    ]);
  }
}

/** Removes the bytes of a channel's files from before a moment; what was in them stays on record. */
export async function dropOldContents(manager: EntityManager, channelId: number, before: Instant): Promise<void> {
  await manager.query(
    'DELETE FROM price_file_part WHERE fileId IN (SELECT id FROM price_file WHERE channelId = ? AND createdAt < ?)',
    [channelId, before],
  );
}
