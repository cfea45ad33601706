import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../src/core/approval/suggestion.js';
import type { Database } from '../../src/db/database.js';
import { latestGoodRun, openRun } from '../../src/db/stores/runs.js';
import { staleOf } from '../../src/db/stores/stock.js';
import { LeaseTable, RunTable, SuggestionTable } from '../../src/db/tables/engine.js';
import { ProductTable, ReceiptTable } from '../../src/db/tables/shop.js';
import { analyse, recoverRuns, requestRun } from '../../src/flow/analyse.js';
import { decide } from '../../src/flow/decide.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { DATABASES, freshDatabase } from '../database.js';
import { SHELL } from './decide-shop.js';
import { day, fillSmallShop, TEST_CONFIG } from '../shop.js';

const AS_OF = day('2026-03-31');
const NOW = Date.UTC(2026, 3, 1, 0, 0);

async function shop(kind: 'sqlite' | 'mariadb'): Promise<Database> {
  const db = await freshDatabase(kind);
  await ensureInstallation(db, TEST_CONFIG, NOW);
  await fillSmallShop(db);
  return db;
}
const request = (db: Database, asOf = AS_OF, now = NOW) =>
  requestRun(db, { asOf, cause: 'cli', createdBy: 'test', today: AS_OF + 1 }, now);
async function run(db: Database, asOf = AS_OF, now = NOW) {
  const { id } = await request(db, asOf, now);
  return { id, totals: await analyse(db, id, undefined, () => Date.now()) };
}
const open = (db: Database) =>
  db.manager.find(SuggestionTable, { where: { state: 'pending' }, order: { sku: 'ASC', kind: 'ASC' } });
const said = (rows: Suggestion[]) =>
  rows.map(({ sku, kind, price, ruleName, fingerprint }) => ({ sku, kind, price, ruleName, fingerprint }));

