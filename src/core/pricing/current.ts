import { ledgerOf } from '../ledger/intervals.js';
import { ledgerFacts } from '../ledger/facts.js';
import { LOOK_BACK_DAYS, lowestBaseBefore, lowestBetween, lowestPriceBefore } from '../ledger/lowest-price.js';
import { priceRecord, type ProductHistory } from '../history.js';
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
  /** Lowest effective price in the 30 days up to the moment, as far as the ledger knows. */
  lowestPrice30: Money | null;
  /** What a cut that begins now, no dearer than the price of now, would be held against; null: nothing is on record. */
  before: { lowest: Money | null; lowestBase: Money | null };
}

const UNKNOWN_BEFORE = { lowest: null, lowestBase: null };

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
 * @param lawDays how many days before a cut the shop's law looks at
 */
export function currentPrice(
  history: ProductHistory,
  channelId: number,
  at: Instant,
  lawDays = LOOK_BACK_DAYS,
): CurrentPrice {
  const record = priceRecord(history, channelId);
  const basePrice = record.own ?? history.product.price;
  if (basePrice === null) {
    return {
      basePrice,
      price: null,
      discountBp: 0,
      daysSincePriceChange: null,
      lowestPrice30: null,
      before: UNKNOWN_BEFORE,
    };
  }
  const cuts = record.cuts.filter((cut) => cut.startsAt <= at);
  const running = cuts.findLast((cut) => cut.state === 'active' && (cut.endsAt === null || cut.endsAt > at));
  const price = running === undefined ? basePrice : Math.min(running.price, basePrice);

  const bases = record.bases.filter((base) => base.since <= at);
  const changes = [
    ...bases.slice(1).map((base) => base.since), // the first is where the record begins, not a change
    ...cuts.map((cut) => cut.startsAt),
    ...cuts.map((cut) => cut.endsAt).filter((end) => end !== null && end <= at),
  ] as Instant[];
  const ledger = ledgerOf(ledgerFacts(history, channelId));
  const seen = lowestBetween(ledger, at - LOOK_BACK_DAYS * DAY_MS, at);
  const { lowest, seriesFrom } = lowestPriceBefore(ledger, { startsAt: at, price }, lawDays);
  return {
    basePrice,
    price,
    discountBp: shareBp(basePrice - price, basePrice) ?? 0,
    daysSincePriceChange: changes.length === 0 ? null : Math.floor((at - Math.max(...changes)) / DAY_MS),
    lowestPrice30: Math.min(price, seen ?? price),
    before: { lowest, lowestBase: lowestBaseBefore(ledger, { startsAt: at, seriesFrom }, lawDays) },
  };
}
