import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileForColumns, compileForFacts } from '../../../src/core/rules/bulk.js';
import { createFactTable, factOfRow } from '../../../src/core/rules/facts.js';
import type { Condition, Facts, FactTable, Rule, RuleSet } from '../../../src/core/rules/rule.js';
import { inFiringOrder } from '../../../src/core/rules/tree.js';
import { bareRule, judge, leaf, NUMBERS, ruleSet, TEXTS, untypedFacts } from './arbitrary.js';

/**
 * The bulk evaluators against json-rules-engine itself: 200,000 pairs of rule and facts each. A failure prints the
 * seed and the smallest case that fast-check finds.
 */
const RULES = 8;
const SETS = 250;
const CASES = 100;

const names = (rules: Rule[]): string[] => rules.map((rule) => rule.name);

/** The library answers rules of equal priority in the order of completion; the set's order is ours. */
function ordered(set: RuleSet, fired: string[]): string[] {
  return names(inFiringOrder(set)).filter((name) => fired.includes(name));
}

it(
  'rules on plain facts of any type fire exactly where json-rules-engine fires them',
  { timeout: 600_000 },
  async () => {
    const plain = ['a', 'b', 'stock.onHand', 'product.sku', 'constructor'];
    const lists = ['product.tags'];
    const factNames = [...plain, ...lists];
    let pairs = 0;
    let fires = 0;
    await fc.assert(
      fc.asyncProperty(
        ruleSet(leaf(factNames, lists), RULES),
        fc.array(untypedFacts(plain, lists), { minLength: CASES, maxLength: CASES }),
        async (set, cases) => {
          const evaluate = compileForFacts(set, 'whereGiven');
          const expected = judge(set, factNames);
          for (const facts of cases) {
            const fired = names(evaluate(facts));
            expect(fired).toEqual(ordered(set, await expected(facts)));
            pairs += RULES;
            fires += fired.length;
          }
        },
      ),
      { numRuns: SETS },
    );
    expect(pairs).toBeGreaterThanOrEqual(200_000);
    expect(fires / pairs).toBeGreaterThan(0.1); // neither all nor nothing, or the comparison would be empty
    expect(fires / pairs).toBeLessThan(0.9);
  },
);

const COLUMN_FACTS = [
  'stock.onHand',
  'channel.price',
  'product.cost',
  'stock.ageIsAtLeast',
  'demand.elasticityIsPrior',
];
const TEXT_FACTS = ['channel.code', 'product.category', 'calendar.day'];
const LIST_FACTS = ['product.tags'];
const KNOWN_FACTS = ['product.costKnown', 'product.categoryKnown'];
const UNKNOWN_FACTS = ['no.suchFact'];

function typedTable(size: number): fc.Arbitrary<FactTable> {
  const column = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
    fc.array(fc.constantFrom(...values), { minLength: size, maxLength: size });
  return fc
    .record({
      a: column([...NUMBERS, NaN]),
      b: column([...NUMBERS, NaN]),
      c: column([...NUMBERS, NaN]),
      d: column([0, 1, 2]),
      e: column([0, 1, 2]),
      f: column([...TEXTS, null]),
      g: column([...TEXTS, null]),
      h: column([...TEXTS, null]),
      // Never null: json-rules-engine throws when `in` meets a null on its right.
      i: fc.array(fc.subarray(TEXTS), { minLength: size, maxLength: size }),
    })
    .map(({ a, b, c, d, e, f, g, h, i }) => {
      const table = createFactTable(size);
      [a, b, c].forEach((values, index) => table.numbers[COLUMN_FACTS[index] as string]?.set(values));
      [d, e].forEach((values, index) => table.booleans[COLUMN_FACTS[index + 3] as string]?.set(values));
      [f, g, h].forEach((values, index) => (table.texts[TEXT_FACTS[index] as string] = values));
      table.lists['product.tags'] = i;
      return table;
    });
}

