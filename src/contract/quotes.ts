import { z } from 'zod';
import type { Quote } from '../core/approval/quote.js';
import type { Suggestion } from '../core/approval/suggestion.js';
import { formatInstant, InstantText } from './http.js';
import { forecast, forecastExample, MomentInput } from './suggestions.js';

const money = z.int();

export const QuoteRequest = z
  .strictObject({
    price: z
      .int()
      .positive()
      .max(900_000_000_000)
      .optional()
      .describe('Nothing named: as proposed, or as the first of two approvals gave it.'),
    startsAt: MomentInput.optional(),
    endsAt: MomentInput.optional(),
  })
  .meta({ id: 'QuoteRequest', example: { price: 74_900 } });
export type QuoteRequest = z.infer<typeof QuoteRequest>;

/** What a price would bring, the limits it crosses, and what a decision for it would come to. */
export const QuoteView = z
  .object({
    id: z.int(),
    version: z.int(),
    price: money.nullable().describe('As it would be published; null: there is no such price.'),
    listPrice: money.nullable(),
    discountBp: z.int().nullable(),
    startsAt: InstantText.nullable(),
    endsAt: InstantText.nullable().describe('null: open, or it would be refused'),
    ifApproved: forecast,
    ifNothing: forecast,
    gain: money
      .nullable()
      .describe('Of this offer alone; null: the cost is not known, or the last run saw no such listing.'),
    discountGiven: money.nullable().describe('What buyers are expected to pay less over the horizon.'),
    unitProfit: money.nullable().describe('After fees and cost; of a bundle the stale part.'),
    marginBp: z.int().nullable().describe('That as a share of the price.'),
    range: z.object({ min: money, max: money }).nullable().describe('Prices that cross no limit.'),
    crossings: z
      .array(
        z.object({
          code: z.string(),
          effect: z.enum(['blocks', 'needs-second-approval', 'warns']),
          sentence: z.object({ id: z.string(), en: z.string() }),
        }),
      )
      .describe('What the price would cross. `blocks`: it would be refused; `warns`: it may stand.'),
    needsSecondApproval: z.boolean(),
    confirmation: z.string().nullable().describe('What the only approver of a shop types; null: nothing.'),
    problem: z
      .object({ code: z.string(), detail: z.string() })
      .nullable()
      .describe('Why a decision for it would be refused; null: it would be done.'),
  })
  .meta({
    id: 'Quote',
    example: {
      id: 12,
      version: 1,
      price: 74_900,
      listPrice: 89_900,
      discountBp: 1_669,
      startsAt: '2026-03-31T09:15:00.000+07:00',
      endsAt: '2026-04-15T00:00:00.000+07:00',
      ifApproved: forecastExample(74_900, 18),
      ifNothing: forecastExample(89_900, 12),
      gain: 54_000,
      discountGiven: 270_000,
      unitProfit: 9_000,
      marginBp: 1_202,
      range: { min: 60_000, max: 89_899 },
      crossings: [
        {
          code: 'max-step',
          effect: 'warns' as const,
          sentence: {
            id: 'Satu langkah paling besar 15 % dari harga sekarang Rp 89.900.',
            en: 'One step is at most 15 % of the current Rp 89,900.',
          },
        },
      ],
      needsSecondApproval: false,
      confirmation: null,
      problem: null,
    },
  });
export type QuoteView = z.infer<typeof QuoteView>;

export function quoteView({ id, version }: Suggestion, quote: Quote, timeZone: string): QuoteView {
  const { terms, window, refusal, ...rest } = quote;
  return {
    id,
    version,
    price: terms?.price ?? null,
    listPrice: terms?.listPrice ?? null,
    discountBp: terms?.discountBp ?? null,
    startsAt: window === null ? null : formatInstant(window.startsAt, timeZone),
    endsAt: window?.endsAt == null ? null : formatInstant(window.endsAt, timeZone),
    ...rest,
    problem: refusal === null ? null : { code: refusal.code, detail: refusal.message },
  };
}
