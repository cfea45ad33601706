import { createHash } from 'node:crypto';
import { feedEntry, type Notation, type Snapshot } from '../contract/feed.js';
import { readSnapshotCursor, changesCursor, snapshotCursor } from '../core/feed/cursor.js';
import { driftOf } from '../core/feed/drift.js';
import { phaseOf } from '../core/feed/make-entry.js';
import type { Channel } from '../core/intake/records.js';
import type { PriceEntry } from '../core/feed/entry.js';
import type { Instant, Money } from '../core/units.js';
import type { Database } from '../db/database.js';
import { sightedListings } from '../db/stores/drift.js';
import { currentEntries } from '../db/stores/feed.js';
import { readShop } from '../db/stores/settings.js';
import { feedCacheOf, type BuiltPage, type ChannelCache, type SnapshotPage } from './feed-cache.js';
import { findChannel } from './shop.js';

/** Native ids, the shop's notation and what was seen on the channel have no change log: a page is built again after this long. */
const PAGE_AGE_MS_MAX = 30_000;
const PAGES_MAX = 200;

export interface PageQuery {
  after?: string | undefined;
  limit: number;
}

/**
 * What should be live on a channel now and next, one page of it, as bytes with their ETag. Unchanged pages come from
 * memory: a page is built again when the channel has a new change, or when the clock passes a start or an end in it.
 * @throws Refusal `unknown-channel`, `bad-cursor`
 */
export async function snapshotPage(db: Database, code: string, query: PageQuery, now: Instant): Promise<SnapshotPage> {
  const cache = await feedCacheOf(db).fresh(code, () => findChannel(db, code));
  if (cache.channel.isHeld) return holdPage(cache.channel);
  const known = goodPage(cache, query, now);
  if (known !== null) return known;
  const { channel, seq, pages } = cache;
  const built = await buildPage(db, channel, seq, query, now);
  if (pages.size >= PAGES_MAX) pages.clear();
  pages.set(keyOf(query), built);
  return built;
}

/** The same page when it needs neither the database nor any building; null when it does. */
export function pageAtHand(db: Database, code: string, query: PageQuery, now: Instant): SnapshotPage | null {
  const cache = feedCacheOf(db).atHand(code);
  return cache === null || cache.channel.isHeld ? null : goodPage(cache, query, now);
}

function goodPage({ pages, seq }: ChannelCache, query: PageQuery, now: Instant): BuiltPage | null {
  const known = pages.get(keyOf(query));
  const isGood =
    known !== undefined &&
    known.seq === seq &&
    known.from <= now &&
    now < known.until &&
    performance.now() - known.builtAt < PAGE_AGE_MS_MAX;
  return isGood ? known : null;
}

const keyOf = ({ limit, after }: PageQuery): string => `${limit}:${after ?? ''}`;

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
  query: PageQuery,
  now: Instant,
): Promise<BuiltPage> {
  const builtAt = performance.now();
  const afterId = query.after === undefined ? 0 : readSnapshotCursor(query.after, channel.id);
  const notation: Notation = await readShop(db.manager);
  const rows = await currentEntries(db, channel.id, now, afterId, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const productIds = [...new Set(shown.map(({ productId }) => productId))];
  const seen = await sightedListings(db.manager, channel.id, productIds, now);
  const outsideEdit = (entry: PriceEntry): Money | null => {
    const { sighting, order, basePrice } = seen.get(entry.productId)!;
    if (order?.entryId !== entry.id) return null;
    const drift = driftOf(sighting, order, basePrice, now);
    return drift?.kind === 'outside-edit' ? drift.theirs : null;
  };
  const snapshot: Snapshot = {
    status: 'ok',
    channel: channel.code,
    entries: shown.map((row) => ({
      ...feedEntry(row, 'set', null, row, notation),
      state: phaseOf(row, now) === 'scheduled' ? 'scheduled' : 'live',
      outsideEdit: outsideEdit(row),
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
