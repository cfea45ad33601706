import { In, type EntityManager } from 'typeorm';
import type { ImportKind } from '../../core/intake/records.js';
import type { Day, Instant } from '../../core/units.js';
import { ImportJobTable } from '../tables/shop.js';

/** Tables with a day, of which only the last is asked. */
type Dated = 'daily_sale' | 'stock_count' | 'receipt';

/** Beyond it a count says nothing more to someone who begins. */
const COUNTED_MAX = 10_000;
/** The last day of a large table is that of so many products: the table itself has no order by day. */
const PRODUCTS_ASKED = 2_000;

/** How many rows a table has, up to 10,000: a large table is never counted through. */
export async function countUpTo(manager: EntityManager, table: 'product' | 'listing'): Promise<number> {
  const sql = `SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM ${table} LIMIT ${COUNTED_MAX}) t`;
  const [row]: { n: number | string }[] = await manager.query(sql);
  return Number(row!.n);
}

/** The last day of which the table knows anything (of the first 2,000 products); null: it is empty. */
export async function lastDayOf(manager: EntityManager, table: Dated): Promise<Day | null> {
  const [row]: { day: number | string | null }[] = await manager.query(
    `SELECT MAX(d.day) AS day FROM (SELECT (SELECT MAX(t.day) FROM ${table} t WHERE t.productId = p.id) AS day ` +
      `FROM (SELECT id FROM product ORDER BY id LIMIT ${PRODUCTS_ASKED}) p) d`,
  );
  return row!.day === null ? null : Number(row!.day);
}

/** When data of one of these kinds came in for the first time; 0: never, or nobody knows. */
export async function firstImportOf(manager: EntityManager, kinds: ImportKind[]): Promise<Instant> {
  const [first] = await manager.find(ImportJobTable, {
    where: { state: 'done', isDryRun: false, kind: In(kinds) },
    order: { id: 'ASC' },
    take: 1,
  });
  return first?.finishedAt ?? 0;
}
