import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSetJson } from '../../../src/contract/rules-api.js';
import { Refusal } from '../../../src/core/refusal.js';
import type { Rule, RuleSet, RuleSetVersion } from '../../../src/core/rules/rule.js';
import { openDatabase, type Database } from '../../../src/db/database.js';
import type { Caller } from '../../../src/db/stores/audit.js';
import { markArchived, markPublished, readRuleVersion, writeDraft } from '../../../src/db/stores/rules.js';
import { publishedRules } from '../../../src/db/stores/settings.js';
import { RuleSetTable } from '../../../src/db/tables/engine.js';
import { AuditTable } from '../../../src/db/tables/shop.js';
import { compareVersions } from '../../../src/flow/rules/compare.js';
import { archiveDraft, createDraft, saveDraft } from '../../../src/flow/rules/drafts.js';
import { publishDraft, publishRules, restoreRules } from '../../../src/flow/rules/publish.js';
import { ensureInstallation } from '../../../src/flow/setup.js';
import { DATABASES, freshDatabase } from '../../database.js';
import { TEST_CONFIG } from '../../shop.js';

const NOW = Date.UTC(2026, 2, 31, 2, 15); // 09:15 in Jakarta
const SITI: Caller = { actor: 'user:siti', ip: null };
const BUDI: Caller = { actor: 'user:budi', ip: null };

const rule = (percent: number): Rule => ({
  name: 'old-stock',
  title: { id: 'Stok lama dipotong.', en: 'Old stock is cut.' },
  version: 1,
  enabled: true,
  priority: 10,
  conditions: { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 60 }] },
  event: { type: 'discount', params: { percent } },
  examples: [
    { facts: { 'stock.ageDaysOldest': 61 }, expect: { type: 'discount' } },
    { facts: { 'stock.ageDaysOldest': 60 }, expect: null },
  ],
});
const set = (percent: number): RuleSet => ({ rules: [rule(percent)], conditions: {}, onTie: 'smallestCut' });
const wrongSet = (): RuleSet => ({
  ...set(10),
  rules: [{ ...rule(10), conditions: { all: [{ fact: 'stock.ageDaysOldes', operator: 'greaterThan', value: 60 }] } }],
});
const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
  const thrown: unknown = await work.then(
    () => new Error('nothing was refused'),
    (error: unknown) => error,
  );
  if (!(thrown instanceof Refusal)) throw thrown;
  return thrown;
};
const codes = (results: PromiseSettledResult<unknown>[]): string[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []));

