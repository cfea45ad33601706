import { In, type EntityManager } from 'typeorm';
import { LikelyProducts, type LikelyProduct } from '../core/intake/likely-products.js';
import { Refusal, type RefusalIssue } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import { countUnmapped, type UnmappedSku } from '../db/stores/channel-skus.js';
import { readChannels } from '../db/stores/settings.js';
import { ChannelSkuTable, ProductTable } from '../db/tables/shop.js';
import { queueWaiting } from './ingest.js';
import { findChannel } from './shop.js';

/** What a channel calls a product; with null in place of the SKU it is said that it is not ours. */
export interface SaidSku {
  channelSku: string;
  sku: string | null;
}

const SKUS_PER_QUERY = 500;
const AUDITED_MAX = 100;
/** Beyond so many products looking through all of them takes longer than a person waits. */
const LIKELY_AMONG_MAX = 50_000;
const PRODUCTS_PER_READ = 5_000;

/**
 * Keeps what a channel calls some products, and puts the rows that waited for it into the queue, both or neither. Rows of
 * what is not ours are put aside; they are kept, so that they come in once it is taken back and named.
 * @throws Refusal `unknown-channel`, `unknown-sku`
 */
export async function sayChannelSkus(
  db: Database,
  code: string,
  items: readonly SaidSku[],
  by: Caller,
  now: Instant,
): Promise<{ changed: number; imports: number[] }> {
  const { id: channelId } = await findChannel(db, code);
  return db.transaction(async (manager) => {
    const products = await productsOf(manager, items);
    const old = new Map<string, number | null>();
    const said = items.map(({ channelSku }) => channelSku);
    for (let at = 0; at < said.length; at += SKUS_PER_QUERY) {
      const part = In(said.slice(at, at + SKUS_PER_QUERY));
      for (const row of await manager.findBy(ChannelSkuTable, { channelId, channelSku: part })) {
        old.set(row.channelSku, row.productId);
      }
    }
    const idOf = (sku: string | null): number | null => (sku === null ? null : products.get(sku)!);
    const changed = items.filter(({ channelSku, sku }) => old.get(channelSku) !== idOf(sku));
    for (let at = 0; at < changed.length; at += SKUS_PER_QUERY) {
      const rows = changed.slice(at, at + SKUS_PER_QUERY).map(({ channelSku, sku }) => {
        return { channelId, channelSku, productId: idOf(sku), updatedBy: by.actor, updatedAt: now };
      });
      await manager.upsert(ChannelSkuTable, rows, ['channelId', 'channelSku']);
    }
    const named = changed.flatMap(({ channelSku, sku }) => (sku === null ? [] : [{ channelSku, sku }]));
    const notOurs = changed.flatMap(({ channelSku, sku }) => (sku === null ? [channelSku] : []));
    if (named.length > 0) {
      const pairs = named.slice(0, AUDITED_MAX);
      const name = pairs.length === 1 ? `${pairs[0]!.channelSku} = ${pairs[0]!.sku}` : String(named.length);
      await recordAudit(manager, by, now, 'channel-sku.say', `channel:${code}`, { name, pairs });
    }
    if (notOurs.length > 0) {
      const channelSkus = notOurs.slice(0, AUDITED_MAX);
      const name = notOurs.length === 1 ? notOurs[0] : String(notOurs.length);
      await recordAudit(manager, by, now, 'channel-sku.not-ours', `channel:${code}`, { name, channelSkus });
    }
    return { changed: changed.length, imports: await queueWaiting(manager, by.actor, now) };
  });
}

/**
 * Forgets what somebody has said of a channel's SKU. What was imported by it stays where it is; what was put aside waits
 * again, or comes in where its product is known by now.
 * @throws Refusal `unknown-channel`, `unknown-channel-sku`
 */
export async function forgetChannelSku(
  db: Database,
  code: string,
  channelSku: string,
  by: Caller,
  now: Instant,
): Promise<void> {
  const { id: channelId } = await findChannel(db, code);
  await db.transaction(async (manager) => {
    const { affected } = await manager.delete(ChannelSkuTable, { channelId, channelSku });
    if (affected !== 1) {
      const message = `Nobody has said anything of what ${code} calls "${channelSku}".`;
      throw new Refusal('notFound', 'unknown-channel-sku', message, { channel: code, channelSku });
    }
    await recordAudit(manager, by, now, 'channel-sku.forget', `channel:${code}`, { name: channelSku });
    await queueWaiting(manager, by.actor, now);
  });
}

/** How many names wait on each channel that has any, in the order of the channels. */
export async function unmappedByChannel(db: Database): Promise<{ channel: string; unmapped: number }[]> {
  const counts = await countUnmapped(db.manager);
  return (await readChannels(db.manager)).flatMap(({ id, code }) => {
    const unmapped = counts.get(id) ?? 0;
    return unmapped === 0 ? [] : [{ channel: code, unmapped }];
  });
}

/** The products that each of these may be, by SKU and name; none in a shop too large to look through. */
export async function likelyProducts(
  db: Database,
  unmapped: readonly UnmappedSku[],
): Promise<Map<string, LikelyProduct[]>> {
  const likely = new LikelyProducts(unmapped);
  if (unmapped.length === 0 || (await db.manager.count(ProductTable)) > LIKELY_AMONG_MAX) return new Map();
  for (let after = 0; ;) {
    const products = await db.query<LikelyProduct & { id: number }>(
      `SELECT id, sku, name FROM product WHERE id > ? AND status = 'active' ORDER BY id LIMIT ?`,
      [after, PRODUCTS_PER_READ],
    );
    for (const product of products) likely.look(product);
    if (products.length < PRODUCTS_PER_READ) return likely.answer();
    after = products.at(-1)!.id;
  }
}

/** @throws Refusal `unknown-sku` that names each place */
async function productsOf(manager: EntityManager, items: readonly SaidSku[]): Promise<Map<string, number>> {
  const skus = [...new Set(items.flatMap(({ sku }) => sku ?? []))];
  const found = new Map<string, number>();
  for (let at = 0; at < skus.length; at += SKUS_PER_QUERY) {
    const where = { sku: In(skus.slice(at, at + SKUS_PER_QUERY)) };
    for (const { id, sku } of await manager.find(ProductTable, { where, select: { id: true, sku: true } })) {
      found.set(sku, id);
    }
  }
  const issues = items.flatMap(({ sku }, at): RefusalIssue[] =>
    sku === null || found.has(sku)
      ? []
      : [
          {
            path: `/items/${at}/sku`,
            code: 'unknown-sku',
            message: `no product has the SKU "${sku}"`,
            values: { sku },
          },
        ],
  );
  if (issues.length === 0) return found;
  const first = issues[0]!.message;
  const message = `Nothing was changed: ${first}${issues.length > 1 ? `, and ${issues.length - 1} more like it` : ''}.`;
  throw new Refusal('invalid', 'unknown-sku', message, { unknown: issues.length }, issues.slice(0, AUDITED_MAX));
}
