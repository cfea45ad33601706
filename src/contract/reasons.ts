import { z } from 'zod';
import type { Why } from '../core/approval/suggestion.js';
import type { Currency } from '../core/pricing/money-text.js';
import { MATCH_REASONS, type MatchReason } from '../core/rules/resolve.js';
import { traceSentence } from '../core/trace-sentences.js';

const bothLanguages = z.object({ id: z.string(), en: z.string() });
const money = z.int();

/** What rules and limits said of a suggestion, each in words. */
export const reasonFields = {
  matched: z
    .array(
      z.object({
        name: z.string(),
        title: bothLanguages.nullable().describe('As it is in force now; null: there is no such rule any more.'),
        priority: z.int(),
        type: z.string(),
        outcome: z.enum(['won', 'lost']),
        reason: z.string(),
        sentence: bothLanguages.describe('Why it won or lost.'),
      }),
    )
    .describe('Every rule that matched, highest first.'),
  conditions: z
    .array(
      z.object({
        fact: z.string(),
        operator: z.string(),
        value: z.unknown().describe('What it was compared with.'),
        factValue: z.unknown().describe('null: not known'),
        result: z.boolean(),
        sentence: bothLanguages.describe('With how far it was from turning.'),
      }),
    )
    .describe('Each comparison of the rule, with the values it read.'),
  guardrails: z
    .array(
      z.object({
        name: z.string(),
        effect: z.enum(['changed', 'stopped', 'needs-second-approval']),
        from: money.nullable(),
        to: money.nullable(),
        sentence: bothLanguages,
      }),
    )
    .describe('Limits that changed or escalated the price.'),
};

export const reasonExample = {
  matched: [
    {
      name: 'aged-61-90',
      title: { id: 'Stok 61 sampai 90 hari', en: 'Stock of 61 to 90 days' },
      priority: 30,
      type: 'discount',
      outcome: 'won' as const,
      reason: 'highest-priority',
      sentence: MATCH_REASONS['highest-priority'],
    },
  ],
  conditions: [
    {
      fact: 'stock.ageDaysOldest',
      operator: 'greaterThan',
      value: 60,
      factValue: 74,
      result: true,
      sentence: {
        id: 'Umur lapisan stok tertua 74 hari, lebih dari 60: berakhir bila turun 14 hari',
        en: 'Age of the oldest layer is 74 days, more than 60: ends with a fall of 14 days',
      },
    },
  ],
  guardrails: [],
};

type Titles = ReadonlyMap<string, { id: string; en: string }>;

/** @param titles of the rules in force, by name */
export function reasonsView(
  { matched, conditions, guardrails }: Why,
  titles: Titles,
  currency: Currency,
): z.infer<z.ZodObject<typeof reasonFields>> {
  return {
    matched: matched.map((one) => ({
      ...one,
      title: titles.get(one.name) ?? null,
      sentence: MATCH_REASONS[one.reason as MatchReason],
    })),
    conditions: conditions.map((trace) => ({ ...trace, sentence: traceSentence(trace, currency) })),
    guardrails,
  };
}
