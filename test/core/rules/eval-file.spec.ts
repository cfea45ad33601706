import { describe, expect, it } from 'vitest';
import { factLineEvaluator } from '../../../src/core/rules/eval-file.js';
import { Refusal } from '../../../src/core/refusal.js';
import type { RuleSet } from '../../../src/core/rules/rule.js';
import { bareRule } from './arbitrary.js';

const set: RuleSet = {
  rules: [
    { ...bareRule({ all: [{ fact: 'a', operator: 'greaterThan', value: 1 }] }, 1), name: 'low' },
    {
      ...bareRule({ all: [{ fact: 'a', operator: 'greaterThan', value: 2 }] }, 5),
      name: 'high',
      event: { type: 'discount', params: { percent: 5 } },
    },
    { ...bareRule({ all: [{ fact: 'a', operator: 'greaterThan', value: 1 }] }, 5), name: 'off', enabled: false },
    { ...bareRule({ any: [] }, 3), name: 'scoped', channels: ['shopee'], validFrom: '2026-01-01' },
  ],
  conditions: {},
  onTie: 'first',
};
const evaluate = factLineEvaluator(set);

describe('a line of facts', () => {
  it('gives what fires, in firing order, as one line of JSON', () => {
    expect(evaluate('{"a": 3, "channel.code": "web"}', 1)).toBe(
      '[{"rule":"high","type":"discount","params":{"percent":5}},{"rule":"low","type":"restore","params":{}}]',
    );
    expect(evaluate('{"channel.code": "web"}', 1)).toBe('[]');
  });

  it('may be empty, and may begin the file with a byte order mark', () => {
    expect(evaluate('  ', 3)).toBeNull();
    expect(evaluate('\uFEFF{"channel.code": "web"}', 1)).toBe('[]');
  });

  it('is held to a rule’s scope only where it names channel, category or day', () => {
    const fires = (line: string): boolean => evaluate(line, 1) !== '[]';
    expect(fires('{}')).toBe(true);
    expect(fires('{"channel.code": null}')).toBe(true);
    expect(fires('{"channel.code": "shopee", "calendar.day": "2026-01-01"}')).toBe(true);
    expect(fires('{"channel.code": "lazada"}')).toBe(false);
    expect(fires('{"calendar.day": "2025-12-31"}')).toBe(false);
  });

  it.each([
    ['{"a": 1', 'it is not JSON'],
    ['[1]', 'one JSON object'],
    ['5', 'one JSON object'],
    ['null', 'one JSON object'],
    ['{"stock": {"onHand": 5}}', '"stock.onHand"'],
    ['{"tags": [{"a": 1}]}', 'plain values'],
  ])('%s is refused with its number and the reason', (line, reason) => {
    const attempt = (): unknown => evaluate(line, 7);
    expect(attempt).toThrow(Refusal);
    expect(attempt).toThrow(/^Facts, line 7: /);
    expect(attempt).toThrow(reason);
  });

  it('may name facts like something that every object has: they are facts like any other', () => {
    const named = (fact: string): RuleSet['rules'][number] => ({
      ...bareRule({ all: [{ fact, operator: 'equal', value: 1 }] }),
      name: fact,
    });
    const rules = ['__proto__', 'constructor', 'toString'].map(named);
    const judge = factLineEvaluator({ rules, conditions: {}, onTie: 'first' });
    const fired = (line: string): string[] =>
      (JSON.parse(judge(line, 1)!) as { rule: string }[]).map(({ rule }) => rule);
    expect(fired('{}')).toEqual([]);
    expect(fired('{"__proto__": 1, "toString": 1}')).toEqual(['__proto__', 'toString']);
    expect(fired('{"constructor": 1, "__proto__": [1]}')).toEqual(['constructor']);
  });

  it('of brackets without end is refused like any other', () => {
    const deep = `{"a": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(() => evaluate(deep, 1)).toThrow('plain values');
    expect(() => evaluate('['.repeat(200_000), 1)).toThrow('it is not JSON');
  });
});
