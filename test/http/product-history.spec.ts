import { beforeAll, describe, expect, it } from 'vitest';
import type { PriceLedger } from '../../src/contract/price-ledger.js';
import type { ProductHistory } from '../../src/contract/product-history.js';
import type { ProductPlanView } from '../../src/contract/product-plan.js';
import type { SuggestionForecast } from '../../src/contract/suggestion-forecast.js';
import type { SuggestionDetail } from '../../src/contract/suggestions.js';
import { BasePriceTable, ListingTable, ProductTable } from '../../src/db/tables/shop.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { DATABASES } from '../database.js';
import { suggest } from '../flow/decide-shop.js';
import { day, fillSmallShop, product } from '../shop.js';
import { openShop, START, type TestShop } from './shop.js';

const TODAY = day('2026-03-31');

describe.each(DATABASES)('the past and the future of a product over HTTP on %s', (kind) => {
  let shop: TestShop;
  let approved: number;
  let open: number;
  beforeAll(async () => {
    shop = await openShop(kind);
    await fillSmallShop(shop.db);
    const [old, fresh] = await shop.db.manager.find(ProductTable, { order: { id: 'ASC' }, take: 2 });
    await shop.db.manager.insert(BasePriceTable, { productId: old!.id, channelId: 0, since: 0, price: 99_900 });
    const about = { sku: 'OLD', price: 79_900, listPrice: 99_900, currentPrice: 99_900 };
    const other = { ...about, sku: 'FRESH', expiresAt: START + 86_400_000 };
    approved = await suggest(shop.db, old!.id, 1, { ...about, expiresAt: START + 86_400_000 });
    open = await suggest(shop.db, fresh!.id, 1, other);
    await shop.owner.post(`/api/v1/suggestions/${approved}/decision`).send({ action: 'approve' }).expect(200);
  });

  const history = async (sku: string, query = ''): Promise<ProductHistory> =>
    (await shop.owner.get(`/api/v1/products/${sku}/history?${query}`).expect(200)).body as ProductHistory;

  it('shows stock, sales and prices of each day', async () => {
    const past = await history('OLD', 'from=2026-03-22&to=2026-03-26');
    expect(past).toMatchObject({ sku: 'OLD', from: '2026-03-22', to: '2026-03-26', onHand: [41, 41, 40, 40, 40] });
    expect(past.channels).toEqual([
      {
        channel: 'shopee',
        units: [0, 0, 1, 0, 0],
        paid: [null, null, 99_900, null, null],
        price: Array(5).fill(99_900),
        basePrice: Array(5).fill(99_900),
      },
    ]);
    expect([past.offers, past.decisions]).toEqual([[], []]);
    const before = await history('OLD', 'from=2026-01-08&to=2026-01-11');
    expect(before.onHand).toEqual([null, null, 41, 41]);
  });

  it('marks approved prices and what people decided, and lets the price follow', async () => {
    const past = await history('OLD');
    // 180 days up to the last with data
    expect([past.from, past.to, past.onHand.length]).toEqual(['2025-10-03', '2026-03-31', 180]);
    const detail = (await shop.owner.get(`/api/v1/suggestions/${approved}`).expect(200)).body as SuggestionDetail;
    expect(past.decisions).toEqual([
      {
        ...{ suggestionId: approved, channel: 'shopee', kind: 'discount', action: 'approve', price: 79_900 },
        ...{ by: 'user:owner', at: '2026-03-31T09:15:00.000+07:00', reason: null },
      },
    ]);
    expect(past.offers).toEqual([
      {
        ...{ entryId: detail.entry!.id, suggestionId: approved, channel: 'shopee', kind: 'discount' },
        ...{ phase: 'live', price: 79_900, listPrice: 99_900, discountBp: 2_002, by: 'user:owner' },
        ...{ startsAt: detail.entry!.startsAt, endsAt: detail.entry!.endsAt },
      },
    ]);
    // From 09:15 on: the larger part of that day.
    expect(past.channels[0]!.price.slice(-2)).toEqual([99_900, 79_900]);
    expect(past.channels[0]!.basePrice.slice(-2)).toEqual([99_900, 99_900]);
    expect((await history('OLD', 'to=2026-03-30')).offers).toEqual([]);
    expect((await history('OLD', 'channel=website')).offers).toEqual([]);
    expect((await history('OLD', 'channel=shopee')).offers).toHaveLength(1);
  });

  it('keeps what buyers paid in a ledger, and what a cut that begins now is held against', async () => {
    const ledger = async (query = ''): Promise<PriceLedger> =>
      (await shop.owner.get(`/api/v1/products/OLD/price-ledger?${query}`).expect(200)).body as PriceLedger;
    const { law, channels } = await ledger();
    expect(law).toEqual({ profile: 'ID', days: 30 });
    expect(channels.map(({ channel }) => channel)).toEqual(['shopee']);
    const [before, cut] = channels[0]!.intervals;
    expect(channels[0]!.intervals).toHaveLength(2);
    const start = '2026-03-31T09:15:00.000+07:00';
    expect(before).toMatchObject({ to: start, price: 99_900, basePrice: 99_900, entryId: null });
    expect(cut).toMatchObject({ from: start, to: null, price: 79_900, basePrice: 99_900, cause: 'entry' });
    // A further cut would go on the series: the price before its first one counts.
    expect(channels[0]!.ifCutNow).toMatchObject({ lowest: 99_900, seriesFrom: start });
    expect((await ledger('channel=website')).channels).toMatchObject([{ channel: 'website' }]);
    await shop.owner.get('/api/v1/products/nothing/price-ledger').expect(404);
    await shop.owner.get('/api/v1/products/OLD/price-ledger?channel=nowhere').expect(404);
    await shop.owner.get('/api/v1/products/OLD/price-ledger?days=0').expect(400);
    const changed = await shop.owner
      .patch('/api/v1/shop')
      .send({ priceLaw: { profile: 'EU', days: 7 } })
      .expect(400);
    expect(JSON.stringify(changed.body)).toContain('must be 30 or more');
  });

  it('tells what a sync job said last of the price', async () => {
    const job = await shop.withKey('feed:shopee');
    const of = async () => ((await shop.owner.get(`/api/v1/suggestions/${approved}`)).body as SuggestionDetail).entry!;
    const { id, revision, acknowledged } = await of();
    expect(acknowledged).toBeNull();
    const said = { id, revision, status: 'rejected', code: 'X-9', message: 'harga terlalu rendah' };
    const acks = job
      .post('/api/v1/channels/shopee/acks')
      .set('Idempotency-Key', 'one')
      .send({ items: [said] });
    await acks.expect(200);
    expect((await of()).acknowledged).toMatchObject({
      revision,
      status: 'rejected',
      code: 'X-9',
      message: said.message,
    });
  });

  it('refuses days that make no sense, in words', async () => {
    const refused = async (query: string, status: number): Promise<string> =>
      ((await shop.owner.get(`/api/v1/products/OLD/history?${query}`).expect(status)).body as { code: string }).code;
    expect(await refused('to=2026-04-01', 422)).toBe('day-in-future');
    expect(await refused('from=2026-03-31&to=2026-03-30', 422)).toBe('bad-period');
    expect(await refused('from=2024-03-30&to=2026-03-31', 422)).toBe('bad-period'); // 732 days
    await shop.owner.get('/api/v1/products/OLD/history?from=2024-03-31&to=2026-03-31').expect(200);
    expect(await refused('channel=nowhere', 404)).toBe('unknown-channel');
    await shop.owner.get('/api/v1/products/OLD/history?from=soon').expect(400);
    await shop.owner.get('/api/v1/products/NONE/history').expect(404);
  });

  it('has no plan and no forecast before there is a run', async () => {
    expect((await shop.owner.get('/api/v1/products/OLD/plan').expect(409)).body.code).toBe('no-run');
    const forecast = (await shop.owner.get(`/api/v1/suggestions/${open}/forecast`).expect(200)).body;
    expect(forecast).toEqual({ asOf: null, onHand: null, ifApproved: null, ifNothing: null, reason: 'changed' });
    await shop.owner.get('/api/v1/suggestions/999999/forecast').expect(404);
  });

  it('forecasts the stock with an open suggestion and without, from what the last run saw', async () => {
    const { id } = await requestRun(shop.db, { asOf: TODAY, cause: 'api', createdBy: 'test', today: TODAY }, START);
    await analyse(shop.db, id, undefined, () => START);
    const fresh = await shop.db.manager.findOneByOrFail(ProductTable, { sku: 'FRESH' });
    const about = { sku: 'FRESH', price: 79_900, listPrice: 99_900, currentPrice: 99_900, openKey: null };
    const pending = await suggest(shop.db, fresh.id, 1, about);
    const of = async (suggestion: number): Promise<SuggestionForecast> =>
      (await shop.owner.get(`/api/v1/suggestions/${suggestion}/forecast`).expect(200)).body as SuggestionForecast;
    const forecast = await of(pending);
    expect(forecast).toMatchObject({ asOf: '2026-03-31', onHand: 30, reason: null });
    const { ifApproved, ifNothing } = forecast;
    expect([ifApproved!.mean.length, ifNothing!.mean.length]).toEqual([30, 30]);
    // It falls, and the cut makes it fall faster.
    expect(ifNothing!.mean).toEqual(ifNothing!.mean.toSorted((one, two) => two - one));
    ifApproved!.mean.forEach((units, i) => expect(units).toBeLessThanOrEqual(ifNothing!.mean[i]!));
    expect(ifApproved!.mean.at(-1)!).toBeLessThan(ifNothing!.mean.at(-1)! - 2);
    expect((await of(approved)).reason).toBe('decided');
    const elsewhere = await suggest(shop.db, fresh.id, 1, { ...about, currentPrice: 89_900 });
    expect((await of(elsewhere)).reason).toBe('changed');
    const alert = { ...about, kind: 'alert' as const, price: null, listPrice: null, currentPrice: null };
    expect((await of(await suggest(shop.db, fresh.id, 1, alert))).reason).toBe('alert');
    const bundle = { partnerSku: 'OLD', partnerPrice: 1, discountBp: 0, bundlePrice: 1, listSum: 1 };
    const pair = await suggest(shop.db, fresh.id, 1, { ...about, kind: 'bundle', offer: { bundle } });
    expect((await of(pair)).reason).toBe('changed');
  });

  it('plans the prices of a product that should be gone, as POST /plans would from the same question', async () => {
    const path = '/api/v1/products/OLD/plan';
    const plan = (await shop.owner.get(`${path}?weeks=6&salvage=20000`).expect(200)).body as ProductPlanView;
    expect(plan).toMatchObject({ sku: 'OLD', asOf: '2026-03-31', channels: ['shopee'] });
    expect(plan.question).toMatchObject({ stock: 40, periods: 6, salvage: 20_000, monotone: true });
    // It was cut to 79,900 just now, and the run saw that at the close of its day.
    expect(plan.question.prices[0]).toBe(79_900);
    expect(plan.plan.plan).toHaveLength(6);
    expect(plan.plan.expectedRevenue).toBeGreaterThanOrEqual(plan.ifHeld.expectedRevenue);
    const again = await shop.owner.post('/api/v1/plans').send(plan.question).expect(200);
    expect(again.body).toEqual(plan.plan);
    const usual = (await shop.owner.get(path).expect(200)).body as ProductPlanView;
    expect(usual.question).toMatchObject({ periods: 8, salvage: 35_000 }); // 70 % of 50,000
  });

  it('has no plan where there is no price, and refuses questions that make no sense', async () => {
    const at = (sku: string, query = '') => shop.owner.get(`/api/v1/products/${sku}/plan?${query}`);
    await at('OLD', 'weeks=0').expect(400);
    await at('OLD', 'weeks=105').expect(400);
    await at('OLD', 'salvage=-1').expect(400);
    await at('NONE').expect(404);
    await shop.db.manager.insert(ProductTable, product('LATER'));
    expect((await at('LATER').expect(404)).body.code).toBe('not-in-run');
    const free = await shop.db.manager.save(ProductTable, product('FREE'));
    await shop.db.manager.insert(ListingTable, {
      ...{ productId: free.id, channelId: 1, price: null, externalId: null, externalVariantId: null },
      ...{ minPrice: null, maxPrice: null, updatedAt: 0 },
    });
    const { id } = await requestRun(shop.db, { asOf: TODAY, cause: 'api', createdBy: 'test', today: TODAY }, START);
    await analyse(shop.db, id, undefined, () => START);
    expect((await at('FREE').expect(409)).body).toMatchObject({ code: 'no-plan' });
  });

  it('tells what was decided since its last day, where no last day is asked for', async () => {
    const old = await shop.db.manager.findOneByOrFail(ProductTable, { sku: 'OLD' });
    const late = await suggest(shop.db, old.id, 2, { sku: 'OLD', expiresAt: START + 2 * 86_400_000 });
    shop.clock.at = START + 16 * 3_600_000; // 01:15 on the day after
    const night = await shop.as('owner', 'night');
    await night.post(`/api/v1/suggestions/${late}/decision`).send({ action: 'reject' }).expect(200);
    const of = async (query: string): Promise<ProductHistory> =>
      (await night.get(`/api/v1/products/OLD/history?${query}`).expect(200)).body as ProductHistory;
    const past = await of('');
    expect(past.to).toBe('2026-03-31');
    expect(past.decisions.at(-1)).toMatchObject({ suggestionId: late, action: 'reject', channel: 'website' });
    const toThen = await of('to=2026-03-31');
    expect(toThen.decisions.map(({ suggestionId }) => suggestionId)).toEqual([approved]);
    shop.clock.at = START;
  });

  it('is for viewers and keys with `read`', async () => {
    const paths = [
      'products/OLD/history',
      'products/OLD/price-ledger',
      'products/OLD/plan',
      `suggestions/${open}/forecast`,
      'product-groups',
    ];
    for (const who of [await shop.as('viewer'), await shop.withKey('read')]) {
      for (const path of paths) await who.get(`/api/v1/${path}`).expect(200);
    }
    const ingest = await shop.withKey('ingest');
    for (const path of paths) expect((await ingest.get(`/api/v1/${path}`).expect(403)).body.code).toBe('scope-missing');
  });
});
