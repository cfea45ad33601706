import { discountBpOf } from '../pricing/discount.js';
import { PRICE_MAX, unitProfit } from '../pricing/fees.js';
import { discountGiven, forecastNothing, forecastOffer, gainAlone } from '../pricing/forecast.js';
import type { OfferContext } from '../pricing/offer.js';
import type { OfferKind, Proposal } from '../pricing/proposal.js';
import { Refusal } from '../refusal.js';
import { shareBp, type BasisPoints, type Money } from '../units.js';
import {
  decide,
  startOf,
  waitingAdjustment,
  whyTwo,
  type DecisionContext,
  type DecisionRequest,
  type Grant,
} from './decide.js';
import { allowedRange, type PriceLimits, type Violation } from './price-check.js';
import type { LawFinding } from './price-law.js';
import { priceWarnings } from './price-warnings.js';
import type { Forecast, Suggestion } from './suggestion.js';
import { termsOf, type Adjustment, type Terms } from './terms.js';

/** A limit that a price crosses, and what follows. */
export interface Crossing {
  code: string;
  /** `blocks`: it is refused; `needs-second-approval`; `warns`: it may stand. */
  effect: 'blocks' | 'needs-second-approval' | 'warns';
  sentence: { id: string; en: string };
}

/** What a price would do and what a decision for it would come to. Nothing has happened. */
export interface Quote {
  /** As they would be published; null: there is no such price. */
  terms: Terms | null;
  window: Pick<Grant, 'startsAt' | 'endsAt'> | null;
  ifApproved: Forecast | null;
  ifNothing: Forecast | null;
  /** Of this offer alone; null: the cost is not known, or the last run did not look at the product. */
  gain: Money | null;
  discountGiven: Money | null;
  /** What a unit earns after fees and cost, and as a share of its price; of a bundle the stale part. */
  unitProfit: Money | null;
  marginBp: BasisPoints | null;
  /** Prices that cross no limit; null: there is none, or this kind has no price to choose. */
  range: { min: Money; max: Money } | null;
  crossings: Crossing[];
  needsSecondApproval: boolean;
  /** What the only approver of a shop types in place of a second one. */
  confirmation: string | null;
  /** Why a decision for it would be refused; null: it would be done. */
  refusal: Refusal | null;
}

interface QuoteInput {
  suggestion: Suggestion;
  /** Null: as proposed. */
  adjustment: Adjustment | null;
  context: DecisionContext;
  limits: PriceLimits;
  /** As the last run saw the listing, at today's prices; null: it did not look at it. */
  offer: OfferContext | null;
}

/** The decision that a quote stands for, with everything that it could be asked for besides. */
export function requestFor(adjustment: Adjustment | null, { sku }: Suggestion): DecisionRequest {
  const confirmation = `APPROVE ${sku}`;
  return {
    action: adjustment === null ? 'approve' : 'adjust',
    expectedVersion: null,
    adjustment: adjustment ?? { price: null, startsAt: null, endsAt: null },
    reason: confirmation,
    confirmation,
  };
}

/** Answers by asking the very function that decides, so that the two cannot disagree. */
export function quoteOf({ suggestion, adjustment, context, limits, offer }: QuoteInput): Quote {
  const confirmation = `APPROVE ${suggestion.sku}`;
  const request = requestFor(adjustment, suggestion);
  const named = adjustment ?? waitingAdjustment(suggestion, context.history);
  const asked = (): { grant: Grant | null; isAlone: boolean; needsTwo: boolean } => {
    const outcome = decide(suggestion, request, context);
    return { ...outcome, needsTwo: outcome.isAlone || outcome.decision.toState === 'half-approved' };
  };
  const { done, refusal } = attempt(asked);
  const priced =
    suggestion.kind === 'alert' ? null : attempt(() => termsOf(suggestion, named?.price ?? null, context.prices)).done;
  const terms = priced ?? null;
  const crossed = (refusal?.values.crossed ?? []) as (Violation | LawFinding)[];
  const startsAt = startOf(suggestion, request, context.history, context);
  const lawful =
    terms === null || suggestion.kind !== 'discount'
      ? []
      : context.checkReduction({ ...terms, startsAt }).filter(({ effect }) => effect === 'warns');
  const two = terms === null ? [] : whyTwo(suggestion, terms, named?.price != null, context);
  const kind = suggestion.kind as OfferKind;
  const warned =
    terms === null || offer === null || kind === 'restore' || named?.price == null
      ? []
      : priceWarnings(kind, terms.price, offer);
  return {
    terms,
    window: done?.grant == null ? null : { startsAt: done.grant.startsAt, endsAt: done.grant.endsAt },
    ...expectedUnder(suggestion, terms, offer),
    range: rangeFor(suggestion, limits),
    crossings: [
      ...crossed.map(({ code, sentence }) => ({ code, effect: 'blocks' as const, sentence })),
      ...two.map((reason) => ({ ...reason, effect: 'needs-second-approval' as const })),
      ...lawful.map(({ code, sentence }) => ({ code, effect: 'warns' as const, sentence })),
      ...warned.map((warning) => ({ ...warning, effect: 'warns' as const })),
    ],
    needsSecondApproval: done?.needsTwo ?? two.length > 0,
    confirmation: done?.isAlone === true ? confirmation : null,
    refusal,
  };
}

type Expected = Pick<Quote, 'ifApproved' | 'ifNothing' | 'gain' | 'discountGiven' | 'unitProfit' | 'marginBp'>;

function expectedUnder(suggestion: Suggestion, terms: Terms | null, offer: OfferContext | null): Expected {
  const nothing = { ifApproved: null, gain: null, discountGiven: null, unitProfit: null, marginBp: null };
  if (offer === null) return { ...nothing, ifNothing: null };
  const ifNothing = forecastNothing(offer);
  const partner = suggestion.offer.bundle;
  // Another partner than that of the last run: what the pair would sell is not known.
  const isKnown = partner === undefined || partner.partnerSku === offer.partner?.sku;
  if (terms === null || !isKnown || terms.price < 1 || terms.price > PRICE_MAX) return { ...nothing, ifNothing };
  const { price, listPrice, offer: details } = terms;
  const kind = suggestion.kind as OfferKind;
  const proposal: Proposal = { kind, price, listPrice, discountBp: discountBpOf(price, listPrice), offer: details };
  const own = partner === undefined ? price : Math.max(1, price - partner.partnerPrice);
  const earned = offer.cost === null ? null : unitProfit(own, offer.cost, offer.terms);
  return {
    ifApproved: forecastOffer(proposal, offer),
    ifNothing,
    gain: gainAlone(proposal, offer),
    discountGiven: discountGiven(proposal, offer),
    unitProfit: earned,
    marginBp: earned === null ? null : shareBp(earned, own),
  };
}

function rangeFor({ kind, price, listPrice }: Suggestion, limits: PriceLimits): Quote['range'] {
  if (kind === 'alert' || kind === 'restore') return null;
  if (kind !== 'bundle') return allowedRange(limits);
  return price === null || listPrice === null || price >= listPrice ? null : { min: price, max: listPrice - 1 };
}

function attempt<T>(work: () => T): { done: T; refusal: null } | { done: null; refusal: Refusal } {
  try {
    return { done: work(), refusal: null };
  } catch (error) {
    if (error instanceof Refusal) return { done: null, refusal: error };
    throw error;
  }
}
