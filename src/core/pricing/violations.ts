import { FULL_BP } from '../units.js';
import { partnerShare, splitBundle } from './bounds.js';
import { hasAllowedEnding } from './ending.js';
import { meetsFloor } from './fees.js';
import type { GuardrailContext } from './offer.js';
import type { Proposal } from './proposal.js';
import { standsStill } from './standstill.js';

/**
 * The names of all limits that a price would break, found by asking each limit anew instead of by the bounds above. Empty
 * for whatever `applyGuardrails` lets through; also what a human's own price is held against.
 */
export function violations(proposal: Proposal, context: GuardrailContext): string[] {
  const standing = standsStill(proposal, context);
  if (standing !== null) return [standing.name];
  if (proposal.kind === 'restore') return [];
  const { limits, listPrice, currentPrice, terms, cost, partner } = context;
  const isBundle = proposal.kind === 'bundle';
  const own = proposal.price - partnerShare(proposal.kind, context);
  const broken: string[] = [];
  const check = (name: string, holds: boolean): void => {
    if (!holds) broken.push(name);
  };
  check('no-cut', own < currentPrice);
  const costIsKnown = cost !== null && !(isBundle && partner?.cost == null);
  const cutBp = ((listPrice - own) / listPrice) * FULL_BP;
  const stepBp = ((currentPrice - own) / currentPrice) * FULL_BP;
  const tiny = 1e-9 * FULL_BP;
  check('unknown-cost', costIsKnown || cutBp <= limits.unknownCostMaxDiscountBp + tiny);
  check('max-discount', cutBp <= limits.maxDiscountBp + tiny);
  check('max-step', stepBp <= limits.maxStepBp + tiny);
  check('min-price', context.minPrice === null || own >= context.minPrice);
  check('max-price', proposal.kind !== 'discount' || context.maxPrice === null || own <= context.maxPrice);
  if (costIsKnown && cost !== null && !limits.belowCostAllowed) {
    const parts = isBundle && partner !== null ? splitBundle(proposal.price, listPrice, partner.price) : null;
    const holds =
      meetsFloor(parts?.own ?? own, cost, limits.marginFloorBp, terms) &&
      (parts === null ||
        partner?.cost == null ||
        meetsFloor(parts.partner, partner.cost, limits.marginFloorBp, partner.terms));
    check('margin-floor', holds);
  }
  const others = context.variantPrices;
  if (context.variantRatioMilliMax !== null && others.length > 0 && own < Math.min(...others)) {
    check('variant-ratio', Math.max(...others) * 1000 <= context.variantRatioMilliMax * own);
  }
  if (proposal.kind === 'discount' && context.channelCuts !== null) {
    const { minDiscountBp, maxDiscountBp, lowest } = context.channelCuts;
    check('channel-largest-cut', maxDiscountBp === null || cutBp <= maxDiscountBp + tiny);
    check('channel-smallest-cut', minDiscountBp === null || cutBp >= minDiscountBp - tiny);
    check('channel-lowest-price', lowest === null || own < lowest.price);
  }
  if (isBundle && partner !== null) {
    check('dearest-part', proposal.price > currentPrice && proposal.price > partner.price);
  }
  check('price-ending', proposal.kind === 'voucher' || hasAllowedEnding(proposal.price, context.endings));
  return broken;
}
