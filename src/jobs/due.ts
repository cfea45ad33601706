import { tz } from '@date-fns/tz';
import { format } from 'date-fns';
import { parseDay, type Day, type Instant } from '../core/units.js';

/** The business day of a moment in a time zone. */
export function dayIn(timeZone: string, at: Instant): Day {
  return parseDay(format(at, 'yyyy-MM-dd', { in: tz(timeZone) }))!;
}

/**
 * The as-of day that the daily run must have covered by now: yesterday once the clock of the shop's zone has passed
 * `dailyAt`, the day before yesterday until then. Null when the daily run is off.
 */
export function dueAsOf(dailyAt: string, timeZone: string, now: Instant): Day | null {
  if (dailyAt === 'off') return null;
  const isPast = format(now, 'HH:mm', { in: tz(timeZone) }) >= dailyAt;
  return dayIn(timeZone, now) - (isPast ? 1 : 2);
}
