import type { Facts } from '../../core/rules/rule.js';
import { listingOfFacts, whatIf, type WhatIf } from '../../core/what-if.js';
import type { Day, Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { listingInRun } from '../run-facts.js';
import { rulesToTry, type RulesToTry } from './to-try.js';
import { readSettings } from '../settings.js';
import { publishedRules } from '../../db/stores/settings.js';

/** Facts as somebody gives them, or a listing of the last run with some of its facts changed. */
export interface WhatIfRequest {
  listing: { sku: string; channel: string } | null;
  facts: Facts;
  /** Null: the rules in force. */
  rules: RulesToTry | null;
}

/**
 * What would be suggested. Writes nothing.
 * @param today the as-of day where no listing of a run gives one
 * @throws Refusal `bad-facts`, `no-run`, `unknown-product`, `not-in-run`, `unknown-version`, `invalid-rules`
 */
export async function evaluateWhatIf(
  db: Database,
  { listing, facts, rules }: WhatIfRequest,
  today: Day,
  now: Instant,
): Promise<WhatIf> {
  const base = listing === null ? null : await listingInRun(db, listing.sku, listing.channel);
  const tried = rules === null ? (await publishedRules(db.manager)).body : (await rulesToTry(db, rules)).rules;
  const settings = { ...(await readSettings(db, base?.run.asOf ?? today, now)), rules: tried };
  return whatIf(listingOfFacts(facts, base, settings), settings);
}
