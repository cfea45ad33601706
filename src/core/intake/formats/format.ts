import type { FieldReader } from '../cells.js';
import type { Column } from '../columns.js';
import type { Cell } from '../header.js';
import type { ImportKind } from '../records.js';
import type { RejectCode } from '../reject.js';
import type { RowOf } from '../rows.js';
import type { StatusWords } from './order-status.js';

/**
 * What one marketplace's export looks like and how its rows become rows of our kinds. A format is one object in a file
 * of its own, named in list.ts; everything else (headers, numbers, days, rejects, channels, unknown SKUs) is shared.
 */
export interface Format {
  /** Kebab-case and unique; it is kept with imports, so it does not change. */
  name: string;
  /** As a person calls the file. A proper name, the same in every language. */
  title: string;
  /** Of its rows, unless the row itself or whoever imports it says otherwise. Null: somebody has to say it. */
  channel: string | null;
  /** Titles that tell it from all other files, in every spelling; a header with `atLeast` of them is of this format. */
  signature: { marks: readonly string[]; atLeast: number; never?: readonly string[] };
  /** Everything that is read. A title that is not here is neither read nor kept: buyers' data is none of these. */
  columns: readonly Column[];
  dialect?: Dialect;
  /** Of orders: its words for their state. A shop may say what others mean (`OrderWords`). */
  states?: StatusWords;
  /** Rows below the header that are no data: descriptions of the columns, hints, examples. */
  skips?(read: FieldReader): boolean;
  /** The kinds that the file holds, in the order in which they are to be imported. */
  kinds: { [K in ImportKind]?: Reading<RowOf[K]> };
  /** Where it comes as JSON documents: how one of them becomes rows below `titles`. */
  documents?: DocumentTable;
}

/** How a format writes what can be read in several ways. What the file itself shows comes first. */
export interface Dialect {
  /** Which comes first in `03/04/2026` where no cell of the file decides. */
  order?: 'dayFirst' | 'monthFirst';
  /** Amounts never have three decimals: `1,234` is 1234 as long as the file writes all its numbers so. */
  threeDigitsAreThousands?: true;
  /** Texts that stand for an empty cell. */
  nothing?: readonly string[];
}

/** How rows of the file become rows of one kind. */
export interface Reading<Row> {
  /** By column of the kind: the column of the format that tells it. Where repeats update, the others keep their value. */
  fills?: Readonly<Record<string, string>>;
  /** Begins a file; what has to be remembered from row to row lives in the answer. */
  begin(file: FileFacts): RowTaker<Row>;
}

/** What holds for all rows of a file. */
export interface FileFacts {
  /** Of all rows; null: none was given and the format has none. */
  channel: string | null;
  /** Whoever imports it has said the channel: what rows say does not count. */
  isChannelGiven: boolean;
  /** The day of a count that has no date of its own: as whoever imports it has said, else today in the shop's zone. */
  countedOn: number;
  /** The shop's, ISO 4217; null: not known. */
  currency: string | null;
  /** Whether the file has this column. */
  has(column: string): boolean;
}

export interface RowTaker<Row> {
  /** Reads the row on which the reader stands. A problem of that row is told to the reader. */
  take(read: FieldReader, out: Taken<Row>): void;
  /** After the last row. */
  end?(out: Taken<Row>): void;
}

/** Where rows go that are complete, and faults that show only later than on their own row. */
export interface Taken<Row> {
  rows: Row[];
  faults: { line: number; column: string | null; code: RejectCode; reason: string }[];
}

export interface DocumentTable {
  titles: readonly string[];
  isOne(document: Record<string, unknown>): boolean;
  rows(document: Record<string, unknown>): Cell[][];
}

/** Columns by name, and the number by which a reader is asked for each. */
export function table<Name extends string>(
  columns: Record<Name, Omit<Column, 'name'>>,
): { columns: Column[]; at: Record<Name, number> } {
  const names = Object.keys(columns) as Name[];
  return {
    columns: names.map((name) => ({ name, ...columns[name] })),
    at: Object.fromEntries(names.map((name, index) => [name, index])) as Record<Name, number>,
  };
}
