import type { PriceFileItemQuery, PriceFileItemView, PriceFileView } from '../../contract/price-files.js';
import { priceFileFormat } from '../../core/feed/files/all.js';
import type { Channel } from '../../core/intake/records.js';
import { Refusal } from '../../core/refusal.js';
import type { Instant } from '../../core/units.js';
import type { EntityManager } from 'typeorm';
import type { Database } from '../../db/database.js';
import { recordAudit, type Caller } from '../../db/stores/audit.js';
import { lockHead } from '../../db/stores/feed.js';
import {
  contentOf,
  findPriceFile,
  itemsOf,
  listPriceFiles,
  markExported,
  type PriceFileItemNow,
} from '../../db/stores/price-files.js';
import { readShop } from '../../db/stores/settings.js';
import type { PriceFile } from '../../db/tables/price-files.js';
import { feedMoved } from '../feed-cache.js';
import { findChannel } from '../shop.js';
import { refuseHeld } from './make.js';
import { fileNameOf, fileView, itemView, stateOf } from './view.js';

export interface Download {
  fileName: string;
  type: string;
  body: Buffer;
}

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
};

/**
 * Gives out a file, and notes with the first download that it is on its way to the channel. The same bytes again as long as
 * they are right: one whose prices have changed since is not given out, so that an old file is never uploaded.
 * @throws Refusal `unknown-channel`, `unknown-price-file`, `channel-held`, `file-outdated`, `content-gone`
 */
export async function exportPriceFile(
  db: Database,
  code: string,
  id: number,
  by: Caller,
  now: Instant,
): Promise<Download> {
  const channel = await findChannel(db, code);
  refuseHeld(channel);
  const { timeZone } = await readShop(db.manager);
  const { file, body, isFirst } = await db.transaction(async (manager) => {
    await lockHead(db, manager, channel.id); // approvals and acknowledgements wait: what is checked stays so
    const file = await requirePriceFile(manager, channel, id);
    const items = (await itemsOf(manager, [id])).filter(({ obstacle }) => obstacle === null);
    refuseOutdated(file, items, now);
    const body = await contentOf(manager, id);
    if (body.length !== file.bytes) {
      const message = 'This file is older than 90 days and its bytes are gone: make a new one.';
      throw new Refusal('notFound', 'content-gone', message);
    }
    const isFirst = file.exportedAt === null;
    if (isFirst) {
      const put = items.filter(({ action }) => action === 'set').map(({ entryId }) => entryId);
      const revert = priceFileFormat(file.format).hasWindow ? 'nativeEnd' : 'restorePrice';
      await markExported(manager, id, put, revert, by.actor, now);
      await recordAudit(manager, by, now, 'price-file.export', `channel:${code}`, { file: id, entries: items.length });
    }
    return { file, body, isFirst };
  });
  if (isFirst) feedMoved(db, channel.id);
  const { extension } = priceFileFormat(file.format);
  return { fileName: fileNameOf(file, code, { timeZone }), type: TYPES[extension], body };
}

function refuseOutdated(file: PriceFile, items: readonly PriceFileItemNow[], now: Instant): void {
  const isOld = (item: PriceFileItemNow): boolean =>
    item.revision !== item.currentRevision ||
    (item.action === 'set' && item.entryEndsAt !== null && item.entryEndsAt <= now) ||
    // What a job has answered meanwhile has no place in a file that nobody has yet.
    (file.exportedAt === null && stateOf(item) !== 'open');
  const old = items.filter(isOld).length;
  if (old === 0) return;
  const message = `${old} of the ${items.length} prices in this file have changed since it was made: make a new one.`;
  throw new Refusal('conflict', 'file-outdated', message, { outdated: old });
}

/** @throws Refusal `unknown-price-file` */
export async function requirePriceFile(manager: EntityManager, channel: Channel, id: number): Promise<PriceFile> {
  const file = await findPriceFile(manager, channel.id, id);
  if (file !== null) return file;
  throw new Refusal('notFound', 'unknown-price-file', `${channel.code} has no price file ${id}.`);
}

/** Newest first. @throws Refusal `unknown-channel` */
export async function priceFiles(
  db: Database,
  code: string,
  { limit, before }: { limit: number; before?: number | undefined },
): Promise<PriceFileView[]> {
  const channel = await findChannel(db, code);
  const shop = await readShop(db.manager);
  const files = await listPriceFiles(db.manager, channel.id, limit, before);
  const byFile = new Map(files.map(({ id }) => [id, [] as PriceFileItemNow[]]));
  for (const item of await itemsOf(db.manager, [...byFile.keys()])) byFile.get(item.fileId)!.push(item);
  return files.map((file) => fileView(file, byFile.get(file.id)!, code, shop));
}

/** @throws Refusal `unknown-channel`, `unknown-price-file` */
export async function showPriceFile(db: Database, code: string, id: number): Promise<PriceFileView> {
  const file = await requirePriceFile(db.manager, await findChannel(db, code), id);
  return fileView(file, await itemsOf(db.manager, [id]), code, await readShop(db.manager));
}

/** What is in a file and what was left out, in its order. @throws Refusal `unknown-channel`, `unknown-price-file` */
export async function priceFileItems(
  db: Database,
  code: string,
  id: number,
  { limit, state }: Pick<PriceFileItemQuery, 'limit' | 'state'>,
  after = -1,
): Promise<PriceFileItemView[]> {
  await requirePriceFile(db.manager, await findChannel(db, code), id);
  const shop = await readShop(db.manager);
  const items = (await itemsOf(db.manager, [id])).map((item) => itemView(item, shop));
  const wanted = items.filter((item) => item.position > after && (state === undefined || item.state === state));
  return wanted.slice(0, limit);
}
