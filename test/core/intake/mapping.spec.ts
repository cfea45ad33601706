import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declarationOf } from '../../../src/core/intake/columns.js';
import { Intake, SAMPLE_ROWS, type IntakeContext } from '../../../src/core/intake/intake.js';
import {
  checkMapping,
  headerFingerprint,
  lastingMapping,
  type ColumnMapping,
} from '../../../src/core/intake/mapping.js';
import { IMPORT_KINDS, type ImportKind } from '../../../src/core/intake/records.js';
import { Refusal } from '../../../src/core/refusal.js';
import { formatDay, parseDay } from '../../../src/core/units.js';

const CONTEXT: IntakeContext = { scale: 0, zone: 'Asia/Jakarta', today: parseDay('2026-03-31')! };

/** Everything that comes of a table, its rejects without the row as it stood. */
function taken(kind: ImportKind, cells: string[][], mapping?: ColumnMapping) {
  const intake = new Intake(kind, { ...CONTEXT, ...(mapping === undefined ? {} : { help: { mapping } }) });
  const raw = { cells, lines: cells.map((_, at) => at + 1), faults: new Map() };
  const parts = [intake.push(raw), intake.end()];
  return {
    rows: parts.flatMap(({ rows }) => rows),
    rejects: parts.flatMap(({ rejects }) => rejects.map(({ original: _, ...reject }) => reject)),
    intake,
  };
}

function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a mapped file', () => {
  const STOCK = [
    ['Tgl', 'Kode Brg', 'Sisa Fisik', 'Sku'],
    ['2026-03-01', 'K-1', '7', 'not this'],
  ];

  it('is read by what was said of its titles, others by their names', () => {
    const { rows, intake } = taken('inventory', STOCK, {
      columns: { kode_brg: 'sku', 'Sisa Fisik': 'on_hand' },
      fixed: { location: 'Gudang A' },
    });
    expect(rows).toEqual([{ line: 2, day: parseDay('2026-03-01'), sku: 'K-1', onHand: 7, location: 'Gudang A' }]);
    expect(intake.present).toEqual(['day', 'sku', 'on_hand', 'location']);
    expect([...intake.titles]).toEqual([
      ['day', 'Tgl'],
      ['sku', 'Kode Brg'],
      ['on_hand', 'Sisa Fisik'],
    ]);
    expect(intake.notes.join()).toContain('left out: Sku.');
  });

  it('is read with fixed values in the place of columns that it lacks or has', () => {
    const sales = [
      ['sku', 'units', 'channel'],
      ['K-1', '2', 'lazada'],
    ];
    const fixed = { day: '01/03/2026', channel: 'shopee' };
    // Only one reading of the day: the file says nowhere which part is the day, so it is told once and for all rows.
    expect(refusalOf(() => taken('sales', sales, { columns: {}, fixed })).code).toBe('bad-fixed-value');
    const { rows } = taken('sales', sales, { columns: {}, fixed: { ...fixed, day: '2026-03-01' } });
    expect(rows).toMatchObject([{ channel: 'shopee', day: parseDay('2026-03-01') }]);
  });

  it('is refused when the mapping is of another file', () => {
    const columns = { 'Kode Barangnya': 'sku', 'Sisa Fisik': 'on_hand' };
    const refusal = refusalOf(() => taken('inventory', STOCK, { columns, fixed: {} }));
    expect(refusal.code).toBe('mapping-mismatch');
    expect(refusal.message).toContain('"Kode Barangnya"');
  });

  it('leaves out what it is told to leave out, though its name is known', () => {
    const refusal = refusalOf(() => taken('inventory', STOCK, { columns: { Tgl: null }, fixed: {} }));
    expect(refusal.values).toMatchObject({ missing: ['day', 'on_hand'] });
  });

  it('gives what the same file gives with the names of the columns in its header', () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        '5',
        '12.500',
        '1,5',
        '2026-03-01',
        '17/03/2026',
        '2026-02-30',
        'shopee',
        'K-1',
        '-3',
        'sold',
      ),
      fc.string({ maxLength: 6 }),
    );
    const shape = fc.constantFrom(...IMPORT_KINDS).chain((kind) => {
      const width = declarationOf(kind).columns.length;
      return fc.record({
        kind: fc.constant(kind),
        // Optional columns may be absent, and some columns are fixed instead of being in the file.
        isThere: fc.array(fc.constantFrom('file', 'file', 'fixed', 'absent'), { minLength: width, maxLength: width }),
        fixed: fc.array(cell, { minLength: width, maxLength: width }),
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
        isShuffled: fc.boolean(),
      });
    });
    let compared = 0;
    fc.assert(
      fc.property(shape, ({ kind, isThere, fixed, rows, isShuffled }) => {
        const { columns } = declarationOf(kind);
        const state = columns.map(({ required }, at) => (required && isThere[at] === 'absent' ? 'file' : isThere[at]!));
        // A fixed value is not blank, and the row needs a first cell that says it is no blank row.
        const held = columns.flatMap((_, at) => (state[at] === 'file' ? [at] : []));
        const set = columns.flatMap((_, at) => (state[at] === 'fixed' && fixed[at]!.trim() !== '' ? [at] : []));
        const order = isShuffled ? held.toReversed() : held;
        if (order.length === 0 || rows.some((row) => order.every((at) => row[at]!.trim() === ''))) return;
        const proper = [
          [...order, ...set].map((at) => columns[at]!.name),
          ...rows.map((row) => [...order.map((at) => row[at]!), ...set.map((at) => fixed[at]!)]),
        ];
        const own = [order.map((at) => `Judul ${at}`), ...rows.map((row) => order.map((at) => row[at]!))];
        const mapping: ColumnMapping = {
          columns: Object.fromEntries(order.map((at) => [`Judul ${at}`, columns[at]!.name])),
          fixed: Object.fromEntries(set.map((at) => [columns[at]!.name, fixed[at]!])),
        };
        checkMapping(kind, mapping);
        let expected;
        try {
          expected = taken(kind, proper);
        } catch (error) {
          expect(error).toMatchObject({ code: 'missing-columns' });
          expect(refusalOf(() => taken(kind, own, mapping)).code).toBe('missing-columns');
          return;
        }
        let got;
        try {
          got = taken(kind, own, mapping);
        } catch (error) {
          // Told once for the whole file; in the proper file each row is rejected.
          expect(error).toMatchObject({ code: 'bad-fixed-value' });
          expect(expected.rows).toEqual([]);
          return;
        }
        expect(got.rows).toEqual(expected.rows);
        expect(got.rejects).toEqual(expected.rejects);
        compared++;
      }),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  it('is read as it comes: no more rows are held than decide how the file is written', () => {
    const intake = new Intake('inventory', {
      ...CONTEXT,
      help: { mapping: { columns: { a: 'sku', b: 'on_hand' }, fixed: { day: '2026-03-01' } } },
    });
    const rows = (count: number) => Array.from({ length: count }, (_, at) => [`K-${at}`, '1']);
    const push = (cells: string[][]) =>
      intake.push({ cells, lines: cells.map(() => 1), faults: new Map() }).rows.length;
    expect(push([['a', 'b'], ...rows(SAMPLE_ROWS)])).toBe(SAMPLE_ROWS);
    expect(push(rows(10))).toBe(10);
    expect(intake.end().rows).toHaveLength(0);
  });
});

