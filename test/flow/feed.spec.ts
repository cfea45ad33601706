import { describe, expect, it } from 'vitest';
import type { AckItem, FeedEntry, Snapshot } from '../../src/contract/feed.js';
import { changesCursor } from '../../src/core/feed/cursor.js';
import { decide, expireDue, withdraw } from '../../src/flow/decide.js';
import { acknowledge, feedStatus, notePull, readChanges } from '../../src/flow/feed.js';
import { changeChannel } from '../../src/flow/shop.js';
import { snapshotPage } from '../../src/flow/snapshot.js';
import { openDatabase, type Database } from '../../src/db/database.js';
import { FeedChangeTable, FeedHeadTable, PriceEntryTable } from '../../src/db/tables/engine.js';
import { AuditTable, ListingTable } from '../../src/db/tables/shop.js';
import { DATABASES } from '../database.js';
import { asked, freshShop, NOW, SITI, suggest } from './decide-shop.js';

const later = (seconds: number): number => NOW + seconds * 1000;
const KEY = { actor: 'key:abc', ip: null };

async function approve(
  db: Database,
  productId: number,
  channelId: number,
  window: { startsAt?: number; endsAt?: number } = {},
  now = NOW,
): Promise<void> {
  const id = await suggest(db, productId, channelId);
  const adjustment = { price: 80_000, startsAt: window.startsAt ?? null, endsAt: window.endsAt ?? null };
  const [result] = await decide(db, SITI, [asked(id, { action: 'adjust', adjustment })], now);
  if (result?.refusal) throw result.refusal;
}

async function snapshot(db: Database, now: number, query: { after?: string; limit?: number } = {}, code = 'shopee') {
  const page = await snapshotPage(db, code, { limit: 500, ...query }, now);
  const body = JSON.parse(page.body.toString()) as Snapshot;
  return { etag: page.etag, body, skus: body.entries.map((entry) => entry.sku) };
}

async function changes(db: Database, query: { after?: string; limit?: number } = {}, code = 'shopee') {
  const answer = await readChanges(db, code, { limit: 100, ...query }, NOW);
  return { ...answer, entries: answer.entries as FeedEntry[] };
}

describe.each(DATABASES)('the snapshot on %s', (kind) => {
  it('holds what is live and what comes next, by the clock: start inclusive, end exclusive', async () => {
    const db = await freshShop(kind);
    await approve(db, 1, 1, { startsAt: later(3_600), endsAt: later(7_200) });
    const states = async (seconds: number) => {
      const { body } = await snapshot(db, later(seconds));
      return body.entries.map((entry) => (body.status === 'ok' && 'state' in entry ? entry.state : null));
    };
    expect(await states(0)).toEqual(['scheduled']);
    expect(await states(3_599)).toEqual(['scheduled']);
    expect(await states(3_600)).toEqual(['live']);
    expect(await states(7_199)).toEqual(['live']);
    expect(await states(7_200)).toEqual([]); // nobody has ended it yet: the clock alone does
  });

  it('has the same tag while nothing changes and no window opens or closes, in every process', async () => {
    const db = await freshShop(kind);
    const other = await openDatabase(db.url);
    await approve(db, 1, 1, { startsAt: later(3_600), endsAt: later(7_200) });
    const { etag } = await snapshot(db, NOW);
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    expect((await snapshot(db, later(3_599))).etag).toBe(etag);
    expect((await snapshot(other, later(10))).etag).toBe(etag);
    const live = (await snapshot(db, later(3_600))).etag;
    expect(live).not.toBe(etag);
    await approve(db, 2, 1, {}, later(3_700));
    const more = await snapshot(db, later(3_700));
    expect(more.etag).not.toBe(live);
    expect(more.skus).toEqual(['SKU-1', 'SKU-2']);
    await other.close();
  });

  it('shows the approval of another process after a moment', async () => {
    const db = await freshShop(kind);
    const other = await openDatabase(db.url);
    expect((await snapshot(db, NOW)).skus).toEqual([]);
    await approve(other, 1, 1);
    let skus: string[] = [];
    for (let tries = 0; tries < 200 && skus.length === 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ({ skus } = await snapshot(db, NOW));
    }
    expect(skus).toEqual(['SKU-1']);
    await other.close();
  });

  it('comes in pages; its cursor leads to the changes after it', async () => {
    const db = await freshShop(kind, 7);
    for (let product = 1; product <= 7; product++) await approve(db, product, 1);
    const seen: string[] = [];
    let after: string | undefined;
    const first = await snapshot(db, NOW, { limit: 3 });
    for (let pages = 0; pages < 4; pages++) {
      const { body, skus } = await snapshot(db, NOW, { limit: 3, ...(after ? { after } : {}) });
      seen.push(...skus);
      if (body.next === null) break;
      after = body.next;
    }
    expect(seen).toEqual(['SKU-1', 'SKU-2', 'SKU-3', 'SKU-4', 'SKU-5', 'SKU-6', 'SKU-7']);
    const from = first.body.cursor!;
    expect((await changes(db, { after: from })).entries).toEqual([]);
    await expect(readChanges(db, 'shopee', { after: first.body.next!, limit: 10 }, NOW)).rejects.toMatchObject({
      code: 'bad-cursor',
    });
  });

  it('carries native ids as they are now', async () => {
    const db = await freshShop(kind);
    await approve(db, 2, 1);
    expect((await snapshot(db, NOW)).body.entries[0]).toMatchObject({ externalId: null });
    const ids = { externalId: '77', externalVariantId: '78' };
    await db.manager.insert(ListingTable, {
      productId: 2,
      channelId: 1,
      price: null,
      minPrice: null,
      maxPrice: null,
      updatedAt: 1,
      ...ids,
    });
    await approve(db, 3, 1); // any change builds the page anew
    expect((await snapshot(db, NOW)).body.entries[0]).toMatchObject(ids);
  });
});

