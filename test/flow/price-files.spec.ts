import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PriceFileFormatName } from '../../src/core/feed/files/format.js';
import { genericProfile } from '../../src/core/pricing/channel-profile.js';
import { DAY_MS } from '../../src/core/units.js';
import type { Database } from '../../src/db/database.js';
import { openDatabase } from '../../src/db/database.js';
import { AckTable, PriceEntryTable } from '../../src/db/tables/engine.js';
import { PriceFilePartTable } from '../../src/db/tables/price-files.js';
import { AuditTable, ChannelProfileTable, ListingTable } from '../../src/db/tables/shop.js';
import { decide, withdraw } from '../../src/flow/decide.js';
import { reportPrices } from '../../src/flow/drift.js';
import { ingest } from '../../src/flow/ingest.js';
import { acknowledge, feedStatus } from '../../src/flow/feed.js';
import { confirmByFile, confirmPriceFile } from '../../src/flow/price-files/confirm.js';
import { exportPriceFile, priceFileItems, priceFiles } from '../../src/flow/price-files/export.js';
import { makePriceFile } from '../../src/flow/price-files/make.js';
import { changeChannel } from '../../src/flow/shop.js';
import { shopeeSheet } from '../core/feed/files/cases.js';
import { DATABASES } from '../database.js';
import { asked, freshShop, NOW, SITI, suggest } from './decide-shop.js';
import { readSheet } from './files/read-sheet.js';
import { workbook } from './files/workbook.js';

