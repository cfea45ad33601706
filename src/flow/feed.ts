import type { AckItem, AckResults, Changes, Delivery, FeedEntry, FeedStatus } from '../contract/feed.js';
import { formatInstant } from '../contract/http.js';
import { changesCursor, readChangesCursor } from '../core/feed/cursor.js';
import type { Drift } from '../core/feed/drift.js';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import {
  changesAfter,
  deliveries,
  entriesByIds,
  headSeq,
  insertAcks,
  lockHead,
  type DeliveryRow,
} from '../db/stores/feed.js';
import { unknownOutcomes, type UnknownOutcome } from '../db/stores/drift.js';
import { readShop } from '../db/stores/settings.js';
import { SettingTable } from '../db/tables/shop.js';
import { channelDrifts } from './drift.js';
import { findChannel } from './shop.js';

const PULL_NOTED_EVERY_MS = 60_000;
/** A job that has so many outcomes to look up reports some of them first. */
const REPORTS_ASKED_MAX = 1_000;

/**
 * A channel's changes in the order of their commits, after a cursor. Never skips one and may be repeated at will.
 * @throws Refusal `unknown-channel`, `bad-cursor`, `cursor-ahead` (the database was put back to an older state)
 */
export async function readChanges(
  db: Database,
  code: string,
  query: { after?: string | undefined; limit: number },
  now: Instant,
): Promise<Changes> {
  const channel = await findChannel(db, code);
  const seq = query.after === undefined ? 0 : readChangesCursor(query.after, channel.id);
  const reportPrices = await askedReports(db.manager, channel.id, now);
  if (channel.isHeld) {
    const next = query.after ?? null;
    return {
      status: 'hold',
      channel: code,
      reason: channel.heldReason,
      entries: [],
      next,
      hasMore: false,
      reportPrices,
    };
  }
  const rows = await changesAfter(db, channel.id, seq, query.limit + 1);
  if (rows.length === 0 && seq > (await headSeq(db, channel.id))) {
    throw new Refusal(
      'conflict',
      'cursor-ahead',
      'This cursor is ahead of the feed, as after a restored backup. Read the snapshot and go on from its cursor.',
    );
  }
  const entries = rows.slice(0, query.limit).map((row) => ({
    ...(JSON.parse(row.body) as FeedEntry),
    cursor: changesCursor(channel.id, row.seq),
  }));
  const next = entries.at(-1)?.cursor ?? changesCursor(channel.id, seq);
  return { status: 'ok', channel: code, entries, next, hasMore: rows.length > query.limit, reportPrices };
}

/** What a job is asked to look up on the channel, because nobody knows whether an order went through. */
async function askedReports(manager: EntityManager, channelId: number, now: Instant): Promise<Changes['reportPrices']> {
  const unknown = await unknownOutcomes(manager, channelId, now, REPORTS_ASKED_MAX);
  return unknown.map(({ productId: _, ...asked }: UnknownOutcome) => asked);
}

/**
 * Takes what a sync job says it did, item by item: an unknown entry or an older revision is told, and the rest counts.
 * @throws Refusal `unknown-channel`
 */
export async function acknowledge(
  db: Database,
  code: string,
  items: AckItem[],
  by: Caller,
  now: Instant,
): Promise<AckResults> {
  const channel = await findChannel(db, code);
  return db.transaction(async (manager) => {
    await lockHead(db, manager, channel.id); // in turn with confirmations of price files
    const known = await entriesByIds(manager, channel.id, [...new Set(items.map((item) => item.id))]);
    const results = items.map((item) => ackResult(item, known.get(item.id)?.revision ?? null));
    const accepted = items.filter((_, i) => results[i]!.ok);
    await insertAcks(
      manager,
      accepted.map((item) => ({
        channelId: channel.id,
        entryId: item.id,
        revision: item.revision,
        status: item.status,
        code: item.code ?? null,
        message: item.message ?? null,
        appliedPrice: item.appliedPrice ?? null,
        at: item.at === undefined ? now : Math.min(Date.parse(item.at), now),
        actor: by.actor,
      })),
    );
    const refused = items.length - accepted.length;
    await recordAudit(manager, by, now, 'feed.ack', `channel:${code}`, { accepted: accepted.length, refused });
    const reportPrices = await askedReports(manager, channel.id, now);
    return { accepted: accepted.length, refused, items: results, reportPrices };
  });
}

