import { Refusal } from '../refusal.js';
import type { Day } from '../units.js';
import { CellReader } from './cells.js';
import { CELL_LENGTH_MAX, declarationOf, type ColumnType } from './columns.js';
import { emptyRows, type RawRows, type RowFault } from './csv.js';
import { DayReader, decideDayStyle } from './days.js';
import { HEADER_ROWS_MAX, headerScore, matchHeader, type Cell, type Header } from './header.js';
import { decideNumberStyle } from './numbers.js';
import type { ImportKind } from './records.js';
import type { Reject } from './reject.js';
import { ROW_BUILDERS, type RowOf } from './rows.js';
import { ZoneClock } from './zone.js';

/** Data rows that decide how the numbers and days of the whole file are written. */
export const SAMPLE_ROWS = 2_000;

export interface IntakeContext {
  /** Decimals of the shop's currency, 0 to 4. */
  scale: number;
  /** The shop's time zone (IANA). */
  zone: string;
  /** The last day that may stand in a file. */
  today: Day;
  /** Says how decimals are written instead of letting the file decide. */
  decimal?: '.' | ',';
  /** The workbook counts days from 1904. */
  from1904?: boolean;
  /** Rows leave out their empty cells at the end (XLSX); in CSV a short row was cut. */
  shortRows?: boolean;
}

/** What came of some rows of the file, in order. */
export interface ReadRows<Row> {
  rows: Row[];
  rejects: Reject[];
  /** The row at this place of `rows` as it stood in the file (see `Reject.original`), for a reject that comes later. */
  original(index: number): string;
}

export function nothingRead<Row>(): ReadRows<Row> {
  return { rows: [], rejects: [], original: () => '' };
}

const FAULTS: Record<RowFault, string> = {
  'stray-quote': 'Text follows a closing quotation mark. A quotation mark inside a quoted cell is written twice.',
  'cell-too-long': `A cell has more than ${CELL_LENGTH_MAX} characters.`,
};

/**
 * Turns the raw rows of one file into typed rows and rejects: finds the header within the first rows, decides from a
 * sample how the file writes numbers and days, then reads row by row. `push` the rows as they come, then `end`.
 * Throws Refusal for what is wrong with the file as a whole: `empty-file`, `missing-columns`, `duplicate-header`.
 */
export class Intake<K extends ImportKind> {
  /** Data rows read; blank rows are not counted. */
  rowCount = 0;
  private header: Header | null = null;
  private reader: CellReader | null = null;
  private waiting: RawRows = emptyRows();
  private readonly notesMade: string[] = [];

  constructor(
    readonly kind: K,
    private readonly context: IntakeContext,
  ) {}

  /** Names of the columns that the file has; the others were not told. Known once rows have come out. */
  get present(): string[] {
    const { columns } = declarationOf(this.kind);
    return columns.filter((_, index) => (this.header?.positions[index] ?? -1) >= 0).map((column) => column.name);
  }

  /** What a person should know of how the file was read. Complete after `end`. */
  get notes(): string[] {
    return this.notesMade;
  }

  push(raw: RawRows): ReadRows<RowOf[K]> {
    if (this.reader !== null) return this.read(raw);
    append(this.waiting, raw);
    return this.waiting.cells.length < SAMPLE_ROWS ? nothingRead() : this.start();
  }

  end(): ReadRows<RowOf[K]> {
    const last = this.reader === null ? this.start() : nothingRead<RowOf[K]>();
    if (this.rowCount === 0) {
      throw new Refusal('invalid', 'empty-file', 'The file has a header but no rows below it.', { kind: this.kind });
    }
    return last;
  }

  /** Header and styles are decided on the rows that wait; then these are read. */
  private start(): ReadRows<RowOf[K]> {
    const { cells, lines, faults } = this.waiting;
    if (cells.length === 0) throw new Refusal('invalid', 'empty-file', 'The file is empty.', { kind: this.kind });
    const candidates = cells.slice(0, HEADER_ROWS_MAX).map((row) => headerScore(this.kind, row));
    const at = candidates.indexOf(Math.max(...candidates));
    const header = matchHeader(this.kind, cells[at]!);
    const data: RawRows = { cells: cells.slice(at + 1), lines: lines.slice(at + 1), faults: new Map() };
    for (const [row, fault] of faults) if (row > at) data.faults.set(row - at - 1, fault);
    this.waiting = emptyRows();
    this.header = header;
    if (header.ignored.length > 0) {
      this.notesMade.push(`Columns that are not known and were left out: ${header.ignored.slice(0, 100).join(', ')}.`);
    }
    this.reader = this.makeReader(header, data.cells);
    return this.read(data);
  }

