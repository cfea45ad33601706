import { describe, expect, it } from 'vitest';
import type { AckItem, CurrentPrice, FeedEntry, Snapshot } from '../../src/contract/feed.js';
import { decide } from '../../src/flow/decide.js';
import { listDrifts, reportPrices, settleDrift } from '../../src/flow/drift.js';
import { acknowledge, feedStatus, readChanges } from '../../src/flow/feed.js';
import { snapshotPage } from '../../src/flow/snapshot.js';
import { openDatabase, type Database } from '../../src/db/database.js';
import { AckTable, ChannelPriceTable, SuggestionTable } from '../../src/db/tables/engine.js';
import { AuditTable, BasePriceTable, ListingTable } from '../../src/db/tables/shop.js';
import { DATABASES } from '../database.js';
import { asked, freshShop, NOW, SITI, suggest } from './decide-shop.js';

const JOB = { actor: 'key:abc', ip: null };
const later = (seconds: number): number => NOW + seconds * 1000;
const told = (seconds: number): string => new Date(later(seconds)).toISOString();

/** Approves 80,000 for SKU-`product` on shopee; the job answers a minute later. */
async function run(
  db: Database,
  product: number,
  ack: Partial<AckItem> | null = { status: 'applied' },
): Promise<number> {
  const id = await suggest(db, product, 1);
  const [result] = await decide(db, SITI, [asked(id)], NOW);
  if (result!.refusal !== null) throw result!.refusal;
  const entry = result!.entryId!;
  if (ack !== null) {
    const item = { id: entry, revision: 1, status: 'applied' as const, ...ack };
    await acknowledge(db, 'shopee', [item], JOB, later(60));
  }
  return entry;
}

const report = (db: Database, items: CurrentPrice[], seconds: number) =>
  reportPrices(db, 'shopee', items, JOB, later(seconds));
const drifts = async (db: Database, seconds: number) =>
  (await listDrifts(db, 'shopee', { limit: 50 }, later(seconds))).items;
const status = (db: Database, seconds: number) => feedStatus(db, 'shopee', { limit: 50 }, later(seconds));
const changes = async (db: Database, seconds: number) =>
  (await readChanges(db, 'shopee', { limit: 100 }, later(seconds))).entries as FeedEntry[];
const decideOn = (db: Database, sku: string, action: 'resend' | 'accept', theirs: number, seconds: number) =>
  settleDrift(db, 'shopee', { sku, action, theirs }, SITI, later(seconds));