describe.each(DATABASES)('a run on %s', (kind) => {
  it('finds what sits, what money is in it, and says what to do and why', async () => {
    const db = await shop(kind);
    const { id, totals } = await run(db);
    // OLD: 41 received, 1 sold: 40 units x 50,000. NOCOST: 10 units of unknown value.
    expect(totals).toMatchObject({ products: 3, flagged: 2, staleUnits: 50, staleValue: 2_000_000 });
    const stale = await staleOf(db, id, { scope: 'flagged' }, 10);
    expect(stale.map((row) => [row.sku, row.staleUnits, row.staleValue, row.ageDaysOldest])).toEqual([
      ['OLD', 40, 2_000_000, 80],
      ['NOCOST', 10, 0, 150],
    ]);
    const suggestions = await open(db);
    const old = suggestions.find((row) => row.sku === 'OLD' && row.kind === 'discount')!;
    expect(old).toMatchObject({
      channelCode: 'shopee',
      listPrice: 99_900,
      currentPrice: 99_900,
      openKey: `${old.productId}:1:discount`,
    });
    expect(old.price).toBeLessThan(99_900);
    expect(old.price! % 1000 === 900 || old.price! % 1000 === 500).toBe(true);
    expect(old.why.sentence.id).toContain('Rp');
    expect(old.why.conditions.length).toBeGreaterThan(0);
    expect(old.why.facts['stock.ageDaysOldest']).toBe(80);
    expect(old.why.ifNothing!.price).toBe(99_900);
    expect(suggestions.some((row) => row.sku === 'FRESH' && row.kind === 'discount')).toBe(false);
    expect(suggestions.find((row) => row.sku === 'NOCOST' && row.kind === 'alert')).toBeDefined();
    await db.close();
  });

  it('says the same again of the same input, and leaves what is pending as it is', async () => {
    const db = await shop(kind);
    await run(db);
    const before = await open(db);
    const { totals } = await run(db);
    expect(totals).toMatchObject({ suggested: 0, unchanged: before.length, superseded: 0 });
    expect((await open(db)).map((row) => row.id)).toEqual(before.map((row) => row.id));
    await db.query(`DELETE FROM suggestion`);
    await run(db);
    expect(said(await open(db))).toEqual(said(before));
  });

  it('does not propose again what was approved since the day that it looks at', async () => {
    const db = await shop(kind);
    await run(db);
    const { id, version } = (await open(db)).find((row) => row.sku === 'OLD' && row.kind === 'discount')!;
    const adjustment = { price: null, startsAt: null, endsAt: null };
    const approval = { action: 'approve' as const, expectedVersion: version, adjustment, reason: 'ok' };
    const decided = await decide(db, SHELL, [{ id, ...approval, confirmation: null }], Date.now());
    expect(decided).toMatchObject([{ state: 'approved', refusal: null }]);
    await run(db);
    expect((await open(db)).filter((row) => row.sku === 'OLD' && row.kind === 'discount')).toEqual([]);
  });

  it('prices by the newest receipt where a product has no cost of its own, and says so', async () => {
    const db = await shop(kind);
    await db.query(`UPDATE product SET cost = NULL WHERE sku = 'OLD'`);
    await run(db);
    const old = (await open(db)).find((row) => row.sku === 'OLD' && row.kind === 'discount')!;
    expect(old.why.facts['product.cost']).toBe(50_000);
    expect(old.why.marks).toContain('cost-of-receipt');
    expect(old.gain).not.toBeNull();
  });

  it('does not say again what was rejected, nor an alert that was seen, for two weeks', async () => {
    const db = await shop(kind);
    await run(db);
    const before = await open(db);
    const rejected = before.find((row) => row.sku === 'OLD')!;
    const seen = before.find((row) => row.kind === 'alert')!;
    const settle = (id: number, state: 'rejected' | 'approved') =>
      db.manager.update(SuggestionTable, { id }, { state, openKey: null, updatedAt: Date.now() });
    await settle(rejected.id, 'rejected');
    await settle(seen.id, 'approved');
    await run(db);
    const ids = (rows: Suggestion[]) => rows.map((row) => row.id);
    expect(ids(await open(db))).toEqual(ids(before).filter((id) => id !== rejected.id && id !== seen.id));
    // Another price that is as good as the same, then one that is not.
    const rejectedAt = (price: number) =>
      db.query('UPDATE suggestion SET fingerprint = ?, price = ? WHERE id = ?', ['x', price, rejected.id]);
    const isSaidAgain = async () => (await open(db)).some((row) => row.sku === 'OLD' && row.kind === rejected.kind);
    await rejectedAt(Math.round(rejected.price! / 0.96));
    await run(db);
    expect(await isSaidAgain()).toBe(false);
    await rejectedAt(Math.round(rejected.price! / 0.94));
    await run(db);
    expect(await isSaidAgain()).toBe(true);
  });

  it('says again after two weeks what was rejected', async () => {
    const db = await shop(kind);
    await run(db);
    const rejected = (await open(db)).find((row) => row.sku === 'OLD')!;
    await db.manager.update(SuggestionTable, { id: rejected.id }, { state: 'rejected', openKey: null });
    await db.query(`UPDATE suggestion SET updatedAt = ? WHERE state = 'rejected'`, [Date.now() - 15 * 86_400_000]);
    await run(db);
    const again = (await open(db)).find((row) => row.sku === 'OLD' && row.kind === rejected.kind)!;
    expect(again.fingerprint).toBe(rejected.fingerprint);
  });

  it('supersedes what it no longer says', async () => {
    const db = await shop(kind);
    await run(db);
    const old = (await open(db)).find((row) => row.sku === 'OLD')!;
    await db.manager.update(ProductTable, { sku: 'OLD' }, { price: 129_900 });
    const { totals } = await run(db);
    expect(totals.superseded).toBeGreaterThan(0);
    const after = await db.manager.findOneByOrFail(SuggestionTable, { id: old.id });
    expect(after).toMatchObject({ state: 'superseded', openKey: null, version: 2 });
    expect(await db.query(`SELECT action, actor FROM decision WHERE suggestionId = ?`, [old.id])).toEqual([
      { action: 'supersede', actor: 'system' },
    ]);
  });

  it('is refused while another is open, for a day that has not come, and for one before the last run', async () => {
    const db = await shop(kind);
    await request(db);
    await expect(request(db)).rejects.toMatchObject({ code: 'run-in-progress' });
    await expect(request(db, AS_OF + 5)).rejects.toMatchObject({ code: 'day-in-future' });
    await analyse(db, (await openRun(db.manager))!.id);
    await expect(request(db, AS_OF - 1)).rejects.toMatchObject({ code: 'day-before-last-run' });
    await request(db, AS_OF); // the same day again is fine
  });

  it('that fails leaves the last good one in place and says why', async () => {
    const db = await shop(kind);
    const good = await run(db);
    const pending = (await open(db)).length;
    await db.query(`UPDATE rule_set SET state = 'draft'`);
    const { id } = await request(db);
    await expect(analyse(db, id)).rejects.toMatchObject({ code: 'not-set-up' });
    expect(await db.manager.findOneByOrFail(RunTable, { id })).toMatchObject({ state: 'failed' });
    expect((await latestGoodRun(db.manager))!.id).toBe(good.id);
    expect(await open(db)).toHaveLength(pending);
    await db.query(`UPDATE rule_set SET state = 'published'`);
    await run(db); // the lease was given back
  });

  it('whose process died is marked failed once its lease has run out, not before', async () => {
    const db = await shop(kind);
    const { id } = await request(db);
    await db.manager.update(RunTable, { id }, { state: 'running' });
    await db.manager.save(LeaseTable, { name: 'run', holder: 'dead', fence: 1, expiresAt: NOW + 60_000 });
    await recoverRuns(db, NOW);
    expect(await db.manager.findOneByOrFail(RunTable, { id })).toMatchObject({ state: 'running' });
    await recoverRuns(db, NOW + 61_000);
    expect(await db.manager.findOneByOrFail(RunTable, { id })).toMatchObject({ state: 'failed' });
  });

  it('reads the past as it stood: a receipt of a later day changes nothing', async () => {
    const db = await shop(kind);
    const early = AS_OF - 30;
    const first = await run(db, early);
    const before = await staleOf(db, first.id, { scope: 'all' }, 10);
    const old = before.find((row) => row.sku === 'OLD')!;
    await db.manager.insert(ReceiptTable, {
      productId: old.productId,
      day: early + 1,
      reference: 'later',
      quantity: 500,
      unitCost: 1,
    });
    const second = await run(db, early);
    const after = await staleOf(db, second.id, { scope: 'all' }, 10);
    expect(after.map((row) => ({ ...row, runId: 0 }))).toEqual(before.map((row) => ({ ...row, runId: 0 })));
  });
});
