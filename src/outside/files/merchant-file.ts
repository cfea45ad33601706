import { readFile } from 'node:fs/promises';
import type { RawRows } from '../../core/intake/csv.js';
import { Refusal } from '../../core/refusal.js';
import { readCsv } from './csv-file.js';
import { FILE_LIMITS, type FileLimits } from './limits.js';
import { look, refuseOldSpreadsheet, type HeaderScore } from './open.js';
import { openWorkbook } from './xlsx-file.js';

/** It is held in memory whole: larger ones are downloaded in parts. */
export const MERCHANT_FILE_BYTES_MAX = 16 * 1024 ** 2;
const LIMITS: FileLimits = { ...FILE_LIMITS, bytesMax: 256 * 1024 ** 2 };

/** A file that a merchant downloaded from a channel: its rows with their lines, and what is needed to change it. */
export interface MerchantFile {
  kind: 'xlsx' | 'csv';
  bytes: Buffer;
  /** Of a workbook: where the sheet that was read lies in the package. */
  sheetPath: string | null;
  rows: { line: number; cells: RawRows['cells'][number] }[];
}

/**
 * Reads a workbook or CSV file as it is. `score` finds its sheet.
 * @throws Refusal as the readers of the formats do
 */
export async function readMerchantFile(path: string, score: HeaderScore): Promise<MerchantFile> {
  const { head, size } = await look(path);
  if (size > MERCHANT_FILE_BYTES_MAX) {
    const message = 'The file has more than 16 MB. Download it from the channel in parts.';
    throw new Refusal('tooLarge', 'file-too-large', message, { bytesMax: MERCHANT_FILE_BYTES_MAX });
  }
  if (size === 0) throw new Refusal('invalid', 'empty-file', 'The file is empty.');
  refuseOldSpreadsheet(head);
  const bytes = await readFile(path);
  const isWorkbook = head.readUInt32BE(0) === 0x504b0304;
  if (!isWorkbook) return { kind: 'csv', bytes, sheetPath: null, rows: await collect(readCsv([bytes], score)) };
  const workbook = await openWorkbook(path, score, LIMITS);
  try {
    return { kind: 'xlsx', bytes, sheetPath: workbook.sheetPath, rows: await collect(workbook.rows()) };
  } finally {
    workbook.close();
  }
}

async function collect(batches: AsyncIterable<RawRows>): Promise<MerchantFile['rows']> {
  const rows: MerchantFile['rows'] = [];
  for await (const { cells, lines } of batches) cells.forEach((row, i) => rows.push({ line: lines[i]!, cells: row }));
  return rows;
}
