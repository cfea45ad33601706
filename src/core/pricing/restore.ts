import type { OfferBuilder } from './offer.js';

/** The end of a running discount: back to the base price, which is the merchant's own and keeps its ending. */
export const restore: OfferBuilder<undefined> = {
  build(_params, context) {
    return { kind: 'restore', price: context.listPrice, listPrice: context.listPrice, discountBp: 0, offer: {} };
  },
  settle(proposal, lowest, highest) {
    return proposal.price >= lowest && proposal.price <= highest ? proposal : null;
  },
};
