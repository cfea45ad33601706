import type { StartView } from '../contract/start.js';
import { formatDay, type Day } from '../core/units.js';
import type { Database } from '../db/database.js';
import { latestGoodRun, openRun } from '../db/stores/runs.js';
import { readShop } from '../db/stores/settings.js';
import { countUpTo, firstImportOf, lastDayOf } from '../db/stores/start.js';

/** Says how far the shop has come on the way to its first suggestions: products, stock and sales, a run. */
export async function readStart(db: Database): Promise<StartView> {
  const { manager } = db;
  const { isDemo } = await readShop(manager);
  const products = await countUpTo(manager, 'product');
  const listings = await countUpTo(manager, 'listing');
  const sold = await lastDayOf(manager, 'daily_sale');
  const counted = await lastDayOf(manager, 'stock_count');
  const received = await lastDayOf(manager, 'receipt');
  const open = await openRun(manager);
  const last = await latestGoodRun(manager);
  const isStockKnown = counted !== null || received !== null;
  let next: StartView['next'] = 'nothing';
  if (products === 0) next = 'products';
  else if (!isStockKnown || sold === null) next = 'stock-and-sales';
  else if (last === null) next = 'run';
  else {
    // The nightly run comes as soon as there are products: one that has not seen stock and sales is not the first yet.
    const stockSince = await firstImportOf(manager, ['inventory', 'receipts']);
    const salesSince = await firstImportOf(manager, ['sales', 'orders']);
    if (last.createdAt < Math.max(stockSince, salesSince)) next = 'run';
  }
  const text = (day: Day | null) => (day === null ? null : formatDay(day));
  return {
    isDemo,
    products,
    listings,
    salesUntil: text(sold),
    countsUntil: text(counted),
    receiptsUntil: text(received),
    isStockKnown,
    openRun: open?.id ?? null,
    lastRun: last && { id: last.id, asOf: formatDay(last.asOf), suggested: last.totals?.suggested ?? 0 },
    next,
  };
}
