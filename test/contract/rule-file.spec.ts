import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch, type Operation } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import { parseRuleFile, type FileFinding, type RuleFileMode } from '../../src/contract/rule-file.js';
import { ruleJsonSchema } from '../../src/contract/rule-schema.js';
import { checkRuleJson } from '../../src/contract/rules-api.js';
import { checkRuleFiles, loadRuleSet, readRuleSet, ruleSetFiles } from '../../src/contract/rule-set.js';
import { Refusal } from '../../src/core/refusal.js';
import { factLineEvaluator } from '../../src/core/rules/eval-file.js';

const FOLDER = join(import.meta.dirname, '../../rules');
const files = readdirSync(FOLDER).map((fileName) => ({ fileName, text: readFileSync(join(FOLDER, fileName), 'utf8') }));
const OTHERS = /^(policy|fees|profiles|conditions|set)\.json$|schema\.json$/;
const ruleFiles = files.filter(({ fileName }) => fileName.endsWith('.json') && !OTHERS.test(fileName));

/** A whole, valid rule to break in one place at a time. */
const RULE = {
  name: 'old-stock',
  title: { id: 'Stok lama dipotong.', en: 'Old stock is cut.' },
  priority: 10,
  conditions: { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 60 }] },
  event: { type: 'discount', params: { percent: 10 } },
  examples: [
    { facts: { 'stock.ageDaysOldest': 70 }, expect: { type: 'discount' } },
    { facts: { 'stock.ageDaysOldest': 60 }, expect: null },
  ],
};

function findingsOf(change: object, mode: RuleFileMode = 'strict'): FileFinding[] {
  return checkRuleFiles([{ fileName: 'old-stock.json', text: JSON.stringify({ ...RULE, ...change }) }], mode).findings;
}
const short = (findings: FileFinding[]): string[] => findings.map(({ path, code }) => `${path} ${code}`);

function refusalFrom(run: () => unknown): Refusal {
  try {
    run();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Refusal);
    return thrown as Refusal;
  }
  throw new Error('nothing was refused');
}

describe('the shipped rules', () => {
  it('are twelve or more, without a finding, and each holds an example that fires and one that does not', () => {
    const { ruleSet, findings } = checkRuleFiles(files);
    expect(findings).toEqual([]);
    expect(ruleSet!.rules.length).toBe(ruleFiles.length);
    expect(ruleSet!.rules.length).toBeGreaterThanOrEqual(12);
    expect(ruleSet!.onTie).toBe('smallestCut');
  });

  it('are named like their files and stand in the order of the file names', () => {
    const names = loadRuleSet(files).rules.map(({ name }) => `${name}.json`);
    expect(names).toEqual(ruleFiles.map(({ fileName }) => fileName).sort());
  });

  it('come back unchanged after being written out as files', () => {
    const set = loadRuleSet(files);
    expect(loadRuleSet(ruleSetFiles(set))).toEqual(set);
    expect(readRuleSet(JSON.parse(JSON.stringify(set)))).toEqual(set);
  });
});

