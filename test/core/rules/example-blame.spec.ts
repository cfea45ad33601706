import { describe, expect, it } from 'vitest';
import { checkRuleFiles } from '../../../src/contract/rule-set.js';
import { checkRuleSet } from '../../../src/core/rules/check.js';
import type { Condition, Rule, RuleSet } from '../../../src/core/rules/rule.js';
import { bareRule } from './arbitrary.js';

const FIRES: Rule['examples'][number] = { facts: { 'stock.onHand': 5 }, expect: { type: 'restore' } };
const SILENT: Rule['examples'][number] = { facts: { 'stock.onHand': 0 }, expect: null };
const onHand = (operator: string, value: number): Condition => ({ fact: 'stock.onHand', operator, value });

function setOf(change: Partial<Rule>, conditions: RuleSet['conditions'] = {}): RuleSet {
  const rule = { ...bareRule({ all: [onHand('greaterThan', 0)] }), examples: [FIRES, SILENT], ...change };
  return { rules: [rule], conditions, onTie: 'first' };
}
const told = (set: RuleSet): string[] => checkRuleSet(set).map(({ code, message }) => `${code}: ${message}`);

describe('an example that fails is told once, with its cause', () => {
  it('where the rule can never fire: with that error, as a further place of it', () => {
    const conditions = { all: [onHand('greaterThan', 9), onHand('lessThan', 3)] };
    const findings = checkRuleSet(setOf({ conditions }));
    expect(findings.map(({ code }) => code)).toEqual(['contradiction']);
    expect(findings[0]!.related!.at(-1)).toEqual({
      path: '/rules/0/examples/0',
      what: 'example 1 of rule, which fails because of it',
    });
  });

  it('where a comparison is wrong: with that error', () => {
    const conditions = { all: [{ fact: 'stock.onHnad', operator: 'greaterThan', value: 0 }] };
    expect(checkRuleSet(setOf({ conditions })).map(({ code }) => code)).toEqual(['unknown-fact']);
  });

  it('where a named condition is wrong: with the error of that condition', () => {
    const conditions = { all: [{ condition: 'outer' }] };
    const inner = { all: [{ fact: 'stock.onHnad', operator: 'greaterThan', value: 0 }] };
    const findings = checkRuleSet(setOf({ conditions }, { outer: { all: [{ condition: 'inner' }] }, inner }));
    expect(findings.map(({ code, path }) => [code, path])).toEqual([['unknown-fact', '/conditions/inner/all/0/fact']]);
    expect(findings[0]!.related).toEqual([
      { path: '/rules/0/examples/0', what: 'example 1 of rule, which fails because of it' },
    ]);
  });

  it('where the conditions always hold: by the example, not beside a warning', () => {
    const conditions = { any: [onHand('greaterThan', 0), onHand('lessThanInclusive', 0)] };
    expect(told(setOf({ conditions }))).toEqual([
      'failing-example: Example 2: it should not fire, but it does: stock.onHand <= 0 holds, stock.onHand is 0.',
    ]);
  });

  it('where the example is outside of the scope that it names', () => {
    const facts = { ...FIRES.facts, 'channel.code': 'lazada' };
    expect(told(setOf({ channels: ['shopee', 'web'], examples: [{ ...FIRES, facts }, SILENT] }))).toEqual([
      'failing-example: Example 1: it should fire, but it does not: it is outside of the rule\'s scope: channel.code is "lazada", the rule is for "shopee", "web".',
    ]);
    const late = { ...FIRES.facts, 'calendar.day': '2027-01-01' };
    expect(told(setOf({ validTo: '2026-12-31', examples: [{ ...FIRES, facts: late }, SILENT] }))).toEqual([
      'failing-example: Example 1: it should fire, but it does not: it is outside of the rule\'s scope: calendar.day is "2027-01-01", the rule holds to 2026-12-31.',
    ]);
  });

  it('where two examples say the opposite of the same facts: the pair, once, whichever fails', () => {
    const opposite = { facts: FIRES.facts, expect: null };
    const findings = checkRuleSet(setOf({ examples: [FIRES, opposite, SILENT] }));
    expect(findings.map(({ message }) => message)).toEqual([
      'Example 2 has the same facts as example 1 and expects the opposite: one of the two is wrong.',
    ]);
    expect(findings[0]!.related).toEqual([{ path: '/rules/0/examples/0', what: 'example 1' }]);
  });

  it('names the comparisons that decide, not the first that is false', () => {
    const low = onHand('lessThan', 0);
    const stale: Condition = { fact: 'stock.staleUnits', operator: 'greaterThan', value: 0 };
    const conditions: Condition = { all: [{ any: [low, onHand('greaterThan', 0)] }, { not: { condition: 'stale' } }] };
    const examples = [{ ...FIRES, facts: { 'stock.onHand': 5, 'stock.staleUnits': 2 } }, SILENT];
    expect(told(setOf({ conditions, examples }, { stale: { all: [stale] } }))).toContainEqual(
      'failing-example: Example 1: it should fire, but it does not: stock.staleUnits > 0 (in the named condition "stale") holds, stock.staleUnits is 2.',
    );
  });

  it('where conditions.json cannot be read: that, and not every rule that uses it', () => {
    const rule = { ...setOf({ conditions: { all: [{ condition: 'stale' }] } }).rules[0]!, priority: 5 };
    const files = [
      { fileName: 'r.json', text: JSON.stringify(rule) },
      { fileName: 'conditions.json', text: '{"stale": {"all": [}}' },
    ];
    expect(checkRuleFiles(files).findings.map(({ code, file }) => `${file} ${code}`)).toEqual([
      'conditions.json not-json',
    ]);
  });
});
