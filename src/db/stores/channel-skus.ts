import type { EntityManager } from 'typeorm';
import { IMPORT_KINDS, type ImportKind, type WaitingRow } from '../../core/intake/records.js';
import { SHARED_SELLER_CENTRE } from '../../core/intake/rows.js';
import type { Instant } from '../../core/units.js';

/** What a channel calls a product, and how that is known: somebody said it, or a listing has the id. */
export interface KnownSku {
  channelSku: string;
  /** Null, as the name, where somebody has said that it is not ours. */
  sku: string | null;
  name: string | null;
  source: 'said' | 'listing';
  updatedBy: string | null;
  updatedAt: Instant;
  /** Rows that are put aside because it is not ours. */
  aside: number;
}

export interface SkuFilter {
  /** Part of what the channel calls it, of the SKU or of the product's name, in any case. */
  search?: string | undefined;
  source?: KnownSku['source'] | undefined;
  /** False: only what is not ours; true: all else. */
  isOurs?: boolean | undefined;
}

/** In the order of what the channel calls them, then of the SKU; `after` is the last one of the page before. */
export async function listChannelSkus(
  manager: EntityManager,
  channelId: number,
  { search, source, isOurs }: SkuFilter,
  limit: number,
  after?: readonly [channelSku: string, sku: string],
): Promise<KnownSku[]> {
  const read = async (from: string, code: string, columns: string): Promise<KnownSku[]> => {
    const parameters: unknown[] = [channelId];
    const also = isOurs === undefined ? [] : [`p.id IS ${isOurs ? 'NOT ' : ''}NULL`];
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
          'channel_sku t LEFT JOIN product p ON p.id = t.productId',
          't.channelSku',
          `'said' AS source, t.updatedBy, t.updatedAt, CASE WHEN t.productId IS NULL THEN (SELECT COUNT(*) FROM waiting_row w
             WHERE w.channelId = t.channelId AND w.channelSku = t.channelSku) ELSE 0 END AS aside`,
        );
  const id = 'COALESCE(t.externalVariantId, t.externalId)';
  const listed =
    source === 'said'
      ? []
      : await read(
          `listing t JOIN product p ON p.id = t.productId AND ${id} IS NOT NULL AND NOT EXISTS ` +
            `(SELECT 1 FROM channel_sku c WHERE c.channelId = t.channelId AND c.channelSku = ${id})`,
          id,
          `'listing' AS source, NULL AS updatedBy, t.updatedAt, 0 AS aside`,
        );
  // Both databases compare byte by byte, and so does this.
  const inOrder = (a: KnownSku, b: KnownSku) =>
    Buffer.compare(Buffer.from(a.channelSku), Buffer.from(b.channelSku)) ||
    Buffer.compare(Buffer.from(a.sku ?? ''), Buffer.from(b.sku ?? ''));
  return [...said, ...listed]
    .map((row) => ({ ...row, updatedAt: Number(row.updatedAt), aside: Number(row.aside) }))
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
    having = 'HAVING SUM(w.money) < ? OR (SUM(w.money) = ? AND w.channelSku > ?)';
    parameters.push(after[0], after[0], after[1]);
  }
  const rows: UnmappedSku[] = await manager.query(
    `SELECT w.channelSku, MAX(w.name) AS name, SUM(w.\`rows\`) AS \`rows\`, SUM(w.units) AS units, SUM(w.money) AS money,
       MIN(w.firstDay) AS firstDay, MAX(w.lastDay) AS lastDay, MAX(w.seenAt) AS lastSeenAt
     FROM (SELECT ${NAMES}, MAX(name) AS name, COUNT(*) AS \`rows\`, SUM(units) AS units, SUM(money) AS money,
             MIN(day) AS firstDay, MAX(day) AS lastDay, MAX(seenAt) AS seenAt
           FROM waiting_row WHERE ${where} GROUP BY ${NAMES}) w
     WHERE ${IS_OURS} GROUP BY w.channelSku ${having} ORDER BY SUM(w.money) DESC, w.channelSku LIMIT ?`,
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
    `SELECT w.channelId, COUNT(DISTINCT w.channelSku) AS count FROM (SELECT DISTINCT ${NAMES} FROM waiting_row) w
     WHERE ${IS_OURS} GROUP BY w.channelId`,
  );
  return new Map(rows.map(({ channelId, count }) => [channelId, Number(count)]));
}

/** What decides of a waiting row; many rows have the same, so that it is looked up once for all of them. */
const NAMES = 'channelId, channelSku, sku, externalId';

const SHARED = SHARED_SELLER_CENTRE.map((code) => `'${code}'`).join(', ');

/** The numbers of the row's channel and of those that share its seller centre. */
const CHANNELS = `(SELECT b.id FROM channel a JOIN channel b ON b.id = a.id OR (a.code IN (${SHARED}) AND b.code IN (${SHARED}))
  WHERE a.id = w.channelId)`;

/** A listing of one channel that alone has this id. */
const isListed = (id: string): string =>
  `EXISTS (SELECT l.channelId FROM listing l WHERE l.channelId IN ${CHANNELS} AND l.${id} = w.externalId
     GROUP BY l.channelId HAVING COUNT(*) = 1)`;

/** What was said of a name: the product's number, 0 for what is not ours, null where nothing was said. */
const saidOf = (name: string): string =>
  `(SELECT COALESCE(c.productId, 0) FROM channel_sku c WHERE c.channelId IN ${CHANNELS} AND c.channelSku = w.${name}
     ORDER BY CASE WHEN c.channelId = w.channelId THEN 0 ELSE 1 END LIMIT 1)`;

/** In the order in which `flow/resolve-codes.ts` looks; null where nothing was found before the listings. */
const FOUND = `${saidOf('sku')}, (SELECT p.id FROM product p WHERE p.sku = w.sku), ${saidOf('externalId')}`;

/** A waiting row whose product is known by now. */
const IS_KNOWN = `COALESCE(${FOUND}, CASE WHEN ${isListed('externalVariantId')} OR ${isListed('externalId')} THEN 1 END, 0) > 0`;

/** A waiting row that somebody waits for: not one of what is not ours. */
const IS_OURS = `(NOT EXISTS (SELECT 1 FROM channel_sku n WHERE n.productId IS NULL) OR COALESCE(${FOUND}, 1) > 0)`;

/** The kinds of which rows wait whose product is known by now. */
export async function kindsToSettle(manager: EntityManager): Promise<ImportKind[]> {
  const rows: { kind: ImportKind }[] = await manager.query(
    `SELECT DISTINCT w.kind FROM (SELECT DISTINCT kind, ${NAMES} FROM waiting_row) w WHERE ${IS_KNOWN}`,
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
