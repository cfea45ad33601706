import { escapeCsvCell } from '../core/intake/escape.js';

export const FORMATS = ['table', 'json', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

export type CellValue = string | number | boolean | null;

/** One column of a list: `value` for programs (csv), `text` for people where it should read differently. */
export interface Column<Row> {
  key: string;
  title: string;
  value(row: Row): CellValue;
  text?(row: Row): string;
}

const CELL_MAX = 60;
const CHUNK_CHARS = 65_536;

export function out(text: string): void {
  process.stdout.write(text);
}

/** A line for the person at the terminal, beside the result: never mixed into what a program reads. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Prints a list. Tables are for people: money is written out and long texts are cut. csv and json are for programs:
 * money as whole smallest units, texts whole; csv cells that a spreadsheet would take for a formula are disarmed.
 * @param json what a row is in JSON; left out: its columns by key
 */
export function printRows<Row>(
  format: Format,
  rows: Iterable<Row>,
  columns: readonly Column<Row>[],
  json: (row: Row) => unknown = (row) => Object.fromEntries(columns.map((column) => [column.key, column.value(row)])),
): void {
  if (format === 'json') printJsonRows(rows, json);
  else if (format === 'csv') printCsv(rows, columns);
  else printTable([...rows], columns);
}

/** One JSON value, readable. */
export function printJson(value: unknown): void {
  out(`${JSON.stringify(value, null, 2)}\n`);
}

/** Names and values of one thing, below each other. */
export function printFields(fields: readonly (readonly [name: string, value: CellValue])[]): void {
  const width = Math.max(0, ...fields.map(([name]) => name.length));
  for (const [name, value] of fields) out(`${name.padEnd(width)}  ${value === null ? '-' : plain(String(value))}\n`);
}

/** A JSON array with one row a line, written in pieces: a long list is never one text in memory. */
function printJsonRows<Row>(rows: Iterable<Row>, json: (row: Row) => unknown): void {
  let chunk = '[';
  let count = 0;
  for (const row of rows) {
    chunk += `${count++ === 0 ? '\n' : ',\n'}${JSON.stringify(json(row))}`;
    if (chunk.length > CHUNK_CHARS) {
      out(chunk);
      chunk = '';
    }
  }
  out(`${chunk}${count === 0 ? '' : '\n'}]\n`);
}

function printCsv<Row>(rows: Iterable<Row>, columns: readonly Column<Row>[]): void {
  let chunk = `${columns.map((column) => column.key).join(',')}\n`;
  for (const row of rows) {
    chunk += `${columns.map((column) => escapeCsvCell(String(column.value(row) ?? ''))).join(',')}\n`;
    if (chunk.length > CHUNK_CHARS) {
      out(chunk);
      chunk = '';
    }
  }
  out(chunk);
}

function printTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): void {
  const cells = rows.map((row) =>
    columns.map((column) => cut(plain(column.text?.(row) ?? display(column.value(row))))),
  );
  const widths = columns.map((column, i) =>
    cells.reduce((most, row) => Math.max(most, row[i]!.length), column.title.length),
  );
  const isRight = columns.map((column) => rows.length > 0 && rows.every((row) => !isText(column.value(row))));
  const line = (texts: string[]): string =>
    texts
      .map((text, i) => (isRight[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  out(`${line(columns.map((column) => column.title))}\n${line(widths.map((width) => '-'.repeat(width)))}\n`);
  for (const row of cells) out(`${line(row)}\n`);
}

function display(value: CellValue): string {
  if (value === null) return '-';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

const isText = (value: CellValue): boolean => typeof value === 'string' || typeof value === 'boolean';

/** Text from files may hold codes that would move the cursor or recolour the terminal. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '\u00b7');
}

function cut(text: string): string {
  return text.length <= CELL_MAX ? text : `${text.slice(0, CELL_MAX - 1)}…`;
}
