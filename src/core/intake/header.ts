import { Refusal } from '../refusal.js';
import { declarationOf } from './columns.js';
import type { ImportKind } from './records.js';

/** A cell as a file gives it: text, or a number when the file itself says that it is one (XLSX). */
export type Cell = string | number;

/** The header may stand below instructions, but not deeper than this. */
export const HEADER_ROWS_MAX = 20;

export interface Header {
  /** Per declared column: its position in the file, or -1. */
  positions: Int32Array;
  /** The file's own words, trimmed. */
  titles: string[];
  /** Titles that no column claims; their cells are neither read nor kept. */
  ignored: string[];
}

/**
 * How a header is compared: trimmed, lower case, without BOM; `_`, `-`, `.` and runs of spaces alike. `Unit_Price` is `unit price`.
 */
export function headerKey(title: string): string {
  return title
    .replace(/\uFEFF/g, '')
    .toLowerCase()
    .replace(/[\s_.-]+/g, ' ')
    .trim();
}

/**
 * How well a row would do as the header of this kind: 0 = recognises nothing; each recognised column counts 1 and a row
 * that holds every required column counts 1,000 more.
 */
export function headerScore(kind: ImportKind, cells: readonly Cell[]): number {
  const { positions } = place(kind, cells);
  const columns = declarationOf(kind).columns;
  const found = positions.reduce((count, position) => count + (position >= 0 ? 1 : 0), 0);
  const complete = columns.every((column, index) => column.required !== true || positions[index]! >= 0);
  return found + (complete ? 1_000 : 0);
}

/**
 * Matches a row of titles to the columns of a kind, in any order.
 * Refuses (invalid) with `missing-columns`, which names them and what was found, or `duplicate-header`.
 */
export function matchHeader(kind: ImportKind, cells: readonly Cell[]): Header {
  const { positions, titles, clashes } = place(kind, cells);
  const columns = declarationOf(kind).columns;
  if (clashes.length > 0) {
    const list = clashes.map((clash) => `"${clash}"`).join(', ');
    throw new Refusal(
      'invalid',
      'duplicate-header',
      `Two columns of the file mean the same: ${list}. Keep one of each and import again.`,
      { columns: clashes },
    );
  }
  const missing = columns.filter((column, index) => column.required === true && positions[index]! < 0);
  if (missing.length > 0) {
    const names = missing.map((column) => column.name);
    const found = titles.filter((title) => title !== '').slice(0, 30);
    throw new Refusal(
      'invalid',
      'missing-columns',
      `A file of ${kind} needs ${names.length === 1 ? 'the column' : 'the columns'} ${names.join(', ')}. ` +
        `Found: ${found.length === 0 ? 'no header' : found.join(', ')}.`,
      { kind, missing: names, found },
    );
  }
  const used = new Set(positions);
  const ignored = titles.filter((title, position) => title !== '' && !used.has(position));
  return { positions, titles, ignored };
}

function place(kind: ImportKind, cells: readonly Cell[]) {
  const columns = declarationOf(kind).columns;
  const positions = new Int32Array(columns.length).fill(-1);
  const titles = cells.map((cell) =>
    String(cell)
      .replace(/\uFEFF/g, '')
      .trim(),
  );
  const keys = titles.map(headerKey);
  const clashes: string[] = [];
  // Names before aliases: a file that has both `units` and `quantity` is read by its own word.
  columns.forEach((column, index) => {
    const own = keys.indexOf(headerKey(column.name));
    if (own < 0) return;
    positions[index] = own;
    if (keys.indexOf(keys[own]!, own + 1) >= 0) clashes.push(titles[own]!);
  });
  const taken = new Set(positions);
  columns.forEach((column, index) => {
    if (positions[index]! >= 0) return;
    const aliases = new Set(column.aliases.map(headerKey));
    const hits = keys.flatMap((key, position) => (aliases.has(key) && !taken.has(position) ? [position] : []));
    if (hits.length === 0) return;
    positions[index] = hits[0]!;
    taken.add(hits[0]!);
    if (hits.length > 1) clashes.push(hits.map((hit) => titles[hit]).join('" and "'));
  });
  return { positions, titles, clashes };
}
