import { z } from 'zod';
import { DayInput, DayText, PageQuery, pageOf } from './http.js';

export const BoughtTogetherQuery = PageQuery.extend({
  days: z.coerce.number().int().min(1).max(36_500).optional().describe('Only the orders of so many days.'),
  asOf: DayInput.optional().describe('Only the orders up to this day; with `days`, their last one (today).'),
  minSupport: z.coerce.number().int().min(1).default(1).describe('Least orders with both.'),
});
export type BoughtTogetherQuery = z.infer<typeof BoughtTogetherQuery>;

const share = z.number().min(0).max(1);

const PartnerView = z
  .object({
    sku: z.string(),
    name: z.string(),
    count: z.int().describe('Orders with both.'),
    support: share.describe('Of all orders, the share with both.'),
    confidenceAB: share.describe('Of the orders with the product, the share with the partner too.'),
    confidenceBA: share.describe('Of the orders with the partner, the share with the product too.'),
    lift: z.number().describe('Orders with both against those that chance would give: 1 = as often as by chance.'),
    llr: z.number().describe('Log-likelihood ratio: 10.83 passes by luck once in a thousand.'),
  })
  .meta({
    id: 'Partner',
    example: {
      sku: 'SUSU-1L',
      name: 'Susu UHT 1 L',
      count: 31,
      support: 0.0791,
      confidenceAB: 0.8158,
      confidenceBA: 0.8378,
      lift: 8.643,
      llr: 147.92,
    },
  });

/** What a product is bought together with: it is A, each partner B. */
export const BoughtTogetherPage = pageOf(PartnerView)
  .extend({
    sku: z.string(),
    name: z.string(),
    from: DayText.nullable().describe('First day of the orders; null: from the first order on.'),
    to: DayText.nullable().describe('Last day of the orders; null: to the last order.'),
    baskets: z.int().describe('Orders of these days; the same number on two channels is two orders.'),
    own: z.int().describe('Those with the product.'),
    oversized: z.int().describe('Orders of more than 100 products, which are left out.'),
    total: z.int().describe('Partners with enough support.'),
  })
  .meta({ id: 'BoughtTogetherPage' });
export type BoughtTogetherPage = z.infer<typeof BoughtTogetherPage>;
