import { z } from 'zod';
import type { WordedCase, WordedNode } from '../core/rule-sentences.js';
import { RELATIONS } from '../core/rules/relation.js';
import { MATCH_REASONS, type MatchReason } from '../core/rules/resolve.js';
import { formatDay, type Day, type Money } from '../core/units.js';
import { ChannelCode, DayText } from './http.js';

const bothLanguages = z.object({ id: z.string(), en: z.string() });
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const factValue = z.union([plain, z.array(z.string())]).describe('null: not known');

const distance = z
  .object({
    direction: z.enum(['up', 'down']),
    by: z.number().min(0).describe("In the fact's own unit (money: smallest unit, bp: basis points); days for a day."),
    isWhole: z.boolean().describe('The fact has whole numbers only: with `by` the comparison turns.'),
    isBeyond: z.boolean().describe('The fact has to go further than `by`, by however little.'),
  })
  .nullable()
  .describe('null: no number tells it (texts, lists, what is not known).');

const comparisonExample = {
  kind: 'comparison' as const,
  name: null,
  at: 0,
  fact: 'stock.ageDaysOldest',
  factValue: 28,
  operator: 'greaterThan',
  value: 30,
  valueFact: null,
  result: false,
  wanted: true,
  asks: 'more-than' as const,
  turn: {
    needs: 'more-than' as const,
    distance: { direction: 'up' as const, by: 3, isWhole: true, isBeyond: false },
  },
  sentence: {
    id: 'Umur lapisan stok tertua 28 hari, perlu lebih dari 30: kurang 3 hari',
    en: 'Age of the oldest layer is 28 days, needs more than 30: 3 days short',
  },
};
const groupExample = {
  kind: 'all' as const,
  name: null,
  result: false,
  wanted: true,
  sentence: { id: 'Semua yang berikut', en: 'All of these' },
  parts: [comparisonExample],
};

const comparison = z
  .object({
    kind: z.literal('comparison'),
    name: z.string().nullable().describe("The author's label."),
    at: z.int().describe("Its place among the rule's comparisons, named conditions written out; from 0."),
    fact: z.string(),
    factValue,
    operator: z.string(),
    value: z.union([plain, z.array(plain)]).describe('What it is compared with; of another fact its value.'),
    valueFact: z.string().nullable().describe('The fact whose value that is; null: it stands in the rule.'),
    result: z.boolean().describe("The comparison's own, before any `not` around it."),
    wanted: z.boolean().describe('The result that lets the rule fire: false inside a `not`.'),
    asks: z.enum(RELATIONS),
    turn: z
      .object({ needs: z.enum(RELATIONS).describe('Holds of fact and value once it has turned.'), distance })
      .describe('What would turn the result.'),
    sentence: bothLanguages.describe('Speaks for the rule: inside a `not` it asks the opposite.'),
  })
  .meta({ id: 'ComparisonResult', example: comparisonExample });

const group = z
  .object({
    kind: z.enum(['all', 'any', 'not', 'named']),
    name: z.string().nullable().describe("Of a named condition its name, else the author's label."),
    result: z.boolean(),
    wanted: z.boolean(),
    sentence: bothLanguages,
    parts: z.array(z.lazy((): z.ZodType<WordedNode> => node)).describe('`not` and `named` have one.'),
  })
  .meta({ id: 'GroupResult', example: groupExample });

const node: z.ZodType<WordedNode> = z
  .union([comparison, group])
  .meta({ id: 'ConditionResult', example: comparisonExample }) as unknown as z.ZodType<WordedNode>;

const sentence = { holds: z.boolean(), sentence: bothLanguages };
const scopePart = z.discriminatedUnion('part', [
  z.object({ part: z.literal('enabled'), ...sentence }),
  z.object({
    part: z.enum(['channel', 'category']),
    value: factValue,
    among: z.array(z.string()).nullable().describe('null: everywhere'),
    ...sentence,
  }),
  z.object({
    part: z.literal('validity'),
    value: factValue,
    from: DayText.nullable().describe('First day, inclusive; null: open.'),
    to: DayText.nullable().describe('Last day, inclusive; null: open.'),
    ...sentence,
  }),
]);

const reasons = Object.keys(MATCH_REASONS) as [MatchReason, ...MatchReason[]];

