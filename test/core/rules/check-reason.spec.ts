import { applyPatch, type Operation } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import { checkRuleSet, type CheckContext } from '../../../src/core/rules/check.js';
import type { Finding } from '../../../src/core/rules/finding.js';
import type { Condition, Rule, RuleEvent, RuleSet } from '../../../src/core/rules/rule.js';
import { bareRule } from './arbitrary.js';

const leaf = (fact: string, operator: string, value: unknown): Condition => ({ fact, operator, value }) as Condition;
const age = (operator: string, days: number): Condition => leaf('stock.ageDaysOldest', operator, days);
const cut = (percent: number): RuleEvent => ({ type: 'discount', params: { percent } });
const rule = (name: string, priority: number, event: RuleEvent, ...all: Condition[]): Rule => ({
  ...bareRule({ all }, priority),
  name,
  event,
});
const setOf = (rules: Rule[], change: Partial<RuleSet> = {}): RuleSet => ({
  rules,
  conditions: {},
  onTie: 'smallestCut',
  ...change,
});
/** What reasoning says; the rules here bring no examples. */
const found = (set: RuleSet, context: CheckContext = {}): Finding[] =>
  checkRuleSet(set, context).filter(({ code }) => !code.endsWith('-example'));
const short = (set: RuleSet, context: CheckContext = {}): string[] =>
  found(set, context).map(({ severity, code, path }) => `${severity} ${code} ${path}`);
const ofOne = (...all: Condition[]): string[] => short(setOf([rule('one', 1, cut(10), ...all)]));

describe('a rule that can never fire', () => {
  it('is an error that names the fewest comparisons that exclude each other', () => {
    const set = setOf([
      rule('one', 1, cut(10), age('greaterThan', 60), leaf('stock.onHand', 'greaterThan', 0), age('lessThan', 31)),
    ]);
    expect(found(set)).toEqual([
      {
        severity: 'error',
        basis: 'static',
        path: '/rules/0/conditions/all/2',
        code: 'contradiction',
        message:
          'The rule can never fire: stock.ageDaysOldest greaterThan 60 and stock.ageDaysOldest lessThan 31 exclude each other.',
        mend: 'Change or remove one of them.',
        values: {
          comparisons: [
            { path: '/rules/0/conditions/all/0', what: 'stock.ageDaysOldest greaterThan 60' },
            { path: '/rules/0/conditions/all/2', what: 'stock.ageDaysOldest lessThan 31' },
          ],
        },
        related: [{ path: '/rules/0/conditions/all/0', what: 'stock.ageDaysOldest greaterThan 60' }],
      },
    ]);
  });

  it.each<[string, Condition[]]>([
    ['nothing whole lies between', [age('greaterThan', 30), age('lessThan', 31)]],
    ['null is excluded by an ordering', [age('greaterThan', 30), leaf('stock.ageDaysOldestKnown', 'equal', false)]],
    [
      'three exclude each other',
      [{ any: [age('lessThan', 5), age('greaterThan', 50)] }, age('greaterThan', 9), age('lessThan', 40)],
    ],
    [
      'a comparison and its opposite',
      [
        leaf('channel.price', 'greaterThan', { fact: 'margin.floorPrice' }),
        leaf('channel.price', 'not:greaterThan', { fact: 'margin.floorPrice' }),
      ].reverse(),
    ],
    [
      'a text is one of two lists that share nothing',
      [leaf('product.category', 'in', ['a', 'b']), leaf('product.category', 'in', ['c'])],
    ],
    [
      'a list holds a text and does not',
      [leaf('product.tags', 'contains', 'x'), leaf('product.tags', 'doesNotContain', 'x')],
    ],
    [
      'days that are over before they begin',
      [leaf('calendar.day', 'greaterThan', '2026-11-10'), leaf('calendar.day', 'lessThan', '2026-11-11')],
    ],
  ])('where %s', (_, all) => {
    const codes = ofOne(...all).filter((text) => !text.includes('null-counts-as-zero'));
    expect(codes).toEqual([expect.stringContaining('error contradiction')]);
  });

  it.each<[string, Condition[]]>([
    [
      'a fraction lies between',
      [leaf('stock.ageDaysAverage', 'greaterThan', 30), leaf('stock.ageDaysAverage', 'lessThan', 31)],
    ],
    [
      'a negated ordering holds for null',
      [{ not: age('greaterThan', 30) }, leaf('stock.ageDaysOldest', 'equal', null)],
    ],
  ])('not where %s', (_, all) => {
    expect(ofOne(...all).filter((text) => text.startsWith('error'))).toEqual([]);
  });

  it('is told where its scope is what excludes it', () => {
    const scoped = { ...rule('one', 1, cut(10), leaf('channel.code', 'equal', 'lazada')), channels: ['shopee'] };
    expect(found(setOf([scoped]))).toMatchObject([
      { code: 'contradiction', related: [{ path: '/rules/0/channels', what: 'channels ["shopee"]' }] },
    ]);
  });

  it('is told where a named condition is what excludes it, with the place there', () => {
    const conditions = { old: { all: [age('greaterThan', 90)] } };
    const set = setOf([rule('one', 1, cut(10), { condition: 'old' }, age('lessThan', 60))], { conditions });
    expect(found(set)).toMatchObject([
      { path: '/rules/0/conditions/all/1', related: [{ path: '/conditions/old/all/0' }] },
    ]);
  });

  it('is told once where one comparison alone is the cause: its own warning becomes the error', () => {
    expect(ofOne(leaf('calendar.weekday', 'greaterThan', 7))).toEqual([
      'error out-of-range /rules/0/conditions/all/0/value',
    ]);
    expect(ofOne(leaf('stock.onHand', 'equal', 2.5))).toEqual(['error out-of-range /rules/0/conditions/all/0/value']);
    expect(ofOne(leaf('product.costKnown', 'notIn', [true, false]))).toEqual([
      'error contradiction /rules/0/conditions/all/0',
    ]);
  });
});

