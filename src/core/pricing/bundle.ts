import type { BundleParams } from '../rules/rule.js';
import type { Money } from '../units.js';
import { boundsOf, highestAllowed, lowestAllowed } from './bounds.js';
import { cutByPercent, discountBpOf } from './discount.js';
import { endingWithin, ladder } from './ending.js';
import type { BundlePartner, LadderBuilder } from './offer.js';
import type { Proposal } from './proposal.js';

/**
 * One unit of the stale product with one of a partner that sells: the sum of their prices less a cut, and the cut is
 * given on the stale one. Per cent are of the stale product's base price; `discountBp` is of the sum, as it is shown.
 */
export const bundle: LadderBuilder<BundleParams> = {
  build(params, context) {
    const { partner, listPrice } = context;
    if (partner === null) return null;
    const percent = params.percent ?? params.optimise?.minPercent ?? 0;
    return pairAt(cutByPercent(listPrice, percent) + partner.price, listPrice, partner);
  },

  settle(proposal, lowest, highest, context) {
    if (context.partner === null) return null;
    const price = endingWithin(proposal.price, lowest, highest, context.endings);
    return price === null ? null : pairAt(price, context.listPrice, context.partner);
  },

  ladder({ minPercent, maxPercent }, context) {
    const { partner, listPrice, endings } = context;
    if (partner === null) return [];
    const bounds = boundsOf('bundle', context);
    const lowest = Math.max(cutByPercent(listPrice, maxPercent) + partner.price, lowestAllowed(bounds));
    const highest = cutByPercent(listPrice, minPercent) + partner.price;
    const rungs = ladder(lowest, Math.min(highest, highestAllowed('bundle', bounds, context)), endings);
    return rungs.map((price) => pairAt(price, listPrice, partner));
  },
};

function pairAt(bundlePrice: Money, listPrice: Money, partner: BundlePartner): Proposal {
  const listSum = listPrice + partner.price;
  const discountBp = discountBpOf(bundlePrice, listSum);
  return {
    kind: 'bundle',
    price: bundlePrice,
    listPrice: listSum,
    discountBp,
    offer: { bundle: { partnerSku: partner.sku, partnerPrice: partner.price, discountBp, bundlePrice, listSum } },
  };
}
