import { beforeAll, describe, expect, it } from 'vitest';
import type { RunChanges } from '../../src/contract/runs.js';
import { SuggestionTable } from '../../src/db/tables/engine.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { DATABASES } from '../database.js';
import { day, fillSmallShop } from '../shop.js';
import { openShop, START, type TestShop } from './shop.js';

const DAY_MS = 86_400_000;

describe.each(DATABASES)('what a run changed, over HTTP on %s', (kind) => {
  let shop: TestShop;
  let first: number;
  let second: number;
  beforeAll(async () => {
    shop = await openShop(kind);
    await fillSmallShop(shop.db);
  });

  /** A run whose every step happens at that moment. */
  async function run(asOf: string, at: number): Promise<number> {
    const today = day('2026-04-02');
    const { id } = await requestRun(shop.db, { asOf: day(asOf), cause: 'api', createdBy: 'test', today }, at);
    await analyse(shop.db, id, undefined, () => at);
    return id;
  }
  const changes = async (id: number, query = ''): Promise<RunChanges> =>
    (await shop.owner.get(`/api/v1/runs/${id}/changes?${query}`).expect(200)).body as RunChanges;
  const pending = () => shop.db.manager.findBy(SuggestionTable, { state: 'pending' });
  const skuAndKind = ({ suggestions }: RunChanges) => suggestions.map(({ sku, kind: of }) => `${sku} ${of}`).sort();

  it('of the first run: everything is new, and there is nothing to compare with', async () => {
    first = await run('2026-03-31', START);
    const found = await changes(first);
    const open = await pending();
    expect(found).toMatchObject({
      run: { id: first, asOf: '2026-03-31' },
      before: null,
      stale: { units: 50, value: 2_000_000, unitsBefore: null, valueBefore: null },
      products: [],
      next: null,
    });
    expect(found.totals.new.count).toBe(open.length);
    expect(found.totals).toMatchObject({ changed: { count: 0 }, gone: { count: 0 }, decided: { count: 0 } });
    expect(found.totals).toMatchObject({ flagged: { count: 0 }, cleared: { count: 0 } });
    expect(skuAndKind(found)).toEqual(open.map((one) => `${one.sku} ${one.kind}`).sort());
  });

  it('of the next: what came, went, changed, was decided, and which products were flagged or cleared', async () => {
    // One alert is seen. Then the old stock of OLD turns out to be of yesterday, at another price, and FRESH's to be old.
    const alert = (await pending()).find((one) => one.kind === 'alert')!;
    shop.clock.at = START + DAY_MS / 4;
    await shop.owner
      .post(`/api/v1/suggestions/${alert.id}/decision`)
      .send({ action: 'approve', expectedVersion: alert.version })
      .expect(200);
    const before = await pending();
    await shop.db.query(`UPDATE receipt SET day = ? WHERE productId = 1`, [day('2026-03-23')]);
    await shop.db.query(`UPDATE receipt SET day = ? WHERE productId = 2`, [day('2026-01-05')]);
    second = await run('2026-04-01', START + DAY_MS);

    const found = await changes(second);
    expect(found.before).toEqual({ id: first, asOf: '2026-03-31' });
    // FRESH: 30 units of 5 January at 50,000; NOCOST still has 10.
    expect(found.stale).toEqual({ units: 40, value: 1_500_000, unitsBefore: 50, valueBefore: 2_000_000 });
    expect(found.totals.decided).toMatchObject({ count: 1 });
    expect(found.totals.flagged).toEqual({ count: 1, staleValue: 1_500_000 });
    expect(found.totals.cleared).toEqual({ count: 1, staleValue: 2_000_000 });

    const after = await pending();
    const isSame = (one: { id: number }) => before.some(({ id }) => id === one.id);
    expect(skuAndKind(found)).toEqual(
      after
        .filter((one) => !isSame(one))
        .map((one) => `${one.sku} ${one.kind}`)
        .sort(),
    );
    expect(skuAndKind(found)).toContain('FRESH discount');
    const gone = await changes(second, 'change=gone');
    expect(skuAndKind(gone)).toContain('OLD discount');
    expect(gone.suggestions.every(({ state, priceBefore }) => state === 'superseded' && priceBefore === null)).toBe(
      true,
    );
    expect(gone.totals.gone.count).toBe(gone.suggestions.length);
    expect(gone.totals.gone.gain).toBe(gone.suggestions.reduce((sum, { gain }) => sum + (gain ?? 0), 0));
    const decided = await changes(second, 'change=decided');
    expect(decided.suggestions.map(({ suggestionId, state }) => [suggestionId, state])).toEqual([
      [alert.id, 'approved'],
    ]);

    const flagged = await changes(second, 'change=flagged');
    expect(flagged.suggestions).toEqual([]);
    expect(flagged.products).toEqual([
      {
        sku: 'FRESH',
        name: 'Product FRESH',
        category: 'kaos',
        staleUnits: 30,
        staleValue: 1_500_000,
        staleUnitsBefore: 0,
        staleValueBefore: 0,
      },
    ]);
    const cleared = await changes(second, 'change=cleared');
    expect(cleared.products).toMatchObject([{ sku: 'OLD', staleUnits: 0, staleValueBefore: 2_000_000 }]);
  });

  it('tells a changed price with the one before, not as gone and new', async () => {
    const old = (await pending()).find((one) => one.sku === 'FRESH' && one.kind === 'discount')!;
    await shop.db.query(`UPDATE product SET price = 129900 WHERE sku = 'FRESH'`);
    const third = await run('2026-04-01', START + 2 * DAY_MS);
    const found = await changes(third, 'change=changed');
    const now = (await pending()).find((one) => one.sku === 'FRESH' && one.kind === 'discount')!;
    expect(found.suggestions).toContainEqual(
      expect.objectContaining({
        suggestionId: now.id,
        sku: 'FRESH',
        price: now.price,
        priceBefore: old.price,
        gainBefore: old.gain,
        state: 'pending',
      }),
    );
    expect(now.price).not.toBe(old.price);
    expect(skuAndKind(await changes(third, 'change=gone'))).not.toContain('FRESH discount');
    expect(skuAndKind(await changes(third))).not.toContain('FRESH discount');
    expect(found.totals).toMatchObject({ flagged: { count: 0 }, cleared: { count: 0 }, decided: { count: 0 } });
    // What an older run changed stays told as it was.
    expect((await changes(second)).totals.flagged.count).toBe(1);
  });

  it('counts a flagged product that is no longer looked at among those cleared', async () => {
    await shop.db.query(`UPDATE product SET status = 'inactive' WHERE sku = 'FRESH'`);
    const fourth = await run('2026-04-02', START + 3 * DAY_MS);
    const found = await changes(fourth, 'change=cleared');
    expect(found.products).toMatchObject([
      { sku: 'FRESH', staleUnits: 0, staleValue: 0, staleUnitsBefore: 30, staleValueBefore: 1_500_000 },
    ]);
  });

  it('comes in pages', async () => {
    await shop.db.query(`UPDATE product SET status = 'active'`);
    await shop.db.query(`UPDATE receipt SET day = ? WHERE productId = 1`, [day('2026-01-10')]);
    const last = await run('2026-04-02', START + 4 * DAY_MS);
    const whole = await changes(last, 'change=flagged');
    expect(whole.products.map(({ sku }) => sku)).toEqual(['OLD', 'FRESH']); // 40 and 30 units at 50,000
    const page = await changes(last, 'change=flagged&limit=1');
    expect(page.products.map(({ sku }) => sku)).toEqual(['OLD']);
    const next = await changes(last, `change=flagged&limit=1&after=${page.next}`);
    expect(next).toMatchObject({ products: [{ sku: 'FRESH' }], next: null });
    const all = (await changes(last)).suggestions.map(({ suggestionId }) => suggestionId);
    const seen: number[] = [];
    for (let after: string | null = ''; after !== null;) {
      const found: RunChanges = await changes(last, `limit=1${after === '' ? '' : `&after=${after}`}`);
      seen.push(...found.suggestions.map(({ suggestionId }) => suggestionId));
      after = found.next;
    }
    expect(seen).toEqual(all);
  });

  it('is told of runs that are done, in words otherwise', async () => {
    await shop.owner.get('/api/v1/runs/99999/changes').expect(404);
    const today = day('2026-04-02');
    const { id } = await requestRun(
      shop.db,
      { asOf: today, cause: 'api', createdBy: 'test', today },
      START + 5 * DAY_MS,
    );
    expect((await shop.owner.get(`/api/v1/runs/${id}/changes`).expect(409)).body).toMatchObject({
      code: 'run-not-done',
      detail: `Run ${id} is queued: what it changed is known once it is done.`,
    });
    await shop.owner.get(`/api/v1/runs/${first}/changes?change=more`).expect(400);
    expect((await shop.owner.get(`/api/v1/runs/${first}/changes?after=eA`).expect(400)).body.code).toBe('bad-cursor');
  });

  it('leaves nothing of a run that failed', async () => {
    const [{ id }] = (await shop.db.query<{ id: number }>(`SELECT MAX(id) AS id FROM run`)) as [{ id: number }];
    await shop.db.query('ALTER TABLE order_line RENAME TO order_line_away');
    await expect(analyse(shop.db, id, undefined, () => START + 6 * DAY_MS)).rejects.toThrow();
    await shop.db.query('ALTER TABLE order_line_away RENAME TO order_line');
    for (const table of ['flag_change', 'stale_total']) {
      expect(await shop.db.query(`SELECT * FROM ${table} WHERE runId = ?`, [id])).toEqual([]);
    }
  });

  it('is for viewers and keys with `read`', async () => {
    const path = `/api/v1/runs/${first}/changes`;
    await (await shop.as('viewer')).get(path).expect(200);
    await (await shop.withKey('read')).get(path).expect(200);
    await (await shop.withKey('ingest')).get(path).expect(403);
  });
});
