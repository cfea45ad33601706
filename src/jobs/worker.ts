import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '../core/refusal.js';
import { openDatabase } from '../db/database.js';
import { analyse } from '../flow/analyse.js';
import { runBacktest } from '../flow/rules/backtest.js';
import { ingestQueued } from '../flow/ingest.js';

/** What the web process asks a worker thread to do; the row of that id in `run`, `import_job` or `backtest` says the rest. */
export interface WorkerTask {
  url: string;
  kind: 'run' | 'import' | 'backtest';
  id: number;
}

/** What a worker says before it ends well: the row has come to its end, or another process has it or the turn. */
export type WorkerWord = 'ended' | 'not-mine';

const NOT_MINE = [
  'run-in-progress',
  'run-not-queued',
  'import-busy',
  'import-not-queued',
  'backtest-in-progress',
  'backtest-not-queued',
];

const task = workerData as WorkerTask;
const say = (word: WorkerWord): void => parentPort?.postMessage(word);
const db = await openDatabase(task.url);
try {
  if (task.kind === 'run') await analyse(db, task.id);
  else if (task.kind === 'backtest') await runBacktest(db, task.id);
  else await ingestQueued(db, task.id);
  say('ended');
} catch (error) {
  if (!(error instanceof Refusal) || !NOT_MINE.includes(error.code)) throw error;
  say('not-mine');
} finally {
  await db.close();
}
