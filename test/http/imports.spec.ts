import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request as rawRequest, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Test } from 'supertest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ImportView } from '../../src/contract/imports.js';
import type { ProductView } from '../../src/contract/products.js';
import type { RunView } from '../../src/contract/runs.js';
import { ImportJobTable, ProductTable, StockCountTable } from '../../src/db/tables/shop.js';
import { ingestQueued } from '../../src/flow/ingest.js';
import { startServer } from '../../src/http/server.js';
import { DATABASES, freshUrl } from '../database.js';
import { workbook } from '../flow/files/workbook.js';
import { day, product } from '../shop.js';
import { openShop, OWNER_PASSWORD, testConfig, type Caller, type TestShop } from './shop.js';

const PATH = '/api/v1/imports';
const BYTES_MAX = 50_000;
const STOCK = 'day,sku,on_hand\n2026-03-30,A-1,5\n2026-03-30,B-2,7\n';

function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'larisin-upload-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

interface Uploads {
  shop: TestShop;
  /** Names of the files that lie in the folder of uploads. */
  waiting(): string[];
  folder: string;
}

async function openUploads(kind: 'sqlite' | 'mariadb'): Promise<Uploads> {
  const DATA_DIR = temporaryFolder();
  const shop = await openShop(kind, { DATA_DIR, UPLOAD_BYTES_MAX: String(BYTES_MAX) });
  await shop.db.manager.insert(ProductTable, [product('A-1'), product('B-2')]);
  const folder = join(DATA_DIR, 'uploads');
  mkdirSync(folder);
  return { shop, folder, waiting: () => readdirSync(folder) };
}

const upload = (who: Caller, path: string, content: string | Buffer = STOCK, filename = 'stok.csv'): Test =>
  who.post(`${PATH}/${path}`).attach('file', Buffer.from(content), { filename });

const counted = async (shop: TestShop): Promise<number[]> =>
  (await shop.db.manager.find(StockCountTable, { order: { productId: 'ASC' } })).map((row) => row.onHand);

