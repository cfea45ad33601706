import { describe, expect, it } from 'vitest';
import {
  addRule,
  differences,
  editedSet,
  filledIn,
  isChanged,
  isReadable,
  merged,
  SHARED,
  setJson,
  textOf,
  typed,
  withSheet,
} from '../../../web/pages/rules/editor/edited-set';

const rule = (name: string, percent: number) => ({
  name,
  priority: 10,
  event: { type: 'discount', params: { percent } },
});
const SET = {
  rules: [rule('one', 10), rule('two', 20)],
  conditions: { old: { all: [] } },
  onTie: 'smallestCut' as const,
};

describe('a set that is being edited', () => {
  it('is sent as it was kept until something is changed', () => {
    const set = editedSet(SET);
    expect(setJson(set)).toEqual(SET);
    expect(isChanged(set, SET)).toBe(false);
  });

  it('does not count defaults, the order of keys and layout as changes', () => {
    const set = editedSet(SET);
    const first = set.rules[0]!;
    const text =
      '{ "priority": 10, "version": 1, "enabled": true,\n"event": {"params": {"percent": 10}, "type": "discount"}, "name": "one" }';
    expect(isChanged(withSheet(set, typed(first, text)), SET)).toBe(false);
    expect(isChanged(withSheet(set, typed(first, text.replace('10}', '11}'))), SET)).toBe(true);
  });

  it('keeps a text that cannot be read as it was typed, and what it said last', () => {
    const set = editedSet(SET);
    const half = typed(set.rules[0]!, '{ "name": "one", ');
    expect(isReadable(half)).toBe(false);
    expect(textOf(half)).toBe('{ "name": "one", ');
    expect(half.json).toEqual(SET.rules[0]);
    expect(isChanged(withSheet(set, half), SET)).toBe(true);
    expect(isReadable(typed(half, '[]'))).toBe(false); // JSON, and no rule
    expect(isReadable(typed(half, '{}'))).toBe(true);
  });

  it('shows in the code view what the form changed', () => {
    const sheet = filledIn(typed(editedSet(SET).rules[0]!, '{"name":"one"}'), rule('one', 25));
    expect(textOf(sheet)).toContain('"percent": 25');
    expect(textOf(sheet)).not.toContain('$schema');
  });

  it('gives a copied rule a name of its own', () => {
    const once = addRule(editedSet(SET), rule('one', 10));
    const twice = addRule(once, rule('one', 10));
    expect(setJson(twice).rules.map(({ name }) => name)).toEqual(['one', 'two', 'one-2', 'one-3']);
    expect(new Set(twice.rules.map(({ key }) => key)).size).toBe(4);
  });
});

describe('two people who changed one draft', () => {
  const mine = { ...SET, rules: [rule('one', 11), rule('two', 20), rule('mine', 5)] };
  const theirs = { ...SET, rules: [rule('one', 12), rule('theirs', 6)], conditions: {} };

  it('see where they differ', () => {
    expect(differences(mine, theirs)).toEqual(['one', 'two', 'mine', 'theirs', SHARED]);
    expect(differences(mine, mine)).toEqual([]);
  });

  it('choose part by part', () => {
    expect(merged(mine, theirs, new Set())).toEqual(mine);
    expect(merged(mine, theirs, new Set(differences(mine, theirs)))).toEqual(theirs);
    const both = merged(mine, theirs, new Set(['one', 'theirs']));
    expect(both.rules).toEqual([rule('one', 12), rule('two', 20), rule('mine', 5), rule('theirs', 6)]);
    expect(both.conditions).toEqual(mine.conditions);
  });
});
