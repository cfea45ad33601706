import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { ImportKind } from '../../src/core/intake/records.js';
import { formatDay } from '../../src/core/units.js';
import type { Database } from '../../src/db/database.js';
import { latestGoodRun } from '../../src/db/stores/runs.js';
import { RunTable } from '../../src/db/tables/engine.js';
import { ImportJobTable } from '../../src/db/tables/shop.js';
import { analyse, recoverRuns, requestRun } from '../../src/flow/analyse.js';
import { ingest, recoverImports } from '../../src/flow/ingest.js';
import { acquireLease } from '../../src/flow/lease.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { DATABASES, freshDatabase } from '../database.js';
import { day, TEST_CONFIG } from '../shop.js';
import { killsOf, numbers, runProcess, settled, type Said } from './kill-process.js';

const NOW = Date.UTC(2026, 3, 1);
const AS_OF = day('2026-03-31');
const PRODUCTS = 300;
const folder = mkdtempSync(join(tmpdir(), 'larisin-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface File {
  kind: ImportKind;
  path: string;
  now: number;
}

let count = 0;
function file(kind: ImportKind, header: string, rows: (string | number)[][]): File {
  const path = join(folder, `${count++}.csv`);
  writeFileSync(path, `${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`);
  return { kind, path, now: NOW + count * 1_000 };
}

const sku = (n: number): string => `SKU-${String(n).padStart(4, '0')}`;
const times = <T>(n: number, make: (at: number) => T): T[] => Array.from({ length: n }, (_, at) => make(at));

/** Products at a price; `dearer` says which cost more than at first. */
const productFile = (dearer: (n: number) => boolean): File =>
  file(
    'products',
    'sku,name,category,cost,price',
    times(PRODUCTS, (n) => [sku(n), `Kaos ${n}`, 'kaos', 30_000, (n % 7) * 10_000 + (dearer(n) ? 99_900 : 79_900)]),
  );

/** Order lines `from` to `to`; of those that stood in an earlier file, every third has come back meanwhile. */
function orderFile(from: number, to: number, known: number, more: number): File {
  const random = numbers(7);
  const rows = times(to, (n): (string | number)[] => {
    const at = `${formatDay(AS_OF - Math.floor(random() * 80))}T10:00:00+07:00`;
    // A few products and a channel that nobody has heard of: they are made by the import.
    const product = Math.floor(random() ** 2 * (PRODUCTS + more));
    const channel = more > 0 && n % 50 === 0 ? 'kios' : n % 3 === 0 ? 'tokopedia' : 'shopee';
    const isBack = n < known && n % 3 === 0;
    return [`O${n}`, at, channel, sku(product), 1 + (n % 3), 79_900, isBack ? 'returned' : 'sold', isBack ? 1 : 0];
  });
  return file(
    'orders',
    'order_id,ordered_at,channel,sku,quantity,unit_price,status,returned_quantity',
    rows.slice(from),
  );
}

const optionsOf = ({ kind }: File) => ({ kind, createdBy: 'test', createProducts: true, createChannels: true });
const taskOf = (db: Database, { path, now, ...rest }: File) => ({
  url: db.url,
  now,
  path,
  options: optionsOf({ path, now, ...rest }),
});

async function freshShop(kind: 'sqlite' | 'mariadb'): Promise<Database> {
  const db = await freshDatabase(kind);
  await ensureInstallation(db, TEST_CONFIG, NOW);
  return db;
}

/** Rows and checksum of each query: short, and different when anything is. */
async function digest(db: Database, queries: Record<string, string>): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [name, sql] of Object.entries(queries)) {
    const rows = await db.query<object>(sql);
    const text = rows.map((row) => Object.values(row).map(String).join('|')).join('\n');
    result[name] = `${rows.length} rows, ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  }
  return result;
}

/** What imports write, by codes: ids may differ, since a database does not give an undone number out again. */
const SHOP = {
  product: `SELECT sku, name, category, cost, price, status, isStub, createdAt, updatedAt FROM product ORDER BY sku`,
  channel: `SELECT code FROM channel ORDER BY code`,
  base_price: `SELECT p.sku, b.channelId, b.since, b.price FROM base_price b JOIN product p ON p.id = b.productId
    ORDER BY p.sku, b.channelId, b.since`,
  order_line: `SELECT o.orderId, o.lineId, p.sku, c.code, o.orderedAt, o.day, o.quantity, o.unitPrice, o.status, o.returnedQuantity
    FROM order_line o JOIN product p ON p.id = o.productId JOIN channel c ON c.id = o.channelId ORDER BY o.orderId, o.lineId`,
  daily_sale: `SELECT p.sku, s.day, c.code, s.units, s.revenue, s.unitsReturned, s.discount, s.isDerived
    FROM daily_sale s JOIN product p ON p.id = s.productId JOIN channel c ON c.id = s.channelId ORDER BY p.sku, s.day, c.code`,
};

/** The next start's recovery; a server may need a moment until it has noticed the death. */
async function recoverImport(db: Database): Promise<void> {
  await settled(db);
  for (let tries = 0; tries < 100; tries++) {
    await recoverImports(db, NOW);
    if (!(await db.manager.existsBy(ImportJobTable, { state: 'running' }))) return;
    await sleep(50);
  }
}

describe.each(DATABASES)('imports that are killed (SIGKILL) on %s', (kind) => {
  it('are there whole or not at all, are marked failed, and can be made anew', { timeout: 300_000 }, async () => {
    const files = [
      productFile(() => false),
      orderFile(0, 4_000, 0, 20),
      productFile((n) => n % 2 === 0),
      orderFile(2_000, 6_000, 4_000, 30),
    ];
    // The same files in another shop, by processes that nobody kills: the states to expect, and the time it takes.
    const whole = await freshShop(kind);
    const states = [await digest(whole, SHOP)];
    const unkilled: Said[] = [];
    for (const one of files) {
      unkilled.push(await runProcess(taskOf(whole, one), null));
      states.push(await digest(whole, SHOP));
    }
    expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(files.length + 1);

    const db = await freshShop(kind);
    let midway = 0;
    for (const [at, one] of files.entries()) {
      let expected = [states[at]!, states[at + 1]!];
      for (const kill of killsOf(unkilled[at]!, 1, 1, 3, 100 * at)) {
        const known = await db.manager.count(ImportJobTable);
        const said = await runProcess(taskOf(db, one), kill);
        await settled(db);
        if (await db.manager.existsBy(ImportJobTable, { state: 'running' })) midway++;
        await recoverImport(db);
        const [job] = await db.manager.find(ImportJobTable, { order: { id: 'ASC' }, skip: known, take: 1 });
        const state = await digest(db, SHOP);
        expect(expected).toContainEqual(state);
        if (job?.state === 'done') {
          expect(state).toEqual(states[at + 1]);
          expected = [states[at + 1]!];
        } else {
          expect(said).not.toHaveProperty('done');
          expect(state).toEqual(expected[0]);
          if (job !== undefined) expect(job).toMatchObject({ state: 'failed', error: { code: 'interrupted' } });
        }
      }
      const job = await ingest(db, { path: one.path }, optionsOf(one), undefined, () => one.now);
      expect(job.state).toBe('done');
      expect(await digest(db, SHOP)).toEqual(states[at + 1]);
    }
    expect(midway).toBeGreaterThan(0);
  });
});

const RUN_TABLES = ['run', 'suggestion', 'decision', 'product_state', 'run_sheet', 'fact_summary'];

describe.each(DATABASES)('runs that are killed (SIGKILL) on %s', (kind) => {
  it('leave the last good run in place or are complete, and the next works', { timeout: 300_000 }, async () => {
    const db = await freshShop(kind);
    const receipts = file(
      'receipts',
      'day,sku,quantity,unit_cost,reference',
      times(PRODUCTS, (n) => [formatDay(AS_OF - 40 - (n % 60)), sku(n), 40 + (n % 50), 30_000, `R${n}`]),
    );
    const listings = file(
      'listings',
      'channel,sku',
      times(PRODUCTS * 2, (n) => [n % 2 === 0 ? 'shopee' : 'tokopedia', sku(n >> 1)]),
    );
    for (const one of [productFile(() => false), listings, receipts, orderFile(0, 4_000, 0, 0)]) {
      const job = await ingest(db, { path: one.path }, optionsOf(one), undefined, () => one.now);
      expect(job.state).toBe('done');
    }
    const request = (now: number) =>
      requestRun(db, { asOf: AS_OF, cause: 'cli', createdBy: 'test', today: AS_OF + 1 }, now);
    const first = await request(NOW);
    await analyse(db, first.id, undefined, () => NOW);
    // Some prices change: the next run supersedes some suggestions, keeps others and makes new ones.
    const dearer = productFile((n) => n % 3 === 0);
    await ingest(db, { path: dearer.path }, optionsOf(dearer), undefined, () => dearer.now);
    for (const table of RUN_TABLES) await db.query(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
    const restore = async () => {
      for (const table of RUN_TABLES) {
        await db.query(`DELETE FROM ${table}`);
        await db.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
      }
    };
    /** Everything that is shown: of open and ended suggestions, of decisions, and of products in the last good run. */
    const shown = async () => {
      const good = (await latestGoodRun(db.manager))!;
      const suggestion = 's.sku, s.channelCode, s.kind';
      return {
        isFirst: good.id === first.id,
        totals: good.totals,
        ...(await digest(db, {
          suggestion: `SELECT ${suggestion}, s.state, s.openKey, s.price, s.gain, s.fingerprint, s.version, s.createdAt, s.updatedAt,
            s.expiresAt, s.why, CASE WHEN s.runId = ${first.id} THEN 1 ELSE 0 END AS isFirst
            FROM suggestion s WHERE s.state <> 'draft' ORDER BY ${suggestion}, isFirst`,
          decision: `SELECT ${suggestion}, d.action, d.fromState, d.toState, d.actor, d.at FROM decision d
            JOIN suggestion s ON s.id = d.suggestionId ORDER BY ${suggestion}, d.action`,
          product_state: `SELECT productId, onHand, staleUnits, staleValue, isFlagged, ageDaysOldest, detail FROM product_state
            WHERE runId = ${good.id} ORDER BY productId`,
          run_sheet: `SELECT position, part, firstProductId, lastProductId, HEX(body) FROM run_sheet
            WHERE runId = ${good.id} ORDER BY position, part`,
          fact_summary: `SELECT body FROM fact_summary WHERE runId = ${good.id}`,
        })),
      };
    };
    const before = await shown();
    const now = NOW + 3_600_000;
    const unkilled = await runProcess({ url: db.url, now, runId: (await request(now)).id }, null);
    const after = await shown();
    expect(after.isFirst).toBe(false);
    for (const number of ['suggested', 'unchanged', 'superseded'] as const) {
      expect(after.totals![number], number).toBeGreaterThan(0);
    }
    await restore();

    let midway = 0;
    let queued: number | null = null;
    for (const kill of killsOf(unkilled, 4, 2, 8, 1)) {
      const runId: number = queued ?? (await request(now)).id;
      const said = await runProcess({ url: db.url, now, runId }, kill);
      await settled(db);
      const stateOf = async () => (await db.manager.findOneByOrFail(RunTable, { id: runId })).state;
      // Not before its lease has run out is a run taken for dead.
      const left = await stateOf();
      await recoverRuns(db, now + 59_000);
      expect(await stateOf()).toBe(left);
      await recoverRuns(db, now + 61_000);
      const state = await stateOf();
      const lease = await acquireLease(db, 'run', () => now + 61_000);
      expect(lease).not.toBeNull();
      await lease!.release();
      if (left === 'running') midway++;
      if (said.done !== undefined) expect(state).toBe('done');
      expect(state).toBe(left === 'running' ? 'failed' : left);
      expect(await shown()).toEqual(state === 'done' ? after : before);
      expect(await db.query(`SELECT id FROM suggestion WHERE state = 'draft'`)).toEqual([]);
      if (state === 'failed') {
        for (const table of ['product_state', 'run_sheet', 'fact_summary']) {
          expect(await db.query(`SELECT DISTINCT runId FROM ${table}`)).toEqual([{ runId: first.id }]);
        }
      }
      queued = state === 'queued' ? runId : null;
      if (state === 'done') await restore();
    }
    expect(midway).toBeGreaterThan(0);
    const last = queued ?? (await request(now)).id;
    await analyse(db, last, undefined, () => now);
    expect(await shown()).toEqual(after);
  });
});
