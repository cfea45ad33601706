import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstProblem, placesIn } from '../../src/contract/json-text.js';
import { checkRuleFiles } from '../../src/contract/rule-set.js';
import { checkSetJson } from '../../src/contract/rules-api.js';
import type { Finding } from '../../src/core/rules/finding.js';
import { runs } from '../effort.js';

/**
 * A rule file is untrusted. Each limit is met from both sides and through both doors: texts of files, and JSON over the
 * API. Nothing here carries a time limit: what is slow beyond measure runs into the test runner's own.
 */
interface Leaf {
  fact: string;
  operator: string;
  value: unknown;
}
type Tree = Leaf | { all: Tree[] } | { any: Tree[] } | { not: Tree } | { condition: string };

const OLD: Leaf = { fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 60 };
const SKU = (value: unknown, operator = 'in'): Leaf => ({ fact: 'product.sku', operator, value });
const EXAMPLES = [
  { facts: { 'stock.ageDaysOldest': 70, 'product.sku': 'S' }, expect: { type: 'discount' } },
  { facts: { 'stock.ageDaysOldest': 60, 'product.sku': 'S' }, expect: null },
];

function ruleOf(change: object, name = 'old-stock'): Record<string, unknown> {
  return {
    name,
    title: { id: 'Stok lama dipotong.', en: 'Old stock is cut.' },
    conditions: { all: [OLD] },
    event: { type: 'discount', params: { percent: 10 } },
    examples: EXAMPLES,
    ...change,
  };
}
/** Holds where OLD does, whatever `part` says. */
const beside = (part: Tree): { conditions: Tree } => ({ conditions: { all: [OLD, { any: [OLD, part] }] } });
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

type Named = Record<string, Tree>;

/** Codes of the errors that each door finds; the same set of rules through both. */
function errorsAtBothDoors(rules: object[], conditions: Named = {}): { files: string[]; json: string[] } {
  const texts = rules.map((rule, index) => ({ fileName: `r${index}.json`, text: JSON.stringify(rule) }));
  const named = { fileName: 'conditions.json', text: JSON.stringify(conditions) };
  const codes = (findings: Finding[]): string[] => [
    ...new Set(findings.filter(({ severity }) => severity === 'error').map(({ code }) => code)),
  ];
  return {
    files: codes(checkRuleFiles([...texts, named]).findings),
    json: codes(checkSetJson(JSON.parse(JSON.stringify({ rules, conditions }))).findings),
  };
}
const PASSES = { files: [], json: [] };
const refusedAs = (code: string): { files: string[]; json: string[] } => ({ files: [code], json: [code] });

const nots = (count: number, inside: Tree): Tree => (count === 0 ? inside : { not: nots(count - 1, inside) });

