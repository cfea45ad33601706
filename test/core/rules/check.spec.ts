import { describe, expect, it } from 'vitest';
import { checkRuleSet } from '../../../src/core/rules/check.js';
import { checkEvaluable } from '../../../src/core/rules/evaluable.js';
import type { Condition, FactValue, Rule, RuleEvent, RuleSet } from '../../../src/core/rules/rule.js';
import { bareRule } from './arbitrary.js';

const FIRES: Rule['examples'][number] = { facts: { 'stock.onHand': 5 }, expect: { type: 'restore' } };
const SILENT: Rule['examples'][number] = { facts: {}, expect: null };
const ON_HAND: Condition = { fact: 'stock.onHand', operator: 'greaterThan', value: 0 };

function setOf(change: Partial<Rule>, conditions: RuleSet['conditions'] = {}): RuleSet {
  return {
    rules: [{ ...bareRule({ all: [ON_HAND] }), examples: [FIRES, SILENT], ...change }],
    conditions,
    onTie: 'first',
  };
}
const found = (set: RuleSet): string[] => checkRuleSet(set).map(({ path, code }) => `${path} ${code}`);

/** Findings for one comparison among others, examples aside. */
function leafFindings(fact: string, operator: string, value: unknown): string[] {
  const leaf = { fact, operator, value } as Condition;
  const findings = checkRuleSet(setOf({ conditions: { all: [ON_HAND, leaf] } }));
  return findings.filter(({ path }) => path.includes('/conditions')).map(({ code, message }) => `${code}: ${message}`);
}

it('a sound rule has no findings', () => {
  expect(found(setOf({}))).toEqual([]);
});

describe('facts and operators', () => {
  it('an unknown fact is told with the nearest known one', () => {
    expect(leafFindings('stock.onhand', 'equal', 1)).toEqual([
      'unknown-fact: There is no fact "stock.onhand"; did you mean "stock.onHand".',
    ]);
    expect(leafFindings('ageDaysOldest', 'greaterThan', 1)[0]).toContain('did you mean "stock.ageDaysOldest"');
    expect(leafFindings('weather', 'equal', 1)[0]).toContain('docs/rules.md');
    expect(leafFindings('stock.onHand', 'equal', { fact: 'stock.staleUnit' })[0]).toContain('"stock.staleUnits"');
    expect(leafFindings('constructor', 'equal', 1)[0]).toContain('unknown-fact');
  });

  it('an unknown operator is told with the nearest known one', () => {
    expect(leafFindings('stock.onHand', 'greaterThen', 1)).toEqual([
      'unknown-operator: There is no operator "greaterThen"; did you mean "greaterThan".',
    ]);
    expect(leafFindings('stock.onHand', 'no:equal', 1)[0]).toContain('unknown-operator');
    expect(leafFindings('stock.onHand', 'toString', 1)[0]).toContain('unknown-operator');
  });

  it.each<[string, string, unknown, string]>([
    ['product.sku', 'greaterThan', 5, 'wrong-operator'],
    ['stock.ageIsAtLeast', 'lessThan', 1, 'wrong-operator'],
    ['product.tags', 'equal', 'sale', 'wrong-operator'],
    ['product.tags', 'in', ['sale'], 'wrong-operator'],
    ['stock.onHand', 'contains', 'x', 'wrong-operator'],
    ['stock.onHand', 'greaterThan', '5', 'wrong-type'],
    ['stock.onHand', 'greaterThan', null, 'wrong-type'],
    ['product.category', 'equal', 5, 'wrong-type'],
    ['product.costKnown', 'equal', 'true', 'wrong-type'],
    ['product.category', 'in', 'kaos', 'wrong-type'],
    ['product.category', 'in', ['kaos', 5], 'wrong-type'],
    ['product.tags', 'contains', 5, 'wrong-type'],
    ['calendar.day', 'lessThan', '2026-02-30', 'wrong-type'],
    ['stock.onHand', 'lessThan', { fact: 'product.sku' }, 'wrong-type'],
    ['product.sku', 'in', { fact: 'stock.onHand' }, 'wrong-type'],
    ['calendar.day', 'lessThan', { fact: 'product.sku' }, 'wrong-type'],
    ['channel.discountBp', 'equal', null, 'never-null'],
    ['product.category', 'in', [], 'empty-list'],
    ['calendar.weekday', 'greaterThan', 7, 'out-of-range'],
    ['stock.staleShareBp', 'greaterThanInclusive', 10_001, 'out-of-range'],
    ['stock.staleUnits', 'lessThan', 0, 'out-of-range'],
  ])('%s %s %j is told as %s', (fact, operator, value, code) => {
    expect(leafFindings(fact, operator, value).map((text) => text.split(':')[0])).toEqual([code]);
  });

  it.each<[string, string, unknown]>([
    ['product.category', 'equal', null],
    ['product.category', 'in', ['kaos', null]],
    ['product.tags', 'contains', 'musiman'],
    ['product.sku', 'in', { fact: 'product.tags' }],
    ['product.tags', 'doesNotContain', { fact: 'channel.code' }],
    ['calendar.day', 'lessThan', '2026-12-01'],
    ['stock.onHand', 'greaterThan', { fact: 'stock.staleUnits' }],
    ['product.category', 'not:in', ['kaos']],
    ['stock.staleShareBp', 'lessThanInclusive', 10_000],
  ])('%s %s %j is in order', (fact, operator, value) => {
    expect(leafFindings(fact, operator, value)).toEqual([]);
  });

  it('a fact on the right that may be null is a warning, unless a neighbour excludes null', () => {
    const dearer: Condition = {
      fact: 'channel.price',
      operator: 'greaterThan',
      value: { fact: 'competitor.lowestPrice' },
    };
    const codes = (neighbour: Condition, named = {}): string[] =>
      checkRuleSet(setOf({ conditions: { all: [neighbour, { any: [dearer] }] } }, named))
        .filter(({ code }) => code === 'null-counts-as-zero')
        .map(({ severity }) => severity);
    const known: Condition = { fact: 'competitor.known', operator: 'equal', value: true };
    expect(codes(ON_HAND)).toEqual(['warning']);
    expect(codes({ any: [known, ON_HAND] })).toEqual(['warning']);
    expect(codes(known)).toEqual([]);
    expect(codes({ fact: 'competitor.lowestPrice', operator: 'notEqual', value: null })).toEqual([]);
    expect(codes({ fact: 'competitor.lowestPrice', operator: 'greaterThan', value: 0 })).toEqual([]);
    expect(codes({ condition: 'watched' }, { watched: { all: [known] } })).toEqual([]);
  });
});

