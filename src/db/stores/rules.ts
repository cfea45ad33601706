import { IsNull, LessThan, Not, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { Refusal } from '../../core/refusal.js';
import type { RuleSet, RuleSetState, RuleSetVersion } from '../../core/rules/rule.js';
import type { Instant } from '../../core/units.js';
import type { Database } from '../database.js';
import { RuleSetTable } from '../tables/engine.js';

/** What a version is without its rules. */
export type RuleSetHead = Omit<RuleSetVersion, 'body'>;

const HEAD = {
  ...{ version: true, state: true, note: true, basedOn: true, restoredFrom: true, replaced: true, revision: true },
  ...{ createdBy: true, createdAt: true, updatedBy: true, updatedAt: true, publishedBy: true, publishedAt: true },
} as const;

/** Versions without their rules, newest first; `before` a version pages on. */
export async function listRuleVersions(
  manager: EntityManager,
  filter: { state?: RuleSetState | undefined },
  limit: number,
  before?: number,
): Promise<RuleSetHead[]> {
  const where: FindOptionsWhere<RuleSetVersion> = {};
  if (filter.state !== undefined) where.state = filter.state;
  if (before !== undefined) where.version = LessThan(before);
  return manager.find(RuleSetTable, { select: HEAD, where, order: { version: 'DESC' }, take: limit });
}

/** @throws Refusal `unknown-version` */
export async function readRuleVersion(manager: EntityManager, version: number): Promise<RuleSetVersion> {
  const row = await manager.findOneBy(RuleSetTable, { version });
  if (row === null) throw new Refusal('notFound', 'unknown-version', `The rules have no version ${version}.`);
  return row;
}

/** The newest version below this one that was ever in force; null when there is none. */
export async function publishedBelow(manager: EntityManager, version: number): Promise<number | null> {
  const [row] = await manager.find(RuleSetTable, {
    select: { version: true },
    where: { version: LessThan(version), publishedAt: Not(IsNull()) },
    order: { version: 'DESC' },
    take: 1,
  });
  return row?.version ?? null;
}

/**
 * Lets one writer of rule sets in at a time, until the end of the transaction: by the lock of the first version's row,
 * which is always there. SQLite's transactions hold the whole database anyway.
 */
export async function lockRuleSets(db: Database, manager: EntityManager): Promise<void> {
  await manager.query(`SELECT version FROM rule_set ORDER BY version LIMIT 1${db.forUpdate}`);
}

/** Adds a version under the next number; call it under `lockRuleSets`. */
export async function addRuleVersion(
  manager: EntityManager,
  given: Omit<RuleSetVersion, 'version' | 'revision' | 'updatedBy' | 'updatedAt'>,
): Promise<RuleSetVersion> {
  const last = (await manager.maximum(RuleSetTable, 'version', {})) ?? 0;
  const row: RuleSetVersion = { ...given, version: last + 1, revision: 1, updatedBy: null, updatedAt: null };
  await manager
    .createQueryBuilder()
    .insert()
    .into(RuleSetTable)
    .values(row as never) // TypeORM's type of an insert cannot express conditions that contain conditions
    .execute();
  return row;
}

/**
 * Puts other content into a draft. The only statement that ever writes the rules of a version that is there: it meets
 * nothing but a draft of this revision.
 *
 * @returns false when the version is no draft (any more), or has another revision by now; nothing was written then
 */
export async function writeDraft(
  manager: EntityManager,
  version: number,
  revision: number,
  content: { body: RuleSet; note: string; basedOn: number | null },
  by: string,
  now: Instant,
): Promise<boolean> {
  const change = { ...content, revision: revision + 1, updatedBy: by, updatedAt: now };
  return updateWhere(manager, { version, state: 'draft', revision }, change);
}

/** Puts a draft in force. False as with `writeDraft`. */
export async function markPublished(
  manager: EntityManager,
  { version, revision }: Pick<RuleSetVersion, 'version' | 'revision'>,
  given: { note: string; replaced: number; publishedBy: string; publishedAt: Instant },
): Promise<boolean> {
  return updateWhere(manager, { version, state: 'draft', revision }, { ...given, state: 'published' });
}

/** Takes a version out of force, or a draft out of sight. False when it was in another state or revision. */
export async function markArchived(
  manager: EntityManager,
  { version, revision, state }: Pick<RuleSetVersion, 'version' | 'revision' | 'state'>,
): Promise<boolean> {
  return updateWhere(manager, { version, state, revision }, { state: 'archived' });
}

async function updateWhere(
  manager: EntityManager,
  where: FindOptionsWhere<RuleSetVersion>,
  change: Partial<RuleSetVersion>,
): Promise<boolean> {
  const { affected } = await manager.update(RuleSetTable, where, change as never);
  return affected === 1;
}
