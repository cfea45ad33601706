import { unlink } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { EntityManager } from 'typeorm';
import { CONFIG, Clock } from '../http/providers.js';
import type { Config } from '../config.js';
import { ZoneClock } from '../core/intake/zone.js';
import type { Day, Instant } from '../core/units.js';
import { Database } from '../db/database.js';
import { readShop } from '../db/stores/settings.js';
import { createRun, lockQueue, openRun } from '../db/stores/runs.js';
import { ImportJobTable } from '../db/tables/shop.js';
import { BacktestTable, RunTable } from '../db/tables/engine.js';
import { expireDue } from '../flow/decide.js';
import { failRun, recoverRunOf, recoverRuns } from '../flow/analyse.js';
import { recoverBacktestOf, recoverBacktests } from '../flow/rules/backtest.js';
import { endImport, recoverImports } from '../flow/ingest.js';
import { dueAsOf } from './due.js';
import type { WorkerTask, WorkerWord } from './worker.js';

/** A daily run that failed is tried again so many times, so far apart. */
const TRIES_PER_DAY_MAX = 3;
const RETRY_AFTER_MS = 30 * 60_000;
/** Begun so soon after its time, a daily run counts as on time. */
const ON_TIME_MS = 5 * 60_000;

const TABLES = { run: RunTable, import: ImportJobTable, backtest: BacktestTable };

interface Working {
  worker: Worker;
  /** Settles when the worker has ended and its row says how. */
  ended: Promise<void>;
}

