import { gammaQuantile, gammaShareBelow } from '../demand/gamma.js';
import { CLEAR_DAYS_MAX } from '../demand/measures.js';
import { HIGH_SHARE, LOW_SHARE, expectedSold, predictUnits } from '../demand/negative-binomial.js';
import { FULL_BP, assert } from '../units.js';
import type { Money } from '../units.js';
import { netRevenue } from './fees.js';
import type { OfferContext } from './offer.js';
import type { Estimate, Forecast, Proposal } from './proposal.js';

/**
 * Counting thousands of possible outcomes on each of 40 rungs is slow. From this spread on a Gamma of the same mean and
 * variance is a tenth of a unit off (its skew differs by 1 / spread).
 */
const SPREAD_COUNTED_MAX = 100;
/** More units than any stock holds. */
const MEAN_MAX = 1e12;
/** A belief vaguer than this says only that anything may happen; one surer is a certainty. */
const SHAPE_MIN = 0.01;
const SHAPE_MAX = 1e9;

/** What is believed of one product's demand on one channel, and what its stock costs to keep. */
export interface Outlook {
  /** Gamma belief about units per day at the current price, on a day with stock: mean a / b, surer as `a` grows. */
  velocity: { a: number; b: number };
  /** Per cent more units per per cent of price; below 0. */
  elasticity: { mean: number; sd: number };
  onHand: number;
  /** What the other channels sell a day out of the same stock. */
  otherUnitsPerDay: number;
  horizonDays: number;
  salvageBp: number;
  holdingCostBpPerYear: number;
  voucherRedemptionBp: number;
}

/** Buyers who pay the same price. */
interface Segment {
  price: Money;
  unitsPerDay: number;
}

/** Both sides of a decision, what the difference is worth, and what a human should know of it. */
export interface Comparison {
  ifApproved: Forecast;
  ifNothing: Forecast;
  /** Mean profit if approved less if nothing is done; null when cost is unknown. */
  gain: Money | null;
  marks: 'loses-money'[];
}

/** What a proposal is expected to bring, beside what doing nothing brings. */
export function compare(proposal: Proposal, context: OfferContext): Comparison {
  const ifApproved = forecastOffer(proposal, context);
  const ifNothing = forecastNothing(context);
  const gain =
    ifApproved.profit === null || ifNothing.profit === null ? null : ifApproved.profit.mean - ifNothing.profit.mean;
  return { ifApproved, ifNothing, gain, marks: gain !== null && gain < 0 ? ['loses-money'] : [] };
}

/** The product at its current price over the horizon. */
export function forecastNothing(context: OfferContext, horizonDays = context.outlook.horizonDays): Forecast {
  const { a, b } = context.outlook.velocity;
  const now = { price: context.currentPrice, unitsPerDay: b > 0 ? a / b : 0 };
  return forecast(context.currentPrice, [now], context, horizonDays);
}

/**
 * The product under a proposal over the horizon.
 *
 * - discount, restore: everyone pays the new price; units per day x (new / current)^elasticity.
 * - voucher: the policy's share of buyers redeems and reacts so, the rest pays and buys as now.
 * - bundle: of the partner's buyers, attachBp x (stale part's price / current)^elasticity take the pair, all at most;
 *   those who took both anyway (attachBp) now pay less, all other buyers pay as now. The pair's cut falls on the stale
 *   part, so its profit is what is forecast; the partner's own sales are taken to stay as they are.
 */
export function forecastOffer(
  proposal: Proposal,
  context: OfferContext,
  horizonDays = context.outlook.horizonDays,
): Forecast {
  const { velocity, elasticity, voucherRedemptionBp } = context.outlook;
  const { currentPrice, partner } = context;
  assert(currentPrice > 0, 'an offer changes a price that is there');
  const perDay = velocity.b > 0 ? velocity.a / velocity.b : 0;
  const factorAt = (price: Money): number => (price / currentPrice) ** elasticity.mean;

  if (proposal.kind === 'voucher') {
    const redeeming = voucherRedemptionBp / FULL_BP;
    return forecast(
      proposal.price,
      [
        { price: proposal.price, unitsPerDay: perDay * redeeming * factorAt(proposal.price) },
        { price: currentPrice, unitsPerDay: perDay * (1 - redeeming) },
      ],
      context,
      horizonDays,
    );
  }
  if (proposal.kind === 'bundle' && partner !== null) {
    const price = Math.max(1, proposal.price - partner.price);
    const attach = partner.attachBp / FULL_BP;
    const alreadyPairs = Math.min(perDay, partner.unitsPerDay * attach);
    return forecast(
      proposal.price,
      [
        { price, unitsPerDay: Math.max(alreadyPairs, partner.unitsPerDay * Math.min(1, attach * factorAt(price))) },
        { price: currentPrice, unitsPerDay: perDay - alreadyPairs },
      ],
      context,
      horizonDays,
    );
  }
  const everyone = { price: proposal.price, unitsPerDay: perDay * factorAt(proposal.price) };
  return forecast(proposal.price, [everyone], context, horizonDays);
}

/**
 * Units: E[min(N, stock)] with N negative binomial; see `expectedSold`. Not knowing the elasticity widens the belief:
 * the price factor is taken as log-normal and both uncertainties are added as squared coefficients of variation.
 *
 * Profit = net revenue x units - cost x stock - holding x unit-days + salvage x what is left. The whole stock's cost is
 * charged, because it is spent; what is left counts at its salvage value. Unit-days: what is left lies all the horizon,
 * what sells lies half of it on average.
 */
