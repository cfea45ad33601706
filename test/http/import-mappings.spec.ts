import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecognitionView } from '../../src/contract/column-mapping.js';
import type { ImportView, RejectView } from '../../src/contract/imports.js';
import { RunTable } from '../../src/db/tables/engine.js';
import { ColumnMappingTable, ProductTable, StockCountTable } from '../../src/db/tables/shop.js';
import { ingestQueued } from '../../src/flow/ingest.js';
import { DATABASES } from '../database.js';
import { workbook } from '../flow/files/workbook.js';
import { day, product } from '../shop.js';
import { openShop, type Caller, type TestShop } from './shop.js';

const PATH = '/api/v1/imports';
const OWN = 'Tgl;Kode Brg;Sisa Fisik;Nama Pembeli\n2026-03-30;A-1;5;Budi\n';
const MAPPING = { columns: { 'Kode Brg': 'sku', 'Sisa Fisik': 'on_hand' }, fixed: {} };

describe.each(DATABASES)('files with titles of their own on %s', (database) => {
  let shop: TestShop;
  const folder = mkdtempSync(join(tmpdir(), 'larisin-mapping-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(async () => {
    shop = await openShop(database, { DATA_DIR: folder, UPLOAD_BYTES_MAX: '2000000' });
    await shop.db.manager.insert(ProductTable, [product('A-1'), product('B-2')]);
  });
  const waiting = () => (existsSync(join(folder, 'uploads')) ? readdirSync(join(folder, 'uploads')) : []);
  const look = (content: string | Buffer, fields: Record<string, string> = {}, who: Caller = shop.owner) => {
    const call = who.post(`${PATH}/recognise`).attach('file', Buffer.from(content), { filename: 'x' });
    for (const [name, value] of Object.entries(fields)) void call.field(name, value);
    return call;
  };
  const send = (
    content: string | Buffer,
    fields: Record<string, string> = {},
    kind = 'inventory',
    filename = 'stok.csv',
  ) => {
    const call = shop.owner.post(`${PATH}/${kind}`).attach('file', Buffer.from(content), { filename });
    for (const [name, value] of Object.entries(fields)) void call.field(name, value);
    return call;
  };
  const done = async (reply: { body: ImportView }): Promise<ImportView> => {
    await ingestQueued(shop.db, reply.body.id, undefined, () => shop.clock.now());
    return (await shop.owner.get(`${PATH}/${reply.body.id}`).expect(200)).body as ImportView;
  };
  const counts = async () =>
    (await shop.db.manager.find(StockCountTable, { order: { day: 'ASC', productId: 'ASC' } })).map((row) => [
      row.day,
      row.onHand,
    ]);

  it('are looked at: their titles, some rows, what is known of them; nothing is left behind', async () => {
    const merchandiser = await shop.as('merchandiser', 'budi');
    const { body } = (await look(OWN, {}, merchandiser).expect(200)) as { body: RecognitionView };
    expect(body).toMatchObject({
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ';',
      sheet: null,
      headerLine: 1,
      headers: ['Tgl', 'Kode Brg', 'Sisa Fisik', 'Nama Pembeli'],
      sampleRows: [['2026-03-30', 'A-1', '5', 'Budi']],
      kind: null,
      keptMapping: null,
    });
    expect(body.candidates).toHaveLength(7);
    expect(waiting()).toEqual([]);
  });

  it('are known at once where their titles are', async () => {
    const plain = await look('\uFEFFLaporan,,\nTanggal,SKU,Stok\n2026-03-30,A-1,5\n').expect(200);
    expect(plain.body).toMatchObject({ kind: 'inventory', encoding: 'utf-8-bom', headerLine: 2 });
    const packed = await look(gzipSync('Kanal,SKU,Harga\nshopee,A-1,5000\n')).expect(200);
    expect(packed.body).toMatchObject({ kind: 'listings', format: 'csv.gz' });
    const sheets = {
      Petunjuk: [['Isi lembar berikut']],
      Produk: [
        ['SKU', 'Nama Produk'],
        ['A-1', 'Kaos'],
      ],
    };
    const book = await look(workbook(sheets)).expect(200);
    expect(book.body).toMatchObject({
      kind: 'products',
      format: 'xlsx',
      sheet: 'Produk',
      encoding: null,
      delimiter: null,
    });
    expect(book.body.sampleRows).toEqual([['A-1', 'Kaos']]);
  });

  it('are looked at by their beginning alone, wherever it was cut', async () => {
    const text = `Tanggal,SKU,Stok,Catatan\n${'2026-03-30,A-1,5,"baris satu\nbaris dua"\n'.repeat(8_000)}`;
    const whole = await look(text).expect(200);
    for (const size of [65_536, 60_001, 60_002, 60_007, 60_013, 60_020]) {
      const cut = await look(text.slice(0, size), { head: 'true' }).expect(200);
      expect(cut.body).toEqual(whole.body);
    }
    // Noise packs badly: what is sent of it ends in the middle of a block.
    let noise = 1;
    const rows = Array.from({ length: 20_000 }, () => `2026-03-30,${(noise = (noise * 48_271) % 2_147_483_647)},5,x\n`);
    const packed = gzipSync(`Tanggal,SKU,Stok,Catatan\n${rows.join('')}`);
    const cut = await look(packed.subarray(0, 40_000), { head: 'true' }).expect(200);
    expect(cut.body).toMatchObject({ kind: 'inventory', format: 'csv.gz' });
    expect(cut.body.sampleRows).toHaveLength(5);
  });

  it('are refused in plain words where they cannot be read', async () => {
    const refused = async (content: string | Buffer, fields: Record<string, string> = {}) => {
      const reply = await look(content, fields);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      return reply.body.code as string;
    };
    expect(await refused('')).toBe('empty-file');
    expect(await refused(Buffer.from('Kode,N\xe9\n', 'latin1'))).toBe('not-utf-8');
    expect(await refused(Buffer.from('\uFEFFsku,name\n', 'utf16le'))).toBe('utf-16');
    expect(await refused(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]))).toBe('old-spreadsheet');
    expect(await refused('<html><table>')).toBe('not-text');
    expect(await refused(Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.alloc(50, 255)]))).toBe('damaged-file');
    expect(await refused(workbook({ A: [['sku']] }).subarray(0, 300))).toBe('truncated-file');
    expect(await refused('x'.repeat(100_000))).toBe('header-too-large');
    expect(await refused(`${'x,'.repeat(5_000)}\n1,2\n`)).toBe('header-too-large');
    expect(await refused('sku,name\n', { heads: 'true' })).toBe('bad-request');
    expect(waiting()).toEqual([]);
  });

  it('are nobody’s who may not import', async () => {
    await look(OWN, {}, await shop.as('viewer', 'tamu')).expect(403);
    await look(OWN, {}, await shop.withKey('read')).expect(403);
    await look(OWN, {}, await shop.withKey('ingest')).expect(200);
  });

  it('are read as was said; a rejected row names the file’s own title', async () => {
    const text = `${OWN}2026-03-30;B-2;minus;Ani\n2026-03-30;X-9;1;Ani\n`;
    const refused = await done(await send(text, { mapping: JSON.stringify(MAPPING) }).expect(202));
    expect(refused).toMatchObject({
      state: 'refused',
      reading: { mapping: MAPPING },
      totals: { rows: 3, rejected: 2 },
    });
    expect(refused.error!.message).toContain('line 3, column Sisa Fisik');
    const rejects = (await shop.owner.get(`${PATH}/${refused.id}/rejects`).expect(200)).body.items as RejectView[];
    expect(rejects.map(({ line, column, header, code }) => [line, column, header, code])).toEqual([
      [3, 'on_hand', 'Sisa Fisik', 'not-a-number'],
      [4, 'sku', 'Kode Brg', 'unknown-sku'],
    ]);
    expect(JSON.stringify(rejects)).not.toContain('Ani');
    const csv = await shop.owner.get(`${PATH}/${refused.id}/rejects.csv`).expect(200);
    expect(csv.text.split('\r\n').slice(0, 2)).toEqual([
      'line,column,header,value,code,reason,original',
      expect.stringMatching(/^3,on_hand,Sisa Fisik,minus,not-a-number,/),
    ]);
  });

  it('are remembered once they have landed, and read so from then on', async () => {
    const remember = { mapping: JSON.stringify(MAPPING), remember: 'true' };
    await done(await send(OWN, { ...remember, dryRun: 'true' }).expect(202));
    expect(await shop.db.manager.count(ColumnMappingTable)).toBe(0);
    expect(await counts()).toEqual([]);
    await done(await send(OWN, remember, 'inventory', 'stok-pertama.csv').expect(202));
    expect(await counts()).toEqual([[day('2026-03-30'), 5]]);

    const { items } = (await shop.owner.get(`${PATH}/mappings`).expect(200)).body;
    expect(items).toEqual([
      {
        id: expect.any(Number) as number,
        kind: 'inventory',
        mapping: MAPPING,
        name: 'stok-pertama.csv',
        createdBy: 'user:owner',
        updatedAt: '2026-03-31T09:15:00.000+07:00',
      },
    ]);
    // The same titles in another order, with nothing said.
    const next = 'SISA_FISIK,nama pembeli,kode brg,tgl\n8,Budi,A-1,2026-03-31\n';
    const seen = await look(next).expect(200);
    expect(seen.body).toMatchObject({ kind: 'inventory', keptMapping: { id: items[0].id } });
    expect(seen.body.candidates[0]).toMatchObject({ kind: 'inventory', missing: [] });
    const landed = await done(await send(next).expect(202));
    expect(landed).toMatchObject({ state: 'done', reading: null });
    expect(landed.notes).toContain('The columns were read as remembered of "stok-pertama.csv".');
    expect(await counts()).toEqual([
      [day('2026-03-30'), 5],
      [day('2026-03-31'), 8],
    ]);
    // Unless it is told to be left alone.
    const alone = await done(await send(next, { mapping: 'none' }).expect(202));
    expect(alone).toMatchObject({ state: 'refused', error: { code: 'missing-columns' }, reading: { asWritten: true } });
    const byNumber = await done(await send(OWN, { mapping: String(items[0].id) }).expect(202));
    expect(byNumber).toMatchObject({ state: 'done', reading: { mapping: MAPPING } });
    // A second time for the same titles takes the place of the first.
    await done(
      await send(OWN, { ...remember, mapping: JSON.stringify({ ...MAPPING, fixed: { location: 'G1' } }) }).expect(202),
    );
    const after = (await shop.owner.get(`${PATH}/mappings`).expect(200)).body.items;
    expect(after).toMatchObject([{ id: items[0].id, mapping: { fixed: { location: 'G1' } }, name: 'stok.csv' }]);
  });

  it('are forgotten when someone who may import says so', async () => {
    const [{ id }] = (await shop.owner.get(`${PATH}/mappings`).expect(200)).body.items;
    await (await shop.as('viewer', 'tamu-2')).delete(`${PATH}/mappings/${id}`).expect(403);
    await (await shop.as('viewer', 'tamu-3')).get(`${PATH}/mappings`).expect(200);
    await shop.owner.delete(`${PATH}/mappings/${id}`).expect(204);
    expect((await shop.owner.delete(`${PATH}/mappings/${id}`).expect(404)).body.code).toBe('unknown-mapping');
    expect((await look(OWN).expect(200)).body.keptMapping).toBeNull();
    const audit = await shop.owner.get(`/api/v1/audit?subject=mapping:${id}`).expect(200);
    expect(audit.body.items).toMatchObject([{ action: 'mapping.forget', actor: 'user:owner' }]);
  });

  it('with a mapping that cannot be are refused before they are taken', async () => {
    const refused = async (mapping: unknown, more: Record<string, string> = {}) => {
      const text = typeof mapping === 'string' ? mapping : JSON.stringify(mapping);
      const reply = await send(OWN, { mapping: text, ...more });
      expect([400, 404, 422]).toContain(reply.status);
      return reply.body as { code: string; errors?: { path: string; code: string }[] };
    };
    for (const shape of ['{', '[]', '0', '{"columns":{"A":5}}', '{"colums":{}}', 'null']) {
      expect((await refused(shape)).code).toBe('bad-request');
    }
    expect(await refused({ columns: { A: 'skuu' } })).toMatchObject({
      code: 'bad-mapping',
      errors: [{ path: '/columns/A', code: 'unknown-column' }],
    });
    expect((await refused('999999')).code).toBe('unknown-mapping');
    const noMapping = await send(OWN, { remember: 'true' });
    expect(noMapping.body.code).toBe('bad-mapping');
    expect(waiting()).toEqual([]);
  });

  it('say how decimals are written when the file does not', async () => {
    const text = 'sku,name,price\nA-1,Kaos,"1,234"\n';
    const undecided = await done(await send(text, {}, 'products').expect(202));
    expect(undecided.rejectedBy).toEqual({ 'two-readings': 1 });
    const decided = await done(await send(text, { decimal: '.' }, 'products').expect(202));
    expect(decided).toMatchObject({ state: 'done', reading: { decimal: '.' } });
    const [row] = await shop.db.manager.findBy(ProductTable, { sku: 'A-1' });
    expect(row!.price).toBe(1_234);
    await send(text, { decimal: '·' }, 'products').expect(400);
  });
});

