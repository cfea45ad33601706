import type { RunChanges, RunChangesQuery } from '../contract/runs.js';
import { Refusal } from '../core/refusal.js';
import type { Run } from '../core/run.js';
import { formatDay } from '../core/units.js';
import type { Database } from '../db/database.js';
import {
  listFlagChanges,
  listSuggestionChanges,
  sumFlagChanges,
  sumSuggestionChanges,
  type ChangedSuggestion,
  type RunSpan,
  type TurnedProduct,
} from '../db/stores/run-changes.js';
import { goodRunBefore } from '../db/stores/runs.js';

/** Which rows, how many, and after how many of them. */
export interface ChangesPage {
  change: RunChangesQuery['change'];
  limit: number;
  offset: number;
}

/**
 * What a run changed against the good run before it, and a page of the rows.
 * @returns all of the reply but its cursor; one row more than the limit where there are more
 * @throws Refusal `run-not-done`
 */
export async function runChanges(
  db: Database,
  run: Run,
  { change, limit, offset }: ChangesPage,
): Promise<Omit<RunChanges, 'next'>> {
  if (run.state !== 'done') {
    const message = `Run ${run.id} is ${run.state}: what it changed is known once it is done.`;
    throw new Refusal('conflict', 'run-not-done', message, { runId: run.id, state: run.state });
  }
  const before = await goodRunBefore(db.manager, run.id);
  const span: RunSpan = { run, since: before?.finishedAt ?? null };
  const sum = (each: 'new' | 'changed' | 'gone' | 'decided') => sumSuggestionChanges(db, each, span);
  let suggestions: ChangedSuggestion[] = [];
  let products: TurnedProduct[] = [];
  if (change === 'flagged' || change === 'cleared') {
    products = await listFlagChanges(db, run.id, change, limit + 1, offset);
  } else {
    suggestions = await listSuggestionChanges(db, change, span, limit + 1, offset);
  }
  return {
    run: named(run),
    before: before === null ? null : named(before),
    totals: {
      new: await sum('new'),
      changed: await sum('changed'),
      gone: await sum('gone'),
      decided: await sum('decided'),
      ...(await sumFlagChanges(db, run.id)),
    },
    stale: {
      units: run.totals?.staleUnits ?? 0,
      value: run.totals?.staleValue ?? 0,
      unitsBefore: before?.totals?.staleUnits ?? null,
      valueBefore: before?.totals?.staleValue ?? null,
    },
    suggestions,
    products,
  };
}

const named = ({ id, asOf }: Run) => ({ id, asOf: formatDay(asOf) });
