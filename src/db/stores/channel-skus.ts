import type { EntityManager } from 'typeorm';
import { IMPORT_KINDS, type ImportKind, type WaitingRow } from '../../core/intake/records.js';
import { SHARED_SELLER_CENTRE } from '../../core/intake/rows.js';
import type { Instant } from '../../core/units.js';

/** What a channel calls a product, and how that is known: somebody said it, or a listing has the id. */
export interface KnownSku {
  channelSku: string;
  sku: string;
  name: string;
  source: 'said' | 'listing';
  updatedBy: string | null;
  updatedAt: Instant;
}

export interface SkuFilter {
  /** Part of what the channel calls it, of the SKU or of the product's name, in any case. */
  search?: string | undefined;
  source?: KnownSku['source'] | undefined;
}

/** In the order of what the channel calls them, then of the SKU; `after` is the last one of the page before. */
export async function listChannelSkus(
  manager: EntityManager,
  channelId: number,
  { search, source }: SkuFilter,
  limit: number,
  after?: readonly [channelSku: string, sku: string],
): Promise<KnownSku[]> {
  const read = async (from: string, code: string, columns: string): Promise<KnownSku[]> => {
    const parameters: unknown[] = [channelId];
    const also: string[] = [];
    if (search !== undefined) {
      also.push(`(${[code, 'p.sku', 'p.name'].map((column) => `LOWER(${column}) LIKE ? ESCAPE '!'`).join(' OR ')})`);
      parameters.push(...Array<string>(3).fill(likeness(search)));
    }
    if (after !== undefined) {
      also.push(`(${code} > ? OR (${code} = ? AND p.sku > ?))`);
      parameters.push(after[0], after[0], after[1]);
    }
    const where = also.map((condition) => ` AND ${condition}`).join('');
    const sql =
      `SELECT ${code} AS channelSku, p.sku, p.name, ${columns} FROM ${from} ` +
      `WHERE t.channelId = ?${where} ORDER BY ${code}, p.sku LIMIT ?`;
    return manager.query(sql, [...parameters, limit]);
  };
  const said =
    source === 'listing'
      ? []
      : await read(
          'channel_sku t JOIN product p ON p.id = t.productId',
          't.channelSku',
          `'said' AS source, t.updatedBy, t.updatedAt`,
        );
  const id = 'COALESCE(t.externalVariantId, t.externalId)';
  const listed =
    source === 'said'
      ? []
      : await read(
          `listing t JOIN product p ON p.id = t.productId AND ${id} IS NOT NULL AND NOT EXISTS ` +
            `(SELECT 1 FROM channel_sku c WHERE c.channelId = t.channelId AND c.channelSku = ${id})`,
          id,
          `'listing' AS source, NULL AS updatedBy, t.updatedAt`,
        );
  // Both databases compare byte by byte, and so does this.
  const inOrder = (a: KnownSku, b: KnownSku) =>
    Buffer.compare(Buffer.from(a.channelSku), Buffer.from(b.channelSku)) ||
    Buffer.compare(Buffer.from(a.sku), Buffer.from(b.sku));
  return [...said, ...listed]
    .map((row) => ({ ...row, updatedAt: Number(row.updatedAt) }))
    .sort(inOrder)
    .slice(0, limit);
}

/** Rows that wait for the same product. */
export interface UnmappedSku {
  channelSku: string;
  /** Name and variation as a file has them. */
  name: string | null;
  rows: number;
  units: number;
  money: number;
  /** Days of the orders and counts; null where only rows without a day wait. */
  firstDay: number | null;
  lastDay: number | null;
  lastSeenAt: Instant;
}

