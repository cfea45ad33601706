import { contextsBy } from '../core/offer-context.js';
import { planForProduct, type PlanWishes, type ProductPlan } from '../core/pricing/plan-for-product.js';
import { Refusal } from '../core/refusal.js';
import { textFact } from '../core/sheet.js';
import type { Day, Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { productInRun } from './run-facts.js';
import { readSettings } from './settings.js';

export interface PlanOfProduct extends ProductPlan {
  sku: string;
  /** Of the run whose facts are read. */
  asOf: Day;
  channels: string[];
}

/**
 * A markdown plan for a product that has an end date, from what the last run saw of it.
 * @throws Refusal `no-run`, `unknown-product`, `not-in-run`, `no-plan`
 */
export async function planOfProduct(
  db: Database,
  sku: string,
  wishes: PlanWishes,
  now: Instant,
): Promise<PlanOfProduct> {
  const { run, sheet, first, count } = await productInRun(db, sku);
  const contexts = contextsBy(await readSettings(db, run.asOf, now))(sheet, first, count);
  const priced = contexts.flatMap((context, i) => (context === null ? [] : [{ context, row: first + i }]));
  const plan = planForProduct(
    priced.map(({ context }) => context),
    wishes,
  );
  if (plan === null) {
    const why = priced.length === 0 ? 'no price is known of it' : 'nothing of it is expected to sell at any price';
    throw new Refusal('conflict', 'no-plan', `There is no plan for ${sku}: ${why}.`, { sku });
  }
  const channels = priced.map(({ row }) => textFact(sheet, row, 'channel.code') ?? '');
  return { ...plan, sku, asOf: run.asOf, channels };
}
