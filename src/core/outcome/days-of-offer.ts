import { wasShown, type ProductHistory } from '../history.js';
import type { ZoneClock } from '../intake/zone.js';
import type { Day, Instant } from '../units.js';
import { LINE_DAYS, type Span } from './day-line.js';

export type OfferEntry = ProductHistory['entries'][number];

/** Days before that are compared, and how far back they may lie: other offers and changes of the base price are left out. */
export const BEFORE_DAYS = 56;
const LOOK_BACK_DAYS = 112;
/** Days of an offer that are measured; a longer one is measured over its first days. */
export const AFTER_DAYS = 56;

/** The days of one offer, as places in a line of days. */
export interface OfferDays {
  before: number[];
  /** Whole days on which the offer ran. */
  after: number[];
}

/** An offer that buyers saw: public cuts, vouchers and bundles, unless taken back before they began. */
export const isOffer = (entry: OfferEntry): boolean => entry.kind !== 'base' && wasShown(entry);

/** What changed a listing's price: offers and base prices, told in days. */
export interface PriceDays {
  /** The days before and after of one of the listing's offers. */
  daysOf(entry: OfferEntry): OfferDays;
  /** The longest span of days on which nothing changed. */
  steady: Span;
}

/**
 * @param asOfEnd first moment after the as-of day
 * @param ownBase whether the listing has a base price of its own; else the product's holds
 */
export function priceDays(
  history: Pick<ProductHistory, 'entries' | 'basePrices'>,
  channelId: number,
  ownBase: boolean,
  asOf: Day,
  asOfEnd: Instant,
  clock: ZoneClock,
): PriceDays {
  const first = asOf - LINE_DAYS + 1;
  const touched = new Uint8Array(LINE_DAYS);
  const offers = history.entries.filter((entry) => entry.channelId === channelId && isOffer(entry));
  for (const { startsAt, endsAt } of offers) {
    if (startsAt >= asOfEnd) continue;
    const end = Math.min(endsAt ?? asOfEnd, asOfEnd);
    const from = clock.dayOf(startsAt) - first;
    const to = clock.dayOf(end - 1) - first;
    if (to >= 0) touched.fill(1, Math.max(0, from), to + 1);
  }
  // The first base price is where the record begins, not a change.
  const bases = history.basePrices.filter(
    (base) => base.channelId === (ownBase ? channelId : 0) && base.since < asOfEnd,
  );
  const changes = bases.slice(1).map((base) => clock.dayOf(base.since) - first);

  const daysOf = (entry: OfferEntry): OfferDays => {
    const start = clock.dayOf(entry.startsAt);
    const isWhole = clock.instantOf(start, 0) === entry.startsAt;
    const end = Math.min(entry.endsAt ?? asOfEnd, asOfEnd);
    const from = (isWhole ? start : start + 1) - first;
    const to = Math.min(clock.dayOf(end) - 1 - first, from + AFTER_DAYS - 1);
    const after: number[] = [];
    for (let i = Math.max(0, from); i <= to; i++) if (!changes.includes(i)) after.push(i);
    const before: number[] = [];
    const oldest = Math.max(0, start - first - LOOK_BACK_DAYS);
    for (let i = start - first - 1; i >= oldest && before.length < BEFORE_DAYS; i--) {
      if (changes.includes(i)) break;
      if (touched[i] === 0) before.push(i);
    }
    return { before: before.reverse(), after };
  };

  return { daysOf, steady: longestCalm(touched, changes) };
}

function longestCalm(touched: Uint8Array, changes: readonly number[]): Span {
  let best: Span = { from: 0, to: -1 };
  let from = 0;
  for (let i = 0; i <= LINE_DAYS; i++) {
    if (i < LINE_DAYS && touched[i] === 0 && !changes.includes(i)) continue;
    if (i - from > best.to - best.from + 1) best = { from, to: i - 1 };
    from = i + 1;
  }
  return best;
}