describe.each(DATABASES)('changes on %s', (kind) => {
  it('come in order, page by page, and may be repeated', async () => {
    const db = await freshShop(kind, 5);
    for (let product = 1; product <= 5; product++) await approve(db, product, 1);
    const first = await changes(db, { limit: 2 });
    expect(first.entries.map((entry) => entry.sku)).toEqual(['SKU-1', 'SKU-2']);
    expect(first.hasMore).toBe(true);
    const second = await changes(db, { after: first.next!, limit: 3 });
    expect(second.entries.map((entry) => entry.sku)).toEqual(['SKU-3', 'SKU-4', 'SKU-5']);
    expect(second.hasMore).toBe(false);
    expect(await changes(db, { after: first.next!, limit: 3 })).toEqual(second);
    const none = await changes(db, { after: second.next! });
    expect(none).toMatchObject({ entries: [], next: second.next, hasMore: false });
  });

  it('refuse a cursor of another channel, garbage, and one ahead of a restored database', async () => {
    const db = await freshShop(kind);
    await approve(db, 1, 1);
    const { next } = await changes(db);
    for (const [code, after] of [
      ['website', next!],
      ['shopee', 'garbage'],
      ['shopee', `${next!}A`],
    ] as const) {
      await expect(readChanges(db, code, { after, limit: 10 }, NOW)).rejects.toMatchObject({ code: 'bad-cursor' });
    }
    await expect(readChanges(db, 'shopee', { after: changesCursor(1, 2), limit: 10 }, NOW)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'cursor-ahead',
    });
    await expect(readChanges(db, 'nowhere', { limit: 10 }, NOW)).rejects.toMatchObject({ code: 'unknown-channel' });
  });

  it('tell a price that ended during an outage, with the end that it was given', async () => {
    const db = await freshShop(kind);
    await approve(db, 1, 2, { endsAt: later(3_600) });
    const { next } = await changes(db, {}, 'website');
    // From here on neither the job nor the program runs, until the next day.
    const nextDay = later(86_400);
    expect((await snapshot(db, nextDay, {}, 'website')).skus).toEqual([]);
    await expireDue(db, nextDay);
    const { entries } = await changes(db, { after: next! }, 'website');
    expect(entries).toMatchObject([
      { action: 'ended', reason: 'over', revision: 2, endsAt: '2026-03-31T10:15:00.000+07:00', revertPrice: 100_000 },
    ]);
    const [row] = await db.manager.find(FeedChangeTable, { order: { seq: 'DESC' }, take: 1 });
    expect(row?.at).toBe(nextDay);
  });

  it('write times with the offset of the shop, across a change of clocks (Berlin, 2026-03-29 02:00)', async () => {
    const db = await freshShop(kind, 3, 'Europe/Berlin');
    const before = Date.parse('2026-03-28T23:30:00+01:00');
    const id = await suggest(db, 1, 1, { expiresAt: before + 86_400_000 });
    const adjustment = { price: null, startsAt: null, endsAt: Date.parse('2026-03-30T00:00:00+02:00') };
    await decide(db, SITI, [asked(id, { action: 'adjust', adjustment })], before);
    const { entries } = await changes(db);
    expect(entries).toMatchObject([
      { startsAt: '2026-03-28T23:30:00.000+01:00', endsAt: '2026-03-30T00:00:00.000+02:00' },
    ]);
    const midnight = adjustment.endsAt;
    expect((await snapshot(db, midnight - 1)).skus).toEqual(['SKU-1']);
    expect((await snapshot(db, midnight)).skus).toEqual([]);
    expect((await expireDue(db, midnight - 1)).ended).toBe(0);
    expect((await expireDue(db, midnight)).ended).toBe(1);
  });
});

