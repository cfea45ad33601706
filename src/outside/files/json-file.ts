import type { RawRows } from '../../core/intake/csv.js';
import { DocumentRows } from '../../core/intake/formats/documents.js';
import { Refusal } from '../../core/refusal.js';

/** One document, at most: far above any order, and a page of a hundred of them that is wrapped in an object. */
const DOCUMENT_CHARACTERS_MAX = 16 * 1024 ** 2;
const BATCH = 500;

/** Whether a text begins as JSON documents do; no table begins so. */
export const isJson = (head: string): boolean => /^\uFEFF?\s*[[{]/.test(head);

/**
 * The rows of a file of JSON documents, in constant memory: an array, several arrays one after the other (pages), or a
 * document a line; a page may be wrapped in an object. `isCut`: the file is the beginning of a larger one.
 * Throws Refusal `not-utf-8`, `bad-json`, `truncated-file`, `unknown-document`, `empty-file`.
 */
export async function* readJson(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  isCut = false,
): AsyncGenerator<RawRows> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const scanner = new DocumentScanner();
  const table = new DocumentRows();
  let documents: unknown[] = [];
  let count = 0;
  for await (const chunk of bytes) {
    for (const document of scanner.push(decoded(decoder, chunk))) documents.push(...unwrapped(document));
    if (documents.length < BATCH) continue;
    count += documents.length;
    yield table.take(documents);
    documents = [];
  }
  if (!isCut) scanner.end();
  count += documents.length;
  if (count === 0) throw new Refusal('invalid', 'empty-file', 'The JSON holds no documents.');
  yield table.take(documents);
}

function decoded(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw new Refusal('invalid', 'not-utf-8', 'The file is not UTF-8. Save the answer of the interface as it comes.');
  }
}

/** The documents of a page that is wrapped in an object: `{"orders": [...]}`. */
function unwrapped(document: unknown): unknown[] {
  const { orders, data } = document as Record<string, unknown>;
  const { line_items: items } = document as Record<string, unknown>;
  const list = items === undefined ? (orders ?? data) : undefined;
  return Array.isArray(list) ? list : [document];
}

/** Finds the outermost objects in JSON text that comes piece by piece. */
class DocumentScanner {
  private rest = '';
  /** How far `rest` has been looked at, and what stands open there. */
  private at = 0;
  private depth = 0;
  private isString = false;

  push(text: string): unknown[] {
    this.rest += text;
    const found: unknown[] = [];
    let start = 0;
    for (; this.at < this.rest.length; this.at++) {
      const code = this.rest.charCodeAt(this.at);
      if (this.isString) {
        if (code === 92 /* \\ */) {
          if (this.at + 1 >= this.rest.length) break; // what it escapes comes with the next piece
          this.at++;
        } else if (code === 34 /* " */) {
          this.isString = false;
        }
      } else if (this.depth === 0) {
        if (code === 123 /* { */) {
          start = this.at;
          this.depth = 1;
        } else if (!/[\s,[\]\uFEFF]/.test(this.rest[this.at]!)) {
          refuse(`"${this.rest.slice(this.at, this.at + 1)}" stands where a document should begin`);
        }
      } else if (code === 34) {
        this.isString = true;
      } else if (code === 123) {
        this.depth++;
      } else if (code === 125 /* } */ && --this.depth === 0) {
        found.push(parsed(this.rest.slice(start, this.at + 1)));
        start = this.at + 1;
      }
    }
    // Only what is still open is kept; between documents nothing is.
    const from = this.depth === 0 ? this.at : start;
    this.rest = this.rest.slice(from);
    this.at -= from;
    if (this.rest.length > DOCUMENT_CHARACTERS_MAX) refuse('a document in it has more than 16 MB');
    return found;
  }

  end(): void {
    if (this.depth === 0) return;
    throw new Refusal('invalid', 'truncated-file', 'The JSON file is cut short: download it again.');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of the parser quotes the text, which may be a buyer's.
    return refuse('a document in it is malformed');
  }
}

function refuse(why: string): never {
  throw new Refusal(
    'invalid',
    'bad-json',
    `The JSON cannot be read: ${why}. Save the answer of the interface as it comes.`,
  );
}
