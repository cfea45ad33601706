import type { RawRows } from '../core/intake/csv.js';
import { DocumentRows } from '../core/intake/formats/documents.js';
import { formatScore } from '../core/intake/formats/list.js';
import { headerScore, type Cell } from '../core/intake/header.js';
import { Intake, type IntakeContext, type ReadRows } from '../core/intake/intake.js';
import { jsonColumns, readJsonRows, type JsonRow } from '../core/intake/json-rows.js';
import type { ImportKind } from '../core/intake/records.js';
import type { RowOf } from '../core/intake/rows.js';
import type { Database } from '../db/database.js';
import { openTableFile, type TableFile } from '../outside/files/open.js';
import { waitingSource } from './waiting-source.js';

/**
 * Where rows come from: a file on this machine, rows of the API that their schema has let through, JSON documents as a web
 * shop's interface gives them, or those that waited.
 */
export type ImportInput =
  { path: string } | { rows: readonly JsonRow[] } | { documents: readonly unknown[] } | { waiting: true };

/** What is known of a source while and after it was read. */
export interface Reading {
  /** Data rows read. */
  rows: number;
  /** Columns that the source has. */
  present: string[];
  notes: string[];
  /** By column: the file's own title of it. */
  titles: Map<string, string>;
  /** Of the file's header, see `headerFingerprint`. */
  fingerprint: string | null;
  /** The export of a marketplace or shop as which it was recognised. */
  export?: string;
  bytesRead: number;
  bytesTotal: number;
  contentHash: string | null;
}

export interface ImportSource<K extends ImportKind> {
  readonly reading: Reading;
  /** The rows from the first one on, each time it is called. */
  batches(): AsyncGenerator<ReadRows<RowOf[K]>>;
}

export function openSource<K extends ImportKind>(
  db: Database,
  kind: K,
  input: ImportInput,
  context: IntakeContext,
): ImportSource<K> {
  if ('waiting' in input) return waitingSource(db, kind);
  if ('rows' in input) return jsonSource(kind, input.rows, context);
  if ('documents' in input) return tableSource(kind, async () => tableOf(input.documents), context);
  const isMapped = context.help?.mapping !== undefined || context.asWritten === true;
  const score = (cells: readonly Cell[]): number =>
    Math.max(isMapped ? 0 : formatScore(cells, kind), headerScore(kind, cells, context.help));
  return tableSource(kind, () => openTableFile(input.path, score), context);
}

/** JSON documents as a table. */
function tableOf(documents: readonly unknown[]): TableFile {
  async function* rows(): AsyncGenerator<RawRows> {
    yield new DocumentRows().take(documents);
  }
  const nothing = { bytesTotal: 0, bytesRead: () => 0, contentHash: () => null, from1904: false, notes: [] };
  return { ...nothing, format: 'json', shortRows: false, rows };
}

function tableSource<K extends ImportKind>(
  kind: K,
  open: () => Promise<TableFile>,
  context: IntakeContext,
): ImportSource<K> {
  const reading: Reading = {
    rows: 0,
    present: [],
    notes: [],
    titles: new Map(),
    fingerprint: null,
    bytesRead: 0,
    bytesTotal: 0,
    contentHash: null,
  };
  return {
    reading,
    async *batches() {
      const file = await open();
      const intake = new Intake(kind, { ...context, from1904: file.from1904, shortRows: file.shortRows });
      reading.bytesTotal = file.bytesTotal;
      const note = () => {
        reading.rows = intake.rowCount;
        reading.present = intake.present;
        reading.titles = intake.titles;
        reading.fingerprint = intake.fingerprint;
        if (intake.format !== null) reading.export = intake.format.name;
        reading.bytesRead = file.bytesRead();
        reading.notes = [...file.notes, ...intake.notes];
      };
      for await (const raw of file.rows()) {
        const read = intake.push(raw);
        note();
        yield read;
      }
      const last = intake.end();
      note();
      reading.contentHash = file.contentHash();
      yield last;
    },
  };
}

function jsonSource<K extends ImportKind>(kind: K, rows: readonly JsonRow[], context: IntakeContext): ImportSource<K> {
  const reading: Reading = {
    rows: rows.length,
    present: jsonColumns(kind, rows),
    notes: [],
    titles: new Map(),
    fingerprint: null,
    bytesRead: 0,
    bytesTotal: 0,
    contentHash: null,
  };
  return {
    reading,
    async *batches() {
      yield readJsonRows(kind, rows, context);
    },
  };
}
