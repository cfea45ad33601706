import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportView } from '../../src/contract/imports.js';
import { OrderLineTable, ProductTable } from '../../src/db/tables/shop.js';
import { ingestQueued } from '../../src/flow/ingest.js';
import { tokopediaSalesSample } from '../core/intake/formats/tokopedia-sales.js';
import { DATABASES } from '../database.js';
import { product } from '../shop.js';
import { openShop, type Caller, type TestShop } from './shop.js';

const PATH = '/api/v1/imports';
const REPORT = [...tokopediaSalesSample.above!, tokopediaSalesSample.titles, ...tokopediaSalesSample.rows]
  .map((row) => row.join(';'))
  .join('\n');

/** An order as WooCommerce answers it, with a buyer in it. */
const order = (id: number, sku: string, quantity: number) => ({
  ...{ id, status: 'completed', date_created_gmt: '2026-03-30T02:00:00', billing: { phone: '0813-5555-0001' } },
  line_items: [{ id: id * 10, sku, quantity, name: 'Kaos', product_id: 7, total: '150000.00', total_tax: '0.00' }],
});

describe.each(DATABASES)('exports of marketplaces over HTTP on %s', (database) => {
  let shop: TestShop;
  let job: Caller;
  const folder = mkdtempSync(join(tmpdir(), 'larisin-exports-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(async () => {
    shop = await openShop(database, { DATA_DIR: folder });
    job = await shop.withKey('ingest');
    await shop.db.manager.insert(ProductTable, [product('KAOS-H-L'), product('TOPI-1')]);
  });
  const orders = () => shop.db.manager.count(OrderLineTable);
  let keys = 0;
  const send = (body: object, query = '', who = job, path = `${PATH}/orders/documents${query}`) =>
    who.post(path).set('Idempotency-Key', `k${keys++}`).send(body);

  it('are looked at: which it is, what it holds; of its rows only what would be read', async () => {
    const { body } = await shop.owner
      .post(`${PATH}/recognise`)
      .attach('file', Buffer.from(REPORT), 'x.csv')
      .expect(200);
    expect(body).toMatchObject({
      kind: 'orders',
      headerLine: 5,
      delimiter: ';',
      export: { name: 'tokopedia-sales', kinds: ['orders'], channel: 'tokopedia' },
    });
    expect(body.sampleRows[0]).toContain('KAOS-H-L');
    for (const value of tokopediaSalesSample.personal) expect(JSON.stringify(body)).not.toContain(value);
    expect(existsSync(join(folder, 'uploads')) ? readdirSync(join(folder, 'uploads')) : []).toEqual([]);

    const pages = JSON.stringify([order(1, 'KAOS-H-L', 2), order(2, 'TOPI-1', 1)]);
    const json = (content: string, head: boolean) =>
      shop.owner.post(`${PATH}/recognise?head=${head}`).attach('file', Buffer.from(content), 'x.json');
    for (const [content, head] of [
      [pages, false],
      [pages.slice(0, -20), true],
    ] as const) {
      const found = (await json(content, head).expect(200)).body;
      expect(found).toMatchObject({ kind: 'orders', format: 'json', export: { name: 'woocommerce-orders' } });
      expect(JSON.stringify(found)).not.toContain('0813-5555-0001');
    }
    expect((await json(pages.slice(0, -20), false).expect(422)).body.code).toBe('truncated-file');
    expect((await json('[{"name":"Siti"}]', false).expect(422)).body.code).toBe('unknown-document');
    expect((await json('[{"id":1,}]', false).expect(422)).body.code).toBe('bad-json');
  });

  it('are uploaded with the channel that somebody says', async () => {
    const reply = await job
      .post(`${PATH}/orders?channel=shopee`)
      .attach('file', Buffer.from(REPORT), { filename: 'laporan.csv' })
      .expect(202);
    expect((reply.body as ImportView).reading).toEqual({ channel: 'shopee' });
    await ingestQueued(shop.db, reply.body.id, undefined, () => shop.clock.now());
    const { body: done } = await job.get(`${PATH}/${reply.body.id}`).expect(200);
    // Three lines have a SKU; the fourth waits for its product.
    expect(done).toMatchObject({ state: 'done', totals: { rows: 4, inserted: 3, waiting: 1 } });
    const wrong = job.post(`${PATH}/orders?channel=Toko%20Saya`).attach('file', Buffer.from(REPORT), 'x.csv');
    expect((await wrong.expect(422)).body.code).toBe('bad-channel');
  });

  it('come as JSON documents, page by page, all of a page or none', async () => {
    const before = await orders();
    const { body } = await send([order(1, 'KAOS-H-L', 2), order(2, 'TOPI-1', 1)]).expect(200);
    expect(body).toMatchObject({ kind: 'orders', totals: { rows: 2, inserted: 2 }, rejects: [] });
    expect((await send([order(1, 'KAOS-H-L', 2)]).expect(200)).body.totals).toMatchObject({
      unchanged: 1,
      inserted: 0,
    });
    const line = await shop.db.manager.findOneByOrFail(OrderLineTable, { orderId: '1' });
    expect(line).toMatchObject({ lineId: '10', quantity: 2, unitPrice: 75_000, status: 'sold' });
    const dry = await send([order(3, 'TOPI-1', 1)], '?dryRun=true').expect(200);
    expect(dry.body).toMatchObject({ isDryRun: true, totals: { inserted: 1 } });
    const bad = await send([order(4, 'TOPI-1', 1), { ...order(5, 'TOPI-1', 1), status: 'lost-in-space' }]).expect(422);
    expect(bad.body).toMatchObject({
      code: 'rows-rejected',
      errors: [{ path: '/1', code: 'unknown-state' }],
    });
    expect(JSON.stringify(bad.body)).not.toContain('0813-5555-0001');
    expect(await orders()).toBe(before + 2);
  });

  it('are refused in plain words where they are none, and to who may not import', async () => {
    expect((await send([{ hello: 'Siti' }]).expect(422)).body.code).toBe('unknown-document');
    expect((await send({ rows: [] }).expect(400)).body.code).toBe('bad-request');
    expect((await send([]).expect(400)).body.code).toBe('bad-request');
    expect((await send(['x']).expect(400)).body.code).toBe('bad-request');
    // WooCommerce's orders hold no stock.
    expect((await send([order(1, 'A', 1)], '', job, `${PATH}/inventory/documents`).expect(422)).body.code).toBe(
      'missing-columns',
    );
    await send([order(1, 'A', 1)], '', await shop.as('viewer', 'vera')).expect(403);
  });
});
