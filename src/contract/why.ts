import { z } from 'zod';
import type { Why } from '../core/approval/suggestion.js';

const money = z.int();
const bothLanguages = z.object({ id: z.string(), en: z.string() });
const leftAlone = z.object({
  code: z.string().describe('`cut-loses`, `clears-without`, `no-rule`, `held`, ..., or the guardrail that stopped it.'),
  sentence: bothLanguages,
});

const channel = z.object({
  channel: z.string(),
  kind: z.enum(['discount', 'voucher', 'bundle', 'restore']).nullable().describe('null: it goes on as now'),
  price: money.nullable(),
  currentPrice: money.nullable(),
  expectedUnits: z.number().nullable().describe('Sold here over the horizon, out of the stock of all channels.'),
  profit: money.nullable().describe('What these earn after fees and cost; null: the cost is unknown.'),
  leftAlone: leftAlone.nullable().describe('Why its price stays; null: something is proposed here.'),
});

const alternative = z.object({
  kind: z.enum(['discount', 'voucher', 'bundle']),
  isChosen: z.boolean(),
  price: money.nullable(),
  discountBp: z.int().nullable(),
  days: z.int().describe('Over which units and profit are expected.'),
  expectedUnits: z.number().nullable().describe('Sold on this channel.'),
  profit: money.nullable().describe('Of the product, its other channels as proposed; null: unknown.'),
  reason: leftAlone.nullable().describe('Why there is no such offer; null: there is.'),
});

/** What the why of a price says of all channels of the product and of other kinds of offer. */
export const channelFields = {
  channels: z.array(channel).describe('All channels of the product when everything proposed for it is approved.'),
  shadowPrice: money.nullable().describe('What one more unit in stock would be worth; null: unknown.'),
  alternatives: z
    .array(alternative)
    .describe('Discount, voucher and bundle, each at its best price in the same range.'),
};

export const channelExample = {
  channels: [
    {
      channel: 'shopee',
      kind: 'discount' as const,
      price: 71_900,
      currentPrice: 89_900,
      expectedUnits: 22.4,
      profit: 201_600,
      leftAlone: null,
    },
    {
      channel: 'tokopedia',
      kind: null,
      price: 89_900,
      currentPrice: 89_900,
      expectedUnits: 9.1,
      profit: 145_600,
      leftAlone: {
        code: 'cut-loses',
        sentence: {
          id: 'Potongan di sini, paling baik ke Rp 84.900, menghasilkan Rp 12.400 lebih sedikit dalam 45 hari.',
          en: 'A cut here, at best to Rp 84,900, would earn Rp 12,400 less over 45 days.',
        },
      },
    },
  ],
  shadowPrice: 38_500,
  alternatives: [
    {
      kind: 'discount' as const,
      isChosen: true,
      price: 71_900,
      discountBp: 2_002,
      days: 45,
      expectedUnits: 31.2,
      profit: -210_000,
      reason: null,
    },
    {
      kind: 'voucher' as const,
      isChosen: false,
      price: 71_920,
      discountBp: 2_000,
      days: 45,
      expectedUnits: 21.5,
      profit: -265_000,
      reason: null,
    },
    {
      kind: 'bundle' as const,
      isChosen: false,
      price: null,
      discountBp: null,
      days: 45,
      expectedUnits: null,
      profit: null,
      reason: {
        code: 'no-partner',
        sentence: {
          id: 'Tidak ada usulan: tidak ada produk yang cukup sering dibeli bersama.',
          en: 'Nothing is suggested: no product is bought together with it often enough.',
        },
      },
    },
  ],
};

/** The same of a why as it is kept; an alert has no channels, nor has what was written before there were any. */
export function channelView({ channels = [], shadowPrice = null, alternatives = [] }: Why): {
  channels: z.infer<typeof channel>[];
  shadowPrice: number | null;
  alternatives: z.infer<typeof alternative>[];
} {
  return { channels, shadowPrice, alternatives };
}
