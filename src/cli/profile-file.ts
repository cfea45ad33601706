import { readFileSync } from 'node:fs';
import { PROFILES_MAX, profileView, readProfilesFile } from '../contract/channel-profiles.js';
import type { DatedProfile } from '../core/pricing/channel-profile.js';
import { Refusal } from '../core/refusal.js';
import { formatDay, type Day } from '../core/units.js';
import type { Database } from '../db/database.js';
import { listProfiles } from '../db/stores/profiles.js';
import type { ProfileVersion } from '../db/tables/shop.js';

/** Profiles of a channel in the form of rules/profiles.json, which `readChannelProfiles` reads. */
export function profileFileOf(code: string, profiles: readonly DatedProfile[], note: string, on: Day): object {
  const rows = profiles.map((profile) => ({ channelCode: code, ...profileView(profile) }));
  return { collectedOn: formatDay(on), note, profiles: rows };
}

/** @throws Refusal `unknown-version` */
export async function versionOf(db: Database, code: string, version: number): Promise<ProfileVersion> {
  const [found] = await listProfiles(db.manager, code, 1, version + 1);
  if (found?.version === version) return found;
  throw new Refusal('notFound', 'unknown-version', `The profiles of ${code} have no version ${version}.`, { version });
}

/**
 * The profiles of a channel out of a file in the form of rules/profiles.json, which may hold other channels too.
 * @throws Refusal `invalid-profiles` with the place of each mistake, or where the file has other channels only
 */
export function readChannelProfiles(path: string, code: string): DatedProfile[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw refusal(`${path} cannot be read as JSON: ${(error as Error).message}.`);
  }
  const byChannel = readProfilesFile(json);
  const profiles = byChannel.get(code) ?? [];
  if (profiles.length === 0 && byChannel.size > 0) {
    throw refusal(`${path} has no profile of ${code}; it has those of ${[...byChannel.keys()].join(', ')}.`);
  }
  if (profiles.length > PROFILES_MAX) throw refusal(`${path} has more than ${PROFILES_MAX} profiles of ${code}.`);
  return profiles;
}

const refusal = (message: string): Refusal =>
  new Refusal('invalid', 'invalid-profiles', `${message} Nothing was changed.`);
