import { wordedCase, type WordedCase } from '../../core/rule-sentences.js';
import { explainCase } from '../../core/rules/case.js';
import { factsOfRow } from '../../core/rules/facts.js';
import { numberFact } from '../../core/sheet.js';
import type { Day, Money } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { publishedRules, readShop } from '../../db/stores/settings.js';
import { listingInRun } from '../run-facts.js';
import { rulesToTry, type RulesToTry } from './to-try.js';

export interface ListingExplained {
  sku: string;
  channel: string;
  /** Of the run whose facts are read. */
  asOf: Day;
  ruleSetVersion: number | null;
  basePrice: Money | null;
  worded: WordedCase;
}

/**
 * What every rule says of a listing, as the last run saw it: which conditions hold, how far the others are, who won.
 * @param rules null: the rules in force
 * @throws Refusal `no-run`, `unknown-product`, `not-in-run`, `unknown-version`, `invalid-rules`
 */
export async function explainListing(
  db: Database,
  sku: string,
  channel: string,
  rules: RulesToTry | null,
): Promise<ListingExplained> {
  const { run, sheet, row } = await listingInRun(db, sku, channel);
  const tried = rules === null ? null : await rulesToTry(db, rules);
  const inForce = tried?.inForce ?? (await publishedRules(db.manager));
  const basePrice = numberFact(sheet, row, 'channel.basePrice');
  const explained = await explainCase(tried?.rules ?? inForce.body, factsOfRow(sheet.facts, row), basePrice);
  const { currency, scale } = await readShop(db.manager);
  return {
    ...{ sku, channel, asOf: run.asOf, basePrice },
    ruleSetVersion: tried === null ? inForce.version : tried.version,
    worded: wordedCase(explained, { code: currency, scale }),
  };
}
