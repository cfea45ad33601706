import { z } from 'zod';
import { DayInput, DayText, FlagInput, InstantText, PageQuery, pageOf } from './http.js';

export const ProductQuery = PageQuery.extend({
  search: z
    .string()
    .max(100)
    .optional()
    .describe('Up to five words: each is part of the SKU, the name, the category, the brand or a tag, in any case.'),
  category: z.string().max(200).optional(),
  brand: z.string().max(200).optional(),
  status: z.enum(['active', 'inactive']).optional(),
  flagged: FlagInput.optional().describe('Flagged as stale by the last run, or not.'),
  sort: z.enum(['sku', 'staleValue', 'ageDaysOldest', 'onHand', 'units30']).default('sku'),
  order: z.enum(['asc', 'desc']).optional().describe('Left out: SKUs rising, figures largest first.'),
});
export type ProductQuery = z.infer<typeof ProductQuery>;

const product = {
  sku: z.string(),
  name: z.string(),
  category: z.string().nullable(),
  brand: z.string().nullable(),
  tags: z.array(z.string()),
  cost: z.int().nullable(),
  price: z.int().nullable().describe('Base price where a listing has none of its own.'),
  firstStockedOn: DayText.nullable(),
  staleAfterDays: z.int().nullable(),
  status: z.enum(['active', 'inactive']),
  isStub: z.boolean().describe('Made by an import that knew only the SKU.'),
};
const productExample = {
  sku: 'KAOS-HITAM-L',
  name: 'Kaos polos hitam L',
  category: 'kaos',
  brand: null,
  tags: ['polos'],
  cost: 70_000,
  price: 125_000,
  firstStockedOn: null,
  staleAfterDays: null,
  status: 'active' as const,
  isStub: false,
};

export const ProductView = z
  .object({
    ...product,
    stock: z
      .object({
        onHand: z.int(),
        staleUnits: z.int(),
        staleValue: z.int(),
        isFlagged: z.boolean(),
        ageDaysOldest: z.int().nullable(),
        units30: z.int().describe('Sold in the last 30 days, on all channels.'),
        daysSinceLastSale: z.int().nullable(),
      })
      .nullable()
      .describe('As the last good run found it; null where it found nothing.'),
    openSuggestions: z.int().describe('That wait for a decision.'),
    updatedAt: InstantText,
  })
  .meta({
    id: 'Product',
    example: {
      ...productExample,
      stock: {
        onHand: 40,
        staleUnits: 25,
        staleValue: 1_750_000,
        isFlagged: true,
        ageDaysOldest: 74,
        units30: 9,
        daysSinceLastSale: 6,
      },
      openSuggestions: 1,
      updatedAt: '2026-03-31T09:15:00.000+07:00',
    },
  });
export type ProductView = z.infer<typeof ProductView>;
export const ProductPage = pageOf(ProductView).meta({ id: 'ProductPage' });

export const ProductDetailQuery = z.strictObject({
  asOf: DayInput.optional().describe('The close of this day; default: the last complete one.'),
  facts: FlagInput.default(true).describe(
    'What rules read. As of the last run’s day they are what that run saw; of another day demand is judged anew beside the ' +
      'whole shop, which takes a while in a large one. false leaves them out.',
  ),
});
export type ProductDetailQuery = z.infer<typeof ProductDetailQuery>;

const days = z.int().nullable();
const stock = z.object({
  onHand: z.int().describe('Below 0 when more was sold than was known to be there.'),
  isFlagged: z.boolean(),
  staleAfterDays: z.int().describe('The limit that held.'),
  staleUnits: z.int(),
  staleValue: z.int(),
  stockValue: z.int(),
  unvaluedUnits: z.int().describe('Units of unknown cost, which count 0 in the values.'),
  ageDaysOldest: days,
  ageDaysAverage: z.number().nullable(),
  ageDaysYoungest: days,
  ageIsAtLeast: z.boolean(),
  daysSinceLastSale: days,
  daysSinceLastReceipt: days,
  daysInStock30: z.int(),
  daysInStock90: z.int(),
  countDifference: z.int().nullable().describe('Last count less the books before it; null without a count.'),
  buckets: z.array(z.object({ from: z.int(), to: z.int().nullable(), units: z.int(), value: z.int() })),
  layers: z.array(
    z.object({ receivedOn: DayText, quantity: z.int(), unitCost: z.int().nullable(), isAtLeast: z.boolean() }),
  ),
  marks: z.array(z.string()),
});

