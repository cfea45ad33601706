import { describe, expect, it } from 'vitest';
import { SeenOrders } from '../../../../src/core/intake/formats/seen-orders.js';
import type { Cell } from '../../../../src/core/intake/header.js';
import { bigsellerOrdersSample } from './bigseller-orders.js';
import { JAKARTA, readTable, tableOf, withCells } from './sample.js';
import { shopifyOrdersSample } from './shopify-orders.js';
import { woocommerceOrdersSample } from './woocommerce-orders.js';

const TITLES = [
  ...['No. Pesanan', 'Status Pesanan', 'Waktu Pesanan Dibuat', 'Nomor Referensi SKU', 'Nama Variasi', 'Harga Awal'],
  ...['Harga Setelah Diskon', 'Jumlah', 'Voucher Ditanggung Penjual', 'Total Diskon', 'Diskon Dari Penjual'],
];
const row = (id: string, sku: string, price: string, quantity = '1', more: Partial<Record<string, string>> = {}) => [
  ...[id, more.status ?? 'Selesai', '2026-11-01 10:00', sku, more.variation ?? '', price, price, quantity],
  ...[more.voucher ?? '0', more.whole ?? '0', more.seller ?? '0'],
];
const read = (rows: string[][], context = JAKARTA) => readTable('orders', [TITLES, ...rows], context);

describe('an order in another currency', () => {
  const inRupiah = { ...JAKARTA, currency: 'IDR' };

  it.each([
    ['Shopify', shopifyOrdersSample, 'Currency', 3],
    ['WooCommerce', woocommerceOrdersSample, 'order.currency', 2],
  ] as const)('of %s is rejected, and the shop’s own are taken', (_, sample, title, at) => {
    const all = readTable('orders', tableOf(sample), inRupiah);
    expect(all.rejects).toEqual([]);
    const other = withCells(sample, title, { [at]: 'usd' });
    const { rows, rejects } = readTable('orders', tableOf(other), inRupiah);
    expect(rejects).toMatchObject([{ line: at + 2, column: 'currency', value: 'usd', code: 'other-currency' }]);
    expect(rejects[0]!.reason).toBe('The order is in USD; the shop counts in IDR.');
    expect(rows).toHaveLength(all.rows.length - 1);
    // A shop in dollars takes the dollars and leaves the rupiah.
    const dollars = readTable('orders', tableOf(other), { ...JAKARTA, scale: 2, currency: 'USD' });
    expect(dollars.rows).toHaveLength(1);
  });
});

describe('what is told of how days were read', () => {
  it('is their order where they have one, and nothing where the year comes first', () => {
    const told = (day: string) =>
      readTable('orders', [TITLES, row('A', 'K', '10.000').with(2, day)]).intake.notes.filter((note) =>
        /Days/.test(note),
      );
    expect(told('2026-11-01 10:00')).toEqual([]);
    expect(told('03/11/2026 10:00')).toEqual(['Days were read as DD/MM/YYYY.']);
  });
});

describe('the rows of an order', () => {
  it('are one order wherever they stand, up to thousands of rows apart; further apart they are rejected', () => {
    const others = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => row(`B-${from + n}`, 'X', '10.000'));
    const near = read([
      row('A', 'K', '10.000', '1', { voucher: '3.000' }),
      ...others(0, 4_000),
      row('A', 'T', '20.000'),
    ]);
    expect(near.rejects).toEqual([]);
    const given = near.rows.filter(({ orderId }) => orderId === 'A').map(({ sellerDiscount }) => sellerDiscount);
    expect(given).toEqual([1_000, 2_000]);

    const far = read([row('A', 'K', '10.000'), ...others(0, 12_000), row('A', 'T', '20.000'), ...others(12_000, 10)]);
    expect(far.rejects).toMatchObject([
      { line: 12_003, code: 'order-scattered', original: expect.stringContaining('A,') },
    ]);
    expect(far.rows).toHaveLength(12_011);
  });

  it('are of two orders where two channels have the same number; a row without a channel is of the one above it', () => {
    const { titles, rows: sample } = bigsellerOrdersSample;
    const at = (title: string) => titles.indexOf(title);
    const of = (id: string, channel: string, quantity: string) =>
      sample[0]!.with(at('Nomor Pesanan'), id).with(at('Marketplace'), channel).with(at('Jumlah'), quantity);
    const others = Array.from({ length: 12_000 }, (_, n) => of(`B-${n}`, 'Shopee', '1'));
    const told = (rows: Cell[][], context = JAKARTA) => {
      const read = readTable('orders', [titles, ...rows], context);
      const own = read.rows.filter(({ orderId }) => orderId === '1001');
      return [own.map(({ channel, quantity }) => [channel, quantity]), read.rejects.map(({ line }) => line)];
    };
    const more = of('1001', '--', '4').with(at('SKU'), 'TOPI-1');
    const near = [of('1001', 'Shopee', '1'), of('1001', 'Lazada', '2'), more];
    // 1 of the one, 2 and 4 of the other.
    expect(told(near)).toEqual([[['shopee', 1], ['lazada', 2], ['lazada', 4]], []]); // prettier-ignore
    // However far apart; only rows of one and the same order must not be.
    const far = [of('1001', 'Shopee', '1'), ...others, of('1001', 'Lazada', '2'), of('1001', 'Shopee', '3'), more];
    expect(told(far)).toEqual([[['shopee', 1], ['lazada', 2], ['lazada', 4]], [12_004]]); // prettier-ignore
    // A channel that is given for the file is that of all its rows: they are one order.
    const given = { ...JAKARTA, channel: 'tokopedia' };
    expect(told(near, given)).toEqual([[['tokopedia', 1], ['tokopedia', 2], ['tokopedia', 4]], []]); // prettier-ignore
  });

  it('add up where variations share a SKU and a price, and replace each other where they are the same row', () => {
    const { rows } = read([
      row('A', 'K', '10.000', '2', { variation: 'Merah' }),
      row('A', 'K', '10.000', '3', { variation: 'Biru' }),
      row('A', 'K', '12.000', '1', { variation: 'Biru' }),
      row('B', 'K', '10.000', '2'),
      row('B', 'K', '10.000', '4'),
    ]);
    expect(rows.map(({ orderId, quantity, unitPrice }) => [orderId, quantity, unitPrice])).toEqual([
      ['A', 5, 10_000],
      ['A', 1, 12_000],
      ['B', 4, 10_000],
    ]);
  });

  it('share an amount of the whole order to the last rupiah', () => {
    const { rows } = read([1, 2, 3].map((n) => row('A', `K${n}`, '10.000', '1', { voucher: '10.000' })));
    expect(rows.map(({ sellerDiscount }) => sellerDiscount)).toEqual([3_334, 3_333, 3_333]);
  });

  it('say what their seller gave, whether it is written per unit or per line', () => {
    const cells = (whole: string, seller: string) => row('A', 'K', '8.000', '3', { whole, seller }).with(5, '10.000');
    // 2.000 a unit off, 1.500 of it by the seller, is 4.500 for three; so is a line's 6.000 and 4.500.
    for (const [whole, seller] of [
      ['2.000', '1.500'],
      ['6.000', '4.500'],
    ] as const)
      expect(read([cells(whole, seller)]).rows[0]!.sellerDiscount).toBe(4_500);
  });
});