/** What most money waits for comes first; `after` is the last one of the page before. */
export async function listUnmapped(
  manager: EntityManager,
  channelId: number,
  search: string | undefined,
  limit: number,
  after?: readonly [money: number, channelSku: string],
): Promise<UnmappedSku[]> {
  const parameters: unknown[] = [channelId];
  let where = 'channelId = ?';
  if (search !== undefined) {
    where += ` AND (LOWER(channelSku) LIKE ? ESCAPE '!' OR LOWER(name) LIKE ? ESCAPE '!')`;
    parameters.push(likeness(search), likeness(search));
  }
  let having = '';
  if (after !== undefined) {
    having = 'HAVING SUM(money) < ? OR (SUM(money) = ? AND channelSku > ?)';
    parameters.push(after[0], after[0], after[1]);
  }
  const rows: UnmappedSku[] = await manager.query(
    `SELECT channelSku, MAX(name) AS name, COUNT(*) AS \`rows\`, SUM(units) AS units, SUM(money) AS money,
       MIN(day) AS firstDay, MAX(day) AS lastDay, MAX(seenAt) AS lastSeenAt
     FROM waiting_row WHERE ${where} GROUP BY channelSku ${having} ORDER BY SUM(money) DESC, channelSku LIMIT ?`,
    [...parameters, limit],
  );
  return rows.map((row) => ({
    ...row,
    rows: Number(row.rows),
    units: Number(row.units),
    money: Number(row.money),
    lastSeenAt: Number(row.lastSeenAt),
  }));
}

/** How many names wait, by channel. */
export async function countUnmapped(manager: EntityManager): Promise<Map<number, number>> {
  const rows: { channelId: number; count: number }[] = await manager.query(
    'SELECT channelId, COUNT(DISTINCT channelSku) AS count FROM waiting_row GROUP BY channelId',
  );
  return new Map(rows.map(({ channelId, count }) => [channelId, Number(count)]));
}

const SHARED = SHARED_SELLER_CENTRE.map((code) => `'${code}'`).join(', ');

/** The numbers of the row's channel and of those that share its seller centre. */
const CHANNELS = `(SELECT b.id FROM channel a JOIN channel b ON b.id = a.id OR (a.code IN (${SHARED}) AND b.code IN (${SHARED}))
  WHERE a.id = w.channelId)`;

/** A listing of one channel that alone has this id. */
const isListed = (id: string): string =>
  `EXISTS (SELECT l.channelId FROM listing l WHERE l.channelId IN ${CHANNELS} AND l.${id} = w.externalId
     GROUP BY l.channelId HAVING COUNT(*) = 1)`;

/** A waiting row whose product is known by now; what `flow/resolve-codes.ts` would find. */
const IS_KNOWN = `(
  EXISTS (SELECT 1 FROM channel_sku c WHERE c.channelId IN ${CHANNELS} AND c.channelSku IN (w.sku, w.externalId))
  OR EXISTS (SELECT 1 FROM product p WHERE p.sku = w.sku)
  OR ${isListed('externalVariantId')} OR ${isListed('externalId')})`;

/** The kinds of which rows wait whose product is known by now. */
export async function kindsToSettle(manager: EntityManager): Promise<ImportKind[]> {
  const rows: { kind: ImportKind }[] = await manager.query(
    `SELECT DISTINCT w.kind FROM (SELECT DISTINCT kind, channelId, sku, externalId FROM waiting_row) w WHERE ${IS_KNOWN}`,
  );
  // Listings first: what a listing tells may be what an order line waits for.
  return IMPORT_KINDS.filter((kind) => rows.some((row) => row.kind === kind));
}

/** Some of the waiting rows of a kind whose product is known by now, in the order of their keys. */
export async function rowsToSettle(
  manager: EntityManager,
  kind: ImportKind,
  limit: number,
  after: string,
): Promise<Pick<WaitingRow, 'rowKey' | 'body'>[]> {
  return manager.query(
    `SELECT w.rowKey, w.body FROM waiting_row w WHERE w.kind = ? AND w.rowKey > ? AND ${IS_KNOWN} ORDER BY w.rowKey LIMIT ?`,
    [kind, after, limit],
  );
}

/** `!` escapes: a backslash means different things to different databases. */
function likeness(search: string): string {
  return `%${search.trim().toLowerCase().replace(/[!%_]/g, '!$&')}%`;
}
