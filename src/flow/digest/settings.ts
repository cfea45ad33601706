import type { User } from '../../core/access.js';
import { DEFAULT_AT, type DigestChannel, type DigestSetting } from '../../core/digest/digest.js';
import { ZoneClock } from '../../core/intake/zone.js';
import { Refusal } from '../../core/refusal.js';
import type { Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { recordAudit, type Caller } from '../../db/stores/audit.js';
import { runOfTheDay } from '../../db/stores/digests.js';
import { readShop } from '../../db/stores/settings.js';
import { DigestSettingTable } from '../../db/tables/digests.js';
import { UserTable } from '../../db/tables/shop.js';
import { NotSent } from '../../outside/sending.js';
import { digestFacts } from './facts.js';
import { sendTo } from './send.js';
import type { Ways } from './ways.js';

/** A test goes to an address that somebody typed: one in half a minute is enough to see whether it arrives. */
const TEST_EVERY_MS = 30_000;

export type DigestWish = Omit<DigestSetting, 'userId' | 'testedAt' | 'updatedAt'>;

const NONE: DigestWish = { channels: [], mail: null, phone: null, at: DEFAULT_AT, quietWeekdays: [], quietDates: [] };

/** How a person wants the digest; who never said anything wants none. */
export async function digestSettingOf(db: Database, userId: number): Promise<DigestWish> {
  return (await db.manager.findOneBy(DigestSettingTable, { userId })) ?? NONE;
}

/** Replaces a person's own settings; quiet dates that are over are left out. */
export async function saveDigestSetting(
  db: Database,
  userId: number,
  wish: DigestWish,
  by: Caller,
  now: Instant,
): Promise<DigestWish> {
  const today = new ZoneClock((await readShop(db.manager)).timeZone).dayOf(now);
  const quietDates = [...new Set(wish.quietDates)].filter((day) => day >= today).sort((a, b) => a - b);
  const quietWeekdays = [...new Set(wish.quietWeekdays)].sort((a, b) => a - b);
  const saved = { ...wish, quietDates, quietWeekdays, channels: [...new Set(wish.channels)] };
  await db.transaction(async (manager) => {
    const known = await manager.findOneBy(DigestSettingTable, { userId });
    await manager.save(DigestSettingTable, { ...saved, userId, testedAt: known?.testedAt ?? null, updatedAt: now });
    const { channels, at } = saved;
    await recordAudit(manager, by, now, 'digest.change', by.actor, { channels, at }); // no address: it is theirs alone
  });
  return saved;
}

/**
 * Sends the digest of this moment to a person at once, as they have set it up, whatever the day.
 * @throws Refusal `digest-not-configured`, `digest-without-address`, `digest-test-again`
 */
export async function testDigest(
  db: Database,
  userId: number,
  channel: DigestChannel,
  ways: Ways,
  missing: string[],
  now: Instant,
): Promise<{ state: 'sent' | 'failed' | 'unknown'; error: string | null }> {
  if (ways[channel] === null) {
    const message = `This channel is not configured yet. The operator sets ${missing.join(', ')}.`;
    throw new Refusal('conflict', 'digest-not-configured', message, { missing });
  }
  const setting = await digestSettingOf(db, userId);
  if (setting[channel === 'mail' ? 'mail' : 'phone'] === null) {
    const message = `Save your ${channel === 'mail' ? 'mail address' : 'phone number'} first.`;
    throw new Refusal('conflict', 'digest-without-address', message, { channel });
  }
  const mayTest = await db.manager
    .createQueryBuilder()
    .update(DigestSettingTable)
    .set({ testedAt: now })
    .where('userId = :userId AND (testedAt IS NULL OR testedAt <= :before)', { userId, before: now - TEST_EVERY_MS })
    .execute();
  if (mayTest.affected !== 1) {
    throw new Refusal('tooMany', 'digest-test-again', 'A test was sent a moment ago: wait half a minute.');
  }
  const user: User = await db.manager.findOneByOrFail(UserTable, { id: userId });
  const day = new ZoneClock((await readShop(db.manager)).timeZone).dayOf(now);
  const facts = await digestFacts(db, await runOfTheDay(db.manager), day, ways.baseUrl);
  try {
    await sendTo(channel, setting, user, facts, ways, `test-${userId}-${now}`);
    return { state: 'sent', error: null };
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    return { state: error.isCertain ? 'failed' : 'unknown', error: error.message.slice(0, 500) };
  }
}
