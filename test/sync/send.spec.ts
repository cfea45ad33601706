import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask, change, retryAfterMs, sendByFetch, type Reply, type World } from '../../examples/sync-worker/src/send.js';
import { readSettings } from '../../examples/sync-worker/src/settings.js';
import { NINE } from './played.js';

/** A server on this machine that answers as it is told, and counts. */
async function serve(answer: (response: ServerResponse, count: number) => void, timeoutMs = 30_000) {
  let count = 0;
  const server = createServer((_, response) => answer(response.setHeader('Connection', 'close'), ++count));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const world: World = { send: sendByFetch(timeoutMs), now: () => NINE, sleep: async () => undefined };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { world, request: { method: 'GET' as const, url, headers: {} }, count: () => count };
}

describe('a request', () => {
  it('that changes nothing is made again with growing waits, and after what Retry-After says', async () => {
    const slept: number[] = [];
    const replies: (Reply | null)[] = [
      { status: 503, headers: {}, text: '' },
      { status: 429, headers: { 'retry-after': '7' }, text: '' },
      null, // the line was cut
      { status: 200, headers: {}, text: 'here' },
    ];
    const world: World = {
      now: () => NINE,
      sleep: async (ms) => void slept.push(ms),
      send: async () => {
        const reply = replies.shift();
        if (reply == null) throw new Error('other side closed');
        return reply;
      },
    };
    const request = { method: 'GET' as const, url: 'https://toko.test/', headers: {} };
    expect(await ask(world, request)).toMatchObject({ status: 200, text: 'here' });
    expect(slept).toEqual([1_000, 7_000, 4_000]);
    await expect(ask(world, request)).rejects.toMatchObject({ waitMs: 8_000 });
  });

  it('that gets no answer in time may have been carried out, and is made once', async () => {
    const { world, request, count } = await serve(() => undefined, 200); // never answers
    expect(await change(world, request)).toMatchObject({ kind: 'lost' });
    expect(count()).toBeLessThanOrEqual(1); // on a busy machine the time may be over before it arrives
  });

  it('to a change tells busy, broken, refused and sent on apart', async () => {
    const answers: [number, Record<string, string>][] = [
      [429, { 'Retry-After': '3' }],
      [500, {}],
      [404, { 'X-Total': '3' }],
      [401, {}],
      [301, { Location: 'https://www.toko.test/' }],
    ];
    const { world, request } = await serve((response, count) => response.writeHead(...answers[count - 1]!).end());
    expect(await change(world, request)).toEqual({ kind: 'later', waitMs: 3_000 });
    expect(await change(world, request)).toMatchObject({ kind: 'lost' });
    expect(await change(world, request)).toMatchObject({
      kind: 'answer',
      reply: { status: 404, headers: { 'x-total': '3' } },
    });
    await expect(change(world, request)).rejects.toThrow('does not accept the key (401)');
    await expect(change(world, request)).rejects.toThrow('https://www.toko.test/');
  });

  it.each([
    ['120', 120_000],
    ['Wed, 25 Nov 2026 02:00:10 GMT', 10_000],
    ['Wed, 25 Nov 2026 01:00:00 GMT', 0],
    ['soon', null],
  ])('with Retry-After: %s', (text, ms) => {
    expect(retryAfterMs({ status: 429, headers: { 'retry-after': text }, text: '' }, NINE)).toBe(ms);
  });
});

describe('the settings', () => {
  const env = {
    LARISIN_URL: 'http://127.0.0.1:3000',
    LARISIN_KEY: 'lrs_x',
    LARISIN_CHANNEL: 'website',
    SYNC_ADAPTER: 'shopify',
    SYNC_FOLDER: '/var/lib/sync',
    SHOPIFY_SHOP: 'https://toko.myshopify.com/admin',
    SHOPIFY_TOKEN: 'shpat_x',
    SHOPIFY_API_VERSION: '2026-10',
  };

  it('are read, with what is usual where nothing is said', () => {
    expect(readSettings(env)).toMatchObject({
      channel: { kind: 'shopify', shopify: { shop: 'toko.myshopify.com' } },
      everyMs: 60_000,
      checkEveryMs: 3_600_000,
      timeoutMs: 30_000,
    });
  });

  it.each([
    [{ LARISIN_KEY: ' ' }, 'LARISIN_KEY is not set'],
    [{ LARISIN_URL: 'larisin' }, 'LARISIN_URL is no address'],
    [{ SYNC_ADAPTER: 'lazada' }, 'woocommerce or shopify, not lazada'],
    [{ SYNC_EVERY: 'often' }, 'SYNC_EVERY is a number of seconds'],
    [{ SYNC_ADAPTER: 'woocommerce' }, 'WOOCOMMERCE_URL is not set'],
  ])('name what is wrong: %o', (change, words) => {
    expect(() => readSettings({ ...env, ...change })).toThrow(words);
  });
});
