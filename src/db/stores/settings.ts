import { LessThan, type EntityManager } from 'typeorm';
import type { Shop } from '../../core/access.js';
import { DEFAULT_LAW } from '../../core/approval/price-law.js';
import type { Channel, Fee } from '../../core/intake/records.js';
import { POLICY_ADDED } from '../../core/pricing/policy.js';
import { Refusal } from '../../core/refusal.js';
import type { RuleSetVersion } from '../../core/rules/rule.js';
import { PolicyVersionTable, RuleSetTable, type PolicyVersion } from '../tables/engine.js';
import type { OrderWords } from '../../core/intake/formats/order-status.js';
import { ChannelTable, FeeTable, SettingTable } from '../tables/shop.js';

/** The setting that holds them. */
export const ORDER_WORDS = 'orderWords';

const NOT_SET_UP = 'The database is not set up yet: start the program once with `larisin serve` or `larisin migrate`.';

/** @throws Refusal `not-set-up` before the first start */
export async function readShop(manager: EntityManager): Promise<Shop> {
  const row = await manager.findOneBy(SettingTable, { name: 'shop' });
  if (row === null) throw new Refusal('unavailable', 'not-set-up', NOT_SET_UP);
  return { priceLaw: DEFAULT_LAW, ...(row.value as Omit<Shop, 'priceLaw'>) };
}

/** What the shop has said of words for the state of an order in exports. */
export async function readOrderWords(manager: EntityManager): Promise<OrderWords> {
  const row = await manager.findOneBy(SettingTable, { name: ORDER_WORDS });
  return (row?.value ?? {}) as OrderWords;
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

/** Every version without its settings, newest first; `before` a version pages on. */
export async function listPolicies(
  manager: EntityManager,
  limit: number,
  before?: number,
): Promise<Omit<PolicyVersion, 'body'>[]> {
  return manager.find(PolicyVersionTable, {
    select: { version: true, note: true, createdBy: true, createdAt: true },
    where: before === undefined ? {} : { version: LessThan(before) },
    order: { version: 'DESC' },
    take: limit,
  });
}
