import { z } from 'zod';
import type { PriceEntry } from '../core/feed/entry.js';
import { formatInstant, InstantText } from './http.js';

const money = z.int();

const voucherTerms = z.object({
  percentBp: z.int().nullable(),
  amount: money.nullable(),
  minSpend: money.nullable(),
  maxDiscount: money.nullable(),
  quota: z.int().nullable(),
});
const bundleTerms = z.object({
  partnerSku: z.string(),
  partnerPrice: money,
  discountBp: z.int(),
  bundlePrice: money,
  listSum: money,
});

const entryExample = {
  id: 17,
  revision: 1,
  action: 'set' as const,
  reason: null,
  kind: 'discount' as const,
  sku: 'KOPI-250',
  externalId: '18445039211',
  externalVariantId: '206417',
  price: 71_900,
  listPrice: 89_900,
  currency: 'IDR',
  scale: 0,
  discountBp: 2_002,
  voucher: null,
  bundle: null,
  startsAt: '2026-03-31T09:15:00.000+07:00',
  endsAt: '2026-04-15T00:00:00.000+07:00',
  notBefore: '2026-03-31T09:15:00.000+07:00',
  expiresAt: '2026-04-15T00:00:00.000+07:00',
  revert: 'nativeEnd' as const,
  revertPrice: 89_900,
  expectedCurrentPrice: 89_900,
  lowestPrice30: 89_900,
  decision: { by: 'user:owner', at: '2026-03-31T09:15:00.000+07:00' },
};

/** One approved price as sync jobs read it. docs/feed.md says what to do with each field. */
export const FeedEntry = z
  .object({
    id: z.int(),
    revision: z.int().describe('Grows with every change of the entry; name it in the acknowledgement.'),
    action: z.enum(['set', 'withdraw', 'ended']),
    reason: z.enum(['over', 'replaced', 'restored', 'undone']).nullable().describe('Why it stopped; null for `set`.'),
    kind: z.enum(['discount', 'voucher', 'bundle', 'base']),
    sku: z.string(),
    externalId: z.string().nullable(),
    externalVariantId: z.string().nullable(),
    price: money.describe(
      'In the smallest unit (`scale` decimals). Bundle: of the pair. Voucher: what its holder pays.',
    ),
    listPrice: money,
    currency: z.string(),
    scale: z.int(),
    discountBp: z.int(),
    voucher: voucherTerms.nullable(),
    bundle: bundleTerms.nullable(),
    startsAt: InstantText.describe('Inclusive.'),
    endsAt: InstantText.nullable().describe('Exclusive; null: open (a return to the base price).'),
    notBefore: InstantText.describe('Buyers must not see the price earlier.'),
    expiresAt: InstantText.describe('Not applied by then: do not apply it any more.'),
    revert: z.enum(['nativeEnd', 'restorePrice']).describe('Who ends it: the channel by itself, or the job.'),
    revertPrice: money.nullable().describe('What to put back; null where the list price was left alone.'),
    expectedCurrentPrice: money.nullable().describe('What the channel should show before; else tell it as drift.'),
    lowestPrice30: money.nullable().describe('Lowest effective price of the 30 days before the reduction began.'),
    decision: z.object({ by: z.string(), at: InstantText }),
  })
  .meta({ id: 'FeedEntry', example: entryExample });
export type FeedEntry = z.infer<typeof FeedEntry>;

/** Prices on a page when nobody says otherwise. */
export const PRICES_PER_PAGE = 500;
export const PricesQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(PRICES_PER_PAGE),
  after: z.string().min(1).max(200).optional().describe('`next` of the page before.'),
});

const held = z
  .object({
    status: z.literal('hold'),
    channel: z.string(),
    reason: z.string().nullable(),
    entries: z.array(FeedEntry).length(0),
  })
  .describe('The kill switch: change nothing on the channel and come back later. Nothing is lost meanwhile.');

const SnapshotEntry = FeedEntry.extend({ state: z.enum(['scheduled', 'live']) });
export const Snapshot = z
  .discriminatedUnion('status', [
    z.object({
      status: z.literal('ok'),
      channel: z.string(),
      entries: z.array(SnapshotEntry),
      next: z.string().nullable().describe('Cursor of the next page; null on the last.'),
      cursor: z.string().describe('Read changes after this one. With several pages: the one of the first page.'),
    }),
    held.extend({ next: z.null(), cursor: z.null() }),
  ])
  .meta({
    id: 'PriceSnapshot',
    example: {
      status: 'ok',
      channel: 'shopee',
      entries: [{ ...entryExample, state: 'live' }],
      next: null,
      cursor: 'Yy4xLjQxLmFiYw',
    },
  });
export type Snapshot = z.infer<typeof Snapshot>;

export type PricesQuery = z.infer<typeof PricesQuery>;
export const ChangesQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  after: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('`next` of the answer before; left out: from the first change.'),
});
export type ChangesQuery = z.infer<typeof ChangesQuery>;
export const Changes = z
  .discriminatedUnion('status', [
    z.object({
      status: z.literal('ok'),
      channel: z.string(),
      entries: z.array(FeedEntry.extend({ cursor: z.string().describe('The place just after this change.') })),
      next: z.string().nullable().describe('Pass it as `after` next time; also when nothing came.'),
      hasMore: z.boolean(),
    }),
    held.extend({ next: z.string().nullable(), hasMore: z.literal(false) }),
  ])
  .meta({
    id: 'PriceChanges',
    example: {
      status: 'ok',
      channel: 'shopee',
      entries: [{ ...entryExample, cursor: 'Yy4xLjQyLmFiYw' }],
      next: 'Yy4xLjQyLmFiYw',
      hasMore: false,
    },
  });
