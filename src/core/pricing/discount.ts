import type { DiscountParams } from '../rules/rule.js';
import { bpOf, shareBp } from '../units.js';
import type { BasisPoints, Money } from '../units.js';
import { boundsOf, highestAllowed, lowestAllowed } from './bounds.js';
import { endingWithin, ladder } from './ending.js';
import { bestRung, outcomeOf } from './forecast.js';
import type { OfferBuilder, OfferContext } from './offer.js';
import type { Proposal } from './proposal.js';

/** A public price cut on one channel. Per cent are of the base price, also where a discount runs already. */
export const discount: OfferBuilder<DiscountParams> = {
  build(params, context) {
    return cutTo(wantedPrice(params, context), context.listPrice);
  },
  settle(proposal, lowest, highest, context) {
    const price = endingWithin(proposal.price, lowest, highest, context.endings);
    return price === null ? null : cutTo(price, proposal.listPrice);
  },
};

function cutTo(price: Money, listPrice: Money): Proposal {
  return { kind: 'discount', price, listPrice, discountBp: discountBpOf(price, listPrice), offer: {} };
}

function wantedPrice(params: DiscountParams, context: OfferContext): Money {
  const { listPrice } = context;
  if (params.optimise !== undefined) {
    const { minPercent, maxPercent, clearWithinDays } = params.optimise;
    const bounds = boundsOf('discount', context);
    const lowest = Math.max(cutByPercent(listPrice, maxPercent), lowestAllowed(bounds));
    const highest = Math.min(cutByPercent(listPrice, minPercent), highestAllowed('discount', bounds, context));
    const rungs = ladder(lowest, highest, context.endings);
    // No rung left: the smallest cut that was asked for, so that the guardrails can say why it cannot be.
    return (
      bestRung(rungs, clearWithinDays, (price, days) => outcomeOf(cutTo(price, listPrice), context, days)) ??
      cutByPercent(listPrice, minPercent)
    );
  }
  if (params.price !== undefined) return Math.max(1, params.price);
  if (params.amount !== undefined) return Math.max(1, listPrice - params.amount);
  return cutByPercent(listPrice, params.percent ?? 0);
}

/** `price` less a per cent as rule files write it (12.5 = 12.5 %); at least 1. */
export function cutByPercent(price: Money, percent: number): Money {
  return Math.max(1, price - bpOf(price, Math.round(percent * 100)));
}

/** How far `price` lies below `listPrice`, in basis points; 0 when it does not, or when there is no list price. */
export function discountBpOf(price: Money, listPrice: Money): BasisPoints {
  return Math.max(0, shareBp(listPrice - price, listPrice) ?? 0);
}
