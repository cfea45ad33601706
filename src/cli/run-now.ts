import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../core/refusal.js';
import type { Run, RunCause } from '../core/run.js';
import type { Day } from '../core/units.js';
import type { Database } from '../db/database.js';
import { RunTable } from '../db/tables/engine.js';
import { analyse, recoverRunOf, requestRun, type Progress } from '../flow/analyse.js';

const LOOK_EVERY_MS = 500;
const STOPS = ['SIGINT', 'SIGTERM'] as const;
const MAIN_THREAD = 0;
const EXIT_INTERRUPTED = 130;
const TAKEN_ELSEWHERE = ['run-in-progress', 'run-not-queued'];

/**
 * Requests a run and works it off here. A web process on the same database may take it from the queue first: then its
 * progress is followed until it ends there. Ctrl-C gives the run up at once: nobody waits for the lease to run out.
 * @throws Refusal `run-in-progress` (another run is under way), `day-in-future`, `run-failed`
 */
export async function runNow(
  db: Database,
  request: { asOf: Day; today: Day; cause: RunCause; createdBy: string },
  onProgress: Progress,
): Promise<Run> {
  const { id } = await requestRun(db, request, Date.now());
  const giveUp = (): void =>
    void recoverRunOf(db, MAIN_THREAD, Date.now(), 'It was stopped by hand. Nothing of it was published.').finally(() =>
      process.exit(EXIT_INTERRUPTED),
    );
  for (const signal of STOPS) process.once(signal, giveUp);
  try {
    return await follow(db, id, onProgress);
  } finally {
    for (const signal of STOPS) process.off(signal, giveUp);
  }
}

async function follow(db: Database, id: number, onProgress: Progress): Promise<Run> {
  for (;;) {
    try {
      await analyse(db, id, onProgress);
    } catch (error) {
      if (!(error instanceof Refusal) || !TAKEN_ELSEWHERE.includes(error.code)) throw error;
    }
    const run = await db.manager.findOneByOrFail(RunTable, { id });
    if (run.state === 'done') return run;
    if (run.state === 'failed') {
      throw new Refusal('unavailable', 'run-failed', `Run ${id} failed: ${run.error ?? 'unknown cause'}`, {
        runId: id,
      });
    }
    onProgress(run.stage, run.done, run.total);
    await sleep(LOOK_EVERY_MS);
  }
}
