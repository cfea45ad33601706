import { applyPatch, createPatch, Pointer, type Operation } from 'rfc6902';
import { changeSentence } from './change-sentence.js';
import { movesInTurn, uniqueKeys } from './order.js';
import type { Sentence } from './sentence.js';

/** One step from a document to another, as RFC 6902 has it, with the values and a sentence. */
export interface Change {
  op: 'add' | 'remove' | 'replace' | 'move';
  /** JSON pointer (RFC 6901) into the document as the steps before this one have left it. */
  path: string;
  /** Of a move: where it was taken from. */
  from?: string;
  /** What stood there; not of `add`. */
  before?: unknown;
  /** What stands there now; not of `remove`. */
  after?: unknown;
  sentence: Sentence;
}

/**
 * The steps from one document to another, in the order in which they are to be applied. Arrays are aligned by edit
 * distance (the library rfc6902), with exceptions that read better or cost less: lists of plain values are replaced
 * whole; a list that only changed its order is told as moves; a condition or an event that became another kind is
 * replaced whole.
 *
 * @param before a rule, or an object of named conditions
 * @param conditionsAt pointer to the place under which conditions stand
 */
export function changesBetween(before: object, after: object, conditionsAt: string): Change[] {
  if (canonicalText(before) === canonicalText(after)) return [];
  const now = structuredClone(before);
  return operationsBetween(before, after, conditionsAt).map((operation) => {
    const path = withoutDash(operation.path, now);
    const old = Pointer.fromJSON(operation.op === 'move' ? operation.from : path).evaluate(now);
    const parentBefore: unknown = structuredClone(old.parent);
    const [failed] = applyPatch(now, [structuredClone({ ...operation, path })]);
    if (failed !== null && failed !== undefined) throw failed;
    const fresh = Pointer.fromJSON(path).evaluate(now);
    const change: Omit<Change, 'sentence'> = {
      op: operation.op as Change['op'],
      path,
      ...(operation.op === 'move' ? { from: operation.from } : {}),
      ...(operation.op === 'add' ? {} : { before: old.value as unknown }),
      ...(operation.op === 'remove' ? {} : { after: structuredClone(fresh.value) as unknown }),
    };
    const isCondition = isInside(path, conditionsAt);
    return { ...change, sentence: changeSentence(change, isCondition, parentBefore, fresh.parent) };
  });
}

/** JSON with every key by the alphabet: the same for values of the same content. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isNode(each) && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function operationsBetween(before: object, after: object, conditionsAt: string): Operation[] {
  // At every level rfc6902 compares the same two subtrees twice; without remembering, work doubles with each level.
  const known = new WeakMap<object, WeakMap<object, Operation[]>>();
  /** Paths begin at the two values, which stand at `path`. */
  const compare = (one: object, other: object, path: string): Operation[] => {
    if (isReplacedWhole(one, other, path, conditionsAt)) {
      return canonicalText(one) === canonicalText(other) ? [] : [{ op: 'replace', path: '', value: other }];
    }
    const remembered = known.get(one)?.get(other);
    if (remembered !== undefined) return remembered;
    const operations =
      reordered(one, other) ??
      createPatch(one, other, (a: unknown, b: unknown, pointer) => {
        const at = pointer.toString();
        if (at === '' || !isNode(a) || !isNode(b)) return undefined; // as rfc6902 does it
        return compare(a, b, path + at).map((operation) => beneath(operation, at));
      });
    const mine = known.get(one) ?? new WeakMap<object, Operation[]>();
    known.set(one, mine.set(other, operations));
    return operations;
  };
  return compare(before, after, '');
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

const isInside = (path: string, at: string): boolean => path === at || path.startsWith(`${at}/`);
const kindOf = (condition: object): string | undefined =>
  ['fact', 'all', 'any', 'not', 'condition'].find((key) => Object.hasOwn(condition, key));
const sizeOf = (params: object): string | undefined =>
  ['percent', 'amount', 'price', 'optimise'].find((key) => Object.hasOwn(params, key));
const differing = (one: object, other: object, keys: string[]): number =>
  keys.filter((key) => canonicalText(one[key as never]) !== canonicalText(other[key as never])).length;

/** Moves where two lists hold the same in another order; null where they differ in more. */
function reordered(one: object, other: object): Operation[] | null {
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return null;
  const [before, after] = [one, other].map((list) => uniqueKeys(list.map(canonicalText))) as [string[], string[]];
  const there = new Set(before);
  if (!after.every((key) => there.has(key))) return null;
  return movesInTurn(before, after).map(({ from, to }) => ({ op: 'move', from: `/${from}`, path: `/${to}` }));
}

function beneath(operation: Operation, at: string): Operation {
  const path = at + operation.path;
  return operation.op === 'move' ? { ...operation, path, from: at + operation.from } : { ...operation, path };
}

/** `-`, RFC 6902's end of a list, as the number that it stands for. */
function withoutDash(path: string, document: object): string {
  if (!path.endsWith('/-')) return path;
  const list: unknown = Pointer.fromJSON(path.slice(0, -2)).evaluate(document).value;
  return Array.isArray(list) ? `${path.slice(0, -1)}${list.length}` : path;
}

function isNode(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
