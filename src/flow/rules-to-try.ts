import { checkSetJson } from '../contract/rules-api.js';
import { Refusal } from '../core/refusal.js';
import type { RuleSet, RuleSetVersion } from '../core/rules/rule.js';
import type { Database } from '../db/database.js';
import { publishedRules } from '../db/stores/settings.js';
import { RuleSetTable } from '../db/tables/engine.js';

/** Rules that are to be tried without being in force: a version (a draft, most often), or a set as it is sent. */
export type RulesToTry = { version: number } | { ruleSet: unknown };

export interface TriedRules {
  rules: RuleSet;
  /** Null: a set that is no version. */
  version: number | null;
  /** Of a draft; null: a version that does not change any more, or none. */
  revision: number | null;
  inForce: RuleSetVersion;
}

/** Examples may still be missing or failing while a set is tried; everything else must be right. */
const MAY_FAIL = ['failing-example', 'no-firing-example', 'no-silent-example'];

/** @throws Refusal `unknown-version`, `invalid-rules` with every error */
export async function rulesToTry(db: Database, given: RulesToTry): Promise<TriedRules> {
  const inForce = await publishedRules(db.manager);
  if ('version' in given) {
    const row = await db.manager.findOneBy(RuleSetTable, { version: given.version });
    if (row === null) {
      throw new Refusal('notFound', 'unknown-version', `The rules have no version ${given.version}.`);
    }
    const revision = row.state === 'draft' ? ((row as { revision?: number }).revision ?? 1) : null;
    return { rules: usable(row.body), version: row.version, revision, inForce };
  }
  return { rules: usable(given.ruleSet), version: null, revision: null, inForce };
}

function usable(json: unknown): RuleSet {
  const { ruleSet, findings } = checkSetJson(json);
  if (ruleSet !== null) return ruleSet;
  const errors = findings.filter(({ severity, code }) => severity === 'error' && !MAY_FAIL.includes(code));
  const [first] = errors;
  if (first === undefined) return json as RuleSet;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new Refusal('invalid', 'invalid-rules', `${first.path} ${first.message}${more}`.trim(), {}, errors);
}
