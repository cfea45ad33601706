import { CLEAR_DAYS_MAX } from '../demand/measures.js';
import { gammaQuantile } from '../demand/gamma.js';
import { HIGH_SHARE, LOW_SHARE, predictUnits } from '../demand/negative-binomial.js';
import type { Money } from '../units.js';
import { fairShares } from './fair-shares.js';
import type { OfferContext } from './offer.js';
import { daysToClear, expectedOf, profitOf, stockOf, type Expected } from './product-stock.js';
import type { Estimate, Forecast, Proposal } from './proposal.js';
import { sellingNow, sellingUnder, type Selling } from './selling.js';
import { SPREAD_COUNTED_MAX, shapeOf } from './shared-stock.js';

/** Both sides of a decision, and what a human should know of it. */
export interface Comparison {
  /** This offer alone is approved: the product's other channels sell as now. */
  ifApproved: Forecast;
  /** No offer of the product is approved. */
  ifNothing: Forecast;
  /** What the offer is worth: see `gainsOf`; null when the cost is unknown. */
  gain: Money | null;
  marks: 'loses-money'[];
}

/**
 * What a proposal is expected to bring, beside what doing nothing brings.
 * @param gain its part of what all the product's proposals bring together; left out: it is the only one
 */
export function compare(proposal: Proposal, context: OfferContext, gain = gainAlone(proposal, context)): Comparison {
  return {
    ifApproved: forecastOffer(proposal, context),
    ifNothing: forecastNothing(context),
    gain,
    marks: gain !== null && gain < 0 ? ['loses-money'] : [],
  };
}

/** The product at its current prices over the horizon. */
export function forecastNothing(context: OfferContext, horizonDays = context.outlook.horizonDays): Forecast {
  return forecast(context.currentPrice, sellingNow(context), context, horizonDays);
}

/** The product under a proposal over the horizon, its other channels as they sell now. */
export function forecastOffer(
  proposal: Proposal,
  context: OfferContext,
  horizonDays = context.outlook.horizonDays,
): Forecast {
  return forecast(proposal.price, sellingUnder(proposal, context), context, horizonDays);
}

/** Units and revenue are of the channel; profit and days to clear of the product, since its channels sell one stock. */
function forecast(price: Money, own: Selling, context: OfferContext, horizonDays: number): Forecast {
  const { others } = context.outlook;
  const stock = stockOf(context);
  const sellings = [own, ...others];
  const expected = expectedOf(stock, sellings, horizonDays);
  const ownUnits = own.unitsPerDay * horizonDays;
  const mean = expected.units[0]!;
  const [low, high] = unitsWithin(ownUnits, ownUnits ** 2 * own.doubt).map((wanted) =>
    served(wanted, expected.wanted - ownUnits, expected.stock),
  ) as [number, number];
  const { paid } = own;
  return {
    price,
    horizonDays,
    units: { mean: Math.round(mean * 100) / 100, low, high },
    revenue: { mean: whole(paid * mean), low: whole(paid * low), high: whole(paid * high) },
    profit: profitEstimate(expected),
    daysToClear: daysToClear(stock, sellings, CLEAR_DAYS_MAX),
  };
}

function profitEstimate({ profitAt, sold, stock, wanted, variance }: Expected): Estimate | null {
  if (profitAt === null) return null;
  const [low, high] = unitsWithin(wanted, variance)
    .map((units) => whole(profitAt(Math.min(units, stock))))
    .sort((a, b) => a - b) as [number, number];
  return { mean: whole(profitAt(sold)), low, high };
}

/** What a channel gets of the stock when it wants so many units and the others what they want on average. */
function served(wanted: number, others: number, stock: number): number {
  const all = wanted + Math.max(0, others);
  return all <= stock ? wanted : Math.round((wanted * stock) / all);
}

/** The units of an uncertain demand that are wanted one time in ten at most, and at least. */
export function unitsWithin(mean: number, variance: number): [number, number] {
  if (mean <= 0) return [0, 0];
  const shape = shapeOf(mean, variance);
  const all = mean + (mean * mean) / shape;
  if (all <= SPREAD_COUNTED_MAX ** 2) {
    const { low, high } = predictUnits(shape, shape / mean, 1);
    return [low, high];
  }
  const [like, rate] = [(mean * mean) / all, mean / all];
  return [LOW_SHARE, HIGH_SHARE].map((share) => Math.round(gammaQuantile(share, like, rate))) as [number, number];
}

/** Rounded half away from zero; never -0. */
function whole(value: number): Money {
  return (value < 0 ? -Math.round(-value) : Math.round(value)) + 0;
}

/** One channel of a product with what is proposed there; null: it goes on as now. */
export interface ChannelOffer {
  context: OfferContext;
  proposal: Proposal | null;
}

/**
 * What each proposal of a product gains, in the order given (null where there is none, or where the cost is not known).
 *
 * Channels sell one stock, so that the gains of proposals taken one by one do not add up to the gain of all: two cuts may each
 * sell the same last units. Each gets its fair share (`fairShares`) of what all of them gain together.
 */
export function gainsOf(channels: readonly ChannelOffer[]): (Money | null)[] {
  const proposing = channels.flatMap(({ proposal }, c) => (proposal === null ? [] : [c]));
  const gains = channels.map((): Money | null => null);
  const first = channels[proposing[0] ?? -1]?.context;
  if (first === undefined || first.cost === null) return gains;
  const stock = stockOf(first);
  const now = channels.map(({ context }) => sellingNow(context));
  const then = channels.map(({ context, proposal }) => (proposal === null ? null : sellingUnder(proposal, context)));
  const shares = fairShares(proposing.length, (approved) => {
    const sellings = [...now];
    proposing.forEach((c, bit) => {
      if ((approved >> bit) & 1) sellings[c] = then[c]!;
    });
    return whole(profitOf(stock, sellings, first.outlook.horizonDays) ?? 0);
  });
  proposing.forEach((c, k) => (gains[c] = whole(shares[k]!)));
  return gains;
}

/** The gain of a proposal that is the product's only one. */
export function gainAlone(proposal: Proposal, context: OfferContext): Money | null {
  const { horizonDays, others } = context.outlook;
  const stock = stockOf(context);
  const offered = profitOf(stock, [sellingUnder(proposal, context), ...others], horizonDays);
  const nothing = profitOf(stock, [sellingNow(context), ...others], horizonDays);
  return offered === null || nothing === null ? null : whole(offered) - whole(nothing);
}

/**
 * What buyers are expected to pay less because of an offer: of a discount against the base price, of a voucher or a bundle,
 * which leave that alone, against the current price. A restore gives nothing away. The other channels sell as now.
 * @param days over which the discount is added up; left out: the horizon, as for the gain
 */
export function discountGiven(proposal: Proposal, context: OfferContext, days = context.outlook.horizonDays): Money {
  const own = sellingUnder(proposal, context);
  if (own.unitsPerDay <= 0) return 0;
  const units = expectedOf(stockOf(context), [own, ...context.outlook.others], days).units[0]!;
  return whole((units * own.givenPerDay) / own.unitsPerDay);
}
