import { setImmediate as breathe } from 'node:timers/promises';
import { createTrial, type Backtest, type BacktestHit, type BacktestResult } from '../../core/backtest.js';
import type { Effect } from '../../core/effect.js';
import { asKnownOn, isKnownOn } from '../../core/hindsight.js';
import { ZoneClock } from '../../core/intake/zone.js';
import { createAnalysis, type Analysis, type AnalysisSettings } from '../../core/pipeline.js';
import { Refusal } from '../../core/refusal.js';
import type { Day, Instant } from '../../core/units.js';
import type { Database } from '../../db/database.js';
import { openReader, type Reader } from '../../db/reader.js';
import { recordAudit, type Caller } from '../../db/stores/audit.js';
import { findBacktest } from '../../db/stores/backtests.js';
import { oldestDataDay } from '../../db/stores/runs.js';
import { BacktestHitTable, BacktestTable, RuleSetTable } from '../../db/tables/engine.js';
import { insertAll } from '../../db/bulk/insert-all.js';
import { defaultAsOf, type Progress } from '../analyse.js';
import { readHistory } from '../history.js';
import { acquireLease, releaseLeaseOf, type HeldLease } from '../lease.js';
import { countPairs } from '../pairs.js';
import { daysWithData, WEEK, type Period } from './backtest-days.js';
import { rulesToTry, type RulesToTry } from './to-try.js';
import { readSettings } from '../settings.js';

const LEASE = 'backtest';
const WAITING_MAX = 10;
/** Listings x days that are held in memory at once; the more, the fewer times the history is read. About 350 MB. */
const LISTING_DAYS_MAX = 600_000;
const ERROR_LENGTH = 2_000;
const DIED = 'The process that worked on it ended before it was done.';

export interface BacktestRequest extends Period {
  rules: RulesToTry;
}

/**
 * Asks for a back-test; it waits in the database for whoever works the queue.
 * @param today the business day in the shop's zone
 * @throws Refusal `bad-period`, `too-many-days`, `no-data-then`, `backtests-waiting`, and what `rulesToTry` refuses
 */
export async function requestBacktest(
  db: Database,
  request: BacktestRequest,
  by: Caller,
  today: Day,
  now: Instant,
): Promise<Backtest> {
  const { rules, version, revision, inForce } = await rulesToTry(db, request.rules);
  const days = daysWithData(request, await defaultAsOf(db, today), await oldestDataDay(db));
  return db.transaction(async (manager) => {
    const waiting = await manager.countBy(BacktestTable, { state: 'queued' });
    if (waiting >= WAITING_MAX) {
      const message = `${waiting} back-tests are waiting already: let them finish, or cancel some.`;
      throw new Refusal('tooMany', 'backtests-waiting', message, { waiting });
    }
    const row: Omit<Backtest, 'id'> = {
      ruleSetVersion: version,
      revision,
      againstVersion: inForce.version,
      rules,
      days,
      state: 'queued',
      done: 0,
      result: null,
      error: null,
      createdBy: by.actor,
      createdAt: now,
      startedAt: null,
      finishedAt: null,
    };
    const saved = (await manager.save(BacktestTable, row as never)) as unknown as Backtest;
    await recordAudit(manager, by, now, 'rules.backtest', `backtest:${saved.id}`, { version, days: days.length });
    return saved;
  });
}

/**
 * Works one back-test off, from its queued row to its result. Reads from one snapshot; what it finds shows only when it
 * is done. One at a time in all processes.
 * @throws Refusal `backtest-in-progress`, `backtest-not-queued`; any later failure is written to the row and thrown on
 */
