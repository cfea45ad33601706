import { createPatch, type Operation } from 'rfc6902';
import { movesInTurn, uniqueKeys } from './order.js';

/** JSON with every key by the alphabet: the same for values of the same content. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isNode(each) && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** More pairs than this in what is left of two lists are not weighed: the elements are taken as they stand. */
const PAIRS_MAX = 2_500;

/**
 * The steps from one value to another (RFC 6902), their paths beginning at the values.
 * @param conditionsAt pointer to the place under which conditions stand
 * @param path where the two values stand
 */
export function operationsBetween(before: object, after: object, conditionsAt: string, path = ''): Operation[] {
  if (isReplacedWhole(before, after, path, conditionsAt)) {
    return canonicalText(before) === canonicalText(after) ? [] : [{ op: 'replace', path: '', value: after }];
  }
  const inside = (one: unknown, other: unknown, at: string): Operation[] =>
    isNode(one) && isNode(other)
      ? operationsBetween(one, other, conditionsAt, path + at).map((operation) => beneath(operation, at))
      : [{ op: 'replace', path: at, value: other }];
  if (Array.isArray(before) && Array.isArray(after)) {
    return reordered(before, after) ?? aligned(before, after, inside);
  }
  return createPatch(before, after, (one: unknown, other: unknown, pointer) => {
    const at = pointer.toString();
    return at === '' || !isNode(one) || !isNode(other) ? undefined : inside(one, other, at); // undefined: the library's way
  });
}

/** Steps between two lists: rfc6902 aligns the texts of their elements, and what it would replace is compared in turn. */
function aligned(
  before: readonly unknown[],
  after: readonly unknown[],
  inside: (one: unknown, other: unknown, at: string) => Operation[],
): Operation[] {
  const [texts, goal] = [before, after].map((list) => list.map(canonicalText)) as [string[], string[]];
  const valueOf = new Map(goal.map((text, index) => [text, after[index]]));
  const now = [...before];
  return stepsBetween(texts, goal).flatMap((step): Operation[] => {
    const value = valueOf.get(step.text);
    const old = now[step.index];
    now.splice(step.index, step.op === 'add' ? 0 : 1, ...(step.op === 'remove' ? [] : [value]));
    const path = `/${step.index}`;
    if (step.op === 'replace') return inside(old, value, path);
    return [step.op === 'add' ? { op: 'add', path, value } : { op: 'remove', path }];
  });
}

interface ListStep {
  op: 'add' | 'remove' | 'replace';
  index: number;
  /** What is put there; empty of `remove`. */
  text: string;
}

function stepsBetween(before: readonly string[], after: readonly string[]): ListStep[] {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const [old, fresh] = [before, after].map((texts) => texts.slice(start, texts.length - end)) as [string[], string[]];
  if (old.length * fresh.length <= PAIRS_MAX) {
    let length = old.length;
    return createPatch(old, fresh).map((operation) => {
      const { op } = operation as { op: ListStep['op'] };
      const last = operation.path.slice(1);
      const index = start + (last === '-' ? length : Number(last));
      length += op === 'add' ? 1 : op === 'remove' ? -1 : 0;
      return { op, index, text: 'value' in operation ? (operation.value as string) : '' };
    });
  }
  const common = Math.min(old.length, fresh.length);
  const replaced = fresh.slice(0, common).map((text, i): ListStep => ({ op: 'replace', index: start + i, text }));
  const added = fresh.slice(common).map((text, i): ListStep => ({ op: 'add', index: start + common + i, text }));
  const removed = old.slice(common).map((): ListStep => ({ op: 'remove', index: start + common, text: '' }));
  return [...replaced.filter(({ text, index }) => text !== before[index]), ...added, ...removed];
}

function isReplacedWhole(one: object, other: object, path: string, conditionsAt: string): boolean {
  if (Array.isArray(one) || Array.isArray(other)) {
    return [one, other].every((list) => Array.isArray(list) && !list.some(isNode));
  }
  if (isInside(path, conditionsAt)) {
    if (path.endsWith('/value') && path !== conditionsAt) return true; // { "fact": ... }
    const kind = kindOf(one);
    return kind !== kindOf(other) || (kind === 'fact' && differing(one, other, ['fact', 'operator', 'value']) > 1);
  }
  if (path === '/event') return differing(one, other, ['type']) > 0;
  return path === '/event/params' && sizeOf(one) !== sizeOf(other);
}

export const isInside = (path: string, at: string): boolean => path === at || path.startsWith(`${at}/`);
const kindOf = (condition: object): string | undefined =>
  ['fact', 'all', 'any', 'not', 'condition'].find((key) => Object.hasOwn(condition, key));
const sizeOf = (params: object): string | undefined =>
  ['percent', 'amount', 'price', 'optimise'].find((key) => Object.hasOwn(params, key));
const differing = (one: object, other: object, keys: string[]): number =>
  keys.filter((key) => canonicalText(one[key as never]) !== canonicalText(other[key as never])).length;

/** Moves where two lists hold the same in another order; null where they differ in more. */
function reordered(one: readonly unknown[], other: readonly unknown[]): Operation[] | null {
  if (one.length !== other.length) return null;
  const [before, after] = [one, other].map((list) => uniqueKeys(list.map(canonicalText))) as [string[], string[]];
  const there = new Set(before);
  if (!after.every((key) => there.has(key))) return null;
  return movesInTurn(before, after).map(({ from, to }) => ({ op: 'move', from: `/${from}`, path: `/${to}` }));
}

function beneath(operation: Operation, at: string): Operation {
  const path = at + operation.path;
  return operation.op === 'move' ? { ...operation, path, from: at + operation.from } : { ...operation, path };
}

export function isNode(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
