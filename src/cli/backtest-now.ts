import { setTimeout as sleep } from 'node:timers/promises';
import type { Backtest } from '../core/backtest.js';
import { Refusal } from '../core/refusal.js';
import type { Day, Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import type { Caller } from '../db/stores/audit.js';
import { findBacktest } from '../db/stores/backtests.js';
import type { Progress } from '../flow/analyse.js';
import { cancelBacktest, requestBacktest, runBacktest, type BacktestRequest } from '../flow/rules/backtest.js';

const LOOK_EVERY_MS = 500;
const TAKEN_ELSEWHERE = ['backtest-in-progress', 'backtest-not-queued'];

/**
 * Requests a back-test and works it off here. A web process on the same database may take it from the queue first: then its
 * progress is followed until it ends there. Ctrl-C cancels it.
 * @throws Refusal `backtest-failed`, and what `requestBacktest` refuses
 */
export async function backtestNow(
  db: Database,
  request: BacktestRequest,
  by: Caller,
  today: Day,
  now: Instant,
  onProgress: Progress,
): Promise<Backtest> {
  const { id, days } = await requestBacktest(db, request, by, today, now);
  const cancel = (): void => void cancelBacktest(db, id, by, Date.now()).catch(() => undefined);
  process.once('SIGINT', cancel);
  try {
    for (;;) {
      try {
        await runBacktest(db, id, onProgress);
      } catch (error) {
        if (!(error instanceof Refusal) || !TAKEN_ELSEWHERE.includes(error.code)) throw error;
      }
      const backtest = await findBacktest(db, id);
      if (backtest.state === 'done') return backtest;
      if (backtest.state === 'failed' || backtest.state === 'cancelled') {
        const why = backtest.state === 'cancelled' ? 'was cancelled' : `failed: ${backtest.error ?? 'unknown cause'}`;
        throw new Refusal('unavailable', 'backtest-failed', `Back-test ${id} ${why}.`, { id, state: backtest.state });
      }
      onProgress('days', backtest.done, days.length);
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    process.off('SIGINT', cancel);
  }
}
