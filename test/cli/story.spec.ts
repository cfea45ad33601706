import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, freshUrl } from '../database.js';
import { folderWith, json, larisin, type Given } from './larisin.js';

// Worked by hand, as of 2025-03-31. A-1: 40 units received on 1 January at 50,000 and 10 on 20 March at 52,000; 15 sold,
// first in first out, so 25 of 89 days and 10 of 11 days are left: 25 x 50,000 = 1,250,000 is stale, average age
// (25 x 89 + 10 x 11) / 35 = 66.7. B-2: 5 units counted on 1 March and never received: at least 30 days, which is not yet
// stale. C-3 came on 25 March at an unknown cost: 6 days.
const FILES = {
  'products.csv':
    'sku,name,category,cost,price\nA-1,Kaos hitam,Kaos,50000,90000\nB-2,"=HYPERLINK(""x"")",Kaos,10000,25000\nC-3,Topi,Topi,,30000\n',
  'receipts.csv': 'day,sku,quantity,unit_cost\n2025-01-01,A-1,40,50000\n2025-03-20,A-1,10,52000\n2025-03-25,C-3,5,\n',
  'inventory.csv': 'day,sku,on_hand\n2025-03-01,B-2,5\n',
  'sales.csv': 'day,channel,sku,units,revenue\n2025-02-01,shopee,A-1,5,450000\n2025-03-10,tokopedia,A-1,10,900000\n',
};
const KINDS = ['products', 'receipts', 'inventory', 'sales'];
const AS_OF = ['--as-of', '2025-03-31'];

interface Imported {
  kind: string;
  state: string;
  rows: number;
  inserted: number;
  unchanged: number;
  rejected: number;
}
interface Suggested {
  id: number;
  sku: string;
  channel: string;
  kind: string;
  state: string;
  version: number;
  price: number;
}

