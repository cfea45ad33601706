import {
  findNodeAtLocation,
  parseTree,
  getNodeValue,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import type { z } from 'zod';
import { error, escapePointer, quote, type Finding, type RelatedPlace } from '../core/rules/finding.js';
import type { Rule } from '../core/rules/rule.js';
import { Refusal } from '../core/refusal.js';
import { shapeFindings } from './rule-findings.js';
import { ForeignRuleSchema, framed, RuleSchema } from './rule-schema.js';

/** A place in a file; line and column count from 1, columns in UTF-16 units as editors do. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** A finding with the place in its file. Pointers (of a patch too) are those of that file; of `related`, of its own. */
export interface FileFinding extends Finding, Place {
  related?: (RelatedPlace & Place)[];
}

/** `strict`: the shop's own rules. `foreign`: only to be evaluated; the frame may be missing. */
export type RuleFileMode = 'strict' | 'foreign';

const TEXT_MAX = 262_144;
const DEPTH_MAX = 100;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** A parsed JSON text that knows where everything stands. */
export class JsonFile {
  private constructor(
    readonly fileName: string,
    private readonly text: string,
    private readonly tree: Node | undefined,
    /** What keeps the text from being read at all. */
    readonly problems: readonly FileFinding[],
  ) {}

  static read(text: string, fileName: string): JsonFile {
    const body = text.replace(/^\uFEFF/, ' ');
    const refused = (offset: number, code: string, message: string, mend: string): JsonFile => {
      const { related: _, ...finding } = error('', code, message, { mend });
      return new JsonFile(fileName, body, undefined, [{ ...finding, file: fileName, ...placeOf(body, offset) }]);
    };
    if (body.length > TEXT_MAX) {
      return refused(0, 'too-large', `The file has more than ${TEXT_MAX} characters.`, 'Split it.');
    }
    const tooDeep = firstOffsetDeeperThan(body, DEPTH_MAX);
    if (tooDeep !== null) {
      const message = `Brackets are nested more than ${DEPTH_MAX} deep here.`;
      return refused(tooDeep, 'too-deep', message, 'Nest less.');
    }
    const errors: ParseError[] = [];
    const tree = parseTree(body, errors, { disallowComments: true, allowTrailingComma: false });
    const first = errors[0];
    if (first !== undefined || tree === undefined) {
      const what = first === undefined ? 'it is empty' : spaced(printParseErrorCode(first.error));
      return refused(
        first?.offset ?? 0,
        'not-json',
        `The file is not JSON: ${what}.`,
        'Write what JSON asks for here.',
      );
    }
    const file = new JsonFile(fileName, body, tree, []);
    const problems = keyProblems(tree, '').map(({ node, finding: { related: _, ...finding } }) => ({
      ...finding,
      file: fileName,
      ...placeOf(body, node.offset),
    }));
    return problems.length === 0 ? file : new JsonFile(fileName, body, undefined, problems);
  }

  get value(): unknown {
    return this.tree === undefined ? undefined : getNodeValue(this.tree);
  }

  /** Adds the place of each finding; where its path leads nowhere (a key that is missing), the place of its parent. */
  locate(findings: Finding[]): FileFinding[] {
    return findings.map(({ related, ...finding }) => ({
      ...finding,
      ...this.placeAt(finding.path),
      ...(related === undefined
        ? {}
        : { related: related.map((place) => ({ ...place, ...this.placeAt(place.path) })) }),
    }));
  }

  placeAt(pointer: string): Place {
    return { file: this.fileName, ...this.positionOf(pointer) };
  }

  private positionOf(pointer: string): { line: number; column: number } {
    const path = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    for (let length = path.length; length >= 0 && this.tree !== undefined; length--) {
      const node = nodeAt(this.tree, path.slice(0, length));
      if (node !== undefined) return placeOf(this.text, node.offset);
    }
    return { line: 1, column: 1 };
  }
}

/**
 * Reads one rule file. In `foreign` mode title, examples and the like may be missing and the name falls back to the
 * file's.
 *
 * @throws Refusal `invalid-rule-file`; each issue has a JSON pointer, line and column
 */
export function parseRuleFile(text: string, fileName: string, mode: RuleFileMode = 'strict'): Rule {
  const { rule, findings } = readRuleFile(text, fileName, mode);
  if (rule === null) throw refusalOf('invalid-rule-file', findings);
  return rule;
}

/** The same without throwing; the file comes along to locate later findings in it. */
export function readRuleFile(
  text: string,
  fileName: string,
  mode: RuleFileMode,
): { file: JsonFile; rule: Rule | null; findings: FileFinding[] } {
  const file = JsonFile.read(text, fileName);
  if (file.problems.length > 0) return { file, rule: null, findings: [...file.problems] };
  if (mode === 'strict') {
    const { data, findings } = shaped(RuleSchema, file);
    return { file, rule: data === null ? null : (data as unknown as Rule), findings };
  }
  const { data, findings } = shaped(ForeignRuleSchema, file);
  if (data === null) return { file, rule: null, findings };
  const rule = framed(data, fileName.replace(/^.*\//, '').replace(/\.json$/, ''));
  if (rule.priority >= 1) return { file, rule, findings: [] };
  const wrong = error('/priority', 'wrong-type', `priority is a whole number, 1 or more, not ${quote(data.priority)}.`);
  return { file, rule: null, findings: file.locate([wrong]) };
}

/** Checks a file's value against a schema. */
export function shaped<Schema extends z.ZodType>(
  schema: Schema,
  file: JsonFile,
): { data: z.output<Schema> | null; findings: FileFinding[] } {
  const result = schema.safeParse(file.value);
  if (result.success) return { data: result.data, findings: [] };
  return { data: null, findings: file.locate(shapeFindings(result.error.issues, file.value)) };
}

/** A refusal that tells the first finding in its sentence and carries all of them. */
export function refusalOf(code: string, findings: FileFinding[]): Refusal {
  const first = findings[0];
  const where = first === undefined ? '' : `${first.file}:${first.line}:${first.column} ${first.path} `;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  return new Refusal('invalid', code, `${where}${first?.message ?? 'The rules are wrong.'}${more}`, {}, findings);
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (const char of before) if (char === '\n') line++;
  return { line, column: offset - lineStart + 1 };
}

/** The value at a path; for a key that must not be there, the key itself reads better than its value. */
function nodeAt(tree: Node, path: string[]): Node | undefined {
  let node: Node | undefined = tree;
  for (const key of path) {
    if (node === undefined) return undefined;
    node = findNodeAtLocation(node, [node.type === 'array' ? Number(key) : key]);
  }
  return node;
}

/** Offset of the first bracket beyond a depth; the parser itself is recursive and must not meet it. */
function firstOffsetDeeperThan(text: string, max: number): number | null {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inText) {
      if (char === '\\') i++;
      else if (char === '"' || char === '\n') inText = false;
    } else if (char === '"') inText = true;
    else if (char === '{' || char === '[') {
      if (++depth > max) return i;
    } else if (char === '}' || char === ']') depth--;
  }
  return null;
}

/** Keys that would reach into JavaScript's objects, and keys that stand twice: JSON lets the last win in silence. */
function keyProblems(node: Node, path: string): { node: Node; finding: Finding }[] {
  if (node.type === 'array')
    return (node.children ?? []).flatMap((child, index) => keyProblems(child, `${path}/${index}`));
  if (node.type !== 'object') return [];
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (key === undefined) return [];
    const name = String(key.value);
    const at = `${path}/${escapePointer(name)}`;
    const wrong = FORBIDDEN_KEYS.has(name)
      ? error(at, 'forbidden-key', `${quote(name)} cannot be a key here.`, { mend: 'Rename the key.' })
      : seen.has(name)
        ? error(at, 'duplicate-key', `${quote(name)} stands twice in this object.`, { mend: 'Keep one of them.' })
        : null;
    seen.add(name);
    const inside = value === undefined ? [] : keyProblems(value, at);
    return wrong === null ? inside : [{ node: key, finding: wrong }, ...inside];
  });
}

function spaced(camel: string): string {
  return camel.replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`).toLowerCase();
}
