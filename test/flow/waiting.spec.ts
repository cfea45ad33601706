import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ImportJob, ImportKind } from '../../src/core/intake/records.js';
import type { OrderRow, RowOf } from '../../src/core/intake/rows.js';
import { parseDay } from '../../src/core/units.js';
import type { Database } from '../../src/db/database.js';
import { countUnmapped, listChannelSkus, listUnmapped } from '../../src/db/stores/channel-skus.js';
import { ChannelSkuTable, ChannelTable, ImportJobTable, SettingTable } from '../../src/db/tables/shop.js';
import { forgetChannelSku, sayChannelSkus } from '../../src/flow/channel-skus.js';
import { importRows } from '../../src/flow/import-rows.js';
import { ingest, ingestQueued, ingestWaiting, queueWaiting, recoverImports } from '../../src/flow/ingest.js';
import { DATABASES, freshDatabase } from '../database.js';
import { workbook } from './files/workbook.js';

const D = (text: string): number => parseDay(text)!;
let clock = Date.UTC(2026, 3, 1);
const now = (): number => (clock += 1_000);

function folderFor(): string {
  const folder = mkdtempSync(join(tmpdir(), 'larisin-waiting-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An order line as the file of a channel tells it: SKU, the channel's own id, quantity, price. */
function line(orderId: string, sku: string, id: string | null, quantity: number, unitPrice: number): OrderRow {
  return {
    ...{ line: 2, orderId, lineId: `${id ?? sku}|${unitPrice}`, orderedAt: D('2026-03-01') * 86_400_000 },
    ...{ day: D('2026-03-01'), channel: 'shopee', sku, quantity, unitPrice, listPrice: null, sellerDiscount: null },
    ...{ status: 'sold', returnedQuantity: 0, channelSku: { channel: 'shopee', id, name: `Kaos ${id ?? sku}` } },
  };
}

describe.each(DATABASES)('rows of a channel whose product is not known, on %s', (database) => {
  let db: Database;
  let shopee: number;
  beforeAll(async () => {
    db = await freshDatabase(database);
    const shop = { name: 'S', currency: 'IDR', scale: 0, timeZone: 'Asia/Jakarta', locale: 'id', isDemo: false };
    await db.manager.save(SettingTable, { name: 'shop', value: shop });
    const state = { isMarketplace: true, isActive: true, isHeld: false, heldReason: null };
    shopee = (await db.manager.save(ChannelTable, { code: 'shopee', name: 'Shopee', ...state })).id;
    for (const code of ['tiktok-shop', 'tokopedia'])
      await db.manager.save(ChannelTable, { code, name: code, ...state });
  });
  beforeEach(async () => {
    const tables = ['product', 'listing', 'base_price', 'order_line', 'daily_sale', 'stock_count', 'channel_sku'];
    for (const table of [...tables, 'waiting_row', 'import_reject', 'import_job'])
      await db.query(`DELETE FROM ${table}`);
    await products('A', 'B');
  });

  const products = (...skus: string[]) =>
    ingest(
      db,
      { rows: skus.map((sku) => ({ sku, name: sku })) },
      { kind: 'products', createdBy: 'test' },
      undefined,
      now,
    );
  /** As a file of a marketplace comes in. */
  async function take<K extends ImportKind>(
    kind: K,
    rows: RowOf[K][],
    change: Partial<ImportJob> = {},
  ): Promise<ImportJob> {
    const present = kind === 'products' ? ['sku', 'cost'] : [];
    const reading = { rows: rows.length, present, notes: [], titles: new Map(), fingerprint: null };
    const job = {
      ...{ kind, fileName: 'pesanan.xlsx', contentHash: null, state: 'running', isDryRun: false, isPartial: false },
      ...{ createProducts: false, createChannels: false, reading: null, path: null, bytesRead: 0, bytesTotal: 0 },
      ...{ totals: {}, rejectedBy: {}, error: null, notes: [], createdBy: 'test', createdAt: 0, startedAt: 0 },
      ...{ finishedAt: null, ...change },
    } as never as ImportJob;
    const saved = await db.manager.save(ImportJobTable, job);
    const source = {
      reading: { ...reading, bytesRead: 0, bytesTotal: 0, contentHash: null },
      async *batches() {
        yield { rows, rejects: [], original: () => '' };
      },
    };
    await importRows(db, saved as ImportJob & { kind: K }, source, () => undefined, now);
    return db.manager.findOneByOrFail(ImportJobTable, { id: saved.id });
  }
  const productId = async (sku: string): Promise<number> =>
    (await db.query<{ id: number }>('SELECT id FROM product WHERE sku = ?', [sku]))[0]!.id;
  const say = async (channelSku: string, sku: string) => {
    const said = { channelId: shopee, channelSku, updatedBy: 'test', updatedAt: now() };
    await db.manager.upsert(ChannelSkuTable, { ...said, productId: await productId(sku) }, ['channelId', 'channelSku']);
  };
  const settle = async (): Promise<ImportJob[]> => {
    const done: ImportJob[] = [];
    for (const id of await queueWaiting(db.manager, 'test', now()))
      done.push(await ingestQueued(db, id, undefined, now));
    return done;
  };
  const lines = async () =>
    (
      await db.query<{ orderId: string; sku: string; quantity: number }>(
        'SELECT o.orderId, p.sku, o.quantity FROM order_line o JOIN product p ON p.id = o.productId ORDER BY o.orderId, p.sku',
      )
    ).map(({ orderId, sku, quantity }) => `${orderId} ${sku} ${Number(quantity)}`);
  const sold = async () =>
    Number((await db.query<{ units: number }>('SELECT COALESCE(SUM(units), 0) AS units FROM daily_sale'))[0]!.units);
  const waiting = async () => (await listUnmapped(db.manager, shopee, undefined, 10)).map((row) => row.channelSku);

  it('wait beside those that land, are told with what they are worth, and land once they are named', async () => {
    const job = await take('orders', [
      line('1', 'A', null, 2, 100),
      line('2', 'X', 'v1', 3, 50),
      line('3', '', 'v2', 1, 9_000),
    ]);
    expect([job.state, job.totals.inserted, job.totals.waiting, job.totals.rejected]).toEqual(['done', 1, 2, 0]);
    expect(await listUnmapped(db.manager, shopee, undefined, 10)).toMatchObject([
      { channelSku: 'v2', name: 'Kaos v2', rows: 1, units: 1, money: 9_000, firstDay: D('2026-03-01') },
      { channelSku: 'X', name: 'Kaos v1', rows: 1, units: 3, money: 150, lastDay: D('2026-03-01') },
    ]);
    expect(await settle()).toEqual([]);
    await say('v2', 'B');
    expect((await settle()).map(({ totals }) => totals.inserted)).toEqual([1]);
    expect(await lines()).toEqual(['1 A 2', '3 B 1']);
    expect([await waiting(), await sold()]).toEqual([['X'], 3]);
    await say('X', 'A');
    await settle();
    expect([await lines(), await waiting(), await sold()]).toEqual([['1 A 2', '2 A 3', '3 B 1'], [], 6]);
    expect(await settle()).toEqual([]);
  });

  it('are found by what was said of the SKU, then by the SKU, then by what was said of the id or a listing has', async () => {
    await say('A', 'B');
    await say('v9', 'A');
    const listings = [
      { channel: 'shopee', sku: 'A', external_id: 'i1', external_variant_id: 'v1' },
      { channel: 'shopee', sku: 'B', external_id: 'i1', external_variant_id: 'v2' },
    ];
    await ingest(db, { rows: listings }, { kind: 'listings', createdBy: 'test' }, undefined, now);
    const job = await take('orders', [
      line('said', 'A', 'v1', 1, 10),
      line('sku', 'B', 'v9', 1, 10),
      line('said-id', 'new', 'v9', 1, 10),
      line('variant', '', 'v2', 1, 10),
      line('item', '', 'i1', 1, 10), // two variants have it
    ]);
    expect(job.totals).toMatchObject({ inserted: 4, waiting: 1 });
    expect(await lines()).toEqual(['said B 1', 'said-id A 1', 'sku B 1', 'variant B 1']);
    expect(await waiting()).toEqual(['i1']);
  });

  it('are told from those of the shop’s own files, which speak of its own SKUs', async () => {
    await say('A', 'B');
    await say('X', 'A');
    const row = { day: '2026-03-01', channel: 'shopee', units: 1 };
    const rows = [
      { ...row, sku: 'A', revenue: 1 },
      { ...row, sku: 'X', day: '2026-03-02', revenue: 2 },
    ];
    await ingest(db, { rows }, { kind: 'sales', createdBy: 'test' }, undefined, now);
    const sql = 'SELECT p.sku, s.revenue FROM daily_sale s JOIN product p ON p.id = s.productId ORDER BY s.day';
    expect((await db.query<{ sku: string }>(sql)).map(({ sku }) => sku)).toEqual(['A', 'A']);
  });

  it('are known on TikTok Shop by what was said on Tokopedia: they have one seller centre', async () => {
    const on = (channel: string, orderId: string, sku: string, id: string) => {
      return { ...line(orderId, sku, id, 1, 10), channel, channelSku: { channel, id, name: null } };
    };
    await take('orders', [
      on('tiktok-shop', '1', '', '17'),
      on('tiktok-shop', '2', 'lama', '18'),
      line('3', '', '17', 1, 10),
    ]);
    const said = { productId: await productId('A'), updatedBy: 'test', updatedAt: now() };
    const { id: channelId } = await db.manager.findOneByOrFail(ChannelTable, { code: 'tokopedia' });
    for (const channelSku of ['17', 'lama'])
      await db.manager.insert(ChannelSkuTable, { ...said, channelId, channelSku });
    expect((await settle()).map(({ totals }) => [totals.inserted, totals.waiting])).toEqual([[2, 0]]);
    expect(await lines()).toEqual(['1 A 1', '2 A 1']);
    const more = await take('orders', [on('tiktok-shop', '4', '', '17'), on('tokopedia', '5', 'lama', '19')]);
    expect(more.totals).toMatchObject({ inserted: 2, waiting: 0 });
    expect(await waiting()).toEqual(['17']); // Shopee's 17 is another
  });

  it('come again in a later export: the later one holds, whether it waits or lands', async () => {
    await take('orders', [line('1', 'X', 'v1', 3, 50), line('2', 'X', 'v1', 1, 50)]);
    await take('orders', [{ ...line('1', 'X', 'v1', 3, 50), status: 'cancelled' }]);
    expect(await listUnmapped(db.manager, shopee, undefined, 10)).toMatchObject([{ rows: 2, units: 1, money: 50 }]);
    await say('X', 'A');
    // Before what waits has landed, the same order comes with a product, and is no longer to be overtaken by it.
    await take('orders', [line('2', 'X', 'v1', 7, 50)]);
    await settle();
    expect([await lines(), await sold()]).toEqual([['1 A 3', '2 A 7'], 7]);
    expect(await waiting()).toEqual([]);
  });

  it('wait under their own channel: the same numbers on another one are another line', async () => {
    const on = (channel: string, status: OrderRow['status']): OrderRow => {
      return { ...line('1', '', 'v1', 1, 50), status, channel, channelSku: { channel, id: 'v1', name: null } };
    };
    await take('orders', [on('shopee', 'sold'), on('tokopedia', 'cancelled')]);
    expect(await listUnmapped(db.manager, shopee, undefined, 10)).toMatchObject([{ rows: 1, units: 1, money: 50 }]);
    // Tokopedia's comes with a product: Shopee's waits on.
    await take('orders', [{ ...on('tokopedia', 'sold'), sku: 'A' }]);
    expect([await lines(), await waiting()]).toEqual([['1 A 1'], ['v1']]);
    await say('v1', 'B');
    await settle();
    expect([await lines(), await waiting(), await sold()]).toEqual([['1 A 1', '1 B 1'], [], 2]);
  });

  it('stay as they were told last when an older export comes after', async () => {
    const { status: _, ...known } = line('1', 'X', 'v1', 3, 50);
    await take('orders', [{ ...known, status: 'cancelled', phase: 'cancelled' }]);
    const older = await take('orders', [{ ...known, status: 'sold', phase: 'underway' }]);
    expect(older.totals.waiting).toBe(1);
    expect(await listUnmapped(db.manager, shopee, undefined, 10)).toMatchObject([{ rows: 1, units: 0, money: 0 }]);
  });

  it('wait in no dry run and in no import that was refused', async () => {
    await take('orders', [line('1', 'X', null, 3, 50)], { isDryRun: true });
    const { channelSku: _, ...ordinary } = line('2', 'Y', null, 1, 50);
    const refused = await take('orders', [line('1', 'X', null, 3, 50), ordinary]);
    expect([refused.state, refused.rejectedBy]).toEqual(['refused', { 'unknown-sku': 1 }]);
    expect(await waiting()).toEqual([]);
  });

  it('land when a file brings the product under that very SKU', async () => {
    await take('orders', [line('1', 'C', null, 3, 50)]);
    await products('C');
    const [queued] = await db.manager.findBy(ImportJobTable, { state: 'queued' });
    expect(queued).toMatchObject({ kind: 'orders', fileName: 'waiting' });
    await ingestQueued(db, queued!.id, undefined, now);
    expect(await lines()).toEqual(['1 C 3']);
  });

  it('are made into products, named as on the channel, when the import may do that', async () => {
    await take('orders', [line('1', 'X', 'v1', 3, 50), line('2', '', 'v2', 1, 50)], { createProducts: true });
    expect(await db.query(`SELECT name FROM product WHERE sku = 'X'`)).toEqual([{ name: 'Kaos v1' }]);
    expect(await waiting()).toEqual(['v2']); // a product needs a SKU
  });

  it('are found by the ids that a file of prices and stock has brought, and products by the SKU that was said', async () => {
    const file = join(folderFor(), 'mass_update_sales_info.xlsx');
    const keys = [
      'product_id',
      'product_name',
      'variation_id',
      'variation_sku',
      'variation_price',
      'variation_stock.7',
    ];
    const sheet = [
      keys.map((key) => `et_title_${key}`),
      ['sales_info', '220408_floatingstock'],
      ['Kode Produk', 'Nama Produk', 'Kode Variasi', 'SKU', 'Harga', 'Stok'],
      ['', '', '', '', 'Wajib', 'Wajib'],
      ['Tidak dapat diubah', 'Tidak dapat diubah', 'Tidak dapat diubah'],
      ['', '', '', 'Maksimal 100 karakter'],
      [18_445_031, 'Kaos', 20_641, 'A', 125_000, 7],
      ['18445031', '', '20642', 'lama', '99.900', '4'],
    ];
    writeFileSync(file, workbook({ HiddenEnum: [['1', 'a']], Sheet1: sheet }));
    for (const kind of ['listings', 'inventory'] as const) {
      const read = await ingest(db, { path: file }, { kind, createdBy: 'test' }, undefined, now);
      expect(read).toMatchObject({ state: 'done', totals: { inserted: 1, waiting: 1, rejected: 0 } });
    }
    const orders = await take('orders', [line('1', '', '20641', 2, 100), line('2', '', '20642', 1, 100)]);
    expect(orders.totals).toMatchObject({ inserted: 1, waiting: 1 });
    expect(await waiting()).toEqual(['20642', 'lama']);
    // The listing tells the id, so that saying one of the two names is enough.
    await say('lama', 'B');
    await queueWaiting(db.manager, 'test', now());
    expect((await ingestWaiting(db, now)).map(({ kind }) => kind)).toEqual(['listings', 'inventory', 'orders']);
    expect([await lines(), await waiting()]).toEqual([['1 A 2', '2 B 1'], []]);
    expect(await db.query('SELECT onHand FROM stock_count ORDER BY onHand')).toEqual([{ onHand: 4 }, { onHand: 7 }]);
    const prices = await db.query<{ price: number }>('SELECT price FROM listing ORDER BY price');
    expect(prices.map(({ price }) => Number(price))).toEqual([99_900, 125_000]);
    const product = { line: 2, channelSku: { channel: 'shopee', id: null, name: null }, sku: 'lama', name: 'Lama' };
    const more = { category: null, brand: null, tags: [], cost: 700, price: null, firstStockedOn: null };
    const made = await take('products', [{ ...product, ...more, staleAfterDays: null, status: 'active' }]);
    expect(made.totals).toMatchObject({ inserted: 0, updated: 1 });
    expect(await db.query('SELECT sku FROM product ORDER BY sku')).toEqual([{ sku: 'A' }, { sku: 'B' }]);
  });

  const BY = { actor: 'test', ip: null };
  const notOurs = (code: string, ...channelSkus: string[]) => {
    const items = channelSkus.map((channelSku) => ({ channelSku, sku: null }));
    return sayChannelSkus(db, code, items, BY, now());
  };

  it('are put aside while it is said that they are not ours, and come in when that is taken back', async () => {
    await take('orders', [line('1', 'A', null, 2, 100), line('2', 'X', 'v1', 3, 50), line('3', '', 'v2', 1, 9_000)]);
    expect(await notOurs('shopee', 'X', 'v2')).toEqual({ changed: 2, imports: [] });
    expect(await notOurs('shopee', 'X', 'v2')).toEqual({ changed: 0, imports: [] });
    expect([await waiting(), (await countUnmapped(db.manager)).size]).toEqual([[], 0]);
    const later = await take('orders', [line('4', 'X', 'v1', 1, 50), line('5', 'Y', 'v2', 1, 10)], {
      createProducts: true,
    });
    expect(later.totals).toMatchObject({ rows: 2, ignored: 2, waiting: 0, rejected: 0, inserted: 0 });
    expect(later.notes).toEqual(['Said to be not ours, and left out: X, Y.']);
    const known = await listChannelSkus(db.manager, shopee, { isOurs: false }, 10);
    expect(known.map(({ channelSku, sku, aside }) => [channelSku, sku, aside])).toEqual([
      ['X', null, 2],
      ['v2', null, 1],
    ]);
    // A product that comes with this SKU does not undo what was said.
    await products('X');
    expect([await lines(), await settle()]).toEqual([['1 A 2'], []]);
    await forgetChannelSku(db, 'shopee', 'X', BY, now());
    expect((await ingestWaiting(db, now)).map(({ totals }) => totals.inserted)).toEqual([2]);
    expect(await lines()).toEqual(['1 A 2', '2 X 3', '4 X 1']);
    await sayChannelSkus(db, 'shopee', [{ channelSku: 'v2', sku: 'B' }], BY, now());
    await ingestWaiting(db, now);
    expect(await lines()).toEqual(['1 A 2', '2 X 3', '3 B 1', '4 X 1', '5 B 1']);
  });

  it('are not ours in every file that tells its channel, and by what the nearest channel says', async () => {
    await take('orders', [line('1', 'X', null, 1, 10)]);
    await notOurs('shopee', 'X');
    const sale = { day: '2026-03-01', channel: 'shopee', units: 1, revenue: 5 };
    const rows = [
      { ...sale, sku: 'A' },
      { ...sale, sku: 'X' },
    ];
    const own = await ingest(db, { rows }, { kind: 'sales', createdBy: 'test' }, undefined, now);
    expect([own.state, own.totals]).toEqual(['done', expect.objectContaining({ inserted: 1, ignored: 1 })]);
    const product = { line: 2, channelSku: { channel: 'shopee', id: null, name: null }, sku: 'X', name: 'X' };
    const more = { category: null, brand: null, tags: [], cost: 700, price: null, firstStockedOn: null };
    const made = await take('products', [{ ...product, ...more, staleAfterDays: null, status: 'active' }]);
    expect(made.totals).toMatchObject({ rows: 1, inserted: 0, ignored: 1 });
    await notOurs('tiktok-shop', '17');
    await sayChannelSkus(db, 'tokopedia', [{ channelSku: '17', sku: 'A' }], BY, now());
    const on = (channel: string, orderId: string) => {
      return { ...line(orderId, '', '17', 1, 10), channel, channelSku: { channel, id: '17', name: null } };
    };
    const both = await take('orders', [on('tiktok-shop', '7'), on('tokopedia', '8')]);
    expect(both.totals).toMatchObject({ inserted: 1, ignored: 1 });
    expect([await lines(), await settle(), await waiting()]).toEqual([['8 A 1'], [], []]);
  });

  it('come in after an import during which their product was named', async () => {
    await take('orders', [line('1', 'X', null, 1, 10)]);
    await say('X', 'A');
    const file = join(folderFor(), 'pesanan.csv');
    writeFileSync(
      file,
      'No. Pesanan,Status Pesanan,Waktu Pesanan Dibuat,Nama Produk,Nomor Referensi SKU,Harga Awal,Harga Setelah Diskon,Jumlah\n' +
        'S2,Selesai,2026-03-01 10:00,Kaos,Y,100.000,75.000,2\n',
    );
    const read = await ingest(db, { path: file }, { kind: 'orders', createdBy: 'test' }, undefined, now);
    expect(read.totals).toMatchObject({ inserted: 0, waiting: 1 });
    expect((await ingestWaiting(db, now)).map(({ totals }) => totals.inserted)).toEqual([1]);
    expect(await waiting()).toEqual(['Y']);
  });

  it('land all or not at all when the program ends half-way, and once', async () => {
    await take('orders', [line('1', 'X', null, 3, 50)]);
    await say('X', 'A');
    const [id] = await queueWaiting(db.manager, 'test', now());
    expect(await queueWaiting(db.manager, 'test', now())).toEqual([]);
    await db.manager.update(ImportJobTable, { id }, { state: 'running' });
    expect(await recoverImports(db, now())).toBe(1);
    expect((await ingestQueued(db, id!, undefined, now)).totals.inserted).toBe(1);
    await expect(ingestQueued(db, id!, undefined, now)).rejects.toMatchObject({ code: 'import-not-queued' });
    expect([await lines(), await sold()]).toEqual([['1 A 3'], 3]);
  });

  it('of counts and listings fill what is empty and leave alone what is newer', async () => {
    const channelSku = { channel: 'shopee', id: 'v1', name: null };
    const count = (day: string, onHand: number) => ({
      line: 2,
      channelSku,
      day: D(day),
      sku: 'X',
      onHand,
      location: '',
    });
    await take('inventory', [count('2026-03-01', 5), count('2026-03-02', 4)]);
    const ids = { externalId: 'i1', externalVariantId: 'v1', minPrice: null, maxPrice: null };
    await take('listings', [{ line: 2, channelSku, channel: 'shopee', sku: 'X', price: 900, ...ids }]);
    expect(await listUnmapped(db.manager, shopee, undefined, 10)).toMatchObject([{ rows: 3, units: 0, money: 0 }]);
    const counted = { rows: [{ day: '2026-03-02', sku: 'A', on_hand: 9 }] };
    await ingest(db, counted, { kind: 'inventory', createdBy: 'test' }, undefined, now);
    await say('X', 'A');
    expect((await settle()).map(({ kind, totals }) => [kind, totals.inserted, totals.unchanged])).toEqual([
      ['listings', 1, 0],
      ['inventory', 1, 1],
    ]);
    expect(await db.query('SELECT day, onHand FROM stock_count ORDER BY day')).toMatchObject([
      { onHand: 5 },
      { onHand: 9 },
    ]);
    expect(await db.query('SELECT price, externalVariantId FROM listing')).toMatchObject([{ externalVariantId: 'v1' }]);
  });
});