describe('the limits of one rule', () => {
  it.each<[string, (count: number) => object, number, string]>([
    ['characters of a name', (n) => ({ name: 'x'.repeat(n) }), 64, 'too-big'],
    ['characters of a sentence', (n) => ({ title: { id: 'x'.repeat(n), en: 'x' } }), 300, 'too-big'],
    ['channels', (n) => ({ channels: times(n, (i) => `c${i}`) }), 1000, 'too-big'],
    ['examples', (n) => ({ examples: [...EXAMPLES, ...times(n - 2, () => EXAMPLES[0])] }), 100, 'too-big'],
    ['conditions of one list', (n) => ({ conditions: { all: times(n, () => OLD) } }), 100, 'too-big'],
    ['values of a list', (n) => beside(SKU(times(n, (i) => `s${i}`))), 1000, 'too-big'],
    ['characters of a text', (n) => beside(SKU('x'.repeat(n), 'equal')), 1000, 'too-big'],
    ['characters of a text in a list', (n) => beside(SKU(['a', 'x'.repeat(n)])), 1000, 'too-big'],
    [
      'comparisons',
      (n) => ({ conditions: { all: times(Math.ceil(n / 100), (i) => ({ all: times(Math.min(100, n - 100 * i), () => OLD) })) } }), // prettier-ignore
      500,
      'too-large',
    ],
    ['conditions inside conditions', (n) => ({ conditions: { all: [OLD, { any: [OLD, nots(n - 3, OLD)] }] } }), 40, 'too-large'],
  ])('%s: the most passes, one more is refused', (_, change, most, code) => {
    expect(errorsAtBothDoors([ruleOf(change(most))])).toEqual(PASSES);
    expect(errorsAtBothDoors([ruleOf(change(most + 1))])).toEqual(refusedAs(code));
  }); // prettier-ignore

  it('names of facts, operators and conditions longer than 100 characters are too big, not only unknown', () => {
    const codes = (part: Tree): string[] => errorsAtBothDoors([ruleOf(beside(part))]).json;
    const [most, more] = ['x'.repeat(100), 'x'.repeat(101)];
    expect([codes({ ...OLD, fact: most }), codes({ ...OLD, fact: more })]).toEqual([['unknown-fact'], ['too-big']]);
    expect([codes({ ...OLD, operator: most }), codes({ ...OLD, operator: more })]).toEqual([['unknown-operator'], ['too-big']]); // prettier-ignore
    expect([codes({ condition: most }), codes({ condition: more })]).toEqual([['unknown-condition'], ['too-big']]);
    expect([codes({ ...OLD, value: { fact: most } }), codes({ ...OLD, value: { fact: more } })]).toEqual([['unknown-fact'], ['too-big']]); // prettier-ignore
  });

  it('a number that no computer holds is refused, one that is only rounded is taken', () => {
    const textOf = (number: string): string => JSON.stringify(ruleOf(beside({ ...OLD, value: 4711 }))).replace('4711', number); // prettier-ignore
    const errors = (findings: Finding[]): string[] =>
      findings.flatMap(({ severity, code }) => (severity === 'error' ? [code] : []));
    const codes = (number: string): string[][] => [
      errors(checkRuleFiles([{ fileName: 'x.json', text: textOf(number) }]).findings),
      errors(checkSetJson({ rules: [JSON.parse(textOf(number))] }).findings),
    ];
    expect(codes('1e999')).toEqual([['wrong-type'], ['wrong-type']]);
    expect(codes('9007199254740993')).toEqual([[], []]);
    expect(codes('1e-400')).toEqual([[], []]);
    expect(codes('-0')).toEqual([[], []]);
  });
});

describe('the limits of a set', () => {
  it('2,000 rules pass, 2,001 are refused', () => {
    const rules = (count: number): object[] => times(count, (i) => ruleOf({}, `rule-${i}`));
    expect(errorsAtBothDoors(rules(2000))).toEqual(PASSES);
    expect(errorsAtBothDoors(rules(2001))).toEqual(refusedAs('too-big'));
  });

  it('500 named conditions pass, 501 are refused', () => {
    const named = (count: number): Named => Object.fromEntries(times(count, (i) => [`c${i}`, { all: [OLD] }]));
    expect(errorsAtBothDoors([ruleOf({})], named(500))).toEqual(PASSES);
    expect(errorsAtBothDoors([ruleOf({})], named(501))).toEqual(refusedAs('too-big'));
  });

  /** `c0` uses `c1`, which uses `c2` and so on; the last one is a comparison. */
  const chain = (count: number, link: (next: string) => Tree): Named =>
    Object.fromEntries(times(count, (i) => [`c${i}`, i === count - 1 ? { all: [OLD] } : link(`c${i + 1}`)]));

  it('named conditions that double at each step are counted without being written out', () => {
    const doubling = (next: string): Tree => ({ all: [{ condition: next }, { condition: next }] });
    const rules = [ruleOf({ conditions: { condition: 'c0' } })];
    expect(errorsAtBothDoors(rules, chain(9, doubling))).toEqual(PASSES); // 2^8 = 256 comparisons
    expect(errorsAtBothDoors(rules, chain(10, doubling))).toEqual(refusedAs('too-large')); // 2^9 = 512
    expect(errorsAtBothDoors(rules, chain(500, doubling))).toEqual(refusedAs('too-large'));
  });

  it('a chain of 500 names, each only another name for the next, is one comparison', () => {
    const rules = [ruleOf({ conditions: { condition: 'c0' } })];
    expect(
      errorsAtBothDoors(
        rules,
        chain(500, (next) => ({ condition: next })),
      ),
    ).toEqual(PASSES);
  });

  it('a long chain of deep conditions does not run the checks out of stack', () => {
    const deep = chain(500, (next) => nots(60, { condition: next }));
    expect(errorsAtBothDoors([ruleOf({ conditions: { condition: 'c0' } })], deep)).toEqual(refusedAs('too-large'));
  });

  it('a circle of 500 names, each twice, is told as a circle', () => {
    const circle = chain(500, (next) => ({ any: [{ condition: next }, { condition: next }] }));
    circle.c499 = { all: [{ condition: 'c0' }] };
    expect(errorsAtBothDoors([ruleOf({ conditions: { condition: 'c7' } })], circle)).toEqual(refusedAs('circular-condition')); // prettier-ignore
  });

  it('a hundred rules that each name a condition of 500 comparisons pass', () => {
    const big = { all: times(5, () => ({ all: times(100, () => OLD) })) };
    const rules = times(runs(100), (i) => ruleOf({ conditions: { condition: 'big' } }, `rule-${i}`));
    expect(errorsAtBothDoors(rules, { big })).toEqual(PASSES);
  });

  it('1,000 findings are told; of more, the first 1,000 and where the next one is', () => {
    const unknown = (count: number): object => ruleOf(Object.fromEntries(times(count, (i) => [`zz${i}`, 1])));
    const codes = (count: number): Record<string, number>[] => {
      const files = checkRuleFiles([{ fileName: 'x.json', text: JSON.stringify(unknown(count)) }]).findings;
      const json = checkSetJson({ rules: [unknown(count)] }).findings;
      return [files, json].map((findings) => {
        const told: Record<string, number> = {};
        for (const { code } of findings) told[code] = (told[code] ?? 0) + 1;
        return told;
      });
    };
    const most = { 'unknown-key': 1000 };
    const more = { 'unknown-key': 1000, 'too-many-findings': 1 };
    expect([codes(1000), codes(1001), codes(20_000)]).toEqual([[most, most], [more, more], [more, more]]); // prettier-ignore
  });

  it('an error is told even behind 2,000 warnings', () => {
    const warned = beside({ ...OLD, value: { fact: 'stock.coverDays' } }); // null counts as 0 on the right
    const rules = [...times(1200, (i) => ruleOf(warned, `rule-${i}`)), ruleOf({ examples: [] }, 'last')];
    const { ruleSet, findings } = checkSetJson({ rules });
    expect(ruleSet).toBeNull();
    expect(findings.slice(0, 2).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/rules/1200/examples no-firing-example',
      '/rules/1200/examples no-silent-example',
    ]);
  });
});

