import type { EntityManager } from 'typeorm';
import type { PriceEntry } from '../../core/feed/entry.js';
import type { Listing, Product } from '../../core/intake/records.js';
import { fromJson, type Database } from '../database.js';
import { PriceEntryTable } from '../tables/engine.js';
import { ListingTable } from '../tables/shop.js';

export interface ProductFilter {
  search?: string | undefined;
  category?: string | undefined;
  status?: Product['status'] | undefined;
}

/** A product beside what a run found of it; nulls where it found nothing. */
export type ListedProduct = Omit<Product, 'createdAt'> & {
  onHand: number | null;
  staleUnits: number | null;
  staleValue: number | null;
  isFlagged: boolean | null;
  ageDaysOldest: number | null;
};

/** Products by SKU, byte by byte; `after` a SKU pages on. */
export async function listProducts(
  db: Database,
  runId: number | null,
  filter: ProductFilter,
  limit: number,
  after?: string,
): Promise<ListedProduct[]> {
  const where = ['1 = 1'];
  const parameters: (string | number)[] = [runId ?? 0];
  const add = (condition: string, ...values: string[]): void => {
    where.push(condition);
    parameters.push(...values);
  };
  if (filter.category !== undefined) add('p.category = ?', filter.category);
  if (filter.status !== undefined) add('p.status = ?', filter.status);
  if (filter.search !== undefined) {
    // `!` escapes: a backslash means different things to different databases
    const part = `%${filter.search.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    add(`(LOWER(p.sku) LIKE ? ESCAPE '!' OR LOWER(p.name) LIKE ? ESCAPE '!')`, part, part);
  }
  if (after !== undefined) add('p.sku > ?', after);
  const rows = await db.query<ListedProduct>(
    `SELECT p.id, p.sku, p.name, p.category, p.brand, p.tags, p.cost, p.price, p.firstStockedOn, p.staleAfterDays,
       p.status, p.isStub, p.updatedAt, s.onHand, s.staleUnits, s.staleValue, s.isFlagged, s.ageDaysOldest
     FROM product p LEFT JOIN product_state s ON s.runId = ? AND s.productId = p.id
     WHERE ${where.join(' AND ')} ORDER BY p.sku LIMIT ?`,
    [...parameters, limit],
  );
  return rows.map((row) => ({
    ...row,
    tags: fromJson(row.tags),
    isStub: Boolean(row.isStub),
    updatedAt: Number(row.updatedAt),
    isFlagged: row.isFlagged === null ? null : Boolean(row.isFlagged),
  }));
}

/** The categories that products have, by name. */
export async function listCategories(manager: EntityManager): Promise<string[]> {
  const rows: { category: string }[] = await manager.query(
    'SELECT DISTINCT category FROM product WHERE category IS NOT NULL ORDER BY category',
  );
  return rows.map(({ category }) => category);
}

/** Where a product is listed, and its approved prices that wait or run. */
export async function pricesOf(
  db: Database,
  productId: number,
): Promise<{ listings: Listing[]; entries: PriceEntry[] }> {
  const listings = await db.manager.find(ListingTable, { where: { productId }, order: { channelId: 'ASC' } });
  const where = { productId, state: 'active' as const };
  const entries = await db.manager.find(PriceEntryTable, { where, order: { startsAt: 'ASC', id: 'ASC' } });
  return { listings, entries };
}
