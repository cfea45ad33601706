import { afterEach, describe, expect, it } from 'vitest';
import { Database, openDatabase } from '../../src/db/database.js';
import { latestGoodRun } from '../../src/db/stores/runs.js';
import { RunTable, SuggestionTable } from '../../src/db/tables/engine.js';
import { ProductTable } from '../../src/db/tables/shop.js';
import { analyse, recoverRuns, requestRun } from '../../src/flow/analyse.js';
import { acquireLease } from '../../src/flow/lease.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { DATABASES, freshDatabase } from '../database.js';
import { day, fillSmallShop, TEST_CONFIG } from '../shop.js';

const AS_OF = day('2026-03-31');

const opened: Database[] = [];
afterEach(() => Promise.all(opened.splice(0).map((db) => db.close())));

/** One database, opened twice as two processes do. */
async function twice(kind: 'sqlite' | 'mariadb'): Promise<[Database, Database]> {
  const db = await freshDatabase(kind);
  await ensureInstallation(db, TEST_CONFIG, 0);
  await fillSmallShop(db);
  const other = await openDatabase(db.url);
  opened.push(db, other);
  return [db, other];
}

const request = (db: Database) =>
  requestRun(db, { asOf: AS_OF, cause: 'cli', createdBy: 'test', today: AS_OF + 1 }, Date.now());
const codes = (results: PromiseSettledResult<unknown>[]): string[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []));
const statesOf = (db: Database, runId: number) =>
  db.query(`SELECT productId, onHand FROM product_state WHERE runId = ? ORDER BY productId`, [runId]);
const pending = (db: Database) =>
  db.manager.find(SuggestionTable, { where: { state: 'pending' }, order: { id: 'ASC' } });

/** The database as a process has it that falls asleep just before it shows what its run has found. */
function sleeper(db: Database, meanwhile: () => Promise<unknown>): Database {
  const asleep = new Database(db.source, db.url);
  let transactions = 0;
  asleep.transaction = async (work) => {
    if (++transactions === 2) await meanwhile(); // the first takes the lease, the second publishes
    return db.transaction(work);
  };
  return asleep;
}

describe.each(DATABASES)('two processes on one database (%s)', (kind) => {
  it('queue one run when both ask at the same time', async () => {
    const [db, other] = await twice(kind);
    const results = await Promise.allSettled([db, other, db, other].map(request));
    expect(codes(results)).toEqual(['run-in-progress', 'run-in-progress', 'run-in-progress']);
    expect(await db.manager.count(RunTable)).toBe(1);
  });

  it('work off a run once: the other is told that it is in progress', async () => {
    const [db, other] = await twice(kind);
    const { id } = await request(db);
    const results = await Promise.allSettled([analyse(db, id), analyse(other, id)]);
    expect(codes(results)).toEqual(['run-in-progress']);
    expect((await latestGoodRun(db.manager))!.id).toBe(id);
    expect(await statesOf(db, id)).toHaveLength(3);
  });

  it('leave a run that is done as it is, when the other comes late to it', async () => {
    const [db, other] = await twice(kind);
    const { id } = await request(db);
    await analyse(db, id);
    const before = [await statesOf(db, id), await pending(db)];
    await expect(analyse(other, id)).rejects.toMatchObject({ code: 'run-not-queued' });
    expect(await db.manager.findOneByOrFail(RunTable, { id })).toMatchObject({ state: 'done', error: null });
    expect([await statesOf(db, id), await pending(db)]).toEqual(before);
  });

  it.each([
    ['was taken by another', (other: Database, now: number) => acquireLease(other, 'run', () => now)],
    ['ran out and whose run was given up as dead', (other: Database, now: number) => recoverRuns(other, now)],
  ])('publish nothing of a run whose lease %s', async (_how, steal) => {
    const [db, other] = await twice(kind);
    const good = await request(db);
    await analyse(db, good.id);
    const before = [await statesOf(db, good.id), await pending(db)];
    await db.manager.update(ProductTable, { sku: 'OLD' }, { price: 129_900 }); // the next run would say other things
    const { id } = await request(db);
    const asleep = sleeper(db, () => steal(other, Date.now() + 61_000));
    await expect(analyse(asleep, id)).rejects.toMatchObject({ code: 'lease-lost' });
    expect(await db.manager.findOneByOrFail(RunTable, { id })).toMatchObject({ state: 'failed', totals: null });
    expect((await latestGoodRun(db.manager))!.id).toBe(good.id);
    expect([await statesOf(db, good.id), await pending(db)]).toEqual(before);
    expect(await db.query(`SELECT id FROM suggestion WHERE runId = ?`, [id])).toEqual([]);
    expect(await statesOf(db, id)).toEqual([]);
  });
});
