import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { RunTable } from '../../src/db/tables/engine.js';
import { AuditTable, ChannelTable, ProductTable } from '../../src/db/tables/shop.js';
import { DATABASES } from '../database.js';
import { openShop, START, type TestShop } from './shop.js';

const HOUR_MS = 3_600_000;

describe.each(DATABASES)('the settings of a shop on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });

  it('begin with the seven channels, their fees, the policy and a shop in rupiah', async () => {
    const channels = await shop.owner.get('/api/v1/channels').expect(200);
    expect(channels.body.items.map((c: { code: string; isMarketplace: boolean }) => [c.code, c.isMarketplace])).toEqual(
      [
        ['shopee', true],
        ['tokopedia', true],
        ['tiktok-shop', true],
        ['lazada', true],
        ['website', false],
        ['whatsapp', false],
        ['store', false],
      ],
    );
    const fees = await shop.owner.get('/api/v1/channels/shopee/fees').expect(200);
    expect(fees.body.items.length).toBeGreaterThan(0);
    expect((await shop.owner.get('/api/v1/policy').expect(200)).body).toMatchObject({
      version: 1,
      createdBy: 'system',
      policy: { staleAfterDays: 30 },
    });
    expect((await shop.owner.get('/api/v1/shop').expect(200)).body).toEqual({
      name: 'My shop',
      currency: 'IDR',
      scale: 0,
      timeZone: 'Asia/Jakarta',
      locale: 'id',
      isDemo: false,
      priceLaw: { profile: 'ID', days: 30 },
    });
  });

  it('take a new channel, once, and a new name for it', async () => {
    const blibli = { code: 'blibli', name: 'Blibli', isMarketplace: true };
    await shop.owner.post('/api/v1/channels').send(blibli).expect(201);
    expect((await shop.owner.post('/api/v1/channels').send(blibli).expect(409)).body.code).toBe('channel-exists');
    const renamed = await shop.owner.patch('/api/v1/channels/blibli').send({ name: 'Blibli Mall' }).expect(200);
    expect(renamed.body).toMatchObject({ code: 'blibli', name: 'Blibli Mall', isMarketplace: true });
    await shop.owner.patch('/api/v1/channels/blibli').send({}).expect(400);
    const unknown = await shop.owner.patch('/api/v1/channels/nope').send({ name: 'x' }).expect(404);
    expect(unknown.body.values.known).toContain('shopee');
  });

  it('hold a channel with a reason and release it, both on the record', async () => {
    const reason = 'prices look wrong';
    const held = await shop.owner.put('/api/v1/channels/shopee/hold').send({ reason }).expect(200);
    expect(held.body).toMatchObject({ isHeld: true, heldReason: reason });
    const free = await shop.owner.delete('/api/v1/channels/shopee/hold').expect(200);
    expect(free.body).toMatchObject({ isHeld: false, heldReason: null });
    const audit = await shop.owner.get('/api/v1/audit?subject=channel:shopee').expect(200);
    expect(audit.body.items.map((e: { action: string; actor: string }) => [e.action, e.actor])).toEqual([
      ['channel.release', 'user:owner'],
      ['channel.hold', 'user:owner'],
    ]);
    expect(audit.body.items[1].detail.heldReason).toBe(reason);
  });

  it("replace one channel's fees and leave the others alone", async () => {
    const fee = {
      category: null,
      component: 'admin',
      rateBp: 800,
      perOrder: 1250,
      perItem: 0,
      capPerItem: null,
      validFrom: '2026-01-01',
      validTo: null,
      source: 'Own contract',
    };
    const before = await shop.owner.get('/api/v1/channels/tokopedia/fees').expect(200);
    const put = (items: object[]) => shop.owner.put('/api/v1/channels/shopee/fees').send({ items });
    expect((await put([fee]).expect(200)).body).toMatchObject({ items: [fee] });
    expect((await shop.owner.get('/api/v1/channels/tokopedia/fees').expect(200)).body).toEqual(before.body);
    const seen = (await shop.owner.get('/api/v1/channels/shopee/fees').expect(200)).body.revision as string;
    const change = (rateBp: number) =>
      shop.owner.put('/api/v1/channels/shopee/fees').send({ items: [{ ...fee, rateBp }], expectedRevision: seen });
    const replies = await Promise.all([change(701), change(702)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(replies.find(({ status }) => status === 409)!.body.code).toBe('revision-conflict');
    const kept = replies.find(({ status }) => status === 200)!.body;
    expect((await shop.owner.get('/api/v1/channels/shopee/fees').expect(200)).body).toEqual(kept);
    const twice = await put([fee, fee]).expect(400);
    expect(twice.body.errors[0].path).toBe('/items/1');
    const backwards = await put([{ ...fee, validTo: '2025-12-31' }]).expect(400);
    expect(backwards.body.errors[0].path).toBe('/items/0/validTo');
    const noDay = await put([{ ...fee, validFrom: '2026-02-30' }]).expect(400);
    expect(noDay.body.errors[0].message).toContain('2026-02-30');
    expect((await put([]).expect(200)).body).toMatchObject({ items: [] });
  });

  it('give editors the same schema of the policy as the file in rules/', async () => {
    const { body } = await shop.owner.get('/api/v1/policy/schema').expect(200);
    expect(body).toEqual(JSON.parse(readFileSync('rules/policy.schema.json', 'utf8')));
  });

  it('keep every version of the policy and refuse a change of an old one', async () => {
    const { body: first } = await shop.owner.get('/api/v1/policy').expect(200);
    const policy = { ...first.policy, staleAfterDays: 45 };
    const put = (expectedVersion: number, sent: object = policy) =>
      shop.owner.put('/api/v1/policy').send({ expectedVersion, policy: sent, note: 'slower season' });
    expect((await put(1).expect(200)).body).toMatchObject({
      version: 2,
      note: 'slower season',
      createdBy: 'user:owner',
    });
    const late = await put(1).expect(409);
    expect(late.body).toMatchObject({ code: 'version-conflict', values: { version: 2 } });
    const bad = await put(2, { ...policy, staleAfterDay: 45 }).expect(422);
    expect(bad.body.code).toBe('invalid-policy');
    expect((await shop.owner.get('/api/v1/policy/versions/1').expect(200)).body.policy.staleAfterDays).toBe(30);
    expect((await shop.owner.get('/api/v1/policy/versions/9').expect(404)).body.code).toBe('unknown-version');
    const both = await Promise.all([put(2), put(2)]);
    expect(both.map((reply) => reply.status).sort()).toEqual([200, 409]);
  });

  it('fix money and time zone once there are products', async () => {
    const patch = (change: object) => shop.owner.patch('/api/v1/shop').send(change);
    expect((await patch({ currency: 'GBP', scale: 2, timeZone: 'Europe/London' }).expect(200)).body.scale).toBe(2);
    expect((await shop.owner.get('/api/v1/channels/tokopedia/fees').expect(200)).body.items).toEqual([]);
    await shop.db.manager.insert(ProductTable, {
      sku: 'A-1',
      name: 'Kopi',
      tags: [],
      status: 'active',
      isStub: false,
      createdAt: START,
      updatedAt: START,
    });
    expect((await patch({ scale: 0 }).expect(409)).body.code).toBe('shop-in-use');
    expect((await patch({ scale: 2, name: 'Corner shop' }).expect(200)).body.name).toBe('Corner shop');
    expect((await patch({ timeZone: 'Mars/Olympus' }).expect(400)).body.errors[0].path).toBe('/timeZone');
  });
});

describe.each(DATABASES)('a list on %s', (kind) => {
  it('comes in pages without a gap or a repeat, with the next one in body and Link header', async () => {
    const shop = await openShop(kind);
    for (let i = 0; i < 7; i++) {
      await shop.owner
        .put('/api/v1/channels/shopee/hold')
        .send({ reason: `r${i}` })
        .expect(200);
    }
    const seen: string[] = [];
    let path: string | null = '/api/v1/audit?action=channel.hold&limit=3';
    let pages = 0;
    while (path !== null) {
      const reply = await shop.owner.get(path).expect(200);
      seen.push(...reply.body.items.map((entry: { detail: { heldReason: string } }) => entry.detail.heldReason));
      pages++;
      const link = /^<(.+)>; rel="next"$/.exec(reply.headers.link ?? '');
      expect(link === null).toBe(reply.body.next === null);
      path = link?.[1] ?? null;
      if (path !== null) expect(new URL(path, 'http://x').searchParams.get('after')).toBe(reply.body.next);
    }
    expect(seen).toEqual(['r6', 'r5', 'r4', 'r3', 'r2', 'r1', 'r0']);
    expect(pages).toBe(3);
    for (const query of ['limit=0', 'limit=501', 'limit=x', 'after=%%%', 'after=bm9wZQ', 'after=']) {
      const reply = await shop.owner.get(`/api/v1/audit?${query}`);
      expect([query, reply.status]).toEqual([query, 400]);
    }
  });
});

describe.each(DATABASES)('health on %s', (kind) => {
  it('is open, and grows worried over an old run without going down', async () => {
    const shop = await openShop(kind);
    await shop.anybody.get('/health/live').expect(200, { status: 'ok' });
    const fresh = await shop.anybody.get('/health/ready').expect(200);
    expect(fresh.body).toEqual({
      status: 'ok',
      database: { status: 'ok' },
      migrations: { status: 'ok', pending: 0 },
      lastGoodRun: { status: 'ok', finishedAt: null, ageHours: null },
    });
    const run = { stage: 'done', done: 1, total: 1, createdBy: 'system', createdAt: START, asOf: 20_543 };
    const good = { ...run, state: 'done', cause: 'schedule', finishedAt: START } as const;
    await shop.db.manager.insert(RunTable, good);
    await shop.db.manager.insert(RunTable, { ...run, state: 'failed', cause: 'schedule', finishedAt: START + HOUR_MS });
    shop.clock.at = START + 36 * HOUR_MS;
    expect((await shop.anybody.get('/health/ready').expect(200)).body.lastGoodRun).toEqual({
      status: 'ok',
      finishedAt: '2026-03-31T09:15:00.000+07:00',
      ageHours: 36,
    });
    shop.clock.at += HOUR_MS;
    const old = await shop.anybody.get('/health/ready').expect(200);
    expect([old.body.status, old.body.lastGoodRun.ageHours]).toEqual(['degraded', 37]);
  });

  it('is down with a migration missing, and with the database away', async () => {
    const shop = await openShop(kind);
    await shop.db.query('DELETE FROM migration');
    const behind = await shop.anybody.get('/health/ready').expect(503);
    expect(behind.body.migrations.status).toBe('down');
    expect(behind.body.migrations.pending).toBeGreaterThan(0);
    await shop.db.close();
    const away = await shop.anybody.get('/health/ready').expect(503);
    expect(away.body.database.status).toBe('down');
    await shop.anybody.get('/health/live').expect(200);
  });
});

describe.each(DATABASES)('metrics on %s', (kind) => {
  it('tell requests by route and the engine’s counts, to keys of that scope', async () => {
    const shop = await openShop(kind);
    const run = { stage: 'x', done: 0, total: 0, createdBy: 'system', createdAt: START, asOf: 20_543 };
    await shop.db.manager.insert(RunTable, { ...run, state: 'done', cause: 'api', finishedAt: START });
    await shop.db.manager.insert(RunTable, { ...run, state: 'failed', cause: 'api', finishedAt: START });
    await shop.anybody.get('/api/v1/channels/secret-name').expect(401);
    await (await shop.withKey('read')).get('/metrics').expect(403);
    const reply = await (await shop.withKey('metrics')).get('/metrics').expect(200);
    expect(reply.headers['content-type']).toContain('text/plain');
    const lines = reply.text.split('\n');
    expect(lines).toContain('larisin_runs{state="done"} 1');
    expect(lines).toContain('larisin_runs{state="failed"} 1');
    expect(lines).toContain(`larisin_last_good_run_timestamp_seconds ${START / 1000}`);
    expect(lines).toContain(
      'larisin_http_request_seconds_count{method="GET",route="/api/v1/channels/:code",status="401"} 1',
    );
    expect(reply.text).toContain('nodejs_eventloop_lag_seconds');
    expect(reply.text).not.toContain('secret-name');
  });
});

describe('the audit log', () => {
  it('is for owners, and holds a line for every kind of change', async () => {
    const shop = await openShop('sqlite');
    await (await shop.as('merchandiser')).get('/api/v1/audit').expect(403);
    await shop.owner.patch('/api/v1/shop').send({ name: 'A' }).expect(200);
    const { body } = await shop.owner
      .post('/api/v1/keys')
      .send({ name: 'k', scopes: ['read'] })
      .expect(201);
    await shop.owner.delete(`/api/v1/keys/${body.id}`).expect(200);
    const actions = (await shop.db.manager.find(AuditTable)).map((entry) => entry.action);
    expect(new Set(actions)).toEqual(new Set(['user.add', 'session.open', 'shop.change', 'key.add', 'key.revoke']));
  });
});

describe.each(DATABASES)('a repeated write on %s', (kind) => {
  it('is done once, in parallel too, and answered alike', async () => {
    const shop = await openShop(kind);
    const body = { code: 'blibli', name: 'Blibli', isMarketplace: true };
    const send = (sent: object = body, key = 'k-1') =>
      shop.owner.post('/api/v1/channels').set('Idempotency-Key', key).send(sent);
    const replies = await Promise.all(Array.from({ length: 8 }, () => send()));
    const statuses = new Set(replies.map((reply) => reply.status));
    statuses.delete(409); // the first was still at work
    expect([...statuses]).toEqual([201]);
    for (const reply of replies.filter((one) => one.status === 409))
      expect(reply.body.code).toBe('idempotency-key-busy');
    expect(replies.filter((one) => one.status === 201 && one.headers['idempotent-replay'] === undefined)).toHaveLength(
      1,
    );
    expect(await shop.db.manager.countBy(ChannelTable, { code: 'blibli' })).toBe(1);
    const again = await send().expect(201);
    expect(again.headers['idempotent-replay']).toBe('true');
    expect(again.body).toMatchObject(body);
    const other = await send({ ...body, name: 'Other' }).expect(422);
    expect(other.body.code).toBe('idempotency-key-reused');
    expect((await send(body, 'k-2').expect(409)).body.code).toBe('channel-exists');
    expect((await send(body, 'x'.repeat(129)).expect(400)).body.code).toBe('idempotency-key-bad');
  });
});
