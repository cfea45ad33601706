import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestOptions } from '../../src/flow/ingest.js';
import { packageFolder } from '../../src/outside/package-files.js';
import type { Database } from '../../src/db/database.js';

/** LARISIN_TEST_DIST: a build elsewhere, e.g. while dist/ is being rebuilt. */
export const DIST = process.env.LARISIN_TEST_DIST ?? join(packageFolder(), 'dist');

export type Task = { url: string; now: number } & ({ runId: number } | { path: string; options: IngestOptions });

/** When to kill: so many ms after the process has opened the database, or before the statement of a number. */
export type Kill = { afterMs: number } | { dieAt: number };

/** When the process first said each word: ms since it was ready, statements sent. Without `done` if killed before. */
export type Said = Record<string, { ms: number; statements: number }>;

/** Has another process do the task, and kills it (SIGKILL) meanwhile unless `kill` is null. */
export async function runProcess(task: Task, kill: Kill | null): Promise<Said> {
  if (!existsSync(join(DIST, 'src/flow/analyse.js'))) {
    throw new Error(`This test kills the compiled program, and ${DIST} is not built: npm run build`);
  }
  const script = join(packageFolder(), 'test/flow/kill-child.mjs');
  const json = JSON.stringify({ ...task, ...kill });
  const child = spawn(process.execPath, [script, DIST, json], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Said = {};
  let errors = '';
  let readyAt = 0;
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  child.stdout.on('data', (data: Buffer) => {
    for (const line of data.toString().split('\n').filter(Boolean)) {
      const [word, statements] = line.split(' ');
      if (word === 'ready') readyAt = performance.now();
      said[word!] ??= { ms: performance.now() - readyAt, statements: Number(statements) };
      if (word === 'open' && kill !== null && 'afterMs' in kill) {
        void sleep(kill.afterMs).then(() => child.kill('SIGKILL'));
      }
    }
  });
  await new Promise((resolve) => child.once('close', resolve));
  if (errors !== '') throw new Error(errors);
  return said;
}

/** Waits until the server has noticed the death of a process: what that sent last is carried out or undone. */
export async function settled(db: Database): Promise<void> {
  if (db.dialect === 'sqlite') return;
  const busy = `SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND command <> 'Sleep' AND id <> CONNECTION_ID()`;
  do await sleep(20);
  while ((await db.query(busy)).length > 0);
}

/** Numbers spread from `from` to `to`: one in each of `count` equal parts, the same ones for the same seed. */
export function spread(count: number, from: number, to: number, seed: number): number[] {
  const random = numbers(seed);
  return Array.from({ length: count }, (_, part) => from + ((part + random()) / count) * (to - from));
}

/** Moments to kill a task at, from what it said when nobody killed it: by the clock, and by its statements. */
export function killsOf(said: Said, timed: number, counted: number, late: number, seed: number): Kill[] {
  const { open, done } = said as { open: Said[string]; done: Said[string] };
  const statements = [
    ...spread(counted, open.statements, done.statements, seed + 1),
    ...spread(late, Math.max(open.statements, done.statements - LATE_STATEMENTS), done.statements + 1, seed + 2),
  ];
  return [
    ...spread(timed, 0, (done.ms - open.ms) * 1.1, seed).map((afterMs) => ({ afterMs })),
    ...statements.map((at) => ({ dieAt: Math.ceil(at) })),
  ];
}

/** The last statements of an import or a run are those that show it. */
const LATE_STATEMENTS = 16;

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
