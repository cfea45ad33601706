import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceRule } from '../../../src/core/rules/explain.js';
import { flipsTo, type Flips } from '../../../src/core/rules/flips.js';
import { resultTrees } from '../../../src/core/rules/result-tree.js';
import type { Condition, Facts } from '../../../src/core/rules/rule.js';
import { bareRule } from './arbitrary.js';

const LIMIT = 100;
const over = (fact: string): Condition => ({ fact, operator: 'greaterThan', value: LIMIT });

/** What has to turn for the rule to do the opposite of what it does. */
async function flipsOf(
  conditions: Condition,
  facts: Facts,
  named: Record<string, Condition> = {},
): Promise<Flips | null> {
  const [tree] = await resultTrees([bareRule(conditions)], named, facts);
  return flipsTo(tree!, !tree!.result);
}

describe('the fewest comparisons that have to turn', () => {
  const facts = { a: 50, b: 99, c: 200, d: 20 };

  it('for `all` to hold: every one that does not', async () => {
    expect((await flipsOf({ all: [over('a'), over('c'), over('b')] }, facts))?.comparisons).toEqual([0, 2]);
  });

  it('for `all` to stop, or `any` to begin: the one nearest to its limit', async () => {
    expect(await flipsOf({ any: [over('a'), over('b'), over('d')] }, facts)).toEqual({
      comparisons: [1],
      relative: 0.01,
    });
    expect((await flipsOf({ all: [over('c'), { not: over('b') }] }, facts))?.comparisons).toEqual([1]);
  });

  it('one comparison far away before two that are near', async () => {
    const two: Condition = { all: [over('b'), over('b')] };
    expect((await flipsOf({ any: [two, over('d')] }, facts))?.comparisons).toEqual([2]);
  });

  it('of the same count and distance the first in the rule', async () => {
    expect((await flipsOf({ any: [over('a'), over('a')] }, facts))?.comparisons).toEqual([0]);
  });

  it('`not` asks the opposite of its part, and a named condition what stands behind it', async () => {
    // not (c over 100, or both of b and d): c has to fall, the pair fails already
    const named = { pair: { all: [over('b'), over('d')] } };
    const conditions: Condition = { all: [{ not: { any: [over('c'), { condition: 'pair' }] } }, over('a')] };
    expect((await flipsOf(conditions, facts, named))?.comparisons).toEqual([0, 3]);
  });

  it('none where an empty group decides: it always holds', async () => {
    expect(await flipsOf({ any: [over('a'), { all: [] }] }, facts)).toBeNull();
    expect(await flipsOf({ all: [over('c'), { not: { any: [] } }] }, facts)).toBeNull();
    expect((await flipsOf({ any: [{ not: { all: [] } }, over('a')] }, facts))?.comparisons).toEqual([0]);
  });
});

/** Random trees of at most `LEAVES_MAX` comparisons, each of a fact of its own, so that each can be turned by itself. */
const LEAVES_MAX = 8;
const { node: anyTree } = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 3, arbitrary: fc.constant<Condition>(over('')) },
    { weight: 2, arbitrary: fc.record({ all: fc.array(tie('node'), { maxLength: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ any: fc.array(tie('node'), { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie('node') }) },
  ),
}));

function numbered(condition: Condition, next: { leaf: number }): Condition {
  if ('fact' in condition) return over(`f${next.leaf++}`);
  if ('all' in condition) return { all: condition.all.map((child) => numbered(child, next)) };
  if ('any' in condition) return { any: condition.any.map((child) => numbered(child, next)) };
  if ('not' in condition) return { not: numbered(condition.not, next) };
  return condition;
}

it('turning exactly these changes the rule, and no smaller or nearer set does (all sets tried)', async () => {
  let [turned, impossible] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyTree, { maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 64, maxLength: 64 }),
      async (parts, values) => {
        const next = { leaf: 0 };
        const rule = bareRule(numbered({ all: parts }, next));
        fc.pre(next.leaf <= LEAVES_MAX);
        const facts = Object.fromEntries(values.slice(0, next.leaf).map((value, at) => [`f${at}`, value]));
        const before = traceRule(rule, {}, facts).fires;
        const changes = (set: number[]): boolean => {
          const flipped = set.map((at) => [`f${at}`, facts[`f${at}`]! > LIMIT ? 0 : 201]);
          return traceRule(rule, {}, { ...facts, ...Object.fromEntries(flipped) }).fires !== before;
        };
        const relativeOf = (set: number[]): number =>
          set.reduce((sum, at) => sum + Math.abs(facts[`f${at}`]! - LIMIT) / Math.max(facts[`f${at}`]!, LIMIT), 0);
        const all = [...Array(2 ** next.leaf).keys()]
          .map((bits) => [...Array(next.leaf).keys()].filter((at) => bits & (1 << at)))
          .filter(changes)
          .map((set) => ({ size: set.length, relative: relativeOf(set) }))
          .sort((a, b) => a.size - b.size || a.relative - b.relative);

        const found = await flipsOf(rule.conditions, facts);
        if (found === null) {
          expect(all).toEqual([]);
          impossible += 1;
          return;
        }
        turned += 1;
        expect(changes(found.comparisons)).toBe(true);
        expect(found.comparisons).toHaveLength(all[0]!.size);
        expect(found.relative).toBeCloseTo(all[0]!.relative, 10);
        expect(relativeOf(found.comparisons)).toBeCloseTo(all[0]!.relative, 10);
        expect([...found.comparisons].sort((a, b) => a - b)).toEqual(found.comparisons);
      },
    ),
    { numRuns: 500 },
  );
  expect(turned).toBeGreaterThan(100);
  expect(impossible).toBeGreaterThan(5);
});
