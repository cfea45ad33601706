import { assert, dayParts, type Day } from '../units.js';

/** Fewer whole weeks say too little of a weekday. */
export const WEEKS_MIN = 8;
/** Units that the assumption "all days are alike" is worth, per group of days: factors of small channels stay near 1. */
const SHRINK_UNITS = 20;

/** How much a channel sells by the calendar, 1 = an average day. */
export interface CalendarFactors {
  /** Monday first. */
  weekday: number[];
  payday: number;
  /** Any day that is no pay day. */
  otherDay: number;
}

/**
 * Weekday and pay-day factors of a channel from its units per day, all products together. Factor = units of such days per
 * units that they would have at the average rate, shrunk to 1 by 20 units; the pay-day factor is measured after the weekday's
 * share is taken out. Null with less than 8 whole weeks or nothing sold.
 * @param units per day, the last of them `lastDay`; the oldest days that make no whole week are left out
 */
export function calendarFactors(
  units: ArrayLike<number>,
  lastDay: Day,
  isPayday: (day: Day) => boolean,
): CalendarFactors | null {
  const weeks = Math.floor(units.length / 7);
  if (weeks < WEEKS_MIN) return null;
  const size = weeks * 7;
  const skip = units.length - size;
  const byWeekday = new Array<number>(7).fill(0);
  let total = 0;
  for (let i = 0; i < size; i++) {
    const sold = units[i + skip]!;
    assert(sold >= 0, 'units sold are 0 or more');
    byWeekday[weekdayIndex(lastDay - size + 1 + i)]! += sold;
    total += sold;
  }
  if (total === 0) return null;
  const weekday = normalised(byWeekday.map((sold) => shrunk(sold, total / 7)));

  const sold = { payday: 0, other: 0 };
  const expected = { payday: 0, other: 0 };
  const days = { payday: 0, other: 0 };
  for (let i = 0; i < size; i++) {
    const day = lastDay - size + 1 + i;
    const group = isPayday(day) ? 'payday' : 'other';
    sold[group] += units[i + skip]!;
    expected[group] += (total / size) * weekday[weekdayIndex(day)]!;
    days[group]++;
  }
  if (days.payday === 0 || days.other === 0) return { weekday, payday: 1, otherDay: 1 };
  const payday = shrunk(sold.payday, expected.payday);
  const otherDay = shrunk(sold.other, expected.other);
  const mean = (payday * days.payday + otherDay * days.other) / size;
  return { weekday, payday: payday / mean, otherDay: otherDay / mean };
}

/** One factor per day of a window that ends with `asOf`: how many ordinary days each day is worth. */
export function factorsByDay(
  factors: CalendarFactors,
  asOf: Day,
  days: number,
  isPayday: (day: Day) => boolean,
): Float64Array {
  const byDay = new Float64Array(days);
  for (let i = 0; i < days; i++) {
    const day = asOf - days + 1 + i;
    byDay[i] = factors.weekday[weekdayIndex(day)]! * (isPayday(day) ? factors.payday : factors.otherDay);
  }
  return byDay;
}

function weekdayIndex(day: Day): number {
  return dayParts(day).weekday - 1;
}

function shrunk(sold: number, expected: number): number {
  return (sold + SHRINK_UNITS) / (expected + SHRINK_UNITS);
}

function normalised(values: number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value / mean);
}