describe.each(DATABASES)('versions of the rules on %s', (kind) => {
  let db: Database;
  const others: Database[] = [];
  beforeEach(async () => {
    db = await freshDatabase(kind);
    await ensureInstallation(db, TEST_CONFIG, 0);
  });
  afterEach(async () => {
    await Promise.all(others.splice(0).map((other) => other.close()));
  });
  const another = async (): Promise<Database> => {
    const other = await openDatabase(db.url);
    others.push(other);
    return other;
  };
  const draft = async (ruleSet: unknown = set(10), by = SITI) =>
    (await createDraft(db, { content: { ruleSet }, note: 'a try' }, by, NOW)).row;
  const publish = (version: number, expectedVersion: number, expectedRevision = 1) =>
    publishDraft(db, version, { expectedVersion, expectedRevision, note: 'why' }, BUDI, NOW + 1);
  const states = async () =>
    Object.fromEntries((await db.manager.find(RuleSetTable)).map(({ version, state }) => [version, state]));

  it('begin as a draft that is not in force and says where it comes from', async () => {
    const row = await draft();
    expect(row).toMatchObject({ version: 2, state: 'draft', basedOn: 1, revision: 1, createdBy: 'user:siti' });
    expect((await publishedRules(db.manager)).version).toBe(1);
    const copy = await createDraft(db, { note: '', basedOn: 2 }, BUDI, NOW);
    expect(copy).toMatchObject({ row: { version: 3, basedOn: 2, body: set(10) }, findings: [] });
    const ofForce = await createDraft(db, { note: '' }, BUDI, NOW);
    expect(ofForce.row.body).toEqual((await readRuleVersion(db.manager, 1)).body);
    expect((await refusal(createDraft(db, { note: '', basedOn: 99 }, BUDI, NOW))).code).toBe('unknown-version');
  });

  it('may have errors as a draft, which are told, but must have the shape of rules', async () => {
    const { row, findings } = await createDraft(db, { content: { ruleSet: wrongSet() }, note: '' }, SITI, NOW);
    expect(findings.map(({ code }) => code)).toContain('unknown-fact');
    const refused = await refusal(publish(row.version, 1));
    expect(refused).toMatchObject({ kind: 'invalid', code: 'invalid-rules' });
    expect(refused.issues.map(({ path }) => path)).toContain('/rules/0/conditions/all/0/fact');
    const shapeless = await refusal(createDraft(db, { content: { ruleSet: { rules: 'x' } }, note: '' }, SITI, NOW));
    expect(shapeless).toMatchObject({ code: 'invalid-rules', issues: [{ path: '/rules' }] });
    expect(await states()).toEqual({ 1: 'published', 2: 'draft' });
  });

  it('with an example that fails are not published', async () => {
    const [fires] = rule(10).examples;
    const failing = { ...rule(10), examples: [...rule(10).examples, { ...fires!, expect: null }] };
    const { version } = await draft({ ...set(10), rules: [failing] });
    expect((await refusal(publish(version, 1))).issues.map(({ code }) => code)).toEqual(['failing-example']);
  });

  it('without a rule are kept as a draft, but never published', async () => {
    const { row, findings } = await createDraft(db, { content: { ruleSet: { rules: [] } }, note: '' }, SITI, NOW);
    expect(findings).toMatchObject([{ code: 'no-rules', path: '/rules', severity: 'error' }]);
    const ruleSet: RuleSet = { ...set(10), rules: [] };
    const send = () => publishRules(db, { expectedVersion: 1, note: 'why', ruleSet }, BUDI, NOW + 1);
    for (const refused of [await refusal(publish(row.version, 1)), await refusal(send())]) {
      expect(refused).toMatchObject({ kind: 'invalid', code: 'no-rules', issues: [{ path: '/rules' }] });
      expect(refused.message).toContain('"enabled": false');
    }
    expect(await states()).toEqual({ 1: 'published', 2: 'draft' });
  });

  it('come as files too, with line and column of what is wrong', async () => {
    const text = `{\n  "name": "x",\n  "title": { "id": "X", "en": "X" },\n  "conditions": {\n    "all": [{ "fact": "stock.onHan", "operator": "equal", "value": 1 }]\n  },\n  "event": { "type": "restore" },\n  "examples": []\n}`;
    const content = { files: [{ fileName: 'x.json', text }] };
    const { row, findings } = await createDraft(db, { content, note: '' }, SITI, NOW);
    expect(row.body.rules.map(({ name }) => name)).toEqual(['x']);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'unknown-fact', file: 'x.json', line: 5, column: 23 }),
    );
    const broken = { files: [{ fileName: 'y.json', text: '{' }] };
    const refused = await refusal(saveDraft(db, row.version, { content: broken, expectedRevision: 1 }, SITI, NOW));
    expect(refused.issues).toMatchObject([{ file: 'y.json', line: 1, code: 'not-json' }]);
  });

  it('are kept from being overwritten: the second of two editors is told who was faster', async () => {
    const { version } = await draft();
    const save = (by: Caller, percent: number, at: number) =>
      saveDraft(db, version, { content: { ruleSet: set(percent) }, expectedRevision: 1, note: `${percent}` }, by, at);
    const saved = await save(SITI, 20, NOW);
    expect(saved.row).toMatchObject({ revision: 2, updatedBy: 'user:siti', updatedAt: NOW, note: '20', body: set(20) });
    expect(await refusal(save(BUDI, 30, NOW + 1))).toMatchObject({
      kind: 'conflict',
      code: 'revision-conflict',
      values: {
        version,
        state: 'draft',
        revision: 2,
        updatedBy: 'user:siti',
        updatedAt: '2026-03-31T09:15:00.000+07:00',
      },
    });
    expect((await readRuleVersion(db.manager, version)).body).toEqual(set(20));
    expect((await refusal(publish(version, 1, 1))).code).toBe('revision-conflict');
    expect((await refusal(archiveDraft(db, version, { expectedRevision: 1 }, BUDI, NOW))).code).toBe(
      'revision-conflict',
    );
  });

  it('go in force under their own number, and the one before is archived, with who, why and what it replaced', async () => {
    const { version } = await draft();
    const row = await publish(version, 1);
    expect(row).toMatchObject({
      ...{ version: 2, state: 'published', note: 'why', replaced: 1, revision: 1, body: set(10) },
      ...{ createdBy: 'user:siti', publishedBy: 'user:budi', publishedAt: NOW + 1 },
    });
    expect(await states()).toEqual({ 1: 'archived', 2: 'published' });
    const trail = await db.manager.find(AuditTable, { where: { subject: 'rules:2' }, order: { id: 'ASC' } });
    expect(trail.map(({ action, actor }) => [action, actor])).toEqual([
      ['rules.draft', 'user:siti'],
      ['rules.publish', 'user:budi'],
    ]);
    expect(trail[1]!.detail).toMatchObject({ note: 'why', before: 1, rules: 1 });
  });

  it('are not published over a version that nobody looked at', async () => {
    const [slow, fast] = [await draft(set(10)), await draft(set(20))];
    await publish(fast.version, 1);
    expect(await refusal(publish(slow.version, 1))).toMatchObject({
      kind: 'conflict',
      code: 'version-conflict',
      values: { version: 3, publishedBy: 'user:budi', publishedAt: '2026-03-31T09:15:00.001+07:00', note: 'why' },
    });
    await publish(slow.version, 3); // after a look
    expect(await states()).toEqual({ 1: 'archived', 2: 'published', 3: 'archived' });
    expect((await publishedRules(db.manager)).version).toBe(2); // a lower number than the one before it
  });

  it('with the content that is in force are no news', async () => {
    const { version } = await createDraft(db, { note: '' }, SITI, NOW).then(({ row }) => row);
    expect(await refusal(publish(version, 1))).toMatchObject({ code: 'nothing-changed', values: { version: 1 } });
    const inForce = await publishedRules(db.manager);
    const { conditions, onTie, rules } = inForce.body;
    const otherKeys = {
      onTie,
      conditions,
      rules: rules.map((each) => Object.fromEntries(Object.entries(each).reverse())),
    };
    const again = publishRules(db, { expectedVersion: 1, ruleSet: otherKeys, note: 'x' }, SITI, NOW);
    expect((await refusal(again)).code).toBe('nothing-changed');
    const reordered = { ...inForce.body, rules: rules.toReversed() };
    await publishRules(db, { expectedVersion: 1, ruleSet: reordered, note: 'another order' }, SITI, NOW);
  });

  it('are discarded by archiving, and kept', async () => {
    const { version } = await draft();
    await archiveDraft(db, version, { expectedRevision: 1, note: 'no use' }, BUDI, NOW);
    expect(await readRuleVersion(db.manager, version)).toMatchObject({
      state: 'archived',
      publishedAt: null,
      body: set(10),
    });
    const [entry] = await db.manager.find(AuditTable, { where: { action: 'rules.archive' } });
    expect(entry).toMatchObject({ actor: 'user:budi', detail: { note: 'no use' } });
    expect(await refusal(publish(version, 1))).toMatchObject({ code: 'not-a-draft', values: { state: 'archived' } });
    const back = restoreRules(db, version, { expectedVersion: 1, note: 'x' }, BUDI, NOW);
    expect((await refusal(back)).code).toBe('never-published');
  });

  it('are put back as a new version with the same content', async () => {
    await publish((await draft()).version, 1);
    const row = await restoreRules(db, 1, { expectedVersion: 2, note: 'too early' }, SITI, NOW + 2);
    expect(row).toMatchObject({ version: 3, state: 'published', restoredFrom: 1, replaced: 2, note: 'too early' });
    expect(row.body).toEqual((await readRuleVersion(db.manager, 1)).body);
    expect(await states()).toEqual({ 1: 'archived', 2: 'archived', 3: 'published' });
    const again = restoreRules(db, 1, { expectedVersion: 3, note: 'x' }, SITI, NOW);
    expect((await refusal(again)).code).toBe('nothing-changed');
    const late = restoreRules(db, 2, { expectedVersion: 2, note: 'x' }, SITI, NOW);
    expect((await refusal(late)).code).toBe('version-conflict');
    const [entry] = await db.manager.find(AuditTable, { where: { action: 'rules.restore' } });
    expect(entry).toMatchObject({ subject: 'rules:3', detail: { note: 'too early', restoredFrom: 1, before: 2 } });
  });

  it('ask a guard before they go in force, with both sets, and stay out when it refuses', async () => {
    const seen: [RuleSet, RuleSet][] = [];
    const guard = async (next: RuleSet, inForce: RuleSet): Promise<void> => {
      seen.push([next, inForce]);
      throw new Refusal('conflict', 'too-much', 'Confirm it.');
    };
    const before = (await publishedRules(db.manager)).body;
    const { version } = await draft();
    const given = { expectedVersion: 1, note: 'x' };
    const publishing = publishDraft(db, version, { ...given, expectedRevision: 1 }, SITI, NOW, guard);
    expect((await refusal(publishing)).code).toBe('too-much');
    const ruleSet = set(10);
    expect((await refusal(publishRules(db, { ...given, ruleSet }, SITI, NOW, guard))).code).toBe('too-much');
    expect(seen).toEqual([
      [set(10), before],
      [set(10), before],
    ]);
    expect(await states()).toEqual({ 1: 'published', 2: 'draft' });
    await publish(version, 1);
    expect((await refusal(restoreRules(db, 1, { ...given, expectedVersion: 2 }, SITI, NOW, guard))).code).toBe(
      'too-much',
    );
    const lets = async (): Promise<void> => {};
    expect((await restoreRules(db, 1, { ...given, expectedVersion: 2 }, SITI, NOW, lets)).version).toBe(3);
  });

  it('are not published as they were checked when somebody changes them while the guard thinks', async () => {
    const { version } = await draft();
    const guard = async (): Promise<void> => {
      await saveDraft(db, version, { content: { ruleSet: wrongSet() }, expectedRevision: 1 }, BUDI, NOW);
    };
    const given = { expectedVersion: 1, expectedRevision: 1, note: 'x' };
    expect((await refusal(publishDraft(db, version, given, SITI, NOW, guard))).code).toBe('revision-conflict');
    expect(await states()).toEqual({ 1: 'published', 2: 'draft' });
  });

  it('that are published or archived never change, whoever asks', async () => {
    const { version } = await draft();
    await publish(version, 1);
    const before = await db.query(`SELECT version, body, note, revision FROM rule_set ORDER BY version`);
    for (const each of [1, version]) {
      const { revision, state } = await readRuleVersion(db.manager, each);
      const save = saveDraft(db, each, { content: { ruleSet: set(50) }, expectedRevision: revision }, SITI, NOW);
      expect(await refusal(save)).toMatchObject({ code: 'not-a-draft', values: { state } });
      expect((await refusal(archiveDraft(db, each, { expectedRevision: revision }, SITI, NOW))).code).toBe(
        'not-a-draft',
      );
      // The store itself, without the flow before it:
      const content = { body: set(50), note: 'x', basedOn: null };
      expect(await writeDraft(db.manager, each, revision, content, 'x', NOW)).toBe(false);
      const publication = { note: 'x', replaced: 1, publishedBy: 'x', publishedAt: NOW };
      expect(await markPublished(db.manager, { version: each, revision }, publication)).toBe(false);
      expect(await markArchived(db.manager, { version: each, revision, state: 'draft' })).toBe(false);
    }
    expect(await db.query(`SELECT version, body, note, revision FROM rule_set ORDER BY version`)).toEqual(before);
  });

  it('compared say what changed: by default against what they replaced, or would replace', async () => {
    const first = await draft(set(10));
    await publish(first.version, 1);
    const second = await draft(set(20));
    const told = async (version: number, against?: number) => {
      const { before, diff } = await compareVersions(db.manager, version, against);
      const sentences = diff.rules.changed.flatMap(({ changes }) => changes.map(({ sentence }) => sentence.en));
      return [before.version, sentences];
    };
    expect(await told(second.version)).toEqual([2, ['cut 10 % -> 20 %']]);
    expect(await told(first.version, second.version)).toEqual([3, ['cut 20 % -> 10 %']]);
    await publish(second.version, 2);
    expect(await told(second.version)).toEqual([2, ['cut 10 % -> 20 %']]); // in force: what it changed
    expect((await told(first.version))[0]).toBe(1); // archived: what it had changed
    const discarded = await createDraft(db, { content: { ruleSet: set(30) }, note: '', basedOn: 2 }, SITI, NOW);
    await archiveDraft(db, discarded.row.version, { expectedRevision: 1 }, SITI, NOW);
    expect(await told(discarded.row.version)).toEqual([2, ['cut 10 % -> 30 %']]);
    expect((await refusal(compareVersions(db.manager, 1))).code).toBe('nothing-before');
    expect((await compareVersions(db.manager, 2, 2)).diff.isEqual).toBe(true);
  });

  it('of twenty saves of one revision keep exactly one, from two processes', async () => {
    const { version } = await draft();
    const both = [db, await another()];
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        saveDraft(both[i % 2]!, version, { content: { ruleSet: set(i + 1) }, expectedRevision: 1 }, SITI, NOW),
      ),
    );
    expect(codes(results)).toEqual(Array.from({ length: 19 }, () => 'revision-conflict'));
    const kept = results.findIndex(({ status }) => status === 'fulfilled');
    expect(await readRuleVersion(db.manager, version)).toMatchObject({ revision: 2, body: set(kept + 1) });
    expect(await db.manager.countBy(AuditTable, { action: 'rules.save' })).toBe(1);
  });

  it.each([
    ['of twenty drafts', 20],
    ['of one draft', 1],
  ])('of twenty publishes at once (%s) put exactly one in force, from two processes', async (_, drafts) => {
    const rows: RuleSetVersion[] = [];
    for (let i = 0; i < drafts; i++) rows.push(await draft(set(i + 1)));
    const both = [db, await another()];
    const given = { expectedVersion: 1, expectedRevision: 1, note: 'x' };
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => publishDraft(both[i % 2]!, rows[i % drafts]!.version, given, SITI, NOW)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const allowed = drafts === 1 ? ['not-a-draft', 'version-conflict'] : ['version-conflict'];
    for (const code of codes(results)) expect(allowed).toContain(code);
    const all = Object.values(await states());
    expect(all.filter((state) => state === 'published')).toHaveLength(1);
    expect(all.filter((state) => state === 'archived')).toHaveLength(1);
    expect(await db.manager.countBy(AuditTable, { action: 'rules.publish' })).toBe(1);
  });

  it('get numbers of their own when many are made at once', async () => {
    const both = [db, await another()];
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, i) => createDraft(both[i % 2]!, { note: `${i}` }, SITI, NOW)),
    );
    expect(made.map(({ row }) => row.version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 2),
    );
  });

  it('leave the line of an editor behind that files carry', async () => {
    const withLine = { ...set(10), rules: [{ $schema: '../schema.json', ...rule(10) }] };
    expect(checkSetJson(withLine).ruleSet).toEqual(set(10));
    expect((await draft(withLine)).body).toEqual(set(10));
  });
});
