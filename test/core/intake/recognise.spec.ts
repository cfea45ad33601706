import { describe, expect, it } from 'vitest';
import { headerFingerprint, type RememberedMapping } from '../../../src/core/intake/mapping.js';
import { recognise } from '../../../src/core/intake/recognise.js';
import { DECLARATIONS } from '../../../src/core/intake/columns.js';
import { IMPORT_KINDS } from '../../../src/core/intake/records.js';

const of = (header: string, ...rows: string[]) => recognise([header, ...rows].map((row) => row.split(',')));

describe('the kind of a file', () => {
  it.each(IMPORT_KINDS)('is %s when all its columns stand there by name, in any order', (kind) => {
    const names = DECLARATIONS[kind].columns.map(({ name }) => name);
    expect(recognise([names]).kind).toBe(kind);
    expect(recognise([names.toReversed()]).kind).toBe(kind);
  });

  it.each([
    ['SKU,Nama Produk,Harga', 'products'],
    ['Kanal,SKU,Harga', 'listings'],
    ['Tanggal,Kanal,SKU,Jumlah', 'sales'],
    ['Tanggal,Kanal,SKU,Terjual,Omzet', 'sales'],
    ['No. Pesanan,Tanggal,Kanal,SKU,Jumlah,Harga Satuan', 'orders'],
    ['Tanggal,SKU,Stok', 'inventory'],
    ['Tanggal,SKU,Jumlah,HPP,No Faktur', 'receipts'],
    ['Tanggal,Kanal,SKU,Harga,Pesaing', 'competitor_prices'],
  ])('of %s is %s', (header, kind) => {
    expect(of(header).kind).toBe(kind);
  });

  it('is asked for where two are equally near: a quantity per day may be a count or a receipt', () => {
    const found = of('Tanggal,SKU,Jumlah');
    expect(found.kind).toBeNull();
    expect(new Set(found.candidates.slice(0, 2).map(({ kind }) => kind))).toEqual(new Set(['inventory', 'receipts']));
  });

  it('is asked for where nothing is known, and where a required column is missing', () => {
    expect(of('foo,bar,baz').kind).toBeNull();
    const orders = of('No. Pesanan,Tanggal,SKU,Jumlah,Harga Satuan');
    expect(orders.kind).toBeNull();
    // A count would be complete (day, sku, quantity), yet the number of an order says what it is.
    expect(orders.candidates[0]).toMatchObject({ kind: 'orders', missing: ['channel'] });
    expect(of('Tanggal,SKU,Jumlah,Omzet').candidates[0]).toMatchObject({ kind: 'sales', missing: ['channel'] });
  });

  it('is asked for where two titles mean the same', () => {
    const found = of('SKU,Nama,HPP,Modal');
    expect(found.kind).toBeNull();
    expect(found.candidates[0]).toMatchObject({ kind: 'products', clashes: ['HPP" and "Modal'] });
  });
});

describe('the header', () => {
  it('is found below instructions', () => {
    const found = of('Laporan stok,,', 'Toko Maju,,', 'Tanggal,SKU,Stok', '2026-03-01,K-1,7');
    expect(found).toMatchObject({ headerRow: 2, kind: 'inventory', titles: ['Tanggal', 'SKU', 'Stok'] });
  });

  it('is the first of the widest rows where no title is known', () => {
    expect(of('Laporan', 'foo,bar,baz', '1,2,3').headerRow).toBe(1);
  });

  it('says of each title what it holds or what is near to it', () => {
    const { candidates } = of('Tanggal,Kode Produk Toko,Lokasi Rak,Sisa Stok Fisik,Catatan');
    const inventory = candidates.find(({ kind }) => kind === 'inventory')!;
    expect(inventory.missing).toEqual(['sku', 'on_hand']);
    expect(inventory.columns).toEqual([
      { title: 'Tanggal', column: 'day', suggestion: null },
      { title: 'Kode Produk Toko', column: null, suggestion: 'sku' },
      { title: 'Lokasi Rak', column: null, suggestion: 'location' },
      { title: 'Sisa Stok Fisik', column: null, suggestion: 'on_hand' },
      { title: 'Catatan', column: null, suggestion: null },
    ]);
  });

  it('is refused when it is no header of a table', () => {
    const code = (row: string[]) => {
      try {
        recognise([row]);
      } catch (error) {
        return (error as { code: string }).code;
      }
      return null;
    };
    expect(code(Array.from({ length: 1_000 }, (_, at) => `c${at}`))).toBeNull();
    expect(code(Array.from({ length: 1_001 }, (_, at) => `c${at}`))).toBe('header-too-large');
    expect(code(['x'.repeat(501)])).toBe('header-too-large');
  });
});

it('a header with a remembered mapping is of its kind and complete by it', () => {
  const titles = ['Kode Brg', 'Sisa Fisik', 'Tgl'];
  const kept: RememberedMapping = {
    id: 3,
    fingerprint: headerFingerprint(titles),
    kind: 'inventory',
    mapping: { columns: { 'Kode Brg': 'sku', 'Sisa Fisik': 'on_hand' }, fixed: {} },
    name: 'stok.csv',
    createdBy: 'user:siti',
    updatedAt: 1,
  };
  const remembered = (fingerprint: string, kind: string) =>
    fingerprint === kept.fingerprint && kind === kept.kind ? kept : undefined;
  // The same titles in another order and spelling; a row of instructions above.
  const found = recognise([['Laporan'], ['tgl', 'SISA_FISIK', 'kode brg']], remembered);
  expect(found).toMatchObject({ headerRow: 1, kind: 'inventory', remembered: { id: 3 } });
  expect(found.candidates[0]).toMatchObject({ kind: 'inventory', missing: [] });
  expect(recognise([['tgl', 'SISA_FISIK', 'kode brg', 'rak']], remembered).remembered).toBeNull();
});
