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

/** The two sums that tell proposals apart. */
export interface Worth {
  /** As `compare` has it; null when cost is unknown. */
  gain: Money | null;
  /**
   * What buyers are expected to pay less because of the offer: of a discount against the base price, of a voucher or a
   * bundle, which leave that alone, against the current price. A restore gives nothing away.
   */
  discountGiven: Money;
}

/**
 * What a proposal is worth, without the intervals around it that take most of the time: enough to find the best of many.
 * @param discountDays over which the discount is added up; left out: the horizon, as for the gain
 */
export function worthOf(proposal: Proposal, context: OfferContext, discountDays?: number): Worth {
  const { horizonDays } = context.outlook;
  const segments = segmentsOf(proposal, context);
  const offered = expect(segments, context, horizonDays);
  const units = meanUnits(offered);
  const nothing = expect([standing(context)], context, horizonDays);
  const gain =
    offered.profitAt === null || nothing.profitAt === null
      ? null
      : offered.profitAt(units) - nothing.profitAt(meanUnits(nothing));
  const days = discountDays ?? horizonDays;
  const soldThen = days === horizonDays ? units : meanUnits(expect(segments, context, days));
  const full = proposal.kind === 'discount' ? context.listPrice : context.currentPrice;
  const cut = segments.reduce((sum, each) => sum + each.unitsPerDay * Math.max(0, full - each.price), 0);
  return { gain, discountGiven: offered.perDay > 0 ? whole((soldThen * cut) / offered.perDay) : 0 };
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
  return forecast(context.currentPrice, [standing(context)], context, horizonDays);
}

/** The product under a proposal over the horizon. */
export function forecastOffer(
  proposal: Proposal,
  context: OfferContext,
  horizonDays = context.outlook.horizonDays,
): Forecast {
  return forecast(proposal.price, segmentsOf(proposal, context), context, horizonDays);
}

/** Everyone who buys at the current price. */
function standing({ outlook, currentPrice }: OfferContext): Segment {
  const { a, b } = outlook.velocity;
  return { price: currentPrice, unitsPerDay: b > 0 ? a / b : 0 };
}

/**
 * Who buys under a proposal, and how much.
 *
 * - discount, restore: everyone pays the new price; units per day x (new / current)^elasticity.
 * - voucher: the policy's share of buyers redeems and reacts so, the rest pays and buys as now.
 * - bundle: of the partner's buyers, attachBp x (stale part's price / current)^elasticity take the pair, all at most;
 *   those who took both anyway (attachBp) now pay less, all other buyers pay as now. The pair's cut falls on the stale
 *   part, so its profit is what is forecast; the partner's own sales are taken to stay as they are.
 */
function segmentsOf(proposal: Proposal, context: OfferContext): Segment[] {
  const { elasticity, voucherRedemptionBp } = context.outlook;
  const { currentPrice, partner } = context;
  assert(currentPrice > 0, 'an offer changes a price that is there');
  const perDay = standing(context).unitsPerDay;
  const factorAt = (price: Money): number => (price / currentPrice) ** elasticity.mean;

  if (proposal.kind === 'voucher') {
    const redeeming = voucherRedemptionBp / FULL_BP;
    return [
      { price: proposal.price, unitsPerDay: perDay * redeeming * factorAt(proposal.price) },
      { price: currentPrice, unitsPerDay: perDay * (1 - redeeming) },
    ];
  }
  if (proposal.kind === 'bundle' && partner !== null) {
    const price = Math.max(1, proposal.price - partner.price);
    const attach = partner.attachBp / FULL_BP;
    const alreadyPairs = Math.min(perDay, partner.unitsPerDay * attach);
    return [
      { price, unitsPerDay: Math.max(alreadyPairs, partner.unitsPerDay * Math.min(1, attach * factorAt(price))) },
      { price: currentPrice, unitsPerDay: perDay - alreadyPairs },
    ];
  }
  return [{ price: proposal.price, unitsPerDay: perDay * factorAt(proposal.price) }];
}

/** What is expected of buyers over some days, before it is counted out in units. */
interface Expectation {
  stock: number;
  /** Shape of the belief about the units, and their mean if stock never ran out. */
  shape: number;
  expected: number;
  perDay: number;
  /** Average price paid, and profit of `count` units sold; null when cost is unknown. */
  paid: number;
  profitAt: ((count: number) => Money) | null;
}

/**
 * Units: E[min(N, stock)] with N negative binomial; see `expectedSold`. Not knowing the elasticity widens the belief:
 * the price factor is taken as log-normal and both uncertainties are added as squared coefficients of variation.
 *
 * Profit = net revenue x units - cost x stock - holding x unit-days + salvage x what is left. The whole stock's cost is
 * charged, because it is spent; what is left counts at its salvage value. Unit-days: what is left lies all the horizon,
 * what sells lies half of it on average.
 */
function expect(segments: Segment[], context: OfferContext, horizonDays: number): Expectation {
  const { outlook, cost, terms, currentPrice } = context;
  const stock = Math.max(0, outlook.onHand);
  const perDay = segments.reduce((sum, segment) => sum + segment.unitsPerDay, 0);
  const average = (value: (segment: Segment) => number): number =>
    perDay > 0
      ? segments.reduce((sum, segment) => sum + segment.unitsPerDay * value(segment), 0) / perDay
      : value(segments[0] ?? { price: currentPrice, unitsPerDay: 0 });
  const doubt = average((segment) =>
    segment.price === currentPrice ? 0 : outlook.elasticity.sd * Math.abs(Math.log(segment.price / currentPrice)),
  );
  let profitAt: Expectation['profitAt'] = null;
  if (cost !== null) {
    const salvage = (cost * outlook.salvageBp) / FULL_BP;
    const holding = (cost * outlook.holdingCostBpPerYear * horizonDays) / FULL_BP / 365;
    const perUnitSold = average((segment) => netRevenue(segment.price, terms)) - salvage + holding / 2;
    const unsold = stock * (salvage - cost - holding);
    profitAt = (count) => whole(perUnitSold * count + unsold);
  }
  return {
    stock,
    shape: widened(outlook.velocity.a, doubt),
    expected: perDay * horizonDays,
    perDay,
    paid: average((segment) => segment.price),
    profitAt,
  };
}

