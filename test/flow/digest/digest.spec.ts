import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config.js';
import type { Digest, DigestSetting } from '../../../src/core/digest/digest.js';
import { parseDay } from '../../../src/core/units.js';
import { openDatabase, type Database } from '../../../src/db/database.js';
import { createRun } from '../../../src/db/stores/runs.js';
import { DigestSettingTable, DigestTable, MessageStatusTable } from '../../../src/db/tables/digests.js';
import { RunTable, SuggestionTable } from '../../../src/db/tables/engine.js';
import { ProductTable, UserTable } from '../../../src/db/tables/shop.js';
import { checkDatabase } from '../../../src/flow/doctor.js';
import { sendDueDigests } from '../../../src/flow/digest/send.js';
import { takeStatuses } from '../../../src/flow/digest/statuses.js';
import { waysOf, type Ways } from '../../../src/flow/digest/ways.js';
import { DATABASES } from '../../database.js';
import { TEST_CONFIG } from '../../shop.js';
import { freshShop, NOW, suggest } from '../decide-shop.js';
import {
  openGraphApi,
  openMailOffice,
  PHONE_NUMBER_ID,
  TOKEN,
  type GraphApi,
  type MailOffice,
} from './post-offices.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** 09:15 in Jakarta on Tuesday, 2026-03-31. */
const TODAY = parseDay('2026-03-31')!;

const opened: Database[] = [];
afterEach(() => Promise.all(opened.splice(0).map((db) => db.close())));

const configOf = (mail: MailOffice | null, graph: GraphApi | null) =>
  readConfig({
    PUBLIC_URL: 'https://harga.example/',
    LOG_LEVEL: 'silent',
    ...(mail === null ? {} : { SMTP_URL: mail.url, MAIL_FROM: 'Larisin <larisin@harga.example>' }),
    ...(graph === null
      ? {}
      : { WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID, WHATSAPP_TOKEN: TOKEN, WHATSAPP_GRAPH_URL: graph.url }),
  });

/** A shop with two runs (yesterday's and today's) and `waiting` suggestions that wait since the last. */
async function shopWith(kind: 'sqlite' | 'mariadb', waiting: number): Promise<Database> {
  const db = await freshShop(kind, 7);
  for (const [asOf, finishedAt] of [
    [TODAY - 2, NOW - DAY - 6 * HOUR],
    [TODAY - 1, NOW - 6 * HOUR],
  ] as const) {
    const { id } = await createRun(db.manager, asOf, 'schedule', 'system', finishedAt - MINUTE);
    await db.manager.update(RunTable, { id }, { state: 'done', startedAt: finishedAt - MINUTE, finishedAt });
  }
  for (let n = 1; n <= waiting; n++)
    await suggest(db, n, 1, { runId: 2, atStake: n * 10_000, createdAt: NOW - 6 * HOUR });
  return db;
}

/** Siti (1) is an owner, Budi (2) a merchandiser. */
async function wants(db: Database, userId: number, more: Partial<DigestSetting> = {}): Promise<void> {
  await db.manager.save(DigestSettingTable, {
    ...{ userId, channels: ['mail'], mail: `user${userId}@toko.example`, phone: null, at: '06:30' },
    ...{ quietWeekdays: [], quietDates: [], testedAt: null, updatedAt: 0, ...more },
  });
}
const digests = (db: Database): Promise<Digest[]> => db.manager.find(DigestTable, { order: { id: 'ASC' } });
const states = async (db: Database) => (await digests(db)).map(({ state }) => state);

