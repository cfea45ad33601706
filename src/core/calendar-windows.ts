import type { Holiday } from './demand/calendar.js';
import type { Policy } from './pricing/policy.js';
import { formatDay, type Day, type Instant } from './units.js';

/**
 * `campaign`: days that sell unlike others; `holiday`: days that rules may look ahead to; `lock`: prices stay; `boost`: the
 * limits are those that the policy gives to boosts.
 */
export const WINDOW_KINDS = ['campaign', 'holiday', 'lock', 'boost'] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];

/** Days with a name: what happens once, on dates that somebody has to look up. What comes back by a rule is policy. */
export interface CalendarWindow {
  id: number;
  kind: WindowKind;
  name: string;
  /** First and last day, both inclusive. */
  startsOn: Day;
  endsOn: Day;
  /** Where a lock or boost holds; null: everywhere. Campaigns and holidays are the whole shop's. */
  channels: string[] | null;
  categories: string[] | null;
  /** True: nobody has confirmed the days yet. */
  isApproximate: boolean;
  /** Where the days are from; empty: not said. */
  source: string;
  note: string;
  /** Raised by every change: a change of an older one is refused. */
  revision: number;
  updatedBy: string;
  updatedAt: Instant;
}

/** Days on which a place may go to the limits that the policy gives to boosts. Both days inclusive; null: everywhere. */
export type Boost = Pick<CalendarWindow, 'name' | 'startsOn' | 'endsOn' | 'channels' | 'categories'>;

/** A policy with the calendar laid over it, and the holidays and boosts, which no policy has. */
export interface PolicyUnderCalendar {
  policy: Policy;
  holidays: Holiday[];
  boosts: Boost[];
}

/**
 * Lays the calendar's windows over a policy: each day of a campaign is one more campaign day of the policy, each lock one more of
 * its locks. Behind this nothing knows where a campaign or a lock was written down.
 */
export function underCalendar(policy: Policy, windows: readonly CalendarWindow[]): PolicyUnderCalendar {
  const of = (kind: WindowKind): CalendarWindow[] => windows.filter((window) => window.kind === kind);
  return {
    policy: {
      ...policy,
      campaigns: [...policy.campaigns, ...of('campaign').flatMap(campaignDays)],
      campaignLocks: [...policy.campaignLocks, ...of('lock').map(lockOf)],
    },
    holidays: of('holiday').map(({ name, startsOn, endsOn }) => ({ name, startsOn, endsOn })),
    boosts: of('boost'),
  };
}

/** The boost that a place is in on a day, of several the one that ends last; null: the ordinary limits hold. */
export function boostOn(
  boosts: readonly Boost[],
  day: Day,
  channelCode: string,
  category: string | null,
): Boost | null {
  let last: Boost | null = null;
  for (const boost of boosts) {
    if (day < boost.startsOn || day > boost.endsOn) continue;
    if (boost.channels?.includes(channelCode) === false) continue;
    if (boost.categories !== null && (category === null || !boost.categories.includes(category))) continue;
    if (last === null || boost.endsOn > last.endsOn) last = boost;
  }
  return last;
}

function campaignDays({ name, startsOn, endsOn }: CalendarWindow): Policy['campaigns'] {
  return Array.from({ length: endsOn - startsOn + 1 }, (_, i) => ({ name, on: formatDay(startsOn + i) }));
}

function lockOf({ name, startsOn, endsOn, channels, categories }: CalendarWindow): Policy['campaignLocks'][number] {
  return {
    ...{ name, from: formatDay(startsOn), to: formatDay(endsOn) },
    ...(channels === null ? {} : { channels }),
    ...(categories === null ? {} : { categories }),
  };
}
