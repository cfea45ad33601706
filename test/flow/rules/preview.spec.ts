import { describe, expect, it } from 'vitest';
import type { RuleSet } from '../../../src/core/rules/rule.js';
import type { Database } from '../../../src/db/database.js';
import { publishedRules } from '../../../src/db/stores/settings.js';
import { PolicyVersionTable, RuleSetTable, RunTable, SuggestionTable } from '../../../src/db/tables/engine.js';
import { analyse, requestRun } from '../../../src/flow/analyse.js';
import { claimForDemo, loadDemoShop } from '../../../src/flow/demo/load.js';
import { confirmedChanges } from '../../../src/flow/rules/confirm.js';
import { createDraft } from '../../../src/flow/rules/drafts.js';
import { previewRows, previewRules } from '../../../src/flow/rules/preview.js';
import { publishDraft } from '../../../src/flow/rules/publish.js';
import { ensureInstallation } from '../../../src/flow/setup.js';
import { DATABASES, freshDatabase } from '../../database.js';
import { day, TEST_CONFIG } from '../../shop.js';

const AS_OF = day('2026-03-31');
const NOW = Date.UTC(2026, 3, 1);
const WHO = { actor: 'user:siti', ip: null };

async function demo(kind: 'sqlite' | 'mariadb'): Promise<Database> {
  const db = await freshDatabase(kind);
  await ensureInstallation(db, TEST_CONFIG, NOW);
  await loadDemoShop(db, await claimForDemo(db, 'shop', AS_OF), () => undefined);
  // A run keeps no more than so many: here all are wanted.
  const [row] = await db.manager.find(PolicyVersionTable);
  await db.manager.update(
    PolicyVersionTable,
    { version: 1 },
    { body: { ...row!.body, maxSuggestionsPerDay: 100_000 } as never },
  );
  return db;
}

async function run(db: Database): Promise<void> {
  const { id } = await requestRun(db, { asOf: AS_OF, cause: 'demo', createdBy: 'test', today: AS_OF + 1 }, NOW);
  await analyse(db, id, undefined, () => Date.now());
}

/** What the inbox says: price and rule by product, channel and kind; alerts have none. */
async function said(db: Database): Promise<Map<string, string>> {
  const rows = await db.manager.find(SuggestionTable, { where: { state: 'pending' } });
  return new Map(
    rows
      .filter(({ kind }) => kind !== 'alert')
      .map(({ sku, channelCode, kind, price, ruleName, gain }) => [
        `${sku} ${channelCode}`,
        `${kind} ${price} ${ruleName} ${gain}`,
      ]),
  );
}

/** Deeper for old stock, nothing for overstock, and a hold on one channel. */
function changed(set: RuleSet): RuleSet {
  const draft = structuredClone(set);
  const rule = (name: string) => draft.rules.find((each) => each.name === name)!;
  rule('age-31-60').event = { type: 'discount', params: { percent: 15 } };
  rule('age-31-60').examples.forEach(({ expect: wanted }) => delete wanted?.params);
  rule('age-61-90').enabled = false;
  draft.rules.push({
    ...rule('hold-new-arrival'),
    name: 'hold-tokopedia',
    channels: ['tokopedia'],
    conditions: { all: [{ fact: 'stock.onHand', operator: 'greaterThan', value: 0 }] },
    event: { type: 'hold', params: { reason: 'Kampanye' } },
    examples: [
      { facts: { 'stock.onHand': 1 }, expect: { type: 'hold' } },
      { facts: { 'stock.onHand': 0 }, expect: null },
    ],
  });
  return draft;
}

