import type { Day } from '../units.js';
import { calendarFactors, factorsByDay } from './weekday.js';

/** Sales of a channel by day over a window, and what they would be if all days were alike; weighted alike. */
export interface ChannelDays {
  units: Float64Array;
  expected: Float64Array;
}

/** What the days of a window are worth on a channel, in ordinary days. */
export interface DayWorth {
  /** Weekday and pay day; 1 = ordinary. */
  calendar: Float64Array;
  /** Level of the day's week, 1 = the window's average. */
  season: Float64Array;
}

/** Units that the assumption "all weeks are alike" is worth: a season strays by about 0.2. */
const SEASON_UNITS = 25;
/** The latest weeks, newest first, make the level of now. */
const LEVEL_WEIGHTS = [0.4, 0.3, 0.2, 0.1];

export function createChannelDays(days: number): ChannelDays {
  return { units: new Float64Array(days), expected: new Float64Array(days) };
}

/**
 * What each day of the window was worth on the channel. The season of a week = (units + 25) / (units that it would have if all
 * weeks were alike + 25), all products together: it takes Christmas and the shop's own growth out of the single
 * product's past.
 */
export function dayWorth({ units, expected }: ChannelDays, asOf: Day, isPayday: (day: Day) => boolean): DayWorth {
  const days = units.length;
  const known = expected.findIndex((each) => each > 0);
  const season = new Float64Array(days).fill(1);
  if (known < 0) return { calendar: new Float64Array(days).fill(1), season };
  const factors = calendarFactors(units.subarray(known), asOf, isPayday, expected.subarray(known));
  const calendar = factors === null ? new Float64Array(days).fill(1) : factorsByDay(factors, asOf, days, isPayday);
  for (let end = days; end > 0; end -= 7) {
    const from = Math.max(0, end - 7);
    let sold = SEASON_UNITS;
    let plain = SEASON_UNITS;
    for (let i = from; i < end; i++) {
      sold += units[i]!;
      plain += expected[i]! * calendar[i]!;
    }
    season.fill(sold / plain, from, end);
  }
  return { calendar, season };
}

/** The season that is taken to go on after a day of the window: the average of the four weeks up to it, later ones more. */
export function levelAfter({ season }: DayWorth, index: number): number {
  let level = 0;
  LEVEL_WEIGHTS.forEach((weight, week) => (level += weight * (season[Math.max(0, index - 7 * week)] ?? 1)));
  return level;
}
