import { underCalendar, type Boost } from '../../core/calendar-windows.js';
import { calendarOf, specialDays } from '../../core/demand/calendar.js';
import type { CampaignLock } from '../../core/pricing/policy.js';
import { formatDay, type Day } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { readWindows } from '../../db/stores/calendar.js';
import { currentPolicy } from '../../db/stores/settings.js';

/** A day as rules and guardrails see it. */
export interface DayOnCalendar {
  day: Day;
  isPayday: boolean;
  /** Left out of what a product is believed to sell on a common day. */
  isCampaign: boolean;
  campaign: string | null;
  holiday: string | null;
  locks: CampaignLock[];
  boosts: Boost[];
}

/** What the policy's recurring days and the calendar's windows together say of each day. */
export async function daysOnCalendar(db: Database, from: Day, to: Day): Promise<DayOnCalendar[]> {
  const { body } = await currentPolicy(db.manager);
  const { policy, holidays, boosts } = underCalendar(body, await readWindows(db.manager));
  const { isCampaign } = specialDays(to, to - from + 1, policy);
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const day = from + i;
    const text = formatDay(day);
    const { isPayday, campaign, holiday } = calendarOf(day, policy, holidays);
    const locks = policy.campaignLocks.filter((lock) => lock.from <= text && text <= lock.to);
    return {
      ...{ day, isPayday, isCampaign: isCampaign[i] === 1, campaign, holiday, locks },
      boosts: boosts.filter(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn),
    };
  });
}
