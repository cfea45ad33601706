import { poisson, randomOf } from '../../bench/outcomes-shop.mjs';
import { ZoneClock } from '../../src/core/intake/zone.js';
import type { PriceEntry } from '../../src/core/feed/entry.js';
import type { Database } from '../../src/db/database.js';
import { PriceEntryTable, SuggestionTable } from '../../src/db/tables/engine.js';
import { DailySaleTable, ListingTable, ProductTable, ReceiptTable } from '../../src/db/tables/shop.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { NOW, suggestion } from '../core/approval/example.js';
import { day, product } from '../shop.js';

const TODAY = day('2026-03-31');
const clock = new ZoneClock('Asia/Jakarta');
const CUT_FROM = TODAY - 20;

/** A run as of the last day of that shop. */
export async function runToday(db: Database): Promise<void> {
  const { id } = await requestRun(db, { asOf: TODAY, cause: 'api', createdBy: 'test', today: TODAY }, NOW);
  await analyse(db, id, undefined, () => NOW);
}

/** Twelve products that sell 3 a day; the first two are cut for 14 days, and the first then sells 9. */
export async function fillOutcomeShop(db: Database): Promise<void> {
  const { manager } = db;
  const skus = Array.from({ length: 12 }, (_, i) => `P-${i + 1}`);
  const products = await manager.save(
    ProductTable,
    skus.map((sku) => product(sku, { category: 'kaos', cost: 50_000, price: 100_000 })),
  );
  const listing = { channelId: 1, price: null, externalId: null, externalVariantId: null, minPrice: null };
  for (const { id } of products) {
    await manager.insert(ListingTable, { ...listing, productId: id, maxPrice: null, updatedAt: 0 });
    await manager.insert(ReceiptTable, {
      productId: id,
      day: TODAY - 100,
      reference: '',
      quantity: 5_000,
      unitCost: 50_000,
    });
    const random = randomOf(id);
    const sales = Array.from({ length: 100 }, (_, i) => TODAY - 99 + i).map((on) => {
      const isCut = id === products[0]!.id && on >= CUT_FROM && on < CUT_FROM + 14;
      const units = poisson(random, isCut ? 9 : 3);
      const price = isCut ? 80_000 : 100_000;
      return {
        productId: id,
        day: on,
        channelId: 1,
        units,
        revenue: units * price,
        unitsReturned: 0,
        discount: null,
        isDerived: false,
      };
    });
    await manager.insert(DailySaleTable, sales);
  }
  for (const { id, sku } of products.slice(0, 2)) {
    const { id: _, ...open } = suggestion({ productId: id, sku, state: 'approved', openKey: null });
    const made = await manager.save(SuggestionTable, { ...open, ruleName: `rule-of-${sku}` });
    await manager.insert(PriceEntryTable, entry(made.id, id, sku));
  }
  // Not begun yet: nothing to tell.
  const later = { ...entry(1, products[2]!.id, 'P-3'), startsAt: NOW + 86_400_000, endsAt: null };
  await manager.insert(PriceEntryTable, later);
}

function entry(suggestionId: number, productId: number, sku: string): Omit<PriceEntry, 'id'> {
  const startsAt = clock.instantOf(CUT_FROM, 0);
  const endsAt = clock.instantOf(CUT_FROM + 14, 0);
  return {
    ...{
      suggestionId,
      productId,
      channelId: 1,
      sku,
      channelCode: 'shopee',
      kind: 'discount',
      state: 'ended',
      revision: 2,
    },
    ...{ price: 80_000, listPrice: 100_000, discountBp: 2_000, offer: {}, startsAt, endsAt, notBefore: startsAt },
    ...{
      expiresAt: endsAt,
      revert: 'nativeEnd',
      revertPrice: 100_000,
      expectedCurrentPrice: 100_000,
      lowestPrice30: null,
    },
    ...{ seriesFrom: CUT_FROM, decidedBy: 'user:siti', decidedAt: startsAt },
  };
}