describe.each(DATABASES)('a preview on %s', (kind) => {
  it('says what the next run would say differently, listing by listing', async () => {
    const db = await demo(kind);
    await run(db);
    const before = await said(db);
    const { body } = await publishedRules(db.manager);
    const draft = changed(body);
    const preview = await previewRules(db, { ruleSet: draft }, NOW);

    // The oracle: the run itself, with the draft in force.
    await db.manager.update(RuleSetTable, { version: 1 }, { body: draft as never });
    await db.manager.delete(SuggestionTable, { state: 'pending' }); // one that says the same would keep its gain of before
    await run(db);
    const after = await said(db);
    expect(preview.inForce.all.suggestions).toBe(before.size);
    expect(preview.draft.all.suggestions).toBe(after.size);
    // Gains of all of them: one that stays may gain more or less where its product's other channels change.
    const gained = (inbox: Map<string, string>): number =>
      [...inbox.values()].reduce((sum, text) => sum + (Number(text.split(' ').at(-1)) || 0), 0);
    expect([preview.inForce.all.gain, preview.draft.all.gain]).toEqual([gained(before), gained(after)]);

    const what = (text: string | undefined): string | undefined => text?.split(' ').slice(0, 2).join(' ');
    const listings = [...new Set([...before.keys(), ...after.keys()])];
    const differing = listings.filter((key) => what(before.get(key)) !== what(after.get(key)));
    expect(differing.length).toBeGreaterThan(20);
    expect(preview.rows.map(({ sku, channel }) => `${sku} ${channel}`).sort()).toEqual(differing.sort());
    for (const row of preview.rows) {
      const key = `${row.sku} ${row.channel}`;
      const side = (effect: typeof row.before): string | undefined =>
        effect === null ? undefined : `${effect.kind} ${effect.price} ${effect.rule} ${effect.gain}`;
      expect([key, side(row.before), side(row.after)]).toEqual([key, before.get(key), after.get(key)]);
      const change = row.before === null ? 'new' : row.after === null ? 'gone' : 'changed';
      expect(row.change).toBe(change);
    }
    const counted = preview.changes.new + preview.changes.gone + preview.changes.changed;
    expect([counted, counted + preview.changes.same]).toEqual([differing.length, listings.length]);
    for (const by of [preview.byChannel, preview.byCategory]) {
      expect(by.reduce((sum, each) => sum + each.new + each.gone + each.changed, 0)).toBe(differing.length);
    }
    const hold = preview.byRule.find(({ name }) => name === 'hold-tokopedia')!;
    expect([hold.before, hold.after!.suggested]).toEqual([null, 0]);
    expect(hold.after!.won).toBeGreaterThan(0);
  });

  it('writes nothing, is read page by page, and adds money up', async () => {
    const db = await demo(kind);
    await run(db);
    const tables = ['suggestion', 'rule_set', 'run', 'audit', 'backtest', 'price_entry'];
    const count = async (): Promise<number[]> =>
      Promise.all(
        tables.map(async (t) => Number((await db.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${t}`))[0]!.n)),
      );
    const before = await count();
    const preview = await previewRules(db, { ruleSet: changed((await publishedRules(db.manager)).body) }, NOW);
    expect(await count()).toEqual(before);

    const pages = [];
    for (let from = 0; ; from += 7) {
      const { rows, total } = await previewRows(db, preview.id, {}, from, 7);
      expect(total).toBe(preview.rows.length);
      if (rows.length === 0) break;
      pages.push(...rows);
    }
    expect(pages).toEqual(preview.rows);
    const { rows: gone } = await previewRows(db, preview.id, { change: 'gone', channel: 'tokopedia' }, 0, 1_000);
    expect(gone).toEqual(preview.rows.filter((row) => row.change === 'gone' && row.channel === 'tokopedia'));
    expect(gone.length).toBeGreaterThan(0);
    await expect(previewRows(db, 'nonsense', {}, 0, 1)).rejects.toMatchObject({ code: 'preview-gone' });

    const given = preview.rows.reduce(
      (sum, { before: a, after: b }) => sum + (b?.discountGiven ?? 0) - (a?.discountGiven ?? 0),
      0,
    );
    expect(preview.draft.all.discountGiven - preview.inForce.all.discountGiven).toBe(given);
  });

  it('needs a run, rules that make sense, and a version that is there', async () => {
    const db = await freshDatabase(kind);
    await ensureInstallation(db, TEST_CONFIG, NOW);
    await expect(previewRules(db, { version: 1 }, NOW)).rejects.toMatchObject({ code: 'no-run' });
    await expect(previewRules(db, { version: 9 }, NOW)).rejects.toMatchObject({ code: 'unknown-version' });
    const ruleSet = { rules: [{ name: 'x' }], conditions: {}, onTie: 'first' };
    await expect(previewRules(db, { ruleSet }, NOW)).rejects.toMatchObject({ code: 'invalid-rules' });
  });

  it('stands before a publication that would change much: it is asked whether that was seen', async () => {
    const db = await demo(kind);
    await run(db);
    const { body } = await publishedRules(db.manager);
    const draft = changed(body);
    const { rows, listings } = await previewRules(db, { ruleSet: draft }, NOW);
    const kept = await createDraft(db, { content: { ruleSet: draft }, note: 'deeper' }, WHO, NOW);
    const given = { expectedVersion: 1, expectedRevision: 1, note: 'deeper' };
    const publish = (confirmed?: number) =>
      publishDraft(
        db,
        kept.row.version,
        given,
        WHO,
        NOW,
        confirmedChanges(db, confirmed, NOW, (changes) => `say ${changes}`),
      );
    const setPolicy = async (more: object): Promise<void> => {
      const [policy] = await db.manager.find(PolicyVersionTable);
      await db.manager.update(PolicyVersionTable, { version: 1 }, { body: { ...policy!.body, ...more } as never });
    };
    await setPolicy({ maxSuggestionsPerDay: rows.length - 1 });
    await expect(publish()).rejects.toMatchObject({
      code: 'needs-confirmation',
      values: { changes: rows.length, listings },
      message: expect.stringMatching(new RegExp(`confirm the number: say ${rows.length}\\.$`)) as string,
    });
    await expect(publish(rows.length + 1)).rejects.toMatchObject({ code: 'needs-confirmation' });
    // A share of the catalogue below what would change asks too; exactly the share does not.
    await setPolicy({
      maxSuggestionsPerDay: 100_000,
      confirmChangesAboveBp: Math.floor((rows.length * 10_000) / listings) - 1,
    });
    await expect(publish()).rejects.toMatchObject({ code: 'needs-confirmation' });
    expect((await publishedRules(db.manager)).version).toBe(1);
    expect((await publish(rows.length)).state).toBe('published');
    expect(await db.manager.countBy(RunTable, { state: 'done' })).toBe(1);
  });
});
