import { beforeAll, describe, expect, it } from 'vitest';
import type { DraftView, RuleFilesView, RulesDiffView } from '../../src/contract/rule-versions.js';
import type { RulesFindings, RulesView } from '../../src/contract/rules-api.js';
import type { Rule, RuleSet } from '../../src/core/rules/rule.js';
import { DATABASES } from '../database.js';
import { openShop, START, type Caller, type TestShop } from './shop.js';

const RULE: Rule = {
  name: 'old-stock',
  title: { id: 'Stok lama dipotong.', en: 'Old stock is cut.' },
  version: 1,
  enabled: true,
  priority: 10,
  conditions: { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 60 }] },
  event: { type: 'discount', params: { percent: 10 } },
  examples: [
    { facts: { 'stock.ageDaysOldest': 61 }, expect: { type: 'discount' } },
    { facts: { 'stock.ageDaysOldest': 60 }, expect: null },
  ],
};
const set = (priority: number): RuleSet => ({ rules: [{ ...RULE, priority }], conditions: {}, onTie: 'smallestCut' });
const misspelt = { all: [{ fact: 'stock.ageDaysOldes', operator: 'greaterThan', value: 60 }] };
const WRONG = { ...set(10), rules: [{ ...RULE, conditions: misspelt }] };

describe.each(DATABASES)('drafts of the rules over HTTP on %s', (kind) => {
  let shop: TestShop;
  let siti: Caller;
  let budi: Caller;
  beforeAll(async () => {
    shop = await openShop(kind);
    siti = await shop.as('merchandiser', 'siti');
    budi = await shop.as('merchandiser', 'budi');
  });
  const create = async (body: object, who = siti): Promise<DraftView> =>
    (await who.post('/api/v1/rules/drafts').send(body).expect(201)).body as DraftView;
  const inForce = async (): Promise<RulesView> => (await siti.get('/api/v1/rules').expect(200)).body as RulesView;

  it('live from the first version to one that is put back', async () => {
    const draft = await create({ ruleSet: set(10), note: 'a try' });
    expect(draft).toMatchObject({
      ...{ version: 2, state: 'draft', note: 'a try', basedOn: 1, replaced: null, revision: 1 },
      ...{ createdBy: 'user:siti', updatedBy: 'user:siti', publishedBy: null, publishedAt: null },
      ruleSet: set(10),
      check: { isValid: true, errors: 0, findings: [] },
    });
    expect((await inForce()).version).toBe(1);

    shop.clock.at = START + 60_000;
    const change = { ruleSet: set(20), expectedRevision: 1 };
    const saved = await budi.put('/api/v1/rules/drafts/2').send(change).expect(200);
    expect(saved.body).toMatchObject({ revision: 2, note: 'a try', updatedBy: 'user:budi', ruleSet: set(20) });
    const late = await siti.put('/api/v1/rules/drafts/2').send(change).expect(409);
    expect(late.body).toMatchObject({
      code: 'revision-conflict',
      values: { revision: 2, updatedBy: 'user:budi', updatedAt: '2026-03-31T09:16:00.000+07:00' },
    });

    const { body: files } = await siti.get('/api/v1/rules/versions/2/files').expect(200);
    expect((files as RuleFilesView).files.map(({ fileName }) => fileName)).toEqual([
      'conditions.json',
      'old-stock.json',
      'set.json',
    ]);

    const publication = { expectedVersion: 1, expectedRevision: 2, note: 'less is more' };
    const published = await siti.post('/api/v1/rules/drafts/2/publish').send(publication).expect(200);
    expect(published.body).toMatchObject({ version: 2, state: 'published', replaced: 1, publishedBy: 'user:siti' });
    expect(await inForce()).toMatchObject({ version: 2, note: 'less is more', ruleSet: set(20) });
    const again = await siti.post('/api/v1/rules/drafts/2/publish').send(publication).expect(409);
    expect(again.body).toMatchObject({ code: 'not-a-draft', values: { state: 'published', publishedBy: 'user:siti' } });

    const restoring = { expectedVersion: 2, note: 'more was better' };
    const restored = await budi.post('/api/v1/rules/versions/1/restore').send(restoring).expect(201);
    expect(restored.body).toMatchObject({ version: 3, state: 'published', restoredFrom: 1, replaced: 2 });
    const first = (await siti.get('/api/v1/rules/versions/1').expect(200)).body as RulesView;
    expect((await inForce()).ruleSet).toEqual(first.ruleSet);
    const twice = await budi.post('/api/v1/rules/versions/1/restore').send({ ...restoring, expectedVersion: 3 });
    expect([twice.status, twice.body.code]).toEqual([409, 'nothing-changed']);
  });

  it('are listed among the versions, or alone', async () => {
    const { version } = await create({ note: 'another' });
    const list = async (query: string) =>
      ((await siti.get(`/api/v1/rules/versions?${query}`).expect(200)).body as { items: RulesView[] }).items;
    expect((await list('state=draft')).map((row) => row.version)).toEqual([version]);
    expect((await list('state=published')).map((row) => row.version)).toEqual([3]);
    expect((await list('')).map((row) => row.version)).toEqual([version, 3, 2, 1]);
    await siti.get('/api/v1/rules/versions?state=gone').expect(400);
    const left = await siti.post(`/api/v1/rules/drafts/${version}/archive`).send({ expectedRevision: 1 }).expect(200);
    expect(left.body).toMatchObject({ state: 'archived', publishedAt: null });
    expect(await list('state=draft')).toEqual([]);
  });

  it('with errors are kept and told, and not published', async () => {
    const draft = await create({ ruleSet: WRONG });
    expect(draft.check.isValid).toBe(false);
    const path = '/rules/0/conditions/all/0/fact';
    expect(draft.check.findings).toContainEqual(expect.objectContaining({ path, code: 'unknown-fact' }));
    const found = await siti.get(`/api/v1/rules/versions/${draft.version}/findings`).expect(200);
    expect(found.body as RulesFindings).toEqual(draft.check);
    const publication = { expectedVersion: 3, expectedRevision: 1, note: 'x' };
    const refused = await siti.post(`/api/v1/rules/drafts/${draft.version}/publish`).send(publication).expect(422);
    expect(refused.body.code).toBe('invalid-rules');
    expect(refused.body.errors).toContainEqual(expect.objectContaining({ path, code: 'unknown-fact' }));
  });

  it('of a hostile or broken shape are refused, each mistake pointed to in the request', async () => {
    const post = (body: object) => siti.post('/api/v1/rules/drafts').send(body);
    const shapeless = await post({ ruleSet: { rules: [{ ...RULE, priority: 'high' }] } }).expect(422);
    expect(shapeless.body.errors[0]).toMatchObject({ path: '/ruleSet/rules/0/priority' });
    expect(shapeless.body.detail).toMatch(/^\/ruleSet\/rules\/0\/priority /);
    for (const path of ['rules/preview', 'rules/backtests', 'evaluate']) {
      const tried = {
        ruleSet: { rules: [{ ...RULE, priority: 'high' }] },
        ...(path === 'evaluate' ? { facts: { 'stock.onHand': 1 } } : {}),
      };
      const wrong = await siti.post(`/api/v1/${path}`).send(tried).expect(422);
      expect(wrong.body.detail).toMatch(/^\/ruleSet\/rules\/0\/priority /);
    }
    const deep = `{"ruleSet":{"rules":[],"conditions":{"x":${'{"all":['.repeat(50_000)}${']}'.repeat(50_000)}}}}`;
    const sent = siti.post('/api/v1/rules/drafts').set('Content-Type', 'application/json').send(deep);
    expect((await sent.expect(422)).body.errors[0].code).toBe('too-deep');
    for (const body of [[], { rules: [] }, { note: 'x'.repeat(1_001) }, { basedOn: 0 }]) await post(body).expect(400);
    expect((await post({ basedOn: 99 }).expect(404)).body.code).toBe('unknown-version');
    for (const body of [{ ruleSet: set(1) }, { ruleSet: set(1), expectedRevision: 0 }]) {
      await siti.put('/api/v1/rules/drafts/2').send(body).expect(400);
    }
    await siti
      .put('/api/v1/rules/drafts/99')
      .send({ ruleSet: set(1), expectedRevision: 1 })
      .expect(404);
    await siti.post('/api/v1/rules/drafts/2/publish').send({ expectedVersion: 3, expectedRevision: 1 }).expect(400);
    await siti.post('/api/v1/rules/versions/2/restore').send({ expectedVersion: 3, note: ' ' }).expect(400);
  });

  it('come as files, with line and column of what is wrong', async () => {
    const text = JSON.stringify({ ...RULE, conditions: misspelt }, null, 2);
    const body = { files: [{ fileName: 'old-stock.json', text }], note: 'from a folder' };
    const draft = (await siti.post('/api/v1/rules/drafts/files').send(body).expect(201)).body as DraftView;
    const line = text.slice(0, text.indexOf('"stock.ageDaysOldes"')).split('\n').length;
    expect(draft.check.findings).toContainEqual(
      expect.objectContaining({ file: 'old-stock.json', line, code: 'unknown-fact', path: '/conditions/all/0/fact' }),
    );
    const files = [{ fileName: 'old-stock.json', text: JSON.stringify(RULE) }];
    const address = `/api/v1/rules/drafts/${draft.version}/files`;
    const mended = (await siti.put(address).send({ files, expectedRevision: 1 }).expect(200)).body as DraftView;
    expect(mended).toMatchObject({ revision: 2, note: 'from a folder', check: { isValid: true } });
    await siti.put(address).send({ files, expectedRevision: 1 }).expect(409);
    const broken = await siti.put(address).send({ files: [{ fileName: 'x.json', text: '{' }], expectedRevision: 2 });
    expect([broken.status, broken.body.errors[0]]).toMatchObject([422, { file: 'x.json', line: 1, code: 'not-json' }]);
    await siti.post('/api/v1/rules/drafts/files').send({ files: [] }).expect(400);
  });

  it('are compared with the version in force, or with any', async () => {
    const { version } = await create({ ruleSet: set(30), basedOn: 2 });
    const diff = async (query: string) =>
      (await siti.get(`/api/v1/rules/versions/${version}/diff${query}`).expect(200)).body as RulesDiffView;
    expect(await diff('')).toMatchObject({ before: { version: 3 }, after: { version }, isEqual: false });
    const named = await diff('?against=2');
    expect(named.rules).toEqual({
      ...{ added: [], removed: [], moved: [] },
      changed: [
        {
          name: 'old-stock',
          changes: [
            {
              ...{ op: 'replace', path: '/priority', before: 20, after: 30 },
              sentence: { id: 'prioritas 20 -> 30', en: 'priority 20 -> 30' },
            },
          ],
        },
      ],
    });
    expect((await diff(`?against=${version}`)).isEqual).toBe(true);
    expect((await siti.get('/api/v1/rules/versions/1/diff').expect(422)).body.code).toBe('nothing-before');
    await siti.get('/api/v1/rules/versions/1/diff?against=99').expect(404);
  });

  it('are read by everybody and changed by merchandisers and owners', async () => {
    const { version } = await create({ ruleSet: set(40) });
    const bodies: [method: 'post' | 'put', path: string, body: object][] = [
      ['post', 'rules/drafts', { note: 'x' }],
      ['post', 'rules/drafts/files', { files: [{ fileName: 'old-stock.json', text: JSON.stringify(RULE) }] }],
      ['put', `rules/drafts/${version}`, { ruleSet: set(41), expectedRevision: 1 }],
      ['put', `rules/drafts/${version}/files`, { files: [{ fileName: 'x.json', text: '{}' }], expectedRevision: 1 }],
      ['post', `rules/drafts/${version}/publish`, { expectedVersion: 3, expectedRevision: 1, note: 'x' }],
      ['post', `rules/drafts/${version}/archive`, { expectedRevision: 1 }],
      ['post', 'rules/versions/2/restore', { expectedVersion: 3, note: 'x' }],
    ];
    for (const who of [await shop.as('viewer'), await shop.withKey('read'), await shop.withKey('ingest')]) {
      for (const [method, path, body] of bodies) await who[method](`/api/v1/${path}`).send(body).expect(403);
    }
    const publication = { expectedVersion: 3, expectedRevision: 1, note: 'by the owner' };
    await shop.owner.post(`/api/v1/rules/drafts/${version}/publish`).send(publication).expect(200);
  });

  it('published at once by twenty are in force once', async () => {
    const { version } = await create({ ruleSet: set(50) });
    const body = { expectedVersion: (await inForce()).version, expectedRevision: 1, note: 'at once' };
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => siti.post(`/api/v1/rules/drafts/${version}/publish`).send(body)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    expect((await inForce()).version).toBe(version);
  });
});
