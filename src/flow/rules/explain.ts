import { wordedCase, type WordedCase } from '../../core/rule-sentences.js';
import { explainCase } from '../../core/rules/case.js';
import { factsOfRow } from '../../core/rules/facts.js';
import { didYouMean, nearest, quote } from '../../core/rules/finding.js';
import { Refusal } from '../../core/refusal.js';
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
 * @param toTry null: the rules in force
 * @param only name of the one rule to tell of; who won is settled among all
 * @throws Refusal `no-run`, `unknown-product`, `not-in-run`, `unknown-version`, `invalid-rules`, `unknown-rule`
 */
export async function explainListing(
  db: Database,
  sku: string,
  channel: string,
  toTry: RulesToTry | null,
  only?: string,
): Promise<ListingExplained> {
  const { run, sheet, row } = await listingInRun(db, sku, channel);
  const tried = toTry === null ? null : await rulesToTry(db, toTry);
  const inForce = tried?.inForce ?? (await publishedRules(db.manager));
  const basePrice = numberFact(sheet, row, 'channel.basePrice');
  const explained = await explainCase(tried?.rules ?? inForce.body, factsOfRow(sheet.facts, row), basePrice);
  const { currency, scale } = await readShop(db.manager);
  const worded = wordedCase(explained, { code: currency, scale });
  const rules = worded.rules.filter(({ name }) => only === undefined || name === only);
  if (rules.length === 0 && only !== undefined) throw unknownRule(only, worded.rules);
  return {
    ...{ sku, channel, asOf: run.asOf, basePrice },
    ruleSetVersion: tried === null ? inForce.version : tried.version,
    worded: { ...worded, rules },
  };
}

function unknownRule(name: string, rules: readonly { name: string }[]): Refusal {
  const near = nearest(
    name,
    rules.map((rule) => rule.name),
  );
  const message = `There is no rule ${quote(name)} among these${near === null ? '' : didYouMean(near)}.`;
  return new Refusal('notFound', 'unknown-rule', message, { rule: name, nearest: near });
}
