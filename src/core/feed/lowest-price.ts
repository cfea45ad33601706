import { DAY_MS, type Instant, type Money } from '../units.js';

/** The usual look-back: Directive 98/6/EC, article 6a (EU), asks for the lowest price of the 30 days before a reduction. */
export const LOOK_BACK_MS = 30 * DAY_MS;

/** A public price cut that ran from `startsAt` (inclusive) to `endsAt` (exclusive; null: runs on). */
export interface Cut {
  startsAt: Instant;
  endsAt: Instant | null;
  price: Money;
}

export interface PriorPrice {
  /** Lowest effective price in the 30 days before `seriesFrom`; null when no price of that time is on record. */
  lowest: Money | null;
  /** When the first cut of the uninterrupted series began. */
  seriesFrom: Instant;
}

/**
 * The lowest price that a buyer paid in the 30 days before a reduction began, which is what the reduction must be
 * measured against. A markdown in steps is one reduction: as long as each cut begins no later than the one before ends
 * and is no dearer, the anchor stays at the first. A gap, or a step up, begins a new series, and the cut before it counts
 * as a price of its own.
 * @param bases base prices of the listing from a moment on, oldest first
 * @param cuts earlier public cuts; those that never ran (end at or before their start) are passed over
 */
export function priorPrice(bases: { since: Instant; price: Money }[], cuts: Cut[], next: Cut): PriorPrice {
  const ran = cuts
    .map((cut) => ({ ...cut, endsAt: Math.min(cut.endsAt ?? Infinity, next.startsAt) }))
    .filter((cut) => cut.startsAt < cut.endsAt)
    .sort((a, b) => a.startsAt - b.startsAt);
  let { startsAt: seriesFrom, price } = next;
  for (let cut = before(ran, seriesFrom); cut !== undefined && cut.price >= price; cut = before(ran, seriesFrom)) {
    seriesFrom = cut.startsAt;
    price = cut.price;
  }
  return { lowest: lowestIn(bases, ran, seriesFrom - LOOK_BACK_MS, seriesFrom), seriesFrom };
}

/** The cut that runs up to `at` without a gap; of several the one that began first. */
function before<T extends { startsAt: Instant; endsAt: Instant }>(cuts: T[], at: Instant): T | undefined {
  return cuts.find((cut) => cut.startsAt < at && cut.endsAt >= at);
}

function lowestIn(
  bases: { since: Instant; price: Money }[],
  cuts: { startsAt: Instant; endsAt: Instant; price: Money }[],
  from: Instant,
  to: Instant,
): Money | null {
  const seen = cuts.filter((cut) => cut.startsAt < to && cut.endsAt > from).map((cut) => cut.price);
  bases.forEach(({ since, price }, i) => {
    const until = bases[i + 1]?.since ?? Infinity;
    const [start, end] = [Math.max(since, from), Math.min(until, to)];
    // A base price that a cut hid for the whole time was paid by nobody.
    if (start < end && !isCovered(start, end, cuts)) seen.push(price);
  });
  return seen.length === 0 ? null : Math.min(...seen);
}

/** True when the cuts (by start) leave no moment of [from, to) free. */
function isCovered(from: Instant, to: Instant, cuts: { startsAt: Instant; endsAt: Instant }[]): boolean {
  let free = from;
  for (const cut of cuts) if (cut.startsAt <= free) free = Math.max(free, cut.endsAt);
  return free >= to;
}
