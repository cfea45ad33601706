import { In, type EntityManager } from 'typeorm';
import type { Digest, DigestSetting } from '../../core/digest/digest.js';
import type { User } from '../../core/access.js';
import type { Run } from '../../core/run.js';
import type { Day, Instant, Money } from '../../core/units.js';
import type { Database } from '../database.js';
import { DigestSettingTable, DigestTable } from '../tables/digests.js';
import { RunTable } from '../tables/engine.js';
import { UserTable } from '../tables/shop.js';

/** Everybody who wants a digest and may still log in. */
export async function subscribers(manager: EntityManager): Promise<{ setting: DigestSetting; user: User }[]> {
  const settings = await manager.find(DigestSettingTable, { order: { userId: 'ASC' } });
  const wanting = settings.filter(({ channels }) => channels.length > 0);
  if (wanting.length === 0) return [];
  const users = new Map((await manager.findBy(UserTable, { isActive: true })).map((user) => [user.id, user]));
  return wanting.flatMap((setting) => {
    const user = users.get(setting.userId);
    return user === undefined ? [] : [{ setting, user }];
  });
}

/** How many suggestions are open, and the money that hangs on them; an index alone answers it. */
export async function sumWaiting(db: Database): Promise<{ count: number; atStake: Money }> {
  const [row] = await db.query<{ n: number; atStake: number | null }>(
    `SELECT COUNT(*) AS n, SUM(atStake) AS atStake FROM suggestion WHERE state IN ('pending', 'half-approved')`,
  );
  return { count: Number(row!.n), atStake: Number(row!.atStake ?? 0) };
}

/** The last good run that begins a day: by the schedule, or by a scheduler of the operator's. Not one that somebody tried. */
export async function runOfTheDay(manager: EntityManager): Promise<Run | null> {
  const cause = In(['schedule', 'catch-up', 'cli']);
  return manager.findOne(RunTable, { where: { state: 'done', cause }, order: { id: 'DESC' } });
}

export async function digestOf(
  manager: EntityManager,
  userId: number,
  day: Day,
  channel: Digest['channel'],
): Promise<Digest | null> {
  return manager.findOneBy(DigestTable, { userId, day, channel });
}

/** Whether a person was told of a run on a channel, or it was found that there was nothing to tell. */
export const isToldOf = (manager: EntityManager, userId: number, runId: number, channel: Digest['channel']) =>
  manager.existsBy(DigestTable, { userId, runId, channel });

export const lastDigests = (manager: EntityManager, userId: number, limit: number): Promise<Digest[]> =>
  manager.find(DigestTable, { where: { userId }, order: { id: 'DESC' }, take: limit });

/** Forgets digests and statuses of messages from before a moment. */
export async function forgetOldDigests(db: Database, before: Instant): Promise<void> {
  await db.query('DELETE FROM digest WHERE claimedAt < ?', [before]);
  await db.query('DELETE FROM message_status WHERE at < ?', [before]);
}
