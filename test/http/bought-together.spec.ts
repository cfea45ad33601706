import { beforeAll, describe, expect, it } from 'vitest';
import { ingest } from '../../src/flow/ingest.js';
import { openShop, type TestShop } from './shop.js';

interface Page {
  items: { sku: string; count: number }[];
  next: string | null;
  total: number;
}

let shop: TestShop;
const send = async (rows: [order: string, sku: string, day: string, status?: string][]): Promise<void> => {
  const given = rows.map(([order_id, sku, ordered_at, status = 'sold']) => ({
    ...{ order_id, sku, ordered_at, status },
    ...{ line_id: sku, channel: 'store', quantity: 1, unit_price: 1_000 },
  }));
  const job = await ingest(shop.db, { rows: given }, { kind: 'orders', createdBy: 'test', createProducts: true });
  expect(job.error).toBeNull();
};
const get = async (path: string): Promise<Page> => (await shop.owner.get(path).expect(200)).body as Page;

// Today is 2026-03-31. Tea with milk in 2 of 4 orders, with cake in 1; a cancelled line is in none.
beforeAll(async () => {
  shop = await openShop('sqlite');
  await send([
    ['1', 'TEA/1', '2026-03-30'],
    ['1', 'MILK', '2026-03-30'],
    ['2', 'TEA/1', '2026-01-15'],
    ['2', 'MILK', '2026-01-15', 'returned'],
    ['3', 'TEA/1', '2026-03-01'],
    ['3', 'CAKE', '2026-03-01'],
    ['3', 'MILK', '2026-03-01', 'cancelled'],
    ['4', 'BREAD', '2026-03-02'],
  ]);
});

describe('GET /api/v1/products/{sku}/bought-together', () => {
  it('tells partners with their figures, worked by hand', async () => {
    const key = await shop.withKey('read');
    const { body } = await key.get('/api/v1/products/TEA%2F1/bought-together').expect(200);
    expect(body).toMatchObject({ sku: 'TEA/1', baskets: 4, own: 3, oversized: 0, total: 2, from: null, to: null });
    expect(body).toMatchObject({
      items: [
        { sku: 'MILK', name: 'MILK', count: 2, support: 0.5, confidenceAB: 2 / 3, confidenceBA: 1, lift: 4 / 3 },
        { sku: 'CAKE', count: 1, support: 0.25, confidenceAB: 1 / 3, confidenceBA: 1, lift: 4 / 3 },
      ],
      next: null,
    });
  });

  it('pages, and keeps to a window of days and a least support', async () => {
    const path = '/api/v1/products/TEA%2F1/bought-together';
    const first = await get(`${path}?limit=1`);
    const second = await get(`${path}?limit=1&after=${first.next}`);
    expect([...first.items, ...second.items].map(({ sku }) => sku)).toEqual(['MILK', 'CAKE']);
    expect(second.next).toBeNull();
    expect(await get(`${path}?minSupport=2`)).toMatchObject({ total: 1, items: [{ sku: 'MILK' }] });
    // 60 days up to today begin on 2026-01-31: order 2 is out. Up to 2026-01-31 it is the only one.
    expect(await get(`${path}?days=60`)).toMatchObject({ baskets: 3, own: 2, from: '2026-01-31', to: null });
    expect(await get(`${path}?days=60&asOf=2026-01-31`)).toMatchObject({ baskets: 1, to: '2026-01-31' });
  });

  it('knows at once what a later import changed', async () => {
    await send([['3', 'MILK', '2026-03-01', 'sold']]);
    expect(await get('/api/v1/products/CAKE/bought-together')).toMatchObject({ own: 1, total: 2 });
    await send([['3', 'CAKE', '2026-03-01', 'cancelled']]);
    expect(await get('/api/v1/products/CAKE/bought-together')).toMatchObject({ own: 0, total: 0, items: [] });
    expect(await get('/api/v1/products/MILK/bought-together')).toMatchObject({ total: 1, items: [{ count: 3 }] });
  });

  it('refuses an unknown product and a wrong question', async () => {
    const { body } = await shop.owner.get('/api/v1/products/TEA/bought-together').expect(404);
    expect(body).toMatchObject({ code: 'unknown-product' });
    await shop.owner.get('/api/v1/products/MILK/bought-together?minSupport=0').expect(400);
    await shop.owner.get('/api/v1/products/MILK/bought-together?days=many').expect(400);
  });
});
