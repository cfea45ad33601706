import { constants, existsSync } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RuleFileText } from '../contract/rule-set.js';
import { Refusal } from '../core/refusal.js';

/** The folder of the program: the nearest one upwards that has a package.json, from source and from dist/ alike. */
export function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
    folder = parent;
  }
  return folder;
}

/** The rules, policy, fees and channel profiles that came with the program. */
export const shippedRules = (): string => join(packageFolder(), 'rules');

/**
 * The JSON files of a rules folder, by name, as `loadRuleSet` takes them.
 * @throws Refusal `no-such-folder`; `not-a-file` for what is called *.json and is no regular file (a folder, a named
 *   pipe, a device, a link to nothing), `cannot-read` for a file that may not be read
 */
export async function readRulesFolder(folder: string): Promise<RuleFileText[]> {
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    throw noFolder(folder, (error as NodeJS.ErrnoException).code);
  }
  return Promise.all(
    names.sort().map(async (fileName) => ({ fileName, text: await readRegularFile(join(folder, fileName)) })),
  );
}

function noFolder(folder: string, code: string | undefined): Refusal {
  const message =
    code === 'ENOTDIR'
      ? `${folder} is not a folder: name the folder that the rule files are in.`
      : `There is no folder ${folder} with rules in it, or it may not be read.`;
  return new Refusal('notFound', 'no-such-folder', message, { folder });
}

/** Opened without waiting: a pipe that nobody writes to would keep us for ever. */
async function readRegularFile(path: string): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENXIO') throw notAFile(path);
    const message = `${path} cannot be read (${code ?? 'unknown cause'}): allow it to be read, or take it out of the folder.`;
    throw new Refusal('invalid', 'cannot-read', message, { path });
  }
  try {
    if (!(await file.stat()).isFile()) throw notAFile(path);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function notAFile(path: string): Refusal {
  const message = `${path} is not a file: a rules folder holds plain files only. Take it out of the folder.`;
  return new Refusal('invalid', 'not-a-file', message, { path });
}
