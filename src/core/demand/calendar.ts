import { dayFromParts, dayParts, parseDay, type Day } from '../units.js';

/** What the calendar needs of the policy. */
export interface CalendarPolicy {
  paydays: { fromDayOfMonth: number; toDayOfMonth: number };
  /** `MM-DD` every year, or `YYYY-MM-DD` once. */
  campaigns: readonly { name: string; on: string }[];
}

/** What the calendar says of a day; the facts `calendar.*`. */
export interface CalendarDay {
  /** 1 = Monday ... 7 = Sunday. */
  weekday: number;
  dayOfMonth: number;
  isPayday: boolean;
  /** Name of the campaign on this very day; null = none. */
  campaign: string | null;
  /** 0 on a campaign day; null when the policy names none to come. */
  daysToCampaign: number | null;
}

/** Pay days may wrap the end of the month: from the 25th to the 1st. Twin dates (`MM-DD`) come back every year. */
export function calendarOf(day: Day, policy: CalendarPolicy): CalendarDay {
  const { year, dayOfMonth, weekday } = dayParts(day);
  const { fromDayOfMonth: from, toDayOfMonth: to } = policy.paydays;
  const isPayday = from <= to ? dayOfMonth >= from && dayOfMonth <= to : dayOfMonth >= from || dayOfMonth <= to;
  let campaign: string | null = null;
  let daysToCampaign: number | null = null;
  for (const { name, on } of policy.campaigns) {
    for (const date of datesOf(on, year)) {
      if (date === day) campaign ??= name;
      if (date >= day && (daysToCampaign === null || date - day < daysToCampaign)) daysToCampaign = date - day;
    }
  }
  return { weekday, dayOfMonth, isPayday, campaign, daysToCampaign };
}

/** A dated campaign is on one day; a yearly one is looked for in this year and the next (29 February: where it exists). */
function datesOf(on: string, year: number): Day[] {
  if (on.length === 10) return [parseDay(on)].filter((day) => day !== null);
  const [month, dayOfMonth] = on.split('-').map(Number);
  return [year, year + 1].map((y) => dayFromParts(y, month ?? 0, dayOfMonth ?? 0)).filter((day) => day !== null);
}
