import { z } from 'zod';
import { fault } from './fault.js';
import { DayText, FlagInput, InstantText, PageQuery, pageOf } from './http.js';

/** Most pairs of one request. */
export const CHANNEL_SKUS_MAX = 1_000;

const ChannelSkuText = z.string().trim().min(1).max(200).meta({ example: '1729384756102938475' });
/** A cursor holds what a channel calls a product, which may be long. */
const after = z.string().min(1).max(2_000).optional();
const search = z.string().trim().min(1).max(200).optional().describe('Part of it or of the name, in any case.');

export const ChannelSkuQuery = PageQuery.extend({
  after,
  search,
  source: z.enum(['said', 'listing']).optional(),
  ours: FlagInput.optional().describe('false: only what is not ours; true: only what has a product.'),
});
export type ChannelSkuQuery = z.infer<typeof ChannelSkuQuery>;

export const ChannelSkuView = z
  .object({
    channelSku: z.string().describe('The SKU as files of the channel write it, or the channel’s own id.'),
    sku: z.string().nullable().describe('null: somebody has said that it is not ours.'),
    name: z.string().nullable().describe('Of the product.'),
    source: z
      .enum(['said', 'listing'])
      .describe('said: somebody of the shop has named it; listing: a listing has the id.'),
    updatedBy: z.string().nullable(),
    updatedAt: InstantText,
    aside: z.int().describe('Rows that are put aside because it is not ours.'),
  })
  .meta({
    id: 'ChannelSku',
    example: {
      channelSku: '1729384756102938475',
      sku: 'KAOS-HITAM-L',
      name: 'Kaos hitam L',
      source: 'said',
      updatedBy: 'user:siti',
      updatedAt: '2026-03-31T09:15:00.000+07:00',
      aside: 0,
    },
  });
export type ChannelSkuView = z.infer<typeof ChannelSkuView>;
export const ChannelSkuPage = pageOf(ChannelSkuView).meta({ id: 'ChannelSkuPage' });

export const ChannelSkuChange = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          channelSku: ChannelSkuText,
          sku: z.string().min(1).max(64).nullable().describe('null: it is not ours; its rows are put aside.'),
        }),
      )
      .min(1)
      .max(CHANNEL_SKUS_MAX)
      .superRefine((items, context) => {
        const seen = new Set<string>();
        items.forEach(({ channelSku }, at) => {
          const twice = fault('named-twice', 'is named twice in this request');
          if (seen.has(channelSku)) context.addIssue({ code: 'custom', path: [at, 'channelSku'], ...twice });
          seen.add(channelSku);
        });
      }),
  })
  .meta({
    id: 'ChannelSkuChange',
    example: {
      items: [
        { channelSku: '1729384756102938475', sku: 'KAOS-HITAM-L' },
        { channelSku: 'BONUS-STIKER', sku: null },
      ],
    },
  });
export type ChannelSkuChange = z.infer<typeof ChannelSkuChange>;

export const ChannelSkusSaid = z
  .object({
    changed: z.int().describe('Of which something else was said before, or nothing.'),
    imports: z.array(z.int()).describe('Imports that now bring in the rows which had waited.'),
  })
  .meta({ id: 'ChannelSkusSaid', example: { changed: 1, imports: [14] } });
export type ChannelSkusSaid = z.infer<typeof ChannelSkusSaid>;

export const ChannelSkuRemoval = z.strictObject({ channelSku: ChannelSkuText });
export type ChannelSkuRemoval = z.infer<typeof ChannelSkuRemoval>;

export const UnmappedQuery = PageQuery.extend({
  after,
  search,
  likely: FlagInput.optional().describe('Names products that it may be, by SKU and name.'),
});
export type UnmappedQuery = z.infer<typeof UnmappedQuery>;

export const UnmappedView = z
  .object({
    channelSku: z.string(),
    name: z.string().nullable().describe('Product and variation as a file has them.'),
    rows: z.int().describe('Rows that wait.'),
    units: z.int().describe('In orders that count as sold.'),
    money: z.int(),
    firstDay: DayText.nullable(),
    lastDay: DayText.nullable(),
    lastSeenAt: InstantText,
    likely: z.array(z.object({ sku: z.string(), name: z.string() })).describe('Empty unless asked for.'),
  })
  .meta({
    id: 'UnmappedSku',
    example: {
      channelSku: '1729384756102938475',
      name: 'Kaos polos hitam, L',
      rows: 12,
      units: 14,
      money: 1_246_000,
      firstDay: '2026-03-02',
      lastDay: '2026-03-30',
      lastSeenAt: '2026-03-31T09:15:00.000+07:00',
      likely: [{ sku: 'KAOS-HITAM-L', name: 'Kaos hitam L' }],
    },
  });
export type UnmappedView = z.infer<typeof UnmappedView>;
export const UnmappedPage = pageOf(UnmappedView).meta({ id: 'UnmappedPage' });

export const UnmappedCounts = z
  .object({ items: z.array(z.object({ channel: z.string(), unmapped: z.int() })) })
  .meta({ id: 'UnmappedCountList', example: { items: [{ channel: 'tiktok-shop', unmapped: 7 }] } });
export type UnmappedCounts = z.infer<typeof UnmappedCounts>;
