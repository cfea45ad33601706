import type { Feed } from '../../examples/sync-worker/src/feed.js';
import type { Database } from '../../src/db/database.js';
import { reportPrices } from '../../src/flow/drift.js';
import { acknowledge, readChanges } from '../../src/flow/feed.js';
import { snapshotPage } from '../../src/flow/snapshot.js';

/** The feed of a channel as its routes answer it, without HTTP between. */
export function flowFeed(db: Database, code: string, now: () => number): Feed {
  const by = { actor: `key:${code}`, ip: null };
  return {
    async prices(after) {
      const page = await snapshotPage(db, code, { limit: 500, ...(after === null ? {} : { after }) }, now());
      return JSON.parse(page.body.toString()) as Awaited<ReturnType<Feed['prices']>>;
    },
    changes: (after) => readChanges(db, code, { after, limit: 200 }, now()) as ReturnType<Feed['changes']>,
    acknowledge: (items) => acknowledge(db, code, items, by, now()),
    report: (items) => reportPrices(db, code, items, by, now()),
  };
}
