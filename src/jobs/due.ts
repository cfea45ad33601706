import { format } from 'date-fns';
import { tz } from '@date-fns/tz';
import { ZoneClock } from '../core/intake/zone.js';
import type { Day, Instant } from '../core/units.js';

/**
 * The as-of day that the daily run must have covered by now: yesterday once the clock of the shop's zone has passed
 * `dailyAt` (HH:MM), the day before yesterday until then. Null when the daily run is off. On the night of a change of
 * clocks the run comes once all the same: it is the day that counts, not the hour.
 */
export function dueAsOf(dailyAt: string, timeZone: string, now: Instant): Day | null {
  if (dailyAt === 'off') return null;
  const isPast = format(now, 'HH:mm', { in: tz(timeZone) }) >= dailyAt;
  return new ZoneClock(timeZone).dayOf(now) - (isPast ? 1 : 2);
}
