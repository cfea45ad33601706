import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../src/core/intake/header.js';
import { parseDay } from '../../../../src/core/units.js';
import { JAKARTA, readTable } from './sample.js';

/** Prices and stock by what the file calls the variant. */
function read(table: Cell[][]) {
  const listings = readTable('listings', table);
  expect(listings.rejects).toEqual([]);
  const stock = readTable('inventory', table).rows;
  return listings.rows.map(({ sku, externalVariantId, price, line }) => {
    return [sku, externalVariantId, price, stock.find((row) => row.line === line)?.onHand ?? null];
  });
}

describe('Shopee’s mass update', () => {
  const data = ['18445031', 'Kaos Polos', '20641', 'Hitam', 'KAOS', 'KAOS-H', '1.250.000', '1.200'];

  it('of before begins with its labels, in either language, with other rows of hints', () => {
    const labels = ['Kode Produk', 'Nama Produk', 'Kode Variasi', 'Nama Variasi', 'SKU Induk', 'SKU', 'Harga', 'Stok'];
    const others = [
      'Product ID',
      'Product Name',
      'Variation ID',
      'Variation Name',
      'Parent SKU',
      'SKU',
      'Price',
      'Stock',
    ];
    const hints = ['Tidak dapat diubah', '', 'Tidak dapat diubah', '', '', '', 'Wajib', 'Wajib'];
    for (const titles of [labels, others]) {
      expect(read([['Ubah Massal Shopee'], titles, hints, data])).toEqual([['KAOS-H', '20641', 1_250_000, 1_200]]);
    }
  });

  it('takes ids that the workbook holds as numbers, and says which row has none that it could be', () => {
    const titles = [
      'et_title_product_id',
      'et_title_variation_id',
      'et_title_variation_price',
      'et_title_variation_sku',
    ];
    const numbers: Cell[] = [18_445_031, 20_641, 125_000, 'A'];
    expect(read([titles, numbers, ['', 20_642, 99_000, 'B']])).toEqual([
      ['A', '20641', 125_000, null],
      ['B', '20642', 99_000, null],
    ]);
  });
});

describe('stock that was oversold', () => {
  it('is none, in the file of either marketplace', () => {
    const shopee = [
      'et_title_product_id',
      'et_title_variation_id',
      'et_title_variation_price',
      'et_title_variation_sku',
    ];
    const stocks = ['et_title_variation_stock.1', 'et_title_variation_stock.2'];
    const row = ['18445031', '20641', '9000', 'A'];
    expect(
      read([
        [...shopee, ...stocks],
        [...row, '-2', ''],
      ]),
    ).toEqual([['A', '20641', 9_000, 0]]);
    expect(
      read([
        [...shopee, ...stocks],
        [...row, '-2', '5'],
      ]),
    ).toEqual([['A', '20641', 9_000, 3]]);
    const tiktok = ['product_id', 'sku_id', 'variation_value', 'price', 'seller_sku', 'quantity'];
    const id = '17295550001119990';
    expect(read([tiktok, ['17295550001112223', id, 'L', '9000', 'A', '-1']])).toEqual([['A', id, 9_000, 0]]);
  });
});

describe('stock without a date', () => {
  const titles = ['product_id', 'sku_id', 'variation_value', 'price', 'quantity', 'seller_sku'];
  const table = [titles, ['17295550001112223', '17295550001119990', 'L', '9000', '3', 'A']];

  it('is of the day that was said with the file, which cannot be tomorrow', () => {
    const countedOn = parseDay('2026-11-20')!;
    expect(readTable('inventory', table, { ...JAKARTA, countedOn }).rows).toMatchObject([
      { day: countedOn, onHand: 3 },
    ]);
    const tomorrow = { ...JAKARTA, countedOn: JAKARTA.today + 1 };
    expect(() => readTable('inventory', table, tomorrow)).toThrow(/future/);
  });
});

describe('a price that a channel shows as text', () => {
  it('with a word for its currency or two readings is taken or refused, never guessed', () => {
    const titles = ['product_id', 'sku_id', 'variation_value', 'price', 'quantity', 'seller_sku'];
    const row = (price: Cell) => ['17295550001112223', '17295550001119990', 'L', price, '3', 'A'];
    expect(read([titles, row('Rp125.000'), row('IDR 99.000')]).map(([, , price]) => price)).toEqual([125_000, 99_000]);
    const mixed = readTable('listings', [titles, row('125.000'), row('99,900')]);
    expect(mixed.rejects.length + mixed.rows.length).toBe(2);
    expect(mixed.rows.map(({ price }) => price)).not.toContain(125);
    expect(mixed.rows.map(({ price }) => price)).not.toContain(99);
  });
});
