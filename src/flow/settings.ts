import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns';
import type { AnalysisSettings } from '../core/pipeline.js';
import { dayParts, type Day, type Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { currentPolicy, publishedRules, readChannels, readFees, readShop } from '../db/stores/settings.js';

/** The first moment of a business day in a time zone; days of 23 or 25 hours included. */
export function startOfDay(day: Day, timeZone: string): Instant {
  const { year, month, dayOfMonth } = dayParts(day);
  return new TZDate(year, month - 1, dayOfMonth, timeZone).getTime();
}

/** The first moment after a business day. */
export function endOfDay(day: Day, timeZone: string): Instant {
  const { year, month, dayOfMonth } = dayParts(day);
  return addDays(new TZDate(year, month - 1, dayOfMonth, timeZone), 1).getTime();
}

/** Everything that a run obeys, as it is in force now. */
export async function readSettings(db: Database, asOf: Day, now: Instant): Promise<AnalysisSettings> {
  const shop = await readShop(db.manager);
  const rules = await publishedRules(db.manager);
  const policy = await currentPolicy(db.manager);
  return {
    shop,
    asOf,
    asOfEnd: endOfDay(asOf, shop.timeZone),
    now,
    channels: await readChannels(db.manager),
    rules: rules.body,
    ruleSetVersion: rules.version,
    policy: policy.body,
    policyVersion: policy.version,
    fees: await readFees(db.manager),
  };
}
