import { isDeepStrictEqual } from 'node:util';
import type { Command } from 'commander';
import type { ChannelProfiles, ProfileVersionView } from '../../contract/channel-profiles.js';
import { reason, wholeNumber } from '../arguments.js';
import { note, out, printFields, printJson, printRows, type CellValue, type Column, type Format } from '../output.js';
import type { OpenShop } from '../shop.js';

const LIMIT = 50;

interface Limit {
  key: string;
  value: CellValue;
  isVerified: boolean;
}

const LIMITS: Column<Limit>[] = [
  { key: 'key', title: 'limit', value: ({ key }) => key },
  { key: 'value', title: 'value', value: ({ value }) => value },
  { key: 'verified', title: 'verified', value: ({ isVerified }) => isVerified },
];

const VERSIONS: Column<ProfileVersionView>[] = [
  { key: 'version', title: 'version', value: ({ version }) => version },
  { key: 'createdAt', title: 'at', value: ({ createdAt }) => createdAt },
  { key: 'createdBy', title: 'by', value: ({ createdBy }) => createdBy },
  { key: 'validFrom', title: 'profiles from', value: ({ items }) => items.map(({ validFrom }) => validFrom).join(' ') },
  { key: 'note', title: 'note', value: (row) => row.note },
];

export function addProfile(program: Command): void {
  const profile = program
    .command('profile')
    .description('what a channel takes and refuses of prices: times, cuts, batches');
  profile
    .command('show')
    .description('show the profile of a channel that is in force today')
    .argument('<channel>', 'its code')
    .action(async (code: string, _options: unknown, command: Command) => {
      const { format } = command.optsWithGlobals<{ format: Format }>();
      await atWork(async ({ db, now, shop }) => {
        const { showProfile } = await import('../../flow/channel-profiles.js');
        const { channelProfilesView } = await import('../../contract/channel-profiles.js');
        tell(format, channelProfilesView(code, await showProfile(db, code, now), shop.timeZone));
      });
    });
  profile
    .command('versions')
    .description('list the versions of the profiles of a channel, newest first')
    .argument('<channel>', 'its code')
    .option('--limit <n>', `at most so many (${LIMIT})`, wholeNumber(1, 10_000), LIMIT)
    .action(async (code: string, _options: unknown, command: Command) => {
      const { format, limit } = command.optsWithGlobals<{ format: Format; limit: number }>();
      await atWork(async ({ db, shop }) => {
        const { findChannel } = await import('../../flow/shop.js');
        const { listProfiles } = await import('../../db/stores/profiles.js');
        const { profileVersionView } = await import('../../contract/channel-profiles.js');
        await findChannel(db, code);
        const rows = (await listProfiles(db.manager, code, limit)).map((row) => profileVersionView(row, shop.timeZone));
        printRows(format, rows, VERSIONS, (row) => row);
      });
    });
  profile
    .command('export')
    .description('print all profiles of a channel as a JSON file that `profile import` reads')
    .argument('<channel>', 'its code')
    .argument('[version]', 'as `profile versions` lists it; left out: the newest', wholeNumber(1, 2_147_483_646))
    .action((code: string, wanted?: number) =>
      atWork(async ({ db, now, shop }) => {
        const { showProfile } = await import('../../flow/channel-profiles.js');
        const { profileFileOf, versionOf } = await import('../profile-file.js');
        const { ZoneClock } = await import('../../core/intake/zone.js');
        const { newest } = await showProfile(db, code, now);
        const chosen = wanted === undefined ? newest : await versionOf(db, code, wanted);
        const on = new ZoneClock(shop.timeZone).dayOf(chosen?.createdAt ?? now);
        printJson(profileFileOf(code, chosen?.profiles ?? [], chosen?.note ?? '', on));
        const version = newest?.version ?? 0;
        note(
          `Version ${version} is the newest. Import with --expect-version ${version}, so that no other change is lost.`,
        );
      }),
    );
  profile
    .command('import')
    .description('replace all profiles of a channel by those in a file; decisions keep to them at once')
    .argument('<channel>', 'its code')
    .argument('<file>', 'in the form of rules/profiles.json; rows of other channels are left out')
    .requiredOption('--note <text>', 'why; kept with the version', reason)
    .option('--expect-version <n>', 'refuse when another version is the newest by now', wholeNumber(0))
    .action(async (code: string, file: string, given: { note: string; expectVersion?: number }) => {
      const { readChannelProfiles } = await import('../profile-file.js');
      const profiles = readChannelProfiles(file, code);
      await atWork(async ({ db, by, now }) => {
        const { putProfile, showProfile } = await import('../../flow/channel-profiles.js');
        const { newest } = await showProfile(db, code, now);
        const current = newest?.version ?? 0;
        const expectedVersion = given.expectVersion ?? current;
        if (expectedVersion === current && isDeepStrictEqual(newest?.profiles ?? [], profiles)) {
          out(`${code} has these profiles already (version ${current}); nothing was changed.\n`);
          return;
        }
        await putProfile(db, code, { expectedVersion, profiles, note: given.note }, by, now);
        out(`Version ${expectedVersion + 1} of the profiles of ${code} is in force.\n`);
      });
    });
}

async function atWork(work: (open: OpenShop) => Promise<void>): Promise<void> {
  const { withShop } = await import('../shop.js');
  await withShop(work);
}

function tell(format: Format, view: ChannelProfiles): void {
  if (format === 'json') {
    printJson(view);
    return;
  }
  const { validFrom, notVerified, source, note: words, ...limits } = view.inForce;
  if (format === 'table') {
    const later = view.items.map((item) => item.validFrom).filter((day) => validFrom === null || day > validFrom);
    printFields([
      ['channel', view.channel],
      ['version', view.version],
      ['holds from', validFrom ?? 'no profile holds today, so nothing is limited'],
      ...(later.length > 0 ? [['next from', later.join(' ')] as const] : []),
      ['source', source],
      ['note', words],
    ]);
    out('\n');
  }
  const rows = Object.entries(limits).flatMap(([key, value]): Limit[] => {
    const isVerified = !(notVerified as string[]).includes(key);
    if (value === null || typeof value !== 'object') return [{ key, value, isVerified }];
    return Object.entries(value).map(([part, of]) => ({ key: `${key}.${part}`, value: of, isVerified }));
  });
  printRows(format, rows, LIMITS);
}
