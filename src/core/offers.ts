import type { AgeingResult } from './ageing/ledger.js';
import { isHeldOut } from './approval/hold-out.js';
import { addBeliefs } from './demand/velocity.js';
import { fillCut, fillUplift } from './factsheet.js';
import type { ProductHistory } from './history.js';
import type { Channel } from './intake/records.js';
import { ZoneClock } from './intake/zone.js';
import { worthBy, type PriceSettings, type TermsOf } from './offer-context.js';
import { createOfferBook, type Found, type OfferListing } from './outcome/book.js';
import { numberFact, numberInput, textFact, type Sheet } from './sheet.js';
import type { Instant, Money } from './units.js';

/** Where a listing stands: its row, and the rows of its product. */
interface Row {
  sheet: Sheet;
  row: number;
  first: number;
  count: number;
}

/** What an offer of the last months brought. */
export type OfferOutcome = Omit<Found<unknown>, 'place'>;

/** The offers of a run: what they brought, and where running cuts stand, as facts and as a list. */
export interface Offers {
  add(at: Row, listing: Pick<OfferListing<Row>, 'history' | 'sales'> & ListingNow): void;
  /** Runs when every product's demand is believed: a running cut clears together with the other channels. */
  fill(): void;
  /** Known once they are filled. */
  outcomes(): OfferOutcome[];
}

interface ListingNow {
  channel: Channel;
  ageing: AgeingResult;
  /** The product with the cost that is reckoned with. */
  product: ProductHistory['product'];
  basePrice: Money | null;
}

/** @param settings `hasOffers` false: no offer was ever approved; nothing is kept to compare with */
export function createOffers(
  settings: PriceSettings & { asOfEnd: Instant; hasOffers?: boolean },
  termsOf: TermsOf,
): Offers {
  const { policy, shop } = settings;
  if (settings.hasOffers === false) return { add: () => {}, fill: () => {}, outcomes: () => [] };
  const clock = new ZoneClock(shop.timeZone);
  const book = createOfferBook<Row>({ ...settings, clock, horizonDays: policy.horizonDays });
  let outcomes: OfferOutcome[] = [];
  return {
    add(place, { history, sales, channel, ageing, product, basePrice }) {
      book.add({
        ...{ place, history, sales, basePrice, channelId: channel.id, category: product.category },
        ...{ inStock: ageing.inStock, layers: ageing.layers },
        isHeldOut: isHeldOut(product.sku, policy.holdOutBp),
        worthOf: worthBy(product.cost, termsOf(channel.code, product.category), policy.salvageBp),
      });
    },
    fill() {
      const { found, running } = book.read({
        elasticityAt: ({ sheet, row }) => ({
          mean: numberFact(sheet, row, 'demand.elasticity') ?? policy.elasticityPrior.mean,
          sd: numberInput(sheet, row, 'elasticitySd') ?? policy.elasticityPrior.sd,
        }),
        othersAt: othersOf,
        coolDownDaysAt: ({ sheet, row }) =>
          termsOf(textFact(sheet, row, 'channel.code') ?? '', textFact(sheet, row, 'product.category')).limits
            .coolDownDays,
      });
      for (const { place, outcome } of found) fillUplift(place.sheet.facts, place.row, outcome);
      for (const { place, progress } of running) fillCut(place.sheet.facts, place.row, progress);
      outcomes = found.map(({ place: _, ...each }) => each);
    },
    outcomes: () => outcomes,
  };
}

/** What the product's other rows are believed to sell a day, together. */
function othersOf({ sheet, row, first, count }: Row): ReturnType<typeof addBeliefs> {
  const { velocityA, velocityB } = sheet.inputs.numbers;
  const rows = Array.from({ length: count }, (_, i) => first + i).filter((other) => other !== row);
  return addBeliefs(rows.map((i) => ({ rate: velocityA[i]! / velocityB[i]!, a: velocityA[i]!, b: velocityB[i]! })));
}
