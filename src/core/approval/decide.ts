import { formatPercent, inBoth } from '../pricing/money-text.js';
import { Refusal } from '../refusal.js';
import type { CampaignLock } from '../pricing/policy.js';
import type { ZoneClock } from '../intake/zone.js';
import type { BasisPoints, Instant, Money } from '../units.js';
import { restoreStart, type ChannelRules, type WindowKind } from './channel-window.js';
import type { Violation } from './price-check.js';
import type { LawFinding, Reduction } from './price-law.js';
import {
  alreadyDecided,
  APPROVED_STATES,
  OPEN_STATES,
  refusal,
  refuseIfExpired,
  refuseOtherVersion,
  stateOf,
  step,
  type Step,
} from './step.js';
import type { Decision, Suggestion, SuggestionState } from './suggestion.js';
import { notAdjustable, termsOf, type Adjustment, type PricesNow, type Terms } from './terms.js';
import { planWindow, windowFor, type AskedWindow, type PlannedWindow } from './window.js';

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
  /** What the channel takes, and what runs there now. */
  channel: ChannelRules;
  /** Limits that a price would cross, against today's base price. */
  checkPrice(price: Money): Violation[];
  /** What the shop's law says of a discount. */
  checkReduction(reduction: Reduction): LawFinding[];
  /** A lock of the calendar or the policy on the day on which the price would begin. */
  lock: CampaignLock | null;
  /** A boost on that day. */
  boost: BoostNow | null;
}

/** Wider limits that hold for some days. */
export interface BoostNow {
  name: string;
  /** The midnight after its last day. */
  endsAt: Instant;
  /** Whether a price would cross a limit without it: such a price ends with it. */
  isNeededFor(terms: Terms): boolean;
}

/** Why one person is not enough. */
export interface SecondReason {
  code: string;
  sentence: { id: string; en: string };
}

export interface Grant extends Terms {
  kind: 'discount' | 'voucher' | 'bundle' | 'base';
  startsAt: Instant;
  /** Null: open. */
  endsAt: Instant | null;
}

/** What follows from a decision; nothing has happened yet. */
export interface Outcome extends Step {
  /** The price entry to make. */
  grant: Grant | null;
  /** One person stood in for two, with a typed confirmation. */
  isAlone: boolean;
}

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
  const isSecond = proposal !== null && !isAdjust;
  const grant = grantFor(suggestion, adjustment, isSecond, context);
  const needsTwo = isSecond || whyTwo(suggestion, grant, adjustment?.price != null, context).length > 0;
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
): Step {
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
): Step {
  const to = action === 'expire' ? 'expired' : 'superseded';
  if (!OPEN_STATES.includes(suggestion.state)) throw alreadyDecided(suggestion);
  return step(suggestion, to, action, null, {}, context);
}

function grantFor(
  suggestion: Suggestion,
  adjustment: Adjustment | null,
  isSecond: boolean,
  context: DecisionContext,
): Grant {
  const { now, prices, lock } = context;
  const { kind } = suggestion;
  if (lock !== null) throw locked(suggestion, lock);
  refuseMovedPrices(suggestion, adjustment, prices);
  const terms = termsOf(suggestion, adjustment?.price ?? null, prices);
  const crossed = crossedBy(suggestion, terms, context);
  if (crossed.length > 0) throw crossing('crosses-guardrail', suggestion, terms, crossed);
  if (kind === 'restore') {
    if (adjustment !== null) throw notAdjustable();
    const { startsAt, crossed: held } = restoreStart(now, context.clock, context.channel);
    if (held.length > 0) throw crossing('crosses-channel-limit', suggestion, terms, held);
    return { ...terms, kind: 'base', startsAt, endsAt: null };
  }
  const asked = { ...(adjustment ?? { startsAt: null, endsAt: null }), mayMove: isSecond };
  const offered = kind as 'discount' | 'voucher' | 'bundle';
  const { window, crossed: notTaken } = windowIn(offered, terms, asked, context);
  if (notTaken.length > 0) throw crossing('crosses-channel-limit', suggestion, terms, notTaken);
  if (kind === 'discount') refuseUnlawful(suggestion, { ...terms, ...window }, context);
  return { ...terms, ...window, kind: offered };
}

