import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import type { RunChanges } from '../../src/contract/runs';
import type { StalePage } from '../../src/contract/stock';
import type { Summary } from '../../src/contract/summary';
import { createFormat } from '../../web/text/format';
import { runsText } from '../../web/text/runs';
import { staleText } from '../../web/text/stale';
import { wordsIn } from '../../web/text/texts';
import { todayText } from '../../web/text/today';
import { readSheet } from '../flow/files/read-sheet.js';
import { expectAccessible, expectNoSidewaysScroll } from './checks.js';
import { CROSSWISE, expect, inBoth, logIn, VIEWS, type View } from './story.js';

/** A run takes a second or two; beside other stories on a busy machine much longer. */
const RUN_MS = 90_000;

const formatIn = ({ language }: View) =>
  createFormat({ language, currency: 'IDR', scale: 0, timeZone: 'Asia/Jakarta' });

async function read<T>(page: Page, path: string): Promise<T> {
  const reply = await page.request.get(`/api/v1${path}`);
  expect(reply.status(), path).toBe(200);
  return (await reply.json()) as T;
}

/** Language changes words, not colors or sizes of most things: looking once is enough. */
async function expectWellMade(page: Page, { language }: View): Promise<void> {
  await expectNoSidewaysScroll(page);
  if (language === 'id') await expectAccessible(page);
}

const bytesOf = async (download: Download): Promise<Buffer> => readFileSync((await download.path())!);

