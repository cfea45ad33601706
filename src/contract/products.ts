import { z } from 'zod';
import { DayInput, DayText, FlagInput, InstantText, PageQuery, pageOf } from './http.js';

export const ProductQuery = PageQuery.extend({
  search: z.string().max(100).optional().describe('Part of the SKU or name, in any case.'),
  category: z.string().max(200).optional(),
  status: z.enum(['active', 'inactive']).optional(),
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
      })
      .nullable()
      .describe('As the last good run found it; null where it found nothing.'),
    updatedAt: InstantText,
  })
  .meta({
    id: 'Product',
    example: {
      ...productExample,
      stock: { onHand: 40, staleUnits: 25, staleValue: 1_750_000, isFlagged: true, ageDaysOldest: 74 },
      updatedAt: '2026-03-31T09:15:00.000+07:00',
    },
  });
export type ProductView = z.infer<typeof ProductView>;
export const ProductPage = pageOf(ProductView).meta({ id: 'ProductPage' });

export const ProductDetailQuery = z.object({
  asOf: DayInput.optional().describe('The close of this day; default: the last complete one.'),
  facts: FlagInput.default(true).describe(
    'What rules read. Demand is judged beside the whole shop, which takes a while in a large one: false leaves it out.',
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
});

export const ProductDetail = z.object({ ...product, asOf: DayText, stock, channels: z.array(channel) }).meta({
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
    channels: [
      {
        channel: 'shopee',
        basePrice: 125_000,
        listing: { price: null, minPrice: 90_000, maxPrice: null, externalId: '2233', externalVariantId: null },
        approved: [],
        facts: { 'stock.onHand': 40, 'channel.price': 125_000, 'product.tags': ['polos'] },
      },
    ],
  },
});
export type ProductDetail = z.infer<typeof ProductDetail>;
