import { beforeAll, describe, expect, it } from 'vitest';
import { DATABASES } from '../database.js';
import { addProducts, suggest } from '../flow/decide-shop.js';
import { openShop, START, type Caller, type TestShop } from './shop.js';

const SHOPEE = '/api/v1/channels/shopee';

describe.each(DATABASES)('the feed over HTTP on %s', (kind) => {
  let shop: TestShop;
  let job: Caller;
  const approve = async (product: number): Promise<void> => {
    const id = await suggest(shop.db, product, 1);
    await shop.owner.post(`/api/v1/suggestions/${id}/decision`).send({ action: 'approve' }).expect(200);
  };
  beforeAll(async () => {
    shop = await openShop(kind);
    await addProducts(shop.db, 5);
    job = await shop.withKey('feed:shopee');
    for (const product of [1, 2, 3]) await approve(product);
  });

  it('is for keys of its channel and for people, nobody else', async () => {
    for (const path of ['prices', 'price-changes', 'feed-status']) {
      await job.get(`${SHOPEE}/${path}`).expect(200);
      await shop.owner.get(`${SHOPEE}/${path}`).expect(200);
      await job.get(`/api/v1/channels/lazada/${path}`).expect(403);
      await shop.anybody.get(`${SHOPEE}/${path}`).expect(401);
      expect((await shop.owner.get(`/api/v1/channels/nowhere/${path}`).expect(404)).body.code).toBe('unknown-channel');
    }
  });

  it('answers 304 to the tag of the snapshot until something changes', async () => {
    const first = await job.get(`${SHOPEE}/prices`).expect(200);
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(first.body.entries).toHaveLength(3);
    const { etag } = first.headers as { etag: string };
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      const reply = await job.get(`${SHOPEE}/prices`).set('If-None-Match', known).expect(304);
      expect(reply.text).toBe('');
      expect(reply.headers.etag).toBe(etag);
    }
    await job.get(`${SHOPEE}/prices`).set('If-None-Match', '"other"').expect(200);
    await approve(4);
    const changed = await job.get(`${SHOPEE}/prices`).set('If-None-Match', etag).expect(200);
    expect(changed.body.entries).toHaveLength(4);
  });

  it('pages by `next`, in the body and as a Link', async () => {
    const first = await job.get(`${SHOPEE}/prices?limit=2`).expect(200);
    expect(first.headers.link).toBe(`<${SHOPEE}/prices?limit=2&after=${first.body.next}>; rel="next"`);
    const second = await job.get(`${SHOPEE}/prices?limit=2&after=${first.body.next}`).expect(200);
    const ids = [...first.body.entries, ...second.body.entries].map((entry: { id: number }) => entry.id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(ids).toHaveLength(4);
    expect(second.headers.link).toBeUndefined();
  });

  it('tells changes after a cursor and refuses one that is none', async () => {
    const { body } = await job.get(`${SHOPEE}/price-changes?limit=3`).expect(200);
    expect(body).toMatchObject({ status: 'ok', channel: 'shopee', hasMore: true });
    const rest = await job.get(`${SHOPEE}/price-changes?after=${body.next}`).expect(200);
    expect(rest.body.entries).toMatchObject([{ sku: 'SKU-4', action: 'set' }]);
    const bad = await job.get(`${SHOPEE}/price-changes?after=garbage`).expect(400);
    expect(bad.body).toMatchObject({ code: 'bad-cursor', errors: [{ path: '/after' }] });
    await job.get(`${SHOPEE}/price-changes?limit=1001`).expect(400);
  });

  it('takes acknowledgements once per Idempotency-Key and answers per item', async () => {
    const items = [
      { id: 1, revision: 1, status: 'applied', appliedPrice: 80_000, at: '2026-03-31T09:16:00+07:00' },
      { id: 2, revision: 1, status: 'rejected', code: '4128', message: 'locked' },
      { id: 77, revision: 1, status: 'applied' },
    ];
    expect((await job.post(`${SHOPEE}/acks`).send({ items }).expect(400)).body.code).toBe('idempotency-key-missing');
    const first = await job.post(`${SHOPEE}/acks`).set('Idempotency-Key', 'batch-1').send({ items }).expect(200);
    expect(first.body).toMatchObject({
      accepted: 2,
      refused: 1,
      items: [{ ok: true }, { ok: true }, { code: 'unknown-entry' }],
    });
    const repeat = await job.post(`${SHOPEE}/acks`).set('Idempotency-Key', 'batch-1').send({ items }).expect(200);
    expect(repeat.headers['idempotent-replay']).toBe('true');
    expect(repeat.body).toEqual(first.body);
    const [{ n }] = (await shop.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM ack')) as [{ n: number }];
    expect(n).toBe(2);
    const { body } = await shop.owner.get(`${SHOPEE}/feed-status`).expect(200);
    expect(body).toMatchObject({
      counts: { live: 1, refused: 1, waiting: 2, drifted: 0, scheduled: 0 },
      lastPullAt: '2026-03-31T09:15:00.000+07:00',
    });
    const refused = await shop.owner.get(`${SHOPEE}/feed-status?delivery=refused`).expect(200);
    expect(refused.body.items).toMatchObject([{ sku: 'SKU-2', code: '4128', message: 'locked' }]);
    await job.post(`${SHOPEE}/acks`).set('Idempotency-Key', 'batch-2').send({ items: [] }).expect(400);
  });

  it('answers hold from the kill switch on, at once, and goes on where it was', async () => {
    const { next } = (await job.get(`${SHOPEE}/price-changes`)).body as { next: string };
    await shop.owner.put(`${SHOPEE}/hold`).send({ reason: 'prices look wrong' }).expect(200);
    const hold = { status: 'hold', reason: 'prices look wrong', entries: [] };
    expect((await job.get(`${SHOPEE}/prices`).expect(200)).body).toMatchObject(hold);
    expect((await job.get(`${SHOPEE}/price-changes?after=${next}`).expect(200)).body).toMatchObject({ ...hold, next });
    await approve(5);
    await shop.owner.delete(`${SHOPEE}/hold`).expect(200);
    const { body } = await job.get(`${SHOPEE}/price-changes?after=${next}`).expect(200);
    expect(body.entries).toMatchObject([{ sku: 'SKU-5' }]);
    expect((await job.get(`${SHOPEE}/prices`)).body.status).toBe('ok');
  });

  it('takes what jobs see, from keys of the channel and people who decide; a person settles what differs', async () => {
    const items = [{ sku: 'SKU-1', price: 75_000 }];
    const seen = () => job.post(`${SHOPEE}/current-prices`).set('Idempotency-Key', 'seen-1').send({ items });
    const first = await seen().expect(200);
    expect(first.body).toMatchObject({ accepted: 1, drifted: 1, items: [{ drift: 'outside-edit', ours: 80_000 }] });
    expect((await seen().expect(200)).headers['idempotent-replay']).toBe('true');
    const drifts = await job.get(`${SHOPEE}/drifts`).expect(200);
    expect(drifts.body).toMatchObject({ items: [{ sku: 'SKU-1', theirs: 75_000, isRunning: true }], next: null });
    const decision = { sku: 'SKU-1', action: 'resend', theirs: 75_000 };
    const viewer = await shop.as('viewer');
    const reader = await shop.withKey('read');
    for (const other of [viewer, reader]) {
      await other.get(`${SHOPEE}/drifts`).expect(200);
      await other.post(`${SHOPEE}/current-prices`).send({ items }).expect(403);
    }
    for (const other of [viewer, reader, job]) {
      await other.post(`${SHOPEE}/drifts/decision`).send(decision).expect(403);
    }
    await job.post('/api/v1/channels/lazada/current-prices').send({ items }).expect(403);
    const settled = await shop.owner.post(`${SHOPEE}/drifts/decision`).send(decision).expect(200);
    expect(settled.body).toEqual({ entryId: 1, revision: 2, basePrice: 100_000 });
    const again = await shop.owner.post(`${SHOPEE}/drifts/decision`).send(decision).expect(409);
    expect(again.body.code).toBe('no-drift');
  });

  it('says what is wrong with a report or a decision that cannot be read', async () => {
    const bad: [object, string][] = [
      [{ items: [] }, '/items'],
      [{ items: [{ price: 1 }] }, '/items/0'],
      [{ items: [{ sku: 'A', externalId: '1', price: 1 }] }, '/items/0'],
      [{ items: [{ sku: 'A', price: -1 }] }, '/items/0/price'],
      [{ items: [{ sku: 'A', price: 1.5 }] }, '/items/0/price'],
      [{ items: [{ sku: 'A', price: 1, at: 'yesterday' }] }, '/items/0/at'],
      [{ items: Array.from({ length: 1_001 }, () => ({ sku: 'A', price: 1 })) }, '/items'],
    ];
    for (const [body, path] of bad) {
      const reply = await job.post(`${SHOPEE}/current-prices`).send(body).expect(400);
      expect(reply.body.errors).toMatchObject([{ path }]);
    }
    await shop.owner.post(`${SHOPEE}/drifts/decision`).send({ sku: 'SKU-1', action: 'ignore', theirs: 1 }).expect(400);
    await shop.owner.get(`${SHOPEE}/drifts?limit=501`).expect(400);
    await shop.owner.get('/api/v1/channels/nowhere/drifts').expect(404);
  });

  it('lets a price go at its end without anybody doing anything', async () => {
    shop.clock.at = START + 40 * 86_400_000;
    expect((await job.get(`${SHOPEE}/prices`).expect(200)).body.entries).toEqual([]);
    shop.clock.at = START;
  });
});

describe.each(DATABASES)('a snapshot at hand on %s', (kind) => {
  it('is answered alike from memory, and never past a revoked key, a hold, or a clock that has moved on', async () => {
    const shop = await openShop(kind);
    await addProducts(shop.db, 2);
    const id = await suggest(shop.db, 1, 1);
    await shop.owner.post(`/api/v1/suggestions/${id}/decision`).send({ action: 'approve' }).expect(200);
    const job = await shop.withKey('feed:shopee');
    const other = await shop.withKey('feed:lazada');
    const ask = () => job.get(`${SHOPEE}/prices`);
    const first = await ask().expect(200);
    for (let repeat = 0; repeat < 5; repeat++) {
      const again = await ask().expect(200);
      expect(again.body).toEqual(first.body);
      expect(again.headers).toMatchObject({
        etag: first.headers.etag,
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'private, no-cache',
        'x-content-type-options': 'nosniff',
      });
      await ask().set('If-None-Match', first.headers.etag!).expect(304);
      await other.get(`${SHOPEE}/prices`).expect(403);
    }
    shop.clock.at = START + 40 * 86_400_000;
    const fresh = await shop.withKey('feed:shopee');
    expect((await fresh.get(`${SHOPEE}/prices`).expect(200)).body.entries).toEqual([]);
    shop.clock.at = START;
    await ask().expect(200);
    const owner = shop.owner;
    await owner.put(`${SHOPEE}/hold`).send({ reason: 'wait' }).expect(200);
    expect((await ask().expect(200)).body.status).toBe('hold');
    await owner.delete(`${SHOPEE}/hold`).expect(200);
    expect((await ask().expect(200)).body.status).toBe('ok');
    const keys = (await owner.get('/api/v1/keys').expect(200)).body as { items: { id: number; scopes: string[] }[] };
    for (const key of keys.items) await owner.delete(`/api/v1/keys/${key.id}`);
    await ask().expect(401);
  });
});
