import { emptyRows } from '../../../../src/core/intake/csv.js';
import type { Cell } from '../../../../src/core/intake/header.js';
import { Intake, type IntakeContext } from '../../../../src/core/intake/intake.js';
import type { ImportKind } from '../../../../src/core/intake/records.js';
import type { Reject } from '../../../../src/core/intake/reject.js';
import type { RowOf } from '../../../../src/core/intake/rows.js';
import { parseDay } from '../../../../src/core/units.js';

/** A small export as a marketplace writes it, with buyers' data in it, and what must come of it. */
export interface FormatSample {
  /** Of the format. */
  format: string;
  /** Rows above the header. */
  above?: Cell[][];
  titles: string[];
  rows: Cell[][];
  /** By kind: the rows, as far as they are compared. */
  expected: { [K in ImportKind]?: Partial<RowOf[K]>[] };
  /** A title without which the file cannot be read. */
  needed: string;
  /** The titles of an id, which must stay text; and of a free text. */
  id: string;
  text: string;
  /** The same columns in the other language or in another spelling, by the title used here. */
  otherTitles?: Record<string, string>;
  /** Where it comes as JSON: what `rows` was made of. */
  documents?: unknown[];
  /** Values in the rows (or documents) that belong to a buyer: none of them may be found anywhere afterwards. */
  personal: string[];
}

export const JAKARTA: IntakeContext = { scale: 0, zone: 'Asia/Jakarta', today: parseDay('2026-11-25')! };

/** Reads rows as those of one file. */
export function readTable<K extends ImportKind>(kind: K, table: Cell[][], context: IntakeContext = JAKARTA) {
  const intake = new Intake(kind, context);
  const all = { rows: [] as RowOf[K][], rejects: [] as Reject[], originals: [] as string[] };
  const raw = { ...emptyRows(), cells: table, lines: table.map((_, at) => at + 1) };
  for (const read of [intake.push(raw), intake.end()]) {
    all.originals.push(...read.rows.map((_, index) => read.original(index)));
    all.rows.push(...read.rows);
    all.rejects.push(...read.rejects);
  }
  return { ...all, intake };
}

export const tableOf = ({ above = [], titles, rows }: FormatSample): Cell[][] => [...above, titles, ...rows];

/** The table with other cells in one of its columns, by the number of the data row. */
export function withCells(sample: FormatSample, title: string, cells: Record<number, Cell>): FormatSample {
  const column = sample.titles.indexOf(title);
  const rows = sample.rows.map((row, at) => (at in cells ? row.with(column, cells[at]!) : row));
  return { ...sample, rows };
}

export const kindsOfSample = ({ expected }: FormatSample): ImportKind[] => Object.keys(expected) as ImportKind[];
