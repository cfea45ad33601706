import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { DigestTable, MessageStatusTable } from '../../src/db/tables/digests.js';
import { DATABASES } from '../database.js';
import { openGraphApi, openMailOffice, PHONE_NUMBER_ID, TOKEN } from '../flow/digest/post-offices.js';
import { openShop, type TestShop } from './shop.js';

const MINE = '/api/v1/me/digest';
const wish = (more: object = {}) => ({ channels: ['mail'], mail: 'siti@toko.example', phone: null, ...more });

describe.each(DATABASES)('the digest over the API on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });

  it('is off until asked for, and then as each person wants it', async () => {
    const viewer = await shop.as('viewer');
    const before = await viewer.get(MINE).expect(200);
    expect(before.body).toEqual({
      ...{ channels: [], mail: null, phone: null, at: '06:30', quietWeekdays: [], quietDates: [], last: [] },
      missing: {
        mail: ['PUBLIC_URL', 'SMTP_URL', 'MAIL_FROM'],
        whatsapp: ['PUBLIC_URL', 'WHATSAPP_PHONE_NUMBER_ID', 'WHATSAPP_TOKEN'],
      },
    });
    const body = wish({
      channels: ['mail', 'whatsapp', 'mail'].slice(0, 2),
      phone: '0812-3456-7890',
      at: '07:00',
      quietWeekdays: [7, 6, 7],
      quietDates: ['2026-12-25', '2026-01-01', '2026-04-03'],
    });
    const after = await viewer.put(MINE).send(body).expect(200);
    expect(after.body).toMatchObject({
      channels: ['mail', 'whatsapp'],
      phone: '+6281234567890',
      at: '07:00',
      quietWeekdays: [6, 7],
      quietDates: ['2026-04-03', '2026-12-25'], // it is 2026-03-31
    });
    expect((await viewer.get(MINE).expect(200)).body).toEqual(after.body);
    expect((await shop.owner.get(MINE).expect(200)).body).toMatchObject({ channels: [], mail: null });
    const audit = await shop.owner.get('/api/v1/audit?action=digest.change').expect(200);
    expect(audit.body.items[0]).toMatchObject({ actor: 'user:a-viewer', detail: { channels: ['mail', 'whatsapp'] } });
    expect(JSON.stringify(audit.body)).not.toMatch(/siti@|81234567890/);
  });

  it('refuses what makes no sense with its place, and keys, who have no day', async () => {
    const refusals: [object, string][] = [
      [wish({ mail: null }), '/mail'],
      [wish({ mail: 'siti' }), '/mail'],
      [wish({ channels: ['whatsapp'] }), '/phone'],
      [wish({ phone: 'call me' }), '/phone'],
      [wish({ at: '24:00' }), '/at'],
      [wish({ quietWeekdays: [0] }), '/quietWeekdays/0'],
      [wish({ quietDates: ['2026-02-30'] }), '/quietDates/0'],
      [wish({ channels: ['sms'] }), '/channels/0'],
    ];
    for (const [body, path] of refusals) {
      const reply = await shop.owner.put(MINE).send(body).expect(400);
      expect([body, reply.body.errors.map((error: { path: string }) => error.path)]).toEqual([body, [path]]);
    }
    const key = await shop.withKey('read', 'ingest', 'metrics');
    await key.get(MINE).expect(403);
    await key.put(MINE).send(wish()).expect(403);
  });

  it('is tested at once, not too often, and says what is missing', async () => {
    const off = await shop.owner.post(`${MINE}/test`).send({ channel: 'mail' }).expect(409);
    expect(off.body).toMatchObject({
      code: 'digest-not-configured',
      values: { missing: ['PUBLIC_URL', 'SMTP_URL', 'MAIL_FROM'] },
    });
    const [mail, graph] = [await openMailOffice(), await openGraphApi()];
    const on = await openShop(kind, {
      PUBLIC_URL: 'https://harga.example',
      SMTP_URL: mail.url,
      MAIL_FROM: 'larisin@harga.example',
      WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
      WHATSAPP_TOKEN: TOKEN,
      WHATSAPP_GRAPH_URL: graph.url,
    });
    const here = (method: 'post' | 'put', path: string) =>
      on.owner[method](path).set('Origin', 'https://harga.example');
    const test = (channel: string) => here('post', `${MINE}/test`).send({ channel });
    expect((await test('mail').expect(409)).body.code).toBe('digest-without-address');
    await here('put', MINE)
      .send(wish({ channels: [], phone: '081234567890' }))
      .expect(200);
    expect((await test('mail').expect(200)).body).toEqual({ state: 'sent', error: null });
    expect(mail.mails).toMatchObject([{ subject: '0 usulan menunggu, nilainya Rp 0 · My shop' }]);
    expect((await test('whatsapp').expect(429)).body.code).toBe('digest-test-again');
    on.clock.at += 30_000;
    expect((await test('whatsapp').expect(200)).body).toEqual({ state: 'sent', error: null });
    expect([graph.calls.length, graph.faults]).toEqual([1, []]);
    on.clock.at += 30_000;
    mail.refuseWith = 550;
    const failed = await test('mail').expect(200);
    expect(failed.body).toMatchObject({ state: 'failed', error: expect.stringContaining('not now') as unknown });
    expect(await on.db.manager.count(DigestTable)).toBe(0); // a test takes nobody's digest of today
  });
});