describe.each(DATABASES)('prices that a job sees on %s', (kind) => {
  it('are drift where they are not ours, named by kind, and no drift any more once they agree', async () => {
    const db = await freshShop(kind, 5);
    const [applied, edited] = [await run(db, 1), await run(db, 2)];
    const answer = await report(
      db,
      [
        { externalId: '900', price: 100_000 }, // SKU-1, as before our price
        { sku: 'SKU-2', price: 75_000 },
        { sku: 'SKU-3', price: 100_000 }, // nothing runs: the base price
        { sku: 'SKU-4', price: 90_000 },
        { sku: 'nothing', price: 1 },
        { externalId: '77', price: 1 },
      ],
      120,
    );
    expect(answer).toMatchObject({ accepted: 4, refused: 2, drifted: 3 });
    expect(answer.items.map(({ sku, code, drift, ours }) => [sku, code, drift, ours])).toEqual([
      ['SKU-1', null, 'not-applied', 80_000],
      ['SKU-2', null, 'outside-edit', 80_000],
      ['SKU-3', null, null, null],
      ['SKU-4', null, 'outside-edit', 100_000],
      [null, 'unknown-product', null, null],
      [null, 'unknown-product', null, null],
    ]);
    expect(await drifts(db, 130)).toMatchObject([
      { sku: 'SKU-1', kind: 'not-applied', ours: 80_000, theirs: 100_000, entryId: applied, isRunning: true },
      { sku: 'SKU-2', kind: 'outside-edit', ours: 80_000, theirs: 75_000, entryId: edited, isRunning: true },
      { sku: 'SKU-4', ours: 100_000, theirs: 90_000, entryId: null, suggestionId: null, isRunning: false },
    ]);
    expect(await status(db, 130)).toMatchObject({ counts: { drifted: 2, live: 0 }, driftedListings: 3 });
    const page = await snapshotPage(db, 'shopee', { limit: 10 }, later(130));
    const { entries } = JSON.parse(page.body.toString()) as Snapshot;
    expect(entries.map((entry) => ('outsideEdit' in entry ? entry.outsideEdit : 0))).toEqual([null, 75_000]);

    await report(
      db,
      [
        { sku: 'SKU-1', price: 80_000 },
        { sku: 'SKU-2', price: 75_000 },
        { sku: 'SKU-4', price: 100_000 },
      ],
      600,
    );
    expect(await drifts(db, 610)).toMatchObject([
      { sku: 'SKU-2', since: '2026-03-31T09:17:00.000+07:00', seenAt: '2026-03-31T09:25:00.000+07:00' },
    ]);
    expect(await status(db, 610)).toMatchObject({ counts: { drifted: 1, live: 1 }, driftedListings: 1 });
  });

  it('count once however often and in whatever order they come, and those of the future as of now', async () => {
    const db = await freshShop(kind);
    const newest = [{ sku: 'SKU-1', price: 90_000, at: told(500) }];
    for (let repeat = 0; repeat < 3; repeat++) await report(db, newest, 600);
    await report(db, [{ sku: 'SKU-1', price: 70_000, at: told(400) }], 700);
    const both = [
      { sku: 'SKU-2', price: 60_000, at: told(300) },
      { sku: 'SKU-2', price: 65_000, at: told(200) },
      { sku: 'SKU-3', price: 50_000, at: told(99_999) },
    ];
    await report(db, both, 700);
    const rows = await db.manager.find(ChannelPriceTable, { order: { productId: 'ASC' } });
    expect(rows).toEqual([
      { channelId: 1, productId: 1, price: 90_000, since: later(500), at: later(500), actor: 'key:abc' },
      { channelId: 1, productId: 2, price: 60_000, since: later(300), at: later(300), actor: 'key:abc' },
      { channelId: 1, productId: 3, price: 50_000, since: later(700), at: later(700), actor: 'key:abc' },
    ]);
  });

  it('of two processes at once leave the newest one', async () => {
    const db = await freshShop(kind);
    const other = await openDatabase(db.url);
    const times = Array.from({ length: 20 }, (_, i) => i + 1);
    await Promise.all(
      times.map((i) =>
        reportPrices(i % 2 ? db : other, 'shopee', [{ sku: 'SKU-1', price: 90_000 + i, at: told(i) }], JOB, later(60)),
      ),
    );
    expect(await db.manager.find(ChannelPriceTable)).toMatchObject([{ price: 90_020, at: later(20) }]);
    await other.close();
  });

  it('name a variant where an id has several', async () => {
    const db = await freshShop(kind);
    const bare = { channelId: 1, price: null, minPrice: null, maxPrice: null, updatedAt: 0 };
    await db.manager.insert(ListingTable, { productId: 2, externalId: '900', externalVariantId: '902', ...bare });
    const { items } = await report(
      db,
      [
        { externalId: '900', price: 1 },
        { externalId: '900', externalVariantId: '902', price: 100_000 },
      ],
      60,
    );
    expect(items).toMatchObject([
      { ok: false, code: 'ambiguous-id' },
      { ok: true, sku: 'SKU-2' },
    ]);
  });
});

