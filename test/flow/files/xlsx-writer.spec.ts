import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../src/core/units.js';
import { xlsxOf, type SheetCell, type SheetColumn } from '../../../src/outside/files/xlsx-writer.js';
import { readSheet } from './read-sheet.js';

const COLUMNS: SheetColumn[] = [
  { title: 'SKU', kind: 'text' },
  { title: 'Stok & "unit" <lama>', kind: 'number' },
  { title: 'Nilai', kind: 'number', decimals: 2 },
  { title: 'Per tanggal', kind: 'day' },
];

async function written(batches: SheetCell[][][], name = 'Stok'): Promise<ReturnType<typeof readSheet>> {
  async function* all() {
    for (const batch of batches) yield batch;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of xlsxOf(name, COLUMNS, all())) chunks.push(chunk);
  return readSheet(Buffer.concat(chunks));
}
const values = ({ rows }: Awaited<ReturnType<typeof written>>) => rows.map((row) => row.map(({ value }) => value));

describe('a written workbook', () => {
  it('holds texts as texts, numbers as numbers, days as days that Excel can calculate with', async () => {
    const { name, rows } = await written([[['A-1', 12, 7.5, parseDay('2026-03-31')]]], 'Stok & lama');
    expect(name).toBe('Stok & lama');
    expect(rows[0]!.map(({ value }) => value)).toEqual(['SKU', 'Stok & "unit" <lama>', 'Nilai', 'Per tanggal']);
    expect(rows[1]).toEqual([
      { place: 'A2', value: 'A-1', format: '@' },
      { place: 'B2', value: 12, format: '#,##0' },
      { place: 'C2', value: 7.5, format: '#,##0.00' },
      // Excel counts 2026-01-01 as 46,023; 31 March is 89 days later
      { place: 'D2', value: 46_112, format: 'yyyy\\-mm\\-dd' },
    ]);
  });

  it.each(['=1+1', '+62 812', '-5', '@SUM(A1)', '\t=1', '=HYPERLINK("http://evil","x")', "'quoted"])(
    'keeps %j a text and never makes it a formula',
    async (text) => {
      const { rows } = await written([[[text, null, null, null]]]);
      expect(rows[1]).toEqual([{ place: 'A2', value: text, format: '@' }]);
    },
  );

  it('keeps every character that XML can hold and drops the others', async () => {
    const kept = ' Kopi <b>&amp; "gula"</b>\nbaris dua  🍵 é ';
    const found = await written([
      [
        [kept, 1, 1, 1],
        ['a\u0000\u0008\u001Fb\uFFFE', 1, 1, 1],
        ['half \uD83D', 1, 1, 1],
        ['_x0041_', 1, 1, 1],
      ],
    ]);
    expect(values(found).map(([first]) => first)).toEqual(['SKU', kept, 'ab', 'half \uFFFD', '_x0041_']);
  });

  it('leaves out what is not known, and goes on numbering rows over many batches', async () => {
    const batches = Array.from({ length: 30 }, (_, batch) =>
      Array.from({ length: 50 }, (_, i): SheetCell[] => [`${batch * 50 + i}`, null, 0, null]),
    );
    const { rows } = await written(batches);
    expect(rows).toHaveLength(1_501);
    expect(rows[1_500]).toEqual([
      { place: 'A1501', value: '1499', format: '@' },
      { place: 'C1501', value: 0, format: '#,##0.00' },
    ]);
  });

  it('without rows is a header', async () => {
    expect((await written([])).rows).toHaveLength(1);
  });
});
