import { beforeAll, describe, expect, it } from 'vitest';
import type { ChannelSkuPage, UnmappedPage } from '../../src/contract/channel-skus.js';
import type { OrderRow } from '../../src/core/intake/rows.js';
import { ChannelTable, WaitingRowTable } from '../../src/db/tables/shop.js';
import { ingest, ingestQueued } from '../../src/flow/ingest.js';
import { DATABASES } from '../database.js';
import { day } from '../shop.js';
import { openShop, type Caller, type TestShop } from './shop.js';
import type { z } from 'zod';

const SKUS = '/api/v1/channels/tiktok-shop/skus';
const UNMAPPED = '/api/v1/channels/tiktok-shop/unmapped';

describe.each(DATABASES)('what channels call products, over HTTP on %s', (kind) => {
  let shop: TestShop;
  let viewer: Caller;
  let merchandiser: Caller;
  beforeAll(async () => {
    shop = await openShop(kind);
    viewer = await shop.as('viewer');
    merchandiser = await shop.as('merchandiser');
    const products = ['KAOS-L', 'KAOS-M', 'TOPI'].map((sku) => ({ sku, name: `Produk ${sku}` }));
    await ingest(shop.db, { rows: products }, { kind: 'products', createdBy: 'test' });
    const listing = { channel: 'tiktok-shop', sku: 'TOPI', external_id: '17', external_variant_id: '1700' };
    await ingest(shop.db, { rows: [listing] }, { kind: 'listings', createdBy: 'test' });
    const { id } = await shop.db.manager.findOneByOrFail(ChannelTable, { code: 'tiktok-shop' });
    const wait = async (order: string, channelSku: string, money: number) => {
      const row: OrderRow = {
        ...{
          line: 2,
          orderId: order,
          lineId: channelSku,
          orderedAt: 0,
          day: day('2026-03-30'),
          channel: 'tiktok-shop',
        },
        ...{ sku: '', quantity: 1, unitPrice: money, listPrice: null, sellerDiscount: null, status: 'sold' as const },
        ...{ returnedQuantity: 0, channelSku: { channel: 'tiktok-shop', id: channelSku, name: 'Produk kaos L' } },
      };
      await shop.db.manager.insert(WaitingRowTable, {
        ...{
          kind: 'orders',
          rowKey: `${order}|${channelSku}|tiktok-shop`,
          channelId: id,
          channelSku,
          sku: '',
          money,
          units: 1,
        },
        ...{ externalId: channelSku, name: 'Produk kaos L', day: row.day, body: JSON.stringify(row), importId: 1 },
        seenAt: shop.clock.now(),
      });
    };
    await wait('1', '1729384756102938475', 90_000);
    await wait('2', '1729384756102938475', 90_000);
    await wait('3', 'hadiah % gratis', 0);
    await wait('4', 'z-9', 500_000);
  });
  const unmapped = async (query = ''): Promise<z.infer<typeof UnmappedPage>> =>
    (await viewer.get(`${UNMAPPED}${query}`).expect(200)).body;
  const known = async (query = ''): Promise<z.infer<typeof ChannelSkuPage>> =>
    (await viewer.get(`${SKUS}${query}`).expect(200)).body;

  it('tells what rows wait for, the most money first, page by page, with likely products when asked', async () => {
    const counts = await viewer.get('/api/v1/unmapped-skus').expect(200);
    expect(counts.body).toEqual({ items: [{ channel: 'tiktok-shop', unmapped: 3 }] });
    const first = await unmapped('?limit=2');
    expect(first.items.map(({ channelSku, rows, units, money }) => [channelSku, rows, units, money])).toEqual([
      ['z-9', 1, 1, 500_000],
      ['1729384756102938475', 2, 2, 180_000],
    ]);
    expect(first.items[1]).toMatchObject({ firstDay: '2026-03-30', lastDay: '2026-03-30', likely: [] });
    const rest = await unmapped(`?limit=2&after=${first.next}`);
    expect([rest.items.map(({ channelSku }) => channelSku), rest.next]).toEqual([['hadiah % gratis'], null]);
    expect((await unmapped('?search=%25%20GRATIS')).items).toHaveLength(1);
    const [{ likely }] = (await unmapped('?limit=1&likely=true')).items as unknown as [{ likely: unknown[] }];
    expect(likely[0]).toEqual({ sku: 'KAOS-L', name: 'Produk KAOS-L' });
  });

  it('takes what a merchandiser says, once, and brings in the rows that waited for it', async () => {
    const items = [
      { channelSku: '1729384756102938475', sku: 'KAOS-L' },
      { channelSku: 'belum-pernah', sku: 'KAOS-M' },
    ];
    const send = () => merchandiser.put(SKUS).set('Idempotency-Key', 'once').send({ items }).expect(200);
    const [said, again] = [await send(), await send()];
    expect(said.body).toEqual({ changed: 2, imports: [expect.any(Number)] });
    expect(again.body).toEqual(said.body);
    const done = await ingestQueued(shop.db, said.body.imports[0]);
    expect(done.totals).toMatchObject({ inserted: 2, waiting: 0, rejected: 0 });
    expect((await unmapped()).items.map(({ channelSku }) => channelSku)).toEqual(['z-9', 'hadiah % gratis']);
    const repeated = await merchandiser.put(SKUS).send({ items }).expect(200);
    expect(repeated.body).toEqual({ changed: 0, imports: [] });
    const shown = await viewer.get(`/api/v1/imports/${said.body.imports[0]}`).expect(200);
    expect(shown.body).toMatchObject({
      fileName: 'waiting',
      createdBy: 'user:a-merchandiser',
      reading: { waiting: true },
    });
    const audit = await shop.owner.get('/api/v1/audit?action=channel-sku.say').expect(200);
    expect(audit.body.items).toMatchObject([{ subject: 'channel:tiktok-shop', detail: { name: '2', pairs: items } }]);
  });

  it('lists what was said beside the ids of listings, in one order', async () => {
    const rows = (await known()).items.map(({ channelSku, sku, source }) => [channelSku, sku, source]);
    expect(rows).toEqual([
      ['1700', 'TOPI', 'listing'],
      ['1729384756102938475', 'KAOS-L', 'said'],
      ['belum-pernah', 'KAOS-M', 'said'],
    ]);
    const first = await known('?limit=1');
    expect((await known(`?limit=1&after=${first.next}`)).items.map(({ sku }) => sku)).toEqual(['KAOS-L']);
    expect((await known('?source=listing')).items).toHaveLength(1);
    expect((await known('?search=kaos-m')).items.map(({ channelSku }) => channelSku)).toEqual(['belum-pernah']);
  });

  it('are understood in a file of stock, which counts for the day that is said with it', async () => {
    const file = 'product_id,sku_id,seller_sku,price,quantity\n17,1700,,50000,9\n18,1729384756102938475,,1000,4\n';
    const send = (day: string) =>
      merchandiser.post('/api/v1/imports/inventory').field('day', day).attach('file', Buffer.from(file), 'stok.csv');
    await send('2026-02-30').expect(400);
    const sent = await send('2026-03-20').expect(202);
    expect(sent.body.reading).toEqual({ day: '2026-03-20' });
    const done = await ingestQueued(shop.db, sent.body.id, undefined, () => shop.clock.now());
    expect(done).toMatchObject({ state: 'done', totals: { inserted: 2, waiting: 0 } });
    const sql =
      'SELECT p.sku, s.onHand FROM stock_count s JOIN product p ON p.id = s.productId WHERE s.day = ? ORDER BY p.sku';
    expect(await shop.db.query(sql, [day('2026-03-20')])).toEqual([
      { sku: 'KAOS-L', onHand: 4 },
      { sku: 'TOPI', onHand: 9 },
    ]);
  });

  it('forgets one, and says so when there is none', async () => {
    await merchandiser.delete(`${SKUS}?channelSku=belum-pernah`).expect(204);
    const gone = await merchandiser.delete(`${SKUS}?channelSku=belum-pernah`).expect(404);
    expect(gone.body.code).toBe('unknown-channel-sku');
    expect((await known('?source=said')).items).toHaveLength(1);
  });

  it('refuses products that are not there, all pairs together, and shapes that are not right', async () => {
    const items = [
      { channelSku: 'z-9', sku: 'KAOS-L' },
      { channelSku: 'z-8', sku: 'NOPE' },
    ];
    const refused = await merchandiser.put(SKUS).send({ items }).expect(422);
    expect(refused.body).toMatchObject({ code: 'unknown-sku', errors: [{ path: '/items/1/sku' }] });
    expect((await known('?search=z-9')).items).toEqual([]);
    const twice = [items[0], { ...items[0], sku: 'TOPI' }];
    const bad = await merchandiser.put(SKUS).send({ items: twice }).expect(400);
    expect(bad.body.errors[0].path).toBe('/items/1/channelSku');
    await merchandiser.put(SKUS).send({ items: [] }).expect(400);
    await merchandiser
      .put('/api/v1/channels/nope/skus')
      .send({ items: [items[0]] })
      .expect(404);
    await viewer.get(`${UNMAPPED}?after=x`).expect(400);
  });

  it('puts aside what is said to be not ours, tells how many rows that are, and takes it back', async () => {
    const items = ['hadiah % gratis', 'z-9'].map((channelSku) => ({ channelSku, sku: null }));
    const said = await merchandiser.put(SKUS).send({ items }).expect(200);
    expect(said.body).toEqual({ changed: 2, imports: [] });
    expect((await unmapped()).items).toEqual([]);
    const counts = await viewer.get('/api/v1/unmapped-skus').expect(200);
    expect(counts.body).toEqual({ items: [] });
    const first = await known('?ours=false&limit=1');
    expect(first.items).toMatchObject([{ channelSku: 'hadiah % gratis', sku: null, name: null, aside: 1 }]);
    const rest = await known(`?ours=false&limit=1&after=${first.next}`);
    expect([rest.items.map(({ channelSku }) => channelSku), rest.next]).toEqual([['z-9'], null]);
    const audit = await shop.owner.get('/api/v1/audit?action=channel-sku.not-ours').expect(200);
    expect(audit.body.items).toMatchObject([{ detail: { name: '2', channelSkus: ['hadiah % gratis', 'z-9'] } }]);
    await merchandiser.delete(`${SKUS}?channelSku=z-9`).expect(204);
    expect((await unmapped()).items.map(({ channelSku }) => channelSku)).toEqual(['z-9']);
  });

  it('is read by viewers and keys for reading, and changed by merchandisers and keys for files', async () => {
    const items = [{ channelSku: 'z-7', sku: 'KAOS-L' }];
    await viewer.put(SKUS).send({ items }).expect(403);
    await viewer.delete(`${SKUS}?channelSku=z-7`).expect(403);
    const reader = await shop.withKey('read');
    await reader.get(UNMAPPED).expect(200);
    await reader.put(SKUS).send({ items }).expect(403);
    await (await shop.withKey('feed:tiktok-shop')).get(UNMAPPED).expect(403);
    await (await shop.withKey('ingest')).put(SKUS).send({ items }).expect(200);
  });
});
