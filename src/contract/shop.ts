import { z } from 'zod';
import { fault, FORMS, NOTHING_TO_CHANGE } from './fault.js';
import { ChannelCode, DayInput, DayText, InstantText, pageOf } from './http.js';
import { PolicySchema } from './policy.js';

const channelExample = {
  code: 'shopee',
  name: 'Shopee',
  isMarketplace: true,
  isActive: true,
  isHeld: false,
  heldReason: null,
};
export const ChannelView = z
  .object({
    code: z.string(),
    name: z.string(),
    isMarketplace: z.boolean(),
    isActive: z.boolean(),
    isHeld: z.boolean().describe('Kill switch: while true the feed answers `hold`.'),
    heldReason: z.string().nullable(),
  })
  .meta({ id: 'Channel', example: channelExample });
export type ChannelView = z.infer<typeof ChannelView>;
export const ChannelPage = pageOf(ChannelView).meta({ id: 'ChannelPage' });

const ChannelName = z.string().trim().min(1).max(200);
export const NewChannel = z
  .strictObject({ code: ChannelCode, name: ChannelName, isMarketplace: z.boolean() })
  .meta({ id: 'NewChannel', example: { code: 'blibli', name: 'Blibli', isMarketplace: true } });
export type NewChannel = z.infer<typeof NewChannel>;

export const ChannelChange = z
  .strictObject({
    name: ChannelName.optional(),
    isMarketplace: z.boolean().optional(),
    isActive: z.boolean().optional().describe('An inactive channel gets no suggestions.'),
  })
  .refine((change) => Object.keys(change).length > 0, NOTHING_TO_CHANGE)
  .meta({ id: 'ChannelChange', example: { name: 'Shopee Mall' } });
export type ChannelChange = z.infer<typeof ChannelChange>;

export const Hold = z
  .strictObject({ reason: z.string().trim().min(1).max(500) })
  .meta({ id: 'Hold', example: { reason: 'Prices look wrong since this morning' } });
export type Hold = z.infer<typeof Hold>;

const money = z.int().min(0).max(900_000_000_000);
const feeExample = {
  category: null,
  component: 'admin',
  rateBp: 800,
  perOrder: 0,
  perItem: 0,
  capPerItem: null,
  validFrom: '2026-01-01',
  validTo: null,
  source: 'Own contract, December 2025',
};
const feeFields = {
  category: z.string().min(1).max(200).nullable().describe('null: every category without a row of its own'),
  component: ChannelCode.describe('Rows of the same component replace each other by category and day.'),
  rateBp: z.int().min(0).max(10_000).describe('Of the price, in basis points'),
  perOrder: money,
  perItem: money,
  capPerItem: money.nullable().describe('Largest percent part per item; null: no cap'),
  source: z.string().min(1).max(500).describe('Where the figure comes from, with its date'),
};
export const FeeView = z
  .object({ ...feeFields, validFrom: DayText, validTo: DayText.nullable().describe('First day without it') })
  .meta({ id: 'Fee', example: feeExample });
export type FeeView = z.infer<typeof FeeView>;
export const FeeList = z
  .object({ items: z.array(FeeView), revision: z.string().describe('Names this state of the rows.') })
  .meta({ id: 'FeeList', example: { items: [feeExample], revision: 'q3nQ0y5v2mJw' } });
export type FeeList = z.infer<typeof FeeList>;

export const FeeReplacement = z
  .strictObject({
    expectedRevision: z
      .string()
      .max(64)
      .optional()
      .describe('The state that you changed; refused when the rows are others by now. Left out: whatever they are.'),
    items: z
      .array(z.strictObject({ ...feeFields, validFrom: DayInput, validTo: DayInput.nullable() }))
      .max(1000)
      .superRefine((fees, context) => {
        const seen = new Set<string>();
        fees.forEach((fee, i) => {
          if (fee.validTo !== null && fee.validTo <= fee.validFrom) {
            context.addIssue({
              code: 'custom',
              path: [i, 'validTo'],
              ...fault('not-after-start', 'must lie after validFrom'),
            });
          }
          const key = JSON.stringify([fee.category, fee.component, fee.validFrom]);
          if (seen.has(key)) {
            const twin = fault('twin-fee', 'another row has the same category, component and validFrom');
            context.addIssue({ code: 'custom', path: [i], ...twin });
          }
          seen.add(key);
        });
      }),
  })
  .meta({ id: 'FeeReplacement', example: { items: [feeExample] } });
