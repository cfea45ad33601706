import type { StaleTotals, StaleTrend } from '../contract/stock.js';
import type { BucketView } from '../core/ageing/detail.js';
import { Refusal } from '../core/refusal.js';
import type { Run, StaleTotal } from '../core/run.js';
import { formatDay, type Day } from '../core/units.js';
import type { Database } from '../db/database.js';
import { goodRunAsOf, goodRunOfFirstDay, goodRunsSince, latestGoodRun } from '../db/stores/runs.js';
import { staleTotalsOf } from '../db/stores/stale-totals.js';
import { bucketsOf, MOST_MONEY, staleOf, type StaleFilter, type StaleScope } from '../db/stores/stock.js';

const LARGEST = 150;
const WEEK_DAYS = 7;

/** What a request narrows a list of stale products by. */
export interface StaleAsked {
  scope?: StaleScope | undefined;
  category?: string | undefined;
  search?: string | undefined;
  /** First day of an age bucket. */
  bucket?: number | undefined;
}

/**
 * Reads a request's filter against the run that it is asked of.
 * @throws Refusal `unknown-bucket` when no age bucket of that run begins with that day
 */
export async function staleFilter(db: Database, runId: number, asked: StaleAsked): Promise<StaleFilter> {
  const { scope = 'flagged', category, search } = asked;
  if (asked.bucket === undefined) return { scope, category, search };
  const edges = (await bucketsOf(db, runId)).map(({ from }) => from);
  const bucket = edges.indexOf(asked.bucket);
  if (bucket >= 0) return { scope, category, search, bucket };
  const message = `No age bucket begins with day ${asked.bucket}; they begin with ${edges.join(', ')}.`;
  throw new Refusal('invalid', 'unknown-bucket', message, { edges }, [
    { path: '/bucket', code: 'unknown-bucket', message },
  ]);
}

/**
 * Stale stock by category and age, and the products with most money in it.
 * @param asOf null: of the last good run; a day: of the last run as of that day or an earlier one
 */
export async function sumStale(db: Database, asOf: Day | null): Promise<StaleTotals> {
  const last = await latestGoodRun(db.manager);
  const run = asOf === null ? last : await goodRunAsOf(db.manager, asOf);
  if (run === null) return { run: null, totals: addUp([], null), categories: [], largest: [] };
  const rows = (await staleTotalsOf(db, [run.id])).filter((row) => row.asOf === run.asOf);
  // The states of older runs are gone, and their largest products with them.
  const largest = run.id === last?.id ? await staleOf(db, run.id, { scope: 'stale' }, LARGEST, MOST_MONEY) : [];
  return {
    run: { id: run.id, asOf: formatDay(run.asOf) },
    totals: addUp(rows, run),
    categories: rows
      .map(({ runId: _, asOf: __, category, ...sums }) => ({ category: category === '' ? null : category, ...sums }))
      .sort((a, b) => b.staleValue - a.staleValue),
    largest: largest.map(({ sku, name, category, staleUnits, staleValue, ageDaysOldest }) => {
      return { sku, name, category, staleUnits, staleValue, ageDaysOldest };
    }),
  };
}

/** A day of the trend: that of a run, or one that the first run reckoned back to. */
interface TrendDay {
  asOf: Day;
  run: Run;
  isReckoned: boolean;
}

/**
 * How stale stock came to be what it is: one point per day with a run, or the last of each seven days back from the last. Before
 * the first run the weeks that it reckoned back to.
 */
export async function staleTrend(
  db: Database,
  asked: { weeks: number; every: 'week' | 'day'; category?: string | undefined },
): Promise<StaleTrend> {
  const last = await latestGoodRun(db.manager);
  const first = await goodRunOfFirstDay(db.manager);
  if (last === null || first === null) return { points: [] };
  const since = last.asOf - asked.weeks * WEEK_DAYS + 1;
  const past = first.asOf > since ? await staleTotalsOf(db, [first.id]) : [];
  const reckoned = [...new Set(past.map((row) => row.asOf))].filter((day) => day >= since && day < first.asOf);
  const days: TrendDay[] = [
    ...reckoned.map((asOf) => ({ asOf, run: first, isReckoned: true })),
    ...(await goodRunsSince(db.manager, since)).map((run) => ({ asOf: run.asOf, run, isReckoned: false })),
  ];
  const weekOf = ({ asOf }: TrendDay) => Math.floor((last.asOf - asOf) / WEEK_DAYS);
  const isLast = (day: TrendDay, i: number) => i + 1 === days.length || weekOf(days[i + 1]!) !== weekOf(day);
  const shown = asked.every === 'day' ? days : days.filter(isLast);
  const rows = new Map<string, StaleTotal[]>(shown.map((day) => [keyOf(day.run.id, day.asOf), []]));
  for (const row of await staleTotalsOf(db, [...new Set(shown.map(({ run }) => run.id))])) {
    rows.get(keyOf(row.runId, row.asOf))?.push(row);
  }
  return { points: shown.flatMap((day) => pointOf(day, rows.get(keyOf(day.run.id, day.asOf))!, asked.category)) };
}

const keyOf = (runId: number, asOf: Day): string => `${runId} ${asOf}`;

/** None where a category is asked for and nothing was counted by category. */
function pointOf(
  { asOf, run, isReckoned }: TrendDay,
  counted: readonly StaleTotal[],
  category: string | undefined,
): StaleTrend['points'] {
  const isCounted = counted.length > 0;
  if (!isCounted && category !== undefined) return [];
  const wanted = category === undefined ? counted : counted.filter((row) => row.category === category);
  const { flagged, staleUnits, staleValue, buckets } = addUp(wanted, category === undefined ? run : null);
  const point = { asOf: formatDay(asOf), runId: run.id, isReckoned, flagged, staleUnits, staleValue };
  return [{ ...point, buckets: isCounted ? buckets : null }];
}

/** The sum of categories; of a run that did not count by category, what its totals tell. */
function addUp(rows: readonly StaleTotal[], run: Pick<Run, 'totals'> | null): StaleTotals['totals'] {
  if (rows.length === 0) {
    const { flagged = 0, staleUnits = 0, staleValue = 0 } = run?.totals ?? {};
    return { products: flagged, flagged, withoutCost: 0, staleUnits, staleValue, buckets: [] };
  }
  const sum = (key: 'products' | 'flagged' | 'withoutCost' | 'staleUnits' | 'staleValue') =>
    rows.reduce((total, row) => total + row[key], 0);
  return {
    products: sum('products'),
    flagged: sum('flagged'),
    withoutCost: sum('withoutCost'),
    staleUnits: sum('staleUnits'),
    staleValue: sum('staleValue'),
    buckets: rows[0]!.buckets.map((first, i): BucketView => {
      const all = rows.map((row) => row.buckets[i]!);
      return {
        ...first,
        units: all.reduce((total, { units }) => total + units, 0),
        value: all.reduce((total, { value }) => total + value, 0),
      };
    }),
  };
}
