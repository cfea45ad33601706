import { distance } from 'fastest-levenshtein';
import { Refusal } from '../refusal.js';
import { DECLARATIONS, declarationOf } from './columns.js';
import type { Format } from './formats/format.js';
import { findFormat, kindsOf } from './formats/list.js';
import { HEADER_ROWS_MAX, place, titlesOf, type Cell } from './header.js';
import { headerFingerprint, headerKey, type RememberedMapping } from './mapping.js';
import { IMPORT_KINDS, type ImportKind } from './records.js';

/** A column of the file, as a file of some kind would be read. */
export interface RecognisedColumn {
  /** The file's own word. */
  title: string;
  /** The column that it holds by its name or by a remembered mapping; null: it is not known. */
  column: string | null;
  /** The column whose name is near to it: to be asked about, never taken in silence. */
  suggestion: string | null;
}

/** How well a file would do as one of a kind. */
export interface Candidate {
  kind: ImportKind;
  /** In thousandths; only the order and the distance to the next one mean something. */
  score: number;
  /** Required columns that no title holds. */
  missing: string[];
  columns: RecognisedColumn[];
  /** Titles of which two mean the same column. */
  clashes: string[];
}

export interface Recognition {
  /** Of the header, from 0, among the rows that were looked at. */
  headerRow: number;
  titles: string[];
  fingerprint: string;
  /** Best first. */
  candidates: Candidate[];
  /** The kind of the file when nothing else comes near; null: a person has to say it. */
  kind: ImportKind | null;
  remembered: RememberedMapping | null;
  /** The export that it is; null: none that is known, or a mapping is kept for its header. */
  format: Format | null;
}

/** Far above any export; beyond it a file is something else. */
const TITLES_MAX = 1_000;
const TITLE_LENGTH_MAX = 500;
/** A missing column speaks against a kind as much as a title that three kinds share speaks for it. */
const MISSING_COST = 300;
/** So far must the best be ahead of the second to be taken without asking. */
const LEAD = 200;

/** By title: how many kinds know it. A title that few know says much about the file. */
const KNOWN_BY = new Map<string, number>();
for (const kind of IMPORT_KINDS) {
  const keys = new Set(declarationOf(kind).columns.flatMap(({ name, aliases }) => [name, ...aliases].map(headerKey)));
  for (const key of keys) KNOWN_BY.set(key, (KNOWN_BY.get(key) ?? 0) + 1);
}

/**
 * Says of the first rows of a file which of them is the header and what kind of file it is, by the titles alone.
 * `remembered` gives the mapping that was kept for a header of a kind.
 * Refuses (invalid): `empty-file`, `header-too-large`.
 */
export function recognise(
  rows: readonly (readonly Cell[])[],
  remembered: (fingerprint: string, kind: ImportKind) => RememberedMapping | undefined = () => undefined,
): Recognition {
  const heads = rows.slice(0, HEADER_ROWS_MAX);
  if (heads.length === 0) throw new Refusal('invalid', 'empty-file', 'The file is empty.');
  const judged = heads.map((cells) => judge(cells, remembered));
  const points = judged.map(({ candidates, known }) => (known === null ? candidates[0]!.score : Infinity));
  let headerRow = points.indexOf(Math.max(...points));
  // No title is known anywhere: the header is the first of the widest rows.
  if (
    judged.every(({ candidates }) => candidates.every(({ columns }) => columns.every(({ column }) => column === null)))
  ) {
    const widths = heads.map((cells) => cells.filter((cell) => String(cell).trim() !== '').length);
    headerRow = widths.indexOf(Math.max(...widths));
  }
  const exported = judged[headerRow]!.known === null ? findFormat(heads) : null;
  if (exported !== null) headerRow = exported.headerRow;
  const titles = titlesOf(heads[headerRow]!);
  checkSize(titles);
  const { candidates, known } = judged[headerRow]!;
  if (exported !== null) return { ...asExport(exported.format, titles, candidates), headerRow };
  const [first, second] = candidates;
  const isSure = first!.missing.length === 0 && first!.clashes.length === 0 && first!.score - second!.score >= LEAD;
  const kind = known?.kind ?? (isSure ? first!.kind : null);
  return {
    headerRow,
    titles,
    fingerprint: headerFingerprint(titles),
    candidates,
    kind,
    remembered: known,
    format: null,
  };
}

