import { describe, expect, it } from 'vitest';
import type { Adjustment } from '../../src/core/approval/terms.js';
import type { Quote } from '../../src/core/approval/quote.js';
import type { Suggestion } from '../../src/core/approval/suggestion.js';
import type { Database } from '../../src/db/database.js';
import { DecisionTable, PolicyVersionTable, PriceEntryTable, SuggestionTable } from '../../src/db/tables/engine.js';
import { ListingTable, ProductTable, UserTable } from '../../src/db/tables/shop.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { addWindow, removeWindow } from '../../src/flow/calendar/windows.js';
import { decide } from '../../src/flow/decide.js';
import { quote } from '../../src/flow/quote.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { DATABASES, freshDatabase } from '../database.js';
import { day, fillSmallShop, TEST_CONFIG } from '../shop.js';
import { asked, BUDI, freshShop, NOW as MARCH, SITI, suggest } from './decide-shop.js';

const AS_OF = day('2026-03-31');
const NOW = Date.UTC(2026, 3, 1, 0, 0);
const priced = (price: number) => ({ price, startsAt: null, endsAt: null });
const told = ({ crossings }: Quote): string[] => crossings.map(({ code, effect }) => `${code}: ${effect}`);

/** The small shop after a run, and its discount of OLD from 99,900; unit cost 50,000, no fees on record that bite. */
async function shopAfterRun(kind: 'sqlite' | 'mariadb'): Promise<{ db: Database; old: Suggestion }> {
  const db = await freshDatabase(kind);
  await ensureInstallation(db, TEST_CONFIG, NOW);
  await fillSmallShop(db);
  const request = { asOf: AS_OF, cause: 'cli', createdBy: 'test', today: AS_OF + 1 } as const;
  const { id } = await requestRun(db, request, NOW);
  await analyse(db, id, undefined, () => NOW);
  const old = await db.manager.findOneByOrFail(SuggestionTable, { sku: 'OLD', kind: 'discount' });
  return { db, old };
}

