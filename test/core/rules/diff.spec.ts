import fc from 'fast-check';
import { applyPatch, type Operation } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/core/rules/changes.js';
import { diffRuleSets, isSameSet, type RuleSetDiff } from '../../../src/core/rules/diff.js';
import type { Condition, Rule, RuleSet } from '../../../src/core/rules/rule.js';
import { anySet, rule, setOf, twoSets } from './versions-example.js';
import { runs } from '../../effort.js';

/** The changes of one rule that became another. */
function changesOf(change: Partial<Rule>, before = rule()): Change[] {
  const { rules } = diffRuleSets(setOf([before]), setOf([{ ...before, ...change }]));
  return rules.changed.flatMap(({ changes }) => changes);
}
const english = (changes: Change[]): string[] => changes.map(({ sentence }) => sentence.en);
const indonesian = (changes: Change[]): string[] => changes.map(({ sentence }) => sentence.id);

describe('what changed in a rule', () => {
  it('is told by place, both values and a sentence: a priority', () => {
    expect(changesOf({ priority: 320 })).toEqual([
      {
        op: 'replace',
        path: '/priority',
        before: 310,
        after: 320,
        sentence: { id: 'prioritas 310 -> 320', en: 'priority 310 -> 320' },
      },
    ]);
  });

  it('is one change where a limit in a comparison became another', () => {
    const conditions: Condition = {
      all: [
        { fact: 'stock.onHand', operator: 'greaterThan', value: 0 },
        { fact: 'stock.ageDaysOldest', operator: 'greaterThanInclusive', value: 35 },
      ],
    };
    const changes = changesOf({ conditions });
    expect(changes).toMatchObject([{ op: 'replace', path: '/conditions/all/1/value', before: 31, after: 35 }]);
    expect(english(changes)).toEqual(['stock.ageDaysOldest >= 31 -> >= 35']);
    expect(indonesian(changes)).toEqual(['stock.ageDaysOldest >= 31 -> >= 35']);
  });

  it('is one change where operator and value of a comparison changed together', () => {
    const age = { fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 30 };
    const [first] = (rule().conditions as { all: Condition[] }).all;
    const changes = changesOf({ conditions: { all: [first!, age] } });
    expect(changes).toMatchObject([{ op: 'replace', path: '/conditions/all/1', after: age }]);
    expect(english(changes)).toEqual(['stock.ageDaysOldest >= 31 -> > 30']);
  });

  it('is told in words for what is proposed', () => {
    const told = (event: Rule['event'], before = rule()) => english(changesOf({ event }, before));
    expect(told({ type: 'discount', params: { percent: 15 } })).toEqual(['cut 10 % -> 15 %']);
    expect(told({ type: 'discount', params: { amount: 5000 } })).toEqual(['cut 10 % -> 5000']);
    expect(told({ type: 'voucher', params: { percent: 5, quota: 100 } })).toEqual([
      'cut 10 % -> voucher 5 %, quota 100',
    ]);
    expect(told({ type: 'hold', params: { reason: 'campaign' } })).toEqual(['cut 10 % -> hold reason campaign']);
    const optimise = { minPercent: 20, maxPercent: 40, clearWithinDays: 45 };
    expect(told({ type: 'discount', params: { optimise } })).toEqual(['cut 10 % -> 20-40 %, clear within 45 days']);
    const wide = rule({ event: { type: 'discount', params: { optimise } } });
    expect(told({ type: 'discount', params: { optimise: { ...optimise, maxPercent: 50 } } }, wide)).toEqual([
      'largest cut 40 % -> 50 %',
    ]);
  });

  it('is told in words for the frame', () => {
    const told = (change: Partial<Rule>, before?: Rule) => english(changesOf(change, before));
    expect(told({ enabled: false })).toEqual(['switched off']);
    expect(told({ channels: ['shopee', 'store'] })).toEqual(['channels all -> shopee, store']);
    expect(told({ channels: ['store'] }, rule({ channels: ['shopee', 'store'] }))).toEqual([
      'channels shopee, store -> store',
    ]);
    expect(told({ validTo: '2026-12-31' })).toEqual(['valid to always -> 2026-12-31']);
    expect(told({ title: { id: 'Stok lama dipotong.', en: 'Cut.' } })).toEqual([
      'title (en): "Old stock is cut." -> Cut.',
    ]);
  });

  it('is told in words for examples', () => {
    const [fires, silent] = rule().examples as [Rule['examples'][0], Rule['examples'][0]];
    const told = (examples: Rule['examples']) => english(changesOf({ examples }));
    const more = { facts: { 'stock.onHand': 0 }, expect: null };
    expect(told([fires, silent, more])).toEqual(['example added (it does not fire)']);
    expect(told([silent])).toEqual(['example 1 removed (it fires)']);
    expect(told([{ ...fires, facts: { ...fires.facts, 'stock.onHand': 6 } }, silent])).toEqual([
      'example 1: stock.onHand 5 -> 6',
    ]);
    expect(indonesian(changesOf({ examples: [fires, silent, more] }))).toEqual(['contoh ditambahkan (tidak menyala)']);
  });

  it('is a condition added, removed or moved, in the middle too', () => {
    const [onHand, age] = (rule().conditions as { all: Condition[] }).all as [Condition, Condition];
    const stale: Condition = { fact: 'stock.staleUnits', operator: 'greaterThan', value: { fact: 'sales.units30' } };
    const added = changesOf({ conditions: { all: [onHand, stale, age] } });
    expect(added).toMatchObject([{ op: 'add', path: '/conditions/all/1', after: stale }]);
    expect(english(added)).toEqual(['condition added: stock.staleUnits > sales.units30']);
    const moved = changesOf({ conditions: { all: [age, onHand] } });
    expect(moved).toMatchObject([
      { op: 'move', from: expect.any(String) as string, path: expect.any(String) as string },
    ]);
    expect(moved[0]!.sentence.en).toMatch(/^condition moved: stock\./);
    const removed = changesOf({ conditions: { all: [age] } });
    expect(removed).toMatchObject([{ op: 'remove', path: '/conditions/all/0', before: onHand }]);
    expect(english(removed)).toEqual(['condition removed: stock.onHand > 0']);
  });

  it('is the whole condition where it became one of another kind', () => {
    const { all } = rule().conditions as { all: Condition[] };
    const changes = changesOf({ conditions: { any: all } });
    expect(changes).toMatchObject([{ op: 'replace', path: '/conditions' }]);
    const both = 'stock.onHand > 0; stock.ageDaysOldest >= 31';
    expect(english(changes)).toEqual([`all of (${both}) -> any of (${both})`]);
    expect(indonesian(changes)).toEqual([`semua dari (${both}) -> salah satu dari (${both})`]);
  });

  it('is a list of values as a whole, long ones too', () => {
    const inList = (value: string[]): Partial<Rule> => ({
      conditions: { all: [{ fact: 'product.category', operator: 'in', value }] },
    });
    const short = changesOf(inList(['kaos', 'kemeja']), rule(inList(['kaos'])));
    expect(english(short)).toEqual(['product.category one of kaos -> one of kaos, kemeja']);
    const long = (from: number) => Array.from({ length: 1000 }, (_, i) => `c-${from + i}`);
    expect(changesOf(inList(long(500)), rule(inList(long(0))))).toHaveLength(1);
  });

  it('is found at the bottom of forty conditions in each other', () => {
    const nested = (depth: number, value: number): Condition =>
      depth === 0 ? { fact: 'stock.onHand', operator: 'greaterThan', value } : { all: [nested(depth - 1, value)] };
    const changes = changesOf({ conditions: nested(40, 2) }, rule({ conditions: nested(40, 1) }));
    expect(changes).toMatchObject([{ op: 'replace', path: `/conditions${'/all/0'.repeat(40)}/value`, after: 2 }]);
  });

  it('is nothing where only keys changed their order, or a default is said', () => {
    const { name, title, conditions, event, examples } = rule({ priority: 1 });
    const bare = { examples, event, conditions, title: { en: title.en, id: title.id }, name } as Rule;
    const said = { $schema: './schema.json', ...rule({ priority: 1 }) };
    expect(diffRuleSets(setOf([bare]), setOf([said])).isEqual).toBe(true);
    expect(isSameSet(setOf([bare]), setOf([said]))).toBe(true);
  });
});

