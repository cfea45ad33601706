import type { EntityManager } from 'typeorm';
import type { Shop } from '../../core/access.js';
import type { Channel, Fee } from '../../core/intake/records.js';
import { POLICY_ADDED } from '../../core/pricing/policy.js';
import { Refusal } from '../../core/refusal.js';
import type { RuleSetVersion } from '../../core/rules/rule.js';
import { PolicyVersionTable, RuleSetTable, type PolicyVersion } from '../tables/engine.js';
import { ChannelTable, FeeTable, SettingTable } from '../tables/shop.js';

const NOT_SET_UP = 'The database is not set up yet: start the program once with `larisin serve` or `larisin migrate`.';

/** @throws Refusal `not-set-up` before the first start */
export async function readShop(manager: EntityManager): Promise<Shop> {
  const row = await manager.findOneBy(SettingTable, { name: 'shop' });
  if (row === null) throw new Refusal('unavailable', 'not-set-up', NOT_SET_UP);
  return row.value as Shop;
}

export async function readChannels(manager: EntityManager): Promise<Channel[]> {
  return manager.find(ChannelTable, { order: { id: 'ASC' } });
}

export async function readFees(manager: EntityManager): Promise<Fee[]> {
  return manager.find(FeeTable, { order: { id: 'ASC' } });
}

/** The rule set in force: the newest published version. */
export async function publishedRules(manager: EntityManager): Promise<RuleSetVersion> {
  const [row] = await manager.find(RuleSetTable, {
    where: { state: 'published' },
    order: { version: 'DESC' },
    take: 1,
  });
  if (row === undefined) throw new Refusal('unavailable', 'not-set-up', NOT_SET_UP);
  return row;
}

/** The policy in force: the newest version. */
export async function currentPolicy(manager: EntityManager): Promise<PolicyVersion> {
  const [row] = await manager.find(PolicyVersionTable, { order: { version: 'DESC' }, take: 1 });
  if (row === undefined) throw new Refusal('unavailable', 'not-set-up', NOT_SET_UP);
  return { ...row, body: { ...POLICY_ADDED, ...row.body } };
}