describe.each(DATABASES)('what a price would do on %s', (kind) => {
  it('agrees with the engine at the engine’s own price, and follows the price elsewhere', async () => {
    const { db, old } = await shopAfterRun(kind);
    const { quote: same } = await quote(db, SITI, old.id, null, NOW);
    expect(same).toMatchObject({ ifApproved: old.why.ifApproved, ifNothing: old.why.ifNothing, gain: old.gain });
    expect(same.discountGiven).toBe(old.discountGiven);
    expect(told(same)).toEqual([]);
    const { quote: dearer } = await quote(db, SITI, old.id, priced(old.price! + 5_000), NOW);
    expect(dearer.ifNothing).toEqual(same.ifNothing);
    expect(dearer.ifApproved!.units.mean).toBeLessThan(same.ifApproved!.units.mean);
    expect(dearer.unitProfit!).toBeGreaterThan(same.unitProfit!);
    // The margin is what a unit earns as a share of its price.
    expect(dearer.marginBp).toBe(Math.round((dearer.unitProfit! / (old.price! + 5_000)) * 10_000));
    await db.close();
  });

  it('warns of limits of style and time that a person may pass, and such a price is approved', async () => {
    const { db, old } = await shopAfterRun(kind);
    const { body: policy } = await db.manager.findOneByOrFail(PolicyVersionTable, { version: 1 });
    const limits = { ...policy.limits, maxStepBp: 1_000 };
    const more = { note: '', createdBy: 'test', createdAt: NOW };
    await db.manager.insert(PolicyVersionTable, { version: 2, body: { ...policy, limits }, ...more });
    const odd = old.price! - 111;
    const { quote: asked } = await quote(db, SITI, old.id, priced(odd), NOW);
    expect(told(asked)).toEqual(['max-step: warns', 'price-ending: warns']);
    expect(asked.crossings[0]!.sentence).toEqual({
      id: 'Satu langkah paling besar 10 % dari harga sekarang Rp 99.900.',
      en: 'One step is at most 10 % of the current Rp 99,900.',
    });
    expect(asked.refusal).toBeNull();
    const request = { id: old.id, expectedVersion: 1, reason: null, confirmation: null };
    const [done] = await decide(db, SITI, [{ ...request, action: 'adjust', adjustment: priced(odd) }], NOW);
    expect(done).toMatchObject({ state: 'adjusted', refusal: null });
    await db.close();
  });

  it('says what deciding would say, price for price', async () => {
    const db = await freshShop(kind, 3);
    await db.manager.update(ListingTable, { productId: 1, channelId: 1 }, { minPrice: 62_000, maxPrice: 97_000 });
    const why = (await db.manager.findOneByOrFail(SuggestionTable, { id: await suggest(db, 3, 1) })).why;
    const facts = { ...why, facts: { 'margin.floorPrice': 60_000 } };
    const seen = new Set<string>();
    for (const price of [30_000, 49_999, 50_000, 60_000, 62_000, 69_999, 70_000, 80_000, 97_000, 97_001, 100_000]) {
      const id = await suggest(db, 1, 1, { why: facts });
      const adjust = asked(id, { action: 'adjust', adjustment: priced(price) });
      const { quote: before } = await quote(db, SITI, id, priced(price), MARCH);
      const [result] = await decide(db, SITI, [adjust], MARCH);
      const what = result!.refusal?.code ?? result!.state!;
      seen.add(what);
      expect([price, before.refusal?.code ?? (before.needsSecondApproval ? 'half-approved' : 'adjusted')]).toEqual([
        price,
        what,
      ]);
      expect([price, price >= before.range!.min && price <= before.range!.max]).toEqual([
        price,
        what !== 'crosses-guardrail',
      ]);
      if (what !== 'adjusted') await decide(db, BUDI, [asked(id, { action: 'reject' })], MARCH);
    }
    expect([...seen].sort()).toEqual(['adjusted', 'crosses-guardrail', 'half-approved']);
  });

  it('names the confirmation of the only approver, the closed suggestion and the price that moved; writes nothing', async () => {
    const db = await freshShop(kind, 3);
    await db.manager.update(UserTable, { name: 'budi' }, { isActive: false });
    const deep = await suggest(db, 1, 1, { price: 65_000, discountBp: 3_500, needsSecondApproval: true });
    const { quote: alone } = await quote(db, SITI, deep, null, MARCH);
    expect(alone).toMatchObject({ needsSecondApproval: true, confirmation: 'APPROVE SKU-1', refusal: null });
    const moved = await suggest(db, 2, 1);
    await db.manager.update(ProductTable, { id: 2 }, { price: 90_000 });
    expect((await quote(db, SITI, moved, null, MARCH)).quote.refusal).toMatchObject({ code: 'price-moved' });
    const none = { price: null, listPrice: null, currentPrice: null };
    const alert = await suggest(db, 3, 1, { kind: 'alert', ...none });
    expect((await quote(db, SITI, alert, null, MARCH)).quote).toMatchObject({
      terms: null,
      range: null,
      refusal: null,
    });
    expect(await db.manager.countBy(DecisionTable, {})).toBe(0);
    await decide(db, SITI, [asked(moved, { action: 'reject' })], MARCH);
    expect((await quote(db, SITI, moved, null, MARCH)).quote.refusal).toMatchObject({ code: 'already-decided' });
  });

  it('tells of a second approval the price and window that the first one gave', async () => {
    const db = await freshShop(kind, 1);
    const id = await suggest(db, 1, 2);
    const named = { price: 61_000, startsAt: MARCH + 86_400_000, endsAt: MARCH + 3 * 86_400_000 };
    const [first] = await decide(db, SITI, [asked(id, { action: 'adjust', adjustment: named })], MARCH);
    expect(first!.state).toBe('half-approved');
    const { quote: told } = await quote(db, BUDI, id, null, MARCH);
    // 39 % off, more than the 30 % that one person may give.
    expect(told).toMatchObject({ terms: { price: 61_000, discountBp: 3_900 }, refusal: null });
    expect(told.crossings).toMatchObject([{ code: 'second-approval' }]);
    const [second] = await decide(db, BUDI, [asked(id)], MARCH);
    const entry = await db.manager.findOneByOrFail(PriceEntryTable, { id: second!.entryId! });
    expect({ price: entry.price, startsAt: entry.startsAt, endsAt: entry.endsAt }).toEqual(named);
    expect(told.window).toEqual({ startsAt: named.startsAt, endsAt: named.endsAt });
    await db.close();
  });

  it('goes to the limits of a boost on its days and channels only, and no longer than it', async () => {
    const db = await freshShop(kind, 2);
    const { body: policy } = await db.manager.findOneByOrFail(PolicyVersionTable, { version: 1 });
    const body = { ...policy, limitsInBoost: { maxDiscountBp: 6_000, secondApprovalAboveBp: 6_000 } };
    await db.manager.insert(PolicyVersionTable, {
      ...{ version: 2, body: { ...body, limits: { ...policy.limits, maxDiscountBp: 3_000 } } },
      ...{ note: '', createdBy: 'test', createdAt: MARCH },
    });
    const id = await suggest(db, 1, 1);
    const { channelCode } = await db.manager.findOneByOrFail(SuggestionTable, { id });
    const told = async (of: number, adjustment: Adjustment) => (await quote(db, SITI, of, adjustment, MARCH)).quote;
    expect((await told(id, priced(60_000))).refusal?.code).toBe('crosses-guardrail');

    const window = { name: '4.4', startsOn: day('2026-04-02'), endsOn: day('2026-04-04'), channels: [channelCode] };
    const content = { ...window, categories: null, isApproximate: false, source: '', note: '' };
    await addWindow(db, { ...content, kind: 'boost' }, SITI, MARCH);
    expect((await told(id, priced(60_000))).refusal?.code).toBe('crosses-guardrail'); // it has not begun
    const midnight = (date: string) => Date.parse(`${date}T00:00:00+07:00`);
    const inIt = { ...priced(60_000), startsAt: midnight('2026-04-02') };
    const asked = await told(id, inIt);
    expect(asked).toMatchObject({ refusal: null, needsSecondApproval: false, range: { min: 40_000 } });
    expect(asked.window).toEqual({ startsAt: inIt.startsAt, endsAt: midnight('2026-04-05') });
    const usual = await told(id, { ...inIt, price: 75_000 });
    expect(usual.window!.endsAt).toBe(midnight('2026-04-16'));
    const after = { ...priced(60_000), startsAt: midnight('2026-04-05') };
    expect((await told(id, after)).refusal?.code).toBe('crosses-guardrail');
    const elsewhere = await suggest(db, 1, 2);
    expect((await told(elsewhere, inIt)).refusal?.code).toBe('crosses-guardrail');
    await db.close();
  });

  it('lets no margin and no bundle that a boost allowed begin after it', async () => {
    const db = await freshShop(kind, 1);
    await db.query('DELETE FROM fee');
    const { body: policy } = await db.manager.findOneByOrFail(PolicyVersionTable, { version: 1 });
    // Without fees 50,000 of cost is covered from 50,000 on, and leaves 20 % of the price from 62,500 on.
    const limits = { ...policy.limits, marginFloorBp: 2_000, secondApprovalAboveBp: 5_000 };
    const body = { ...policy, limits, limitsInBoost: { marginFloorBp: 0 } };
    const more = { note: '', createdBy: 'test', createdAt: MARCH };
    await db.manager.insert(PolicyVersionTable, { version: 2, body, ...more });
    const { why } = await db.manager.findOneByOrFail(SuggestionTable, { id: await suggest(db, 1, 2) });
    const facts = { 'product.cost': 50_000, 'margin.floorPrice': 50_000, 'calendar.boost': 'Lebaran' };
    const made = { why: { ...why, facts }, asOf: day('2026-03-30') };
    const discount = await suggest(db, 1, 1, made);
    const paired = { ...made, kind: 'bundle' as const, listPrice: 200_000, price: 150_000 };
    const bundle = await suggest(db, 1, 1, paired);
    const boost = { kind: 'boost' as const, name: 'Lebaran', startsOn: day('2026-03-31'), endsOn: day('2026-04-01') };
    const content = { ...boost, channels: null, categories: null, isApproximate: false, source: '', note: '' };
    const { id: windowId } = await addWindow(db, content, SITI, MARCH);

    const midnight = Date.parse('2026-04-02T00:00:00+07:00');
    const at = async (id: number, price: number | null, startsAt: number | null) => {
      const { quote: told } = await quote(db, SITI, id, { price, startsAt, endsAt: null }, MARCH);
      return told.refusal?.code ?? told.window?.endsAt;
    };
    const asIs = async (id: number) => (await quote(db, SITI, id, null, MARCH)).quote.window?.endsAt;
    expect(await at(discount, 62_499, null)).toBe(midnight);
    expect([await asIs(discount), await asIs(bundle)]).toEqual([Date.parse('2026-04-15T00:00:00+07:00'), midnight]);
    expect(await at(discount, 62_499, midnight)).toBe('crosses-guardrail');
    expect(await at(discount, 62_500, midnight)).toBe(Date.parse('2026-04-16T00:00:00+07:00'));
    expect(await at(bundle, null, midnight - 3_600_000)).toBe(midnight);
    expect(await at(bundle, null, midnight)).toBe('outlasts-boost');
    await removeWindow(db, windowId, 1, SITI, MARCH);
    expect(await at(discount, 62_499, null)).toBe('crosses-guardrail');
    expect((await quote(db, SITI, bundle, null, MARCH)).quote.refusal?.code).toBe('outlasts-boost');
    await db.close();
  });
});