const meanUnits = ({ stock, shape, expected }: Expectation): number => soldFrom(stock, shape, expected, false).mean;

function forecast(price: Money, segments: Segment[], context: OfferContext, horizonDays: number): Forecast {
  const expectation = expect(segments, context, horizonDays);
  const { stock, shape, expected, paid, profitAt } = expectation;
  const units = soldFrom(stock, shape, expected, true);
  let profit: Estimate | null = null;
  if (profitAt !== null) {
    const ends = [profitAt(units.low), profitAt(units.high)].sort((x, y) => x - y);
    profit = { mean: profitAt(units.mean), low: ends[0] ?? 0, high: ends[1] ?? 0 };
  }
  return {
    price,
    horizonDays,
    units: { ...units, mean: Math.round(units.mean * 100) / 100 },
    revenue: { mean: whole(paid * units.mean), low: whole(paid * units.low), high: whole(paid * units.high) },
    profit,
    daysToClear: daysToClear(expectation, context),
  };
}

/** Null: not within 999 days. */
function daysToClear({ stock, perDay }: Expectation, { outlook }: OfferContext): number | null {
  const days = stock === 0 ? 0 : Math.ceil(stock / (perDay + outlook.otherUnitsPerDay));
  return days <= CLEAR_DAYS_MAX ? days : null;
}

/** The shape of a Gamma with the same mean and the variation of a Gamma(shape) times a log-normal(sd). */
function widened(shape: number, sd: number): number {
  const safe = Math.max(shape, 1e-6);
  return 1 / ((1 + 1 / safe) * Math.exp(sd * sd) - 1);
}

/**
 * Units sold of a limited stock; beyond MEAN_MAX and outside the shapes that say anything, the numbers are cut off.
 * @param withRange false: `low` and `high` are left at 0, for those who ask for the mean alone
 */
function soldFrom(stock: number, shape: number, expected: number, withRange: boolean): Estimate {
  if (stock === 0 || expected === 0) return { mean: 0, low: 0, high: 0 };
  const mean = Math.min(expected, MEAN_MAX);
  const a = Math.min(Math.max(shape, SHAPE_MIN), SHAPE_MAX);
  const variance = mean + (mean * mean) / a;
  const isWide = variance > SPREAD_COUNTED_MAX ** 2;
  const sold = isWide ? meanAsGamma(stock, mean, variance) : expectedSold(a, a / mean, 1, stock);
  const range = !withRange ? NO_RANGE : isWide ? rangeAsGamma(mean, variance) : predictUnits(a, a / mean, 1);
  return { mean: Math.min(mean, stock, sold), low: Math.min(stock, range.low), high: Math.min(stock, range.high) };
}

const NO_RANGE = { low: 0, high: 0 };

/** E[min(G, S)] = E[G] P(shape + 1, rate S) + S (1 - P(shape, rate S)) of a Gamma variate G. */
function meanAsGamma(stock: number, mean: number, variance: number): number {
  const shape = (mean * mean) / variance;
  const rate = mean / variance;
  return mean * gammaShareBelow(shape + 1, rate * stock) + stock * (1 - gammaShareBelow(shape, rate * stock));
}

function rangeAsGamma(mean: number, variance: number): { low: number; high: number } {
  const shape = (mean * mean) / variance;
  const rate = mean / variance;
  return {
    low: Math.round(gammaQuantile(LOW_SHARE, shape, rate)),
    high: Math.round(gammaQuantile(HIGH_SHARE, shape, rate)),
  };
}

/** Rounded half away from zero; never -0. */
function whole(value: number): Money {
  return (value < 0 ? -Math.round(-value) : Math.round(value)) + 0;
}

/** What choosing among prices needs to know of one: `forecastOffer` without the intervals, which take most of the time. */
export interface Outcome {
  price: Money;
  /** Mean profit; null when cost is unknown. */
  profit: Money | null;
  daysToClear: number | null;
}

export function outcomeOf(proposal: Proposal, context: OfferContext, horizonDays: number): Outcome {
  const expectation = expect(segmentsOf(proposal, context), context, horizonDays);
  return {
    price: proposal.price,
    profit: expectation.profitAt?.(meanUnits(expectation)) ?? null,
    daysToClear: daysToClear(expectation, context),
  };
}

/**
 * The rung with the highest expected profit among those that clear the stock in time; when none does, among all of
 * them: what is left is counted at its salvage value already, so a deeper cut must still earn its keep. With unknown
 * cost the smallest cut that clears, else the smallest. Ties go to the smaller cut. Null when there are no rungs.
 */
export function bestRung(
  rungs: Money[],
  clearWithinDays: number,
  outcomeAt: (price: Money, horizonDays: number) => Outcome,
): Money | null {
  const outcomes = rungs.map((price) => outcomeAt(price, clearWithinDays)).reverse();
  const clearing = outcomes.filter((each) => each.daysToClear !== null && each.daysToClear <= clearWithinDays);
  let best: Outcome | null = null;
  for (const candidate of clearing.length > 0 ? clearing : outcomes) {
    if (best === null || (candidate.profit ?? 0) > (best.profit ?? 0)) best = candidate;
  }
  return best?.price ?? null;
}
