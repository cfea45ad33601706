import { isAscii, isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvReader, sniffDelimiter, type RawRows } from '../../core/intake/csv.js';
import type { Cell } from '../../core/intake/header.js';
import { Refusal } from '../../core/refusal.js';
import { checkUnpacked, type FileLimits } from './limits.js';

/** One line of text, at most. */
const LINE_BYTES_MAX = 4 * 1024 ** 2;
const HEAD_CHARACTERS = 64 * 1024;
const NEW_LINE = 10;

/**
 * The rows of a CSV file, batch by batch as its bytes come. UTF-8 with or without BOM; the delimiter is found out.
 * Throws Refusal: `not-utf-8`, `utf-16`, `not-text`, `line-endings`, `empty-file`, `unclosed-quote`.
 */
export async function* readCsv(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  score: (cells: readonly Cell[]) => number,
): AsyncGenerator<RawRows> {
  let reader: CsvReader | null = null;
  let offset = 0; // of `pending` in the file
  let pending: Buffer[] = [];
  let pendingLength = 0;

  const take = (segment: Buffer): RawRows => {
    const isFirst = reader === null;
    const body =
      isFirst && segment[0] === 0xef && segment[1] === 0xbb && segment[2] === 0xbf ? segment.subarray(3) : segment;
    // Whole lines: no character is cut, so each piece can be checked and decoded on its own.
    const text = isAscii(body) ? body.toString('latin1') : isUtf8(body) ? body.toString('utf8') : null;
    if (text === null) refuseBadBytes(segment, offset, reader?.nextLine ?? 1);
    offset += segment.length;
    reader ??= new CsvReader(sniffDelimiter(text.slice(0, HEAD_CHARACTERS), score));
    return reader.push(text);
  };

  for await (const chunk of bytes) {
    if (offset === 0 && pending.length === 0) refuseOtherEncodings(chunk);
    const end = chunk.lastIndexOf(NEW_LINE);
    if (end < 0) {
      pending.push(chunk);
      pendingLength += chunk.length;
      if (pendingLength > LINE_BYTES_MAX) refuseLongLine(pending[0]!);
      continue;
    }
    const segment = Buffer.concat([...pending, chunk.subarray(0, end + 1)]);
    pending = [chunk.subarray(end + 1)];
    pendingLength = pending[0]!.length;
    yield take(segment);
  }
  const last = Buffer.concat(pending);
  if (last.length > 0) {
    if (reader === null && last.includes(13)) refuseLongLine(last);
    yield take(last);
  }
  if (reader === null) throw new Refusal('invalid', 'empty-file', 'The file is empty.');
  yield (reader as CsvReader).end();
}

/** The bytes of a gzip file, unpacked. Throws Refusal `truncated-file`, `damaged-file`, `zip-bomb`, `file-too-large`. */
export async function* gunzip(
  bytes: AsyncIterable<Buffer>,
  bytesRead: () => number,
  limits: FileLimits,
): AsyncGenerator<Buffer> {
  const unzip = createGunzip({ chunkSize: 256 * 1024 });
  const packed = Readable.from(bytes, { objectMode: false });
  packed.on('error', (error) => unzip.destroy(error));
  packed.pipe(unzip);
  let unpacked = 0;
  try {
    for await (const chunk of unzip as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      checkUnpacked(unpacked, bytesRead(), limits);
      yield chunk;
    }
  } catch (error) {
    throw zipRefusal(error);
  } finally {
    packed.destroy();
    unzip.destroy();
  }
}

/** What zlib has to say, as a Refusal `truncated-file` or `damaged-file` where the file is to blame. */
export function zipRefusal(error: unknown): unknown {
  const code = (error as { code?: string }).code;
  if (code === 'Z_BUF_ERROR') {
    return new Refusal('invalid', 'truncated-file', 'The gzip file is cut short: copy or download it again.');
  }
  if (code === 'Z_DATA_ERROR' || code === 'Z_NEED_DICT') {
    return new Refusal('invalid', 'damaged-file', 'The gzip file is damaged: copy or download it again.');
  }
  return error;
}

function refuseOtherEncodings(head: Buffer): void {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16) {
    throw new Refusal(
      'invalid',
      'utf-16',
      'The file is UTF-16 ("Unicode text"). Save it as "CSV UTF-8" and import again.',
    );
  }
  if (head.subarray(0, 4096).includes(0)) {
    throw new Refusal(
      'invalid',
      'not-text',
      'The file is not text. CSV (also packed with gzip) and XLSX can be imported.',
    );
  }
  if (/^\s*<(!doctype|html|\?xml|table)/i.test(head.toString('latin1', 0, 256))) {
    throw new Refusal('invalid', 'not-text', 'The file is a web page or XML, not a table. Save it as CSV or XLSX.');
  }
}

function refuseBadBytes(segment: Buffer, offset: number, line: number): never {
  let from = 0;
  for (;;) {
    const end = segment.indexOf(NEW_LINE, from);
    const stop = end < 0 ? segment.length : end + 1;
    if (!isUtf8(segment.subarray(from, stop))) break;
    from = stop;
    line++;
  }
  // The first bad byte ends the longest good beginning; a cut character is bad too, so look a few bytes further.
  let good = from;
  for (let to = from; to <= segment.length && to - good <= 4; to++) {
    if (isUtf8(segment.subarray(from, to))) good = to;
  }
  const hex = segment[good]?.toString(16).padStart(2, '0') ?? '??';
  throw new Refusal(
    'invalid',
    'not-utf-8',
    `The file is not UTF-8: line ${line}, byte ${offset + good} is 0x${hex}. Save it as "CSV UTF-8" and import again.`,
    { line, byte: offset + good },
  );
}

function refuseLongLine(bytes: Buffer): never {
  if (bytes.includes(13)) {
    throw new Refusal(
      'invalid',
      'line-endings',
      'The lines of the file end with CR alone (old Macintosh). Save it with LF or CRLF.',
    );
  }
  throw new Refusal('invalid', 'not-text', 'The file has a line of more than 4 MB. It is probably not a CSV file.');
}
