import { beforeAll, describe, expect, it } from 'vitest';
import { logLikelihood } from '../../src/core/demand/pairs.js';
import { folderWith, json, larisin } from './larisin.js';

// 5 orders: A with B in 3, C with A in 1, all three never; D alone. One line is cancelled, one returned.
const ORDERS = `order_id,ordered_at,channel,sku,quantity,unit_price,status
1,2026-01-05,store,B,1,10,sold
1,2026-01-05,store,A,1,10,sold
2,2026-01-06,store,A,1,10,returned
2,2026-01-06,store,B,1,10,sold
3,2026-01-07,store,A,1,10,sold
3,2026-01-07,store,B,2,10,sold
4,2026-01-08,store,A,1,10,sold
4,2026-01-08,store,C,1,10,sold
4,2026-01-08,store,B,1,10,cancelled
5,2026-01-09,store,D,1,10,sold
`;

describe('larisin pairs', () => {
  const cwd = folderWith({ 'orders.csv': ORDERS });
  beforeAll(async () => {
    const { code, stderr } = await larisin(['import', 'orders', 'orders.csv', '--create-products'], { cwd });
    expect([code, stderr]).toEqual([0, expect.any(String)]);
  });

  it('tells every pair with its figures, those that go together first', async () => {
    expect(await json(['pairs'], { cwd })).toEqual([
      // 3 x 5 / (4 x 3); 1 x 5 / (4 x 1), with less evidence
      {
        ...{ a: 'A', b: 'B', count: 3, support: 0.6, confidenceAB: 0.75, confidenceBA: 1, lift: 1.25 },
        llr: logLikelihood(3, 1, 0, 1),
      },
      {
        ...{ a: 'A', b: 'C', count: 1, support: 0.2, confidenceAB: 0.25, confidenceBA: 1, lift: 1.25 },
        llr: logLikelihood(1, 3, 0, 1),
      },
    ]);
  });

  it.each([
    [['--min-support', '2'], 'AB'],
    [['--min-support', '0.6'], 'AB'],
    [['--min-support', '0.61'], ''],
    [['--limit', '1'], 'AB'],
    [['--as-of', '2026-01-07', '--days', '2'], 'AB'],
    [['--as-of', '2026-01-04'], ''],
    [['--as-of', '2026-01-08', '--days', '1'], 'AC'],
  ])('with %j tells %s', async (options, expected) => {
    const pairs = await json<{ a: string; b: string }[]>(['pairs', ...options], { cwd });
    expect(pairs.map(({ a, b }) => a + b).join(' ')).toBe(expected);
  });

  it('says to people how many orders it looked at, and names products', async () => {
    const { stdout, stderr } = await larisin(['pairs', '--min-support', '2'], { cwd });
    expect(stdout).toMatch(/A {2}A .*B {2}B .*3 .*60\.0 %/);
    expect(stderr).toContain('1 pair(s) in at least 2 of 5 order(s).');
  });

  it.each(['0', '-1', '1.5', 'x', ''])('refuses --min-support %j', async (value) => {
    const { code, stderr } = await larisin(['pairs', '--min-support', value], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('share');
  });
});
