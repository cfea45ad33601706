import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config.js';
import { readChangesCursor } from '../../../src/core/feed/cursor.js';
import type { Instant } from '../../../src/core/units.js';
import { EVENT_TYPES, type EventType, type WebhookDelivery } from '../../../src/core/webhook/event.js';
import { openDatabase, type Database } from '../../../src/db/database.js';
import { SYSTEM } from '../../../src/db/stores/audit.js';
import { createRun } from '../../../src/db/stores/runs.js';
import { forgetOldDeliveries } from '../../../src/db/stores/webhooks.js';
import { AuditTable } from '../../../src/db/tables/shop.js';
import { WebhookDeliveryTable, WebhookEndpointTable, WebhookEventTable } from '../../../src/db/tables/webhooks.js';
import { analyse, failRun } from '../../../src/flow/analyse.js';
import { decide, withdraw } from '../../../src/flow/decide.js';
import { checkDatabase } from '../../../src/flow/doctor.js';
import { ingest } from '../../../src/flow/ingest.js';
import { ensureInstallation } from '../../../src/flow/setup.js';
import {
  addEndpoint,
  changeEndpoint,
  redeliver,
  rotateSecret,
  testEndpoint,
} from '../../../src/flow/webhooks/endpoints.js';
import { Clock } from '../../../src/http/providers.js';
import { WebhookSender } from '../../../src/jobs/webhook-sender.js';
import { DATABASES, freshDatabase } from '../../database.js';
import { day, fillSmallShop, TEST_CONFIG } from '../../shop.js';
import { asked, freshShop, NOW, SITI, suggest } from '../decide-shop.js';
import { openReceiver, verified, type Receiver } from './receiver.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The library takes only what was signed in the last minutes: these tests begin now. */
const START = Date.now();

class SetClock extends Clock {
  at: Instant = START;
  override now(): Instant {
    return this.at;
  }
}

const CONFIG = readConfig({
  WEBHOOK_ALLOW_PRIVATE: 'true',
  PUBLIC_URL: 'https://prices.example/',
  LOG_LEVEL: 'silent',
});
const opened: Database[] = [];
afterEach(() => Promise.all(opened.splice(0).map((db) => db.close())));

/** A sender as one process has it; `tick` is one look at what waits, to the end of what it began. */
function senderOf(db: Database, clock: SetClock) {
  const sender = new WebhookSender(db, CONFIG, clock);
  const tick = async (): Promise<void> => {
    await sender.work();
    await sender.idle();
  };
  return { sender, tick };
}

const add = async (
  db: Database,
  to: Receiver,
  types: readonly EventType[] = EVENT_TYPES,
  channels: string[] | null = null,
) => addEndpoint(db, { url: to.url, types: [...types], channels }, SYSTEM, START, true);
const deliveries = (db: Database): Promise<WebhookDelivery[]> =>
  db.manager.find(WebhookDeliveryTable, { order: { id: 'ASC' } });
const bodies = (receiver: Receiver) =>
  receiver.received.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });

