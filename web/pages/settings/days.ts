import { formatDay, parseDay, type Day } from '../../../src/core/units';
import { useMe } from '../../api/session';

/** The day in the shop's zone, `YYYY-MM-DD`. */
export function useToday(): string {
  const { timeZone } = useMe().shop;
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date());
}

/** A day that is known to be one. */
export function dayOf(text: string): Day {
  return parseDay(text) ?? 0;
}

/** The day so many days later. */
export function plusDays(text: string, days: number): string {
  return formatDay(dayOf(text) + days);
}
