import { findNodeAtLocation, getNodePath, parseTree, type Node, type ParseError } from 'jsonc-parser';
import { escapeSegment } from './pointer';

export interface Place {
  from: number;
  to: number;
}

/** What a parser finds wrong with a text, by what a person would say of it. */
export type SyntaxCode = 'comma' | 'value' | 'key' | 'colon' | 'brace' | 'bracket' | 'text' | 'other';

export interface SyntaxFault extends Place {
  code: SyntaxCode | 'twice';
  /** Of a key that stands twice. */
  key: string;
}

/** By jsonc-parser's ParseErrorCode. */
const CODES: Record<number, SyntaxCode> = {
  3: 'key',
  4: 'value',
  5: 'colon',
  6: 'comma',
  7: 'brace',
  8: 'bracket',
  11: 'text',
  12: 'text',
  13: 'text',
  14: 'text',
  15: 'text',
  16: 'text',
};

/** Where a list is closed by a brace the parser misses a comma; a person misses the bracket. */
function codeOf(error: number, sign: string | undefined): SyntaxCode {
  const code = CODES[error] ?? 'other';
  if (code === 'comma' && sign === '}') return 'bracket';
  return code === 'comma' && sign === ']' ? 'brace' : code;
}

const STRICT = { disallowComments: true, allowTrailingComma: false };

/** A text as a tree that is there even where the text is half-written, and what is wrong with the text as such. */
export function readTree(text: string): { tree: Node | undefined; faults: SyntaxFault[] } {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, STRICT);
  const faults = errors.map(({ error, offset, length }): SyntaxFault => ({
    from: Math.min(offset, text.length),
    to: Math.min(offset + Math.max(1, length), text.length),
    code: codeOf(error, text[offset]),
    key: '',
  }));
  return { tree, faults: [...faults.slice(0, 1), ...(tree === undefined ? [] : doubledKeys(tree))] };
}

function doubledKeys(node: Node): SyntaxFault[] {
  const seen = new Set<string>();
  const own = (node.type === 'object' ? (node.children ?? []) : []).flatMap((property): SyntaxFault[] => {
    const key = property.children?.[0];
    if (key === undefined) return [];
    const name = String(key.value);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ from: key.offset, to: key.offset + key.length, code: 'twice', key: name }];
  });
  return [...own, ...(node.children ?? []).flatMap(doubledKeys)];
}

/** Where a JSON pointer leads: the value, of something that should not be there its key, else the nearest around it. */
export function placeOfPointer(tree: Node | undefined, segments: readonly string[], isKey: boolean): Place {
  for (let length = segments.length; tree !== undefined && length >= 0; length--) {
    const node = nodeAt(tree, segments.slice(0, length));
    if (node === undefined) continue;
    const isWhole = length === segments.length;
    const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
    if (isWhole && !isKey) return { from: node.offset, to: node.offset + node.length };
    if (key !== undefined) return { from: key.offset, to: key.offset + key.length };
    return { from: node.offset, to: node.offset + 1 };
  }
  return { from: 0, to: 0 };
}

function nodeAt(tree: Node, segments: readonly string[]): Node | undefined {
  let node: Node | undefined = tree;
  for (const segment of segments) {
    if (node === undefined) return undefined;
    node = findNodeAtLocation(node, [node.type === 'array' ? Number(segment) : segment]);
  }
  return node;
}

/** The pointer of the innermost value or key around a place in the text, and the text itself where it is one. */
export function nodeAround(tree: Node | undefined, offset: number): { pointer: string; node: Node } | null {
  if (tree === undefined) return null;
  let inner: Node = tree;
  for (;;) {
    const next: Node | undefined = inner.children?.find(
      (child) => child.offset <= offset && offset <= child.offset + child.length,
    );
    if (next === undefined) break;
    inner = next;
  }
  const pointer = getNodePath(inner).map((segment) => `/${escapeSegment(String(segment))}`);
  return { pointer: pointer.join(''), node: inner };
}
