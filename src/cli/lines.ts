import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { Refusal } from '../core/refusal.js';

const CHUNK_CHARS = 65_536;
/** A longer line is no record but a file without line ends. */
export const LINE_CHARS_MAX = 1_048_576;

/**
 * Lines in, lines out, in constant memory: prints what `answer` says of each line of a file, or of stdin for `-`; null prints
 * nothing. What was answered before an error is printed.
 * @param answer told null for a line of more than LINE_CHARS_MAX characters; line numbers count from 1
 * @throws Refusal `file-not-found`, and whatever `answer` throws
 */
export async function answerLines(
  path: string,
  answer: (line: string | null, lineNumber: number) => string | null,
): Promise<void> {
  let lineNumber = 0;
  let output = '';
  const flush = async (): Promise<void> => {
    const text = output;
    output = '';
    if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
  };
  try {
    for await (const line of lines(path)) {
      lineNumber++;
      const result = answer(line, lineNumber);
      if (result !== null) output += `${result}\n`;
      if (output.length > CHUNK_CHARS) await flush();
    }
  } finally {
    await flush();
  }
}

/** The last line may lack its line end. */
async function* lines(path: string): AsyncGenerator<string | null> {
  const stream = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 262_144 });
  stream.setEncoding('utf8');
  let rest = '';
  let isTooLong = false;
  try {
    for await (const chunk of stream as AsyncIterable<string>) {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop()!;
      for (const part of parts) {
        yield isTooLong || part.length > LINE_CHARS_MAX ? null : part;
        isTooLong = false;
      }
      if (rest.length > LINE_CHARS_MAX) [rest, isTooLong] = ['', true];
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'EISDIR', 'EACCES', 'ENOTDIR'].includes(code ?? '')) throw error;
    throw new Refusal('notFound', 'file-not-found', `There is no file ${path}, or it may not be read.`, { path });
  }
  if (isTooLong) yield null;
  else if (rest !== '') yield rest;
}