function refuseUnlawful(suggestion: Suggestion, reduction: Reduction, context: DecisionContext): void {
  const crossed = context.checkReduction(reduction).filter(({ effect }) => effect === 'blocks');
  if (crossed.length === 0) return;
  const told = crossed.map((each) => ({ ...each, path: 'price' }));
  throw crossing('breaks-price-law', suggestion, reduction, told);
}

function crossing(
  code: 'crosses-guardrail' | 'crosses-channel-limit' | 'breaks-price-law',
  suggestion: Suggestion,
  { price }: Pick<Terms, 'price'>,
  crossed: { code: string; path: string; sentence: Violation['sentence'] }[],
): Refusal {
  return new Refusal(
    'invalid',
    code,
    crossed.map(({ sentence }) => sentence.en).join(' '),
    { ...stateOf(suggestion), price, crossed },
    crossed.map((each) => ({ path: each.path, code: each.code, message: each.sentence.en })),
  );
}

/** The window of a price, which a boost that it needs cuts short, and what of it the channel does not take. */
function windowIn(kind: WindowKind, terms: Terms, asked: AskedWindow, context: DecisionContext): PlannedWindow {
  const { now, discountDays, clock, channel, boost } = context;
  const planned = windowFor(kind, asked, now, discountDays, clock, channel);
  if (boost === null || planned.window.endsAt <= boost.endsAt || !boost.isNeededFor(terms)) return planned;
  const { name, endsAt } = boost;
  if (planned.window.startsAt >= endsAt) {
    const message = `Only ${name} allows this price, and it is over when the price begins. Let it begin earlier, or wait for the next run.`;
    throw new Refusal('invalid', 'outlasts-boost', message, { name, endsAt });
  }
  if (asked.endsAt === null) {
    return windowFor(kind, { ...asked, endsAt }, now, discountDays, clock, channel);
  }
  throw new Refusal(
    'invalid',
    'outlasts-boost',
    `Only ${name} allows this price, and it ends before the price does. Give an end on its last day or a smaller cut.`,
    { name, endsAt },
  );
}

function locked(suggestion: Suggestion, { name, from, to }: CampaignLock): Refusal {
  const message = `Prices stay from ${from} to ${to} (${name}). Let the price begin after that, or change the lock in the calendar.`;
  return refusal(suggestion, 'campaign-lock', message, { name, from, to });
}

/** When the price of a request would begin, of a second approval as the first one said; at once where nobody said. */
export function startOf(
  { kind }: Suggestion,
  request: DecisionRequest,
  history: Decision[],
  { now, clock, channel, discountDays }: Pick<DecisionContext, 'now' | 'clock' | 'channel' | 'discountDays'>,
): Instant {
  if (kind === 'alert') return now;
  if (kind === 'restore') return restoreStart(now, clock, channel).startsAt;
  const isSecond = request.action !== 'adjust' && history.some(({ toState }) => toState === 'half-approved');
  const adjustment = isSecond ? proposalOf(history).adjustment : request.adjustment;
  const asked = { ...(adjustment ?? { startsAt: null, endsAt: null }), mayMove: isSecond };
  return planWindow(kind, asked, now, discountDays, clock, channel).window.startsAt;
}

/**
 * What was expected of a price holds only beside the prices that the engine saw. A price that a human names is held
 * against today's by itself; a voucher or bundle comes on top of the current price, so that one must not have fallen, nor
 * be planned to be lower when the offer begins.
 */
