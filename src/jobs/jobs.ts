import { Worker } from 'node:worker_threads';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { CONFIG, Clock } from '../http/providers.js';
import type { Config } from '../config.js';
import { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import { createRun, openRun } from '../db/stores/runs.js';
import { ImportJobTable } from '../db/tables/shop.js';
import { RunTable } from '../db/tables/engine.js';
import { expireDue } from '../flow/decide.js';
import { recoverRuns } from '../flow/analyse.js';
import { recoverImports } from '../flow/ingest.js';
import { dueAsOf } from './due.js';
import type { WorkerTask } from './worker.js';

/** A daily run that failed is tried again so many times, so far apart. */
const TRIES_PER_DAY_MAX = 3;
const RETRY_AFTER_MS = 30 * 60_000;

/** In source (tests) there is no compiled worker beside this file: the one in dist/ is used. */
function workerFile(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('../../dist/src/jobs/worker.js', import.meta.url)
    : new URL('./worker.js', import.meta.url);
}

/**
 * What happens by itself in the web process: the daily run in the shop's zone and its catch-up after downtime, queued
 * runs and imports (each in a worker thread with a connection of its own, one at a time), and the end of what has
 * expired. The queue is the database, so that nothing is lost with the process.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly working = new Map<WorkerTask['kind'], Worker>();
  private isClosed = false;

  constructor(
    private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.nudge();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.working.values()].map((worker) => worker.terminate()));
  }

  /** Looks at the queue at once instead of at the next tick. */
  nudge(): void {
    void this.work().catch(() => undefined);
  }

  @Cron('*/10 * * * * *', { name: 'queue', waitForCompletion: true })
  async work(): Promise<void> {
    if (this.isClosed) return;
    if (!this.working.has('import')) await recoverImports(this.db, this.clock.now());
    if (!this.working.has('run')) await recoverRuns(this.db, this.clock.now());
    await this.enqueueDailyRun();
    await this.startNext('import');
    await this.startNext('run');
  }

  @Cron('*/30 * * * * *', { name: 'expiry', waitForCompletion: true })
  async expire(): Promise<void> {
    if (!this.isClosed) await expireDue(this.db, this.clock.now());
  }

  /** Queues the daily run when it is due and not there yet: on time, or late because the program was not running. */
  async enqueueDailyRun(): Promise<void> {
    const now = this.clock.now();
    const shop = await readShop(this.db.manager);
    const asOf = dueAsOf(this.config.DAILY_RUN_AT, shop.timeZone, now);
    if (asOf === null || (await openRun(this.db.manager)) !== null) return;
    const rows = await this.db.query<{ state: string; finishedAt: number | null }>(
      `SELECT state, finishedAt FROM run WHERE asOf >= ? ORDER BY id DESC LIMIT ?`,
      [asOf, TRIES_PER_DAY_MAX],
    );
    const last = rows[0];
    if (rows.some((run) => run.state === 'done') || rows.length >= TRIES_PER_DAY_MAX) return;
    if (last?.finishedAt != null && now - Number(last.finishedAt) < RETRY_AFTER_MS) return;
    const products = await this.db.query(`SELECT id FROM product LIMIT 1`);
    if (products.length === 0) return; // nothing to analyse in an empty shop
    const isOnTime = dueAsOf(this.config.DAILY_RUN_AT, shop.timeZone, now - 5 * 60_000) !== asOf;
    await createRun(this.db, asOf, isOnTime ? 'schedule' : 'catch-up', 'system', now);
  }

  private async startNext(kind: WorkerTask['kind']): Promise<void> {
    if (this.working.has(kind) || this.isClosed) return;
    const table = kind === 'run' ? RunTable : ImportJobTable;
    const [next] = await this.db.manager.find<{ id: number }>(table as never, {
      where: { state: 'queued' } as never,
      order: { id: 'ASC' } as never,
      take: 1,
    });
    if (next === undefined || this.working.has(kind)) return;
    const task: WorkerTask = { url: this.db.url, kind, id: next.id };
    const worker = new Worker(workerFile(), { workerData: task });
    this.working.set(kind, worker);
    // An error inside the worker is written to the row by the flow or by recovery; here it must only not end the process.
    worker.on('error', () => undefined);
    worker.once('exit', (code) => {
      this.working.delete(kind);
      if (code === 0) this.nudge();
    });
  }
}