const STATUS = '/api/v1/whatsapp/status';
const APP_SECRET = 'a-secret-of-the-app';
const signed = (body: string, secret = APP_SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** As Meta writes it: with blanks and escapes that JSON.stringify would not write again. */
const report = (status: string, id = 'wamid.HBg=') =>
  `{ "object":"whatsapp_business_account", "entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":` +
  `"whatsapp","statuses":[{"id":"${id}","status":"${status}","timestamp":"1774923300","recipient_id":"62812","note":"\\u2713"},` +
  `{"id":"x","status":"deleted","timestamp":"1"}],"errors":[]}},{"field":"messages","value":{"messages":[{"id":"m"}]}}]}] }`;

describe.each(DATABASES)('reports of WhatsApp on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind, { WHATSAPP_APP_SECRET: APP_SECRET, WHATSAPP_VERIFY_TOKEN: 'kopi-tubruk' });
  });
  const post = (body: string, signature: string | null) => {
    const request = shop.anybody.post(STATUS).set('Content-Type', 'application/json');
    return (signature === null ? request : request.set('X-Hub-Signature-256', signature)).send(body);
  };

  it('begin with a hand-shake that repeats the challenge to who knows the token', async () => {
    const query = (token: string, mode = 'subscribe') =>
      `${STATUS}?hub.mode=${mode}&hub.verify_token=${token}&hub.challenge=1158201444`;
    const good = await shop.anybody.get(query('kopi-tubruk')).expect(200);
    expect(good.text).toBe('1158201444');
    expect(good.headers['content-type']).toContain('text/plain');
    await shop.anybody.get(query('kopi-susu')).expect(403);
    await shop.anybody.get(query('kopi-tubruk', 'unsubscribe')).expect(403);
    await shop.anybody.get(STATUS).expect(403);
  });

  it('count only with the signature of their very bytes', async () => {
    const body = report('delivered');
    const bad = [
      null,
      '',
      'sha256=',
      signed(body, 'another'),
      signed(JSON.stringify(JSON.parse(body))),
      signed(`${body} `),
    ];
    for (const signature of bad) {
      expect([signature, (await post(body, signature)).status]).toEqual([signature, 403]);
    }
    expect(await shop.db.manager.count(MessageStatusTable)).toBe(0);
    await post(body, signed(body)).expect(200);
    for (const again of [body, report('sent'), report('failed')]) await post(again, signed(again)).expect(200);
    const kept = await shop.db.manager.find(MessageStatusTable, { order: { status: 'ASC' } });
    expect(kept.map(({ messageId, status, at }) => [messageId, status, at])).toEqual([
      ['wamid.HBg=', 'delivered', 1_774_923_300_000],
      ['wamid.HBg=', 'failed', 1_774_923_300_000],
      ['wamid.HBg=', 'sent', 1_774_923_300_000],
    ]);
  });

  it('of other kinds and shapes are taken and passed over; a huge one is refused', async () => {
    for (const body of ['{}', '{"entry":null}', '{"entry":[{"changes":[{"value":null}]}]}', '[]', '"text"']) {
      await post(body, signed(body)).expect(200);
    }
    expect(await shop.db.manager.count(MessageStatusTable)).toBe(3);
    const huge = `{"a":"${'x'.repeat(300_000)}"}`;
    await post(huge, signed(huge)).expect(413);
    await post('{"a":', signed('{"a":')).expect(400);
  });

  it('are believed from nobody while the secret is not set', async () => {
    const off = await openShop(kind);
    const request = off.anybody.post(STATUS).set('Content-Type', 'application/json');
    await request.set('X-Hub-Signature-256', signed('{}', '')).send('{}').expect(403);
    await off.anybody.get(`${STATUS}?hub.mode=subscribe&hub.verify_token=&hub.challenge=1`).expect(403);
  });
});
