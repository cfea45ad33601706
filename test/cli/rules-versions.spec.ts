import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RulesHead } from '../../src/contract/rules-api.js';
import type { RuleSetDiff } from '../../src/core/rules/diff.js';
import { openDatabase } from '../../src/db/database.js';
import { createDraft } from '../../src/flow/rules/drafts.js';
import { DATABASES, freshUrl } from '../database.js';
import { folderWith, json, larisin, type Given } from './larisin.js';

const SHIPPED = join(import.meta.dirname, '../../rules');
const NOT_OF_THE_SET = /^(policy|fees|profiles)\.json$|schema\.json$/;

describe.each(DATABASES)('versions of the rules on the command line with %s', (kind) => {
  const cwd = folderWith();
  let given: Given;
  let url: string;
  beforeAll(async () => {
    url = await freshUrl(kind);
    given = { cwd, env: { DATABASE_URL: url } };
  });
  const run = (...args: string[]) => larisin(['rules', ...args], given);
  const change = (file: string, from: string | RegExp, to: string): void => {
    const path = join(cwd, 'mine', file);
    const before = readFileSync(path, 'utf8');
    expect(before).toMatch(from);
    writeFileSync(path, before.replace(from, to));
  };

  it('are exported as the very files that the program came with', async () => {
    const ran = await run('export', 'mine');
    expect(ran.code).toBe(0);
    for (const name of readdirSync(SHIPPED).filter((each) => !NOT_OF_THE_SET.test(each))) {
      expect(readFileSync(join(cwd, 'mine', name), 'utf8')).toBe(readFileSync(join(SHIPPED, name), 'utf8'));
    }
    expect(readdirSync(join(cwd, 'mine'))).toContain('schema.json');
    expect(readdirSync(join(cwd, 'mine'))).not.toContain('policy.json');
    const again = await json<{ version: number; written: string[] }>(['rules', 'export', 'mine'], given);
    expect(again).toMatchObject({ version: 1, written: [] });
  });

  it('show no difference to a folder that nobody has changed, and each change in words', async () => {
    expect(await run('diff', 'mine')).toMatchObject({
      code: 0,
      stdout: 'version 1 (published) -> mine\nNo difference.\n',
    });
    change('age-over-90.json', '"priority": 330', '"priority": 335');
    change('age-over-90.json', '"minPercent": 20', '"minPercent": 25');
    const { code, stdout } = await run('diff', 'mine');
    expect(code).toBe(0);
    expect(stdout).toBe(
      'version 1 (published) -> mine\n~ age-over-90\n    prioritas 330 -> 335\n    potongan paling kecil 20 % -> 25 %\n',
    );
    expect((await run('diff', 'mine', '--language', 'en')).stdout).toMatch(/\n {4}priority 330 -> 335\n/);
    const diff = await json<RuleSetDiff>(['rules', 'diff', 'published', 'mine'], given);
    expect(diff.rules.changed.map(({ name, changes }) => [name, changes.map(({ path }) => path)])).toEqual([
      ['age-over-90', ['/priority', '/event/params/optimise/minPercent']],
    ]);
    const csv = await run('diff', 'mine', 'published', '--format', 'csv');
    expect(csv.stdout.split('\n').slice(0, 2)).toEqual([
      'kind,name,op,path,sentence',
      'rule,age-over-90,replace,/priority,prioritas 335 -> 330',
    ]);
  });

  it('become a draft with what is wrong with it at its line, which is mended and published', async () => {
    change('age-over-90.json', '"channel.discountBp", "operator"', '"channel.discountB", "operator"');
    const first = await run('import', 'mine', '--note', 'a try');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^age-over-90\.json:\d+:\d+ error unknown-fact \(static\): .*"channel\.discountBp"/m);
    expect(first.stdout).toMatch(/^Draft 2, revision 1: \d+ rules; \d+ errors? keeps? it from being published\.$/m);
    const refused = await run('publish', '--draft', '2', '--note', 'x');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('"channel.discountB"');

    change('age-over-90.json', 'discountB"', 'discountBp"');
    const mended = await json<RulesHead & { findings: unknown[] }>(['rules', 'import', 'mine', '--draft', '2'], given);
    expect(mended).toMatchObject({ version: 2, revision: 2, state: 'draft', note: 'a try' });
    const stale = await run('import', 'mine', '--draft', '2', '--expect-revision', '1');
    expect(stale.stderr).toContain('at revision 2 by now');
    expect((await run('test', '2')).code).toBe(0);
    const published = await run('publish', '--draft', '2', '--note', 'from 25 per cent');
    expect(published.code).toBe(0);
    expect(published.stdout).toContain(
      '~ age-over-90\n    prioritas 330 -> 335\n    potongan paling kecil 20 % -> 25 %\n',
    );
    expect(published.stdout).toContain('Version 2 is in force from the next run on, in place of 1: 1 rule changed.');
  });

  it('are published straight from a folder, and say when there is nothing to publish', async () => {
    const nothing = await run('publish', 'mine', '--note', 'again');
    expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('nothing to publish')]);
    change('age-over-90.json', '"priority": 335', '"priority": 336');
    const late = await run('publish', 'mine', '--note', 'x', '--expect-version', '1', '--format', 'json');
    expect(JSON.parse(late.stderr)).toMatchObject({ code: 'version-conflict', values: { version: 2 } });
    const done = await json<RulesHead>(['rules', 'publish', 'mine', '--note', 'one more'], given);
    expect(done).toMatchObject({ version: 3, state: 'published', replaced: 2, note: 'one more' });
    expect(done.publishedBy).toMatch(/^cli:/);
  });

  it('are put back, compared and listed', async () => {
    const back = await run('restore', '1', '--note', 'too early');
    expect(back.stdout).toContain('Version 4 is in force from the next run on, in place of 3');
    const diff = await run('diff', '4'); // with the one that it replaced
    expect(diff.stdout).toMatch(
      /^version 3 \(archived\) -> version 4 \(published\)\n~ age-over-90\n {4}prioritas 336 -> 330\n/,
    );
    expect((await run('diff', '1', '4')).stdout).toContain('No difference.');
    const rows = await json<RulesHead[]>(['rules', 'versions'], given);
    expect(rows.map(({ version, state, restoredFrom }) => [version, state, restoredFrom])).toEqual([
      [4, 'published', 1],
      [3, 'archived', null],
      [2, 'archived', null],
      [1, 'archived', null],
    ]);
    expect(await json<RulesHead[]>(['rules', 'versions', '--limit', '1'], given)).toHaveLength(1);
  });

  it("do not let one person's import replace what another has changed", async () => {
    const db = await openDatabase(url);
    const by = { actor: 'user:budi', ip: null };
    const { row } = await createDraft(db, { note: 'mine' }, by, Date.now());
    await db.close();
    const refused = await run('import', 'mine', '--draft', String(row.version));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('user:budi');
    const looked = await run('import', 'mine', '--draft', String(row.version), '--expect-revision', '1');
    expect(looked.code).toBe(0);
    const archived = await run('archive', String(row.version), '--note', 'no use');
    expect(archived.stdout).toBe(`Draft ${row.version} is archived.\n`);
    const again = await run('archive', String(row.version));
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('it is archived')]);
  });

  it('leave files of rules that are gone, say so, and prune them when told', async () => {
    writeFileSync(
      join(cwd, 'mine', 'extra.json'),
      readFileSync(join(cwd, 'mine', 'age-over-90.json'), 'utf8').replace('"age-over-90"', '"extra"'),
    );
    const kept = await run('export', 'mine', '1');
    expect(kept.stderr).toContain('extra.json');
    expect(readdirSync(join(cwd, 'mine'))).toContain('extra.json');
    await run('export', 'mine', '1', '--prune');
    expect(readdirSync(join(cwd, 'mine'))).not.toContain('extra.json');
  });

  it('say that files carry no order where order decides', async () => {
    const set = await larisin(['rules', 'export', 'ordered'], given);
    expect(set.stderr).toBe('');
    writeFileSync(join(cwd, 'ordered', 'set.json'), '{"onTie": "first"}\n');
    await run('publish', 'ordered', '--note', 'ties by order');
    expect((await run('export', 'ordered')).stderr).toBe(''); // the order of the names: nothing is lost
    const db = await openDatabase(url);
    const [row] = await db.query<{ version: number; body: string | object }>(
      `SELECT version, body FROM rule_set WHERE state = 'published'`,
    );
    const body = (typeof row!.body === 'string' ? JSON.parse(row!.body) : row!.body) as { rules: object[] };
    const ruleSet = { ...body, rules: body.rules.toReversed() };
    const { publishRules } = await import('../../src/flow/rules/publish.js');
    const given_ = { expectedVersion: row!.version, ruleSet, note: 'turned round' };
    await publishRules(db, given_, { actor: 'user:budi', ip: null }, Date.now());
    await db.close();
    expect((await run('export', 'ordered')).stderr).toContain('order of the file names');
  });

  it.each([
    [['publish', '--note', 'x']],
    [['publish', 'mine', '--draft', '2', '--note', 'x']],
    [['publish', 'mine']],
    [['publish', 'mine', '--note', ' ']],
    [['restore', 'one', '--note', 'x']],
    [['import', 'mine', '--expect-revision', '1']],
  ])('end %j with exit code 2', async (args) => {
    expect((await run(...args)).code).toBe(2);
  });

  it.each([
    [['diff', '99'], 'no version 99'],
    [['export', 'mine', 'nonsense'], 'no version'],
    [['diff', 'nowhere'], 'no folder nowhere'],
    [['test', '99'], 'no version 99'],
    [['restore', '5', '--note', 'x'], 'never in force'],
  ])('end %j with exit code 1 and say why', async (args, words) => {
    const { code, stderr } = await run(...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(words)]);
  });
});

describe('two folders of rules', () => {
  it('are compared without a database', async () => {
    const cwd = folderWith();
    const { code, stdout } = await larisin(['rules', 'diff', 'shipped', SHIPPED], { cwd });
    expect([code, stdout]).toEqual([0, `shipped -> ${SHIPPED}\nNo difference.\n`]);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
