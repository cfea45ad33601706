import { describe, expect, it } from 'vitest';
import { patched, segmentsOf, valueAt, withValue } from '../../../web/pages/rules/editor/pointer';

const RULE = {
  name: 'old',
  conditions: {
    all: [
      { fact: 'a/b', value: 1 },
      { fact: 'c', value: 2 },
    ],
  },
};

describe('values inside a rule', () => {
  it('are found by their pointer, and nothing where there is nothing', () => {
    expect(segmentsOf('/conditions/all/0/a~1b~0')).toEqual(['conditions', 'all', '0', 'a/b~']);
    expect(valueAt(RULE, segmentsOf('/conditions/all/1/value'))).toBe(2);
    expect(valueAt(RULE, ['conditions', 'any', 0])).toBeUndefined();
    expect(valueAt(RULE, ['constructor'])).toBeUndefined();
    expect(valueAt(RULE, [])).toBe(RULE);
  });

  it('are replaced without touching what was there before', () => {
    const before = structuredClone(RULE);
    const after = withValue(RULE, ['conditions', 'all', 1, 'value'], 5) as typeof RULE;
    expect(after.conditions.all[1]).toEqual({ fact: 'c', value: 5 });
    expect(RULE).toEqual(before);
    expect(after.conditions.all[0]).toBe(RULE.conditions.all[0]);
  });

  it('are taken away, and made where the way to them is missing', () => {
    expect(withValue(RULE, ['conditions', 'all', 0], undefined)).toMatchObject({
      conditions: { all: [{ fact: 'c' }] },
    });
    expect(withValue({ a: 1 }, ['title', 'id'], 'x')).toEqual({ a: 1, title: { id: 'x' } });
    expect(withValue({ a: 1 }, ['a'], undefined)).toEqual({});
    expect(withValue({ a: 1, b: null }, ['b'], null)).toEqual({ a: 1, b: null });
  });

  it('are mended by the patch of a finding (RFC 6902)', () => {
    const mended = patched(RULE, [
      { op: 'replace', path: '/conditions/all/0/fact', value: 'ab' },
      { op: 'add', path: '/conditions/all/1', value: { fact: 'between' } },
      { op: 'add', path: '/conditions/all/-', value: { fact: 'last' } },
      { op: 'add', path: '/enabled', value: false },
      { op: 'remove', path: '/name' },
    ]);
    expect(mended).toEqual({
      enabled: false,
      conditions: { all: [{ fact: 'ab', value: 1 }, { fact: 'between' }, { fact: 'c', value: 2 }, { fact: 'last' }] },
    });
  });
});
