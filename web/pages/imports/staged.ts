import { DECLARATIONS } from '../../../src/core/intake/columns';
import type { ImportKind } from '../../../src/core/intake/records';
import type { ColumnMappingView, RecognitionView } from '../../../src/contract/column-mapping';
import type { ImportView } from '../../../src/contract/imports';

/** Which files have to be in before which: products first, since all others name them. */
const ORDER: Record<ImportKind, number> = {
  products: 0,
  listings: 1,
  receipts: 2,
  inventory: 3,
  sales: 4,
  orders: 4,
  competitor_prices: 5,
};

/** A file that somebody has put on the desk: what it holds, how it is to be read, how far it is. */
export interface StagedFile {
  id: number;
  file: File;
  /** looking: asked what it holds; ready: waits for a person; sending, working: on its way; ended: `job` says how. */
  phase: 'looking' | 'unreadable' | 'ready' | 'sending' | 'working' | 'ended';
  /** Why it could not be looked at or sent. */
  error: unknown;
  recognition: RecognitionView | null;
  kind: ImportKind | null;
  /** By title: the column that it is read as, null to leave it out. */
  columns: Record<string, string | null>;
  /** By column: what every row has there. */
  fixed: Record<string, string>;
  /** Whether columns or fixed values are other than what the titles say by themselves or what is kept for them. */
  isMapped: boolean;
  remember: boolean;
  decimal: '.' | ',' | null;
  /** Of all rows, where somebody has said it. */
  channel: string | null;
  createProducts: boolean;
  createChannels: boolean;
  /** How much has been sent, 0 to 1. */
  sent: number;
  /** The last check or import. */
  job: ImportView | null;
}

let lastId = 0;

export function stage(file: File): StagedFile {
  return {
    id: ++lastId,
    file,
    phase: 'looking',
    error: null,
    recognition: null,
    kind: null,
    columns: {},
    fixed: {},
    isMapped: false,
    remember: true,
    decimal: null,
    channel: null,
    createProducts: false,
    createChannels: false,
    sent: 0,
    job: null,
  };
}

/** The export of a marketplace or web shop that the file is read as; null: it is read by its titles. */
export function exportOf({ recognition, kind }: StagedFile): RecognitionView['export'] {
  const found = recognition?.export ?? null;
  return found !== null && kind !== null && found.kinds.includes(kind) ? found : null;
}

/** Whether an export leaves open on which channel its rows were sold. */
export function isChannelOpen(staged: StagedFile): boolean {
  const candidate = staged.recognition?.candidates.find((each) => each.kind === staged.kind);
  return exportOf(staged)?.channel === null && candidate?.columns.some(({ column }) => column === 'channel') === false;
}

/** An export that holds several kinds is an import for each of them: what comes beside the first. */
export function furtherKinds({ file, recognition }: StagedFile): StagedFile[] {
  const kinds = recognition?.export?.kinds.slice(1) ?? [];
  return kinds.map((kind) => readAs({ ...stage(file), recognition, phase: 'ready' }, kind));
}

/** The file as one of that kind: by what is kept for its header, else by its titles and what is near to them. */
export function readAs(staged: StagedFile, kind: ImportKind): StagedFile {
  const { recognition } = staged;
  const blank = {
    ...staged,
    kind,
    columns: {},
    fixed: {},
    isMapped: false,
    job: null,
    error: null,
    phase: 'ready' as const,
  };
  const candidate = recognition?.candidates.find((each) => each.kind === kind);
  if (recognition === null || candidate === undefined || exportOf(blank) !== null) return blank;
  const kept = recognition.keptMapping?.kind === kind ? recognition.keptMapping.mapping : null;
  const hasSuggestions = candidate.columns.some(({ suggestion }) => suggestion !== null);
  return {
    ...blank,
    columns: Object.fromEntries(
      candidate.columns.map(({ title, column, suggestion }) => [title, column ?? suggestion]),
    ),
    fixed: kept?.fixed ?? {},
    isMapped: hasSuggestions || candidate.clashes.length > 0,
  };
}

/** A title is that column from now on; whichever title was it before is left out. */
export function mapTitle(staged: StagedFile, title: string, column: string | null): StagedFile {
  const others = Object.entries(staged.columns).map(([other, held]) => [other, held === column ? null : held]);
  const columns = { ...Object.fromEntries(others), [title]: column };
  const fixed = Object.fromEntries(Object.entries(staged.fixed).filter(([name]) => name !== column));
  return { ...staged, columns, fixed, isMapped: true, job: null, phase: 'ready' };
}

/** Every row has that value in a column that the file lacks; an empty one is none. */
export function fixValue(staged: StagedFile, column: string, value: string): StagedFile {
  return { ...staged, fixed: { ...staged.fixed, [column]: value }, isMapped: true, job: null, phase: 'ready' };
}

/** Required columns that no title holds: each needs a title or a value. */
export function lackingColumns(staged: StagedFile): string[] {
  const { kind, columns, recognition } = staged;
  if (kind === null || recognition === null || exportOf(staged) !== null) return [];
  const held = new Set(Object.values(columns));
  return requiredOf(kind).filter((name) => !held.has(name));
}

/** Whether nothing more has to be said before it can be read. */
export function isComplete(staged: StagedFile): boolean {
  const { kind, fixed, channel } = staged;
  if (channel === null && isChannelOpen(staged)) return false;
  return kind !== null && lackingColumns(staged).every((name) => (fixed[name] ?? '').trim() !== '');
}

/** What has to be sent with the file; null where its titles, or what is kept for them, say all. */
export function mappingOf({ isMapped, columns, fixed }: StagedFile): ColumnMappingView | null {
  if (!isMapped) return null;
  const set = Object.entries(fixed).filter(([, value]) => value.trim() !== '');
  const named = Object.entries(columns).filter(([title]) => title !== '');
  return { columns: Object.fromEntries(named), fixed: Object.fromEntries(set) };
}

/** Whether its data is in. */
export const isIn = ({ job }: StagedFile): boolean => job !== null && job.state === 'done' && !job.isDryRun;

/** In the order in which they have to be imported; of one kind, as they came. */
export function inOrder(files: readonly StagedFile[]): StagedFile[] {
  const rank = ({ kind }: StagedFile): number => (kind === null ? 9 : ORDER[kind]);
  return [...files].sort((a, b) => rank(a) - rank(b) || a.id - b.id);
}

/** The file of products that has to be in before this one can be checked; null: none. */
export function waitsFor(staged: StagedFile, files: readonly StagedFile[]): StagedFile | null {
  if (staged.kind === null || staged.kind === 'products') return null;
  return files.find((other) => other.kind === 'products' && !isIn(other)) ?? null;
}

export const columnsOf = (kind: ImportKind): string[] => DECLARATIONS[kind].columns.map(({ name }) => name);

export function requiredOf(kind: ImportKind): string[] {
  return DECLARATIONS[kind].columns.flatMap((column) => ('required' in column ? [column.name] : []));
}