function refuseMovedPrices(suggestion: Suggestion, adjustment: Adjustment | null, prices: PricesNow): void {
  const { kind, listPrice, currentPrice } = suggestion;
  if (kind === 'restore') return;
  const isNamed = adjustment !== null && adjustment.price !== null;
  const hasBaseMoved = kind !== 'bundle' && prices.base !== null && prices.base !== listPrice;
  const isOnTop = kind === 'voucher' || kind === 'bundle';
  const known = [prices.current, ...(isOnTop ? [prices.atStart ?? null] : [])].filter((price) => price !== null);
  const lowest = known.length === 0 ? null : Math.min(...known);
  const hasFallen = lowest !== null && currentPrice !== null && lowest < currentPrice;
  if ((hasBaseMoved && !isNamed) || (hasFallen && (isOnTop || !isNamed))) {
    const [was, is] = hasBaseMoved ? [listPrice, prices.base] : [currentPrice, lowest];
    const when = hasBaseMoved || is === prices.current ? 'now' : 'when this begins';
    throw refusal(
      suggestion,
      'price-moved',
      `The ${hasBaseMoved ? 'base' : 'current'} price is ${is} ${when} and was ${was} when this was suggested. Adjust the price, or wait for the next run.`,
      { basePrice: prices.base, currentPrice: prices.current },
    );
  }
}

/** The limits that terms cross; such a price is not published. */
function crossedBy({ kind }: Suggestion, terms: Terms, context: DecisionContext): Violation[] {
  if (kind === 'restore') return [];
  if (kind !== 'bundle') return context.checkPrice(terms.price);
  if (terms.price < terms.listPrice) return [];
  const sentence = {
    id: 'Paket harus lebih murah daripada isinya satu per satu.',
    en: 'A bundle must cost less than its parts.',
  };
  return [{ code: 'not-below-list', path: 'price', limit: terms.listPrice, sentence }];
}

/** Why one person is not enough for these terms; empty: one is. */
export function whyTwo(
  suggestion: Suggestion,
  terms: Terms,
  isPriceNamed: boolean,
  { secondApprovalAboveBp, floorPrice }: Pick<DecisionContext, 'secondApprovalAboveBp' | 'floorPrice'>,
): SecondReason[] {
  // A smaller cut than the engine's may do with one approval; a deeper one, or one below the floor, may not.
  const isProposed = suggestion.needsSecondApproval && (!isPriceNamed || terms.price <= suggestion.price!);
  if (isProposed) {
    const told = suggestion.why.guardrails.filter(({ effect }) => effect === 'needs-second-approval');
    if (told.length > 0) return told.map(({ name, sentence }) => ({ code: name, sentence }));
  }
  if (!isProposed && !isPriceNamed) return [];
  const reasons: SecondReason[] = [];
  if (floorPrice !== null && suggestion.kind !== 'bundle' && terms.price < floorPrice) {
    reasons.push({
      code: 'below-cost',
      sentence: {
        id: 'Perlu dua persetujuan: harga ini tidak menutup modal dan biaya kanal.',
        en: 'Two approvals are needed: this price does not cover cost and fees.',
      },
    });
  }
  if (isProposed || terms.discountBp > secondApprovalAboveBp) {
    const sentence = inBoth((l) => {
      const [cut, most] = [terms.discountBp, secondApprovalAboveBp].map((bp) => formatPercent(bp, l));
      return l === 'id'
        ? `Perlu dua persetujuan: potongan ${cut} (batas ${most}).`
        : `Two approvals are needed: a cut of ${cut} (the limit is ${most}).`;
    });
    reasons.push({ code: 'second-approval', sentence });
  }
  return reasons;
}

/** What the first of two approvals asked for, which the second one confirms; null: as proposed. */
export function waitingAdjustment(suggestion: Suggestion, history: Decision[]): Adjustment | null {
  return suggestion.state === 'half-approved' ? proposalOf(history).adjustment : null;
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
  refuseIfExpired(suggestion, now);
}
