import type { Server } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { feedOf } from '../../examples/sync-worker/src/feed.js';
import { Job } from '../../examples/sync-worker/src/job.js';
import { sendByFetch, type World } from '../../examples/sync-worker/src/send.js';
import { wooCommerce } from '../../examples/sync-worker/src/woocommerce.js';
import { SYSTEM } from '../../src/db/stores/audit.js';
import { ChannelTable, ListingTable } from '../../src/db/tables/shop.js';
import { endDueEntries } from '../../src/flow/entries.js';
import { addKey } from '../../src/flow/keys.js';
import { DATABASES } from '../database.js';
import { addProducts, suggest } from '../flow/decide-shop.js';
import { openShop, OWNER_PASSWORD, type TestShop } from '../http/shop.js';
import { wayTo, type Fault } from './channel.js';
import { Mortal } from './mortal.js';
import { WooShop } from './woo-shop.js';

const WEBSITE = '/api/v1/channels/website';
const DAY = 86_400_000;

/** The job beside the real server: its feed over HTTP, a stand-in of the shop behind the adapter. */
describe.each(DATABASES)('the sync job with a server on %s', (kind) => {
  let shop: TestShop;
  let woo: WooShop;
  let fault: () => Fault = () => null;
  let channelId: number;
  let newJob: () => Job;
  let job: Job;

  const approve = async (product: number): Promise<number> => {
    const id = await suggest(shop.db, product, channelId, { expiresAt: shop.clock.now() + DAY });
    await shop.owner.post(`/api/v1/suggestions/${id}/decision`).send({ action: 'approve' }).expect(200);
    return id;
  };
  const status = async () => (await shop.owner.get(`${WEBSITE}/feed-status`).expect(200)).body as Status;
  const prices = (): number[] => [1, 2, 3, 4].map((n) => woo.price(`SKU-${n}`));
  interface Status {
    counts: Record<string, number>;
    driftedListings: number;
  }

  beforeAll(async () => {
    shop = await openShop(kind);
    const { db, clock } = shop;
    await addProducts(db, 4);
    channelId = (await db.manager.findOneByOrFail(ChannelTable, { code: 'website' })).id;
    woo = new WooShop(() => clock.now());
    for (const n of [1, 2, 3, 4]) {
      const parent = n === 2 ? 9_000 : 0;
      const id = String(woo.add(`SKU-${n}`, 100_000, parent));
      const [externalId, externalVariantId] = parent === 0 ? [id, null] : [String(parent), id];
      const bare = { price: null, minPrice: null, maxPrice: null, updatedAt: 0 };
      await db.manager.insert(ListingTable, { productId: n, channelId, externalId, externalVariantId, ...bare });
    }
    const { key } = await addKey(db, { name: 'sync', scopes: ['feed:website'] }, SYSTEM, clock.now());
    const { port } = (shop.app.getHttpServer() as Server).address() as { port: number };
    const server = sendByFetch(30_000);
    const way = wayTo(woo, () => fault());
    const world: World = {
      now: () => clock.now(),
      sleep: async (ms) => void (clock.at += ms),
      send: (request) => (request.url.startsWith('https://toko.test/') ? way(request) : server(request)),
    };
    const { disk } = new Mortal();
    newJob = () =>
      new Job({
        feed: feedOf({ url: `http://127.0.0.1:${port}/`, key, channel: 'website' }, world),
        adapter: wooCommerce({ url: 'https://toko.test', key: 'ck_test', secret: 'cs_test' }, world),
        disk,
        world,
        settleMs: 60_000,
      });
    job = newJob();
  });

  it('applies what was approved and says so', async () => {
    await approve(1);
    await approve(2);
    expect(await job.pass()).toMatchObject({ applied: 2, isFeedReachable: true });
    expect(prices()).toEqual([80_000, 80_000, 100_000, 100_000]);
    expect((await status()).counts).toMatchObject({ live: 2, waiting: 0, unknown: 0, drifted: 0 });
    expect(await job.pass()).toMatchObject({ applied: 0, reverted: 0, skipped: 0 });
  });

  it('leaves an outcome unknown until it has asked the shop, also as a new process', async () => {
    await approve(3);
    const list: Fault[] = [null, 'lost-after'];
    fault = () => list.shift() ?? null;
    await job.pass();
    expect((await status()).counts).toMatchObject({ live: 2, unknown: 1 });
    const sent = woo.batches.length;
    shop.clock.at += 61_000;
    job = newJob();
    expect(await job.pass()).toMatchObject({ applied: 1 });
    expect(woo.batches).toHaveLength(sent);
    expect((await status()).counts).toMatchObject({ live: 3, unknown: 0 });
  });

  it('shows an edit as drift, and does what the owner decides', async () => {
    woo.edit('SKU-1', 77_000);
    woo.edit('SKU-2', 78_000);
    shop.clock.at += 3_600_000;
    await job.pass();
    expect(await status()).toMatchObject({ counts: { live: 1, drifted: 2 }, driftedListings: 2 });
    const decide = (sku: string, action: string, theirs: number) =>
      shop.owner.post(`${WEBSITE}/drifts/decision`).send({ sku, action, theirs }).expect(200);
    await decide('SKU-1', 'resend', 77_000);
    await decide('SKU-2', 'accept', 78_000);
    expect(await job.pass()).toMatchObject({ applied: 1, reverted: 1 });
    expect(prices()).toEqual([80_000, 78_000, 80_000, 100_000]);
    shop.clock.at += 3_600_000;
    await job.pass();
    expect(await status()).toMatchObject({ counts: { live: 2, drifted: 0 }, driftedListings: 0 });
  });

  it('shows an edit of a product on which nothing of ours ever ran, once all has been looked at', async () => {
    woo.edit('SKU-4', 95_000);
    shop.clock.at += 6 * 3_600_000;
    await job.pass();
    const { items } = (await shop.owner.get(`${WEBSITE}/drifts`).expect(200)).body as { items: unknown[] };
    expect(items).toMatchObject([{ sku: 'SKU-4', kind: 'outside-edit', theirs: 95_000, entryId: null }]);
    woo.edit('SKU-4', 100_000);
    shop.clock.at += 6 * 3_600_000;
    await job.pass();
    expect(await status()).toMatchObject({ driftedListings: 0 });
  });

  it('changes nothing while the channel is held, and what was taken back is not sent after it', async () => {
    await shop.owner.put(`${WEBSITE}/hold`).send({ reason: 'prices look wrong' }).expect(200);
    const id = await approve(4);
    expect(await job.pass()).toMatchObject({ isHeld: true, applied: 0 });
    await shop.owner.post(`/api/v1/suggestions/${id}/withdrawal`).send({}).expect(200);
    await shop.owner.delete(`${WEBSITE}/hold`).expect(200);
    await job.pass();
    expect(woo.changes.filter(({ sku, by }) => sku === 'SKU-4' && by === 'job')).toEqual([]);
  });

  it('ends by the clock, and what the server tells of it later is answered without another look', async () => {
    woo.isLazy = true;
    shop.clock.at += 60 * DAY;
    shop.owner = await shop.logIn('owner', OWNER_PASSWORD);
    await job.pass();
    expect(prices()).toEqual([100_000, 78_000, 100_000, 100_000]);
    await endDueEntries(shop.db, shop.clock.now());
    const { length } = woo.batches;
    expect(await job.pass()).toMatchObject({ reverted: 2 });
    expect(woo.batches).toHaveLength(length);
    const { counts } = await status();
    expect(Object.values(counts).every((n) => n === 0)).toBe(true);
  });

  it('reads the snapshot anew after the database was put back, and says which setting to mend', async () => {
    const { db } = shop;
    await approve(3);
    await job.pass();
    await db.query('DELETE FROM feed_change');
    await db.query('UPDATE feed_head SET seq = 1');
    expect(await job.pass()).toMatchObject({ isFeedReachable: true });
    expect(woo.price('SKU-3')).toBe(80_000);
    for (const { id } of (await shop.owner.get('/api/v1/keys')).body.items as { id: number }[]) {
      await shop.owner.delete(`/api/v1/keys/${id}`);
    }
    await expect(newJob().pass()).rejects.toThrow('does not accept the key (401)');
  });
});