/** Rows of a CSV file by RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r\n|$)/g)) {
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

inBoth(
  'the owner reads the day, looks at stale stock and takes it along as a file',
  async ({ page, view }) => {
    const { language, width } = view;
    const [today, stale] = [wordsIn(todayText, language), wordsIn(staleText, language)];
    const format = formatIn(view);
    await logIn(page, 'owner');
    const summary = await read<Summary>(page, '/summary');

    // The day at a glance.
    await page.goto('/');
    await expect(page.getByRole('main').getByText(format.number(summary.pending.count), { exact: true })).toBeVisible();
    await expect(page.getByText(format.moneyShort(summary.stale!.value), { exact: true })).toBeVisible();
    await expect(page.getByText(today.allFine)).toBeVisible();
    await expectWellMade(page, view);
    await page.getByRole('link', { name: today.toStale }).click();

    // All stale stock, as the API tells it.
    const all = await read<StalePage>(page, '/stale?scope=stale&limit=500');
    await expect(page.getByRole('heading', { name: stale.title })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: format.money(all.totals.staleValue) })).toBeVisible();
    await expect(page.getByRole('img', { name: stale.byCategoryLabel }).locator('canvas')).toBeVisible();
    await expect(page.getByRole('img', { name: stale.trendLabel }).locator('canvas')).toBeVisible();
    await expectWellMade(page, view);
    await page.getByText(stale.map, { exact: true }).click();
    await expect(page.getByRole('img', { name: stale.mapLabel }).locator('canvas')).toBeVisible();

    // Down to the layers of the product that holds most money.
    const [first] = all.items;
    await page.getByRole('button', { name: stale.showLayers({ product: first!.name }) }).click();
    const layers = page.getByRole('table', { name: stale.layers }).first();
    await expect(layers.getByRole('row')).toHaveCount(first!.layers.length + 1);
    await expect(layers).toContainText(format.day(first!.layers[0]!.receivedOn));
    await expectNoSidewaysScroll(page);

    // Narrowed by category and age; the address keeps it.
    const category = first!.category!;
    const { from } = first!.buckets.findLast(({ units }) => units > 0)!;
    await page.goto(`/stale?category=${encodeURIComponent(category)}&bucket=${from}`);
    const query = `scope=stale&category=${encodeURIComponent(category)}&bucket=${from}`;
    const narrowed = await read<StalePage>(page, `/stale?${query}&limit=500`);
    await expect(
      page.getByRole('status').filter({ hasText: format.money(narrowed.totals.inBucket!.value) }),
    ).toBeVisible();
    if (width === 1440) {
      await page.getByRole('button', { name: new RegExp(`${stale.units30}$`) }).click();
      await expect(page).toHaveURL(/sort=units30/);
    }
    const sold = narrowed.items.toSorted((a, b) => b.units30 - a.units30);
    const expected = width === 1440 ? sold : narrowed.items;

    // The same rows in the same order, as CSV and as a workbook.
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: stale.csv }).click(),
    ]);
    const lines = readCsv((await bytesOf(csv)).toString('utf8'));
    expect(lines.slice(1).map((line) => [line[0], Number(line[4]), Number(line[5]), Number(line[6])])).toEqual(
      expected.map((row) => [row.sku, row.onHand, row.staleUnits, row.staleValue]),
    );
    const [xlsx] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: stale.xlsx }).click(),
    ]);
    expect(xlsx.suggestedFilename()).toBe(`larisin-stale-${narrowed.run!.asOf}.xlsx`);
    const sheet = readSheet(await bytesOf(xlsx));
    expect(sheet.name).toBe(language === 'id' ? 'Stok lama' : 'Stale stock');
    const cell = (row: (typeof sheet.rows)[number], column: string) =>
      row.find(({ place }) => place.startsWith(column))?.value;
    expect(sheet.rows.slice(1).map((row) => [cell(row, 'A'), cell(row, 'F'), cell(row, 'G')])).toEqual(
      expected.map((row) => [row.sku, row.staleUnits, row.staleValue]),
    );

    // Nothing matches: the way back is offered.
    await page.getByLabel(stale.search).fill('zzz-not-there');
    await expect(page.getByText(stale.none)).toBeVisible();
    await expectWellMade(page, view);
  },
  { views: CROSSWISE },
);

inBoth(
  'the owner watches a run go through and sees what it changed',
  async ({ page, view, shop }) => {
    const { language } = view;
    const words = wordsIn(runsText, language);
    await logIn(page, 'owner');
    await page.goto('/runs');
    await expectWellMade(page, view);
    await page.getByRole('button', { name: words.start }).dblclick();
    await expect(page).toHaveURL(/\/runs\/2$/);
    // By what only the page of a finished run has: the list, which also says "done" of older runs, stays on the screen
    // until the page has been fetched.
    const tile = page.getByRole('button', { name: words.kinds.decided });
    await expect(tile).toBeVisible({ timeout: RUN_MS });

    // What people decide between two runs is among what the second tells.
    const { items } = await read<{ items: { id: number; version: number; name: string }[] }>(
      page,
      '/suggestions?kind=alert&limit=1',
    );
    const [seen] = items;
    const decided = await page.request.post(`/api/v1/suggestions/${seen!.id}/decision`, {
      data: { action: 'approve', expectedVersion: seen!.version },
      headers: { origin: shop.url },
    });
    expect(decided.status()).toBe(200);
    await page.getByRole('link', { name: words.back }).click();
    await page.getByRole('button', { name: words.start }).click();
    await expect(page).toHaveURL(/\/runs\/3$/);
    await tile.click({ timeout: RUN_MS });
    await expect(tile).toContainText('1');
    await expect(page.getByRole('link', { name: seen!.name })).toBeVisible();
    await expect(page).toHaveURL(/change=decided/);
    const changes = await read<RunChanges>(page, '/runs/3/changes?change=decided');
    expect(changes.totals.decided.count).toBe(1);
    await expectWellMade(page, view);

    // The double click has started one run, not two.
    const runs = await read<{ items: unknown[] }>(page, '/runs');
    expect(runs.items).toHaveLength(3);
    await page.getByRole('link', { name: words.back }).click();
    const list = page.getByLabel(words.list);
    await expect(list.getByText(words.states.done)).toHaveCount(3);
  },
  { changesData: true, views: [VIEWS[0]!, VIEWS[3]!] },
);

inBoth(
  'a viewer is offered no run, and a run that failed says what to do',
  async ({ page, view }) => {
    const words = wordsIn(runsText, view.language);
    await logIn(page, 'viewer');
    await page.route('**/api/v1/runs/1', async (route) => {
      const reply = await route.fetch();
      const failed = { state: 'failed', totals: null, error: 'no such table: listing' };
      await route.fulfill({ response: reply, json: { ...((await reply.json()) as object), ...failed } });
    });
    await page.goto('/runs/1');
    await expect(page.getByRole('alert')).toContainText('no such table: listing');
    await expect(page.getByRole('alert')).toContainText(words.failedWhy);
    await expect(page.getByRole('button', { name: words.again })).toHaveCount(0);
    await expectWellMade(page, view);
  },
  { views: [{ width: 390, language: 'id' }] },
);
