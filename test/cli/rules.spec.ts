import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, json, larisin } from './larisin.js';

const old = {
  name: 'old-stock',
  title: { id: 'Stok lama', en: 'Old stock' },
  priority: 10,
  conditions: { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 30 }] },
  event: { type: 'discount', params: { percent: 10 } },
  examples: [
    { facts: { 'stock.ageDaysOldest': 31 }, expect: { type: 'discount' } },
    { facts: { 'stock.ageDaysOldest': 30 }, expect: null },
  ],
};
const noBrand = {
  name: 'no-brand',
  title: { id: 'Tanpa merek', en: 'No brand' },
  priority: 20,
  conditions: { all: [{ fact: 'product.brand', operator: 'equal', value: null }] },
  event: { type: 'alert', params: { message: 'no brand' } },
  examples: [
    { facts: {}, expect: { type: 'alert' } },
    { facts: { 'product.brand': 'X' }, expect: null },
  ],
};
const text = (rule: object): string => `${JSON.stringify(rule, null, 2)}\n`;

describe('larisin rules eval', () => {
  const cwd = folderWith({ 'old-stock.json': text(old), 'no-brand.json': text(noBrand) });
  const args = ['rules', 'eval', '--rules', '.', '--facts', '-'];

  it('prints one line of JSON per line of facts, what fires in firing order', async () => {
    const input = [
      { 'stock.ageDaysOldest': 31 }, // the brand is missing, so null: both fire, the higher priority first
      { 'stock.ageDaysOldest': 31, 'product.brand': 'Kopi' },
      { 'stock.ageDaysOldest': 30, 'product.brand': 'Kopi' },
    ];
    const { code, stdout } = await larisin(args, {
      cwd,
      input: input.map((facts) => JSON.stringify(facts)).join('\n'),
    });
    const discount = { rule: 'old-stock', type: 'discount', params: { percent: 10 } };
    const alert = { rule: 'no-brand', type: 'alert', params: { message: 'no brand' } };
    expect(code).toBe(0);
    expect(stdout.endsWith('\n')).toBe(true);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([[alert, discount], [discount], []]);
  });

  it('reads a file, passes over empty lines and takes Windows line ends', async () => {
    const facts = folderWith({
      'facts.jsonl': '{"stock.ageDaysOldest": 40, "product.brand": "A"}\r\n\r\n{"product.brand": "A"}\r\n',
    });
    const ran = await larisin(['rules', 'eval', '--rules', cwd, '--facts', join(facts, 'facts.jsonl')], { cwd });
    expect(ran.stdout.trim().split('\n')).toEqual([
      '[{"rule":"old-stock","type":"discount","params":{"percent":10}}]',
      '[]',
    ]);
  });

  it('evaluates rules of json-rules-engine that lack title and examples', async () => {
    const { conditions, event } = old;
    const foreign = folderWith({
      'theirs.json': text({ conditions, event: { type: 'seen' } }),
      'mine.json': text({ name: 'mine', conditions, event }),
    });
    const ran = await larisin(['rules', 'eval', '--rules', foreign, '--facts', '-'], {
      cwd,
      input: '{"stock.ageDaysOldest": 99}\n',
    });
    expect(JSON.parse(ran.stdout)).toEqual([
      { rule: 'mine', type: 'discount', params: { percent: 10 } },
      { rule: 'theirs', type: 'seen', params: {} },
    ]);
  });

  it('stops at a line that is no object of facts, names it, and keeps what came before', async () => {
    const { code, stdout, stderr } = await larisin(args, {
      cwd,
      input: '{"product.brand": "A"}\n{"stock": {"onHand": 3}}\n{}\n',
    });
    expect(code).toBe(1);
    expect(stdout).toBe('[]\n');
    expect(stderr).toContain('line 2');
    expect(stderr).toContain('stock.onHand');
  });

  it('refuses a rule that cannot be evaluated with file, line and column', async () => {
    const broken = folderWith({
      'bad.json': text({ ...old, conditions: { all: [{ fact: 'a', operator: 'greatherThan', value: 1 }] } }),
    });
    const { code, stderr } = await larisin(['rules', 'eval', '--rules', broken, '--facts', '-'], {
      cwd,
      input: '{}\n',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/bad\.json:\d+:\d+/);
    expect(stderr).toContain('did you mean "greaterThan"');
  });

  it('refuses a folder and a file that are not there', async () => {
    const noFolder = await larisin(['rules', 'eval', '--rules', 'none', '--facts', '-'], { cwd });
    const noFile = await larisin(['rules', 'eval', '--rules', '.', '--facts', 'none.jsonl'], { cwd });
    expect([noFolder.code, noFile.code]).toEqual([1, 1]);
    expect(noFolder.stderr).toContain('none');
    expect(noFile.stderr).toContain('none.jsonl');
  });

  it('needs no database and loads neither Nest nor TypeORM', async () => {
    const hook = `export async function resolve(name, context, next) {
      if (/^(@nestjs|typeorm|mysql2|better-sqlite3)/.test(name)) throw new Error('loads ' + name);
      return next(name, context);
    }`;
    const data = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
    const register = data(`import { register } from 'node:module'; register(${JSON.stringify(data(hook))});`);
    const ran = await larisin(args, { cwd, input: '{"product.brand": "A"}\n', nodeArgs: ['--import', register] });
    expect(ran).toMatchObject({ code: 0, stdout: '[]\n' });
    expect(existsSync(join(cwd, 'data'))).toBe(false);
    const guarded = await larisin(['stale'], { cwd, nodeArgs: ['--import', register] });
    expect(guarded.stderr).toContain('loads ');
  });
});

describe('larisin rules check and test', () => {
  const cwd = folderWith();

  it('finds the shipped rules right, with all their examples passing', async () => {
    expect((await larisin(['rules', 'check'], { cwd })).code).toBe(0);
    const tested = await json<{ rule: string; examples: number; failed: number }[]>(['rules', 'test'], { cwd });
    expect(tested.length).toBeGreaterThanOrEqual(10);
    expect(tested.every(({ examples, failed }) => examples >= 2 && failed === 0)).toBe(true);
  });

  it('tells an unknown fact at its line and ends with 1', async () => {
    const conditions = { all: [{ fact: 'stock.ageDaysOldset', operator: 'greaterThan', value: 30 }] };
    const folder = folderWith({ 'old-stock.json': text({ ...old, conditions }) });
    const { code, stdout } = await larisin(['rules', 'check', folder], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^old-stock\.json:\d+:\d+ error unknown-fact \(static\): .*stock\.ageDaysOldest/m);
    const findings = await larisin(['rules', 'check', folder, '--format', 'json'], { cwd });
    expect(JSON.parse(findings.stdout)).toContainEqual(
      expect.objectContaining({ file: 'old-stock.json', code: 'unknown-fact', severity: 'error' }),
    );
  });

  it('tells each finding at its place, what to do below it, and the other places that it speaks of', async () => {
    const dead = {
      ...old,
      name: 'dead',
      conditions: {
        all: [
          { fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 60 },
          { fact: 'stock.ageDaysOldest', operator: 'lessThan', value: 31 },
        ],
      },
    };
    const weak = {
      ...old,
      name: 'weak',
      priority: 5,
      conditions: { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 40 }] },
      examples: [
        { facts: { 'stock.ageDaysOldest': 41 }, expect: { type: 'discount' } },
        { facts: {}, expect: null },
      ],
    };
    const folder = folderWith({ 'dead.json': text(dead), 'old-stock.json': text(old), 'weak.json': text(weak) });
    const lines = readFileSync(join(folder, 'dead.json'), 'utf8').split('\n');
    // The line before the one that holds it is where its comparison begins.
    const lineOf = (part: string): number => lines.findIndex((line) => line.includes(part)) - 1;
    const [first, second] = [lineOf('greaterThan'), lineOf('lessThan')];
    const { code, stdout } = await larisin(['rules', 'check', folder], { cwd });
    expect(code).toBe(1);
    expect(stdout.split('\n')).toEqual([
      // conditions, all, its items: three times two blanks, and columns count from 1
      `dead.json:${second}:7 error contradiction (static): The rule can never fire: stock.ageDaysOldest greaterThan 60 and stock.ageDaysOldest lessThan 31 exclude each other. (/conditions/all/1)`,
      '    mend: Change or remove one of them.',
      `    see dead.json:${first}:7 stock.ageDaysOldest greaterThan 60`,
      // its example is told with the cause, and not once more
      expect.stringMatching(/^ {4}see dead\.json:\d+:\d+ example 1 of dead, which fails because of it$/),
      'weak.json:1:1 warning shadowed (static): weak (priority 5) can never win: wherever it fires, old-stock (priority 10) fires too and wins.',
      '    mend: Give it a higher priority, narrow old-stock, or remove the rule.',
      '    see old-stock.json:1:1 old-stock',
      '1 error, 1 warning.',
      '',
    ]);
  });

  it('counts an example that fails, per rule, and ends with 1', async () => {
    const examples = [...old.examples, { facts: { 'stock.ageDaysOldest': 5 }, expect: { type: 'discount' } }];
    const folder = folderWith({ 'old-stock.json': text({ ...old, examples }), 'no-brand.json': text(noBrand) });
    const { code, stdout, stderr } = await larisin(['rules', 'test', folder, '--format', 'json'], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([
      { rule: 'no-brand', file: 'no-brand.json', examples: 2, failed: 0 },
      { rule: 'old-stock', file: 'old-stock.json', examples: 3, failed: 1 },
    ]);
    expect(stderr).toContain('Example 3');
  });
});
