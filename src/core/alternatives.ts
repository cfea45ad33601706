import type { Alternative } from './approval/suggestion.js';
import { expectedOf, stockOf } from './pricing/product-stock.js';
import type { OfferContext } from './pricing/offer.js';
import { offersOfKind, rangeOf, SIZED_KINDS, type PriceEvent, type SizedKind } from './pricing/options.js';
import type { Proposal } from './pricing/proposal.js';
import { sellingUnder, type Selling } from './pricing/selling.js';
import type { ProductVerdict } from './verdict.js';
import { sellingsOf } from './why-channels.js';

/**
 * Discount, voucher and bundle for one listing, each at its best price within the range that its rule gives (of a fixed cut: that
 * cut) and within all limits, the product's other channels as the plan has them.
 * @param i the listing's place among the rows of its product; a price is proposed there
 */
export function alternativesOf(product: ProductVerdict, i: number): Alternative[] {
  const { offer, resolution } = product.verdicts[i]!;
  if (offer === null || offer.proposal.kind === 'restore') return [];
  const { context, proposal } = offer;
  const event = resolution.winner!.event as PriceEvent;
  const range = rangeOf(event, proposal, context.listPrice);
  const days = range.clearWithinDays ?? context.outlook.horizonDays;
  const sellings = sellingsOf(product);
  const told = (kind: SizedKind): Alternative => {
    const isChosen = kind === proposal.kind;
    const found = isChosen ? { options: [proposal], reason: null } : offersOfKind(kind, event, range, context);
    const best = bestOf(found.options, context, (own) => sellings.map((each, c) => (c === i ? own : each)), i, days);
    if (best === null) {
      const nothing = { price: null, discountBp: null, expectedUnits: null, profit: null };
      return { kind, isChosen, days, ...nothing, reason: found.reason ?? NO_ROOM };
    }
    const { price, discountBp } = best.proposal;
    return { kind, isChosen, price, discountBp, days, ...best.figures, reason: null };
  };
  return SIZED_KINDS.map(told);
}

interface Best {
  proposal: Proposal;
  figures: { expectedUnits: number; profit: number | null };
}

/** As the plan chooses: of those that clear in time the most profitable, else of all; unknown cost: the smallest that clears. */
function bestOf(
  options: readonly Proposal[],
  context: OfferContext,
  allWith: (own: Selling) => (Selling | null)[],
  i: number,
  days: number,
): Best | null {
  const stock = stockOf(context);
  let best: (Best & { clears: boolean }) | null = null;
  for (const proposal of options) {
    const all = allWith(sellingUnder(proposal, context));
    const place = all.slice(0, i).filter((each) => each !== null).length;
    const { wanted, sold, units, profitAt } = expectedOf(
      stock,
      all.filter((each) => each !== null),
      days,
    );
    const clears = wanted >= stock.onHand;
    const profit = profitAt === null ? null : Math.round(profitAt(sold)) + 0;
    const isBetter =
      best === null ||
      (clears && !best.clears) ||
      (clears === best.clears && (profit ?? 0) > (best.figures.profit ?? 0));
    if (isBetter) {
      best = { proposal, clears, figures: { expectedUnits: Math.round(units[place]! * 100) / 100, profit } };
    }
  }
  return best;
}

const NO_ROOM = {
  code: 'no-room',
  sentence: {
    id: 'Tidak ada harga seperti itu di antara batas-batas yang berlaku.',
    en: 'There is no such price within the range and the limits.',
  },
};