describe.each(DATABASES)('the daily digest on %s', (kind) => {
  it('goes once a day to who asked for it, in their language, by mail and WhatsApp', async () => {
    const db = await shopWith(kind, 7);
    const [mail, graph] = [await openMailOffice(), await openGraphApi()];
    const ways = waysOf(configOf(mail, graph));
    await db.manager.update(UserTable, { id: 2 }, { locale: 'en' });
    await db.manager.update(ProductTable, { id: 7 }, { name: '<script>alert("Kopi")</script>' });
    await db.manager.update(SuggestionTable, { sku: 'SKU-6' }, { kind: 'bundle', listPrice: 195_000, price: 165_500 });
    await wants(db, 1, { channels: ['mail', 'whatsapp'], phone: '+6281234567890' });
    await wants(db, 2);
    const results = await sendDueDigests(db, ways, NOW);
    expect(results).toEqual([
      { user: 'siti', channel: 'mail', state: 'sent', error: null },
      { user: 'siti', channel: 'whatsapp', state: 'sent', error: null },
      { user: 'budi', channel: 'mail', state: 'sent', error: null },
    ]);
    // 7 suggestions of 10.000 to 70.000 are 280.000 together; the five biggest are 70.000 down to 30.000.
    const [siti, budi] = mail.mails;
    expect(siti!.subject).toBe('7 usulan menunggu, nilainya Rp 280.000 · Toko');
    expect(siti!.to).toMatchObject({ text: 'user1@toko.example' });
    expect(siti!.from).toMatchObject({ text: '"Larisin" <larisin@harga.example>' });
    expect(siti!.headers.get('auto-submitted')).toBe('auto-generated');
    expect(siti!.text).toContain('1. <script>alert("Kopi")</script> (SKU-7), shopee');
    expect(siti!.text).toContain('5. Kopi 3 (SKU-3), shopee\n   Diskon: Rp 100.000 → Rp 80.000, nilainya Rp 30.000');
    // A pair is held against what both cost singly, not against the price of one.
    expect(siti!.text).toContain('2. Kopi 6 (SKU-6), shopee\n   Paket: Rp 195.000 → Rp 165.500, nilainya Rp 60.000');
    expect(siti!.text).not.toContain('SKU-2');
    expect(siti!.text).toContain('Sejak analisis sebelumnya: 7 usulan baru.');
    expect(siti!.text).toContain('Tinjau harga: https://harga.example/inbox\n');
    expect(siti!.html).not.toContain('<script>');
    expect(siti!.html).toContain('href="https://harga.example/inbox"');
    expect(budi!.subject).toBe('7 suggestions wait, worth Rp 280,000 · Toko');
    expect(graph.faults).toEqual([]);
    expect(graph.calls).toHaveLength(1);
    expect(graph.calls[0]).toMatchObject({ to: '6281234567890', template: { language: { code: 'id' } } });
    const [body, button] = graph.calls[0]!.template.components;
    expect(body!.parameters.map(({ text }) => text)).toEqual([
      '7',
      'Rp 280.000',
      expect.stringMatching(/^1\) <script>.*; 5\) Kopi 3, shopee \(Rp 30\.000\)$/),
      '7 usulan baru',
    ]);
    expect(button!.parameters).toEqual([{ type: 'text', text: 'inbox' }]);
    expect((await digests(db)).map(({ messageId }) => messageId)).toEqual([
      siti!.messageId,
      'wamid.1',
      budi!.messageId,
    ]);

    expect(await sendDueDigests(db, ways, NOW + 10 * HOUR)).toEqual([]); // today is told
    expect(await sendDueDigests(db, ways, NOW + DAY)).toEqual([]); // no newer run to tell of
    const { id } = await createRun(db.manager, TODAY, 'schedule', 'system', NOW + 18 * HOUR);
    await db.manager.update(RunTable, { id }, { state: 'done', finishedAt: NOW + 18 * HOUR });
    expect(await sendDueDigests(db, ways, NOW + DAY)).toHaveLength(3);
  });

  it('says nothing when there is nothing to say, and nobody has asked', async () => {
    const mail = await openMailOffice();
    const ways = waysOf(configOf(mail, null));
    const empty = await shopWith(kind, 0);
    await wants(empty, 1);
    expect(await sendDueDigests(empty, ways, NOW)).toMatchObject([{ state: 'nothing' }]);
    expect(await sendDueDigests(empty, ways, NOW)).toEqual([]);
    const unasked = await shopWith(kind, 2);
    expect(await sendDueDigests(unasked, ways, NOW)).toEqual([]);
    await wants(unasked, 1, { channels: [] });
    await wants(unasked, 2);
    await unasked.manager.update(UserTable, { id: 2 }, { isActive: false });
    expect(await sendDueDigests(unasked, ways, NOW)).toEqual([]);
    expect(mail.mails).toEqual([]);
  });

  it('keeps quiet days, waits for the time that was chosen, and for the run of the day', async () => {
    const db = await shopWith(kind, 2);
    const mail = await openMailOffice();
    const ways = waysOf(configOf(mail, null));
    await wants(db, 1, { quietWeekdays: [2] }); // it is a Tuesday
    await wants(db, 2, { at: '09:16' });
    expect(await sendDueDigests(db, ways, NOW)).toEqual([]);
    await wants(db, 1, { quietDates: [TODAY] });
    expect(await sendDueDigests(db, ways, NOW)).toEqual([]);
    expect(await sendDueDigests(db, ways, NOW + MINUTE)).toMatchObject([{ user: 'budi', state: 'sent' }]);
    await wants(db, 1);
    expect(await sendDueDigests(db, ways, NOW + 20 * HOUR)).toEqual([]); // the run is over a day old
    await db.manager.update(RunTable, { id: 2 }, { cause: 'api' }); // somebody tried
    expect(await sendDueDigests(db, ways, NOW + 2 * MINUTE)).toEqual([]);
    await db.manager.update(RunTable, { id: 2 }, { cause: 'cli' }); // a scheduler of the operator's
    expect(await sendDueDigests(db, ways, NOW + 2 * MINUTE)).toMatchObject([{ user: 'siti', state: 'sent' }]);
  });

  it('is sent once by two processes that work at the same time', async () => {
    const db = await shopWith(kind, 2);
    const other = await openDatabase(db.url);
    opened.push(other);
    const mail = await openMailOffice();
    const ways = waysOf(configOf(mail, null));
    for (const user of [1, 2, 3]) await wants(db, user);
    const results = await Promise.all([db, other, db, other].map((one) => sendDueDigests(one, ways, NOW)));
    expect(results.flat()).toHaveLength(3);
    expect(mail.mails).toHaveLength(3);
  });

  it('is not sent a second time when the process is killed between the claim and the word of success', async () => {
    const db = await shopWith(kind, 2);
    await wants(db, 1);
    const mail = await openMailOffice();
    const good = waysOf(configOf(mail, null));
    // The message goes out, and then the process is no more: nothing is written down.
    const killed: Ways = {
      ...good,
      mail: async (message) => {
        await good.mail!(message);
        throw new Error('killed');
      },
    };
    await expect(sendDueDigests(db, killed, NOW)).rejects.toThrow('killed');
    expect(await states(db)).toEqual(['sending']);
    expect(await sendDueDigests(db, good, NOW + 5 * MINUTE)).toEqual([]);
    expect(await sendDueDigests(db, good, NOW + 11 * MINUTE)).toEqual([]);
    expect(await digests(db)).toMatchObject([
      { state: 'unknown', error: expect.stringContaining('not sent again') as unknown },
    ]);
    expect(mail.mails).toHaveLength(1);
    const doctor = await checkDatabase(db, TEST_CONFIG, NOW + 12 * MINUTE);
    expect(doctor.filter(({ check }) => check === 'digest').map(({ status }) => status)).toEqual([
      'warning',
      'ok',
      'warning',
    ]);
  });

  it('is tried again when it surely did not go out, and not when nobody knows', async () => {
    const db = await shopWith(kind, 2);
    await wants(db, 1);
    const mail = await openMailOffice();
    const ways = waysOf(configOf(mail, null));
    mail.refuseWith = 451;
    const waits = [];
    for (let at = NOW; ;) {
      const [result] = await sendDueDigests(db, ways, at);
      const [row] = await digests(db);
      if (result!.state === 'failed') break;
      expect(result).toMatchObject({ state: 'waiting', error: expect.stringContaining('not now') as unknown });
      expect(await sendDueDigests(db, ways, row!.nextAt! - 1)).toEqual([]);
      waits.push((row!.nextAt! - at) / MINUTE);
      at = row!.nextAt!;
    }
    expect(waits).toEqual([5, 30, 120]);
    expect(mail.mails).toEqual([]);

    const refused = await shopWith(kind, 1);
    await wants(refused, 1);
    mail.refuseWith = 550;
    expect(await sendDueDigests(refused, ways, NOW)).toMatchObject([{ state: 'failed' }]);
    const away = await shopWith(kind, 1);
    await wants(away, 1);
    const nobody = waysOf({ ...configOf(mail, null), SMTP_URL: 'smtp://127.0.0.1:1' });
    expect(await sendDueDigests(away, nobody, NOW)).toMatchObject([{ state: 'waiting' }]);
    mail.refuseWith = null;
    expect(await sendDueDigests(away, ways, NOW + 5 * MINUTE)).toMatchObject([{ state: 'sent' }]);
    const cut = await shopWith(kind, 1);
    await wants(cut, 1);
    mail.isRude = true;
    expect(await sendDueDigests(cut, ways, NOW)).toMatchObject([{ state: 'unknown' }]);
    mail.isRude = false;
    expect(await sendDueDigests(cut, ways, NOW + HOUR)).toEqual([]);
  });

  it('by WhatsApp knows "not now" from "never" and from silence', async () => {
    const graph = await openGraphApi();
    const ways = waysOf(configOf(null, graph));
    const send = async (answer: GraphApi['answer']) => {
      const db = await shopWith(kind, 1);
      await wants(db, 1, { channels: ['whatsapp'], phone: '+6281234567890' });
      graph.answer = answer;
      return { db, result: (await sendDueDigests(db, ways, NOW))[0]! };
    };
    const error = (status: number, code: number) => (response: import('node:http').ServerResponse) =>
      response.writeHead(status).end(JSON.stringify({ error: { code, message: 'said Meta' } }));
    expect((await send(error(400, 131056))).result).toMatchObject({
      state: 'waiting',
      error: 'WhatsApp 131056: said Meta',
    });
    expect((await send(error(429, 80008))).result.state).toBe('waiting');
    expect((await send(error(400, 132001))).result).toMatchObject({
      state: 'failed',
      error: 'WhatsApp 132001: said Meta',
    });
    expect((await send((response) => response.writeHead(502).end('<html>'))).result.state).toBe('unknown');
    expect((await send((response) => response.destroy())).result.state).toBe('unknown');
    expect(
      (await send((response) => response.writeHead(307, { location: 'https://evil.example/' }).end())).result.state,
    ).toBe('unknown');
  });

  it('shows what WhatsApp reports: repeats count once, in whatever order, also before the id is known', async () => {
    const db = await shopWith(kind, 1);
    const graph = await openGraphApi();
    await wants(db, 1, { channels: ['whatsapp'], phone: '+6281234567890' });
    const status = (name: 'sent' | 'delivered' | 'read', at: number) => ({
      messageId: 'wamid.1',
      status: name,
      at,
      error: null,
    });
    await takeStatuses(db, [status('delivered', 2_000)]); // faster than the answer
    await sendDueDigests(db, waysOf(configOf(null, graph)), NOW);
    const shown = async () => (await digests(db)).map(({ delivery, deliveryAt }) => [delivery, deliveryAt]);
    expect(await shown()).toEqual([['delivered', 2_000]]);
    await takeStatuses(db, [status('sent', 1_000), status('delivered', 9_000), status('sent', 1_000)]);
    expect(await shown()).toEqual([['delivered', 2_000]]);
    await Promise.all([takeStatuses(db, [status('read', 3_000)]), takeStatuses(db, [status('read', 3_000)])]);
    expect(await shown()).toEqual([['read', 3_000]]);
    expect(await db.manager.count(MessageStatusTable)).toBe(3);
  });
});
