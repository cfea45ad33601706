import { isHeldOut } from './approval/hold-out.js';
import type { ContextOf } from './offer-context.js';
import type { Policy } from './pricing/policy.js';
import type { OfferContext } from './pricing/offer.js';
import type { Proposal } from './pricing/proposal.js';
import { propose, type PriceEvent } from './pricing/propose.js';
import type { GuardrailTrace } from './pricing/proposal.js';
import { resolve, type Resolution } from './rules/resolve.js';
import type { Rule, RuleSet } from './rules/rule.js';
import { isApproved, numberFact, textFact, type Sheet } from './sheet.js';

/** A price that a rule proposes for a listing, within all limits. */
export interface Offered {
  proposal: Proposal;
  traces: GuardrailTrace[];
  /** What it was made from, to forecast with. */
  context: OfferContext;
}

/** Why a rule that won proposes nothing here: one of these, or the name of the guardrail that stopped it. */
export type SilentReason = 'held-out' | 'approved-already' | 'no-price' | (string & {});

/** What a rule set says of one listing. */
export interface Verdict {
  resolution: Resolution;
  offer: Offered | null;
  /** Why the winner offers nothing; null: it does, or there is no winner. */
  silent: { reason: SilentReason; trace: GuardrailTrace | null } | null;
}

/** From the rule that won on a row to its price, or why there is none. */
export type OfferOf = (winner: Rule, sheet: Sheet, row: number) => Pick<Verdict, 'offer' | 'silent'>;

export function offersBy(policy: Pick<Policy, 'holdOutBp'>, contextOf: ContextOf): OfferOf {
  const silent = (reason: SilentReason, trace: GuardrailTrace | null = null): ReturnType<OfferOf> => ({
    offer: null,
    silent: { reason, trace },
  });
  return (winner, sheet, row) => {
    const event = winner.event as PriceEvent;
    if (isHeldOut(textFact(sheet, row, 'product.sku') ?? '', policy.holdOutBp)) return silent('held-out');
    if (isApproved(sheet, row, event.type)) return silent('approved-already');
    const context = contextOf(sheet, row);
    if (context === null) return silent('no-price');
    const { proposal, traces } = propose(event, context);
    if (proposal !== null) return { offer: { proposal, traces, context }, silent: null };
    const last = traces.at(-1) ?? null;
    return silent(last?.name ?? 'no-offer', last);
  };
}

/** Settles what fired on a row of a sheet and turns the winner into a price. */
export type Judge = (sheet: Sheet, row: number, fired: readonly Rule[]) => Verdict;

export function judgeBy({ onTie }: Pick<RuleSet, 'onTie'>, offerOf: OfferOf): Judge {
  return (sheet, row, fired) => {
    const resolution = resolve(fired, onTie, numberFact(sheet, row, 'channel.basePrice'));
    const { winner } = resolution;
    return { resolution, ...(winner === null ? NOTHING : offerOf(winner, sheet, row)) };
  };
}

const NOTHING = { offer: null, silent: null };