describe('a mapping', () => {
  it('is refused where no file could be read with it, each fault with its place', () => {
    const mapping = { columns: { A: 'sku', B: 'sku', 'C/D': 'nonsense' }, fixed: { sku: 'x', day: ' ', who: 'y' } };
    expect(refusalOf(() => checkMapping('inventory', mapping)).issues.map(({ path, code }) => [path, code])).toEqual([
      ['/columns/B', 'column-twice'],
      ['/columns/C~1D', 'unknown-column'],
      ['/fixed/sku', 'column-twice'],
      ['/fixed/day', 'empty-value'],
      ['/fixed/who', 'unknown-column'],
    ]);
  });

  it('lasts without its day, which was right for one file only', () => {
    const fixed = { day: '2026-03-31', channel: 'shopee' };
    expect(lastingMapping('sales', { columns: { A: 'sku' }, fixed })).toEqual({
      columns: { A: 'sku' },
      fixed: { channel: 'shopee' },
    });
  });

  it('reads the next count with the day that is said with it, unless the file has days', () => {
    const mapping = { columns: { 'Kode Brg': 'sku', 'Sisa Fisik': 'on_hand' }, fixed: {} };
    const kept = {
      id: 1,
      fingerprint: '',
      kind: 'inventory',
      mapping,
      name: 'stok.csv',
      createdBy: 'x',
      updatedAt: 0,
    } as const;
    const counted = (cells: string[][]) => {
      const countedOn = parseDay('2026-03-29')!;
      const intake = new Intake('inventory', { ...CONTEXT, countedOn, help: { remembered: () => kept } });
      intake.push({ cells, lines: cells.map((_, at) => at + 1), faults: new Map() });
      return intake.end().rows.map(({ sku, day, onHand }) => [sku, formatDay(day), onHand]);
    };
    expect(
      counted([
        ['Sisa Fisik', 'Kode Brg'],
        ['7', 'K-1'],
      ]),
    ).toEqual([['K-1', '2026-03-29', 7]]);
    expect(
      counted([
        ['Sisa Fisik', 'Kode Brg', 'Tgl'],
        ['7', 'K-1', '2026-03-01'],
      ]),
    ).toEqual([['K-1', '2026-03-01', 7]]);
  });

  it('is kept for titles in any order and spelling, and for no others', () => {
    expect(headerFingerprint(['Kode Brg', 'Stok '])).toBe(headerFingerprint(['stok', 'KODE_BRG', '']));
    expect(headerFingerprint(['Kode Brg', 'Stok'])).not.toBe(headerFingerprint(['Kode Brg', 'Stok', 'Rak']));
  });
});
