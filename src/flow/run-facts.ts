import { setImmediate as breathe } from 'node:timers/promises';
import { Refusal } from '../core/refusal.js';
import type { Run } from '../core/run.js';
import { textFact, type Sheet } from '../core/sheet.js';
import { endOfProduct } from '../core/verdict.js';
import type { Database } from '../db/database.js';
import { latestGoodRun } from '../db/stores/runs.js';
import { readSheets, sheetOfProduct } from '../db/stores/sheets.js';
import { factsIn, findProduct, type ProductDetail } from './product.js';

/** Up to so many listings the sheets of the last run stay in memory: about 100 MB. */
const KEPT_LISTINGS_MAX = 200_000;

interface Kept {
  runId: number;
  sheets: Sheet[];
}
const kept = new WeakMap<Database, Kept>();

/** @throws Refusal `no-run` before the first run */
export async function runWithFacts(db: Database): Promise<Run> {
  const run = await latestGoodRun(db.manager);
  if (run !== null) return run;
  throw new Refusal(
    'conflict',
    'no-run',
    'There is no run yet, so no facts to look at: ask for one with POST /api/v1/runs or `larisin analyse`.',
  );
}

/**
 * What a run saw of every listing, sheet by sheet. The sheets are shared and must not be changed. Between two of them
 * other work gets its turn.
 */
export async function* sheetsOf(db: Database, runId: number): AsyncGenerator<Sheet> {
  const known = kept.get(db);
  if (known?.runId === runId) {
    for (const sheet of known.sheets) {
      yield sheet;
      await breathe();
    }
    return;
  }
  let all: Sheet[] | null = [];
  let listings = 0;
  for await (const sheet of readSheets(db, runId)) {
    listings += sheet.facts.size;
    if (listings > KEPT_LISTINGS_MAX) all = null;
    all?.push(sheet);
    yield sheet;
    await breathe();
  }
  if (all !== null && listings > 0) kept.set(db, { runId, sheets: all });
}

/** The rows of a product, as a run saw it; null: it did not look at it. */
export async function rowsInRun(db: Database, run: Run, productId: number): Promise<ProductRows | null> {
  const sheet = await sheetOfProduct(db, run.id, productId);
  if (sheet === null) return null;
  const first = sheet.inputs.numbers.productId.subarray(0, sheet.facts.size).indexOf(productId);
  return first < 0 ? null : { sheet, first, count: endOfProduct(sheet, first) - first };
}

/** Where the listings of a product stand: `count` rows from `first` on. */
export interface ProductRows {
  sheet: Sheet;
  first: number;
  count: number;
}

/** What a run saw of a product on each channel; nothing where it did not look at it. */
export async function describeInRun(db: Database, run: Run, productId: number): Promise<ProductDetail['channels']> {
  const sheet = await sheetOfProduct(db, run.id, productId);
  return sheet === null ? [] : factsIn([sheet], productId);
}

/**
 * The listings of a product, as the last run saw them.
 * @throws Refusal `no-run`, `unknown-product`, `not-in-run`
 */
export async function productInRun(db: Database, sku: string): Promise<ProductRows & { run: Run }> {
  const run = await runWithFacts(db);
  const rows = await rowsInRun(db, run, (await findProduct(db, sku)).id);
  if (rows !== null) return { run, ...rows };
  throw new Refusal('notFound', 'not-in-run', `The last run did not look at ${sku}: it may be new or inactive.`, {
    sku,
  });
}

/**
 * The listing of a product on a channel, as the last run saw it.
 * @throws Refusal `no-run`, `unknown-product`, `not-in-run`
 */
export async function listingInRun(
  db: Database,
  sku: string,
  channel: string,
): Promise<{ run: Run; sheet: Sheet; row: number }> {
  const run = await runWithFacts(db);
  const product = await findProduct(db, sku);
  const rows = await rowsInRun(db, run, product.id);
  const found: string[] = [];
  for (let i = 0; rows !== null && i < rows.count; i++) {
    const row = rows.first + i;
    const code = textFact(rows.sheet, row, 'channel.code') ?? '';
    if (code === channel) return { run, sheet: rows.sheet, row };
    found.push(code);
  }
  const where = found.length === 0 ? 'on no channel: it may be new or inactive' : `on ${found.join(', ')} only`;
  throw new Refusal('notFound', 'not-in-run', `The last run looked at ${sku} ${where}, not on ${channel}.`, {
    sku,
    channel,
    channels: found,
  });
}