describe.each(DATABASES)('the way to the first suggestions on %s', (database) => {
  it('goes from products over stock and sales to a run', async () => {
    const shop = await openShop(database);
    const start = async () => (await shop.owner.get('/api/v1/start').expect(200)).body;
    const nothing = { products: 0, listings: 0, salesUntil: null, countsUntil: null, receiptsUntil: null };
    expect(await start()).toEqual({
      ...nothing,
      isDemo: false,
      isStockKnown: false,
      openRun: null,
      lastRun: null,
      next: 'products',
    });
    const rows = (kind: string, batch: object[]) =>
      shop.owner.post(`${PATH}/${kind}/rows`).set('Idempotency-Key', kind).send({ rows: batch }).expect(200);
    await rows('products', [{ sku: 'A-1', name: 'Kaos' }]);
    expect(await start()).toMatchObject({ products: 1, next: 'stock-and-sales' });
    await rows('receipts', [{ day: '2026-01-05', sku: 'A-1', quantity: 9 }]);
    expect(await start()).toMatchObject({ receiptsUntil: '2026-01-05', isStockKnown: true, next: 'stock-and-sales' });
    await rows('sales', [
      { day: '2026-03-30', channel: 'shopee', sku: 'A-1', units: 1 },
      { day: '2026-03-29', channel: 'store', sku: 'A-1', units: 1 },
    ]);
    expect(await start()).toMatchObject({ salesUntil: '2026-03-30', countsUntil: null, next: 'run' });
    const run = await shop.owner.post('/api/v1/runs').send({}).expect(202);
    expect(await start()).toMatchObject({ openRun: run.body.id, lastRun: null, next: 'run' });
    // A run that was asked for before stock and sales came has not seen them; the next one has.
    const done = { state: 'done' as const, stage: 'done', totals: { suggested: 4 } as never };
    const at = shop.clock.now();
    await shop.db.manager.update(RunTable, { id: run.body.id }, { ...done, createdAt: at - 1, finishedAt: at });
    const seen = { id: run.body.id, asOf: '2026-03-30', suggested: 4 };
    expect(await start()).toMatchObject({ openRun: null, lastRun: seen, next: 'run' });
    await shop.db.manager.update(RunTable, { id: run.body.id }, { createdAt: at });
    expect(await start()).toMatchObject({ lastRun: seen, next: 'nothing' });
    const viewer = await shop.as('viewer');
    await viewer.get('/api/v1/start').expect(200);
  });
});
