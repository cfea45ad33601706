import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { headerScore } from '../../../src/core/intake/header.js';
import { Intake } from '../../../src/core/intake/intake.js';
import type { ImportKind } from '../../../src/core/intake/records.js';
import type { Reject } from '../../../src/core/intake/reject.js';
import type { RowOf } from '../../../src/core/intake/rows.js';
import { Refusal } from '../../../src/core/refusal.js';
import { formatDay, parseDay } from '../../../src/core/units.js';
import { FILE_LIMITS, type FileLimits } from '../../../src/outside/files/limits.js';
import { openTableFile } from '../../../src/outside/files/open.js';
import { workbook, type TestCell } from './workbook.js';

const folder = mkdtempSync(join(tmpdir(), 'larisin-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

function save(bytes: Buffer | string): string {
  const path = join(folder, `file-${count++}.upload`);
  writeFileSync(path, bytes);
  return path;
}

async function read<K extends ImportKind>(kind: K, bytes: Buffer | string, limits: FileLimits = FILE_LIMITS) {
  const file = await openTableFile(save(bytes), (cells) => headerScore(kind, cells), limits);
  const context = { scale: 0, zone: 'Asia/Jakarta', today: parseDay('2026-03-31')! };
  const intake = new Intake(kind, { ...context, from1904: file.from1904, shortRows: file.shortRows });
  const rows: RowOf[K][] = [];
  const rejects: Reject[] = [];
  const take = (batch: { rows: RowOf[K][]; rejects: Reject[] }) => {
    rows.push(...batch.rows);
    rejects.push(...batch.rejects);
  };
  for await (const raw of file.rows()) take(intake.push(raw));
  take(intake.end());
  return { file, rows, rejects };
}

async function refused(bytes: Buffer | string, limits?: FileLimits): Promise<Refusal> {
  try {
    await read('inventory', bytes, limits);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const CSV = 'day,sku,on_hand\n2026-03-01,Kopi Gayö,7\n';

describe('CSV files', () => {
  it.each([
    ['plain', Buffer.from(CSV)],
    ['with a BOM', Buffer.from(`\uFEFF${CSV}`)],
    ['with CRLF', Buffer.from(CSV.replaceAll('\n', '\r\n'))],
    ['without a last line end', Buffer.from(CSV.trimEnd())],
    ['with semicolons', Buffer.from(CSV.replaceAll(',', ';'))],
    ['with tabs', Buffer.from(CSV.replaceAll(',', '\t'))],
    ['packed with gzip', gzipSync(CSV)],
    [
      'packed in two gzip members',
      Buffer.concat([gzipSync('day,sku,on_'), gzipSync('hand\n2026-03-01,Kopi Gayö,7\n')]),
    ],
  ])('are read %s, whatever their name', async (_, bytes) => {
    const { file, rows } = await read('inventory', bytes);
    expect(rows).toEqual([{ line: 2, day: parseDay('2026-03-01'), sku: 'Kopi Gayö', onHand: 7, location: '' }]);
    expect(file.contentHash()).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(file.bytesRead()).toBe(bytes.length);
  });

  it('are read right across the borders of pieces', async () => {
    // 60,000 lines with characters of two bytes: pieces of 256 KB are cut within lines and characters.
    const lines = Array.from({ length: 60_000 }, (_, n) => `2026-03-01,é-${n},${n}`);
    const { rows } = await read('inventory', `day,sku,on_hand\n${lines.join('\n')}\n`);
    expect(rows).toHaveLength(60_000);
    expect(rows.every((row, n) => row.sku === `é-${n}` && row.onHand === n && row.line === n + 2)).toBe(true);
  });

  it('in another encoding are refused with the line and byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from('day,sku,on_hand\n2026-03-01,A,1\n2026-03-01,Caf'),
      Buffer.from([0xe9]),
      Buffer.from(',1\n'),
    ]);
    const refusal = await refused(bytes);
    expect(refusal.code).toBe('not-utf-8');
    expect(refusal.values).toEqual({ line: 3, byte: 45 });
    expect(bytes[45]).toBe(0xe9);
  });

  it.each([
    ['an empty file', 'empty-file', Buffer.from('')],
    ['a BOM alone', 'empty-file', Buffer.from('\uFEFF')],
    ['blank lines alone', 'empty-file', Buffer.from('\n\n\n')],
    ['an empty gzip', 'empty-file', gzipSync('')],
    ['UTF-16', 'utf-16', Buffer.from(`\uFEFF${CSV}`, 'utf16le')],
    ['UTF-16 without a BOM', 'not-text', Buffer.from(CSV, 'utf16le')],
    ['a picture', 'not-text', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
    ['a web page', 'not-text', Buffer.from('<!DOCTYPE html><html></html>\n')],
    ['line ends of CR alone', 'line-endings', Buffer.from(CSV.replaceAll('\n', '\r'))],
    ['an old workbook', 'old-spreadsheet', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['a cut gzip', 'truncated-file', gzipSync(CSV.repeat(1000)).subarray(0, -12)],
    ['a damaged gzip', 'damaged-file', damage(gzipSync(CSV.repeat(1000)))],
    ['a header of another kind', 'missing-columns', Buffer.from('sku,name\nA,B\n')],
    ['an open quote at the end', 'unclosed-quote', Buffer.from(`${CSV}2026-03-01,"A,1\n`)],
  ])('%s is refused: %s', async (_, code, bytes) => {
    expect((await refused(bytes)).code).toBe(code);
  });

  it('of a gzip bomb are stopped before they are unpacked', async () => {
    const line = '2026-03-01,A,1\n';
    const bomb = gzipSync(Buffer.concat([Buffer.from(CSV), Buffer.alloc(64 * 1024 ** 2, line)]));
    expect((await refused(bomb)).code).toBe('zip-bomb');
    // Counted in rows handed on, not in memory, which the collector of garbage decides: the free 32 MiB and one piece more.
    let rows = 0;
    const reading = (async () => {
      const file = await openTableFile(save(bomb), () => 0);
      for await (const raw of file.rows()) rows += raw.cells.length;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'zip-bomb' });
    expect(rows).toBeGreaterThan(0);
    expect(rows * line.length).toBeLessThan(FILE_LIMITS.ratioFreeBytes + 1024 ** 2);
  });

  it('beyond the limit are refused, packed or not', async () => {
    const limits = { ...FILE_LIMITS, bytesMax: 1_000 };
    expect((await refused(CSV.repeat(100), limits)).code).toBe('file-too-large');
    expect((await refused(gzipSync(CSV.repeat(100)), limits)).code).toBe('file-too-large');
  });

  it('that are not there are told with their path', async () => {
    await expect(openTableFile('/nowhere/x.csv', () => 0)).rejects.toMatchObject({ code: 'file-not-found' });
  });
});

function damage(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 6] = copy[copy.length - 6]! ^ 0xff; // the check sum
  return copy;
}

const HEADER: TestCell[] = ['day', 'sku', 'on_hand', 'location'];

describe('XLSX files', () => {
  it('give texts, numbers, dates, booleans and results of formulas', async () => {
    const sheet: TestCell[][] = [
      HEADER,
      [{ xml: '<c s="1"><v>46082</v></c>' }, { xml: '<c t="s"><v>0</v></c>' }, 7, { xml: '<c t="b"><v>1</v></c>' }],
      [{ xml: '<c s="2"><v>46082.75</v></c>' }, 8991234567890, { xml: '<c><f>3+4</f><v>7</v></c>' }],
      [
        '2026-03-01',
        { xml: '<c t="str"><f>HYPERLINK("http://x","A")</f><v>A</v></c>' },
        { xml: '<c s="3"><v>1234</v></c>' },
      ],
    ];
    const { rows, rejects, file } = await read(
      'inventory',
      workbook({ Stok: sheet }, { shared: ['<r><t>Kopi </t></r><r><t>&amp; Teh</t></r><rPh><t>x</t></rPh>'] }),
    );
    expect(rejects).toEqual([]);
    expect(rows.map((row) => [formatDay(row.day), row.sku, row.onHand, row.location, row.line])).toEqual([
      ['2026-03-01', 'Kopi & Teh', 7, 'TRUE', 2],
      ['2026-03-01', '8991234567890', 7, '', 3],
      ['2026-03-01', 'A', 1234, '', 4],
    ]);
    expect(file.notes).toEqual(['The sheet "Stok" was read.']);
  });

  it('count days from 1904 where the workbook says so', async () => {
    const sheet: TestCell[][] = [HEADER, [{ xml: '<c s="1"><v>44620</v></c>' }, 'A', 1], [44_620, 'B', 1]];
    const { rows } = await read('inventory', workbook({ S: sheet }, { from1904: true }));
    expect(rows.map((row) => formatDay(row.day))).toEqual(['2026-03-01', '2026-03-01']);
  });

  it('are read from the first sheet with a matching header, below instructions', async () => {
    const book = workbook({
      Petunjuk: [['Isi sheet kedua'], ['sku', 'name']],
      Data: [['Laporan stok'], [], ['Tanggal', 'SKU', 'Stok'], ['2026-03-01', 'A', 4]],
    });
    const { rows, file } = await read('inventory', book);
    expect(rows).toMatchObject([{ sku: 'A', onHand: 4, line: 4 }]);
    expect(file.notes).toEqual(['The sheet "Data" was read.']);
  });

  it('with errors and rounded keys are rejected row by row', async () => {
    const sheet: TestCell[][] = [
      HEADER,
      ['2026-03-01', { xml: '<c t="e"><f>A9</f><v>#REF!</v></c>' }, 1],
      ['2026-03-01', { xml: '<c><v>1.23456789012345E+17</v></c>' }, 1],
      ['2026-03-01', 'A', 1.5],
      ['2026-03-01', 'A'],
    ];
    const { rows, rejects } = await read('inventory', workbook({ S: sheet }));
    expect(rows).toEqual([]);
    expect(rejects.map((reject) => [reject.line, reject.column, reject.code])).toEqual([
      [2, 'sku', 'spreadsheet-error'],
      [3, 'sku', 'spreadsheet-damage'],
      [4, 'on_hand', 'not-whole'],
      [5, 'on_hand', 'missing-value'],
    ]);
  });

  it('that are cut short are refused, wherever the cut is', async () => {
    const whole = workbook({
      S: [HEADER, ...Array.from({ length: 200 }, (_, n): TestCell[] => ['2026-03-01', `A${n}`, n])],
    });
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      expect((await refused(whole.subarray(0, Math.floor(whole.length * share)))).code).toBe('truncated-file');
    }
  });

  it('with broken XML, or a zip that is no workbook, are refused', async () => {
    const { strToU8, zipSync } = await import('fflate');
    const other = Buffer.from(zipSync({ 'hello.txt': strToU8('hello') }));
    expect((await refused(other)).code).toBe('damaged-file');
    const broken = workbook({ S: [[{ xml: '<c><v>1</c>' }]] });
    expect((await refused(broken)).code).toBe('damaged-file');
  });

  it('that unpack to far more than their size are refused before they are unpacked', async () => {
    const bomb = workbook({ S: [HEADER, ['2026-03-01', ' '.repeat(40 * 1024 ** 2), 1]] });
    expect((await refused(bomb)).code).toBe('zip-bomb');
  });

  it('do not expand entities', async () => {
    const { strToU8, unzipSync, zipSync } = await import('fflate');
    const parts = unzipSync(workbook({ S: [HEADER, ['2026-03-01', 'A', 1]] }));
    const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml']!).toString();
    parts['xl/worksheets/sheet1.xml'] = strToU8(
      sheet.replace('<worksheet', '<!DOCTYPE x [<!ENTITY a "bbbbbbbb">]><worksheet').replace('>A<', '>&a;<'),
    );
    expect((await refused(Buffer.from(zipSync(parts)))).code).toBe('damaged-file');
  });
});
