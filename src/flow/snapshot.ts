import { createHash } from 'node:crypto';
import { feedEntry, type Notation, type Snapshot } from '../contract/feed.js';
import { readSnapshotCursor, changesCursor, snapshotCursor } from '../core/feed/cursor.js';
import { phaseOf } from '../core/feed/make-entry.js';
import type { Channel } from '../core/intake/records.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { currentEntries } from '../db/stores/feed.js';
import { readShop } from '../db/stores/settings.js';
import { feedCacheOf, type BuiltPage, type SnapshotPage } from './feed-cache.js';
import { findChannel } from './shop.js';

/** Native ids and the shop's notation have no change log: a page is built again after this long. */
const PAGE_AGE_MS_MAX = 30_000;
const PAGES_MAX = 200;

/**
 * What should be live on a channel now and next, one page of it, as bytes with their ETag. Unchanged pages come from
 * memory: a page is built again when the channel has a new change, or when the clock passes a start or an end in it.
 * @throws Refusal `unknown-channel`, `bad-cursor`
 */
export async function snapshotPage(
  db: Database,
  code: string,
  query: { after?: string | undefined; limit: number },
  now: Instant,
): Promise<SnapshotPage> {
  const { channel, seq, pages } = await feedCacheOf(db).fresh(code, () => findChannel(db, code));
  if (channel.isHeld) return holdPage(channel);
  const key = `${query.limit}:${query.after ?? ''}`;
  const known = pages.get(key);
  const isGood =
    known !== undefined &&
    known.seq === seq &&
    known.from <= now &&
    now < known.until &&
    performance.now() - known.builtAt < PAGE_AGE_MS_MAX;
  if (isGood) return known;
  const built = await buildPage(db, channel, seq, query, now);
  if (pages.size >= PAGES_MAX) pages.clear();
  pages.set(key, built);
  return built;
}

function holdPage(channel: Channel): SnapshotPage {
  const hold: Snapshot = {
    status: 'hold',
    channel: channel.code,
    reason: channel.heldReason,
    entries: [],
    next: null,
    cursor: null,
  };
  return pageOf(JSON.stringify(hold), null);
}

async function buildPage(
  db: Database,
  channel: Channel,
  seq: number,
  query: { after?: string | undefined; limit: number },
  now: Instant,
): Promise<BuiltPage> {
  const builtAt = performance.now();
  const afterId = query.after === undefined ? 0 : readSnapshotCursor(query.after, channel.id);
  const notation: Notation = await readShop(db.manager);
  const rows = await currentEntries(db, channel.id, now, afterId, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const snapshot: Snapshot = {
    status: 'ok',
    channel: channel.code,
    entries: shown.map((row) => ({
      ...feedEntry(row, 'set', null, row, notation),
      state: phaseOf(row, now) === 'scheduled' ? 'scheduled' : 'live',
    })),
    next: rows.length > query.limit ? snapshotCursor(channel.id, shown.at(-1)!.id) : null,
    // Read before the entries: what is approved meanwhile may stand in both, and is harmless twice.
    cursor: changesCursor(channel.id, seq),
  };
  const boundaries = rows.flatMap((row) => [row.startsAt, row.endsAt ?? row.expiresAt]).filter((at) => at > now);
  const until = boundaries.reduce((first, at) => Math.min(first, at), Infinity);
  return { ...pageOf(JSON.stringify(snapshot), snapshot.next), seq, from: now, until, builtAt };
}

function pageOf(text: string, next: string | null): SnapshotPage {
  const body = Buffer.from(text);
  return { body, next, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` };
}