describe.each(DATABASES)('a drift that somebody decides on, on %s', (kind) => {
  it('sends our price again as a new revision that expects what is there now', async () => {
    const db = await freshShop(kind);
    const id = await run(db, 1);
    await report(db, [{ sku: 'SKU-1', price: 75_000 }], 120);
    expect(await decideOn(db, 'SKU-1', 'resend', 75_000, 180)).toEqual({
      entryId: id,
      revision: 2,
      basePrice: 100_000,
    });
    expect((await changes(db, 190)).at(-1)).toMatchObject({
      action: 'set',
      revision: 2,
      price: 80_000,
      expectedCurrentPrice: 75_000,
    });
    expect(await drifts(db, 190)).toEqual([]);
    expect(await status(db, 190)).toMatchObject({ counts: { waiting: 1 }, driftedListings: 0 });
    await acknowledge(db, 'shopee', [{ id, revision: 2, status: 'applied' }], JOB, later(200));
    await report(db, [{ sku: 'SKU-1', price: 80_000 }], 240);
    expect(await status(db, 250)).toMatchObject({ counts: { live: 1 }, driftedListings: 0 });
    await report(db, [{ sku: 'SKU-1', price: 75_000 }], 300);
    expect(await drifts(db, 310)).toMatchObject([{ kind: 'not-applied', theirs: 75_000 }]);
  });

  it('accepts theirs: our offer ends without anything to put back, and theirs is the base price', async () => {
    const db = await freshShop(kind);
    const id = await run(db, 1);
    await report(db, [{ sku: 'SKU-1', price: 75_000 }], 120);
    expect(await decideOn(db, 'SKU-1', 'accept', 75_000, 180)).toEqual({ entryId: id, revision: 2, basePrice: 75_000 });
    expect((await changes(db, 190)).at(-1)).toMatchObject({
      action: 'withdraw',
      reason: 'accepted',
      revertPrice: 75_000,
    });
    expect(await drifts(db, 190)).toEqual([]);
    const listing = await db.manager.findOneByOrFail(ListingTable, { productId: 1, channelId: 1 });
    expect(listing).toMatchObject({ price: 75_000, externalId: '900' });
    expect(await db.manager.findBy(BasePriceTable, { productId: 1, channelId: 1 })).toEqual([
      { productId: 1, channelId: 1, since: later(180), price: 75_000, importId: null },
    ]);
    expect((await db.manager.findOneByOrFail(SuggestionTable, {})).state).toBe('withdrawn');
    await acknowledge(db, 'shopee', [{ id, revision: 2, status: 'reverted' }], JOB, later(200));
    await report(db, [{ sku: 'SKU-1', price: 75_000 }], 240);
    expect(await drifts(db, 250)).toEqual([]);
    await report(db, [{ sku: 'SKU-1', price: 80_000 }], 300);
    expect(await drifts(db, 310)).toMatchObject([{ ours: 75_000, theirs: 80_000, isRunning: false }]);
  });

  it('makes theirs the base price also where nothing of ours runs, and where there was no listing', async () => {
    const db = await freshShop(kind);
    await report(db, [{ sku: 'SKU-2', price: 90_000 }], 60);
    await expect(decideOn(db, 'SKU-2', 'resend', 90_000, 70)).rejects.toMatchObject({ code: 'nothing-to-send' });
    expect(await decideOn(db, 'SKU-2', 'accept', 90_000, 80)).toEqual({
      entryId: null,
      revision: null,
      basePrice: 90_000,
    });
    expect(await drifts(db, 90)).toEqual([]);
    expect(await db.manager.findOneByOrFail(ListingTable, { productId: 2 })).toMatchObject({ price: 90_000 });
    const audit = await db.manager.findBy(AuditTable, { action: 'drift.accept' });
    expect(audit).toMatchObject([
      { actor: 'user:siti', subject: 'product:SKU-2', detail: { ours: 100_000, theirs: 90_000 } },
    ]);
  });

  it('is refused when the channel shows something else by now, nothing any more, or the product is unknown', async () => {
    const db = await freshShop(kind);
    await run(db, 1);
    await report(db, [{ sku: 'SKU-1', price: 75_000 }], 120);
    const refused = (sku: string, theirs: number, seconds: number) =>
      expect(decideOn(db, sku, 'accept', theirs, seconds)).rejects;
    await refused('SKU-1', 74_000, 130).toMatchObject({ code: 'drift-changed', values: { theirs: 75_000 } });
    await refused('SKU-9', 1, 130).toMatchObject({ code: 'unknown-product' });
    await report(db, [{ sku: 'SKU-1', price: 80_000 }], 140);
    await refused('SKU-1', 75_000, 150).toMatchObject({ code: 'no-drift' });
  });

  it('is decided once by two people at once', async () => {
    const db = await freshShop(kind);
    await run(db, 1);
    await report(db, [{ sku: 'SKU-1', price: 75_000 }], 120);
    const both = await Promise.allSettled([
      decideOn(db, 'SKU-1', 'resend', 75_000, 130),
      decideOn(db, 'SKU-1', 'accept', 75_000, 130),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await changes(db, 140)).toHaveLength(2);
  });
});

describe.each(DATABASES)('an order whose outcome nobody knows, on %s', (kind) => {
  const unknown = { status: 'unknown' as const, message: 'time-out' };

  it('is shown as unknown, and its price is asked for with every answer until it is reported', async () => {
    const db = await freshShop(kind);
    const entryId = await run(db, 1, unknown);
    const wanted = [{ sku: 'SKU-1', externalId: '900', externalVariantId: '901', entryId }];
    expect((await readChanges(db, 'shopee', { limit: 10 }, later(70))).reportPrices).toEqual(wanted);
    expect((await acknowledge(db, 'shopee', [], JOB, later(70))).reportPrices).toEqual(wanted);
    expect(await status(db, 70)).toMatchObject({ counts: { unknown: 1 }, items: [{ delivery: 'unknown' }] });
    await expect(decideOn(db, 'SKU-1', 'resend', 100_000, 80)).rejects.toMatchObject({ code: 'no-drift' });
  });

  it('is live when the channel turns out to show it', async () => {
    const db = await freshShop(kind);
    await run(db, 1, unknown);
    await report(db, [{ sku: 'SKU-1', price: 80_000 }], 120);
    expect(await status(db, 130)).toMatchObject({ counts: { unknown: 0, live: 1 } });
    expect((await readChanges(db, 'shopee', { limit: 10 }, later(130))).reportPrices).toEqual([]);
    expect(await changes(db, 130)).toHaveLength(1);
  });

  it('goes out again, once, when the channel shows the price from before', async () => {
    const db = await freshShop(kind);
    await run(db, 1, unknown);
    const items = [{ sku: 'SKU-1', price: 100_000 }];
    for (let repeat = 0; repeat < 3; repeat++) expect(await report(db, items, 120)).toMatchObject({ drifted: 0 });
    const all = await changes(db, 130);
    expect(all).toMatchObject([{ revision: 1 }, { revision: 2, action: 'set', price: 80_000 }]);
    expect(await status(db, 130)).toMatchObject({ counts: { unknown: 0, waiting: 1 } });
  });

  it('stays as it is when the channel shows a third price, for somebody to decide', async () => {
    const db = await freshShop(kind);
    await run(db, 1, unknown);
    await report(db, [{ sku: 'SKU-1', price: 70_000 }], 120);
    expect(await changes(db, 130)).toHaveLength(1);
    expect(await status(db, 130)).toMatchObject({ counts: { drifted: 1 }, items: [{ drift: { theirs: 70_000 } }] });
  });

  it('is not settled by a price that was seen before', async () => {
    const db = await freshShop(kind);
    await run(db, 1, unknown);
    await report(db, [{ sku: 'SKU-1', price: 100_000, at: told(30) }], 120);
    expect(await status(db, 130)).toMatchObject({ counts: { unknown: 1 } });
    expect(await db.manager.count(AckTable)).toBe(1);
  });
});
