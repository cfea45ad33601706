import { describe, expect, it } from 'vitest';
import { decide, decideSelection, expireDue, withdraw } from '../../src/flow/decide.js';
import type { ItemResult } from '../../src/flow/decision-item.js';
import { readChanges } from '../../src/flow/feed.js';
import { openDatabase, type Database } from '../../src/db/database.js';
import { DecisionTable, FeedChangeTable, PriceEntryTable, SuggestionTable } from '../../src/db/tables/engine.js';
import { AuditTable, ProductTable, UserTable } from '../../src/db/tables/shop.js';
import { adjustTo, suggestion } from '../core/approval/example.js';
import { DATABASES } from '../database.js';
import { asked, BUDI, freshShop, NOW, SHELL, SITI, suggest } from './decide-shop.js';

const codes = (results: ItemResult[]): (string | null)[] => results.map((result) => result.refusal?.code ?? null);
const actions = async (db: Database): Promise<string[]> =>
  (await db.manager.find(AuditTable, { order: { id: 'ASC' } })).map((row) => row.action);
const feed = async (db: Database, channel = 'shopee') => {
  const changes = await readChanges(db, channel, { limit: 100 }, NOW);
  if (changes.status !== 'ok') throw new Error('held');
  return changes.entries;
};
const later = (seconds: number): number => NOW + seconds * 1000;

