import { forForecast } from './demand/noise.js';
import { contextsBy, type PriceSettings } from './offer-context.js';
import { unitsWithin } from './pricing/forecast.js';
import { expectedOf, stockOf } from './pricing/product-stock.js';
import type { OfferContext } from './pricing/offer.js';
import type { Estimate, Proposal } from './pricing/proposal.js';
import { sellingNow, sellingUnder, type Selling } from './pricing/selling.js';
import { numberFact, numberInput, type Sheet } from './sheet.js';

/** Units of a product left at the close of each day to come, with 80 % intervals. */
export interface StockAhead {
  /** The proposal alone is approved; the other channels sell as now. */
  ifApproved: Estimate[];
  ifNothing: Estimate[];
}

/** The listing that a proposal is for: a row of a sheet, and the rows of its product. */
export interface ListingRow {
  sheet: Sheet;
  row: number;
  first: number;
  count: number;
}

/**
 * How the stock of a product is expected to go down day by day, with a proposal and without. The interval of each day is as
 * wide as that day's own units need it: buyers who come in groups matter more over few days than over many.
 * @returns null where the price it would start from is not known
 */
export function stockAhead(
  { sheet, row, first, count }: ListingRow,
  proposal: Proposal,
  settings: PriceSettings,
  days: number,
): StockAhead | null {
  const contexts = contextsBy(settings)(sheet, first, count);
  const own = contexts[row - first];
  if (own === null || own === undefined) return null;
  const stock = stockOf(own);
  const ahead: StockAhead = { ifApproved: [], ifNothing: [] };
  for (let day = 1; day <= days; day++) {
    const now: Selling[] = [];
    const then: Selling[] = [];
    contexts.forEach((context, i) => {
      if (context === null) return;
      const wide = over(day, context, sheet, first + i);
      now.push(sellingNow(wide));
      then.push(first + i === row ? sellingUnder(proposal, wide) : now.at(-1)!);
    });
    ahead.ifNothing.push(left(stock, now, day));
    ahead.ifApproved.push(left(stock, then, day));
  }
  return ahead;
}

/** The context with its velocity as wide as so many days take it. An older sheet does not say: there it stays as it is. */
function over(days: number, context: OfferContext, sheet: Sheet, row: number): OfferContext {
  const rate = numberFact(sheet, row, 'channelSales.velocity');
  const shape = numberInput(sheet, row, 'velocityShape');
  const dispersion = numberInput(sheet, row, 'dispersion');
  if (rate === null || shape === null || dispersion === null || !(rate > 0)) return context;
  const { a, b } = forForecast({ rate, a: shape, b: shape / rate }, dispersion, days);
  return { ...context, outlook: { ...context.outlook, velocity: { a, b } } };
}

function left(stock: ReturnType<typeof stockOf>, sellings: Selling[], days: number): Estimate {
  const { sold, wanted, variance } = expectedOf(stock, sellings, days);
  const [few, many] = unitsWithin(wanted, variance);
  const tenth = (units: number): number => Math.round(Math.max(0, stock.onHand - units) * 10) / 10;
  return { mean: tenth(sold), low: tenth(many), high: tenth(few) };
}
