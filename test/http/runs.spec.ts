import type { Server } from 'node:http';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunView } from '../../src/contract/runs.js';
import { RunTable } from '../../src/db/tables/engine.js';
import { analyse } from '../../src/flow/analyse.js';
import { DATABASES } from '../database.js';
import { day, fillSmallShop } from '../shop.js';
import { openShop, START, type TestShop } from './shop.js';

const PATH = '/api/v1/runs';

describe.each(DATABASES)('runs over HTTP on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
    await fillSmallShop(shop.db);
  });
  const ask = (body: object = {}) => shop.owner.post(PATH).send(body);
  const work = (id: number) => analyse(shop.db, id, undefined, () => shop.clock.now());

  it('are asked for and answered 202: they wait, of the last day with data', async () => {
    const { body } = await ask().expect(202);
    expect(body).toMatchObject({
      asOf: '2026-03-31',
      state: 'queued',
      cause: 'api',
      stage: 'waiting',
      totals: null,
      createdBy: 'user:owner',
      createdAt: '2026-03-31T09:15:00.000+07:00',
      startedAt: null,
    });
    expect((await shop.owner.get(`${PATH}/${body.id}`).expect(200)).body).toEqual(body);
  });

  it('come one at a time: a second is refused while the first waits, and names it', async () => {
    const [first] = await shop.db.manager.find(RunTable);
    const reply = await ask({ asOf: '2026-03-30' }).expect(409);
    expect(reply.body).toMatchObject({ code: 'run-in-progress', values: { runId: first!.id } });
  });

  it('stream their progress as events, and the stream ends with them', async () => {
    const [first] = await shop.db.manager.find(RunTable);
    const stream = shop.owner.get(`${PATH}/${first!.id}/events`).then((reply) => reply);
    await work(first!.id);
    const events = await stream;
    expect(events.status).toBe(200);
    expect(events.headers['content-type']).toContain('text/event-stream');
    const told = [...events.text.matchAll(/^data: (.+)$/gm)].map((match) => JSON.parse(match[1]!) as RunView);
    expect(events.text).toContain('event: run\n');
    expect(told.at(-1)).toMatchObject({ state: 'done', done: 3, total: 3, totals: { products: 3, flagged: 2 } });
    // Of a run that has ended: once, and the end.
    const again = await shop.owner.get(`${PATH}/${first!.id}/events`).expect(200);
    expect([...again.text.matchAll(/^data: /gm)]).toHaveLength(1);
  });

  it('are looked at no more when the listener has gone, and not at all for a HEAD', async () => {
    const { id } = (await ask({ asOf: '2026-03-31' }).expect(202)).body as RunView;
    const { key } = (
      await shop.owner
        .post('/api/v1/keys')
        .send({ name: 'k', scopes: ['read'] })
        .expect(201)
    ).body;
    const { port } = (shop.app.getHttpServer() as Server).address() as { port: number };
    const open = (method: string, signal: AbortSignal | null = null) =>
      fetch(`http://127.0.0.1:${port}${PATH}/${id}/events`, {
        method,
        signal,
        headers: { Authorization: `Bearer ${key}` },
      });
    expect(await (await open('HEAD')).text()).toBe('');
    const listener = new AbortController();
    const events = await open('GET', listener.signal);
    expect(events.headers.get('cache-control')).toBe('no-store');
    const looks = vi.spyOn(shop.db.manager, 'findOneBy');
    await vi.waitFor(() => expect(looks).toHaveBeenCalledWith(RunTable, { id }), 10_000);
    listener.abort();
    await new Promise((resolve) => setTimeout(resolve, 700)); // the look that was under way
    looks.mockClear();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(looks.mock.calls.filter(([table]) => table === RunTable)).toEqual([]);
    looks.mockRestore();
    await shop.db.manager.delete(RunTable, { id });
  });

  it('of a day that has not come, or is none, are refused', async () => {
    expect((await ask({ asOf: '2026-04-01' }).expect(422)).body.code).toBe('day-in-future');
    for (const asOf of ['2026-02-30', 'today', 20_543, '31-03-2026']) await ask({ asOf }).expect(400);
    await ask({ day: '2026-03-30' }).expect(400);
  });

  it('tell why they failed, and leave the last good one in place', async () => {
    const { body } = await ask({ asOf: '2026-03-31' }).expect(202);
    await shop.db.query('ALTER TABLE listing RENAME TO listing_away');
    await expect(work(body.id)).rejects.toThrow();
    await shop.db.query('ALTER TABLE listing_away RENAME TO listing');
    const failed = (await shop.owner.get(`${PATH}/${body.id}`).expect(200)).body as RunView;
    expect(failed).toMatchObject({ state: 'failed', totals: null });
    expect(failed.error).toContain('listing');
    expect((await shop.owner.get('/api/v1/stale').expect(200)).body.run.asOf).toBe('2026-03-31');
    await work((await ask({ asOf: '2026-03-31' }).expect(202)).body.id);
  });

  it('are listed newest first, in pages', async () => {
    const rows = Array.from({ length: 6 }, (_, i) => ({
      asOf: day('2026-03-01') + i,
      state: 'done' as const,
      cause: 'schedule' as const,
      stage: 'done',
      done: 0,
      total: 0,
      createdBy: 'system',
      createdAt: START,
    }));
    await shop.db.manager.insert(RunTable, rows);
    const whole = (await shop.owner.get(`${PATH}?limit=500`).expect(200)).body.items as RunView[];
    expect(whole.map((run) => run.id)).toEqual(whole.map((run) => run.id).toSorted((a, b) => b - a));
    expect(whole).toHaveLength(9);
    const seen: number[] = [];
    for (let path: string | null = `${PATH}?limit=4`; path !== null;) {
      const reply: { body: { items: RunView[]; next: string | null } } = await shop.owner.get(path).expect(200);
      seen.push(...reply.body.items.map((run) => run.id));
      path = reply.body.next === null ? null : `${PATH}?limit=4&after=${reply.body.next}`;
    }
    expect(seen).toEqual(whole.map((run) => run.id));
  });

  it('that are not there are 404', async () => {
    for (const path of ['99999', '99999/events']) {
      expect((await shop.owner.get(`${PATH}/${path}`).expect(404)).body.code).toBe('no-such-run');
    }
    await shop.owner.get(`${PATH}/abc`).expect(400);
  });

  it('are started by merchandisers and watched by viewers and `read` keys', async () => {
    const viewer = await shop.as('viewer');
    const read = await shop.withKey('read');
    const merchandiser = await shop.as('merchandiser');
    for (const who of [viewer, read]) {
      await who.get(PATH).expect(200);
      await who.post(PATH).send({}).expect(403);
    }
    const { body } = await merchandiser.post(PATH).send({ asOf: '2026-03-31' }).expect(202);
    expect(body.createdBy).toBe('user:a-merchandiser');
    await viewer.get(`${PATH}/${body.id}`).expect(200);
  });
});
