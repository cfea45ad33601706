import { z } from 'zod';
import type { MarkdownPlan } from '../core/pricing/markdown-plan.js';
import { OBSERVED_MAX, PERIODS_MAX, PRICE_MOST, PRICES_MAX, UNITS_MOST } from '../core/pricing/plan-question.js';
import { Refusal } from '../core/refusal.js';
import { shapeIssues, shapeSentence } from './shape-issues.js';

/** Ranges are documented here and checked by `checkQuestion`, which says what a figure is and what it may be. */
const whole = (minimum: number, maximum: number, description: string) =>
  z.number().meta({ type: 'integer', minimum, maximum, description });
const money = (minimum: number, description: string) => whole(minimum, PRICE_MOST, description);

const observation = z.strictObject({
  price: money(1, 'One of `prices`.'),
  units: whole(0, UNITS_MOST, 'Sold in the period.'),
  soldOut: z.boolean().default(false).describe('The stock ran out: demand was at least `units`.'),
});
const belief = z.strictObject({
  mean: z.number().describe('Units per period at the first of `prices`.'),
  sd: z.number().describe('Standard deviation of the mean: 0 = known for sure.'),
});

export const PlanRequest = z
  .strictObject({
    stock: whole(0, UNITS_MOST, 'Units left.'),
    periods: whole(1, PERIODS_MAX, 'Periods left, the present one included.'),
    prices: z
      .array(money(1, 'Smallest unit of money.'))
      .max(PRICES_MAX)
      .describe('The prices that may be asked, each once.'),
    lifts: z
      .array(z.number())
      .max(PRICES_MAX)
      .describe('Demand at each price as a factor of the demand at the first; so the first is 1.'),
    salvage: money(0, 'What a unit that is left in the end is worth.').default(0),
    monotone: z.boolean().default(false).describe('The price never rises.'),
    maxPrice: money(1, 'No price above it.').nullish(),
    observed: z.array(observation).max(OBSERVED_MAX).default([]).describe('The periods so far, oldest first.'),
    prior: belief.nullish().describe('Demand as similar products had it, before anything was observed.'),
  })
  .meta({
    id: 'PlanRequest',
    example: {
      stock: 1_800,
      periods: 12,
      prices: [60_000, 54_000, 48_000, 36_000],
      lifts: [1, 1.31, 1.73, 2.81],
      salvage: 10_000,
      monotone: true,
      observed: [{ price: 60_000, units: 92, soldOut: false }],
      prior: { mean: 107.5, sd: 39 },
    },
  });
export type PlanRequest = z.infer<typeof PlanRequest>;

export const PlanView = z
  .object({
    priceNow: z.int().describe('To ask in the present period.'),
    plan: z.array(z.int()).describe('One price for each period left, the present one first.'),
    expectedRevenue: z.number().describe('Sales and salvage, in the smallest unit of money, not rounded.'),
    expectedLeftover: z.number().describe('Units, not rounded.'),
    belief: belief.describe('Demand as it is believed now.'),
    notes: z.array(z.string()).describe('What the plan rests on besides the question.'),
  })
  .meta({
    id: 'Plan',
    example: {
      priceNow: 54_000,
      plan: [54_000, 54_000, 48_000],
      expectedRevenue: 41_250_000.5,
      expectedLeftover: 12.5,
      belief: { mean: 97.25, sd: 20.5 },
      notes: [],
    },
  });
export type PlanView = z.infer<typeof PlanView>;

/** One plan may take half a second where there are 60 units, 104 periods and 40 prices. */
export const PLANS_MAX = 100;

export const PlanBatch = z
  .strictObject({ questions: z.array(PlanRequest).min(1).max(PLANS_MAX) })
  .meta({ id: 'PlanBatch', example: { questions: [{ stock: 20, periods: 4, prices: [90, 80], lifts: [1, 1.4] }] } });
export type PlanBatch = z.infer<typeof PlanBatch>;

export const PlanList = z.object({ plans: z.array(PlanView).describe('In the order of the questions.') }).meta({
  id: 'PlanList',
});
export type PlanList = z.infer<typeof PlanList>;

/** The plan in the promised order of keys. */
export function planView(made: MarkdownPlan): PlanView {
  const { priceNow, plan, expectedRevenue, expectedLeftover, belief, notes } = made;
  return { priceNow, plan, expectedRevenue, expectedLeftover, belief, notes };
}

/**
 * A question as it stands in a line of text.
 * @throws Refusal `not-json`; `bad-shape` with JSON pointers
 */
export function readPlanQuestion(text: string): PlanRequest {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new Refusal('invalid', 'not-json', `It is not JSON: ${(error as Error).message}.`);
  }
  const read = PlanRequest.safeParse(given);
  if (read.success) return read.data;
  const issues = shapeIssues(read.error.issues);
  const count = read.error.issues.length;
  throw new Refusal('invalid', 'bad-shape', `It is no question: ${shapeSentence(issues, count)}.`, {}, issues);
}
