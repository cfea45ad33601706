import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BacktestView } from '../../src/contract/backtests.js';
import type { RulesHead } from '../../src/contract/rules-api.js';
import type { WhatIfView } from '../../src/contract/what-if.js';
import type { Preview } from '../../src/core/preview.js';
import { openDatabase } from '../../src/db/database.js';
import { migrate } from '../../src/db/migrate.js';
import { claimForDemo, loadDemoShop } from '../../src/flow/demo/load.js';
import { ensureInstallation } from '../../src/flow/setup.js';
import { editorFor } from '../contract/editor.js';
import { DATABASES, freshUrl } from '../database.js';
import { day, TEST_CONFIG } from '../shop.js';
import { folderWith, json, larisin, type Given } from './larisin.js';

/**
 * A merchandiser with the documents and the command line alone, on the demo shop: writes a rule, is told of three mistakes,
 * sees what it would do today and would have done last quarter, publishes it, looks at the difference and puts the old
 * rules back.
 */
const AS_OF = '2026-03-31';

describe.each(DATABASES)('a merchandiser changes the rules of the demo shop on %s', (kind) => {
  const cwd = folderWith();
  let given: Given;
  const path = (file: string): string => join(cwd, 'rules', file);
  const rules = (...args: string[]) => larisin(['rules', ...args], given);
  const asJson = <T>(...args: string[]) => json<T>(['rules', ...args], given);

  beforeAll(async () => {
    const url = await freshUrl(kind);
    given = { cwd, env: { DATABASE_URL: url } };
    const db = await openDatabase(url);
    await migrate(db);
    await ensureInstallation(db, TEST_CONFIG, Date.now());
    await loadDemoShop(db, await claimForDemo(db, 'shop', day(AS_OF)), () => undefined);
    await db.close();
    await larisin(['analyse', '--as-of', AS_OF], given);
  });

  it('takes the rules in force as files', async () => {
    expect((await rules('export', 'rules')).code).toBe(0);
    expect(await rules('check', 'rules')).toMatchObject({ code: 0, stdout: expect.stringContaining('17 rules') });
    const facts = await asJson<{ name: string; seen: { quartiles: { max: number } } }[]>('facts', 'ageDays');
    expect(facts.map(({ name }) => name)).toEqual(['stock.ageDaysOldest', 'stock.ageDaysAverage']);
    expect(facts[0]!.seen.quartiles.max).toBeGreaterThan(60); // there is old stock to write a rule for
  });

  it('writes a rule by what the editor offers from the schema beside it', async () => {
    const editor = editorFor(JSON.parse(readFileSync(path('schema.json'), 'utf8')) as object);
    let text = '{|}';
    for (const key of ['$schema', 'name', 'title', 'priority', 'conditions', 'event', 'examples']) {
      text = await editor.accept(text, key);
      if (key === 'event') text = await editor.accept(text, '{"type":"discount","params":{"percent":10}}');
      text = text.replace('|', key === 'examples' ? '' : ', |');
    }
    // What is the merchandiser's own: a name, a limit, a cut, and that it goes before the rules of old stock.
    const rule = JSON.parse(text) as { examples: { facts: Record<string, unknown> }[] } & Record<string, unknown>;
    rule.name = 'big-old-stock';
    rule.title = {
      id: 'Stok lama bernilai besar dipotong 30 persen.',
      en: 'Old stock of much value is cut by 30 per cent.',
    };
    rule.priority = 350;
    rule.conditions = {
      all: [
        { fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 60 },
        { fact: 'stock.staleValue', operator: 'greaterThan', value: 5_000_000 },
      ],
    };
    rule.event = { type: 'discount', params: { percent: 30 } };
    const facts = { 'stock.ageDaysOldest': 61, 'stock.staleValue': 5_000_001 };
    rule.examples = [
      { facts, expect: { type: 'discount' } },
      { facts: { ...facts, 'stock.ageDaysOldest': 60 }, expect: null },
    ] as never;
    writeFileSync(path('big-old-stock.json'), JSON.stringify(rule, null, 2));
    expect((await rules('check', 'rules')).code).toBe(0);
    expect((await rules('test', 'rules')).stdout).toContain('big-old-stock');
  });

  it('is told of three mistakes where they stand, and how to mend them', async () => {
    const right = readFileSync(path('big-old-stock.json'), 'utf8');
    const wrong = right
      .replace('"fact": "stock.staleValue"', '"fact": "stock.staleValu"')
      .replace('"operator": "greaterThan",\n        "value": 60', '"operator": "contains",\n        "value": 60')
      .replace('"percent": 30', '"percent": 130');
    writeFileSync(path('big-old-stock.json'), wrong);
    const placeOf = (what: string): string => {
      const at = wrong.indexOf(what);
      const line = wrong.slice(0, at).split('\n').length;
      return `big-old-stock.json:${line}:${at - wrong.lastIndexOf('\n', at)}`;
    };
    const { code, stdout } = await rules('check', 'rules');
    expect(code).toBe(1);
    expect(stdout).toContain(`${placeOf('130')} error`);
    expect(stdout).toContain(`${placeOf('"contains"')} error wrong-operator`);
    expect(stdout).toContain(`${placeOf('"stock.staleValu"')} error unknown-fact`);
    expect(stdout).toContain('did you mean "stock.staleValue"');
    expect(stdout).toContain('3 errors');
    writeFileSync(path('big-old-stock.json'), right);
    expect((await rules('check', 'rules')).code).toBe(0);
  });

  let changes: number;
  it('sees what it would do today', async () => {
    const preview = await asJson<Omit<Preview, 'rows'> & { rows: Preview['rows'] }>(
      ...['preview', 'rules', '--limit', '1000'],
    );
    changes = preview.changes.new + preview.changes.gone + preview.changes.changed;
    expect(changes).toBeGreaterThan(0);
    expect(preview.rows).toHaveLength(changes);
    for (const row of preview.rows) expect(row.after?.rule ?? row.silent).toBeTruthy();
    const mine = preview.byRule.find(({ name }) => name === 'big-old-stock')!;
    expect([mine.before, mine.after!.fired]).toEqual([null, expect.any(Number)]);
    expect(preview.draft.all.discountGiven).toBeGreaterThan(preview.inForce.all.discountGiven);
    const { stdout } = await rules('preview', 'rules');
    expect(stdout).toContain(`on the facts of run 1 (${AS_OF})`);
    expect(stdout).toMatch(/big-old-stock +discount +- -> \d+/);
  });

  it('sees what it would have done last quarter', async () => {
    const quarter = ['--from', '2026-01-05', '--to', '2026-03-30', '--every', '7'];
    const { days, state, result } = await asJson<BacktestView>('backtest', 'rules', ...quarter);
    expect([days.length, days[0], days.at(-1), state]).toEqual([13, '2026-01-05', '2026-03-30', 'done']);
    const mine = result!.draft.byRule.find(({ name }) => name === 'big-old-stock')!;
    expect(mine.suggestions).toBeGreaterThan(0);
    expect(result!.inForce.byRule.some(({ name }) => name === 'big-old-stock')).toBe(false);
    expect(result!.draft.timesHit.reduce((sum, each) => sum + each.products, 0)).toBe(result!.draft.total.products);
    const { stdout } = await rules('backtest', 'rules', ...quarter);
    expect(stdout).toContain('Model output');
    expect(stdout).toMatch(/2026-03-30 +\d+/);
    // Both are kept, and shown again as they were.
    expect(await asJson<{ state: string }[]>('backtests')).toMatchObject([{ state: 'done' }, { state: 'done' }]);
    expect((await rules('backtests', '1')).stdout).toContain('Back-test 1: rules of a folder against version 1');
  });

  it('asks why a product is hit, and what would be if it were younger', async () => {
    const preview = await asJson<Preview>('preview', 'rules', '--limit', '1000');
    const row = preview.rows.find(({ after }) => after?.rule === 'big-old-stock')!;
    const { stdout } = await rules('explain', row.sku, row.channel, '--rules', 'rules', '--language', 'en');
    expect(stdout).toMatch(/^big-old-stock (wins|won|has won)/);
    expect(stdout).toMatch(/Age of the oldest layer is \d+ days, more than 60/);
    const question = [row.sku, row.channel, '--rules', 'rules', '--set', 'stock.ageDaysOldest=20'];
    const younger = await asJson<WhatIfView>('what-if', ...question);
    expect(younger.matched.map(({ name }) => name)).not.toContain('big-old-stock');
  });

  it('publishes it with a note, having seen how much it changes', async () => {
    const draft = await asJson<RulesHead>('import', 'rules', '--note', 'for the big ones');
    expect(draft).toMatchObject({ version: 2, state: 'draft', revision: 1 });
    const publish = (...more: string[]) => rules('publish', '--draft', '2', '--note', 'Gudang penuh', ...more);
    const { code, stdout } = await publish('--confirm-changes', String(changes));
    expect([code, stdout]).toEqual([0, expect.stringContaining('Version 2 is in force')]);
    expect((await publish()).code).toBe(1); // it is no draft any more
    expect((await larisin(['analyse', '--as-of', AS_OF], given)).code).toBe(0);
    const suggested = await json<{ rule: string }[]>(['suggestions', '--rule', 'big-old-stock'], given);
    expect(suggested.length).toBeGreaterThan(0);
  });

  it('sees the difference, who made it and why', async () => {
    const { stdout } = await rules('diff', '1', '2');
    expect(stdout).toContain('version 1 (archived) -> version 2 (published)\n+ big-old-stock');
    const [newest, first] = await asJson<RulesHead[]>('versions');
    expect(newest).toMatchObject({ version: 2, state: 'published', note: 'Gudang penuh', replaced: 1 });
    expect(newest!.publishedBy).toMatch(/^cli:/);
    expect(first).toMatchObject({ version: 1, state: 'archived' });
  });

  it('puts the old rules back', async () => {
    const restore = (...more: string[]) => rules('restore', '1', '--note', 'Terlalu dalam', ...more);
    let ran = await restore();
    // What comes back changes as much as what went.
    if (ran.code === 1) ran = await restore('--confirm-changes', /--confirm-changes (\d+)/.exec(ran.stderr)![1]!);
    expect(ran.code).toBe(0);
    const [back] = await asJson<RulesHead[]>('versions');
    expect(back).toMatchObject({ version: 3, state: 'published', restoredFrom: 1, note: 'Terlalu dalam' });
    expect((await rules('diff', '1', '3')).stdout).toContain('No difference.');
    expect((await larisin(['analyse', '--as-of', AS_OF], given)).code).toBe(0);
    expect(await json(['suggestions', '--rule', 'big-old-stock'], given)).toEqual([]);
  });
});