describe('conditions', () => {
  it('empty all and any are refused, wherever they stand', () => {
    expect(found(setOf({ conditions: { all: [ON_HAND, { any: [] }] } }))).toEqual([
      '/rules/0/conditions/all/1/any empty-condition',
    ]);
    expect(found(setOf({}, { 'a/b': { all: [] } }))).toEqual(['/conditions/a~1b/all empty-condition']);
  });

  it('an unknown named condition is told with the nearest known one', () => {
    const set = setOf({ conditions: { condition: 'old-stok' } }, { 'old-stock': { all: [ON_HAND] } });
    expect(checkRuleSet(set)).toMatchObject([
      {
        path: '/rules/0/conditions/condition',
        code: 'unknown-condition',
        message: 'There is no named condition "old-stok"; did you mean "old-stock".',
      },
    ]);
    expect(found(setOf({ conditions: { condition: 'constructor' } }))[0]).toContain('unknown-condition');
  });

  it('named conditions that go in a circle are told with the circle', () => {
    const named: RuleSet['conditions'] = {
      a: { all: [{ condition: 'b' }] },
      b: { any: [ON_HAND, { not: { condition: 'a' } }] },
    };
    const messages = checkRuleSet(setOf({}, named)).map(({ code, message }) => `${code} ${message}`);
    expect(messages).toEqual([
      'circular-condition The named conditions go in a circle: a -> b -> a.',
      'circular-condition The named conditions go in a circle: b -> a -> b.',
    ]);
  });

  it('named conditions that multiply beyond reason are refused without being written out', () => {
    const named: RuleSet['conditions'] = { n0: { all: [ON_HAND] } };
    for (let i = 1; i <= 30; i++)
      named[`n${i}`] = { all: Array.from({ length: 10 }, () => ({ condition: `n${i - 1}` })) };
    const ofRule = found(setOf({ conditions: { condition: 'n30' } }, named)).filter((text) =>
      text.startsWith('/rules'),
    );
    expect(ofRule).toEqual(['/rules/0/conditions too-large']);
  });
});

