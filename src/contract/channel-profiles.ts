import { z } from 'zod';
import type { ChannelProfile, DatedProfile, ProfileKey } from '../core/pricing/channel-profile.js';
import { formatDay, parseDay, type Instant } from '../core/units.js';
import { fault, type Fault, FORMS } from './fault.js';
import { DayInput, DayText, formatInstant, InstantText, pageOf } from './http.js';
import { checked } from './policy.js';
import { PROFILE_WORDS } from './profile-words.js';
import { said, schemaLine } from './rule-words.js';

const DAY_MINUTES = 1440;
const YEAR_MINUTES = 366 * DAY_MINUTES;
/** Most profiles of one channel. */
export const PROFILES_MAX = 50;

const minutes = (max: number): z.ZodInt => z.int().min(0).max(max);
const length = z.int().min(1).max(YEAR_MINUTES).nullable();
const cut = z.int().min(0).max(9_900).nullable();

const windowFields = {
  leadMinutes: minutes(60 * DAY_MINUTES).meta(said(PROFILE_WORDS.leadMinutes)),
  windowMinMinutes: length.meta(said(PROFILE_WORDS.windowMinMinutes)),
  windowMaxMinutes: length.meta(said(PROFILE_WORDS.windowMaxMinutes)),
};
const limitFields = {
  ...windowFields,
  handlingMinutes: minutes(7 * DAY_MINUTES).meta(said(PROFILE_WORDS.handlingMinutes)),
  hasWholeDays: z.boolean().meta(said(PROFILE_WORDS.hasWholeDays)),
  canLengthen: z.boolean().meta(said(PROFILE_WORDS.canLengthen)),
  canShorten: z.boolean().meta(said(PROFILE_WORDS.canShorten)),
  stopAfterMinutes: minutes(7 * DAY_MINUTES).meta(said(PROFILE_WORDS.stopAfterMinutes)),
  batchSize: z.int().min(1).max(100_000).nullable().meta(said(PROFILE_WORDS.batchSize)),
  hasWholeMoney: z.boolean().meta(said(PROFILE_WORDS.hasWholeMoney)),
  lowestPriceDays: z.int().min(1).max(365).nullable().meta(said(PROFILE_WORDS.lowestPriceDays)),
  minDiscountBp: cut.meta(said(PROFILE_WORDS.minDiscountBp)),
  maxDiscountBp: cut.meta(said(PROFILE_WORDS.maxDiscountBp)),
  locksBasePrice: z.boolean().meta(said(PROFILE_WORDS.locksBasePrice)),
  endsBy: z.enum(['channel', 'job']).meta(said(PROFILE_WORDS.endsBy)),
  voucher: z.strictObject(windowFields).nullable().meta(said(PROFILE_WORDS.voucher)),
};
const keys = Object.keys(limitFields) as [ProfileKey, ...ProfileKey[]];
const origin = {
  notVerified: z.array(z.enum(keys)).max(keys.length).meta(said(PROFILE_WORDS.notVerified)),
  source: z.string().trim().min(1).max(1000).meta(said(PROFILE_WORDS.source)),
  note: z.string().trim().max(1000).meta(said(PROFILE_WORDS.note)),
};

/** What no channel can mean: limits that leave nothing between them. */
function refuseEmptyRanges(profile: Omit<DatedProfile, 'validFrom'>, context: z.RefinementCtx): void {
  const refuse = (path: string[], said: Fault) => context.addIssue({ code: 'custom', path, ...said });
  for (const [path, window] of [
    [[], profile],
    [['voucher'], profile.voucher],
  ] as const) {
    const { windowMinMinutes: min = null, windowMaxMinutes: max = null } = window ?? {};
    const at = [...path, 'windowMaxMinutes'];
    if (min !== null && max !== null && max < min) refuse(at, fault('below-least', 'is less than windowMinMinutes'));
    if (profile.hasWholeDays && max !== null && max < DAY_MINUTES)
      refuse(at, fault('below-a-day', 'is less than a day, and days are whole'));
  }
  const { minDiscountBp: least, maxDiscountBp: most } = profile;
  if (least !== null && most !== null && most < least)
    refuse(['maxDiscountBp'], fault('below-least', 'is less than minDiscountBp'));
}

const example = {
  validFrom: '2026-08-01',
  leadMinutes: 60,
  windowMinMinutes: 60,
  windowMaxMinutes: 259_199,
  handlingMinutes: 15,
  hasWholeDays: false,
  canLengthen: false,
  canShorten: true,
  stopAfterMinutes: 60,
  batchSize: 50,
  hasWholeMoney: true,
  lowestPriceDays: null,
  minDiscountBp: null,
  maxDiscountBp: null,
  locksBasePrice: true,
  endsBy: 'channel' as const,
  voucher: { leadMinutes: 0, windowMinMinutes: 60, windowMaxMinutes: 128_160 },
  notVerified: ['handlingMinutes' as const],
  source: 'Shopee Open API v2, August 2026',
  note: '',
};

export const ProfileView = z
  .object({ validFrom: DayText, ...limitFields, ...origin })
  .meta({ id: 'ChannelProfile', example });
export type ProfileView = z.infer<typeof ProfileView>;

const versionFields = {
  version: z.int().describe('0: nobody ever gave it a profile.'),
  items: z.array(ProfileView).describe('By first day; each until the next. Empty: nothing is limited.'),
  note: z.string(),
  createdBy: z.string().nullable(),
  createdAt: InstantText.nullable(),
};
export const ChannelProfiles = z
  .object({
    channel: z.string(),
    inForce: z
      .object({ ...ProfileView.shape, validFrom: DayText.nullable() })
      .describe('Today’s. Without a profile it limits nothing, and validFrom is null.'),
    ...versionFields,
  })
  .meta({
    id: 'ChannelProfiles',
    example: {
      ...{ channel: 'shopee', inForce: example, version: 2, items: [example] },
      ...{ note: 'Our job needs a quarter of an hour.', createdBy: 'user:siti' },
      createdAt: '2026-03-31T09:15:00.000+07:00',
    },
  });
