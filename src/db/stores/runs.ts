import { LessThan, LessThanOrEqual, MoreThanOrEqual, type EntityManager } from 'typeorm';
import type { Run, RunCause } from '../../core/run.js';
import type { Day, Instant } from '../../core/units.js';
import type { Database } from '../database.js';
import { RunTable } from '../tables/engine.js';

/** The last run whose results are what screens and commands show; null before the first. */
export async function latestGoodRun(manager: EntityManager): Promise<Run | null> {
  const [run] = await manager.find(RunTable, { where: { state: 'done' }, order: { id: 'DESC' }, take: 1 });
  return run ?? null;
}

/** The last good run as of a day or an earlier one; null when there is none. */
export async function goodRunAsOf(manager: EntityManager, asOf: Day): Promise<Run | null> {
  return manager.findOne(RunTable, {
    where: { state: 'done', asOf: LessThanOrEqual(asOf) },
    order: { asOf: 'DESC', id: 'DESC' },
  });
}

/** The good run that was the last one when this one began; null when this is the first. */
export async function goodRunBefore(manager: EntityManager, id: number): Promise<Run | null> {
  return manager.findOne(RunTable, { where: { state: 'done', id: LessThan(id) }, order: { id: 'DESC' } });
}

/** The last good run of the first day that any good run is of; null before the first. */
export async function goodRunOfFirstDay(manager: EntityManager): Promise<Run | null> {
  return manager.findOne(RunTable, { where: { state: 'done' }, order: { asOf: 'ASC', id: 'DESC' } });
}

/** Good runs as of a day or a later one, oldest day first; of several as of one day the last. */
export async function goodRunsSince(manager: EntityManager, asOf: Day): Promise<Run[]> {
  const runs = await manager.find(RunTable, {
    where: { state: 'done', asOf: MoreThanOrEqual(asOf) },
    order: { asOf: 'ASC', id: 'ASC' },
  });
  return runs.filter((run, i) => runs[i + 1]?.asOf !== run.asOf);
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
    lastSaleOn: null,
    lastStockOn: null,
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

/** The first day with any sale, receipt or count; null in an empty shop. */
export async function oldestDataDay(db: Database): Promise<Day | null> {
  const days: Day[] = [];
  for (const table of ['daily_sale', 'receipt', 'stock_count']) {
    const rows = await db.query<{ day: number | null }>(`SELECT MIN(day) AS day FROM ${table}`);
    const day = rows[0]?.day ?? null;
    if (day !== null) days.push(day);
  }
  return days.length === 0 ? null : Math.min(...days);
}
