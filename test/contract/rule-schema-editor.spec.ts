import { describe, expect, it } from 'vitest';
import { policyJsonSchema } from '../../src/contract/policy.js';
import { conditionsJsonSchema, ruleJsonSchema } from '../../src/contract/rule-schema.js';
import { checkRuleFiles } from '../../src/contract/rule-set.js';
import { FACTS } from '../../src/core/rules/facts.js';
import { editorFor } from './editor.js';

const editor = editorFor(ruleJsonSchema());
const labels = async (text: string): Promise<string[]> => (await editor.completions(text)).map(({ label }) => label);
const inAll = (comparison: string): string => `{ "conditions": { "all": [${comparison}] } }`;
const ORDERINGS = ['greaterThan', 'greaterThanInclusive', 'lessThan', 'lessThanInclusive'];
const SINGLE = ['equal', 'notEqual', 'in', 'notIn'];

describe('an editor', () => {
  it('lists every fact, each with its sentence in both languages and its unit', async () => {
    const found = await editor.completions(inAll('{ "fact": "|" }'));
    expect(found.map(({ label }) => label).toSorted()).toEqual(FACTS.map(({ name }) => name).toSorted());
    for (const { name, sentence } of FACTS) {
      const { documentation } = found.find(({ label }) => label === name)!;
      expect(documentation).toContain(sentence.id);
      expect(documentation).toContain(sentence.en);
      expect(documentation).toMatch(/Satuan: .+ Unit: .+/);
    }
  });

  it.each([
    ['a text', 'channel.code', SINGLE],
    ['a number', 'stock.onHand', [...ORDERINGS, ...SINGLE]],
    ['a day', 'calendar.day', [...ORDERINGS, ...SINGLE]],
    ['yes or no', 'calendar.isPayday', SINGLE],
    ['a list', 'product.tags', ['contains', 'doesNotContain']],
  ])('offers only operators that fit after %s', async (_, fact, operators) => {
    const found = await editor.completions(inAll(`{ "fact": "${fact}", "operator": "|" }`));
    expect(found.map(({ label }) => label).toSorted()).toEqual(operators.toSorted());
    for (const { documentation } of found) expect(documentation).not.toBe('');
  });

  it('offers all operators where no fact is named yet', async () => {
    expect(await labels(inAll('{ "operator": "|" }'))).toEqual(
      expect.arrayContaining([...ORDERINGS, ...SINGLE, 'contains']),
    );
  });

  it('offers null only where a fact may be null, and only to ask for equality', async () => {
    const at = (fact: string, operator: string) =>
      labels(inAll(`{ "fact": "${fact}", "operator": "${operator}", "value": | }`));
    expect(await at('stock.coverDays', 'equal')).toContain('null');
    expect(await at('stock.onHand', 'equal')).not.toContain('null');
    expect(await at('stock.coverDays', 'lessThan')).not.toContain('null');
    expect((await at('calendar.isPayday', 'equal')).slice(0, 3)).toEqual(expect.arrayContaining(['true']));
    expect(await at('channel.code', 'equal')).not.toContain('true');
  });

  it('offers facts of the same type on the other side', async () => {
    const found = await labels(inAll('{ "fact": "channel.price", "operator": "lessThan", "value": { "fact": "|" } }'));
    expect(found.toSorted()).toEqual(FACTS.flatMap(({ name, type }) => (type === 'number' ? [name] : [])).toSorted());
  });

  it('offers whole rules in an empty file, each of which is valid as it stands', async () => {
    const rules = await editor.completions('|');
    expect(rules.length).toBeGreaterThanOrEqual(6);
    for (const { label } of rules) {
      const text = (await editor.accept('|', label)).replace('|', '');
      expect([label, checkRuleFiles([{ fileName: 'new.json', text }]).findings]).toEqual([label, []]);
      expect(await editor.problems(text)).toEqual([]);
    }
  });

  it('offers every key in an empty object, each with a description', async () => {
    const keys = await editor.completions('{|}');
    expect(keys.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['name', 'title', 'conditions', 'event', 'examples', 'priority', 'channels', '$schema']),
    );
    for (const { documentation } of keys) expect(documentation).not.toBe('');
  });

  it('offers every type of event, and then the params of that type', async () => {
    expect((await labels('{ "event": { "type": "|" } }')).toSorted()).toEqual([
      'alert',
      'bundle',
      'discount',
      'hold',
      'restore',
      'voucher',
    ]);
    expect(await labels('{ "event": { "type": "voucher", "params": {|} } }')).toEqual([
      'percent',
      'amount',
      'minSpend',
      'maxDiscount',
      'quota',
    ]);
  });

  it('completes the facts of examples by name, with a value of their type', async () => {
    const text = '{ "examples": [{ "facts": { | } }] }';
    expect((await labels(text)).toSorted()).toEqual(FACTS.map(({ name }) => name).toSorted());
    expect(await editor.accept(text, 'stock.ageDaysOldest')).toContain('"stock.ageDaysOldest": 74|');
    expect(await editor.accept(text, 'product.costKnown')).toContain('"product.costKnown": true|');
  });

  it('tells of a fact its sentence and its unit', async () => {
    const told = await editor.hover(
      inAll('{ "fact": "stock.age|DaysOldest", "operator": "greaterThan", "value": 60 }'),
    );
    expect(told).toContain('Umur lapisan stok tertua');
    expect(told).toContain('Age of the oldest layer');
    expect(told).toContain('Unit: days');
    expect(await editor.hover('{ "prio|rity": 3 }')).toContain('The highest wins'.toLowerCase());
  });

  it('underlines a misspelt fact, an operator against the type and 150 per cent where they stand', async () => {
    const text = `{
  "name": "three-mistakes",
  "title": { "id": "a", "en": "b" },
  "conditions": {
    "all": [
      { "fact": "stock.ageDaysOldes", "operator": "greaterThan", "value": 60 },
      { "fact": "channel.code", "operator": "greaterThan", "value": "shopee" }
    ]
  },
  "event": { "type": "discount", "params": { "percent": 150 } },
  "examples": [{ "facts": {}, "expect": null }, { "facts": {}, "expect": null }]
}`;
    expect(await editor.problems(text)).toEqual([
      expect.stringMatching(/^6:17 Value is not accepted\. Valid values: "product\.sku", /),
      expect.stringMatching(/^7:45 Value is not accepted\. Valid values: "equal", "notEqual", "in", "notIn"\.$/),
      '10:57 Value is above the maximum of 100.',
    ]);
  });

  it('underlines a value of another type, and a mistake deep inside any and not', async () => {
    expect(
      await editor.problems(inAll('{ "fact": "stock.onHand", "operator": "greaterThan", "value": "5" }')),
    ).toContainEqual(expect.stringMatching(/^1:89 Incorrect type\. Expected "number"/));
    const deep = inAll('{ "any": [{ "not": { "fact": "stock.onHnd", "operator": "equal", "value": 5 } }] }');
    expect(await editor.problems(deep)).toContainEqual(expect.stringMatching(/^1:56 Value is not accepted/));
  });

  it('leads from nothing to a valid rule by completions alone', async () => {
    let text = '{|}';
    const keys = ['$schema', 'name', 'title', 'priority', 'conditions', 'event', 'examples'];
    for (const key of keys) {
      text = await editor.accept(text, key);
      if (key === 'event') text = await editor.accept(text, '{"type":"discount","params":{"percent":10}}');
      text = text.replace('|', key === 'examples' ? '' : ', |');
    }
    const written = checkRuleFiles([{ fileName: 'new.json', text }]);
    expect(written.findings).toEqual([]);
    expect(written.ruleSet!.rules[0]).toMatchObject({ priority: 1, event: { type: 'discount' } });

    // One more comparison, key by key: fact, operator, value.
    let more = text.replace('"all": [', '"all": [{ | },');
    more = (await editor.accept(more, 'fact')).replace('"|', '|"').replace('""|', '"|"');
    more = (await editor.accept(more, 'stock.onHand')).replace('|', ', |');
    more = await editor.accept(more, 'operator');
    more = (await editor.accept(more, 'greaterThan')).replace('|', ', |');
    more = (await editor.accept(more, 'value')).replace('|', '');
    const comparison = { fact: 'stock.onHand', operator: 'greaterThan', value: 0 };
    expect(checkRuleFiles([{ fileName: 'new.json', text: more }]).findings.map(({ code }) => code)).toEqual([
      'failing-example', // the example does not name the stock yet
    ]);
    const last = await editor.accept(more.replace('"facts": {', '"facts": {|,'), 'stock.onHand');
    const rule = checkRuleFiles([{ fileName: 'new.json', text: last.replace('|', '') }]);
    expect(rule.findings).toEqual([]);
    expect(rule.ruleSet!.rules[0]!.conditions).toMatchObject({ all: [comparison, { fact: 'stock.ageDaysOldest' }] });
  });
});

describe('an editor of the other files', () => {
  it('completes comparisons in conditions.json', async () => {
    const conditions = editorFor(conditionsJsonSchema());
    const found = await conditions.completions('{ "mine": { "all": [{ "fact": "|" }] } }');
    expect(found.map(({ label }) => label)).toContain('stock.coverDays');
  });

  it('tells what a key of the policy means, and underlines a misspelt one', async () => {
    const policy = editorFor(policyJsonSchema());
    expect(await policy.hover('{ "stale|AfterDays": 30 }')).toContain('Stock is stale when older than this');
    expect(await policy.problems('{ "vatBps": 1100 }')).toContainEqual('1:3 Property vatBps is not allowed.');
    expect((await policy.completions('{ "limits": {|} }')).map(({ label }) => label)).toContain('marginFloorBp');
  });
});
