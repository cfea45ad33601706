import type { EntityManager } from 'typeorm';
import { feedEntry, type FeedEntry, type Notation } from '../contract/feed.js';
import type { Grant } from '../core/approval/decide.js';
import type { Suggestion } from '../core/approval/suggestion.js';
import type { FeedAction, PriceEntry } from '../core/feed/entry.js';
import { makeEntry, phaseOf, plannedPrice, shortenEntry, stopEntry } from '../core/feed/make-entry.js';
import { makeRoom } from '../core/feed/make-room.js';
import { ledgerOf, type LedgerInterval } from '../core/ledger/intervals.js';
import type { ZoneClock } from '../core/intake/zone.js';
import type { ChannelProfile } from '../core/pricing/channel-profile.js';
import type { Instant, Money } from '../core/units.js';
import type { Database } from '../db/database.js';
import { recordAudit, SYSTEM } from '../db/stores/audit.js';
import {
  appendChanges,
  channelsWithDueEntries,
  dueEntries,
  entriesOfListing,
  listingFacts,
  lockHead,
  type ListingFacts,
} from '../db/stores/feed.js';
import { ledgerFactsOf } from '../db/stores/ledger.js';
import { readShop } from '../db/stores/settings.js';
import { PriceEntryTable, type FeedHead } from '../db/tables/engine.js';
import { feedMoved } from './feed-cache.js';

const ENTRIES_PER_TRANSACTION = 200;

/** What is for sale on a channel, and at which price now. */
export interface Listing {
  facts: ListingFacts;
  entries: PriceEntry[];
  basePrice: Money | null;
  currentPrice: Money | null;
  /** Its effective prices, so far and as planned. */
  ledger: LedgerInterval[];
}

/** A listing under its channel's lock: nobody else changes its entries until the transaction ends. */
export interface LockedListing extends Listing {
  head: FeedHead;
}

export async function lockListing(
  db: Database,
  manager: EntityManager,
  { productId, channelId }: { productId: number; channelId: number },
  now: Instant,
): Promise<LockedListing> {
  const head = await lockHead(db, manager, channelId);
  return { head, ...(await readListing(manager, { productId, channelId }, now)) };
}

export async function readListing(
  manager: EntityManager,
  { productId, channelId }: { productId: number; channelId: number },
  now: Instant,
): Promise<Listing> {
  const facts = await listingFacts(manager, productId, channelId);
  const entries = await entriesOfListing(manager, productId, channelId);
  const basePrice = facts.listingPrice ?? facts.productPrice;
  const currentPrice = plannedPrice(entries, now, basePrice);
  const ledger = ledgerOf(await ledgerFactsOf(manager, { productId, channelId }, facts.listingPrice, entries));
  return { facts, entries, basePrice, currentPrice, ledger };
}

/** Makes the entry of an approval, ends or shortens what it replaces, and tells the channel's readers of all of it. */
export async function publishGrant(
  manager: EntityManager,
  listing: LockedListing,
  grant: Grant,
  suggestion: Suggestion,
  decision: { actor: string; at: Instant },
  notation: Notation,
  clock: ZoneClock,
  endsBy: ChannelProfile['endsBy'],
): Promise<PriceEntry> {
  const { facts, entries, head, basePrice, ledger } = listing;
  const now = decision.at;
  const active = entries.filter((entry) => entry.state === 'active');
  const room = makeRoom(active, grant, now);
  const change = changesOf(facts, notation);
  for (const { entry, reason } of room.end) {
    const stopped = stopEntry(entry, 'ended', now, basePrice);
    change.add(await saved(manager, stopped), 'ended', reason);
  }
  for (const entry of room.shorten) {
    const shortened = shortenEntry(entry, grant.startsAt);
    change.add(await saved(manager, shortened), 'set', null);
  }
  const isPlanned = grant.startsAt > now;
  const currentPrice = isPlanned ? plannedPrice(entries, grant.startsAt, basePrice, 'before') : listing.currentPrice;
  const known = { endsBy, basePrice, currentPrice, ledger };
  const made = makeEntry({ ...grant, endsAt: room.endsAt }, suggestion, known, decision, clock);
  const entry = await manager.save(PriceEntryTable, made);
  change.add(entry, 'set', null);
  await appendChanges(manager, head, change.list, now);
  return entry;
}

