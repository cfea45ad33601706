import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../../src/core/intake/csv.js';
import { escapeCsvCell } from '../../../src/core/intake/escape.js';
import { Intake, SAMPLE_ROWS, type IntakeContext } from '../../../src/core/intake/intake.js';
import type { ImportKind } from '../../../src/core/intake/records.js';
import { rejectLine, type Reject } from '../../../src/core/intake/reject.js';
import type { RowOf } from '../../../src/core/intake/rows.js';
import { Refusal } from '../../../src/core/refusal.js';
import { parseDay } from '../../../src/core/units.js';

const JAKARTA: IntakeContext = { scale: 0, zone: 'Asia/Jakarta', today: parseDay('2026-03-31')! };

function importText<K extends ImportKind>(kind: K, text: string, context: IntakeContext = JAKARTA) {
  const delimiter = text.split('\n').some((line) => line.split(';').length > 2) ? ';' : ',';
  const reader = new CsvReader(delimiter);
  const intake = new Intake(kind, context);
  const all = { rows: [] as RowOf[K][], rejects: [] as Reject[] };
  for (const read of [intake.push(reader.push(text)), intake.push(reader.end()), intake.end()]) {
    all.rows.push(...read.rows);
    all.rejects.push(...read.rejects);
  }
  return { ...all, intake };
}

/** What the only data row is rejected for: [column, code]. */
function rejected(kind: ImportKind, text: string, context?: IntakeContext) {
  const { rows, rejects } = importText(kind, text, context);
  expect(rows).toEqual([]);
  return rejects.map((reject) => [reject.column, reject.code]);
}

function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('headers', () => {
  it('knows Indonesian names in any order and case, with a BOM, underscores or spaces', () => {
    const text = '\uFEFF  harga_modal ;NAMA;Sku\n12.500;Kaos Polos;K-1\n';
    expect(importText('products', text).rows[0]).toMatchObject({
      sku: 'K-1',
      name: 'Kaos Polos',
      cost: 12_500,
      line: 2,
    });
    expect(importText('products', 'SKU,Nama,HPP\nK-1,Kaos,12500\n').rows[0]).toMatchObject({ cost: 12_500 });
    const stock = importText('inventory', 'Tanggal,SKU,Stok\n2026-03-01,K-1,7\n');
    expect(stock.rows[0]).toMatchObject({ onHand: 7, sku: 'K-1', location: '' });
    expect(importText('sales', 'Tanggal,Kanal,SKU,Jumlah\n2026-03-01,shopee,K-1,7\n').rows[0]).toMatchObject({
      units: 7,
    });
  });

  it('names every required column that is missing, and what was found', () => {
    const refusal = refusalOf(() => importText('sales', 'sku,units\nA,1\n'));
    expect(refusal.code).toBe('missing-columns');
    expect(refusal.message).toBe('A file of sales needs the columns day, channel. Found: sku, units.');
  });

  it('refuses two columns that mean the same', () => {
    expect(refusalOf(() => importText('products', 'sku,name,hpp,modal\nA,B,1,2\n')).code).toBe('duplicate-header');
    expect(refusalOf(() => importText('products', 'sku,name,SKU\nA,B,1\n')).code).toBe('duplicate-header');
  });

  it('reads a column by its own name when another could stand in for it', () => {
    const { rows, intake } = importText('sales', 'day,channel,sku,quantity,units\n2026-03-01,shopee,A,9,2\n');
    expect(rows[0]).toMatchObject({ units: 2 });
    expect(intake.notes.join()).toContain('quantity');
  });

  it('finds the header below instructions', () => {
    const text = 'Laporan stok,,\nToko Maju,,\n,,\nTanggal,SKU,Stok\n2026-03-01,K-1,7\n';
    expect(importText('inventory', text).rows).toHaveLength(1);
  });

  it('reports columns that are not known and tells which known ones were there', () => {
    const { intake } = importText('inventory', 'day,sku,on_hand,Nama Penerima\n2026-03-01,K-1,7,Budi\n');
    expect(intake.notes).toEqual(['Columns that are not known and were left out: Nama Penerima.']);
    expect(intake.present).toEqual(['day', 'sku', 'on_hand']);
  });

  it('refuses an empty file, and one with a header alone', () => {
    expect(refusalOf(() => importText('sales', '')).code).toBe('empty-file');
    expect(refusalOf(() => importText('sales', 'day,channel,sku,units\n\n')).code).toBe('empty-file');
  });
});

