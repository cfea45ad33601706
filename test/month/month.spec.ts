import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lowestBetween } from '../../src/core/ledger/lowest-price.js';
import { formatDay } from '../../src/core/units.js';
import { AckTable, PriceEntryTable, SuggestionTable } from '../../src/db/tables/engine.js';
import { withdraw } from '../../src/flow/decide.js';
import { settleDrift } from '../../src/flow/drift.js';
import { feedStatus } from '../../src/flow/feed.js';
import { DATABASES } from '../database.js';
import { runs } from '../effort.js';
import { SITI } from '../flow/decide-shop.js';
import { BASE, CHANNELS, monthBegins, ShopLife, SKUS, type Code } from './shop-life.js';

const DAYS = 30;
const BY_HAND = 77_777;
const THEIRS = 70_500;

/** What somebody does on a day of the month, at the channel or in the shop. */
const EVENTS: Record<number, (life: ShopLife) => Promise<void>> = {
  // The channel refuses one; somebody else changes prices that run, on the shop's own website and on a marketplace.
  0: async (life) => void life.front('shopee').refused.add('P-1'),
  1: async (life) => {
    life.front('shopee').refused.clear();
    life.front('website').edit('P-1', BY_HAND);
  },
  2: async (life) => {
    await settle(life, 'website', 'P-1', 'resend', BY_HAND);
    life.front('tiktok-shop').edit('P-3', THEIRS);
  },
  3: async (life) => {
    await settle(life, 'tiktok-shop', 'P-3', 'accept', THEIRS);
    await undo(life, 'shopee', 'P-2');
  },
};
/** Days on which a channel's job does not run at all: the offers of the first days end on one of them. */
const AWAY: Record<number, Code[]> = { 5: ['website'], 13: ['shopee', 'website'], 14: ['shopee'] };

const settle = (life: ShopLife, code: Code, sku: string, action: 'resend' | 'accept', theirs: number) =>
  settleDrift(life.db, code, { sku, action, theirs }, SITI, life.now);

async function undo(life: ShopLife, channelCode: Code, sku: string): Promise<void> {
  const { suggestionId } = await life.db.manager.findOneByOrFail(PriceEntryTable, {
    channelCode,
    sku,
    state: 'active',
  });
  const [done] = await withdraw(
    life.db,
    SITI,
    [{ id: suggestionId, expectedVersion: null, reason: 'salah' }],
    life.now,
  );
  expect(done).toMatchObject({ refusal: null, wasLive: true });
}

/** Each flow is tried on both databases by itself; here one is enough, unless somebody has the time. */
const databases = runs(1) > 1 ? DATABASES : DATABASES.slice(0, 1);

describe.each(databases)('a month in a shop’s life on %s', (kind) => {
  let life: ShopLife;
  beforeAll(async () => {
    life = await ShopLife.open(kind, monthBegins);
    for (let day = monthBegins - 30; day < monthBegins; day++) life.sell(day);
    life.at(monthBegins - 1, 23);
    for (const code of CHANNELS) await life.importOrders(code, monthBegins - 30, monthBegins - 1);
    for (let day = 0; day < DAYS; day++) {
      life.at(monthBegins + day, 4);
      await EVENTS[day]?.(life);
      await life.liveThrough(monthBegins + day, AWAY[day]);
    }
    for (const code of CHANNELS) await life.importOrders(code, monthBegins + DAYS - 4, monthBegins + DAYS - 1);
    // Nothing new is approved from here on: all that runs comes to its end.
    life.at(monthBegins + DAYS + 20, 6);
    await life.endAll();
  });
  afterAll(() => life.close());

  it('had prices come and go, refused, edited, taken back and taken over', async () => {
    const entries = await life.db.manager.find(PriceEntryTable);
    expect(entries.length).toBeGreaterThan(15);
    const kinds = new Set(entries.map(({ channelCode }) => channelCode));
    expect([...kinds].sort()).toEqual([...CHANNELS].sort());
    const acks = await life.db.manager.find(AckTable);
    expect(new Set(acks.map(({ status }) => status))).toEqual(new Set(['applied', 'reverted', 'rejected', 'unknown']));
    const byHand = life.seen.filter(({ price }) => price === BY_HAND || price === THEIRS);
    expect(byHand.length).toBeGreaterThan(4);
  });

  it('counted every unit that was sold on each channel and day, once', async () => {
    const rows: { sku: string; code: Code; day: number; units: number; revenue: number }[] = await life.db.query(
      `SELECT p.sku, c.code, s.day, s.units, s.revenue FROM daily_sale s JOIN product p ON p.id = s.productId
         JOIN channel c ON c.id = s.channelId`,
    );
    const lines = (all: typeof rows) => all.map((row) => Object.values(row).join(' ')).sort();
    const sold = life.orders.map(({ sku, code, day, units, paid }) => ({
      sku,
      code,
      day,
      units,
      revenue: units * paid,
    }));
    expect(lines(rows.map(({ sku, code, day, units, revenue }) => ({ sku, code, day, units, revenue })))).toEqual(
      lines(sold),
    );
  });

  it('showed on each channel what the feed wants, day by day', () => {
    expect(life.seen.length).toBeGreaterThan(DAYS * SKUS.length * CHANNELS.length);
    for (const one of life.seen) {
      const { price, wanted, delivery, base, drift, at } = one;
      const believed = wanted === null || delivery === 'refused' ? base : wanted;
      // A price of somebody else's is told as drift until the owner has decided.
      expect({ ...one, at: formatDay(Math.floor(at / 86_400_000)), price }).toMatchObject({ price: drift ?? believed });
      expect(['live', 'refused', 'drifted', null]).toContain(delivery);
    }
  });

  it('has in its ledger what each channel showed, also of the days on which its job was away', async () => {
    for (const code of CHANNELS) {
      for (const sku of SKUS) {
        const ledger = await life.ledger(code, sku);
        const paidAt = (moment: number) => ledger.findLast(({ from }) => from <= moment)?.price;
        for (const { at, price } of life.seen.filter((one) => one.code === code && one.sku === sku)) {
          expect([code, sku, new Date(at).toISOString(), paidAt(at)]).toEqual([
            code,
            sku,
            new Date(at).toISOString(),
            price,
          ]);
        }
        // The lowest price of the month, from what the channel itself remembers of it.
        const shown = life.front(code).changes.filter((change) => change.sku === sku);
        const lowest = Math.min(BASE, ...shown.map(({ to }) => to));
        expect([code, sku, lowestBetween(ledger, 0, life.now)]).toEqual([code, sku, lowest]);
      }
    }
  });

  it('ends with nothing of ours left anywhere: channel, feed and ledger say the plain price', async () => {
    const open = await life.db.manager.findBy(PriceEntryTable, { state: 'active', kind: 'discount' });
    expect(open).toEqual([]);
    for (const code of CHANNELS) {
      expect(await life.running(code)).toEqual(new Map());
      const { counts, driftedListings } = await feedStatus(life.db, code, { limit: 50 }, life.now);
      expect([code, driftedListings, Object.values(counts).every((count) => count === 0)]).toEqual([code, 0, true]);
      for (const sku of SKUS) {
        const plain = code === 'tiktok-shop' && sku === 'P-3' ? THEIRS : BASE;
        const paid = (await life.ledger(code, sku)).findLast(({ from }) => from <= life.now)!.price;
        expect([code, sku, life.front(code).price(sku), paid]).toEqual([code, sku, plain, plain]);
      }
    }
    expect(await life.db.manager.countBy(SuggestionTable, { state: 'withdrawn' })).toBe(2);
  });
});
