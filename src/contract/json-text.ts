import { printParseErrorCode, visit, type Node, type ParseOptions } from 'jsonc-parser';

/** JSON as it is defined: no comments, no comma after the last item. */
export const STRICT_JSON: ParseOptions = { disallowComments: true, allowTrailingComma: false };

export interface JsonProblem {
  code: 'not-json' | 'too-deep';
  offset: number;
  /** What the parser says of it; empty for `too-deep`. */
  what: string;
}

/**
 * The first reason why a text is not JSON of at most `depthMax` brackets inside each other; null when it is. The parser
 * calls itself for each bracket and goes on after an error, guessing what was meant: it is stopped at the first one, so
 * that no text, right or wrong, takes it deeper than `depthMax`.
 */
export function firstProblem(text: string, depthMax: number): JsonProblem | null {
  let problem: JsonProblem | null = null;
  const stop = (found: JsonProblem): never => {
    problem = found;
    throw found;
  };
  let depth = 0;
  const opened = (offset: number): void => {
    if (++depth > depthMax) stop({ code: 'too-deep', offset, what: '' });
  };
  const closed = (): void => void depth--;
  try {
    visit(
      text,
      {
        onObjectBegin: opened,
        onArrayBegin: opened,
        onObjectEnd: closed,
        onArrayEnd: closed,
        onError: (error, offset) => stop({ code: 'not-json', offset, what: spaced(printParseErrorCode(error)) }),
      },
      STRICT_JSON,
    );
  } catch (thrown) {
    if (thrown !== problem) throw thrown;
  }
  return problem;
}

/** Line and column of any offset of a text, counted from 1; the text is read through once, not once for each offset. */
export function placesIn(text: string): (offset: number) => { line: number; column: number } {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((lineStarts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (lineStarts[low] as number) + 1 };
  };
}

/** Finds values of a tree by key; an object's keys are listed once, however many are asked for. */
export function lookUp(): (node: Node, key: string) => Node | undefined {
  const listed = new WeakMap<Node, Map<string, Node>>();
  return (node, key) => {
    if (node.type === 'array') return /^\d+$/.test(key) ? node.children?.[Number(key)] : undefined;
    let keys = listed.get(node);
    if (keys === undefined) {
      keys = new Map();
      for (const { children } of node.children ?? []) {
        const [name, value] = children ?? [];
        if (name !== undefined && value !== undefined) keys.set(String(name.value), value);
      }
      listed.set(node, keys);
    }
    return keys.get(key);
  };
}

function spaced(camel: string): string {
  return camel.replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`).toLowerCase();
}