describe('a condition that makes no difference in its place', () => {
  it('is told where the rest of an "all" says more', () => {
    const set = setOf([rule('one', 1, cut(10), age('greaterThan', 60), age('greaterThan', 90))]);
    expect(found(set)).toMatchObject([
      {
        severity: 'warning',
        code: 'redundant',
        path: '/rules/0/conditions/all/0',
        message: 'stock.ageDaysOldest greaterThan 60 holds anyway: stock.ageDaysOldest greaterThan 90 says it already.',
        patch: [{ op: 'remove', path: '/rules/0/conditions/all/0' }],
        related: [{ path: '/rules/0/conditions/all/1' }],
      },
    ]);
  });

  it('is the second of two that say the same', () => {
    expect(ofOne(age('greaterThan', 60), age('greaterThanInclusive', 61))).toEqual([
      'warning redundant /rules/0/conditions/all/1',
    ]);
  });

  it('is told where an ancestor says more, and where another part of an "any" does', () => {
    const inner = (...any: Condition[]): Condition => ({ any });
    const other = leaf('stock.coverDays', 'greaterThan', 9);
    expect(
      ofOne(age('greaterThan', 90), inner(other, { all: [age('greaterThan', 60), leaf('sales.units7', 'equal', 0)] })),
    ).toEqual(['warning redundant /rules/0/conditions/all/1/any/1/all/0']);
    expect(ofOne(inner(age('greaterThan', 60), age('greaterThan', 90), other))).toEqual([
      'warning redundant /rules/0/conditions/all/0/any/1',
    ]);
  });

  it('never holds where the rest excludes it', () => {
    const any: Condition = { any: [age('lessThan', 30), leaf('stock.coverDays', 'greaterThan', 9)] };
    expect(found(setOf([rule('one', 1, cut(10), age('greaterThan', 90), any)]))).toMatchObject([
      {
        code: 'never-true',
        path: '/rules/0/conditions/all/1/any/0',
        message: 'stock.ageDaysOldest lessThan 30 never holds here, because of stock.ageDaysOldest greaterThan 90.',
      },
    ]);
  });

  it('always holds by what the fact can be', () => {
    expect(ofOne(leaf('stock.staleUnits', 'greaterThanInclusive', 0), age('greaterThan', 3))).toEqual([
      'warning always-true /rules/0/conditions/all/0',
    ]);
    expect(ofOne(leaf('stock.staleUnits', 'greaterThanInclusive', 0))).toEqual([
      'warning always-true /rules/0/conditions',
    ]);
  });

  it('is not told of "is known" beside a comparison: that is said for the reader', () => {
    expect(ofOne(leaf('product.costKnown', 'equal', true), leaf('product.cost', 'greaterThan', 5))).toEqual([]);
    expect(ofOne(leaf('product.cost', 'notEqual', null), leaf('product.cost', 'greaterThan', 5))).toEqual([]);
  });

  it('is told in a named condition by itself', () => {
    const conditions = {
      old: { any: [age('greaterThan', 90), age('greaterThan', 60)] },
      none: { all: [age('lessThan', 5), age('greaterThan', 9)] },
    };
    expect(short(setOf([], { conditions }))).toEqual([
      'warning redundant /conditions/old/any/0',
      'warning never-true /conditions/none',
    ]);
  });
});

