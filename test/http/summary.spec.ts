import { beforeAll, describe, expect, it } from 'vitest';
import type { Summary } from '../../src/contract/summary.js';
import { RunTable, SuggestionTable } from '../../src/db/tables/engine.js';
import { ImportJobTable } from '../../src/db/tables/shop.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { DATABASES } from '../database.js';
import { day, fillSmallShop } from '../shop.js';
import { openShop, START, type Caller, type TestShop } from './shop.js';

const PATH = '/api/v1/summary';
const DAY_MS = 86_400_000;

describe.each(DATABASES)('the summary on %s', (kind) => {
  let shop: TestShop;
  let reader: Caller; // a key: sessions would end while the clock is moved
  beforeAll(async () => {
    shop = await openShop(kind);
    reader = await shop.withKey('read');
  });
  const summary = async (): Promise<Summary> => (await reader.get(PATH).expect(200)).body as Summary;

  it('of an empty shop says that it is empty', async () => {
    expect(await summary()).toEqual({
      today: '2026-03-31',
      pending: { count: 0, gain: 0, secondApprovals: 0 },
      stale: null,
      feed: { refused: 0, drifted: 0, unknown: 0, waiting: 0, held: [] },
      run: null,
      imports: { failed: [], sinceRun: 0 },
      data: null,
      isEmpty: true,
    });
  });

  it('tells what waits, what sits and how fresh the data is', async () => {
    await fillSmallShop(shop.db);
    const today = day('2026-03-31');
    const { id } = await requestRun(shop.db, { asOf: today, cause: 'api', createdBy: 'test', today }, START);
    await analyse(shop.db, id, undefined, () => START);
    const open = await shop.db.manager.findBy(SuggestionTable, { state: 'pending' });
    await shop.db.manager.update(SuggestionTable, { id: open[0]!.id }, { state: 'half-approved' });
    shop.clock.at = START + 3 * DAY_MS; // 3 April: sales and counts of 31 March are there, 1 and 2 April are missing
    expect(await summary()).toMatchObject({
      today: '2026-04-03',
      pending: { count: open.length, gain: open.reduce((sum, { gain }) => sum + (gain ?? 0), 0), secondApprovals: 1 },
      stale: {
        asOf: '2026-03-31',
        units: 50,
        value: 2_000_000,
        flagged: 2,
        weekAgo: { asOf: '2026-03-24', value: 2_000_000 }, // reckoned: 40 units after the sale of that day
      },
      run: { id, asOf: '2026-03-31', state: 'done', finishedAt: '2026-03-31T09:15:00.000+07:00' },
      data: { lastSaleOn: '2026-03-31', lastStockOn: '2026-03-31', daysWithoutSales: 2, daysWithoutStock: 2 },
      isEmpty: false,
    });
    shop.clock.at = START;
    expect((await summary()).data).toMatchObject({ daysWithoutSales: 0, daysWithoutStock: 0 });
  });

  it('compares with the last run at least seven days before', async () => {
    const totals = { products: 3, listings: 3, flagged: 1, staleUnits: 1, suggested: 0, unchanged: 0 };
    const old = {
      state: 'done' as const,
      cause: 'schedule' as const,
      stage: 'done',
      done: 0,
      total: 0,
      createdBy: 'x',
    };
    const [newest] = await shop.db.manager.find(RunTable);
    await shop.db.query('UPDATE run SET id = 100 WHERE id = ?', [newest!.id]);
    for (const [i, [on, staleValue]] of [
      ['2026-03-20', 1_000],
      ['2026-03-24', 2_000],
      ['2026-03-25', 3_000],
    ].entries()) {
      const more = { ...totals, superseded: 0, overLimit: 0, staleValue: staleValue as number };
      await shop.db.manager.insert(RunTable, {
        ...old,
        id: 50 + i,
        asOf: day(on as string),
        totals: more,
        createdAt: 0,
      });
    }
    expect((await summary()).stale).toMatchObject({ value: 2_000_000, weekAgo: { asOf: '2026-03-24', value: 2_000 } });
  });

  it('names a failed import until a later file of its kind is taken, and counts what came since the run', async () => {
    const job = (id: number, of: 'sales' | 'inventory', state: 'done' | 'failed' | 'refused', isDryRun = false) =>
      shop.db.manager.insert(ImportJobTable, {
        id,
        kind: of,
        state,
        isDryRun,
        fileName: `${of}-${id}.csv`,
        contentHash: null,
        isPartial: false,
        createProducts: false,
        createChannels: false,
        path: null,
        bytesRead: 0,
        bytesTotal: 0,
        totals: { rows: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, waiting: 0, repeated: 0 },
        rejectedBy: {},
        error: null,
        notes: [],
        createdBy: 'test',
        createdAt: START,
        startedAt: START,
        finishedAt: START + id,
      });
    await job(1, 'sales', 'refused');
    await job(2, 'inventory', 'failed');
    await job(3, 'inventory', 'done', true); // a trial mends nothing
    expect((await summary()).imports).toEqual({
      failed: [
        { id: 2, kind: 'inventory', fileName: 'inventory-2.csv' },
        { id: 1, kind: 'sales', fileName: 'sales-1.csv' },
      ],
      sinceRun: 0,
    });
    await job(4, 'inventory', 'done');
    await job(5, 'sales', 'refused', true);
    expect((await summary()).imports).toEqual({
      failed: [{ id: 1, kind: 'sales', fileName: 'sales-1.csv' }],
      sinceRun: 1,
    });
  });

  it('counts prices that channels refuse, and names channels that are held', async () => {
    await shop.owner.put('/api/v1/channels/lazada/hold').send({ reason: 'flash sale' }).expect(200);
    const discount = (await shop.db.manager.findBy(SuggestionTable, { sku: 'OLD', kind: 'discount' }))[0]!;
    await shop.db.manager.update(SuggestionTable, { id: discount.id }, { state: 'pending' });
    const decided = await shop.owner
      .post(`/api/v1/suggestions/${discount.id}/decision`)
      .send({ action: 'approve', expectedVersion: discount.version })
      .expect(200);
    expect((await summary()).feed).toEqual({ refused: 0, drifted: 0, unknown: 0, waiting: 1, held: ['lazada'] });
    const job = await shop.withKey(`feed:${discount.channelCode}`);
    await job
      .post(`/api/v1/channels/${discount.channelCode}/acks`)
      .set('Idempotency-Key', 'one')
      .send({ items: [{ id: decided.body.entryId, revision: 1, status: 'rejected', message: 'price too low' }] })
      .expect(200);
    expect((await summary()).feed).toEqual({ refused: 1, drifted: 0, unknown: 0, waiting: 0, held: ['lazada'] });
  });

  it('is for viewers and keys with `read`', async () => {
    await (await shop.as('viewer')).get(PATH).expect(200);
    await (await shop.withKey('read')).get(PATH).expect(200);
    await (await shop.withKey('ingest')).get(PATH).expect(403);
  });
});
