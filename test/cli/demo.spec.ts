import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, freshUrl } from '../database.js';
import { folderWith, json, larisin, start, type Given } from './larisin.js';

const DEMO = ['demo', '--no-serve', '--as-of', '2026-03-31'];
const stale = (given: Given) =>
  json<{ sku: string; staleUnits: number }[]>(['stale', '--all', '--as-of', '2026-03-31'], given);
const suggested = (given: Given) =>
  json<{ sku: string; channel: string; price: number }[]>(['suggestions', '--limit', '1000'], given);

describe.each(DATABASES)('larisin demo on %s', (kind) => {
  const cwd = folderWith();
  let given: Given;
  let shop: object[];
  let inbox: { sku: string; channel: string; price: number }[];

  beforeAll(async () => {
    given = { cwd, env: { DATABASE_URL: await freshUrl(kind) } };
  });

  it('loads the shop with progress, analyses it, and tells what to look at', async () => {
    const { code, stdout, stderr } = await larisin(DEMO, given);
    expect(code).toBe(0);
    for (const stage of ['importing products', 'importing orders', 'analysing']) expect(stderr).toContain(`${stage}`);
    const [, flagged] = /(\d+) of 300 products sit for too long/.exec(stdout) ?? [];
    expect(stdout).toMatch(/\d+ suggestions wait for a decision/);
    expect(stdout).toContain('docs/demo.md');
    shop = await stale(given);
    inbox = await suggested(given);
    expect(shop).toHaveLength(300);
    expect((await json<object[]>(['stale', '--as-of', '2026-03-31'], given)).length).toBe(Number(flagged));
    expect(inbox.length).toBeGreaterThan(10);
  });

  it('finds every planted dead product', async () => {
    // As docs/demo.md says of seed 1.
    const dead = ['DP-002', 'DP-014', 'DP-022', 'AT-027', 'KC-013', 'MN-006', 'IB-005', 'OR-002', 'OR-008', 'PK-008'];
    const flagged = await json<{ sku: string }[]>(['stale', '--as-of', '2026-03-31'], given);
    expect(flagged.map(({ sku }) => sku)).toEqual(expect.arrayContaining(dead));
  });

  it('loads nothing at a second start', async () => {
    const { code, stderr } = await larisin(DEMO, given);
    expect(code).toBe(0);
    expect(stderr).toContain('loaded already');
    expect(stderr).not.toContain('importing');
    expect(await stale(given)).toEqual(shop);
    expect(await suggested(given)).toEqual(inbox);
  });

  it('is whole after a kill at any moment and a second start, as if nothing had happened', async () => {
    for (const waitMs of [400, 1200]) {
      const killed = { cwd: folderWith(), env: { DATABASE_URL: await freshUrl(kind) } };
      const child = start(DEMO, killed);
      const ended = new Promise((resolve) => child.once('close', resolve));
      await sleep(waitMs);
      child.kill('SIGKILL');
      await ended;
      const again = await larisin(DEMO, killed);
      expect(again.code).toBe(0);
      expect(await stale(killed)).toEqual(shop);
      const facts = ({ sku, channel, price }: (typeof inbox)[number]) => `${sku} ${channel} ${price}`;
      expect((await suggested(killed)).map(facts).sort()).toEqual(inbox.map(facts).sort());
    }
  }, 400_000);
});

describe('larisin demo', () => {
  it('keeps the password in a file that its owner alone may read', async () => {
    const cwd = folderWith();
    await larisin(DEMO, { cwd });
    const file = join(cwd, 'data/demo-login.txt');
    expect(readFileSync(file, 'utf8')).toMatch(/^\S{20}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is not mixed into a shop of the user', async () => {
    const cwd = folderWith({ 'p.csv': 'sku,name\nA-1,Kaos\n' });
    await larisin(['import', 'products', 'p.csv'], { cwd });
    const { code, stderr } = await larisin(DEMO, { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('a shop of your own');
    expect(await json<object[]>(['stale', '--all'], { cwd })).toHaveLength(1);
  });

  it('loads order lines of Online Retail as a shop in pounds', async () => {
    const rows = [
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
      '536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom',
      '536370,22728,ALARM CLOCK,24,2010-12-01 08:45:00,3.75,12583,France',
      'C536371,85123A,WHITE HANGING HEART,-2,2010-12-02 09:00:00,2.55,17850,United Kingdom',
      '536380,POST,POSTAGE,1,2010-12-03 10:00:00,18.00,12583,France',
      '536390,22728,ALARM CLOCK,1,2011-03-01 10:00:00,3.75,12583,France',
    ];
    const cwd = folderWith({ 'retail.csv': `${rows.join('\n')}\n` });
    const { code, stdout } = await larisin(['demo', '--no-serve', '--online-retail', 'retail.csv'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Rows in 5: 3 sales and 1 returns accepted, 1 refused');
    expect(stdout).toMatch(/1 +not-a-product/);
    expect(stdout).toContain('as of 2011-03-01');
    expect(stdout).toContain('£');
    const again = await larisin(['demo', '--no-serve'], { cwd });
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toContain('loaded already');
  });
});
