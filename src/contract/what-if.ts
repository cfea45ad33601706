import { z } from 'zod';
import type { SuggestionDraft } from '../core/pipeline.js';
import { MATCH_REASONS, type MatchReason } from '../core/rules/resolve.js';
import type { WhatIf } from '../core/what-if.js';
import { fault } from './fault.js';
import { ChannelCode } from './http.js';
import { ONE_OF, rulesToTry } from './preview.js';

const money = z.int();
const bothLanguages = z.object({ id: z.string(), en: z.string() });
const factValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())], {
  error: 'a number, a text, true, false, null or a list of texts',
});

export const WhatIfRequest = z
  .strictObject({
    sku: z.string().min(1).max(64).optional().describe('With `channel`: begin with that listing of the last run.'),
    channel: ChannelCode.optional(),
    facts: z
      .record(z.string().max(100), factValue)
      .default({})
      .describe('By name. They take the place of the listing’s own; what follows from them is worked out.'),
    ...rulesToTry,
  })
  .refine(
    (body) => (body.sku === undefined) === (body.channel === undefined),
    fault('sku-with-channel', 'names sku and channel together'),
  )
  .refine((body) => body.version === undefined || body.ruleSet === undefined, ONE_OF)
  .refine(
    (body) => body.sku !== undefined || Object.keys(body.facts).length > 0,
    fault('nothing-asked', 'names neither a listing nor facts'),
  )
  .meta({
    id: 'WhatIfRequest',
    example: { sku: 'KOPI-250', channel: 'shopee', facts: { 'stock.ageDaysOldest': 95 } },
  });
export type WhatIfRequest = z.infer<typeof WhatIfRequest>;

const reasons = Object.keys(MATCH_REASONS) as [MatchReason, ...MatchReason[]];
const forecast = z.record(z.string(), z.unknown()).nullable();

const suggestion = z.object({
  kind: z.enum(['discount', 'voucher', 'bundle', 'restore', 'alert']),
  rule: z.string(),
  price: money.nullable(),
  listPrice: money.nullable(),
  currentPrice: money.nullable(),
  discountBp: z.int(),
  gain: money.nullable(),
  needsSecondApproval: z.boolean(),
  sentence: bothLanguages,
  offer: z.record(z.string(), z.unknown()),
  conditions: z.array(z.record(z.string(), z.unknown())),
  guardrails: z.array(z.record(z.string(), z.unknown())).describe('Limits that changed or escalated the price.'),
  ifApproved: forecast,
  ifNothing: forecast,
  marks: z.array(z.string()),
});

export const WhatIfView = z
  .object({
    suggestion: suggestion.nullable().describe('What would be suggested; null: no price.'),
    alerts: z.array(suggestion),
    matched: z
      .array(
        z.object({
          name: z.string(),
          type: z.string(),
          priority: z.int(),
          outcome: z.enum(['won', 'lost']),
          reason: z.enum(reasons),
          sentence: bothLanguages,
        }),
      )
      .describe('Every rule that fires, the winner first.'),
    silent: z
      .object({ reason: z.string(), sentence: bothLanguages.nullable() })
      .nullable()
      .describe('Why the winner proposes nothing; null: it does, or there is none.'),
    facts: z.record(z.string(), factValue).describe('Every fact as the rules read it.'),
  })
  .meta({
    id: 'WhatIf',
    example: {
      suggestion: {
        kind: 'discount',
        rule: 'age-over-90',
        price: 67_900,
        listPrice: 89_900,
        currentPrice: 89_900,
        discountBp: 2_447,
        gain: 81_000,
        needsSecondApproval: false,
        sentence: { id: '25 unit sudah 95 hari; potong 24 % di Shopee.', en: '25 units are 95 days old; cut 24 %.' },
        offer: {},
        conditions: [{ fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 90, factValue: 95, result: true }],
        guardrails: [],
        ifApproved: null,
        ifNothing: null,
        marks: ['elasticity-is-prior'],
      },
      alerts: [],
      matched: [
        {
          name: 'age-over-90',
          type: 'discount',
          priority: 330,
          outcome: 'won',
          reason: 'highest-priority',
          sentence: MATCH_REASONS['highest-priority'],
        },
      ],
      silent: null,
      facts: { 'stock.ageDaysOldest': 95, 'channel.code': 'shopee' },
    },
  });
export type WhatIfView = z.infer<typeof WhatIfView>;

export function whatIfView({ suggestion: draft, alerts, resolution, silent, facts }: WhatIf): WhatIfView {
  return {
    suggestion: draft === null ? null : draftView(draft),
    alerts: alerts.map(draftView),
    matched: resolution.matched.map(({ name, type, priority, outcome, reason }) => ({
      ...{ name, type, priority, outcome, reason: reason as MatchReason },
      sentence: MATCH_REASONS[reason as MatchReason],
    })),
    silent: silent === null ? null : { reason: silent.reason, sentence: silent.trace?.sentence ?? null },
    facts,
  };
}

function draftView(draft: SuggestionDraft): NonNullable<WhatIfView['suggestion']> {
  const { kind, ruleName, price, listPrice, currentPrice, discountBp, gain, needsSecondApproval, offer, why } = draft;
  return {
    ...{ kind, rule: ruleName, price, listPrice, currentPrice, discountBp, gain, needsSecondApproval },
    sentence: why.sentence,
    offer: { ...offer },
    conditions: why.conditions.map((one) => ({ ...one })),
    guardrails: why.guardrails.map((one) => ({ ...one })),
    ifApproved: why.ifApproved === null ? null : { ...why.ifApproved },
    ifNothing: why.ifNothing === null ? null : { ...why.ifNothing },
    marks: why.marks,
  };
}
