import { createHash } from 'node:crypto';
import { Refusal, type RefusalIssue } from '../refusal.js';
import { declarationOf } from './columns.js';
import type { ImportKind } from './records.js';

/** How the columns of a file are to be read whose titles alone do not say it. */
export interface ColumnMapping {
  /** By the file's own title: the column that it holds, null to leave it out. Titles that are not named are matched as ever. */
  columns: Record<string, string | null>;
  /** By column: what every row has there. Such a column is not looked for in the file. */
  fixed: Record<string, string>;
}

/** A mapping as it is kept for the next file with the same header. */
export interface RememberedMapping {
  id: number;
  /** Of the header that it was made for, see `headerFingerprint`. */
  fingerprint: string;
  kind: ImportKind;
  mapping: ColumnMapping;
  /** The file that it was made for. */
  name: string;
  createdBy: string;
  updatedAt: number;
}

/** What helps to read a header besides its titles: a mapping for this file, or those that are kept. */
export interface HeaderHelp {
  mapping?: ColumnMapping;
  remembered?: (fingerprint: string) => RememberedMapping | undefined;
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

/** What headers with the same titles, in any order and spelling that `headerKey` takes for the same, have in common. */
export function headerFingerprint(titles: readonly string[]): string {
  const keys = titles.map(headerKey).filter((key) => key !== '');
  return createHash('sha256').update(keys.sort().join('\n')).digest('hex').slice(0, 40);
}

/**
 * Refuses (invalid, `bad-mapping`) a mapping that no file of the kind could be read with: columns that do not exist,
 * two titles for one column, a fixed value for a column that a title holds, an empty fixed value.
 */
export function checkMapping(kind: ImportKind, mapping: ColumnMapping): void {
  const names = new Set(declarationOf(kind).columns.map((column) => column.name));
  const known = [...names].join(', ');
  const issues: RefusalIssue[] = [];
  const find = (path: string[], code: string, message: string, values: Record<string, unknown>) =>
    issues.push({
      path: `/${path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
      code,
      message,
      values,
    });
  const heldBy = new Map<string, string>();
  for (const [title, column] of Object.entries(mapping.columns)) {
    if (column === null) continue;
    const other = heldBy.get(column);
    if (!names.has(column)) {
      find(
        ['columns', title],
        'unknown-column',
        `"${column.slice(0, 40)}" is no column of ${kind}; there are ${known}`,
        { column, known: [...names] },
      );
    } else if (other !== undefined) {
      find(
        ['columns', title],
        'column-twice',
        `"${other}" is ${column} already; one title can be it, the other is left out`,
        { title: other, column },
      );
    }
    heldBy.set(column, title);
  }
  for (const [column, value] of Object.entries(mapping.fixed)) {
    const title = heldBy.get(column);
    if (!names.has(column)) {
      find(
        ['fixed', column],
        'unknown-column',
        `"${column.slice(0, 40)}" is no column of ${kind}; there are ${known}`,
        {
          column,
          known: [...names],
        },
      );
    } else if (title !== undefined) {
      find(
        ['fixed', column],
        'column-twice',
        `"${title}" is ${column} already; a fixed value is for a column that the file lacks`,
        { title, column },
      );
    } else if (value.trim() === '') {
      find(['fixed', column], 'empty-value', `the fixed value of ${column} is empty`, { column });
    }
  }
  if (issues.length === 0) return;
  const sentence = issues.map((issue) => issue.message).join('; ');
  throw new Refusal('invalid', 'bad-mapping', `The columns cannot be mapped so: ${sentence}.`, { kind }, issues);
}

/**
 * The part of a mapping that is right for the next file too: a day that was given for this file is not, or tomorrow's
 * count would be taken for today's.
 */
export function lastingMapping(kind: ImportKind, { columns, fixed }: ColumnMapping): ColumnMapping {
  const passing = declarationOf(kind).columns.filter(({ type }) => type === 'day' || type === 'instant');
  const names = new Set(passing.map((column) => column.name));
  return { columns, fixed: Object.fromEntries(Object.entries(fixed).filter(([column]) => !names.has(column))) };
}
