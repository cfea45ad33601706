import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../db/database.js';
import { analyse } from '../flow/analyse.js';
import { ingestQueued } from '../flow/ingest.js';

/** What the web process asks a worker thread to do; the row of that id in `run` or `import_job` says the rest. */
export interface WorkerTask {
  url: string;
  kind: 'run' | 'import';
  id: number;
}

const task = workerData as WorkerTask;
const db = await openDatabase(task.url);
try {
  if (task.kind === 'run') await analyse(db, task.id);
  else await ingestQueued(db, task.id);
  parentPort?.postMessage('done');
} finally {
  await db.close();
}
