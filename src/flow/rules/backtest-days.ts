import { Refusal } from '../../core/refusal.js';
import { dayParts, formatDay, type Day } from '../../core/units.js';

export const WEEK = 7;
const DAYS_MAX = 400;
/** Mondays of half a year. */
const DEFAULT_WEEKS = 26;

export interface Period {
  /** Left out: the Mondays of the last 26 weeks since there is anything on record. */
  from?: Day | undefined;
  to?: Day | undefined;
  everyDays?: number | undefined;
}

/**
 * The days that a back-test looks at. Days before there was anything on record are refused where they were asked for, and
 * left out of the last half year.
 *
 * @param newest the last day that is over
 * @param oldest the first day with any data; null: there is none
 * @throws Refusal `bad-period`, `too-many-days`, `no-data-then`
 */
export function daysWithData(period: Period, newest: Day, oldest: Day | null): Day[] {
  const days = daysOf(period, newest);
  const known = days.filter((day) => oldest !== null && day >= oldest);
  if (known.length === days.length || (period.from === undefined && known.length > 0)) return known;
  const message =
    oldest === null
      ? 'The shop has no sales, receipts or counts yet: import them first.'
      : `Nothing is on record for ${formatDay(days[0]!)}: the first day that can be tried is ${formatDay(oldest)}.`;
  throw new Refusal('invalid', 'no-data-then', message, { first: oldest === null ? null : formatDay(oldest) });
}

/** From the first to the last day in even steps, the last one always among them. */
function daysOf({ from, to, everyDays = WEEK }: Period, newest: Day): Day[] {
  const last = to ?? (from === undefined ? mondayUpTo(newest) : newest);
  const first = from ?? last - (DEFAULT_WEEKS - 1) * WEEK;
  if (last > newest) {
    const message = `${formatDay(last)} is not over yet: the last day that can be tried is ${formatDay(newest)}.`;
    throw new Refusal('invalid', 'bad-period', message);
  }
  if (first > last) {
    throw new Refusal('invalid', 'bad-period', `${formatDay(first)} is after ${formatDay(last)}: exchange them.`);
  }
  const days: Day[] = [];
  for (let day = last; day >= first; day -= everyDays) days.push(day);
  if (days.length > DAYS_MAX) {
    const message = `That would be ${days.length} days; at most ${DAYS_MAX}. Take a shorter time or larger steps.`;
    throw new Refusal('invalid', 'too-many-days', message, { days: days.length });
  }
  return days.reverse();
}

const mondayUpTo = (day: Day): Day => day - (dayParts(day).weekday - 1);
