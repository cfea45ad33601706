import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync } from 'node:zlib';
import { decodeSheet, encodeSheet } from '../../core/sheet-codec.js';
import type { FactSummary } from '../../core/rules/fact-summary.js';
import type { Sheet } from '../../core/sheet.js';
import { fromJson, type Database } from '../database.js';

const compressed = promisify(deflateRaw);
/** Bytes of a blob of MariaDB and MySQL. */
const PART_BYTES_MAX = 65_000;

/** Keeps what a run has seen of every listing. Compressing runs beside the caller's thread. */
export async function saveSheets(db: Database, runId: number, sheets: readonly Sheet[]): Promise<void> {
  let next = sheets[0] === undefined ? null : pack(sheets[0]);
  for (let position = 0; next !== null; position++) {
    const body = await next;
    const { facts, inputs } = sheets[position]!;
    const following = sheets[position + 1];
    next = following === undefined ? null : pack(following);
    const ids = inputs.numbers.productId;
    const shared = [runId, position];
    const range = [ids[0] ?? 0, ids[facts.size - 1] ?? 0];
    for (let part = 0; part * PART_BYTES_MAX < body.length; part++) {
      const bytes = body.subarray(part * PART_BYTES_MAX, (part + 1) * PART_BYTES_MAX);
      await db.query(
        'INSERT INTO run_sheet (runId, position, part, firstProductId, lastProductId, body) VALUES (?, ?, ?, ?, ?, ?)',
        [...shared, part, ...range, bytes],
      );
    }
  }
}

function pack(sheet: Sheet): Promise<Buffer> {
  const packed = compressed(encodeSheet(sheet), { level: 1 });
  packed.catch(() => undefined); // told where it is awaited
  return packed;
}

interface Part {
  position: number;
  body: Uint8Array;
}

/** The sheets of a run in order, one at a time. Those of another version of the program are passed over. */
export async function* readSheets(db: Database, runId: number): AsyncGenerator<Sheet> {
  const [last] = await db.query<{ position: number | null }>(
    'SELECT MAX(position) AS position FROM run_sheet WHERE runId = ?',
    [runId],
  );
  for (let position = 0; position <= (last?.position ?? -1); position++) {
    const sheet = await sheetAt(db, runId, position);
    if (sheet !== null) yield sheet;
  }
}

/** The sheet that holds the listings of a product; null: the run did not look at it. */
export async function sheetOfProduct(db: Database, runId: number, productId: number): Promise<Sheet | null> {
  const [found] = await db.query<{ position: number }>(
    'SELECT position FROM run_sheet WHERE runId = ? AND lastProductId >= ? AND firstProductId <= ? ORDER BY lastProductId LIMIT 1',
    [runId, productId, productId],
  );
  return found === undefined ? null : sheetAt(db, runId, found.position);
}

async function sheetAt(db: Database, runId: number, position: number): Promise<Sheet | null> {
  const parts = await db.query<Part>(
    'SELECT position, body FROM run_sheet WHERE runId = ? AND position = ? ORDER BY part',
    [runId, position],
  );
  return parts.length === 0 ? null : decodeSheet(inflateRawSync(Buffer.concat(parts.map(({ body }) => body))));
}

/** Keeps the summary of a run's facts. */
export async function saveFactSummary(db: Database, runId: number, summary: FactSummary[]): Promise<void> {
  await db.query('INSERT INTO fact_summary (runId, body) VALUES (?, ?)', [runId, JSON.stringify(summary)]);
}

/** The summary of a run's facts; empty when there is none. */
export async function readFactSummary(db: Database, runId: number): Promise<FactSummary[]> {
  const [row] = await db.query<{ body: unknown }>('SELECT body FROM fact_summary WHERE runId = ?', [runId]);
  return row === undefined ? [] : fromJson(row.body);
}

/** Removes what one run kept, or what all runs before it did. */
export async function removeSheets(db: Database, runId: number, which: 'its' | 'older'): Promise<void> {
  const sign = which === 'its' ? '=' : '<';
  await db.query(`DELETE FROM run_sheet WHERE runId ${sign} ?`, [runId]);
  await db.query(`DELETE FROM fact_summary WHERE runId ${sign} ?`, [runId]);
}
