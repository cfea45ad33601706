import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { DATABASES, freshUrl } from '../database.js';
import { folderWith, larisin, start, type Given } from './larisin.js';

const running: ChildProcess[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));

interface Served {
  child: ChildProcess;
  url: string;
  /** Everything printed so far. */
  printed(): string;
}

function serve(args: string[], given: Given): Promise<Served> {
  const child = start(args, given);
  running.push(child);
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (part: string): void => {
      text += part;
      const url = /serves on (http:\/\/\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve({ child, url, printed: () => text });
    };
    child.stdout!.setEncoding('utf8').on('data', read);
    child.stderr!.setEncoding('utf8').on('data', read);
    child.once('close', () => reject(new Error(`it ended without serving: ${text}`)));
  });
}

async function stop({ child }: Served): Promise<number | null> {
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGTERM');
  return (await ended)[0];
}

describe.each(DATABASES)('larisin serve on %s', (kind) => {
  it('migrates, prints the new owner once, answers health, and ends cleanly when told to', async () => {
    const given = { cwd: folderWith(), env: { DATABASE_URL: await freshUrl(kind) } };
    const first = await serve(['serve', '--port', '0'], given);
    expect((await fetch(`${first.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${first.url}/api/v1/suggestions`)).status).toBe(401);
    expect(await stop(first)).toBe(0);
    expect(first.printed()).toMatch(/Log in as owner with the password \S{20}/);
    const second = await serve(['serve', '--port', '0'], given);
    expect((await fetch(`${second.url}/health/live`)).status).toBe(200);
    expect(await stop(second)).toBe(0);
    expect(second.printed()).not.toContain('password');
  });
});

describe('larisin serve', () => {
  it('goes on when the reader of its output goes away', async () => {
    const server = await serve(['serve', '--port', '0'], { cwd: folderWith(), env: { LOG_LEVEL: 'info' } });
    server.child.stdout!.destroy();
    server.child.stderr!.destroy();
    for (let i = 0; i < 5; i++) expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    expect(await stop(server)).toBe(0);
  });

  it('refuses a port that is taken, with what to do', async () => {
    const first = await serve(['serve', '--port', '0'], { cwd: folderWith() });
    const port = new URL(first.url).port;
    const { code, stderr } = await larisin(['serve', '--port', port], { cwd: folderWith(), isFresh: true });
    expect(code).toBe(1);
    expect(stderr).toContain('choose another port');
    await stop(first);
  });

  it('lets the owner in with the password that was printed, and a lost one be set anew', async () => {
    const cwd = folderWith();
    const server = await serve(['serve', '--port', '0'], { cwd });
    const logIn = async (password: string): Promise<number> => {
      const headers = { 'content-type': 'application/json', origin: server.url };
      const body = JSON.stringify({ name: 'owner', password });
      return (await fetch(`${server.url}/api/v1/session`, { method: 'POST', headers, body })).status;
    };
    while (!/password \S{20}/.test(server.printed())) await once(server.child.stdout!, 'data');
    const [, printed] = /password (\S{20})/.exec(server.printed())!;
    expect(await logIn('not-the-password')).toBe(401);
    expect(await logIn(printed!)).toBeLessThan(300);
    const set = await larisin(['user', 'password', 'owner', '--password-stdin'], {
      cwd,
      input: 'kopi-susu-tanpa-gula\n',
    });
    expect(set).toMatchObject({ code: 0 });
    expect(await logIn(printed!)).toBe(401);
    expect(await logIn('kopi-susu-tanpa-gula')).toBeLessThan(300);
    await stop(server);
  });
});