describe('rows that are rejected', () => {
  const inventory = 'day,sku,on_hand\n';
  it.each([
    ['a day that does not exist', 'inventory', `${inventory}2026-02-30,A,1\n`, ['day', 'no-such-day']],
    ['a day in the future', 'inventory', `${inventory}2026-04-01,A,1\n`, ['day', 'future-day']],
    ['a negative quantity', 'inventory', `${inventory}2026-03-01,A,-1\n`, ['on_hand', 'negative-quantity']],
    ['half a unit', 'inventory', `${inventory}2026-03-01,A,1.5\n`, ['on_hand', 'not-whole']],
    ['an empty SKU', 'inventory', `${inventory}2026-03-01,  ,1\n`, ['sku', 'missing-value']],
    ['a row cut short', 'inventory', `${inventory}2026-03-01,A\n`, [null, 'too-few-cells']],
    ['a row with a cell too many', 'inventory', `${inventory}2026-03-01,A,1,9\n`, [null, 'too-many-cells']],
    ['a SKU of 65 characters', 'inventory', `${inventory}2026-03-01,${'x'.repeat(65)},1\n`, ['sku', 'text-too-long']],
    ['a rounded SKU', 'inventory', `${inventory}2026-03-01,1.23457E+17,1\n`, ['sku', 'spreadsheet-damage']],
    ['an error of a spreadsheet', 'inventory', `${inventory}2026-03-01,#N/A,1\n`, ['sku', 'spreadsheet-error']],
    ['a line break in a SKU', 'inventory', `${inventory}2026-03-01,"A\nB",1\n`, ['sku', 'control-character']],
    ['a NUL in a name', 'products', 'sku,name\nA,B\u0000C\n', ['name', 'control-character']],
    ['a formula for a number', 'inventory', `${inventory}2026-03-01,A,=1+1\n`, ['on_hand', 'not-a-number']],
    ['a cell of 10,001 characters', 'products', `sku,name\nA,${'x'.repeat(10_001)}\n`, [null, 'cell-too-long']],
    ['text after a quote', 'products', 'sku,name\nA,"B"C\n', [null, 'stray-quote']],
    ['two readings of a price', 'products', 'sku,name,price\nA,B,"1,234"\n', ['price', 'two-readings']],
    ['a negative price', 'products', 'sku,name,price\nA,B,-5\n', ['price', 'negative-money']],
    ['a price of nothing', 'products', 'sku,name,price\nA,B,0\n', ['price', 'below-minimum']],
    ['an unknown status', 'products', 'sku,name,status\nA,B,constructor\n', ['status', 'unknown-value']],
    ['reversed limits', 'listings', 'channel,sku,min_price,max_price\ns,A,9,8\n', ['min_price', 'range-reversed']],
    [
      'more returned than sold',
      'orders',
      'order_id,ordered_at,channel,sku,quantity,unit_price,returned_quantity\n1,2026-03-01 10:00,s,A,1,5,2\n',
      ['returned_quantity', 'returned-exceeds-quantity'],
    ],
    [
      'an order line of nothing',
      'orders',
      'order_id,ordered_at,channel,sku,quantity,unit_price\n1,2026-03-01 10:00,s,A,0,5\n',
      ['quantity', 'below-minimum'],
    ],
  ] as [string, ImportKind, string, [string | null, string]][])('%s', (_, kind, text, expected) => {
    expect(rejected(kind, text)).toEqual([expected]);
  });

  it('keep line, column, value and the row, but nothing of columns that are not known', () => {
    const text = 'day,sku,Nama Penerima,No. Telepon,on_hand\n2026-03-01,A,Budi,0812,1\n2026-03-01,"B;1",Siti,0813,x\n';
    const [reject] = importText('inventory', text).rejects;
    expect(reject).toMatchObject({ line: 3, column: 'on_hand', value: 'x', original: '2026-03-01,"B;1",,,x' });
    expect(JSON.stringify(reject)).not.toContain('Siti');
  });

  it('do not stop the rows around them', () => {
    const { rows, rejects, intake } = importText(
      'inventory',
      `${'day,sku,on_hand\n'}2026-03-01,A,1\nx,B,1\n,,\n2026-03-01,C,1\n`,
    );
    expect(rows.map((row) => row.sku)).toEqual(['A', 'C']);
    expect(rejects).toHaveLength(1);
    expect(intake.rowCount).toBe(3);
  });
});

