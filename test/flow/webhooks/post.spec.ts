import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { post, type PostOptions } from '../../../src/outside/post.js';
import { openReceiver } from './receiver.js';

const options = (more: Partial<PostOptions> = {}): PostOptions => ({
  headers: { 'content-type': 'application/json' },
  body: '{"a":"é"}',
  timeoutMs: 5_000,
  allowPrivate: true,
  ...more,
});

/** Names become these addresses, another list at each look-up; tells how often it was asked. */
function lookups(...answers: string[][]): LookupFunction & { asked: number } {
  const lookup = (_name: string, given: { all?: boolean }, callback: (...args: unknown[]) => void): void => {
    const found = answers[Math.min(lookup.asked++, answers.length - 1)]!;
    const all = found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (given.all === true) callback(null, all);
    else callback(null, all[0]!.address, all[0]!.family);
  };
  lookup.asked = 0;
  return lookup as LookupFunction & { asked: number };
}

describe('a post', () => {
  it('sends the text as it is and tells status, time and how the answer begins', async () => {
    const receiver = await openReceiver();
    receiver.answer = (response) => response.writeHead(422).end(`no ${'x'.repeat(100_000)}`);
    const posted = await post(`${receiver.url}?shop=1`, options());
    expect(posted).toMatchObject({ status: 422, error: null });
    expect(posted.answer).toBe(`no ${'x'.repeat(497)}`);
    expect(receiver.received[0]).toMatchObject({ path: 'POST /hook?shop=1', body: '{"a":"é"}' });
    expect(receiver.received[0]!.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '10' });
  });

  it('does not follow a redirect, not even to a place that would be allowed', async () => {
    const [there, here] = [await openReceiver(), await openReceiver()];
    here.answer = (response) => response.writeHead(307, { location: there.url }).end();
    expect(await post(here.url, options())).toMatchObject({ status: 307 });
    expect(there.received).toEqual([]);
  });

  it('gives up when there is no answer in time, and keeps a status whose text does not end', async () => {
    const receiver = await openReceiver();
    receiver.answer = () => undefined;
    const silent = await post(receiver.url, options({ timeoutMs: 200 }));
    expect(silent).toMatchObject({ status: null, error: 'No answer within 0.2 seconds.' });
    receiver.answer = (response) => response.writeHead(200).write('begun');
    expect(await post(receiver.url, options({ timeoutMs: 200 }))).toMatchObject({ status: 200, error: null });
  });

  it('says in words why a connection failed', async () => {
    expect(await post('http://127.0.0.1:1/', options())).toMatchObject({ error: 'Nobody listens at this address.' });
    const receiver = await openReceiver();
    receiver.answer = (response) => response.destroy();
    const cut = await post(receiver.url, options());
    expect(cut.error).toMatch(/cut|hang up/);
  });

  it('does not go to private addresses unless that is allowed, and nothing arrives there', async () => {
    const receiver = await openReceiver();
    const { port } = new URL(receiver.url);
    const names = lookups(['127.0.0.1']);
    const mixed = lookups(['8.8.8.8', '127.0.0.1']);
    const tries = [
      await post(receiver.url, options({ allowPrivate: false })),
      await post(`http://[::ffff:127.0.0.1]:${port}/`, options({ allowPrivate: false })),
      await post(`http://localhost:${port}/`, options({ allowPrivate: false })),
      await post(`http://hooks.example:${port}/`, options({ allowPrivate: false, lookup: names })),
      await post(`http://hooks.example:${port}/`, options({ allowPrivate: false, lookup: mixed })),
      await post(`http://hooks.example:${port}/`, options({ allowPrivate: false, lookup: lookups([]) })),
    ];
    for (const posted of tries) {
      expect(posted.status).toBeNull();
      expect(posted.error).toContain('private network');
    }
    expect(receiver.received).toEqual([]);
    expect((await post(`http://hooks.example:${port}/`, options({ lookup: names }))).status).toBe(204);
  });

  it('connects to the address that was judged: a name that turns into another meanwhile is not asked again', async () => {
    const receiver = await openReceiver();
    const { port } = new URL(receiver.url);
    const judged: string[] = [];
    const isAllowed = (address: string): boolean => judged.push(address) > 0 && address === '127.0.0.1';
    const turning = lookups(['127.0.0.1'], ['127.0.0.2']);
    const turned = await post(
      `http://hooks.example:${port}/`,
      options({ allowPrivate: false, lookup: turning, isAllowed }),
    );
    expect(turned.status).toBe(204);
    expect(turning.asked).toBe(1);
    expect(judged).toEqual(['127.0.0.1']);
    expect(receiver.received).toHaveLength(1);
  });
});
