import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FactView, RulesFindings, RulesView } from '../../src/contract/rules-api.js';
import type { Rule, RuleSet } from '../../src/core/rules/rule.js';
import { AuditTable, ProductTable } from '../../src/db/tables/shop.js';
import { RuleSetTable } from '../../src/db/tables/engine.js';
import { publishedRules } from '../../src/db/stores/settings.js';
import { DATABASES } from '../database.js';
import { product } from '../shop.js';
import { openShop, type TestShop } from './shop.js';

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
const SET: RuleSet = { rules: [RULE], conditions: {}, onTie: 'smallestCut' };
const WRONG = { all: [{ fact: 'stock.ageDaysOldes', operator: 'greaterThan', value: 60 }] };

describe.each(DATABASES)('rules over HTTP on %s', (kind) => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });
  const current = async (): Promise<RulesView> => (await shop.owner.get('/api/v1/rules').expect(200)).body as RulesView;
  const check = async (body: object): Promise<RulesFindings> =>
    (await shop.owner.post('/api/v1/rules/check').send(body).expect(200)).body as RulesFindings;
  const publish = (expectedVersion: number, ruleSet: unknown, note = 'a trial') =>
    shop.owner.post('/api/v1/rules/versions').send({ expectedVersion, ruleSet, note });

  it('begin with the shipped set as version 1, which finds itself right', async () => {
    const shown = await current();
    expect(shown).toMatchObject({
      version: 1,
      state: 'published',
      createdBy: 'system',
      ruleSet: { onTie: 'smallestCut' },
    });
    expect(shown.ruleSet.rules.map((rule) => rule.name)).toContain('age-61-90');
    expect(Object.keys(shown.ruleSet.conditions).length).toBeGreaterThan(0);
    const findings = await check({ ruleSet: shown.ruleSet });
    expect(findings.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(findings.isValid).toBe(true);
    for (const rule of shown.ruleSet.rules) expect([rule.name, (await check({ rule })).errors]).toEqual([rule.name, 0]);
  });

  it('tell the facts that they may read', async () => {
    const { items } = (await shop.owner.get('/api/v1/facts').expect(200)).body as { items: FactView[] };
    expect(items.find(({ name }) => name === 'stock.ageDaysOldest')).toMatchObject({
      type: 'number',
      unit: 'days',
      nullable: true,
      range: [0, null],
      knownOf: null,
      sentence: { en: expect.any(String), id: expect.any(String) },
    });
    expect(items.find(({ name }) => name === 'competitor.known')).toMatchObject({
      type: 'boolean',
      knownOf: 'competitor.lowestPrice',
    });
    expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
  });

  it('give editors the same schema as the file in rules/', async () => {
    const { body } = await shop.owner.get('/api/v1/rules/schema').expect(200);
    const shipped = JSON.parse(readFileSync('rules/schema.json', 'utf8')) as Record<string, unknown>;
    expect(body.properties).toEqual(shipped.properties);
    expect(body.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it('are checked without being changed: a set', async () => {
    expect(await check({ ruleSet: SET })).toEqual({ isValid: true, errors: 0, warnings: 0, findings: [] });
    const broken = { ...SET, rules: [RULE, { ...RULE, conditions: WRONG }] };
    const found = await check({ ruleSet: broken });
    expect(found.isValid).toBe(false);
    expect(found.findings.map(({ path, code }) => [path, code])).toEqual(
      expect.arrayContaining([
        ['/rules/1/name', 'duplicate-name'],
        ['/rules/1/conditions/all/0/fact', 'unknown-fact'],
      ]),
    );
    expect((await check({ ruleSet: { rules: 'x' } })).findings[0]).toMatchObject({ path: '/rules', severity: 'error' });
    expect((await check({ ruleSet: null })).isValid).toBe(false);
    expect(await shop.db.manager.count(RuleSetTable)).toBe(1);
  });

  it('are checked without being changed: one rule, among the named conditions in force', async () => {
    expect(await check({ rule: RULE })).toMatchObject({ isValid: true, findings: [] });
    const wrong = await check({ rule: { ...RULE, conditions: WRONG } });
    expect(wrong.findings[0]).toMatchObject({ path: '/conditions/all/0/fact', code: 'unknown-fact' });
    expect(wrong.findings[0]!.message).toContain('stock.ageDaysOldest');
    const [name] = Object.keys((await current()).ruleSet.conditions);
    const uses = (condition: string) => ({ rule: { ...RULE, conditions: { condition }, examples: [] } });
    const codes = async (body: object) => (await check(body)).findings.map(({ code }) => code);
    expect(await codes(uses(name!))).toEqual(['no-firing-example', 'no-silent-example']);
    expect(await codes(uses('nobody-knows'))).toContain('unknown-condition');
    const failing = {
      ...RULE,
      examples: [RULE.examples[1], { ...RULE.examples[0], facts: { 'stock.ageDaysOldest': 1 } }],
    };
    expect(await codes({ rule: failing })).toEqual(['failing-example']);
  });

  it('tell of each example how it comes out, right or wrong, and what decides it', async () => {
    const told = await check({ rule: RULE, examplesOf: 0 });
    // 61 days are 1 more than 60: one day younger and the rule would not fire. 60 days are one too few.
    expect(told.examples).toMatchObject([
      { fires: true, isRight: true, difference: null, because: [{ id: expect.stringContaining('61 hari') }] },
      { fires: false, isRight: true, difference: null, because: [{ id: expect.stringContaining('kurang 1 hari') }] },
    ]);
    const examples = [
      { facts: { 'stock.ageDaysOldest': 61 }, expect: { type: 'discount', params: { percent: 15 } } },
      { facts: { 'stock.ageDaysOldest': 61 }, expect: null },
      { facts: { 'stock.ageDaysOldest': 60 }, expect: { type: 'discount' } },
      { facts: { 'stock.ageDaysOldest': 'old' }, expect: null },
      { facts: { 'stock.ageDaysOldest': 61, 'channel.code': 'website' }, expect: null },
      { facts: { 'stock.ageDaysOldest': 61 }, expect: { type: 'voucher' } },
    ];
    const rule = { ...RULE, channels: ['shopee'], enabled: false, examples };
    const inSet = { ruleSet: { ...SET, rules: [{ ...RULE, name: 'another' }, rule] } };
    const results = (await check({ ...inSet, examplesOf: 1 })).examples!;
    expect(results.map(({ fires, isRight }) => [fires, isRight])).toEqual([
      [true, false],
      [true, false],
      [false, false],
      [null, false],
      [false, true],
      [true, false],
    ]);
    expect(results[0]!.difference).toEqual({ at: 'params.percent', expected: 15, given: 10 });
    expect(results[5]!.difference).toEqual({ at: 'type', expected: 'voucher', given: 'discount' });
    expect(results[4]!.because[0]!.en).toBe('Only for channel shopee; this is website');
    expect((await check(inSet)).examples).toBeUndefined();
  });

  it('tell nothing of examples that cannot be run, and take any place that is asked for', async () => {
    const broken = { rule: { ...RULE, conditions: WRONG }, examplesOf: 0 };
    expect((await check(broken)).examples!.map(({ fires, isRight }) => [fires, isRight])).toEqual([
      [null, false],
      [null, false],
    ]);
    const unnamed = { rule: { ...RULE, conditions: { condition: 'nobody-knows' } }, examplesOf: 0 };
    expect((await check(unnamed)).examples!.map(({ fires }) => fires)).toEqual([null, null]);
    expect((await check({ ruleSet: SET, examplesOf: 7 })).examples).toEqual([]);
    expect((await check({ rule: RULE, examplesOf: 1 })).examples).toEqual([]);
    expect((await check({ ruleSet: 'x', examplesOf: 0 })).examples).toEqual([]);
    expect((await check({ rule: { name: 5 }, examplesOf: 0 })).examples).toEqual([]);
    await shop.owner.post('/api/v1/rules/check').send({ rule: RULE, examplesOf: -1 }).expect(400);
  });

  it('are checked against the shop’s own channels, categories and policy, with a mend for each finding', async () => {
    await shop.db.manager.save(ProductTable, product('CHECKED', { category: 'kaos' }));
    const rule = {
      ...RULE,
      channels: ['shope'],
      categories: ['kaus'],
      event: { type: 'discount', params: { percent: 60 } },
    };
    const { isValid, findings } = await check({ rule });
    expect(isValid).toBe(true);
    expect(findings).toMatchObject([
      {
        code: 'unknown-channel',
        path: '/channels/0',
        patch: [{ op: 'replace', path: '/channels/0', value: 'shopee' }],
      },
      {
        code: 'unknown-category',
        path: '/categories/0',
        mend: 'Write "kaos".',
        values: { name: 'kaus', nearest: 'kaos' },
      },
      { code: 'percent-over-limit', path: '/event/params/percent', basis: 'static', severity: 'warning' }, // 50 % is the shipped policy's
    ]);
    await shop.db.manager.delete(ProductTable, { sku: 'CHECKED' });
  });

  it('are checked without being changed: one rule, against the others in force', async () => {
    const { ruleSet } = await current();
    const inForce = ruleSet.rules.find(({ name }) => name === 'age-61-90')!;
    const copy = await check({ rule: { ...inForce, name: 'a-copy', priority: 1 } });
    expect(copy.findings).toMatchObject([
      { code: 'duplicate-rule', path: '', values: { rules: ['age-61-90', 'a-copy'] } },
    ]);
    expect((await check({ rule: inForce })).findings).toEqual([]);
  });

  it('of a hostile shape are refused with a finding, not with a crash', async () => {
    const send = (path: string, text: string) =>
      shop.owner.post(`/api/v1/rules/${path}`).set('Content-Type', 'application/json').send(text);
    const deep = `${'{"all":['.repeat(50_000)}${']}'.repeat(50_000)}`;
    for (const body of [`{"rule":${deep}}`, `{"ruleSet":{"rules":[],"conditions":{"x":${deep}}}}`]) {
      expect((await send('check', body).expect(200)).body.findings[0].code).toBe('too-deep');
    }
    const body = `{"expectedVersion":1,"note":"x","ruleSet":{"rules":[],"conditions":{"x":${deep}}}}`;
    expect((await send('versions', body).expect(422)).body.errors[0].code).toBe('too-deep');
    await send('check', '{"rule":{"name":"x","__proto__":{"a":1}}}').expect(400);
    for (const body of [{}, { rule: RULE, ruleSet: SET }, []]) {
      await shop.owner.post('/api/v1/rules/check').send(body).expect(400);
    }
    for (const rule of [null, [], 7, 'x', { ...RULE, conditions: { all: [] } }]) {
      expect([rule, (await check({ rule })).isValid]).toEqual([rule, false]);
    }
  });

  it('are published whole as a new version, in force at once, with who, why and what it replaced', async () => {
    await shop.as('merchandiser', 'budi');
    const reply = await publish(1, SET, 'one rule is enough').expect(201);
    expect(reply.body).toMatchObject({
      version: 2,
      state: 'published',
      note: 'one rule is enough',
      createdBy: 'user:owner',
      publishedAt: '2026-03-31T09:15:00.000+07:00',
      ruleSet: SET,
    });
    expect((await current()).version).toBe(2);
    expect((await publishedRules(shop.db.manager)).body).toEqual(SET);
    const { body: list } = await shop.owner.get('/api/v1/rules/versions').expect(200);
    expect(list.items.map((row: RulesView) => [row.version, row.state])).toEqual([
      [2, 'published'],
      [1, 'archived'],
    ]);
    expect(list.items[0]).not.toHaveProperty('ruleSet');
    const first = await shop.owner.get('/api/v1/rules/versions/1').expect(200);
    expect(first.body.ruleSet.rules.length).toBeGreaterThan(10);
    expect((await shop.owner.get('/api/v1/rules/versions/9').expect(404)).body.code).toBe('unknown-version');
    const [entry] = await shop.db.manager.find(AuditTable, { where: { action: 'rules.publish' } });
    expect(entry).toMatchObject({ actor: 'user:owner', subject: 'rules:2', detail: { note: 'one rule is enough' } });
  });

  it('can be put back: an old version published anew', async () => {
    const { body: first } = await shop.owner.get('/api/v1/rules/versions/1').expect(200);
    expect((await publish(2, first.ruleSet, 'back to the shipped ones').expect(201)).body.version).toBe(3);
    expect((await current()).ruleSet).toEqual(first.ruleSet);
  });

  it('of somebody who was slower are refused, also at the same moment', async () => {
    const late = await publish(2, SET).expect(409);
    expect(late.body).toMatchObject({ code: 'version-conflict', values: { version: 3 } });
    const both = await Promise.all([publish(3, SET), publish(3, SET), publish(3, SET)]);
    expect(both.map((reply) => reply.status).sort()).toEqual([201, 409, 409]);
    expect((await current()).version).toBe(4);
    const states = (await shop.db.manager.find(RuleSetTable)).map((row) => row.state);
    expect(states.filter((state) => state === 'published')).toHaveLength(1);
  });

  it('with mistakes are not published, and each mistake is pointed to in the request', async () => {
    const broken = { ...SET, rules: [{ ...RULE, conditions: WRONG }] };
    const reply = await publish(4, broken).expect(422);
    expect(reply.body.code).toBe('invalid-rules');
    expect(reply.body.errors[0]).toMatchObject({
      path: '/ruleSet/rules/0/conditions/all/0/fact',
      code: 'unknown-fact',
    });
    for (const body of [
      { expectedVersion: 4, ruleSet: SET },
      { expectedVersion: 4, ruleSet: SET, note: ' ' },
      { expectedVersion: 4, ruleSet: SET, note: 'x'.repeat(1_001) },
      { ruleSet: SET, note: 'x' },
    ]) {
      await shop.owner.post('/api/v1/rules/versions').send(body).expect(400);
    }
    await publish(4, undefined).expect(400);
    expect((await publish(4, null).expect(422)).body.code).toBe('invalid-rules');
    expect((await current()).version).toBe(4);
  });

  it('are read by viewers and `read` keys, published by merchandisers', async () => {
    const viewer = await shop.as('viewer');
    const read = await shop.withKey('read');
    const merchandiser = await shop.as('merchandiser');
    for (const who of [viewer, read]) {
      const ofVersion = ['', '/files', '/findings', '/diff?against=2'].map((part) => `rules/versions/1${part}`);
      for (const path of ['facts', 'rules', 'rules/schema', 'rules/versions', ...ofVersion]) {
        await who.get(`/api/v1/${path}`).expect(200);
      }
      await who.post('/api/v1/rules/check').send({ rule: RULE }).expect(200);
      const body = { expectedVersion: 4, ruleSet: SET, note: 'mine' };
      await who.post('/api/v1/rules/versions').send(body).expect(403);
    }
    const ruleSet = { ...SET, onTie: 'first' };
    const body = { expectedVersion: 4, ruleSet, note: 'mine' };
    expect((await merchandiser.post('/api/v1/rules/versions').send(body).expect(201)).body.version).toBe(5);
    await (await shop.withKey('ingest')).get('/api/v1/rules').expect(403);
  });

  it('come in pages of versions', async () => {
    const { body: page } = await shop.owner.get('/api/v1/rules/versions?limit=2').expect(200);
    expect(page.items.map((row: RulesView) => row.version)).toEqual([5, 4]);
    const { body: next } = await shop.owner.get(`/api/v1/rules/versions?limit=2&after=${page.next}`).expect(200);
    expect(next.items.map((row: RulesView) => row.version)).toEqual([3, 2]);
  });
});
