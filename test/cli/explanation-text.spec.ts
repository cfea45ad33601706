import { describe, expect, it } from 'vitest';
import { explanationText } from '../../src/cli/explanation-text.js';
import { wordedCase, type WordedCase } from '../../src/core/rule-sentences.js';
import { explainCase } from '../../src/core/rules/case.js';
import type { Condition, Facts, Rule } from '../../src/core/rules/rule.js';
import { bareRule } from '../core/rules/arbitrary.js';

const over = (fact: string, value: number): Condition => ({ fact, operator: 'greaterThan', value });
const AGE = 'stock.ageDaysOldest';

async function worded(rules: Partial<Rule>[], facts: Facts): Promise<WordedCase> {
  const conditions = { old: { all: [over(AGE, 30)] } };
  const whole = rules.map((rule): Rule => ({ ...bareRule({ condition: 'old' }), ...rule }));
  const explanation = await explainCase({ rules: whole, conditions, onTie: 'first' }, facts, null);
  return wordedCase(explanation, { code: 'IDR', scale: 0 });
}
const facts: Facts = { [AGE]: 74, 'stock.onHand': 5, 'channel.code': 'shopee' };

describe('an explanation on a terminal', () => {
  it('shows the verdict, what fires, the nearest three with their trees, and counts the rest', async () => {
    const text = explanationText(
      await worded(
        [
          { name: 'far', conditions: { all: [over(AGE, 1000)] } },
          { name: 'near', conditions: { all: [{ condition: 'old' }, { not: { any: [over('stock.onHand', 4)] } }] } },
          { name: 'two-missing', conditions: { all: [over(AGE, 75), over('stock.onHand', 5)] } },
          { name: 'elsewhere', channels: ['website'] },
          { name: 'wins', priority: 7 },
        ],
        facts,
      ),
      'en',
      { all: false },
    );
    expect(text).toBe(`wins wins. It has the highest priority.
✓ holds   ✗ does not hold   ← what is nearest to turning

What fires (1)

wins  restore, priority 7
  rule
  It fires and wins. It has the highest priority. Its nearest end: Age of the oldest layer is 74 days, more than 30: ends with a fall of 44 days.
  ✓ Condition old
    ✓ All of these
      ✓ Age of the oldest layer is 74 days, more than 30: ends with a fall of 44 days  ←

Nearest to firing (3)

elsewhere  restore, priority 1
  rule
  It does not fire, 1 thing is missing: Only for channel website; this is shopee.
  ✗ Only for channel website; this is shopee
  ✓ Condition old
    ✓ All of these
      ✓ Age of the oldest layer is 74 days, more than 30: ends with a fall of 44 days

near  restore, priority 1
  rule
  It does not fire, 1 thing is missing: Units on hand are 5, need at most 4: 1 unit over.
  ✗ All of these
    ✓ Condition old
      ✓ All of these
        ✓ Age of the oldest layer is 74 days, more than 30: ends with a fall of 44 days
    ✗ The opposite of this
      ✓ At least one of these
        ✓ Units on hand are 5, need at most 4: 1 unit over  ←

far  restore, priority 1
  rule
  It does not fire, 1 thing is missing: Age of the oldest layer is 74 days, needs more than 1,000: 927 days short.
  ✗ All of these
    ✗ Age of the oldest layer is 74 days, needs more than 1,000: 927 days short  ←

1 more rule does not fire (--all shows them).
`);
  });

  it('shows all where all are wanted, in Indonesian too', async () => {
    const rules = ['a', 'b', 'c', 'd', 'e'].map((name): Partial<Rule> => ({
      name,
      conditions: { all: [over(AGE, 90)] },
    }));
    const text = explanationText(await worded(rules, facts), 'id', { all: true });
    expect(text).toMatch(
      /^Tidak ada aturan yang berlaku\.\n✓ berlaku {3}✗ tidak berlaku {3}← yang paling dekat untuk berubah\n/,
    );
    expect(text).toContain('\nYang paling dekat untuk berlaku (3)\n\na  restore, prioritas 1\n');
    expect(text).toContain('\nYang lain (2)\n\nd  restore');
    expect(text).not.toContain('--all');
    expect(explanationText(await worded(rules, facts), 'id', { all: false })).toContain(
      '2 aturan lain tidak berlaku (--all menampilkannya).',
    );
  });

  it('disarms what would move the cursor', async () => {
    const conditions: Condition = { all: [{ fact: 'product.brand', operator: 'equal', value: 'x' }] };
    const brand = { 'product.brand': 'a\u001b[2Jb\nc' };
    const text = explanationText(await worded([{ name: 'r', conditions }], brand), 'en', { all: true });
    expect(text).toContain('Brand of the product is a·[2Jb·c, needs to be x');
  });
});
