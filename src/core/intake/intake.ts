import { Refusal } from '../refusal.js';
import { formatDay, type Day } from '../units.js';
import { CellReader } from './cells.js';
import { CELL_LENGTH_MAX, declarationOf, type Column, type ColumnType } from './columns.js';
import { emptyRows, type RawRows, type RowFault } from './csv.js';
import { DayReader, decideDayStyle, hasSlashedDays } from './days.js';
import type { Format, RowTaker, Taken } from './formats/format.js';
import { findFormat } from './formats/list.js';
import type { OrderWords } from './formats/order-status.js';
import {
  COMPLETE,
  HEADER_ROWS_MAX,
  headerScore,
  matchExport,
  matchHeader,
  titlesOf,
  type Cell,
  type Given,
  type Header,
} from './header.js';
import { headerFingerprint, type HeaderHelp } from './mapping.js';
import { decideNumberStyle, withThousands } from './numbers.js';
import type { ImportKind } from './records.js';
import type { Reject } from './reject.js';
import { ROW_BUILDERS, type RowOf } from './rows.js';
import { ZoneClock } from './zone.js';

/** Data rows that decide how the numbers and days of the whole file are written. */
export const SAMPLE_ROWS = 2_000;

export interface IntakeContext {
  /** Decimals of the shop's currency, 0 to 4. */
  scale: number;
  /** The shop's currency, ISO 4217; left out: what files say of theirs is not compared. */
  currency?: string;
  /** What the shop has said of words for the state of an order. */
  orderWords?: OrderWords;
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
  /** What is known of the header besides its titles. */
  help?: HeaderHelp;
  /** The channel of all rows, whatever the file says of it. */
  channel?: string;
  /** Of the counts of an export that has no dates in it; today when left out. */
  countedOn?: Day;
  /** Known exports are left out of account: the file is read by the titles of the kind. */
  asWritten?: boolean;
}

/** So many rows of an export are kept at hand, for a reject that comes after its order was complete. */
const HELD_ROWS = 12_000;

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
 * Throws Refusal for what is wrong with the file as a whole: `empty-file`, `missing-columns`, `duplicate-header`,
 * `mapping-mismatch`, `bad-fixed-value`, `channel-needed`.
 */
export class Intake<K extends ImportKind> {
  /** Data rows read; blank rows are not counted. */
  rowCount = 0;
  /** The export that the file was recognised as; null: it is read by the titles of the kind. */
  format: Format | null = null;
  private header: Header | null = null;
  private columns: readonly Column[];
  private reader: CellReader | null = null;
  private taker: RowTaker<RowOf[K]> | null = null;
  /** Rows of an export that may still be rejected, and their lines; by the remainder of the line. */
  private readonly held: Cell[][] = [];
  private readonly heldLines: number[] = [];
  private waiting: RawRows = emptyRows();
  private readonly notesMade: string[] = [];

  constructor(
    readonly kind: K,
    private readonly context: IntakeContext,
  ) {
    this.columns = declarationOf(kind).columns;
  }

  /** Names of the kind's columns that the file has; the others were not told. Known once rows have come out. */
  get present(): string[] {
    const { positions = [], fixed = [] } = this.header ?? {};
    const here = this.columns
      .filter((_, at) => (positions[at] ?? -1) >= 0 || (fixed[at] ?? null) !== null)
      .map(({ name }) => name);
    if (this.format === null) return here;
    const { fills = {} } = this.format.kinds[this.kind]!;
    return Object.keys(fills).filter((name) => here.includes(fills[name]!));
  }

  /** By column: the file's own title of it. Known once rows have come out. */
  get titles(): Map<string, string> {
    const { positions = [], titles = [] } = this.header ?? {};
    return new Map(
      this.columns.flatMap(({ name }, at) => ((positions[at] ?? -1) < 0 ? [] : [[name, titles[positions[at]!]!]])),
    );
  }

  /** Of the file's header; null until rows have come out. */
  get fingerprint(): string | null {
    return this.header?.fingerprint ?? null;
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
    if (this.taker !== null) {
      const out: Taken<RowOf[K]> = { rows: last.rows, faults: [] };
      this.taker.end?.(out);
      last.rejects.push(...this.late(out));
      last.original = (index) => this.heldOriginal(last.rows[index]!.line);
    }
    if (this.rowCount === 0) {
      throw new Refusal('invalid', 'empty-file', 'The file has a header but no rows below it.', { kind: this.kind });
    }
    return last;
  }

