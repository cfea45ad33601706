import { describe, expect, it } from 'vitest';
import { SettingsError } from '../../examples/sync-worker/src/send.js';
import { wooCommerce } from '../../examples/sync-worker/src/woocommerce.js';
import type { Fault } from './channel.js';
import { MINUTE } from './feed-model.js';
import { BASE, NINE, Stage } from './played.js';
import type { WooShop } from './woo-shop.js';

const SKUS = ['A', 'B', 'C', 'D']; // B and D are variations
const woo = (stage: Stage): WooShop => stage.channel as WooShop;
const said = (stage: Stage) => stage.feed.acks.map(({ id, status, code }) => [id, status, code ?? null]);
/** One fault after another, then none. */
const faults =
  (...list: Fault[]) =>
  () =>
    list.shift() ?? null;

async function begun(skus = SKUS): Promise<Stage> {
  const stage = new Stage('woocommerce', skus);
  await stage.pass();
  return stage;
}

describe('WooCommerce', () => {
  it('gets the sale price with its window, the end in the last second that belongs to it', async () => {
    const stage = await begun();
    stage.approve('A', 80_000, 0, 120);
    stage.approve('B', 79_900, 0, 60);
    await stage.pass();
    const views = woo(stage).products.map(({ sku, regular, sale, from, to }) => [sku, regular, sale, from, to]);
    expect(views.slice(0, 2)).toEqual([
      ['A', '100000', '80000', '2026-11-25T02:00:00', '2026-11-25T03:59:59'],
      ['B', '100000', '79900', '2026-11-25T02:00:00', '2026-11-25T02:59:59'],
    ]);
    expect(said(stage)).toEqual([
      [1, 'applied', null],
      [2, 'applied', null],
    ]);
    expect(stage.feed.acks[0]).toMatchObject({ revision: 1, appliedPrice: 80_000, at: '2026-11-25T02:00:00.000Z' });
  });

  it('takes 250 products in batches of at most 100, variations under their product', async () => {
    const skus = Array.from({ length: 250 }, (_, i) => `S${i}`);
    const stage = await begun(skus);
    for (const sku of skus) stage.approve(sku, 90_000, 0, 60);
    expect(await stage.pass()).toMatchObject({ applied: 250 });
    expect(woo(stage).batches.reduce((sum, size) => sum + size)).toBe(250);
    expect(Math.max(...woo(stage).batches)).toBeLessThanOrEqual(100);
    expect(skus.every((sku) => woo(stage).price(sku) === 90_000)).toBe(true);
  });

  it('answers 200 with a failed item: that one is refused in its words, the others count', async () => {
    const stage = await begun();
    woo(stage).refused.add('C');
    stage.approve('A', 80_000, 0, 60);
    stage.approve('C', 80_000, 0, 60);
    await stage.pass();
    expect(said(stage)).toEqual([
      [1, 'applied', null],
      [2, 'rejected', 'locked'],
    ]);
    expect(stage.feed.acks[1]!.message).toBe('This product is locked.');
    await stage.pass();
    expect(woo(stage).price('C')).toBe(BASE); // it is not tried again and again
    expect(woo(stage).batches).toEqual([2]);
  });

  it('is left in peace for as long as Retry-After says', async () => {
    const stage = await begun(['A']);
    stage.approve('A', 80_000, 0, 60);
    stage.fault = faults(null, 'busy', null); // the look, then the change
    await stage.pass();
    expect(stage.byJob).toMatchObject([{ at: NINE + 2_000, to: 80_000 }]);
    expect(said(stage)).toEqual([[1, 'applied', null]]);
  });

  it('applies nothing whose time was over while it was busy', async () => {
    const stage = await begun(['A']);
    const from = stage.now;
    stage.feed.approve('A', 80_000, from, from + 3_000, stage.refs.get('A'));
    stage.fault = faults(null, 'busy', null, 'busy');
    await stage.pass();
    expect(stage.byJob).toEqual([]);
    expect(said(stage)).toEqual([[1, 'skipped', 'expired']]);
  });

  it('is asked when an answer was lost, before anything is sent again', async () => {
    const stage = await begun(['A', 'C']);
    stage.approve('A', 80_000, 0, 60);
    stage.fault = faults(null, 'lost-after');
    await stage.pass();
    expect(said(stage)).toEqual([
      [1, 'unknown', null],
      [1, 'applied', null],
    ]);
    expect(stage.byJob).toHaveLength(1);
    stage.approve('C', 70_000, 0, 60); // a variation, and this time the change was not made
    stage.fault = faults(null, 'lost-before');
    await stage.pass();
    expect(said(stage).slice(2)).toEqual([
      [2, 'unknown', null],
      [2, 'applied', null],
    ]);
    expect(stage.byJob.map(({ to }) => to)).toEqual([80_000, 70_000]);
  });

  it('keeps a price that somebody put there, and ours goes out when the owner says so', async () => {
    const stage = await begun(['A']);
    woo(stage).edit('A', 93_000);
    const id = stage.approve('A', 80_000, 0, 60);
    await stage.pass();
    expect(said(stage)).toEqual([[id, 'skipped', 'price-differs']]);
    expect(stage.feed.acks[0]!.appliedPrice).toBe(93_000);
    expect(stage.byJob).toEqual([]);
    stage.feed.resend(id, 93_000);
    await stage.pass();
    expect(woo(stage).price('A')).toBe(80_000);
  });

  it('keeps an edit of our running price also at the end, and says so', async () => {
    const stage = await begun(['A']);
    const id = stage.approve('A', 80_000, 0, 60);
    await stage.pass();
    woo(stage).edit('A', 77_000);
    stage.feed.withdraw(id);
    await stage.pass();
    expect(woo(stage).price('A')).toBe(77_000);
    expect(said(stage).at(-1)).toEqual([id, 'skipped', 'price-differs']);
  });

  it('leaves what the owner has accepted', async () => {
    const stage = await begun(['A']);
    const id = stage.approve('A', 80_000, 0, 60);
    await stage.pass();
    woo(stage).edit('A', 77_000);
    stage.feed.withdraw(id, 'accepted');
    await stage.pass();
    expect(woo(stage).price('A')).toBe(77_000);
    expect(said(stage).at(-1)).toEqual([id, 'reverted', null]);
  });

  it('is cleared at the end where its own schedule is late', async () => {
    const stage = await begun(['A']);
    woo(stage).isLazy = true;
    stage.approve('A', 80_000, 0, 60);
    await stage.pass();
    stage.now += 60 * MINUTE - 1;
    await stage.pass();
    expect(woo(stage).price('A')).toBe(80_000);
    stage.now += 1;
    await stage.pass();
    expect(woo(stage).products[0]).toMatchObject({ sale: '', from: null, to: null, regular: '100000' });
    expect(said(stage).at(-1)).toEqual([1, 'reverted', null]);
  });

  it("gets the merchant's own sale back after ours, and a planned one is not touched", async () => {
    const stage = await begun(['A', 'C']);
    Object.assign(woo(stage).products[0]!, { regular: '120000', sale: '100000' });
    Object.assign(woo(stage).products[1]!, { sale: '95000', from: '2026-11-26T00:00:00' });
    const id = stage.approve('A', 80_000, 0, 60);
    stage.approve('C', 80_000, 0, 60);
    await stage.pass();
    expect(said(stage)).toContainEqual([2, 'skipped', 'other-promotion']);
    expect(woo(stage).price('A')).toBe(80_000);
    stage.feed.withdraw(id);
    await stage.pass();
    expect(woo(stage).products[0]).toMatchObject({ regular: '120000', sale: '100000', from: null, to: null });
    expect(woo(stage).products[1]).toMatchObject({ sale: '95000', from: '2026-11-26T00:00:00' });
  });

  it('ends what is over while the feed is away, and begins nothing new', async () => {
    const stage = await begun(['A', 'C']);
    woo(stage).isLazy = true;
    stage.approve('A', 80_000, 0, 60);
    stage.approve('C', 80_000, 30, 600);
    await stage.pass();
    stage.isFeedAway = () => true;
    stage.now += 61 * MINUTE;
    expect(await stage.pass()).toMatchObject({ isFeedReachable: false });
    expect([woo(stage).price('A'), woo(stage).price('C')]).toEqual([BASE, BASE]);
    stage.isFeedAway = () => false;
    await stage.pass();
    expect(said(stage)).toEqual([
      [1, 'applied', null],
      [1, 'reverted', null],
      [2, 'applied', null],
    ]);
  });

  it('is left as it is while the channel is held, ends included', async () => {
    const stage = await begun(['A', 'C']);
    woo(stage).isLazy = true;
    stage.approve('A', 80_000, 0, 60);
    await stage.pass();
    stage.feed.isHeld = true;
    stage.approve('C', 80_000, 0, 600);
    stage.now += 61 * MINUTE;
    expect(await stage.pass()).toMatchObject({ isHeld: true });
    expect([woo(stage).price('A'), woo(stage).price('C')]).toEqual([80_000, BASE]);
    stage.feed.isHeld = false;
    await stage.pass();
    expect([woo(stage).price('A'), woo(stage).price('C')]).toEqual([BASE, 80_000]);
  });

  it('is not changed by what was taken back, or held, between the look and the call', async () => {
    const stage = await begun(['A', 'C']);
    const id = stage.approve('A', 80_000, 0, 60);
    stage.fault = () => {
      stage.feed.withdraw(id); // while the job looks
      return null;
    };
    await stage.pass();
    stage.approve('C', 80_000, 0, 60);
    stage.fault = () => {
      stage.feed.isHeld = true;
      return null;
    };
    expect(await stage.pass()).toMatchObject({ isHeld: true });
    expect(stage.byJob).toEqual([]);
  });

  it('is found by SKU where a listing has no ids; what is not there is told, and what needs a hand too', async () => {
    const stage = await begun(['A', 'B']);
    const bare = { externalId: null, externalVariantId: null };
    const [from, to] = [stage.now, stage.now + 60 * MINUTE];
    stage.feed.base.set('X', BASE);
    stage.feed.approve('A', 80_000, from, to, bare);
    stage.feed.approve('B', 80_000, from, to, bare);
    stage.feed.approve('X', 80_000, from, to, bare);
    stage.feed.base.set('V', BASE);
    stage.feed.approve('V', 80_000, from, to, { ...bare, kind: 'voucher' });
    await stage.pass();
    expect(Object.fromEntries(stage.feed.acks.map(({ id, status, code }) => [id, code ?? status]))).toEqual({
      1: 'applied',
      2: 'applied',
      3: 'not-found',
      4: 'not-supported',
    });
    expect([woo(stage).price('A'), woo(stage).price('B')]).toEqual([80_000, 80_000]);
  });

  it('refuses a wrong key once and for all, and a page of something else is no answer', async () => {
    const world = { now: () => NINE, sleep: async () => undefined };
    const ref = { sku: 'A', externalId: '101', externalVariantId: null, scale: 0 };
    const stage = await begun(['A']);
    const send = async (request: Parameters<WooShop['answer']>[0]) => woo(stage).answer(request);
    const locked = wooCommerce({ url: 'https://toko.test', key: 'ck_other', secret: 'x' }, { ...world, send });
    await expect(locked.look([ref])).rejects.toThrow(SettingsError);
    const page = { status: 200, headers: {}, text: '<html>Maintenance</html>' };
    const asleep = wooCommerce(
      { url: 'https://toko.test', key: 'k', secret: 's' },
      { ...world, send: async () => page },
    );
    await expect(asleep.look([ref])).rejects.toThrow('no list');
  });
});
