import type { BasisPoints, Day, Instant, Money } from '../units.js';
import type { AckStatus } from '../ledger/runs.js';
import type { Offer } from '../approval/suggestion.js';

export type EntryKind = 'discount' | 'voucher' | 'bundle' | 'base';
/** scheduled and live follow from the window and the clock; ended and withdrawn are written. */
export type EntryState = 'active' | 'ended' | 'withdrawn';

/** An approved price on a channel with its window: what the feed serves. One row per entry; revisions grow. */
export interface PriceEntry {
  id: number;
  suggestionId: number;
  productId: number;
  channelId: number;
  sku: string;
  channelCode: string;
  kind: EntryKind;
  state: EntryState;
  revision: number;
  price: Money;
  listPrice: Money;
  discountBp: BasisPoints;
  offer: Offer;
  /** Inclusive. */
  startsAt: Instant;
  /** Exclusive; null = open (base). */
  endsAt: Instant | null;
  notBefore: Instant;
  expiresAt: Instant;
  revert: 'nativeEnd' | 'restorePrice';
  revertPrice: Money;
  expectedCurrentPrice: Money | null;
  lowestPrice30: Money | null;
  /** Day of the first cut of an uninterrupted series: the anchor of lowestPrice30. */
  seriesFrom: Day;
  decidedBy: string;
  decidedAt: Instant;
}

/** The price that a sync job last saw on a channel, one row per listing. */
export interface ChannelPrice {
  channelId: number;
  productId: number;
  price: Money;
  /** Since when the channel has shown this price, as far as was reported. */
  since: Instant;
  at: Instant;
  /** Who reported it: `key:<prefix>`. */
  actor: string;
}

export type FeedAction = 'set' | 'withdraw' | 'ended';

/** One line of a channel's change log. `seq` is given under the channel's row lock: readers never step over one. */
export interface FeedChange {
  channelId: number;
  seq: number;
  entryId: number;
  revision: number;
  action: FeedAction;
  at: Instant;
  /** The entry as the feed showed it then, ready to send (JSON text). */
  body: string;
}

export interface Ack {
  id: number;
  channelId: number;
  entryId: number;
  revision: number;
  status: AckStatus;
  code: string | null;
  message: string | null;
  appliedPrice: Money | null;
  at: Instant;
  /** `key:<prefix>`. */
  actor: string;
}
