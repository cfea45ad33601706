import { describe, expect, it } from 'vitest';
import type { Backtest } from '../../../src/core/backtest.js';
import type { RuleSet } from '../../../src/core/rules/rule.js';
import { formatDay } from '../../../src/core/units.js';
import type { Database } from '../../../src/db/database.js';
import { hitsOf } from '../../../src/db/stores/backtests.js';
import { publishedRules } from '../../../src/db/stores/settings.js';
import { BacktestHitTable, BacktestTable, LeaseTable, SuggestionTable } from '../../../src/db/tables/engine.js';
import {
  BasePriceTable,
  CompetitorPriceTable,
  DailySaleTable,
  ProductCostTable,
  ProductTable,
  ReceiptTable,
  StockCountTable,
} from '../../../src/db/tables/shop.js';
import { analyse, requestRun } from '../../../src/flow/analyse.js';
import { claimForDemo, loadDemoShop } from '../../../src/flow/demo/load.js';
import {
  cancelBacktest,
  recoverBacktests,
  requestBacktest,
  runBacktest,
  type BacktestRequest,
} from '../../../src/flow/rules/backtest.js';
import { createDraft } from '../../../src/flow/rules/drafts.js';
import { ensureInstallation } from '../../../src/flow/setup.js';
import { DATABASES, freshDatabase } from '../../database.js';
import { day, fillSmallShop, TEST_CONFIG } from '../../shop.js';

const AS_OF = day('2026-03-31'); // a Tuesday
const TODAY = AS_OF + 1;
const NOW = Date.UTC(2026, 3, 1);
const WHO = { actor: 'user:siti', ip: null };

async function smallShop(kind: 'sqlite' | 'mariadb'): Promise<Database> {
  const db = await freshDatabase(kind);
  await ensureInstallation(db, TEST_CONFIG, NOW);
  await fillSmallShop(db);
  // Prices and costs have been on record from the beginning.
  for (const { id, price, cost } of await db.manager.find(ProductTable)) {
    await db.manager.insert(BasePriceTable, { productId: id, channelId: 0, since: 0, price: price! });
    if (cost !== null) await db.manager.insert(ProductCostTable, { productId: id, since: 0, cost });
  }
  return db;
}

async function backtest(db: Database, request: Partial<BacktestRequest> = {}): Promise<Backtest> {
  const { id } = await requestBacktest(db, { rules: { version: 1 }, ...request }, WHO, TODAY, NOW);
  return runBacktest(db, id);
}

const hitList = async (db: Database, id: number) =>
  (await hitsOf(db, id, {}, 10_000)).map(({ backtestId: _, ...hit }) => hit);

