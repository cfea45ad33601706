import type { ProductState } from '../../core/run.js';
import { fromJson, type Database } from '../database.js';

export interface StaleFilter {
  all: boolean;
  category?: string | undefined;
  search?: string | undefined;
}

export type StaleRow = ProductState & { sku: string; name: string; category: string | null };

/** Where a page begins: after the row of this value and product. */
export interface StaleCursor {
  staleValue: number;
  productId: number;
}

/** Products of a run by stale value, most first. */
export async function staleOf(
  db: Database,
  runId: number,
  filter: StaleFilter,
  limit: number,
  after?: StaleCursor,
): Promise<StaleRow[]> {
  const { where, parameters } = conditions(runId, filter);
  if (after !== undefined) {
    where.push('(s.staleValue < ? OR (s.staleValue = ? AND s.productId > ?))');
    parameters.push(after.staleValue, after.staleValue, after.productId);
  }
  const rows = await db.query<StaleRow>(
    `SELECT s.*, p.sku, p.name, p.category FROM product_state s JOIN product p ON p.id = s.productId
     WHERE ${where.join(' AND ')} ORDER BY s.staleValue DESC, s.productId LIMIT ?`,
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

/** How many products match, and what sits in them. */
export async function staleTotals(
  db: Database,
  runId: number,
  filter: StaleFilter,
): Promise<{ products: number; staleUnits: number; staleValue: number }> {
  const { where, parameters } = conditions(runId, filter);
  const [row] = await db.query<{ products: number; staleUnits: number | null; staleValue: number | null }>(
    `SELECT COUNT(*) AS products, SUM(s.staleUnits) AS staleUnits, SUM(s.staleValue) AS staleValue
     FROM product_state s JOIN product p ON p.id = s.productId WHERE ${where.join(' AND ')}`,
    parameters,
  );
  return {
    products: Number(row!.products),
    staleUnits: Number(row!.staleUnits ?? 0),
    staleValue: Number(row!.staleValue ?? 0),
  };
}

function conditions(runId: number, filter: StaleFilter): { where: string[]; parameters: (string | number)[] } {
  const where = ['s.runId = ?'];
  const parameters: (string | number)[] = [runId];
  if (!filter.all) where.push('s.isFlagged = 1');
  if (filter.category !== undefined) {
    where.push('p.category = ?');
    parameters.push(filter.category);
  }
  if (filter.search !== undefined) {
    // `!` escapes: a backslash means different things to different databases
    const part = `%${filter.search.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    where.push(`(LOWER(p.sku) LIKE ? ESCAPE '!' OR LOWER(p.name) LIKE ? ESCAPE '!')`);
    parameters.push(part, part);
  }
  return { where, parameters };
}
