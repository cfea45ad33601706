import { Intake, type IntakeContext, type ReadRows } from '../core/intake/intake.js';
import { jsonColumns, readJsonRows, type JsonRow } from '../core/intake/json-rows.js';
import type { ImportKind } from '../core/intake/records.js';
import type { RowOf } from '../core/intake/rows.js';
import { openTableFile } from '../outside/files/open.js';

/** Where rows come from: a file on this machine, or rows of the API that their schema has let through. */
export type ImportInput = { path: string } | { rows: readonly JsonRow[] };

/** What is known of a source while and after it was read. */
export interface Reading {
  /** Data rows read. */
  rows: number;
  /** Columns that the source has. */
  present: string[];
  notes: string[];
  bytesRead: number;
  bytesTotal: number;
  contentHash: string | null;
}

export interface ImportSource<K extends ImportKind> {
  readonly reading: Reading;
  /** The rows from the first one on, each time it is called. */
  batches(): AsyncGenerator<ReadRows<RowOf[K]>>;
}

export function openSource<K extends ImportKind>(kind: K, input: ImportInput, context: IntakeContext): ImportSource<K> {
  return 'path' in input ? fileSource(kind, input.path, context) : jsonSource(kind, input.rows, context);
}

function fileSource<K extends ImportKind>(kind: K, path: string, context: IntakeContext): ImportSource<K> {
  const reading: Reading = { rows: 0, present: [], notes: [], bytesRead: 0, bytesTotal: 0, contentHash: null };
  return {
    reading,
    async *batches() {
      const file = await openTableFile(path, kind);
      const intake = new Intake(kind, { ...context, from1904: file.from1904, shortRows: file.shortRows });
      reading.bytesTotal = file.bytesTotal;
      const note = () => {
        reading.rows = intake.rowCount;
        reading.present = intake.present;
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