describe.each(DATABASES)('a back-test on %s', (kind) => {
  it('tries the Mondays of the last half year, unless other days are asked for', async () => {
    const db = await smallShop(kind);
    const { days } = await requestBacktest(db, { rules: { version: 1 } }, WHO, TODAY, NOW);
    // The first receipt is of Saturday 2025-11-01: four of the 26 Mondays lie before it.
    expect([days.length, formatDay(days[0]!), formatDay(days.at(-1)!)]).toEqual([22, '2025-11-03', '2026-03-30']);
    await db.manager.update(ReceiptTable, { day: day('2025-11-01') }, { day: day('2025-09-01') });
    const whole = await requestBacktest(db, { rules: { version: 1 } }, WHO, TODAY, NOW);
    expect([whole.days.length, formatDay(whole.days[0]!)]).toEqual([26, '2025-10-06']);
    const asked = { rules: { version: 1 }, from: AS_OF - 10, to: AS_OF, everyDays: 4 };
    expect((await requestBacktest(db, asked, WHO, TODAY, NOW)).days).toEqual([AS_OF - 8, AS_OF - 4, AS_OF]);
    const refused = (more: object) => requestBacktest(db, { ...asked, ...more }, WHO, TODAY, NOW);
    await expect(refused({ to: AS_OF + 5 })).rejects.toMatchObject({ code: 'bad-period' });
    await expect(refused({ from: AS_OF, to: AS_OF - 1 })).rejects.toMatchObject({ code: 'bad-period' });
    await expect(refused({ from: AS_OF - 500, everyDays: 1 })).rejects.toMatchObject({ code: 'too-many-days' });
    await expect(refused({ rules: { version: 7 } })).rejects.toMatchObject({ code: 'unknown-version' });
  });

  it('says of each day what a run of that day would have suggested', async () => {
    const db = await freshDatabase(kind);
    await ensureInstallation(db, TEST_CONFIG, NOW);
    await loadDemoShop(db, await claimForDemo(db, 'shop', AS_OF), () => undefined);
    const days = [AS_OF - 30, AS_OF - 15, AS_OF];
    const found = await backtest(db, { from: days[0], to: AS_OF, everyDays: 15 });
    expect(found).toMatchObject({ state: 'done', done: 3, error: null, days });
    const hits = await hitList(db, found.id);
    for (const asOf of days) {
      await db.query('DELETE FROM suggestion'); // a run leaves alone what it would say again, with the figures of then
      const { id } = await requestRun(db, { asOf, cause: 'demo', createdBy: 'test', today: TODAY }, NOW);
      await analyse(db, id, undefined, () => Date.now());
      const rows = (await db.manager.find(SuggestionTable, { where: { state: 'pending' } })).filter(
        (row) => row.kind !== 'alert',
      );
      const line = (row: { sku: string; channelCode: string; ruleName: string; price: number | null; gain: unknown }) =>
        [row.sku, row.channelCode, row.ruleName, row.price, row.gain].join(' ');
      expect(
        hits
          .filter((hit) => hit.day === asOf)
          .map(line)
          .sort(),
      ).toEqual(rows.map(line).sort());
      expect(rows.length).toBeGreaterThan(20);
    }
    const { total, days: perDay, timesHit, byRule } = found.result!.draft;
    expect(total.suggestions).toBe(hits.length);
    expect(perDay.map(({ suggestions }) => suggestions)).toEqual(
      days.map((asOf) => hits.filter((hit) => hit.day === asOf).length),
    );
    // Of what a suggestion gains over 30 days, the 15 until the next day that is tried count.
    expect(total.gain).toBe(hits.reduce((sum, { gain }) => sum + Math.round((gain ?? 0) / 2), 0));
    expect(total.discountGiven).toBe(hits.reduce((sum, hit) => sum + hit.discountGiven, 0));
    expect(byRule.reduce((sum, each) => sum + each.suggestions, 0)).toBe(hits.length);
    // Hit again: every listing's second and later days.
    const listings = new Set(hits.map(({ productId, channelId }) => `${productId}:${channelId}`));
    expect(total.again).toBe(hits.length - listings.size);
    const productDays = new Set(hits.map((hit) => `${hit.sku} ${hit.day}`));
    const products = new Set(hits.map(({ sku }) => sku));
    expect(timesHit.reduce((sum, each) => sum + each.products, 0)).toBe(products.size);
    expect(timesHit.reduce((sum, each) => sum + each.days * each.products, 0)).toBe(productDays.size);
    expect(found.result!.inForce.total).toEqual(total); // the same rules on both sides
  });

  it('knows nothing of a later day: planted spikes of every sort change nothing', async () => {
    const db = await smallShop(kind);
    const period = { from: AS_OF - 28, to: AS_OF - 14 };
    const before = await backtest(db, period);
    const { id: productId } = await db.manager.findOneByOrFail(ProductTable, { sku: 'OLD' });
    const spike = AS_OF - 13; // the day after the last one that is tried
    const at = Date.UTC(2026, 2, 18, 5);
    const sale = { channelId: 1, units: 500, revenue: 1, unitsReturned: 0, discount: null, isDerived: false };
    await db.manager.insert(DailySaleTable, { ...sale, productId, day: spike });
    await db.manager.insert(ReceiptTable, { productId, day: spike, reference: 'x', quantity: 9_000, unitCost: 1 });
    await db.manager.insert(StockCountTable, { productId, day: spike, location: '', onHand: 7 });
    await db.manager.insert(CompetitorPriceTable, {
      ...{ productId, channelId: 1, day: spike, competitor: 'rival', price: 10, url: null },
    });
    await db.manager.insert(BasePriceTable, { productId, channelId: 0, since: at, price: 1_000 });
    await db.manager.insert(ProductCostTable, { productId, since: at, cost: 3 });
    await db.manager.update(ProductTable, { id: productId }, { price: 1_000, cost: 3 });
    await db.query(
      `INSERT INTO price_entry (suggestionId, productId, channelId, sku, channelCode, kind, state, revision, price, listPrice,
       discountBp, offer, startsAt, endsAt, notBefore, expiresAt, revert, revertPrice, expectedCurrentPrice, lowestPrice30,
       seriesFrom, decidedBy, decidedAt)
       VALUES (1, ?, 1, 'OLD', 'shopee', 'discount', 'active', 1, 5, 99900, 9999, '{}', ?, NULL, ?, ?, 'restorePrice', 99900,
       NULL, NULL, 1, 'user:x', ?)`,
      [productId, at, at, at + 1e9, at],
    );
    await db.query(
      `INSERT INTO order_line (orderId, lineId, productId, channelId, orderedAt, day, quantity, unitPrice, listPrice,
       sellerDiscount, status, returnedQuantity, importId) VALUES ('o', '1', ?, 1, ?, ?, 900, 1, NULL, NULL, 'sold', 0, 1)`,
      [productId, at, spike],
    );
    const after = await backtest(db, period);
    expect(after.result).toEqual(before.result);
    expect(before.result!.draft.total.suggestions).toBeGreaterThan(0);
    expect(await hitList(db, after.id)).toEqual(await hitList(db, before.id));
    // The spikes are seen once their day is: else this test could not fail.
    const later = await backtest(db, { from: AS_OF, to: AS_OF });
    expect((await hitList(db, later.id)).find(({ sku }) => sku === 'OLD')?.listPrice).not.toBe(99_900);
  });

  it('looks at a product from the first day on on which anything was on record of it', async () => {
    const db = await smallShop(kind);
    const { id: productId } = await db.manager.findOneByOrFail(ProductTable, { sku: 'OLD' });
    // Fires for whatever is looked at; OLD is first known by its receipt of 2026-01-10.
    const { body } = await publishedRules(db.manager);
    const always: RuleSet = {
      ...body,
      rules: [
        {
          ...body.rules.find(({ event }) => event.type === 'discount')!,
          ...{
            name: 'always',
            conditions: { all: [{ fact: 'stock.onHand', operator: 'greaterThanInclusive', value: 0 }] },
          },
          ...{ event: { type: 'discount', params: { percent: 10 } }, examples: [] },
        },
      ],
    };
    await db.manager.delete(BasePriceTable, { productId });
    await db.manager.delete(ProductCostTable, { productId });
    const period = { from: day('2026-01-05'), to: day('2026-01-15'), everyDays: 1 };
    const found = await backtest(db, { rules: { ruleSet: always }, ...period });
    const daysOf = async (sku: string) =>
      (await hitList(db, found.id)).filter((hit) => hit.sku === sku).map((hit) => formatDay(hit.day));
    expect(await daysOf('OLD')).toEqual(['10', '11', '12', '13', '14', '15'].map((of) => `2026-01-${of}`));
  });

  it('refuses days before there was anything on record, and names the first day that there is', async () => {
    const db = await smallShop(kind);
    const asked = { rules: { version: 1 }, from: day('2025-10-28'), to: AS_OF };
    await expect(requestBacktest(db, asked, WHO, TODAY, NOW)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'no-data-then',
      message: 'Nothing is on record for 2025-10-28: the first day that can be tried is 2025-11-01.',
      values: { first: '2025-11-01' },
    });
    const first = { ...asked, from: day('2025-11-01'), to: day('2025-11-01') };
    expect((await requestBacktest(db, first, WHO, TODAY, NOW)).days).toEqual([day('2025-11-01')]);
    const empty = await freshDatabase(kind);
    await ensureInstallation(empty, TEST_CONFIG, NOW);
    await expect(requestBacktest(empty, { rules: { version: 1 } }, WHO, TODAY, NOW)).rejects.toMatchObject({
      code: 'no-data-then',
      values: { first: null },
    });
  });

  it('of a draft compares it with the rules in force and stays with its version and revision', async () => {
    const db = await smallShop(kind);
    const { body } = await publishedRules(db.manager);
    const deeper: RuleSet = structuredClone(body);
    for (const rule of deeper.rules) {
      if (rule.event.type !== 'discount' || rule.event.params.percent === undefined) continue;
      rule.event.params.percent += 5;
      rule.examples.forEach(({ expect: wanted }) => delete wanted?.params);
    }
    const { row } = await createDraft(db, { content: { ruleSet: deeper }, note: 'deeper' }, WHO, NOW);
    const found = await backtest(db, { rules: { version: row.version }, from: AS_OF - 21, to: AS_OF });
    expect(found).toMatchObject({
      ruleSetVersion: row.version,
      revision: 1,
      againstVersion: 1,
      createdBy: 'user:siti',
    });
    const { draft, inForce, assumed } = found.result!;
    expect(draft.total.discountGiven).toBeGreaterThan(inForce.total.discountGiven);
    expect(assumed).toEqual({ prices: 0, costs: 0 });
  });

  it('is cancelled while it waits or runs, and keeps nothing then', async () => {
    const db = await smallShop(kind);
    const request = { rules: { version: 1 }, from: AS_OF - 100, to: AS_OF, everyDays: 1 };
    const waiting = await requestBacktest(db, request, WHO, TODAY, NOW);
    expect((await cancelBacktest(db, waiting.id, WHO, NOW)).state).toBe('cancelled');
    await expect(runBacktest(db, waiting.id)).rejects.toMatchObject({ code: 'backtest-not-queued' });

    const running = await requestBacktest(db, request, WHO, TODAY, NOW);
    let told = 0;
    const stopped = await runBacktest(db, running.id, async () => {
      if (told++ === 0) await db.query(`UPDATE backtest SET state = 'cancelled' WHERE id = ?`, [running.id]);
    });
    expect(stopped).toMatchObject({ state: 'cancelled', result: null });
    expect(await db.manager.countBy(BacktestHitTable, { backtestId: running.id })).toBe(0);
    const done = await backtest(db, { from: AS_OF, to: AS_OF });
    await expect(cancelBacktest(db, done.id, WHO, NOW)).rejects.toMatchObject({ code: 'backtest-over' });
    await expect(cancelBacktest(db, 999, WHO, NOW)).rejects.toMatchObject({ code: 'no-such-backtest' });
  });

  it('whose process died is marked failed once its lease has run out, and one at a time is worked on', async () => {
    const db = await smallShop(kind);
    const { id } = await requestBacktest(db, { rules: { version: 1 } }, WHO, TODAY, NOW);
    await db.manager.update(BacktestTable, { id }, { state: 'running' });
    await db.manager.save(LeaseTable, { name: 'backtest', holder: 'dead', fence: 1, expiresAt: NOW + 60_000 });
    const other = await requestBacktest(db, { rules: { version: 1 }, from: AS_OF, to: AS_OF }, WHO, TODAY, NOW);
    await expect(runBacktest(db, other.id, undefined, () => NOW)).rejects.toMatchObject({
      code: 'backtest-in-progress',
    });
    await recoverBacktests(db, NOW);
    expect((await db.manager.findOneByOrFail(BacktestTable, { id })).state).toBe('running');
    await recoverBacktests(db, NOW + 61_000);
    expect(await db.manager.findOneByOrFail(BacktestTable, { id })).toMatchObject({ state: 'failed' });
    expect((await runBacktest(db, other.id)).state).toBe('done');
  });

  it('waits its turn, but no more than ten wait', async () => {
    const db = await smallShop(kind);
    for (let i = 0; i < 10; i++) await requestBacktest(db, { rules: { version: 1 } }, WHO, TODAY, NOW);
    await expect(requestBacktest(db, { rules: { version: 1 } }, WHO, TODAY, NOW)).rejects.toMatchObject({
      code: 'backtests-waiting',
    });
  });
});
