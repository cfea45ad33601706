import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvReader, sniffDelimiter, type RawRows } from '../../../src/core/intake/csv.js';
import { headerScore } from '../../../src/core/intake/header.js';

/** Reads a text cut at the given places. */
function readCut(text: string, delimiter: ',' | ';' | '\t', cuts: number[] = []): RawRows {
  const reader = new CsvReader(delimiter);
  const all: RawRows = { cells: [], lines: [], faults: new Map() };
  const add = (rows: RawRows) => {
    for (const [row, fault] of rows.faults) all.faults.set(all.cells.length + row, fault);
    all.cells.push(...rows.cells);
    all.lines.push(...rows.lines);
  };
  let from = 0;
  for (const cut of [...cuts.map((c) => c % (text.length + 1)).sort((a, b) => a - b), text.length]) {
    add(reader.push(text.slice(from, cut)));
    from = Math.max(from, cut);
  }
  add(reader.end());
  return all;
}

describe('CsvReader', () => {
  it('reads what csv-parse reads, however the text is cut into pieces', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ',', ';', '"', '\n', '\r\n', ' ', 'é', '=') });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(',' as const, ';' as const),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 5 }),
        (table, delimiter, lineEnd, endsWithLine, cuts) => {
          const quote = (text: string) =>
            /[",;\r\n]/.test(text) || text.length % 3 === 1 ? `"${text.replaceAll('"', '""')}"` : text;
          const text = table.map((row) => row.map(quote).join(delimiter)).join(lineEnd) + (endsWithLine ? lineEnd : '');
          const expected = parse(text, { delimiter, skip_empty_lines: true, relax_column_count: true }) as string[][];
          const read = readCut(text, delimiter, cuts);
          expect(read.cells).toEqual(expected);
          expect(read.faults.size).toBe(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('numbers rows by the line on which they begin, counting line ends inside quotes and blank lines', () => {
    const read = readCut('a,b\n\n"x\ny",1\nz,2\n', ',');
    expect(read.cells).toEqual([
      ['a', 'b'],
      ['x\ny', '1'],
      ['z', '2'],
    ]);
    expect(read.lines).toEqual([1, 3, 5]);
  });

  it('keeps a quote inside an unquoted cell as an ordinary character', () => {
    expect(readCut('5" pipe,1\n', ',').cells).toEqual([['5" pipe', '1']]);
  });

  it('marks text after a closing quote', () => {
    const read = readCut('"abc"def,1\nok,2\n', ',');
    expect(read.faults).toEqual(new Map([[0, 'stray-quote']]));
    expect(read.cells[1]).toEqual(['ok', '2']);
  });

  it('marks a cell of more than 10,000 characters, quoted or not, and takes one of exactly 10,000', () => {
    const long = 'x'.repeat(10_001);
    const read = readCut(`a,${long}\na,"${long}"\na,${'y'.repeat(10_000)}\n`, ',');
    expect([...read.faults]).toEqual([
      [0, 'cell-too-long'],
      [1, 'cell-too-long'],
    ]);
  });

  it('refuses a quote that is never closed, with its line', () => {
    expect(() => readCut('a,b\n1,"two\nthree\n', ',')).toThrow(/line 2 is never closed/);
  });

  it('refuses an open quote before it has eaten a whole large file', () => {
    const reader = new CsvReader(',');
    expect(() => {
      for (let n = 0; n < 100; n++) reader.push(n === 0 ? `a,"b\n` : `${'row,row\n'.repeat(5_000)}`);
    }).toThrow(/never closed/);
  });
});

describe('sniffDelimiter', () => {
  const score = (cells: readonly (string | number)[]) => headerScore('inventory', cells);

  it.each([
    ['Tanggal;SKU;Stok\n2026-01-02;A,1;3\n', ';'],
    ['day\tsku\ton_hand\n', '\t'],
    ['day,sku,on_hand\n', ','],
    ['"day";"sku";"on_hand"\n', ';'],
    ['Laporan stok, toko A, 2026\n\nTanggal;SKU;Stok\n', ';'],
  ])('finds the delimiter of %j by what makes a header', (head, delimiter) => {
    expect(sniffDelimiter(head, score)).toBe(delimiter);
  });
});
