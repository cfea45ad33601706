import type { Day } from '../units.js';
import { createChannelDays, dayWorth, levelAfter, type ChannelDays, type DayWorth } from './day-worth.js';
import type { DemandListing } from './listing-days.js';

/** What days are worth to a listing, campaign days 0: over the whole window, as of a day, and by the calendar alone. */
export interface ListingWorth {
  plain: Float64Array;
  /** Of `plain`, days that are left out apart. */
  meanSquare: number;
  calendar: Float64Array;
  /** Against the level that held at the close of day `end` - 1. */
  now(end: number): Float64Array;
}

export type WorthOf = (listing: Pick<DemandListing, 'channelId' | 'isCampaign'>) => ListingWorth;

/** Channels and campaigns are few: a few dozen answers serve every listing. */
export function worthsBy(
  channelDays: ReadonlyMap<number, ChannelDays>,
  asOf: Day,
  days: number,
  isPayday: (day: Day) => boolean,
): WorthOf {
  const ofChannel = new Map<number, Map<Uint8Array, ListingWorth>>();
  return ({ channelId, isCampaign }) => {
    let known = ofChannel.get(channelId);
    if (known === undefined) ofChannel.set(channelId, (known = new Map<Uint8Array, ListingWorth>()));
    let worth = known.get(isCampaign);
    if (worth === undefined) {
      const channel = dayWorth(channelDays.get(channelId) ?? createChannelDays(days), asOf, isPayday);
      known.set(isCampaign, (worth = listingWorth(channel, isCampaign)));
    }
    return worth;
  };
}

function listingWorth(channel: DayWorth, isCampaign: Uint8Array): ListingWorth {
  const calendar = channel.calendar.map((each, day) => (isCampaign[day] === 1 ? 0 : each));
  const plain = calendar.map((each, day) => each * channel.season[day]!);
  const counted = plain.filter((each) => each > 0);
  const levels = new Map<number, Float64Array>();
  return {
    ...{ plain, calendar },
    meanSquare: counted.reduce((sum, each) => sum + each * each, 0) / Math.max(1, counted.length),
    now(end) {
      let worth = levels.get(end);
      if (worth === undefined) {
        const level = levelAfter(channel, end - 1);
        levels.set(end, (worth = plain.map((each) => each / level)));
      }
      return worth;
    },
  };
}
