import { invalidRules } from '../../contract/draft-content.js';
import { checkSetJson } from '../../contract/rules-api.js';
import type { RuleSet, RuleSetVersion } from '../../core/rules/rule.js';
import type { Database } from '../../db/database.js';
import { readRuleVersion } from '../../db/stores/rules.js';
import { publishedRules } from '../../db/stores/settings.js';

/** Rules that are to be tried without being in force: a version (a draft, most often), or a set as it is sent. */
export type RulesToTry = { version: number } | { ruleSet: unknown };

export interface TriedRules {
  rules: RuleSet;
  /** Null: a set that is no version. */
  version: number | null;
  /** Of a draft; null: a version that does not change any more, or none. */
  revision: number | null;
  inForce: RuleSetVersion;
  /** Examples of the rules that fail. */
  failingExamples: number;
}

/** Rules and their examples may still be missing, or examples failing, while a set is tried; everything else must be right. */
const MAY_FAIL = ['failing-example', 'no-firing-example', 'no-silent-example', 'no-rules'];

/** @throws Refusal `unknown-version`, `invalid-rules` with every error */
export async function rulesToTry(db: Database, given: RulesToTry): Promise<TriedRules> {
  const inForce = await publishedRules(db.manager);
  if ('ruleSet' in given) return { ...usable(given.ruleSet), version: null, revision: null, inForce };
  const row = await readRuleVersion(db.manager, given.version);
  return {
    ...usable(row.body),
    version: row.version,
    revision: row.state === 'draft' ? row.revision : null,
    inForce,
  };
}

function usable(json: unknown): Pick<TriedRules, 'rules' | 'failingExamples'> {
  const { draft, findings } = checkSetJson(json);
  const errors = findings.filter(({ severity, code }) => severity === 'error' && !MAY_FAIL.includes(code));
  if (draft === null || errors.length > 0) throw invalidRules(errors);
  return { rules: draft, failingExamples: findings.filter(({ code }) => code === 'failing-example').length };
}