describe('rows that are taken', () => {
  it('reads amounts by what other cells of the file decide', () => {
    const text = 'sku;name;cost;price\nA;A;1.234;2.345,50\nB;B;1,5;2\n';
    const { rows, intake } = importText('products', text, { ...JAKARTA, scale: 2 });
    expect(rows.map((row) => [row.cost, row.price])).toEqual([
      [123_400, 234_550],
      [150, 200],
    ]);
    expect(intake.notes[0]).toBe('Numbers were read with `,` before the decimals and `.` between thousands.');
  });

  it('reads amounts as the user says when the file cannot decide', () => {
    const text = 'sku;name;price\nA;A;1,234\n';
    expect(importText('products', text, { ...JAKARTA, decimal: '.' }).rows[0]?.price).toBe(1_234);
  });

  it('rejects a number below the sample that contradicts it', () => {
    const many = 'A;A;2,5\n'.repeat(SAMPLE_ROWS + 10);
    const { rows, rejects } = importText('products', `sku;name;price\n${many}A;A;3.55\n`, { ...JAKARTA, scale: 2 });
    expect(rows).toHaveLength(SAMPLE_ROWS + 10);
    expect(rejects).toMatchObject([{ line: SAMPLE_ROWS + 12, code: 'contradicts-file', value: '3.55' }]);
  });

  it('keeps a formula as text', () => {
    const text = 'sku,name\nA,"=HYPERLINK(""http://x"",""y"")"\n';
    expect(importText('products', text).rows[0]?.name).toBe('=HYPERLINK("http://x","y")');
  });

  it('reads order lines in the shop zone, with a line id of SKU and price where none is given', () => {
    const text =
      'No. Pesanan;Waktu Pesanan Dibuat;Kanal;Nomor Referensi SKU;Jumlah;Harga Setelah Diskon;Harga Awal;Status Pesanan\n' +
      '2603ABC;2026-03-01 00:30;TikTok Shop;K-1;2;125.000;150.000;Selesai\n' +
      '2603ABD;2026-03-01 00:30;shopee;K-1;2;125.000;;Pengembalian\n';
    expect(importText('orders', text).rows).toEqual([
      {
        line: 2,
        orderId: '2603ABC',
        lineId: 'K-1|125000',
        orderedAt: Date.UTC(2026, 1, 28, 17, 30),
        day: parseDay('2026-03-01'),
        channel: 'tiktok-shop',
        sku: 'K-1',
        quantity: 2,
        unitPrice: 125_000,
        listPrice: 150_000,
        sellerDiscount: null,
        status: 'sold',
        returnedQuantity: 0,
      },
      expect.objectContaining({ status: 'returned', returnedQuantity: 2, listPrice: null }),
    ]);
  });

  it('takes numbers of XLSX cells for keys up to 15 digits and rejects longer ones as damaged', () => {
    const intake = new Intake('inventory', JAKARTA);
    const cells = [
      ['day', 'sku', 'on_hand'],
      [46_082, 8_991_234_567_890, 3],
      ['2026-03-01', 123_456_789_012_345_680, 3],
    ];
    intake.push({ cells, lines: [1, 2, 3], faults: new Map() });
    const { rows, rejects } = intake.end();
    expect(rows).toMatchObject([{ day: parseDay('2026-03-01'), sku: '8991234567890', onHand: 3 }]);
    expect(rejects).toMatchObject([{ line: 3, column: 'sku', code: 'spreadsheet-damage' }]);
  });

  it('splits tags and drops repeated ones', () => {
    const { rows } = importText('products', 'sku,name,tags\nA,A,"baju, pria|baju"\n');
    expect(rows[0]?.tags).toEqual(['baju', 'pria']);
  });
});

describe('a CSV cell for a spreadsheet', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+cmd|x', "'+cmd|x"],
    ['-2+3', "'-2+3"],
    ['\tx', '"\'\tx"'],
    ['=HYPERLINK("a","b")', '"\'=HYPERLINK(""a"",""b"")"'],
    ['-5', '-5'],
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
  ])('of %j is %j', (text, cell) => {
    expect(escapeCsvCell(text)).toBe(cell);
  });

  it('never begins with a character that starts a formula, unless it is a number', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const shown = escapeCsvCell(text).replace(/^"/, '');
        expect(/^[=@\t\r]|^[+-](?!\d+([.,]\d+)?$)/.test(shown)).toBe(false);
      }),
    );
  });

  it('makes a reject one safe line', () => {
    const original = '=1,A';
    const line = rejectLine({
      line: 4,
      column: 'sku',
      header: '=Kode',
      value: '=1',
      code: 'unknown-sku',
      reason: 'No, none.',
      original,
    });
    expect(line).toBe(`4,sku,'=Kode,'=1,unknown-sku,"No, none.","'=1,A"`);
  });
});
