import { escapeCsvCell } from '../../intake/escape.js';
import { obstacleOf, type TableFormat } from './format.js';
import type { FileNotation, Obstacle, PriceLine } from './line.js';

/** What a file came to: which lines it carries, and why the others are not in it. */
export interface Carried {
  carried: PriceLine[];
  leftOut: { line: PriceLine; obstacle: Obstacle }[];
}

export interface WrittenTable extends Carried {
  text: string;
  rows: number;
}

/**
 * Writes a file from nothing.
 * @param running prices that the channel has confirmed: in the file where an upload replaces the one before
 */
export function writeTable(
  format: TableFormat,
  lines: readonly PriceLine[],
  running: readonly PriceLine[],
  notation: FileNotation,
): WrittenTable {
  const carried: PriceLine[] = [];
  const leftOut: Carried['leftOut'] = [];
  const body: string[] = [];
  const write = (cells: readonly string[]): string =>
    format.extension === 'tsv' ? cells.map(withoutTabs).join('\t') : cells.map(escapeCsvCell).join(',');
  for (const line of lines) {
    const rows = obstacleOf(format, line, notation) ?? format.rows(line, notation);
    if (typeof rows === 'string') leftOut.push({ line, obstacle: rows });
    else {
      carried.push(line);
      body.push(...rows.map(write));
    }
  }
  for (const line of format.isWhole ? running : []) {
    const rows = obstacleOf(format, line, notation) ?? format.rows(line, notation);
    if (Array.isArray(rows)) body.push(...rows.map(write));
  }
  const text = [write(format.columns), ...body].map((row) => `${row}\r\n`).join('');
  return { text, rows: body.length, carried, leftOut };
}

/** Tab-separated files know no quotes. */
const withoutTabs = (text: string): string => text.replaceAll(/[\t\r\n]+/g, ' ');
