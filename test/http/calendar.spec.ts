import { beforeAll, describe, expect, it } from 'vitest';
import type { CalendarDayList, WindowList } from '../../src/contract/calendar.js';
import type { WhatIfView } from '../../src/contract/what-if.js';
import { readSettings } from '../../src/flow/settings.js';
import { DATABASES } from '../database.js';
import { day } from '../shop.js';
import { openShop, type Caller, type TestShop } from './shop.js';

const PATH = '/api/v1/calendar';
const lock = {
  kind: 'lock',
  name: 'Harbolnas',
  startsOn: '2026-12-10',
  endsOn: '2026-12-12',
  channels: ['shopee'],
  categories: null,
  isApproximate: false,
  source: '',
  note: '',
};

describe.each(DATABASES)('the calendar over HTTP on %s', (kind) => {
  let shop: TestShop;
  let viewer: Caller;
  let merchandiser: Caller;
  beforeAll(async () => {
    shop = await openShop(kind);
    viewer = await shop.as('viewer');
    merchandiser = await shop.as('merchandiser');
  });
  const list = async () => (await viewer.get(PATH).expect(200)).body as WindowList;

  it('begins with Ramadan and Lebaran of three years, marked as not confirmed, beside the policy’s own days', async () => {
    const { items, paydays, campaigns } = await list();
    expect(items.map(({ name, startsOn }) => `${name} ${startsOn.slice(0, 4)}`)).toEqual([
      ...['Ramadan 2026', 'Lebaran 2026', 'Ramadan 2027', 'Lebaran 2027', 'Ramadan 2028', 'Lebaran 2028'],
    ]);
    expect(items.every(({ isApproximate, source }) => isApproximate && source.includes('not verified'))).toBe(true);
    expect(paydays).toEqual({ fromDayOfMonth: 25, toDayOfMonth: 1 });
    expect(campaigns).toHaveLength(12);
  });

  it('changes nothing of what a run obeys while it only holds holidays', async () => {
    const { policy, holidays } = await readSettings(shop.db, day('2026-03-30'), 0);
    expect(policy.campaignLocks).toEqual([]);
    expect(policy.campaigns).toHaveLength(12);
    expect(holidays).toHaveLength(6);
  });

  it('is filled by merchandisers, and tells day by day what holds', async () => {
    const { body } = await merchandiser.post(PATH).send(lock).expect(201);
    expect(body).toMatchObject({ ...lock, revision: 1, updatedBy: 'user:a-merchandiser' });
    const campaign = { ...lock, kind: 'campaign', name: 'Obral akhir tahun', channels: null };
    await merchandiser
      .post(PATH)
      .send({ ...campaign, startsOn: '2026-12-11', endsOn: '2026-12-13' })
      .expect(201);
    const days = (await viewer.get(`${PATH}/days?from=2026-12-09&to=2026-12-14`).expect(200)).body as CalendarDayList;
    const locks = [{ name: 'Harbolnas', channels: ['shopee'], categories: null }];
    expect(days.items.map(({ day, campaign, isCampaign, locks }) => [day, campaign, isCampaign, locks])).toEqual([
      ['2026-12-09', null, false, []],
      ['2026-12-10', null, false, locks],
      ['2026-12-11', 'Obral akhir tahun', true, locks],
      ['2026-12-12', 'Harbolnas 12.12', true, locks], // the twin date goes before
      ['2026-12-13', 'Obral akhir tahun', true, []],
      ['2026-12-14', null, false, []],
    ]);
    const asked = await viewer.get(`${PATH}/days?from=2027-02-07&to=2027-02-08`).expect(200);
    expect((asked.body as CalendarDayList).items.map(({ holiday }) => holiday)).toEqual([null, 'Ramadan']);
  });

  it('is what rules read and what holds prices', async () => {
    const facts = { 'calendar.day': '2027-01-31', 'product.price': 100_000, 'channel.code': 'shopee' };
    const asked = await viewer.post('/api/v1/evaluate').send({ facts }).expect(200);
    expect((asked.body as WhatIfView).facts).toMatchObject({ 'calendar.daysToHoliday': 8, 'calendar.holiday': null });
    const settings = await readSettings(shop.db, day('2026-12-09'), 0);
    expect(settings.policy.campaignLocks).toEqual([
      { name: 'Harbolnas', from: '2026-12-10', to: '2026-12-12', channels: ['shopee'] },
    ]);
  });

  it('keeps the first of two who change an entry at once, and says who that was', async () => {
    const { id } = (await list()).items.find(({ name }) => name === 'Harbolnas')!;
    const change = (who: Caller, endsOn: string) =>
      who.put(`${PATH}/${id}`).send({ ...lock, endsOn, expectedRevision: 1 });
    const replies = await Promise.all([change(shop.owner, '2026-12-13'), change(merchandiser, '2026-12-14')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = replies.find(({ status }) => status === 409)!;
    const kept = (await list()).items.find((each) => each.id === id)!;
    expect(refused.body).toMatchObject({
      code: 'revision-conflict',
      values: { revision: 2, updatedBy: kept.updatedBy },
    });
    await merchandiser.delete(`${PATH}/${id}?expectedRevision=1`).expect(409);
    await merchandiser.delete(`${PATH}/${id}?expectedRevision=2`).expect(204);
    expect((await merchandiser.delete(`${PATH}/${id}?expectedRevision=2`).expect(404)).body.code).toBe(
      'unknown-window',
    );
    const audit = await shop.owner.get(`/api/v1/audit?subject=calendar:${id}`).expect(200);
    expect(audit.body.items.map(({ action }: { action: string }) => action)).toEqual([
      ...['calendar.remove', 'calendar.change', 'calendar.add'],
    ]);
  });

  it('takes the same entry once however often a shaky connection sends it', async () => {
    const send = () =>
      merchandiser
        .post(PATH)
        .set('Idempotency-Key', 'twice')
        .send({ ...lock, name: 'Once' });
    const [one, two] = [await send().expect(201), await send().expect(201)];
    expect(two.body.id).toBe(one.body.id);
    expect((await list()).items.filter(({ name }) => name === 'Once')).toHaveLength(1);
  });

  it('refuses days that cannot be, fields of the wrong kind and channels that are not there', async () => {
    const refused: [change: object, status: number, path: string][] = [
      [{ startsOn: '2026-12-13' }, 400, '/endsOn'],
      [{ startsOn: '2026-02-30' }, 400, '/startsOn'],
      [{ startsOn: '2025-12-01' }, 400, '/endsOn'], // longer than a year
      [{ kind: 'campaign', channels: null, startsOn: '2026-11-11' }, 400, '/endsOn'], // 32 days
      [{ kind: 'campaign' }, 400, '/channels'],
      [{ kind: 'sale' }, 400, '/kind'],
      [{ name: ' ' }, 400, '/name'],
      [{ channels: [] }, 400, '/channels'],
      [{ channels: ['shoppee'] }, 422, '/channels'],
    ];
    for (const [change, status, path] of refused) {
      const { status: got, body } = await merchandiser.post(PATH).send({ ...lock, ...change });
      expect([change, got, body.errors?.[0]?.path]).toEqual([change, status, path]);
    }
    await viewer.get(`${PATH}/days?from=2026-12-09&to=2026-12-08`).expect(400);
    await viewer.get(`${PATH}/days?from=2026-01-01&to=2028-01-01`).expect(400);
  });

  it('is read by viewers and keys, and changed by neither', async () => {
    await viewer.post(PATH).send(lock).expect(403);
    await viewer
      .put(`${PATH}/1`)
      .send({ ...lock, expectedRevision: 1 })
      .expect(403);
    await viewer.delete(`${PATH}/1?expectedRevision=1`).expect(403);
    const key = await shop.withKey('read');
    await key.get(PATH).expect(200);
    await key.post(PATH).send(lock).expect(403);
    await (await shop.withKey('feed:shopee')).get(PATH).expect(403);
  });
});