/**
 * Takes an entry back. `undone`: the price before it is to be restored; `accepted`: what the channel shows stays, and is
 * the base price of the listing by now.
 */
export async function withdrawEntry(
  manager: EntityManager,
  listing: Pick<LockedListing, 'head' | 'facts' | 'basePrice'>,
  entry: PriceEntry,
  notation: Notation,
  now: Instant,
  reason: 'undone' | 'accepted' = 'undone',
): Promise<PriceEntry> {
  const change = changesOf(listing.facts, notation);
  const stopped = await saved(manager, stopEntry(entry, 'withdrawn', now, listing.basePrice));
  change.add(stopped, 'withdraw', reason);
  await appendChanges(manager, listing.head, change.list, now);
  return stopped;
}

/** Tells the readers of an entry once more, as a revision of its own; `shown` is what the channel shows until then. */
export async function sendAgain(
  manager: EntityManager,
  { head, facts }: Pick<LockedListing, 'head' | 'facts'>,
  entry: PriceEntry,
  shown: Money,
  notation: Notation,
  now: Instant,
): Promise<PriceEntry> {
  const change = changesOf(facts, notation);
  const again = await saved(manager, { ...entry, revision: entry.revision + 1, expectedCurrentPrice: shown });
  if (again.state === 'active') change.add(again, 'set', null);
  else if (again.state === 'withdrawn') change.add(again, 'withdraw', 'undone');
  else change.add(again, 'ended', 'over');
  await appendChanges(manager, head, change.list, now);
  return again;
}

/**
 * Ends the entries whose time is over and tells the readers. May come late or run twice at once: an entry is ended once,
 * with the end that it was given. Where another price of the listing has begun, the reader is told not to put the old
 * one back.
 * @returns how many entries ended
 */
export async function endDueEntries(db: Database, now: Instant): Promise<number> {
  const notation = await readShop(db.manager);
  let ended = 0;
  for (const channelId of await channelsWithDueEntries(db, now)) {
    for (let count = ENTRIES_PER_TRANSACTION; count === ENTRIES_PER_TRANSACTION; ended += count) {
      count = await db.transaction((manager) => endSome(db, manager, channelId, notation, now));
    }
    feedMoved(db, channelId);
  }
  return ended;
}

async function endSome(
  db: Database,
  manager: EntityManager,
  channelId: number,
  notation: Notation,
  now: Instant,
): Promise<number> {
  const head = await lockHead(db, manager, channelId);
  const due = await dueEntries(manager, channelId, now, ENTRIES_PER_TRANSACTION);
  const changes: { entry: PriceEntry; action: FeedAction; body: string }[] = [];
  for (const entry of due) {
    const facts = await listingFacts(manager, entry.productId, channelId);
    const others = await entriesOfListing(manager, entry.productId, channelId);
    const isTakenOver =
      isPublic(entry) &&
      others.some((other) => other.id !== entry.id && isPublic(other) && phaseOf(other, now) === 'live');
    const change = changesOf(facts, notation);
    const stopped = stopEntry(entry, 'ended', now, facts.listingPrice ?? facts.productPrice);
    change.add(await saved(manager, stopped), 'ended', isTakenOver ? 'replaced' : 'over');
    changes.push(...change.list);
    await recordAudit(manager, SYSTEM, now, 'price.end', `price:${entry.id}`, { sku: entry.sku });
  }
  await appendChanges(manager, head, changes, now);
  return due.length;
}

/** Changes the price that everyone sees; a voucher or bundle leaves it alone. */
const isPublic = ({ kind }: PriceEntry): boolean => kind === 'discount' || kind === 'base';

async function saved(manager: EntityManager, entry: PriceEntry): Promise<PriceEntry> {
  const { id, state, revision, endsAt, expiresAt, revertPrice, expectedCurrentPrice } = entry;
  const change = { state, revision, endsAt, expiresAt, revertPrice, expectedCurrentPrice };
  await manager.update(PriceEntryTable, { id }, change);
  return entry;
}

function changesOf(facts: ListingFacts, notation: Notation) {
  const list: { entry: PriceEntry; action: FeedAction; body: string }[] = [];
  return {
    list,
    add(entry: PriceEntry, action: FeedAction, reason: FeedEntry['reason']): void {
      list.push({ entry, action, body: JSON.stringify(feedEntry(entry, action, reason, facts, notation)) });
    },
  };
}
