import type { DiscountParams, Optimise } from '../rules/rule.js';
import { bpOf, shareBp } from '../units.js';
import type { BasisPoints, Money } from '../units.js';
import { boundsOf, highestAllowed, lowestAllowed } from './bounds.js';
import { endingWithin, ladder } from './ending.js';
import type { LadderBuilder, OfferContext } from './offer.js';
import type { Proposal } from './proposal.js';

/** A public price cut on one channel. Per cent are of the base price, also where a discount runs already. */
export const discount: LadderBuilder<DiscountParams> = {
  build(params, context) {
    return cutTo(wantedPrice(params, context), context.listPrice);
  },
  settle(proposal, lowest, highest, context) {
    const price = endingWithin(proposal.price, lowest, highest, context.endings);
    return price === null ? null : cutTo(price, proposal.listPrice);
  },
  ladder({ minPercent, maxPercent }: Optimise, context) {
    const { listPrice, endings } = context;
    const bounds = boundsOf('discount', context);
    const lowest = Math.max(cutByPercent(listPrice, maxPercent), lowestAllowed(bounds));
    const highest = Math.min(cutByPercent(listPrice, minPercent), highestAllowed('discount', bounds, context));
    return ladder(lowest, highest, endings).map((price) => cutTo(price, listPrice));
  },
};

function cutTo(price: Money, listPrice: Money): Proposal {
  return { kind: 'discount', price, listPrice, discountBp: discountBpOf(price, listPrice), offer: {} };
}

function wantedPrice(params: DiscountParams, context: OfferContext): Money {
  const { listPrice } = context;
  // What a range asks for at least; what it should be is chosen from the ladder.
  if (params.optimise !== undefined) return cutByPercent(listPrice, params.optimise.minPercent);
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