describe.each(DATABASES)('decisions on %s', (kind) => {
  it('approve: decision, price entry, feed change and audit line come together', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 1, 1);
    const results = await decide(db, SITI, [asked(id, { expectedVersion: 1, reason: 'old stock' })], NOW);
    expect(results).toEqual([{ id, state: 'approved', version: 2, entryId: 1, refusal: null }]);
    expect(await db.manager.findOneByOrFail(SuggestionTable, { id })).toMatchObject({
      state: 'approved',
      version: 2,
      openKey: null,
      updatedAt: NOW,
    });
    expect(await db.manager.find(DecisionTable)).toMatchObject([
      {
        suggestionId: id,
        action: 'approve',
        fromState: 'pending',
        toState: 'approved',
        actor: 'user:siti',
        at: NOW,
        reason: 'old stock',
      },
    ]);
    expect(await db.manager.find(PriceEntryTable)).toMatchObject([
      { suggestionId: id, kind: 'discount', state: 'active', revision: 1, price: 80_000, seriesFrom: 20_543 },
    ]);
    expect(await db.manager.find(AuditTable)).toMatchObject([
      { action: 'suggestion.approve', subject: `suggestion:${id}`, actor: 'user:siti', ip: '10.0.0.1', at: NOW },
    ]);
    const [change, ...more] = await feed(db);
    expect(more).toEqual([]);
    const { cursor, ...entry } = change!;
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(entry).toEqual({
      id: 1,
      revision: 1,
      action: 'set',
      reason: null,
      kind: 'discount',
      sku: 'SKU-1',
      externalId: '900',
      externalVariantId: '901',
      price: 80_000,
      listPrice: 100_000,
      currency: 'IDR',
      scale: 0,
      discountBp: 2_000,
      voucher: null,
      bundle: null,
      startsAt: '2026-03-31T09:15:00.000+07:00',
      endsAt: '2026-04-15T00:00:00.000+07:00',
      notBefore: '2026-03-31T09:15:00.000+07:00',
      expiresAt: '2026-04-15T00:00:00.000+07:00',
      revert: 'nativeEnd',
      revertPrice: 100_000,
      expectedCurrentPrice: 100_000,
      lowestPrice30: 100_000,
      decision: { by: 'user:siti', at: '2026-03-31T09:15:00.000+07:00' },
    });
  });

  it('in bulk: one bad item undoes no other, and each is told by itself, in order', async () => {
    const db = await freshShop(kind);
    const first = await suggest(db, 1, 1);
    const stale = await suggest(db, 2, 1, { version: 5 });
    const last = await suggest(db, 3, 2);
    const results = await decide(
      db,
      SITI,
      [
        asked(first),
        asked(stale, { expectedVersion: 4 }),
        asked(999),
        asked(first),
        asked(stale, { action: 'reject' }),
        asked(last, adjustTo(10_000)),
        asked(last, adjustTo(85_000)),
      ],
      NOW,
    );
    expect(codes(results)).toEqual([
      null,
      'suggestion-changed',
      'unknown-suggestion',
      'already-decided',
      null,
      'crosses-guardrail',
      null,
    ]);
    expect(results.map((result) => result.state)).toEqual([
      'approved',
      'pending',
      null,
      'approved',
      'rejected',
      'pending',
      'adjusted',
    ]);
    expect(await db.manager.countBy(DecisionTable, {})).toBe(3);
    expect((await feed(db)).map((entry) => entry.sku)).toEqual(['SKU-1']);
    expect(await feed(db, 'website')).toMatchObject([{ sku: 'SKU-3', price: 85_000, revert: 'restorePrice' }]);
  });

  it('of 20 approvals of one suggestion at once, from two processes: one counts, 19 are told that it is decided', async () => {
    const db = await freshShop(kind);
    const other = await openDatabase(db.url);
    const id = await suggest(db, 1, 1);
    const callers = Array.from({ length: 20 }, (_, i) => ({ ...SITI, actor: `user:u${i}` }));
    const results = await Promise.all(
      callers.map((by, i) => decide(i % 2 ? db : other, by, [asked(id, { expectedVersion: 1 })], NOW)),
    );
    expect(codes(results.flat()).filter((code) => code === null)).toHaveLength(1);
    expect(codes(results.flat()).filter((code) => code === 'already-decided')).toHaveLength(19);
    expect(await db.manager.countBy(DecisionTable, {})).toBe(1);
    expect(await db.manager.countBy(PriceEntryTable, {})).toBe(1);
    expect(await db.manager.countBy(FeedChangeTable, {})).toBe(1);
    await other.close();
  });

  it('two approvals: the same person is refused, the second person makes the price', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 1, 1, { price: 65_000, discountBp: 3_500, needsSecondApproval: true });
    expect((await decide(db, SITI, [asked(id)], NOW))[0]).toMatchObject({ state: 'half-approved', entryId: null });
    expect(await feed(db)).toEqual([]);
    expect(codes(await decide(db, SITI, [asked(id)], later(60)))).toEqual(['same-person']);
    expect(codes(await decide(db, SHELL, [asked(id)], later(60)))).toEqual(['needs-named-person']);
    expect((await decide(db, BUDI, [asked(id)], later(120)))[0]).toMatchObject({ state: 'approved', version: 3 });
    expect(await feed(db)).toMatchObject([{ price: 65_000, decision: { by: 'user:budi' } }]);
    expect(await actions(db)).toEqual(['suggestion.approve', 'suggestion.second-approve']);
  });

  it('with one approver left, a typed confirmation is asked for and logged as such', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 1, 1, { price: 65_000, discountBp: 3_500, needsSecondApproval: true });
    await db.manager.update(UserTable, { name: 'budi' }, { isActive: false });
    expect(codes(await decide(db, SITI, [asked(id)], NOW))).toEqual(['confirmation-needed']);
    const typed = asked(id, { confirmation: 'APPROVE SKU-1', reason: 'Budi has left' });
    expect((await decide(db, SITI, [typed], NOW))[0]).toMatchObject({ state: 'approved', entryId: 1 });
    expect(await actions(db)).toEqual(['suggestion.approve-alone']);
  });

  it('are not for viewers and keys', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 1, 1);
    for (const by of [
      { ...SITI, role: 'viewer' as const },
      { actor: 'key:abc', ip: null, role: null, userId: null },
    ]) {
      await expect(decide(db, by, [asked(id)], NOW)).rejects.toMatchObject({ code: 'not-an-approver' });
      await expect(withdraw(db, by, [{ id, expectedVersion: null, reason: null }], NOW)).rejects.toMatchObject({
        code: 'not-an-approver',
      });
    }
  });

  it('undo: the entry is withdrawn with the price to put back, nothing is deleted', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 1, 1);
    await decide(db, SITI, [asked(id)], NOW);
    await db.manager.update(ProductTable, { id: 1 }, { price: 110_000 });
    const undo = { id, expectedVersion: 2, reason: 'wrong one' };
    expect(await withdraw(db, BUDI, [undo], later(600))).toEqual([
      { id, state: 'withdrawn', version: 3, entryId: 1, refusal: null, wasLive: false },
    ]);
    expect(codes(await withdraw(db, BUDI, [undo], later(601)))).toEqual(['nothing-to-withdraw']);
    expect(codes(await decide(db, SITI, [asked(id)], later(602)))).toEqual(['already-decided']);
    expect(await feed(db)).toMatchObject([
      { action: 'set', revision: 1 },
      {
        action: 'withdraw',
        reason: 'undone',
        revision: 2,
        revertPrice: 110_000,
        endsAt: '2026-03-31T09:25:00.000+07:00',
      },
    ]);
    expect(await db.manager.countBy(DecisionTable, { suggestionId: id })).toBe(2);
  });

  it('a new price replaces the running one of the listing in the same transaction', async () => {
    const db = await freshShop(kind);
    await decide(db, SITI, [asked(await suggest(db, 1, 2))], NOW);
    const deeper = await suggest(db, 1, 2, { price: 75_000, currentPrice: 80_000, discountBp: 2_500 });
    await decide(db, SITI, [asked(deeper)], later(3600));
    expect(await feed(db, 'website')).toMatchObject([
      { id: 1, action: 'set', revision: 1 },
      { id: 1, action: 'ended', reason: 'replaced', revision: 2, endsAt: '2026-03-31T10:15:00.000+07:00' },
      // A markdown in steps: the reference price is that before the first cut.
      { id: 2, action: 'set', price: 75_000, expectedCurrentPrice: 80_000, lowestPrice30: 100_000 },
    ]);
    expect(await db.manager.countBy(PriceEntryTable, { state: 'active' })).toBe(1);
  });

  it('a planned price shortens the running one to its own start', async () => {
    const db = await freshShop(kind);
    await decide(db, SITI, [asked(await suggest(db, 1, 1))], NOW);
    const next = await suggest(db, 1, 1, { price: 75_000, currentPrice: 80_000 });
    const adjustment = { price: 76_000, startsAt: later(86_400), endsAt: later(2 * 86_400) };
    await decide(db, SITI, [asked(next, { action: 'adjust', adjustment })], later(60));
    expect(await feed(db)).toMatchObject([
      { id: 1, action: 'set', revision: 1 },
      { id: 1, action: 'set', revision: 2, endsAt: '2026-04-01T09:15:00.000+07:00' },
      { id: 2, action: 'set', startsAt: '2026-04-01T09:15:00.000+07:00', expectedCurrentPrice: 80_000 },
    ]);
    // The first one ends when the second has begun: the reader must not put the old price back.
    expect(await expireDue(db, later(86_400 + 5))).toMatchObject({ ended: 1 });
    expect((await feed(db)).at(-1)).toMatchObject({ id: 1, action: 'ended', reason: 'replaced', revision: 3 });
  });

  it('a planned price expects what will be there when it begins, and no voucher comes on top of it unseen', async () => {
    const db = await freshShop(kind);
    const inDays = (n: number): number => later(n * 86_400);
    const window = (from: number, to: number) => ({ price: null, startsAt: inDays(from), endsAt: inDays(to) });
    const approve = async (id: number, adjustment: ReturnType<typeof window>) =>
      codes(await decide(db, SITI, [asked(id, { action: 'adjust', adjustment })], later(60)));
    expect(await approve(await suggest(db, 1, 2), { ...window(0, 2), startsAt: later(60) })).toEqual([null]);
    const after = await suggest(db, 1, 2, { price: 75_000, currentPrice: 80_000 });
    expect(await approve(after, window(5, 9))).toEqual([null]);
    // The first one is over by then: the base price is there.
    expect((await feed(db, 'website')).at(-1)).toMatchObject({ id: 2, expectedCurrentPrice: 100_000 });

    const terms = { percentBp: 1_000, amount: null, minSpend: null, maxDiscount: null, quota: null };
    const offer = { kind: 'voucher' as const, offer: { voucher: terms }, discountBp: 2_800 };
    const voucher = await suggest(db, 1, 2, { ...offer, price: 72_000, currentPrice: 80_000 });
    // 10 % off 75,000 would be 67,500, below the 72,000 that the suggestion was reckoned at.
    expect(await approve(voucher, window(6, 8))).toEqual(['price-moved']);
    expect(await approve(voucher, window(9, 10))).toEqual([null]);
    await db.close();
  });

  it('two suggestions for one listing approved at once leave one price running', async () => {
    const db = await freshShop(kind);
    const other = await openDatabase(db.url);
    for (let round = 0; round < 5; round++) {
      const product = (round % 3) + 1;
      const a = await suggest(db, product, 1, { openKey: `a${round}` });
      const b = await suggest(db, product, 1, { openKey: `b${round}`, price: 79_000 });
      const adjust = adjustTo(79_000 - round);
      await Promise.all([
        decide(db, SITI, [asked(a, adjust)], later(round)),
        decide(other, BUDI, [asked(b, adjust)], later(round)),
      ]);
    }
    const running = await db.manager.findBy(PriceEntryTable, { state: 'active', kind: 'discount' });
    expect(running.map((entry) => entry.productId).sort()).toEqual([1, 2, 3]);
    await other.close();
  });

  it('restore ends what runs and sets the base price', async () => {
    const db = await freshShop(kind);
    await decide(db, SITI, [asked(await suggest(db, 1, 2))], NOW);
    const voucher = { percentBp: null, amount: 5_000, minSpend: null, maxDiscount: null, quota: 50 };
    const code = await suggest(db, 1, 2, { kind: 'voucher', price: 75_000, currentPrice: 80_000, offer: { voucher } });
    await decide(db, SITI, [asked(code)], later(60));
    const restore = await suggest(db, 1, 2, { kind: 'restore', price: 100_000, currentPrice: 80_000 });
    await decide(db, SITI, [asked(restore)], later(120));
    expect((await feed(db, 'website')).slice(2)).toMatchObject([
      { kind: 'discount', action: 'ended', reason: 'restored', revertPrice: 100_000 },
      { kind: 'voucher', action: 'ended', reason: 'restored', revertPrice: null, voucher },
      { kind: 'base', action: 'set', price: 100_000, endsAt: null, lowestPrice30: null },
    ]);
  });

  it('an alert is seen or rejected without any price', async () => {
    const db = await freshShop(kind);
    const none = { kind: 'alert' as const, price: null, listPrice: null, currentPrice: null };
    const id = await suggest(db, 1, 1, none);
    expect((await decide(db, SITI, [asked(id)], NOW))[0]).toMatchObject({ state: 'approved', entryId: null });
    expect(await feed(db)).toEqual([]);
    expect(codes(await withdraw(db, SITI, [{ id, expectedVersion: null, reason: null }], NOW))).toEqual([
      'nothing-to-withdraw',
    ]);
  });

  it('refuses an approval when the base price has moved since the run', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 2, 1);
    await db.manager.update(ProductTable, { id: 2 }, { price: 90_000 });
    const [result] = await decide(db, SITI, [asked(id)], NOW);
    expect(result?.refusal).toMatchObject({ code: 'price-moved', values: { basePrice: 90_000 } });
    expect(await db.manager.countBy(DecisionTable, {})).toBe(0);
  });

  it('with unknown cost, no human price cuts deeper than the policy allows without knowing it', async () => {
    const db = await freshShop(kind);
    const why = { ...suggestion().why, facts: { 'product.costKnown': false, 'margin.floorPrice': null } };
    const id = await suggest(db, 1, 1, { price: 96_000, discountBp: 400, why });
    const [deep] = await decide(db, SITI, [asked(id, adjustTo(94_999))], NOW);
    expect(deep?.refusal?.issues).toMatchObject([{ code: 'too-deep' }]);
    expect((await decide(db, SITI, [asked(id, adjustTo(95_000))], NOW))[0]).toMatchObject({ state: 'adjusted' });
  });

  it('expire: open suggestions past their time, once, also when two processes clear up together', async () => {
    const db = await freshShop(kind, 30);
    const other = await openDatabase(db.url);
    for (let product = 1; product <= 30; product++) {
      const change = product % 2 ? {} : { state: 'half-approved' as const };
      await suggest(db, product, 1, { expiresAt: product <= 20 ? later(60) : later(3_600), ...change });
    }
    expect(await expireDue(db, later(59))).toEqual({ expired: 0, ended: 0 });
    const both = await Promise.all([expireDue(db, later(60)), expireDue(other, later(60))]);
    expect(both[0].expired + both[1].expired).toBe(20);
    expect(await db.manager.countBy(DecisionTable, { action: 'expire', actor: 'system' })).toBe(20);
    expect(await db.manager.countBy(SuggestionTable, { state: 'expired' })).toBe(20);
    expect(await expireDue(db, later(60))).toEqual({ expired: 0, ended: 0 });
    await other.close();
  });

  it('end: prices past their window, once each, late or twice at once, with the end that they were given', async () => {
    const db = await freshShop(kind, 12);
    const other = await openDatabase(db.url);
    for (let product = 1; product <= 12; product++) {
      const adjustment = { price: 85_000, startsAt: null, endsAt: later(3_600) };
      await decide(db, SITI, [asked(await suggest(db, product, 2), { action: 'adjust', adjustment })], NOW);
    }
    expect((await expireDue(db, later(3_599))).ended).toBe(0);
    // Nobody ran the clock for two days: the end is told late, and is the end that was given.
    const late = later(2 * 86_400);
    const both = await Promise.all([expireDue(db, late), expireDue(other, late)]);
    expect(both[0].ended + both[1].ended).toBe(12);
    const ended = (await feed(db, 'website')).filter((entry) => entry.action === 'ended');
    expect(ended.map((entry) => entry.id)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(ended[0]).toMatchObject({
      reason: 'over',
      revision: 2,
      revertPrice: 100_000,
      endsAt: '2026-03-31T10:15:00.000+07:00',
    });
    await other.close();
  });

  it('on a selection: only if it is as large as the caller saw', async () => {
    const db = await freshShop(kind, 10);
    for (let product = 1; product <= 10; product++) await suggest(db, product, product > 6 ? 2 : 1);
    const all = { action: 'approve' as const, reason: null };
    const shopee = { filter: { channels: ['shopee'] }, from: null, limit: 100 };
    await expect(decideSelection(db, SITI, { ...shopee, expectedCount: 5 }, all, NOW)).rejects.toMatchObject({
      code: 'selection-changed',
      values: { count: 6, expectedCount: 5 },
    });
    const { results, next, left } = await decideSelection(db, SITI, { ...shopee, expectedCount: 6 }, all, NOW);
    expect(results.filter((result) => result.state === 'approved')).toHaveLength(6);
    expect([next, left]).toEqual([null, 0]);
    expect(await db.manager.countBy(SuggestionTable, { state: 'pending' })).toBe(4);
  });

  it('on a selection in parts: each comes once, refused ones too; what is new or decided meanwhile is left alone', async () => {
    const db = await freshShop(kind, 8);
    const ids: number[] = [];
    for (let product = 1; product <= 7; product++) ids.push(await suggest(db, product, 2));
    await db.manager.update(ProductTable, { id: 2 }, { price: 90_000 }); // its price has moved: refused
    const all = { action: 'approve' as const, reason: null };
    const selection = { filter: {}, expectedCount: 7, limit: 3 };
    const first = await decideSelection(db, SITI, { ...selection, from: null }, all, NOW);
    expect(first.results.map(({ id, state }) => [id, state])).toEqual([
      [ids[0], 'approved'],
      [ids[1], 'pending'],
      [ids[2], 'approved'],
    ]);
    expect(first.left).toBe(4);
    await suggest(db, 8, 2);
    await decide(db, BUDI, [asked(ids[3]!, { action: 'reject' })], NOW);
    const second = await decideSelection(db, SITI, { ...selection, from: first.next }, all, NOW);
    expect(second.results.map(({ id }) => id)).toEqual(ids.slice(4));
    expect([second.next, second.left]).toEqual([null, 0]);
    expect(await db.manager.countBy(SuggestionTable, { state: 'pending' })).toBe(2);
  });
});
