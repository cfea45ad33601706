import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { AckItem, CurrentPrice } from '../../examples/sync-worker/src/feed-types.js';
import { FeedModel, MINUTE } from './feed-model.js';
import { WooShop } from './woo-shop.js';

const EXAMPLE = join(import.meta.dirname, '../../examples/sync-worker');
const MODULES = join(import.meta.dirname, '../../node_modules');

/** Feed and shop on one address of this machine, on the real clock. */
async function serve() {
  const feed = new FeedModel(() => Date.now());
  const woo = new WooShop(() => Date.now());
  const id = String(woo.add('A', 100_000));
  feed.base.set('A', 100_000);
  let onChange: (() => void) | null = null;
  const server = createServer(async (request, response) => {
    const { method, url = '', headers } = request;
    const body = await text(request);
    const [, path] = /^\/api\/v1\/channels\/website\/(.*?)(\?|$)/.exec(url) ?? [];
    if (path === undefined) {
      const known = { Authorization: headers.authorization ?? '' };
      const reply = woo.answer({ method: method as 'GET', url: `http://here${url}`, headers: known, body });
      if (method === 'POST' && onChange !== null) return onChange(); // done, and no answer
      response.writeHead(reply.status, reply.headers).end(reply.text);
      return;
    }
    if (headers.authorization !== 'Bearer lrs_test') {
      response.writeHead(401).end('{"detail":"no such key"}');
      return;
    }
    const after = new URL(url, 'http://here').searchParams.get('after');
    const answer = async (): Promise<unknown> => {
      if (path === 'prices') return feed.prices();
      if (path === 'price-changes') return feed.changes(after!);
      const { items } = JSON.parse(body) as { items: (AckItem & CurrentPrice)[] };
      return path === 'acks' ? feed.acknowledge(items) : feed.report(items);
    };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(await answer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const approve = (price: number): number =>
    feed.approve('A', price, Date.now() - MINUTE, Date.now() + 60 * MINUTE, { externalId: id });
  return { feed, woo, url, approve, killOnChange: (kill: (() => void) | null) => (onChange = kill) };
}

describe('the compiled sync job', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'larisin-sync-program-'));
    copyFileSync(join(EXAMPLE, 'package.json'), join(dir, 'package.json'));
    const tsc = join(MODULES, 'typescript7/bin/tsc');
    const built = spawnSync(process.execPath, [tsc, '-p', EXAMPLE, '--outDir', join(dir, 'dist')], {
      encoding: 'utf8',
    });
    expect(built.stdout).toBe('');
    return () => rmSync(dir, { recursive: true, force: true });
  });

  function start(url: string, folder: string, env: Record<string, string> = {}) {
    const settings = {
      LARISIN_URL: url,
      LARISIN_KEY: 'lrs_test',
      LARISIN_CHANNEL: 'website',
      SYNC_ADAPTER: 'woocommerce',
      SYNC_FOLDER: join(dir, folder),
      SYNC_SETTLE: '0.05',
      WOOCOMMERCE_URL: url,
      WOOCOMMERCE_KEY: 'ck_test',
      WOOCOMMERCE_SECRET: 'cs_test',
    };
    const child = spawn(process.execPath, [join(dir, 'dist/main.js'), 'once'], { env: { ...settings, ...env } });
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, end: Promise.all([code, said]).then(([rc, [out, err]]) => ({ code: rc, out, err })) };
  }

  it('can be stopped in the middle of a pass, and is not in the way of the next one', async () => {
    const { approve, url, killOnChange } = await serve();
    approve(80_000);
    const { child, end } = start(url, 'stopped');
    killOnChange(() => child.kill('SIGTERM'));
    expect(await end).toMatchObject({ code: null, err: '' });
    expect(child.signalCode).toBe('SIGTERM');
    killOnChange(null);
    expect(await start(url, 'stopped').end).toMatchObject({ code: 0, out: expect.stringContaining('applied 1') });
  });

  it('does what is to be done, and says in words what has to be mended', async () => {
    const { feed, woo, url, approve } = await serve();
    approve(80_000);
    const done = await start(url, 'plain').end;
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain('applied 1, reverted 0');
    expect(woo.price('A')).toBe(80_000);
    expect(feed.acks).toMatchObject([{ status: 'applied' }]);
    const locked = await start(url, 'plain', { LARISIN_KEY: 'lrs_other' }).end;
    expect(locked).toMatchObject({ code: 2, err: expect.stringContaining('does not accept the key (401)') as string });
  });

  it('killed while the shop works, asks it before anything is sent again', async () => {
    const { feed, woo, url, approve, killOnChange } = await serve();
    approve(80_000);
    const first = start(url, 'killed');
    killOnChange(() => first.child.kill('SIGKILL'));
    expect((await first.end).code).toBe(null);
    expect(readFileSync(join(dir, 'killed/journal.jsonl'), 'utf8')).toContain('"sent"');
    expect(feed.acks).toEqual([]);
    killOnChange(null);
    expect(await start(url, 'killed').end).toMatchObject({ code: 0 });
    expect(feed.acks).toMatchObject([{ status: 'unknown' }, { status: 'applied' }]);
    expect(woo.batches).toEqual([1]);
  });
});