describe('a rule that can never win', () => {
  const narrow = rule('narrow', 5, cut(20), age('greaterThan', 60), age('lessThanInclusive', 90));

  it('is told where a broader one of higher priority fires wherever it does', () => {
    expect(found(setOf([narrow, rule('broad', 9, cut(10), age('greaterThan', 30))]))).toMatchObject([
      {
        severity: 'warning',
        code: 'shadowed',
        path: '/rules/0',
        message: 'narrow (priority 5) can never win: wherever it fires, broad (priority 9) fires too and wins.',
        values: { rule: 'narrow', priority: 5, by: ['broad'] },
        related: [{ path: '/rules/1', what: 'broad' }],
      },
    ]);
  });

  it('is told where several cover it together, and names only those', () => {
    const rules = [
      narrow,
      rule('to-75', 9, cut(10), age('lessThanInclusive', 75)),
      rule('from-76', 9, cut(10), age('greaterThan', 75)),
      rule('elsewhere', 9, cut(10), age('greaterThan', 200), leaf('stock.onHand', 'greaterThan', 4)),
    ];
    const [finding] = found(setOf(rules)).filter(({ code }) => code === 'shadowed');
    expect(finding!.values).toEqual({ rule: 'narrow', priority: 5, by: ['to-75', 'from-76'] });
    expect(found(setOf(rules.slice(0, 2))).map(({ code }) => code)).toEqual([]);
  });

  it('is told where a hold of whatever priority stands in its way', () => {
    const hold = rule('hold', 1, { type: 'hold', params: { reason: 'x' } }, age('greaterThan', 30));
    expect(short(setOf([narrow, hold]))).toEqual(['warning shadowed /rules/0']);
  });

  it('is told where onTie always prefers another of the same priority', () => {
    const wide = rule('wide', 5, cut(10), age('greaterThan', 30));
    expect(short(setOf([narrow, wide]))).toEqual(['warning shadowed /rules/0']);
    expect(short(setOf([narrow, wide], { onTie: 'largestCut' }))).toEqual(['warning equal-priority /rules/1/priority']);
    expect(short(setOf([narrow, wide], { onTie: 'first' }))).toEqual(['warning equal-priority /rules/1/priority']);
  });

  it.each<[string, Rule[]]>([
    [
      'an alert stands in no way',
      [narrow, rule('a', 9, { type: 'alert', params: { message: 'x' } }, age('greaterThan', 30))],
    ],
    ['a disabled rule does not fire', [narrow, { ...rule('b', 9, cut(10), age('greaterThan', 30)), enabled: false }]],
    [
      'another channel is another matter',
      [narrow, { ...rule('c', 9, cut(10), age('greaterThan', 30)), channels: ['shopee'] }],
    ],
    ['a campaign ends', [narrow, { ...rule('d', 9, cut(10), age('greaterThan', 30)), validTo: '2026-12-31' }]],
    ['a category may be unknown', [narrow, { ...rule('e', 9, cut(10), age('greaterThan', 30)), categories: ['kaos'] }]],
  ])('not where %s', (_, rules) => {
    expect(short(setOf(rules))).toEqual([]);
  });
});