describe('what changed in a set', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => rule({ name })) as [Rule, Rule, Rule];

  it('is rules added and removed, with their places', () => {
    const { rules, isEqual } = diffRuleSets(setOf([a, b]), setOf([b, c]));
    expect(isEqual).toBe(false);
    expect(rules.added).toMatchObject([
      { rule: { name: 'c' }, index: 1, sentence: { en: 'rule added: Old stock is cut.' } },
    ]);
    expect(rules.removed).toMatchObject([{ rule: { name: 'a' }, index: 0 }]);
    expect([rules.changed, rules.moved]).toEqual([[], []]);
  });

  it('is rules that only stand elsewhere: as few as possible', () => {
    const { rules } = diffRuleSets(setOf([a, b, c]), setOf([c, a, b]));
    expect(rules).toMatchObject({ added: [], removed: [], changed: [] });
    expect(rules.moved).toEqual([{ name: 'c', from: 2, to: 0, sentence: { id: 'urutan 3 -> 1', en: 'place 3 -> 1' } }]);
    expect(isSameSet(setOf([a, b, c]), setOf([c, a, b]))).toBe(false);
  });

  it('is named conditions and how ties are settled', () => {
    const has = (value: number): Condition => ({ all: [{ fact: 'stock.onHand', operator: 'greaterThan', value }] });
    const before = setOf([a], { conditions: { gone: has(0), 'a/b': has(1) } });
    const after = setOf([a], { conditions: { 'a/b': has(2), fresh: has(3) }, onTie: 'first' });
    const { conditions, onTie } = diffRuleSets(before, after);
    expect(conditions.added).toMatchObject([
      { name: 'fresh', sentence: { en: expect.stringContaining('stock.onHand > 3') as string } },
    ]);
    expect(conditions.removed).toMatchObject([{ name: 'gone' }]);
    expect(conditions.changed).toMatchObject([
      { name: 'a/b', changes: [{ op: 'replace', path: '/a~1b/all/0/value', before: 1, after: 2 }] },
    ]);
    expect(onTie?.sentence.en).toBe('equal priority: the smallest cut wins -> the first wins');
  });

  it('tells two rules of one name apart, which a draft may hold', () => {
    const twice = setOf([a, { ...a, priority: 5 }]);
    expect(diffRuleSets(twice, twice).isEqual).toBe(true);
    expect(diffRuleSets(twice, setOf([a])).rules.removed).toMatchObject([{ index: 1, rule: { priority: 5 } }]);
  });
});

