import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { loadRuleSet } from '../contract/rule-set.js';
import { Refusal } from '../core/refusal.js';
import { factLineEvaluator } from '../core/rules/eval-file.js';
import { readRulesFolder } from '../outside/package-files.js';

const CHUNK_CHARS = 65_536;

/**
 * `rules eval`: a line of JSON out for each line of facts in, in constant memory.
 * @throws Refusal `no-such-folder`, `invalid-rules`, `file-not-found`, `bad-fact-line` (what came before it is printed)
 */
export async function evaluateFile(folder: string, factsPath: string): Promise<void> {
  const evaluate = factLineEvaluator(loadRuleSet(await readRulesFolder(folder), 'foreign'));
  let lineNumber = 0;
  let output = '';
  const flush = async (): Promise<void> => {
    const text = output;
    output = '';
    if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
  };
  try {
    for await (const line of lines(factsPath)) {
      lineNumber++;
      const result = evaluate(line, lineNumber);
      if (result !== null) output += `${result}\n`;
      if (output.length > CHUNK_CHARS) await flush();
    }
  } finally {
    await flush();
  }
}

/** The lines of a file, or of stdin for `-`; the last one may lack its line end. */
async function* lines(path: string): AsyncGenerator<string> {
  const stream = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 262_144 });
  stream.setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of stream as AsyncIterable<string>) {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop()!;
      yield* parts;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'EISDIR', 'EACCES', 'ENOTDIR'].includes(code ?? '')) throw error;
    throw new Refusal('notFound', 'file-not-found', `There is no file ${path}, or it may not be read.`, { path });
  }
  if (rest !== '') yield rest;
}