const ruleExample = {
  name: 'age-over-30',
  title: { id: 'Stok di atas 30 hari dipotong 10 persen.', en: 'Stock over 30 days is cut by 10 per cent.' },
  version: 1,
  priority: 310,
  type: 'discount' as const,
  fires: false,
  outcome: null,
  reason: null,
  scope: [
    {
      part: 'enabled' as const,
      holds: true,
      sentence: { id: 'Aturan ini menyala', en: 'The rule is switched on' },
    },
    {
      part: 'channel' as const,
      holds: true,
      value: 'shopee',
      among: ['shopee', 'tokopedia'],
      sentence: {
        id: 'Hanya untuk kanal shopee, tokopedia; ini shopee',
        en: 'Only for channel shopee, tokopedia; this is shopee',
      },
    },
    {
      part: 'category' as const,
      holds: true,
      value: null,
      among: null,
      sentence: { id: 'Berlaku untuk semua kategori', en: 'For every category' },
    },
    {
      part: 'validity' as const,
      holds: true,
      value: '2026-03-30',
      from: null,
      to: null,
      sentence: { id: 'Berlaku kapan saja', en: 'Valid at any time' },
    },
  ],
  conditions: groupExample,
  turns: { comparisons: [0], relative: 0.1 },
  summary: {
    id: 'Tidak berlaku, kurang 1 hal: Umur lapisan stok tertua 28 hari, perlu lebih dari 30: kurang 3 hari.',
    en: 'It does not fire, 1 thing is missing: Age of the oldest layer is 28 days, needs more than 30: 3 days short.',
  },
};

const RuleExplained = z
  .object({
    name: z.string(),
    title: bothLanguages,
    version: z.int(),
    priority: z.int(),
    type: z.enum(['discount', 'voucher', 'bundle', 'restore', 'hold', 'alert']),
    fires: z.boolean().describe('Its conditions hold, inside every part of its scope.'),
    outcome: z.enum(['won', 'lost']).nullable().describe('null: it does not fire.'),
    reason: z.enum(reasons).nullable(),
    scope: z.array(scopePart),
    conditions: node,
    turns: z
      .object({
        comparisons: z.array(z.int()).describe('By their place `at`. Empty: only the scope is in the way.'),
        relative: z.number().describe('How far they are from turning in proportion to their values; 0: at the limit.'),
      })
      .nullable()
      .describe('The fewest comparisons that have to turn for it to fire, or to stop firing. null: none can.'),
    summary: bothLanguages,
  })
  .meta({ id: 'RuleExplanation', example: ruleExample });

const example = {
  sku: 'KAOS-HITAM-L',
  channel: 'shopee',
  asOf: '2026-03-30',
  ruleSetVersion: 4,
  basePrice: 125_000,
  winner: null,
  hold: null,
  alerts: [],
  verdict: { id: 'Tidak ada aturan yang berlaku.', en: 'No rule fires.' },
  rules: [ruleExample],
};

/** Every rule of a set on one product and channel: fired or not, why, and what would change it. */
export const CaseExplained = z
  .object({
    sku: z.string(),
    channel: ChannelCode,
    asOf: DayText,
    ruleSetVersion: z.int().nullable().describe('null: a set that is no version.'),
    basePrice: z.int().nullable(),
    winner: z.string().nullable().describe('The rule that proposes a price.'),
    hold: z.string().nullable().describe('The rule that holds the product: then nothing wins.'),
    alerts: z.array(z.string()).describe('Rules that are shown besides.'),
    verdict: bothLanguages,
    rules: z.array(RuleExplained).describe('In firing order; those that do not fire and those switched off too.'),
  })
  .meta({ id: 'CaseExplanation', example });
export type CaseExplained = z.infer<typeof CaseExplained>;

/** What was explained: which product, where, as of when, by which version of the rules. */
export interface CaseHead {
  sku: string;
  channel: string;
  asOf: Day;
  ruleSetVersion: number | null;
  /** On the channel; null: not known. */
  basePrice: Money | null;
}

export function caseExplained({ asOf, ...head }: CaseHead, explanation: WordedCase): CaseExplained {
  return { ...head, asOf: formatDay(asOf), ...explanation };
}
