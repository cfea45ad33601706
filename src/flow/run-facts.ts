import { setImmediate as breathe } from 'node:timers/promises';
import { Refusal } from '../core/refusal.js';
import type { Run } from '../core/run.js';
import { numberInput, textFact, type Sheet } from '../core/sheet.js';
import type { Database } from '../db/database.js';
import { latestGoodRun } from '../db/stores/runs.js';
import { readSheets, sheetOfProduct } from '../db/stores/sheets.js';
import { findProduct } from './product.js';

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
  const sheet = await sheetOfProduct(db, run.id, product.id);
  const found: string[] = [];
  for (let row = 0; sheet !== null && row < sheet.facts.size; row++) {
    if (numberInput(sheet, row, 'productId') !== product.id) continue;
    const code = textFact(sheet, row, 'channel.code') ?? '';
    if (code === channel) return { run, sheet, row };
    found.push(code);
  }
  const where = found.length === 0 ? 'on no channel: it may be new or inactive' : `on ${found.join(', ')} only`;
  throw new Refusal('notFound', 'not-in-run', `The last run looked at ${sku} ${where}, not on ${channel}.`, {
    sku,
    channel,
    channels: found,
  });
}