function ackResult({ id, revision }: AckItem, current: number | null): AckResults['items'][number] {
  const refuse = (code: string, message: string) => ({
    id,
    revision,
    ok: false,
    code,
    message,
    currentRevision: current,
  });
  if (current === null) return refuse('unknown-entry', `This channel has no entry ${id}.`);
  if (revision < current) {
    return refuse(
      'old-revision',
      `Entry ${id} is at revision ${current} by now: read the changes and act on that one.`,
    );
  }
  if (revision > current) return refuse('unknown-revision', `Entry ${id} has only got to revision ${current}.`);
  return { id, revision, ok: true, code: null, message: null, currentRevision: current };
}

/** Where the channel's prices stand with its sync job: for the owner's eyes. */
export async function feedStatus(
  db: Database,
  code: string,
  query: { after?: number | undefined; limit: number; delivery?: Delivery | undefined },
  now: Instant,
): Promise<FeedStatus> {
  const channel = await findChannel(db, code);
  const { timeZone } = await readShop(db.manager);
  const time = (at: Instant | null): string | null => (at === null ? null : formatInstant(at, timeZone));
  const counts = { scheduled: 0, waiting: 0, exported: 0, live: 0, refused: 0, drifted: 0, unknown: 0 };
  const drifted = await channelDrifts(db, channel.id, now);
  const drifts = new Map(drifted.map(({ order, drift }) => [order?.entryId, drift]));
  const rows = (await deliveries(db, channel.id, now)).map((row) => {
    const drift = drifts.get(row.id) ?? null;
    return { row, drift, delivery: deliveryOf(row, drift, now) };
  });
  for (const { delivery } of rows) counts[delivery]++;
  const wanted = rows.filter(
    ({ row, delivery }) =>
      (query.delivery === undefined || query.delivery === delivery) && row.id < (query.after ?? Infinity),
  );
  const shown = wanted.slice(0, query.limit);
  return {
    channel: code,
    isHeld: channel.isHeld,
    heldReason: channel.heldReason,
    lastPullAt: time(await lastPull(db, channel.id)),
    counts,
    driftedListings: drifted.length,
    items: shown.map(({ row, drift, delivery }) => ({
      id: row.id,
      suggestionId: row.suggestionId,
      sku: row.sku,
      productName: row.productName,
      kind: row.kind,
      revision: row.revision,
      delivery,
      wanted: row.state === 'active' ? 'set' : 'stop',
      price: row.price,
      appliedPrice: row.appliedPrice,
      startsAt: formatInstant(row.startsAt, timeZone),
      endsAt: time(row.endsAt),
      code: row.ackCode,
      message: row.ackMessage,
      acknowledgedAt: time(row.ackAt),
      drift:
        drift === null ? null : { kind: drift.kind, theirs: drift.theirs, since: formatInstant(drift.since, timeZone) },
    })),
    next: wanted.length > query.limit ? shown.at(-1)!.row.id : null,
  };
}

function deliveryOf(row: DeliveryRow, drift: Drift | null, now: Instant): Delivery {
  const answer = row.ackRevision === row.revision ? row.ackStatus : null;
  if (answer !== null && answer !== 'applied' && answer !== 'unknown') return 'refused';
  if (answer === null && row.exportedAt !== null && drift === null) return 'exported';
  // A file without an end has no start either: what it put up is up, whenever the channel's promotions would have begun.
  const isCarried = answer === 'applied' && row.exportedAt !== null && row.revert === 'restorePrice';
  if (row.state === 'active' && now < row.startsAt && !isCarried) return answer === 'unknown' ? 'unknown' : 'scheduled';
  if (drift !== null) return 'drifted';
  if (answer === 'unknown') return 'unknown';
  return row.state === 'active' && answer !== null ? 'live' : 'waiting';
}

const pullSetting = (channelId: number): string => `feed.lastPull.${channelId}`;
const noted = new WeakMap<Database, Map<string, Instant>>();

/** Remembers that a sync job asked for this channel's prices; written at most once a minute. */
export async function notePull(db: Database, code: string, now: Instant): Promise<void> {
  let last = noted.get(db);
  if (last === undefined) noted.set(db, (last = new Map()));
  if (now - (last.get(code) ?? -Infinity) < PULL_NOTED_EVERY_MS) return;
  const channel = await findChannel(db, code);
  last.set(code, now);
  await db.manager.upsert(SettingTable, { name: pullSetting(channel.id), value: { at: now } }, ['name']);
}

async function lastPull(db: Database, channelId: number): Promise<Instant | null> {
  const row = await db.manager.findOneBy(SettingTable, { name: pullSetting(channelId) });
  return (row?.value as { at: Instant } | undefined)?.at ?? null;
}