  /** Header and styles are decided on the rows that wait; then these are read. */
  private start(): ReadRows<RowOf[K]> {
    const { cells, lines, faults } = this.waiting;
    if (cells.length === 0) throw new Refusal('invalid', 'empty-file', 'The file is empty.', { kind: this.kind });
    const { at, header } = this.findHeader(cells.slice(0, HEADER_ROWS_MAX));
    const data: RawRows = { cells: cells.slice(at + 1), lines: lines.slice(at + 1), faults: new Map() };
    for (const [row, fault] of faults) if (row > at) data.faults.set(row - at - 1, fault);
    this.waiting = emptyRows();
    this.header = header;
    if (header.remembered !== null) {
      this.notesMade.push(`The columns were read as remembered of "${header.remembered.name}".`);
    }
    if (header.ignored.length > 0) {
      this.notesMade.push(`Columns that are not known and were left out: ${header.ignored.slice(0, 100).join(', ')}.`);
    }
    this.reader = this.makeReader(header, data.cells);
    this.checkFixed(header, this.reader);
    if (this.format !== null) this.taker = this.beginExport(this.format, header);
    return this.read(data);
  }

  /** A known export, unless somebody has said how its columns are to be read; else the row that does best as header. */
  private findHeader(rows: Cell[][]): { at: number; header: Header } {
    const { help, channel, countedOn, asWritten } = this.context;
    const known = help?.mapping === undefined && asWritten !== true ? findFormat(rows, this.kind) : null;
    const isMapped =
      known !== null && help?.remembered?.(headerFingerprint(titlesOf(rows[known.headerRow]!))) !== undefined;
    if (known !== null && !isMapped) {
      const { format, headerRow } = known;
      this.format = format;
      this.columns = format.columns;
      this.notesMade.push(`The file was read as ${format.title}.`);
      return { at: headerRow, header: matchExport(format.title, format.columns, rows[headerRow]!) };
    }
    const fixed: Given =
      channel !== undefined && this.columns.some(({ name }) => name === 'channel') ? { channel } : {};
    const best = (given: Given): number => {
      const scores = rows.map((row) => headerScore(this.kind, row, help, given));
      return scores.indexOf(Math.max(...scores));
    };
    // A day that was said with the file is that of counts without one; a file that has days knows better.
    const at = best(fixed);
    const isWhole = headerScore(this.kind, rows[at]!, help, fixed) >= COMPLETE;
    if (isWhole || this.kind !== 'inventory' || countedOn === undefined) {
      return { at, header: matchHeader(this.kind, rows[at]!, help, fixed) };
    }
    const dated = { ...fixed, day: formatDay(countedOn) };
    const atDated = best(dated);
    return { at: atDated, header: matchHeader(this.kind, rows[atDated]!, help, dated) };
  }

  private beginExport(format: Format, header: Header): RowTaker<RowOf[K]> {
    const { channel, today, countedOn = today, currency = null } = this.context;
    if (countedOn > today) {
      const message = `The fixed value of day, "${formatDay(countedOn)}", cannot be taken: it is in the future.`;
      throw new Refusal('invalid', 'bad-fixed-value', message, { column: 'day', value: formatDay(countedOn) });
    }
    if (channel === undefined && format.channel === null && !hasColumn(format.columns, header, 'channel')) {
      const message = `The file does not say on which channel its rows were sold. Say it with the import (channel).`;
      throw new Refusal('invalid', 'channel-needed', message, { export: format.title });
    }
    return format.kinds[this.kind]!.begin({
      channel: channel ?? format.channel,
      isChannelGiven: channel !== undefined,
      countedOn,
      currency,
      has: (column) => hasColumn(format.columns, header, column),
    });
  }

  private makeReader(header: Header, sample: Cell[][]): CellReader {
    const { scale, zone, today, decimal, from1904 } = this.context;
    const { dialect = {} } = this.format ?? {};
    const cellsOf = (types: ColumnType[]): Iterable<string> => texts(this.columns, header, sample, types);
    const seen = decideDayStyle(cellsOf(['day', 'instant']));
    const days = { ...seen, order: seen.order ?? dialect.order ?? null };
    const voted = decideNumberStyle(cellsOf(['money', 'integer', 'days']), scale);
    const decided = dialect.threeDigitsAreThousands ? withThousands(voted, cellsOf(['money'])) : voted;
    const numbers = decimal === undefined ? decided : { ...decided, decimal, isMixed: false };
    if (numbers.decimal !== null) {
      this.notesMade.push(
        `Numbers were read with \`${numbers.decimal}\` before the decimals and \`${numbers.decimal === '.' ? ',' : '.'}\` between thousands.` +
          (numbers.isMixed ? ' Some numbers of the file are written the other way.' : ''),
      );
    }
    // An export whose days need no order is not said to have one.
    if (days.order !== null && (seen.order !== null || hasSlashedDays(cellsOf(['day', 'instant'])))) {
      const order = days.order === 'dayFirst' ? 'DD/MM/YYYY' : 'MM/DD/YYYY';
      this.notesMade.push(`Days were read as ${order}.${days.isMixed ? ' Some days are written the other way.' : ''}`);
    }
    const reader = new DayReader(new ZoneClock(zone), days, today, from1904);
    const words = this.context.orderWords?.[this.format?.name ?? ''];
    return new CellReader(this.columns, header, numbers, reader, scale, dialect.nothing, words);
  }

