import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { RawRows } from '../../core/intake/csv.js';
import type { Cell } from '../../core/intake/header.js';
import { Refusal } from '../../core/refusal.js';
import { gunzip, readCsv } from './csv-file.js';
import { isJson, readJson } from './json-file.js';
import { FILE_LIMITS, type FileLimits } from './limits.js';
import { openWorkbook } from './xlsx-file.js';

/** How well a row would do as the header: 1,000 and more is fully. */
export type HeaderScore = (cells: readonly Cell[]) => number;

/** An opened table file: rows to be read once, front to back. */
export interface TableFile {
  format: 'csv' | 'csv.gz' | 'xlsx' | 'json';
  /** Size on disk. */
  bytesTotal: number;
  /** Bytes of the file taken so far, for a progress bar. */
  bytesRead(): number;
  /** SHA-256 of the bytes, hex; known once all rows were read. Null where there is no file. */
  contentHash(): string | null;
  from1904: boolean;
  /** Rows leave out their empty cells at the end. */
  shortRows: boolean;
  /** What a person should know, such as which sheet was read. */
  notes: string[];
  rows(): AsyncGenerator<RawRows>;
}

/**
 * Opens a file for reading in constant memory. `score` finds its header, and by that its delimiter or sheet. The format is told by the first bytes, not by the name.
 * Throws Refusal `file-not-found`, `empty-file`, `old-spreadsheet`, `zip-bomb`, `file-too-large`, `truncated-file`,
 * `damaged-file`; while reading also those of the formats.
 */
export async function openTableFile(
  path: string,
  score: HeaderScore,
  limits: FileLimits = FILE_LIMITS,
): Promise<TableFile> {
  const { head, size } = await look(path);
  if (size === 0) throw new Refusal('invalid', 'empty-file', 'The file is empty.');
  refuseOldSpreadsheet(head);
  if (head.readUInt32BE(0) === 0x504b0304) return openXlsx(path, score, size, limits);
  return openText(path, score, size, head.readUInt16BE(0) === 0x1f8b, isJson(head.toString('utf8')), limits);
}

/** @throws Refusal `old-spreadsheet` */
export function refuseOldSpreadsheet(head: Buffer): void {
  if (head.readUInt32BE(0) !== 0xd0cf11e0) return;
  throw new Refusal(
    'invalid',
    'old-spreadsheet',
    'The file is an old Excel workbook (.xls) or protected with a password. Save it as XLSX without a password, or as CSV.',
  );
}

/** The first bytes of a file, four at least, and its size. @throws Refusal `file-not-found` */
export async function look(path: string): Promise<{ head: Buffer; size: number }> {
  try {
    const { size } = await stat(path);
    const file = await open(path, 'r');
    try {
      const head = Buffer.alloc(64);
      const { bytesRead } = await file.read(head, 0, 64, 0);
      return { head: head.subarray(0, Math.max(4, bytesRead)), size };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as { code?: string }).code ?? 'unknown';
    throw new Refusal('notFound', 'file-not-found', `The file ${path} cannot be read (${code}).`, { path });
  }
}

function openText(
  path: string,
  score: HeaderScore,
  size: number,
  isPacked: boolean,
  isJsonText: boolean,
  limits: FileLimits,
): TableFile {
  if (!isPacked && size > limits.bytesMax) {
    throw new Refusal(
      'tooLarge',
      'file-too-large',
      `The file has more than ${limits.bytesMax} bytes. Split it and import the parts.`,
    );
  }
  const hash = createHash('sha256');
  let bytesRead = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytesRead += chunk.length;
      yield chunk;
    }
  }
  const csvRows = () => readCsv(isPacked ? gunzip(counted(), () => bytesRead, limits) : counted(), score);
  const rows = isJsonText ? () => readJson(counted()) : csvRows;
  return {
    format: isJsonText ? 'json' : isPacked ? 'csv.gz' : 'csv',
    bytesTotal: size,
    bytesRead: () => bytesRead,
    contentHash: () => hash.copy().digest('hex'),
    from1904: false,
    shortRows: false,
    notes: [],
    rows,
  };
}

async function openXlsx(path: string, score: HeaderScore, size: number, limits: FileLimits): Promise<TableFile> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  const contentHash = hash.digest('hex');
  const workbook = await openWorkbook(path, score, limits);
  let isDone = false;
  async function* rows(): AsyncGenerator<RawRows> {
    try {
      yield* workbook.rows();
      isDone = true;
    } finally {
      workbook.close();
    }
  }
  return {
    format: 'xlsx',
    bytesTotal: size,
    bytesRead: () => (isDone ? size : 0),
    contentHash: () => contentHash,
    from1904: workbook.from1904,
    shortRows: true,
    notes: [`The sheet "${workbook.sheet}" was read.`],
    rows,
  };
}
