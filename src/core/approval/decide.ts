import { Refusal } from '../refusal.js';
import type { ZoneClock } from '../intake/zone.js';
import type { BasisPoints, Instant, Money } from '../units.js';
import type { Violation } from './price-check.js';
import type { Decision, Suggestion, SuggestionState } from './suggestion.js';
import { notAdjustable, termsOf, type Adjustment, type PricesNow, type Terms } from './terms.js';
import { windowFor } from './window.js';

export interface DecisionRequest {
  action: 'approve' | 'adjust' | 'reject';
  /** The version that the human saw; null: whatever it is now. */
  expectedVersion: number | null;
  /** Of an `adjust`: at least one is not null. */
  adjustment: Adjustment;
  reason: string | null;
  /** `APPROVE <sku>`, typed by the only approver of a shop in place of a second one. */
  confirmation: string | null;
}

/** Everything a decision depends on besides the suggestion and the request. */
export interface DecisionContext {
  now: Instant;
  actor: string;
  /** Logged in under a name of their own: two such names are two people. A command line's login is not. */
  isPerson: boolean;
  /** Active people who may approve. */
  approvers: number;
  /** Decisions on this suggestion so far, oldest first. */
  history: Decision[];
  prices: PricesNow;
  /** Cost, fees and margin floor of one unit; null when cost is unknown. */
  floorPrice: Money | null;
  secondApprovalAboveBp: BasisPoints;
  discountDays: number;
  clock: ZoneClock;
  /** Limits that a price would cross, against today's base price. */
  checkPrice(price: Money): Violation[];
}

export interface Grant extends Terms {
  kind: 'discount' | 'voucher' | 'bundle' | 'base';
  startsAt: Instant;
  /** Null: open. */
  endsAt: Instant | null;
}

/** What follows from a decision; nothing has happened yet. */
export interface Outcome {
  suggestion: Pick<Suggestion, 'state' | 'version' | 'openKey' | 'updatedAt'>;
  decision: Omit<Decision, 'id'>;
  /** The price entry to make. */
  grant: Grant | null;
  /** One person stood in for two, with a typed confirmation. */
  isAlone: boolean;
}

export const OPEN_STATES: SuggestionState[] = ['pending', 'half-approved'];
export const APPROVED_STATES: SuggestionState[] = ['approved', 'adjusted'];

/**
 * Decides on a suggestion: pending or half-approved -> approved, adjusted, rejected, or half-approved when a second
 * person is needed. An approval is held against today's base price and limits again, for both may have moved since the
 * engine proposed it.
 * @throws Refusal with the suggestion's current state and version in its values
 */
export function decide(suggestion: Suggestion, request: DecisionRequest, context: DecisionContext): Outcome {
  refuseUnlessOpen(suggestion, request.expectedVersion, context.now);
  if (request.action === 'reject') {
    return { ...step(suggestion, 'rejected', 'reject', request.reason, {}, context), grant: null, isAlone: false };
  }
  if (suggestion.kind === 'alert') {
    if (request.action === 'adjust') {
      throw new Refusal('invalid', 'not-adjustable', 'An alert proposes no price: approve it as seen, or reject it.');
    }
    return { ...step(suggestion, 'approved', 'approve', request.reason, {}, context), grant: null, isAlone: false };
  }
  return approve(suggestion, request, context);
}

function approve(suggestion: Suggestion, request: DecisionRequest, context: DecisionContext): Outcome {
  const proposal = suggestion.state === 'half-approved' ? proposalOf(context.history) : null;
  const isAdjust = request.action === 'adjust';
  const adjustment = isAdjust ? adjustmentOf(request) : (proposal?.adjustment ?? null);
  const grant = grantFor(suggestion, adjustment, context);

  const isSecond = proposal !== null && !isAdjust;
  const needsTwo = isSecond || needsSecond(suggestion, grant, adjustment, context);
  const isAlone = needsTwo && context.approvers <= 1;
  if (isAlone) requireConfirmation(suggestion, request);
  else if (needsTwo) requirePerson(suggestion, context);
  if (isSecond && !isAlone && proposal.actor === context.actor) {
    throw refusal(
      suggestion,
      'same-person',
      `${context.actor} gave the first approval of this price; someone else must give the second.`,
    );
  }
  const isFinal = !needsTwo || isSecond || isAlone;
  const to: SuggestionState = !isFinal ? 'half-approved' : adjustment === null ? 'approved' : 'adjusted';
  const action = isSecond ? 'second-approve' : request.action;
  const detail = {
    ...(adjustment === null ? {} : { adjustment }),
    ...(isFinal ? { price: grant.price, startsAt: grant.startsAt, endsAt: grant.endsAt } : {}),
    ...(isAlone ? { confirmation: request.confirmation } : {}),
  };
  return { ...step(suggestion, to, action, request.reason, detail, context), grant: isFinal ? grant : null, isAlone };
}