  /** A fixed value that cannot be read would reject every row for the same reason: it is told once. */
  private checkFixed(header: Header, reader: CellReader): void {
    this.columns.forEach(({ name, type }, at) => {
      if (header.fixed[at] === null) return;
      reader.on([], 0);
      if (type === 'money') reader.money(at);
      else if (type === 'integer' || type === 'days') reader.integer(at);
      else if (type === 'day') reader.day(at);
      else if (type === 'instant') reader.moment(at);
      else reader.text(at);
      if (reader.problem === null) return;
      const message = `The fixed value of ${name}, "${header.fixed[at]}", cannot be taken: ${reader.problem.reason}`;
      throw new Refusal('invalid', 'bad-fixed-value', message, { column: name, value: header.fixed[at] });
    });
  }

  private read(raw: RawRows): ReadRows<RowOf[K]> {
    const reader = this.reader!;
    const { taker, format } = this;
    const build = ROW_BUILDERS[this.kind] as (reader: CellReader) => RowOf[K];
    const width = this.header!.titles.length;
    const rows: RowOf[K][] = [];
    const rejects: Reject[] = [];
    const places: number[] = [];
    const out: Taken<RowOf[K]> = { rows, faults: [] };
    for (let at = 0; at < raw.cells.length; at++) {
      const cells = raw.cells[at]!;
      if (cells[0] === '' && cells.every(isBlank)) continue;
      reader.on(cells, raw.lines[at]!);
      if (format?.skips?.(reader) === true) continue;
      reader.problem = null;
      this.rowCount++;
      if (cells.length !== width) this.checkWidth(cells, width);
      const fault = raw.faults.size === 0 ? undefined : raw.faults.get(at);
      if (fault !== undefined) reader.fail(-1, fault, FAULTS[fault]);
      // Where a row is cut or a quotation mark is astray, cells stand under the wrong titles.
      const isShifted = format !== null && reader.problem !== null;
      if (reader.problem === null && taker !== null) {
        this.hold(raw.lines[at]!, cells);
        taker.take(reader, out);
        if (reader.problem === null) continue;
      } else if (reader.problem === null) {
        const row = build(reader);
        if (reader.problem === null) {
          rows.push(row);
          places.push(at);
          continue;
        }
      }
      rejects.push(reader.reject(isShifted));
    }
    if (taker === null) {
      return { rows, rejects, original: (index) => reader.originalOf(raw.cells[places[index]!]!) };
    }
    rejects.push(...this.late(out));
    return { rows, rejects, original: (index) => this.heldOriginal(rows[index]!.line) };
  }

  private hold(line: number, cells: Cell[]): void {
    this.held[line % HELD_ROWS] = cells;
    this.heldLines[line % HELD_ROWS] = line;
  }

  private heldOriginal(line: number): string {
    const isHeld = this.heldLines[line % HELD_ROWS] === line;
    return isHeld ? this.reader!.originalOf(this.held[line % HELD_ROWS]!) : '';
  }

  private late({ faults }: Taken<RowOf[K]>): Reject[] {
    return faults.map(({ line, column, code, reason }) => {
      return { line, column, value: null, code, reason, original: this.heldOriginal(line) };
    });
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

function hasColumn(columns: readonly Column[], header: Header, name: string): boolean {
  return columns.some((column, at) => column.name === name && header.positions[at]! >= 0);
}

function isBlank(cell: Cell): boolean {
  return typeof cell === 'string' && cell.trim() === '';
}

function append(to: RawRows, from: RawRows): void {
  for (const [row, fault] of from.faults) to.faults.set(to.cells.length + row, fault);
  for (const cells of from.cells) to.cells.push(cells);
  for (const line of from.lines) to.lines.push(line);
}

/** The text cells of all columns of these types, in a sample of rows; fixed values are cells of every row. */
function* texts(columns: readonly Column[], header: Header, sample: Cell[][], types: ColumnType[]): Iterable<string> {
  for (const [at, value] of header.fixed.entries())
    if (value !== null && types.includes(columns[at]!.type)) yield value;
  const positions = columns.flatMap((column, index) =>
    types.includes(column.type) && header.positions[index]! >= 0 ? [header.positions[index]!] : [],
  );
  for (const cells of sample) {
    for (const position of positions) {
      const cell = cells[position];
      if (typeof cell === 'string') yield cell;
    }
  }
}
