import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { sniffDelimiter, type Delimiter } from '../../core/intake/csv.js';
import { HEADER_ROWS_MAX, type Cell } from '../../core/intake/header.js';
import { Refusal } from '../../core/refusal.js';
import { readCsv, zipRefusal } from './csv-file.js';
import { isJson, readJson } from './json-file.js';
import { FILE_LIMITS, type FileLimits } from './limits.js';
import { look, refuseOldSpreadsheet, type HeaderScore } from './open.js';
import { openWorkbook } from './xlsx-file.js';

/** The first rows of a file, and how it is written. */
export interface FileHead {
  format: 'csv' | 'csv.gz' | 'xlsx' | 'json';
  encoding: 'utf-8' | 'utf-8-bom' | null;
  delimiter: Delimiter | null;
  /** The sheet of a workbook that was looked at. */
  sheet: string | null;
  rows: Cell[][];
  /** The line of the file on which each row begins. */
  lines: number[];
}

/** So much of a CSV file is looked at. */
const HEAD_BYTES = 64 * 1024;
/** Unpacks to 33 MB at most. */
const PACKED_BYTES = 32 * 1024;
/** A header that may stand below instructions, and some rows after it. */
const HEAD_ROWS = HEADER_ROWS_MAX + 10;
/** The texts of a workbook are held in memory to read its first row: larger ones would make everyone wait. */
const WORKBOOK_BYTES_MAX = 16 * 1024 ** 2;
const WORKBOOK_LIMITS: FileLimits = { ...FILE_LIMITS, bytesMax: 256 * 1024 ** 2 };

/**
 * Reads the first rows of a file and no more of it, however large it is. `isCut`: the file is the beginning of a larger one.
 * @throws Refusal as `openTableFile` and the readers of the formats do; `header-too-large`, and `file-too-large` for a workbook
 * that would have to be read as a whole
 */
export async function readHead(path: string, score: HeaderScore, isCut: boolean): Promise<FileHead> {
  const { head, size } = await look(path);
  if (size === 0) throw new Refusal('invalid', 'empty-file', 'The file is empty.');
  refuseOldSpreadsheet(head);
  if (head.readUInt32BE(0) === 0x504b0304) return workbookHead(path, size, score);
  const isPacked = head.readUInt16BE(0) === 0x1f8b;
  const first = await firstBytes(path, isPacked ? PACKED_BYTES : HEAD_BYTES);
  if (isJson(head.toString('utf8'))) return jsonHead(first, isCut || size > first.length);
  const bytes = isPacked ? unpack(first) : first;
  return csvHead(
    bytes.subarray(0, HEAD_BYTES),
    isPacked,
    isCut || size > first.length || bytes.length > HEAD_BYTES,
    score,
  );
}

async function firstBytes(path: string, most: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What a gzip file begins with; that it is cut short does not matter here. */
function unpack(packed: Buffer): Buffer {
  try {
    return gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw zipRefusal(error);
  }
}

async function jsonHead(bytes: Buffer, isCut: boolean): Promise<FileHead> {
  const rows: Cell[][] = [];
  const lines: number[] = [];
  // Where the file was cut a character may be, too.
  const end = isCut ? bytes.lastIndexOf(0x7d) + 1 : bytes.length;
  for await (const batch of readJson([bytes.subarray(0, end)], isCut)) {
    rows.push(...batch.cells);
    lines.push(...batch.lines);
  }
  const head = { rows: rows.slice(0, HEAD_ROWS), lines: lines.slice(0, HEAD_ROWS) };
  return { format: 'json', encoding: 'utf-8', delimiter: null, sheet: null, ...head };
}

async function csvHead(bytes: Buffer, isPacked: boolean, isCut: boolean, score: HeaderScore): Promise<FileHead> {
  const end = isCut ? bytes.lastIndexOf(10) + 1 : bytes.length;
  if (end === 0 && bytes.length > 0) {
    const message =
      'The first line has more than 64 KB: this is no table of products, stock or sales. Is it the right file?';
    throw new Refusal('invalid', 'header-too-large', message);
  }
  const whole = bytes.subarray(0, end);
  const rows: Cell[][] = [];
  const lines: number[] = [];
  try {
    for await (const batch of readCsv([whole], score)) {
      rows.push(...batch.cells);
      lines.push(...batch.lines);
    }
  } catch (error) {
    // Where the file was cut a quotation mark may be open; what stands before it was read.
    if (!(isCut && rows.length > 0 && error instanceof Refusal && error.code === 'unclosed-quote')) throw error;
  }
  const isMarked = whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf;
  return {
    format: isPacked ? 'csv.gz' : 'csv',
    encoding: isMarked ? 'utf-8-bom' : 'utf-8',
    delimiter: sniffDelimiter(whole.toString('utf8'), score),
    sheet: null,
    rows: rows.slice(0, HEAD_ROWS),
    lines: lines.slice(0, HEAD_ROWS),
  };
}

async function workbookHead(path: string, size: number, score: HeaderScore): Promise<FileHead> {
  if (size > WORKBOOK_BYTES_MAX) {
    const message =
      'The workbook is too large to be looked at beforehand. Say what it holds, or save the sheet as CSV.';
    throw new Refusal('tooLarge', 'file-too-large', message, { bytesMax: WORKBOOK_BYTES_MAX });
  }
  const workbook = await openWorkbook(path, score, WORKBOOK_LIMITS);
  const rows: Cell[][] = [];
  const lines: number[] = [];
  try {
    for await (const batch of workbook.rows()) {
      rows.push(...batch.cells);
      lines.push(...batch.lines);
      if (rows.length >= HEAD_ROWS) break;
    }
  } finally {
    workbook.close();
  }
  const head = { rows: rows.slice(0, HEAD_ROWS), lines: lines.slice(0, HEAD_ROWS) };
  return { format: 'xlsx', encoding: null, delimiter: null, sheet: workbook.sheet, ...head };
}
