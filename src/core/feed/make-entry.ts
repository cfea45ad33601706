import type { Grant } from '../approval/decide.js';
import type { Suggestion } from '../approval/suggestion.js';
import type { ZoneClock } from '../intake/zone.js';
import { DAY_MS, type Instant, type Money } from '../units.js';
import type { PriceEntry } from './entry.js';
import { priorPrice, type Cut } from './lowest-price.js';

/** A return to the base price is an order to the sync job, not a state: one that was away longer reads prices afresh. */
export const BASE_ENTRY_MS = 7 * DAY_MS;

/** What is known of the listing when an entry is made. */
export interface ListingNow {
  isMarketplace: boolean;
  /** Null: none on record; the grant's list price is taken. */
  basePrice: Money | null;
  currentPrice: Money | null;
  bases: { since: Instant; price: Money }[];
  /** Public cuts so far, also ended ones. */
  cuts: Cut[];
}

/**
 * The price entry that an approval makes. Marketplaces end a promotion by themselves at its end (`nativeEnd`); on the
 * shop's own channels the sync job must put the price back (`restorePrice`).
 */
export function makeEntry(
  grant: Grant,
  suggestion: Pick<Suggestion, 'id' | 'productId' | 'channelId' | 'sku' | 'channelCode'>,
  listing: ListingNow,
  decision: { actor: string; at: Instant },
  clock: ZoneClock,
): Omit<PriceEntry, 'id'> {
  const { kind, price, listPrice, discountBp, offer, startsAt, endsAt } = grant;
  const prior = priorPrice(listing.bases, listing.cuts, { startsAt, endsAt, price });
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
    revert: kind !== 'base' && listing.isMarketplace ? 'nativeEnd' : 'restorePrice',
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