export async function runBacktest(
  db: Database,
  id: number,
  onProgress: Told = () => {},
  now: () => Instant = Date.now,
): Promise<Backtest> {
  const lease = await acquireLease(db, LEASE, now);
  if (lease === null) {
    throw new Refusal('conflict', 'backtest-in-progress', 'Another back-test is being worked on: wait for it to end.');
  }
  try {
    const started = await db.manager.update(
      BacktestTable,
      { id, state: 'queued' },
      { state: 'running', startedAt: now() },
    );
    if (started.affected !== 1) {
      throw new Refusal('conflict', 'backtest-not-queued', `Back-test ${id} is not waiting to be worked on.`);
    }
    try {
      const result = await tryOut(db, await findBacktest(db, id), lease, onProgress);
      await db.manager.update(
        BacktestTable,
        { id, state: 'running' },
        { state: 'done', result: result as never, finishedAt: now() },
      );
    } catch (error) {
      const message = (error instanceof Error ? error.message : String(error)).slice(0, ERROR_LENGTH);
      await db.manager.update(
        BacktestTable,
        { id, state: 'running' },
        { state: 'failed', error: message, finishedAt: now() },
      );
      if (!(error instanceof Cancelled)) throw error;
    }
    const ended = await findBacktest(db, id);
    if (ended.state !== 'done') await db.manager.delete(BacktestHitTable, { backtestId: id });
    return ended;
  } finally {
    await lease.release();
  }
}

/** Told of progress; it goes on when that is done. */
type Told = (...progress: Parameters<Progress>) => void | Promise<void>;

class Cancelled extends Error {}

async function tryOut(db: Database, backtest: Backtest, lease: HeldLease, onProgress: Told): Promise<BacktestResult> {
  const { id, days, rules } = backtest;
  const against = await db.manager.findOneByOrFail(RuleSetTable, { version: backtest.againstVersion });
  const { settingsOf, zone } = await settingsByDay(db);
  const draft = createTrial(rules, settingsOf);
  const inForce = createTrial(against.body, settingsOf);
  const assumed = { prices: new Set<number>(), costs: new Set<number>() };
  const reader = await openReader(db.url);
  let toldAt = 0;
  const tell = async (done: number): Promise<void> => {
    await breathe(); // SQLite answers without ever waiting: no timer would fire, and the lease would not be renewed
    lease.lost.throwIfAborted();
    const at = performance.now();
    if (at - toldAt < 500) return;
    toldAt = at;
    await onProgress('days', done, days.length);
    await db.manager.update(BacktestTable, { id, state: 'running' }, { done });
    if (!(await db.manager.existsBy(BacktestTable, { id, state: 'running' }))) throw new Cancelled('cancelled');
  };
  try {
    const perRead = await daysPerRead(reader, settingsOf(days[0]!));
    for (let first = 0; first < days.length; first += perRead) {
      const group = days.slice(first, first + perRead);
      const analyses = group.map((day) => ({ day, analysis: createAnalysis(settingsOf(day)) }));
      await fill(reader, analyses, zone, assumed, () => tell(first));
      for (const [i, { day, analysis }] of analyses.entries()) {
        const sheets = analysis.sheets(await countPairs(reader, day, analysis.staleProductIds()));
        const step = (days[first + i + 1] ?? day + stepOf(days)) - day;
        const hits = draft.addDay(day, sheets, step);
        inForce.addDay(day, sheets, step);
        await insertAll(
          db,
          BacktestHitTable,
          hits.map((hit) => hitOf(id, day, hit)),
        );
        await tell(first + i + 1);
      }
    }
    await db.manager.update(BacktestTable, { id, state: 'running' }, { done: days.length });
    await onProgress('days', days.length, days.length);
    return {
      draft: draft.side(),
      inForce: inForce.side(),
      assumed: { prices: assumed.prices.size, costs: assumed.costs.size },
    };
  } finally {
    await reader.close();
  }
}

/** A single day gives its discounts for a week. */
const stepOf = (days: Day[]): number => (days.length < 2 ? WEEK : days[1]! - days[0]!);

/** Today's policy and channels; fees as they were on each day. */
async function settingsByDay(db: Database): Promise<{ settingsOf: (day: Day) => AnalysisSettings; zone: ZoneClock }> {
  const today = await readSettings(db, 0, 0);
  const zone = new ZoneClock(today.shop.timeZone);
  const known = new Map<Day, AnalysisSettings>();
  const settingsOf = (day: Day): AnalysisSettings => {
    const settings = known.get(day) ?? { ...today, asOf: day, asOfEnd: zone.instantOf(day + 1, 0) };
    known.set(day, settings);
    return settings;
  };
  return { settingsOf, zone };
}

