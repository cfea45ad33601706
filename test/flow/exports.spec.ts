import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quoteCsvCell } from '../../src/core/intake/escape.js';
import type { Cell } from '../../src/core/intake/header.js';
import type { ImportJob } from '../../src/core/intake/records.js';
import { sqliteFile, type Database } from '../../src/db/database.js';
import { ChannelTable, ProductTable, SettingTable } from '../../src/db/tables/shop.js';
import { ingest, type IngestOptions } from '../../src/flow/ingest.js';
import { kindsOfSample, tableOf, withCells, type FormatSample } from '../core/intake/formats/sample.js';
import { SAMPLES } from '../core/intake/formats/samples.js';
import { shopeeOrdersSample } from '../core/intake/formats/shopee-orders.js';
import { tiktokOrdersSample } from '../core/intake/formats/tiktok-orders.js';
import { workbook } from './files/workbook.js';
import { DATABASES, freshDatabase } from '../database.js';

const folder = mkdtempSync(join(tmpdir(), 'larisin-exports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 25 November 2026, 10:00 in Jakarta; it moves on with each look. */
let clock = Date.UTC(2026, 10, 25, 3);
const now = (): number => (clock += 1_000);

let count = 0;
function save(content: string | Buffer): string {
  const path = join(folder, `${count++}.bin`);
  writeFileSync(path, content);
  return path;
}
const csv = (table: readonly Cell[][], delimiter = ','): string =>
  `${table.map((row) => row.map((cell) => quoteCsvCell(String(cell))).join(delimiter)).join('\r\n')}\r\n`;

/** The sample as a marketplace gives it. */
const fileOf = (sample: FormatSample): string =>
  save(sample.documents === undefined ? csv(tableOf(sample)) : JSON.stringify(sample.documents));

describe.each(DATABASES)('exports of marketplaces on %s', (database) => {
  let db: Database;
  beforeAll(async () => {
    db = await freshDatabase(database);
    const shop = { name: 'S', currency: 'IDR', scale: 0, timeZone: 'Asia/Jakarta', locale: 'id', isDemo: false };
    await db.manager.save(SettingTable, { name: 'shop', value: shop });
    for (const code of ['shopee', 'tokopedia', 'tiktok-shop', 'lazada', 'website']) {
      const state = { isMarketplace: true, isActive: true, isHeld: false, heldReason: null };
      await db.manager.save(ChannelTable, { code, name: code, ...state } as never);
    }
  });
  beforeEach(async () => {
    for (const table of ['order_line', 'daily_sale', 'waiting_row', 'product', 'import_reject', 'import_job'])
      await db.query(`DELETE FROM ${table}`);
    for (const sku of ['KAOS-H-L', 'TOPI', 'TOPI-1']) {
      const product = { sku, name: sku, tags: [], status: 'active', isStub: false, createdAt: 0, updatedAt: 0 };
      await db.manager.save(ProductTable, product as never);
    }
  });

  const load = (path: string, options: Partial<IngestOptions> = {}): Promise<ImportJob> =>
    ingest(db, { path }, { kind: 'orders', createdBy: 'test', ...options }, undefined, now);
  const lines = (): Promise<Record<string, unknown>[]> =>
    db.query('SELECT orderId, lineId, status, returnedQuantity, quantity FROM order_line ORDER BY orderId, lineId');
  const daily = (): Promise<Record<string, unknown>[]> =>
    db.query('SELECT productId, day, channelId, units, revenue, unitsReturned FROM daily_sale ORDER BY 1, 2, 3');

  /** Everything that the database holds, in whatever table and column. */
  async function everything(): Promise<string> {
    if (database === 'sqlite') {
      const file = sqliteFile(db.url)!;
      const parts = readdirSync(dirname(file)).map((name) => readFileSync(join(dirname(file), name), 'latin1'));
      return parts.join('\n');
    }
    const tables: { name: string }[] = await db.query(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    const rows = await Promise.all(tables.map(({ name }) => db.query(`SELECT * FROM \`${name}\``)));
    return JSON.stringify(rows);
  }

  const ORDERS = SAMPLES.filter((sample) => kindsOfSample(sample).includes('orders'));

  it.each(ORDERS.map((sample) => [sample.format, sample] as const))(
    'of %s leave nothing of a buyer, whatever becomes of the file, and change nothing when they come again',
    async (_, sample) => {
      const done = await load(fileOf(sample));
      expect(done.error).toBeNull();
      const { inserted, waiting } = done.totals;
      expect(inserted + waiting).toBe(sample.expected.orders!.length);
      const [before, sold] = [await lines(), await daily()];
      const again = await load(fileOf(sample));
      expect(again.totals).toMatchObject({ inserted: 0, updated: 0, unchanged: inserted, waiting, rejected: 0 });
      expect([await lines(), await daily()]).toEqual([before, sold]);

      // Rows that are rejected, a file that is cut, one without a header and one without a column.
      const bad = Object.fromEntries(sample.rows.map((_row, at) => [at, '1.23457E+17']));
      const refused = withCells(sample, sample.id, bad);
      const ends: [Cell[][], string][] = [
        [tableOf(refused), 'rows-rejected'],
        [tableOf(sample).map((row, at) => (at < tableOf(sample).length - 1 ? row : row.slice(0, -2))), 'rows-rejected'],
        [sample.rows, 'missing-columns'],
        [
          [sample.titles, ...sample.rows].map((row) => row.toSpliced(sample.titles.indexOf(sample.needed), 1)),
          'missing-columns',
        ],
      ];
      for (const [table, code] of ends) {
        for (const isPartial of [false, true]) {
          const job = await load(save(csv(table)), { isPartial });
          if (job.state === 'refused') expect(job.error?.code).toBe(code);
          expect(job.totals.rejected > 0 || job.state === 'refused').toBe(true);
        }
      }
      const kept = await everything();
      expect(kept).toContain(sample.titles.includes('order.id') ? 'line_item' : sample.id);
      for (const value of sample.personal) expect(kept).not.toContain(value);
    },
  );

  const columnOf = (title: string) => shopeeOrdersSample.titles.indexOf(title);
  /** The first sample order, in another state. */
  function orderAs(status: string, returned: string, row = 1): string {
    const cells = shopeeOrdersSample.rows[row]!.with(columnOf('Status Pesanan'), status);
    return save(csv([shopeeOrdersSample.titles, cells.with(columnOf('Returned quantity'), returned) as Cell[]]));
  }

  it('of last month after this month’s take nothing back', async () => {
    const stateAfter = async (...states: [string, string][]) => {
      await db.query('DELETE FROM order_line');
      let last: ImportJob | null = null;
      for (const [status, returned] of states) last = await load(orderAs(status, returned), { createProducts: true });
      const [line] = await lines();
      return [line!.status, line!.returnedQuantity, last!.totals.updated, last!.totals.unchanged];
    };
    // What came back stays back, whatever an older file says of the time before.
    expect(await stateAfter(['Selesai', '1'], ['Perlu Dikirim', '0'])).toEqual(['sold', 1, 0, 1]);
    expect(await stateAfter(['Selesai', '1'], ['Selesai', '0'])).toEqual(['sold', 1, 0, 1]);
    expect(await stateAfter(['Pengembalian', '2'], ['Sedang Dikirim', '0'])).toEqual(['returned', 2, 0, 1]);
    expect(await stateAfter(['Batal', '0'], ['Belum Bayar', '0'])).toEqual(['cancelled', 0, 0, 1]);
    expect(await stateAfter(['Perlu Dikirim', '0'], ['Belum Bayar', '0'])).toEqual(['sold', 0, 0, 1]);
    // And everything goes on as it goes.
    expect(await stateAfter(['Belum Bayar', '0'], ['Perlu Dikirim', '0'])).toEqual(['sold', 0, 1, 0]);
    expect(await stateAfter(['Perlu Dikirim', '0'], ['Pembatalan diajukan', '0'])).toEqual(['pending', 0, 1, 0]);
    expect(await stateAfter(['Pembatalan diajukan', '0'], ['Batal', '0'])).toEqual(['cancelled', 0, 1, 0]);
    expect(await stateAfter(['Pembatalan diajukan', '0'], ['Selesai', '0'])).toEqual(['sold', 0, 1, 0]);
    expect(await stateAfter(['Selesai', '0'], ['Selesai', '1'], ['Pengembalian', '2'])).toEqual(['returned', 2, 1, 0]);
    // An order of the same number on another channel is no older state of this one.
    expect((await load(orderAs('Belum Bayar', '0'), { channel: 'lazada' })).totals.inserted).toBe(1);
  });

  it('of TikTok Shop come as a workbook with a wrong dimension or with semicolons and a BOM, and are one', async () => {
    const table = tableOf(tiktokOrdersSample);
    const first = await load(save(workbook({ OrderSKUList: table as string[][], Hidden: [['x']] })));
    expect(first.error).toBeNull();
    expect(first.notes).toContain('The file was read as TikTok Shop & Tokopedia: semua pesanan.');
    const before = await lines();
    expect(before.length).toBeGreaterThan(0);
    const second = await load(save(`\uFEFF${csv(table, ';')}`));
    expect(second.totals).toMatchObject({ inserted: 0, updated: 0 });
    expect(await lines()).toEqual(before);
    // 3 + 1 units of two channels; the amount of the whole order, which stands on each row, is nobody's price.
    const [sum]: { units: number; revenue: number }[] = await db.query(
      'SELECT SUM(units) AS units, SUM(revenue) AS revenue FROM daily_sale',
    );
    expect([Number(sum!.units), Number(sum!.revenue)]).toEqual([4, 255_000 + 90_000]);
  });

  it('of products leave a cost that they do not tell as it was; a file of the shop’s own empties it', async () => {
    const products = (table: Cell[][]) => load(save(csv(table)), { kind: 'products' });
    const costs = async () => {
      const all = await db.manager.find(ProductTable, { order: { sku: 'ASC' } });
      return all.map(({ sku, cost }) => [sku, cost]);
    };
    await products([['sku', 'name', 'cost'], ...['KAOS-H-L', 'TOPI'].map((sku) => [sku, sku, '60000'])]);
    const titles = ['Title', 'URL handle', 'Option1 name', 'Option1 value', 'SKU', 'Price', 'Cost per item'];
    const row = (sku: string, cost: string) => [sku, sku.toLowerCase(), 'Title', 'Default Title', sku, '90000', cost];
    const told = await products([titles, row('KAOS-H-L', ''), row('TOPI', '61000'), row('BARU', '')]);
    expect(told.totals).toMatchObject({ inserted: 1, updated: 1, unchanged: 1 });
    expect(await costs()).toEqual([
      ['BARU', null],
      ['KAOS-H-L', 60_000],
      ['TOPI', 61_000],
      ['TOPI-1', null],
    ]);
    await products([
      ['sku', 'name', 'cost'],
      ['TOPI', 'TOPI', ''],
    ]);
    expect((await costs())[2]).toEqual(['TOPI', null]);
  });

  it('are of the channel that somebody says, or are refused in words where nobody does', async () => {
    const said = await load(fileOf(shopeeOrdersSample), { channel: 'lazada' });
    expect(said.error).toBeNull();
    const rows = await db.query('SELECT DISTINCT c.code FROM order_line o JOIN channel c ON c.id = o.channelId');
    expect(rows).toEqual([{ code: 'lazada' }]);
    await expect(load(fileOf(shopeeOrdersSample), { channel: 'Toko Saya' })).rejects.toMatchObject({
      code: 'bad-channel',
    });
    const bigseller = SAMPLES.find(({ format }) => format === 'bigseller-orders')!;
    const silent = {
      ...bigseller,
      titles: bigseller.titles.with(bigseller.titles.indexOf('Marketplace'), 'Kolom Lain'),
    };
    const unsaid = await load(fileOf(silent));
    expect(unsaid.error).toMatchObject({ code: 'channel-needed' });
    expect((await load(fileOf(silent), { channel: 'shopee' })).error).toBeNull();
  });
});