describe.each(DATABASES)('from CSV files to the feed on %s', (kind) => {
  const cwd = folderWith(FILES);
  let given: Given;
  let suggestions: Suggested[];

  beforeAll(async () => {
    given = { cwd, env: { DATABASE_URL: await freshUrl(kind) } };
  });

  it('imports into an empty folder at once, and tells where the database is and the password once', async () => {
    const first = await larisin(['import', 'products', 'products.csv', '--format', 'json'], {
      ...given,
      isFresh: true,
    });
    expect(first.code).toBe(0);
    expect(first.stderr).toContain('Database: ');
    expect(first.stderr).toMatch(/Log in as owner with the password \S{20}/);
    expect(JSON.parse(first.stdout)).toMatchObject([{ state: 'done', rows: 3, inserted: 3, rejected: 0 }]);
    const second = await larisin(['import', 'products', 'products.csv', '--format', 'json'], given);
    expect(second.stderr).toBe('');
    expect(JSON.parse(second.stdout)).toMatchObject([{ inserted: 0, unchanged: 3 }]);
    for (const name of KINDS.slice(1)) {
      const [job] = await json<Imported[]>(['import', name, `${name}.csv`], given);
      expect(job).toMatchObject({ state: 'done', rejected: 0 });
    }
  });

  it('lists what sits, before any analysis, with exactly the promised keys', async () => {
    expect(await json(['stale', ...AS_OF], given)).toEqual([
      {
        sku: 'A-1',
        name: 'Kaos hitam',
        onHand: 35,
        staleUnits: 25,
        staleValue: 1_250_000,
        ageDaysOldest: 89,
        ageDaysAverage: 66.7,
        ageIsAtLeast: false,
        daysSinceLastSale: 21,
        buckets: [
          { from: 0, to: 30, units: 10, value: 520_000 },
          { from: 31, to: 60, units: 0, value: 0 },
          { from: 61, to: 90, units: 25, value: 1_250_000 },
          { from: 91, to: 180, units: 0, value: 0 },
          { from: 181, to: null, units: 0, value: 0 },
        ],
        layers: [
          { receivedOn: '2025-01-01', quantity: 25, unitCost: 50_000 },
          { receivedOn: '2025-03-20', quantity: 10, unitCost: 52_000 },
        ],
      },
    ]);
  });

  it('lists the others with --all, and answers for other days of the past', async () => {
    const all = await json<{ sku: string; ageIsAtLeast: boolean; ageDaysOldest: number | null }[]>(
      ['stale', '--all', ...AS_OF],
      given,
    );
    expect(all.map(({ sku, ageDaysOldest, ageIsAtLeast }) => [sku, ageDaysOldest, ageIsAtLeast])).toEqual([
      ['A-1', 89, false],
      ['B-2', 30, true],
      ['C-3', 6, false],
    ]);
    const early = await json<{ sku: string; onHand: number; ageDaysOldest: number }[]>(
      ['stale', '--as-of', '2025-02-01'],
      given,
    );
    expect(early).toMatchObject([{ sku: 'A-1', onHand: 35, ageDaysOldest: 31 }]);
    expect(await json(['stale', '--as-of', '2025-01-31'], given)).toEqual([]);
    const future = await larisin(['stale', '--as-of', '2090-01-01'], given);
    expect(future.code).toBe(1);
    expect(future.stderr).toContain('has not come yet');
  });

  it('writes tables for people and disarms formulas in csv', async () => {
    const table = await larisin(['stale', ...AS_OF], given);
    expect(table.stdout).toMatch(/A-1 +Kaos hitam +35 +25 +Rp 1\.250\.000 +89/);
    expect(table.stdout).toContain('1 product(s) flagged as of 2025-03-31');
    const csv = await larisin(['stale', '--all', '--format', 'csv', ...AS_OF], given);
    expect(csv.stdout.split('\n')).toEqual([
      'sku,name,onHand,staleUnits,staleValue,ageDaysOldest,ageDaysAverage,daysSinceLastSale',
      'A-1,Kaos hitam,35,25,1250000,89,66.7,21',
      `B-2,"'=HYPERLINK(""x"")",5,0,0,30,30,`,
      'C-3,Topi,5,0,0,6,6,',
      '',
    ]);
  });

  it('shows a product with its layers and what rules read of it on each channel', async () => {
    const product = await json<{ channels: { channel: string; facts: Record<string, unknown> }[] }>(
      ['product', 'A-1', ...AS_OF],
      given,
    );
    expect(product).toMatchObject({
      sku: 'A-1',
      asOf: '2025-03-31',
      isFlagged: true,
      layers: [{ receivedOn: '2025-01-01', quantity: 25, isAtLeast: false }, { quantity: 10 }],
    });
    expect(product.channels.map(({ channel }) => channel)).toEqual(['shopee', 'tokopedia']);
    expect(product.channels[1]!.facts).toMatchObject({
      'product.sku': 'A-1',
      'channel.code': 'tokopedia',
      'stock.ageDaysOldest': 89,
      'channelSales.units30': 10,
    });
    expect(product.channels[0]!.facts['channelSales.units30']).toBe(0);
    const table = await larisin(['product', 'A-1', ...AS_OF], given);
    expect(table.stdout).toMatch(/2025-01-01 +89 +25 +Rp 50\.000/);
    const unknown = await larisin(['product', 'a-1'], given);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('There is A-1');
  });

  it('analyses, and a second time changes nothing', async () => {
    const first = await json<{ suggested: number }>(['analyse', ...AS_OF], given);
    expect(first).toMatchObject({ state: 'done', asOf: '2025-03-31', products: 3, flagged: 1, staleValue: 1_250_000 });
    expect(first.suggested).toBeGreaterThan(0);
    const second = await json(['analyse', ...AS_OF], given);
    expect(second).toMatchObject({ suggested: 0, unchanged: first.suggested, superseded: 0 });
  });

  it('lists suggestions by filter, each with its why', async () => {
    suggestions = await json<Suggested[]>(['suggestions', '--sku', 'A-1', '--kind', 'discount'], given);
    expect(suggestions.map(({ channel, state }) => `${channel} ${state}`).sort()).toEqual([
      'shopee pending',
      'tokopedia pending',
    ]);
    expect(suggestions.every(({ price }) => price < 90_000 && price > 50_000)).toBe(true);
    const { why } = await json<{ why: { matched: unknown[]; facts: Record<string, unknown> } }>(
      ['suggestions', String(suggestions[0]!.id)],
      given,
    );
    expect(why.matched.length).toBeGreaterThan(0);
    expect(why.facts['stock.ageDaysOldest']).toBe(89);
    expect(await json(['suggestions', '--channel', 'website', '--sku', 'A-1'], given)).toEqual([]);
  });

  it('approves one by one: what is refused makes the exit code 1 and undoes nothing', async () => {
    const [shopee] = suggestions.filter(({ channel }) => channel === 'shopee');
    const ran = await larisin(['approve', String(shopee!.id), '999999', '--format', 'json'], given);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('There is no suggestion 999999');
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { id: shopee!.id, ok: true, state: 'approved' },
      { id: 999_999, ok: false, code: 'unknown-suggestion' },
    ]);
    const again = await larisin(['approve', String(shopee!.id)], given);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('it is approved');
    const told = await larisin(['suggestions', String(shopee!.id)], given);
    expect(told.stdout).toMatch(/Decisions\n\S+ approve at Rp [\d.]+ by cli:/);
  });

  it('feeds the approved price to its channel alone, decided by the log-in', async () => {
    const feed = await json<{ status: string; entries: object[] }>(['feed', 'shopee'], given);
    const [shopee] = suggestions.filter(({ channel }) => channel === 'shopee');
    expect(feed.status).toBe('ok');
    expect(feed.entries).toMatchObject([
      {
        action: 'set',
        sku: 'A-1',
        price: shopee!.price,
        listPrice: 90_000,
        decision: { by: expect.stringMatching(/^cli:/) as unknown },
      },
    ]);
    expect(await json(['feed', 'tokopedia'], given)).toMatchObject({ status: 'ok', entries: [] });
  });

  it('carries the price there as a file, once', async () => {
    const there = { ...given, cwd: folderWith() };
    const [shopee] = suggestions.filter(({ channel }) => channel === 'shopee');
    const taken = await larisin(['prices', 'export', 'shopee', '--as', 'generic', '--out', '.'], there);
    expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') as unknown });
    const file = await json<{ id: number; path: string }>(['prices', 'export', 'shopee', '--as', 'generic'], there);
    const [, row] = readFileSync(file.path, 'utf8').split('\r\n');
    expect(row!.split(',').slice(2, 9)).toEqual(['set', 'discount', 'A-1', '', '', String(shopee!.price), '90000']);
    const again = await larisin(['prices', 'export', 'shopee', '--again', String(file.id)], there);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') as unknown });
    expect((await larisin(['prices', 'export', 'shopee'], there)).code).toBe(2);
    expect(await json(['feed', 'shopee', '--status'], given)).toMatchObject({ counts: { exported: 1, waiting: 0 } });
    const confirmed = await larisin(['prices', 'confirm', 'shopee', String(file.id)], given);
    expect(confirmed.stdout).toMatch(/generic +closed/);
    expect(await json(['prices', 'show', 'shopee', String(file.id)], given)).toMatchObject([{ state: 'applied' }]);
    const empty = await larisin(['prices', 'export', 'shopee', '--as', 'generic', '--out', 'x.csv'], there);
    expect(empty).toMatchObject({ code: 1, stderr: expect.stringContaining('No approved price waits') as unknown });
    expect((await json<unknown[]>(['prices', 'list', 'shopee'], given)).length).toBe(1);
  });

  it('rejects with a reason, and takes an approval back through the feed', async () => {
    const [shopee, tokopedia] = ['shopee', 'tokopedia'].map((code) =>
      String(suggestions.find(({ channel }) => channel === code)!.id),
    );
    expect(await json(['reject', tokopedia!, '--reason', 'not now'], given)).toMatchObject([{ state: 'rejected' }]);
    expect(await json(['withdraw', shopee!], given)).toMatchObject([{ state: 'withdrawn' }]);
    const { entries } = await json<{ entries: { action: string; revision: number }[] }>(
      ['feed', 'shopee', '--changes'],
      given,
    );
    expect(entries.map(({ action }) => action)).toEqual(['set', 'withdraw']);
  });

  it('tells by its titles what a file is, and reads an export of a marketplace as it comes', async () => {
    const lazada = 'orderItemId,orderNumber,createTime,sellerSku,lazadaSku,unitPrice,status,shippingPhone\n';
    const unit = (id: number) => `${id},900,03 Mar 2025 10:00,A-1,1_ID-1,88000.00,delivered,0811\n`;
    const there = {
      ...given,
      cwd: folderWith({
        'export.csv': lazada + unit(1) + unit(2),
        'stok.csv': 'Tanggal;SKU;Stok\n2025-03-02;C-3;0\n',
        'odd.csv': 'Kode;Angka\nA-1;5\n',
      }),
    };
    expect(await json<Imported[]>(['import', 'export.csv', 'stok.csv', '--dry-run'], there)).toMatchObject([
      { kind: 'orders', state: 'done', rows: 2, inserted: 1 },
      { kind: 'inventory', state: 'done', rows: 1, inserted: 1 },
    ]);
    const odd = await larisin(['import', 'odd.csv'], there);
    expect(odd.code).toBe(1);
    expect(odd.stderr).toContain('do not tell what it holds');
  });

  it('refuses a bad file as a whole, tells each row, and writes all of them as csv', async () => {
    const bad =
      'day,channel,sku,units\n2025-02-30,shopee,A-1,5\n2025-03-01,shopee,A-1,-2\n2025-03-01,shopee,ZZZ,1\n2025-03-02,shopee,A-1,1\n';
    const folder = folderWith({ 'bad.csv': bad, 'good.csv': 'day,channel,sku,units\n2025-03-03,shopee,A-1,1\n' });
    const there = { ...given, cwd: folder };
    const ran = await larisin(['import', 'sales', 'bad.csv', 'good.csv'], there);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('bad.csv:2, day "2025-02-30": ');
    expect(ran.stderr).toContain('bad.csv:4, sku "ZZZ": ');
    expect(ran.stderr).toContain('Not read after that: good.csv');
    const rejects = await larisin(
      ['import', 'sales', 'bad.csv', '--partial', '--rejects', 'rejects.csv', '--format', 'json'],
      there,
    );
    expect(rejects.code).toBe(0);
    expect(JSON.parse(rejects.stdout)).toMatchObject([{ state: 'done', inserted: 1, rejected: 3 }]);
    const lines = readFileSync(join(folder, 'rejects.csv'), 'utf8').trim().split('\r\n');
    expect(lines[0]).toBe('line,column,header,value,code,reason,original');
    expect(lines.slice(1).map((line) => line.split(',')[4])).toEqual([
      'no-such-day',
      'negative-quantity',
      'unknown-sku',
    ]);
    const dry = await larisin(['import', 'sales', 'good.csv', '--dry-run'], there);
    expect(dry).toMatchObject({ code: 0, stderr: 'This was a dry run: nothing was changed.\n' });
    expect(await json<Imported[]>(['import', 'sales', 'good.csv'], there)).toMatchObject([
      { inserted: 1, unchanged: 0 },
    ]);
    const missing = await larisin(['import', 'sales', 'none.csv'], there);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('none.csv');
  });

  it('reads titles of its own as it is told, and remembers it for the next file', async () => {
    const own = 'Tgl;Kode Brg;Sisa Fisik;Rak\n2025-03-05;A-1;9;x\n';
    const there = {
      ...given,
      cwd: folderWith({ 'own.csv': own, 'next.csv': own.replace('2025-03-05', '2025-03-06') }),
    };
    expect((await larisin(['import', 'inventory', 'own.csv'], there)).stderr).toContain(
      'needs the columns sku, on_hand',
    );
    const map = [
      '--map',
      'Kode Brg=sku',
      '--map',
      'Sisa Fisik=on_hand',
      '--map',
      'Rak=-',
      '--fixed',
      'location=Gudang',
    ];
    expect(await json<Imported[]>(['import', 'inventory', 'own.csv', ...map, '--remember'], there)).toMatchObject([
      { state: 'done', inserted: 1 },
    ]);
    const next = await larisin(['import', 'inventory', 'next.csv'], there);
    expect(next.stderr).toContain('The columns were read as remembered of "own.csv".');
    const list = await larisin(['mapping', 'list'], there);
    expect(list.stdout).toContain('Kode Brg=sku, Sisa Fisik=on_hand, Rak=-, location:Gudang');
    const [{ id }] = (await json<{ id: number }[]>(['mapping', 'list'], there)) as [{ id: number }];
    expect((await larisin(['import', 'inventory', 'next.csv', '--no-mapping'], there)).code).toBe(1);
    expect((await larisin(['mapping', 'forget', String(id)], there)).code).toBe(0);
    expect((await larisin(['import', 'inventory', 'next.csv'], there)).code).toBe(1);
    expect((await larisin(['import', 'inventory', 'next.csv', '--map', 'oops'], there)).code).toBe(2);
    expect((await larisin(['import', 'inventory', 'next.csv', '--remember'], there)).code).toBe(2);
    expect((await larisin(['import', 'inventory', 'own.csv', '--map', 'Kode=sku'], there)).code).toBe(1);
  });

  it('keeps a calendar, takes it along as a file, and reads that back once', async () => {
    const folder = folderWith({});
    const there = { ...given, cwd: folder };
    const add = ['calendar', 'add', 'boost', 'Harbolnas', '--from', '2026-12-10', '--to', '2026-12-12'];
    expect((await larisin([...add, '--channel', 'shoppee'], there)).code).toBe(1);
    expect((await larisin([...add.slice(0, -1), '2026-12-09'], there)).stderr).toContain('lies before the first day');
    expect((await larisin(['calendar', 'add', 'sale', 'X', ...add.slice(4)], there)).code).toBe(2);
    expect((await larisin(add, there)).code).toBe(0);
    const file = await larisin(['calendar', 'export'], there);
    const entries = JSON.parse(file.stdout) as { name: string; startsOn: string }[];
    const boost = entries.find(({ name }) => name === 'Harbolnas');
    expect(boost).toMatchObject({ kind: 'boost', startsOn: '2026-12-10', endsOn: '2026-12-12', channels: null });
    const lebaran = { ...boost, kind: 'holiday', name: 'Lebaran', startsOn: '2029-02-14', endsOn: '2029-02-16' };
    writeFileSync(join(folder, 'calendar.json'), JSON.stringify([...entries, lebaran]));
    const read = () => larisin(['calendar', 'import', 'calendar.json'], there);
    expect((await read()).stdout).toContain(`1 of ${entries.length + 1} entries added`);
    expect((await read()).stdout).toContain(`0 of ${entries.length + 1} entries added`);
    writeFileSync(join(folder, 'calendar.json'), '[{"kind": "boost"}]');
    expect((await read()).stderr).toContain('/0/name');
    const list = await json<{ id: number; name: string }[]>(['calendar', 'list'], there);
    const { id } = list.find(({ name }) => name === 'Harbolnas')!;
    expect((await larisin(['calendar', 'remove', String(id)], there)).code).toBe(0);
    expect((await larisin(['calendar', 'remove', String(id)], there)).code).toBe(1);
  });
});
