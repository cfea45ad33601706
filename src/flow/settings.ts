import { ZoneClock } from '../core/intake/zone.js';
import { underCalendar } from '../core/calendar-windows.js';
import type { AnalysisSettings } from '../core/pipeline.js';
import type { Day, Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { readWindows } from '../db/stores/calendar.js';
import { PriceEntryTable } from '../db/tables/engine.js';
import { readProfiles } from '../db/stores/profiles.js';
import { currentPolicy, publishedRules, readChannels, readFees, readShop } from '../db/stores/settings.js';

/** Everything that a run obeys, as it is in force now: the policy with the calendar laid over it. */
export async function readSettings(db: Database, asOf: Day, now: Instant): Promise<AnalysisSettings> {
  const shop = await readShop(db.manager);
  const rules = await publishedRules(db.manager);
  const policy = await currentPolicy(db.manager);
  return {
    shop,
    asOf,
    asOfEnd: new ZoneClock(shop.timeZone).instantOf(asOf + 1, 0),
    now,
    channels: await readChannels(db.manager),
    rules: rules.body,
    ruleSetVersion: rules.version,
    ...underCalendar(policy.body, await readWindows(db.manager)),
    policyVersion: policy.version,
    fees: await readFees(db.manager),
    profiles: await readProfiles(db.manager),
    hasOffers: await db.manager.existsBy(PriceEntryTable, {}),
  };
}
