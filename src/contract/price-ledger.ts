import { z } from 'zod';
import { ChannelCode, InstantText } from './http.js';

const money = z.int();

export const PriceLedgerQuery = z.strictObject({
  channel: ChannelCode.optional().describe('Left out: all on which the product is listed or had a price.'),
  days: z.coerce.number().int().min(1).max(3_650).default(180).describe('How far back.'),
});
export type PriceLedgerQuery = z.infer<typeof PriceLedgerQuery>;

/** What buyers paid on each channel, from when to when, and why. */
export const PriceLedger = z
  .object({
    sku: z.string(),
    law: z.object({ profile: z.enum(['ID', 'EU']), days: z.int() }).describe('That discounts of the shop obey.'),
    channels: z.array(
      z.object({
        channel: z.string(),
        intervals: z
          .array(
            z.object({
              from: InstantText,
              to: InstantText.nullable().describe('Exclusive; null: it still holds.'),
              price: money,
              basePrice: money.nullable().describe('null: not on record'),
              cause: z
                .enum(['base', 'import', 'entry', 'observed'])
                .describe(
                  'A base price, one that an import brought, an approved cut, or what a job saw there instead of it.',
                ),
              entryId: z.int().nullable().describe('The cut that ran then.'),
            }),
          )
          .describe('Those that touch the days asked for, oldest first, without overlap.'),
        ifCutNow: z
          .object({
            lowest: money.nullable().describe('null: none is on record'),
            seriesFrom: InstantText.describe('When the series of cuts began that it would go on; else now.'),
            recordFrom: InstantText.nullable().describe('Since when prices are on record; null: none is.'),
          })
          .describe('What a cut that begins now is held against: the lowest price of the law’s days before.'),
      }),
    ),
  })
  .meta({
    id: 'PriceLedger',
    example: {
      sku: 'KAOS-HITAM-L',
      law: { profile: 'ID', days: 30 },
      channels: [
        {
          channel: 'shopee',
          intervals: [
            {
              from: '2026-01-05T09:00:00.000+07:00',
              to: '2026-03-20T00:00:00.000+07:00',
              price: 99_900,
              basePrice: 99_900,
              cause: 'import',
              entryId: null,
            },
            {
              from: '2026-03-20T00:00:00.000+07:00',
              to: null,
              price: 79_900,
              basePrice: 99_900,
              cause: 'entry',
              entryId: 17,
            },
          ],
          ifCutNow: {
            lowest: 99_900,
            seriesFrom: '2026-03-20T00:00:00.000+07:00',
            recordFrom: '2026-01-05T09:00:00.000+07:00',
          },
        },
      ],
    },
  });
export type PriceLedger = z.infer<typeof PriceLedger>;