describe.each(DATABASES)('webhooks on %s', (kind) => {
  it('tell of prices: signed, in one event a channel, with a link that leads to all of them', async () => {
    const db = await freshShop(kind, 40);
    const [receiver, clock] = [await openReceiver(), new SetClock()];
    const first = await suggest(db, 40, 1);
    await decide(db, SITI, [asked(first)], NOW); // before anybody listens
    const { secret } = await add(db, receiver);
    const ids = [];
    for (let product = 1; product <= 30; product++) ids.push(await suggest(db, product, product % 3 === 0 ? 2 : 1));
    const results = await decide(
      db,
      SITI,
      ids.map((id) => asked(id)),
      NOW,
    );
    expect(results.every(({ refusal }) => refusal === null)).toBe(true);

    const { tick } = senderOf(db, clock);
    clock.at = NOW + 1_999;
    await tick();
    expect(receiver.received).toEqual([]); // more may join
    clock.at = Date.now();
    await tick();
    expect(bodies(receiver)).toHaveLength(2);
    const [shopee, website] = bodies(receiver).sort((a, b) =>
      String(a.data.channel).localeCompare(String(b.data.channel)),
    );
    expect(shopee).toMatchObject({ type: 'price.approved', data: { channel: 'shopee', count: 20 } });
    expect(website).toMatchObject({ type: 'price.approved', data: { channel: 'website', count: 10 } });
    const entryIds = results.map(({ entryId }) => entryId!);
    expect(shopee!.data.entryIds).toEqual(entryIds.filter((_, i) => (i + 1) % 3 !== 0));
    const link = new URL((shopee!.data.links as { changes: string }).changes);
    expect(link.origin).toBe('https://prices.example');
    expect(readChangesCursor(link.searchParams.get('after')!, 1)).toBe(1);
    for (const message of receiver.received) expect(verified(secret, message)).toEqual(JSON.parse(message.body));
    expect((await deliveries(db)).map(({ state, attempt, statusCode }) => [state, attempt, statusCode])).toEqual([
      ['delivered', 1, 204],
      ['delivered', 1, 204],
    ]);

    await withdraw(db, SITI, [{ id: ids[0]!, expectedVersion: null, reason: null }], NOW);
    await tick();
    expect(bodies(receiver).at(-1)).toMatchObject({
      type: 'price.withdrawn',
      data: { count: 1, entryIds: [entryIds[0]] },
    });
  });

  it('tell nothing of what was refused, and write nothing down while nobody listens', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 1, 1);
    await decide(db, SITI, [asked(id)], NOW);
    expect(await db.manager.count(WebhookEventTable)).toBe(0);
    const receiver = await openReceiver();
    await add(db, receiver);
    const [again] = await decide(db, SITI, [asked(id)], NOW);
    expect(again!.refusal).not.toBeNull();
    const other = await suggest(db, 2, 1);
    await decide(db, SITI, [asked(other, { action: 'reject', reason: 'no' })], NOW);
    expect(await db.manager.count(WebhookEventTable)).toBe(0);
  });

  it('tell each only what it listens to; a channel filter is about prices', async () => {
    const db = await freshShop(kind);
    const clock = new SetClock();
    const [all, website, runs] = [await openReceiver(), await openReceiver(), await openReceiver()];
    await add(db, all);
    await add(db, website, EVENT_TYPES, ['website']);
    await add(db, runs, ['run.finished']);
    await decide(db, SITI, [asked(await suggest(db, 1, 1)), asked(await suggest(db, 2, 2))], NOW);
    const run = await createRun(db.manager, 20_000, 'api', 'test', NOW);
    await failRun(db, run.id, 'queued', 'no reason', NOW);
    await failRun(db, run.id, 'queued', 'told once', NOW);
    await senderOf(db, clock).tick();
    const told = (receiver: Receiver) =>
      bodies(receiver)
        .map(({ type, data }) => `${type} ${String(data.channel ?? data.state)}`)
        .sort();
    expect(told(all)).toEqual(['price.approved shopee', 'price.approved website', 'run.finished failed']);
    expect(told(website)).toEqual(['price.approved website', 'run.finished failed']);
    expect(told(runs)).toEqual(['run.finished failed']);
  });

  it('tell of the end of runs and imports, good or bad, not of a dry run', async () => {
    const db = await freshDatabase(kind);
    await ensureInstallation(db, TEST_CONFIG, 0);
    await fillSmallShop(db);
    const receiver = await openReceiver();
    await add(db, receiver, ['run.finished', 'import.finished']);
    const run = await createRun(db.manager, day('2026-03-31'), 'api', 'test', NOW);
    await analyse(db, run.id);
    const rows = (sku: string) => ({ rows: [{ sku, name: 'Kaos' }] }) as never;
    const options = { kind: 'products', createdBy: 'test' } as const;
    const done = await ingest(db, rows('NEW'), options);
    const refused = await ingest(db, rows(''), options);
    await ingest(db, rows('DRY'), { ...options, isDryRun: true });
    const clock = new SetClock();
    clock.at = Date.now(); // runs and imports have their own clock here
    await senderOf(db, clock).tick();
    const told = bodies(receiver).map(({ type, data }) => ({ type, ...data, links: undefined }));
    expect(told).toHaveLength(3);
    const wanted = [
      { type: 'run.finished', runId: run.id, state: 'done' },
      { type: 'import.finished', importId: done.id, kind: 'products', state: 'done' },
      { type: 'import.finished', importId: refused.id, kind: 'products', state: 'refused' },
    ];
    expect(told).toEqual(expect.arrayContaining(wanted));
  });

  it('are tried again on the schedule, under the same id, and end as failed; by hand they go out once more', async () => {
    const db = await freshShop(kind);
    const [receiver, clock] = [await openReceiver(), new SetClock()];
    receiver.answer = (response) => response.writeHead(503).end('not now');
    const { endpoint } = await add(db, receiver);
    await decide(db, SITI, [asked(await suggest(db, 1, 1))], NOW);
    const { tick } = senderOf(db, clock);
    const waits = [];
    for (let attempt = 1; attempt <= 10; attempt++) {
      await tick();
      await tick(); // not before its time
      const [row] = await deliveries(db);
      expect(row).toMatchObject({ attempt, statusCode: 503, answer: 'not now', error: null });
      if (row!.nextAt === null) break;
      waits.push((row!.nextAt - clock.at) / MINUTE);
      clock.at = row!.nextAt;
    }
    const least = [5 / 60, 5, 30, 120, 300, 600, 840, 1200, 1440];
    expect(waits).toHaveLength(9);
    waits.forEach((wait, i) => {
      expect(wait).toBeGreaterThanOrEqual(least[i]!);
      expect(wait).toBeLessThanOrEqual(least[i]! * 1.1 + 0.001);
    });
    expect(receiver.received).toHaveLength(10);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    const times = receiver.received.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times[9]! - times[0]!).toBeGreaterThan(75 * 3600);
    const [failed] = await deliveries(db);
    expect(failed).toMatchObject({ state: 'failed', nextAt: null });
    const sick = (await checkDatabase(db, TEST_CONFIG, clock.at)).find(({ check }) => check === 'webhooks');
    expect(sick).toMatchObject({ status: 'warning', message: expect.stringContaining('has taken nothing') as unknown });

    receiver.answer = (response) => response.writeHead(200).end('ok');
    const again = await redeliver(db, endpoint.id, failed!.id, SITI, clock.at);
    expect(again).toMatchObject({
      state: 'pending',
      attempt: 0,
      messageId: receiver.received[0]!.headers['webhook-id'],
    });
    await tick();
    expect((await deliveries(db)).map(({ state }) => state)).toEqual(['failed', 'delivered']);
    expect(await db.manager.findOneByOrFail(WebhookEndpointTable, { id: endpoint.id })).toMatchObject({
      state: 'active',
      failingSince: null,
      lastSuccessAt: clock.at,
    });
    const well = (await checkDatabase(db, TEST_CONFIG, clock.at)).find(({ check }) => check === 'webhooks');
    expect(well).toMatchObject({ status: 'ok' });
  });

  it('stop at 410: the endpoint is disabled, what waits is not sent, and nothing new is until it is enabled', async () => {
    const db = await freshShop(kind);
    const [receiver, clock] = [await openReceiver(), new SetClock()];
    receiver.answer = (response) => response.writeHead(500).end();
    const { endpoint } = await add(db, receiver);
    await decide(db, SITI, [asked(await suggest(db, 1, 1))], NOW);
    const { tick } = senderOf(db, clock);
    await tick();
    receiver.answer = (response) => response.writeHead(410).end();
    await decide(db, SITI, [asked(await suggest(db, 2, 2))], NOW);
    await tick();
    expect(await db.manager.findOneByOrFail(WebhookEndpointTable, { id: endpoint.id })).toMatchObject({
      state: 'disabled',
      disabledAt: clock.at,
      disabledReason: 'gone',
    });
    expect((await deliveries(db)).map(({ state, nextAt }) => [state, nextAt])).toEqual([
      ['failed', null],
      ['failed', null],
    ]);
    expect((await db.manager.find(AuditTable)).map(({ action }) => action)).toContain('webhook.disable');
    const [check] = (await checkDatabase(db, TEST_CONFIG, clock.at)).filter(({ check }) => check === 'webhooks');
    expect(check).toMatchObject({ status: 'warning', message: expect.stringContaining('410 Gone') as unknown });
    await expect(redeliver(db, endpoint.id, 1, SITI, clock.at)).rejects.toMatchObject({ code: 'webhook-disabled' });

    await decide(db, SITI, [asked(await suggest(db, 3, 1))], NOW);
    clock.at += 100 * HOUR;
    await tick();
    expect(receiver.received).toHaveLength(2);
    receiver.answer = (response) => response.writeHead(204).end();
    await changeEndpoint(db, endpoint.id, { state: 'active' }, SITI, clock.at, true);
    await decide(db, SITI, [asked(await suggest(db, 3, 2))], NOW);
    await tick();
    expect(receiver.received).toHaveLength(3);
  });

  it('give up an endpoint that has taken nothing for five days', async () => {
    const db = await freshShop(kind);
    const [receiver, clock] = [await openReceiver(), new SetClock()];
    receiver.answer = (response) => response.writeHead(500).end();
    const { endpoint } = await add(db, receiver);
    const { tick } = senderOf(db, clock);
    const fails = async (product: number) => {
      await decide(db, SITI, [asked(await suggest(db, product, 1))], NOW);
      for (;;) {
        await tick();
        const row = (await deliveries(db)).at(-1)!;
        if (row.nextAt === null)
          return (await db.manager.findOneByOrFail(WebhookEndpointTable, { id: endpoint.id })).state;
        clock.at = row.nextAt;
      }
    };
    expect(await fails(1)).toBe('active'); // three days and a bit
    expect(await fails(2)).toBe('disabled');
  });

  it('are sent once by two processes, and again under the same id after one was killed in the middle', async () => {
    const db = await freshShop(kind, 8);
    const other = await openDatabase(db.url);
    opened.push(other);
    const [receiver, clock] = [await openReceiver(), new SetClock()];
    await add(db, receiver);
    for (let product = 1; product <= 8; product++) {
      await decide(db, SITI, [asked(await suggest(db, product, (product % 2) + 1))], NOW + product);
      const run = await createRun(db.manager, 20_000, 'api', 'test', NOW);
      await failRun(db, run.id, 'queued', 'x', NOW);
    }
    const [one, two] = [senderOf(db, clock), senderOf(other, clock)];
    for (let turn = 0; turn < 4; turn++) await Promise.all([one.tick(), two.tick()]);
    expect(receiver.received).toHaveLength(10); // eight runs, and prices of two channels
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(10);

    // As a process leaves it that dies while the receiver thinks: claimed, and never told of.
    await decide(db, SITI, [asked(await suggest(db, 1, 1))], NOW + 10);
    let held = 0;
    receiver.answer = () => held++;
    await one.sender.work();
    while (held === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const last = receiver.received.at(-1)!.headers['webhook-id'];
    receiver.answer = (response) => response.writeHead(204).end();
    clock.at += 59_000;
    await two.tick();
    expect(receiver.received).toHaveLength(11); // it may still be at work
    clock.at += 2_000;
    await two.tick();
    expect(receiver.received).toHaveLength(12);
    expect(receiver.received.at(-1)!.headers['webhook-id']).toBe(last);
    await one.sender.onApplicationShutdown(); // the sleeper wakes and finds that it is too late
    expect((await deliveries(db)).at(-1)).toMatchObject({ state: 'delivered', attempt: 2, statusCode: 204 });
  });

  it('are made again at once after a stop in the middle of an attempt', async () => {
    const db = await freshShop(kind);
    const [receiver, clock] = [await openReceiver(), new SetClock()];
    let held = 0;
    receiver.answer = () => held++;
    await add(db, receiver);
    await decide(db, SITI, [asked(await suggest(db, 1, 1))], NOW);
    const { sender } = senderOf(db, clock);
    await sender.work();
    while (held === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await sender.onApplicationShutdown();
    expect(await deliveries(db)).toMatchObject([{ state: 'pending', attempt: 0, nextAt: clock.at }]);
    receiver.answer = (response) => response.writeHead(204).end();
    await senderOf(db, clock).tick();
    expect(await deliveries(db)).toMatchObject([{ state: 'delivered', attempt: 1 }]);
  });

  it('of a slow endpoint hold up no other', async () => {
    const db = await freshShop(kind, 30);
    const [slow, quick, clock] = [await openReceiver(), await openReceiver(), new SetClock()];
    slow.answer = () => undefined;
    await add(db, slow, ['run.finished']);
    for (let i = 0; i < 20; i++) {
      const run = await createRun(db.manager, 20_000, 'api', 'test', NOW);
      await failRun(db, run.id, 'queued', 'x', NOW);
    }
    await add(db, quick, ['price.approved']);
    await decide(db, SITI, [asked(await suggest(db, 1, 1))], NOW);
    const { sender } = senderOf(db, clock);
    await sender.work();
    while (quick.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(slow.received.length).toBeLessThanOrEqual(4);
    await sender.onApplicationShutdown();
  });

  it('are signed with the old and the new secret while a rotation lasts', async () => {
    const db = await freshShop(kind);
    const [receiver, clock] = [await openReceiver(), new SetClock()];
    const { endpoint, secret: old } = await add(db, receiver);
    const { secret } = await rotateSecret(db, endpoint.id, HOUR, SITI, clock.at);
    const way = { allowPrivate: true, now: () => clock.at };
    const row = await testEndpoint(db, endpoint.id, SITI, clock.at, '', way);
    expect(row).toMatchObject({ type: 'webhook.test', state: 'delivered', statusCode: 204, attempt: 1 });
    for (const one of [old, secret]) {
      expect(verified(one, receiver.received[0]!)).toMatchObject({
        type: 'webhook.test',
        data: { webhookId: endpoint.id },
      });
    }
    await rotateSecret(db, endpoint.id, 0, SITI, clock.at);
    await testEndpoint(db, endpoint.id, SITI, clock.at, '', way);
    expect(() => verified(secret, receiver.received[1]!)).toThrow('No matching signature');
  });

  it('that failed as a test are not tried again', async () => {
    const db = await freshShop(kind);
    const [receiver, clock] = [await openReceiver(), new SetClock()];
    receiver.answer = (response) => response.writeHead(404).end('who?');
    const { endpoint } = await add(db, receiver);
    const row = await testEndpoint(db, endpoint.id, SITI, clock.at, '', { allowPrivate: true, now: () => clock.at });
    expect(row).toMatchObject({ state: 'failed', statusCode: 404, answer: 'who?', nextAt: null, error: null });
    clock.at += HOUR;
    await senderOf(db, clock).tick();
    expect(receiver.received).toHaveLength(1);
  });

  it('are forgotten after 30 days, but not while they wait', async () => {
    const db = await freshShop(kind);
    const [receiver, clock] = [await openReceiver(), new SetClock()];
    await add(db, receiver);
    await decide(db, SITI, [asked(await suggest(db, 1, 1))], NOW);
    const { tick } = senderOf(db, clock);
    await tick();
    receiver.answer = (response) => response.writeHead(500).end();
    await decide(db, SITI, [asked(await suggest(db, 2, 1))], NOW);
    await tick();
    await forgetOldDeliveries(db, clock.at - 1);
    expect(await deliveries(db)).toHaveLength(2);
    await forgetOldDeliveries(db, clock.at + 1);
    expect((await deliveries(db)).map(({ state }) => state)).toEqual(['pending']);
    expect(await db.manager.count(WebhookEventTable)).toBe(1);
  });
});
