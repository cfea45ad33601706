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
    reason: z
      .enum(['over', 'replaced', 'restored', 'undone', 'accepted'])
      .nullable()
      .describe('Why it stopped; null for `set`.'),
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
export const PricesQuery = z.strictObject({
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

const SnapshotEntry = FeedEntry.extend({
  state: z.enum(['scheduled', 'live']),
  outsideEdit: money
    .nullable()
    .describe('A price that somebody put on the channel instead, and of which the owner has not decided: leave it.'),
});
const askedPrice = z.object({
  sku: z.string(),
  externalId: z.string().nullable(),
  externalVariantId: z.string().nullable(),
  entryId: z.int(),
});
const reportPrices = z
  .array(askedPrice)
  .describe('Outcome unknown: report what the channel shows (POST current-prices) before anything is sent again.');
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
      entries: [{ ...entryExample, state: 'live', outsideEdit: null }],
      next: null,
      cursor: 'Yy4xLjQxLmFiYw',
    },
  });
export type Snapshot = z.infer<typeof Snapshot>;

export type PricesQuery = z.infer<typeof PricesQuery>;
export const ChangesQuery = z.strictObject({
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
      reportPrices,
    }),
    held.extend({ next: z.string().nullable(), hasMore: z.literal(false), reportPrices }),
  ])
  .meta({
    id: 'PriceChanges',
    example: {
      status: 'ok',
      channel: 'shopee',
      entries: [{ ...entryExample, cursor: 'Yy4xLjQyLmFiYw' }],
      next: 'Yy4xLjQyLmFiYw',
      hasMore: false,
      reportPrices: [],
    },
  });
export type Changes = z.infer<typeof Changes>;

const ackExample = { id: 17, revision: 1, status: 'applied' as const, appliedPrice: 71_900 };
export const AckItem = z
  .strictObject({
    id: z.int().positive().describe('Of the entry.'),
    revision: z.int().positive(),
    status: z
      .enum(['applied', 'rejected', 'skipped', 'reverted', 'unknown'])
      .describe('`unknown`: nobody knows whether the channel took it, as after a time-out.'),
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
    reportPrices,
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
      reportPrices: [],
    },
  });
export type AckResults = z.infer<typeof AckResults>;

const DriftKind = z
  .enum(['not-applied', 'outside-edit'])
  .describe('The channel still shows what it showed before our last order, or any other price.');

export const CurrentPrice = z
  .strictObject({
    sku: z.string().min(1).max(64).optional(),
    externalId: z.string().min(1).max(64).optional().describe("The channel's own id, instead of `sku`."),
    externalVariantId: z.string().min(1).max(64).optional(),
    price: z.int().min(0).describe('What a buyer sees on the channel, in the smallest unit.'),
    at: z.iso.datetime({ offset: true }).optional().describe('When it was seen; left out: now.'),
  })
  .refine(({ sku, externalId }) => (sku === undefined) !== (externalId === undefined), {
    error: 'names either `sku` or `externalId`',
  })
  .meta({ id: 'CurrentPrice', example: { sku: 'KOPI-250', price: 75_000 } });
export type CurrentPrice = z.infer<typeof CurrentPrice>;
export const CurrentPrices = z
  .strictObject({ items: z.array(CurrentPrice).min(1).max(1000) })
  .meta({ id: 'CurrentPrices', example: { items: [{ sku: 'KOPI-250', price: 75_000 }] } });
export type CurrentPrices = z.infer<typeof CurrentPrices>;

export const CurrentPriceResults = z
  .object({
    accepted: z.int(),
    refused: z.int(),
    drifted: z.int().describe('Of the accepted ones.'),
    items: z.array(
      z.object({
        sku: z.string().nullable().describe('null: no product was found.'),
        ok: z.boolean(),
        code: z.string().nullable(),
        message: z.string().nullable(),
        drift: DriftKind.nullable(),
        ours: money.nullable().describe('What we believe that the channel shows, where it shows something else.'),
      }),
    ),
  })
  .meta({
    id: 'CurrentPriceResults',
    example: {
      accepted: 1,
      refused: 0,
      drifted: 1,
      items: [{ sku: 'KOPI-250', ok: true, code: null, message: null, drift: 'outside-edit', ours: 71_900 }],
    },
  });
