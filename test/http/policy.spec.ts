import { beforeAll, describe, expect, it } from 'vitest';
import type { PolicyPreviewView } from '../../src/contract/policy-preview.js';
import type { Policy } from '../../src/core/pricing/policy.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { DATABASES } from '../database.js';
import { day, fillSmallShop } from '../shop.js';
import { openShop, type Caller, type TestShop } from './shop.js';

const AS_OF = day('2026-03-30');

describe.each(DATABASES)('a policy that is tried over HTTP on %s', (kind) => {
  let shop: TestShop;
  let viewer: Caller;
  let shipped: Policy;
  beforeAll(async () => {
    shop = await openShop(kind);
    viewer = await shop.as('viewer');
    await fillSmallShop(shop.db);
    shipped = ((await viewer.get('/api/v1/policy').expect(200)).body as { policy: Policy }).policy;
  });
  const preview = async (policy: Policy) =>
    (await viewer.post('/api/v1/policy/preview').send({ policy }).expect(200)).body as PolicyPreviewView;
  const limited = (limits: Partial<Policy['limits']>): Policy => ({
    ...shipped,
    limits: { ...shipped.limits, ...limits },
  });

  it('says so where there is no run yet', async () => {
    const reply = await viewer.post('/api/v1/policy/preview').send({ policy: shipped }).expect(409);
    expect(reply.body.code).toBe('no-run');
    const request = { asOf: AS_OF, cause: 'api', createdBy: 'test', today: AS_OF + 1 } as const;
    const { id } = await requestRun(shop.db, request, shop.clock.now());
    await analyse(shop.db, id, undefined, () => shop.clock.now());
  });

  it('changes nothing when it is the one in force', async () => {
    const same = await preview(shipped);
    expect(same).toMatchObject({ listings: 3, inForceVersion: 1, changes: [], run: { asOf: '2026-03-30' } });
    expect(same.draft).toEqual(same.inForce);
    expect(same.difference).toMatchObject({ stopped: 0, changed: 0, freed: 0 });
  });

  // OLD is 79 days old: 20 % off 99,900 on shopee, ending 79,900. That is the one suggestion with a price.
  it('says how many suggestions each changed guardrail stops or moves', async () => {
    const floor = await preview(limited({ marginFloorBp: 9000 })); // no price keeps 90 % of itself over a cost of 50,000
    expect(floor.inForce.all.suggestions - floor.draft.all.suggestions).toBe(1);
    expect(floor.changes).toEqual([{ setting: 'marginFloorBp', alone: floor.difference, waitsForRun: false }]);
    expect(floor.difference).toMatchObject({ stopped: 1, changed: 0, stoppedBy: { 'margin-floor': 1 } });
    const milder = await preview(limited({ maxDiscountBp: 1000 })); // not below 89,910: 90,500 and no lower
    expect(milder.difference).toMatchObject({ stopped: 0, changed: 1, freed: 0, stoppedBy: {} });
    expect(milder.draft.all.discountGiven).toBeLessThan(milder.inForce.all.discountGiven);
    const careful = await preview(limited({ secondApprovalAboveBp: 1500 }));
    expect(careful.difference).toMatchObject({ stopped: 0, changed: 0, newlySecond: 1, noLongerSecond: 0 });
    expect([careful.inForce.second, careful.draft.second]).toEqual([0, 1]);
  });

  it('tells two changes apart', async () => {
    const both = await preview(limited({ marginFloorBp: 9000, secondApprovalAboveBp: 1500 }));
    expect(both.difference).toMatchObject({ stopped: 1, newlySecond: 0 });
    expect(both.changes.map(({ setting, alone }) => [setting, alone!.stopped, alone!.newlySecond])).toEqual([
      ['marginFloorBp', 1, 0],
      ['secondApprovalAboveBp', 0, 1],
    ]);
  });

  it('says of what only the next run can show that it is so', async () => {
    const older = await preview({ ...shipped, staleAfterDays: 90 });
    expect(older.changes).toEqual([{ setting: 'staleAfterDays', alone: null, waitsForRun: true }]);
    expect(older.difference.stopped).toBe(0);
  });

  it('counts locks of the calendar on both sides', async () => {
    const lock = {
      ...{ kind: 'lock', name: 'Tutup', startsOn: '2026-03-31', endsOn: '2026-03-31', channels: null },
      ...{ categories: null, isApproximate: false, source: '', note: '' },
    };
    const { body } = await shop.owner.post('/api/v1/calendar').send(lock).expect(201);
    const locked = await preview(shipped);
    expect(locked.inForce.all.suggestions).toBe(0);
    expect(locked.difference).toMatchObject({ stopped: 0, freed: 0 });
    await shop.owner.delete(`/api/v1/calendar/${body.id}?expectedRevision=1`).expect(204);
  });

  it('leaves no trace, and is refused with its place when it is wrong', async () => {
    expect((await viewer.get('/api/v1/policy').expect(200)).body.version).toBe(1);
    const wrong = { policy: { ...shipped, vatBp: -1 } };
    const refused = await viewer.post('/api/v1/policy/preview').send(wrong).expect(422);
    expect(refused.body).toMatchObject({ code: 'invalid-policy', errors: [{ path: '/vatBp' }] });
    await (await shop.withKey('ingest')).post('/api/v1/policy/preview').send({ policy: shipped }).expect(403);
  });

  it('is listed with its note once it is in force', async () => {
    const put = { expectedVersion: 1, policy: limited({ maxDiscountBp: 4000 }), note: 'Not so deep' };
    await viewer.put('/api/v1/policy').send(put).expect(403);
    await shop.owner.put('/api/v1/policy').send(put).expect(200);
    const first = await viewer.get('/api/v1/policy/versions?limit=1').expect(200);
    expect(first.body.items).toEqual([
      { version: 2, note: 'Not so deep', createdBy: 'user:owner', createdAt: '2026-03-31T09:15:00.000+07:00' },
    ]);
    const rest = await viewer.get(`/api/v1/policy/versions?limit=1&after=${first.body.next}`).expect(200);
    expect(rest.body).toMatchObject({ items: [{ version: 1, createdBy: 'system' }], next: null });
  });
});
