import type { EntityManager } from 'typeorm';
import type { Role } from '../core/access.js';
import { decide as decideOne, withdraw as withdrawOne, close, type DecisionRequest } from '../core/approval/decide.js';
import type { Outcome } from '../core/approval/decide.js';
import { violations } from '../core/approval/price-check.js';
import type { Suggestion, SuggestionState } from '../core/approval/suggestion.js';
import { ZoneClock } from '../core/intake/zone.js';
import { limitsFor } from '../core/pricing/limits.js';
import type { Policy } from '../core/pricing/policy.js';
import type { Shop } from '../core/access.js';
import { Refusal } from '../core/refusal.js';
import type { Instant } from '../core/units.js';
import type { Database } from '../db/database.js';
import { recordAudit, SYSTEM, type Caller } from '../db/stores/audit.js';
import { entryOfSuggestion } from '../db/stores/feed.js';
import { currentPolicy, readShop } from '../db/stores/settings.js';
import {
  activeApprovers,
  decisionsOf,
  dueSuggestions,
  lockSuggestion,
  matchingIds,
  saveOutcome,
  type SuggestionFilter,
} from '../db/stores/suggestions.js';
import { endDueEntries, lockListing, publishGrant, withdrawEntry } from './entries.js';
import { feedMoved } from './feed-cache.js';

/** Who decides: a user (with id and role) or somebody at the command line (both null). Never a key. */
export interface Approver extends Caller {
  role: Role | null;
  userId: number | null;
}

export interface ItemRequest extends DecisionRequest {
  id: number;
}

/** What became of one item; `refusal` is null when it was done. */
export interface ItemResult {
  id: number;
  state: SuggestionState | null;
  version: number | null;
  /** The price entry that was made or withdrawn. */
  entryId: number | null;
  refusal: Refusal | null;
}

/** One call decides on this many at most; more are asked for in further calls. */
export const DECISIONS_MAX = 1000;

interface Settings {
  policy: Policy;
  shop: Shop;
  clock: ZoneClock;
  approvers: number;
}

/**
 * Decides on suggestions one by one, in the order given. Each is a transaction of its own: decision, price entry, feed
 * changes and audit line become true together, and one that is refused undoes no other. Of several callers who decide on
 * one suggestion at once, the first one wins and the others are told its state.
 * @throws Refusal `not-an-approver`, `too-many-decisions`
 */
export async function decide(db: Database, by: Approver, requests: ItemRequest[], now: Instant): Promise<ItemResult[]> {
  refuseStrangers(by);
  if (requests.length > DECISIONS_MAX) throw tooMany(requests.length);
  const settings = await readSettings(db);
  const results: ItemResult[] = [];
  for (const request of requests) {
    results.push(await itemResult(request.id, () => decideInTransaction(db, by, request, settings, now)));
  }
  return results;
}

/**
 * Decides on all open suggestions that a filter matches, if they are as many as the caller saw.
 * @throws Refusal `selection-changed` with the number of now
 */
export async function decideSelection(
  db: Database,
  by: Approver,
  filter: SuggestionFilter,
  expectedCount: number,
  request: { action: 'approve' | 'reject'; reason: string | null },
  now: Instant,
): Promise<ItemResult[]> {
  refuseStrangers(by);
  const ids = await matchingIds(db, filter, DECISIONS_MAX + 1);
  if (ids.length > DECISIONS_MAX) throw tooMany(ids.length);
  if (ids.length !== expectedCount) {
    throw new Refusal(
      'conflict',
      'selection-changed',
      `${ids.length} suggestions match now, not ${expectedCount}. Look at the list again.`,
      { count: ids.length, expectedCount },
    );
  }
  const adjustment = { price: null, startsAt: null, endsAt: null };
  const items = ids.map(({ id, version }) => ({
    ...request,
    id,
    expectedVersion: version,
    adjustment,
    confirmation: null,
  }));
  return decide(db, by, items, now);
}

