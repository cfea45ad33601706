import type { BundleParams } from '../rules/rule.js';
import type { Money } from '../units.js';
import { boundsOf, highestAllowed, lowestAllowed } from './bounds.js';
import { cutByPercent, discountBpOf } from './discount.js';
import { endingWithin, ladder } from './ending.js';
import { bestRung, outcomeOf } from './forecast.js';
import type { BundlePartner, OfferBuilder } from './offer.js';
import type { Proposal } from './proposal.js';

/**
 * One unit of the stale product with one of a partner that sells: the sum of their prices less a cut, and the cut is
 * given on the stale one. Per cent are of the stale product's base price; `discountBp` is of the sum, as it is shown.
 */
export const bundle: OfferBuilder<BundleParams> = {
  build(params, context) {
    const { partner, listPrice } = context;
    if (partner === null) return null;
    const sum = (ownPrice: Money): Money => ownPrice + partner.price;
    if (params.optimise === undefined)
      return pairAt(sum(cutByPercent(listPrice, params.percent ?? 0)), listPrice, partner);
    const { minPercent, maxPercent, clearWithinDays } = params.optimise;
    const bounds = boundsOf('bundle', context);
    const rungs = ladder(
      Math.max(sum(cutByPercent(listPrice, maxPercent)), lowestAllowed(bounds)),
      Math.min(sum(cutByPercent(listPrice, minPercent)), highestAllowed('bundle', bounds, context)),
      context.endings,
    );
    const best = bestRung(rungs, clearWithinDays, (price, days) =>
      outcomeOf(pairAt(price, listPrice, partner), context, days),
    );
    return pairAt(best ?? sum(cutByPercent(listPrice, minPercent)), listPrice, partner);
  },

  settle(proposal, lowest, highest, context) {
    if (context.partner === null) return null;
    const price = endingWithin(proposal.price, lowest, highest, context.endings);
    return price === null ? null : pairAt(price, context.listPrice, context.partner);
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
