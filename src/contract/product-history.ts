import { z } from 'zod';
import { ChannelCode, DayInput, DayText, InstantText } from './http.js';

const money = z.int();

export const ProductHistoryQuery = z.strictObject({
  channel: ChannelCode.optional().describe('Left out: all on which the product is listed or was sold.'),
  from: DayInput.optional().describe('Left out: 180 days, `to` included. At most 731.'),
  to: DayInput.optional().describe('Left out: the last complete day, with offers and decisions up to now.'),
});
export type ProductHistoryQuery = z.infer<typeof ProductHistoryQuery>;

const perDay = <T extends z.ZodType>(item: T, what: string) => z.array(item).describe(what);

/** What happened to a product, one element a day in every list. */
export const ProductHistory = z
  .object({
    sku: z.string(),
    from: DayText,
    to: DayText,
    onHand: perDay(z.int().nullable(), 'At the close of each day; null before the first receipt or count.'),
    channels: z.array(
      z.object({
        channel: z.string(),
        units: perDay(z.int(), 'Sold; returns are not taken off.'),
        paid: perDay(money.nullable(), 'Revenue over units; null where nothing was sold or no revenue is known.'),
        price: perDay(money.nullable(), 'Base price less the approved discount that ran; null: none on record.'),
        basePrice: perDay(money.nullable(), 'null: none on record.'),
      }),
    ),
    offers: z
      .array(
        z.object({
          entryId: z.int(),
          suggestionId: z.int(),
          channel: z.string(),
          kind: z.enum(['discount', 'voucher', 'bundle', 'base']),
          phase: z.enum(['scheduled', 'live', 'ended', 'withdrawn']),
          price: money,
          listPrice: money,
          discountBp: z.int(),
          startsAt: InstantText,
          endsAt: InstantText.nullable(),
          by: z.string(),
        }),
      )
      .describe('Approved prices whose window touches these days, oldest first.'),
    decisions: z
      .array(
        z.object({
          suggestionId: z.int(),
          channel: z.string(),
          kind: z.enum(['discount', 'voucher', 'bundle', 'restore', 'alert']),
          action: z.string().describe('approve, adjust, second-approve, reject, withdraw, ...'),
          price: money.nullable().describe('That was proposed.'),
          by: z.string(),
          at: InstantText,
          reason: z.string().nullable(),
        }),
      )
      .describe('Of people, on these days, oldest first.'),
  })
  .meta({
    id: 'ProductHistory',
    example: {
      sku: 'KAOS-HITAM-L',
      from: '2026-03-29',
      to: '2026-03-31',
      onHand: [42, 41, 40],
      channels: [
        {
          channel: 'shopee',
          units: [0, 1, 1],
          paid: [null, 125_000, 99_900],
          price: [125_000, 125_000, 99_900],
          basePrice: [125_000, 125_000, 125_000],
        },
      ],
      offers: [
        {
          entryId: 17,
          suggestionId: 12,
          channel: 'shopee',
          kind: 'discount',
          phase: 'live',
          price: 99_900,
          listPrice: 125_000,
          discountBp: 2_008,
          startsAt: '2026-03-31T00:00:00.000+07:00',
          endsAt: '2026-04-14T00:00:00.000+07:00',
          by: 'user:owner',
        },
      ],
      decisions: [
        {
          suggestionId: 12,
          channel: 'shopee',
          kind: 'discount',
          action: 'approve',
          price: 99_900,
          by: 'user:owner',
          at: '2026-03-30T08:02:11.000+07:00',
          reason: null,
        },
      ],
    },
  });
export type ProductHistory = z.infer<typeof ProductHistory>;

export const ProductGroups = z
  .object({ categories: z.array(z.string()), brands: z.array(z.string()) })
  .meta({ id: 'ProductGroups', example: { categories: ['kaos', 'kopi'], brands: ['Gayo'] } });
export type ProductGroups = z.infer<typeof ProductGroups>;
