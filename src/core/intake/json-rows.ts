import { DAY_MAX, DAY_MIN, formatDay, parseDay, type Day } from '../units.js';
import type { FieldReader } from './cells.js';
import { declarationOf, type Column } from './columns.js';
import { DayReader, type Moment } from './days.js';
import type { IntakeContext, ReadRows } from './intake.js';
import { Unreadable } from './numbers.js';
import type { ImportKind } from './records.js';
import type { Reject, RejectCode } from './reject.js';
import { ROW_BUILDERS, type RowOf } from './rows.js';
import { ZoneClock } from './zone.js';

/** Most rows of one JSON batch. */
export const JSON_ROWS_MAX = 10_000;

type JsonValue = string | number | string[] | null | undefined;
/** A row of a batch by column name, as its zod schema lets through (src/contract/import-rows.ts). */
export type JsonRow = Record<string, JsonValue>;

/**
 * Turns rows of a JSON batch into the same typed rows as files give. Days are `YYYY-MM-DD`, moments ISO 8601 (without an
 * offset: the shop's zone), money whole minor units. `line` is the position in the batch, from 1.
 */
export function readJsonRows<K extends ImportKind>(
  kind: K,
  rows: readonly JsonRow[],
  context: Pick<IntakeContext, 'zone' | 'today'>,
): ReadRows<RowOf[K]> {
  const days = new DayReader(new ZoneClock(context.zone), { order: null, isMixed: false }, context.today);
  const reader = new JsonReader(declarationOf(kind).columns, days, context.today);
  const build = ROW_BUILDERS[kind] as (reader: FieldReader) => RowOf[K];
  const read: ReadRows<RowOf[K]> = {
    rows: [],
    rejects: [],
    original: (index) => originalOf(rows[read.rows[index]!.line - 1]!),
  };
  rows.forEach((values, index) => {
    reader.on(values, index + 1);
    const row = build(reader);
    if (reader.problem === null) read.rows.push(row);
    else read.rejects.push(reader.reject());
  });
  return read;
}

/** Names of the columns that any row of a batch gives: the others were not told. */
export function jsonColumns(kind: ImportKind, rows: readonly JsonRow[]): string[] {
  const names = declarationOf(kind).columns.map((column) => column.name);
  return names.filter((name) => rows.some((row) => row[name] !== undefined));
}

function originalOf(row: JsonRow): string {
  return JSON.stringify(row).slice(0, 20_000);
}

class JsonReader implements FieldReader {
  readonly orderWords = {};
  line = 0;
  problem: { column: number; code: RejectCode; reason: string } | null = null;
  private row: JsonRow = {};

  constructor(
    private readonly columns: readonly Column[],
    private readonly days: DayReader,
    private readonly today: Day,
  ) {}

  on(row: JsonRow, line: number): void {
    this.row = row;
    this.line = line;
    this.problem = null;
  }

  has(column: number): boolean {
    const value = this.value(column);
    return value !== undefined && value !== null && value !== '';
  }

  fail(column: number, code: RejectCode, reason: string): void {
    this.problem ??= { column, code, reason };
  }

  reject(): Reject {
    const { column, code, reason } = this.problem!;
    const name = column < 0 ? null : this.columns[column]!.name;
    const value = name === null ? null : (this.row[name] ?? null);
    return {
      line: this.line,
      column: name,
      value: value === null ? null : String(value).slice(0, 200),
      code,
      reason,
      original: originalOf(this.row),
    };
  }

  text(column: number): string | null {
    const value = this.value(column);
    if (typeof value !== 'string') return null;
    const text = value.trim();
    if (text === '') return null;
    // eslint-disable-next-line no-control-regex
    if (this.columns[column]!.type === 'key' ? /[\u0000-\u001f\u007f]/.test(text) : text.includes('\u0000')) {
      this.fail(column, 'control-character', 'This holds a line break or an unprintable character.');
    }
    return text;
  }

  need(column: number): string {
    const text = this.text(column);
    if (text === null) this.fail(column, 'missing-value', `${this.columns[column]!.name} must not be empty.`);
    return text ?? '';
  }

  list(column: number): string[] {
    const value = this.value(column);
    return Array.isArray(value) ? [...new Set(value.map((text) => text.trim()).filter((text) => text !== ''))] : [];
  }

  money(column: number): number | null {
    const value = this.value(column);
    return typeof value === 'number' ? value : null;
  }

  integer(column: number): number | null {
    return this.money(column);
  }

  day(column: number): Day | null {
    const value = this.value(column);
    if (typeof value !== 'string') return null;
    const day = parseDay(value);
    if (day === null) this.fail(column, 'no-such-day', 'The calendar has no such day.');
    else if (day < DAY_MIN || day > DAY_MAX) this.fail(column, 'day-out-of-range', 'Days from 1980 to 2099 are taken.');
    else if (day > this.today)
      this.fail(column, 'future-day', `This day is in the future (today is ${formatDay(this.today)}).`);
    return day;
  }

  moment(column: number): Moment {
    const moment = this.days.readMoment(String(this.value(column)));
    if (!(moment instanceof Unreadable)) return moment;
    this.fail(column, moment.code, moment.reason);
    return { at: 0, day: 0 };
  }

  private value(column: number): JsonValue {
    return this.row[this.columns[column]!.name];
  }
}