describe.each(DATABASES)('writers and a reader at once on %s', (kind) => {
  it('leave no gap and no double: 8 writers in two processes, 400 approvals on 2 channels, one reader each', async () => {
    const db = await freshShop(kind, 200);
    const other = await openDatabase(db.url);
    const ids: number[] = [];
    for (let product = 1; product <= 200; product++) {
      for (const channel of [1, 2]) ids.push(await suggest(db, product, channel));
    }
    let isWriting = true;
    const reader = async (code: string, channelId: number): Promise<{ ids: number[]; seqs: number[] }> => {
      const seen: number[] = [];
      const cursors: string[] = [];
      let after: string | undefined;
      for (let isLast = false; ; isLast = !isWriting) {
        const page = await readChanges(other, code, { limit: 7, ...(after ? { after } : {}) }, NOW);
        if (page.status !== 'ok') throw new Error('held');
        seen.push(...page.entries.map((entry) => entry.id));
        cursors.push(...page.entries.map((entry) => entry.cursor));
        after = page.next ?? after;
        if (isLast && page.entries.length === 0) break;
        await new Promise((resolve) => setImmediate(resolve));
      }
      const order = new Map(Array.from({ length: 500 }, (_, i) => [changesCursor(channelId, i + 1), i + 1]));
      return { ids: seen, seqs: cursors.map((cursor) => order.get(cursor)!) };
    };
    const readers = [reader('shopee', 1), reader('website', 2)];
    const writer = async (n: number): Promise<void> => {
      for (let i = n; i < ids.length; i += 8) {
        const [result] = await decide(n % 2 ? db : other, SITI, [asked(ids[i]!)], NOW);
        if (result?.refusal) throw result.refusal;
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, n) => writer(n)));
    isWriting = false;
    const read = await Promise.all(readers);
    for (const [i, channelId] of [1, 2].entries()) {
      // Every change once, in order, without a hole: the reader never stepped over a commit.
      expect(read[i]!.seqs).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
      const entries = await db.manager.findBy(PriceEntryTable, { channelId });
      expect([...read[i]!.ids].sort((a, b) => a - b)).toEqual(entries.map((entry) => entry.id).sort((a, b) => a - b));
      expect(await db.manager.findOneBy(FeedHeadTable, { channelId })).toEqual({ channelId, seq: 200 });
    }
    await other.close();
  });
});

describe.each(DATABASES)('the kill switch on %s', (kind) => {
  it('answers hold, keeps the reader where it is, and loses nothing', async () => {
    const db = await freshShop(kind);
    await approve(db, 1, 1);
    const before = await changes(db);
    await changeChannel(db, 'shopee', { isHeld: true, heldReason: 'prices look wrong' }, 'channel.hold', SITI, NOW);
    await approve(db, 2, 1);
    expect(await changes(db, { after: before.next! })).toEqual({
      status: 'hold',
      channel: 'shopee',
      reason: 'prices look wrong',
      entries: [],
      next: before.next,
      hasMore: false,
      reportPrices: [],
    });
    expect(await changes(db)).toMatchObject({ status: 'hold', next: null });
    const held = await snapshot(db, NOW);
    expect(held.body).toMatchObject({ status: 'hold', reason: 'prices look wrong', entries: [] });
    expect((await snapshot(db, NOW, {}, 'website')).body.status).toBe('ok');

    await changeChannel(db, 'shopee', { isHeld: false, heldReason: null }, 'channel.release', SITI, NOW);
    expect((await changes(db, { after: before.next! })).entries.map((entry) => entry.sku)).toEqual(['SKU-2']);
    const again = await snapshot(db, NOW);
    expect(again.skus).toEqual(['SKU-1', 'SKU-2']);
    expect(again.etag).not.toBe(held.etag);
    const audit = (await db.manager.find(AuditTable)).map((row) => row.action);
    expect(audit).toContain('channel.hold');
    expect(audit).toContain('channel.release');
  });
});

