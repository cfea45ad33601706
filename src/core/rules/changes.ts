import { applyPatch, Pointer } from 'rfc6902';
import { changeSentence } from './change-sentence.js';
import { canonicalText, isInside, isNode, operationsBetween } from './operations.js';
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
    const { path } = operation;
    const old = Pointer.fromJSON(operation.op === 'move' ? operation.from : path).evaluate(now);
    const parentBefore = shallow(old.parent);
    const [failed] = applyPatch(now, [
      'value' in operation ? { ...operation, value: copy(operation.value) } : operation,
    ]);
    if (failed !== null && failed !== undefined) throw failed;
    const fresh = Pointer.fromJSON(path).evaluate(now);
    const change: Omit<Change, 'sentence'> = {
      op: operation.op as Change['op'],
      path,
      ...(operation.op === 'move' ? { from: operation.from } : {}),
      ...(operation.op === 'add' ? {} : { before: old.value as unknown }),
      ...(operation.op === 'remove' ? {} : { after: copy(fresh.value) }),
    };
    const isCondition = isInside(path, conditionsAt);
    return { ...change, sentence: changeSentence(change, isCondition, parentBefore, fresh.parent) };
  });
}

/** Later steps change the document further; what was told stays. */
function copy(value: unknown): unknown {
  return isNode(value) ? structuredClone(value) : value;
}
function shallow(value: unknown): unknown {
  return isNode(value) && !Array.isArray(value) ? { ...value } : value;
}