export type FeeReplacement = z.infer<typeof FeeReplacement>;

export const PolicyView = z
  .object({
    version: z.int(),
    policy: PolicySchema.omit({ $schema: true }),
    note: z.string(),
    createdBy: z.string(),
    createdAt: InstantText,
  })
  .meta({ id: 'PolicyVersion' });

export const PolicyVersionHead = z
  .object({ version: z.int(), note: z.string(), createdBy: z.string(), createdAt: InstantText })
  .meta({ id: 'PolicyVersionHead' });
export type PolicyVersionHead = z.infer<typeof PolicyVersionHead>;
export const PolicyVersionPage = pageOf(PolicyVersionHead).meta({ id: 'PolicyVersionPage' });

export const PolicyJsonSchema = z.record(z.string(), z.unknown()).meta({
  id: 'PolicyJsonSchema',
  example: { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' },
});

export const PolicyChange = z
  .strictObject({
    expectedVersion: z.int().min(1).describe('The version that you changed; refused when there is a newer one.'),
    policy: z.record(z.string(), z.unknown()).describe('The whole policy, as in rules/policy.json'),
    note: z.string().trim().min(1).max(1000).describe('Why'),
  })
  .meta({ id: 'PolicyChange' });
export type PolicyChange = z.infer<typeof PolicyChange>;

const shopExample = {
  name: 'Toko Sinar',
  currency: 'IDR',
  scale: 0,
  timeZone: 'Asia/Jakarta',
  locale: 'id' as const,
  isDemo: false,
  priceLaw: { profile: 'ID' as const, days: 30 },
};
const PRICE_LAWS = ['ID', 'EU'] as const;
export const ShopView = z
  .object({
    name: z.string(),
    currency: z.string(),
    scale: z.int().describe('Decimals of the smallest unit of money: IDR 0, USD 2'),
    timeZone: z.string(),
    locale: z.enum(['id', 'en']),
    isDemo: z.boolean(),
    priceLaw: z
      .object({ profile: z.enum(PRICE_LAWS), days: z.int().describe('Days before a reduction that are looked at') })
      .describe('ID: a base price raised before a cut blocks it; EU: so does a crossed-out price above the lowest one'),
  })
  .meta({ id: 'Shop', example: shopExample });
export type ShopView = z.infer<typeof ShopView>;

export const ShopChange = z
  .strictObject({
    name: z.string().trim().min(1).max(200).optional(),
    locale: z.enum(['id', 'en']).optional(),
    currency: z.string().regex(FORMS.currency, 'is not an ISO 4217 code such as IDR').optional(),
    scale: z.int().min(0).max(4).optional(),
    timeZone: z
      .string()
      .refine(
        (zone) => Intl.supportedValuesOf('timeZone').includes(zone),
        fault('unknown-zone', 'is not a time zone such as Asia/Jakarta'),
      )
      .optional(),
    priceLaw: z
      .strictObject({ profile: z.enum(PRICE_LAWS), days: z.int().min(1).max(365) })
      .refine(({ profile, days }) => profile !== 'EU' || days >= 30, {
        path: ['days'],
        ...fault('law-days', 'must be 30 or more: Directive 98/6/EC asks for the lowest price of at least 30 days'),
      })
      .optional(),
  })
  .refine((change) => Object.keys(change).length > 0, NOTHING_TO_CHANGE)
  .meta({ id: 'ShopChange', example: { name: 'Toko Sinar', priceLaw: { profile: 'ID', days: 30 } } });
export type ShopChange = z.infer<typeof ShopChange>;
