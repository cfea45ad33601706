import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileForColumns, compileForFacts } from '../../../src/core/rules/bulk.js';
import { columnSource, factsSource } from '../../../src/core/rules/chunk-source.js';
import { createFactTable } from '../../../src/core/rules/facts.js';
import type { Condition, Rule, RuleSet } from '../../../src/core/rules/rule.js';
import { bareRule, judge, ruleSet, wildLeaf } from './arbitrary.js';
import { runs } from '../../effort.js';

/** Generated code is made of these and of nothing else, whatever the rules say. */
const WORDS =
  /^("use strict"|"number"|const|let|return|function|chunk|for|if|typeof|true|false|null|undefined|[vnck]\d+|[CFKi]|words|size|has|\d+(\.\d+)?(e[+-]\d+)?)$/;
const SIGNS = new Set('+-*/<>=!&|?:;,.(){}[]');

/** Words and signs of a source that are not among these. */
function strangers(source: string): string[] {
  const tokens = source.match(/"[^"]*"|\d[\d.]*(?:e[+-]\d+)?|[\w$]+|\s+|[^]/g) ?? [];
  return tokens.filter((token) => !/^[ \n]+$/.test(token) && !WORDS.test(token) && !SIGNS.has(token));
}

const HOSTILE = [
  '");process.exit(1);("',
  "'];globalThis.hacked=true;['",
  '`${globalThis.hacked=true}`',
  '*/globalThis.hacked=true/*',
  '//',
  '\u2028globalThis.hacked=true\u2029',
  '\\u0022);globalThis.hacked=true;//',
  '\\',
  '\n}; globalThis.hacked=true; //',
  'F[k0]',
  'k0',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  '</script>',
  '\0',
  '\ud800',
  'x'.repeat(200_000),
];

it('finds what does not belong into generated code', () => {
  expect(strangers('const k0 = K[0]; return (v0 > 5e-324 ? 1 : 0);')).toEqual([]);
  expect(strangers('return process.exit("x")')).toEqual(['process', 'exit', '"x"']);
  expect(strangers('v0 > 1 // `')).toEqual(['`']);
});

it('the source of any rules holds only the words and signs of its own', () => {
  const names = ['stock.onHand', 'product.tags', 'product.costKnown', 'product.category', ...HOSTILE];
  const name = fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'binary' }));
  const sets = fc
    .array(name, { minLength: 1, maxLength: 6 })
    .chain((drawn) => ruleSet(wildLeaf(drawn), { min: 1, max: 6 }));
  fc.assert(
    fc.property(sets, name, ({ rules, conditions }, code) => {
      const scoped = rules.map((rule) => ({ ...rule, name: code, channels: [code], categories: [code, 'x'] }));
      const sources = [columnSource(scoped, conditions), factsSource(scoped, conditions, 'whereGiven')];
      expect(sources.flatMap(({ source }) => strangers(source))).toEqual([]);
    }),
    { numRuns: runs(400) },
  );
});

it('hostile texts as fact names, values, lists, names and scopes stay plain text in the generated code', () => {
  for (const text of HOSTILE) {
    const conditions: Condition = {
      all: [
        { fact: text, operator: 'equal', value: text },
        { fact: text, operator: 'in', value: [text, ...HOSTILE] },
        { fact: text, operator: 'not:notEqual', value: { fact: text } },
        { condition: text },
      ],
    };
    const rule: Rule = { ...bareRule(conditions), name: text, channels: [text], categories: [text] };
    const named = Object.fromEntries([[text, { any: [{ fact: text, operator: 'notEqual', value: null }] }]]);
    const set: RuleSet = { rules: [rule], conditions: named, onTie: 'first' };
    const evaluate = compileForFacts(set, 'whereGiven');
    const facts = Object.fromEntries([[text, text]]);
    expect(evaluate(facts)).toEqual([rule]);
    expect(evaluate({})).toEqual([]); // no inherited property stands in for a missing fact
    expect(compileForColumns(set)(createFactTable(1)).on(0)).toEqual([]);
  }
  expect('hacked' in globalThis).toBe(false);
});

it.each(['0', '-0', '1e-400', '9007199254740993', '9007199254740992', '1e21', '-1e308', '1e999'])(
  'the number %s of a JSON text compares as json-rules-engine compares it',
  async (text) => {
    const value = JSON.parse(text) as number;
    const operators = ['equal', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
    const rules = operators.map((operator) => ({
      ...bareRule({ all: [{ fact: 'stock.onHand', operator, value }] }),
      name: operator,
    }));
    const set: RuleSet = { rules, conditions: {}, onTie: 'first' };
    const numbers = [value, -value, 0, 5e-324, 9007199254740990, 9007199254740994, 1.7976931348623157e308];
    const table = createFactTable(numbers.length);
    table.numbers['stock.onHand']!.set(numbers);
    const [evaluate, fired] = [compileForFacts(set, 'strict'), compileForColumns(set)(table)];
    const verdictOn = judge(set, ['stock.onHand'], 'strict');
    for (const [row, onHand] of numbers.entries()) {
      const want = (await verdictOn({ 'stock.onHand': onHand })).fired;
      expect(evaluate({ 'stock.onHand': onHand }).map(({ name }) => name)).toEqual(want);
      expect(fired.on(row).map(({ name }) => name)).toEqual(want);
    }
  },
);