/** Takes an approval back: the price entry is withdrawn through the feed, nothing is deleted. */
export function withdraw(
  suggestion: Suggestion,
  entry: { state: string; endsAt: Instant | null } | null,
  request: { expectedVersion: number | null; reason: string | null },
  context: { now: Instant; actor: string },
): Pick<Outcome, 'suggestion' | 'decision'> {
  if (!APPROVED_STATES.includes(suggestion.state) || entry === null) {
    throw refusal(
      suggestion,
      'nothing-to-withdraw',
      `There is no approved price to take back: it is ${suggestion.state}.`,
    );
  }
  refuseOtherVersion(suggestion, request.expectedVersion);
  if (entry.state !== 'active' || (entry.endsAt !== null && entry.endsAt <= context.now)) {
    throw refusal(suggestion, 'already-ended', 'This price has ended already; there is nothing left to take back.');
  }
  return step(suggestion, 'withdrawn', 'withdraw', request.reason, {}, context);
}

/** Closes an open suggestion without a human: its time is over, or a newer run says something else. */
export function close(
  suggestion: Suggestion,
  action: 'expire' | 'supersede',
  context: { now: Instant; actor: string },
): Pick<Outcome, 'suggestion' | 'decision'> {
  const to = action === 'expire' ? 'expired' : 'superseded';
  if (!OPEN_STATES.includes(suggestion.state)) throw alreadyDecided(suggestion);
  return step(suggestion, to, action, null, {}, context);
}

function step(
  suggestion: Suggestion,
  to: SuggestionState,
  action: Decision['action'],
  reason: string | null,
  detail: Record<string, unknown>,
  { now, actor }: { now: Instant; actor: string },
): Pick<Outcome, 'suggestion' | 'decision'> {
  return {
    suggestion: {
      state: to,
      version: suggestion.version + 1,
      openKey: OPEN_STATES.includes(to) ? suggestion.openKey : null,
      updatedAt: now,
    },
    decision: {
      suggestionId: suggestion.id,
      action,
      fromState: suggestion.state,
      toState: to,
      actor,
      at: now,
      reason,
      detail,
    },
  };
}

function grantFor(suggestion: Suggestion, adjustment: Adjustment | null, context: DecisionContext): Grant {
  const { now, prices } = context;
  const { kind } = suggestion;
  refuseMovedPrices(suggestion, adjustment, prices);
  const terms = termsOf(suggestion, adjustment?.price ?? null, prices);
  const crossed = kind === 'restore' ? [] : kind === 'bundle' ? checkBundle(terms) : context.checkPrice(terms.price);
  if (crossed.length > 0) {
    throw new Refusal(
      'invalid',
      'crosses-guardrail',
      crossed.map((violation) => violation.message).join(' '),
      { ...stateOf(suggestion), price: terms.price },
      crossed.map(({ code, message }) => ({ path: 'price', code, message })),
    );
  }
  if (kind === 'restore') {
    if (adjustment !== null) throw notAdjustable();
    return { ...terms, kind: 'base', startsAt: Math.floor(now / 1000) * 1000, endsAt: null };
  }
  const window = windowFor(adjustment ?? { startsAt: null, endsAt: null }, now, context.discountDays, context.clock);
  return { ...terms, ...window, kind: kind as 'discount' | 'voucher' | 'bundle' };
}

/**
 * What was expected of a price holds only beside the prices that the engine saw. A price that a human names is held
 * against today's by itself; a voucher or bundle comes on top of the current price, so that one must not have fallen.
 */