/**
 * What happens by itself in the web process: the daily run in the shop's zone and its catch-up after downtime, queued
 * runs, imports and back-tests (each in a worker thread with a connection of its own, one at a time), and the end of what has
 * expired. The queue is the database, so that nothing is lost with the process.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, OnApplicationShutdown {
  protected readonly working = new Map<WorkerTask['kind'], Working>();
  /** The last of the looks at the queue: they come one after the other, however many ask. */
  private last: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly db: Database,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.nudge();
  }

  /** Stops the workers; the next start begins anew what they were at. */
  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    await this.last;
    await Promise.all(
      [...this.working.values()].map(async ({ worker, ended }) => {
        await worker.terminate();
        await ended;
      }),
    );
  }

  /** Looks at the queue at once instead of at the next tick. */
  nudge(): void {
    void this.work().catch(() => undefined);
  }

  @Cron('*/10 * * * * *', { name: 'queue', waitForCompletion: true })
  work(): Promise<void> {
    return this.inTurn(async () => {
      if (!this.working.has('import')) await recoverImports(this.db, this.clock.now());
      if (!this.working.has('run')) await recoverRuns(this.db, this.clock.now());
      if (!this.working.has('backtest')) await recoverBacktests(this.db, this.clock.now());
      await this.enqueueDailyRun();
      await this.startNext('import');
      await this.startNext('run');
      await this.startNext('backtest');
    });
  }

  @Cron('*/30 * * * * *', { name: 'expiry', waitForCompletion: true })
  expire(): Promise<void> {
    return this.inTurn(async () => {
      await expireDue(this.db, this.clock.now());
    });
  }

  /** Queues the daily run when it is due and not there yet: on time, or late because the program was not running. */
  async enqueueDailyRun(): Promise<void> {
    const now = this.clock.now();
    const { timeZone } = await readShop(this.db.manager);
    const at = this.config.DAILY_RUN_AT;
    const asOf = dueAsOf(at, timeZone, now);
    if (asOf === null || !(await this.isWanted(this.db.manager, asOf, timeZone, now))) return;
    const isOnTime = dueAsOf(at, timeZone, now - ON_TIME_MS) !== asOf;
    await this.db.transaction(async (manager) => {
      await lockQueue(this.db, manager);
      // Asked again under the lock: another process may have queued it a moment ago.
      if (!(await this.isWanted(manager, asOf, timeZone, now))) return;
      await createRun(manager, asOf, isOnTime ? 'schedule' : 'catch-up', 'system', now);
    });
  }

  private async isWanted(manager: EntityManager, asOf: Day, timeZone: string, now: Instant): Promise<boolean> {
    if ((await openRun(manager)) !== null) return false;
    // A run that was made while the day still went on has not seen all of it.
    const dayIsOver = new ZoneClock(timeZone).instantOf(asOf + 1, 0);
    const runs: { state: string; finishedAt: number | null }[] = await manager.query(
      `SELECT state, finishedAt FROM run WHERE asOf >= ? AND createdAt >= ? ORDER BY id DESC LIMIT ?`,
      [asOf, dayIsOver, TRIES_PER_DAY_MAX],
    );
    if (runs.some((run) => run.state === 'done') || runs.length >= TRIES_PER_DAY_MAX) return false;
    if (runs[0] !== undefined && now - Number(runs[0].finishedAt ?? 0) < RETRY_AFTER_MS) return false;
    const products: unknown[] = await manager.query(`SELECT id FROM product LIMIT 1`);
    return products.length > 0; // there is nothing to analyse in an empty shop
  }

  private inTurn(act: () => Promise<void>): Promise<void> {
    const turn = this.last.then(() => (this.isClosed ? undefined : act()));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async startNext(kind: WorkerTask['kind']): Promise<void> {
    if (this.working.has(kind)) return;
    const table = TABLES[kind];
    const [next] = await this.db.manager.find<{ id: number }>(table as never, {
      where: { state: 'queued' } as never,
      order: { id: 'ASC' } as never,
      take: 1,
    });
    if (next === undefined || this.isClosed) return;
    const task: WorkerTask = { url: this.db.url, kind, id: next.id };
    const worker = new Worker(this.workerFile(), { workerData: task });
    this.working.set(kind, { worker, ended: this.follow(worker, task) });
  }

  /** Waits for the end of a worker, sees to it that its row has ended too, and looks for the next. */
  private async follow(worker: Worker, task: WorkerTask): Promise<void> {
    const { threadId } = worker; // no longer known when it has ended
    let word: WorkerWord | null = null;
    let reason = 'The worker thread ended before its time.';
    worker.on('message', (said: WorkerWord) => (word = said));
    worker.on('error', (error) => (reason = `The worker thread failed: ${messageOf(error)}`.slice(0, 2_000)));
    await new Promise((resolve) => worker.once('exit', resolve));
    try {
      if (word === null) await this.endRow(task, threadId, reason);
    } catch {
      word = 'not-mine'; // the database is away: recovery ends the row at a later tick
    }
    this.working.delete(task.kind);
    // What another process has is not ours to wait for here: the next tick looks again.
    if (word !== 'not-mine') this.nudge();
  }

  /**
   * After a crash: a row that still waits would start the next crash at once, so it ends here, whatever it was. After a
   * stop it goes on waiting, or waits again. An import that was begun is left to recovery, which gives it one more try.
   */
  private async endRow({ kind, id }: WorkerTask, threadId: number, reason: string): Promise<void> {
    const now = this.clock.now();
    if (kind === 'run') {
      if (!this.isClosed) await failRun(this.db, id, 'queued', reason, now);
      await recoverRunOf(this.db, threadId, now, this.isClosed ? null : reason);
    } else if (kind === 'backtest') {
      if (!this.isClosed) {
        const failed = { state: 'failed', finishedAt: now, error: reason } as const;
        await this.db.manager.update(BacktestTable, { id, state: 'queued' }, failed);
      }
      await recoverBacktestOf(this.db, threadId, now, this.isClosed ? null : reason);
    } else if (!this.isClosed) {
      const { path = null } = (await this.db.manager.findOneBy(ImportJobTable, { id })) ?? {};
      const error = { code: 'internal', message: reason };
      const isEnded = await endImport(this.db, id, 'queued', { state: 'failed', error }, now);
      if (isEnded && path !== null) await unlink(path).catch(() => undefined);
    }
  }

  /** In source (tests) there is no compiled worker beside this file: the one in dist/ is used. */
  protected workerFile(): URL {
    return import.meta.url.endsWith('.ts')
      ? new URL('../../dist/src/jobs/worker.js', import.meta.url)
      : new URL('./worker.js', import.meta.url);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