  private makeReader(header: Header, sample: Cell[][]): CellReader {
    const { scale, zone, today, decimal, from1904 } = this.context;
    const days = decideDayStyle(texts(this.kind, header, sample, ['day', 'instant']));
    const decided = decideNumberStyle(texts(this.kind, header, sample, ['money', 'integer', 'days']), scale);
    const numbers = decimal === undefined ? decided : { ...decided, decimal, isMixed: false };
    if (numbers.decimal !== null) {
      this.notesMade.push(
        `Numbers were read with \`${numbers.decimal}\` before the decimals and \`${numbers.decimal === '.' ? ',' : '.'}\` between thousands.` +
          (numbers.isMixed ? ' Some numbers of the file are written the other way.' : ''),
      );
    }
    if (days.order !== null) {
      const order = days.order === 'dayFirst' ? 'DD/MM/YYYY' : 'MM/DD/YYYY';
      this.notesMade.push(`Days were read as ${order}.${days.isMixed ? ' Some days are written the other way.' : ''}`);
    }
    const reader = new DayReader(new ZoneClock(zone), days, today, from1904);
    return new CellReader(declarationOf(this.kind).columns, header, numbers, reader, scale);
  }

  private read(raw: RawRows): ReadRows<RowOf[K]> {
    const reader = this.reader!;
    const build = ROW_BUILDERS[this.kind] as (reader: CellReader) => RowOf[K];
    const width = this.header!.titles.length;
    const rows: RowOf[K][] = [];
    const rejects: Reject[] = [];
    const places: number[] = [];
    for (let at = 0; at < raw.cells.length; at++) {
      const cells = raw.cells[at]!;
      if (cells[0] === '' && cells.every(isBlank)) continue;
      this.rowCount++;
      reader.on(cells, raw.lines[at]!);
      if (cells.length !== width) this.checkWidth(cells, width);
      const fault = raw.faults.size === 0 ? undefined : raw.faults.get(at);
      if (fault !== undefined) reader.fail(-1, fault, FAULTS[fault]);
      if (reader.problem === null) {
        const row = build(reader);
        if (reader.problem === null) {
          rows.push(row);
          places.push(at);
          continue;
        }
      }
      rejects.push(reader.reject());
    }
    return { rows, rejects, original: (index) => reader.originalOf(raw.cells[places[index]!]!) };
  }

  private checkWidth(cells: readonly Cell[], width: number): void {
    const counts = `The header has ${width} cells, this row ${cells.length}.`;
    if (cells.length < width) {
      if (this.context.shortRows === true) return;
      this.reader!.fail(-1, 'too-few-cells', `${counts} The row may be cut short.`);
    } else if (!cells.slice(width).every(isBlank)) {
      this.reader!.fail(-1, 'too-many-cells', `${counts} A text with a separator in it needs quotation marks.`);
    }
  }
}

function isBlank(cell: Cell): boolean {
  return typeof cell === 'string' && cell.trim() === '';
}

function append(to: RawRows, from: RawRows): void {
  for (const [row, fault] of from.faults) to.faults.set(to.cells.length + row, fault);
  for (const cells of from.cells) to.cells.push(cells);
  for (const line of from.lines) to.lines.push(line);
}

/** The text cells of all columns of these types, in a sample of rows. */
function* texts(kind: ImportKind, header: Header, sample: Cell[][], types: ColumnType[]): Iterable<string> {
  const positions = declarationOf(kind).columns.flatMap((column, index) =>
    types.includes(column.type) && header.positions[index]! >= 0 ? [header.positions[index]!] : [],
  );
  for (const cells of sample) {
    for (const position of positions) {
      const cell = cells[position];
      if (typeof cell === 'string') yield cell;
    }
  }
}
