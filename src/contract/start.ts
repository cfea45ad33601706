import { z } from 'zod';
import { DayText } from './http.js';

const lastDay = DayText.nullable().describe('The last day that is on record; null: nothing is.');

/** How far a shop has come on the way to its first suggestions. */
export const StartView = z
  .object({
    isDemo: z.boolean(),
    products: z.int().describe('Up to 10,000.'),
    listings: z.int().describe('Up to 10,000.'),
    salesUntil: lastDay,
    countsUntil: lastDay,
    receiptsUntil: lastDay,
    isStockKnown: z.boolean().describe('There are counts or receipts.'),
    openRun: z.int().nullable().describe('The run that waits or is at work.'),
    lastRun: z
      .object({ id: z.int(), asOf: DayText, suggested: z.int().describe('New suggestions of that run.') })
      .nullable()
      .describe('The last run that ended well.'),
    next: z.enum(['products', 'stock-and-sales', 'run', 'nothing']).describe('What is to be done next.'),
  })
  .meta({
    id: 'Start',
    example: {
      isDemo: false,
      products: 120,
      listings: 480,
      salesUntil: '2026-03-31',
      countsUntil: '2026-03-31',
      receiptsUntil: null,
      isStockKnown: true,
      openRun: null,
      lastRun: null,
      next: 'run',
    },
  });
export type StartView = z.infer<typeof StartView>;