describe.each(DATABASES)('acknowledgements on %s', (kind) => {
  const ack = (id: number, revision: number, change: Partial<AckItem> = {}): AckItem => ({
    id,
    revision,
    status: 'applied',
    appliedPrice: 80_000,
    ...change,
  });
  const counts = async (db: Database, now = NOW, code = 'shopee') => {
    const { scheduled, waiting, live, refused, drifted } = (await feedStatus(db, code, { limit: 50 }, now)).counts;
    return { scheduled, waiting, live, refused, drifted };
  };
  const NONE = { scheduled: 0, waiting: 0, live: 0, refused: 0, drifted: 0 };

  it('are taken item by item: unknown entries and other revisions are refused by themselves', async () => {
    const db = await freshShop(kind);
    await approve(db, 1, 1);
    await approve(db, 1, 2);
    const result = await acknowledge(db, 'shopee', [ack(99, 1), ack(1, 1), ack(2, 1), ack(1, 2)], KEY, NOW);
    expect(result).toMatchObject({ accepted: 1, refused: 3 });
    expect(result.items.map((item) => item.code)).toEqual(['unknown-entry', null, 'unknown-entry', 'unknown-revision']);
    await withdraw(db, SITI, [{ id: 1, expectedVersion: null, reason: null }], later(60));
    const late = await acknowledge(db, 'shopee', [ack(1, 1)], KEY, later(61));
    expect(late.items).toMatchObject([{ ok: false, code: 'old-revision', currentRevision: 2 }]);
  });

  it('show what waits, is live, was refused and has drifted', async () => {
    const db = await freshShop(kind, 6);
    for (let product = 1; product <= 5; product++) await approve(db, product, 1);
    await approve(db, 6, 1, { startsAt: later(3_600) });
    expect(await counts(db)).toEqual({ ...NONE, waiting: 5, scheduled: 1 });
    await acknowledge(
      db,
      'shopee',
      [
        ack(1, 1),
        ack(2, 1, { appliedPrice: 81_000 }),
        ack(3, 1, { status: 'rejected', code: 'promotion_price_too_low', message: 'Price is too low' }),
        ack(4, 1, { status: 'skipped', message: 'another promotion runs' }),
      ],
      KEY,
      NOW,
    );
    expect(await counts(db)).toEqual({ scheduled: 1, waiting: 1, live: 1, refused: 2, drifted: 1 });
    expect(await counts(db, later(3_600))).toEqual({ scheduled: 0, waiting: 2, live: 1, refused: 2, drifted: 1 });
    const refused = await feedStatus(db, 'shopee', { limit: 1, delivery: 'refused' }, NOW);
    expect(refused.items).toMatchObject([{ sku: 'SKU-4', message: 'another promotion runs', wanted: 'set' }]);
    const next = await feedStatus(db, 'shopee', { limit: 1, delivery: 'refused', after: refused.next! }, NOW);
    expect(next.items).toMatchObject([{ sku: 'SKU-3', code: 'promotion_price_too_low' }]);
    expect(next.next).toBeNull();
    // The newest word counts.
    await acknowledge(db, 'shopee', [ack(2, 1)], KEY, later(1));
    expect((await counts(db)).drifted).toBe(0);
  });

  it('wait for the price to be put back after an undo, and after an end that the channel does not do itself', async () => {
    const db = await freshShop(kind);
    await approve(db, 1, 1);
    await approve(db, 2, 2, { endsAt: later(3_600) });
    await acknowledge(db, 'shopee', [ack(1, 1)], KEY, NOW);
    await acknowledge(db, 'website', [ack(2, 1)], KEY, NOW);
    await withdraw(db, SITI, [{ id: 1, expectedVersion: null, reason: null }], later(60));
    const [item] = (await feedStatus(db, 'shopee', { limit: 5 }, later(60))).items;
    expect(item).toMatchObject({ id: 1, delivery: 'waiting', wanted: 'stop' });
    await acknowledge(db, 'shopee', [ack(1, 2, { status: 'reverted' })], KEY, later(90));
    expect(await counts(db, later(90))).toEqual(NONE);
    await expireDue(db, later(3_600));
    expect(await counts(db, later(3_600), 'website')).toEqual({ ...NONE, waiting: 1 });
    await acknowledge(db, 'website', [ack(2, 2, { status: 'rejected', message: 'locked' })], KEY, later(3_700));
    expect(await counts(db, later(3_700), 'website')).toEqual({ ...NONE, refused: 1 });
  });

  it('tell when the job last asked, to the minute', async () => {
    const db = await freshShop(kind);
    const lastPull = async () => (await feedStatus(db, 'shopee', { limit: 1 }, NOW)).lastPullAt;
    expect(await lastPull()).toBeNull();
    await notePull(db, 'shopee', NOW);
    await notePull(db, 'shopee', later(59));
    expect(await lastPull()).toBe('2026-03-31T09:15:00.000+07:00');
    await notePull(db, 'shopee', later(60));
    expect(await lastPull()).toBe('2026-03-31T09:16:00.000+07:00');
  });
});
