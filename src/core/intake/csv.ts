import { Refusal } from '../refusal.js';
import { CELL_LENGTH_MAX } from './columns.js';
import type { Cell } from './header.js';

/** What is wrong with a row before its cells are looked at. */
export type RowFault = 'stray-quote' | 'cell-too-long';

/** Rows of a file in order, as cells. `lines[i]` is the line on which row i begins; faults are by row index. */
export interface RawRows {
  cells: Cell[][];
  lines: number[];
  faults: Map<number, RowFault>;
}

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** A quote that is not closed within this many characters is taken for a mistake, not for a long cell. */
const OPEN_QUOTE_MAX = 1_000_000;

const QUOTE = 34;
const RETURN = 13;

export function emptyRows(): RawRows {
  return { cells: [], lines: [], faults: new Map() };
}

/**
 * Reads CSV (RFC 4180; LF or CRLF) piece by piece in constant memory: `push` text as it comes, in pieces of any size,
 * then `end`. Blank lines are left out. A quote inside an unquoted cell is an ordinary character, as spreadsheets have it.
 * Throws Refusal `unclosed-quote` with the line where the quote opened.
 */
export class CsvReader {
  private rest = '';
  private line = 1;

  constructor(
    private readonly delimiter: Delimiter,
    private readonly cellLengthMax = CELL_LENGTH_MAX,
  ) {}

  /** The line of the first character that was not handed out yet. */
  get nextLine(): number {
    return this.line;
  }

  /** The complete rows so far that were not handed out yet. */
  push(text: string): RawRows {
    return this.read(this.rest === '' ? text : this.rest + text, false);
  }

  /** The last row, when the file does not end with a line end. */
  end(): RawRows {
    return this.read(this.rest, true);
  }

  private read(text: string, isLast: boolean): RawRows {
    const rows = emptyRows();
    let at = 0;
    // Where the next quote is, looked up again only when passed: most files have few, and then lines need no look inside.
    let quote = text.indexOf('"');
    while (at < text.length) {
      let end = text.indexOf('\n', at);
      if (end < 0) {
        if (!isLast) break;
        end = text.length;
      }
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      if (quote < 0 || quote >= end) {
        const stop = end > at && text.charCodeAt(end - 1) === RETURN ? end - 1 : end;
        if (stop > at) this.addPlain(rows, text, at, stop);
        this.line++;
        at = end + 1;
      } else {
        const next = this.addQuoted(rows, text, at, isLast);
        if (next < 0) break;
        at = next;
      }
    }
    this.rest = at < text.length ? text.slice(at) : '';
    if (this.rest.length > OPEN_QUOTE_MAX) this.refuseOpenQuote();
    return rows;
  }

  private addPlain(rows: RawRows, text: string, from: number, to: number): void {
    const cells: Cell[] = [];
    const delimiter = this.delimiter;
    let start = from;
    for (;;) {
      const next = text.indexOf(delimiter, start);
      if (next < 0 || next >= to) break;
      cells.push(text.slice(start, next));
      start = next + 1;
    }
    cells.push(text.slice(start, to));
    this.add(
      rows,
      cells,
      to - from > this.cellLengthMax && cells.some((cell) => this.isTooLong(cell)) ? 'cell-too-long' : null,
    );
  }

  /** A row with a quote somewhere: cell by cell. Returns where the next row begins, or -1 when the row is not complete. */
  private addQuoted(rows: RawRows, text: string, from: number, isLast: boolean): number {
    const cells: Cell[] = [];
    let fault: RowFault | null = null;
    let lineEnds = 0;
    let at = from;
    for (;;) {
      let cell: string;
      let stop: number; // the delimiter or line end after the cell, or the end of the text
      if (text.charCodeAt(at) === QUOTE) {
        const close = closingQuote(text, at + 1);
        if (close < 0) {
          if (isLast) this.refuseOpenQuote(lineEnds);
          return -1;
        }
        // At the end of a piece a quote may be the first half of a doubled one, or a CR the first half of a line end.
        if (!isLast && close + 2 >= text.length) return -1;
        cell = text.slice(at + 1, close);
        for (let n = cell.indexOf('\n'); n >= 0; n = cell.indexOf('\n', n + 1)) lineEnds++;
        if (cell.includes('"')) cell = cell.replaceAll('""', '"');
        stop = this.cellEnd(text, close + 1);
        const tail = text.slice(close + 1, stop).replace(/\r$/, '');
        if (tail !== '') {
          if (tail.trim() !== '') fault ??= 'stray-quote';
          cell += tail.trimEnd();
        }
      } else {
        stop = this.cellEnd(text, at);
        cell = text.slice(at, stop);
        if (cell.endsWith('\r') && text[stop] !== this.delimiter) cell = cell.slice(0, -1);
      }
      if (this.isTooLong(cell)) fault ??= 'cell-too-long';
      cells.push(cell);
      if (stop >= text.length && !isLast) return -1;
      if (stop < text.length && text[stop] === this.delimiter) {
        at = stop + 1;
        continue;
      }
      this.add(rows, cells, fault);
      this.line += lineEnds + 1;
      return stop + 1;
    }
  }

  private cellEnd(text: string, from: number): number {
    for (let at = from; at < text.length; at++) {
      const char = text[at];
      if (char === this.delimiter || char === '\n') return at;
    }
    return text.length;
  }

  private add(rows: RawRows, cells: Cell[], fault: RowFault | null): void {
    if (fault !== null) rows.faults.set(rows.cells.length, fault);
    rows.cells.push(cells);
    rows.lines.push(this.line);
  }

  private isTooLong(cell: Cell): boolean {
    return (cell as string).length > this.cellLengthMax;
  }

  private refuseOpenQuote(lineEnds = 0): never {
    const line = this.line + lineEnds;
    throw new Refusal(
      'invalid',
      'unclosed-quote',
      `A quotation mark that opens on or after line ${line} is never closed. The file may be cut short there: export it again.`,
      { line },
    );
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}

/**
 * The delimiter with which the head of a file makes the best header by `score` (see `headerScore`); among equals the one
 * that splits the first line most. `head` is the file's beginning; its last line may be cut.
 */
export function sniffDelimiter(head: string, score: (cells: readonly Cell[]) => number): Delimiter {
  let best: Delimiter = ',';
  let bestScore = -1;
  for (const delimiter of DELIMITERS) {
    let rows: RawRows;
    try {
      rows = new CsvReader(delimiter).push(`${head}\n`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      continue;
    }
    const scores = rows.cells.slice(0, 20).map((cells) => score(cells));
    const cellsOfFirst = rows.cells[0]?.length ?? 0;
    const points = Math.max(0, ...scores) + Math.min(cellsOfFirst, 999) / 1_000;
    if (points > bestScore) {
      best = delimiter;
      bestScore = points;
    }
  }
  return best;
}
