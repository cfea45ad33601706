import { movementsOf } from '../core/ageing/movements.js';
import { replay } from '../core/ageing/ledger.js';
import { compareText } from '../core/ageing/order.js';
import { reportOn, type AgeingReport } from '../core/ageing/report.js';
import type { Product } from '../core/intake/records.js';
import { Refusal } from '../core/refusal.js';
import { formatDay, type Day } from '../core/units.js';
import type { Database } from '../db/database.js';
import { openReader } from '../db/reader.js';
import { currentPolicy } from '../db/stores/settings.js';
import type { Progress } from './analyse.js';
import { readHistory } from './history.js';

/** A product beside how old its stock is. */
export interface AgedProduct {
  product: Product;
  report: AgeingReport;
}

/**
 * Ages every active product as of the close of a day, live from receipts, sales and counts: no run is needed, and any past
 * day will do. Most stale value first, then by SKU.
 * @param all those that are not flagged too
 * @throws Refusal `day-in-future`
 */
export async function ageProducts(
  db: Database,
  asOf: Day,
  today: Day,
  all: boolean,
  onProgress: Progress = () => {},
): Promise<AgedProduct[]> {
  if (asOf > today) {
    throw new Refusal('invalid', 'day-in-future', `${formatDay(asOf)} has not come yet: choose today or earlier.`);
  }
  const { body: policy } = await currentPolicy(db.manager);
  const reader = await openReader(db.url);
  const found: AgedProduct[] = [];
  let done = 0;
  try {
    const total = Number((await reader.all(`SELECT COUNT(*) FROM product WHERE status = 'active'`))[0]![0]);
    for await (const block of readHistory(reader, asOf, 'stock')) {
      for (const history of block) {
        const { product } = history;
        const report = reportOn(replay(movementsOf(history, product.firstStockedOn), asOf), product, policy);
        if (all || report.isFlagged) found.push({ product, report });
      }
      done += block.length;
      onProgress('ageing', done, total);
    }
  } finally {
    await reader.close();
  }
  return found.sort((a, b) => b.report.staleValue - a.report.staleValue || compareText(a.product.sku, b.product.sku));
}
