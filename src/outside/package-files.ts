import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
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

/** The rules, policy and fees that came with the program. */
export const shippedRules = (): string => join(packageFolder(), 'rules');

/**
 * The JSON files of a rules folder, by name, as `loadRuleSet` takes them.
 * @throws Refusal `no-such-folder`
 */
export async function readRulesFolder(folder: string): Promise<RuleFileText[]> {
  let names: string[];
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    names = entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json')).map(({ name }) => name);
  } catch {
    const message = `There is no folder ${folder} with rules in it, or it may not be read.`;
    throw new Refusal('notFound', 'no-such-folder', message, { folder });
  }
  return Promise.all(
    names.sort().map(async (fileName) => ({ fileName, text: await readFile(join(folder, fileName), 'utf8') })),
  );
}
