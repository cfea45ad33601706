import type { ZoneClock } from '../intake/zone.js';
import type { ChannelProfile } from '../pricing/channel-profile.js';
import { Refusal } from '../refusal.js';
import { DAY_MS, type Instant } from '../units.js';
import {
  earliestStart,
  midnightFrom,
  timesOf,
  windowViolations,
  type ChannelRules,
  type WindowKind,
} from './channel-window.js';
import type { Violation } from './price-check.js';

/** When a price holds: start inclusive, end exclusive, whole seconds. */
export interface Window {
  startsAt: Instant;
  endsAt: Instant;
}

/** What somebody named of a window; a null leaves it to us. */
export interface AskedWindow {
  startsAt: Instant | null;
  endsAt: Instant | null;
  /** A start that has become too early moves: between two approvals time goes by. */
  mayMove?: boolean;
}

/** Shorter, and a job that asks now and then would not see it in time. */
const WINDOW_MS_MIN = 10 * 60_000;
/** Longer, and it is the base price that should change: a slip of the pen. */
const WINDOW_MS_MAX = 366 * DAY_MS;
const MINUTE_MS = 60_000;

/**
 * The window of an approved price, and what of it the channel does not take. Without a start it begins as soon as the
 * channel takes it, and a start in the past is read so too: no price can reach back. Without an end it runs for
 * `discountDays` whole days and ends at a midnight of the shop's zone, so the day on which it begins is counted only when
 * it begins at midnight; where the channel takes no such length, it runs for the nearest that it takes. Days are days of
 * the calendar: 23 or 25 hours at a change of clocks. What a person named is kept and held against the channel's profile.
 * @throws Refusal `window-over`, `window-too-short`, `window-too-long`: whatever the channel
 */
export function windowFor(...asked: Parameters<typeof planWindow>): PlannedWindow {
  const planned = planWindow(...asked);
  const { crossed, window } = planned;
  const now = asked[2];
  const ms = window.endsAt - window.startsAt;
  if (window.endsAt <= now) {
    throw new Refusal('invalid', 'window-over', 'The end of the price lies in the past. Give a later end.');
  }
  if (crossed.length === 0 && ms < WINDOW_MS_MIN) {
    throw new Refusal('invalid', 'window-too-short', 'A price must run for ten minutes or more. Give a later end.');
  }
  if (crossed.length === 0 && ms > WINDOW_MS_MAX) {
    throw new Refusal('invalid', 'window-too-long', 'A price may run for 366 days at most. Give an earlier end.');
  }
  return planned;
}

export interface PlannedWindow {
  window: Window;
  crossed: Violation[];
}

/** The same window whatever it is worth: when a price would begin must be known before it is held against anything. */
export function planWindow(
  kind: WindowKind,
  asked: AskedWindow,
  now: Instant,
  discountDays: number,
  clock: ZoneClock,
  rules: ChannelRules,
): PlannedWindow {
  const earliest = earliestStart(kind, now, clock, rules);
  const from = (start: Instant): PlannedWindow => {
    const startsAt = wholeSecond(start);
    // A voucher or bundle gives way when a planned discount begins.
    const until = kind === 'discount' ? [] : rules.plannedStarts.filter((planned) => planned > startsAt);
    const end = asked.endsAt ?? endFor(kind, startsAt, discountDays, clock, rules.profile);
    const endsAt = wholeSecond(Math.min(end, ...until));
    const window = { startsAt, endsAt };
    return { window, crossed: windowViolations(kind, window, now, clock, rules) };
  };
  const start = startFor(asked, now, earliest);
  const planned = from(start);
  // The days of a campaign that takes whole ones may only fit when the first of them is whole.
  const isOurs = start !== asked.startsAt || asked.mayMove === true;
  if (!isOurs || !rules.profile.hasWholeDays || planned.crossed.length === 0) return planned;
  const waited = from(midnightFrom(start, clock));
  return waited.crossed.length === 0 ? waited : planned;
}

/** A start that a person named is kept; without one, or where it may move, the earliest that the channel takes. */
function startFor(
  { startsAt, mayMove }: Pick<AskedWindow, 'startsAt' | 'mayMove'>,
  now: Instant,
  earliest: Instant,
): Instant {
  const named = Math.max(startsAt ?? now, now);
  return named > now && mayMove !== true ? named : Math.max(named, earliest);
}

function endFor(
  kind: WindowKind,
  startsAt: Instant,
  discountDays: number,
  clock: ZoneClock,
  profile: ChannelProfile,
): Instant {
  const { windowMinMinutes: min, windowMaxMinutes: max } = timesOf(profile, kind);
  const wanted = midnightAfter(startsAt, discountDays, clock);
  const least = startsAt + (min ?? 0) * MINUTE_MS;
  if (wanted < least) return profile.hasWholeDays ? midnightFrom(least, clock) : least;
  const latest = startsAt + (max ?? Infinity) * MINUTE_MS;
  if (wanted <= latest) return wanted;
  const midnight = clock.instantOf(clock.dayOf(latest), 0);
  return midnight > startsAt && midnight >= least ? midnight : latest;
}

function midnightAfter(startsAt: Instant, days: number, clock: ZoneClock): Instant {
  const day = clock.dayOf(startsAt);
  const isMidnight = clock.instantOf(day, 0) === startsAt;
  return clock.instantOf(day + days + (isMidnight ? 0 : 1), 0);
}

const wholeSecond = (at: Instant): Instant => Math.floor(at / 1000) * 1000;