describe.each(DATABASES)('an uploaded file on %s', (kind) => {
  let at: Uploads;
  let shop: TestShop;
  beforeAll(async () => {
    at = await openUploads(kind);
    ({ shop } = at);
  });
  const work = async (reply: { body: ImportView }): Promise<ImportView> => {
    await ingestQueued(shop.db, reply.body.id, undefined, () => shop.clock.now());
    return (await shop.owner.get(`${PATH}/${reply.body.id}`).expect(200)).body as ImportView;
  };

  it('is answered 202 with its import, lies in wait, and is gone once it is imported', async () => {
    const merchandiser = await shop.as('merchandiser', 'budi');
    const reply = await upload(merchandiser, 'inventory').expect(202);
    const { id } = reply.body as ImportView;
    expect(reply.headers.location).toBe(`${PATH}/${id}`);
    expect(reply.body).toMatchObject({ kind: 'inventory', fileName: 'stok.csv', state: 'queued', error: null });
    expect(reply.body).toMatchObject({ createdBy: 'user:budi', createdAt: '2026-03-31T09:15:00.000+07:00' });
    expect(reply.body).not.toHaveProperty('path');
    expect(at.waiting()).toHaveLength(1);
    expect(at.waiting()[0]).toMatch(/^[0-9a-f-]{36}$/);

    const done = await work(reply);
    expect(done).toMatchObject({ state: 'done', bytesRead: STOCK.length, bytesTotal: STOCK.length });
    expect(done.totals).toEqual({
      rows: 2,
      inserted: 2,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      waiting: 0,
      repeated: 0,
      ignored: 0,
    });
    expect(await counted(shop)).toEqual([5, 7]);
    expect(at.waiting()).toEqual([]);
    const audit = await shop.owner.get(`/api/v1/audit?subject=import:${id}`).expect(200);
    expect(audit.body.items).toMatchObject([{ action: 'import.upload', actor: 'user:budi' }]);
  });

  it('may be gzip or XLSX, whatever its name says', async () => {
    const packed = await work(await upload(shop.owner, 'inventory', gzipSync(STOCK), 'a.csv').expect(202));
    expect(packed).toMatchObject({ state: 'done', totals: { unchanged: 2 } });
    const sheet = [
      ['day', 'sku', 'on_hand'],
      ['2026-03-30', 'A-1', 6],
    ];
    const book = await work(await upload(shop.owner, 'inventory', workbook({ Stok: sheet }), 'b.pdf').expect(202));
    expect(book).toMatchObject({ state: 'done', fileName: 'b.pdf', totals: { rows: 1, updated: 1 } });
  });

  it('takes options from the form, before or after the file, and from the address', async () => {
    const all = { isDryRun: true, isPartial: true, createProducts: true, createChannels: true };
    const form = await shop.owner
      .post(`${PATH}/inventory`)
      .field('dryRun', 'true')
      .field('partial', '1')
      .attach('file', Buffer.from(STOCK), { filename: 'a.csv' })
      .field('createProducts', 'true')
      .field('createChannels', 'true')
      .expect(202);
    expect(form.body).toMatchObject(all);
    const query = '?dryRun=true&partial=true&createProducts=true&createChannels=true';
    expect((await upload(shop.owner, `inventory${query}`).expect(202)).body).toMatchObject(all);
    const none = { isDryRun: false, isPartial: false, createProducts: false, createChannels: false };
    const plain = await upload(shop.owner, 'inventory').expect(202);
    expect(plain.body).toMatchObject(none);
    for (const reply of [form, plain]) await work(reply);
  });

  it('with bad rows is refused whole; the reasons come in pages and as CSV', async () => {
    const before = await counted(shop);
    const rows = ['2026-03-30,A-1,9', '2026-02-30,A-1,1', '2026-03-30,"=HYPERLINK(""x"")",1', '2027-01-01,B-2,1'];
    const text = ['day,sku,on_hand', ...rows, ''].join('\n');
    const done = await work(await upload(shop.owner, 'inventory', text).expect(202));
    expect(done).toMatchObject({ state: 'refused', error: { code: 'rows-rejected' }, totals: { rejected: 3 } });
    expect(done.rejectedBy).toEqual({ 'no-such-day': 1, 'unknown-sku': 1, 'future-day': 1 });
    expect(done.notes.join()).toContain('Unknown SKUs: =HYPERLINK("x")');
    expect(await counted(shop)).toEqual(before);

    const first = await shop.owner.get(`${PATH}/${done.id}/rejects?limit=2`).expect(200);
    const rest = await shop.owner.get(`${PATH}/${done.id}/rejects?limit=2&after=${first.body.next}`).expect(200);
    expect(rest.body.next).toBeNull();
    const listed = [...first.body.items, ...rest.body.items] as { line: number; column: string; code: string }[];
    expect(listed.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, 'day', 'no-such-day'],
      [4, 'sku', 'unknown-sku'],
      [5, 'day', 'future-day'],
    ]);

    const csv = await shop.owner.get(`${PATH}/${done.id}/rejects.csv`).expect(200);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).toBe(`attachment; filename="import-${done.id}-rejects.csv"`);
    const lines = csv.text.trimEnd().split('\r\n');
    expect(lines[0]).toBe('line,column,header,value,code,reason,original');
    expect(lines[1]).toMatch(/^3,day,day,2026-02-30,no-such-day,.*,"2026-02-30,A-1,1"$/);
    expect(lines[2]).toContain(`4,sku,sku,"'=HYPERLINK(""x"")",unknown-sku`);
    expect(lines).toHaveLength(4);
  });

  it('with `partial` gives its good rows', async () => {
    const text = 'day,sku,on_hand\n2026-03-29,A-1,1\n2026-03-29,NOPE,1\n';
    const done = await work(await upload(shop.owner, 'inventory?partial=true', text).expect(202));
    expect(done).toMatchObject({ state: 'done', totals: { inserted: 1, rejected: 1 } });
  });

  it('that is no table ends as refused, with the reason', async () => {
    const done = await work(await upload(shop.owner, 'inventory', 'nothing,that,fits\n1,2,3\n').expect(202));
    expect(done).toMatchObject({ state: 'refused', error: { code: 'missing-columns' } });
    expect(at.waiting().length).toBeLessThanOrEqual(1);
  });

  it('is listed newest first, by kind and state, in pages', async () => {
    const list = async (query: string) =>
      ((await shop.owner.get(`${PATH}?${query}`).expect(200)).body as { items: ImportView[]; next: string | null })
        .items;
    const ids = (await list('')).map((job) => job.id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect((await list('state=refused')).map((job) => job.state)).toEqual(['refused', 'refused']);
    const all = (await list('limit=500')).length;
    const checks = await list('limit=500&isDryRun=true');
    const meant = await list('limit=500&isDryRun=false');
    expect(checks.every((job) => job.isDryRun)).toBe(true);
    expect(meant.some((job) => job.isDryRun)).toBe(false);
    expect([checks.length > 0, checks.length + meant.length]).toEqual([true, all]);
    expect(await list('kind=orders')).toEqual([]);
    const { body: page } = await shop.owner.get(`${PATH}?limit=1`).expect(200);
    const { body: second } = await shop.owner.get(`${PATH}?limit=1&after=${page.next}`).expect(200);
    expect([page.items[0].id, second.items[0].id]).toEqual(ids.slice(0, 2));
    await shop.owner.get(`${PATH}?kind=nonsense`).expect(400);
  });

  it('is told of as events until it has ended', async () => {
    const reply = await upload(shop.owner, 'inventory').expect(202);
    const stream = shop.owner.get(`${PATH}/${reply.body.id}/events`).expect(200);
    const [events] = await Promise.all([stream.then((whole) => whole), work(reply)]);
    expect(events.headers['content-type']).toContain('text/event-stream');
    const states = [...events.text.matchAll(/^data: (.+)$/gm)].map(
      (match) => (JSON.parse(match[1]!) as ImportView).state,
    );
    expect(events.text).toContain('event: import\n');
    expect(states.at(-1)).toBe('done');
  });

  it('is for merchandisers and keys with `ingest`; viewers look on', async () => {
    const viewer = await shop.as('viewer');
    const [ingest, read, feed] = [
      await shop.withKey('ingest'),
      await shop.withKey('read'),
      await shop.withKey('feed:shopee'),
    ];
    const code = async (sent: Test): Promise<[number, string | undefined]> => {
      const reply = await sent;
      return [reply.status, reply.body.code as string | undefined];
    };
    expect(await code(upload(viewer, 'inventory'))).toEqual([403, 'role-too-low']);
    expect(await code(upload(read, 'inventory'))).toEqual([403, 'scope-missing']);
    expect(await code(feed.get(PATH))).toEqual([403, 'scope-missing']);
    const mine = await upload(ingest, 'inventory?dryRun=true').expect(202);
    for (const who of [viewer, ingest, read]) {
      await who.get(PATH).expect(200);
      await who.get(`${PATH}/${mine.body.id}/rejects`).expect(200);
      await who.get(`${PATH}/${mine.body.id}/rejects.csv`).expect(200);
    }
    const rows = { rows: [{ day: '2026-03-30', sku: 'A-1', on_hand: 5 }] };
    const send = (who: Caller) => who.post(`${PATH}/inventory/rows`).set('Idempotency-Key', 'roles').send(rows);
    expect(await code(send(viewer))).toEqual([403, 'role-too-low']);
    expect(await code(send(read))).toEqual([403, 'scope-missing']);
    expect((await send(ingest)).status).toBe(200);
  });
});

