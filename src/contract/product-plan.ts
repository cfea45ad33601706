import { z } from 'zod';
import { PERIODS_MAX, PRICE_MOST } from '../core/pricing/plan-question.js';
import { DayText, FlagInput } from './http.js';
import { PlanRequest, PlanView } from './plans.js';

export const ProductPlanQuery = z.strictObject({
  weeks: z.coerce.number().int().min(1).max(PERIODS_MAX).default(8).describe('Until the product should be gone.'),
  salvage: z.coerce
    .number()
    .int()
    .min(0)
    .max(PRICE_MOST)
    .optional()
    .describe('Money for each unit left in the end. Left out: what the policy says of its cost.'),
  monotone: FlagInput.default(true).describe('The price may stay or fall, never rise.'),
});
export type ProductPlanQuery = z.infer<typeof ProductPlanQuery>;

const { stock, periods, prices, lifts, salvage, monotone } = PlanRequest.shape;
const belief = z.object({ mean: z.number(), sd: z.number() });

/** A markdown plan made from what the last run saw of a product. */
export const ProductPlanView = z
  .object({
    sku: z.string(),
    asOf: DayText.describe('Of the run whose facts were read.'),
    channels: z.array(z.string()).describe('That sell from the stock; the plan asks one price on all of them.'),
    question: z
      .object({
        ...{ stock, periods, prices, lifts, salvage: salvage.unwrap(), monotone: monotone.unwrap() },
        prior: belief.describe('Units a week at the first price.'),
      })
      .describe('As `POST /api/v1/plans` takes it; a period is a week.'),
    plan: PlanView,
    ifHeld: z
      .object({ expectedRevenue: z.number(), expectedLeftover: z.number() })
      .describe('The first price asked to the end.'),
  })
  .meta({
    id: 'ProductPlan',
    example: {
      sku: 'KAOS-HITAM-L',
      asOf: '2026-03-31',
      channels: ['shopee', 'website'],
      question: {
        stock: 40,
        periods: 3,
        prices: [125_000, 109_900],
        lifts: [1, 1.31],
        salvage: 35_000,
        monotone: true,
        prior: { mean: 4.2, sd: 1.1 },
      },
      plan: {
        priceNow: 125_000,
        plan: [125_000, 109_900, 109_900],
        expectedRevenue: 2_570_000.5,
        expectedLeftover: 23.4,
        belief: { mean: 4.2, sd: 1.1 },
        notes: ['nothing observed yet: prior used'],
      },
      ifHeld: { expectedRevenue: 2_480_000.5, expectedLeftover: 27.4 },
    },
  });
export type ProductPlanView = z.infer<typeof ProductPlanView>;
