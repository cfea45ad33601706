import { z } from 'zod';
import { DayText, FlagInput, PageQuery, pageOf } from './http.js';

export const StaleQuery = PageQuery.extend({
  all: FlagInput.default(false).describe('Products that are not flagged too.'),
  category: z.string().max(200).optional(),
  search: z.string().max(100).optional().describe('Part of the SKU or name.'),
});
export type StaleQuery = z.infer<typeof StaleQuery>;

const Bucket = z.object({
  from: z.int().describe('Days of age, both edges inside.'),
  to: z.int().nullable(),
  units: z.int(),
  value: z.int(),
});
const Layer = z.object({
  receivedOn: DayText,
  quantity: z.int(),
  unitCost: z.int().nullable(),
  isAtLeast: z.boolean(),
});

export const StaleView = z
  .object({
    sku: z.string(),
    name: z.string(),
    category: z.string().nullable(),
    onHand: z.int(),
    staleUnits: z.int(),
    staleValue: z.int().describe('Cost of the stale units, in the smallest unit of the shop’s money.'),
    isFlagged: z.boolean(),
    ageDaysOldest: z.int().nullable(),
    ageDaysAverage: z.number().nullable(),
    ageIsAtLeast: z.boolean(),
    daysSinceLastSale: z.int().nullable(),
    units30: z.int(),
    buckets: z.array(Bucket),
    layers: z.array(Layer),
    marks: z.array(z.string()),
  })
  .meta({
    id: 'StaleProduct',
    example: {
      sku: 'KAOS-HITAM-L',
      name: 'Kaos polos hitam L',
      category: 'kaos',
      onHand: 40,
      staleUnits: 25,
      staleValue: 1_750_000,
      isFlagged: true,
      ageDaysOldest: 74,
      ageDaysAverage: 52.5,
      ageIsAtLeast: false,
      daysSinceLastSale: 6,
      units30: 14,
      buckets: [
        { from: 0, to: 30, units: 15, value: 1_050_000 },
        { from: 31, to: null, units: 25, value: 1_750_000 },
      ],
      layers: [
        { receivedOn: '2026-01-16', quantity: 25, unitCost: 70_000, isAtLeast: false },
        { receivedOn: '2026-03-10', quantity: 15, unitCost: 70_000, isAtLeast: false },
      ],
      marks: [],
    },
  });
export type StaleView = z.infer<typeof StaleView>;

export const StalePage = pageOf(StaleView)
  .extend({
    run: z.object({ id: z.int(), asOf: DayText }).nullable().describe('The run that found it; null before the first.'),
    totals: z
      .object({ products: z.int(), staleUnits: z.int(), staleValue: z.int() })
      .describe('Of all that match, not of this page alone.'),
  })
  .meta({ id: 'StalePage' });
export type StalePage = z.infer<typeof StalePage>;
