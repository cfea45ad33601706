import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fromJson, type Database } from '../../src/db/database.js';
import { SYSTEM } from '../../src/db/stores/audit.js';
import { addEndpoint } from '../../src/flow/webhooks/endpoints.js';
import { packageFolder } from '../../src/outside/package-files.js';
import { DATABASES } from '../database.js';
import { freshShop, NOW, suggest } from './decide-shop.js';

const SUGGESTIONS = 400;
const KILLS = 8;
/** LARISIN_TEST_DIST: a build elsewhere, e.g. while dist/ is being rebuilt. */
const DIST = process.env.LARISIN_TEST_DIST ?? join(packageFolder(), 'dist');

/** Starts the approving child; kills it after `afterMs` of work. True when it got to the end before. */
async function approveUntilKilled(url: string, afterMs: number): Promise<boolean> {
  const script = join(packageFolder(), 'test/flow/decide-kill-child.mjs');
  const child = spawn(process.execPath, [script, DIST, url, String(NOW)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.includes('ready')) resolve();
    });
    child.once('exit', () => reject(new Error(`the child ended before it was ready: ${errors}`)));
  });
  await ready;
  await Promise.race([sleep(afterMs), exited]);
  child.kill('SIGKILL');
  await exited;
  if (errors !== '') throw new Error(errors);
  return output.includes('done');
}

interface Counts {
  state: string;
  decisions: number;
  entries: number;
  changes: number;
  audits: number;
}

/** For every suggestion what there is of it; the groups that occur. */
async function traces(db: Database): Promise<(Counts & { n: number })[]> {
  const subject = db.dialect === 'sqlite' ? `'suggestion:' || s.id` : `CONCAT('suggestion:', s.id)`;
  return db.query(
    `SELECT state, decisions, entries, changes, audits, COUNT(*) AS n FROM (
       SELECT s.state,
         (SELECT COUNT(*) FROM decision d WHERE d.suggestionId = s.id) AS decisions,
         (SELECT COUNT(*) FROM price_entry e WHERE e.suggestionId = s.id) AS entries,
         (SELECT COUNT(*) FROM feed_change f JOIN price_entry e ON e.id = f.entryId WHERE e.suggestionId = s.id) AS changes,
         (SELECT COUNT(*) FROM audit a WHERE a.subject = ${subject}) AS audits
       FROM suggestion s) t
     GROUP BY state, decisions, entries, changes, audits ORDER BY state`,
  );
}

/** Of how many approvals the events that wait to be sent tell. */
async function toldOf(db: Database): Promise<number> {
  const events = await db.query<{ data: unknown }>('SELECT data FROM webhook_event');
  return events.reduce((sum, { data }) => sum + fromJson<{ count: number }>(data).count, 0);
}

describe.each(DATABASES)('approvals that are killed (SIGKILL) on %s', (kind) => {
  it('are there whole or not at all, and the next process goes on', { timeout: 300_000 }, async () => {
    if (!existsSync(join(DIST, 'src/flow/decide.js'))) {
      throw new Error(`This test kills the compiled program, and ${DIST} is not built: npm run build`);
    }
    const db = await freshShop(kind, SUGGESTIONS);
    for (let product = 1; product <= SUGGESTIONS; product++) await suggest(db, product, (product % 2) + 1);
    const wish = { url: 'https://example.com/', types: ['price.approved' as const], channels: null };
    await addEndpoint(db, wish, SYSTEM, NOW, false);
    let stoppedMidway = 0;
    let approved = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      await approveUntilKilled(db.url, Math.random() * 250);
      const now = await traces(db);
      const whole = now.find((row) => row.state === 'approved');
      const untouched = now.find((row) => row.state === 'pending');
      // Nothing between: only these two kinds of suggestion exist.
      expect(now).toHaveLength([whole, untouched].filter(Boolean).length);
      if (whole) expect(whole).toMatchObject({ decisions: 1, entries: 1, changes: 1, audits: 1 });
      if (untouched) expect(untouched).toMatchObject({ decisions: 0, entries: 0, changes: 0, audits: 0 });
      if (whole && untouched && whole.n > approved) stoppedMidway++;
      approved = whole?.n ?? 0;
      expect(await toldOf(db)).toBe(approved); // told of as often as it happened
    }
    expect(stoppedMidway).toBeGreaterThan(0);
    expect(await approveUntilKilled(db.url, 120_000)).toBe(true);
    expect(await traces(db)).toEqual([
      { state: 'approved', decisions: 1, entries: 1, changes: 1, audits: 1, n: SUGGESTIONS },
    ]);
    expect(await toldOf(db)).toBe(SUGGESTIONS);
    const heads = await db.query<{ seq: number; last: number; n: number }>(
      `SELECT h.seq, MAX(f.seq) AS last, COUNT(*) AS n FROM feed_head h JOIN feed_change f ON f.channelId = h.channelId
       GROUP BY h.channelId, h.seq`,
    );
    // No number was given out and lost: a reader sees 1, 2, 3 ... on each channel.
    expect(heads).toEqual([200, 200].map((n) => ({ seq: n, last: n, n })));
  });
});
