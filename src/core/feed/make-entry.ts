import type { Grant } from '../approval/decide.js';
import type { Suggestion } from '../approval/suggestion.js';
import type { ChannelProfile } from '../pricing/channel-profile.js';
import type { ZoneClock } from '../intake/zone.js';
import { DAY_MS, type Instant, type Money } from '../units.js';
import type { PriceEntry } from './entry.js';
import type { LedgerInterval } from '../ledger/intervals.js';
import { lowestPriceBefore } from '../ledger/lowest-price.js';

/** A return to the base price is an order to the sync job, not a state: one that was away longer reads prices afresh. */
export const BASE_ENTRY_MS = 7 * DAY_MS;

/** What is known of the listing when an entry is made. */
export interface ListingNow {
  /** Who ends a price there. */
  endsBy: ChannelProfile['endsBy'];
  /** Null: none on record; the grant's list price is taken. */
  basePrice: Money | null;
  /** What buyers pay until the new price begins, as planned. */
  currentPrice: Money | null;
  ledger: readonly LedgerInterval[];
}

/**
 * The price entry that an approval makes. Some channels end a promotion by themselves at its end (`nativeEnd`); on
 * others the sync job must put the price back (`restorePrice`). The channel's profile says which.
 */
export function makeEntry(
  grant: Grant,
  suggestion: Pick<Suggestion, 'id' | 'productId' | 'channelId' | 'sku' | 'channelCode'>,
  listing: ListingNow,
  decision: { actor: string; at: Instant },
  clock: ZoneClock,
): Omit<PriceEntry, 'id'> {
  const { kind, price, listPrice, discountBp, offer, startsAt, endsAt } = grant;
  const prior = lowestPriceBefore(listing.ledger, { startsAt, price });
  return {
    suggestionId: suggestion.id,
    productId: suggestion.productId,
    channelId: suggestion.channelId,
    sku: suggestion.sku,
    channelCode: suggestion.channelCode,
    kind,
    state: 'active',
    revision: 1,
    price,
    listPrice,
    discountBp,
    offer,
    startsAt,
    endsAt,
    notBefore: startsAt,
    expiresAt: endsAt ?? startsAt + BASE_ENTRY_MS,
    revert: kind !== 'base' && listing.endsBy === 'channel' ? 'nativeEnd' : 'restorePrice',
    revertPrice: listing.basePrice ?? listPrice,
    expectedCurrentPrice: listing.currentPrice,
    lowestPrice30: kind === 'base' ? null : prior.lowest,
    seriesFrom: clock.dayOf(kind === 'discount' ? prior.seriesFrom : startsAt),
    decidedBy: decision.actor,
    decidedAt: decision.at,
  };
}

/** Where an entry stands by the clock: start inclusive, end exclusive. */
export function phaseOf(
  entry: Pick<PriceEntry, 'state' | 'startsAt' | 'endsAt' | 'expiresAt'>,
  now: Instant,
): 'scheduled' | 'live' | 'ended' | 'withdrawn' {
  if (entry.state !== 'active') return entry.state;
  if (now >= (entry.endsAt ?? entry.expiresAt)) return 'ended';
  return now < entry.startsAt ? 'scheduled' : 'live';
}

/**
 * What a listing costs at a moment that is now or later, as planned; null: no base price is on record.
 * @param side `before`: up to that moment, where one price ends and another begins
 */
export function plannedPrice(
  entries: readonly PriceEntry[],
  at: Instant,
  basePrice: Money | null,
  side: 'at' | 'before' = 'at',
): Money | null {
  const running = entries.findLast((entry) => {
    const { kind, state, startsAt } = entry;
    const endsAt = entry.endsAt ?? entry.expiresAt;
    const holds = side === 'at' ? startsAt <= at && at < endsAt : startsAt < at && at <= endsAt;
    return kind === 'discount' && state === 'active' && holds;
  });
  return running === undefined || basePrice === null ? basePrice : Math.min(running.price, basePrice);
}

/** The entry when it stops at `at`: one revision on, its window cut there (one that never began keeps none of it). */
export function stopEntry(
  entry: PriceEntry,
  state: 'ended' | 'withdrawn',
  at: Instant,
  basePrice: Money | null,
): PriceEntry {
  const end = Math.min(entry.endsAt ?? Infinity, at);
  return {
    ...entry,
    state,
    revision: entry.revision + 1,
    endsAt: Math.max(entry.startsAt, end),
    revertPrice: basePrice ?? entry.revertPrice,
  };
}

/** The entry with an earlier end. */
export function shortenEntry(entry: PriceEntry, endsAt: Instant): PriceEntry {
  return { ...entry, revision: entry.revision + 1, endsAt, expiresAt: Math.min(entry.expiresAt, endsAt) };
}
