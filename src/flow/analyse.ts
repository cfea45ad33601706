import { setImmediate as breathe } from 'node:timers/promises';
import type { OfferOutcome } from '../core/offers.js';
import { createAnalysis, suggest, type AnalysisSettings, type SuggestionDraft } from '../core/pipeline.js';
import { summariseFacts } from '../core/rules/fact-summary.js';
import { createTally } from '../core/run-tally.js';
import type { ProductState, Run, RunCause, RunTotals } from '../core/run.js';
import { Refusal } from '../core/refusal.js';
import { createPastSums, type PastSums } from '../core/stale-sums.js';
import { formatDay, type Day, type Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { insertAll, ROWS_PER_INSERT } from '../db/bulk/insert-all.js';
import { openReader, type Reader } from '../db/reader.js';
import {
  createRun,
  goodRunOfFirstDay,
  latestGoodRun,
  lockQueue,
  newestDataDay,
  oldestDataDay,
  openRun,
} from '../db/stores/runs.js';
import { removeSheets, saveFactSummary, saveSheets } from '../db/stores/sheets.js';
import { removeStaleTotals, saveFlagChanges, saveStaleTotals } from '../db/stores/stale-totals.js';
import { ProductStateTable, RunTable, SuggestionTable } from '../db/tables/engine.js';
import { readHistory } from './history.js';
import { acquireLease, releaseLeaseOf, type HeldLease } from './lease.js';
import { countPairs } from './pairs.js';
import { publishRun } from './publish.js';
import { readSettings } from './settings.js';
import { runEvent } from './webhooks/events.js';

const LEASE = 'run';
/** How far the first run reckons stale stock back, and with how many products at most. */
const PAST_WEEKS = 26;
const PAST_PRODUCTS_MAX = 50_000;
/** After so many the answers for the next block are taken in, so that a server always has a question to work on. */
const PRODUCTS_A_BREATH = 10;
/** Characters of a run's `error`. */
const ERROR_LENGTH = 2_000;
const DIED = 'The process that ran it ended before it was done. Nothing of it was published.';

export type Progress = (stage: string, done: number, total: number) => void;

/**
 * The as-of day when nobody names one: yesterday, the last day that is complete, or today when data of today is there.
 * @param today the business day in the shop's zone
 */
export async function defaultAsOf(db: Database, today: Day): Promise<Day> {
  return Math.max(today - 1, (await newestDataDay(db, today)) ?? 0);
}

/**
 * Asks for a run: it waits in the database for whoever works the queue (the web process, or `analyse` called next).
 * @throws Refusal `run-in-progress` while another is queued or running; `day-in-future`; `day-before-last-run`, since the
 * suggestions of an older day would take the place of newer ones
 */
export async function requestRun(
  db: Database,
  request: { asOf: Day; cause: RunCause; createdBy: string; today: Day },
  now: Instant,
): Promise<Run> {
  if (request.asOf > request.today) {
    throw new Refusal(
      'invalid',
      'day-in-future',
      `${formatDay(request.asOf)} has not come yet: choose today or earlier.`,
    );
  }
  await recoverRuns(db, now);
  return db.transaction(async (manager) => {
    await lockQueue(db, manager);
    const open = await openRun(manager);
    if (open !== null) {
      throw new Refusal(
        'conflict',
        'run-in-progress',
        `Run ${open.id} (as of ${formatDay(open.asOf)}) is ${open.state}: wait for it to end.`,
        { runId: open.id },
      );
    }
    const last = await latestGoodRun(manager);
    if (last !== null && last.asOf > request.asOf) {
      throw new Refusal(
        'conflict',
        'day-before-last-run',
        `Run ${last.id} is as of ${formatDay(last.asOf)}: a run as of ${formatDay(request.asOf)} would put older suggestions ` +
          `in place of its. To look at a day of the past use \`larisin stale --as-of\`.`,
        { runId: last.id },
      );
    }
    return createRun(manager, request.asOf, request.cause, request.createdBy, now);
  });
}

/**
 * One run from its queued row to published suggestions. Reads from one snapshot on a connection of its own; what it
 * finds stays invisible until the last transaction, which shows all of it or nothing. One run at a time in all processes.
 * @throws Refusal `run-in-progress` when another process runs, `run-not-queued`; any later failure is written to the
 * run's row and thrown on.
 */
export async function analyse(
  db: Database,
  runId: number,
  onProgress: Progress = () => {},
  now: () => Instant = Date.now,
): Promise<RunTotals> {
  const lease = await acquireLease(db, LEASE, now);
  if (lease === null) {
    throw new Refusal('conflict', 'run-in-progress', 'Another process is running the analysis: wait for it to end.');
  }
  try {
    const started = await db.manager.update(
      RunTable,
      { id: runId, state: 'queued' },
      { state: 'running', startedAt: now() },
    );
    if (started.affected !== 1)
      throw new Refusal('conflict', 'run-not-queued', `Run ${runId} is not waiting to be run.`);
    try {
      return await analyseUnderLease(db, runId, lease, onProgress, now);
    } catch (error) {
      await giveUp(db, runId, error instanceof Error ? error.message : String(error), now());
      throw error;
    }
  } finally {
    await lease.release();
  }
}

async function analyseUnderLease(
  db: Database,
  runId: number,
  lease: HeldLease,
  onProgress: Progress,
  now: () => Instant,
): Promise<RunTotals> {
  const run = await db.manager.findOneByOrFail(RunTable, { id: runId });
  await discardStaleDrafts(db, runId);
  const reader = await openReader(db.url);
  try {
    const settings = await readSettings(db, run.asOf, now());
    const total = Number((await reader.all(`SELECT COUNT(*) FROM product WHERE status = 'active'`))[0]![0]);
    await db.manager.update(
      RunTable,
      { id: runId },
      { ruleSetVersion: settings.ruleSetVersion, policyVersion: settings.policyVersion, total },
    );

    const tell = throttle(async (stage: string, done: number) => {
      lease.lost.throwIfAborted();
      onProgress(stage, done, total);
      await db.manager.update(RunTable, { id: runId }, { stage, done });
    });
    const { outcomes, ...counts } = await ageAndWrite(db, reader, runId, settings, tell);
    return await publishRun(db, runId, lease.fence, counts, { on: run.asOf, outcomes }, now());
  } finally {
    await reader.close();
  }
}

/** Fills the analysis block by block, keeps each product's state, then writes the drafts of what the rules propose. */
async function ageAndWrite(
  db: Database,
  reader: Reader,
  runId: number,
  settings: AnalysisSettings,
  tell: (stage: string, done: number) => Promise<void>,
): Promise<Omit<RunTotals, 'suggested' | 'unchanged' | 'superseded'> & { outcomes: OfferOutcome[] }> {
  const analysis = createAnalysis(settings);
  const tally = createTally(runId, settings.asOf);
  const { totals } = tally;
  const last = await latestGoodRun(db.manager);
  const past = await pastToReckon(db, runId, settings);
  // Written while the next block is worked on: one statement waits at the database, never a queue of them.
  let writing = Promise.resolve();
  try {
    for await (const block of readHistory(reader, settings.asOf, 'whole')) {
      const states: ProductState[] = [];
      for (const history of block) {
        const state = { runId, ...analysis.add(history) };
        states.push(state);
        tally.add(history, state);
        past?.add(history);
        if (states.length % PRODUCTS_A_BREATH === 0) await breathe();
      }
      await writing;
      writing = insertAll(db, ProductStateTable, states);
      writing.catch(() => undefined); // told where it is awaited
      await tell('ageing', totals.products);
    }
  } finally {
    await writing; // also after a failure: what is removed then must have arrived
  }
  await db.manager.update(RunTable, { id: runId }, tally.newest);
  await saveStaleTotals(db, [...tally.byCategory(), ...(past?.totals() ?? [])]);
  if (last !== null) await saveFlagChanges(db, runId, last.id);
  await tell('pairs', totals.products);
  const sheets = analysis.sheets(await countPairs(reader, settings.asOf, analysis.staleProductIds()));
  await tell('rules', totals.products);
  // Kept while the rules are judged: compressing has a thread of its own.
  const saving = saveSheets(db, runId, sheets);
  saving.catch(() => undefined); // told where it is awaited
  const { drafts, listings, overLimit } = suggest(sheets, settings);
  const summary = summariseFacts(sheets.map(({ facts }) => facts));
  try {
    await writeDrafts(db, runId, drafts);
  } finally {
    await saving.catch(() => undefined); // also after a failure: what is removed then must have arrived
  }
  await saving;
  await saveFactSummary(db, runId, summary);
  return { ...totals, listings, overLimit, outcomes: analysis.outcomes() };
}

/**
 * The weeks before the first day with a run, so that a trend of stale stock is there at once; null where an earlier day has
 * one, where there is no past, or so many products that reckoning back would take longer than the run.
 */
async function pastToReckon(db: Database, runId: number, { asOf, policy }: AnalysisSettings): Promise<PastSums | null> {
  const first = await goodRunOfFirstDay(db.manager);
  if (first !== null && first.asOf < asOf) return null;
  const [counted] = await db.query<{ n: number }>(`SELECT COUNT(*) AS n FROM product WHERE status = 'active'`);
  if (Number(counted!.n) > PAST_PRODUCTS_MAX) return null;
  const oldest = (await oldestDataDay(db)) ?? asOf;
  const days = Array.from({ length: PAST_WEEKS }, (_, i) => asOf - 7 * (i + 1)).filter((day) => day >= oldest);
  return days.length === 0 ? null : createPastSums(runId, days, policy);
}

async function writeDrafts(db: Database, runId: number, drafts: Iterable<SuggestionDraft>): Promise<void> {
  let batch: (SuggestionDraft & { runId: number })[] = [];
  for (const draft of drafts) {
    batch.push({ ...draft, runId });
    if (batch.length < ROWS_PER_INSERT) continue;
    await insertAll(db, SuggestionTable, batch);
    batch = [];
  }
  await insertAll(db, SuggestionTable, batch);
}

/**
 * Ends what a killed process left: its run is marked failed, and its drafts go. The last good run stays in place. Does
 * nothing while the lease is held; it is taken for the time of this, so that a process that was taken for dead and wakes
 * finds its fence gone.
 */
export async function recoverRuns(db: Database, now: Instant, reason: string | null = DIED): Promise<void> {
  if (!(await db.manager.existsBy(RunTable, { state: 'running' }))) return;
  const lease = await acquireLease(db, LEASE, () => now);
  if (lease === null) return;
  try {
    for (const { id } of await db.manager.findBy(RunTable, { state: 'running' })) await giveUp(db, id, reason, now);
  } finally {
    await lease.release();
  }
}

/**
 * Ends the run of a worker thread of this process that has died, without waiting for its lease to run out.
 * @param reason why it failed; null puts it back in the queue instead
 */
export async function recoverRunOf(db: Database, thread: number, now: Instant, reason: string | null): Promise<void> {
  await releaseLeaseOf(db, LEASE, thread);
  await recoverRuns(db, now, reason);
}

/**
 * Marks a running run failed, or queued again where there is no reason why, and removes what it has written; one that is
 * done after all is left alone.
 */
async function giveUp(db: Database, runId: number, reason: string | null, now: Instant): Promise<void> {
  if (reason === null) {
    const again = { state: 'queued', stage: 'waiting', done: 0, startedAt: null } as const;
    await db.manager.update(RunTable, { id: runId, state: 'running' }, again);
  } else {
    await failRun(db, runId, 'running', reason, now);
  }
  if (await db.manager.existsBy(RunTable, { id: runId, state: 'done' })) return;
  await db.manager.delete(SuggestionTable, { runId, state: 'draft' });
  await db.manager.delete(ProductStateTable, { runId });
  await removeSheets(db, runId, 'its');
  await removeStaleTotals(db, runId);
}

/** Marks a run failed that is in this state, and tells who wants to know. */
export async function failRun(
  db: Database,
  runId: number,
  from: 'queued' | 'running',
  reason: string,
  now: Instant,
): Promise<void> {
  await db.transaction(async (manager) => {
    const failed = { state: 'failed', error: reason.slice(0, ERROR_LENGTH), finishedAt: now } as const;
    const { affected } = await manager.update(RunTable, { id: runId, state: from }, failed);
    if (affected === 1) await manager.query(...runEvent({ runId, state: 'failed' }, now));
  });
}

async function discardStaleDrafts(db: Database, runId: number): Promise<void> {
  await db.query(`DELETE FROM suggestion WHERE state = 'draft' AND runId <> ?`, [runId]);
}

/** Progress is worth a write twice a second, not once a block. */
function throttle(
  tell: (stage: string, done: number) => Promise<void>,
): (stage: string, done: number) => Promise<void> {
  let last = 0;
  let lastStage = '';
  return async (stage, done) => {
    await breathe(); // SQLite answers without ever waiting: no timer would fire, and the lease would not be renewed
    const at = performance.now();
    if (stage === lastStage && at - last < 500) return;
    last = at;
    lastStage = stage;
    await tell(stage, done);
  };
}
