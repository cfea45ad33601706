import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RuleSchema } from '../../../src/contract/rule-schema.js';
import { checkRuleFiles, loadRuleSet, ruleSetFiles, type RuleFileText } from '../../../src/contract/rule-set.js';
import { formatConditions, formatRule, formatSet, KEY_ORDER } from '../../../src/core/rules/format.js';
import type { Rule, RuleSet } from '../../../src/core/rules/rule.js';
import { anySet, rule, setOf } from './versions-example.js';

const FOLDER = join(import.meta.dirname, '../../../rules');
const NOT_OF_THE_SET = /^(policy|fees|profiles)\.json$|schema\.json$/;
const shipped: RuleFileText[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json') && !NOT_OF_THE_SET.test(name))
  .map((fileName) => ({ fileName, text: readFileSync(join(FOLDER, fileName), 'utf8') }));

/** The set that files hold, whatever its checks say. */
function read(files: RuleFileText[]): RuleSet {
  const { draft, findings } = checkRuleFiles(files);
  if (draft === null) throw new Error(JSON.stringify(findings));
  return draft;
}

/** The same content with the keys of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, shuffled(each)]),
  );
}

describe('the text of a rule file', () => {
  it('is this', () => {
    const text = formatRule(
      rule({
        version: 2,
        priority: 1,
        channels: ['shopee'],
        event: { type: 'voucher', params: { quota: 5, percent: 10 } },
      }),
    );
    expect(text).toBe(`{
  "$schema": "./schema.json",
  "name": "old-stock",
  "title": {"id": "Stok lama dipotong.", "en": "Old stock is cut."},
  "version": 2,
  "channels": ["shopee"],
  "conditions": {
    "all": [
      {"fact": "stock.onHand", "operator": "greaterThan", "value": 0},
      {"fact": "stock.ageDaysOldest", "operator": "greaterThanInclusive", "value": 31}
    ]
  },
  "event": {"type": "voucher", "params": {"percent": 10, "quota": 5}},
  "examples": [
    {"facts": {"stock.ageDaysOldest": 40, "stock.onHand": 5}, "expect": {"type": "discount"}},
    {"facts": {"stock.ageDaysOldest": 30, "stock.onHand": 5}, "expect": null}
  ]
}
`);
  });

  it('has no line over 120 characters that could be broken, and breaks none that fits', () => {
    const facts = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 1]));
    // 4 blanks, `{"facts": {` (11), n times `"fN": 1` (7) with `, ` between, `}, "expect": null}` (18): 31 + 9 n
    const linesWith = (count: number): string[] =>
      formatRule(rule({ examples: [{ facts: facts(count), expect: null }] })).split('\n');
    expect(linesWith(9).filter((line) => line.includes('"f0"'))[0]).toHaveLength(31 + 9 * 9);
    expect(linesWith(10).filter((line) => line.includes('"f0"'))[0]!.length).toBeLessThan(120);
    expect(linesWith(10).filter((line) => line.includes('"facts"'))[0]).not.toContain('expect');
  });

  it('says no default, and does not say what it would mean twice', () => {
    const text = formatRule(rule({ version: 1, enabled: true, priority: 1 }));
    expect(text).not.toMatch(/"version"|"enabled"|"priority"/);
    const other = formatRule(rule({ version: 2, enabled: false, priority: 2 }));
    expect(other).toMatch(/"version": 2,\n {2}"enabled": false,\n {2}"priority": 2,/);
  });

  it('has its keys in the order of the schema', () => {
    const keys = Object.keys(RuleSchema.shape);
    expect(['$schema', ...KEY_ORDER.rule]).toEqual(keys);
    for (const option of RuleSchema.shape.event.def.options) {
      const params = option.shape.params;
      const shape = 'shape' in params ? params.shape : params.unwrap().shape;
      const own = Object.keys(shape);
      expect(KEY_ORDER.params.filter((key) => own.includes(key))).toEqual(own);
    }
  });

  it('does not depend on the order of keys before', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const other = shuffled(set) as RuleSet;
        expect(other.rules.map(formatRule)).toEqual(set.rules.map(formatRule));
        expect(formatConditions(other.conditions)).toBe(formatConditions(set.conditions));
      }),
    );
  });

  it('formatted again is the same, byte for byte', () => {
    fc.assert(
      fc.property(anySet, ({ rules, conditions, onTie }) => {
        for (const each of rules) {
          const text = formatRule(each);
          expect(formatRule(JSON.parse(text) as Rule)).toBe(text);
          expect(text.endsWith('}\n')).toBe(true);
        }
        const named = formatConditions(conditions);
        expect(formatConditions(JSON.parse(named) as RuleSet['conditions'])).toBe(named);
        expect(formatSet(JSON.parse(formatSet({ onTie })) as RuleSet)).toBe(formatSet({ onTie }));
      }),
    );
  });
});

describe('a rule set as files', () => {
  const inFileOrder = (set: RuleSet): RuleSet => {
    const place = new Map(ruleSetFiles(set).map(({ text }, index) => [text, index]));
    return { ...set, rules: set.rules.toSorted((a, b) => place.get(formatRule(a))! - place.get(formatRule(b))!) };
  };
  const withRules = anySet.filter(({ rules }) => rules.length > 0);

  it('read again is the same set, its rules in the order of the file names', () => {
    fc.assert(
      fc.property(withRules, (set) => {
        expect(read(ruleSetFiles(set))).toEqual(inFileOrder(set));
      }),
    );
  });

  it('read and written again is the same bytes, in whatever order the files came', () => {
    fc.assert(
      fc.property(withRules, (set) => {
        const files = ruleSetFiles(set);
        expect(ruleSetFiles(read(files.toReversed()))).toEqual(files);
      }),
    );
  });

  it('keeps rules whose names are those of other files, and two of one name', () => {
    const names = ['conditions', 'set', 'policy', 'fees', 'profiles', 'schema', 'my-schema', 'a', 'a'];
    const files = ruleSetFiles(setOf(names.map((name) => rule({ name }))));
    expect(new Set(files.map(({ fileName }) => fileName)).size).toBe(names.length + 2);
    expect(files.map(({ fileName }) => fileName)).toEqual(
      expect.arrayContaining(['a.json', 'a.2.json', 'set.rule.json']),
    );
    const { draft, findings } = checkRuleFiles(files);
    expect(draft!.rules.map(({ name }) => name).sort()).toEqual([...names].sort());
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual(['duplicate-name']);
  });

  it('always states its named conditions, so that none are left from before', () => {
    expect(ruleSetFiles(setOf([rule()])).find(({ fileName }) => fileName === 'conditions.json')!.text).toBe(
      '{"$schema": "./conditions.schema.json"}\n',
    );
  });
});

describe('the shipped rules', () => {
  it('are written in this form, every file', () => {
    expect(shipped.length).toBeGreaterThan(12);
    expect(ruleSetFiles(loadRuleSet(shipped))).toEqual(shipped.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1)));
  });
});
