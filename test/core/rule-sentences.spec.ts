import { describe, expect, it } from 'vitest';
import { wordedCase, type WordedCase } from '../../src/core/rule-sentences.js';
import { explainCase } from '../../src/core/rules/case.js';
import type { Condition, Facts, Rule, RuleEvent } from '../../src/core/rules/rule.js';
import { bareRule } from './rules/arbitrary.js';

const OLD: Condition = { all: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 30 }] };
const percent = (value: number): RuleEvent => ({ type: 'discount', params: { percent: value } });

async function worded(rules: Partial<Rule>[], facts: Facts): Promise<WordedCase> {
  const whole = rules.map((rule, index): Rule => ({ ...bareRule(OLD), name: `rule-${index}`, ...rule }));
  const explanation = await explainCase({ rules: whole, conditions: {}, onTie: 'smallestCut' }, facts, 100_000);
  return wordedCase(explanation, { code: 'IDR', scale: 0 });
}
const young: Facts = { 'stock.ageDaysOldest': 28, 'channel.code': 'shopee', 'calendar.day': '2026-11-22' };
const old: Facts = { ...young, 'stock.ageDaysOldest': 74 };

describe('one line a rule', () => {
  it('that does not fire: what is missing', async () => {
    const { rules } = await worded([{}], young);
    expect(rules[0]!.summary).toEqual({
      id: 'Tidak berlaku, kurang 1 hal: Umur lapisan stok tertua 28 hari, perlu lebih dari 30: kurang 3 hari.',
      en: 'It does not fire, 1 thing is missing: Age of the oldest layer is 28 days, needs more than 30: 3 days short.',
    });
  });

  it('outside its scope: that first', async () => {
    const rule = { enabled: false, channels: ['website'], categories: ['kaos'], validFrom: '2026-12-01' };
    const { rules } = await worded([rule, { channels: ['website'] }], old);
    expect(rules[0]!.summary).toEqual({
      id: 'Tidak berlaku, kurang 4 hal: Aturan ini dimatikan; Hanya untuk kanal website; ini shopee; Hanya untuk kategori kaos; ini tidak diketahui; dan 1 lagi.',
      en: 'It does not fire, 4 things are missing: The rule is switched off; Only for channel website; this is shopee; Only for category kaos; this is not known; and 1 more.',
    });
    expect(rules[1]!.summary.en).toBe(
      'It does not fire, 1 thing is missing: Only for channel website; this is shopee.',
    );
    expect(rules[0]!.scope[3]!.sentence).toEqual({
      id: 'Berlaku dari 2026-12-01; ini 2026-11-22',
      en: 'Valid from 2026-12-01; this is 2026-11-22',
    });
  });

  it('that fires: whether it wins, why, and what would end it', async () => {
    const { rules } = await worded([{ priority: 2, event: percent(10) }, { event: percent(5) }], old);
    expect(rules.map(({ summary }) => summary.en)).toEqual([
      'It fires and wins. It has the highest priority. Its nearest end: Age of the oldest layer is 74 days, more than 30: ends with a fall of 44 days.',
      'It fires and loses. A rule of higher priority matched. Its nearest end: Age of the oldest layer is 74 days, more than 30: ends with a fall of 44 days.',
    ]);
    expect(rules[0]!.summary.id).toMatch(/^Berlaku dan menang\. Prioritasnya tertinggi\. Akhir terdekat: /);
  });

  it('that nothing changes', async () => {
    const { rules } = await worded([{ conditions: { not: { all: [] } } }, { conditions: { any: [] } }], {});
    expect(rules.map(({ summary }) => summary.en)).toEqual([
      'It does not fire, and no comparison can change that.',
      'It fires and wins. It has the highest priority. Nothing would stop it.',
    ]);
    expect(rules[1]!.conditions.sentence.en).toBe('No condition, always holds');
  });

  it('an alert only fires: it does not compete', async () => {
    const { rules, verdict } = await worded([{ event: { type: 'alert', params: { message: 'look' } } }], old);
    expect(rules[0]!.summary.en).toMatch(/^It fires\. An alert is shown beside the price; it does not compete\. /);
    expect(verdict).toEqual({
      id: 'Tidak ada usulan harga. Peringatan: rule-0.',
      en: 'No price is proposed. Alerts: rule-0.',
    });
  });
});

describe('who won', () => {
  it('by name and reason, with those that lost', async () => {
    const { verdict } = await worded([{ priority: 2, event: percent(10) }, { event: percent(5) }], old);
    expect(verdict).toEqual({
      id: 'rule-0 menang. Prioritasnya tertinggi. Kalah: rule-1.',
      en: 'rule-0 wins. It has the highest priority. Lost: rule-1.',
    });
  });

  it('a hold, or nobody', async () => {
    const hold: RuleEvent = { type: 'hold', params: { reason: 'new' } };
    expect((await worded([{ event: hold }, { event: percent(5) }], old)).verdict.en).toBe(
      'rule-0 holds the product. A hold beats every proposal of a price. Lost: rule-1.',
    );
    expect((await worded([{}], young)).verdict).toEqual({ id: 'Tidak ada aturan yang berlaku.', en: 'No rule fires.' });
  });
});
