import type { Config } from '../src/config.js';
import { readConfig } from '../src/config.js';
import type { Product } from '../src/core/intake/records.js';
import { parseDay, type Day } from '../src/core/units.js';
import type { Database } from '../src/db/database.js';
import { ListingTable, ProductTable, ReceiptTable, DailySaleTable, StockCountTable } from '../src/db/tables/shop.js';

/** Settings of a test: nothing from the environment. */
export const TEST_CONFIG: Config = readConfig({ OWNER_PASSWORD: 'correct horse battery', LOG_LEVEL: 'silent' });

export const day = (text: string): Day => parseDay(text)!;

/** A product with everything unknown but what is named. */
export function product(sku: string, more: Partial<Product> = {}): Omit<Product, 'id'> {
  return {
    sku,
    name: `Product ${sku}`,
    category: null,
    brand: null,
    tags: [],
    cost: null,
    price: null,
    firstStockedOn: null,
    staleAfterDays: null,
    status: 'active',
    isStub: false,
    createdAt: 0,
    updatedAt: 0,
    ...more,
  };
}

/**
 * A shop of three products on channel 1 (shopee), as of 2026-03-31:
 * OLD: 40 units received 2026-01-10 (80 days), one sold a week ago; FRESH: 30 units of 2026-03-20, sells daily;
 * NOCOST: 10 units of 2025-11-01 whose cost nobody knows.
 */
export async function fillSmallShop(db: Database): Promise<void> {
  const [old, fresh, noCost] = await db.manager.save(ProductTable, [
    product('OLD', { category: 'kaos', cost: 50_000, price: 99_900 }),
    product('FRESH', { category: 'kaos', cost: 50_000, price: 99_900 }),
    product('NOCOST', { category: 'kaos', price: 99_900 }),
  ]);
  const listing = { channelId: 1, price: null, externalId: null, externalVariantId: null, minPrice: null };
  for (const { id } of [old!, fresh!, noCost!]) {
    await db.manager.insert(ListingTable, { ...listing, productId: id, maxPrice: null, updatedAt: 0 });
  }
  const receipt = (productId: number, on: string, quantity: number, unitCost: number | null) => ({
    productId,
    day: day(on),
    reference: '',
    quantity,
    unitCost,
  });
  await db.manager.insert(ReceiptTable, [
    receipt(old!.id, '2026-01-10', 41, 50_000),
    receipt(fresh!.id, '2026-03-20', 41, 50_000),
    receipt(noCost!.id, '2025-11-01', 10, null),
  ]);
  const sale = (productId: number, on: Day) => ({
    productId,
    day: on,
    channelId: 1,
    units: 1,
    revenue: 99_900,
    unitsReturned: 0,
    discount: null,
    isDerived: false,
  });
  await db.manager.insert(DailySaleTable, [
    sale(old!.id, day('2026-03-24')),
    ...Array.from({ length: 11 }, (_, i) => sale(fresh!.id, day('2026-03-21') + i)),
  ]);
  await db.manager.insert(StockCountTable, { productId: fresh!.id, day: day('2026-03-31'), location: '', onHand: 30 });
}
