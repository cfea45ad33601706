import { z } from 'zod';
import { DayText } from './http.js';

const perDay = z.object({ mean: z.array(z.number()), low: z.array(z.number()), high: z.array(z.number()) }).nullable();

/** How a product's stock is expected to go down with a suggestion and without. */
export const SuggestionForecast = z
  .object({
    asOf: DayText.nullable().describe('The last day that is known; the first element is the close of the day after.'),
    onHand: z.int().nullable().describe('At its close.'),
    ifApproved: perDay.describe('Units of the product left, with their 80 % interval; its other channels sell as now.'),
    ifNothing: perDay,
    reason: z
      .enum(['alert', 'decided', 'changed'])
      .nullable()
      .describe('Why nothing is forecast; changed: the last run saw another price, or the listing no more.'),
  })
  .meta({
    id: 'SuggestionForecast',
    example: {
      asOf: '2026-03-31',
      onHand: 40,
      ifApproved: { mean: [39.1, 38.2], low: [37, 35], high: [40, 40] },
      ifNothing: { mean: [39.6, 39.2], low: [38, 37], high: [40, 40] },
      reason: null,
    },
  });
export type SuggestionForecast = z.infer<typeof SuggestionForecast>;
