import type { z } from 'zod';
import { didYouMean, error, escapePointer, quote, type Finding } from '../core/rules/finding.js';
import { FINDINGS_MAX } from '../core/rules/finding-limit.js';
import { CONDITION_SHAPE, ROOT_SHAPE } from './rule-schema.js';

type Issue = z.core.$ZodIssue;

/** What the first word of an option of the condition union is; see rule-schema. */
const OPTIONS: Record<string, string[]> = {
  [CONDITION_SHAPE]: ['fact', 'all', 'any', 'not', 'condition'],
  [ROOT_SHAPE]: ['all', 'any', 'not', 'condition'],
};
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
      return issue.keys
        .slice(0, FINDINGS_MAX + 1)
        .map((key) => error(pointer([...path, key]), ...unknownKey(key, here)));
    }
    if (issue.code === 'invalid_key') {
      return [
        error(pointer(path), 'invalid-key', `${quote(path.at(-1))}: ${issue.issues[0]?.message ?? 'not a key'}.`),
      ];
    }
    return [error(pointer(path), issue.code.replaceAll('_', '-'), sentence(issue, path, here))];
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
      return [error(pointer(path), 'ambiguous-condition', message)];
    }
    const isLeafAtRoot = issue.message === ROOT_SHAPE && Object.hasOwn(here, 'fact');
    const hint = isLeafAtRoot ? ' Put the comparison into {"all": [...]}.' : '';
    return [error(pointer(path), 'not-a-condition', `${capital(issue.message)}.${hint}`)];
  }
  if (isObject(here) && Object.hasOwn(here, 'fact') && Object.hasOwn(here, 'path')) {
    return [error(pointer([...path, 'path']), ...unknownKey('path', here))];
  }
  const tooBig = issue.errors.flatMap((option) => sizeIssue(option) ?? [])[0];
  if (tooBig !== undefined) return shapeFindings([tooBig], value, path);
  return [error(pointer(path), 'wrong-type', sentence(issue, path, here))];
}

/** What an option of a union says when nothing but a size is wrong in the value: then that option was meant. */
function sizeIssue(option: readonly Issue[]): Issue | null {
  const [first] = option;
  if (first?.code === 'too_big') return first;
  if (first?.code !== 'invalid_union') return null;
  const inside = first.errors.flatMap((inner) => sizeIssue(inner) ?? [])[0];
  return inside === undefined ? null : { ...inside, path: [...first.path, ...inside.path] };
}

function unknownKey(key: string, parent: unknown): [string, string] {
  if (key === 'path') {
    return [
      'path-not-supported',
      'Facts are plain values, there is nothing to look into: leave "path" out and name the fact with its dots, such as "stock.ageDaysOldest".',
    ];
  }
  const known = isObject(parent) && Object.hasOwn(parent, 'operator') ? LEAF_KEYS : FRAME_KEYS;
  return ['unknown-key', `${quote(key)} is not a key here${didYouMean(key, known) ?? ''}.`];
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