describe('docs/rules.md', () => {
  const document = readFileSync(join(FOLDER, '../docs/rules.md'), 'utf8');
  const blocks = [...document.matchAll(/```(?:json)?\n([^`]*)```/g)].map((match) => match[1]!);

  it('shows a rule that passes every check', () => {
    const text = blocks.find((block) => block.includes('"$schema"'))!;
    expect(checkRuleFiles([{ fileName: 'age-61-90.json', text }]).findings).toEqual([]);
  });

  it('shows what the shipped rules answer to a line of facts', () => {
    const [line, answer] = blocks.find((block) => block.includes('"rule"'))!.split('\n');
    expect(factLineEvaluator(loadRuleSet(files))(line!, 1)).toBe(answer);
  });
});

describe('rules/schema.json', () => {
  const published = JSON.parse(readFileSync(join(FOLDER, 'schema.json'), 'utf8')) as object;
  const validate = new Ajv2020({ validateFormats: false }).compile(published);

  it('is what the code checks with', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(ruleJsonSchema())));
  });

  it('accepts every shipped rule', () => {
    for (const { fileName, text } of ruleFiles)
      expect([fileName, validate(JSON.parse(text))]).toEqual([fileName, true]);
  });

  it('refuses what the code refuses', () => {
    const broken = [
      { name: 'Old Stock' },
      { title: { id: 'x' } },
      { priority: 0 },
      { conditions: { fact: 'stock.onHand', operator: 'equal', value: 1 } },
      { conditions: { all: [{ fact: 'stock.onHand', operator: 'equal', value: 1, path: '$.x' }] } },
      { event: { type: 'discount', params: { percent: 101 } } },
      { event: { type: 'discount', params: { percent: 10, amount: 500 } } },
      { event: { type: 'gift', params: {} } },
      { validFrom: '2026-02-30' },
      { colour: 'red' },
    ];
    expect(validate(RULE)).toBe(true);
    for (const change of broken) {
      expect([change, validate({ ...RULE, ...change })]).toEqual([change, false]);
      expect(findingsOf(change)).not.toEqual([]);
    }
  });
});

describe('a file that cannot be read', () => {
  it('is told with line and column of the first mistake', () => {
    const text = '{\n  "name": "x",\n  "title": {"id" "a"}\n}';
    const refusal = refusalFrom(() => parseRuleFile(text, 'x.json'));
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'invalid-rule-file' });
    expect(refusal.issues).toMatchObject([{ code: 'not-json', file: 'x.json', line: 3, column: 18 }]);
    expect(refusal.message).toContain('x.json:3:18');
  });

  it.each([
    ['empty', '', 'not-json'],
    ['a comment', '{ // no\n}', 'not-json'],
    ['a trailing comma', '{"name": "x",}', 'not-json'],
    ['a key of JavaScript’s objects', '{"conditions": {"__proto__": {"polluted": 1}}}', 'forbidden-key'],
    ['a key that stands twice', '{"name": "a", "name": "b"}', 'duplicate-key'],
    ['brackets beyond reason', '['.repeat(100_000), 'too-deep'],
    ['a size beyond reason', `"${'x'.repeat(300_000)}"`, 'too-large'],
  ])('%s', (_, text, code) => {
    const refusal = refusalFrom(() => parseRuleFile(text, 'x.json'));
    expect(refusal.issues[0]!.code).toBe(code);
    expect('polluted' in {}).toBe(false);
  });

  it('may begin with a byte order mark', () => {
    expect(parseRuleFile(`\uFEFF${JSON.stringify(RULE)}`, 'x.json').name).toBe('old-stock');
  });
});

describe('the shape of a rule', () => {
  it('has defaults for what is left out', () => {
    expect(parseRuleFile(JSON.stringify(RULE), 'x.json')).toEqual({ ...RULE, version: 1, enabled: true });
  });

  it('finds the place of a mistake deep inside conditions', () => {
    const text = `{
  "name": "old-stock",
  "title": { "id": "a", "en": "b" },
  "conditions": {
    "all": [
      { "any": [
        { "fact": "stock.onHand", "operator": "greaterThan", "valeu": 1 }
      ] }
    ]
  },
  "event": { "type": "restore" },
  "examples": []
}`;
    const refusal = refusalFrom(() => parseRuleFile(text, 'x.json'));
    expect(refusal.issues).toMatchObject([
      { path: '/conditions/all/0/any/0/value', message: 'Value is missing.', line: 7, column: 9 },
      { path: '/conditions/all/0/any/0/valeu', message: '"valeu" is not a key here; did you mean "value".', line: 7 },
    ]);
  });

  it.each<[string, object, string]>([
    [
      'path',
      { all: [{ fact: 'stock.onHand', operator: 'equal', value: 1, path: '$.a' }] },
      '/conditions/all/0/path path-not-supported',
    ],
    [
      'a bare comparison at the root',
      { fact: 'stock.onHand', operator: 'equal', value: 1 },
      '/conditions not-a-condition',
    ],
    ['all beside any', { all: [], any: [] }, '/conditions ambiguous-condition'],
    ['not with a list', { not: [] }, '/conditions/not wrong-type'],
    [
      'an object as value',
      { all: [{ fact: 'stock.onHand', operator: 'equal', value: {} }] },
      '/conditions/all/0/value wrong-type',
    ],
    ['an empty object', { any: [{}] }, '/conditions/any/0 not-a-condition'],
  ])('refuses %s', (_, conditions, finding) => {
    expect(short(findingsOf({ conditions }))).toEqual([finding]);
  });

  it.each<[string, object, string]>([
    ['more than 100 per cent', { type: 'discount', params: { percent: 101 } }, '/event/params/percent too-big'],
    ['no cut at all', { type: 'discount', params: { percent: 0 } }, '/event/params/percent too-small'],
    ['an unknown type', { type: 'gift' }, '/event/type wrong-type'],
    ['a hold without a reason', { type: 'hold', params: {} }, '/event/params/reason invalid-type'],
    [
      'an unknown parameter',
      { type: 'voucher', params: { percent: 5, minspend: 1 } },
      '/event/params/minspend unknown-key',
    ],
  ])('refuses an event with %s', (_, event, finding) => {
    expect(short(findingsOf({ event }))).toEqual([finding]);
  });
});

describe('rules from elsewhere, only evaluated', () => {
  const foreign = (rule: object) => parseRuleFile(JSON.stringify(rule), 'rules/theirs.json', 'foreign');
  const conditions = { any: [{ fact: 'speed', operator: 'greaterThan', value: 5, params: { unit: 'kmh' } }] };

  it('need conditions and an event; the name falls back to the file’s', () => {
    expect(foreign({ conditions, event: { type: 'fine', params: { of: [1] } } })).toMatchObject({
      name: 'theirs',
      priority: 1,
      enabled: true,
      event: { type: 'fine', params: { of: [1] } },
    });
    expect(refusalFrom(() => foreign({ conditions })).issues[0]!.path).toBe('/event');
  });

  it('have a priority as json-rules-engine reads it', () => {
    const event = { type: 'x' };
    expect(foreign({ conditions, event, priority: '7' }).priority).toBe(7);
    expect(foreign({ conditions, event, priority: 2.9 }).priority).toBe(2);
    expect(foreign({ conditions, event, priority: 0 }).priority).toBe(1);
    expect(refusalFrom(() => foreign({ conditions, event, priority: -1 })).issues[0]!.path).toBe('/priority');
  });

  it('may read facts that are not ours, but not name conditions or operators that do not exist', () => {
    const bad = { all: [{ fact: 'speed', operator: 'faster', value: 1 }, { condition: 'nowhere' }] };
    expect(findingsOf({ conditions }, 'foreign')).toEqual([]);
    expect(short(findingsOf({ conditions: bad }, 'foreign'))).toEqual([
      '/conditions/all/0/operator unknown-operator',
      '/conditions/all/1/condition unknown-condition',
    ]);
  });
});

describe('a folder of rules', () => {
  const folder = (extra: Record<string, unknown>) =>
    checkRuleFiles([
      { fileName: 'old-stock.json', text: JSON.stringify(RULE) },
      ...Object.entries(extra).map(([fileName, value]) => ({ fileName, text: JSON.stringify(value) })),
    ]);

  it('takes named conditions and what settles ties from their files', () => {
    const old = { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 65 }] };
    const rule = { ...RULE, name: 'named', priority: 20, conditions: { condition: 'old' } };
    const { ruleSet, findings } = folder({
      'named.json': rule,
      'conditions.json': { old },
      'set.json': { onTie: 'largestCut' },
    });
    expect(findings).toEqual([]);
    expect(ruleSet).toMatchObject({ conditions: { old }, onTie: 'largestCut' });
  });

  it('tells every finding of every file, with the file', () => {
    const { ruleSet, findings } = folder({
      'old-stock-2.json': RULE,
      'broken.json': { ...RULE, name: 'B' },
      'conditions.json': { old: { all: [] } },
    });
    expect(ruleSet).toBeNull();
    expect(findings.map(({ file, path, code }) => `${file} ${path} ${code}`)).toEqual([
      'broken.json /name invalid-format',
      'old-stock.json /name duplicate-name',
      'conditions.json /old/all empty-condition',
    ]);
  });

  it('is refused as a whole when it holds no rule', () => {
    expect(refusalFrom(() => loadRuleSet([{ fileName: 'policy.json', text: '{}' }])).issues[0]!.code).toBe('no-rules');
  });
});

describe('the mend of a wrong shape', () => {
  const leaf = { fact: 'stock.onHand', operator: 'greaterThan', value: 1 };
  it.each<[string, object, string]>([
    ['a misspelt key of a rule', { valid_from: '2026-11-01', validfrom: '2026-11-01' }, 'Write "validFrom".'],
    ['a misspelt key of a comparison', { conditions: { all: [{ ...leaf, priorty: 2 }] } }, 'Write "priority".'],
    ['a path', { conditions: { all: [{ ...leaf, path: '$.a' }] } }, 'Leave "path" out.'],
    ['a bare comparison at the root', { conditions: leaf }, 'Put the comparison into {"all": [...]}.'],
    ['a number written as text', { priority: '10' }, 'Write 10.'],
    ['a truth written as text', { enabled: 'false' }, 'Write false.'],
    ['a text that is a number', { owner: 7 }, 'Write "7".'],
    ['a misspelt event', { event: { type: 'discout', params: { percent: 10 } } }, 'Write "discount".'],
    ['a name with blanks', { name: 'Old Stock' }, 'Write "old-stock".'],
  ])('%s is applied by its patch', (_, change, mend) => {
    const before = { ...RULE, ...change };
    const findings = checkRuleJson(before, { conditions: {}, onTie: 'first' });
    const finding = findings.find((each) => each.mend === mend);
    expect(finding?.patch).toBeDefined();
    const after = structuredClone(before);
    expect(applyPatch(after, finding!.patch as Operation[]).every((each) => each === null)).toBe(true);
    const left = checkRuleJson(after, { conditions: {}, onTie: 'first' });
    expect(left.filter(({ message }) => message === finding!.message)).toEqual([]);
  });

  it('every finding says what to do', () => {
    const wrong = [{ title: 'x' }, { examples: {} }, { event: {} }, { conditions: { all: [], any: [] } }, { conditions: {} }, { priority: 0 }, { channels: [] }, { examples: undefined }, { conditions: { not: [] } }]; // prettier-ignore
    for (const change of wrong) {
      const findings = checkRuleJson({ ...RULE, ...change }, { conditions: {}, onTie: 'first' });
      expect(findings.length).toBeGreaterThan(0);
      for (const { message, mend } of findings)
        expect([message, mend]).toEqual([message, expect.stringMatching(/\.$/)]);
    }
  });
});

describe('the policy beside the rules', () => {
  const rule = { ...RULE, event: { type: 'discount', params: { percent: 60 } } };
  const policy = JSON.parse(files.find(({ fileName }) => fileName === 'policy.json')!.text) as object;
  const codes = (...others: object[]): string[] =>
    checkRuleFiles([
      { fileName: 'old-stock.json', text: JSON.stringify(rule) },
      ...others.map((each) => ({ fileName: 'policy.json', text: JSON.stringify(each) })),
    ]).findings.map(({ code }) => code);

  it('limits the cuts of a folder; where it is missing or wrong, cuts are not held against it', () => {
    expect(codes(policy)).toEqual(['percent-over-limit']); // 60 % against maxDiscountBp 5,000
    expect(codes()).toEqual([]);
    expect(codes({ ...policy, limits: 'none' })).toEqual([]);
  });
});
