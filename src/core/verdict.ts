import { isHeldOut } from './approval/hold-out.js';
import { isPrice, type ContextsOf } from './offer-context.js';
import type { Policy } from './pricing/policy.js';
import { gainsOf } from './pricing/forecast.js';
import type { OfferContext } from './pricing/offer.js';
import type { GuardrailTrace, Proposal } from './pricing/proposal.js';
import { kindsOf, type PriceEvent } from './pricing/options.js';
import { proposeAll, type Asked, type Settled } from './pricing/propose.js';
import type { Fired } from './rules/bulk.js';
import { resolve, type Resolution } from './rules/resolve.js';
import type { Rule, RuleSet } from './rules/rule.js';
import { isApproved, numberFact, textFact, type Sheet } from './sheet.js';
import type { Money } from './units.js';

/** A price that a rule proposes for a listing, within all limits. */
export interface Offered {
  proposal: Proposal;
  traces: GuardrailTrace[];
  /** What it was made from, to forecast with. */
  context: OfferContext;
  /** Its part of what all offers of the product gain together (`gainsOf`); null: the cost is not known. */
  gain: Money | null;
}

/** Why a rule that won proposes nothing here: one of these, or the name of the guardrail that stopped it. */
export type SilentReason = 'held-out' | 'approved-already' | 'no-price' | 'left-alone' | (string & {});

/** Why the winner offers nothing. */
export interface Silent {
  reason: SilentReason;
  trace: GuardrailTrace | null;
}

/** What the winner of a listing comes to; both null: there is none. */
export interface Answer {
  offer: Offered | null;
  silent: Silent | null;
}

/** What a rule set says of one listing. */
export interface Verdict extends Answer {
  resolution: Resolution;
}

/** What becomes of the winners on all channels of a product. They sell one stock, so they are looked at together. */
export interface ProductAnswers {
  /** By row of the product, as are the others; null: no price is known there. */
  contexts: (OfferContext | null)[];
  answers: Answer[];
  /** What was chosen from, where a rule gives a range. */
  settled: (Settled | null)[];
  /** Days by which the stock should be gone; null: no rule gives a range. */
  clearWithinDays: number | null;
}

/** What a rule set says of a product: one verdict per row from `first` on. */
export interface ProductVerdict extends ProductAnswers {
  sheet: Sheet;
  first: number;
  verdicts: Verdict[];
}

/** From the rules that won on the rows of a product (null: none did) to their prices, or why there are none. */
export type AnswersOf = (winners: readonly (Rule | null)[], sheet: Sheet, first: number) => ProductAnswers;

export function answersBy(policy: Pick<Policy, 'holdOutBp'>, contextsOf: ContextsOf): AnswersOf {
  return (winners, sheet, first) => {
    const contexts = contextsOf(sheet, first, winners.length);
    const isOut = isHeldOut(textFact(sheet, first, 'product.sku') ?? '', policy.holdOutBp);
    const muted = winners.map((winner, i): SilentReason | null => {
      if (winner === null) return null;
      if (isOut) return 'held-out';
      const event = winner.event as PriceEvent;
      if ([event.type, ...kindsOf(event)].some((kind) => isApproved(sheet, first + i, kind))) return 'approved-already';
      if (contexts[i] !== null) return null;
      const prices = [numberFact(sheet, first + i, 'channel.basePrice'), numberFact(sheet, first + i, 'channel.price')];
      return prices.some((price) => price !== null && !isPrice(price)) ? 'price-range' : 'no-price';
    });
    const places: number[] = [];
    const asked: Asked[] = [];
    contexts.forEach((context, i) => {
      if (context === null) return;
      places.push(i);
      asked.push({
        context,
        event: muted[i] === null && winners[i] !== null ? (winners[i]!.event as PriceEvent) : null,
      });
    });
    const proposals = proposeAll(asked);
    const settled: (Settled | null)[] = contexts.map(() => null);
    places.forEach((i, k) => (settled[i] = proposals.settled[k]!));
    const gains = gainsOf(
      asked.map(({ context }, k) => ({ context, proposal: proposals.settled[k]?.proposal ?? null })),
    );
    const answers = winners.map((winner, i): Answer => {
      if (winner === null) return NOTHING;
      if (muted[i] !== null) return { offer: null, silent: { reason: muted[i]!, trace: null } };
      const { proposal, traces } = settled[i]!;
      if (proposal === null) return stoppedBy(traces);
      return { offer: { proposal, traces, context: contexts[i]!, gain: gains[places.indexOf(i)]! }, silent: null };
    });
    return { contexts, answers, settled, clearWithinDays: proposals.clearWithinDays };
  };
}

function stoppedBy(traces: GuardrailTrace[]): Answer {
  const last = traces.at(-1) ?? null;
  return { offer: null, silent: { reason: last?.name ?? 'no-offer', trace: last } };
}

/** Settles what fired on the rows of a product and turns the winners into prices. */
export type Judge = (sheet: Sheet, first: number, end: number, fired: Fired) => ProductVerdict;

export function judgeBy({ onTie }: Pick<RuleSet, 'onTie'>, answersOf: AnswersOf): Judge {
  return (sheet, first, end, fired) => {
    const resolutions: Resolution[] = [];
    for (let row = first; row < end; row++) {
      const rules = fired.any(row) ? fired.on(row) : NONE;
      resolutions.push(resolve(rules, onTie, numberFact(sheet, row, 'channel.basePrice')));
    }
    const winners = resolutions.map(({ winner }) => winner);
    const product = winners.some((winner) => winner !== null)
      ? answersOf(winners, sheet, first)
      : { contexts: [], answers: winners.map(() => NOTHING), settled: [], clearWithinDays: null };
    const verdicts = resolutions.map((resolution, i) => ({ resolution, ...product.answers[i]! }));
    return { ...product, sheet, first, verdicts };
  };
}

/** The products of a sheet on which something fired: their first row and the one behind their last. */
export function* productsIn(sheet: Sheet, ...sides: Fired[]): Generator<[first: number, end: number]> {
  let first = 0;
  while (first < sheet.facts.size) {
    const end = endOfProduct(sheet, first);
    let row = first;
    while (row < end && !sides.some((fired) => fired.any(row))) row++;
    if (row < end) yield [first, end];
    first = end;
  }
}

/** The row behind the last of the product that begins at `first`. */
export function endOfProduct(sheet: Sheet, first: number): number {
  const { productId } = sheet.inputs.numbers;
  let end = first + 1;
  while (end < sheet.facts.size && productId[end] === productId[first]) end++;
  return end;
}

const NOTHING: Answer = { offer: null, silent: null };
const NONE: readonly Rule[] = [];
