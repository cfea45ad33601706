import { strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { patchWorkbook } from '../../../src/outside/files/xlsx-patch.js';

const SHEET = 'xl/worksheets/sheet2.xml';
const PARTS: Record<string, string> = {
  '[Content_Types].xml': '<Types/>',
  'xl/workbook.xml':
    '<workbook><sheets><sheet name="Brand" state="hidden"/><sheet name="Template"/></sheets></workbook>',
  'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="49"/></cellXfs></styleSheet>',
  'xl/sharedStrings.xml': '<sst><si><t>100000</t></si><si><r><t>Ko</t></r><r><t>pi</t></r></si></sst>',
  'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
  'docProps/thumbnail.bin': 'not text: \u0000\u0001',
};
const HEAD = '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n<worksheet xmlns="m"><dimension ref="A1"/>';
const TAIL = '<sheetProtection sheet="1" password="CC1A"/><!-- <row r="2"><c r="C2"/></row> --></worksheet>';
const ROW_1 = `<row r="1" ht="30" customHeight="1"><c r="A1" t="inlineStr"><is><t>et_title 🍵 "x" &amp; y</t></is></c></row>`;

const sheet = (rows: string): string => `${HEAD}<sheetData>${ROW_1}${rows}</sheetData>${TAIL}`;
function workbook(rows: string): Buffer {
  const parts: Zippable = {};
  for (const [path, text] of Object.entries(PARTS))
    parts[path] = [strToU8(text), { level: path.includes('docProps') ? 0 : 6 }];
  parts[SHEET] = strToU8(sheet(rows));
  return Buffer.from(zipSync(parts));
}
const sheetOf = (bytes: Buffer): string => Buffer.from(unzipSync(bytes)[SHEET]!).toString();

describe('a workbook with other prices', () => {
  const row = (cells: string): string => `<row r="7" spans="1:9">${cells}</row>`;

  it('differs in those cells and nowhere else, part by part and byte by byte', async () => {
    const before = workbook(row('<c r="A7" s="4"><v>1</v></c><c r="C7" s="9"><v>100000</v></c><c r="D7"><v>5</v></c>'));
    const after = await patchWorkbook(before, SHEET, [{ line: 7, column: 2, text: '80000' }]);
    const [old, now] = [unzipSync(before), unzipSync(after)];
    expect(Object.keys(now)).toEqual(Object.keys(old));
    for (const path of Object.keys(old)) {
      if (path !== SHEET) expect([path, Buffer.from(now[path]!).equals(Buffer.from(old[path]!))]).toEqual([path, true]);
    }
    const cells = '<c r="A7" s="4"><v>1</v></c><c r="C7" s="9"><v>80000</v></c><c r="D7"><v>5</v></c>';
    expect(sheetOf(after)).toBe(sheet(row(cells)));
  });

  it.each([
    ['a shared text', '<c r="C7" s="9" t="s"><v>0</v></c>', '<c r="C7" s="9" t="inlineStr"><is><t>80000</t></is></c>'],
    ['a text of its own', "<c t='str' r='C7'><v>1</v></c>", `<c r='C7' t="inlineStr"><is><t>80000</t></is></c>`],
    ['an empty cell', '<c r="C7" s="3"/>', '<c r="C7" s="3"><v>80000</v></c>'],
    ['a formula', '<c r="C7"><f>A1*2</f><v>9</v></c>', '<c r="C7"><v>80000</v></c>'],
    ['no cell at all', '<c r="B7"/><c r="D7"/>', '<c r="B7"/><c r="C7"><v>80000</v></c><c r="D7"/>'],
    ['no cell at the end', '<c r="A7"/>', '<c r="A7"/><c r="C7"><v>80000</v></c>'],
    ['cells without places', '<c/><c/><c s="2"><v>1</v></c>', '<c/><c/><c s="2"><v>80000</v></c>'],
  ])('puts a price in place of %s', async (_what, before, after) => {
    const patched = await patchWorkbook(workbook(row(before)), SHEET, [{ line: 7, column: 2, text: '80000' }]);
    expect(sheetOf(patched)).toBe(sheet(row(after)));
  });

  it('keeps prefixes of names, and finds far columns and rows without numbers', async () => {
    const rows = '<x:row><x:c r="AB2"><x:v>1</x:v></x:c></x:row>';
    const patched = await patchWorkbook(workbook(rows), SHEET, [{ line: 2, column: 27, text: '12.50' }]);
    expect(sheetOf(patched)).toBe(sheet('<x:row><x:c r="AB2"><x:v>12.50</x:v></x:c></x:row>'));
  });

  it('is the same bytes when nothing changes', async () => {
    const before = workbook(row('<c r="C7"><v>80000</v></c>'));
    expect((await patchWorkbook(before, SHEET, [])).equals(before)).toBe(true);
  });

  it('changes thousands of rows in one pass', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => `<row r="${i + 2}"><c r="C${i + 2}"><v>1</v></c></row>`);
    const edits = rows.map((_, i) => ({ line: i + 2, column: 2, text: String(i) }));
    const patched = sheetOf(await patchWorkbook(workbook(rows.join('')), SHEET, edits));
    expect([...patched.matchAll(/<v>(\d+)<\/v>/g)].map(([, value]) => Number(value))).toEqual(edits.map((_, i) => i));
  });

  it('is refused when it is damaged, and never written with what is no price', async () => {
    const good = workbook(row('<c r="C7"><v>1</v></c>'));
    const edits = [{ line: 7, column: 2, text: '80000' }];
    const broken = Buffer.from(good);
    broken.fill(7, broken.indexOf(SHEET) + SHEET.length, broken.indexOf(SHEET) + SHEET.length + 20);
    for (const bytes of [good.subarray(0, good.length - 40), good.subarray(0, 100), Buffer.from('PK'), broken]) {
      await expect(patchWorkbook(bytes, SHEET, edits)).rejects.toMatchObject({ code: 'damaged-file' });
    }
    await expect(patchWorkbook(good, 'xl/none.xml', edits)).rejects.toMatchObject({ code: 'damaged-file' });
    await expect(patchWorkbook(good, SHEET, [{ ...edits[0]!, line: 9 }])).rejects.toMatchObject({
      code: 'damaged-file',
    });
    await expect(patchWorkbook(good, SHEET, [{ ...edits[0]!, text: '=1+1' }])).rejects.toThrow('no price');
  });
});
