import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from '../database.js';

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
  /** In a process of its own, as users start it. */
  isFresh?: boolean;
}

/** Starts the program with a clean environment: only what the test gives counts. */
export function start(args: string[], { cwd, env, nodeArgs = [] }: Given): ChildProcess {
  return spawn(process.execPath, [...nodeArgs, CLI, ...args], { cwd, env: environment(env) });
}

function environment(env: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, LOG_LEVEL: 'error', ...env };
}

/**
 * Runs one command of the compiled program to its end: in a process that stays for the next one, or in one of its own
 * where something of a process is given (`input`, `nodeArgs`), where `isFresh` asks for it, or while the other is busy.
 */
export async function larisin(args: string[], given: Given): Promise<Ran> {
  const needsOwn = given.isFresh === true || given.input !== undefined || given.nodeArgs !== undefined || isBusy;
  if (needsOwn) return inOwnProcess(args, given);
  isBusy = true;
  try {
    host ??= startHost();
    return await ask(await host, { args, cwd: given.cwd, env: environment(given.env) });
  } finally {
    isBusy = false;
  }
}

function inOwnProcess(args: string[], given: Given): Promise<Ran> {
  const child = start(args, given);
  const ran: Ran = { code: null, stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (ran.stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (ran.stderr += text));
  child.stdin!.on('error', () => undefined).end(given.input ?? '');
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...ran, code })));
}

let host: Promise<ChildProcess> | null = null;
let isBusy = false;

async function startHost(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'host.mjs'), {
    cwd: '/',
    env: environment(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  child.unref(); // it ends with this process
  child.channel?.unref();
  return child;
}

/** A host that dies under a command fails that command, and the next one gets a new host. */
async function ask(child: ChildProcess, command: object): Promise<Ran> {
  child.channel?.ref();
  try {
    return await new Promise<Ran>((resolve, reject) => {
      const died = (code: number | null): void => {
        host = null;
        reject(new Error(`the program ended its process with ${code}`));
      };
      child.once('exit', died);
      child.once('message', (ran) => {
        child.off('exit', died);
        resolve(ran as Ran);
      });
      child.send(command);
    });
  } finally {
    child.channel?.unref();
  }
}

/** The JSON that a command printed; a failure shows what it said instead. */
export async function json<T>(args: string[], given: Given): Promise<T> {
  const { code, stdout, stderr } = await larisin([...args, '--format', 'json'], given);
  if (code !== 0) throw new Error(`larisin ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** An empty folder with these files in it, removed after the test, or after the file when it is made outside a test. */
export function folderWith(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'larisin-cli-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
