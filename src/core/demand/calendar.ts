import { dayFromParts, dayParts, parseDay, type Day } from '../units.js';

/** What the calendar needs of the policy. */
export interface CalendarPolicy {
  paydays: { fromDayOfMonth: number; toDayOfMonth: number };
  /** `MM-DD` every year, or `YYYY-MM-DD` once. */
  campaigns: readonly { name: string; on: string }[];
}

/** Days with a name that are no campaign: Ramadan, Lebaran. Both days inclusive. */
export interface Holiday {
  name: string;
  startsOn: Day;
  endsOn: Day;
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
  /** Name of the holiday that this day belongs to, of several the one that began last; null = none. */
  holiday: string | null;
  /** Until the next one begins, 0 within one; null when none is known to come. */
  daysToHoliday: number | null;
}

/** Pay days may wrap the end of the month: from the 25th to the 1st. Twin dates (`MM-DD`) come back every year. */
export function calendarOf(day: Day, policy: CalendarPolicy, holidays: readonly Holiday[] = []): CalendarDay {
  const { year, dayOfMonth, weekday } = dayParts(day);
  const isPayday = isPaydayOf(dayOfMonth, policy);
  let campaign: string | null = null;
  let daysToCampaign: number | null = null;
  for (const { name, on } of policy.campaigns) {
    for (const date of datesOf(on, year)) {
      if (date === day) campaign ??= name;
      if (date >= day && (daysToCampaign === null || date - day < daysToCampaign)) daysToCampaign = date - day;
    }
  }
  return { weekday, dayOfMonth, isPayday, campaign, daysToCampaign, ...holidayOf(day, holidays) };
}

function holidayOf(day: Day, holidays: readonly Holiday[]): Pick<CalendarDay, 'holiday' | 'daysToHoliday'> {
  let now: Holiday | null = null;
  let daysToHoliday: number | null = null;
  for (const holiday of holidays) {
    if (holiday.endsOn < day) continue;
    const days = Math.max(0, holiday.startsOn - day);
    if (days === 0 && (now === null || holiday.startsOn > now.startsOn)) now = holiday;
    if (daysToHoliday === null || days < daysToHoliday) daysToHoliday = days;
  }
  return { holiday: now?.name ?? null, daysToHoliday };
}

function isPaydayOf(
  dayOfMonth: number,
  { paydays: { fromDayOfMonth: from, toDayOfMonth: to } }: CalendarPolicy,
): boolean {
  return from <= to ? dayOfMonth >= from && dayOfMonth <= to : dayOfMonth >= from || dayOfMonth <= to;
}

/** Which days of a window are pay days, and which are campaign days; one byte each, the last of them `asOf`. */
export function specialDays(
  asOf: Day,
  days: number,
  policy: CalendarPolicy,
): { isPayday: Uint8Array; isCampaign: Uint8Array } {
  const first = asOf - days + 1;
  const isPayday = Uint8Array.from({ length: days }, (_, i) =>
    Number(isPaydayOf(dayParts(first + i).dayOfMonth, policy)),
  );
  const isCampaign = new Uint8Array(days);
  for (let { year } = dayParts(first); year <= dayParts(asOf).year; year++) {
    for (const date of policy.campaigns.flatMap(({ on }) => datesOf(on, year))) {
      if (date >= first && date <= asOf) isCampaign[date - first] = 1;
    }
  }
  return { isPayday, isCampaign };
}

/** A dated campaign is on one day; a yearly one is looked for in this year and the next (29 February: where it exists). */
function datesOf(on: string, year: number): Day[] {
  if (on.length === 10) return [parseDay(on)].filter((day) => day !== null);
  const [month, dayOfMonth] = on.split('-').map(Number);
  return [year, year + 1].map((y) => dayFromParts(y, month ?? 0, dayOfMonth ?? 0)).filter((day) => day !== null);
}