describe('two rules with the same conditions, however written', () => {
  const one = rule('one', 5, cut(10), age('greaterThan', 60), leaf('stock.onHand', 'greaterThan', 0));
  const again: Condition = {
    not: { any: [leaf('stock.onHand', 'lessThanInclusive', 0), { not: { condition: 'old' } }] },
  };
  const other = (event: RuleEvent, priority: number): Rule => ({ ...bareRule(again, priority), name: 'other', event });
  const conditions = { old: { all: [age('greaterThanInclusive', 61)] } };

  it('and the same event are duplicates', () => {
    expect(found(setOf([one, other(cut(10), 3)], { conditions }))).toMatchObject([
      {
        code: 'duplicate-rule',
        path: '/rules/1',
        message: 'other fires for the same products as one and says the same.',
        patch: [{ op: 'add', path: '/rules/1/enabled', value: false }],
      },
    ]);
  });

  it('and different events are told apart: only one is ever heard', () => {
    expect(found(setOf([one, other(cut(20), 9)], { conditions }))).toMatchObject([
      {
        code: 'same-conditions',
        path: '/rules/0',
        message: 'one fires for the same products as other and says something else; other always wins.',
        values: { winner: 'other' },
      },
    ]);
    const amount: RuleEvent = { type: 'discount', params: { amount: 5000 } };
    expect(found(setOf([one, other(amount, 5)], { conditions }))).toMatchObject([
      { code: 'same-conditions', values: { winner: null } },
    ]);
  });

  it('are in order where one is an alert, or where the scope differs', () => {
    expect(short(setOf([one, other({ type: 'alert', params: { message: 'x' } }, 3)], { conditions }))).toEqual([]);
    expect(short(setOf([one, { ...other(cut(20), 9), channels: ['shopee'] }], { conditions }))).toEqual([]);
  });
});

describe('rules of equal priority that fire together', () => {
  const stale = rule('stale', 5, cut(10), age('greaterThan', 60));
  const cover = rule('cover', 5, cut(20), leaf('stock.coverDays', 'greaterThan', 90));

  it('are told with facts on which it happens and with what onTie does', () => {
    const [finding] = found(setOf([stale, cover]));
    expect(finding).toMatchObject({
      severity: 'warning',
      code: 'equal-priority',
      path: '/rules/1/priority',
      values: { rules: ['stale', 'cover'], priority: 5, onTie: 'smallestCut', winner: 'stale' },
      related: [{ path: '/rules/0/priority', what: 'stale' }],
    });
    const { witness } = finding!.values as { witness: Record<string, number> };
    expect(witness['stock.ageDaysOldest']).toBeGreaterThan(60);
    expect(witness['stock.coverDays']).toBeGreaterThan(90);
    expect(finding!.message).toContain('cover and stale have the same priority, 5, and fire together');
  });

  it('are mended by the free priority that says what onTie says', () => {
    expect(found(setOf([stale, cover]))[0]!.patch).toEqual([{ op: 'add', path: '/rules/1/priority', value: 4 }]);
    const between = rule('between', 4, cut(20), leaf('stock.onHand', 'greaterThan', 90));
    expect(found(setOf([stale, cover, between]))[0]!.patch).toBeUndefined();
  });

  it('are in order where something above both always decides, and where they never meet', () => {
    const both = rule('both', 9, cut(30), age('greaterThan', 60), leaf('stock.coverDays', 'greaterThan', 90));
    expect(short(setOf([stale, cover, both]))).toEqual([]);
    expect(short(setOf([stale, rule('young', 5, cut(20), age('lessThanInclusive', 60))]))).toEqual([]);
  });

  it('beyond fifty pairs are told in one sentence', () => {
    const names = [
      'stock.onHand',
      'stock.staleUnits',
      'sales.units7',
      'sales.units30',
      'sales.units90',
      'stock.daysInStock30',
    ];
    const more = [
      'channelSales.units7',
      'channelSales.units30',
      'channelSales.units90',
      'product.cost',
      'product.price',
    ];
    const rules = [...names, ...more].map((fact, i) => rule(`r-${i}`, 5, cut(i + 1), leaf(fact, 'greaterThan', 3)));
    const told = found(setOf(rules)); // 11 * 10 / 2 = 55 pairs
    expect(told).toHaveLength(51);
    expect(told.at(-1)).toMatchObject({ path: '', code: 'equal-priority' });
  });
});