describe('an upload', () => {
  let at: Uploads;
  let shop: TestShop;
  beforeAll(async () => {
    at = await openUploads('sqlite');
    ({ shop } = at);
  });
  const leavesNothing = async (): Promise<void> => {
    await vi.waitFor(() => expect(at.waiting()).toEqual([]));
    expect(await shop.db.manager.count(ImportJobTable)).toBe(0);
  };
  /** A form as bytes, sent as it stands. */
  const sendForm = (text: string, type = 'multipart/form-data; boundary=xx'): Test =>
    shop.owner.post(`${PATH}/inventory`).set('Content-Type', type).send(text.replaceAll('\n', '\r\n'));
  const filePart = (name: string, content: string) =>
    `--xx\nContent-Disposition: form-data; name="file"; filename="${name}"\nContent-Type: text/csv\n\n${content}\n`;

  it.each([
    ['of an unknown kind', 404, 'unknown-kind', () => upload(shop.owner, 'stocks')],
    ['without a file', 422, 'no-file', () => shop.owner.post(`${PATH}/inventory`).field('dryRun', 'true')],
    ['without anything', 422, 'no-file', () => sendForm('')],
    ['with an empty file', 422, 'empty-file', () => upload(shop.owner, 'inventory', '')],
    [
      'with two files',
      422,
      'two-files',
      () => upload(shop.owner, 'inventory').attach('file2', Buffer.from(STOCK), { filename: 'b.csv' }),
    ],
    ['with a misspelt option', 400, 'bad-request', () => upload(shop.owner, 'inventory').field('dry_run', 'true')],
    ['with a misspelt option in the address', 400, 'bad-request', () => upload(shop.owner, 'inventory?dry_run=true')],
    [
      'with an option that is neither yes nor no',
      400,
      'bad-request',
      () => upload(shop.owner, 'inventory').field('dryRun', 'perhaps'),
    ],
    [
      'with an option given twice',
      400,
      'bad-request',
      () => upload(shop.owner, 'inventory').field('dryRun', 'true').field('dryRun', 'false'),
    ],
    [
      'with too many fields',
      400,
      'bad-request',
      () => {
        let sent = upload(shop.owner, 'inventory');
        for (let i = 0; i < 30; i++) sent = sent.field(`f${i}`, 'x');
        return sent;
      },
    ],
    ['with a field of a prototype', 400, 'bad-request', () => upload(shop.owner, 'inventory').field('__proto__', 'x')],
    ['without a boundary', 400, 'bad-request', () => sendForm('x', 'multipart/form-data')],
    ['with a form that breaks off', 400, 'bad-request', () => sendForm(filePart('a.csv', STOCK))],
    ['with a form of nonsense', 400, 'bad-request', () => sendForm('nonsense')],
    ['as JSON', 415, 'unsupported-media-type', () => shop.owner.post(`${PATH}/inventory`).send({ file: 'x' })],
    [
      'as bare CSV',
      415,
      'unsupported-media-type',
      () => shop.owner.post(`${PATH}/inventory`).set('Content-Type', 'text/csv').send(STOCK),
    ],
    ['without a body', 415, 'unsupported-media-type', () => shop.owner.post(`${PATH}/inventory`)],
    ['that says how large it is', 413, 'file-too-large', () => upload(shop.owner, 'inventory', 'x'.repeat(200_000))],
    ['that is too large', 413, 'file-too-large', () => upload(shop.owner, 'inventory', 'x'.repeat(BYTES_MAX + 1))],
  ])('%s is refused and leaves nothing', async (_, status, code, send) => {
    const reply = await send();
    expect([reply.status, reply.body.code, reply.type]).toEqual([status, code, 'application/problem+json']);
    await leavesNothing();
  });

  it('is one of more than the limit: exactly the limit is taken', async () => {
    const line = '2026-03-30,A-1,5\n';
    const text = `day,sku,on_hand\n${line.repeat(2_000)}`.padEnd(BYTES_MAX, '\n');
    const reply = await upload(shop.owner, 'inventory?dryRun=true', text).expect(202);
    await ingestQueued(shop.db, reply.body.id, undefined, () => shop.clock.now());
    await shop.db.manager.deleteAll(ImportJobTable);
  });

  it.each([
    ['that leads elsewhere', '../../../etc/passwd', 'passwd'],
    ['of Windows', 'C:\\Users\\x\\..\\stok.csv', 'stok.csv'],
    ['of dots', '..', 'upload'],
    ['that is empty', '', 'upload'],
    ['that is written backwards', 'a\u202Egpj.csv', 'agpj.csv'],
    ['with characters nobody sees', 'stok \u0007maret\u200B.csv', 'stok maret.csv'],
    ['with a formula', '=cmd|x.csv', '=cmd|x.csv'],
    ['in many scripts', 'Stok Toko “Sinar” – März 😀.csv', 'Stok Toko “Sinar” – März 😀.csv'],
    ['that is very long', '😀'.repeat(2_000), '😀'.repeat(120)],
  ])('may have a file name %s: it is shown without tricks and never opened', async (_, name, shown) => {
    const sent = sendForm(`${filePart(name, STOCK)}--xx--\n`);
    const { body } = await sent.expect(202);
    expect((body as ImportView).fileName).toBe(shown);
    expect(at.waiting()).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    await ingestQueued(shop.db, body.id, undefined, () => shop.clock.now());
    expect(at.waiting()).toEqual([]);
    await shop.db.manager.deleteAll(ImportJobTable);
  });

  it('that goes on and on is refused at the limit', async () => {
    const { key } = (
      await shop.owner
        .post('/api/v1/keys')
        .send({ name: 'k', scopes: ['ingest'] })
        .expect(201)
    ).body;
    const { port } = (shop.app.getHttpServer() as Server).address() as { port: number };
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'multipart/form-data; boundary=xx' };
    const sent = rawRequest({ port, host: '127.0.0.1', method: 'POST', path: `${PATH}/inventory`, headers });
    sent.on('error', () => undefined);
    const status = new Promise<number | undefined>((resolve) => sent.on('response', (r) => resolve(r.statusCode)));
    sent.write(filePart('a.csv', 'x').trimEnd().replaceAll('\n', '\r\n'));
    for (let i = 0; i < 40; i++) sent.write('x'.repeat(100_000)); // and never the end
    expect(await status).toBe(413);
    sent.destroy();
    await leavesNothing();
  });

  it('that is broken off half-way leaves nothing', async () => {
    const key = (
      await shop.owner
        .post('/api/v1/keys')
        .send({ name: 'k', scopes: ['ingest'] })
        .expect(201)
    ).body.key;
    const { port } = (shop.app.getHttpServer() as Server).address() as { port: number };
    const headers = {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'multipart/form-data; boundary=xx',
      'Content-Length': '40000',
    };
    const path = `${PATH}/inventory`;
    const sent = rawRequest({ port, host: '127.0.0.1', method: 'POST', path, headers });
    sent.on('error', () => undefined);
    sent.write(filePart('a.csv', STOCK.repeat(100)).replaceAll('\n', '\r\n'));
    await vi.waitFor(() => expect(at.waiting()).toHaveLength(1));
    sent.destroy();
    await leavesNothing();
  });

  it('that was left by a killed process is swept away a day later; one that waits is not', async () => {
    const waiting = await upload(shop.owner, 'inventory').expect(202);
    const [kept] = at.waiting();
    writeFileSync(join(at.folder, 'orphan'), 'x');
    writeFileSync(join(at.folder, 'young'), 'x');
    const longAgo = Date.now() / 1_000 - 2 * 86_400;
    for (const name of ['orphan', kept!]) utimesSync(join(at.folder, name), longAgo, longAgo);
    const next = await upload(shop.owner, 'inventory').expect(202);
    expect(at.waiting()).not.toContain('orphan');
    expect(at.waiting()).toEqual(expect.arrayContaining(['young', kept]));
    for (const { body } of [waiting, next]) await ingestQueued(shop.db, body.id, undefined, () => shop.clock.now());
  });

  it('that never was is not found', async () => {
    for (const path of ['9999', '9999/rejects', '9999/rejects.csv', '9999/events']) {
      expect((await shop.owner.get(`${PATH}/${path}`).expect(404)).body.code).toBe('unknown-import');
    }
    await shop.owner.get(`${PATH}/inventory`).expect(400);
  });
});

