import type { z } from 'zod';
import {
  didYouMean,
  error,
  escapePointer,
  nearest,
  quote,
  useInstead,
  type Finding,
  type FindingDetail,
} from '../core/rules/finding.js';
import { FINDINGS_MAX } from '../core/rules/finding-limit.js';
import { CONDITION_SHAPE, ROOT_SHAPE } from './rule-schema.js';
import { saidOf, type ShapeFinding } from './shape-issues.js';

type Issue = z.core.$ZodIssue;

/** What the first word of an option of the condition union is; see rule-schema. */
const OPTIONS: Record<string, string[]> = {
  [CONDITION_SHAPE]: ['fact', 'all', 'any', 'not', 'condition'],
  [ROOT_SHAPE]: ['all', 'any', 'not', 'condition'],
};
const EVENT_TYPES = ['discount', 'voucher', 'bundle', 'restore', 'hold', 'alert'];
const LEAF_KEYS = ['fact', 'operator', 'value', 'name', 'priority'];
const FRAME_KEYS =
  'name title version enabled owner validFrom validTo channels categories priority conditions event examples'.split(
    ' ',
  );

/** zod's issues as findings that a person can act on: in a union, those of the option that was meant. */
export function shapeFindings(issues: readonly Issue[], value: unknown, base: PropertyKey[] = []): Finding[] {
  return issues.slice(0, FINDINGS_MAX + 1).flatMap((issue) => {
    const path = [...base, ...issue.path];
    const here = valueAt(value, path);
    if (issue.code === 'invalid_union') return unionFindings(issue, value, path, here);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, FINDINGS_MAX + 1).map((key) => unknownKey(key, path, here));
    }
    if (issue.code === 'invalid_key') {
      const message = `${quote(path.at(-1))}: ${issue.issues[0]?.message ?? 'not a key'}.`;
      return [error(pointer(path), 'invalid-key', message, { mend: 'Rename the key.', values: { key: path.at(-1) } })];
    }
    return [misshapen(issue, path, here)];
  });
}

function unionFindings(
  issue: Issue & { code: 'invalid_union' },
  value: unknown,
  path: PropertyKey[],
  here: unknown,
): Finding[] {
  const keys = OPTIONS[issue.message];
  if (keys !== undefined && isObject(here)) {
    const given = keys.filter((key) => Object.hasOwn(here, key));
    const meant = issue.errors[keys.indexOf(given[0] ?? '')];
    if (given.length === 1 && meant !== undefined) return shapeFindings(meant, value, path);
    if (given.length > 1) {
      const message = `${quote(given)} stand side by side; ${issue.message}.`;
      const mend = 'Keep one of them, and put the others inside it.';
      return [error(pointer(path), 'ambiguous-condition', message, { mend, values: { given } })];
    }
    const isLeafAtRoot = issue.message === ROOT_SHAPE && Object.hasOwn(here, 'fact');
    const hint = isLeafAtRoot ? 'Put the comparison into {"all": [...]}.' : null;
    const patch = { op: 'replace' as const, path: pointer(path), value: { all: [here] } };
    const detail = isLeafAtRoot ? { mend: hint, patch: [patch] } : { mend: `Write ${issue.message}.` };
    const message = `${capital(issue.message)}.${hint === null ? '' : ` ${hint}`}`;
    return [error(pointer(path), 'not-a-condition', message, detail)];
  }
  if (isObject(here) && Object.hasOwn(here, 'fact') && Object.hasOwn(here, 'path')) {
    return [unknownKey('path', path, here)];
  }
  const tooBig = issue.errors.flatMap((option) => sizeIssue(option) ?? [])[0];
  if (tooBig !== undefined) return shapeFindings([tooBig], value, path);
  return [{ ...misshapen(issue, path, here), code: 'wrong-type' }];
}

/** A value of a wrong shape: what a schema says of it, and what stands there. */
function misshapen(issue: Issue, path: PropertyKey[], here: unknown): Finding {
  const { code, values } = saidOf(issue as ShapeFinding);
  const detail = mendOf(issue, path, here);
  return error(pointer(path), code, sentence(issue, path, here), {
    ...detail,
    values: { ...values, ...detail.values },
  });
}