it(
  'rules on columns of typed facts fire exactly where json-rules-engine fires them',
  { timeout: 600_000 },
  async () => {
    const stored = [...COLUMN_FACTS, ...TEXT_FACTS, ...LIST_FACTS, ...KNOWN_FACTS];
    const factNames = [...stored, ...UNKNOWN_FACTS];
    let pairs = 0;
    let fires = 0;
    await fc.assert(
      fc.asyncProperty(ruleSet(leaf(factNames, LIST_FACTS), RULES), typedTable(CASES), async (set, table) => {
        const fired = compileForColumns(set)(table);
        const evaluate = compileForFacts(set, 'strict');
        const expected = judge(set, factNames);
        for (let row = 0; row < table.size; row++) {
          const facts: Facts = Object.fromEntries(stored.map((name) => [name, factOfRow(table, row, name)]));
          const want = ordered(set, await expected(facts));
          expect(names(fired.on(row))).toEqual(want);
          expect(names(evaluate(facts))).toEqual(want);
          expect(fired.any(row)).toBe(want.length > 0);
          pairs += RULES;
          fires += want.length;
        }
      }),
      { numRuns: SETS },
    );
    expect(pairs).toBeGreaterThanOrEqual(200_000);
    expect(fires / pairs).toBeGreaterThan(0.1);
    expect(fires / pairs).toBeLessThan(0.9);
  },
);

it('a set that is cut into many chunks keeps every rule on its own bit', () => {
  const rules = Array.from({ length: 100 }, (_, index) => ({
    ...bareRule({ all: [{ fact: 'stock.onHand', operator: 'equal', value: index }] }, 1 + (index % 3)),
    name: `rule-${index}`,
  }));
  const table = createFactTable(100);
  for (let row = 0; row < 100; row++) table.numbers['stock.onHand']!.fill(row, row, row + 1);
  const fired = compileForColumns({ rules, conditions: {}, onTie: 'first' })(table);
  const evaluate = compileForFacts({ rules, conditions: {}, onTie: 'first' }, 'strict');
  for (let row = 0; row < 100; row++) {
    expect(names(fired.on(row))).toEqual([`rule-${row}`]);
    expect(names(evaluate({ 'stock.onHand': row }))).toEqual([`rule-${row}`]);
  }
});

it('on columns, what is not known is outside a scope that asks for it', () => {
  const always: Condition = { any: [] };
  const scoped = (name: string, scope: Partial<Rule>): Rule => ({ ...bareRule(always), name, ...scope });
  const rules = [
    scoped('channel', { channels: ['shopee', 'lazada'] }),
    scoped('category', { categories: ['kaos'] }),
    scoped('from', { validFrom: '2026-11-22' }),
    scoped('to', { validTo: '2026-11-22' }),
    scoped('off', { enabled: false }),
  ];
  const table = createFactTable(4);
  table.texts['channel.code'] = ['lazada', 'store', null, 'shopee'];
  table.texts['product.category'] = ['kaos', null, 'Kaos', 'kaos'];
  table.texts['calendar.day'] = ['2026-11-22', '2026-11-21', null, '2026-11-23'];
  const fired = compileForColumns({ rules, conditions: {}, onTie: 'first' })(table);
  expect([0, 1, 2, 3].map((row) => names(fired.on(row)))).toEqual([
    ['channel', 'category', 'from', 'to'],
    ['to'],
    [],
    ['channel', 'category', 'from'],
  ]);
});

const HOSTILE = [
  '");process.exit(1);("',
  "'];globalThis.hacked=true;['",
  '`${globalThis.hacked=true}`',
  '*/globalThis.hacked=true/*',
  '\u2028globalThis.hacked=true\u2029',
  '\\u0022);globalThis.hacked=true;//',
  '\n}; globalThis.hacked=true; //',
  'F[k0]',
  '__proto__',
  'constructor',
  '</script>',
  '\0',
  '\ud800',
];

it('hostile texts as fact names, values, lists and scopes stay plain text in the generated code', () => {
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
    expect(names(evaluate(facts))).toEqual([text]);
    expect(names(evaluate({}))).toEqual([]); // no inherited property stands in for a missing fact
    expect(compileForColumns(set)(createFactTable(1)).on(0)).toEqual([]);
  }
  expect('hacked' in globalThis).toBe(false);
});
