import type { EntityManager } from 'typeorm';
import { decide as decideOne, withdraw as withdrawOne, close, type DecisionRequest } from '../core/approval/decide.js';
import { newerSuggestion, reopen as reopenOne } from '../core/approval/reopen.js';
import { keyOf, type Step } from '../core/approval/step.js';
import type { Suggestion } from '../core/approval/suggestion.js';
import type { Shop } from '../core/access.js';
import { Refusal } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import { isDuplicate, type Database } from '../db/database.js';
import { recordAudit, SYSTEM } from '../db/stores/audit.js';
import { entryOfSuggestion, mayBeUp } from '../db/stores/feed.js';
import { readShop } from '../db/stores/settings.js';
import {
  decisionsOf,
  dueSuggestions,
  isKeyTaken,
  lockSuggestion,
  measureSelection,
  saveOutcome,
  selectedIds,
  type SuggestionFilter,
} from '../db/stores/suggestions.js';
import { decisionContext, readDecisionSettings, type DecisionSettings } from './decision-context.js';
import {
  auditDecision,
  DECISIONS_MAX,
  itemResult,
  lockedSuggestion,
  refuseStrangers,
  refuseTooMany,
  type Approver,
  type ItemResult,
} from './decision-item.js';
import { endDueEntries, lockListing, publishGrant, withdrawEntry } from './entries.js';
import { feedMoved } from './feed-cache.js';
import { notePrice } from './webhooks/events.js';

export interface ItemRequest extends DecisionRequest {
  id: number;
}

/**
 * Decides on suggestions one by one, in the order given. Each is a transaction of its own: decision, price entry, feed
 * changes and audit line become true together, and one that is refused undoes no other. Of several callers who decide on
 * one suggestion at once, the first one wins and the others are told its state.
 * @throws Refusal `not-an-approver`, `too-many-decisions`
 */
export async function decide(db: Database, by: Approver, requests: ItemRequest[], now: Instant): Promise<ItemResult[]> {
  refuseStrangers(by);
  refuseTooMany(requests.length);
  const settings = await readDecisionSettings(db.manager);
  const results: ItemResult[] = [];
  for (const request of requests) {
    results.push(await itemResult(db, request.id, () => decideInTransaction(db, by, request, settings, now)));
  }
  return results;
}

/** Where a selection goes on after one call. */
export interface SelectionPlace {
  afterId: number;
  throughId: number;
}

export interface SelectionResult {
  results: ItemResult[];
  /** Null: the selection is done. */
  next: SelectionPlace | null;
  /** Open suggestions that the further calls will come to. */
  left: number;
}

/**
 * Decides on all open suggestions that a filter matches, if they are as many as the caller saw: so many in one call, the
 * further ones from the place that it answers with. What is suggested after the first call is not in the selection, and
 * what others decide on meanwhile is passed over.
 * @throws Refusal `selection-changed` with the number of now
 */
export async function decideSelection(
  db: Database,
  by: Approver,
  selection: { filter: SuggestionFilter; expectedCount: number; from: SelectionPlace | null; limit: number },
  request: { action: 'approve' | 'reject'; reason: string | null },
  now: Instant,
): Promise<SelectionResult> {
  refuseStrangers(by);
  const { filter, expectedCount, from } = selection;
  const range = { filter, afterId: from?.afterId ?? 0, throughId: from?.throughId ?? null };
  const { count, lastId } = await measureSelection(db, range);
  if (from === null && count !== expectedCount) {
    throw new Refusal(
      'conflict',
      'selection-changed',
      `${count} suggestions match now, not ${expectedCount}. Look at the list again.`,
      { count, expectedCount },
    );
  }
  const throughId = from?.throughId ?? lastId;
  const ids = await selectedIds(db, { ...range, throughId }, Math.min(selection.limit, DECISIONS_MAX));
  const adjustment = { price: null, startsAt: null, endsAt: null };
  const items = ids.map(({ id, version }) => ({
    ...request,
    id,
    expectedVersion: version,
    adjustment,
    confirmation: null,
  }));
  const results = await decide(db, by, items, now);
  const left = count - ids.length;
  return { results, left, next: left > 0 ? { afterId: ids.at(-1)!.id, throughId } : null };
}

/** An item of a withdrawal or a reopening. */
export interface UndoRequest {
  id: number;
  expectedVersion: number | null;
  reason: string | null;
}

/** What became of a withdrawal. */
export interface WithdrawalResult extends ItemResult {
  /** The price may be up, by a sync job or a price file: the old one is put back. Else the channel never showed it. */
  wasLive: boolean;
}

/**
 * Takes approvals back, one transaction each: the feed tells the readers to put the price back.
 * @param toInbox opens the suggestion again in the same step, where its time is not over
 */
export async function withdraw(
  db: Database,
  by: Approver,
  requests: UndoRequest[],
  now: Instant,
  toInbox = false,
): Promise<WithdrawalResult[]> {
  refuseStrangers(by);
  refuseTooMany(requests.length);
  const shop = await readShop(db.manager);
  const results: WithdrawalResult[] = [];
  for (const request of requests) {
    let wasLive = false;
    const result = await itemResult(db, request.id, async () => {
      const done = await withdrawInTransaction(db, by, request, shop, toInbox, now);
      ({ wasLive } = done);
      return done.result;
    });
    results.push({ ...result, wasLive });
  }
  return results;
}

