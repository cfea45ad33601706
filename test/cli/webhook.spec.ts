import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith, json, larisin } from './larisin.js';

describe('larisin webhook', () => {
  const cwd = folderWith();
  const env = { WEBHOOK_ALLOW_PRIVATE: 'true' };
  const messages: { headers: Record<string, string>; body: string }[] = [];
  let url: string;
  beforeAll(async () => {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        messages.push({ headers: request.headers as Record<string, string>, body });
        response.writeHead(messages.length === 1 ? 200 : 500).end('heard');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    afterAll(() => server.close());
  });

  it('adds, tests, rotates, logs, sends again, disables, enables and removes', async () => {
    const options = ['--event', 'price.approved,run.finished', '--channel', 'shopee'];
    const added = await json<{ id: number; secret: string }>(['webhook', 'add', url, ...options], { cwd, env });
    expect(added).toMatchObject({ types: ['price.approved', 'run.finished'], channels: ['shopee'] });
    const id = String(added.id);
    const [tested] = await json<{ state: string; id: number }[]>(['webhook', 'test', id], { cwd, env });
    expect(tested).toMatchObject({ state: 'delivered', statusCode: 200, answer: 'heard' });
    expect(new Webhook(added.secret).verify(messages[0]!.body, messages[0]!.headers)).toMatchObject({
      type: 'webhook.test',
    });
    const failed = await larisin(['webhook', 'test', id], { cwd, env });
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('500');
    const rotated = await json<{ secret: string }>(['webhook', 'rotate', id, '--keep-old', '2'], { cwd, env });
    expect(rotated.secret).not.toBe(added.secret);
    const log = await json<{ state: string }[]>(['webhook', 'log', id], { cwd, env });
    expect(log.map(({ state }) => state)).toEqual(['failed', 'delivered']);
    const again = await json<{ state: string }[]>(['webhook', 'redeliver', id, String(tested!.id)], { cwd, env });
    expect(again).toMatchObject([{ state: 'pending' }]);
    const waiting = await json<unknown[]>(['webhook', 'log', id, '--state', 'pending'], { cwd, env });
    expect(waiting).toHaveLength(1);
    expect((await larisin(['webhook', 'disable', id], { cwd, env })).stdout).toContain('is disabled');
    expect((await larisin(['doctor'], { cwd, env })).stdout).toMatch(
      /WARNING {2}webhooks .*disabled[^]*webhook enable 1/,
    );
    expect((await larisin(['webhook', 'enable', id], { cwd, env })).stdout).toContain('is active');
    const list = await larisin(['webhook', 'list'], { cwd, env });
    expect(list.stdout).toContain(url);
    expect(list.stdout).not.toContain('whsec_');
    expect((await larisin(['webhook', 'remove', id], { cwd, env })).code).toBe(0);
    expect(await json<unknown[]>(['webhook', 'list'], { cwd, env })).toEqual([]);
  });

  it('refuses private addresses, unknown events and unknown webhooks', async () => {
    const priv = await larisin(['webhook', 'add', 'https://10.0.0.1/'], { cwd });
    expect([priv.code, priv.stderr]).toEqual([1, expect.stringContaining('private network')]);
    expect((await larisin(['webhook', 'add', url, '--event', 'price.changed'], { cwd, env })).code).toBe(2);
    expect((await larisin(['webhook', 'test', '99'], { cwd, env })).stderr).toContain('There is no webhook 99.');
  });
});
