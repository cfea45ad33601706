import { z } from 'zod';
import { DayInput, DayText, FlagInput, PageQuery, pageOf } from './http.js';

const filterFields = {
  scope: z
    .enum(['flagged', 'stale', 'all'])
    .optional()
    .describe('flagged (when left out): those worth a look; stale: all with stale units; all: fresh stock too.'),
  category: z.string().max(200).optional().describe('Empty: products without a category.'),
  bucket: z.coerce.number().int().min(0).optional().describe('Products with units in the age bucket from this day on.'),
  search: z.string().max(100).optional().describe('Part of the SKU or name.'),
  sort: z
    .enum(['staleValue', 'staleUnits', 'onHand', 'ageDaysOldest', 'daysSinceLastSale', 'units30', 'sku', 'name'])
    .default('staleValue'),
  order: z.enum(['asc', 'desc']).default('desc'),
};

export const StaleQuery = PageQuery.extend({
  ...filterFields,
  // Sorted by name, a cursor holds a name.
  after: z.string().min(1).max(4_000).optional(),
  all: FlagInput.optional().describe('Short for `scope=all`.'),
});
export type StaleQuery = z.infer<typeof StaleQuery>;

export const StaleFileQuery = z.strictObject({
  ...filterFields,
  language: z.enum(['id', 'en']).optional().describe('Of the header; left out: that of whoever asks.'),
});
export type StaleFileQuery = z.infer<typeof StaleFileQuery>;

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
const RunOfStock = z.object({ id: z.int(), asOf: DayText });

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
    run: RunOfStock.nullable().describe('The run that found it; null before the first.'),
    totals: z
      .object({
        products: z.int(),
        staleUnits: z.int(),
        staleValue: z.int(),
        inBucket: z
          .object({ units: z.int(), value: z.int() })
          .nullable()
          .describe('What sits in the bucket asked for; null without one.'),
      })
      .describe('Of all that match, not of this page alone.'),
  })
  .meta({ id: 'StalePage' });
export type StalePage = z.infer<typeof StalePage>;

export const StaleTotalsQuery = z.strictObject({
  asOf: DayInput.optional().describe('Default: the last run. Otherwise the last run as of this day or an earlier one.'),
});
export type StaleTotalsQuery = z.infer<typeof StaleTotalsQuery>;

const sums = {
  products: z.int().describe('With stale units, flagged or not.'),
  flagged: z.int(),
  withoutCost: z.int().describe('Of `products`: those with units of unknown cost, which the money leaves out.'),
  staleUnits: z.int(),
  staleValue: z.int(),
  buckets: z.array(Bucket).describe('All units on hand by age, fresh ones too; youngest first.'),
};
const bucketsExample = [
  { from: 0, to: 30, units: 310, value: 21_700_000 },
  { from: 31, to: null, units: 912, value: 48_250_000 },
];
const sumsExample = {
  products: 52,
  flagged: 41,
  withoutCost: 1,
  staleUnits: 912,
  staleValue: 48_250_000,
  buckets: bucketsExample,
};

export const StaleTotals = z
  .object({
    run: RunOfStock.nullable().describe('The run that counted; null when there is none as of that day or earlier.'),
    totals: z.object(sums),
    categories: z
      .array(z.object({ category: z.string().nullable(), ...sums }))
      .describe('Most stale money first; empty where the run has not counted by category.'),
    largest: z
      .array(
        z.object({
          sku: z.string(),
          name: z.string(),
          category: z.string().nullable(),
          staleUnits: z.int(),
          staleValue: z.int(),
          ageDaysOldest: z.int().nullable(),
        }),
      )
      .describe('The 150 products with most stale money; of the last run only.'),
  })
  .meta({
    id: 'StaleTotals',
    example: {
      run: { id: 7, asOf: '2026-03-31' },
      totals: sumsExample,
      categories: [{ category: 'kaos', ...sumsExample }],
      largest: [
        {
          sku: 'KAOS-HITAM-L',
          name: 'Kaos polos hitam L',
          category: 'kaos',
          staleUnits: 25,
          staleValue: 1_750_000,
          ageDaysOldest: 74,
        },
      ],
    },
  });
export type StaleTotals = z.infer<typeof StaleTotals>;

export const StaleTrendQuery = z.strictObject({
  weeks: z.coerce.number().int().min(1).max(260).default(26),
  every: z.enum(['week', 'day']).default('week').describe('week: the last run of each seven days back from the last.'),
  category: z.string().max(200).optional().describe('Empty: products without a category.'),
});
export type StaleTrendQuery = z.infer<typeof StaleTrendQuery>;

export const StaleTrend = z
  .object({
    points: z
      .array(
        z.object({
          asOf: DayText,
          runId: z.int(),
          isReckoned: z
            .boolean()
            .describe('true: a week before the first run, reckoned back from the stock movements known to it.'),
          flagged: z.int(),
          staleUnits: z.int(),
          staleValue: z.int(),
          buckets: z.array(Bucket).nullable().describe('null: the run has not counted by age.'),
        }),
      )
      .describe('Oldest first. After the first run a day without one has no point: nothing is made up in between.'),
  })
  .meta({
    id: 'StaleTrend',
    example: {
      points: [
        {
          asOf: '2026-03-31',
          runId: 7,
          isReckoned: false,
          flagged: 41,
          staleUnits: 912,
          staleValue: 48_250_000,
          buckets: bucketsExample,
        },
      ],
    },
  });
export type StaleTrend = z.infer<typeof StaleTrend>;
