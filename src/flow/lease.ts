import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';
import { isDuplicate, type Database } from '../db/database.js';
import { LeaseTable } from '../db/tables/engine.js';

/** A holder that has not renewed for so long is taken for dead. */
const LEASE_MS = 60_000;
const RENEW_MS = 15_000;

export interface HeldLease {
  name: string;
  holder: string;
  /** Grows with every new holder: a holder that lost its lease finds another number and must not write any more. */
  fence: number;
  /** Aborted when the lease was lost, e.g. because this process slept too long. */
  lost: AbortSignal;
  release(): Promise<void>;
}

/** The start of what a thread of this process calls itself as a holder. */
const holderPrefix = (thread: number): string => `${hostname().slice(0, 63)}:${process.pid}:${thread}:`;

/**
 * Takes the lease `name`, or answers null when another process, thread or call holds it. It is renewed until released;
 * a killed holder's lease can be taken after a minute.
 */
export async function acquireLease(
  db: Database,
  name: string,
  now: () => number = Date.now,
): Promise<HeldLease | null> {
  const holder = `${holderPrefix(threadId)}${randomUUID()}`;
  const fence = await take(db, name, holder, now());
  if (fence === null) return null;
  const lost = new AbortController();
  const timer = setInterval(() => {
    db.query(`UPDATE lease SET expiresAt = ? WHERE name = ? AND holder = ?`, [now() + LEASE_MS, name, holder])
      .then(() => db.manager.findOneBy(LeaseTable, { name }))
      .then((row) => {
        if (row?.holder !== holder) lost.abort();
      })
      .catch(() => undefined); // the database is away: tried again in 15 s; the fence guards what is written
  }, RENEW_MS);
  timer.unref();
  return {
    name,
    holder,
    fence,
    lost: lost.signal,
    async release() {
      clearInterval(timer);
      await db.query(`UPDATE lease SET expiresAt = 0 WHERE name = ? AND holder = ?`, [name, holder]);
    },
  };
}

async function take(db: Database, name: string, holder: string, now: number): Promise<number | null> {
  try {
    return await db.transaction(async (manager) => {
      const rows: { fence: number; expiresAt: number }[] = await manager.query(
        `SELECT fence, expiresAt FROM lease WHERE name = ?${db.forUpdate}`,
        [name],
      );
      const row = rows[0];
      if (row === undefined) {
        await manager.insert(LeaseTable, { name, holder, fence: 1, expiresAt: now + LEASE_MS });
        return 1;
      }
      if (Number(row.expiresAt) > now) return null;
      await manager.update(LeaseTable, { name }, { holder, fence: row.fence + 1, expiresAt: now + LEASE_MS });
      return row.fence + 1;
    });
  } catch (error) {
    if (isDuplicate(error)) return null; // two met at the very first take
    throw error;
  }
}

/** Gives up what a worker thread of this process held when it ended: nobody has to wait until it has run out. */
export async function releaseLeaseOf(db: Database, name: string, thread: number): Promise<void> {
  const prefix = holderPrefix(thread);
  await db.query(`UPDATE lease SET expiresAt = 0 WHERE name = ? AND SUBSTR(holder, 1, ?) = ?`, [
    name,
    prefix.length,
    prefix,
  ]);
}

/** True while anyone holds the lease. */
export async function isLeaseHeld(db: Database, name: string, now: number): Promise<boolean> {
  const row = await db.manager.findOneBy(LeaseTable, { name });
  return row !== null && row.expiresAt > now;
}
