import { z } from 'zod';
import { MARKS } from '../core/approval/marks.js';
import { ZoneClock } from '../core/intake/zone.js';
import { parseDay, type Instant } from '../core/units.js';
import { fault } from './fault.js';
import { reasonExample, reasonFields } from './reasons.js';
import { channelExample, channelFields } from './why.js';
import { ChannelCode, DayText, FlagInput, InstantText, pageOf, PageQuery } from './http.js';

const STATES = [
  'pending',
  'half-approved',
  'approved',
  'adjusted',
  'rejected',
  'expired',
  'superseded',
  'withdrawn',
] as const;
const KINDS = ['discount', 'voucher', 'bundle', 'restore', 'alert'] as const;
const money = z.int();
const bothLanguages = z.object({ id: z.string(), en: z.string() });

/** `a,b,c` in a query string. */
const listOf = <T extends string>(values: readonly T[]) =>
  z
    .string()
    .max(200)
    .transform((text, context): T[] => {
      const parts = text.split(',').map((part) => part.trim());
      const isKnown = (part: string): part is T => (values as readonly string[]).includes(part);
      if (parts.every(isKnown)) return parts;
      context.addIssue({
        code: 'custom',
        ...fault('not-in-list', `names something else than ${values.join(', ')}`, { options: values }),
      });
      return z.NEVER;
    });

/** One value, or the same name again for each of several (in JSON: a list). */
const severalOf = <T extends z.ZodType<string>>(item: T) =>
  z.union([item, z.array(item).min(1).max(100)]).transform((value): string[] => [value].flat());

/** What a list may be narrowed by; several states or kinds are separated by commas. */
const filterFields = {
  state: listOf(STATES).optional().describe('One or more, comma between; left out: pending,half-approved.'),
  kind: listOf(KINDS).optional(),
  channel: severalOf(ChannelCode).optional().describe('Again for each of several, as category and rule.'),
  category: severalOf(z.string().min(1).max(200)).optional(),
  rule: severalOf(z.string().min(1).max(100)).optional(),
  sku: z.string().min(1).max(64).optional(),
  mark: listOf(MARKS).optional().describe('Has any of these marks; comma between.'),
  minAtStake: z.coerce.number().int().min(0).optional().describe('Money that hangs on the decision.'),
  minAgeDays: z.coerce.number().int().min(0).max(100_000).optional().describe('Of the oldest units on hand.'),
  minGain: z.coerce.number().int().optional(),
  minDiscountBp: z.coerce.number().int().min(0).max(10_000).optional(),
  search: z.string().max(100).optional().describe('Part of a SKU or of a name.'),
};
const needsSecondApproval = FlagInput.optional();

