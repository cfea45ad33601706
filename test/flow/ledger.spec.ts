import { describe, expect, it } from 'vitest';
import type { AckItem } from '../../src/contract/feed.js';
import { DEFAULT_LAW } from '../../src/core/approval/price-law.js';
import type { LedgerInterval } from '../../src/core/ledger/intervals.js';
import { currentPrice } from '../../src/core/pricing/current.js';
import { DAY_MS } from '../../src/core/units.js';
import type { Database } from '../../src/db/database.js';
import { openReader } from '../../src/db/reader.js';
import { readShop } from '../../src/db/stores/settings.js';
import { PriceEntryTable } from '../../src/db/tables/engine.js';
import { BasePriceTable, ListingTable, ProductTable } from '../../src/db/tables/shop.js';
import { decide, withdraw } from '../../src/flow/decide.js';
import { reportPrices } from '../../src/flow/drift.js';
import { readListing } from '../../src/flow/entries.js';
import { acknowledge } from '../../src/flow/feed.js';
import { readHistory } from '../../src/flow/history.js';
import { quote } from '../../src/flow/quote.js';
import { changeShop } from '../../src/flow/shop.js';
import { DATABASES } from '../database.js';
import { asked, freshShop, NOW, SITI, suggest } from './decide-shop.js';

const JOB = { actor: 'key:abc', ip: null };
const at = (minutes: number): number => NOW + minutes * 60_000;
const told = (minutes: number): string => new Date(at(minutes)).toISOString();

/** Approves 80,000 for SKU-`product` on shopee. */
async function approve(db: Database, product: number): Promise<number> {
  const [result] = await decide(db, SITI, [asked(await suggest(db, product, 1))], NOW);
  if (result!.refusal !== null) throw result!.refusal;
  return result!.entryId!;
}
const ack = (db: Database, id: number, status: AckItem['status'], minutes: number) =>
  acknowledge(db, 'shopee', [{ id, revision: 1, status, at: told(minutes) }], JOB, at(1_000));
const report = (db: Database, product: number, price: number, minutes: number) =>
  reportPrices(db, 'shopee', [{ sku: `SKU-${product}`, price, at: told(minutes) }], JOB, at(1_000));
const ledgerOf = async (db: Database, product: number): Promise<LedgerInterval[]> =>
  (await readListing(db.manager, { productId: product, channelId: 1 }, at(1_000))).ledger;

/** `from price cause` in minutes from NOW. */
const lines = (ledger: LedgerInterval[]): string[] =>
  ledger.slice(1).map(({ from, price, cause }) => `${(from - NOW) / 60_000} ${price} ${cause}`);

