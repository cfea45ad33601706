import type { Channel } from '../core/intake/records.js';
import { ZoneClock } from '../core/intake/zone.js';
import {
  datedProfileOn,
  genericProfile,
  type ChannelProfile,
  type DatedProfile,
} from '../core/pricing/channel-profile.js';
import { Refusal } from '../core/refusal.js';
import { formatDay, type Instant } from '../core/units.js';
import { isDuplicate, type Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import { newestProfile } from '../db/stores/profiles.js';
import { readShop } from '../db/stores/settings.js';
import { ChannelProfileTable, type ProfileVersion } from '../db/tables/shop.js';
import { findChannel } from './shop.js';

/** What a channel takes, and every profile that it had and will have. */
export interface ProfileOfChannel {
  channel: Channel;
  /** Null: nobody ever gave it a profile. */
  newest: ProfileVersion | null;
  /** Today's; null: none is in force, and `generic` is. */
  inForce: DatedProfile | null;
  generic: ChannelProfile;
}

/** @throws Refusal `unknown-channel` */
export async function showProfile(db: Database, code: string, now: Instant): Promise<ProfileOfChannel> {
  const channel = await findChannel(db, code);
  const { timeZone } = await readShop(db.manager);
  const newest = await newestProfile(db.manager, code);
  const today = new ZoneClock(timeZone).dayOf(now);
  return {
    channel,
    newest,
    inForce: datedProfileOn(newest?.profiles ?? [], today),
    generic: genericProfile(channel.isMarketplace),
  };
}

/**
 * Puts a new version of a channel's profiles in place of the newest. Decisions keep to it at once, runs from the next on.
 * @throws Refusal `unknown-channel`; `version-conflict` when somebody else was faster, with the version in force
 */
export async function putProfile(
  db: Database,
  code: string,
  given: { expectedVersion: number; profiles: DatedProfile[]; note: string },
  by: Caller,
  now: Instant,
): Promise<ProfileOfChannel> {
  await findChannel(db, code);
  const { expectedVersion, profiles, note } = given;
  const conflict = (version: number): Refusal =>
    new Refusal(
      'conflict',
      'version-conflict',
      `The profile of ${code} is at version ${version} by now, not ${expectedVersion}: read it again and repeat your change.`,
      { version },
    );
  const version = expectedVersion + 1;
  try {
    await db.transaction(async (manager) => {
      const current = (await newestProfile(manager, code))?.version ?? 0;
      if (current !== expectedVersion) throw conflict(current);
      const row = { channelCode: code, version, profiles, note, createdBy: by.actor, createdAt: now };
      await manager.insert(ChannelProfileTable, row);
      const from = profiles.map(({ validFrom }) => formatDay(validFrom));
      await recordAudit(manager, by, now, 'profile.change', `channel:${code}`, { version, from, note });
    });
  } catch (error) {
    if (isDuplicate(error)) throw conflict(version);
    throw error;
  }
  return showProfile(db, code, now);
}
