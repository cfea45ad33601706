import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the program: the first above this file with a package.json, compiled or not. */
export function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = join(folder, '..');
  return folder;
}
