import { error, escapePointer, quote, type Finding } from '../core/rules/finding.js';

/** Keys that would reach into JavaScript's own objects. JSON.parse makes plain properties of them. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** Keys are told of at most so often in one document. */
export const KEY_PROBLEMS_MAX = 100;

/**
 * What keeps a JSON value from being looked at at all: more brackets inside each other than `depthMax` (schemas and
 * checks call themselves for each), and forbidden keys, wherever they stand: a schema would pass over some in silence.
 */
export function jsonProblems(json: unknown, depthMax: number): Finding[] {
  if (isDeeperThan(json, depthMax)) {
    const detail = { mend: 'Nest less.', values: { depthMax } };
    return [error('', 'too-deep', `Brackets are nested more than ${depthMax} deep.`, detail)];
  }
  const found: Finding[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inside] of Object.entries(value)) {
      if (found.length === KEY_PROBLEMS_MAX) return;
      const at = `${path}/${escapePointer(key)}`;
      if (FORBIDDEN_KEYS.has(key)) found.push(forbiddenKey(key, at));
      walk(inside, at);
    }
  };
  walk(json, '');
  return found;
}

/** Level by level: the value may be deeper than the call stack. */
function isDeeperThan(json: unknown, max: number): boolean {
  const brackets = (values: unknown[]): unknown[] => values.filter((each) => typeof each === 'object' && each !== null);
  let level = brackets([json]);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > max) return true;
    level = level.flatMap((each) => brackets(Object.values(each as object)));
  }
  return false;
}

export function forbiddenKey(key: string, path: string): Finding {
  const detail = { mend: 'Rename the key.', values: { key } };
  return error(path, 'forbidden-key', `${quote(key)} cannot be a key here.`, detail);
}
