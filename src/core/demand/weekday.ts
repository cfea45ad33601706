import { assert, type Day } from '../units.js';

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
 * units that they would have if all days were alike, shrunk to 1 by 20 units; the pay-day factor is measured after the
 * weekday's share is taken out. Null with less than 8 whole weeks or nothing sold.
 * @param units per day, the last of them `lastDay`; the oldest days that make no whole week are left out
 * @param expected units per day if all days were alike, where stock or prices made them differ; left out: the average
 */
export function calendarFactors(
  units: ArrayLike<number>,
  lastDay: Day,
  isPayday: (day: Day) => boolean,
  expected?: ArrayLike<number>,
): CalendarFactors | null {
  const weeks = Math.floor(units.length / 7);
  if (weeks < WEEKS_MIN) return null;
  const size = weeks * 7;
  const skip = units.length - size;
  const firstDay = lastDay - size + 1;
  const sold = Array.from({ length: size }, (_, i) => units[i + skip]!);
  assert(
    sold.every((each) => each >= 0),
    'units sold are 0 or more',
  );
  const total = sumOf(sold);
  if (total === 0) return null;
  const plain = expected === undefined ? sold.map(() => total / size) : sold.map((_, i) => expected[i + skip]!);
  const level = total / sumOf(plain);

  const byWeekday = Array.from({ length: 7 }, () => ({ sold: 0, plain: 0 }));
  sold.forEach((each, i) => {
    const group = byWeekday[weekdayIndex(firstDay + i)]!;
    group.sold += each;
    group.plain += plain[i]! * level;
  });
  const weekday = normalised(byWeekday.map((group) => shrunk(group.sold, group.plain)));

  const groups = { payday: { sold: 0, plain: 0, days: 0 }, other: { sold: 0, plain: 0, days: 0 } };
  sold.forEach((each, i) => {
    const day = firstDay + i;
    const group = groups[isPayday(day) ? 'payday' : 'other'];
    group.sold += each;
    group.plain += plain[i]! * level * weekday[weekdayIndex(day)]!;
    group.days++;
  });
  if (groups.payday.days === 0 || groups.other.days === 0) return { weekday, payday: 1, otherDay: 1 };
  const payday = shrunk(groups.payday.sold, groups.payday.plain);
  const otherDay = shrunk(groups.other.sold, groups.other.plain);
  const mean = (payday * groups.payday.days + otherDay * groups.other.days) / size;
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

/** 0 = Monday; 1970-01-01 was a Thursday. */
function weekdayIndex(day: Day): number {
  return (day + 3) % 7;
}

function shrunk(sold: number, expected: number): number {
  return (sold + SHRINK_UNITS) / (expected + SHRINK_UNITS);
}

function normalised(values: number[]): number[] {
  const mean = sumOf(values) / values.length;
  return values.map((value) => value / mean);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
