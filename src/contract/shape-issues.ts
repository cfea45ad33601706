import type { RefusalIssue } from '../core/refusal.js';
import { escapePointer } from '../core/rules/finding.js';
import { formOf, type Fault } from './fault.js';
import { plainWords } from './plain-words.js';

/** What a schema found: an issue of zod, or of any other standard schema. */
export interface ShapeFinding {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  code?: string;
  /** Of zod's `unrecognized_keys`: keys that the shape does not know. */
  keys?: readonly string[];
  /** Of zod's `invalid_format`: what the text should have been, and the pattern where that is `regex`. */
  format?: string;
  pattern?: string | undefined;
  /** Of zod's `custom`: what `fault` has said. */
  params?: Record<string, unknown> | undefined;
}

/** How many findings of one body are told: a body of nonsense must not be answered with a book. */
const ISSUES_MAX = 50;

/** The same with JSON pointers, the first 50; of keys that are not known each one by itself. */
export function shapeIssues(findings: readonly ShapeFinding[]): RefusalIssue[] {
  return findings
    .slice(0, ISSUES_MAX)
    .flatMap((finding): RefusalIssue[] => {
      const { path = [], code, keys } = finding;
      const at = path.map((step) => segment(typeof step === 'object' ? step.key : step)).join('');
      if (code !== 'unrecognized_keys' || keys === undefined) return [{ path: at, ...saidOf(finding) }];
      const unknown = 'is not known here: take it out, or mend its name';
      return keys.map((key) => ({ path: at + segment(key), code: 'unrecognized-keys', message: unknown }));
    })
    .slice(0, ISSUES_MAX);
}

/** Code, sentence and values of one finding, wherever it stands. */
export function saidOf({
  code = 'invalid',
  message,
  format,
  pattern,
  params,
}: ShapeFinding): Omit<RefusalIssue, 'path'> {
  const said = params as Partial<Fault['params']> | undefined;
  if (typeof said?.code === 'string') return { code: said.code, message, values: said.values ?? {} };
  const form = format === 'regex' ? formOf(pattern ?? '') : format;
  const { words, values } = plainWords(message);
  return {
    code: code.replaceAll('_', '-'),
    message: words,
    values: { ...values, ...(form === undefined ? {} : { form }) },
  };
}

const segment = (key: PropertyKey): string => `/${escapePointer(String(key))}`;

/** The first three in one sentence. */
export function shapeSentence(issues: readonly RefusalIssue[], findings: number): string {
  const count = Math.max(findings, issues.length);
  const first = issues.slice(0, 3).map(({ path, message }) => `${path === '' ? 'the whole' : path}: ${message}`);
  return `${first.join('; ')}${count > 3 ? ` (and ${count - 3} more)` : ''}`;
}
