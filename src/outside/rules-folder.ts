import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { JsonFile, readRuleFile } from '../contract/rule-file.js';
import type { RuleFileText } from '../contract/rule-set.js';
import { Refusal } from '../core/refusal.js';
import { readRulesFolder, shippedRules } from './package-files.js';

export interface WrittenFolder {
  written: string[];
  /** Had these bytes already, and were not touched. */
  unchanged: string[];
  /** Rule files of rules that the set does not have: removed with `prune`, else left. */
  removed: string[];
  left: string[];
}

/**
 * Writes the files of a rule set into a folder, which is made when it is not there, with the JSON Schemas that their first
 * lines point to. Each file is replaced in one step (written beside, then renamed). Only rule files are ever
 * overwritten or removed: a file in the way that is no such file refuses the whole before anything is written.
 *
 * @throws Refusal `file-in-the-way`, `cannot-write`
 */
export async function writeRulesFolder(
  folder: string,
  ruleFiles: readonly RuleFileText[],
  options: { prune: boolean },
): Promise<WrittenFolder> {
  try {
    await mkdir(folder, { recursive: true });
    const there = new Map((await readRulesFolder(folder)).map(({ fileName, text }) => [fileName, text]));
    const files = [...ruleFiles, ...(await schemaFiles())];
    for (const { fileName } of files) requireOurs(fileName, there.get(fileName), folder);
    const result: WrittenFolder = { written: [], unchanged: [], removed: [], left: [] };
    for (const { fileName, text } of files) {
      const isSame = there.get(fileName) === text;
      if (!isSame) await replaceFile(join(folder, fileName), text);
      result[isSame ? 'unchanged' : 'written'].push(fileName);
    }
    const names = new Set(files.map(({ fileName }) => fileName));
    for (const [fileName, text] of there) {
      if (names.has(fileName) || !isRule(fileName, text)) continue;
      if (options.prune) await rm(join(folder, fileName));
      result[options.prune ? 'removed' : 'left'].push(fileName);
    }
    return result;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal('invalid', 'cannot-write', `The rules cannot be written to ${folder}: ${why}`, { folder });
  }
}

async function schemaFiles(): Promise<RuleFileText[]> {
  const names = (await readdir(shippedRules())).filter((name) => name.endsWith('schema.json')).sort();
  return Promise.all(
    names.map(async (fileName) => ({ fileName, text: await readFile(join(shippedRules(), fileName), 'utf8') })),
  );
}

function requireOurs(fileName: string, text: string | undefined, folder: string): void {
  if (text === undefined || isOurs(fileName, text)) return;
  const message = `${join(folder, fileName)} is there and is not what the rules would write: move it away, or choose another folder.`;
  throw new Refusal('conflict', 'file-in-the-way', message, { folder, fileName });
}

/** What may be overwritten under a name that we write. */
function isOurs(fileName: string, text: string): boolean {
  const value: unknown = JsonFile.read(text, fileName).value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (fileName === 'set.json') return Object.hasOwn(value, 'onTie');
  if (fileName === 'conditions.json') return true; // any names; nobody else calls a file of a rules folder so
  if (fileName.endsWith('schema.json')) return Object.hasOwn(value, '$schema');
  return Object.hasOwn(value, 'conditions') && Object.hasOwn(value, 'event');
}

function isRule(fileName: string, text: string): boolean {
  return readRuleFile(text, fileName, 'strict').rule !== null;
}

async function replaceFile(path: string, text: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    const file = await open(part, 'w');
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
