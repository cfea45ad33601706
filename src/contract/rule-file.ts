import { getNodeValue, parseTree, type Node } from 'jsonc-parser';
import type { z } from 'zod';
import { error, escapePointer, quote, type Finding, type RelatedPlace } from '../core/rules/finding.js';
import type { Rule } from '../core/rules/rule.js';
import { Refusal } from '../core/refusal.js';
import { firstProblem, lookUp, placesIn, STRICT_JSON } from './json-text.js';
import { FORBIDDEN_KEYS, forbiddenKey, KEY_PROBLEMS_MAX } from './json-value.js';
import { shapeFindings } from './rule-findings.js';
import { BRACKETS_DEPTH_MAX, FILE_CHARACTERS_MAX } from './rule-limits.js';
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

/** A finding of no file, about the whole. */
export function unplaced(finding: Finding, file = ''): FileFinding {
  return placed(finding, { file, line: 1, column: 1 });
}

function placed({ related: _, ...finding }: Finding, place: Place): FileFinding {
  return { ...finding, ...place };
}

/** `strict`: the shop's own rules. `foreign`: only to be evaluated; the frame may be missing. */
export type RuleFileMode = 'strict' | 'foreign';

/** A parsed JSON text that knows where everything stands. */
export class JsonFile {
  private readonly childOf = lookUp();

  private constructor(
    readonly fileName: string,
    private readonly placeOf: (offset: number) => { line: number; column: number },
    private readonly tree: Node | undefined,
    /** What keeps the text from being read at all. */
    readonly problems: readonly FileFinding[],
  ) {}

  static read(text: string, fileName: string): JsonFile {
    const body = text.replace(/^\uFEFF/, ' ');
    const placeOf = placesIn(body.length > FILE_CHARACTERS_MAX ? '' : body);
    const refused = (offset: number, code: string, message: string, mend: string): JsonFile => {
      const place = { file: fileName, ...placeOf(offset) };
      return new JsonFile(fileName, placeOf, undefined, [placed(error('', code, message, { mend }), place)]);
    };
    if (body.length > FILE_CHARACTERS_MAX) {
      return refused(0, 'too-large', `The file has more than ${FILE_CHARACTERS_MAX} characters.`, 'Split it.');
    }
    const problem = firstProblem(body, BRACKETS_DEPTH_MAX);
    if (problem?.code === 'too-deep') {
      const message = `Brackets are nested more than ${BRACKETS_DEPTH_MAX} deep here.`;
      return refused(problem.offset, 'too-deep', message, 'Nest less.');
    }
    if (problem !== null) {
      const message = `The file is not JSON: ${problem.what}.`;
      return refused(problem.offset, 'not-json', message, 'Write what JSON asks for here.');
    }
    const tree = parseTree(body, [], STRICT_JSON) as Node;
    const problems: FileFinding[] = [];
    eachKeyProblem(tree, '', (node, finding) => {
      problems.push(placed(finding, { file: fileName, ...placeOf(node.offset) }));
      return problems.length < KEY_PROBLEMS_MAX;
    });
    return new JsonFile(fileName, placeOf, problems.length === 0 ? tree : undefined, problems);
  }

  get value(): unknown {
    return this.tree === undefined ? undefined : getNodeValue(this.tree);
  }

  /** Adds the place of each finding; where its path leads nowhere (a key that is missing), the place of its parent. */
  locate(findings: Finding[]): FileFinding[] {
    return findings.map((finding) => {
      const related = finding.related?.map((place) => ({ ...place, ...this.placeAt(place.path) }));
      return { ...placed(finding, this.placeAt(finding.path)), ...(related === undefined ? {} : { related }) };
    });
  }

  placeAt(pointer: string): Place {
    return { file: this.fileName, ...this.positionOf(pointer) };
  }

  private positionOf(pointer: string): { line: number; column: number } {
    const path = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    let node = this.tree;
    for (const key of path) {
      const inside: Node | undefined = node && this.childOf(node, key);
      if (inside === undefined) break;
      node = inside;
    }
    return this.placeOf(node?.offset ?? 0);
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

/** Checks a file's value, or what is left of it, against a schema. */
export function shaped<Schema extends z.ZodType>(
  schema: Schema,
  file: JsonFile,
  value: unknown = file.value,
): { data: z.output<Schema> | null; findings: FileFinding[] } {
  const result = schema.safeParse(value);
  if (result.success) return { data: result.data, findings: [] };
  return { data: null, findings: file.locate(shapeFindings(result.error.issues, value)) };
}

/** A refusal that tells the first finding in its sentence and carries all of them. */
export function refusalOf(code: string, findings: FileFinding[]): Refusal {
  const first = findings[0];
  const where = first === undefined ? '' : `${first.file}:${first.line}:${first.column} ${first.path} `;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  return new Refusal('invalid', code, `${where}${first?.message ?? 'The rules are wrong.'}${more}`, {}, findings);
}

/**
 * Keys that would reach into JavaScript's objects, and keys that stand twice: JSON lets the last win in silence.
 * `tell` answers whether it wants more.
 */
function eachKeyProblem(node: Node, path: string, tell: (node: Node, finding: Finding) => boolean): boolean {
  if (node.type === 'array') {
    return (node.children ?? []).every((child, index) => eachKeyProblem(child, `${path}/${index}`, tell));
  }
  if (node.type !== 'object') return true;
  const seen = new Set<string>();
  return (node.children ?? []).every((property) => {
    const [key, value] = property.children as [Node, Node];
    const name = String(key.value);
    const at = `${path}/${escapePointer(name)}`;
    const wrong = FORBIDDEN_KEYS.has(name)
      ? forbiddenKey(name, at)
      : seen.has(name)
        ? error(at, 'duplicate-key', `${quote(name)} stands twice in this object.`, {
            mend: 'Keep one of them.',
            values: { key: name },
          })
        : null;
    seen.add(name);
    return (wrong === null || tell(key, wrong)) && eachKeyProblem(value, at, tell);
  });
}