function forecast(price: Money, segments: Segment[], context: OfferContext, horizonDays: number): Forecast {
  const { outlook, cost, terms, currentPrice } = context;
  const stock = Math.max(0, outlook.onHand);
  const perDay = segments.reduce((sum, segment) => sum + segment.unitsPerDay, 0);
  const average = (value: (segment: Segment) => number): number =>
    perDay > 0
      ? segments.reduce((sum, segment) => sum + segment.unitsPerDay * value(segment), 0) / perDay
      : value(segments[0] ?? { price, unitsPerDay: 0 });

  const doubt = average((segment) =>
    segment.price === currentPrice ? 0 : outlook.elasticity.sd * Math.abs(Math.log(segment.price / currentPrice)),
  );
  const units = soldFrom(stock, widened(outlook.velocity.a, doubt), perDay * horizonDays);
  const paid = average((segment) => segment.price);
  const days = stock === 0 ? 0 : Math.ceil(stock / (perDay + outlook.otherUnitsPerDay));

  let profit: Estimate | null = null;
  if (cost !== null) {
    const salvage = (cost * outlook.salvageBp) / FULL_BP;
    const holding = (cost * outlook.holdingCostBpPerYear * horizonDays) / FULL_BP / 365;
    const perUnitSold = average((segment) => netRevenue(segment.price, terms)) - salvage + holding / 2;
    const unsold = stock * (salvage - cost - holding);
    const at = (count: number): Money => whole(perUnitSold * count + unsold);
    const ends = [at(units.low), at(units.high)].sort((x, y) => x - y);
    profit = { mean: at(units.mean), low: ends[0] ?? 0, high: ends[1] ?? 0 };
  }
  return {
    price,
    horizonDays,
    units: { ...units, mean: Math.round(units.mean * 100) / 100 },
    revenue: { mean: whole(paid * units.mean), low: whole(paid * units.low), high: whole(paid * units.high) },
    profit,
    daysToClear: days <= CLEAR_DAYS_MAX ? days : null,
  };
}

/** The shape of a Gamma with the same mean and the variation of a Gamma(shape) times a log-normal(sd). */
function widened(shape: number, sd: number): number {
  const safe = Math.max(shape, 1e-6);
  return 1 / ((1 + 1 / safe) * Math.exp(sd * sd) - 1);
}

/** Units sold of a limited stock; beyond MEAN_MAX and outside the shapes that say anything, the numbers are cut off. */
function soldFrom(stock: number, shape: number, expected: number): Estimate {
  if (stock === 0 || expected === 0) return { mean: 0, low: 0, high: 0 };
  const mean = Math.min(expected, MEAN_MAX);
  const a = Math.min(Math.max(shape, SHAPE_MIN), SHAPE_MAX);
  const variance = mean + (mean * mean) / a;
  const sold = variance > SPREAD_COUNTED_MAX ** 2 ? soldAsGamma(stock, mean, variance) : soldAsCounted(stock, a, mean);
  return { mean: Math.min(mean, stock, sold.mean), low: Math.min(stock, sold.low), high: Math.min(stock, sold.high) };
}

function soldAsCounted(stock: number, a: number, mean: number): Estimate {
  const { low, high } = predictUnits(a, a / mean, 1);
  return { mean: expectedSold(a, a / mean, 1, stock), low, high };
}

/** E[min(G, S)] = E[G] P(shape + 1, rate S) + S (1 - P(shape, rate S)) of a Gamma variate G. */
function soldAsGamma(stock: number, mean: number, variance: number): Estimate {
  const shape = (mean * mean) / variance;
  const rate = mean / variance;
  return {
    mean: mean * gammaShareBelow(shape + 1, rate * stock) + stock * (1 - gammaShareBelow(shape, rate * stock)),
    low: Math.round(gammaQuantile(LOW_SHARE, shape, rate)),
    high: Math.round(gammaQuantile(HIGH_SHARE, shape, rate)),
  };
}

/** Rounded half away from zero; never -0. */
function whole(value: number): Money {
  return (value < 0 ? -Math.round(-value) : Math.round(value)) + 0;
}

/**
 * The rung with the highest expected profit among those that clear the stock in time; when none does, among all of
 * them: what is left is counted at its salvage value already, so a deeper cut must still earn its keep. With unknown
 * cost the smallest cut that clears, else the smallest. Ties go to the smaller cut. Null when there are no rungs.
 */
export function bestRung(
  rungs: Money[],
  clearWithinDays: number,
  forecastAt: (price: Money, horizonDays: number) => Forecast,
): Money | null {
  const outlooks = rungs.map((price) => forecastAt(price, clearWithinDays)).reverse();
  const clearing = outlooks.filter(({ daysToClear }) => daysToClear !== null && daysToClear <= clearWithinDays);
  const worth = ({ profit }: Forecast): number => profit?.mean ?? 0;
  let best: Forecast | null = null;
  for (const candidate of clearing.length > 0 ? clearing : outlooks) {
    if (best === null || worth(candidate) > worth(best)) best = candidate;
  }
  return best?.price ?? null;
}
