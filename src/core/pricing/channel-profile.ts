import type { BasisPoints, Day, Instant, Money } from '../units.js';

/** When a channel takes a price, and for how long. */
export interface ProfileWindow {
  /** How long before its start a price must be at the channel; 0: at once will do. */
  leadMinutes: number;
  /** Shortest and longest time that a price may run, both inclusive; null: any. */
  windowMinMinutes: number | null;
  windowMaxMinutes: number | null;
}

/**
 * What a channel takes and what it refuses, so that what is approved can be applied. Data that an owner keeps, never a
 * constant: channels change it, and much of it no public page states.
 */
export interface ChannelProfile extends ProfileWindow {
  /** How long the sync job or a person takes to bring an approved price to the channel; counts before the lead time. */
  handlingMinutes: number;
  /** The channel counts whole days: a price begins and ends at midnight of the shop's zone (or begins at once). */
  hasWholeDays: boolean;
  /** Whether the end of a running price can be moved later. Larisin makes a new price instead; jobs want to know. */
  canLengthen: boolean;
  /** Whether a running price can be ended before its end. */
  canShorten: boolean;
  /** How long a price must have run before it can be ended. */
  stopAfterMinutes: number;
  /** Prices in one call or file at most; for jobs. Null: not known, or no limit. */
  batchSize: number | null;
  /** Prices are whole units of the currency, without decimals. */
  hasWholeMoney: boolean;
  /** A price must lie below the lowest one of so many days before it; null: it need not. */
  lowestPriceDays: number | null;
  /** Smallest and largest cut of the base price; null: any. */
  minDiscountBp: BasisPoints | null;
  maxDiscountBp: BasisPoints | null;
  /** The base price cannot change while a price runs. */
  locksBasePrice: boolean;
  /** Who ends a price: the channel by itself, or the job that put it there. */
  endsBy: 'channel' | 'job';
  /** Where vouchers keep other times; null: as for prices. */
  voucher: ProfileWindow | null;
}

/** The parts of a profile that a figure may stand for. */
export type ProfileKey = keyof ChannelProfile;

/** A profile from a day on, until the next one of its channel. */
export interface DatedProfile extends ChannelProfile {
  validFrom: Day;
  /** What nobody has confirmed yet. */
  notVerified: ProfileKey[];
  /** Where the figures are from, with their date. */
  source: string;
  note: string;
}

/** By channel code its profiles, the earliest first. */
export type Profiles = ReadonlyMap<string, readonly DatedProfile[]>;

/** Limits nothing: of channels without a profile, and of days before the first. */
export const genericProfile = (isMarketplace: boolean): ChannelProfile => ({
  ...{ leadMinutes: 0, handlingMinutes: 0, windowMinMinutes: null, windowMaxMinutes: null, hasWholeDays: false },
  ...{ canLengthen: true, canShorten: true, stopAfterMinutes: 0, batchSize: null },
  ...{ hasWholeMoney: false, lowestPriceDays: null, minDiscountBp: null, maxDiscountBp: null },
  ...{ locksBasePrice: false, endsBy: isMarketplace ? 'channel' : 'job', voucher: null },
});

/** The profile that is in force on a day; null: none is. */
export function datedProfileOn(profiles: readonly DatedProfile[], day: Day): DatedProfile | null {
  return profiles.findLast((profile) => profile.validFrom <= day) ?? null;
}

/** What holds for a channel on a day. */
export function profileOn(
  profiles: Profiles,
  { code, isMarketplace }: { code: string; isMarketplace: boolean },
  day: Day,
): ChannelProfile {
  return datedProfileOn(profiles.get(code) ?? [], day) ?? genericProfile(isMarketplace);
}

/** What a channel asks of the size of a public price. */
export interface ChannelCuts {
  channelName: string;
  minDiscountBp: BasisPoints | null;
  maxDiscountBp: BasisPoints | null;
  /** The price must lie below this, the lowest of so many days; null: it need not, or none is on record. */
  lowest: { price: Money; days: number } | null;
}

/** A price that runs now. */
export interface Running {
  startsAt: Instant;
  endsAt: Instant | null;
  listPrice: Money;
}