/** The set after, from the set before and the changes alone. */
function applied(before: RuleSet, { rules, conditions, onTie }: RuleSetDiff): RuleSet {
  const patched = <T>(document: T, changes: Change[]): T => {
    const copy = structuredClone(document);
    const operations = changes.map(({ op, path, from, after }) => ({ op, path, from, value: after }) as Operation);
    expect(applyPatch(copy, operations).filter((failed) => failed !== null)).toEqual([]);
    return copy;
  };
  const removed = new Set(rules.removed.map(({ index }) => index));
  const moved = new Set(rules.moved.map(({ from }) => from));
  const changesOf = new Map(rules.changed.map(({ name, changes }) => [name, changes]));
  const become = (each: Rule): Rule => patched(each, changesOf.get(each.name) ?? []);
  const now = before.rules.filter((_, index) => !removed.has(index) && !moved.has(index)).map(become);
  const placed = [
    ...rules.added.map(({ rule, index }) => ({ rule, index })),
    ...rules.moved.map(({ from, to }) => ({ rule: become(before.rules[from]!), index: to })),
  ];
  for (const { rule, index } of placed.sort((x, y) => x.index - y.index)) now.splice(index, 0, rule);
  let named = structuredClone(before.conditions);
  for (const { name } of conditions.removed) delete named[name];
  for (const { changes } of conditions.changed) named = patched(named, changes);
  for (const { name, condition } of conditions.added) named[name] = condition;
  return { rules: now, conditions: named, onTie: onTie?.after ?? before.onTie };
}

describe('a comparison of any two sets', () => {
  it('applied to the one gives the other', () => {
    fc.assert(
      fc.property(fc.oneof(twoSets, fc.tuple(anySet, anySet)), ([before, after]) => {
        const frozen = structuredClone([before, after]);
        const diff = diffRuleSets(before, after);
        expect([before, after]).toEqual(frozen);
        expect(applied(before, diff)).toEqual(after);
        expect(diff.isEqual).toBe(isSameSet(before, after));
        for (const { changes } of [...diff.rules.changed, ...diff.conditions.changed]) {
          for (const { sentence } of changes) {
            for (const text of [sentence.id, sentence.en]) expect(text).toMatch(/\S/);
            expect(sentence.id + sentence.en).not.toMatch(/undefined|\[object/);
          }
        }
      }),
      { numRuns: runs(200) },
    );
  });

  it('applied to the one gives the other, with longer lists than are aligned too', () => {
    const examples = fc
      .array(fc.integer({ min: 0, max: 40 }), { maxLength: 90 })
      .map((values) => values.map((value) => ({ facts: { 'stock.onHand': value }, expect: null })));
    fc.assert(
      fc.property(examples, examples, (one, other) => {
        const [before, after] = [one, other].map((list) => setOf([rule({ examples: list })])) as [RuleSet, RuleSet];
        expect(applied(before, diffRuleSets(before, after))).toEqual(after);
      }),
    );
  });

  it('with itself tells nothing', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        expect(diffRuleSets(set, structuredClone(set)).isEqual).toBe(true);
      }),
    );
  });
});