const priced = z.object({
  id: z.int(),
  kind: z.enum(['discount', 'voucher', 'bundle', 'base']),
  phase: z.string().describe('scheduled, live, ended or withdrawn'),
  price: z.int(),
  startsAt: InstantText,
  endsAt: InstantText.nullable(),
});

const demand = z.object({
  velocity: z.object({
    unitsPerDay: z.number().describe('Expected in the coming weeks, on a day with stock at the price of today.'),
    low: z.number().describe('One time in ten it is lower.'),
    high: z.number().describe('One time in ten it is higher.'),
    weightOfPrior: z.number().describe('1: nothing of the product’s own sales is in it.'),
    exposureDays: z.int().describe('Days with stock that it was learned from.'),
    dispersion: z.number().describe('Variance of units sold over their mean; 1: buyers come one by one.'),
  }),
  elasticity: z.object({
    value: z.number(),
    sd: z.number(),
    weightOfOwn: z.number().describe('Of the product’s own past; with those of category and prior together 1.'),
    weightOfCategory: z.number(),
    weightOfPrior: z.number(),
    priceChanges: z.int(),
    own: z
      .object({ slope: z.number(), standardError: z.number() })
      .nullable()
      .describe('What its own price changes say, unshrunk; null: nothing.'),
  }),
});

const channel = z.object({
  channel: z.string(),
  basePrice: z.int().nullable().describe('The listing’s own, else the product’s.'),
  listing: z
    .object({
      price: z.int().nullable(),
      minPrice: z.int().nullable(),
      maxPrice: z.int().nullable(),
      externalId: z.string().nullable(),
      externalVariantId: z.string().nullable(),
    })
    .nullable()
    .describe('null: not listed there.'),
  approved: z.array(priced).describe('Approved prices that wait or run.'),
  facts: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .nullable()
    .describe(
      'What rules read, by dotted name; unknown ones are left out. null: not asked for, or not for sale there.',
    ),
  demand: demand.nullable().describe('What is believed of its demand there; null where `facts` is.'),
});

const factsOf = z
  .object({ runId: z.int().nullable().describe('null: worked out for this answer'), asOf: DayText })
  .nullable()
  .describe('Where the facts come from; null: they were left out.');

export const ProductDetail = z.object({ ...product, asOf: DayText, stock, factsOf, channels: z.array(channel) }).meta({
  id: 'ProductDetail',
  example: {
    ...productExample,
    asOf: '2026-03-31',
    stock: {
      onHand: 40,
      isFlagged: true,
      staleAfterDays: 30,
      staleUnits: 25,
      staleValue: 1_750_000,
      stockValue: 2_800_000,
      unvaluedUnits: 0,
      ageDaysOldest: 74,
      ageDaysAverage: 54.1,
      ageDaysYoungest: 21,
      ageIsAtLeast: false,
      daysSinceLastSale: 6,
      daysSinceLastReceipt: 21,
      daysInStock30: 30,
      daysInStock90: 74,
      countDifference: null,
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
    factsOf: { runId: 7, asOf: '2026-03-31' },
    channels: [
      {
        channel: 'shopee',
        basePrice: 125_000,
        listing: { price: null, minPrice: 90_000, maxPrice: null, externalId: '2233', externalVariantId: null },
        approved: [],
        facts: { 'stock.onHand': 40, 'channel.price': 125_000, 'product.tags': ['polos'] },
        demand: {
          velocity: {
            unitsPerDay: 0.41,
            low: 0.28,
            high: 0.55,
            weightOfPrior: 0.12,
            exposureDays: 74,
            dispersion: 1.4,
          },
          elasticity: {
            value: -2.1,
            sd: 0.6,
            weightOfOwn: 0.55,
            weightOfCategory: 0.25,
            weightOfPrior: 0.2,
            priceChanges: 3,
            own: { slope: -1.8, standardError: 0.8 },
          },
        },
      },
    ],
  },
});
export type ProductDetail = z.infer<typeof ProductDetail>;
