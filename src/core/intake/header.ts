import { Refusal } from '../refusal.js';
import { declarationOf, type Column } from './columns.js';
import {
  headerFingerprint,
  headerKey,
  type ColumnMapping,
  type HeaderHelp,
  type RememberedMapping,
} from './mapping.js';
import type { ImportKind } from './records.js';

/** A cell as a file gives it: text, or a number when the file itself says that it is one (XLSX). */
export type Cell = string | number;

/** By column: what every row has, whatever the file says. */
export type Given = Readonly<Record<string, string>>;

/** The header may stand below instructions, but not deeper than this. */
export const HEADER_ROWS_MAX = 20;

/** What a row scores at least that holds every required column. */
export const COMPLETE = 1_000;

export interface Header {
  /** Per declared column: its position in the file, or -1. */
  positions: Int32Array;
  /** The file's own words, trimmed. */
  titles: string[];
  /** Titles that no column claims; their cells are neither read nor kept. */
  ignored: string[];
  /** Per declared column: what every row has there, where the mapping says so. */
  fixed: (string | null)[];
  /** Of the titles, see `headerFingerprint`. */
  fingerprint: string;
  /** The mapping that was kept for this header and used for it. */
  remembered: RememberedMapping | null;
}

/**
 * How well a row would do as the header of this kind: 0 = recognises nothing; each recognised column counts 1 and a row
 * that holds every required column counts 1,000 more.
 */
export function headerScore(
  kind: ImportKind,
  cells: readonly Cell[],
  help: HeaderHelp = {},
  given: Given = {},
): number {
  const { positions, fixed } = place(kind, cells, help, given);
  const columns = declarationOf(kind).columns;
  const found = positions.reduce((count, position) => count + (position >= 0 ? 1 : 0), 0);
  const isComplete = columns.every(
    (column, at) => column.required !== true || positions[at]! >= 0 || fixed[at] !== null,
  );
  // What is fixed makes no row a header: at least one title must be known.
  return found + (isComplete && found > 0 ? COMPLETE : 0);
}

/**
 * Matches a row of titles to the columns of a kind, in any order.
 * Refuses (invalid) with `missing-columns`, which names them and what was found, `duplicate-header`, or
 * `mapping-mismatch` for a mapping of titles that the file does not have.
 */
export function matchHeader(
  kind: ImportKind,
  cells: readonly Cell[],
  help: HeaderHelp = {},
  given: Given = {},
): Header {
  const { positions, titles, keys, clashes, fixed, remembered, fingerprint } = place(kind, cells, help, given);
  const columns = declarationOf(kind).columns;
  // Where no title is known the row may be one of a buyer's: what it holds is not told, since what is told is kept.
  const isHeader = positions.some((position) => position >= 0);
  const found = isHeader ? titles.filter((title) => title !== '').slice(0, 30) : [];
  if (clashes.length > 0) {
    const list = clashes.map((clash) => `"${clash}"`).join(', ');
    throw new Refusal(
      'invalid',
      'duplicate-header',
      `Two columns of the file mean the same: ${list}. Keep one of each and import again.`,
      { columns: clashes },
    );
  }
  const mapped = Object.entries(help.mapping?.columns ?? {});
  const strangers = mapped.flatMap(([title, column]) =>
    column === null || keys.includes(headerKey(title)) ? [] : [title],
  );
  if (strangers.length > 0) {
    const list = strangers.map((title) => `"${title}"`).join(', ');
    const message = `The mapping names ${list}, which the file does not have. Found: ${listed(found)}.`;
    throw new Refusal('invalid', 'mapping-mismatch', message, { titles: strangers, found });
  }
  const missing = columns.filter(({ required }, at) => required === true && positions[at]! < 0 && fixed[at] === null);
  if (missing.length > 0) {
    const names = missing.map((column) => column.name);
    throw new Refusal(
      'invalid',
      'missing-columns',
      `A file of ${kind} needs ${names.length === 1 ? 'the column' : 'the columns'} ${names.join(', ')}. ` +
        `Found: ${listed(found)}.`,
      { kind, missing: names, found },
    );
  }
  const used = new Set(positions);
  const ignored = titles.filter((title, position) => title !== '' && !used.has(position));
  return { positions, titles, ignored, fixed, fingerprint, remembered };
}

/**
 * Matches a row of titles to the columns of a known export. Of the names of a column the first counts that the file has; a
 * name that ends with `*` is the beginning of titles, of which each column takes the first that is left.
 * Refuses (invalid) with `missing-columns`, in the words of the export, or `duplicate-header`.
 */