/** Opens suggestions again, one transaction each: rejected, seen, half approved or withdrawn ones whose time is not over. */
export async function reopen(db: Database, by: Approver, requests: UndoRequest[], now: Instant): Promise<ItemResult[]> {
  refuseStrangers(by);
  refuseTooMany(requests.length);
  const results: ItemResult[] = [];
  for (const request of requests) {
    const result = await itemResult(db, request.id, () =>
      db.transaction(async (manager) => {
        const suggestion = await lockedSuggestion(db, manager, request.id);
        const step = await reopenLocked(manager, by, suggestion, request, now);
        const { state, version } = step.suggestion;
        return { id: suggestion.id, state, version, entryId: null };
      }),
    );
    results.push(result);
  }
  return results;
}

async function reopenLocked(
  manager: EntityManager,
  by: Approver,
  suggestion: Suggestion,
  request: UndoRequest,
  now: Instant,
): Promise<Step> {
  const isTaken = await isKeyTaken(manager, keyOf(suggestion), suggestion.id);
  const step = reopenOne(suggestion, request, { now, actor: by.actor, isTaken });
  try {
    await saveOutcome(manager, suggestion, step);
  } catch (error) {
    if (isDuplicate(error)) throw newerSuggestion(suggestion); // published since it was looked for
    throw error;
  }
  await auditDecision(manager, by, suggestion, step, null);
  return step;
}

/** Null: its time is over or a newer one is open; the price is taken back all the same. */
async function reopenIfPossible(
  manager: EntityManager,
  by: Approver,
  suggestion: Suggestion,
  now: Instant,
): Promise<Step | null> {
  try {
    return await reopenLocked(manager, by, suggestion, { id: suggestion.id, expectedVersion: null, reason: null }, now);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/**
 * What the clock decides: suggestions whose time is over expire, prices that are over end in the feed. To be called every
 * minute or so; being late, or running in two processes at once, changes nothing in what comes out.
 */
export async function expireDue(db: Database, now: Instant): Promise<{ expired: number; ended: number }> {
  let expired = 0;
  for (const id of await dueSuggestions(db, now)) {
    const isDone = await db.transaction(async (manager) => {
      const suggestion = await lockSuggestion(db, manager, id);
      const isOpen = suggestion?.state === 'pending' || suggestion?.state === 'half-approved';
      if (suggestion === null || !isOpen || suggestion.expiresAt > now) return false;
      await saveOutcome(manager, suggestion, close(suggestion, 'expire', { now, actor: SYSTEM.actor }));
      await recordAudit(manager, SYSTEM, now, 'suggestion.expire', `suggestion:${id}`, { sku: suggestion.sku });
      return true;
    });
    if (isDone) expired++;
  }
  return { expired, ended: await endDueEntries(db, now) };
}

async function decideInTransaction(
  db: Database,
  by: Approver,
  request: ItemRequest,
  settings: DecisionSettings,
  now: Instant,
): Promise<Omit<ItemResult, 'refusal'>> {
  const { channelId, result } = await db.transaction(async (manager) => {
    const suggestion = await lockedSuggestion(db, manager, request.id);
    const needsPrice = request.action !== 'reject' && suggestion.kind !== 'alert';
    const listing = needsPrice ? await lockListing(db, manager, suggestion, now) : null;
    const history = suggestion.state === 'half-approved' ? await decisionsOf(manager, suggestion.id) : [];
    const context = decisionContext(by, suggestion, listing, history, settings, request, now);
    const outcome = decideOne(suggestion, request, context);
    await saveOutcome(manager, suggestion, outcome);
    const afterSeq = listing?.head.seq ?? 0;
    const entry =
      outcome.grant === null || listing === null
        ? null
        : await publishGrant(
            manager,
            listing,
            outcome.grant,
            suggestion,
            outcome.decision,
            settings.shop,
            settings.clock,
            context.channel.profile.endsBy,
          );
    if (entry !== null) await notePrice(db, manager, 'price.approved', entry, afterSeq, now);
    await auditDecision(manager, by, suggestion, outcome, entry?.id ?? null);
    const { state, version } = outcome.suggestion;
    const result = { id: suggestion.id, state, version, entryId: entry?.id ?? null };
    return { channelId: suggestion.channelId, result };
  });
  if (result.entryId !== null) feedMoved(db, channelId);
  return result;
}

async function withdrawInTransaction(
  db: Database,
  by: Approver,
  request: UndoRequest,
  shop: Shop,
  toInbox: boolean,
  now: Instant,
): Promise<{ result: Omit<ItemResult, 'refusal'>; wasLive: boolean }> {
  const { channelId, ...done } = await db.transaction(async (manager) => {
    const suggestion = await lockedSuggestion(db, manager, request.id);
    const listing = await lockListing(db, manager, suggestion, now);
    const entry = await entryOfSuggestion(manager, suggestion.id);
    const outcome = withdrawOne(suggestion, entry, request, { now, actor: by.actor });
    const wasLive = await mayBeUp(manager, entry!.id);
    await saveOutcome(manager, suggestion, outcome);
    const afterSeq = listing.head.seq;
    await withdrawEntry(manager, listing, entry!, shop, now);
    await notePrice(db, manager, 'price.withdrawn', entry!, afterSeq, now);
    await auditDecision(manager, by, suggestion, outcome, entry!.id);
    let { state, version } = outcome.suggestion;
    if (toInbox) {
      const withdrawn = { ...suggestion, ...outcome.suggestion };
      const opened = await reopenIfPossible(manager, by, withdrawn, now);
      if (opened !== null) ({ state, version } = opened.suggestion);
    }
    const result = { id: suggestion.id, state, version, entryId: entry!.id };
    return { channelId: suggestion.channelId, result, wasLive };
  });
  feedMoved(db, channelId);
  return done;
}
