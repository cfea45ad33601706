import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
export const CLI = join(ROOT, 'dist/src/cli.js');

/** The compiled program is what users run, so it is what is tested: it must be there and be of this source. */
function requireFreshBuild(): void {
  const built = statSync(CLI, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newest = ['src', 'migrations']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, folder, file)),
    )
    .filter((file) => file.endsWith('.ts'))
    .reduce((latest, file) => Math.max(latest, statSync(file).mtimeMs), 0);
  if (built < newest)
    throw new Error(`dist/ is ${built === 0 ? 'missing' : 'older than src/'}: run npm run build first`);
}
requireFreshBuild();

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Given {
  cwd: string;
  env?: Record<string, string> | undefined;
  input?: string;
  nodeArgs?: string[];
}

/** Starts the program with a clean environment: only what the test gives counts. */
export function start(args: string[], { cwd, env = {}, nodeArgs = [] }: Given): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [...nodeArgs, CLI, ...args], { cwd, env: { PATH, HOME, LOG_LEVEL: 'error', ...env } });
}

/** Runs one command to its end. */
export function larisin(args: string[], given: Given): Promise<Ran> {
  const child = start(args, given);
  const ran: Ran = { code: null, stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (ran.stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (ran.stderr += text));
  child.stdin!.on('error', () => undefined).end(given.input ?? '');
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...ran, code })));
}

/** The JSON that a command printed; a failure shows what it said instead. */
export async function json<T>(args: string[], given: Given): Promise<T> {
  const { code, stdout, stderr } = await larisin([...args, '--format', 'json'], given);
  if (code !== 0) throw new Error(`larisin ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** An empty folder with these files in it, removed after the test, or after its group when it is made outside a test. */
export function folderWith(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'larisin-cli-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    onTestFinished(remove);
  } catch {
    afterAll(remove); // outside a test
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