export function matchExport(what: string, columns: readonly Column[], cells: readonly Cell[]): Header {
  const titles = titlesOf(cells);
  const keys = titles.map(headerKey);
  const positions = new Int32Array(columns.length).fill(-1);
  const taken = new Set<number>();
  columns.forEach(({ aliases }, index) => {
    for (const key of aliases.map(headerKey)) {
      const isBeginning = key.endsWith('*');
      const is = (title: string) => (isBeginning ? title.startsWith(key.slice(0, -1)) : title === key);
      const hits = keys.flatMap((title, position) => (is(title) && !taken.has(position) ? [position] : []));
      if (hits.length === 0) continue;
      if (hits.length > 1 && !isBeginning) {
        const title = titles[hits[0]!]!;
        const message = `The file has two columns "${title}". Keep one of each and import again.`;
        throw new Refusal('invalid', 'duplicate-header', message, { columns: [title] });
      }
      positions[index] = hits[0]!;
      taken.add(hits[0]!);
      return;
    }
  });
  const missing = columns.filter(({ required }, at) => required === true && positions[at]! < 0);
  if (missing.length > 0) {
    const names = missing.map(({ aliases }) => aliases[0]!);
    throw new Refusal(
      'invalid',
      'missing-columns',
      `This looks like ${what}, but the ${names.length === 1 ? 'column' : 'columns'} ` +
        `${names.map((name) => `"${name}"`).join(', ')} ${names.length === 1 ? 'is' : 'are'} missing. Export it again with all columns.`,
      { export: what, missing: names },
    );
  }
  return {
    positions,
    titles,
    ignored: [],
    fixed: columns.map(() => null),
    fingerprint: headerFingerprint(titles),
    remembered: null,
  };
}

const listed = (titles: readonly string[]): string =>
  titles.length === 0 ? 'no title that is known' : titles.join(', ');

/** A row's cells as titles. */
export function titlesOf(cells: readonly Cell[]): string[] {
  return cells.map((cell) =>
    String(cell)
      .replace(/\uFEFF/g, '')
      .trim(),
  );
}

/** Where each column of a kind would stand if this row were the header, and what stands in the way of that. */
export function place(kind: ImportKind, cells: readonly Cell[], help: HeaderHelp = {}, given: Given = {}) {
  const columns = declarationOf(kind).columns;
  const titles = titlesOf(cells);
  const keys = titles.map(headerKey);
  const fingerprint = headerFingerprint(titles);
  const remembered = help.mapping === undefined ? (help.remembered?.(fingerprint) ?? null) : null;
  const mapping: ColumnMapping = help.mapping ?? remembered?.mapping ?? { columns: {}, fixed: {} };
  const positions = new Int32Array(columns.length).fill(-1);
  const fixed = columns.map(({ name }) =>
    Object.hasOwn(mapping.fixed, name) ? mapping.fixed[name]! : (given[name] ?? null),
  );
  const clashes: string[] = [];
  const taken = new Set<number>();
  // What someone has said of a title comes before what its name says.
  for (const [title, name] of Object.entries(mapping.columns)) {
    const hits = keys.flatMap((key, position) => (key !== '' && key === headerKey(title) ? [position] : []));
    for (const hit of hits) taken.add(hit);
    const index = columns.findIndex((column) => column.name === name);
    if (index < 0 || hits.length === 0) continue;
    positions[index] = hits[0]!;
    if (hits.length > 1) clashes.push(titles[hits[0]!]!);
  }
  const isOpen = (index: number) => positions[index]! < 0 && fixed[index] === null;
  // Names before aliases: a file that has both `units` and `quantity` is read by its own word.
  columns.forEach((column, index) => {
    const name = headerKey(column.name);
    const own = keys.findIndex((key, position) => key === name && !taken.has(position));
    if (own < 0 || !isOpen(index)) return;
    positions[index] = own;
    if (keys.indexOf(keys[own]!, own + 1) >= 0) clashes.push(titles[own]!);
  });
  for (const position of positions) taken.add(position);
  columns.forEach((column, index) => {
    if (!isOpen(index)) return;
    const aliases = new Set(column.aliases.map(headerKey));
    const hits = keys.flatMap((key, position) => (aliases.has(key) && !taken.has(position) ? [position] : []));
    if (hits.length === 0) return;
    positions[index] = hits[0]!;
    taken.add(hits[0]!);
    if (hits.length > 1) clashes.push(hits.map((hit) => titles[hit]).join('" and "'));
  });
  return { positions, titles, keys, clashes, fixed, fingerprint, remembered };
}