export const SuggestionQuery = PageQuery.extend({
  ...filterFields,
  needsSecondApproval,
  sort: z.enum(['atStake', 'gain', 'staleValue', 'createdAt', 'discountBp']).default('gain'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
export type SuggestionQuery = z.infer<typeof SuggestionQuery>;
export const TotalsQuery = z.strictObject({ ...filterFields, needsSecondApproval });
export type TotalsQuery = z.infer<typeof TotalsQuery>;

const estimate = z.object({ mean: z.number(), low: z.number(), high: z.number() });
export const forecast = z
  .object({
    price: money,
    horizonDays: z.int(),
    units: estimate.describe('With its 80 % interval.'),
    revenue: estimate,
    profit: estimate.nullable().describe('After fees, cost, holding cost and salvage; null: the cost is unknown.'),
    daysToClear: z.number().nullable(),
  })
  .nullable();
export const forecastExample = (price: number, units: number) => ({
  price,
  horizonDays: 30,
  units: { mean: units, low: units - 4, high: units + 5 },
  revenue: { mean: price * units, low: price * (units - 4), high: price * (units + 5) },
  profit: { mean: 9_000 * units, low: 9_000 * (units - 4), high: 9_000 * (units + 5) },
  daysToClear: 41,
});

const viewExample = {
  id: 12,
  runId: 7,
  sku: 'KOPI-250',
  name: 'Kopi Gayo 250 g',
  channel: 'shopee',
  category: 'Kopi',
  kind: 'discount' as const,
  state: 'pending' as const,
  version: 1,
  asOf: '2026-03-30',
  price: 71_900,
  listPrice: 89_900,
  currentPrice: 89_900,
  discountBp: 2_002,
  staleValue: 1_250_000,
  ageDays: 74,
  onHand: 25,
  staleUnits: 25,
  gain: 96_000,
  atStake: 96_000,
  discountGiven: 396_000,
  rule: 'aged-61-90',
  needsSecondApproval: false,
  firstApproval: null,
  sentence: {
    id: '25 unit sudah 74 hari; potong 20 % di Shopee.',
    en: '25 units are 74 days old; cut 20 % on Shopee.',
  },
  offer: {},
  ifApproved: forecastExample(71_900, 22),
  ifNothing: forecastExample(89_900, 12),
  marks: ['elasticity-is-prior'],
  createdAt: '2026-03-31T02:30:04.000+07:00',
  expiresAt: '2026-04-02T02:30:04.000+07:00',
};

/** A line of the inbox. */
export const SuggestionView = z
  .object({
    id: z.int(),
    runId: z.int(),
    sku: z.string(),
    name: z.string(),
    channel: z.string(),
    category: z.string().nullable(),
    kind: z.enum(KINDS),
    state: z.enum(STATES),
    version: z.int().describe('Name it as `expectedVersion` in a decision.'),
    asOf: DayText,
    price: money.nullable().describe('null: an alert'),
    listPrice: money.nullable(),
    currentPrice: money.nullable(),
    discountBp: z.int(),
    staleValue: money,
    ageDays: z.number().nullable().describe('Of the oldest units on hand.'),
    onHand: z.number().nullable().describe('Of the product, as the run read it; null: not known.'),
    staleUnits: z.number().nullable(),
    gain: money.nullable().describe('Expected profit if approved less if nothing is done; null: unknown'),
    atStake: money.describe(
      'Money that hangs on the decision: the gain without its sign; unknown: the change of revenue; of an alert: what holding the stale stock costs over the horizon.',
    ),
    discountGiven: money.nullable().describe('What buyers are expected to pay less over the horizon; null: unknown.'),
    rule: z.string(),
    needsSecondApproval: z.boolean(),
    firstApproval: z
      .object({ by: z.string(), at: InstantText, price: money.nullable().describe('null: as proposed') })
      .nullable()
      .describe('Of a half-approved one: someone else gives the second.'),
    sentence: bothLanguages,
    offer: z.record(z.string(), z.unknown()),
    ifApproved: forecast,
    ifNothing: forecast,
    marks: z.array(z.string()),
    createdAt: InstantText,
    expiresAt: InstantText,
  })
  .meta({ id: 'Suggestion', example: viewExample });
export type SuggestionView = z.infer<typeof SuggestionView>;
export const SuggestionPage = pageOf(SuggestionView).meta({ id: 'SuggestionPage' });

const sums = z.array(z.object({ name: z.string(), count: z.int(), gain: money }));
export const SuggestionTotals = z
  .object({
    count: z.int(),
    gain: money.describe('Sum of those that are known.'),
    gainUnknown: z.int().describe('Suggestions whose gain is not known.'),
    staleValue: money,
    discountGiven: money.describe('Sum of what is known to be given away.'),
    by: z.object({ state: sums, kind: sums, channel: sums, rule: sums, category: sums }),
  })
  .meta({
    id: 'SuggestionTotals',
    example: {
      count: 2,
      gain: 96_000,
      gainUnknown: 1,
      staleValue: 1_750_000,
      discountGiven: 396_000,
      by: {
        state: [{ name: 'pending', count: 2, gain: 96_000 }],
        kind: [{ name: 'discount', count: 2, gain: 96_000 }],
        channel: [{ name: 'shopee', count: 2, gain: 96_000 }],
        rule: [{ name: 'aged-61-90', count: 2, gain: 96_000 }],
        category: [{ name: 'Kopi', count: 2, gain: 96_000 }],
      },
    },
  });
export type SuggestionTotals = z.infer<typeof SuggestionTotals>;

const decisionExample = {
  action: 'approve' as const,
  from: 'pending',
  to: 'approved',
  by: 'user:owner',
  at: '2026-03-31T09:15:00.000+07:00',
  reason: null,
  detail: { price: 71_900 },
};
const decisionView = z.object({
  action: z.enum(['approve', 'adjust', 'second-approve', 'reject', 'withdraw', 'reopen', 'expire', 'supersede']),
  from: z.string(),
  to: z.string(),
  by: z.string(),
  at: InstantText,
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});

/** What a person said and nobody has taken back, and how it would be taken back. */
export const StandingDecision = z
  .object({
    suggestion: SuggestionView,
    decision: decisionView,
    undo: z
      .enum(['withdraw', 'reopen'])
      .nullable()
      .describe('`POST .../withdrawal` or `.../reopening`; null: its time is over.'),
  })
  .meta({
    id: 'StandingDecision',
    example: {
      suggestion: { ...viewExample, state: 'approved' as const, version: 2 },
      decision: decisionExample,
      undo: 'withdraw' as const,
    },
  });
export type StandingDecision = z.infer<typeof StandingDecision>;
export const StandingDecisionPage = pageOf(StandingDecision).meta({ id: 'StandingDecisionPage' });

const publishedExample = {
  id: 17,
  revision: 1,
  kind: 'discount' as const,
  phase: 'live' as const,
  price: 71_900,
  startsAt: '2026-03-31T09:15:00.000+07:00',
  endsAt: '2026-04-15T00:00:00.000+07:00',
  acknowledged: {
    revision: 1,
    status: 'applied' as const,
    code: null,
    message: null,
    appliedPrice: 71_900,
    at: '2026-03-31T09:20:02.000+07:00',
  },
};
/** One suggestion with the whole why, what was said about it and the price that came of it. */
export const SuggestionDetail = SuggestionView.extend({
  why: z.object({
    sentence: bothLanguages,
    rule: z.object({ name: z.string(), version: z.int(), title: bothLanguages }),
    ...reasonFields,
    facts: z.record(z.string(), z.unknown()),
    ...channelFields,
  }),
  decisions: z.array(decisionView),
  entry: z
    .object({
      id: z.int(),
      revision: z.int(),
      kind: z.enum(['discount', 'voucher', 'bundle', 'base']),
      phase: z.enum(['scheduled', 'live', 'ended', 'withdrawn']),
      price: money,
      startsAt: InstantText,
      endsAt: InstantText.nullable(),
      acknowledged: z
        .object({
          revision: z.int(),
          status: z.string().describe('applied, rejected, ...'),
          code: z.string().nullable(),
          message: z.string().nullable().describe('In the words of the marketplace.'),
          appliedPrice: money.nullable(),
          at: InstantText,
        })
        .nullable()
        .describe('The newest acknowledgement of a sync job; null: none yet.'),
    })
    .nullable()
    .describe('What the feed serves of it; null: nothing.'),
}).meta({
  id: 'SuggestionDetail',
  example: {
    ...viewExample,
    state: 'approved' as const,
    version: 2,
    why: {
      sentence: viewExample.sentence,
      rule: { name: 'aged-61-90', version: 1, title: { id: 'Stok 61 sampai 90 hari', en: 'Stock of 61 to 90 days' } },
      ...reasonExample,
      facts: { 'stock.ageDaysOldest': 74 },
      ...channelExample,
    },
    decisions: [decisionExample],
    entry: publishedExample,
  },
});
export type SuggestionDetail = z.infer<typeof SuggestionDetail>;

/** A moment in a request; a day stands for its first moment in the shop's zone. */
export const MomentInput = z
  .union([z.iso.datetime({ offset: true }), z.string().refine((text) => parseDay(text) !== null)], {
    error: 'is not ISO 8601 with offset (2026-04-01T00:00:00+07:00), nor a day (2026-04-01)',
  })
  .meta({ description: 'ISO 8601 with offset, or YYYY-MM-DD for that midnight', example: '2026-04-01' });

/** Reads what MomentInput has let through. */
export function momentOf(text: string, clock: ZoneClock): Instant {
  const day = parseDay(text);
  return day === null ? Date.parse(text) : clock.instantOf(day, 0);
}

const reason = z.string().trim().min(1).max(1000).optional();
const expectedVersion = z.int().positive().optional().describe('The version that was looked at.');
const decisionFields = {
  action: z.enum(['approve', 'adjust', 'reject']),
  expectedVersion,
  price: z.int().positive().max(900_000_000_000).optional().describe('Of an adjustment.'),
  startsAt: MomentInput.optional().describe('Of an adjustment; left out: now.'),
  endsAt: MomentInput.optional().describe('Of an adjustment; left out: after the policy’s days.'),
  reason,
  confirmation: z.string().max(200).optional().describe('`APPROVE <sku>`, where only one person may approve.'),
};
const isAdjusted = (body: { action: string; price?: unknown; startsAt?: unknown; endsAt?: unknown }): boolean =>
  body.action === 'adjust' || (body.price ?? body.startsAt ?? body.endsAt) === undefined;
const onlyAdjusted = fault('only-adjusted', 'price, startsAt and endsAt belong to the action `adjust`');

export const DecisionBody = z
  .strictObject(decisionFields)
  .refine(isAdjusted, onlyAdjusted)
  .meta({ id: 'DecisionBody', example: { action: 'adjust', expectedVersion: 1, price: 74_900, endsAt: '2026-04-08' } });
export type DecisionBody = z.infer<typeof DecisionBody>;

const DECISIONS_MAX = 1000;
export const BulkDecisions = z
  .strictObject({
    items: z
      .array(z.strictObject({ id: z.int().positive(), ...decisionFields }).refine(isAdjusted, onlyAdjusted))
      .min(1)
      .max(DECISIONS_MAX),
  })
  .meta({
    id: 'BulkDecisions',
    example: {
      items: [
        { id: 12, action: 'approve', expectedVersion: 1 },
        { id: 15, action: 'reject', expectedVersion: 1, reason: 'coming back into fashion' },
      ],
    },
  });
export type BulkDecisions = z.infer<typeof BulkDecisions>;

/** The same names as in the list's query, as JSON. */
const selection = z.strictObject({
  kind: z.array(z.enum(KINDS)).optional(),
  state: z.array(z.enum(['pending', 'half-approved'])).optional(),
  channel: severalOf(ChannelCode).optional(),
  category: severalOf(z.string().min(1).max(200)).optional(),
  rule: severalOf(z.string().min(1).max(100)).optional(),
  sku: z.string().min(1).max(64).optional(),
  mark: z.array(z.enum(MARKS)).min(1).optional(),
  minAtStake: z.int().min(0).optional(),
  minAgeDays: z.int().min(0).max(100_000).optional(),
  minGain: z.int().optional(),
  minDiscountBp: z.int().min(0).max(10_000).optional(),
  needsSecondApproval: z.boolean().optional(),
  search: z.string().max(100).optional(),
});
export const SelectionDecision = z
  .strictObject({
    filter: selection,
    expectedCount: z.int().min(0).max(100_000_000).describe('How many open suggestions the filter showed.'),
    action: z.enum(['approve', 'reject']),
    reason,
    limit: z.int().min(1).max(DECISIONS_MAX).default(DECISIONS_MAX).describe('So many in one call.'),
    after: z.string().min(1).max(200).optional().describe('The `next` of the call before: goes on with the selection.'),
  })
  .meta({
    id: 'SelectionDecision',
    example: { filter: { channel: 'shopee', rule: 'aged-61-90' }, expectedCount: 14, action: 'approve' },
  });
export type SelectionDecision = z.infer<typeof SelectionDecision>;
export type SelectionDecisionInput = z.input<typeof SelectionDecision>;

const toInbox = z.boolean().optional().describe('Also opens it again, where its time is not over.');
const undoItem = { expectedVersion, reason };
const undoItems = z
  .array(z.strictObject({ id: z.int().positive(), ...undoItem }))
  .min(1)
  .max(DECISIONS_MAX);

export const WithdrawalBody = z
  .strictObject({ ...undoItem, toInbox })
  .meta({ id: 'WithdrawalBody', example: { expectedVersion: 2, reason: 'wrong product' } });
export type WithdrawalBody = z.infer<typeof WithdrawalBody>;

export const Withdrawals = z
  .strictObject({ items: undoItems, toInbox })
  .meta({ id: 'Withdrawals', example: { items: [{ id: 12, expectedVersion: 2 }], toInbox: true } });
export type Withdrawals = z.infer<typeof Withdrawals>;

export const ReopeningBody = z
  .strictObject(undoItem)
  .meta({ id: 'ReopeningBody', example: { expectedVersion: 2, reason: 'pressed too soon' } });
export type ReopeningBody = z.infer<typeof ReopeningBody>;

export const Reopenings = z
  .strictObject({ items: undoItems })
  .meta({ id: 'Reopenings', example: { items: [{ id: 12, expectedVersion: 2 }] } });
export type Reopenings = z.infer<typeof Reopenings>;

const resultExample = { id: 12, state: 'approved', version: 2, entryId: 17, problem: null };
const DecisionResultFields = z.object({
  id: z.int(),
  state: z
    .string()
    .nullable()
    .describe('Of now, also when the decision was refused; null: there is no such suggestion.'),
  version: z.int().nullable(),
  entryId: z.int().nullable().describe('The price that was published or withdrawn.'),
  problem: z
    .object({
      code: z.string(),
      detail: z.string(),
      values: z.record(z.string(), z.unknown()),
      errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    })
    .nullable()
    .describe('null: done'),
});
export const DecisionResult = DecisionResultFields.meta({ id: 'DecisionResult', example: resultExample });
export type DecisionResult = z.infer<typeof DecisionResult>;
export const DecisionResults = z
  .object({ done: z.int(), refused: z.int(), items: z.array(DecisionResultFields) })
  .meta({ id: 'DecisionResults', example: { done: 1, refused: 0, items: [resultExample] } });
export type DecisionResults = z.infer<typeof DecisionResults>;

/** What became of one part of a selection. */
export const SelectionResults = DecisionResults.extend({
  next: z.string().nullable().describe('Send it as `after` to go on; null: the selection is done.'),
  left: z.int().describe('Open suggestions of the selection that the further calls will come to.'),
}).meta({
  id: 'SelectionResults',
  example: { done: 1, refused: 0, items: [resultExample], next: null, left: 0 },
});
export type SelectionResults = z.infer<typeof SelectionResults>;

const wasLive = z
  .boolean()
  .describe(
    'The price may be up, by a sync job or a price file, and the old one is put back; else no buyer has seen it.',
  );
const withdrawalExample = { ...resultExample, state: 'withdrawn', version: 3, wasLive: false };
export const WithdrawalResult = DecisionResultFields.extend({ wasLive }).meta({
  id: 'WithdrawalResult',
  example: withdrawalExample,
});
export type WithdrawalResult = z.infer<typeof WithdrawalResult>;
export const WithdrawalResults = z
  .object({ done: z.int(), refused: z.int(), items: z.array(DecisionResultFields.extend({ wasLive })) })
  .meta({ id: 'WithdrawalResults', example: { done: 1, refused: 0, items: [withdrawalExample] } });
export type WithdrawalResults = z.infer<typeof WithdrawalResults>;
