import type { Day } from '../units.js';
import { CELL_LENGTH_MAX, QUANTITY_MAX, type Column } from './columns.js';
import type { DayReader, Moment } from './days.js';
import type { Cell, Header } from './header.js';
import { readNumber, Unreadable, type NumberStyle } from './numbers.js';
import { quoteCsvCell } from './escape.js';
import type { Reject, RejectCode } from './reject.js';
import type { OrderPhase } from './rows.js';

/**
 * Reads the fields of one row by the number of their column in the declaration. A field that cannot be read is
 * remembered as the row's problem (the first one counts) and answered with a stand-in, so that a row is built without
 * a branch per field; who built it asks for `problem` afterwards.
 */
export interface FieldReader {
  readonly line: number;
  /** What the shop has said of the export's words for the state of an order. */
  readonly orderWords: Readonly<Record<string, OrderPhase>>;
  /** What is wrong with the row, as far as it was read. */
  readonly problem: { column: number; code: RejectCode; reason: string } | null;
  /** Whether the row has something in this column. */
  has(column: number): boolean;
  /** Trimmed; null when empty. For key, text and enum columns (an enum is answered with its meaning). */
  text(column: number): string | null;
  /** Of a required key or text column. */
  need(column: number): string;
  list(column: number): string[];
  money(column: number): number | null;
  integer(column: number): number | null;
  day(column: number): Day | null;
  moment(column: number): Moment;
  /** Marks the row as wrong for a reason that only the whole row shows. */
  fail(column: number, code: RejectCode, reason: string): void;
}

/** A spreadsheet's `1.23457E+17`: always one digit, a fraction, a sign and two digits or more. */
const DAMAGED_KEY = /^-?\d(?:[.,]\d+)?E\+\d{2,}$/i;
const SHEET_ERROR = /^#(REF|N\/A|VALUE|DIV\/0|NAME|NUM|NULL|SPILL|CALC)[!?]?$/i;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;
/** Exports write a dash for "nothing". */
const NOTHING = /^-{1,2}$/;
/** So many more decimals than the currency's a rounded amount may have. */
const DECIMALS_ROUNDED = 4;
/** Longest value and original that a reject keeps. */
const VALUE_KEPT_MAX = 200;
const ORIGINAL_KEPT_MAX = 20_000;

/** Reads rows of cells (CSV, XLSX) in the style of their file. One object for all rows: point it at each with `on`. */
export class CellReader implements FieldReader {
  line = 0;
  problem: { column: number; code: RejectCode; reason: string } | null = null;
  private cells: readonly Cell[] = [];

  constructor(
    private readonly columns: readonly Column[],
    private readonly header: Header,
    private readonly numbers: NumberStyle,
    private readonly days: DayReader,
    private readonly scale: number,
    /** Texts that stand for an empty cell. */
    private readonly nothing: readonly string[] = [],
    readonly orderWords: Readonly<Record<string, OrderPhase>> = {},
  ) {}

  has(column: number): boolean {
    return this.cell(column) !== null;
  }

  on(cells: readonly Cell[], line: number): void {
    this.cells = cells;
    this.line = line;
    this.problem = null;
  }

  fail(column: number, code: RejectCode, reason: string): void {
    this.problem ??= { column, code, reason };
  }

  /**
   * The row's problem as a reject. `isShifted`: the cells may stand under the wrong titles, so that none of them can be
   * kept of an export with buyers' data in it.
   */
  reject(isShifted = false): Reject {
    const { column, code, reason } = this.problem!;
    const cell = column < 0 ? undefined : (this.header.fixed[column] ?? this.cells[this.header.positions[column]!]);
    const name = column < 0 ? null : this.columns[column]!.name;
    const value = cell === undefined ? null : String(cell).slice(0, VALUE_KEPT_MAX);
    const original = isShifted ? '' : this.originalOf(this.cells);
    return { line: this.line, column: name, value, code, reason, original };
  }

  /** A row as a CSV line, with cells of unknown columns left empty: they may hold a buyer's name or address. */
  originalOf(row: readonly Cell[]): string {
    const known = new Set(this.header.positions);
    const cells = this.header.titles.map((_, at) => (known.has(at) ? quoteCsvCell(String(row[at] ?? '')) : ''));
    return cells.join(',').slice(0, ORIGINAL_KEPT_MAX);
  }

  need(column: number): string {
    const text = this.text(column);
    if (text === null) {
      this.missing(column);
      return '';
    }
    return text;
  }

  text(column: number): string | null {
    const raw = this.cell(column);
    if (raw === null) return null;
    const { type, max, values } = this.columns[column]!;
    const cell = typeof raw === 'number' ? this.keyFromNumber(column, raw) : raw;
    if (cell.length > (max ?? CELL_LENGTH_MAX)) {
      this.fail(column, 'text-too-long', `This has ${cell.length} characters; ${max ?? CELL_LENGTH_MAX} are allowed.`);
    }
    if (type === 'key') {
      if (CONTROL.test(cell))
        this.fail(column, 'control-character', 'This holds a line break or an unprintable character.');
      // Only what begins with a digit and has a plus can be damaged; most keys need no closer look.
      if (cell.includes('+') && DAMAGED_KEY.test(cell)) this.damaged(column);
    } else if (cell.includes('\u0000')) {
      this.fail(column, 'control-character', 'This holds an unprintable character (NUL).');
    } else if (values !== undefined) {
      return this.word(column, cell, values);
    }
    return cell;
  }