const JOB = { actor: 'key:abc', ip: null };
const folder = mkdtempSync(join(tmpdir(), 'larisin-price-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function stored(content: string | Buffer): string {
  const path = join(folder, String(++files));
  writeFileSync(path, content);
  return path;
}

/** The mass update of a shop with these SKUs; the ids are those of `shopeeSheet`. */
const massUpdate = (skus: string[], reasons: string[] = []): string =>
  stored(
    workbook({
      Panduan: [['Cara mengisi']],
      Sheet1: [
        ...shopeeSheet([]).map(({ cells }) => [...cells]),
        [],
        ...shopeeSheet(skus)
          .slice(5)
          .map(({ cells }, i) => [...cells.slice(0, 8), reasons[i] ?? '']),
      ],
    }),
  );

async function approve(
  db: Database,
  productId: number,
  channelId: number,
  window: { startsAt?: number; endsAt?: number } = {},
  now = NOW,
): Promise<number> {
  const id = await suggest(db, productId, channelId);
  const adjustment = { price: 80_000, startsAt: window.startsAt ?? null, endsAt: window.endsAt ?? null };
  const [result] = await decide(db, SITI, [asked(id, { action: 'adjust', adjustment })], now);
  if (result?.refusal) throw result.refusal;
  return id;
}

function at(db: Database, code: string) {
  return {
    make: (format: PriceFileFormatName, path?: string, now = NOW) =>
      makePriceFile(db, code, { format, ...(path === undefined ? {} : { path }) }, SITI, now),
    take: (id: number, now = NOW) => exportPriceFile(db, code, id, SITI, now),
    confirm: (id: number, now = NOW) => confirmPriceFile(db, code, id, {}, SITI, now),
    items: (id: number) => priceFileItems(db, code, id, { limit: 100 }),
    status: (now = NOW) => feedStatus(db, code, { limit: 50 }, now),
  };
}
const deliveries = ({ items }: Awaited<ReturnType<typeof feedStatus>>) =>
  Object.fromEntries(items.map(({ sku, delivery, wanted }) => [sku, `${wanted} ${delivery}`]));

const OWN_TABLES = [
  ...['price_file', 'price_file_item', 'price_file_part', 'ack', 'feed_change', 'price_entry', 'channel_price'],
  ...['decision', 'suggestion', 'audit', 'channel_profile'],
];
const PRODUCTS = 1_200;

describe.each(DATABASES)('a price file on %s', (kind) => {
  let db: Database;
  beforeAll(async () => {
    db = await freshShop(kind, PRODUCTS);
  });
  // One shop for all: a database of its own for each test takes a second on MariaDB.
  beforeEach(async () => {
    for (const table of OWN_TABLES) await db.query(`DELETE FROM ${table}`);
    await db.query('UPDATE channel SET isHeld = ?, heldReason = NULL', [false]);
  });

  it('goes out, waits for its confirmation, and is done; a channel that knows the end ends it by itself', async () => {
    const website = at(db, 'website');
    const endsAt = NOW + 10 * DAY_MS;
    for (const product of [1, 2]) await approve(db, product, 2, { endsAt });
    const file = await website.make('woocommerce-products');
    expect(file).toMatchObject({
      state: 'new',
      rows: 2,
      counts: { set: 2, stop: 0, open: 2, leftOut: 0 },
      endsAt: null,
    });
    expect(deliveries(await website.status())).toEqual({ 'SKU-1': 'set waiting', 'SKU-2': 'set waiting' });
    const first = await website.take(file.id);
    expect(first.fileName).toBe(`website-2026-03-31-${file.id}.csv`);
    const rows: Record<string, string>[] = parse(first.body, { columns: true });
    expect(rows.map((row) => [row.SKU, row['Sale price'], row['Date sale price ends']])).toEqual([
      ['SKU-1', '80000', '2026-04-09'],
      ['SKU-2', '80000', '2026-04-09'],
    ]);
    expect((await website.take(file.id, NOW + 5_000)).body.equals(first.body)).toBe(true);
    const exported = await website.status();
    expect(exported.counts).toMatchObject({ exported: 2, waiting: 0, live: 0 });
    const done = await website.confirm(file.id, NOW + 60_000);
    expect(done).toMatchObject({ accepted: 2, refused: 0, file: { state: 'closed', counts: { applied: 2, open: 0 } } });
    expect(deliveries(await website.status())).toEqual({ 'SKU-1': 'set live', 'SKU-2': 'set live' });
    expect(await website.confirm(file.id)).toMatchObject({ accepted: 0, refused: 0 });
    await expect(website.make('woocommerce-products')).rejects.toMatchObject({ code: 'nothing-to-export' });
    // over: WooCommerce was told of the end
    await expect(website.make('woocommerce-products', undefined, endsAt)).rejects.toMatchObject({
      code: 'nothing-to-export',
    });
    const actions = (await db.manager.find(AuditTable)).map(({ action }) => action).filter((a) => a.includes('file'));
    expect(actions).toEqual(['price-file.make', 'price-file.export', 'price-file.confirm', 'price-file.confirm']);
  });

  it('patches the merchant’s own workbook, and the next one puts the base price back', async () => {
    const shopee = at(db, 'shopee');
    const endsAt = NOW + 2 * DAY_MS;
    // SKU-1 is known by the ids of its listing (900/901), which the workbook does not have
    await db.manager.update(ListingTable, { productId: 1 }, { externalId: '18445031', externalVariantId: '206411' });
    for (const product of [1, 2, 3]) await approve(db, product, 1, { endsAt });
    const own = massUpdate(['SKU-2', 'whatever', 'SKU-8']);
    const file = await shopee.make('shopee-mass-update', own);
    expect(file).toMatchObject({ rows: 2, counts: { set: 2, leftOut: 1 }, endsAt: '2026-04-02T09:15:00.000+07:00' });
    const left = (await shopee.items(file.id)).filter(({ state }) => state === 'left-out');
    expect(left).toMatchObject([{ sku: 'SKU-3', obstacle: 'not-in-file' }]);
    const { body } = await shopee.take(file.id);
    const prices = sheetPrices(body);
    expect(prices).toEqual({ 'SKU-2': '80000', whatever: '80000', 'SKU-8': '100000' });
    await shopee.confirm(file.id);
    expect(deliveries(await shopee.status())).toEqual({
      'SKU-1': 'set live',
      'SKU-2': 'set live',
      'SKU-3': 'set waiting',
    });
    // the channel's own export shows the offers as prices: they are no base prices
    const job = await ingest(
      db,
      { path: stored(body) },
      { kind: 'listings', createdBy: 'user:siti', isPartial: true },
      undefined,
      () => NOW,
    );
    expect(job).toMatchObject({
      state: 'done',
      notes: expect.arrayContaining([expect.stringMatching(/^2 prices are offers/)]) as unknown,
    });
    const back = await shopee.make('shopee-mass-update', stored(body), endsAt);
    expect(back.counts).toMatchObject({ set: 0, stop: 2, leftOut: 0, unexpected: 0 });
    expect(deliveries(await shopee.status(endsAt))).toEqual({ 'SKU-1': 'stop waiting', 'SKU-2': 'stop waiting' });
    const restored = await shopee.take(back.id, endsAt);
    expect(sheetPrices(restored.body)).toEqual({ 'SKU-2': '100000', whatever: '100000', 'SKU-8': '100000' });
    await shopee.confirm(back.id, endsAt);
    expect(deliveries(await shopee.status(endsAt))).toEqual({});
    const acks = await db.manager.find(AckTable, { order: { id: 'ASC' } });
    expect(acks.map(({ status, appliedPrice, actor }) => [status, appliedPrice, actor])).toEqual([
      ...Array.from({ length: 2 }, () => ['applied', 80_000, 'user:siti']),
      ...Array.from({ length: 2 }, () => ['reverted', 100_000, 'user:siti']),
    ]);
  });

  it('holds what an earlier file held and nobody has confirmed, and puts back what may have gone up', async () => {
    const website = at(db, 'website');
    const suggestion = await approve(db, 1, 2);
    const first = await website.make('generic');
    await website.take(first.id);
    const second = await website.make('generic');
    expect(second.contentHash).toBe(first.contentHash);
    await withdraw(db, SITI, [{ id: suggestion, expectedVersion: null, reason: null }], NOW + 60_000);
    // the first file went out and may be up: nobody has said
    await expect(website.take(first.id, NOW + 60_000)).rejects.toMatchObject({ code: 'file-outdated' });
    expect(await website.confirm(first.id, NOW + 60_000)).toMatchObject({ accepted: 0, file: { state: 'closed' } });
    expect(deliveries(await website.status(NOW + 60_000))).toEqual({ 'SKU-1': 'stop waiting' });
    const third = await website.make('generic', undefined, NOW + 60_000);
    expect(await website.items(third.id)).toMatchObject([
      { sku: 'SKU-1', action: 'stop', price: 100_000, revision: 2 },
    ]);
    await website.take(third.id, NOW + 60_000);
    await website.confirm(third.id, NOW + 60_000);
    await expect(website.make('generic', undefined, NOW + 120_000)).rejects.toMatchObject({
      code: 'nothing-to-export',
    });
  });

  it('does not fight with a job: what it has answered is neither handed out nor answered again', async () => {
    const website = at(db, 'website');
    for (const product of [1, 2]) await approve(db, product, 2);
    const [one, two] = await db.manager.find(PriceEntryTable, { order: { id: 'ASC' } });
    const early = await website.make('generic');
    const late = await website.make('generic');
    await website.take(late.id);
    const rejected = { id: one!.id, revision: 1, status: 'rejected' as const, message: 'too low' };
    await acknowledge(db, 'website', [rejected], JOB, NOW);
    await expect(website.take(early.id)).rejects.toMatchObject({ code: 'file-outdated', values: { outdated: 1 } });
    const items = [one!, two!].map(({ id }) => ({ entryId: id, status: 'applied' as const }));
    const done = await confirmPriceFile(
      db,
      'website',
      late.id,
      { items: [...items, { entryId: 99, status: 'skipped' }] },
      SITI,
      NOW,
    );
    expect(done).toMatchObject({
      accepted: 1,
      refused: 2,
      file: { state: 'closed', counts: { applied: 1, refused: 1 } },
    });
    expect(done.items.map(({ code }) => code)).toEqual(['answered', 'unknown-entry']);
    expect(deliveries(await website.status())).toEqual({ 'SKU-1': 'set refused', 'SKU-2': 'set live' });
    await expect(website.make('generic')).rejects.toMatchObject({ code: 'nothing-to-export' });
  });

  it('leaves to people what they have not decided, and what nobody knows', async () => {
    const website = at(db, 'website');
    for (const product of [1, 2, 3]) await approve(db, product, 2);
    const entries = await db.manager.find(PriceEntryTable, { order: { id: 'ASC' } });
    await reportPrices(db, 'website', [{ sku: 'SKU-1', price: 75_000 }], JOB, NOW + 1_000);
    await acknowledge(db, 'website', [{ id: entries[1]!.id, revision: 1, status: 'unknown' }], JOB, NOW + 1_000);
    const file = await website.make('generic', undefined, NOW + 2_000);
    expect((await website.items(file.id)).map(({ sku, obstacle }) => [sku, obstacle])).toEqual([
      ['SKU-3', null],
      ['SKU-1', 'outside-edit'],
      ['SKU-2', 'outcome-unknown'],
    ]);
  });

  it('has one price of a product: what is planned behind a running one waits', async () => {
    const website = at(db, 'website');
    await approve(db, 1, 2, { endsAt: NOW + 5 * DAY_MS });
    await approve(db, 2, 2, { startsAt: NOW + DAY_MS });
    const later = await approve(db, 1, 2, { startsAt: NOW + 5 * DAY_MS, endsAt: NOW + 9 * DAY_MS }, NOW + 1_000);
    expect(later).toBeGreaterThan(0);
    const file = await website.make('woocommerce-products', undefined, NOW + 2_000);
    const items = await website.items(file.id);
    expect(items.map(({ sku, obstacle }) => [sku, obstacle])).toEqual([
      ['SKU-1', null],
      ['SKU-2', null],
      ['SKU-1', 'not-yet'],
    ]);
  });

  it('does not wait for the lead time of promotions, but for a start that somebody chose', async () => {
    const lead = { ...genericProfile(true), leadMinutes: 60, handlingMinutes: 15 };
    const dated = { ...lead, validFrom: 0, notVerified: [], source: '', note: '' };
    const version = { version: 1, profiles: [dated], note: '', createdBy: 'user:siti', createdAt: 0 };
    await db.manager.insert(ChannelProfileTable, { channelCode: 'shopee', ...version });
    const shopee = at(db, 'shopee');
    const soon = await approve(db, 1, 1);
    await approve(db, 2, 1, { startsAt: NOW + 2 * 3_600_000 });
    const [moved] = await db.manager.find(PriceEntryTable, { order: { id: 'ASC' } });
    expect(moved!.startsAt).toBe(NOW + 75 * 60_000);
    const file = await shopee.make('generic');
    expect((await shopee.items(file.id)).map(({ sku, obstacle }) => [sku, obstacle])).toEqual([
      ['SKU-1', null],
      ['SKU-2', 'not-yet'],
    ]);
    await shopee.take(file.id);
    await shopee.confirm(file.id);
    expect(deliveries(await shopee.status())).toEqual({ 'SKU-1': 'set live', 'SKU-2': 'set scheduled' });
    // taken back before its time, but it may be up by then
    const later = NOW + 600_000;
    await withdraw(db, SITI, [{ id: soon, expectedVersion: null, reason: null }], later);
    const back = await shopee.make('generic', undefined, later);
    expect((await shopee.items(back.id)).map(({ sku, action, obstacle }) => [sku, action, obstacle])).toEqual([
      ['SKU-1', 'stop', null],
      ['SKU-2', 'set', 'not-yet'],
    ]);
  });

  it('stays where it is while the channel is on hold', async () => {
    const website = at(db, 'website');
    await approve(db, 1, 2);
    const file = await website.make('generic');
    const hold = { isHeld: true, heldReason: 'harga salah' };
    await changeChannel(db, 'website', hold, 'channel.hold', SITI, NOW);
    const refusal = { code: 'channel-held', message: expect.stringContaining('harga salah') as string };
    await expect(website.make('generic')).rejects.toMatchObject(refusal);
    await expect(website.take(file.id)).rejects.toMatchObject(refusal);
    await expect(website.confirm(file.id)).rejects.toMatchObject({ code: 'not-exported' });
  });

  it('is marked once and confirmed once, however many do it at the same time', async () => {
    const other = await openDatabase(db.url);
    for (const product of [1, 2, 3]) await approve(db, product, 2);
    const { id } = await at(db, 'website').make('generic');
    const both = [db, other].map((each) => at(each, 'website'));
    const taken = await Promise.all([...both, ...both].map((each) => each.take(id)));
    expect(taken.every(({ body }) => body.equals(taken[0]!.body))).toBe(true);
    const confirmed = await Promise.all([...both, ...both].map((each) => each.confirm(id)));
    expect(confirmed.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(3);
    expect(await db.manager.count(AckTable)).toBe(3);
    expect(await db.manager.countBy(AuditTable, { action: 'price-file.export' })).toBe(1);
    await other.close();
  });

  it('is confirmed by the result file of a marketplace, in its words', async () => {
    const shopee = at(db, 'shopee');
    for (const product of [2, 3]) await approve(db, product, 1);
    const file = await shopee.make('shopee-mass-update', massUpdate(['SKU-2', 'SKU-3']));
    await shopee.take(file.id);
    const result = massUpdate(['SKU-2', 'SKU-3', 'SKU-8'], ['', 'Harga terkunci karena promosi']);
    expect(await confirmByFile(db, 'shopee', file.id, result, SITI, NOW)).toMatchObject({ accepted: 2, refused: 0 });
    const { items } = await shopee.status();
    expect(items).toMatchObject([
      { sku: 'SKU-3', delivery: 'refused', message: 'Harga terkunci karena promosi' },
      { sku: 'SKU-2', delivery: 'live', appliedPrice: 80_000 },
    ]);
  });

  it('is confirmed by the generic file with its results filled in; what is empty stays open', async () => {
    const website = at(db, 'website');
    for (const product of [1, 2, 3]) await approve(db, product, 2);
    const file = await website.make('generic');
    const { body } = await website.take(file.id);
    const lines = body.toString().trimEnd().split('\r\n');
    const filled = (status: string) =>
      lines.map((line, i) => (i === 2 ? line.replace(/,,$/, `,${status},lupa`) : line));
    const send = (content: string) => confirmByFile(db, 'website', file.id, stored(content), SITI, NOW);
    await expect(send(filled('mungkin').join('\n'))).rejects.toMatchObject({ code: 'bad-status', values: { line: 3 } });
    await expect(send(lines.join('\n'))).rejects.toMatchObject({ code: 'nothing-matched' });
    await expect(send('a,b\n1,2\n')).rejects.toMatchObject({ code: 'not-that-file' });
    expect(await send(filled('Dilewati').join('\n'))).toMatchObject({
      accepted: 1,
      file: { state: 'exported', counts: { refused: 1, open: 2 } },
    });
    expect(await send(filled('dilewati').join('\n'))).toMatchObject({ accepted: 0, items: [{ code: 'answered' }] });
  });

  it('is kept in pieces as large as it is, and its bytes for 90 days', async () => {
    const website = at(db, 'website');
    for (let product = 1; product <= 3; product++) await approve(db, product, 2);
    const skus = Array.from({ length: PRODUCTS }, (_, i) => `SKU-${i + 1}`);
    const csv = ['URL handle,SKU,Price,Compare-at price,Title', ...skus.map((s) => `kopi,${s},100000,,"Kopi, ${s}"`)];
    const file = await website.make('shopify-products', stored(csv.join('\n')));
    expect(file).toMatchObject({ rows: PRODUCTS, counts: { set: 3 } });
    const { body } = await website.take(file.id);
    expect(body.length).toBe(file.bytes);
    const rows: Record<string, string>[] = parse(body, { columns: true });
    expect(rows.slice(2, 4)).toEqual([
      { 'URL handle': 'kopi', SKU: 'SKU-3', Price: '80000', 'Compare-at price': '100000', Title: 'Kopi, SKU-3' },
      { 'URL handle': 'kopi', SKU: 'SKU-4', Price: '100000', 'Compare-at price': '', Title: 'Kopi, SKU-4' },
    ]);
    await db.manager.query('UPDATE price_file SET createdAt = ?', [NOW - 91 * DAY_MS]);
    await website.make('generic');
    expect(await db.manager.countBy(PriceFilePartTable, { fileId: file.id })).toBe(0);
    await expect(website.take(file.id)).rejects.toMatchObject({ code: 'content-gone' });
    expect((await priceFiles(db, 'website', { limit: 9 })).map(({ id }) => id)).toEqual([file.id + 1, file.id]);
  });
});

/** By what stands in the column of the variation's SKU: the price of each row with data. */
function sheetPrices(bytes: Buffer): Record<string, string> {
  const { rows } = readSheet(bytes, 'xl/worksheets/sheet2.xml');
  const cell = (row: (typeof rows)[number], column: string) => row.find(({ place }) => place.startsWith(column))?.value;
  const data = rows.filter((row) => /^\d+$/.test(String(cell(row, 'A') ?? '')));
  return Object.fromEntries(data.map((row) => [String(cell(row, 'F')), String(cell(row, 'G'))]));
}
