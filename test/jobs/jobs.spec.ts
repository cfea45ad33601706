import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import type { RunState } from '../../src/core/run.js';
import { formatDay, type Instant } from '../../src/core/units.js';
import { openDatabase, type Database } from '../../src/db/database.js';
import { createRun } from '../../src/db/stores/runs.js';
import { SYSTEM } from '../../src/db/stores/audit.js';
import { BacktestTable, RunTable, SuggestionTable } from '../../src/db/tables/engine.js';
import { ImportJobTable, ProductTable } from '../../src/db/tables/shop.js';
import { requestRun } from '../../src/flow/analyse.js';
import { ingest, queueImport } from '../../src/flow/ingest.js';
import { isLeaseHeld } from '../../src/flow/lease.js';
import { requestBacktest } from '../../src/flow/rules/backtest.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { Clock } from '../../src/http/providers.js';
import { Jobs } from '../../src/jobs/jobs.js';
import { DATABASES, freshDatabase } from '../database.js';
import { DIST } from '../flow/kill-process.js';
import { day, fillSmallShop, TEST_CONFIG } from '../shop.js';

const MINUTE_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'larisin-jobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A clock that stands where a test puts it. */
class SetClock extends Clock {
  at: Instant = Date.now();
  override now(): Instant {
    return this.at;
  }
}

const GOOD_WORKER = pathToFileURL(join(DIST, 'src/jobs/worker.js'));

/** A worker that does this instead of its work; `dist` and `task` are at hand. */
function badWorker(name: string, code: string): URL {
  const head = `import { workerData as task } from 'node:worker_threads';\nconst dist = ${JSON.stringify(DIST)};\n`;
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, head + code);
  return pathToFileURL(path);
}

class TestJobs extends Jobs {
  /** The worker of each start, in order; the last goes on being used. */
  workers = [GOOD_WORKER];
  started = 0;

  constructor(db: Database, clock = new Clock(), dailyRunAt = 'off') {
    super(db, readConfig({ DAILY_RUN_AT: dailyRunAt, LOG_LEVEL: 'silent' }), clock);
    running.push(this);
  }

  isWorking(): boolean {
    return this.working.size > 0;
  }

  protected override workerFile(): URL {
    return this.workers[Math.min(this.started++, this.workers.length - 1)]!;
  }
}

const running: TestJobs[] = [];
const opened: Database[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.onApplicationShutdown()));
  // At once, not after the file: each holds connections of a server that has not very many.
  await Promise.all(opened.splice(0).map((db) => db.close()));
});

/** The same database as another process has it. */
async function openAgain(db: Database): Promise<Database> {
  const again = await openDatabase(db.url);
  opened.push(again);
  return again;
}

async function freshShop(kind: 'sqlite' | 'mariadb', fill: (db: Database) => Promise<void> = fillSmallShop) {
  const db = await freshDatabase(kind);
  opened.push(db);
  await ensureInstallation(db, TEST_CONFIG, 0);
  await fill(db);
  return db;
}

/** Enough products for a run of some hundred milliseconds. */
async function fillLargeShop(db: Database): Promise<void> {
  const rows = Array.from({ length: 1_500 }, (_, n) => n);
  const load = async (kind: 'products' | 'receipts' | 'sales', text: string) => {
    const path = join(folder, `${kind}.csv`);
    writeFileSync(path, text);
    const options = { kind, createdBy: 'test', createChannels: true };
    const job = await ingest(db, { path }, options, undefined, () => AFTER);
    expect(job.error).toBeNull();
  };
  await load('products', `sku,name,cost,price\n${rows.map((n) => `S${n},Kaos ${n},30000,79900`).join('\n')}\n`);
  await load('receipts', `day,sku,quantity,unit_cost\n${rows.map((n) => `2026-01-10,S${n},90,30000`).join('\n')}\n`);
  const sale = (n: number, back: number) => `${formatDay(AS_OF - back)},S${n},shopee,1`;
  const sales = rows.flatMap((n) => Array.from({ length: 30 }, (_, back) => sale(n, back * 2)));
  await load('sales', `day,sku,channel,units\n${sales.join('\n')}\n`);
}

const AS_OF = day('2026-03-31');
const AFTER = Date.parse('2026-04-01T12:00:00+07:00');
const queue = async (db: Database): Promise<number> =>
  (await createRun(db.manager, AS_OF, 'api', 'test', Date.now())).id;
