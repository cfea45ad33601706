import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportView, RejectView } from '../../src/contract/imports.js';
import { DECLARATIONS } from '../../src/core/intake/columns.js';
import { kindsOf } from '../../src/core/intake/formats/list.js';
import { recognise } from '../../src/core/intake/recognise.js';
import { IMPORT_KINDS } from '../../src/core/intake/records.js';
import { REJECT_CODES } from '../../src/core/intake/reject.js';
import {
  fixValue,
  furtherKinds,
  inOrder,
  isChannelOpen,
  isComplete,
  lackingColumns,
  mappingOf,
  mapTitle,
  readAs,
  stage,
  waitsFor,
  type StagedFile,
} from '../../web/pages/imports/staged.js';
import { templateHeader } from '../../web/pages/imports/template-header.js';
import { noteSentence, reasonBriefly, reasonSentence } from '../../web/text/import-reasons.js';
import { importsText } from '../../web/text/imports.js';

/** A file on the desk that the server has looked at. */
function looked(header: string, more: Partial<StagedFile> = {}): StagedFile {
  const titles = header.split(',');
  const { kind, candidates, fingerprint, format } = recognise([titles]);
  const known = format && { name: format.name, title: format.title, kinds: kindsOf(format), channel: format.channel };
  const how = { format: 'csv', encoding: 'utf-8', delimiter: ',', sheet: null, headerLine: 1 } as const;
  const found = { headers: titles, sampleRows: [], kind, candidates, fingerprint, export: known, keptMapping: null };
  const recognition = { ...how, ...found };
  return { ...stage({ name: 'x.csv', size: 1 } as File), phase: 'ready', recognition, ...more };
}

