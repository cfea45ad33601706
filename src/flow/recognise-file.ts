import { formatScore, kindsOf } from '../core/intake/formats/list.js';
import { headerScore } from '../core/intake/header.js';
import type { RememberedMapping } from '../core/intake/mapping.js';
import { recognise, type Recognition } from '../core/intake/recognise.js';
import { IMPORT_KINDS, type ImportKind } from '../core/intake/records.js';
import { Refusal } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import { listMappings, mappingOf } from '../db/stores/mappings.js';
import { ColumnMappingTable } from '../db/tables/shop.js';
import { readHead, type FileHead } from '../outside/files/head.js';

export interface RecognisedFile extends Recognition {
  head: Omit<FileHead, 'rows' | 'lines'>;
  /** The line of the file on which the header stands, from 1. */
  headerLine: number;
  /** The first rows below the header, as they stand. */
  samples: string[][];
}

const SAMPLES = 5;
const SAMPLE_LENGTH_MAX = 200;

/** Says what a file holds, from its beginning alone. Nothing of it is kept. @throws Refusal as `readHead` and `recognise` do */
export async function recogniseFile(db: Database, path: string, isCut: boolean): Promise<RecognisedFile> {
  const kept = new Map((await listMappings(db.manager)).map((row) => [`${row.kind} ${row.fingerprint}`, row]));
  const remembered = (fingerprint: string, kind: string): RememberedMapping | undefined =>
    kept.get(`${kind} ${fingerprint}`);
  const scores = IMPORT_KINDS.map((kind) => ({
    kind,
    help: { remembered: (fingerprint: string) => remembered(fingerprint, kind) },
  }));
  const { rows, lines, ...head } = await readHead(
    path,
    (cells) => Math.max(formatScore(cells), ...scores.map(({ kind, help }) => headerScore(kind, cells, help))),
    isCut,
  );
  const found = recognise(rows, remembered);
  const below = rows.slice(found.headerRow + 1, found.headerRow + 1 + SAMPLES);
  // Of an export nothing is shown that is not read: the rest may be a buyer's.
  const isShown = found.format === null ? null : found.candidates[0]!.columns.map(({ column }) => column !== null);
  const samples = below.map((cells) =>
    found.titles.map((_, at) => (isShown?.[at] === false ? '' : String(cells[at] ?? '').slice(0, SAMPLE_LENGTH_MAX))),
  );
  return { ...found, head, headerLine: lines[found.headerRow]!, samples };
}

/**
 * The kinds of rows that a file holds, in the order in which they are to be imported. Nothing of it is kept.
 * @throws Refusal `unknown-file` where its titles do not tell, and as `recogniseFile` does
 */
export async function kindsOfFile(db: Database, path: string): Promise<ImportKind[]> {
  const { format, kind } = await recogniseFile(db, path, false);
  if (format !== null) return kindsOf(format);
  if (kind !== null) return [kind];
  const message = `The titles of ${path} do not tell what it holds. Say it: one of ${IMPORT_KINDS.join(', ')}.`;
  throw new Refusal('invalid', 'unknown-file', message, { known: IMPORT_KINDS });
}

/** Forgets a kept mapping: files with its header are read by their titles again. @throws Refusal `unknown-mapping` */
export async function forgetMapping(db: Database, id: number, by: Caller, now: Instant): Promise<void> {
  await db.transaction(async (manager) => {
    const { name, kind } = await mappingOf(manager, id);
    await manager.delete(ColumnMappingTable, { id });
    await recordAudit(manager, by, now, 'mapping.forget', `mapping:${id}`, { name, kind });
  });
}
