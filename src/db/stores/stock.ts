import type { ProductState } from '../../core/run.js';
import { fromJson, type Database } from '../database.js';

/** `flagged`: those worth a look; `stale`: all with stale units; `all`: fresh stock too. */
export type StaleScope = 'flagged' | 'stale' | 'all';

export interface StaleFilter {
  scope: StaleScope;
  /** Empty: products without a category. */
  category?: string | undefined;
  /** Part of a SKU or name, in any case. */
  search?: string | undefined;
  /** Place of an age bucket: products with units in it. */
  bucket?: number | undefined;
}

export const STALE_SORTS = [
  'staleValue',
  'staleUnits',
  'onHand',
  'ageDaysOldest',
  'daysSinceLastSale',
  'units30',
  'sku',
  'name',
] as const;
export interface StaleOrder {
  by: (typeof STALE_SORTS)[number];
  direction: 'asc' | 'desc';
}
export const MOST_MONEY: StaleOrder = { by: 'staleValue', direction: 'desc' };

export type StaleRow = ProductState & { sku: string; name: string; category: string | null };

/** Where a page begins: after the row of this value and product. */
export interface StaleCursor {
  value: number | string | null;
  productId: number;
}

const FROM = 'FROM product_state s JOIN product p ON p.id = s.productId';
const COLUMN: Record<StaleOrder['by'], string> = {
  staleValue: 's.staleValue',
  staleUnits: 's.staleUnits',
  onHand: 's.onHand',
  ageDaysOldest: 's.ageDaysOldest',
  daysSinceLastSale: 's.daysSinceLastSale',
  units30: 's.units30',
  sku: 'p.sku',
  name: 'p.name',
};
const UNKNOWN_POSSIBLE: readonly StaleOrder['by'][] = ['ageDaysOldest', 'daysSinceLastSale'];

/** A page of a run's products. What is unknown comes last in both directions; equal rows stand in the order of their ids. */
export async function staleOf(
  db: Database,
  runId: number,
  filter: StaleFilter,
  limit: number,
  order: StaleOrder = MOST_MONEY,
  after?: StaleCursor,
): Promise<StaleRow[]> {
  const { where, parameters } = conditions(runId, filter);
  if (after !== undefined) addAfter(where, parameters, order, after);
  const rows = await db.query<StaleRow>(
    `SELECT s.*, p.sku, p.name, p.category ${FROM}
     WHERE ${where.join(' AND ')} ORDER BY ${orderBy(order)} LIMIT ?`,
    [...parameters, limit],
  );
  return rows.map((row) => ({
    ...row,
    staleValue: Number(row.staleValue),
    isFlagged: Boolean(row.isFlagged),
    ageIsAtLeast: Boolean(row.ageIsAtLeast),
    detail: fromJson(row.detail),
  }));
}

/** The columns of a row that is read as an array, and the statement that reads all that match, in order. */
export const STALE_COLUMNS = [
  'p.sku',
  'p.name',
  'p.category',
  's.onHand',
  's.staleUnits',
  's.staleValue',
  's.isFlagged',
  's.ageDaysOldest',
  's.ageDeciDaysAverage',
  's.ageIsAtLeast',
  's.daysSinceLastSale',
  's.units30',
  's.detail',
] as const;

export function staleStatement(
  runId: number,
  filter: StaleFilter,
  order: StaleOrder,
): { sql: string; parameters: (string | number)[] } {
  const { where, parameters } = conditions(runId, filter);
  const sql = `SELECT ${STALE_COLUMNS.join(', ')} ${FROM} WHERE ${where.join(' AND ')} ORDER BY ${orderBy(order)}`;
  return { sql, parameters };
}

export interface StaleSums {
  products: number;
  staleUnits: number;
  staleValue: number;
  /** What sits in the bucket of the filter; null without one. */
  inBucket: { units: number; value: number } | null;
}

/** How many products match, and what sits in them. */
export async function staleTotals(db: Database, runId: number, filter: StaleFilter): Promise<StaleSums> {
  const { where, parameters } = conditions(runId, filter);
  const { bucket } = filter;
  const inBucket =
    bucket === undefined
      ? ''
      : `, SUM(${bucketPart(bucket, 'units')}) AS bucketUnits, SUM(${bucketPart(bucket, 'value')}) AS bucketValue`;
  const [row] = await db.query<Record<string, number | null>>(
    `SELECT COUNT(*) AS products, SUM(s.staleUnits) AS staleUnits, SUM(s.staleValue) AS staleValue${inBucket}
     ${FROM} WHERE ${where.join(' AND ')}`,
    parameters,
  );
  const sum = (name: string) => Number(row![name] ?? 0);
  return {
    products: sum('products'),
    staleUnits: sum('staleUnits'),
    staleValue: sum('staleValue'),
    inBucket: bucket === undefined ? null : { units: sum('bucketUnits'), value: sum('bucketValue') },
  };
}

/** The edges of a run's age buckets, youngest first; empty when the run kept nothing. All products of a run have the same. */
export async function bucketsOf(db: Database, runId: number): Promise<{ from: number; to: number | null }[]> {
  const [row] = await db.query<{ detail: unknown }>('SELECT detail FROM product_state WHERE runId = ? LIMIT 1', [
    runId,
  ]);
  if (row === undefined) return [];
  return fromJson<ProductState['detail']>(row.detail).buckets.map(({ from, to }) => ({ from, to }));
}

/** `bucket` comes from `bucketsOf`, never from a request: it is part of the statement. */
const bucketPart = (bucket: number, part: 'units' | 'value'): string =>
  `JSON_EXTRACT(s.detail, '$.buckets[${Number(bucket)}].${part}')`;

function orderBy({ by, direction }: StaleOrder): string {
  const nullsLast = UNKNOWN_POSSIBLE.includes(by) ? `${COLUMN[by]} IS NULL, ` : '';
  return `${nullsLast}${COLUMN[by]} ${direction}, s.productId`;
}

function addAfter(where: string[], parameters: (string | number)[], order: StaleOrder, after: StaleCursor): void {
  const column = COLUMN[order.by];
  if (after.value === null) {
    where.push(`${column} IS NULL AND s.productId > ?`);
    parameters.push(after.productId);
    return;
  }
  const beyond = order.direction === 'desc' ? '<' : '>';
  const orUnknown = UNKNOWN_POSSIBLE.includes(order.by) ? ` OR ${column} IS NULL` : '';
  where.push(`(${column} ${beyond} ? OR (${column} = ? AND s.productId > ?)${orUnknown})`);
  parameters.push(after.value, after.value, after.productId);
}

function conditions(runId: number, filter: StaleFilter): { where: string[]; parameters: (string | number)[] } {
  const where = ['s.runId = ?'];
  const parameters: (string | number)[] = [runId];
  if (filter.scope === 'flagged') where.push('s.isFlagged = 1');
  if (filter.scope === 'stale') where.push('s.staleUnits > 0');
  if (filter.category === '') {
    where.push('p.category IS NULL');
  } else if (filter.category !== undefined) {
    where.push('p.category = ?');
    parameters.push(filter.category);
  }
  if (filter.bucket !== undefined) where.push(`${bucketPart(filter.bucket, 'units')} > 0`);
  if (filter.search !== undefined) {
    // `!` escapes: a backslash means different things to different databases
    const part = `%${filter.search.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    where.push(`(LOWER(p.sku) LIKE ? ESCAPE '!' OR LOWER(p.name) LIKE ? ESCAPE '!')`);
    parameters.push(part, part);
  }
  return { where, parameters };
}