describe('cuts and the policy', () => {
  const limits = { maxDiscountBp: 3000, maxStepBp: 2000, unknownCostMaxDiscountBp: 500 };
  const context: CheckContext = {
    limits: {
      channels: ['lazada'],
      categories: ['kaos'],
      of: (channel, category) =>
        channel === 'lazada'
          ? { ...limits, maxDiscountBp: 1000 }
          : category === 'kaos'
            ? { ...limits, maxStepBp: 500 }
            : limits,
    },
  };
  const told = (event: RuleEvent, change: Partial<Rule> = {}, ...all: Condition[]): string[] =>
    found(setOf([{ ...rule('one', 5, event, age('greaterThan', 3), ...all), ...change }]), context).map(
      ({ code, path, message }) => `${code} ${path.replace('/rules/0/event/params/', '')}: ${message}`,
    );
  const range = (minPercent: number, maxPercent: number): RuleEvent => ({
    type: 'discount',
    params: { optimise: { minPercent, maxPercent, clearWithinDays: 30 } },
  });
  const store = { channels: ['store'], categories: ['topi'] };

  it('a cut over the largest discount everywhere', () => {
    expect(told(cut(40), store)).toEqual([
      'percent-over-limit percent: 40 % is more than the policy allows (30 %): the cut is held to that.',
    ]);
    expect(told(cut(30), { ...store, priority: 5 })).toEqual([
      'percent-over-step percent: 30 % is more than one step from a running cut of 0 % (20 %): it takes several steps.',
    ]);
    expect(told(cut(20), store)).toEqual([]);
  });

  it('a cut over the largest discount in some places, which are named', () => {
    expect(told(cut(15), { categories: ['topi'] })).toEqual([
      'percent-over-limit percent: 15 % is more than the policy allows (lazada 10 %): the cut is held to that there.',
    ]);
    expect(told(cut(15), { categories: ['topi'] }, leaf('channel.code', 'notEqual', 'lazada'))).toEqual([]);
  });

  it('a range that begins or ends beyond it', () => {
    expect(told(range(35, 40), store)[0]).toContain('range-over-limit optimise/minPercent: 35 % is more');
    expect(told(range(5, 40), store)).toEqual([
      'range-partly-over-limit optimise/maxPercent: 40 % is more than the policy allows (30 %): the part of the range above it is never used.',
    ]);
    expect(told(range(5, 30), store)).toEqual([]);
  });

  it('a step counts from the smallest running cut at which the rule fires', () => {
    // from 20 %: the price is 80 %, a step of 20 % leads to 64 %, a cut of 36 %: 30 % is reached at once
    expect(told(cut(30), store, leaf('channel.discountBp', 'greaterThanInclusive', 2000))).toEqual([]);
    // from 5 %: 95 % * 80 % = 76 %, a cut of 24 %
    expect(told(cut(25), store, leaf('channel.discountBp', 'greaterThanInclusive', 500))[0]).toContain('(24 %)');
  });

  it('where the cost is unknown, what the policy allows then', () => {
    expect(told(cut(10), store, leaf('product.costKnown', 'equal', false))[0]).toContain('policy allows (5 %)');
  });

  it('a voucher never gets beyond one step, a bundle neither', () => {
    expect(told({ type: 'voucher', params: { percent: 25 } }, store)[0]).toContain(
      'percent-over-limit percent: 25 % is more than the policy allows (20 %)',
    );
    expect(told({ type: 'voucher', params: { percent: 25, maxDiscount: 9 } }, store)).toEqual([]);
    expect(told({ type: 'bundle', params: { partner: 'best', percent: 25 } }, store)[0]).toContain('percent-over-step');
    expect(told({ type: 'discount', params: { amount: 5000 } }, store)).toEqual([]);
  });

  it('a range of one value', () => {
    expect(found(setOf([rule('one', 5, range(10, 10), age('greaterThan', 3))]))).toMatchObject([
      {
        code: 'range-of-one',
        path: '/rules/0/event/params/optimise',
        mend: 'Write "percent": 10 in place of optimise.',
      },
    ]);
  });
});

