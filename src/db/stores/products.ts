import type { EntityManager } from 'typeorm';
import type { PriceEntry } from '../../core/feed/entry.js';
import type { Listing, Product } from '../../core/intake/records.js';
import { fromJson, type Database } from '../database.js';
import { PriceEntryTable } from '../tables/engine.js';
import { ListingTable } from '../tables/shop.js';

export interface ProductFilter {
  /** Words; each is part of the SKU, name, category, brand or a tag, in any case. */
  search?: string | undefined;
  category?: string | undefined;
  brand?: string | undefined;
  status?: Product['status'] | undefined;
  flagged?: boolean | undefined;
}

/** What a run found of a product, to sort by; where it found nothing comes last either way. */
const STATE_SORTS = ['staleValue', 'ageDaysOldest', 'onHand', 'units30'] as const;
export const PRODUCT_SORTS = ['sku', ...STATE_SORTS] as const;
export interface ProductOrder {
  by: (typeof PRODUCT_SORTS)[number];
  direction: 'asc' | 'desc';
}

/** The last row of the page before; `value` of what is sorted by, null where it is not known or the SKU itself. */
export interface AfterProduct {
  value: number | null;
  sku: string;
}

/** A product beside what a run found of it; nulls where it found nothing. */
export type ListedProduct = Omit<Product, 'createdAt'> & {
  onHand: number | null;
  staleUnits: number | null;
  staleValue: number | null;
  isFlagged: boolean | null;
  ageDaysOldest: number | null;
  units30: number | null;
  daysSinceLastSale: number | null;
};

/** More words make a search no clearer. */
const SEARCH_WORDS_MAX = 5;
const SEARCHED = ['p.sku', 'p.name', 'p.category', 'p.brand', 'p.tags'];

/** Products in an order, those that are equal by SKU, byte by byte. */
export async function listProducts(
  db: Database,
  runId: number | null,
  filter: ProductFilter,
  order: ProductOrder,
  limit: number,
  after: AfterProduct | null = null,
): Promise<ListedProduct[]> {
  const where = ['1 = 1'];
  const parameters: (string | number)[] = [runId ?? 0];
  const add = (condition: string, ...values: (string | number)[]): void => {
    where.push(condition);
    parameters.push(...values);
  };
  if (filter.category !== undefined) add('p.category = ?', filter.category);
  if (filter.brand !== undefined) add('p.brand = ?', filter.brand);
  if (filter.status !== undefined) add('p.status = ?', filter.status);
  if (filter.flagged !== undefined) add('COALESCE(s.isFlagged, 0) = ?', filter.flagged ? 1 : 0);
  for (const word of (filter.search ?? '').trim().split(/\s+/).slice(0, SEARCH_WORDS_MAX)) {
    if (word === '') continue;
    // `!` escapes: a backslash means different things to different databases
    const part = `%${word.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    add(
      `(${SEARCHED.map((column) => `LOWER(${column}) LIKE ? ESCAPE '!'`).join(' OR ')})`,
      ...SEARCHED.map(() => part),
    );
  }
  if (after !== null) addAfter(add, order, after);
  const rows = await db.query<ListedProduct>(
    `SELECT p.id, p.sku, p.name, p.category, p.brand, p.tags, p.cost, p.price, p.firstStockedOn, p.staleAfterDays,
       p.status, p.isStub, p.updatedAt, s.onHand, s.staleUnits, s.staleValue, s.isFlagged, s.ageDaysOldest, s.units30,
       s.daysSinceLastSale
     FROM product p LEFT JOIN product_state s ON s.runId = ? AND s.productId = p.id
     WHERE ${where.join(' AND ')} ORDER BY ${orderBy(order)} LIMIT ?`,
    [...parameters, limit],
  );
  return rows.map((row) => ({
    ...row,
    tags: fromJson(row.tags),
    isStub: Boolean(row.isStub),
    updatedAt: Number(row.updatedAt),
    isFlagged: row.isFlagged === null ? null : Boolean(row.isFlagged),
    staleValue: row.staleValue === null ? null : Number(row.staleValue),
  }));
}

function orderBy({ by, direction }: ProductOrder): string {
  return by === 'sku' ? `p.sku ${direction}` : `s.${by} IS NULL, s.${by} ${direction}, p.sku`;
}

function addAfter(
  add: (condition: string, ...values: (string | number)[]) => void,
  { by, direction }: ProductOrder,
  { value, sku }: AfterProduct,
): void {
  const beyond = direction === 'asc' ? '>' : '<';
  if (by === 'sku') add(`p.sku ${beyond} ?`, sku);
  else if (value === null) add(`s.${by} IS NULL AND p.sku > ?`, sku);
  else add(`(s.${by} ${beyond} ? OR (s.${by} = ? AND p.sku > ?) OR s.${by} IS NULL)`, value, value, sku);
}

/** The categories that products have, by name. */
export async function listCategories(manager: EntityManager): Promise<string[]> {
  const rows: { category: string }[] = await manager.query(
    'SELECT DISTINCT category FROM product WHERE category IS NOT NULL ORDER BY category',
  );
  return rows.map(({ category }) => category);
}

/** The brands that products have, by name. */
export async function listBrands(manager: EntityManager): Promise<string[]> {
  const rows: { brand: string }[] = await manager.query(
    'SELECT DISTINCT brand FROM product WHERE brand IS NOT NULL ORDER BY brand',
  );
  return rows.map(({ brand }) => brand);
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