async function daysPerRead(reader: Reader, { channels }: AnalysisSettings): Promise<number> {
  const [[products] = [0]] = await reader.all(`SELECT COUNT(*) FROM product WHERE status = 'active'`);
  const listings = Math.max(1, Number(products) * channels.filter(({ isActive }) => isActive).length);
  return Math.max(1, Math.floor(LISTING_DAYS_MAX / listings));
}

/** Reads every history once and shows it to each day's analysis as it was known on that day. */
async function fill(
  reader: Reader,
  analyses: { day: Day; analysis: Analysis }[],
  zone: ZoneClock,
  assumed: { prices: Set<number>; costs: Set<number> },
  tell: () => Promise<void>,
): Promise<void> {
  const [first, last] = [analyses[0]!.day, analyses.at(-1)!.day];
  for await (const block of readHistory(reader, last, 'whole', undefined, first)) {
    for (const whole of block) {
      for (const { day, analysis } of analyses) {
        const dayEnd = zone.instantOf(day + 1, 0);
        if (!isKnownOn(whole, day, dayEnd)) continue;
        const then = asKnownOn(whole, day, dayEnd);
        if (then.assumed.price) assumed.prices.add(whole.product.id);
        if (then.assumed.cost) assumed.costs.add(whole.product.id);
        analysis.add(then.history);
      }
    }
    await tell();
  }
}

function hitOf(backtestId: number, day: Day, effect: Effect): BacktestHit {
  const { productId, channelId, sku, kind, price, listPrice, discountBp, gain, discountGiven, staleValue } = effect;
  return {
    ...{ backtestId, day, productId, channelId, sku, channelCode: effect.channel, ruleName: effect.rule, kind },
    ...{ price, listPrice, discountBp, gain, discountGiven, staleValue },
  };
}

/**
 * Stops a back-test that waits or is being worked on; its worker notices within a second.
 * @throws Refusal `no-such-backtest`, `backtest-over`
 */
export async function cancelBacktest(db: Database, id: number, by: Caller, now: Instant): Promise<Backtest> {
  let stopped = 0;
  for (const state of ['queued', 'running'] as const) {
    const { affected } = await db.manager.update(BacktestTable, { id, state }, { state: 'cancelled', finishedAt: now });
    stopped += affected ?? 0;
  }
  const after = await findBacktest(db, id);
  if (stopped > 0) {
    await recordAudit(db.manager, by, now, 'rules.backtest-cancel', `backtest:${id}`, {});
  } else if (after.state !== 'cancelled') {
    throw new Refusal('conflict', 'backtest-over', `Back-test ${id} is ${after.state}: there is nothing to cancel.`);
  }
  return after;
}

/**
 * Ends what a killed process left; does nothing while the lease is held.
 * @param reason why it failed; null puts it back in the queue instead
 */
export async function recoverBacktests(db: Database, now: Instant, reason: string | null = DIED): Promise<void> {
  if (!(await db.manager.existsBy(BacktestTable, { state: 'running' }))) return;
  const lease = await acquireLease(db, LEASE, () => now);
  if (lease === null) return;
  try {
    for (const { id } of await db.manager.find(BacktestTable, { select: { id: true }, where: { state: 'running' } })) {
      await db.manager.update(
        BacktestTable,
        { id, state: 'running' },
        reason === null
          ? { state: 'queued', done: 0, startedAt: null }
          : { state: 'failed', error: reason, finishedAt: now },
      );
      await db.manager.delete(BacktestHitTable, { backtestId: id });
    }
  } finally {
    await lease.release();
  }
}

/** The same for a worker thread of this process, without waiting for its lease to run out. */
export async function recoverBacktestOf(
  db: Database,
  thread: number,
  now: Instant,
  reason: string | null,
): Promise<void> {
  await releaseLeaseOf(db, LEASE, thread);
  await recoverBacktests(db, now, reason);
}
