import { LessThan, type EntityManager } from 'typeorm';
import type { Profiles } from '../../core/pricing/channel-profile.js';
import { ChannelProfileTable, type ProfileVersion } from '../tables/shop.js';

/** The profiles of every channel that has some, in their newest version. */
export async function readProfiles(manager: EntityManager): Promise<Profiles> {
  const rows = await manager
    .createQueryBuilder(ChannelProfileTable, 'p')
    .where('p.version = (SELECT MAX(n.version) FROM channel_profile n WHERE n.channelCode = p.channelCode)')
    .getMany();
  return new Map(rows.map(({ channelCode, profiles }) => [channelCode, profiles]));
}

/** The newest version of a channel's profiles; null: nobody ever gave it any. */
export async function newestProfile(manager: EntityManager, channelCode: string): Promise<ProfileVersion | null> {
  const [row] = await manager.find(ChannelProfileTable, {
    where: { channelCode },
    order: { version: 'DESC' },
    take: 1,
  });
  return row ?? null;
}

/** Every version, newest first; `before` a version pages on. */
export async function listProfiles(
  manager: EntityManager,
  channelCode: string,
  limit: number,
  before?: number,
): Promise<ProfileVersion[]> {
  return manager.find(ChannelProfileTable, {
    where: { channelCode, ...(before === undefined ? {} : { version: LessThan(before) }) },
    order: { version: 'DESC' },
    take: limit,
  });
}
