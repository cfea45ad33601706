import { createRunCheck } from '../../core/rules/run-check.js';
import type { Finding } from '../../core/rules/finding.js';
import type { RuleSet } from '../../core/rules/rule.js';
import type { Database } from '../../db/database.js';
import { latestGoodRun } from '../../db/stores/runs.js';
import { sheetsOf } from '../run-facts.js';

/**
 * What the facts of the last run show of a set without errors: stale products that no rule reaches, rules that never fire,
 * and the like. Nothing before the first run.
 */
export async function checkOnRun(db: Database, set: RuleSet): Promise<Finding[]> {
  const run = await latestGoodRun(db.manager);
  if (run === null) return [];
  const check = createRunCheck(set);
  for await (const { facts } of sheetsOf(db, run.id)) check.add(facts);
  return check.findings();
}
