import { describe, expect, it } from 'vitest';
import { folderWith, larisin } from './larisin.js';

interface Refused {
  error: { line: number; code: string; detail: string; errors: { path: string; code: string }[] };
}

// One unit, half a customer a period; demand is negative binomial with cv^2 = 0.27^2 - 1/90 = 0.061789. In the last period
// 10 sells with 1 - 1.030894^-16.184 = 0.38886 (3.8886), 6 (twice a customer a period) with 0.84828 (5.0897).
const QUESTION = { stock: 1, periods: 1, prices: [10, 6], lifts: [1, 4], prior: { mean: 0.5, sd: 0 } };

const linesOf = (stdout: string): unknown[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);

describe('larisin plan', () => {
  const cwd = folderWith({ 'one.jsonl': `\uFEFF${JSON.stringify(QUESTION)}\r\n` });

  it('answers a question of a file with its six figures, and no more', async () => {
    const { code, stdout, stderr } = await larisin(['plan', 'one.jsonl'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [plan, ...more] = linesOf(stdout) as Record<string, unknown>[];
    expect(more).toEqual([]);
    expect(Object.keys(plan!)).toEqual(['priceNow', 'plan', 'expectedRevenue', 'expectedLeftover', 'belief', 'notes']);
    expect(plan).toMatchObject({ priceNow: 6, plan: [6], belief: { mean: 0.5, sd: 0 } });
    expect(plan!.expectedRevenue).toBeCloseTo(5.0897, 4);
    expect(plan!.expectedLeftover).toBeCloseTo(0.1517, 4);
  });

  it('answers line by line in order; a bad one is told with its number and pointers, and stops no other', async () => {
    const good = JSON.stringify(QUESTION);
    const bad = JSON.stringify({ ...QUESTION, stock: -1, observed: [{ price: 7, units: 1 }] });
    const input = [good, '', bad, '  ', '{"stock": 1', JSON.stringify({ ...QUESTION, maxprice: 8 }), '[1]', good];
    const { code, stdout, stderr } = await larisin(['plan'], { cwd, input: input.join('\n') });
    expect(code).toBe(1);
    expect(stderr).toContain('4 of 6 question(s)');
    const answers = linesOf(stdout) as (Refused | { priceNow: number })[];
    const told = answers.map((answer) =>
      'error' in answer
        ? [answer.error.line, answer.error.code, answer.error.errors.map(({ path }) => path)]
        : answer.priceNow,
    );
    expect(told).toEqual([
      6,
      [3, 'bad-plan', ['/stock', '/observed/0/price']],
      [5, 'not-json', []],
      [6, 'bad-shape', ['/maxprice']],
      [7, 'bad-shape', ['']],
      6,
    ]);
  });

  it('holds no line of more than a megabyte in memory, and goes on after it', async () => {
    const input = `${'x'.repeat(5_000_000)}\n${JSON.stringify(QUESTION)}\n${'y'.repeat(1_048_577)}`;
    const { code, stdout } = await larisin(['plan', '-'], { cwd, input });
    expect(code).toBe(1);
    expect(linesOf(stdout)).toMatchObject([
      { error: { line: 1, code: 'line-too-long' } },
      { priceNow: 6 },
      { error: { line: 3, code: 'line-too-long' } },
    ]);
  });

  it('says that a file is not there, and takes no database to do so', async () => {
    const { code, stderr } = await larisin(['plan', 'none.jsonl'], { cwd, env: { DATABASE_URL: 'sqlite:/none/x.db' } });
    expect(code).toBe(1);
    expect(stderr).toContain('none.jsonl');
  });
});