  list(column: number): string[] {
    const text = this.text(column);
    if (text === null) return [];
    const parts = text.split(/[,;|]/).map((part) => part.trim());
    return [...new Set(parts.filter((part) => part !== ''))];
  }

  money(column: number): number | null {
    const value = this.number(column, this.scale);
    if (value === null) return null;
    if (value < 0 && this.columns[column]!.signed === true) return value;
    if (value < 0) this.fail(column, 'negative-money', 'An amount cannot be below zero.');
    else if (value < (this.columns[column]!.min ?? 0))
      this.fail(column, 'below-minimum', 'A price must be above zero.');
    return value;
  }

  integer(column: number): number | null {
    const value = this.number(column, 0);
    if (value === null) return null;
    const min = this.columns[column]!.min ?? 0;
    if (value < 0 && this.columns[column]!.signed === true) return value;
    if (value < 0) this.fail(column, 'negative-quantity', 'A quantity cannot be below zero.');
    else if (value < min) this.fail(column, 'below-minimum', `The least here is ${min}.`);
    else if (value > QUANTITY_MAX) this.fail(column, 'number-too-large', `The most here is ${QUANTITY_MAX}.`);
    return value;
  }

  day(column: number): Day | null {
    const cell = this.cell(column);
    if (cell === null) {
      if (this.columns[column]!.required === true) this.missing(column);
      return null;
    }
    const day = this.days.readDay(cell);
    return day instanceof Unreadable ? this.unreadable(column, day) : day;
  }

  moment(column: number): Moment {
    const cell = this.cell(column);
    if (cell === null) {
      this.missing(column);
      return { at: 0, day: 0 };
    }
    const moment = this.days.readMoment(cell);
    if (moment instanceof Unreadable) {
      this.unreadable(column, moment);
      return { at: 0, day: 0 };
    }
    return moment;
  }

  /** The trimmed cell, or null when the file lacks the column or the cell is empty. */
  private cell(column: number): Cell | null {
    const position = this.header.positions[column]!;
    const cell = position < 0 ? (this.header.fixed[column] ?? undefined) : this.cells[position];
    if (cell === undefined || typeof cell === 'number') return cell ?? null;
    const text = cell.trim();
    if (text === '' || (this.nothing.length > 0 && this.nothing.includes(text))) return null;
    if (text.charCodeAt(0) === 35 && SHEET_ERROR.test(text)) {
      this.fail(
        column,
        'spreadsheet-error',
        `The spreadsheet shows an error here instead of a value. Mend the formula.`,
      );
    }
    return text;
  }

  private number(column: number, scale: number): number | null {
    const cell = this.cell(column);
    if (cell === null || (typeof cell === 'string' && NOTHING.test(cell))) {
      if (this.columns[column]!.required === true) this.missing(column);
      return null;
    }
    const value = readNumber(cell, scale, this.numbers);
    if (!(value instanceof Unreadable)) return value;
    if (value.code === 'too-many-decimals' && this.columns[column]!.isRounded === true) {
      const finer = readNumber(cell, scale + DECIMALS_ROUNDED, this.numbers);
      if (!(finer instanceof Unreadable)) return Math.round(finer / 10 ** DECIMALS_ROUNDED);
    }
    const isInteger = this.columns[column]!.type !== 'money';
    if (isInteger && value.code === 'too-many-decimals') this.fail(column, 'not-whole', 'This number must be whole.');
    return this.unreadable(column, value);
  }

  private word(column: number, cell: string, values: Record<string, string>): string {
    if (Object.hasOwn(values, cell)) return values[cell]!;
    const word = cell.toLowerCase().replace(/[\s_]+/g, ' ');
    const meaning = Object.hasOwn(values, word) ? values[word] : undefined;
    if (meaning === undefined) {
      const allowed = [...new Set(Object.values(values))].join(', ');
      this.fail(
        column,
        'unknown-value',
        `Allowed here: ${allowed}, or the words of marketplaces listed in docs/imports.md.`,
      );
    }
    return meaning ?? '';
  }

  /** A key that a spreadsheet kept as a number: right up to 15 digits, guessed beyond. */
  private keyFromNumber(column: number, cell: number): string {
    if (Math.abs(cell) >= 1e15) this.damaged(column);
    return String(cell);
  }

  private damaged(column: number): void {
    this.fail(
      column,
      'spreadsheet-damage',
      'A spreadsheet has turned this key into a rounded number; its digits are lost. Format the column as text and export again.',
    );
  }

  private missing(column: number): void {
    this.fail(column, 'missing-value', `The column ${this.columns[column]!.name} must not be empty.`);
  }

  private unreadable(column: number, problem: Unreadable): null {
    this.fail(column, problem.code, problem.reason);
    return null;
  }
}
