import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderWordList } from '../../src/contract/order-words.js';
import { ProductTable } from '../../src/db/tables/shop.js';
import { DATABASES } from '../database.js';
import { product } from '../shop.js';
import { openShop, type Caller, type TestShop } from './shop.js';

const PATH = '/api/v1/order-words';
const packed = { export: 'woocommerce-orders', word: ' Siap_Dikemas ', state: 'underway' };

describe.each(DATABASES)('words for the state of an order on %s', (database) => {
  let shop: TestShop;
  let merchandiser: Caller;
  let viewer: Caller;
  beforeAll(async () => {
    shop = await openShop(database);
    merchandiser = await shop.as('merchandiser');
    viewer = await shop.as('viewer');
    await shop.db.manager.insert(ProductTable, [product('TOPI-1')]);
  });
  const own = async () =>
    ((await viewer.get(PATH).expect(200)).body as OrderWordList).items.filter(({ isOwn }) => isOwn);
  let keys = 0;
  const send = async () => {
    const ingest = await shop.withKey('ingest');
    const line = { id: 1, sku: 'TOPI-1', quantity: 1, product_id: 7, total: '75000.00', total_tax: '0.00' };
    const order = { id: 9, status: 'siap-dikemas', date_created_gmt: '2026-03-30T02:00:00', line_items: [line] };
    return ingest
      .post('/api/v1/imports/orders/documents')
      .set('Idempotency-Key', `w${keys++}`)
      .send([{ ...order, status: 'siap_dikemas' }]);
  };

  it('are those of the program until the shop says more, and then files are read so', async () => {
    const shipped = (await viewer.get(PATH).expect(200)).body as OrderWordList;
    expect(shipped.items).toContainEqual(
      expect.objectContaining({ export: 'shopee-orders', word: 'perlu dikirim', state: 'underway', isOwn: false }),
    );
    const refused = (await send()).body;
    expect(refused).toMatchObject({ code: 'rows-rejected', errors: [{ code: 'unknown-state' }] });
    const asked = async () =>
      (await viewer.get(`/api/v1/imports/${refused.values.importId}/order-words`).expect(200)).body;
    const known = { export: 'woocommerce-orders', title: expect.stringContaining('WooCommerce') };
    expect(await asked()).toEqual({ ...known, items: [{ word: 'siap dikemas', rows: 1, state: null }] });
    await merchandiser.put(PATH).send(packed).expect(200);
    expect((await asked()).items).toEqual([{ word: 'siap dikemas', rows: 1, state: 'underway' }]);
    expect(await own()).toMatchObject([{ export: 'woocommerce-orders', word: 'siap dikemas', state: 'underway' }]);
    const taken = (await send()).body;
    expect(taken).toMatchObject({ totals: { inserted: 1 }, rejects: [] });
    const none = await viewer.get(`/api/v1/imports/${taken.importId}/order-words`).expect(200);
    expect(none.body).toEqual({ ...known, items: [] });
    const audit = await shop.owner.get('/api/v1/audit?action=order-word.say').expect(200);
    expect(audit.body.items).toHaveLength(1);
  });

  it('are kept, all of them, when two say some at once; forgotten when somebody takes one back', async () => {
    const say = (who: Caller, word: string) => who.put(PATH).send({ ...packed, export: 'lazada-orders', word });
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((word, at) => say(at % 2 === 0 ? merchandiser : shop.owner, word).expect(200)),
    );
    expect((await own()).map(({ word }) => word).sort()).toEqual(['a', 'b', 'c', 'd', 'siap dikemas']);
    const forget = { export: 'lazada-orders', word: 'A', state: null };
    await merchandiser.put(PATH).send(forget).expect(200);
    expect((await own()).map(({ word }) => word)).not.toContain('a');
    const audit = await shop.owner.get('/api/v1/audit?action=order-word.forget').expect(200);
    expect(audit.body.items).toMatchObject([{ subject: 'export:lazada-orders', detail: { name: 'a' } }]);
    expect((await merchandiser.put(PATH).send(forget).expect(404)).body.code).toBe('unknown-order-word');
  });

  it('are said by those who may, of exports that there are', async () => {
    await viewer.put(PATH).send(packed).expect(403);
    expect(
      (
        await merchandiser
          .put(PATH)
          .send({ ...packed, export: 'ebay' })
          .expect(404)
      ).body.code,
    ).toBe('unknown-export');
    await merchandiser
      .put(PATH)
      .send({ ...packed, state: 'sold' })
      .expect(400);
    await merchandiser
      .put(PATH)
      .send({ ...packed, word: ' ' })
      .expect(400);
    await merchandiser
      .put(PATH)
      .send({ ...packed, word: '__' })
      .expect(422);
  });
});
