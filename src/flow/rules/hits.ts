import type { RuleHitsView } from '../../contract/rules-api.js';
import { createRuleHits } from '../../core/rule-hits.js';
import { formatDay, type Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { readRuleVersion } from '../../db/stores/rules.js';
import { latestGoodRun } from '../../db/stores/runs.js';
import { sheetsOf } from '../run-facts.js';
import { readSettings } from '../settings.js';
import { rulesToTry } from './to-try.js';

/** Answers that are remembered: what is asked for whenever somebody looks at the list of rules. */
const KEPT_MAX = 8;
const kept = new WeakMap<Database, Map<string, Promise<RuleHitsView>>>();

/**
 * How often each rule of a version fires, wins and leads to a price on the facts of the last run, under the policy and fees in
 * force now. In a large shop this takes as long as half a preview, so the same question is worked out once.
 * @throws Refusal `unknown-version`, `invalid-rules`
 */
export async function ruleHits(db: Database, version: number, now: Instant): Promise<RuleHitsView> {
  const run = await latestGoodRun(db.manager);
  const { revision } = await readRuleVersion(db.manager, version);
  if (run === null) return { version, run: null, listings: 0, rules: [] };
  const { rules } = await rulesToTry(db, { version });
  const settings = await readSettings(db, run.asOf, now);
  const key = JSON.stringify([run.id, version, revision, settings.policyVersion, settings.fees, settings.channels]);
  return remembered(db, key, async () => {
    const hits = createRuleHits(rules, settings);
    for await (const sheet of sheetsOf(db, run.id)) hits.add(sheet);
    return { version, run: { id: run.id, asOf: formatDay(run.asOf) }, ...hits.result() };
  });
}

function remembered(db: Database, key: string, work: () => Promise<RuleHitsView>): Promise<RuleHitsView> {
  const answers = kept.get(db) ?? new Map<string, Promise<RuleHitsView>>();
  kept.set(db, answers);
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = work();
  answers.set(key, answer);
  answer.catch(() => answers.delete(key)); // what failed is asked anew
  const oldest = answers.keys().next().value;
  if (answers.size > KEPT_MAX && oldest !== undefined) answers.delete(oldest);
  return answer;
}