describe('an export on the desk', () => {
  it('needs nothing to be said, and comes once for each kind that it holds', () => {
    const staged = looked('Handle,Variant SKU,Variant Price,Variant Compare At Price,Variant Inventory Qty,Title');
    expect(staged.recognition?.export?.name).toBe('shopify-products');
    const all = [readAs(staged, 'products'), ...furtherKinds(staged)];
    expect(all.map(({ kind }) => kind)).toEqual(['products', 'listings', 'inventory']);
    expect(all.map(isComplete)).toEqual([true, true, true]);
    expect(all.map(mappingOf)).toEqual([null, null, null]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
    // Prices and stock name the products of the very same file.
    expect(all.map((each) => waitsFor(each, all)?.id ?? null)).toEqual([null, all[0]!.id, all[0]!.id]);
    expect(furtherKinds(looked('Tanggal,SKU,Stok'))).toEqual([]);
  });

  it('is asked for its channel where neither the file nor its format tells it', () => {
    const titles =
      'Nomor Pesanan,Waktu Pesanan Dibuat,Nama Panggilan Toko BigSeller,SKU,Jumlah,Subtotal Produk,Status Pesanan';
    const silent = readAs(looked(titles), 'orders');
    expect([isChannelOpen(silent), isComplete(silent)]).toEqual([true, false]);
    expect(isComplete({ ...silent, channel: 'shopee' })).toBe(true);
    const telling = readAs(looked(`${titles},Marketplace`), 'orders');
    expect([isChannelOpen(telling), isComplete(telling)]).toEqual([false, true]);
    // Read as something else it is a file like any other.
    expect(isChannelOpen(readAs(looked(titles), 'inventory'))).toBe(false);
  });
});

describe('a file on the desk', () => {
  it('needs no mapping when its titles say all', () => {
    const staged = readAs(looked('Tanggal,SKU,Stok,Catatan'), 'inventory');
    expect([isComplete(staged), mappingOf(staged)]).toEqual([true, null]);
    expect(staged.columns).toEqual({ Tanggal: 'day', SKU: 'sku', Stok: 'on_hand', Catatan: null });
  });

  it('lacks columns until each has a title or a value', () => {
    let staged = readAs(looked('Kode,Fisik,Rak'), 'inventory');
    expect(lackingColumns(staged)).toEqual(['day', 'sku', 'on_hand']);
    staged = mapTitle(mapTitle(staged, 'Kode', 'sku'), 'Fisik', 'on_hand');
    expect([lackingColumns(staged), isComplete(staged)]).toEqual([['day'], false]);
    expect(isComplete(fixValue(staged, 'day', ' '))).toBe(false);
    staged = fixValue(staged, 'day', '2026-03-31');
    expect(isComplete(staged)).toBe(true);
    expect(mappingOf(staged)).toEqual({
      columns: { Kode: 'sku', Fisik: 'on_hand', Rak: null },
      fixed: { day: '2026-03-31' },
    });
  });

  it('reads a column from one title only: the other is left out, a value for it is dropped', () => {
    let staged = readAs(looked('Tgl,Tanggal Hitung,SKU,Stok'), 'inventory');
    staged = mapTitle(staged, 'Tanggal Hitung', 'day');
    expect(staged.columns).toMatchObject({ Tgl: null, 'Tanggal Hitung': 'day' });
    staged = mapTitle(fixValue(mapTitle(staged, 'Tanggal Hitung', null), 'day', '2026-03-31'), 'Tgl', 'day');
    expect(staged.fixed).toEqual({});
  });

  it('asks before it takes a title for what is near to it, or one of two that mean the same', () => {
    const near = readAs(looked('Tanggal,Kode Produk Toko,Stok'), 'inventory');
    expect(near.columns).toMatchObject({ 'Kode Produk Toko': 'sku' });
    expect(near.isMapped).toBe(true);
    const twice = readAs(looked('SKU,Nama,HPP,Modal'), 'products');
    expect(mappingOf(twice)?.columns).toEqual({ SKU: 'sku', Nama: 'name', HPP: 'cost', Modal: null });
  });

  it('is read as what is kept for its header; a day is asked for again', () => {
    const staged = looked('Kode,Fisik');
    const mapping = { columns: { Kode: 'sku', Fisik: 'on_hand' }, fixed: { location: 'G1' } };
    const remembered = { id: 1, fingerprint: staged.recognition!.fingerprint, kind: 'inventory' as const, mapping };
    const kept = { ...remembered, name: 'a.csv', createdBy: 'x', updatedAt: 1 };
    const { candidates } = recognise([['Kode', 'Fisik']], (_, kind) => (kind === 'inventory' ? kept : undefined));
    const keptMapping = { ...kept, updatedAt: '' };
    const recognition = { ...staged.recognition!, candidates, kind: 'inventory' as const, keptMapping };
    const read = readAs({ ...staged, recognition }, 'inventory');
    expect([read.isMapped, lackingColumns(read), read.fixed]).toEqual([false, ['day'], { location: 'G1' }]);
    expect(mappingOf(fixValue(read, 'day', '2026-03-31'))?.fixed).toEqual({ location: 'G1', day: '2026-03-31' });
  });

  it('waits for the products that it names, and stands after them', () => {
    const sales = looked('a', { kind: 'sales' });
    const products = looked('b', { kind: 'products' });
    const unknown = looked('c');
    const receipts = looked('d', { kind: 'receipts' });
    const all = [unknown, sales, products, receipts];
    expect(inOrder(all)).toEqual([products, receipts, sales, unknown]);
    expect(waitsFor(sales, all)).toBe(products);
    const job = { state: 'done', isDryRun: false } as ImportView;
    expect(waitsFor(sales, [sales, { ...products, job }])).toBeNull();
    expect(waitsFor(products, all)).toBeNull();
  });
});

describe('an empty example file', () => {
  it.each(IMPORT_KINDS)('of %s is known for what it is, in both languages', (kind) => {
    for (const language of ['id', 'en'] as const) {
      const header = templateHeader(kind, language);
      const found = recognise([header]);
      expect(found.kind).toBe(kind);
      expect(found.candidates[0]!.columns.map(({ column }) => column)).toEqual(
        DECLARATIONS[kind].columns.map(({ name }) => name),
      );
    }
  });
});

describe('the words of imports', () => {
  const reject = {
    line: 1,
    column: 'sku',
    header: 'sku',
    value: 'x',
    reason: 'No product has this SKU.',
    original: 'x',
  };

  it('name every column of every kind', () => {
    const names = IMPORT_KINDS.flatMap((kind) => DECLARATIONS[kind].columns.map(({ name }) => name));
    expect(Object.keys(importsText.id.columnNames).sort()).toEqual([...new Set(names)].sort());
  });

  it('say in Indonesian why a row was rejected, in English what the server says', () => {
    const row: RejectView = { ...reject, code: 'unknown-sku' };
    expect(reasonSentence(row, 'id')).toContain('Belum ada produk dengan SKU ini');
    expect(reasonSentence(row, 'en')).toBe(reject.reason);
    for (const code of Object.keys(REJECT_CODES)) {
      expect(reasonSentence({ ...reject, code }, 'id')).not.toBe(reject.reason);
      expect(reasonBriefly(code, 'en')).not.toBe(code);
    }
    expect(reasonSentence({ ...reject, code: 'newer-than-this' }, 'id')).toBe(reject.reason);
    expect(reasonBriefly('constructor', 'id')).toBe('constructor');
  });

  it('say in Indonesian every note that an import can make', () => {
    const notes = [
      'Numbers were read with `,` before the decimals and `.` between thousands. Some numbers of the file are written the other way.',
      'Days were read as DD/MM/YYYY.',
      'Columns that are not known and were left out: Nama, Rak.',
      'The columns were read as remembered of "stok.csv".',
      'The sheet "Lembar 1" was read.',
      'Unknown SKUs: A, B and at least 4 more.',
      'Unknown channels: shoppe.',
      '12 products were made that were known by SKU only.',
      'Channels were made: toko-baru.',
      'Only the first 100000 of 120000 rejected rows are listed.',
      "3 rows were left out: their day's sales are derived from order lines.",
      'The program ended during the import; it was begun anew.',
    ];
    for (const note of notes) {
      expect(noteSentence(note, 'id')).not.toBe(note);
      expect(noteSentence(note, 'en')).toBe(note);
    }
    expect(noteSentence(notes[5]!, 'id')).toBe('SKU yang belum dikenal: A, B dan sedikitnya 4 lagi.');
    // They are what the program writes: each begins as some text in its source does.
    const folder = join(import.meta.dirname, '../../src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const source = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    for (const note of notes) expect(source).toContain(/[A-Za-z][a-z ]{7,}/.exec(note)![0].slice(0, 20).trimEnd());
  });
});
