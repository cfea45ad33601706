import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';

/** How long a writer of another process is waited for before SQLITE_BUSY is told. */
const BUSY_WAIT_MS_MAX = 60_000;
const BUSY_STEP_MS_MAX = 50;

/** Waits in line: each caller gets the turn when the one before has given it back. */
class Turnstile {
  private tail: Promise<void> = Promise.resolve();

  enter(): Promise<() => void> {
    let leave!: () => void;
    const before = this.tail;
    this.tail = new Promise((resolve) => (leave = resolve));
    return before.then(() => leave);
  }
}

/** True for SQLite's "another connection holds the lock", wrapped by TypeORM or not. */
export function isBusy(error: unknown): boolean {
  const code = (error as { code?: unknown; driverError?: { code?: unknown } } | null) ?? {};
  return [code.code, code.driverError?.code].some((c) => typeof c === 'string' && c.startsWith('SQLITE_BUSY'));
}

async function waitWhileBusy<T>(attempt: () => Promise<T>): Promise<T> {
  const until = Date.now() + BUSY_WAIT_MS_MAX;
  for (let step = 1; ; step = Math.min(step * 2, BUSY_STEP_MS_MAX)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw error;
      await sleep(step);
    }
  }
}

/**
 * Makes overlapping transactions safe on TypeORM's SQLite driver, which gives every caller the same query runner on the
 * one connection: without this a transaction of one request swallows, or rolls back, the writes of another.
 *
 * Each caller gets a runner of its own. Statements pass one turnstile; a transaction holds the turn from BEGIN to COMMIT
 * or ROLLBACK. Transactions begin IMMEDIATE, so that two processes queue at the start instead of failing half-way, and
 * the wait for another process is asynchronous: the event loop goes on (the driver's own busy timeout would block it).
 *
 * Inside a transaction only its own manager may be used. A repository from outside would wait for itself here, and on
 * MariaDB would write outside the transaction, so it is refused with an error that says so.
 */
export function gateSqlite(source: DataSource): DataSource {
  if (source.options.type !== 'better-sqlite3') return source;
  const driver = source.driver as unknown as {
    queryRunner?: QueryRunner;
    createQueryRunner(mode: string): QueryRunner;
  };
  const createShared = driver.createQueryRunner.bind(driver);
  const turnstile = new Turnstile();
  const inside = new AsyncLocalStorage<QueryRunner>();

  driver.createQueryRunner = (mode) => {
    driver.queryRunner = undefined;
    const runner = createShared(mode);
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
    let leave: (() => void) | null = null;

    const gated = async (sql: string, ...rest: unknown[]): Promise<unknown> => {
      if (leave !== null) {
        // COMMIT may meet a reader's checkpoint lock: wait, the transaction stays open meanwhile.
        const ends = /^\s*(COMMIT|ROLLBACK)\s*;?\s*$/i.test(sql);
        try {
          const result = ends ? await waitWhileBusy(() => query(sql, ...rest)) : await query(sql, ...rest);
          if (ends) {
            leave();
            leave = null;
          }
          return result;
        } catch (error) {
          if (ends && /^\s*ROLLBACK/i.test(sql)) {
            leave?.();
            leave = null;
          }
          throw error;
        }
      }
      const owner = inside.getStore();
      if (owner !== undefined && owner !== runner && owner.isTransactionActive) {
        throw new Error('inside a transaction use its own manager, not a repository from outside it');
      }
      const done = await turnstile.enter();
      try {
        if (/^\s*BEGIN/i.test(sql)) {
          const result = await waitWhileBusy(() => query('BEGIN IMMEDIATE'));
          leave = done;
          return result;
        }
        return await waitWhileBusy(() => query(sql, ...rest));
      } finally {
        if (leave === null) done();
      }
    };
    (runner as unknown as { query: typeof gated }).query = gated;
    return runner;
  };

  const manager = source.manager as unknown as { transaction(...args: unknown[]): Promise<unknown> };
  const transaction = manager.transaction.bind(manager);
  manager.transaction = (...args) => {
    const at = args.findIndex((arg) => typeof arg === 'function');
    const work = args[at] as (m: { queryRunner: QueryRunner }) => Promise<unknown>;
    args[at] = (m: { queryRunner: QueryRunner }) => inside.run(m.queryRunner, () => work(m));
    return transaction(...args);
  };
  return source;
}