describe('texts that are meant to do harm', () => {
  const codesOf = (text: string): string[] => [
    ...new Set(checkRuleFiles([{ fileName: 'x.json', text }]).findings.map(({ code }) => code)),
  ];

  it('262,144 characters are read, one more is not', () => {
    const rule = JSON.stringify(ruleOf({}));
    expect(codesOf(rule.padEnd(262_144))).toEqual([]);
    expect(codesOf(rule.padEnd(262_145))).toEqual(['too-large']);
    expect(codesOf('['.repeat(100_000_000))).toEqual(['too-large']);
  });

  it('100 brackets inside each other are read in a file, 120 in JSON, one more is not', () => {
    /** A text with so many brackets inside each other, in a place that is open for anything. */
    const withBrackets = (count: number): Record<string, unknown> => {
      const outside = 5; // rule, examples, example, expect, params
      const inside = JSON.parse('['.repeat(count - outside) + ']'.repeat(count - outside)) as unknown;
      const nested = { facts: {}, expect: { type: 'discount', params: { percent: inside } } };
      return ruleOf({ examples: [...EXAMPLES, nested] });
    };
    expect(codesOf(JSON.stringify(withBrackets(100)))).toEqual(['failing-example']);
    expect(codesOf(JSON.stringify(withBrackets(101)))).toEqual(['too-deep']);
    const codes = (count: number): string[] => checkSetJson({ rules: [withBrackets(count - 2)] }).findings.map(({ code }) => code); // prettier-ignore
    expect([codes(120), codes(121)]).toEqual([['failing-example'], ['too-deep']]);
  });

  it('JSON deeper than the call stack is refused', () => {
    let deep: unknown = OLD;
    for (let i = 0; i < 200_000; i++) deep = { not: deep };
    expect(checkSetJson({ rules: [ruleOf({ conditions: deep })] }).findings.map(({ code }) => code)).toEqual(['too-deep']);
  }); // prettier-ignore

  it.each([
    ['in a comment that hides a quote', `/*"*/${'['.repeat(200_000)}`],
    ['after a quote that a line break ends', `{"a": "\r${'['.repeat(200_000)}`],
    ['with the wrong brackets closing', '[},'.repeat(80_000)],
    ['with the wrong brackets closing objects', '{"a":{]'.repeat(30_000)],
    ['after an error', `: ${'['.repeat(200_000)}`],
  ])('brackets without end %s do not run the reader out of stack', (_, text) => {
    expect(codesOf(text)).toEqual(['not-json']);
  });

  it('tens of thousands of mistakes in one file are told in one pass', () => {
    expect(codesOf(`{${'"":1,'.repeat(52_000)}"":1}`)).toEqual(['duplicate-key']);
    expect(codesOf(`{"${'k'.repeat(100_000)}": {${'"":1,'.repeat(30_000)}"":1}}`)).toEqual(['duplicate-key']);
    expect(codesOf(JSON.stringify(times(60_000, () => 1)))).toEqual(['invalid-type']);
    const leaves = times(30, () => ({ all: times(60, (i) => ({ fact: `no.fact${i}`, operator: 'isNot', value: i })) }));
    expect(codesOf(JSON.stringify(ruleOf({ conditions: { all: leaves } })))).toEqual(['too-large']);
    const names = times(5, (i) => ({ all: times(100, (j) => ({ condition: `zz-${i}-${j}` })) }));
    expect(codesOf(JSON.stringify(ruleOf({ conditions: { all: names } })))).toEqual(['unknown-condition']);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('%s is no key, wherever it stands', (key) => {
    const poison = `"${key}": {"polluted": true}`;
    const rule = JSON.stringify(ruleOf({}));
    const texts = [
      rule.replace('{', `{${poison},`),
      rule.replace('"fact":', `${poison},"fact":`),
      rule.replace('"params":{', `"params":{${poison},`),
      rule.replace('"facts":{', `"facts":{${poison},`),
      rule.replace('"expect":{', `"expect":{"params":{"a":[{${poison}}]},`),
    ];
    for (const text of texts) {
      expect(text).not.toBe(rule);
      expect(codesOf(text)).toEqual(['forbidden-key']);
      const { ruleSet, findings } = checkSetJson(JSON.parse(`{"rules":[${text}]}`));
      expect([ruleSet, findings.map(({ code }) => code)]).toEqual([null, ['forbidden-key']]);
    }
    const named = `{${poison.replace('{"polluted": true}', '{"all": []}')}}`;
    const files = [{ fileName: 'x.json', text: rule }, { fileName: 'conditions.json', text: named }]; // prettier-ignore
    expect(checkRuleFiles(files).findings.map(({ code }) => code)).toEqual(['forbidden-key']);
    const set = JSON.parse(`{"rules":[${rule}],"conditions":${named}}`) as unknown;
    expect(checkSetJson(set).findings.map(({ path, code }) => `${path} ${code}`)).toEqual([`/conditions/${key} forbidden-key`]); // prettier-ignore
    expect('polluted' in {}).toBe(false);
  });

  it('names of JavaScript’s objects as values are unknown names, nothing more', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const leaves: Tree[] = [{ ...OLD, fact: name }, { ...OLD, operator: name }, { ...OLD, operator: `${name}:equal` }, { ...OLD, value: { fact: name } }, { condition: name }]; // prettier-ignore
      const codes = leaves.map((each) => errorsAtBothDoors([ruleOf(beside(each))]).json);
      expect(codes).toEqual([['unknown-fact'], ['unknown-operator'], ['unknown-operator'], ['unknown-fact'], ['unknown-condition']]); // prettier-ignore
    }
  });
});

