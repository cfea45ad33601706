import { DAY_MS, type Instant, type Money } from '../units.js';
import type { LedgerInterval } from './intervals.js';

/** The usual look-back: Directive 98/6/EC, article 6a (EU), asks for the lowest price of the 30 days before a reduction. */
export const LOOK_BACK_DAYS = 30;

export interface PriorPrice {
  /** Lowest effective price in the days before `seriesFrom`; null when no price of that time is on record. */
  lowest: Money | null;
  /** When the first cut of the uninterrupted series began. */
  seriesFrom: Instant;
  /** Since when the listing's price is on record; null: nothing is from before the reduction. */
  recordFrom: Instant | null;
}

/**
 * The lowest price that a buyer paid in the days before a reduction began, which is what the reduction must be measured
 * against. A markdown in steps is one reduction: as long as each cut begins no later than the one before ends and is no
 * dearer, the anchor stays at the first. A gap, or a step up, begins a new series, and the cut before it counts as a price
 * of its own.
 * @param ledger of the listing, as `ledgerOf` gives it
 */
export function lowestPriceBefore(
  ledger: readonly LedgerInterval[],
  next: { startsAt: Instant; price: Money },
  days = LOOK_BACK_DAYS,
): PriorPrice {
  let { startsAt: seriesFrom, price } = next;
  for (const each of ledger.filter(({ from }) => from < next.startsAt).reverse()) {
    const hasGap = (each.to ?? Infinity) < seriesFrom;
    if (hasGap || each.entryId === null || each.price < price) break;
    seriesFrom = each.from;
    price = each.price;
  }
  const first = ledger[0]?.from ?? Infinity;
  return {
    lowest: lowestBetween(ledger, seriesFrom - days * DAY_MS, seriesFrom),
    seriesFrom,
    recordFrom: first < seriesFrom ? first : null,
  };
}

/**
 * The lowest base price from the days before a series of reductions on, up to the next one: one below today's was raised since.
 * Null: none is on record.
 */
export function lowestBaseBefore(
  ledger: readonly LedgerInterval[],
  { startsAt, seriesFrom }: { startsAt: Instant; seriesFrom: Instant },
  days = LOOK_BACK_DAYS,
): Money | null {
  return lowestOf(within(ledger, seriesFrom - days * DAY_MS, startsAt).flatMap(({ base }) => base ?? []));
}

/** The lowest effective price in [from, to); null: none is on record. */
export function lowestBetween(ledger: readonly LedgerInterval[], from: Instant, to: Instant): Money | null {
  return lowestOf(within(ledger, from, to).map(({ price }) => price));
}

function within(ledger: readonly LedgerInterval[], from: Instant, to: Instant): LedgerInterval[] {
  return ledger.filter((each) => each.from < to && (each.to ?? Infinity) > from);
}

const lowestOf = (prices: Money[]): Money | null => (prices.length === 0 ? null : Math.min(...prices));