const runs = (db: Database) => db.manager.find(RunTable, { order: { id: 'ASC' } });
const states = async (db: Database): Promise<RunState[]> => (await runs(db)).map((run) => run.state);
const stateOf = async (db: Database, id: number): Promise<string> =>
  (await db.manager.findOneByOrFail(RunTable, { id })).state;

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}
const isOver = async (db: Database): Promise<boolean> =>
  (await states(db)).every((state) => state === 'done' || state === 'failed');

describe.each(DATABASES)('the daily run on %s', (kind) => {
  const local = (text: string): Instant => Date.parse(`${text}:00+07:00`);
  async function atWork(now: string, dailyRunAt = '02:30', fill?: (db: Database) => Promise<void>) {
    const db = await freshShop(kind, fill);
    const clock = new SetClock();
    clock.at = local(now);
    const jobs = new TestJobs(db, clock, dailyRunAt);
    const asked = async (at: string) => {
      clock.at = local(at);
      await jobs.enqueueDailyRun();
      return (await runs(db)).length;
    };
    const end = async (state: 'done' | 'failed', at: string) => {
      await db.manager.update(RunTable, { state: 'queued' }, { state, finishedAt: local(at) });
    };
    return { db, jobs, asked, end };
  }

  it('is queued for yesterday when its time has come, and not before', async () => {
    const { db, asked, end } = await atWork('2026-04-01T02:29');
    await asked('2026-03-31T02:30'); // as of the 30th
    await end('done', '2026-03-31T02:31');
    expect(await asked('2026-04-01T02:29')).toBe(1);
    expect(await asked('2026-04-01T02:30')).toBe(2);
    expect((await runs(db))[1]).toMatchObject({ asOf: AS_OF, state: 'queued', cause: 'schedule', createdBy: 'system' });
  });

  it('is caught up with after a time when nothing ran', async () => {
    const { db, asked } = await atWork('2026-04-01T09:00');
    expect(await asked('2026-04-01T09:00')).toBe(1);
    expect((await runs(db))[0]).toMatchObject({ asOf: AS_OF, cause: 'catch-up' });
  });

  it('is queued once, be it waiting, running or done', async () => {
    const { db, asked, end } = await atWork('2026-04-01T02:30');
    expect(await asked('2026-04-01T02:30')).toBe(1);
    expect(await asked('2026-04-01T02:31')).toBe(1);
    await db.manager.update(RunTable, { state: 'queued' }, { state: 'running' });
    expect(await asked('2026-04-01T02:32')).toBe(1);
    await db.manager.update(RunTable, { state: 'running' }, { state: 'queued' });
    await end('done', '2026-04-01T02:33');
    expect(await asked('2026-04-01T23:59')).toBe(1);
    expect(await asked('2026-04-02T02:29')).toBe(1);
    expect(await asked('2026-04-02T02:30')).toBe(2);
  });

  it('waits while another run is open', async () => {
    const { db, asked, end } = await atWork('2026-04-01T02:30');
    await createRun(db.manager, AS_OF - 40, 'api', 'user:siti', local('2026-04-01T02:29'));
    expect(await asked('2026-04-01T02:30')).toBe(1);
    await end('done', '2026-04-01T02:34');
    expect(await asked('2026-04-01T02:34')).toBe(2);
  });

  it('comes although somebody had the same day analysed while it went on: sales came in after that', async () => {
    const { db, asked, end } = await atWork('2026-04-01T02:30');
    await createRun(db.manager, AS_OF, 'api', 'user:siti', local('2026-03-31T15:00'));
    await end('done', '2026-03-31T15:01');
    expect(await asked('2026-04-01T02:30')).toBe(2);
  });

  it('is not repeated when somebody had the day analysed after its end', async () => {
    const { db, asked, end } = await atWork('2026-04-01T02:30');
    await createRun(db.manager, AS_OF, 'api', 'user:siti', local('2026-04-01T01:00'));
    await end('done', '2026-04-01T01:01');
    expect(await asked('2026-04-01T02:30')).toBe(1);
  });

  it('is tried again half an hour after it failed, three times in all, and the next day anew', async () => {
    const { asked, end } = await atWork('2026-04-01T02:30');
    expect(await asked('2026-04-01T02:30')).toBe(1);
    await end('failed', '2026-04-01T02:31');
    expect(await asked('2026-04-01T03:00')).toBe(1);
    expect(await asked('2026-04-01T03:01')).toBe(2);
    await end('failed', '2026-04-01T03:02');
    expect(await asked('2026-04-01T03:31')).toBe(2);
    expect(await asked('2026-04-01T03:32')).toBe(3);
    await end('failed', '2026-04-01T03:33');
    expect(await asked('2026-04-01T23:00')).toBe(3);
    expect(await asked('2026-04-02T02:30')).toBe(4);
  });

  it('does not come to an empty shop, nor when it is off', async () => {
    const empty = await atWork('2026-04-01T02:30', '02:30', async () => {});
    expect(await empty.asked('2026-04-01T02:30')).toBe(0);
    const off = await atWork('2026-04-01T02:30', 'off');
    expect(await off.asked('2026-04-01T02:30')).toBe(0);
  });

  it('is queued once by two processes whose clocks strike together', async () => {
    const { db, jobs } = await atWork('2026-04-01T02:30');
    const elsewhere = await openAgain(db);
    const clock = new SetClock();
    clock.at = local('2026-04-01T02:30');
    const others = [jobs, new TestJobs(elsewhere, clock, '02:30')];
    await Promise.all([...others, ...others].map((one) => one.enqueueDailyRun()));
    expect(await states(db)).toEqual(['queued']);
  });
});

