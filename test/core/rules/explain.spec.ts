import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileForFacts } from '../../../src/core/rules/bulk.js';
import { explain, traceRule } from '../../../src/core/rules/explain.js';
import type { Condition, Facts, Rule } from '../../../src/core/rules/rule.js';
import { bareRule, ruleSet, untypedFacts, wildLeaf } from './arbitrary.js';

/** Scope is not looked at when a case is explained. */
function everywhere(rule: Rule): Rule {
  return bareRule(rule.conditions, rule.priority);
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
    expect(await explain(rule, { stale: STALE }, facts)).toEqual(expected);
    expect(traceRule(rule, { stale: STALE }, facts)).toEqual(expected);
  });

  it('keeps its cases apart when many are explained at once', async () => {
    const rule = bareRule(STALE);
    const all = await Promise.all(
      Array.from({ length: 200 }, (_, i) => explain(rule, {}, { 'stock.staleUnits': i % 2 })),
    );
    expect(all.map(({ fires }) => fires)).toEqual(Array.from({ length: 200 }, (_, i) => i % 2 === 1));
  });

  it('a list operator against what is no list is false, where json-rules-engine would throw', async () => {
    const facts = { 'product.sku': 'A' };
    for (const operator of ['in', 'notIn', 'someValue:equal']) {
      const rule = bareRule({ all: [{ fact: 'product.sku', operator, value: { fact: 'product.tags' } }] });
      expect((await explain(rule, {}, facts)).fires).toBe(false);
      expect(traceRule(rule, {}, facts).fires).toBe(false);
      const evaluate = compileForFacts({ rules: [rule], conditions: {}, onTie: 'first' }, 'strict');
      expect(evaluate(facts)).toEqual([]);
    }
  });

  it('agrees with the bulk evaluator, and the fast trace with json-rules-engine, on random rules', async () => {
    const names = ['a', 'b', 'product.tags', 'constructor'];
    await fc.assert(
      fc.asyncProperty(
        ruleSet(wildLeaf(names), { min: 1, max: 3 }).map(({ rules, ...set }) => ({
          ...set,
          rules: rules.map(everywhere),
        })),
        fc.array(untypedFacts(names), { minLength: 1, maxLength: 4 }),
        async (set, cases) => {
          const evaluate = compileForFacts(set, 'strict');
          for (const facts of cases) {
            const fired = evaluate(facts);
            for (const rule of set.rules) {
              const explained = await explain(rule, set.conditions, facts);
              expect(explained.fires).toBe(fired.includes(rule));
              expect(traceRule(rule, set.conditions, facts)).toEqual(explained);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
