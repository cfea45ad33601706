import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestOptions } from '../../src/flow/ingest.js';
import { packageRoot } from '../../src/flow/setup.js';
import type { Database } from '../../src/db/database.js';

/** LARISIN_TEST_DIST: a build elsewhere, e.g. while dist/ is being rebuilt. */
export const DIST = process.env.LARISIN_TEST_DIST ?? join(packageRoot(), 'dist');

export type Task = { url: string; now: number } & ({ runId: number } | { path: string; options: IngestOptions });

/** When to kill: so many ms after the process has said a word (`ready`, or a stage of a run). */
export interface Kill {
  after: string;
  ms: number;
}

/** What the process said, and how long after `ready` it was done; null: it was killed before. */
export interface Said {
  words: string[];
  doneMs: number | null;
}

/** Has another process do the task, and kills it (SIGKILL) meanwhile unless `kill` is null. */
export async function runProcess(task: Task, kill: Kill | null): Promise<Said> {
  if (!existsSync(join(DIST, 'src/flow/analyse.js'))) {
    throw new Error(`This test kills the compiled program, and ${DIST} is not built: npm run build`);
  }
  const script = join(packageRoot(), 'test/flow/kill-child.mjs');
  const child = spawn(process.execPath, [script, DIST, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const words: string[] = [];
  let errors = '';
  let readyAt = 0;
  let doneMs: number | null = null;
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  child.stdout.on('data', (data: Buffer) => {
    for (const word of data.toString().split('\n').filter(Boolean)) {
      words.push(word);
      if (word === 'ready') readyAt = performance.now();
      if (word === 'done') doneMs = performance.now() - readyAt;
      if (word === kill?.after) void sleep(kill.ms).then(() => child.kill('SIGKILL'));
    }
  });
  await new Promise((resolve) => child.once('close', resolve));
  if (errors !== '') throw new Error(errors);
  return { words, doneMs };
}

/** Waits until the server has noticed the death of a process: what that sent last is carried out or undone. */
export async function settled(db: Database): Promise<void> {
  if (db.dialect === 'sqlite') return;
  const busy = `SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND command <> 'Sleep' AND id <> CONNECTION_ID()`;
  do await sleep(20);
  while ((await db.query(busy)).length > 0);
}

/** Moments spread over a span of time: one in each of `count` equal parts, the same ones for the same seed. */
export function spread(count: number, spanMs: number, seed: number): number[] {
  const random = numbers(seed);
  return Array.from({ length: count }, (_, part) => ((part + random()) / count) * spanMs);
}

/** Pseudo-random numbers from 0 to 1 (mulberry32, public domain). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
