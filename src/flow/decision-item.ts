import type { EntityManager } from 'typeorm';
import type { Role } from '../core/access.js';
import type { Outcome } from '../core/approval/decide.js';
import type { Suggestion, SuggestionState } from '../core/approval/suggestion.js';
import { Refusal } from '../core/refusal.js';
import type { Database } from '../db/database.js';
import { recordAudit, type Caller } from '../db/stores/audit.js';
import { lastDecisionOf, lockSuggestion } from '../db/stores/suggestions.js';

/** Who decides: a user (with id and role) or somebody at the command line (both null). Never a key. */
export interface Approver extends Caller {
  role: Role | null;
  userId: number | null;
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

/** @throws Refusal `not-an-approver` */
export function refuseStrangers(by: Approver): void {
  const mayApprove = by.role === 'owner' || by.role === 'merchandiser' || by.actor.startsWith('cli:');
  if (mayApprove) return;
  throw new Refusal('forbidden', 'not-an-approver', 'Only an owner or a merchandiser may decide on suggestions.');
}

/** @throws Refusal `too-many-decisions` */
export function refuseTooMany(count: number): void {
  if (count <= DECISIONS_MAX) return;
  throw new Refusal(
    'tooLarge',
    'too-many-decisions',
    `${count} decisions are too many for one call, which takes ${DECISIONS_MAX}: send them in several.`,
    { max: DECISIONS_MAX },
  );
}

/** The suggestion under a lock. @throws Refusal `unknown-suggestion` */
export async function lockedSuggestion(db: Database, manager: EntityManager, id: number): Promise<Suggestion> {
  const suggestion = await lockSuggestion(db, manager, id);
  if (suggestion !== null && suggestion.state !== 'draft') return suggestion;
  throw new Refusal('notFound', 'unknown-suggestion', `There is no suggestion ${id}.`, { suggestionId: id });
}

/** Writes down in the audit log what was decided. */
export async function auditDecision(
  manager: EntityManager,
  by: Caller,
  suggestion: Suggestion,
  { decision, isAlone = false, grant = null }: Pick<Outcome, 'decision'> & Partial<Outcome>,
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

/** Does the work on one item; a refusal is its result, and tells who decided what before when that is why. */
export async function itemResult(
  db: Database,
  id: number,
  work: () => Promise<Omit<ItemResult, 'refusal'>>,
): Promise<ItemResult> {
  try {
    return { ...(await work()), refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const refusal = await withDecider(db, id, error);
    const { state = null, version = null } = refusal.values as Partial<Pick<ItemResult, 'state' | 'version'>>;
    return { id, state, version, entryId: null, refusal };
  }
}

/** What was decided meanwhile, by whom and when: without it a conflict leaves its reader guessing. */
async function withDecider(db: Database, id: number, refusal: Refusal): Promise<Refusal> {
  if (refusal.kind !== 'conflict' || !('state' in refusal.values)) return refusal;
  const last = await lastDecisionOf(db.manager, id);
  if (last === null) return refusal;
  const { action, actor, at, reason } = last;
  const decided = { action, by: actor, at: new Date(at).toISOString(), reason };
  return new Refusal(refusal.kind, refusal.code, refusal.message, { ...refusal.values, decided }, refusal.issues);
}
