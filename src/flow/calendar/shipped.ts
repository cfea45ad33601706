import type { CalendarWindow, WindowKind } from '../../core/calendar-windows.js';
import { assert, parseDay, type Day, type Instant } from '../../core/units.js';

const SOURCE = 'Tabular Hijri calendar, not verified: the government announces the days';
const NOTE = 'Approximate. Correct the days when the government has announced them.';

/** Ramadan and Lebaran move by 10 or 11 days a year and are announced shortly before; the days may be off by one or two. */
const DAYS: [name: string, startsOn: string, endsOn: string][] = [
  ['Ramadan', '2026-02-18', '2026-03-19'],
  ['Lebaran', '2026-03-20', '2026-03-22'],
  ['Ramadan', '2027-02-08', '2027-03-09'],
  ['Lebaran', '2027-03-10', '2027-03-12'],
  ['Ramadan', '2028-01-28', '2028-02-26'],
  ['Lebaran', '2028-02-27', '2028-02-29'],
];

/** The windows that every new calendar begins with. */
export function shippedWindows(now: Instant): Omit<CalendarWindow, 'id'>[] {
  return DAYS.map(([name, startsOn, endsOn]) => ({
    ...{ kind: 'holiday' satisfies WindowKind, name, startsOn: dayIn(startsOn), endsOn: dayIn(endsOn) },
    ...{ channels: null, categories: null, isApproximate: true, source: SOURCE, note: NOTE },
    ...{ revision: 1, updatedBy: 'system', updatedAt: now },
  }));
}

function dayIn(text: string): Day {
  const day = parseDay(text);
  assert(day !== null, 'the shipped days exist');
  return day;
}
