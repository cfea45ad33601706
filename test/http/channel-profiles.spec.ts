import { beforeAll, describe, expect, it } from 'vitest';
import type { ChannelProfiles, ProfileView, ShippedProfileList } from '../../src/contract/channel-profiles.js';
import { AuditTable } from '../../src/db/tables/shop.js';
import { endDueEntries } from '../../src/flow/entries.js';
import { DATABASES } from '../database.js';
import { addProducts, suggest } from '../flow/decide-shop.js';
import { openShop, START, type Caller, type TestShop } from './shop.js';

const MINUTE = 60_000;
const PATH = '/api/v1/channels/shopee/profile';
const base: ProfileView = {
  validFrom: '2026-01-01',
  ...{ leadMinutes: 0, handlingMinutes: 0, windowMinMinutes: null, windowMaxMinutes: null, hasWholeDays: false },
  ...{ canLengthen: true, canShorten: true, stopAfterMinutes: 0, batchSize: null, hasWholeMoney: true },
  ...{ lowestPriceDays: null, minDiscountBp: null, maxDiscountBp: null, locksBasePrice: false, endsBy: 'channel' },
  ...{ voucher: null, notVerified: [], source: 'Own account, March 2026', note: '' },
};

describe.each(DATABASES)('channel profiles over HTTP on %s', (kind) => {
  let shop: TestShop;
  let viewer: Caller;
  let version = 1;
  beforeAll(async () => {
    shop = await openShop(kind);
    viewer = await shop.as('viewer');
    await addProducts(shop.db, 12);
  });
  const put = (items: object[], expectedVersion = version) =>
    shop.owner.put(PATH).send({ expectedVersion, items, note: 'Asked Shopee' });
  /** Puts one profile in force. */
  const inForce = async (change: Partial<ProfileView>): Promise<void> => {
    const { body } = await put([{ ...base, ...change }]).expect(200);
    ({ version } = body as ChannelProfiles);
  };
  const decide = async (id: number, body: object = { action: 'approve' }) =>
    (await shop.owner.post(`/api/v1/suggestions/${id}/decision`).send(body)).body as Record<string, unknown>;
  const entryOf = async (sku: string) => {
    const { body } = await shop.owner.get('/api/v1/channels/shopee/prices?limit=100').expect(200);
    return (body.entries as { sku: string; startsAt: string; endsAt: string; revert: string }[]).find(
      (entry) => entry.sku === sku,
    );
  };

  it('begin with those that the program came with, also of channels that nobody has added yet', async () => {
    const shipped = (await viewer.get('/api/v1/channel-profiles').expect(200)).body as ShippedProfileList;
    expect(shipped.items.map(({ channelCode }) => channelCode).toSorted()).toEqual([
      ...['lazada', 'shopee', 'shopify', 'tiktok-shop', 'tokopedia', 'woocommerce'],
    ]);
    await shop.owner.post('/api/v1/channels').send({ code: 'shopify', name: 'Shopify', isMarketplace: false });
    const { body } = await viewer.get('/api/v1/channels/shopify/profile').expect(200);
    expect(body).toMatchObject({ channel: 'shopify', version: 1, createdBy: 'system', inForce: { endsBy: 'job' } });
  });

  it('tell the one in force today beside all others; without one nothing is limited', async () => {
    // Shopee's figures are of August 2026, and it is March.
    const shopee = (await viewer.get(PATH).expect(200)).body as ChannelProfiles;
    expect(shopee.inForce).toMatchObject({ validFrom: null, leadMinutes: 0, endsBy: 'channel' });
    expect(shopee.items).toMatchObject([{ validFrom: '2026-08-18', leadMinutes: 60, windowMaxMinutes: 259_199 }]);
    const own = (await viewer.get('/api/v1/channels/website/profile').expect(200)).body as ChannelProfiles;
    expect(own).toMatchObject({ version: 0, items: [], createdAt: null, inForce: { validFrom: null, endsBy: 'job' } });
    const tiktok = (await viewer.get('/api/v1/channels/tiktok-shop/profile').expect(200)).body as ChannelProfiles;
    expect(tiktok.inForce).toMatchObject({ validFrom: '2025-07-04', windowMinMinutes: 10 });
    expect(tiktok.inForce.notVerified).toContain('batchSize');
    await viewer.get('/api/v1/channels/nowhere/profile').expect(404);
  });

  it('are read by the channel’s job, and changed by owners only', async () => {
    const job = await shop.withKey('feed:shopee');
    await job.get(PATH).expect(200);
    await job.get('/api/v1/channels/website/profile').expect(403);
    const body = { expectedVersion: 1, items: [base], note: 'x' };
    for (const who of [viewer, await shop.as('merchandiser'), await shop.withKey('read'), job]) {
      await who.put(PATH).send(body).expect(403);
    }
  });

  it('refuse what no channel can mean, and say where', async () => {
    const wrong = async (change: object) =>
      (await put([{ ...base, ...change }]).expect(400)).body.errors as { path: string; message: string }[];
    expect(await wrong({ windowMinMinutes: 60, windowMaxMinutes: 30 })).toMatchObject([
      { path: '/items/0/windowMaxMinutes', message: 'is less than windowMinMinutes' },
    ]);
    expect(await wrong({ minDiscountBp: 500, maxDiscountBp: 400 })).toMatchObject([{ path: '/items/0/maxDiscountBp' }]);
    expect(await wrong({ hasWholeDays: true, windowMaxMinutes: 600 })).toHaveLength(1);
    expect(await wrong({ leadMinutes: -1 })).toMatchObject([{ path: '/items/0/leadMinutes' }]);
    expect(await wrong({ leadMinuts: 1 })).toHaveLength(1);
    expect(await wrong({ validFrom: '2026-02-30' })).toMatchObject([{ path: '/items/0/validFrom' }]);
    await put([base, base]).expect(400);
    await shop.owner
      .put(PATH)
      .send({ expectedVersion: 1, items: [base] })
      .expect(400); // without a word why
  });

  it('have versions: of two who change one at once the second is told; every one can be seen', async () => {
    const both = await Promise.all([put([base]), put([{ ...base, leadMinutes: 5 }])]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)!.body).toMatchObject({
      code: 'version-conflict',
      values: { version: 2 },
    });
    version = 2;
    const later = { ...base, validFrom: '2026-04-01', leadMinutes: 30 };
    const { body } = await put([later, base]).expect(200);
    expect(body).toMatchObject({ version: 3, createdBy: 'user:owner', inForce: { validFrom: '2026-01-01' } });
    expect((body as ChannelProfiles).items.map(({ validFrom }) => validFrom)).toEqual(['2026-01-01', '2026-04-01']);
    version = 3;
    const versions = (await viewer.get(`${PATH}/versions?limit=2`).expect(200)).body as {
      items: { version: number }[];
      next: string;
    };
    expect(versions.items.map((each) => each.version)).toEqual([3, 2]);
    const rest = await viewer.get(`${PATH}/versions?after=${versions.next}`).expect(200);
    expect(rest.body).toMatchObject({ items: [{ version: 1, createdBy: 'system' }], next: null });
    const audit = await shop.db.manager.findBy(AuditTable, { action: 'profile.change' });
    expect(audit.map(({ actor, subject, detail }) => [actor, subject, detail.version])).toEqual([
      ['user:owner', 'channel:shopee', 2],
      ['user:owner', 'channel:shopee', 3],
    ]);
  });

  it('move the window of an approval to where the channel takes it', async () => {
    await inForce({ leadMinutes: 60, handlingMinutes: 15, windowMaxMinutes: 7 * 1440, endsBy: 'job' });
    const id = await suggest(shop.db, 1, 1);
    const quoted = (await shop.owner.post(`/api/v1/suggestions/${id}/quote`).send({}).expect(200)).body;
    const window = { startsAt: '2026-03-31T10:30:00.000+07:00', endsAt: '2026-04-07T00:00:00.000+07:00' };
    expect(quoted).toMatchObject({ ...window, problem: null });
    expect(await decide(id)).toMatchObject({ state: 'approved' });
    expect(await entryOf('SKU-1')).toMatchObject({ ...window, revert: 'restorePrice' });
  });

  it('refuse what a person names and the channel does not take; quote and decision agree', async () => {
    await inForce({ leadMinutes: 60, handlingMinutes: 15, minDiscountBp: 1_000 });
    const id = await suggest(shop.db, 2, 1);
    const early = { startsAt: '2026-03-31T10:00:00+07:00' };
    const quoted = (await shop.owner.post(`/api/v1/suggestions/${id}/quote`).send(early).expect(200)).body;
    expect(quoted.problem.code).toBe('crosses-channel-limit');
    expect(quoted.crossings).toMatchObject([{ code: 'start-too-soon', effect: 'blocks' }]);
    expect(quoted.crossings[0].sentence.id).toContain('mulai paling cepat 31 Mar 2026 10.30');
    expect(await decide(id, { action: 'adjust', ...early })).toMatchObject({
      code: 'crosses-channel-limit',
      errors: [{ path: 'startsAt', code: 'start-too-soon' }],
    });
    const small = (await shop.owner.post(`/api/v1/suggestions/${id}/quote`).send({ price: 90_001 }).expect(200)).body;
    expect(small).toMatchObject({ problem: { code: 'crosses-guardrail' }, range: { max: 90_000 } });
    expect(await decide(id, { action: 'adjust', price: 90_001 })).toMatchObject({
      errors: [{ path: 'price', code: 'too-small-for-channel' }],
    });
    expect(await decide(id, { action: 'adjust', price: 90_000, startsAt: '2026-03-31T10:30:00+07:00' })).toMatchObject({
      state: 'adjusted',
    });
  });

  it('want a price below the lowest of the last days, what runs now included', async () => {
    await inForce({ lowestPriceDays: 7 });
    expect(await decide(await suggest(shop.db, 3, 1))).toMatchObject({ state: 'approved' }); // 80,000 from now on
    shop.clock.at = START + 60 * MINUTE;
    const id = await suggest(shop.db, 3, 1, { price: 79_900, currentPrice: 80_000 });
    expect(await decide(id, { action: 'adjust', price: 80_000 })).toMatchObject({
      errors: [
        {
          code: 'not-lowest',
          message: 'Shopee wants a price below the lowest of the last 7 days: less than Rp 80,000.',
        },
      ],
    });
    expect(await decide(id)).toMatchObject({ state: 'approved' });
    shop.clock.at = START;
  });

  it('let a price be ended only when it has run long enough', async () => {
    await inForce({ stopAfterMinutes: 60 });
    expect(await decide(await suggest(shop.db, 4, 1))).toMatchObject({ state: 'approved' });
    shop.clock.at = START + 20 * MINUTE;
    const restore = await suggest(shop.db, 4, 1, { kind: 'restore', price: 100_000, currentPrice: 80_000 });
    expect(await decide(restore)).toMatchObject({ state: 'approved' });
    // The cut ends when it may, an hour after its start; the return to the base price begins then.
    const { body } = await shop.owner.get('/api/v1/channels/shopee/prices?limit=100').expect(200);
    const entries = (body.entries as { sku: string; kind: string; startsAt: string; endsAt: string | null }[])
      .filter(({ sku }) => sku === 'SKU-4')
      .map(({ kind, startsAt, endsAt }) => [kind, startsAt.slice(11, 16), endsAt?.slice(11, 16) ?? null]);
    expect(entries).toEqual([
      ['discount', '09:15', '10:15'],
      ['base', '10:15', null],
    ]);
    await endDueEntries(shop.db, START + 60 * MINUTE);
    shop.clock.at = START + 61 * MINUTE;
    const after = (await shop.owner.get('/api/v1/channels/shopee/prices?limit=100').expect(200)).body;
    expect(after.entries.filter(({ sku }: { sku: string }) => sku === 'SKU-4')).toMatchObject([
      { kind: 'base', price: 100_000 },
    ]);
    shop.clock.at = START;
  });
});
