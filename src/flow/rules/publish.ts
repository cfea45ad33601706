import type { EntityManager } from 'typeorm';
import { invalidRules } from '../../contract/draft-content.js';
import { checkSetJson } from '../../contract/rules-api.js';
import { Refusal } from '../../core/refusal.js';
import { isSameSet } from '../../core/rules/diff.js';
import type { RuleSet, RuleSetVersion } from '../../core/rules/rule.js';
import { assert, type Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { recordAudit, type Caller } from '../../db/stores/audit.js';
import { addRuleVersion, lockRuleSets, markArchived, markPublished, readRuleVersion } from '../../db/stores/rules.js';
import { publishedRules } from '../../db/stores/settings.js';
import { draftConflict, requireDraft, versionConflict } from './conflicts.js';

/** Asked before a set is put in force, outside the transaction; it may throw a Refusal. */
export type PublishGuard = (next: RuleSet, inForce: RuleSet) => Promise<void>;

/** Which version is to be replaced, and why. Another one in force by now: `version-conflict`. */
export interface Publication {
  expectedVersion: number;
  note: string;
}

/**
 * Publishes a whole set as a new version; it is in force from the next run on, and the one before is archived.
 * @throws Refusal `no-rules`, `invalid-rules` with every error; `nothing-changed`; `version-conflict` when somebody else was faster
 */
export async function publishRules(
  db: Database,
  given: Publication & { ruleSet: unknown },
  by: Caller,
  now: Instant,
  guard?: PublishGuard,
): Promise<RuleSetVersion> {
  const body = requireValid(given.ruleSet);
  const origin = { basedOn: given.expectedVersion, restoredFrom: null };
  return publishNew(db, body, given, origin, 'rules.publish', by, now, guard);
}

/**
 * Puts a version back that was in force before: its content becomes a new version, and history stays as it was.
 * @throws Refusal `unknown-version`, `never-published`, `no-rules`, `invalid-rules` when the program has become stricter since, and as
 *   publishRules
 */
export async function restoreRules(
  db: Database,
  version: number,
  given: Publication,
  by: Caller,
  now: Instant,
  guard?: PublishGuard,
): Promise<RuleSetVersion> {
  const old = await readRuleVersion(db.manager, version);
  if (old.publishedAt === null) {
    const message = `Version ${version} was never in force, it is ${old.state}: publish a draft with its content instead.`;
    throw new Refusal('conflict', 'never-published', message, { version, state: old.state });
  }
  const origin = { basedOn: version, restoredFrom: version };
  return publishNew(db, requireValid(old.body), given, origin, 'rules.restore', by, now, guard);
}

/**
 * Puts a draft in force under its own number.
 * @throws Refusal `unknown-version`, `not-a-draft`, `revision-conflict`, and as publishRules
 */
export async function publishDraft(
  db: Database,
  version: number,
  given: Publication & { expectedRevision: number },
  by: Caller,
  now: Instant,
  guard?: PublishGuard,
): Promise<RuleSetVersion> {
  const draft = await readRuleVersion(db.manager, version);
  await requireDraft(db.manager, draft, given.expectedRevision);
  const body = requireValid(draft.body);
  await requireChange(db, body, given.expectedVersion, guard);
  return db.transaction(async (manager) => {
    const before = await lockInForce(db, manager, given.expectedVersion);
    const publication = { note: given.note, replaced: before.version, publishedBy: by.actor, publishedAt: now };
    // What was checked is what is published: the revision is the same, or nothing happens.
    if (!(await markPublished(manager, draft, publication))) {
      throw await draftConflict(manager, version, given.expectedRevision);
    }
    await retire(manager, before);
    await audit(manager, 'rules.publish', { ...draft, ...publication }, by, now);
    return readRuleVersion(manager, version);
  });
}

async function publishNew(
  db: Database,
  body: RuleSet,
  { expectedVersion, note }: Publication,
  origin: { basedOn: number; restoredFrom: number | null },
  action: 'rules.publish' | 'rules.restore',
  by: Caller,
  now: Instant,
  guard: PublishGuard | undefined,
): Promise<RuleSetVersion> {
  await requireChange(db, body, expectedVersion, guard);
  return db.transaction(async (manager) => {
    const before = await lockInForce(db, manager, expectedVersion);
    const row = await addRuleVersion(manager, {
      ...{ state: 'published', body, note, ...origin, replaced: before.version },
      ...{ createdBy: by.actor, createdAt: now, publishedBy: by.actor, publishedAt: now },
    });
    await retire(manager, before);
    await audit(manager, action, row, by, now);
    return row;
  });
}

/** A set that may be put in force. @throws Refusal `no-rules`, `invalid-rules` with every error */
function requireValid(json: unknown): RuleSet {
  const { ruleSet, findings } = checkSetJson(json);
  if (ruleSet !== null) return ruleSet;
  const empty = findings.find(({ code }) => code === 'no-rules');
  if (empty === undefined) throw invalidRules(findings);
  throw new Refusal('invalid', 'no-rules', `${empty.message} ${empty.mend}`, {}, [empty]);
}

/** @throws Refusal `version-conflict`, `nothing-changed`, whatever the guard throws */
async function requireChange(
  db: Database,
  next: RuleSet,
  expectedVersion: number,
  guard: PublishGuard | undefined,
): Promise<void> {
  const inForce = await publishedRules(db.manager);
  if (inForce.version !== expectedVersion) throw await versionConflict(db.manager, inForce, expectedVersion);
  if (isSameSet(next, inForce.body)) {
    const message = `Version ${inForce.version}, which is in force, has the same rules already: there is nothing to publish.`;
    throw new Refusal('conflict', 'nothing-changed', message, { version: inForce.version });
  }
  await guard?.(next, inForce.body);
}

/** The second of two waits here for the first, and then finds its version in force. */
async function lockInForce(db: Database, manager: EntityManager, expectedVersion: number): Promise<RuleSetVersion> {
  await lockRuleSets(db, manager);
  const inForce = await publishedRules(manager);
  if (inForce.version !== expectedVersion) throw await versionConflict(manager, inForce, expectedVersion);
  return inForce;
}

async function retire(manager: EntityManager, before: RuleSetVersion): Promise<void> {
  assert(await markArchived(manager, before), 'the version in force stays so while its set is locked');
}

async function audit(
  manager: EntityManager,
  action: string,
  row: Omit<RuleSetVersion, 'state'>,
  by: Caller,
  now: Instant,
): Promise<void> {
  const detail = {
    ...{ note: row.note, rules: row.body.rules.length, before: row.replaced, basedOn: row.basedOn },
    ...(row.restoredFrom === null ? {} : { restoredFrom: row.restoredFrom }),
  };
  await recordAudit(manager, by, now, action, `rules:${row.version}`, detail);
}