/** Takes approvals back, one transaction each: the feed tells the readers to put the price back. */
export async function withdraw(
  db: Database,
  by: Approver,
  requests: { id: number; expectedVersion: number | null; reason: string | null }[],
  now: Instant,
): Promise<ItemResult[]> {
  refuseStrangers(by);
  if (requests.length > DECISIONS_MAX) throw tooMany(requests.length);
  const shop = await readShop(db.manager);
  const results: ItemResult[] = [];
  for (const request of requests) {
    results.push(await itemResult(request.id, () => withdrawInTransaction(db, by, request, shop, now)));
  }
  return results;
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
  settings: Settings,
  now: Instant,
): Promise<Omit<ItemResult, 'refusal'>> {
  const { channelId, result } = await db.transaction(async (manager) => {
    const suggestion = await findOpen(db, manager, request.id);
    const needsPrice = request.action !== 'reject' && suggestion.kind !== 'alert';
    const listing = needsPrice ? await lockListing(db, manager, suggestion, now) : null;
    const limits = limitsFor(settings.policy, suggestion.channelCode, suggestion.category);
    const floor = suggestion.why.facts['margin.floorPrice'];
    const floorPrice = typeof floor === 'number' ? floor : null;
    const basePrice = listing?.basePrice ?? null;
    const isCostUnknown = suggestion.why.facts['product.costKnown'] === false;
    const maxDiscountBp = Math.min(
      limits.maxDiscountBp,
      isCostUnknown ? limits.unknownCostMaxDiscountBp : limits.maxDiscountBp,
    );
    const outcome = decideOne(suggestion, request, {
      now,
      actor: by.actor,
      isPerson: by.userId !== null,
      approvers: settings.approvers,
      history: suggestion.state === 'half-approved' ? await decisionsOf(manager, suggestion.id) : [],
      prices: { base: basePrice, current: listing?.currentPrice ?? null },
      floorPrice,
      secondApprovalAboveBp: limits.secondApprovalAboveBp,
      discountDays: settings.policy.discountDays,
      clock: settings.clock,
      checkPrice: (price) =>
        violations(price, {
          listPrice: basePrice ?? suggestion.listPrice ?? price,
          floorPrice,
          belowCostAllowed: limits.belowCostAllowed,
          maxDiscountBp,
          minPrice: listing?.facts.minPrice ?? null,
          maxPrice: listing?.facts.maxPrice ?? null,
        }),
    });
    await saveOutcome(manager, suggestion, outcome);
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
          );
    await audit(manager, by, suggestion, outcome, entry?.id ?? null);
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
  request: { id: number; expectedVersion: number | null; reason: string | null },
  shop: Shop,
  now: Instant,
): Promise<Omit<ItemResult, 'refusal'>> {
  const { channelId, result } = await db.transaction(async (manager) => {
    const suggestion = await findOpen(db, manager, request.id);
    const listing = await lockListing(db, manager, suggestion, now);
    const entry = await entryOfSuggestion(manager, suggestion.id);
    const outcome = withdrawOne(suggestion, entry, request, { now, actor: by.actor });
    await saveOutcome(manager, suggestion, outcome);
    await withdrawEntry(manager, listing, entry!, shop, now);
    await audit(manager, by, suggestion, { ...outcome, grant: null, isAlone: false }, entry!.id);
    const { state, version } = outcome.suggestion;
    return { channelId: suggestion.channelId, result: { id: suggestion.id, state, version, entryId: entry!.id } };
  });
  feedMoved(db, channelId);
  return result;
}

async function findOpen(db: Database, manager: EntityManager, id: number): Promise<Suggestion> {
  const suggestion = await lockSuggestion(db, manager, id);
  if (suggestion !== null && suggestion.state !== 'draft') return suggestion;
  throw new Refusal('notFound', 'unknown-suggestion', `There is no suggestion ${id}.`, { suggestionId: id });
}

async function audit(
  manager: EntityManager,
  by: Caller,
  suggestion: Suggestion,
  { decision, isAlone, grant }: Outcome,
  entryId: number | null,
): Promise<void> {
  const action = isAlone ? 'suggestion.approve-alone' : `suggestion.${decision.action}`;
  await recordAudit(manager, by, decision.at, action, `suggestion:${suggestion.id}`, {
    sku: suggestion.sku,
    channel: suggestion.channelCode,
    from: decision.fromState,
    to: decision.toState,
    ...(grant === null ? {} : { price: grant.price }),
    ...(entryId === null ? {} : { entryId }),
    ...(decision.reason === null ? {} : { reason: decision.reason }),
  });
}

async function itemResult(id: number, work: () => Promise<Omit<ItemResult, 'refusal'>>): Promise<ItemResult> {
  try {
    return { ...(await work()), refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { state = null, version = null } = error.values as Partial<Pick<ItemResult, 'state' | 'version'>>;
    return { id, state, version, entryId: null, refusal: error };
  }
}

async function readSettings(db: Database): Promise<Settings> {
  const shop = await readShop(db.manager);
  const { body: policy } = await currentPolicy(db.manager);
  return { policy, shop, clock: new ZoneClock(shop.timeZone), approvers: await activeApprovers(db.manager) };
}

function refuseStrangers(by: Approver): void {
  const mayApprove = by.role === 'owner' || by.role === 'merchandiser' || by.actor.startsWith('cli:');
  if (mayApprove) return;
  throw new Refusal('forbidden', 'not-an-approver', 'Only an owner or a merchandiser may decide on suggestions.');
}

const tooMany = (count: number): Refusal =>
  new Refusal(
    'tooLarge',
    'too-many-decisions',
    `${count > DECISIONS_MAX ? `More than ${DECISIONS_MAX}` : count} decisions are too many for one call: narrow the selection.`,
    { max: DECISIONS_MAX },
  );