export type Changes = z.infer<typeof Changes>;

const ackExample = { id: 17, revision: 1, status: 'applied' as const, appliedPrice: 71_900 };
export const AckItem = z
  .strictObject({
    id: z.int().positive().describe('Of the entry.'),
    revision: z.int().positive(),
    status: z.enum(['applied', 'rejected', 'skipped', 'reverted']),
    code: z.string().max(100).optional().describe("The channel's own error code."),
    message: z.string().max(1000).optional(),
    appliedPrice: z.int().min(0).optional().describe('What the channel shows now, in the smallest unit.'),
    at: z.iso.datetime({ offset: true }).optional().describe('When it was done; left out: now.'),
  })
  .meta({ id: 'AckItem', example: ackExample });
export type AckItem = z.infer<typeof AckItem>;

export const Acks = z
  .strictObject({ items: z.array(AckItem).min(1).max(1000) })
  .meta({ id: 'Acks', example: { items: [ackExample] } });

export type Acks = z.infer<typeof Acks>;

export const AckResults = z
  .object({
    accepted: z.int(),
    refused: z.int(),
    items: z.array(
      z.object({
        id: z.int(),
        revision: z.int(),
        ok: z.boolean(),
        code: z.string().nullable(),
        message: z.string().nullable(),
        currentRevision: z.int().nullable(),
      }),
    ),
  })
  .meta({
    id: 'AckResults',
    example: {
      accepted: 0,
      refused: 1,
      items: [
        {
          id: 17,
          revision: 1,
          ok: false,
          code: 'old-revision',
          message: 'Entry 17 is at revision 2 by now: read the changes and act on that one.',
          currentRevision: 2,
        },
      ],
    },
  });
export type AckResults = z.infer<typeof AckResults>;

export const DELIVERIES = ['scheduled', 'waiting', 'live', 'refused', 'drifted'] as const;
export const StatusQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  after: z.coerce.number().int().positive().optional().describe('Id of the last entry of the page before.'),
  delivery: z.enum(DELIVERIES).optional(),
});
export type StatusQuery = z.infer<typeof StatusQuery>;
export const FeedStatus = z
  .object({
    channel: z.string(),
    isHeld: z.boolean(),
    heldReason: z.string().nullable(),
    lastPullAt: InstantText.nullable().describe('When a sync job last asked; to the minute.'),
    counts: z.object({
      scheduled: z.int(),
      waiting: z.int().describe('Not acknowledged yet.'),
      live: z.int(),
      refused: z.int(),
      drifted: z.int().describe('The channel shows another price than ours.'),
    }),
    items: z.array(
      z.object({
        id: z.int(),
        suggestionId: z.int(),
        sku: z.string(),
        kind: z.enum(['discount', 'voucher', 'bundle', 'base']),
        revision: z.int(),
        delivery: z.enum(DELIVERIES),
        /** What the job has still to do, or did. */
        wanted: z.enum(['set', 'stop']),
        price: money,
        appliedPrice: money.nullable(),
        startsAt: InstantText,
        endsAt: InstantText.nullable(),
        code: z.string().nullable(),
        message: z.string().nullable(),
        acknowledgedAt: InstantText.nullable(),
      }),
    ),
    next: z.int().nullable(),
  })
  .meta({
    id: 'FeedStatus',
    example: {
      channel: 'shopee',
      isHeld: false,
      heldReason: null,
      lastPullAt: '2026-03-31T09:20:00.000+07:00',
      counts: { scheduled: 0, waiting: 0, live: 31, refused: 0, drifted: 1 },
      items: [
        {
          id: 17,
          suggestionId: 12,
          sku: 'KOPI-250',
          kind: 'discount',
          revision: 1,
          delivery: 'drifted',
          wanted: 'set',
          price: 71_900,
          appliedPrice: 72_000,
          startsAt: '2026-03-31T09:15:00.000+07:00',
          endsAt: '2026-04-15T00:00:00.000+07:00',
          code: null,
          message: null,
          acknowledgedAt: '2026-03-31T09:21:00.000+07:00',
        },
      ],
      next: null,
    },
  });
export type FeedStatus = z.infer<typeof FeedStatus>;

/** How money and times are written. */
export interface Notation {
  currency: string;
  scale: number;
  timeZone: string;
}

/** A price entry as the feed writes it. */
export function feedEntry(
  entry: PriceEntry,
  action: FeedEntry['action'],
  reason: FeedEntry['reason'],
  native: { externalId: string | null; externalVariantId: string | null },
  notation: Notation,
): FeedEntry {
  const time = (at: number): string => formatInstant(at, notation.timeZone);
  return {
    id: entry.id,
    revision: entry.revision,
    action,
    reason,
    kind: entry.kind,
    sku: entry.sku,
    externalId: native.externalId,
    externalVariantId: native.externalVariantId,
    price: entry.price,
    listPrice: entry.listPrice,
    currency: notation.currency,
    scale: notation.scale,
    discountBp: entry.discountBp,
    voucher: entry.offer.voucher ?? null,
    bundle: entry.offer.bundle ?? null,
    startsAt: time(entry.startsAt),
    endsAt: entry.endsAt === null ? null : time(entry.endsAt),
    notBefore: time(entry.notBefore),
    expiresAt: time(entry.expiresAt),
    revert: entry.revert,
    revertPrice: entry.kind === 'voucher' || entry.kind === 'bundle' ? null : entry.revertPrice,
    expectedCurrentPrice: entry.expectedCurrentPrice,
    lowestPrice30: entry.lowestPrice30,
    decision: { by: entry.decidedBy, at: time(entry.decidedAt) },
  };
}