function refuseMovedPrices(suggestion: Suggestion, adjustment: Adjustment | null, prices: PricesNow): void {
  const { kind, listPrice, currentPrice } = suggestion;
  if (kind === 'restore') return;
  const isNamed = adjustment !== null && adjustment.price !== null;
  const hasBaseMoved = kind !== 'bundle' && prices.base !== null && prices.base !== listPrice;
  const hasFallen = prices.current !== null && currentPrice !== null && prices.current < currentPrice;
  const isOnTop = kind === 'voucher' || kind === 'bundle';
  if ((hasBaseMoved && !isNamed) || (hasFallen && (isOnTop || !isNamed))) {
    const [was, is] = hasBaseMoved ? [listPrice, prices.base] : [currentPrice, prices.current];
    throw refusal(
      suggestion,
      'price-moved',
      `The ${hasBaseMoved ? 'base' : 'current'} price is ${is} now and was ${was} when this was suggested. Adjust the price, or wait for the next run.`,
      { basePrice: prices.base, currentPrice: prices.current },
    );
  }
}

function checkBundle({ price, listPrice }: Terms): Violation[] {
  if (price < listPrice) return [];
  return [
    { code: 'not-below-list', limit: listPrice, message: `A bundle must cost less than its parts, ${listPrice}.` },
  ];
}

/** A smaller cut than the engine's may do with one approval; a deeper one, or one below the floor, may not. */
function needsSecond(
  suggestion: Suggestion,
  grant: Grant,
  adjustment: Adjustment | null,
  { secondApprovalAboveBp, floorPrice }: DecisionContext,
): boolean {
  if (adjustment?.price == null) return suggestion.needsSecondApproval;
  const isBelowFloor = floorPrice !== null && grant.kind !== 'bundle' && grant.price < floorPrice;
  const isAsDeep = suggestion.needsSecondApproval && grant.price <= suggestion.price!;
  return isBelowFloor || isAsDeep || grant.discountBp > secondApprovalAboveBp;
}

/** The approval that waits for its second: whose it is and the price they gave. */
function proposalOf(history: Decision[]): { actor: string; adjustment: Adjustment | null } {
  const last = history.findLast((decision) => decision.toState === 'half-approved');
  if (last === undefined) throw new Error('broken assumption: half-approved without a first approval');
  return { actor: last.actor, adjustment: (last.detail.adjustment as Adjustment | undefined) ?? null };
}

function adjustmentOf({ adjustment }: DecisionRequest): Adjustment {
  if (adjustment.price === null && adjustment.startsAt === null && adjustment.endsAt === null) {
    throw new Refusal(
      'invalid',
      'nothing-adjusted',
      'An adjustment names a price, a start or an end. To keep all, approve.',
    );
  }
  return adjustment;
}

function requireConfirmation(suggestion: Suggestion, { confirmation, reason }: DecisionRequest): void {
  const wanted = `APPROVE ${suggestion.sku}`;
  if (confirmation !== wanted || reason === null || reason.trim() === '') {
    throw refusal(
      suggestion,
      'confirmation-needed',
      `This price needs two people and only one may approve here. Type "${wanted}" and a reason to approve it alone.`,
      { confirmation: wanted },
    );
  }
}

function requirePerson(suggestion: Suggestion, { isPerson }: DecisionContext): void {
  if (isPerson) return;
  throw new Refusal(
    'forbidden',
    'needs-named-person',
    'This price needs the approval of two people, each logged in under their own name; the command line cannot give it.',
    stateOf(suggestion),
  );
}

function refuseUnlessOpen(suggestion: Suggestion, expectedVersion: number | null, now: Instant): void {
  if (!OPEN_STATES.includes(suggestion.state)) throw alreadyDecided(suggestion);
  refuseOtherVersion(suggestion, expectedVersion);
  if (now >= suggestion.expiresAt) {
    throw refusal(suggestion, 'suggestion-expired', 'The time to decide on this is over; the next run suggests anew.');
  }
}

function refuseOtherVersion(suggestion: Suggestion, expectedVersion: number | null): void {
  if (expectedVersion === null || expectedVersion === suggestion.version) return;
  throw refusal(
    suggestion,
    'suggestion-changed',
    `This suggestion is at version ${suggestion.version} and you decided on ${expectedVersion}. Look at it again.`,
  );
}

const stateOf = ({ id, state, version }: Suggestion) => ({ suggestionId: id, state, version });

function refusal(suggestion: Suggestion, code: string, message: string, values: Record<string, unknown> = {}): Refusal {
  return new Refusal('conflict', code, message, { ...stateOf(suggestion), ...values });
}

const alreadyDecided = (suggestion: Suggestion): Refusal =>
  refusal(suggestion, 'already-decided', `This suggestion is closed: it is ${suggestion.state}.`);
