import { setImmediate as breathe } from 'node:timers/promises';
import { demandOn, type DemandView } from '../core/belief-sheet.js';
import { createAnalysis } from '../core/pipeline.js';
import { replay } from '../core/ageing/ledger.js';
import { movementsOf } from '../core/ageing/movements.js';
import { reportOn, type AgeingReport } from '../core/ageing/report.js';
import type { Product } from '../core/intake/records.js';
import { Refusal } from '../core/refusal.js';
import { factsOfRow } from '../core/rules/facts.js';
import type { Facts } from '../core/rules/rule.js';
import { numberInput, textFact, type Sheet } from '../core/sheet.js';
import { formatDay, type Day, type Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { openReader } from '../db/reader.js';
import { currentPolicy } from '../db/stores/settings.js';
import { ProductTable } from '../db/tables/shop.js';
import type { Progress } from './analyse.js';
import { readHistory } from './history.js';
import { countPairs } from './pairs.js';
import { readSettings } from './settings.js';

export interface AgedProduct {
  product: Product;
  asOf: Day;
  report: AgeingReport;
}

export interface ProductDetail extends AgedProduct {
  /** On each channel where it is for sale: what rules read (facts that are not known are left out), what is believed of demand. */
  channels: { channel: string; facts: Facts; demand: DemandView | null }[];
}

/**
 * How old the stock of one product is, active or not, as of the close of a day. Reads that product alone.
 * @throws Refusal `unknown-product`, `day-in-future`
 */
export async function ageProduct(db: Database, sku: string, asOf: Day, today: Day): Promise<AgedProduct> {
  requirePast(asOf, today);
  const product = await findProduct(db, sku);
  const { body: policy } = await currentPolicy(db.manager);
  const reader = await openReader(db.url);
  try {
    for await (const [history] of readHistory(reader, asOf, 'stock', [product.id])) {
      if (history === undefined) continue;
      const result = replay(movementsOf(history, product.firstStockedOn), asOf);
      return { product, asOf, report: reportOn(result, product, policy) };
    }
  } finally {
    await reader.close();
  }
  throw unknownProduct(sku, ''); // deleted between the two readings
}

/**
 * One product as a run of that day would see it: layers, buckets, and the facts on every channel. Velocity is judged beside
 * what the whole shop sells, so all products are read; nothing is written.
 * @throws Refusal `unknown-product`, `day-in-future`
 */
export async function describeProduct(
  db: Database,
  sku: string,
  asOf: Day,
  today: Day,
  now: Instant,
  onProgress: Progress = () => {},
): Promise<ProductDetail> {
  requirePast(asOf, today);
  const product = await findProduct(db, sku);
  const settings = await readSettings(db, asOf, now);
  const analysis = createAnalysis(settings);
  const reader = await openReader(db.url);
  let report: AgeingReport | null = null;
  let done = 0;
  try {
    const total = Number((await reader.all(`SELECT COUNT(*) FROM product WHERE status = 'active'`))[0]![0]);
    for await (const block of readHistory(reader, asOf, 'whole')) {
      for (const history of block) {
        analysis.add(history);
        if (history.product.id !== product.id) continue;
        report = reportOn(replay(movementsOf(history, product.firstStockedOn), asOf), product, settings.policy);
      }
      await breathe(); // SQLite answers without ever waiting, and a server has others to serve
      done += block.length;
      onProgress('ageing', done, total);
    }
    if (report === null) throw inactive(sku);
    const sheets = analysis.sheets(await countPairs(reader, asOf, analysis.staleProductIds()));
    return { product, asOf, report, channels: factsIn(sheets, product.id) };
  } finally {
    await reader.close();
  }
}

/** The facts of one product on each channel, in the order of the channels. */
export function factsIn(sheets: Iterable<Sheet>, productId: number): ProductDetail['channels'] {
  const found: ProductDetail['channels'] = [];
  for (const sheet of sheets) {
    for (let row = 0; row < sheet.facts.size; row++) {
      if (numberInput(sheet, row, 'productId') !== productId) continue;
      const known = Object.entries(factsOfRow(sheet.facts, row)).filter(([, value]) => value !== null);
      const channel = textFact(sheet, row, 'channel.code') ?? '';
      found.push({ channel, facts: Object.fromEntries(known), demand: demandOn(sheet, row) });
    }
  }
  return found;
}

function inactive(sku: string): Refusal {
  return new Refusal('conflict', 'inactive-product', `Product ${sku} is inactive: analyses pass it over.`, { sku });
}

function requirePast(asOf: Day, today: Day): void {
  if (asOf <= today) return;
  throw new Refusal('invalid', 'day-in-future', `${formatDay(asOf)} has not come yet: choose today or earlier.`);
}

export async function findProduct(db: Database, sku: string): Promise<Product> {
  const product = await db.manager.findOneBy(ProductTable, { sku });
  if (product !== null) return product;
  const like = `%${sku.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
  const near = await db.query<{ sku: string }>(
    `SELECT sku FROM product WHERE LOWER(sku) LIKE ? ESCAPE '!' ORDER BY sku LIMIT 5`,
    [like],
  );
  const hint = near.length === 0 ? '' : ` There is ${near.map((row) => row.sku).join(', ')}.`;
  throw unknownProduct(sku, hint);
}

export function unknownProduct(sku: string, hint: string): Refusal {
  return new Refusal('notFound', 'unknown-product', `There is no product with the SKU ${sku}.${hint}`, { sku });
}
