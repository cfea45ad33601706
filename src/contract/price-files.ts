import { z } from 'zod';
import { PRICE_FILE_FORMATS } from '../core/feed/files/format.js';
import { OBSTACLES } from '../core/feed/files/line.js';
import { InstantText, PageQuery, pageOf } from './http.js';

const money = z.int();
const Format = z.enum(PRICE_FILE_FORMATS);

export const PriceFileRequest = z
  .strictObject({ format: Format })
  .meta({ id: 'PriceFileRequest', example: { format: 'woocommerce-products' } });
export type PriceFileRequest = z.infer<typeof PriceFileRequest>;

/** JSON for files that are made from nothing, a form where the merchant's own file goes along. */
export const PRICE_FILE_FORM = {
  type: 'object' as const,
  required: ['format'],
  properties: {
    format: { type: 'string' as const, enum: [...PRICE_FILE_FORMATS] },
    file: {
      type: 'string' as const,
      format: 'binary',
      description: 'The file downloaded from the channel, for formats that change the merchant’s own one.',
    },
  },
};
export const CONFIRMATION_FORM = {
  type: 'object' as const,
  properties: { file: { type: 'string' as const, format: 'binary', description: 'The result file of the channel.' } },
};

const ItemState = z
  .enum(['open', 'applied', 'refused', 'outdated', 'left-out'])
  .describe('`outdated`: the price has changed since; `left-out`: it is not in the file.');
export type ItemState = z.infer<typeof ItemState>;

const fileExample = {
  id: 4,
  channel: 'shopee',
  format: 'shopee-mass-update' as const,
  fileName: 'shopee-2026-03-31-4.xlsx',
  state: 'exported' as const,
  contentHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  bytes: 18_214,
  rows: 24,
  createdBy: 'user:owner',
  createdAt: '2026-03-31T09:15:00.000+07:00',
  exportedBy: 'user:owner',
  exportedAt: '2026-03-31T09:15:02.000+07:00',
  counts: { set: 22, stop: 2, open: 24, applied: 0, refused: 0, outdated: 0, leftOut: 3, unexpected: 1 },
  endsAt: '2026-04-15T00:00:00.000+07:00',
};
export const PriceFileView = z
  .object({
    id: z.int(),
    channel: z.string(),
    format: Format,
    fileName: z.string(),
    state: z
      .enum(['new', 'exported', 'closed'])
      .describe('`exported`: downloaded, waiting for confirmation. `closed`: nothing in it waits any more.'),
    contentHash: z.string().describe('SHA-256 of the bytes, hex.'),
    bytes: z.int(),
    rows: z.int().describe('Rows with a price.'),
    createdBy: z.string(),
    createdAt: InstantText,
    exportedBy: z.string().nullable(),
    exportedAt: InstantText.nullable().describe('Of the first download.'),
    counts: z.object({
      set: z.int().describe('Prices that are put up.'),
      stop: z.int().describe('Base prices that are put back.'),
      open: z.int().describe('In the file and not answered yet.'),
      applied: z.int(),
      refused: z.int(),
      outdated: z.int().describe('Changed since the file was made.'),
      leftOut: z.int().describe('Not in the file, each with its reason.'),
      unexpected: z.int().describe('The file of the channel showed another price than was expected there.'),
    }),
    endsAt: InstantText.nullable().describe(
      'When the first price of the file is to be put back by the next file; null: the channel ends them by itself.',
    ),
  })
  .meta({ id: 'PriceFile', example: fileExample });
export type PriceFileView = z.infer<typeof PriceFileView>;
export const PriceFilePage = pageOf(PriceFileView).meta({ id: 'PriceFilePage' });

export const PriceFileItemQuery = PageQuery.extend({ state: ItemState.optional() });
export type PriceFileItemQuery = z.infer<typeof PriceFileItemQuery>;
const itemExample = {
  position: 0,
  entryId: 17,
  revision: 1,
  action: 'set' as const,
  kind: 'discount' as const,
  sku: 'KOPI-250',
  productName: 'Kopi Gayo 250 g',
  price: 71_900,
  startsAt: '2026-03-31T09:15:00.000+07:00',
  shownPrice: 89_900,
  expectedPrice: 89_900,
  state: 'open' as const,
  obstacle: null,
  message: null,
};
export const PriceFileItemView = z
  .object({
    position: z.int(),
    entryId: z.int(),
    revision: z.int(),
    action: z.enum(['set', 'stop']).describe('`stop`: the base price comes back.'),
    kind: z.enum(['discount', 'voucher', 'bundle', 'base']),
    sku: z.string(),
    productName: z.string(),
    price: money,
    startsAt: InstantText,
    shownPrice: money.nullable().describe('What the file of the channel showed before.'),
    expectedPrice: money.nullable(),
    state: ItemState,
    obstacle: z.enum(OBSTACLES).nullable().describe('Why it is not in the file; docs/feed.md has the list.'),
    message: z.string().nullable().describe("The channel's own words."),
  })
  .meta({ id: 'PriceFileItem', example: itemExample });
export type PriceFileItemView = z.infer<typeof PriceFileItemView>;
export const PriceFileItemPage = pageOf(PriceFileItemView).meta({ id: 'PriceFileItemPage' });

const confirmExample = { items: [{ entryId: 17, status: 'rejected' as const, message: 'below the lowest price' }] };
export const PriceFileConfirmation = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          entryId: z.int().positive(),
          status: z.enum(['applied', 'rejected', 'skipped']),
          message: z.string().max(1000).optional(),
        }),
      )
      .min(1)
      .max(10_000)
      .optional()
      .describe('Left out: everything in the file that is not answered yet was applied.'),
  })
  .meta({ id: 'PriceFileConfirmation', example: confirmExample });
export type PriceFileConfirmation = z.infer<typeof PriceFileConfirmation>;

export const PriceFileConfirmed = z
  .object({
    accepted: z.int(),
    refused: z.int(),
    items: z
      .array(z.object({ entryId: z.int(), code: z.string(), message: z.string() }))
      .describe('Those that were not taken, and why.'),
    file: PriceFileView,
  })
  .meta({
    id: 'PriceFileConfirmed',
    example: {
      accepted: 23,
      refused: 1,
      items: [{ entryId: 17, code: 'answered', message: 'Entry 17 was answered already: rejected.' }],
      file: { ...fileExample, state: 'closed', counts: { ...fileExample.counts, open: 0, applied: 24 } },
    },
  });
export type PriceFileConfirmed = z.infer<typeof PriceFileConfirmed>;
