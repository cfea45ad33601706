import { setImmediate as breathe } from 'node:timers/promises';
import { createAnalysis, type AnalysisSettings } from '../core/pipeline.js';
import { replay } from '../core/ageing/ledger.js';
import { movementsOf } from '../core/ageing/movements.js';
import { reportOn, type AgeingReport } from '../core/ageing/report.js';
import type { Product } from '../core/intake/records.js';
import { Refusal } from '../core/refusal.js';
import type { Facts, Rule } from '../core/rules/rule.js';
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
  /** What rules read of it on each channel where it is for sale; facts that are not known are left out. */
  channels: { channel: string; facts: Facts }[];
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
  const analysis = createAnalysis({ ...settings, ...onlyTelling(settings, sku) });
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
    analysis.setPairs(await countPairs(reader, asOf, analysis.staleProductIds()));
  } finally {
    await reader.close();
  }
  if (report === null) {
    throw new Refusal('conflict', 'inactive-product', `Product ${sku} is inactive: analyses pass it over.`, { sku });
  }
  const channels = [...analysis.suggest().drafts].map((draft) => ({
    channel: draft.channelCode,
    facts: draft.why.facts,
  }));
  const place = (code: string): number => settings.channels.findIndex((channel) => channel.code === code);
  channels.sort((a, b) => place(a.channel) - place(b.channel));
  return { product, asOf, report, channels };
}

/** Facts come out of the engine in the why of what fires: so here one rule a channel fires, on this product alone. */
function onlyTelling({ channels, policy }: AnalysisSettings, sku: string): Pick<AnalysisSettings, 'rules' | 'policy'> {
  const rules = channels.map(({ code }): Rule => ({
    name: code,
    title: { id: code, en: code },
    version: 1,
    enabled: true,
    priority: 1,
    conditions: {
      all: [
        { fact: 'product.sku', operator: 'equal', value: sku },
        { fact: 'channel.code', operator: 'equal', value: code },
      ],
    },
    event: { type: 'alert', params: { message: code } },
    examples: [],
  }));
  return {
    rules: { rules, conditions: {}, onTie: 'first' },
    policy: { ...policy, maxSuggestionsPerDay: Math.max(1, channels.length) },
  };
}

function requirePast(asOf: Day, today: Day): void {
  if (asOf <= today) return;
  throw new Refusal('invalid', 'day-in-future', `${formatDay(asOf)} has not come yet: choose today or earlier.`);
}

async function findProduct(db: Database, sku: string): Promise<Product> {
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

function unknownProduct(sku: string, hint: string): Refusal {
  return new Refusal('notFound', 'unknown-product', `There is no product with the SKU ${sku}.${hint}`, { sku });
}
