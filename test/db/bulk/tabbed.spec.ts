import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TabbedRows } from '../../../src/db/bulk/tabbed.js';
import type { Value } from '../../../src/db/bulk/writer.js';

function encode(values: Value[], width: number): Buffer {
  const rows = new TabbedRows(width);
  for (const value of values) rows.put(value);
  expect(rows.rowCount).toBe(values.length / width);
  return rows.bytes;
}

describe('rows for LOAD DATA', () => {
  it('have tabs between values, \\N for null and backslashes before what has a meaning', () => {
    const bytes = encode(['a\tb', null, -5, 'x\\N', 'é\n', 0], 3);
    expect(bytes.toString()).toBe('a\\tb\t\\N\t-5\nx\\\\N\té\\n\t0\n');
  });

  it('carry every safe integer and every text back', () => {
    const value = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.string({ unit: 'binary' }), fc.constant(null));
    const unescape: Record<string, string> = { t: '\t', n: '\n', r: '\r', '0': '\0', '\\': '\\' };
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (row) => {
        const text = encode(row, row.length).toString();
        const back = text
          .slice(0, -1)
          .split('\t')
          .map((cell) => cell.replace(/\\(.)/g, (all, char: string) => unescape[char] ?? all));
        expect(back).toEqual(row.map((cell) => (cell === null ? '\\N' : String(cell))));
      }),
    );
  });

  it('grow beyond the first megabyte', () => {
    const rows = Array.from({ length: 3_000 }, () => 'x'.repeat(1_000));
    expect(encode(rows, 1).length).toBe(3_000 * 1_001);
  });

  it('refuse a fraction, which would be cut by the server', () => {
    expect(() => encode([1.5], 1)).toThrow(/whole numbers/);
  });
});
