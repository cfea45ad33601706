import { beforeAll, describe, expect, it } from 'vitest';
import type { Server } from 'node:http';
import type { StalePage, StaleTotals, StaleTrend } from '../../src/contract/stock.js';
import { RunTable } from '../../src/db/tables/engine.js';
import { ProductTable, ReceiptTable } from '../../src/db/tables/shop.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { DATABASES } from '../database.js';
import { day, fillSmallShop, product } from '../shop.js';
import { readSheet } from '../flow/files/read-sheet.js';
import { openShop, START, type TestShop } from './shop.js';

const PATH = '/api/v1/stale';

describe.each(DATABASES)('stale stock over HTTP on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });
  const list = async (query = ''): Promise<StalePage> =>
    (await shop.owner.get(`${PATH}?${query}`).expect(200)).body as StalePage;
  const skus = async (query: string): Promise<string[]> => (await list(query)).items.map((item) => item.sku);

  it('is an empty list before the first run', async () => {
    const totals = { products: 0, staleUnits: 0, staleValue: 0, inBucket: null };
    expect(await list()).toEqual({ items: [], next: null, run: null, totals });
  });

  it('is what the last good run found, most money first, with layers and buckets', async () => {
    await fillSmallShop(shop.db);
    // ties of value, to page through; 100 % and _ to search for
    const tied = ['T-1', 'T-2', 'T-3'].map((sku) =>
      product(sku, { name: `Teh 100% ${sku}`, category: 'teh', cost: 1_000 }),
    );
    for (const { id } of await shop.db.manager.save(ProductTable, tied)) {
      const receipt = { productId: id, day: day('2026-02-01'), reference: '', quantity: 5, unitCost: 1_000 };
      await shop.db.manager.insert(ReceiptTable, receipt);
    }
    const today = day('2026-03-31');
    const run = await requestRun(shop.db, { asOf: today, cause: 'api', createdBy: 'test', today }, START);
    await analyse(shop.db, run.id, undefined, () => START);

    const found = await list();
    expect(found.run).toEqual({ id: run.id, asOf: '2026-03-31' });
    expect(found.items.map(({ sku, staleUnits, staleValue }) => [sku, staleUnits, staleValue])).toEqual([
      ['OLD', 40, 2_000_000],
      ['T-1', 5, 5_000],
      ['T-2', 5, 5_000],
      ['T-3', 5, 5_000],
      ['NOCOST', 10, 0],
    ]);
    expect(found.totals).toEqual({ products: 5, staleUnits: 65, staleValue: 2_015_000, inBucket: null });
    expect(found.items[0]).toMatchObject({
      ageDaysOldest: 80,
      ageDaysAverage: 80,
      ageIsAtLeast: false,
      daysSinceLastSale: 7,
      units30: 1,
      layers: [{ receivedOn: '2026-01-10', quantity: 40, unitCost: 50_000, isAtLeast: false }],
    });
    expect(found.items[4]!.marks).toContain('unknown-cost');
  });

  it('with `all` has what is not flagged too', async () => {
    const { items, totals } = await list('all=true');
    expect(items.map(({ sku, isFlagged }) => [sku, isFlagged])).toContainEqual(['FRESH', false]);
    expect(totals.products).toBe(6);
  });

  it('comes in pages without a gap or a repeat, also where values are the same', async () => {
    const whole = await skus('all=true');
    for (const limit of [1, 2, 3]) {
      const seen: string[] = [];
      for (let after: string | null = ''; after !== null;) {
        const page: StalePage = await list(`all=true&limit=${limit}${after === '' ? '' : `&after=${after}`}`);
        seen.push(...page.items.map((item) => item.sku));
        expect(page.totals.products).toBe(6);
        after = page.next;
      }
      expect(seen).toEqual(whole);
    }
    expect((await shop.owner.get(`${PATH}?after=eA`).expect(400)).body.code).toBe('bad-cursor');
  });

  it('is narrowed by category and text, sums included', async () => {
    expect(await skus('category=teh')).toEqual(['T-1', 'T-2', 'T-3']);
    expect(await skus('search=t-2')).toEqual(['T-2']);
    expect(await skus(`search=${encodeURIComponent('100%')}`)).toEqual(['T-1', 'T-2', 'T-3']);
    expect(await skus('search=_')).toEqual([]);
    expect((await list('category=teh')).totals).toEqual({
      products: 3,
      staleUnits: 15,
      staleValue: 15_000,
      inBucket: null,
    });
    expect((await list('category=nothing')).totals).toEqual({
      products: 0,
      staleUnits: 0,
      staleValue: 0,
      inBucket: null,
    });
    await shop.owner.get(`${PATH}?all=perhaps`).expect(400);
  });

  it('can be all that has stale units, and those without a category', async () => {
    // NOCOST is stale and flagged; FRESH has nothing stale
    expect(await skus('scope=stale')).toEqual(['OLD', 'T-1', 'T-2', 'T-3', 'NOCOST']);
    expect(await skus('scope=all&category=')).toEqual([]);
    await shop.db.query(`UPDATE product SET category = NULL WHERE sku = 'FRESH'`);
    expect(await skus('scope=all&category=')).toEqual(['FRESH']);
    await shop.db.query(`UPDATE product SET category = 'kaos' WHERE sku = 'FRESH'`);
    await shop.owner.get(`${PATH}?scope=some`).expect(400);
  });

  it('can be of one age, with what sits in it', async () => {
    // T-1 to T-3: 5 units each, 58 days old; OLD: 40 units, 80 days; NOCOST: 150 days
    const young = await list('bucket=31');
    expect(young.items.map((item) => item.sku)).toEqual(['T-1', 'T-2', 'T-3']);
    expect(young.totals.inBucket).toEqual({ units: 15, value: 15_000 });
    expect((await list('bucket=61')).totals.inBucket).toEqual({ units: 40, value: 2_000_000 });
    expect(await skus('scope=all&bucket=0')).toEqual(['FRESH']);
    const reply = await shop.owner.get(`${PATH}?bucket=45`).expect(422);
    expect(reply.body).toMatchObject({
      code: 'unknown-bucket',
      detail: 'No age bucket begins with day 45; they begin with 0, 31, 61, 91, 181.',
      values: { edges: [0, 31, 61, 91, 181] },
    });
  });

  it.each([
    ['sort=ageDaysOldest', ['NOCOST', 'OLD', 'T-1', 'T-2', 'T-3', 'FRESH']],
    ['sort=ageDaysOldest&order=asc', ['FRESH', 'T-1', 'T-2', 'T-3', 'OLD', 'NOCOST']],
    // Sold last: FRESH today, OLD a week ago, the others never: unknown stands last both ways.
    ['sort=daysSinceLastSale', ['OLD', 'FRESH', 'NOCOST', 'T-1', 'T-2', 'T-3']],
    ['sort=daysSinceLastSale&order=asc', ['FRESH', 'OLD', 'NOCOST', 'T-1', 'T-2', 'T-3']],
    ['sort=sku&order=asc', ['FRESH', 'NOCOST', 'OLD', 'T-1', 'T-2', 'T-3']],
    ['sort=name', ['T-3', 'T-2', 'T-1', 'OLD', 'NOCOST', 'FRESH']],
    ['sort=onHand', ['OLD', 'FRESH', 'NOCOST', 'T-1', 'T-2', 'T-3']],
    ['sort=units30', ['FRESH', 'OLD', 'NOCOST', 'T-1', 'T-2', 'T-3']],
  ])('by %s is in its order, page by page too', async (query, expected) => {
    expect(await skus(`all=true&${query}`)).toEqual(expected);
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: StalePage = await list(`all=true&limit=1&${query}${after === '' ? '' : `&after=${after}`}`);
      seen.push(...page.items.map((item) => item.sku));
      after = page.next;
    }
    expect(seen).toEqual(expected);
  });

  const totals = async (query = ''): Promise<StaleTotals> =>
    (await shop.owner.get(`${PATH}/totals?${query}`).expect(200)).body as StaleTotals;
  const trend = async (query = ''): Promise<StaleTrend> =>
    (await shop.owner.get(`${PATH}/trend?${query}`).expect(200)).body as StaleTrend;

  it('adds up by category and age', async () => {
    const found = await totals();
    const bucket = (from: number, to: number | null, units: number, value: number) => ({ from, to, units, value });
    expect(found.run?.asOf).toBe('2026-03-31');
    expect(found.categories).toEqual([
      {
        category: 'kaos',
        products: 2,
        flagged: 2,
        withoutCost: 1,
        staleUnits: 50,
        staleValue: 2_000_000,
        buckets: [
          bucket(0, 30, 30, 1_500_000),
          bucket(31, 60, 0, 0),
          bucket(61, 90, 40, 2_000_000),
          bucket(91, 180, 10, 0),
          bucket(181, null, 0, 0),
        ],
      },
      {
        category: 'teh',
        products: 3,
        flagged: 3,
        withoutCost: 0,
        staleUnits: 15,
        staleValue: 15_000,
        buckets: [
          bucket(0, 30, 0, 0),
          bucket(31, 60, 15, 15_000),
          bucket(61, 90, 0, 0),
          bucket(91, 180, 0, 0),
          bucket(181, null, 0, 0),
        ],
      },
    ]);
    expect(found.totals).toMatchObject({
      products: 5,
      flagged: 5,
      withoutCost: 1,
      staleUnits: 65,
      staleValue: 2_015_000,
    });
    expect(found.totals.buckets.map(({ value }) => value)).toEqual([1_500_000, 15_000, 2_000_000, 0, 0]);
    expect(found.largest.map(({ sku, staleValue }) => [sku, staleValue])).toEqual([
      ['OLD', 2_000_000],
      ['T-1', 5_000],
      ['T-2', 5_000],
      ['T-3', 5_000],
      ['NOCOST', 0],
    ]);
    await shop.owner.get(`${PATH}/totals?asOf=31-03-2026`).expect(400);
  });

  it('as a file is exactly the list that was asked for, safe in a spreadsheet', async () => {
    await shop.db.query(`UPDATE product SET name = '=HYPERLINK("x","Teh, satu")' WHERE sku = 'T-1'`);
    const query = 'scope=stale&category=teh&sort=sku&order=asc';
    const reply = await shop.owner.get(`${PATH}/products.csv?${query}&language=en`).expect(200);
    expect(reply.headers['content-type']).toContain('text/csv');
    expect(reply.headers['content-disposition']).toBe('attachment; filename="larisin-stale-2026-03-31.csv"');
    const [header, first, ...more] = reply.text.split('\r\n');
    expect(header).toBe(
      '\uFEFFSKU,Name,Category,As of,On hand,Stale units,Stale value (IDR),Needs attention,Oldest age (days),' +
        'Average age (days),Age is at least,First received,Days since last sale,Sold in 30 days,' +
        'Units 0-30 days,Units 31-60 days,Units 61-90 days,Units 91-180 days,Units ≥ 181 days,' +
        'Value 0-30 days (IDR),Value 31-60 days (IDR),Value 61-90 days (IDR),Value 91-180 days (IDR),Value ≥ 181 days (IDR)',
    );
    expect(first).toBe(
      `T-1,"'=HYPERLINK(""x"",""Teh, satu"")",teh,2026-03-31,5,5,5000,yes,58,58,no,2026-02-01,,0,0,5,0,0,0,0,5000,0,0,0`,
    );
    expect(more.map((line) => line.split(',')[0])).toEqual(['T-2', 'T-3', '']);
  });

  it('as a workbook has the same figures, as figures', async () => {
    const { port } = (shop.app.getHttpServer() as Server).address() as { port: number };
    const { key } = (
      await shop.owner
        .post('/api/v1/keys')
        .send({ name: 'sheet', scopes: ['read'] })
        .expect(201)
    ).body;
    const get = (query: string) =>
      fetch(`http://127.0.0.1:${port}${PATH}/products.xlsx?${query}`, { headers: { Authorization: `Bearer ${key}` } });
    const reply = await get('category=teh&search=t-1');
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="larisin-stale-2026-03-31.xlsx"');
    const { name, rows } = readSheet(new Uint8Array(await reply.arrayBuffer()));
    expect(name).toBe('Stok lama'); // the shop's own language, nobody having said another
    expect(rows[0]!.slice(0, 4).map(({ value }) => value)).toEqual(['SKU', 'Nama', 'Kategori', 'Per tanggal']);
    expect(rows.slice(1)).toEqual([
      expect.arrayContaining([
        { place: 'A2', value: 'T-1', format: '@' },
        { place: 'B2', value: '=HYPERLINK("x","Teh, satu")', format: '@' },
        { place: 'D2', value: 46_112, format: 'yyyy\\-mm\\-dd' },
        { place: 'F2', value: 5, format: '#,##0' },
        { place: 'G2', value: 5_000, format: '#,##0' },
      ]),
    ]);
    expect(rows[1]!.some(({ place }) => place === 'M2')).toBe(false); // never sold: nothing, not 0
    expect((await get('bucket=45')).status).toBe(422);
    expect((await get('limit=5')).status).toBe(400);
  });

  it('before the first run is reckoned back from what moved, as far as there is data', async () => {
    const { points } = await trend();
    // 150 days lie between 1 November, the first receipt, and 31 March: 21 whole weeks and the run's own day
    expect(points).toHaveLength(22);
    expect(points[0]).toMatchObject({ asOf: '2025-11-04', isReckoned: true, staleUnits: 0 });
    const shown = points.slice(-9).map((point) => [point.asOf, point.staleUnits, point.staleValue, point.isReckoned]);
    expect(shown).toEqual([
      ['2026-02-03', 10, 0, true], // NOCOST alone: 94 days old, of unknown cost
      ['2026-02-10', 51, 2_050_000, true], // OLD: 41 units, 31 days old
      ['2026-02-17', 51, 2_050_000, true],
      ['2026-02-24', 51, 2_050_000, true],
      ['2026-03-03', 51, 2_050_000, true], // the tea of 1 February: 30 days, not stale yet
      ['2026-03-10', 66, 2_065_000, true],
      ['2026-03-17', 66, 2_065_000, true],
      ['2026-03-24', 65, 2_015_000, true], // one of OLD was sold that day
      ['2026-03-31', 65, 2_015_000, false],
    ]);
    expect(points.at(-2)!.buckets!.map(({ units }) => units)).toEqual([37, 15, 40, 10, 0]);
    expect((await trend('category=teh&weeks=5')).points.map(({ staleValue }) => staleValue)).toEqual([
      0, 15_000, 15_000, 15_000, 15_000,
    ]);
  });

  it('over weeks has a point for each week with a run, and one for each day when asked', async () => {
    // Runs of 1, 10 and 11 March that counted nothing by category, as before there were such counts.
    const old = {
      state: 'done' as const,
      cause: 'schedule' as const,
      stage: 'done',
      done: 0,
      total: 0,
      createdBy: 'x',
    };
    const sums = { products: 6, listings: 6, suggested: 0, unchanged: 0, superseded: 0, overLimit: 0 };
    const [{ id: last }] = (await shop.db.query<{ id: number }>(`SELECT MAX(id) AS id FROM run`)) as [{ id: number }];
    for (const [i, [on, staleValue]] of [
      ['2026-03-01', 100],
      ['2026-03-10', 200],
      ['2026-03-11', 300],
    ].entries()) {
      const totals = { ...sums, flagged: 1, staleUnits: 2, staleValue: staleValue as number };
      // before the one there is
      await shop.db.manager.insert(RunTable, {
        ...old,
        id: last + 10 + i,
        asOf: day(on as string),
        totals,
        createdAt: START,
      });
    }
    await shop.db.query(`UPDATE run SET id = ? WHERE id = ?`, [last + 100, last]);
    for (const table of ['product_state', 'stale_total']) {
      await shop.db.query(`UPDATE ${table} SET runId = ? WHERE runId = ?`, [last + 100, last]);
    }
    const points = async (query: string) =>
      (await trend(query)).points.map(({ asOf, staleValue, buckets }) => [
        asOf,
        staleValue,
        buckets?.[2]?.value ?? null,
      ]);
    // Seven days back from 31 March: 25-31, 18-24, 11-17, 4-10, 25 February to 3 March.
    const weekly = [
      ['2026-03-01', 100, null],
      ['2026-03-10', 200, null],
      ['2026-03-11', 300, null],
      ['2026-03-31', 2_015_000, 2_000_000],
    ];
    expect(await points('')).toEqual(weekly);
    expect(await points('weeks=3')).toEqual(weekly.slice(2));
    expect(await points('weeks=1&every=day')).toEqual(weekly.slice(3));
    // Two days of one week: the later one stands for it.
    await shop.db.query(`UPDATE run SET asOf = ? WHERE asOf = ?`, [day('2026-03-12'), day('2026-03-10')]);
    expect(await points('')).toEqual([weekly[0], ['2026-03-12', 200, null], weekly[3]]);
    expect(await points('every=day')).toHaveLength(4);
    expect(await points('category=teh')).toEqual([['2026-03-31', 15_000, 0]]);
    await shop.owner.get(`${PATH}/trend?weeks=0`).expect(400);
  });

  it('of a day is that of the last run as of that day or an earlier one', async () => {
    const earlier = await totals('asOf=2026-03-05');
    expect(earlier).toMatchObject({ run: { asOf: '2026-03-01' }, totals: { staleValue: 100 }, categories: [] });
    expect(earlier.largest).toEqual([]);
    expect((await totals('asOf=2026-04-09')).run?.asOf).toBe('2026-03-31');
    expect(await totals('asOf=2026-02-28')).toMatchObject({ run: null, categories: [], largest: [] });
  });

  it('is for viewers and keys with `read`', async () => {
    const viewer = await shop.as('viewer');
    const read = await shop.withKey('read');
    const ingest = await shop.withKey('ingest');
    for (const path of ['', '/totals', '/trend', '/products.csv', '/products.xlsx']) {
      await viewer.get(PATH + path).expect(200);
      await read.get(PATH + path).expect(200);
      expect((await ingest.get(PATH + path).expect(403)).body.code).toBe('scope-missing');
    }
  });

  it('is no file before the first run', async () => {
    await shop.db.query('DELETE FROM run');
    expect((await shop.owner.get(`${PATH}/products.csv`).expect(404)).body.code).toBe('no-run');
    expect(await totals()).toMatchObject({ run: null, categories: [], largest: [] });
    expect(await trend()).toEqual({ points: [] });
  });
});
