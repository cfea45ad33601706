import { beforeAll, describe, expect, it } from 'vitest';
import type { BacktestView } from '../../src/contract/backtests.js';
import type { Problem } from '../../src/contract/http.js';
import type { CaseExplained } from '../../src/contract/explain.js';
import type { PreviewRowPage, PreviewView } from '../../src/contract/preview.js';
import type { RuleHitsView } from '../../src/contract/rules-api.js';
import type { WhatIfView } from '../../src/contract/what-if.js';
import type { RuleSet } from '../../src/core/rules/rule.js';
import { publishedRules } from '../../src/db/stores/settings.js';
import { analyse, requestRun } from '../../src/flow/analyse.js';
import { runBacktest } from '../../src/flow/rules/backtest.js';
import { DATABASES } from '../database.js';
import { day, fillSmallShop } from '../shop.js';
import { openShop, type Caller, type TestShop } from './shop.js';

const AS_OF = day('2026-03-30'); // the test's clock stands on 2026-03-31

describe.each(DATABASES)('rules tried out over HTTP on %s', (kind) => {
  let shop: TestShop;
  let viewer: Caller;
  let merchandiser: Caller;
  let deeper: RuleSet;
  beforeAll(async () => {
    shop = await openShop(kind);
    viewer = await shop.as('viewer');
    merchandiser = await shop.as('merchandiser');
    await fillSmallShop(shop.db);
    deeper = structuredClone((await publishedRules(shop.db.manager)).body);
    // OLD is 79 days old: this is its rule.
    const rule = deeper.rules.find(({ name }) => name === 'age-61-90')!;
    rule.event = { type: 'discount', params: { percent: 25 } };
    rule.examples.forEach(({ expect: wanted }) => delete wanted?.params);
  });
  const run = async (): Promise<void> => {
    const { db, clock } = shop;
    const request = { asOf: AS_OF, cause: 'api', createdBy: 'test', today: AS_OF + 1 } as const;
    const { id } = await requestRun(db, request, clock.now());
    await analyse(db, id, undefined, () => clock.now());
  };

  it('say so where there is no run yet', async () => {
    const reply = await viewer.post('/api/v1/rules/preview').send({ version: 1 }).expect(409);
    expect(reply.body).toMatchObject({ code: 'no-run' });
    await viewer.get('/api/v1/products/OLD/rules?channel=shopee').expect(409);
    const hits = await viewer.get('/api/v1/rules/versions/1/hits').expect(200);
    expect(hits.body).toEqual({ version: 1, run: null, listings: 0, rules: [] });
    // Facts alone need none.
    const facts = { 'stock.ageDaysOldest': 10 };
    await viewer.post('/api/v1/evaluate').send({ facts }).expect(200);
    await run();
  });

  it('are previewed: sums, counts and rows, page by page', async () => {
    const reply = await viewer.post('/api/v1/rules/preview').send({ ruleSet: deeper }).expect(200);
    const preview = reply.body as PreviewView;
    expect(preview).toMatchObject({ version: null, inForceVersion: 1, listings: 3, run: { asOf: '2026-03-30' } });
    expect(preview.changes).toMatchObject({ new: 0, gone: 0, changed: 1 });
    expect(preview.draft.all.discountGiven).toBeGreaterThan(preview.inForce.all.discountGiven);
    const path = `/api/v1/rules/previews/${preview.id}/rows`;
    const page = (await viewer.get(`${path}?limit=1`).expect(200)).body as PreviewRowPage;
    expect(page).toMatchObject({ total: preview.rows, next: null });
    // 20 % off 99,900 leaves 79,920, the nearest ending below is 79,900. 25 % leaves 74,925, the largest step there is:
    // 74,900 would cross it, the nearest ending above is 75,500.
    expect(page.items[0]).toMatchObject({
      ...{ sku: 'OLD', channel: 'shopee', change: 'changed', silent: null },
      before: { rule: 'age-61-90', price: 79_900, listPrice: 99_900 },
      after: { rule: 'age-61-90', price: 75_500 },
    });
    expect((await viewer.get(`${path}?change=gone`).expect(200)).body).toMatchObject({ items: [], total: 0 });
    await viewer.get(`${path}?after=nonsense`).expect(400);
    expect((await viewer.get(`${path}?channel=lazada`).expect(200)).body).toMatchObject({ items: [], total: 0 });
    const misspelt = await viewer.get(`${path}?channel=shoppee`).expect(404);
    expect(misspelt.body).toMatchObject({
      code: 'unknown-channel',
      values: { known: expect.arrayContaining(['shopee']) },
    });
    expect(misspelt.body.detail).toContain('lazada');
    expect(preview.failingExamples).toBe(0);
    const failing = structuredClone(deeper);
    failing.rules[0]!.examples.forEach((example) => (example.expect = null));
    const tried = await viewer.post('/api/v1/rules/preview').send({ ruleSet: failing }).expect(200);
    expect((tried.body as PreviewView).failingExamples).toBeGreaterThan(0);
    const gone = await viewer.get('/api/v1/rules/previews/other/rows').expect(404);
    expect(gone.body).toMatchObject({ code: 'preview-gone' });
    await viewer.post('/api/v1/rules/preview').send({}).expect(400);
    await viewer.post('/api/v1/rules/preview').send({ version: 1, ruleSet: deeper }).expect(400);
    await viewer.post('/api/v1/rules/preview').send({ version: 44 }).expect(404);
  });

  it('are counted rule by rule on the last run: fired, won, prices, money', async () => {
    const hits = (await viewer.get('/api/v1/rules/versions/1/hits').expect(200)).body as RuleHitsView;
    expect(hits).toMatchObject({ version: 1, run: { asOf: '2026-03-30' }, listings: 3 });
    const { body } = await publishedRules(shop.db.manager);
    expect(hits.rules.map(({ name }) => name)).toEqual(body.rules.map(({ name }) => name));
    // OLD is 79 days old, NOCOST 149 and of unknown cost, FRESH 10. A preview of the same rules counts the same.
    const of = (name: string) => hits.rules.find((rule) => rule.name === name);
    expect(of('age-61-90')).toMatchObject({
      type: 'discount',
      fired: 1,
      won: 1,
      suggested: 1,
      suggestions: 1,
      products: 1,
    });
    expect(of('age-over-90')).toMatchObject({ fired: 1, suggested: 1, gain: 0, gainUnknown: 1 });
    expect(of('alert-unknown-cost')).toMatchObject({ fired: 1, won: 1, suggested: 0, suggestions: 0 });
    expect(of('age-31-60')).toMatchObject({ fired: 0, won: 0, suggested: 0, gain: 0, discountGiven: 0 });
    const preview = (await viewer.post('/api/v1/rules/preview').send({ version: 1 }).expect(200)).body as PreviewView;
    expect(hits.rules.map(({ name, fired, won, suggested }) => ({ name, after: { fired, won, suggested } }))).toEqual(
      preview.byRule.map(({ name, after }) => ({ name, after })),
    );
    expect(hits.rules.reduce((sum, { gain }) => sum + gain, 0)).toBe(preview.draft.all.gain);
    expect(hits.rules.reduce((sum, { discountGiven }) => sum + discountGiven, 0)).toBe(preview.draft.all.discountGiven);
    expect((await viewer.get('/api/v1/rules/versions/1/hits').expect(200)).body).toEqual(hits);
    await viewer.get('/api/v1/rules/versions/44/hits').expect(404);
    await shop.anybody.get('/api/v1/rules/versions/1/hits').expect(401);
  });

  it('are back-tested: asked for, worked off, shown with every hit', async () => {
    await viewer.post('/api/v1/rules/backtests').send({ version: 1 }).expect(403);
    const body = { ruleSet: deeper, from: '2026-03-01', to: '2026-03-29', everyDays: 7 };
    const asked = await merchandiser.post('/api/v1/rules/backtests').send(body).expect(202);
    expect(asked.body).toMatchObject({ state: 'queued', done: 0, createdBy: 'user:a-merchandiser', version: null });
    const { id } = asked.body as BacktestView;
    await runBacktest(shop.db, id, undefined, () => shop.clock.now());
    const shown = (await viewer.get(`/api/v1/rules/backtests/${id}`).expect(200)).body as BacktestView;
    expect(shown).toMatchObject({ state: 'done', done: 5, days: expect.arrayContaining(['2026-03-01']) });
    const { draft, inForce } = shown.result!;
    expect(draft.days.map(({ day: each }) => each)).toEqual(shown.days);
    expect(draft.total.suggestions).toBeGreaterThan(0);
    expect(inForce.total.suggestions).toBe(draft.total.suggestions);

    const hits = [];
    for (let path = `/api/v1/rules/backtests/${id}/hits?limit=2`; path !== '';) {
      const { items, next } = (await viewer.get(path).expect(200)).body as { items: unknown[]; next: string | null };
      hits.push(...items);
      path = next === null ? '' : `/api/v1/rules/backtests/${id}/hits?limit=2&after=${next}`;
    }
    expect(hits).toHaveLength(draft.total.suggestions);
    const ofOld = await viewer.get(`/api/v1/rules/backtests/${id}/hits?sku=OLD`).expect(200);
    expect((ofOld.body as { items: unknown[] }).items.length).toBeGreaterThan(0);
    const events = await viewer.get(`/api/v1/rules/backtests/${id}/events`).expect(200);
    expect(events.text).toContain('event: backtest');
    const list = await viewer.get('/api/v1/rules/backtests').expect(200);
    expect((list.body as { items: object[] }).items[0]).toMatchObject({ id, state: 'done' });
    expect((list.body as { items: object[] }).items[0]).not.toHaveProperty('result');

    const over = await merchandiser.post(`/api/v1/rules/backtests/${id}/cancel`).expect(409);
    expect(over.body).toMatchObject({ code: 'backtest-over' });
    const waiting = await merchandiser.post('/api/v1/rules/backtests').send({ version: 1 }).expect(202);
    const cancel = `/api/v1/rules/backtests/${(waiting.body as BacktestView).id}/cancel`;
    await viewer.post(cancel).expect(403);
    expect((await merchandiser.post(cancel).expect(200)).body).toMatchObject({ state: 'cancelled' });
    await viewer.get('/api/v1/rules/backtests/999').expect(404);
    await merchandiser.post('/api/v1/rules/backtests').send({ version: 1, to: '2026-05-01' }).expect(422);
  });

  it('are asked what if: a listing with other facts, and facts alone; nothing is written', async () => {
    const ask = async (body: object): Promise<WhatIfView> =>
      (await viewer.post('/api/v1/evaluate').send(body).expect(200)).body as WhatIfView;
    const listing = { sku: 'OLD', channel: 'shopee' };
    expect((await ask(listing)).suggestion).toMatchObject({ rule: 'age-61-90', price: 79_900 });
    expect((await ask({ ...listing, ruleSet: deeper })).suggestion).toMatchObject({ price: 75_500 });
    const older = await ask({ ...listing, facts: { 'stock.ageDaysOldest': 95 } });
    expect(older.suggestion!.rule).toBe('age-over-90');
    expect(older.matched[0]).toMatchObject({
      name: 'age-over-90',
      outcome: 'won',
      sentence: { en: expect.any(String) },
    });
    expect(older.facts['stock.ageDaysOldest']).toBe(95);
    // Nothing stale, but far more of it than sells.
    const fresh = await ask({ ...listing, facts: { 'stock.staleUnits': 0, 'stock.ageDaysOldest': 3 } });
    expect(fresh.suggestion!.rule).toBe('overstock-by-cover');
    const few = { 'stock.staleUnits': 0, 'stock.ageDaysOldest': 20, 'stock.coverDays': 10 };
    expect((await ask({ ...listing, facts: few })).suggestion).toBeNull();

    const wrong = await viewer
      .post('/api/v1/evaluate')
      .send({ facts: { 'stock.age': 1 } })
      .expect(422);
    expect(wrong.body).toMatchObject({
      code: 'bad-facts',
      errors: [{ path: '/facts/stock.age', code: 'unknown-fact' }],
    });
    await viewer.post('/api/v1/evaluate').send({ sku: 'OLD' }).expect(400);
    await viewer.post('/api/v1/evaluate').send({}).expect(400);
    const elsewhere = await viewer.post('/api/v1/evaluate').send({ sku: 'OLD', channel: 'lazada' }).expect(404);
    expect(elsewhere.body).toMatchObject({ code: 'not-in-run', values: { channels: ['shopee'] } });
    await viewer.post('/api/v1/evaluate').send({ sku: 'NIX', channel: 'shopee' }).expect(404);
  });

  it('are explained: every rule, what it read, how far it is from turning, and who won', async () => {
    const path = '/api/v1/products/OLD/rules?channel=shopee';
    const found = (await viewer.get(path).expect(200)).body as CaseExplained;
    expect(found).toMatchObject({ sku: 'OLD', asOf: '2026-03-30', winner: 'age-61-90', ruleSetVersion: 1 });
    expect(found.rules).toHaveLength(deeper.rules.length);
    const younger = found.rules.find(({ name }) => name === 'age-31-60')!;
    expect(younger.fires).toBe(false);
    // 79 days, at most 60: 19 too many.
    expect(younger.summary.en).toMatch(/79 days.*60.*19 days/s);
    expect(younger.turns!.comparisons).toHaveLength(1);
    const one = (await viewer.get(`${path}&rule=age-31-60`).expect(200)).body as CaseExplained;
    expect(one).toEqual({ ...found, rules: [younger] });
    const misspelt = await viewer.get(`${path}&rule=age-31-6`).expect(404);
    expect(misspelt.body).toMatchObject({ code: 'unknown-rule', values: { nearest: 'age-31-60' } });
    await viewer.get('/api/v1/products/OLD/rules').expect(400);
    await viewer.get('/api/v1/products/NIX/rules?channel=shopee').expect(404);
  });

  it('that would change much are published only once the number is confirmed', async () => {
    // One of three listings is more than a fifth.
    const publication = { expectedVersion: 1, ruleSet: deeper, note: 'deeper' };
    const asked = await merchandiser.post('/api/v1/rules/versions').send(publication).expect(409);
    expect(asked.body).toMatchObject({ code: 'needs-confirmation', values: { changes: 1, listings: 3, changed: 1 } });
    expect((asked.body as Problem).detail).toMatch(/confirm the number: send "confirmedChanges": 1 in the body\.$/);
    await merchandiser
      .post('/api/v1/rules/versions')
      .send({ ...publication, confirmedChanges: 2 })
      .expect(409);
    await merchandiser
      .post('/api/v1/rules/versions')
      .send({ ...publication, confirmedChanges: 1 })
      .expect(201);
  });
});
