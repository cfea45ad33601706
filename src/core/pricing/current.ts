import type { ProductHistory } from '../history.js';
import { DAY_MS, shareBp } from '../units.js';
import type { BasisPoints, Instant, Money } from '../units.js';

/** What a buyer pays on one channel at a moment, and how it came to be so. */
export interface CurrentPrice {
  /** The listing's own base price, else the product's; null when neither is known. */
  basePrice: Money | null;
  /** Base price less a running approved cut. */
  price: Money | null;
  discountBp: BasisPoints;
  /** Null when no change is on record. */
  daysSincePriceChange: number | null;
  /** Lowest effective price in the 30 days up to the moment, as far as it is on record. */
  lowestPrice30: Money | null;
}

const LOOK_BACK_MS = 30 * DAY_MS;

const NONE: ReadonlySet<string> = new Set();

/**
 * Kinds of offer that people have approved already on one channel and that are not over at `at`: a run need not propose
 * them again. A discount counts only where it begins after `at`: one that runs is part of the current price, and rules
 * may deepen it.
 */
export function approvedKinds(history: ProductHistory, channelId: number, at: Instant): ReadonlySet<string> {
  const kinds = history.entries
    .filter((entry) => entry.channelId === channelId && entry.state === 'active')
    .filter((entry) => entry.endsAt === null || entry.endsAt > at)
    .filter((entry) => entry.kind !== 'discount' || entry.startsAt > at)
    .map((entry) => entry.kind);
  return kinds.length === 0 ? NONE : new Set(kinds);
}

/**
 * The price of a listing at the moment `at`, from base prices and approved cuts on record. A voucher or bundle leaves
 * the list price alone and does not count. Cuts that were withdrawn count until they were.
 */
export function currentPrice(history: ProductHistory, channelId: number, at: Instant): CurrentPrice {
  const own = history.listings.find((listing) => listing.channelId === channelId)?.price ?? null;
  const basePrice = own ?? history.product.price;
  if (basePrice === null) {
    return { basePrice, price: null, discountBp: 0, daysSincePriceChange: null, lowestPrice30: null };
  }
  const cuts = history.entries.filter(
    (entry) =>
      entry.channelId === channelId &&
      entry.kind === 'discount' &&
      entry.startsAt <= at &&
      entry.endsAt !== entry.startsAt, // withdrawn before it began: no buyer ever saw it
  );
  const running = cuts.findLast((cut) => cut.state === 'active' && (cut.endsAt === null || cut.endsAt > at));
  const price = running === undefined ? basePrice : Math.min(running.price, basePrice);

  const bases = history.basePrices.filter(
    (base) => base.channelId === (own === null ? 0 : channelId) && base.since <= at,
  );
  const changes = [
    ...bases.slice(1).map((base) => base.since), // the first is where the record begins, not a change
    ...cuts.map((cut) => cut.startsAt),
    ...cuts.map((cut) => cut.endsAt).filter((end) => end !== null && end <= at),
  ] as Instant[];
  const from = at - LOOK_BACK_MS;
  const seen = [
    price,
    ...bases.filter((_, i) => (bases[i + 1]?.since ?? at) > from).map((base) => base.price),
    ...cuts.filter((cut) => (cut.endsAt ?? at) > from).map((cut) => cut.price),
  ];
  return {
    basePrice,
    price,
    discountBp: shareBp(basePrice - price, basePrice) ?? 0,
    daysSincePriceChange: changes.length === 0 ? null : Math.floor((at - Math.max(...changes)) / DAY_MS),
    lowestPrice30: Math.min(...seen),
  };
}
