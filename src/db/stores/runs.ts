import type { EntityManager } from 'typeorm';
import type { Run, RunCause } from '../../core/run.js';
import type { Day, Instant } from '../../core/units.js';
import type { Database } from '../database.js';
import { RunTable } from '../tables/engine.js';

/** The last run whose results are what screens and commands show; null before the first. */
export async function latestGoodRun(manager: EntityManager): Promise<Run | null> {
  const [run] = await manager.find(RunTable, { where: { state: 'done' }, order: { id: 'DESC' }, take: 1 });
  return run ?? null;
}

/** Newest first; `before` an id pages on. */
export async function listRuns(manager: EntityManager, limit: number, before?: number): Promise<Run[]> {
  const query = manager.createQueryBuilder(RunTable, 'run').orderBy('run.id', 'DESC').take(limit);
  if (before !== undefined) query.where('run.id < :before', { before });
  return query.getMany();
}

export async function openRun(manager: EntityManager): Promise<Run | null> {
  const [run] = await manager.find(RunTable, {
    where: [{ state: 'queued' }, { state: 'running' }],
    order: { id: 'ASC' },
    take: 1,
  });
  return run ?? null;
}

/**
 * Held to the end of the transaction: of two who would queue a run at the same time, the second waits and then sees the
 * run of the first.
 */
export async function lockQueue(db: Database, manager: EntityManager): Promise<void> {
  await manager.query(`SELECT name FROM setting WHERE name = 'shop'${db.forUpdate}`);
}

/** Puts a run in the queue. Ask under `lockQueue` whether another is open. */
export async function createRun(
  manager: EntityManager,
  asOf: Day,
  cause: RunCause,
  createdBy: string,
  now: Instant,
): Promise<Run> {
  const run: Omit<Run, 'id'> = {
    asOf,
    state: 'queued',
    cause,
    ruleSetVersion: null,
    policyVersion: null,
    stage: 'waiting',
    done: 0,
    total: 0,
    totals: null,
    error: null,
    createdBy,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
  };
  return manager.save(RunTable, run);
}

/** The newest day with any sale, receipt or count, up to `today`; null in an empty shop. */
export async function newestDataDay(db: Database, today: Day): Promise<Day | null> {
  let newest: Day | null = null;
  for (const table of ['daily_sale', 'receipt', 'stock_count']) {
    const rows = await db.query<{ day: number | null }>(`SELECT MAX(day) AS day FROM ${table} WHERE day <= ?`, [today]);
    const day = rows[0]?.day ?? null;
    if (day !== null && (newest === null || day > newest)) newest = day;
  }
  return newest;
}
