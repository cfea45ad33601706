import { describe, expect, it } from 'vitest';
import { AckTable, DecisionTable, PriceEntryTable, SuggestionTable } from '../../src/db/tables/engine.js';
import { findSuggestion } from '../../src/db/stores/suggestions.js';
import { decide, reopen, withdraw } from '../../src/flow/decide.js';
import { DATABASES } from '../database.js';
import { asked, BUDI, freshShop, NOW, SITI, suggest } from './decide-shop.js';

const DAY_MS = 86_400_000;
const undo = (id: number, expectedVersion: number | null = null) => ({ id, expectedVersion, reason: null });
const deep = { price: 65_000, discountBp: 3_500, needsSecondApproval: true };

describe.each(DATABASES)('taking back on %s', (kind) => {
  it('a rejection opens the suggestion again, and everything that was said stays on record', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 1, 1);
    await decide(db, SITI, [asked(id, { action: 'reject', reason: 'not now' })], NOW);
    expect(await reopen(db, BUDI, [undo(id, 2)], NOW + 5_000)).toEqual([
      { id, state: 'pending', version: 3, entryId: null, refusal: null },
    ]);
    expect(await db.manager.find(DecisionTable, { order: { id: 'ASC' } })).toMatchObject([
      { action: 'reject', actor: 'user:siti', reason: 'not now' },
      { action: 'reopen', actor: 'user:budi', fromState: 'rejected', toState: 'pending', at: NOW + 5_000 },
    ]);
    // It is the one open suggestion of its kind again.
    expect(await db.manager.findOneByOrFail(SuggestionTable, { id })).toMatchObject({ openKey: '1:1:discount' });
    expect((await decide(db, SITI, [asked(id)], NOW + 6_000))[0]).toMatchObject({ state: 'approved', version: 4 });
  });

  it('an approval in one step takes the price back and opens the suggestion, which may be approved again', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 1, 1);
    await decide(db, SITI, [asked(id)], NOW);
    expect(await withdraw(db, SITI, [undo(id, 2)], NOW + 8_000, true)).toMatchObject([
      { state: 'pending', version: 4, entryId: 1, wasLive: false },
    ]);
    await decide(db, SITI, [asked(id)], NOW + 9_000);
    const entry = { entryId: 2, revision: 1, status: 'applied' as const, at: NOW + 60_000, actor: 'key:shopee' };
    await db.manager.insert(AckTable, { ...entry, channelId: 1, code: null, message: null, appliedPrice: 80_000 });
    expect(await withdraw(db, SITI, [undo(id)], NOW + DAY_MS / 2, true)).toMatchObject([
      { state: 'pending', entryId: 2, wasLive: true },
    ]);
    const entries = await db.manager.find(PriceEntryTable, { order: { id: 'ASC' } });
    expect(entries.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
  });

  it('an approval whose suggestion is over takes the price back all the same', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 1, 1);
    await decide(db, SITI, [asked(id)], NOW);
    expect(await withdraw(db, SITI, [undo(id)], NOW + DAY_MS, true)).toMatchObject([
      { state: 'withdrawn', version: 3, refusal: null },
    ]);
  });

  it('a first approval of two and an alert that was seen', async () => {
    const db = await freshShop(kind);
    const half = await suggest(db, 1, 1, deep);
    await decide(db, SITI, [asked(half)], NOW);
    expect((await findSuggestion(db, half))!.firstApproval).toEqual({ by: 'user:siti', at: NOW, price: null });
    const alert = await suggest(db, 2, 1, { kind: 'alert', price: null, listPrice: null, currentPrice: null });
    await decide(db, SITI, [asked(alert)], NOW);
    const results = await reopen(db, SITI, [undo(half), undo(alert)], NOW + 1_000);
    expect(results.map(({ state, refusal }) => [state, refusal])).toEqual([
      ['pending', null],
      ['pending', null],
    ]);
    expect((await findSuggestion(db, half))!.firstApproval).toBeNull();
    // The first approval is gone: two are needed anew.
    expect((await decide(db, BUDI, [asked(half)], NOW + 2_000))[0]).toMatchObject({ state: 'half-approved' });
    expect((await findSuggestion(db, half))!.firstApproval).toMatchObject({ by: 'user:budi' });
  });

  it('is refused where there is nothing to take back, for strangers, too late, or beside a newer suggestion', async () => {
    const db = await freshShop(kind);
    const code = async (id: number, version: number | null = null, now = NOW): Promise<string | undefined> =>
      (await reopen(db, SITI, [undo(id, version)], now))[0]!.refusal?.code;
    const pending = await suggest(db, 1, 1);
    expect(await code(pending)).toBe('not-reopenable');
    const approved = await suggest(db, 2, 1);
    await decide(db, SITI, [asked(approved)], NOW);
    expect(await code(approved)).toBe('not-reopenable');
    expect(await code(999)).toBe('unknown-suggestion');
    const rejected = await suggest(db, 3, 1);
    await decide(db, SITI, [asked(rejected, { action: 'reject' })], NOW);
    expect(await code(rejected, 1)).toBe('suggestion-changed');
    expect(await code(rejected, 2, NOW + DAY_MS)).toBe('suggestion-expired');
    await suggest(db, 3, 1, { price: 79_900 });
    expect(await code(rejected)).toBe('newer-suggestion');
    await expect(reopen(db, { ...SITI, role: 'viewer' }, [undo(rejected)], NOW)).rejects.toMatchObject({
      code: 'not-an-approver',
    });
  });

  it('by two people at once happens once', async () => {
    const db = await freshShop(kind);
    const id = await suggest(db, 1, 1);
    await decide(db, SITI, [asked(id, { action: 'reject' })], NOW);
    const both = await Promise.all([SITI, BUDI].map((by) => reopen(db, by, [undo(id)], NOW + 1)));
    expect(
      both
        .flat()
        .map(({ refusal }) => refusal?.code ?? null)
        .sort(),
    ).toEqual(['not-reopenable', null]);
    expect(await db.manager.countBy(DecisionTable, { suggestionId: id, action: 'reopen' })).toBe(1);
  });
});