/** What a known export holds: its own kinds come first, and its titles are read by the format. */
function asExport(format: Format, titles: string[], candidates: Candidate[]): Omit<Recognition, 'headerRow'> {
  const kinds = kindsOf(format);
  const keys = new Map(format.columns.flatMap(({ name, aliases }) => aliases.map((title) => [headerKey(title), name])));
  const columns = titles.map((title) => ({ title, column: keys.get(headerKey(title)) ?? null, suggestion: null }));
  const others = candidates.filter(({ kind }) => !kinds.includes(kind));
  const score = (candidates[0]?.score ?? 0) + 1_000;
  const own = kinds.map((kind) => ({ kind, score, missing: [], columns, clashes: [] }));
  return {
    titles,
    fingerprint: headerFingerprint(titles),
    candidates: [...own, ...others],
    kind: kinds[0]!,
    remembered: null,
    format,
  };
}

function judge(
  cells: readonly Cell[],
  remembered: (fingerprint: string, kind: ImportKind) => RememberedMapping | undefined,
): { candidates: Candidate[]; known: RememberedMapping | null } {
  let known: RememberedMapping | null = null;
  const candidates = IMPORT_KINDS.map((kind) => {
    const { columns } = declarationOf(kind);
    const found = place(kind, cells, { remembered: (fingerprint) => remembered(fingerprint, kind) });
    if (found.remembered !== null && (known === null || found.remembered.updatedAt > known.updatedAt))
      known = found.remembered;
    const missing = columns.filter(
      ({ required }, at) => required === true && found.positions[at]! < 0 && found.fixed[at] === null,
    );
    const held = new Map(
      [...found.positions].flatMap((position, at) => (position < 0 ? [] : [[position, columns[at]!.name]])),
    );
    const open = new Set(
      columns.flatMap(({ name }, at) => (found.positions[at]! < 0 && found.fixed[at] === null ? [name] : [])),
    );
    const score = [...held.keys()].reduce(
      (sum, at) => sum + Math.round(1_000 / (KNOWN_BY.get(found.keys[at]!) ?? 1)),
      0,
    );
    return {
      kind,
      score: score - MISSING_COST * missing.length,
      missing: missing.map(({ name }) => name),
      columns: found.titles.map((title, at) => {
        const column = held.get(at) ?? null;
        const suggestion = column === null ? nearest(kind, found.keys[at]!, open) : null;
        if (suggestion !== null) open.delete(suggestion);
        return { title, column, suggestion };
      }),
      clashes: found.clashes,
    };
  });
  const isKnown = (kind: ImportKind) => (known?.kind === kind ? 1 : 0);
  return { candidates: candidates.sort((a, b) => isKnown(b.kind) - isKnown(a.kind) || b.score - a.score), known };
}

/** The open column whose name or alias stands in the title as words, or is the title but for a slip of the pen. */
function nearest(kind: ImportKind, key: string, open: ReadonlySet<string>): string | null {
  let best: string | null = null;
  let length = 0;
  for (const { name, aliases } of DECLARATIONS[kind].columns) {
    if (!open.has(name)) continue;
    for (const word of [name, ...aliases].map(headerKey)) {
      const isIn = ` ${key.replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(` ${word} `);
      const isSlip = key.length < 40 && word.length >= 5 && distance(key, word) <= (word.length >= 8 ? 2 : 1);
      if ((isIn || isSlip) && word.length > length) [best, length] = [name, word.length];
    }
  }
  return best;
}

function checkSize(titles: readonly string[]): void {
  const longest = titles.reduce((most, title) => Math.max(most, title.length), 0);
  if (titles.length <= TITLES_MAX && longest <= TITLE_LENGTH_MAX) return;
  const what = titles.length > TITLES_MAX ? `${titles.length} columns` : `a title of ${longest} characters`;
  const message = `The header has ${what}: this is no table of products, stock or sales. Is it the right file?`;
  throw new Refusal('invalid', 'header-too-large', message, { columns: titles.length, longest });
}
