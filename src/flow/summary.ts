import type { Summary } from '../contract/summary.js';
import { formatInstant } from '../contract/http.js';
import { ZoneClock } from '../core/intake/zone.js';
import type { Run } from '../core/run.js';
import { formatDay, type Day, type Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { latestGoodRun, listRuns } from '../db/stores/runs.js';
import { readChannels, readShop } from '../db/stores/settings.js';
import { failedImports, importsSince, sumOpen } from '../db/stores/summary.js';
import { ProductTable } from '../db/tables/shop.js';
import { feedStatus } from './feed.js';
import { staleTrend } from './stale-stock.js';

const WEEK_DAYS = 7;
/** A run that is older is no week ago. */
const WEEKS_BACK = 3;

/** What waits, what sits, and what is wrong: everything that an owner wants to know first. */
export async function summarise(db: Database, now: Instant): Promise<Summary> {
  const { timeZone } = await readShop(db.manager);
  const today = new ZoneClock(timeZone).dayOf(now);
  const good = await latestGoodRun(db.manager);
  const [newest] = await listRuns(db.manager, 1);
  return {
    today: formatDay(today),
    pending: await sumOpen(db),
    stale: good === null ? null : await staleNow(db, good),
    feed: await feedProblems(db, now),
    run:
      newest === undefined
        ? null
        : {
            id: newest.id,
            asOf: formatDay(newest.asOf),
            state: newest.state,
            finishedAt: newest.finishedAt === null ? null : formatInstant(newest.finishedAt, timeZone),
          },
    imports: {
      failed: await failedImports(db),
      sinceRun: await importsSince(db, good?.startedAt ?? 0),
    },
    data: good === null ? null : freshness(good, today),
    isEmpty: !(await db.manager.existsBy(ProductTable, {})),
  };
}

async function staleNow(db: Database, run: Run): Promise<NonNullable<Summary['stale']>> {
  const { points } = await staleTrend(db, { weeks: WEEKS_BACK, every: 'day' });
  const before = points.findLast((point) => point.asOf <= formatDay(run.asOf - WEEK_DAYS));
  const { staleUnits = 0, staleValue = 0, flagged = 0 } = run.totals ?? {};
  const weekAgo = before === undefined ? null : { asOf: before.asOf, value: before.staleValue };
  return { asOf: formatDay(run.asOf), units: staleUnits, value: staleValue, flagged, weekAgo };
}

async function feedProblems(db: Database, now: Instant): Promise<Summary['feed']> {
  const sum: Summary['feed'] = { refused: 0, drifted: 0, unknown: 0, waiting: 0, held: [] };
  for (const { code, isActive } of await readChannels(db.manager)) {
    if (!isActive) continue;
    const { counts, driftedListings, isHeld } = await feedStatus(db, code, { limit: 1 }, now);
    sum.refused += counts.refused;
    sum.drifted += driftedListings;
    sum.waiting += counts.waiting;
    if (isHeld) sum.held.push(code);
  }
  return sum;
}

/** Today is not over: data up to yesterday is complete. Null where the run has neither written down: an older one did not. */
function freshness({ lastSaleOn, lastStockOn }: Run, today: Day): Summary['data'] {
  if (lastSaleOn === null && lastStockOn === null) return null;
  const text = (day: Day | null) => (day === null ? null : formatDay(day));
  const missing = (day: Day | null) => (day === null ? null : Math.max(0, today - 1 - day));
  return {
    lastSaleOn: text(lastSaleOn),
    lastStockOn: text(lastStockOn),
    daysWithoutSales: missing(lastSaleOn),
    daysWithoutStock: missing(lastStockOn),
  };
}
