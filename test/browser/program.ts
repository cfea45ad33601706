import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PASSWORD } from './people.js';

const ROOT = join(import.meta.dirname, '../..');
const CLI = join(ROOT, 'dist/src/cli.js');
const CLOCK = join(import.meta.dirname, 'clock.mjs');

const environment = (file: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  DATABASE_URL: `sqlite:${file}`,
  DATA_DIR: `${file}-data`,
  OWNER_PASSWORD: PASSWORD,
  DAILY_RUN_AT: 'off',
  LOG_LEVEL: 'error',
});

/** Runs a command of the compiled program on this database, on the stories' day. */
export function larisin(file: string, args: string[], input = ''): void {
  const options = { input, encoding: 'utf8', env: environment(file) } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', CLOCK, CLI, ...args], options);
  if (status !== 0) throw new Error(`larisin ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
}

export interface Served {
  url: string;
  stop(): Promise<void>;
}

/** Serves this database on a free port, without a daily run. */
export async function serve(file: string): Promise<Served> {
  const args = ['--import', CLOCK, CLI, 'serve', '--port', '0'];
  const child = spawn(process.execPath, args, { env: environment(file), stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await addressOf(child);
  return {
    url,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL'); // its database is thrown away
      await ended;
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (part: string): void => {
      text += part;
      const port = /serves on http:\/\/\S+:(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout!.setEncoding('utf8').on('data', read);
    child.stderr!.setEncoding('utf8').on('data', read);
    child.once('exit', () => reject(new Error(`the server ended without serving:\n${text}`)));
  });
}
