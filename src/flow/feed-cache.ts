import type { Channel } from '../core/intake/records.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { headSeq } from '../db/stores/feed.js';

/** How long another process's approval or hold may stay unseen; this process's own are seen at once. */
const HEAD_AGE_MS_MAX = 250;

/** A page ready to send. `etag` is strong: the same bytes have the same tag in every process. */
export interface SnapshotPage {
  etag: string;
  body: Buffer;
  /** Cursor of the next page; null on the last. */
  next: string | null;
}

export interface BuiltPage extends SnapshotPage {
  seq: number;
  /** The page holds for moments in [from, until): at `until` an entry begins or ends. */
  from: Instant;
  until: Instant;
  builtAt: number;
}

export interface ChannelCache {
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

  /** What `fresh` would answer without asking the database; null when it would ask. */
  atHand(code: string): ChannelCache | null {
    const known = this.channels.get(code);
    return known !== undefined && performance.now() - known.checkedAt < HEAD_AGE_MS_MAX ? known : null;
  }

  /** The channel and its newest `seq`, asked of the database at most four times a second, once for all who wait. */
  async fresh(code: string, find: () => Promise<Channel>): Promise<ChannelCache> {
    const known = this.atHand(code);
    if (known !== null) return known;
    let check = this.checking.get(code);
    if (check === undefined) {
      check = this.check(code, find).finally(() => {
        if (this.checking.get(code) === check) this.checking.delete(code);
      });
      this.checking.set(code, check);
    }
    return check;
  }

  private async check(code: string, find: () => Promise<Channel>): Promise<ChannelCache> {
    const { generation } = this;
    const startedAt = performance.now();
    const channel = await find();
    const seq = await headSeq(this.db, channel.id);
    const pages = this.channels.get(code)?.pages ?? new Map<string, BuiltPage>();
    const checkedAt = generation === this.generation ? startedAt : -Infinity;
    const cache = { channel, seq, checkedAt, pages };
    this.channels.set(code, cache);
    return cache;
  }
}

const caches = new WeakMap<Database, FeedCache>();

export function feedCacheOf(db: Database): FeedCache {
  let cache = caches.get(db);
  if (cache === undefined) caches.set(db, (cache = new FeedCache(db)));
  return cache;
}

/** Tells this process that a channel's entries, or the channel, have changed: call it after the commit. */
export function feedMoved(db: Database, channelId: number): void {
  caches.get(db)?.forget(channelId);
}
