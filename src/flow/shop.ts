import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { readPolicy } from '../contract/policy.js';
import type { Shop } from '../core/access.js';
import type { Channel, Fee } from '../core/intake/records.js';
import { defaultEndings } from '../core/pricing/ending.js';
import { Refusal } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import { isDuplicate, type Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import { currentPolicy, readShop } from '../db/stores/settings.js';
import { PolicyVersionTable, type PolicyVersion } from '../db/tables/engine.js';
import { ChannelTable, FeeTable, ProductTable, SettingTable } from '../db/tables/shop.js';
import { feedMoved } from './feed-cache.js';

/** @throws Refusal `unknown-channel` that lists the known ones */
export async function findChannel(db: Database, code: string): Promise<Channel> {
  const channels = await db.manager.find(ChannelTable, { order: { id: 'ASC' } });
  const channel = channels.find((one) => one.code === code);
  if (channel !== undefined) return channel;
  const known = channels.map((one) => one.code);
  throw new Refusal('notFound', 'unknown-channel', `There is no channel ${code}; there are ${known.join(', ')}.`, {
    known,
  });
}

/** @throws Refusal `channel-exists` */
export async function addChannel(
  db: Database,
  given: Pick<Channel, 'code' | 'name' | 'isMarketplace'>,
  by: Caller,
  now: Instant,
): Promise<Channel> {
  try {
    return await db.transaction(async (manager) => {
      const channel = { ...given, isActive: true, isHeld: false, heldReason: null };
      const saved = await manager.save(ChannelTable, channel);
      await recordAudit(manager, by, now, 'channel.add', `channel:${given.code}`, { name: given.name });
      return saved;
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new Refusal('conflict', 'channel-exists', `There is a channel ${given.code} already.`);
  }
}

/** Changes a channel's name or kind, or holds and releases its feed; `action` names it in the audit log.
 *  @throws Refusal `unknown-channel` */
export async function changeChannel(
  db: Database,
  code: string,
  change: Partial<Omit<Channel, 'id' | 'code'>>,
  action: 'channel.change' | 'channel.hold' | 'channel.release',
  by: Caller,
  now: Instant,
): Promise<Channel> {
  const { id } = await findChannel(db, code);
  const changed = await db.transaction(async (manager) => {
    await manager.update(ChannelTable, { id }, change);
    await recordAudit(manager, by, now, action, `channel:${code}`, { ...change });
    return manager.findOneByOrFail(ChannelTable, { id });
  });
  feedMoved(db, id); // a hold is felt at once
  return changed;
}

/** Names a state of a channel's fees: the same rows in the same order have the same name. */
export function feeRevision(fees: readonly Fee[]): string {
  const rows = fees.map(({ id: _, ...row }) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 16);
}

/** The fees of one channel, past and future ones too. */
export const feesOfChannel = (manager: EntityManager, code: string): Promise<Fee[]> =>
  manager.find(FeeTable, { where: { channelCode: code }, order: { id: 'ASC' } });

/**
 * Puts a whole new fee table of one channel in place of the old one.
 * @param expectedRevision of the table that was changed; left out: whatever it is
 * @throws Refusal `unknown-channel`; `revision-conflict` when somebody else was faster
 */
export async function replaceFees(
  db: Database,
  code: string,
  fees: Omit<Fee, 'id' | 'channelCode'>[],
  expectedRevision: string | undefined,
  by: Caller,
  now: Instant,
): Promise<Fee[]> {
  const { id } = await findChannel(db, code);
  return db.transaction(async (manager) => {
    await manager.query(`SELECT id FROM channel WHERE id = ?${db.forUpdate}`, [id]);
    const old = await feesOfChannel(manager, code);
    if (expectedRevision !== undefined && feeRevision(old) !== expectedRevision) {
      throw new Refusal(
        'conflict',
        'revision-conflict',
        `The fees of ${code} were changed meanwhile: read them again and repeat your change.`,
        { revision: feeRevision(old) },
      );
    }
    await manager.delete(FeeTable, { channelCode: code });
    const rows = fees.map((fee) => ({ ...fee, channelCode: code }));
    if (rows.length > 0) await manager.insert(FeeTable, rows);
    await recordAudit(manager, by, now, 'fee.replace', `channel:${code}`, {
      ...{ before: old.length, after: rows.length },
    });
    return feesOfChannel(manager, code);
  });
}

/**
 * Adds a version of the policy; it is in force from the next run on.
 * @throws Refusal `invalid-policy`; `version-conflict` when somebody else was faster, with the version in force
 */
export async function putPolicy(
  db: Database,
  given: { expectedVersion: number; policy: unknown; note: string },
  by: Caller,
  now: Instant,
): Promise<PolicyVersion> {
  const body = readPolicy(given.policy);
  const conflict = (version: number): Refusal =>
    new Refusal(
      'conflict',
      'version-conflict',
      `The policy is at version ${version} by now, not ${given.expectedVersion}: read it again and repeat your change.`,
      { version },
    );
  const version = given.expectedVersion + 1;
  try {
    return await db.transaction(async (manager) => {
      const current = await currentPolicy(manager);
      if (current.version !== given.expectedVersion) throw conflict(current.version);
      const row = { version, body, note: given.note, createdBy: by.actor, createdAt: now };
      await manager.insert(PolicyVersionTable, row);
      await recordAudit(manager, by, now, 'policy.change', `policy:${version}`, { note: given.note });
      return row;
    });
  } catch (error) {
    if (isDuplicate(error)) throw conflict(version);
    throw error;
  }
}

/**
 * Changes the shop's settings. Currency, scale and time zone give every stored figure and day its meaning, so they are
 * fixed from the first product on. A new currency or scale empties the fee table, whose amounts were in the old one.
 * @throws Refusal `shop-in-use`
 */
export async function changeShop(db: Database, change: Partial<Shop>, by: Caller, now: Instant): Promise<Shop> {
  return db.transaction(async (manager) => {
    await manager.query(`SELECT name FROM setting WHERE name = 'shop'${db.forUpdate}`);
    const before = await readShop(manager);
    const after: Shop = { ...before, ...change };
    const isRebased =
      after.currency !== before.currency || after.scale !== before.scale || after.timeZone !== before.timeZone;
    if (isRebased && (await manager.exists(ProductTable))) {
      throw new Refusal(
        'conflict',
        'shop-in-use',
        'Currency, scale and time zone cannot change once there are products: start with an empty database instead.',
      );
    }
    if (after.currency !== before.currency || after.scale !== before.scale) {
      await manager.deleteAll(FeeTable); // their fixed parts are in the old money
      const { version, body } = await currentPolicy(manager);
      const policy = { ...body, priceEndings: defaultEndings(after.currency, after.scale) };
      const note = `Price endings for ${after.currency}; other amounts of the policy were kept as numbers.`;
      await manager.insert(PolicyVersionTable, {
        version: version + 1,
        body: policy,
        note,
        createdBy: by.actor,
        createdAt: now,
      });
    }
    await manager.save(SettingTable, { name: 'shop', value: after });
    await recordAudit(manager, by, now, 'shop.change', 'shop', { ...change });
    return after;
  });
}