export type CurrentPriceResults = z.infer<typeof CurrentPriceResults>;

export const DriftsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  after: z.coerce.number().int().positive().optional().describe('`next` of the page before.'),
});
export type DriftsQuery = z.infer<typeof DriftsQuery>;
const driftExample = {
  sku: 'KOPI-250',
  productName: 'Kopi Gayo 250 g',
  kind: 'outside-edit' as const,
  ours: 71_900,
  theirs: 75_000,
  since: '2026-03-31T11:02:00.000+07:00',
  seenAt: '2026-03-31T13:02:00.000+07:00',
  entryId: 17,
  suggestionId: 12,
  isRunning: true,
};
export const DriftView = z
  .object({
    sku: z.string(),
    productName: z.string(),
    kind: DriftKind,
    ours: money.describe('Of the running price entry, else the base price.'),
    theirs: money,
    since: InstantText,
    seenAt: InstantText.describe('When it was last seen so.'),
    entryId: z.int().nullable().describe('The newest price entry of the listing; null: there never was one.'),
    suggestionId: z.int().nullable(),
    isRunning: z.boolean().describe('Whether that entry runs: `ours` is its price then.'),
  })
  .meta({ id: 'Drift', example: driftExample });
export type DriftView = z.infer<typeof DriftView>;
export const DriftPage = z
  .object({ items: z.array(DriftView), next: z.int().nullable() })
  .meta({ id: 'DriftPage', example: { items: [driftExample], next: null } });
export type DriftPage = z.infer<typeof DriftPage>;

export const DriftDecision = z
  .strictObject({
    sku: z.string().min(1).max(64),
    action: z
      .enum(['resend', 'accept'])
      .describe('`resend`: put our price again. `accept`: end our offer, theirs is the base price from now on.'),
    theirs: money.min(0).describe('The price that you saw on the channel: refused when it has changed since.'),
  })
  .meta({ id: 'DriftDecision', example: { sku: 'KOPI-250', action: 'resend', theirs: 75_000 } });
export type DriftDecision = z.infer<typeof DriftDecision>;
export const DriftSettled = z
  .object({
    entryId: z.int().nullable(),
    revision: z.int().nullable().describe('Of the entry that goes out again or is taken back.'),
    basePrice: money.nullable(),
  })
  .meta({ id: 'DriftSettled', example: { entryId: 17, revision: 2, basePrice: 89_900 } });
export type DriftSettled = z.infer<typeof DriftSettled>;

export const DELIVERIES = ['scheduled', 'waiting', 'exported', 'live', 'refused', 'drifted', 'unknown'] as const;
export type Delivery = (typeof DELIVERIES)[number];
export const StatusQuery = z.strictObject({
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
      exported: z.int().describe('In a price file that was downloaded; waits for its confirmation.'),
      live: z.int(),
      refused: z.int(),
      drifted: z.int().describe('The channel shows another price than ours.'),
      unknown: z.int().describe('Nobody knows whether the channel took it.'),
    }),
    driftedListings: z.int().describe('Listings whose price on the channel is not ours, with an offer or without.'),
    items: z.array(
      z.object({
        id: z.int(),
        suggestionId: z.int(),
        sku: z.string(),
        productName: z.string(),
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
        drift: z
          .object({ kind: DriftKind, theirs: money, since: InstantText })
          .nullable()
          .describe('Of a price that everyone sees, while the channel shows another one.'),
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
      counts: { scheduled: 0, waiting: 0, exported: 0, live: 31, refused: 0, drifted: 1, unknown: 0 },
      driftedListings: 1,
      items: [
        {
          id: 17,
          suggestionId: 12,
          sku: 'KOPI-250',
          productName: 'Kopi Gayo 250 g',
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
          drift: { kind: 'outside-edit', theirs: 72_000, since: '2026-03-31T09:21:00.000+07:00' },
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
