import { describe, expect, it } from 'vitest';
import type { Request } from '../../examples/sync-worker/src/send.js';
import { shopify } from '../../examples/sync-worker/src/shopify.js';
import type { Fault } from './channel.js';
import { MINUTE } from './feed-model.js';
import { BASE, NINE, Stage } from './played.js';
import { ShopifyShop } from './shopify-shop.js';

const shop = (stage: Stage): ShopifyShop => stage.channel as ShopifyShop;
const said = (stage: Stage) => stage.feed.acks.map(({ id, status, code }) => [id, status, code ?? null]);
const faults =
  (...list: Fault[]) =>
  () =>
    list.shift() ?? null;

async function begun(skus = ['A', 'B', 'C']): Promise<Stage> {
  const stage = new Stage('shopify', skus);
  await stage.pass();
  return stage;
}

describe('Shopify', () => {
  it('shows our price with the list price struck through, and at the end what was there before', async () => {
    const stage = await begun();
    shop(stage).variants[0]!.compareAtPrice = '125000.00';
    stage.approve('A', 80_000, 0, 60);
    stage.approve('B', 70_000, 0, 120);
    await stage.pass();
    expect(['A', 'B'].map((sku) => [shop(stage).price(sku), shop(stage).strike(sku)])).toEqual([
      [80_000, '100000'],
      [70_000, '100000'],
    ]);
    stage.now += 60 * MINUTE - 1;
    await stage.pass();
    expect(shop(stage).price('A')).toBe(80_000);
    stage.now += 1; // the end does not belong to it
    expect(await stage.pass()).toMatchObject({ reverted: 1, nextAt: NINE + 120 * MINUTE });
    expect([shop(stage).price('A'), shop(stage).strike('A')]).toEqual([BASE, '125000.00']);
    expect(shop(stage).price('B')).toBe(70_000);
    stage.now += 60 * MINUTE;
    await stage.pass();
    expect([shop(stage).price('B'), shop(stage).strike('B')]).toEqual([BASE, null]);
  });

  it('goes from one price to the next without the old one in between, and back to the one before all', async () => {
    const stage = await begun(['A']);
    shop(stage).variants[0]!.compareAtPrice = '110000.00';
    stage.approve('A', 90_000, 0, 600);
    await stage.pass();
    stage.approve('A', 80_000, 30, 60);
    await stage.pass();
    stage.now += 30 * MINUTE;
    await stage.pass();
    stage.now += 60 * MINUTE;
    stage.feed.endDue();
    await stage.pass();
    expect(stage.byJob.map(({ from, to }) => [from, to])).toEqual([
      [BASE, 90_000],
      [90_000, 80_000],
      [80_000, BASE],
    ]);
    expect(shop(stage).strike('A')).toBe('110000.00');
    expect([...stage.feed.entries.values()].map(({ ack }) => ack!.status)).toEqual(['reverted', 'reverted']);
  });

  it('tells per variant what it did not take, in its words', async () => {
    const stage = await begun();
    shop(stage).refused.add('B'); // of the same product as A
    stage.approve('A', 80_000, 0, 60);
    stage.approve('B', 80_000, 0, 60);
    await stage.pass();
    expect(said(stage)).toEqual([
      [1, 'applied', null],
      [2, 'rejected', 'INVALID_INPUT'],
    ]);
    expect(stage.feed.acks[1]!.message).toBe('Price is locked');
  });

  it('says how long its points take to come back, and the change is made then', async () => {
    const stage = await begun(['A']);
    stage.approve('A', 80_000, 0, 60);
    shop(stage).points = 6; // the look takes 1; a change needs 10 and 5 come back a second: 1 s
    stage.fault = () => {
      if (stage.now >= NINE + 1_000) shop(stage).points = 100;
      return null;
    };
    await stage.pass();
    expect(stage.byJob).toMatchObject([{ at: NINE + 1_000, to: 80_000 }]);
  });

  it('keeps an end that it refuses on the list until it takes it', async () => {
    const stage = await begun(['A']);
    stage.approve('A', 80_000, 0, 60);
    await stage.pass();
    shop(stage).refused.add('A');
    stage.now += 60 * MINUTE;
    await stage.pass();
    await stage.pass();
    expect(said(stage)).toEqual([
      [1, 'applied', null],
      [1, 'rejected', 'INVALID_INPUT'], // once
    ]);
    shop(stage).refused.clear();
    stage.now += 10 * MINUTE;
    await stage.pass();
    expect(shop(stage).price('A')).toBe(BASE);
    expect(said(stage).at(-1)).toEqual([1, 'reverted', null]);
  });

  it('is asked about an end whose answer was lost', async () => {
    const stage = await begun(['A']);
    stage.approve('A', 80_000, 0, 60);
    await stage.pass();
    stage.now += 60 * MINUTE;
    stage.fault = faults(null, 'lost-before');
    await stage.pass();
    expect(said(stage).slice(1)).toEqual([
      [1, 'unknown', null],
      [1, 'reverted', null],
    ]);
    expect(shop(stage).price('A')).toBe(BASE);
  });

  it('recognises a price of ours after the journal is gone, and ends it in time', async () => {
    const stage = await begun(['A']);
    stage.approve('A', 80_000, 0, 60);
    await stage.pass();
    stage.mortal.files.clear();
    await stage.pass(10_000); // a new process
    expect(stage.byJob).toHaveLength(1);
    stage.now += 60 * MINUTE;
    await stage.pass();
    expect([shop(stage).price('A'), shop(stage).strike('A')]).toEqual([BASE, null]);
  });

  it('reads and writes cents, and finds variants by SKU, quotes and all', async () => {
    const clock = () => NINE;
    const us = new ShopifyShop(clock, 2);
    us.add('TEA "1"', 1_995, 1);
    const world = { now: clock, sleep: async () => undefined, send: async (request: Request) => us.answer(request) };
    const adapter = shopify({ shop: 'x.myshopify.com', token: 'shpat_test', version: '2026-10' }, world);
    const ref = { sku: 'TEA "1"', externalId: null, externalVariantId: null, scale: 2 };
    const [looked] = await adapter.look([ref]);
    if (looked?.kind !== 'shown') throw new Error('not found');
    expect(looked.shown.price).toBe(1_995);
    const wanted = { kind: 'offer' as const, price: 1_500, listPrice: 1_995, startsAt: NINE, endsAt: NINE + MINUTE };
    expect(await adapter.write([{ shown: looked.shown, wanted }])).toEqual([{ kind: 'done', price: 1_500 }]);
    expect(us.variants[0]).toMatchObject({ price: '15.00', compareAtPrice: '19.95' });
  });
});