describe('events and frame', () => {
  it.each<[RuleEvent, string]>([
    [
      { type: 'discount', params: {} },
      'A discount needs exactly one of percent, amount, price, optimise; none is given.',
    ],
    [
      { type: 'discount', params: { percent: 5, price: 900 } },
      'A discount needs exactly one of percent, amount, price, optimise; percent and price are given.',
    ],
    [{ type: 'voucher', params: { minSpend: 5 } }, 'A voucher needs exactly one of percent, amount; none is given.'],
    [
      { type: 'bundle', params: { partner: 'best' } },
      'A bundle needs exactly one of percent, optimise; none is given.',
    ],
    [
      { type: 'discount', params: { optimise: { minPercent: 30, maxPercent: 10, clearWithinDays: 30 } } },
      'minPercent 30 is above maxPercent 10.',
    ],
  ])('%j', (event, message) => {
    const examples = [{ ...FIRES, expect: { type: event.type } }, SILENT];
    expect(checkRuleSet(setOf({ event, examples })).map((each) => each.message)).toEqual([message]);
  });

  it('a validity that ends before it begins is refused', () => {
    expect(found(setOf({ validFrom: '2026-12-02', validTo: '2026-12-01' }))).toEqual([
      '/rules/0/validTo validity-reversed',
    ]);
  });

  it('two rules of one name are refused, also where only evaluation counts', () => {
    const set = setOf({});
    const twice = { ...set, rules: [...set.rules, ...set.rules] };
    expect(found(twice)).toEqual(['/rules/1/name duplicate-name']);
    expect(checkEvaluable(twice)).toHaveLength(1);
  });
});

describe('examples', () => {
  const withExamples = (...examples: [Record<string, FactValue>, Rule['examples'][number]['expect']][]): string[] =>
    checkRuleSet(
      setOf({
        examples: examples.map(([facts, expect]) => ({ facts, expect })),
        event: { type: 'discount', params: { percent: 10 } },
      }),
    ).map(({ code, message }) => `${code}: ${message}`);
  const fires: Record<string, FactValue> = { 'stock.onHand': 5 };

  it('one that fires and one that does not are asked for', () => {
    expect(withExamples().map((text) => text.split(':')[0])).toEqual(['no-firing-example', 'no-silent-example']);
    expect(withExamples([fires, { type: 'discount' }]).map((text) => text.split(':')[0])).toEqual([
      'no-silent-example',
    ]);
  });

  it('are run, and a failing one says what was read', () => {
    expect(withExamples([{}, { type: 'discount' }], [fires, null])).toEqual([
      'failing-example: Example 1: it should fire, but it does not: stock.onHand > 0 does not hold, the example does not give stock.onHand.',
      'failing-example: Example 2: it should not fire, but it does: stock.onHand > 0 holds, stock.onHand is 5.',
    ]);
  });

  it('are compared on the keys that they give', () => {
    expect(withExamples([fires, { type: 'discount', params: { percent: 10 } }], [{}, null])).toEqual([]);
    expect(withExamples([fires, { type: 'discount', params: { percent: 11 } }], [{}, null])).toEqual([
      'failing-example: Example 1: it fires as it should, but the rule gives params.percent 10, the example expects 11.',
    ]);
    expect(withExamples([fires, { type: 'voucher' }], [{}, null])).toEqual([
      'failing-example: Example 1: it fires as it should, but the rule gives type "discount", the example expects "voucher".',
    ]);
    expect(withExamples([fires, { type: 'discount', params: { amount: 11 } }], [{}, null])).toEqual([
      'failing-example: Example 1: it fires as it should, but the rule has no params.amount.',
    ]);
  });

  it('name known facts and give them their type', () => {
    expect(withExamples([{ ...fires, 'stock.onhand': 1 }, { type: 'discount' }], [{ 'product.sku': 5 }, null])).toEqual(
      [
        'unknown-fact: Example 1: There is no fact "stock.onhand"; did you mean "stock.onHand".',
        'wrong-type: Example 2: product.sku is a text; 5 is not.',
      ],
    );
  });

  it('judge a disabled rule as if it were enabled, and its scope only where they name it', () => {
    const examples: Rule['examples'] = [
      { facts: { 'stock.onHand': 5 }, expect: { type: 'restore' } },
      { facts: { 'stock.onHand': 5, 'channel.code': 'lazada' }, expect: null },
      { facts: { 'stock.onHand': 5, 'calendar.day': '2027-01-01' }, expect: null },
      {
        facts: { 'stock.onHand': 5, 'calendar.day': '2026-12-31', 'channel.code': 'shopee' },
        expect: { type: 'restore' },
      },
    ];
    expect(found(setOf({ examples, enabled: false, channels: ['shopee'], validTo: '2026-12-31' }))).toEqual([]);
  });
});
