import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { generatePassword } from '../flow/access.js';

export interface DemoLogin {
  password: string;
  /** Where it is kept; null when OWNER_PASSWORD names it. */
  file: string | null;
}

/**
 * The password of the demo's owner: generated once and, unlike a real shop's, kept in a file that its owner alone may
 * read, so that every start can tell it. Written before the owner is made, so that a kill between loses nothing.
 */
export async function demoLogin(config: Config): Promise<DemoLogin> {
  if (config.OWNER_PASSWORD !== undefined) return { password: config.OWNER_PASSWORD, file: null };
  const file = join(config.DATA_DIR, 'demo-login.txt');
  await mkdir(config.DATA_DIR, { recursive: true });
  try {
    await writeFile(file, `${generatePassword()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return { password: (await readFile(file, 'utf8')).trim(), file };
}
