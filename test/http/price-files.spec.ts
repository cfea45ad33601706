import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopeeSheet } from '../core/feed/files/cases.js';
import { DATABASES } from '../database.js';
import { addProducts, suggest } from '../flow/decide-shop.js';
import { workbook } from '../flow/files/workbook.js';
import { openShop, type Caller, type TestShop } from './shop.js';

const FILES = '/api/v1/channels/shopee/price-files';
const massUpdate = (): Buffer =>
  workbook({
    Sheet1: [...shopeeSheet([]), { cells: [] }, ...shopeeSheet(['SKU-1', 'SKU-2']).slice(5)].map((row) => [
      ...row.cells,
    ]),
  });

describe.each(DATABASES)('price files over HTTP on %s', (kind) => {
  let shop: TestShop;
  let owner: Caller;
  let folder: string;
  const generic = (who: Caller) => who.post(FILES).send({ format: 'generic' });
  beforeAll(async () => {
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'larisin-price-files-'));
    afterAll(() => rmSync(DATA_DIR, { recursive: true, force: true }));
    folder = join(DATA_DIR, 'uploads');
    shop = await openShop(kind, { DATA_DIR });
    ({ owner } = shop);
    await addProducts(shop.db, 3);
    for (const product of [1, 2, 3]) {
      const id = await suggest(shop.db, product, 1);
      await owner.post(`/api/v1/suggestions/${id}/decision`).send({ action: 'approve' }).expect(200);
    }
  });

  it('are made by who may decide and by keys of the channel; others see them at most', async () => {
    const viewer = await shop.as('viewer');
    const [reader, job, other] = await Promise.all(
      ['read', 'feed:shopee', 'feed:lazada'].map((scope) => shop.withKey(scope)),
    );
    const made = await generic(await shop.as('merchandiser')).expect(201);
    const { id } = made.body as { id: number };
    expect(made.headers.location).toBe(`${FILES}/${id}`);
    expect(made.body).toMatchObject({ channel: 'shopee', state: 'new', createdBy: 'user:a-merchandiser', rows: 3 });
    for (const who of [viewer, reader!]) {
      expect((await who.get(`${FILES}/${id}`).expect(200)).body).toEqual(made.body);
      expect((await who.get(FILES).expect(200)).body).toEqual({ items: [made.body], next: null });
      await who.get(`${FILES}/${id}/items`).expect(200);
      await generic(who).expect(403);
      await who.get(`${FILES}/${id}/content`).expect(403);
      await who.post(`${FILES}/${id}/confirm`).send({}).expect(403);
    }
    for (const path of ['', `/${id}`, `/${id}/items`, `/${id}/content`]) await other!.get(FILES + path).expect(403);
    const { text, headers } = await job!.get(`${FILES}/${id}/content`).expect(200);
    expect(text.split('\r\n')).toHaveLength(5);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="shopee-2026-03-31-${id}.csv"`,
      'cache-control': 'private, no-store',
    });
    const status = await viewer.get('/api/v1/channels/shopee/feed-status').expect(200);
    expect(status.body.counts).toMatchObject({ exported: 3, waiting: 0 });
  });

  it('page their items, narrowed by state', async () => {
    const { id } = (await owner.get(`${FILES}?limit=1`).expect(200)).body.items[0] as { id: number };
    const first = await owner.get(`${FILES}/${id}/items?state=open&limit=2`).expect(200);
    const second = await owner.get(`${FILES}/${id}/items?state=open&limit=2&after=${first.body.next}`).expect(200);
    const skus = [...first.body.items, ...second.body.items].map(({ sku }: { sku: string }) => sku);
    expect(skus).toEqual(['SKU-1', 'SKU-2', 'SKU-3']);
    expect(second.body.next).toBeNull();
    expect((await owner.get(`${FILES}/${id}/items?state=applied`).expect(200)).body.items).toEqual([]);
    await owner.get(`${FILES}/${id}/items?state=lost`).expect(400);
    await owner.get(`${FILES}/${id}/items?after=x`).expect(400);
  });

  it('take the workbook of the channel as a form, give it back changed, and keep nothing on disk', async () => {
    const made = await owner
      .post(FILES)
      .field('format', 'shopee-mass-update')
      .attach('file', massUpdate(), 'mass_update.xlsx')
      .expect(201);
    expect(made.body.counts).toMatchObject({ set: 2, leftOut: 1 });
    const { body, headers } = await owner.get(`${FILES}/${made.body.id}/content`).buffer().parse(bytes).expect(200);
    expect(headers['content-type']).toContain('spreadsheetml');
    const sheet = Buffer.from(unzipSync(body as Buffer)['xl/worksheets/sheet1.xml']!).toString();
    expect([...sheet.matchAll(/r="G[78]"[^>]*>(?:<is><t>)?(\d+)/g)].map(([, price]) => price)).toEqual([
      '80000',
      '80000',
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are confirmed once per Idempotency-Key, item by item or by a file', async () => {
    const [{ id }] = (await owner.get(FILES).expect(200)).body.items as [{ id: number }];
    const items = [{ entryId: 1, status: 'rejected', message: 'terlalu rendah' }];
    const confirm = () => owner.post(`${FILES}/${id}/confirm`).set('Idempotency-Key', 'c-1').send({ items });
    const first = await confirm().expect(200);
    expect(first.body).toMatchObject({ accepted: 1, refused: 0, file: { counts: { refused: 1, open: 1 } } });
    expect((await confirm().expect(200)).headers['idempotent-replay']).toBe('true');
    const result = Buffer.from('Kode Produk,SKU,Alasan\n2,SKU-2,\n');
    const byFile = await owner.post(`${FILES}/${id}/confirm`).attach('file', result, 'hasil.csv').expect(200);
    expect(byFile.body).toMatchObject({ accepted: 1, file: { state: 'closed' } });
    const status = await owner.get('/api/v1/channels/shopee/feed-status').expect(200);
    expect(status.body.counts).toMatchObject({ refused: 1, live: 1, exported: 1 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('say what is wrong with a request', async () => {
    const bad = async (status: number, request: PromiseLike<{ status: number; body: { code: string } }>) => {
      const reply = await request;
      expect(reply.status).toBe(status);
      return reply.body.code;
    };
    const form = () => owner.post(FILES).field('format', 'shopee-mass-update');
    expect(await bad(400, owner.post(FILES).send({ format: 'lazada' }))).toBe('bad-request');
    expect(await bad(400, owner.post(FILES).send({}))).toBe('bad-request');
    expect(await bad(422, owner.post(FILES).send({ format: 'shopee-mass-update' }))).toBe('file-needed');
    expect(await bad(422, owner.post(FILES).field('format', 'generic').attach('file', massUpdate(), 'x.xlsx'))).toBe(
      'file-not-needed',
    );
    expect(await bad(422, form().attach('file', Buffer.from('a,b\n1,2\n'), 'x.csv'))).toBe('not-that-file');
    expect(await bad(422, form().attach('file', massUpdate().subarray(0, 300), 'x.xlsx'))).toBe('truncated-file');
    expect(await bad(400, form().field('extra', '1').attach('file', massUpdate(), 'x.xlsx'))).toBe('bad-request');
    expect(await bad(422, form())).toBe('no-file');
    expect(await bad(404, owner.get(`${FILES}/999/content`))).toBe('unknown-price-file');
    expect(await bad(404, owner.get('/api/v1/channels/lazada/price-files/1'))).toBe('unknown-price-file');
    expect(await bad(404, owner.get('/api/v1/channels/nowhere/price-files'))).toBe('unknown-channel');
    expect(await bad(409, owner.post('/api/v1/channels/lazada/price-files').send({ format: 'generic' }))).toBe(
      'nothing-to-export',
    );
    const { id } = (await generic(owner).expect(201)).body as { id: number };
    expect(await bad(409, owner.post(`${FILES}/${id}/confirm`).send({}))).toBe('not-exported');
    expect(await bad(400, owner.post(`${FILES}/${id}/confirm`).send({ items: [] }))).toBe('bad-request');
    await owner.put('/api/v1/channels/shopee/hold').send({ reason: 'stop' }).expect(200);
    expect(await bad(409, generic(owner))).toBe('channel-held');
    expect(await bad(409, owner.get(`${FILES}/${id}/content`))).toBe('channel-held');
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** Reads a binary body whole: superagent would take it for text. */
function bytes(reply: Response, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const stream = reply as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}
