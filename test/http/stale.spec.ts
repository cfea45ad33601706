import { beforeAll, describe, expect, it } from 'vitest';
import type { StalePage } from '../../src/contract/stock.js';
import { ProductTable, ReceiptTable } from '../../src/db/tables/shop.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { DATABASES } from '../database.js';
import { day, fillSmallShop, product } from '../shop.js';
import { openShop, START, type TestShop } from './shop.js';

const PATH = '/api/v1/stale';

describe.each(DATABASES)('stale stock over HTTP on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });
  const list = async (query = ''): Promise<StalePage> =>
    (await shop.owner.get(`${PATH}?${query}`).expect(200)).body as StalePage;
  const skus = async (query: string): Promise<string[]> => (await list(query)).items.map((item) => item.sku);

  it('is an empty list before the first run', async () => {
    const totals = { products: 0, staleUnits: 0, staleValue: 0 };
    expect(await list()).toEqual({ items: [], next: null, run: null, totals });
  });

  it('is what the last good run found, most money first, with layers and buckets', async () => {
    await fillSmallShop(shop.db);
    // ties of value, to page through; 100 % and _ to search for
    const tied = ['T-1', 'T-2', 'T-3'].map((sku) =>
      product(sku, { name: `Teh 100% ${sku}`, category: 'teh', cost: 1_000 }),
    );
    for (const { id } of await shop.db.manager.save(ProductTable, tied)) {
      const receipt = { productId: id, day: day('2026-02-01'), reference: '', quantity: 5, unitCost: 1_000 };
      await shop.db.manager.insert(ReceiptTable, receipt);
    }
    const today = day('2026-03-31');
    const run = await requestRun(shop.db, { asOf: today, cause: 'api', createdBy: 'test', today }, START);
    await analyse(shop.db, run.id, undefined, () => START);

    const found = await list();
    expect(found.run).toEqual({ id: run.id, asOf: '2026-03-31' });
    expect(found.items.map(({ sku, staleUnits, staleValue }) => [sku, staleUnits, staleValue])).toEqual([
      ['OLD', 40, 2_000_000],
      ['T-1', 5, 5_000],
      ['T-2', 5, 5_000],
      ['T-3', 5, 5_000],
      ['NOCOST', 10, 0],
    ]);
    expect(found.totals).toEqual({ products: 5, staleUnits: 65, staleValue: 2_015_000 });
    expect(found.items[0]).toMatchObject({
      ageDaysOldest: 80,
      ageDaysAverage: 80,
      ageIsAtLeast: false,
      daysSinceLastSale: 7,
      units30: 1,
      layers: [{ receivedOn: '2026-01-10', quantity: 40, unitCost: 50_000, isAtLeast: false }],
    });
    expect(found.items[4]!.marks).toContain('unknown-cost');
  });

  it('with `all` has what is not flagged too', async () => {
    const { items, totals } = await list('all=true');
    expect(items.map(({ sku, isFlagged }) => [sku, isFlagged])).toContainEqual(['FRESH', false]);
    expect(totals.products).toBe(6);
  });

  it('comes in pages without a gap or a repeat, also where values are the same', async () => {
    const whole = await skus('all=true');
    for (const limit of [1, 2, 3]) {
      const seen: string[] = [];
      for (let after: string | null = ''; after !== null;) {
        const page: StalePage = await list(`all=true&limit=${limit}${after === '' ? '' : `&after=${after}`}`);
        seen.push(...page.items.map((item) => item.sku));
        expect(page.totals.products).toBe(6);
        after = page.next;
      }
      expect(seen).toEqual(whole);
    }
    expect((await shop.owner.get(`${PATH}?after=eA`).expect(400)).body.code).toBe('bad-cursor');
  });

  it('is narrowed by category and text, sums included', async () => {
    expect(await skus('category=teh')).toEqual(['T-1', 'T-2', 'T-3']);
    expect(await skus('search=t-2')).toEqual(['T-2']);
    expect(await skus(`search=${encodeURIComponent('100%')}`)).toEqual(['T-1', 'T-2', 'T-3']);
    expect(await skus('search=_')).toEqual([]);
    expect((await list('category=teh')).totals).toEqual({ products: 3, staleUnits: 15, staleValue: 15_000 });
    expect((await list('category=nothing')).totals).toEqual({ products: 0, staleUnits: 0, staleValue: 0 });
    await shop.owner.get(`${PATH}?all=perhaps`).expect(400);
  });

  it('is for viewers and keys with `read`', async () => {
    await (await shop.as('viewer')).get(PATH).expect(200);
    await (await shop.withKey('read')).get(PATH).expect(200);
    expect((await (await shop.withKey('ingest')).get(PATH).expect(403)).body.code).toBe('scope-missing');
  });
});