describe('channels and categories that the shop does not have', () => {
  it('are told in scope and in comparisons, with the nearest that it has', () => {
    const scoped = {
      ...rule('one', 5, cut(10), { not: leaf('channel.code', 'in', ['web', 'lazada']) }, { condition: 'caps' }),
      channels: ['shope', 'store'],
      categories: ['kaos'],
    };
    const conditions = { caps: { all: [leaf('product.category', 'not:equal', 'Topi')] } };
    const context = { channels: ['shopee', 'store', 'website', 'lazada'], categories: ['kaos', 'topi'] };
    const told = found(setOf([scoped], { conditions }), context).filter(({ code }) => code.startsWith('unknown'));
    expect(told.map(({ code, path, message }) => `${code} ${path} ${message}`)).toEqual([
      'unknown-channel /rules/0/channels/0 There is no channel "shope"; did you mean "shopee".',
      'unknown-channel /rules/0/conditions/all/0/not/value/0 There is no channel "web".',
      'unknown-category /conditions/caps/all/0/value There is no category "Topi"; did you mean "topi".',
    ]);
    expect(told.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('are not looked for where nobody says what there is', () => {
    expect(short(setOf([{ ...rule('one', 5, cut(10), age('greaterThan', 3)), channels: ['x'] }]))).toEqual([]);
  });
});

describe('the check of one rule among others', () => {
  it('tells only what concerns it, at its own place', () => {
    const rules = [
      rule('dead', 1, cut(5), age('greaterThan', 9), age('lessThan', 9)),
      rule('stale', 5, cut(10), age('greaterThan', 60)),
      rule('cover', 5, cut(20), leaf('stock.coverDays', 'greaterThan', 90)),
    ];
    expect(short(setOf(rules), { only: 1 })).toEqual(['warning equal-priority /rules/1/priority']);
    expect(short(setOf(rules), { only: 0 })).toEqual(['error contradiction /rules/0/conditions/all/1']);
  });
});

describe('what cannot be reasoned out', () => {
  /** Pigeons: each of n + 1 sits in one of n holes, no two in one; to refute it takes n! steps by cases. */
  const pigeons = (n: number): Condition[] => {
    const sits = (pigeon: number, hole: number): Condition => leaf('product.tags', 'contains', `${pigeon} in ${hole}`);
    const holes = Array.from({ length: n }, (_, hole) => hole);
    const birds = Array.from({ length: n + 1 }, (_, pigeon) => pigeon);
    return [
      { all: birds.map((pigeon) => ({ any: holes.map((hole) => sits(pigeon, hole)) })) },
      {
        all: holes.flatMap((hole) =>
          birds.flatMap((one) =>
            birds.slice(0, one).map((other): Condition => ({ not: { all: [sits(one, hole), sits(other, hole)] } })),
          ),
        ),
      },
    ];
  };

  it('is said in one finding, and nothing is guessed', () => {
    // 8 pigeons, 7 holes: 7! = 5,040 cases, in each of which some of 7 * 28 exclusions are looked at
    expect(
      found(setOf([rule('one', 1, cut(10), ...pigeons(7)), rule('two', 2, cut(5), age('greaterThan', 1))])),
    ).toMatchObject([{ path: '', code: 'not-fully-checked', severity: 'warning', values: { rules: ['one'] } }]);
  });

  it('is found out while it is small', () => {
    expect(short(setOf([rule('one', 1, cut(10), ...pigeons(3))]))).toEqual([
      expect.stringContaining('error contradiction'),
    ]);
  });
});

describe('every patch', () => {
  it('mends what it was given for', () => {
    const sets: [RuleSet, CheckContext?][] = [
      [setOf([rule('one', 1, cut(10), age('greaterThan', 60), age('greaterThan', 90))])],
      [
        setOf([
          rule('one', 3, cut(10), age('greaterThan', 6)),
          rule('two', 3, cut(10), leaf('sales.units7', 'equal', 0)),
        ]),
      ],
      [setOf([rule('one', 1, cut(10), age('greaterThan', 6)), rule('two', 2, cut(10), age('greaterThan', 6))])],
      [setOf([{ ...rule('one', 1, cut(10), age('greaterThan', 6)), channels: ['shope'] }]), { channels: ['shopee'] }],
      [
        setOf([rule('one', 1, cut(60), age('greaterThan', 6))]),
        {
          limits: {
            channels: [],
            categories: [],
            of: () => ({ maxDiscountBp: 2550, maxStepBp: 3333, unknownCostMaxDiscountBp: 0 }),
          },
        },
      ],
      [
        setOf([rule('one', 1, cut(60), age('greaterThan', 6))]),
        {
          limits: {
            channels: [],
            categories: [],
            of: () => ({ maxDiscountBp: 9000, maxStepBp: 3333, unknownCostMaxDiscountBp: 0 }),
          },
        },
      ],
      [
        setOf([
          rule(
            'one',
            1,
            { type: 'discount', params: { optimise: { minPercent: 30, maxPercent: 10, clearWithinDays: 9 } } },
            age('greaterThan', 6),
          ),
        ]),
      ],
      [
        setOf([
          rule(
            'one',
            1,
            {
              type: 'bundle',
              params: { partner: 'best', optimise: { minPercent: 9, maxPercent: 9, clearWithinDays: 9 } },
            },
            age('greaterThan', 6),
          ),
        ]),
      ],
      [setOf([{ ...rule('one', 1, cut(60), age('greaterThan', 6)), validFrom: '2026-12-02', validTo: '2026-12-01' }])],
      [setOf([rule('one', 1, cut(60), age('greaterThan', 6)), rule('one', 2, cut(5), age('greaterThan', 7))])],
      [
        setOf([rule('one', 1, cut(60), age('greaterThen', 6), leaf('stock.onhand', 'equal', 1), { condition: 'od' })], {
          conditions: { old: { all: [age('greaterThan', 3)] } },
        }),
      ],
      [
        setOf([
          rule(
            'one',
            1,
            cut(60),
            leaf('stock.onHand', 'greaterThan', '5'),
            leaf('product.category', 'equal', 5),
            leaf('product.costKnown', 'equal', 'true'),
          ),
        ]),
      ],
      [
        setOf([
          rule(
            'one',
            1,
            cut(60),
            leaf('product.category', 'in', 'kaos'),
            leaf('stock.onHand', 'in', ['1', 2]),
            leaf('product.tags', 'equal', 'x'),
            leaf('product.tags', 'contains', 5),
          ),
        ]),
      ],
      [
        setOf([
          rule(
            'one',
            1,
            cut(60),
            leaf('stock.onHand', 'contains', 5),
            leaf('channel.price', 'lessThan', { fact: 'competitor.lowestPrice' }),
            { any: [leaf('channel.price', 'lessThan', { fact: 'product.cost' }), age('greaterThan', 6)] },
          ),
        ]),
      ],
    ];
    let patches = 0;
    for (const [set, context] of sets) {
      const before = found(set, context);
      const alike = (findings: Finding[], { code, message }: Finding): number =>
        findings.filter((each) => each.code === code && each.message === message).length;
      expect(before.some(({ patch }) => patch !== undefined)).toBe(true);
      for (const finding of before) {
        if (finding.patch === undefined) continue;
        patches++;
        const mended = structuredClone(set);
        expect(applyPatch(mended, finding.patch as Operation[]).filter((each) => each !== null)).toEqual([]);
        expect([finding.message, alike(found(mended, context), finding)]).toEqual([
          finding.message,
          alike(before, finding) - 1,
        ]);
        expect(finding.mend).not.toBeNull();
      }
    }
    expect(patches).toBeGreaterThanOrEqual(20);
  });
});
