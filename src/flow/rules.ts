import { checkSetJson } from '../contract/rules-api.js';
import { Refusal } from '../core/refusal.js';
import type { RuleSetVersion } from '../core/rules/rule.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import { publishedRules } from '../db/stores/settings.js';
import { RuleSetTable } from '../db/tables/engine.js';

/**
 * Publishes a whole set as a new version; it is in force from the next run on, and the one before is archived.
 * @throws Refusal `invalid-rules` with every error; `version-conflict` when somebody else was faster
 */
export async function publishRules(
  db: Database,
  given: { expectedVersion: number; ruleSet: unknown; note: string },
  by: Caller,
  now: Instant,
): Promise<RuleSetVersion> {
  const { ruleSet, findings } = checkSetJson(given.ruleSet);
  if (ruleSet === null) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    throw new Refusal('invalid', 'invalid-rules', `${first!.path} ${first!.message}${more}`.trim(), {}, errors);
  }
  const conflict = (version: number): Refusal =>
    new Refusal(
      'conflict',
      'version-conflict',
      `The rules are at version ${version} by now, not ${given.expectedVersion}: read them again and repeat your change.`,
      { version },
    );
  return db.transaction(async (manager) => {
    // The second of two waits here for the first, and then finds its version in force.
    await manager.query(`SELECT version FROM rule_set WHERE version = ?${db.forUpdate}`, [given.expectedVersion]);
    const current = await publishedRules(manager);
    if (current.version !== given.expectedVersion) throw conflict(current.version);
    const last = (await manager.maximum(RuleSetTable, 'version', {})) ?? 0;
    const row: RuleSetVersion = {
      version: last + 1,
      state: 'published',
      body: ruleSet,
      note: given.note,
      createdBy: by.actor,
      createdAt: now,
      publishedAt: now,
    };
    await manager
      .createQueryBuilder()
      .insert()
      .into(RuleSetTable)
      .values(row as never) // TypeORM's type of an insert cannot express conditions that contain conditions
      .execute();
    await manager.update(RuleSetTable, { version: current.version }, { state: 'archived' });
    const detail = { note: given.note, rules: ruleSet.rules.length, before: current.version };
    await recordAudit(manager, by, now, 'rules.publish', `rules:${row.version}`, detail);
    return row;
  });
}
