import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebhookEndpointTable } from '../../src/db/tables/webhooks.js';
import { DATABASES } from '../database.js';
import { openShop, type TestShop } from './shop.js';

const HOOKS = '/api/v1/webhooks';
const wish = (more: object = {}) => ({ url: 'https://example.com/hook', types: ['price.approved'], ...more });

describe.each(DATABASES)('webhooks over the API on %s', (kind) => {
  let shop: TestShop;
  let target: string;
  let calls = 0;
  beforeAll(async () => {
    shop = await openShop(kind, { WEBHOOK_ALLOW_PRIVATE: 'true' });
    const server = createServer((_, response) => {
      calls++;
      response.writeHead(200).end('thanks');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    afterAll(() => server.close());
  });

  it('are added with a secret that is told once, changed, rotated and removed, all of it in the audit log', async () => {
    const added = await shop.owner
      .post(HOOKS)
      .send(wish({ channels: ['shopee', 'shopee'] }))
      .expect(201);
    const { id, secret } = added.body as { id: number; secret: string };
    expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(added.body).toMatchObject({ url: 'https://example.com/hook', channels: ['shopee'], state: 'active' });
    const list = await shop.owner.get(HOOKS).expect(200);
    expect(JSON.stringify(list.body)).not.toContain('whsec_');
    const changed = await shop.owner
      .patch(`${HOOKS}/${id}`)
      .send({ channels: null, types: ['run.finished'] })
      .expect(200);
    expect(changed.body).toMatchObject({ channels: null, types: ['run.finished'], url: 'https://example.com/hook' });
    const rotated = await shop.owner.post(`${HOOKS}/${id}/rotation`).send({}).expect(200);
    expect(rotated.body).toMatchObject({ oldSecretUntil: '2026-04-01T09:15:00.000+07:00' });
    expect(rotated.body.secret).not.toBe(secret);
    const off = await shop.owner.patch(`${HOOKS}/${id}`).send({ state: 'disabled' }).expect(200);
    expect(off.body).toMatchObject({ state: 'disabled', disabledReason: 'switched-off' });
    const on = await shop.owner.patch(`${HOOKS}/${id}`).send({ state: 'active' }).expect(200);
    expect(on.body).toMatchObject({ state: 'active', disabledReason: null, disabledAt: null });
    await shop.owner.delete(`${HOOKS}/${id}`).expect(204);
    expect((await shop.owner.get(`${HOOKS}/${id}`).expect(404)).body.code).toBe('unknown-webhook');
    const audit = await shop.owner.get(`/api/v1/audit?subject=webhook:${id}`).expect(200);
    expect(audit.body.items.map((entry: { action: string }) => entry.action)).toEqual([
      'webhook.remove',
      'webhook.change',
      'webhook.change',
      'webhook.rotate',
      'webhook.change',
      'webhook.add',
    ]);
    expect(JSON.stringify(audit.body)).not.toContain('whsec_');
  });

  it('are the owner’s alone', async () => {
    const { id } = (await shop.owner.post(HOOKS).send(wish()).expect(201)).body as { id: number };
    const key = await shop.withKey('read', 'ingest', 'metrics', 'feed:shopee');
    for (const caller of [await shop.as('viewer'), await shop.as('merchandiser'), key]) {
      await caller.get(HOOKS).expect(403);
      await caller.post(HOOKS).send(wish()).expect(403);
      await caller.get(`${HOOKS}/${id}/deliveries`).expect(403);
      await caller.post(`${HOOKS}/${id}/test`).expect(403);
      await caller.delete(`${HOOKS}/${id}`).expect(403);
    }
    await shop.owner.delete(`${HOOKS}/${id}`).expect(204);
  });

  it('refuse what makes no sense, in words', async () => {
    const refusals: [object, number, string][] = [
      [wish({ url: 'not a url' }), 422, 'bad-webhook-url'],
      [wish({ url: 'https://u:p@example.com/' }), 422, 'bad-webhook-url'],
      [wish({ channels: ['nowhere'] }), 422, 'unknown-channel'],
      [wish({ types: ['price.changed'] }), 400, 'bad-request'],
      [wish({ types: [] }), 400, 'bad-request'],
      [wish({ secret: 'whsec_mine' }), 400, 'bad-request'],
      [wish({ url: `https://example.com/${'x'.repeat(1000)}` }), 400, 'bad-request'],
    ];
    for (const [body, status, code] of refusals) {
      const reply = await shop.owner.post(HOOKS).send(body);
      expect([body, reply.status, reply.body.code]).toEqual([body, status, code]);
    }
    await shop.owner.patch(`${HOOKS}/1`).send({}).expect(400);
    await shop.owner.post(`${HOOKS}/999/test`).expect(404);
    await shop.owner.post(`${HOOKS}/999/rotation`).send({ keepOldHours: 169 }).expect(400);
    const strict = await openShop(kind);
    for (const url of ['http://example.com/', 'https://127.0.0.1/', 'https://[::1]/', 'https://localhost/']) {
      const reply = await strict.owner.post(HOOKS).send(wish({ url })).expect(422);
      expect(reply.body).toMatchObject({ code: 'bad-webhook-url', errors: [{ path: '/url' }] });
      expect(reply.body.detail).toContain('WEBHOOK_ALLOW_PRIVATE');
    }
  });

  it('are tested at once; the log shows each delivery with what was sent, page by page, and sends it again', async () => {
    const { id } = (
      await shop.owner
        .post(HOOKS)
        .send(wish({ url: target }))
        .expect(201)
    ).body as { id: number };
    const hook = `${HOOKS}/${id}`;
    const first = await shop.owner.post(`${hook}/test`).expect(200);
    expect(first.body).toMatchObject({ type: 'webhook.test', state: 'delivered', statusCode: 200, answer: 'thanks' });
    for (let i = 0; i < 2; i++)
      await shop.owner.post(`${hook}/test`).set('Idempotency-Key', 'a-double-click').expect(200);
    expect(calls).toBe(2);
    const page = await shop.owner.get(`${hook}/deliveries?limit=1`).expect(200);
    expect(page.body.items).toHaveLength(1);
    const next = await shop.owner.get(`${hook}/deliveries?limit=1&after=${page.body.next}`).expect(200);
    expect(next.body).toMatchObject({ items: [{ id: first.body.id }], next: null });
    expect((await shop.owner.get(`${hook}/deliveries?state=failed`).expect(200)).body.items).toEqual([]);
    const detail = await shop.owner.get(`${hook}/deliveries/${first.body.id}`).expect(200);
    expect(JSON.parse(detail.body.body)).toMatchObject({ type: 'webhook.test', data: { webhookId: id } });
    const again = await shop.owner.post(`${hook}/deliveries/${first.body.id}/redelivery`).expect(200);
    expect(again.body).toMatchObject({ state: 'pending', messageId: first.body.messageId, attempt: 0 });
    expect(again.body.id).not.toBe(first.body.id);
    const other = (await shop.owner.post(HOOKS).send(wish()).expect(201)).body as { id: number };
    const stranger = `${HOOKS}/${other.id}/deliveries/${first.body.id}`;
    expect((await shop.owner.get(stranger).expect(404)).body.code).toBe('unknown-delivery');
    await shop.owner.post(`${stranger}/redelivery`).expect(404);
  });

  it('are not more than twenty', async () => {
    const crowded = await openShop(kind);
    for (let n = 0; n < 20; n++) await crowded.owner.post(HOOKS).send(wish()).expect(201);
    expect((await crowded.owner.post(HOOKS).send(wish()).expect(409)).body.code).toBe('too-many-webhooks');
    expect(await crowded.db.manager.count(WebhookEndpointTable)).toBe(20);
  });
});