describe.each(DATABASES)('rows as JSON on %s', (kind) => {
  let shop: TestShop;
  let job: Caller;
  beforeAll(async () => {
    ({ shop } = await openUploads(kind));
    job = await shop.withKey('ingest');
  });
  let keys = 0;
  const send = (path: string, body: object, key = `k${keys++}`): Test =>
    job.post(`${PATH}/${path}`).set('Idempotency-Key', key).send(body);
  const row = (sku: string, on_hand: number, on = '2026-03-30') => ({ day: on, sku, on_hand });

  it('are imported at once, and a repeat with the same key changes nothing', async () => {
    const body = { rows: [row('A-1', 3), row('B-2', 4)] };
    const first = await send('inventory/rows', body, 'night-1').expect(200);
    expect(first.body).toMatchObject({
      kind: 'inventory',
      isDryRun: false,
      totals: { rows: 2, inserted: 2, rejected: 0 },
      rejects: [],
      notes: [],
    });
    expect(await counted(shop)).toEqual([3, 4]);
    const again = await send('inventory/rows', body, 'night-1').expect(200);
    expect(again.headers['idempotent-replay']).toBe('true');
    expect(again.body).toEqual(first.body);
    const other = await send('inventory/rows', body).expect(200);
    expect(other.body.totals).toMatchObject({ inserted: 0, unchanged: 2 });
    expect(other.body.importId).not.toBe(first.body.importId);
    const reused = await send('inventory/rows', { rows: [row('A-1', 9)] }, 'night-1').expect(422);
    expect(reused.body.code).toBe('idempotency-key-reused');
    const shown = await job.get(`${PATH}/${first.body.importId}`).expect(200);
    expect(shown.body).toMatchObject({ fileName: 'json', state: 'done', createdBy: expect.stringMatching(/^key:/) });
  });

  it('are refused whole when one cannot be taken, and the refusal says which, why and what', async () => {
    const rows = [row('A-1', 8), row('NOPE', 1), row('B-2', 8, '2026-04-01')];
    const reply = await send('inventory/rows', { rows }, 'mixed').expect(422);
    expect(reply.body.code).toBe('rows-rejected');
    expect(reply.body.values).toMatchObject({
      totals: { rows: 3, inserted: 0, rejected: 2 },
      rejectedBy: { 'unknown-sku': 1, 'future-day': 1 },
      rejects: [
        { index: 1, field: 'sku', value: 'NOPE', code: 'unknown-sku' },
        { index: 2, field: 'day', value: '2026-04-01', code: 'future-day' },
      ],
    });
    expect(reply.body.errors.map((error: { path: string }) => error.path)).toEqual(['/rows/1/sku', '/rows/2/day']);
    expect(await counted(shop)).toEqual([3, 4]);
    await shop.db.manager.insert(ProductTable, product('NOPE'));
    const mended = await send('inventory/rows', { rows: rows.slice(0, 2) }, 'mixed').expect(200);
    expect(mended.body.totals).toMatchObject({ inserted: 1, updated: 1 });
  });

  it('with `partial` give their good ones; with `dryRun` nothing changes', async () => {
    const rows = [row('A-1', 20), row('GONE', 1)];
    const dry = await send('inventory/rows?partial=true&dryRun=true', { rows }).expect(200);
    expect(dry.body).toMatchObject({ isDryRun: true, totals: { updated: 1, rejected: 1 } });
    expect((await counted(shop))[0]).toBe(8);
    const real = await send('inventory/rows?partial=true', { rows }).expect(200);
    expect(real.body.rejects).toMatchObject([{ index: 1, field: 'sku', value: 'GONE', code: 'unknown-sku' }]);
    expect((await counted(shop))[0]).toBe(20);
    await send('inventory/rows?createProducts=true', { rows }).expect(200);
    expect(await shop.db.manager.findOneByOrFail(ProductTable, { sku: 'GONE' })).toMatchObject({ isStub: true });
    await send('inventory/rows?dry_run=true', { rows }).expect(400);
  });

  it('take tags as a list and money in whole minor units', async () => {
    const rows = [{ sku: 'T/1', name: 'Teh', tags: ['baru', 'teh'], cost: 9_000, price: 12_500 }];
    await send('products/rows', { rows }).expect(200);
    const saved = await shop.db.manager.findOneByOrFail(ProductTable, { sku: 'T/1' });
    expect(saved).toMatchObject({ tags: ['baru', 'teh'], cost: 9_000, price: 12_500 });
  });

  it('need a key for repeats, a known kind, the fields of that kind, and 1 to 10,000 of them', async () => {
    const without = await job
      .post(`${PATH}/inventory/rows`)
      .send({ rows: [row('A-1', 1)] })
      .expect(400);
    expect(without.body.code).toBe('idempotency-key-missing');
    expect((await send('stocks/rows', { rows: [row('A-1', 1)] }).expect(404)).body.code).toBe('unknown-kind');
    for (const [body, path] of [
      [{ rows: [{ ...row('A-1', 1), buyer: 'Siti' }] }, '/rows/0/buyer'],
      [{ rows: [row('A-1', 1), { ...row('A-1', 1), on_hand: '5' }] }, '/rows/1/on_hand'],
      [{ rows: [] }, '/rows'],
      [{ rows: 'x' }, '/rows'],
      [[], ''],
      [{ rows: [row('A-1', 1)], extra: 1 }, '/extra'],
      [{ rows: Array.from({ length: 10_001 }, () => row('A-1', 1)) }, '/rows'],
    ] as const) {
      const reply = await send('inventory/rows', body).expect(400);
      expect([reply.body.code, reply.body.errors[0].path]).toEqual(['bad-request', path]);
    }
  });

  it('nested without end are told so', async () => {
    const body = `{"rows":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const sent = job
      .post(`${PATH}/inventory/rows`)
      .set('Idempotency-Key', 'deep')
      .set('Content-Type', 'application/json');
    expect((await sent.send(body).expect(400)).body.code).toBe('bad-request');
  });

  it('come 10,000 at a time, in a body larger than other routes take', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({
      sku: `BULK-${i}`,
      name: `Produk ${i} `.padEnd(150, 'x'),
    }));
    expect(JSON.stringify(rows).length).toBeGreaterThan(1_048_576);
    const reply = await send('products/rows', { rows }).expect(200);
    expect(reply.body.totals).toMatchObject({ rows: 10_000, inserted: 10_000 });
    expect(await shop.db.manager.countBy(StockCountTable, { day: day('2026-03-30') })).toBeGreaterThan(0);
  });
});

describe.each(DATABASES)('a whole server on %s', (kind) => {
  it('works an upload in its worker thread, and a run follows', async () => {
    // The worker is a compiled file; `npm test` builds it first.
    expect(existsSync('dist/src/jobs/worker.js'), 'dist/ is missing: run `npm run build` first').toBe(true);
    const DATA_DIR = temporaryFolder();
    const DATABASE_URL = await freshUrl(kind);
    const server = await startServer(testConfig({ DATABASE_URL, DATA_DIR, PORT: '0', DAILY_RUN_AT: '00:00' }));
    try {
      const logIn = await fetch(`${server.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'owner', password: OWNER_PASSWORD }),
      });
      const headers = { Cookie: logIn.headers.getSetCookie()[0]!.split(';')[0]!, Origin: server.url };
      const call = async (path: string, init: RequestInit = {}) => {
        const reply = await fetch(`${server.url}${path}`, { ...init, headers });
        return { status: reply.status, location: reply.headers.get('location'), text: await reply.text() };
      };
      const form = new FormData();
      form.append('file', new File(['sku,name,cost,price\nA-1,Kopi,50000,90000\n'], 'produk.csv'));
      const sent = await call(`${PATH}/products`, { method: 'POST', body: form });
      expect([sent.status, sent.location]).toEqual([202, `${PATH}/1`]);
      const { text: events } = await call(`${PATH}/1/events`); // ends with the import
      expect(JSON.parse(events.trimEnd().split('data: ').at(-1)!)).toMatchObject({
        state: 'done',
        fileName: 'produk.csv',
        totals: { rows: 1, inserted: 1 },
      });
      expect(readdirSync(join(DATA_DIR, 'uploads'))).toEqual([]);
      // The daily run is due as soon as there is a product: nobody has to ask for it.
      await vi.waitFor(async () => {
        const { items } = JSON.parse((await call('/api/v1/runs')).text) as { items: RunView[] };
        expect(items).toMatchObject([{ state: 'done', cause: 'catch-up', totals: { products: 1 } }]);
      }, 30_000);
      const { items } = JSON.parse((await call('/api/v1/products')).text) as { items: ProductView[] };
      expect(items).toMatchObject([{ sku: 'A-1', stock: { onHand: 0 } }]);
    } finally {
      await server.close();
    }
  });
});