describe('the reader of JSON texts', () => {
  const token = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '\\', '1', '-', '0', 'null', 'tru', ' ', '\n', '\r', '/*', '*/', '//', '\u2028', '\ufeff', '{"a":', '[1,'); // prettier-ignore
  const soup = fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join(''));

  it('takes exactly what JSON.parse takes', () => {
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    let taken = 0;
    const anyText = fc.oneof(soup, fc.json(), fc.json().chain((text) => fc.nat(text.length).map((at) => text.slice(0, at) + text.slice(at + 1)))); // prettier-ignore
    fc.assert(
      fc.property(anyText, (text) => {
        const isTaken = firstProblem(text, 1000) === null;
        if (isTaken) taken++;
        expect(isTaken).toBe(isJson(text));
      }),
      { numRuns: runs(6_000) },
    );
    expect(taken).toBeGreaterThan(300);
  });

  it('never goes deeper than it may', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const found = firstProblem(text.repeat(5000), 50);
        expect(found === null || found.offset <= text.length * 5000).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('counts lines and columns as an editor does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', 'é', '\ud83d\ude00')), fc.nat(), (parts, draw) => {
        const text = parts.join('');
        const offset = draw % (text.length + 1);
        const before = text.slice(0, offset).split('\n');
        expect(placesIn(text)(offset)).toEqual({ line: before.length, column: before.at(-1)!.length + 1 });
      }),
    );
  });
});
