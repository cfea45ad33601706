import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileForFacts } from '../../../src/core/rules/bulk.js';
import { traceRule } from '../../../src/core/rules/explain.js';
import { resultTrees, type ComparisonResult, type ConditionResult } from '../../../src/core/rules/result-tree.js';
import type { Condition, Facts, RuleSet } from '../../../src/core/rules/rule.js';
import { bareRule, judge, leaf, ruleSet, untypedFacts } from './arbitrary.js';
import { runs } from '../../effort.js';

function comparisonsIn(node: ConditionResult): ComparisonResult[] {
  return node.kind === 'comparison' ? [node] : node.parts.flatMap(comparisonsIn);
}

/** Nodes of a tree as one text: kind, name, result, parts. */
function shape(node: ConditionResult): unknown {
  if (node.kind === 'comparison') return `${node.at} ${node.fact} ${node.result}`;
  return [`${node.kind} ${node.name ?? ''} ${node.result}`, ...node.parts.map(shape)];
}

const STALE: Condition = { all: [{ fact: 'stock.staleUnits', operator: 'greaterThan', value: 0 }] };

describe('explaining a single case', () => {
  it('shows each comparison with what was read, through named conditions, and null for what is missing', async () => {
    const rule = bareRule({
      all: [
        { condition: 'stale' },
        { not: { fact: 'channel.code', operator: 'in', value: ['website'] } },
        { fact: 'channel.price', operator: 'greaterThan', value: { fact: 'competitor.lowestPrice' }, priority: 9 },
        { fact: 'product.brand', operator: 'equal', value: 'Larisin' },
      ],
    });
    const facts: Facts = {
      'stock.staleUnits': 3,
      'channel.code': 'shopee',
      'channel.price': 100,
      'competitor.lowestPrice': 90,
    };
    const expected = {
      fires: false,
      conditions: [
        { fact: 'stock.staleUnits', operator: 'greaterThan', value: 0, factValue: 3, result: true },
        { fact: 'channel.code', operator: 'in', value: ['website'], factValue: 'shopee', result: false },
        { fact: 'channel.price', operator: 'greaterThan', value: 90, factValue: 100, result: true },
        { fact: 'product.brand', operator: 'equal', value: 'Larisin', factValue: null, result: false },
      ],
    };
    expect(traceRule(rule, { stale: STALE }, facts)).toEqual(expected);
    const [tree] = await resultTrees([rule], { stale: STALE }, facts);
    expect(comparisonsIn(tree!)).toMatchObject(expected.conditions);
  });

  it('keeps groups, their labels and named conditions in view, each with its result', async () => {
    const rule = bareRule({
      any: [
        { all: [{ condition: 'dead' }, { fact: 'a', operator: 'equal', value: 1 }], name: 'dead and one' },
        { not: { any: [{ fact: 'b', operator: 'lessThan', value: 5, name: 'little' }] } },
        { all: [] },
      ],
    });
    const named = { stale: STALE, dead: { condition: 'stale' } };
    const [tree] = await resultTrees([rule], named, { 'stock.staleUnits': 3, a: 2, b: 4 });
    expect(shape(tree!)).toEqual([
      'any  true',
      [
        'all dead and one false',
        ['named dead true', ['named stale true', ['all  true', '0 stock.staleUnits true']]],
        '1 a false',
      ],
      ['not  false', ['any  true', '2 b true']],
      ['all  true'],
    ]);
    const [, , little] = comparisonsIn(tree!);
    expect(little).toMatchObject({ name: 'little', wanted: false, asks: 'less-than', turn: { needs: 'at-least' } });
  });

  it('skips no comparison, though priorities would let json-rules-engine skip those after the first that fails', async () => {
    const rule = bareRule({
      all: [
        { fact: 'a', operator: 'equal', value: 1, priority: 1 },
        { fact: 'b', operator: 'equal', value: 1, priority: 9 },
        { any: [{ fact: 'c', operator: 'equal', value: 1 }], priority: 2 },
      ],
    });
    const [tree] = await resultTrees([rule], {}, { a: 1, b: 0, c: 1 });
    expect(shape(tree!)).toEqual(['all  false', '0 a true', '1 b false', ['any  true', '2 c true']]);
  });

  it('keeps its cases apart when many are explained at once', async () => {
    const rules = [bareRule(STALE), bareRule({ not: STALE })];
    const all = await Promise.all(
      Array.from({ length: 200 }, (_, i) => resultTrees(rules, {}, { 'stock.staleUnits': i % 2 })),
    );
    const results = all.map((trees) => trees.map(({ result }) => result));
    expect(results).toEqual(Array.from({ length: 200 }, (_, i) => [i % 2 === 1, i % 2 === 0]));
  });

  it('leaves the rules as they were and needs none', async () => {
    const rule = bareRule({ all: [{ condition: 'stale' }, { fact: 'a', operator: 'in', value: ['x'], priority: 3 }] });
    const [before, named] = [structuredClone(rule), { stale: structuredClone(STALE) }];
    await resultTrees([rule], named, {});
    expect([rule, named]).toEqual([before, { stale: STALE }]);
    expect(await resultTrees([], named, {})).toEqual([]);
  });

  it('facts and conditions may be called like what every object has', async () => {
    const rule = bareRule({
      all: [{ condition: 'constructor' }, { fact: '__proto__', operator: 'equal', value: { fact: 'toString' } }],
    });
    const facts = JSON.parse('{"__proto__": 7, "toString": 7}') as Facts;
    const named = { constructor: { any: [{ fact: 'valueOf', operator: 'equal', value: null }] } as Condition };
    const [tree] = await resultTrees([rule], named, facts);
    expect(shape(tree!)).toEqual([
      'all  true',
      ['named constructor true', ['any  true', '0 valueOf true']],
      '1 __proto__ true',
    ]);
  });

  it('a list operator against what is no list is false, where json-rules-engine would throw', async () => {
    const facts = { 'product.sku': 'A' };
    for (const operator of ['in', 'notIn', 'someValue:equal']) {
      const rule = bareRule({ all: [{ fact: 'product.sku', operator, value: { fact: 'product.tags' } }] });
      expect((await resultTrees([rule], {}, facts))[0]!.result).toBe(false);
      expect(traceRule(rule, {}, facts).fires).toBe(false);
      const evaluate = compileForFacts({ rules: [rule], conditions: {}, onTie: 'first' }, 'strict');
      expect(evaluate(facts)).toEqual([]);
    }
  });

  it('agrees with json-rules-engine untouched, the bulk evaluator and the fast trace, on random rules', async () => {
    const names = ['a', 'b', 'product.tags', 'constructor'];
    let [pairs, fires] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        ruleSet(leaf(names), { min: 4, max: 4 }).map(({ rules, ...set }) => ({
          ...set,
          // Scope is not looked at here.
          rules: rules.map((rule, i) => ({ ...bareRule(rule.conditions, rule.priority), name: `rule-${i}` })),
        })),
        fc.array(untypedFacts(names), { minLength: 3, maxLength: 3 }),
        async (set: RuleSet, cases) => {
          const evaluate = compileForFacts(set, 'strict');
          const expected = judge(set, names, 'strict');
          for (const facts of cases) {
            const fired = evaluate(facts);
            const { fired: judged } = await expected(facts);
            const trees = await resultTrees(set.rules, set.conditions, facts);
            set.rules.forEach((rule, index) => {
              const tree = trees[index]!;
              expect(tree.result).toBe(judged.includes(rule.name));
              expect(tree.result).toBe(fired.includes(rule));
              const traces = comparisonsIn(tree).map(({ fact, operator, value, factValue, result }) => ({
                fact,
                operator,
                value,
                factValue,
                result,
              }));
              expect({ fires: tree.result, conditions: traces }).toEqual(traceRule(rule, set.conditions, facts));
              expect(comparisonsIn(tree).map(({ at }) => at)).toEqual(traces.map((_, at) => at));
              pairs += 1;
              fires += tree.result ? 1 : 0;
            });
          }
        },
      ),
      { numRuns: runs(150) },
    );
    expect(fires / pairs).toBeGreaterThan(0.1); // neither all nor nothing, or the comparison would be empty
    expect(fires / pairs).toBeLessThan(0.9);
  });
});