describe('the amounts of an export', () => {
  it('are read by the sign that the whole file shows', () => {
    const prices = (...cells: string[]) => {
      const { rows, rejects } = read(cells.map((cell, n) => row(`A${n}`, 'K', cell)));
      return [rows.map(({ unitPrice }) => unitPrice), rejects.map(({ code }) => code)];
    };
    expect(prices('125.000', '2.866.250', '75000')).toEqual([[125_000, 2_866_250, 75_000], []]);
    expect(prices('1,234', '75,000')).toEqual([[1_234, 75_000], []]);
    expect(prices('1,234,567', '75,000', 'Rp1,500')).toEqual([[1_234_567, 75_000, 1_500], []]);
    expect(prices('IDR 125.000', 'Rp125.000', 'Rp 1.250.000')).toEqual([[125_000, 125_000, 1_250_000], []]);
    expect(prices('100000.00', '75000.00')).toEqual([[100_000, 75_000], []]);
    // Both signs and nothing that decides: who could say?
    expect(prices('1,234', '125.000')[1]).toContain('two-readings');
  });
});

describe('a word for a state', () => {
  it('that the shop has explained goes before what the program knows, in its own export only', () => {
    const rows = [
      row('A', 'K', '10.000', '1', { status: 'Dikemas_Rapi' }),
      row('B', 'K', '10.000', '1', { status: 'Selesai' }),
    ];
    const words = { 'dikemas rapi': 'underway', selesai: 'returned' } as const;
    const told = read(rows, { ...JAKARTA, orderWords: { 'shopee-orders': words } });
    expect(told.rejects).toEqual([]);
    expect(told.rows.map(({ orderId, status }) => [orderId, status])).toEqual([
      ['A', 'sold'],
      ['B', 'returned'],
    ]);
    const elsewhere = read(rows, { ...JAKARTA, orderWords: { 'lazada-orders': words } });
    expect(elsewhere.rejects).toMatchObject([{ code: 'unknown-state', value: 'Dikemas_Rapi' }]);
    expect(elsewhere.rows.map(({ status }) => status)).toEqual(['sold']);
  });

  it('that nobody knows rejects its row alone, and says so', () => {
    const { rows, rejects } = read([row('A', 'K', '10.000'), row('B', 'K', '10.000', '1', { status: 'Entah' })]);
    expect(rows.map(({ orderId }) => orderId)).toEqual(['A']);
    expect(rejects).toMatchObject([{ line: 3, column: 'status', value: 'Entah', code: 'unknown-state' }]);
  });
});

describe('a set of orders', () => {
  it('knows all that were put in and none else', () => {
    const seen = new SeenOrders();
    for (let n = 0; n < 20_000; n++) seen.add(`25110${n}ABC`);
    const known = Array.from({ length: 40_000 }, (_, n) => seen.has(`25110${n}ABC`));
    expect(known.filter(Boolean)).toHaveLength(20_000);
    expect(known.indexOf(false)).toBe(20_000);
  });
});