export type ChannelProfiles = z.infer<typeof ChannelProfiles>;
export const ProfileVersionPage = pageOf(z.object(versionFields)).meta({ id: 'ChannelProfileVersionPage' });
export type ProfileVersionView = z.infer<typeof ProfileVersionPage>['items'][number];

export const ProfileChange = z
  .strictObject({
    expectedVersion: z.int().min(0).describe('The version that you changed; refused when there is a newer one.'),
    items: z
      .array(z.strictObject({ validFrom: DayInput, ...limitFields, ...origin }).superRefine(refuseEmptyRanges))
      .max(PROFILES_MAX)
      .refine((items) => new Set(items.map(({ validFrom }) => validFrom)).size === items.length, {
        ...fault('same-start', 'two profiles begin on the same day'),
      })
      .describe('All of them, past ones too. Empty: nothing is limited.'),
    note: z.string().trim().min(1).max(1000).describe('Why'),
  })
  .meta({ id: 'ChannelProfileChange', example: { expectedVersion: 1, items: [example], note: 'Asked Shopee' } });
export type ProfileChange = z.infer<typeof ProfileChange>;

export const ShippedProfileList = z
  .object({ items: z.array(z.object({ channelCode: z.string(), ...ProfileView.shape })) })
  .meta({ id: 'ShippedChannelProfileList', example: { items: [{ channelCode: 'shopee', ...example }] } });
export type ShippedProfileList = z.infer<typeof ShippedProfileList>;

const code = z.string().max(64).regex(FORMS.code, 'lower-case letters, digits and single hyphens');
const dayText = z
  .string()
  .refine((text) => parseDay(text) !== null, fault('not-a-day', 'a day that exists, as YYYY-MM-DD'))
  .meta({ pattern: String.raw`^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$` });

/** Profiles as a file: `channelCode` + `validFrom` is a row's key. */
const ProfilesFile = z.strictObject({
  $schema: schemaLine('profiles.schema.json'),
  collectedOn: dayText.meta(said(PROFILE_WORDS.collectedOn)),
  note: z.string().max(2000).optional().meta(said(PROFILE_WORDS.note)),
  profiles: z
    .array(
      z
        .strictObject({
          channelCode: code.meta(said(PROFILE_WORDS.channelCode)),
          validFrom: dayText.meta(said(PROFILE_WORDS.validFrom)),
          ...limitFields,
          ...origin,
        })
        .superRefine(refuseEmptyRanges),
    )
    .max(1000)
    .refine(
      (rows) => new Set(rows.map((row) => `${row.channelCode} ${row.validFrom}`)).size === rows.length,
      fault('same-start', 'two rows have the same channel and validFrom'),
    )
    .meta(said(PROFILE_WORDS.profiles)),
});

/** The JSON Schema (2020-12) of rules/profiles.json. */
export function profilesJsonSchema(): object {
  return z.toJSONSchema(ProfilesFile.meta({ title: 'Larisin channel profiles' }), { io: 'input' });
}

/**
 * Reads a file of profiles (rules/profiles.json): by channel code, the earliest first. Throws Refusal `invalid-profiles`
 * with every finding and its path.
 */
export function readProfilesFile(json: unknown): Map<string, DatedProfile[]> {
  const { profiles } = checked(ProfilesFile, json, 'invalid-profiles', 'The table of channel profiles');
  const byChannel = new Map<string, DatedProfile[]>();
  for (const { channelCode, validFrom, ...profile } of profiles) {
    const rows = byChannel.get(channelCode) ?? [];
    byChannel.set(channelCode, sortedProfiles([...rows, { ...profile, validFrom: parseDay(validFrom) ?? 0 }]));
  }
  return byChannel;
}

/** In the order of their first days, as they are kept. */
export function sortedProfiles(profiles: readonly DatedProfile[]): DatedProfile[] {
  return profiles.toSorted((a, b) => a.validFrom - b.validFrom);
}

/** A profile as the API tells it. */
export const profileView = ({ validFrom, ...rest }: DatedProfile): ProfileView => ({
  validFrom: formatDay(validFrom),
  ...rest,
});

/** Of a channel without a profile. */
const genericView = (profile: ChannelProfile): ChannelProfiles['inForce'] => ({
  ...profile,
  ...{ validFrom: null, notVerified: [], source: '', note: '' },
});

interface KeptVersion {
  version: number;
  profiles: readonly DatedProfile[];
  note: string;
  createdBy: string;
  createdAt: Instant;
}

export const profileVersionView = (
  { version, profiles, note, createdBy, createdAt }: KeptVersion,
  timeZone: string,
): ProfileVersionView => ({
  ...{ version, note, createdBy },
  items: profiles.map(profileView),
  createdAt: formatInstant(createdAt, timeZone),
});

/** What a channel takes, today's profile first, as the API and the command line tell it. */
export function channelProfilesView(
  channel: string,
  given: { newest: KeptVersion | null; inForce: DatedProfile | null; generic: ChannelProfile },
  timeZone: string,
): ChannelProfiles {
  const none = { version: 0, items: [], note: '', createdBy: null, createdAt: null };
  return {
    channel,
    inForce: given.inForce === null ? genericView(given.generic) : profileView(given.inForce),
    ...(given.newest === null ? none : profileVersionView(given.newest, timeZone)),
  };
}
