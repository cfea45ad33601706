import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImportJob, ImportKind } from '../../src/core/intake/records.js';
import { parseDay } from '../../src/core/units.js';
import { takeImportLock } from '../../src/db/bulk/lock.js';
import type { Database } from '../../src/db/database.js';
import { ChannelTable, ImportJobTable, ImportRejectTable, SettingTable } from '../../src/db/tables/shop.js';
import {
  ingest,
  ingestQueued,
  queueImport,
  recoverImports,
  rejectsCsv,
  type IngestOptions,
} from '../../src/flow/ingest.js';
import { DATABASES, freshDatabase } from '../database.js';

const folder = mkdtempSync(join(tmpdir(), 'larisin-ingest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A clock that moves on with each look, so that histories have an order. */
let clock = Date.UTC(2026, 3, 1);
const now = (): number => (clock += 1_000);
const D = (text: string): number => parseDay(text)!;

let count = 0;
function save(text: string): string {
  const path = join(folder, `${count++}.csv`);
  writeFileSync(path, text);
  return path;
}

describe.each(DATABASES)('importing on %s', (database) => {
  let db: Database;
  beforeAll(async () => {
    db = await freshDatabase(database);
    const shop = { name: 'S', currency: 'IDR', scale: 0, timeZone: 'Asia/Jakarta', locale: 'id', isDemo: false };
    await db.manager.save(SettingTable, { name: 'shop', value: shop });
    for (const code of ['shopee', 'store']) {
      const state = { isMarketplace: true, isActive: true, isHeld: false, heldReason: null };
      await db.manager.save(ChannelTable, { code, name: code, ...state } as never);
    }
  });
  const TABLES = ['product', 'listing', 'base_price', 'order_line', 'daily_sale', 'receipt', 'stock_count'];
  beforeEach(async () => {
    for (const table of [...TABLES, 'competitor_price', 'import_reject', 'import_job']) {
      await db.query(`DELETE FROM ${table}`);
    }
    await db.query(`DELETE FROM channel WHERE code NOT IN ('shopee', 'store')`);
  });

  const load = (kind: ImportKind, text: string, options: Partial<IngestOptions> = {}): Promise<ImportJob> =>
    ingest(db, { path: save(text) }, { kind, createdBy: 'test', ...options }, undefined, now);
  const totals = (job: ImportJob) => {
    expect(job.error).toBeNull();
    const { inserted, updated, unchanged, rejected, repeated } = job.totals;
    return [inserted, updated, unchanged, rejected, repeated];
  };
  const products = (...skus: string[]) =>
    load('products', `sku,name\n${skus.map((sku) => `${sku},${sku}`).join('\n')}\n`);
  const dump = (sql: string) => db.query<Record<string, unknown>>(sql);
  /** Daily sales as `sku day channel: units revenue returned discount derived`. */
  const sales = async () =>
    (
      await dump(
        `SELECT p.sku, s.day, c.code, s.units, s.revenue, s.unitsReturned, s.discount, s.isDerived FROM daily_sale s ` +
          `JOIN product p ON p.id = s.productId JOIN channel c ON c.id = s.channelId ORDER BY p.sku, s.day, c.code`,
      )
    ).map((row) =>
      Object.values(row).map((value) => (value === null ? null : typeof value === 'string' ? value : Number(value))),
    );

  it('takes products, tells unchanged from updated, and keeps the history of base prices', async () => {
    const first = 'sku,name,cost,price,tags\nA,Kopi,10.000,15.000,"baru,kopi"\nB,Teh,,9.000,\n';
    expect(totals(await load('products', first))).toEqual([2, 0, 0, 0, 0]);
    expect(totals(await load('products', first))).toEqual([0, 0, 2, 0, 0]);
    expect(
      totals(await load('products', 'sku,price\n'.replace('sku', 'sku,name') + 'A,Kopi,16000\nC,Gula,\n')),
    ).toEqual([1, 1, 0, 0, 0]);
    // Columns that a file lacks keep their value.
    expect(await dump('SELECT sku, name, cost, price, tags FROM product ORDER BY sku')).toMatchObject([
      { sku: 'A', name: 'Kopi', cost: 10_000, price: 16_000 },
      { sku: 'B', cost: null, price: 9_000 },
      { sku: 'C', price: null },
    ]);
    const history = await dump(
      'SELECT p.sku, b.price FROM base_price b JOIN product p ON p.id = b.productId ORDER BY p.sku, b.since',
    );
    expect(history.map((row) => [row.sku, Number(row.price)])).toEqual([
      ['A', 15_000],
      ['A', 16_000],
      ['B', 9_000],
    ]);
    // An empty cell empties the value.
    await load('products', 'sku,name,cost\nA,Kopi,\n');
    expect(await dump(`SELECT cost FROM product WHERE sku = 'A'`)).toEqual([{ cost: null }]);
  });

  it('takes listings with their own price history', async () => {
    await products('A');
    expect(totals(await load('listings', 'channel,sku,price,external_id\nshopee,A,100,X1\nstore,A,90,\n'))).toEqual([
      2, 0, 0, 0, 0,
    ]);
    expect(totals(await load('listings', 'channel,sku,price\nshopee,A,110\nstore,A,90\n'))).toEqual([0, 1, 1, 0, 0]);
    const rows = await dump('SELECT externalId, price FROM listing ORDER BY price DESC');
    expect(rows).toMatchObject([
      { externalId: 'X1', price: 110 },
      { externalId: null, price: 90 },
    ]);
    const history = await dump('SELECT price FROM base_price WHERE channelId > 0 ORDER BY price');
    expect(history.map((row) => Number(row.price))).toEqual([90, 100, 110]);
  });

  it('compares SKUs exactly, with case', async () => {
    await products('a', 'A', 'ä');
    expect(
      totals(await load('inventory', 'day,sku,on_hand\n2026-03-01,a,1\n2026-03-01,A,2\n2026-03-01,ä,3\n')),
    ).toEqual([3, 0, 0, 0, 0]);
  });

  it.each([
    ['inventory', 'day,sku,on_hand,location\n2026-03-01,A,5,\n2026-03-01,A,6,G2\n', '2026-03-01,A,7,\n'],
    ['receipts', 'day,sku,quantity,unit_cost\n2026-03-01,A,5,100\n2026-03-02,A,6,\n', '2026-03-02,A,6,90\n'],
    ['sales', 'day,channel,sku,units\n2026-03-01,store,A,5\n2026-03-01,shopee,A,6\n', '2026-03-01,store,A,4\n'],
    [
      'competitor_prices',
      'day,channel,sku,price,competitor\n2026-03-01,store,A,5,X\n2026-03-01,store,A,6,Y\n',
      '2026-03-01,store,A,4,Y\n',
    ],
  ] as [ImportKind, string, string][])(
    'takes %s; the same file changes nothing, a later one wins row by row',
    async (kind, file, more) => {
      await products('A');
      expect(totals(await load(kind, file))).toEqual([2, 0, 0, 0, 0]);
      expect(totals(await load(kind, file))).toEqual([0, 0, 2, 0, 0]);
      expect(totals(await load(kind, file + more))).toEqual([0, 1, 1, 0, 1]);
      expect(totals(await load(kind, file))).toEqual([0, 1, 1, 0, 0]);
    },
  );

  it('lets the later of two rows with one key win, and counts it', async () => {
    await products('A');
    const job = await load('inventory', 'day,sku,on_hand\n2026-03-01,A,1\n2026-03-02,A,2\n2026-03-01,A,3\n');
    expect(totals(job)).toEqual([2, 0, 0, 0, 1]);
    expect(await dump('SELECT onHand FROM stock_count ORDER BY day')).toEqual([{ onHand: 3 }, { onHand: 2 }]);
  });

  describe('orders', () => {
    const HEAD = 'order_id,ordered_at,channel,sku,quantity,unit_price,list_price,status,returned_quantity\n';
    const FIRST =
      '1,2026-03-01 10:00,shopee,A,2,100,120,sold,\n' +
      '2,2026-03-01 11:00,shopee,A,1,110,,sold,\n' +
      '3,2026-03-01 12:00,shopee,A,5,100,,cancelled,\n' +
      '4,2026-03-01 13:00,store,A,4,100,,pending,\n' +
      '5,2026-03-02 10:00,store,A,3,100,,returned,2\n';
    const DERIVED = [
      ['A', D('2026-03-01'), 'shopee', 3, 310, 0, 40, 1],
      ['A', D('2026-03-01'), 'store', 0, 0, 0, null, 1],
      ['A', D('2026-03-02'), 'store', 3, 300, 2, null, 1],
    ];

    it('become daily sales: sold and returned lines count, cancelled and pending ones do not', async () => {
      await products('A');
      expect(totals(await load('orders', HEAD + FIRST))).toEqual([5, 0, 0, 0, 0]);
      expect(await sales()).toEqual(DERIVED);
      expect(totals(await load('orders', HEAD + FIRST))).toEqual([0, 0, 5, 0, 0]);
      expect(await sales()).toEqual(DERIVED);
    });

    it('of later files are added to the days that they touch', async () => {
      await products('A');
      await load('orders', HEAD + FIRST);
      expect(totals(await load('orders', `${HEAD}6,2026-03-01 20:00,shopee,A,1,90,95,sold,\n`))).toEqual([
        1, 0, 0, 0, 0,
      ]);
      expect((await sales())[0]).toEqual(['A', D('2026-03-01'), 'shopee', 4, 400, 0, 45, 1]);
    });

    it('that change move their sales to where they belong now', async () => {
      await products('A', 'B');
      const line = (sku: string, day: string, status: string) =>
        `order_id,line_id,ordered_at,channel,sku,quantity,unit_price,status\n1,1,${day} 10:00,store,${sku},2,100,${status}\n`;
      await load('orders', line('A', '2026-03-01', 'sold'));
      expect(totals(await load('orders', line('B', '2026-03-02', 'sold')))).toEqual([0, 1, 0, 0, 0]);
      expect(await sales()).toEqual([['B', D('2026-03-02'), 'store', 2, 200, 0, null, 1]]);
      await load('orders', line('B', '2026-03-02', 'cancelled'));
      expect(await sales()).toEqual([['B', D('2026-03-02'), 'store', 0, 0, 0, null, 1]]);
    });

    it('of two channels with the same numbers stand side by side, and each changes by its own channel alone', async () => {
      await products('A');
      const row = (channel: string, quantity: number, price: number, status: string, returned = '') =>
        `#1001,L1,2026-03-01 10:00,${channel},A,${quantity},${price},${status},${returned}\n`;
      const head = 'order_id,line_id,ordered_at,channel,sku,quantity,unit_price,status,returned_quantity\n';
      const day = (channel: string, units: number, revenue: number, back: number) => {
        return ['A', D('2026-03-01'), channel, units, revenue, back, null, 1];
      };
      const both = head + row('shopee', 2, 100, 'sold') + row('store', 3, 90, 'sold');
      expect(totals(await load('orders', both))).toEqual([2, 0, 0, 0, 0]);
      expect(await sales()).toEqual([day('shopee', 2, 200, 0), day('store', 3, 270, 0)]);
      expect(totals(await load('orders', both))).toEqual([0, 0, 2, 0, 0]);
      expect(totals(await load('orders', head + row('store', 3, 90, 'sold', '1')))).toEqual([0, 1, 0, 0, 0]);
      expect(await sales()).toEqual([day('shopee', 2, 200, 0), day('store', 3, 270, 1)]);
      // The same rows as JSON, of which the second of a channel replaces the first.
      const cancelled = { order_id: '#1001', line_id: 'L1', ordered_at: '2026-03-01', sku: 'A', unit_price: 100 };
      const rows = [1, 2].map((quantity) => ({ ...cancelled, channel: 'shopee', quantity, status: 'cancelled' }));
      const job = await ingest(db, { rows }, { kind: 'orders', createdBy: 'test' });
      expect(totals(job)).toEqual([0, 1, 0, 0, 1]);
      expect(await sales()).toEqual([day('shopee', 0, 0, 0), day('store', 3, 270, 1)]);
    });

    it('win over reported sales, before and after', async () => {
      await products('A');
      const reported = 'day,channel,sku,units\n2026-03-01,shopee,A,99\n2026-03-05,shopee,A,1\n';
      await load('sales', reported);
      await load('orders', HEAD + FIRST);
      const both = [DERIVED[0]!, DERIVED[1]!, DERIVED[2]!, ['A', D('2026-03-05'), 'shopee', 1, null, 0, null, 0]];
      const ordered = () => sales().then((rows) => rows.sort((a, b) => Number(a[1]) - Number(b[1])));
      expect(await ordered()).toEqual(both);
      const again = await load('sales', reported);
      expect(totals(again)).toEqual([0, 0, 2, 0, 0]);
      expect(again.notes.join()).toContain('1 rows were left out');
      expect(await ordered()).toEqual(both);
    });

    it('give the same lines and daily sales in whatever pieces and order they come', async () => {
      await products('A', 'B', 'C');
      const line = fc.record({
        order: fc.integer({ min: 1, max: 6 }),
        line: fc.integer({ min: 1, max: 2 }),
        day: fc.integer({ min: 1, max: 3 }),
        sku: fc.constantFrom('A', 'B', 'C'),
        channel: fc.constantFrom('shopee', 'store'),
        quantity: fc.integer({ min: 1, max: 5 }),
        price: fc.integer({ min: 1, max: 3 }),
        list: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
        status: fc.constantFrom('sold', 'cancelled', 'returned', 'pending'),
      });
      const head = 'order_id,line_id,ordered_at,channel,sku,quantity,unit_price,list_price,status\n';
      const text = (lines: readonly (typeof line extends fc.Arbitrary<infer L> ? L : never)[]) =>
        head +
        lines
          .map(
            (l) =>
              `${l.order},${l.line},2026-03-0${l.day} 10:00,${l.channel},${l.sku},${l.quantity},${l.price},${l.list ?? ''},${l.status}\n`,
          )
          .join('');
      await fc.assert(
        fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), fc.nat(12), async (lines, cut) => {
          await db.query('DELETE FROM order_line');
          await db.query('DELETE FROM daily_sale');
          for (const part of [lines.slice(0, cut), lines.slice(cut)]) {
            if (part.length > 0) expect((await load('orders', text(part))).state).toBe('done');
          }
          // The oracle: the last line of each key, added up here.
          const last = new Map(lines.map((l) => [`${l.channel}/${l.order}/${l.line}`, l]));
          const days = new Map<string, unknown[]>();
          for (const l of last.values()) {
            const key = `${l.sku}${l.day}${l.channel}`;
            const day = days.get(key) ?? [l.sku, D(`2026-03-0${l.day}`), l.channel, 0, 0, 0, null, 1];
            days.set(key, day);
            if (l.status !== 'sold' && l.status !== 'returned') continue;
            day[3] = (day[3] as number) + l.quantity;
            day[4] = (day[4] as number) + l.quantity * l.price;
            if (l.status === 'returned') day[5] = (day[5] as number) + l.quantity;
            if (l.list !== undefined && l.list > l.price)
              day[6] = ((day[6] as number | null) ?? 0) + (l.list - l.price) * l.quantity;
          }
          expect(await sales()).toEqual([...days.keys()].sort().map((key) => days.get(key)));
        }),
        { numRuns: 25 },
      );
    });
  });

  describe('a file with rows that cannot be taken', () => {
    const FILE =
      'day,sku,on_hand,Nama\n2026-03-01,A,1,Budi\n2026-03-01,X,2,Siti\n2026-02-30,A,3,Ali\n2026-03-02,A,4,Ani\n';

    it('is refused whole, with each row, its reason and the unknown SKUs', async () => {
      await products('A');
      const job = await load('inventory', FILE);
      expect(job).toMatchObject({
        state: 'refused',
        totals: { rows: 4, inserted: 0, rejected: 2 },
        rejectedBy: { 'unknown-sku': 1, 'no-such-day': 1 },
        error: { code: 'rows-rejected' },
      });
      expect(job.notes).toContain('Unknown SKUs: X.');
      expect(await dump('SELECT * FROM stock_count')).toEqual([]);
      const rejects = await db.manager.find(ImportRejectTable, {
        where: { importId: job.id },
        order: { position: 'ASC' },
      });
      expect(rejects).toMatchObject([
        { position: 0, line: 3, columnName: 'sku', value: 'X', code: 'unknown-sku', original: '2026-03-01,X,2,' },
        {
          position: 1,
          line: 4,
          columnName: 'day',
          value: '2026-02-30',
          code: 'no-such-day',
          original: '2026-02-30,A,3,',
        },
      ]);
      let csv = '';
      for await (const part of rejectsCsv(db, job.id)) csv += part;
      expect(csv.split('\r\n')).toHaveLength(4);
      expect(csv).toContain('3,sku,sku,X,unknown-sku,');
    });

    it('lands in part when asked, and the rest is listed', async () => {
      await products('A');
      const job = await load('inventory', FILE, { isPartial: true });
      expect(job).toMatchObject({ state: 'done', totals: { rows: 4, inserted: 2, rejected: 2 } });
      expect(await db.manager.countBy(ImportRejectTable, { importId: job.id })).toBe(2);
      expect(await dump('SELECT onHand FROM stock_count ORDER BY day')).toEqual([{ onHand: 1 }, { onHand: 4 }]);
    });

    it('is refused with the known channels, unless they may be made', async () => {
      await products('A');
      const file = 'day,channel,sku,units\n2026-03-01,Toko Baru,A,1\n';
      const job = await load('sales', file);
      expect(job.error?.message).toContain('Known are: shopee, store.');
      expect((await load('sales', file, { createChannels: true })).state).toBe('done');
      expect(await db.manager.findOneBy(ChannelTable, { code: 'toko-baru' })).toMatchObject({
        name: 'Toko Baru',
        isActive: true,
      });
    });

    it('makes stubs of unknown SKUs when asked, which a file of products turns into products', async () => {
      const file = 'day,sku,on_hand\n2026-03-01,N1,1\n2026-03-01,N2,2\n';
      const job = await load('inventory', file, { createProducts: true });
      expect(totals(job)).toEqual([2, 0, 0, 0, 0]);
      expect(await dump('SELECT sku, name, isStub FROM product ORDER BY sku')).toMatchObject([
        { sku: 'N1', name: 'N1', isStub: 1 },
        { sku: 'N2', name: 'N2', isStub: 1 },
      ]);
      expect(totals(await load('products', 'sku,name\nN1,N1\n'))).toEqual([0, 1, 0, 0, 0]);
      expect(await dump(`SELECT isStub FROM product WHERE sku = 'N1'`)).toEqual([{ isStub: 0 }]);
    });

    it('makes no stub of a file that is refused for another row', async () => {
      await load('inventory', 'day,sku,on_hand\n2026-03-01,N1,1\n2026-02-30,N1,1\n', { createProducts: true });
      expect(await dump('SELECT * FROM product')).toEqual([]);
    });

    it('that cannot be read at all leaves a refused import with the reason', async () => {
      const job = await load('inventory', 'a,b\n1,2\n');
      expect(job).toMatchObject({ state: 'refused', error: { code: 'missing-columns' } });
    });
  });

  it('tells in a dry run what would happen and changes nothing', async () => {
    await products('A');
    const file = 'day,sku,on_hand\n2026-03-01,A,1\n2026-03-01,B,1\n';
    const job = await load('inventory', file, { isDryRun: true, createProducts: true });
    expect(totals(job)).toEqual([2, 0, 0, 0, 0]);
    expect(await dump('SELECT * FROM stock_count')).toEqual([]);
    expect(await dump('SELECT sku FROM product')).toEqual([{ sku: 'A' }]);
    expect((await db.manager.findOneByOrFail(ImportJobTable, { id: job.id })).isDryRun).toBe(true);
  });

  it('keeps every character of texts on its way', async () => {
    const name = 'a\\b\tc\\N "x" \'y\' é 😀 =1+1';
    await load('products', `sku,name\nS\\N,"${name.replaceAll('"', '""')}"\n`);
    expect(await dump('SELECT sku, name FROM product')).toEqual([{ sku: 'S\\N', name }]);
    await ingest(db, { rows: [{ sku: 'nl', name: 'two\nlines\r\nx' }] }, { kind: 'products', createdBy: 't' });
    expect(await dump(`SELECT name FROM product WHERE sku = 'nl'`)).toEqual([{ name: 'two\nlines\r\nx' }]);
  });

  it('takes rows of the API', async () => {
    await products('A');
    const rows = [{ day: '2026-03-01', sku: 'A', quantity: 3, unit_cost: 500, reference: 'PO-1' }];
    const job = await ingest(db, { rows }, { kind: 'receipts', createdBy: 'key:x' }, undefined, now);
    expect(job).toMatchObject({ state: 'done', fileName: 'json', totals: { rows: 1, inserted: 1 }, contentHash: null });
  });

  it('takes many rows in several loads, new ones, repeated ones and changed ones', async () => {
    const skus = Array.from({ length: 1_500 }, (_, n) => `S${n}`);
    await products(...skus);
    const rows = (from: number, to: number, onHand: number) =>
      Array.from(
        { length: to - from },
        (_, n) =>
          `2026-03-${String(1 + ((from + n) % 28)).padStart(2, '0')},S${(from + n) % 1_500},${onHand},L${Math.floor((from + n) / 1_500)}\n`,
      ).join('');
    const head = 'day,sku,on_hand,location\n';
    expect(totals(await load('inventory', head + rows(0, 45_000, 1)))).toEqual([45_000, 0, 0, 0, 0]);
    // 5,000 as before, 10,000 changed, 5,000 new; the new ones come first, so that the overlap is met late.
    const mixed = head + rows(45_000, 50_000, 1) + rows(0, 5_000, 1) + rows(5_000, 15_000, 2);
    expect(totals(await load('inventory', mixed))).toEqual([5_000, 10_000, 5_000, 0, 0]);
    const [row] = await dump('SELECT COUNT(*) AS n, SUM(onHand) AS sum FROM stock_count');
    expect([Number(row!.n), Number(row!.sum)]).toEqual([50_000, 60_000]);
  });

  it('carries out a queued file and deletes it', async () => {
    await products('A');
    const path = save('day,sku,on_hand\n2026-03-01,A,1\n');
    const queued = await queueImport(db, path, { kind: 'inventory', createdBy: 'u', fileName: 'stok.csv' }, now());
    expect(queued).toMatchObject({ state: 'queued', path, fileName: 'stok.csv' });
    const job = await ingestQueued(db, queued.id, undefined, now);
    expect(job).toMatchObject({ state: 'done', path: null, totals: { inserted: 1 } });
    await expect(ingestQueued(db, queued.id, undefined, now)).rejects.toMatchObject({ code: 'import-not-queued' });
    const gone = await ingest(db, { path }, { kind: 'inventory', createdBy: 'u' }, undefined, now);
    expect(gone.error?.code).toBe('file-not-found');
  });

  it('finds imports whose process died: a queued file is tried again once, others have failed', async () => {
    const path = save('day,sku,on_hand\n2026-03-01,A,1\n');
    const upload = await queueImport(db, path, { kind: 'inventory', createdBy: 'u' }, now());
    const other = await queueImport(db, path, { kind: 'inventory', createdBy: 'u' }, now());
    await db.manager.update(ImportJobTable, { id: upload.id }, { state: 'running' });
    await db.manager.update(ImportJobTable, { id: other.id }, { state: 'running', path: null });
    const states = async () =>
      (await db.manager.find(ImportJobTable, { order: { id: 'ASC' } })).map((job) => job.state);

    const release = await takeImportLock(db.url, 0);
    expect(await recoverImports(db, now())).toBe(0); // someone is at work
    expect(await states()).toEqual(['running', 'running']);
    await release!();
    expect(await takeImportLock(db.url, 5_000).then((free) => free?.())).toBeUndefined();

    expect(await recoverImports(db, now())).toBe(2);
    expect(await states()).toEqual(['queued', 'failed']);
    await db.manager.update(ImportJobTable, { id: upload.id }, { state: 'running' });
    expect(await recoverImports(db, now())).toBe(1);
    expect(await states()).toEqual(['failed', 'failed']);
  });

  it('imports one at a time, however many ask', async () => {
    await products('A');
    const jobs = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        load('inventory', `day,sku,on_hand\n2026-03-0${n + 1},A,1\n2026-03-09,A,${n}\n`),
      ),
    );
    expect(jobs.map((job) => job.state)).toEqual(Array(5).fill('done'));
    expect(await dump('SELECT COUNT(*) AS n FROM stock_count')).toEqual([{ n: 6 }]);
  });
});