describe.each(DATABASES)('the price ledger on %s', (kind) => {
  it('holds no slip against a price that is approved again', async () => {
    const db = await freshShop(kind, 1);
    await changeShop(db, { priceLaw: { profile: 'EU', days: 30 } }, SITI, NOW);
    const id = await suggest(db, 1, 2);
    const approveAt = async (minutes: number) => (await decide(db, SITI, [asked(id)], at(minutes)))[0]!;
    const undoAt = (minutes: number) =>
      withdraw(db, SITI, [{ id, expectedVersion: null, reason: null }], at(minutes), true);
    const first = await approveAt(0);
    await undoAt(5);
    const second = await approveAt(6);
    expect([first.refusal, second.refusal]).toEqual([null, null]);
    // A job says that it was up: then buyers paid 80,000, and 100,000 is no honest price to cross out.
    const applied = { id: second.entryId!, revision: 1, status: 'applied' as const, at: told(7) };
    await acknowledge(db, 'website', [applied], JOB, at(7));
    await undoAt(8);
    expect((await approveAt(10)).refusal?.code).toBe('breaks-price-law');
    await db.close();
  });

  it('is the same in whatever order jobs tell what they did and saw, and however often', async () => {
    const db = await freshShop(kind, 4);
    const entries: number[] = [];
    for (const product of [1, 2, 3, 4]) entries.push(await approve(db, product));
    const facts = (product: number): (() => Promise<unknown>)[] => {
      const id = entries[product - 1]!;
      return [
        () => ack(db, id, 'skipped', 1),
        () => ack(db, id, 'applied', 10),
        () => report(db, product, 85_000, 20),
        () => report(db, product, 79_000, 40),
        () => ack(db, id, 'reverted', 60),
        () => report(db, product, 100_000, 70),
      ];
    };
    const orders = [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [3, 0, 5, 1, 4, 2],
      [2, 2, 4, 0, 1, 5, 3, 3],
    ];
    for (const [i, order] of orders.entries()) {
      const steps = facts(i + 1);
      for (const step of order) await steps[step]!();
    }
    const first = lines(await ledgerOf(db, 1));
    expect(first).toEqual(['10 80000 entry', '20 85000 observed', '40 79000 observed', '60 100000 base']);
    for (const product of [2, 3, 4]) expect(lines(await ledgerOf(db, product))).toEqual(first);
  });

  it('keeps a run of equal sightings as one, and parts it where a late report says otherwise', async () => {
    const db = await freshShop(kind, 1);
    for (const minutes of [10, 20, 30]) await report(db, 1, 90_000, minutes);
    expect(lines(await ledgerOf(db, 1))).toEqual(['10 90000 observed']);
    expect(await db.query('SELECT since, until FROM price_sighting')).toEqual([{ since: at(10), until: at(30) }]);
    await report(db, 1, 70_000, 15);
    expect(lines(await ledgerOf(db, 1))).toEqual(['10 90000 observed', '15 70000 observed', '30 90000 observed']);
  });

  it('is what a run reads, too', async () => {
    const db = await freshShop(kind, 2);
    const id = await approve(db, 1);
    await ack(db, id, 'applied', 1);
    await report(db, 1, 72_000, 30);
    await ack(db, await approve(db, 2), 'rejected', 1);
    const reader = await openReader(db.url);
    const today = Math.floor(at(1_000) / DAY_MS);
    const seen: (number | null)[] = [];
    for await (const block of readHistory(reader, today, 'whole')) {
      for (const history of block) seen.push(currentPrice(history, 1, at(60)).lowestPrice30);
    }
    await reader.close();
    // The refused cut still counts as the price of now until it is taken back, but not as one that buyers saw.
    expect(seen).toEqual([72_000, 80_000]);
  });
});

describe.each(DATABASES)('the law on discounts on %s', (kind) => {
  it('refuses one from a base price raised lately, in the quote as in the decision; the days are the shop’s', async () => {
    const db = await freshShop(kind, 1);
    await db.manager.update(ProductTable, { id: 1 }, { price: 110_000 });
    await db.manager.insert(BasePriceTable, { productId: 1, channelId: 0, since: NOW - 10 * DAY_MS, price: 110_000 });
    const id = await suggest(db, 1, 1, { listPrice: 110_000, currentPrice: 110_000 });
    const quoted = (await quote(db, SITI, id, null, NOW)).quote;
    expect(quoted.refusal).toMatchObject({ code: 'breaks-price-law' });
    expect(quoted.crossings).toMatchObject([{ code: 'base-price-raised', effect: 'blocks' }]);
    const [refused] = await decide(db, SITI, [asked(id)], NOW);
    expect(refused!.refusal).toMatchObject({ values: { crossed: [{ code: 'base-price-raised' }] } });
    expect(await db.manager.countBy(PriceEntryTable, {})).toBe(0);
    await changeShop(db, { priceLaw: { profile: 'ID', days: 7 } }, SITI, NOW);
    const [done] = await decide(db, SITI, [asked(id)], NOW);
    expect(done!.refusal).toBeNull();
  });

  it('warns in a shop of Indonesia of what a shop of the European Union may not do', async () => {
    const db = await freshShop(kind, 1);
    await report(db, 1, 90_000, -10 * 1_440);
    await report(db, 1, 100_000, -8 * 1_440);
    const id = await suggest(db, 1, 1);
    const warned = (await quote(db, SITI, id, null, NOW)).quote;
    expect([warned.refusal, warned.crossings]).toMatchObject([null, [{ code: 'above-lowest-price', effect: 'warns' }]]);
    await changeShop(db, { priceLaw: { profile: 'EU', days: 30 } }, SITI, NOW);
    const [refused] = await decide(db, SITI, [asked(id)], NOW);
    expect(refused!.refusal).toMatchObject({
      code: 'breaks-price-law',
      values: { crossed: [{ code: 'false-reference-price', limit: 90_000 }] },
    });
  });

  it('is the Indonesian one in a shop that was set up before there was a choice', async () => {
    const db = await freshShop(kind, 1);
    expect((await readShop(db.manager)).priceLaw).toEqual(DEFAULT_LAW);
    expect(await db.manager.countBy(ListingTable, {})).toBe(1);
  });
});
