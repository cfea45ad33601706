import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CaseExplained, caseExplained } from '../../src/contract/explain.js';
import { loadRuleSet } from '../../src/contract/rule-set.js';
import { wordedCase } from '../../src/core/rule-sentences.js';
import { explainCase } from '../../src/core/rules/case.js';
import { FACTS } from '../../src/core/rules/facts.js';
import type { Facts, Rule } from '../../src/core/rules/rule.js';
import { parseDay } from '../../src/core/units.js';

const IDR = { code: 'IDR', scale: 0 };
const head = {
  sku: 'KAOS-HITAM-L',
  channel: 'shopee',
  asOf: parseDay('2026-03-30')!,
  ruleSetVersion: 4,
  basePrice: 125_000,
};

describe('the answer', () => {
  it('has the shape that the API promises, for the shipped rules on the facts’ examples and on none', async () => {
    const folder = new URL('../../rules/', import.meta.url);
    const files = readdirSync(folder).filter((fileName) => fileName.endsWith('.json'));
    const set = loadRuleSet(
      files.map((fileName) => ({ fileName, text: readFileSync(new URL(fileName, folder), 'utf8') })),
    );
    const examples = Object.fromEntries(FACTS.map(({ name, example }) => [name, example]));
    for (const facts of [examples, {}] as Facts[]) {
      const answer = caseExplained(head, wordedCase(await explainCase(set, facts, 125_000), IDR));
      expect(answer.rules).toHaveLength(set.rules.length);
      // Every key is declared, and nothing is lost on the way through JSON.
      expect(CaseExplained.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer);
    }
  });

  it('its example in the documents is what is really answered', async () => {
    const { example } = CaseExplained.meta() as { example: z.infer<typeof CaseExplained> };
    const rule: Rule = {
      name: 'age-over-30',
      title: { id: 'Stok di atas 30 hari dipotong 10 persen.', en: 'Stock over 30 days is cut by 10 per cent.' },
      version: 1,
      enabled: true,
      channels: ['shopee', 'tokopedia'],
      priority: 310,
      conditions: { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 30 }] },
      event: { type: 'discount', params: { percent: 10 } },
      examples: [],
    };
    const facts: Facts = { 'stock.ageDaysOldest': 28, 'channel.code': 'shopee', 'calendar.day': '2026-03-30' };
    const explanation = await explainCase({ rules: [rule], conditions: {}, onTie: 'first' }, facts, 125_000);
    expect(caseExplained(head, wordedCase(explanation, IDR))).toEqual(example);
    expect(CaseExplained.parse(example)).toEqual(example);
  });

  it('is described with its recursion as components, for OpenAPI', () => {
    const json = z.toJSONSchema(CaseExplained) as { $defs: Record<string, object> };
    expect(Object.keys(json.$defs).sort()).toEqual([
      'CaseExplanation',
      'ComparisonResult',
      'ConditionResult',
      'GroupResult',
      'RuleExplanation',
    ]);
    expect(JSON.stringify(json.$defs.GroupResult)).toContain('"#/$defs/ConditionResult"');
  });
});