/** What an option of a union says when nothing but a size is wrong in the value: then that option was meant. */
function sizeIssue(option: readonly Issue[]): Issue | null {
  const [first] = option;
  if (first?.code === 'too_big') return first;
  if (first?.code !== 'invalid_union') return null;
  const inside = first.errors.flatMap((inner) => sizeIssue(inner) ?? [])[0];
  return inside === undefined ? null : { ...inside, path: [...first.path, ...inside.path] };
}

function unknownKey(key: string, parentPath: PropertyKey[], parent: unknown): Finding {
  const at = pointer([...parentPath, key]);
  if (key === 'path') {
    const message =
      'Facts are plain values, there is nothing to look into: leave "path" out and name the fact with its dots, such as "stock.ageDaysOldest".';
    const patch = [{ op: 'remove' as const, path: at }];
    return error(at, 'path-not-supported', message, { mend: 'Leave "path" out.', patch });
  }
  const known = isObject(parent) && Object.hasOwn(parent, 'operator') ? LEAF_KEYS : FRAME_KEYS;
  const near = nearest(key, known);
  const message = `${quote(key)} is not a key here${near === null ? '' : didYouMean(near)}.`;
  const values = { key, nearest: near };
  if (near === null || !isObject(parent) || Object.hasOwn(parent, near)) {
    return error(at, 'unknown-key', message, { mend: 'Leave it out.', patch: [{ op: 'remove', path: at }], values });
  }
  const renamed = { op: 'add' as const, path: pointer([...parentPath, near]), value: parent[key] };
  const patch = [{ op: 'remove' as const, path: at }, renamed];
  return error(at, 'unknown-key', message, { mend: `Write ${quote(near)}.`, patch, values });
}

/** What to do about a value of a wrong shape; with a patch where only its spelling is wrong. */
function mendOf(issue: Issue, path: PropertyKey[], here: unknown): FindingDetail {
  const [parent, key] = path.slice(-2);
  const values = { key: path.at(-1) ?? null, value: here ?? null };
  const write = (meant: unknown): FindingDetail => ({
    mend: `Write ${quote(meant)}.`,
    patch: [{ op: 'replace', path: pointer(path), value: meant }],
    values,
  });
  if (here === undefined) return { mend: `Add ${quote(path.at(-1) ?? '')}.`, values };
  if (key === 'type' && (parent === 'event' || parent === 'expect')) {
    const near = nearest(String(here), EVENT_TYPES);
    return { ...useInstead(pointer(path), near, `Use one of ${EVENT_TYPES.join(', ')}.`), values };
  }
  if (issue.code === 'invalid_type' && typeof here === 'string') {
    if (/^(number|int)$/.test(issue.expected) && /^-?\d+(\.\d+)?$/.test(here.trim())) return write(Number(here));
    if (issue.expected === 'boolean' && /^(true|false)$/.test(here)) return write(here === 'true');
  }
  if (issue.code === 'invalid_type' && issue.expected === 'string' && typeof here === 'number')
    return write(String(here));
  if (issue.code === 'invalid_format' && path.at(-1) === 'name' && typeof here === 'string') {
    const kebab = here
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '')
      .join('-')
      .slice(0, 64);
    if (kebab !== '') return write(kebab.replace(/-$/, ''));
  }
  return { mend: `Needed: ${issue.message.replace(/^Invalid input: /, '')}.`, values };
}

function sentence(issue: Issue, path: PropertyKey[], here: unknown): string {
  const what = path.length === 0 ? 'The file' : String(path.at(-1));
  if (here === undefined) return `${capital(what)} is missing.`;
  return `${what}: ${quote(here)} is wrong; ${issue.message.replace(/^Invalid input: /, '')}.`;
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  let here = value;
  for (const key of path)
    here =
      (isObject(here) || Array.isArray(here)) && Object.hasOwn(here, key)
        ? (here as Record<PropertyKey, unknown>)[key]
        : undefined;
  return here;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pointer(path: PropertyKey[]): string {
  return path.map((key) => `/${escapePointer(String(key))}`).join('');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
