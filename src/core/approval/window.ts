import type { ZoneClock } from '../intake/zone.js';
import { Refusal } from '../refusal.js';
import { DAY_MS, type Instant } from '../units.js';

/** When a price holds: start inclusive, end exclusive, whole seconds. */
export interface Window {
  startsAt: Instant;
  endsAt: Instant;
}

/** TikTok Shop takes no product discount shorter than ten minutes; no channel known to us takes a shorter one. */
export const WINDOW_MS_MIN = 10 * 60_000;
/** Shopee takes no discount of 180 days or more; other channels stop earlier and say so themselves. */
export const WINDOW_MS_MAX = 180 * DAY_MS;

/**
 * The window of an approved price. Without a start it begins now, and a start in the past becomes now: no price can
 * reach back. Without an end it runs for `discountDays` whole days and ends at a midnight of the shop's zone, so the day
 * on which it begins is counted only when it begins at midnight. Days are days of the calendar: 23 or 25 hours at a
 * change of clocks.
 * @throws Refusal `window-over`, `window-too-short`, `window-too-long`
 */
export function windowFor(
  asked: { startsAt: Instant | null; endsAt: Instant | null },
  now: Instant,
  discountDays: number,
  clock: ZoneClock,
): Window {
  const startsAt = wholeSecond(Math.max(asked.startsAt ?? now, now));
  const endsAt = wholeSecond(asked.endsAt ?? midnightAfter(startsAt, discountDays, clock));
  if (endsAt <= now) {
    throw new Refusal('invalid', 'window-over', 'The end of the price lies in the past. Give a later end.');
  }
  if (endsAt - startsAt < WINDOW_MS_MIN) {
    throw new Refusal('invalid', 'window-too-short', 'A price must run for ten minutes or more. Give a later end.');
  }
  if (endsAt - startsAt >= WINDOW_MS_MAX) {
    throw new Refusal('invalid', 'window-too-long', 'A price must run for less than 180 days. Give an earlier end.');
  }
  return { startsAt, endsAt };
}

function midnightAfter(startsAt: Instant, days: number, clock: ZoneClock): Instant {
  const day = clock.dayOf(startsAt);
  const isMidnight = clock.instantOf(day, 0) === startsAt;
  return clock.instantOf(day + days + (isMidnight ? 0 : 1), 0);
}

const wholeSecond = (at: Instant): Instant => Math.floor(at / 1000) * 1000;
