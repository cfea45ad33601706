import { createHash } from 'node:crypto';
import { feedEntry, type Notation, type Snapshot } from '../contract/feed.js';
import { readSnapshotCursor, changesCursor, snapshotCursor } from '../core/feed/cursor.js';
import { phaseOf } from '../core/feed/make-entry.js';
import type { Channel } from '../core/intake/records.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { currentEntries, headSeq } from '../db/stores/feed.js';
import { readShop } from '../db/stores/settings.js';
import { findChannel } from './shop.js';

/** How long another process's approval may stay unseen; this process's own are seen at once. */
const HEAD_AGE_MS_MAX = 250;
/** Native ids and the shop's notation have no change log: a page is built again after this long. */
const PAGE_AGE_MS_MAX = 30_000;
const PAGES_MAX = 200;

/** A page ready to send. `etag` is strong: the same bytes have the same tag in every process. */
export interface SnapshotPage {
  etag: string;
  body: Buffer;
}

interface BuiltPage extends SnapshotPage {
  seq: number;
  /** The page holds for moments in [from, until): at `until` an entry begins or ends. */
  from: Instant;
  until: Instant;
  builtAt: number;
}

interface ChannelCache {
  channel: Channel;
  seq: number;
  checkedAt: number;
  pages: Map<string, BuiltPage>;
}

class FeedCache {
  private readonly channels = new Map<string, ChannelCache>();
  private readonly checking = new Map<string, Promise<ChannelCache>>();
  private generation = 0;

  constructor(private readonly db: Database) {}

  forget(channelId: number): void {
    this.generation++;
    this.checking.clear();
    for (const cache of this.channels.values()) if (cache.channel.id === channelId) cache.checkedAt = -Infinity;
  }

  /** The channel and its newest `seq`, asked of the database at most four times a second, once for all who wait. */
  async fresh(code: string): Promise<ChannelCache> {
    const known = this.channels.get(code);
    if (known !== undefined && performance.now() - known.checkedAt < HEAD_AGE_MS_MAX) return known;
    let check = this.checking.get(code);
    if (check === undefined) {
      check = this.check(code).finally(() => {
        if (this.checking.get(code) === check) this.checking.delete(code);
      });
      this.checking.set(code, check);
    }
    return check;
  }

  private async check(code: string): Promise<ChannelCache> {
    const { generation } = this;
    const startedAt = performance.now();
    const channel = await findChannel(this.db, code);
    const seq = await headSeq(this.db, channel.id);
    const pages = this.channels.get(code)?.pages ?? new Map<string, BuiltPage>();
    const checkedAt = generation === this.generation ? startedAt : -Infinity;
    const cache = { channel, seq, checkedAt, pages };
    this.channels.set(code, cache);
    return cache;
  }
}

const caches = new WeakMap<Database, FeedCache>();

function cacheOf(db: Database): FeedCache {
  let cache = caches.get(db);
  if (cache === undefined) caches.set(db, (cache = new FeedCache(db)));
  return cache;
}

/** Tells this process that a channel's entries or its hold have changed: call it after the commit. */
export function feedMoved(db: Database, channelId: number): void {
  caches.get(db)?.forget(channelId);
}

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
  const cache = await cacheOf(db).fresh(code);
  const { channel, seq, pages } = cache;
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
  return pageOf(JSON.stringify(hold));
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
  return { ...pageOf(JSON.stringify(snapshot)), seq, from: now, until, builtAt };
}

function pageOf(text: string): SnapshotPage {
  const body = Buffer.from(text);
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` };
}
