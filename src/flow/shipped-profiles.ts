import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProfilesFile } from '../contract/channel-profiles.js';
import type { Profiles } from '../core/pricing/channel-profile.js';
import { shippedRules } from '../outside/package-files.js';

let shipped: Profiles | null = null;

/** The channel profiles that the program came with, read once in a process. */
export const shippedProfiles = (): Profiles =>
  (shipped ??= readProfilesFile(JSON.parse(readFileSync(join(shippedRules(), 'profiles.json'), 'utf8'))));