describe.each(DATABASES)('the queue on %s', (kind) => {
  it('is worked in threads of their own: imports and runs, one after the other', async () => {
    const db = await freshShop(kind);
    const path = join(folder, `${kind}-upload.csv`);
    writeFileSync(path, 'sku,name\nNEW,Kaos baru\n');
    const job = await queueImport(db, path, { kind: 'products', createdBy: 'test' }, Date.now());
    const ids = [await queue(db), await queue(db)];
    const jobs = new TestJobs(db);
    jobs.onApplicationBootstrap();
    await until(() => isOver(db));
    await until(async () => (await db.manager.findOneByOrFail(ImportJobTable, { id: job.id })).finishedAt !== null);
    expect(await states(db)).toEqual(['done', 'done']);
    const [first, second] = await runs(db);
    expect([first!.id, second!.id]).toEqual(ids);
    expect(second!.startedAt).toBeGreaterThanOrEqual(first!.finishedAt!);
    expect(await db.manager.findOneByOrFail(ImportJobTable, { id: job.id })).toMatchObject({ state: 'done' });
    expect(await db.manager.existsBy(ProductTable, { sku: 'NEW' })).toBe(true);
    await jobs.onApplicationShutdown();
    expect(jobs.started).toBe(3);
    expect(existsSync(path)).toBe(false);
  });

  it('is worked by two processes together, each row once', async () => {
    const db = await freshShop(kind);
    const elsewhere = await openAgain(db);
    const id = await queue(db);
    const both = [new TestJobs(db), new TestJobs(elsewhere)];
    await Promise.all(both.map((jobs) => jobs.work()));
    await until(() => isOver(db));
    await Promise.all(both.map((jobs) => jobs.onApplicationShutdown()));
    expect(both.map((jobs) => jobs.started)).toEqual([1, 1]);
    expect(await runs(db)).toMatchObject([{ id, state: 'done', error: null }]);
    expect(await db.query(`SELECT productId FROM product_state WHERE runId = ?`, [id])).toHaveLength(3);
  });

  const backtestOf = (db: Database, id: number) => db.manager.findOneByOrFail(BacktestTable, { id });
  const queueBacktest = async (db: Database, everyDays: number): Promise<number> => {
    const request = { rules: { version: 1 }, from: AS_OF - 60, to: AS_OF - 1, everyDays };
    return (await requestBacktest(db, request, SYSTEM, AS_OF + 1, Date.now())).id;
  };

  it('works a back-test in a thread of its own, beside a run', async () => {
    const db = await freshShop(kind);
    const [id, run] = [await queueBacktest(db, 30), await queue(db)];
    const jobs = new TestJobs(db);
    await jobs.work();
    await until(async () => (await backtestOf(db, id)).finishedAt !== null && (await isOver(db)));
    expect(await backtestOf(db, id)).toMatchObject({ state: 'done', done: 2, error: null });
    expect(await stateOf(db, run)).toBe('done');
    expect(jobs.started).toBe(2);
  });

  it('begins a back-test anew that was stopped in the middle, and ends one whose worker crashes', async () => {
    const db = await freshShop(kind, fillLargeShop);
    const id = await queueBacktest(db, 1);
    const jobs = new TestJobs(db);
    await jobs.work();
    await until(async () => (await backtestOf(db, id)).state === 'running');
    await jobs.onApplicationShutdown();
    expect(await backtestOf(db, id)).toMatchObject({ state: 'queued', done: 0, startedAt: null, error: null });
    expect(await isLeaseHeld(db, 'backtest', Date.now())).toBe(false);

    const crashing = new TestJobs(db);
    crashing.workers = [badWorker(`${kind}-backtest`, 'process.exit(3);\n')];
    await crashing.work();
    await until(async () => (await backtestOf(db, id)).finishedAt !== null);
    expect(await backtestOf(db, id)).toMatchObject({ state: 'failed', error: expect.stringContaining('worker') });
  });

  it('leaves the event loop to others while a run is at work', async () => {
    const db = await freshShop(kind, fillLargeShop);
    const id = await queue(db);
    const jobs = new TestJobs(db);
    await jobs.work();
    await until(async () => (await stateOf(db, id)) === 'running');
    const start = performance.now();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    // Answers come from the database too, which on SQLite has one writer.
    let answers = 0;
    while ((await stateOf(db, id)) === 'running') {
      answers++;
      await sleep(20);
    }
    clearInterval(timer);
    const elapsedMs = performance.now() - start;
    expect(await stateOf(db, id)).toBe('done');
    expect(elapsedMs).toBeGreaterThan(100); // else this says nothing
    // Of the ticks that an idle program would have, nine in ten are usual; analysed in this thread it would be under three.
    expect(ticks).toBeGreaterThan((elapsedMs / 10) * 0.4);
    expect(answers).toBeGreaterThan(2);
    await jobs.onApplicationShutdown();
  });

  it('begins a run anew that was stopped in the middle, at once', async () => {
    const db = await freshShop(kind, fillLargeShop);
    const [id, waiting] = [await queue(db), await queue(db)];
    const jobs = new TestJobs(db);
    await jobs.work();
    await until(async () => (await stateOf(db, id)) === 'running');
    await jobs.onApplicationShutdown();
    const run = await db.manager.findOneByOrFail(RunTable, { id });
    expect(run).toMatchObject({ state: 'queued', stage: 'waiting', totals: null, startedAt: null, error: null });
    expect(await isLeaseHeld(db, 'run', Date.now())).toBe(false);
    expect(await db.manager.countBy(SuggestionTable, { runId: id })).toBe(0);
    expect(await stateOf(db, waiting)).toBe('queued');
    await jobs.work(); // stopped is stopped
    expect(jobs.started).toBe(1);

    const next = new TestJobs(db);
    await next.work();
    await until(() => isOver(db));
    expect(await states(db)).toEqual(['done', 'done']);
    await next.onApplicationShutdown();
  });

  it('begins an import anew that was stopped in the middle, and holds nobody up meanwhile', async () => {
    const db = await freshShop(kind);
    const path = join(folder, `${kind}-long.csv`);
    const rows = Array.from({ length: 20_000 }, (_, n) => `L${n},Kaos ${n},79900`);
    writeFileSync(path, `sku,name,price\n${rows.join('\n')}\n`);
    const { id } = await queueImport(db, path, { kind: 'products', createdBy: 'test' }, Date.now());
    const job = () => db.manager.findOneByOrFail(ImportJobTable, { id });
    const jobs = new TestJobs(db);
    await jobs.work();
    await until(async () => (await job()).state === 'running');
    await sleep(50); // into its transaction
    await jobs.onApplicationShutdown();
    expect(await job()).toMatchObject({ state: 'running' });
    expect(await db.manager.count(ProductTable)).toBe(3);
    await db.manager.update(ProductTable, { sku: 'OLD' }, { price: 129_900 });

    const next = new TestJobs(db);
    await next.work();
    await until(async () => (await job()).finishedAt !== null && (await job()).path === null);
    expect(await job()).toMatchObject({ state: 'done', totals: { inserted: 20_000 } });
    await next.onApplicationShutdown();
  });

  it.each([
    ['cannot be loaded', `import './no-such-file.mjs';`, 'no-such-file'],
    ['throws', `throw new Error('out of luck');`, 'out of luck'],
    ['just ends', `process.exit(3);`, 'ended before its time'],
    [
      'dies at its work',
      `const { openDatabase } = await import(dist + '/src/db/database.js');
      const { acquireLease } = await import(dist + '/src/flow/lease.js');
      const db = await openDatabase(task.url);
      await acquireLease(db, 'run');
      await db.query("UPDATE run SET state = 'running' WHERE id = " + task.id);
      throw new Error('out of memory');`,
      'out of memory',
    ],
  ])('goes on after a worker that %s: its run is marked failed', async (name, code, reason) => {
    const db = await freshShop(kind);
    await queue(db);
    await queue(db);
    const jobs = new TestJobs(db);
    jobs.workers = [badWorker(name.replaceAll(' ', '-'), code), GOOD_WORKER];
    await jobs.work();
    await until(() => isOver(db));
    const [first, second] = await runs(db);
    expect(first).toMatchObject({ state: 'failed' });
    expect(first!.error).toContain(reason);
    expect(first!.finishedAt).not.toBeNull();
    expect(second).toMatchObject({ state: 'done' });
    await jobs.onApplicationShutdown();
    expect(jobs.started).toBe(2);
  });

  it('does not spin when every worker crashes', async () => {
    const db = await freshShop(kind);
    for (let n = 0; n < 3; n++) await queue(db);
    const jobs = new TestJobs(db);
    jobs.workers = [badWorker('always', `throw new Error('broken');`)];
    await jobs.work();
    await until(() => isOver(db));
    await jobs.work();
    await sleep(100);
    await jobs.onApplicationShutdown();
    expect(await states(db)).toEqual(['failed', 'failed', 'failed']);
    expect(jobs.started).toBe(3);
  });

  it('leaves a run to whom it belongs, and looks again at the next tick only', async () => {
    const db = await freshShop(kind);
    const elsewhere = await requestRun(
      db,
      { asOf: AS_OF, cause: 'cli', createdBy: 'cli', today: AS_OF + 1 },
      Date.now(),
    );
    await db.manager.update(RunTable, { id: elsewhere.id }, { state: 'running' });
    await db.query(`INSERT INTO lease (name, holder, fence, expiresAt) VALUES ('run', 'elsewhere', 1, ?)`, [
      Date.now() + 10 * MINUTE_MS,
    ]);
    const waiting = await queue(db);
    const jobs = new TestJobs(db);
    await jobs.work();
    await until(async () => !jobs.isWorking()); // its worker has found the run taken
    await sleep(100);
    expect(jobs.started).toBe(1);
    expect(await states(db)).toEqual(['running', 'queued']);
    await db.manager.update(RunTable, { id: elsewhere.id }, { state: 'done' });
    await db.query(`UPDATE lease SET expiresAt = 0`);
    await jobs.work();
    await until(() => isOver(db));
    expect(await stateOf(db, waiting)).toBe('done');
    await jobs.onApplicationShutdown();
  });

  it('gives an import whose worker died one more try, and then up', async () => {
    const db = await freshShop(kind);
    const upload = async (name: string) => {
      const path = join(folder, `${kind}-${name}.csv`);
      writeFileSync(path, `sku,name\n${name},Kaos\n`);
      return (await queueImport(db, path, { kind: 'products', createdBy: 'test' }, Date.now())).id;
    };
    const [unlucky, unloaded, good] = [await upload('UNLUCKY'), await upload('UNLOADED'), await upload('GOOD')];
    const dies = badWorker(
      'import-dies',
      `const { openDatabase } = await import(dist + '/src/db/database.js');
      const db = await openDatabase(task.url);
      await db.query("UPDATE import_job SET state = 'running' WHERE id = " + task.id);
      process.exit(1);`,
    );
    const jobs = new TestJobs(db);
    jobs.workers = [dies, dies, badWorker('import-throws', `throw new Error('out of luck');`), GOOD_WORKER];
    await jobs.work();
    const job = (id: number) => db.manager.findOneByOrFail(ImportJobTable, { id });
    await until(async () => (await job(good)).finishedAt !== null && (await job(good)).path === null);
    await jobs.onApplicationShutdown();
    expect(await job(unlucky)).toMatchObject({ state: 'failed', path: null, error: { code: 'interrupted' } });
    expect(await job(unloaded)).toMatchObject({ state: 'failed', path: null, error: { code: 'internal' } });
    expect((await job(unloaded)).error!.message).toContain('out of luck');
    expect(await job(good)).toMatchObject({ state: 'done', totals: { inserted: 1 } });
    expect(jobs.started).toBe(4);
    expect(['UNLUCKY', 'UNLOADED', 'GOOD'].filter((name) => existsSync(join(folder, `${kind}-${name}.csv`)))).toEqual(
      [],
    );
  });
});
