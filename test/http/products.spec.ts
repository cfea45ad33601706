import { beforeAll, describe, expect, it } from 'vitest';
import type { ProductDetail, ProductView } from '../../src/contract/products.js';
import { DAY_MS } from '../../src/core/units.js';
import { PriceEntryTable, RunTable } from '../../src/db/tables/engine.js';
import { ListingTable, ProductTable, ReceiptTable } from '../../src/db/tables/shop.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { DATABASES } from '../database.js';
import { day, fillSmallShop, product } from '../shop.js';
import { openShop, START, type TestShop } from './shop.js';

const PATH = '/api/v1/products';
/** Hard to put into an address, or like part of one. */
const ODD = [
  'A/1',
  'A%2F1',
  '50% OFF',
  'a?b=c&d',
  'x#y',
  'a b',
  '+62',
  ';;',
  'kaos-é-日本',
  '😀'.repeat(32),
  'z'.repeat(64),
];

describe.each(DATABASES)('products over HTTP on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
    await fillSmallShop(shop.db);
    await shop.db.manager.insert(ProductTable, [
      product('GONE', { status: 'inactive', tags: ['lama'], name: 'Teh 100% Melati', brand: 'B', staleAfterDays: 60 }),
      ...ODD.map((sku) => product(sku)),
    ]);
  });

  interface Listed {
    items: ProductView[];
    next: string | null;
  }
  const list = async (query = ''): Promise<Listed> =>
    (await shop.owner.get(`${PATH}?${query}`).expect(200)).body as Listed;
  const skus = async (query: string): Promise<string[]> => (await list(query)).items.map((item) => item.sku);
  const show = async (sku: string, query = ''): Promise<ProductDetail> =>
    (await shop.owner.get(`${PATH}/${encodeURIComponent(sku)}?${query}`).expect(200)).body as ProductDetail;

  it('are listed by SKU in pages without a gap, each with the same order on every database', async () => {
    const whole = await skus('limit=500');
    expect(whole).toHaveLength(ODD.length + 4);
    // UTF-8 bytes, as both databases compare
    expect(whole).toEqual(whole.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: Listed = await list(`limit=4${after === '' ? '' : `&after=${after}`}`);
      seen.push(...page.items.map((item) => item.sku));
      after = page.next;
    }
    expect(seen).toEqual(whole);
    expect((await shop.owner.get(`${PATH}?after=xyz`).expect(400)).body.code).toBe('bad-cursor');
  });

  it('are found by part of SKU or name, by category and by status', async () => {
    expect(await skus('search=fre')).toEqual(['FRESH']);
    expect(await skus(`search=${encodeURIComponent('100% mel')}`)).toEqual(['GONE']);
    expect(await skus(`search=${encodeURIComponent('_')}`)).toEqual([]);
    expect(await skus('category=kaos')).toEqual(['FRESH', 'NOCOST', 'OLD']);
    expect(await skus('status=inactive')).toEqual(['GONE']);
    expect(await skus('category=kaos&status=inactive')).toEqual([]);
    await shop.owner.get(`${PATH}?status=stub`).expect(400);
  });

  it('tell of their stock what the last good run found, and nothing before there is one', async () => {
    const before = (await list('search=old')).items[0];
    expect(before).toMatchObject({ sku: 'OLD', cost: 50_000, price: 99_900, tags: [], isStub: false, stock: null });
    const today = day('2026-03-31');
    const run = await requestRun(shop.db, { asOf: today, cause: 'api', createdBy: 'test', today }, START);
    await analyse(shop.db, run.id, undefined, () => START);
    expect((await list('search=old')).items[0]!.stock).toEqual({
      onHand: 40,
      staleUnits: 40,
      staleValue: 40 * 50_000,
      isFlagged: true,
      ageDaysOldest: 80, // 2026-01-10 to 2026-03-31
      units30: 1,
      daysSinceLastSale: 7,
    });
    expect((await list('search=gone')).items[0]!.stock).toBeNull();
  });

  it('are sorted by what the run found, the unknown last either way, page by page', async () => {
    const known = (query: string): Promise<string[]> =>
      skus(`category=kaos&status=active&${query}`).then((found) => found.filter((sku) => !ODD.includes(sku)));
    expect(await known('sort=staleValue')).toEqual(['OLD', 'FRESH', 'NOCOST']);
    expect(await known('sort=onHand')).toEqual(['OLD', 'FRESH', 'NOCOST']);
    expect(await known('sort=onHand&order=asc')).toEqual(['NOCOST', 'FRESH', 'OLD']);
    expect(await known('sort=ageDaysOldest')).toEqual(['NOCOST', 'OLD', 'FRESH']);
    expect(await known('sort=units30')).toEqual(['FRESH', 'OLD', 'NOCOST']);
    expect(await known('order=desc')).toEqual(['OLD', 'NOCOST', 'FRESH']);
    expect(await known('flagged=false')).toEqual(['FRESH']);
    for (const order of ['asc', 'desc']) {
      const whole = await skus(`sort=ageDaysOldest&order=${order}&limit=500`);
      expect(whole.at(-1)).toBe('😀'.repeat(32)); // never in stock, and of these the last by name
      const seen: string[] = [];
      for (let after: string | null = ''; after !== null;) {
        const page: Listed = await list(
          `sort=ageDaysOldest&order=${order}&limit=2${after === '' ? '' : `&after=${after}`}`,
        );
        seen.push(...page.items.map((item) => item.sku));
        after = page.next;
      }
      expect(seen).toEqual(whole);
    }
    const { next } = await list('sort=onHand&limit=1');
    const reply = await shop.owner.get(`${PATH}?sort=staleValue&after=${next}`).expect(400);
    expect(reply.body.code).toBe('bad-cursor');
  });

  it('are found by words of brand, category or tags too, all of them', async () => {
    expect(await skus('search=kaos%20old')).toEqual(['OLD']);
    expect(await skus('search=LAMA')).toEqual(['GONE']);
    expect(await skus('search=melati%20lama%20teh')).toEqual(['GONE']);
    expect(await skus('search=melati%20kaos')).toEqual([]);
    expect(await skus('brand=B')).toEqual(['GONE']);
    expect((await shop.owner.get('/api/v1/product-groups').expect(200)).body).toEqual({
      categories: ['kaos'],
      brands: ['B'],
    });
  });

  it('are shown with layers, ages, prices and facts per channel', async () => {
    await shop.db.manager.update(
      ListingTable,
      { productId: 1 },
      { price: 95_000, minPrice: 60_000, externalId: '900' },
    );
    const found = await show('OLD', 'asOf=2026-03-31');
    expect(found).toMatchObject({ sku: 'OLD', category: 'kaos', asOf: '2026-03-31', status: 'active' });
    expect(found.stock).toMatchObject({
      onHand: 40,
      isFlagged: true,
      staleAfterDays: 30,
      staleUnits: 40,
      staleValue: 2_000_000,
      stockValue: 2_000_000,
      ageDaysOldest: 80,
      ageDaysAverage: 80,
      ageDaysYoungest: 80,
      ageIsAtLeast: false,
      daysSinceLastSale: 7,
      layers: [{ receivedOn: '2026-01-10', quantity: 40, unitCost: 50_000, isAtLeast: false }],
    });
    expect(found.stock.buckets.map(({ from, units }) => [from, units])).toEqual([
      [0, 0],
      [31, 0],
      [61, 40],
      [91, 0],
      [181, 0],
    ]);
    expect(found.channels).toHaveLength(1);
    expect(found.channels[0]).toMatchObject({
      channel: 'shopee',
      basePrice: 95_000,
      listing: { price: 95_000, minPrice: 60_000, maxPrice: null, externalId: '900', externalVariantId: null },
      approved: [],
      facts: { 'product.sku': 'OLD', 'stock.ageDaysOldest': 80, 'stock.onHand': 40, 'channel.code': 'shopee' },
    });
    expect(Object.values(found.channels[0]!.facts!)).not.toContain(null);
  });

  it('are shown with the facts that the last run saw, and of another day with facts worked out anew', async () => {
    const run = await shop.db.manager.findOneByOrFail(RunTable, { state: 'done' });
    const seen = await show('OLD');
    expect(seen.factsOf).toEqual({ runId: run.id, asOf: '2026-03-31' });
    // The run was before the listing got its price.
    expect(seen.channels[0]!.facts).toMatchObject({ 'stock.ageDaysOldest': 80, 'channel.basePrice': 99_900 });
    const earlier = await show('OLD', 'asOf=2026-03-30');
    expect(earlier.factsOf).toEqual({ runId: null, asOf: '2026-03-30' });
    expect(earlier.channels[0]!.facts).toMatchObject({ 'stock.ageDaysOldest': 79, 'channel.basePrice': 95_000 });
    expect((await show('OLD', 'facts=false')).factsOf).toBeNull();
  });

  it('show the approved prices that wait or run, and not those that are over', async () => {
    const entry = {
      suggestionId: 1,
      productId: 2,
      channelId: 5,
      sku: 'FRESH',
      channelCode: 'website',
      kind: 'discount' as const,
      state: 'active' as const,
      revision: 1,
      price: 80_000,
      listPrice: 99_900,
      discountBp: 1_992,
      offer: {},
      notBefore: 0,
      expiresAt: START + 9 * DAY_MS,
      revert: 'restorePrice' as const,
      revertPrice: 99_900,
      expectedCurrentPrice: null,
      lowestPrice30: null,
      seriesFrom: 20_543,
      decidedBy: 'user:owner',
      decidedAt: START,
    };
    const window = (from: number, to: number) => ({ startsAt: START + from * DAY_MS, endsAt: START + to * DAY_MS });
    await shop.db.manager.insert(PriceEntryTable, [
      { ...entry, ...window(-3, -1) },
      { ...entry, ...window(-1, 1), price: 81_000 },
      { ...entry, ...window(2, 3), price: 82_000 },
      { ...entry, ...window(-1, 1), price: 83_000, state: 'withdrawn' },
    ]);
    const { channels } = await show('FRESH', 'facts=false');
    expect(channels.map(({ channel, facts }) => [channel, facts])).toEqual([
      ['shopee', null],
      ['website', null],
    ]);
    expect(channels[1]).toMatchObject({ basePrice: 99_900, listing: null });
    expect(channels[1]!.approved.map(({ price, phase, startsAt }) => [price, phase, startsAt])).toEqual([
      [81_000, 'live', '2026-03-30T09:15:00.000+07:00'],
      [82_000, 'scheduled', '2026-04-02T09:15:00.000+07:00'],
    ]);
  });

  it('are shown as of the close of any past day', async () => {
    const found = await show('OLD', 'asOf=2026-02-01&facts=false');
    expect(found.stock).toMatchObject({ onHand: 41, ageDaysOldest: 22, isFlagged: false, daysSinceLastSale: null });
    const unreceived = await show('OLD', 'asOf=2026-01-01&facts=false');
    expect(unreceived.stock).toMatchObject({ onHand: 0, ageDaysOldest: null, layers: [] });
    // without a day: today, since there are data of today
    expect((await show('OLD', 'facts=false')).asOf).toBe('2026-03-31');
    const future = await shop.owner.get(`${PATH}/OLD?asOf=2026-04-01`).expect(422);
    expect(future.body.code).toBe('day-in-future');
    await shop.owner.get(`${PATH}/OLD?asOf=yesterday`).expect(400);
  });

  it('are shown when they are inactive too, though no rule reads them', async () => {
    const { id } = await shop.db.manager.findOneByOrFail(ProductTable, { sku: 'GONE' });
    const receipt = { productId: id, day: day('2026-02-01'), reference: '', quantity: 3, unitCost: null };
    await shop.db.manager.insert(ReceiptTable, receipt);
    const found = await show('GONE');
    expect(found).toMatchObject({ status: 'inactive', tags: ['lama'], brand: 'B', staleAfterDays: 60, channels: [] });
    expect(found.stock).toMatchObject({ onHand: 3, ageDaysOldest: 58, staleUnits: 0, unvaluedUnits: 3 });
  });

  it('are found by any SKU, percent-encoded', async () => {
    for (const sku of ODD) expect((await show(sku, 'facts=false')).sku).toBe(sku);
    expect((await show('A/1')).channels.length).toBeGreaterThan(1); // listed nowhere: for sale wherever the shop is
  });

  it('that are not there are 404, with what comes near; case matters', async () => {
    const reply = await shop.owner.get(`${PATH}/old`).expect(404);
    expect(reply.body).toMatchObject({ code: 'unknown-product', values: { sku: 'old' } });
    expect(reply.body.detail).toContain('OLD');
    await shop.owner.get(`${PATH}/${encodeURIComponent(`' OR 1=1 --`)}`).expect(404);
    await shop.owner.get(`${PATH}/${'x'.repeat(300)}`).expect(404); // longer than any SKU
  });

  it('answer many at once, one after the other, and say when it is too many', async () => {
    const replies = await Promise.all(Array.from({ length: 25 }, () => shop.owner.get(`${PATH}/OLD?asOf=2026-03-30`)));
    const ok = replies.filter((reply) => reply.status === 200);
    expect(ok.length).toBeGreaterThanOrEqual(10);
    for (const reply of replies) {
      if (reply.status === 200) expect(reply.body).toEqual(ok[0]!.body);
      else expect([reply.status, reply.body.code, reply.headers['retry-after']]).toEqual([503, 'busy', '5']);
    }
    await shop.owner.get(`${PATH}/OLD`).expect(200);
  });

  it('are for viewers and keys with `read`', async () => {
    for (const who of [await shop.as('viewer'), await shop.withKey('read')]) {
      await who.get(PATH).expect(200);
      await who.get(`${PATH}/OLD?facts=false`).expect(200);
    }
    expect((await (await shop.withKey('ingest')).get(PATH).expect(403)).body.code).toBe('scope-missing');
  });
});
