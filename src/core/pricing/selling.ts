import { FULL_BP, assert } from '../units.js';
import type { Money } from '../units.js';
import { netRevenue } from './fees.js';
import type { OfferContext } from './offer.js';
import type { Proposal } from './proposal.js';
import { shapeWithin } from './shared-stock.js';

/** What is believed of one product's demand on one channel, and what its stock costs to keep. */
export interface Outlook {
  /** Gamma belief about units per day at the current price, on a day with stock: mean a / b, surer as `a` grows. */
  velocity: { a: number; b: number };
  /** Per cent more units per per cent of price; below 0. */
  elasticity: { mean: number; sd: number };
  /** Of the product: all its channels sell from it. */
  onHand: number;
  /** The product's other channels as they sell now. */
  others: readonly Selling[];
  horizonDays: number;
  salvageBp: number;
  holdingCostBpPerYear: number;
  voucherRedemptionBp: number;
}

/** How a channel sells at a price, before it is known whether there is stock for it. */
export interface Selling {
  unitsPerDay: number;
  /** Squared coefficient of variation of that rate: 1 / shape of the Gamma that it is believed to be. */
  doubt: number;
  /** What buyers pay and what the shop gets for a unit after fees and VAT, on average. */
  paid: number;
  net: number;
  /** What buyers pay less, in money a day: see `discountGiven`. */
  givenPerDay: number;
}

/** More units a day than any shop sells. */
const PER_DAY_MAX = 1e9;
/**
 * The widest spread (of the logarithm) of a price's effect that is counted: a squared coefficient of variation of 1. A Gamma
 * that is wider has nearly all of its mass at nought, so that of two deep cuts the deeper one would seem to sell less. It
 * is what the shipped prior does not know of half the price.
 */
const SPREAD_MAX = Math.sqrt(Math.LN2);

/** Buyers who pay the same price. */
interface Segment {
  price: Money;
  unitsPerDay: number;
}

/** How a channel sells at its current price. */
export function sellingNow(context: OfferContext): Selling {
  return sellingOf([standing(context)], context, context.currentPrice);
}

/** How a channel sells under a proposal. */
export function sellingUnder(proposal: Proposal, context: OfferContext): Selling {
  const full = proposal.kind === 'discount' ? context.listPrice : context.currentPrice;
  return sellingOf(segmentsOf(proposal, context), context, full);
}

/** Everyone who buys at the current price. */
function standing({ outlook, currentPrice }: OfferContext): Segment {
  const { a, b } = outlook.velocity;
  return { price: currentPrice, unitsPerDay: b > 0 ? Math.min(a / b, PER_DAY_MAX) : 0 };
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
  const factorAt = (price: Money): number => Math.min((price / currentPrice) ** elasticity.mean, PER_DAY_MAX);

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

/**
 * Not knowing the elasticity widens the belief: the price factor is taken as log-normal and both uncertainties are added as
 * squared coefficients of variation.
 */
function sellingOf(segments: Segment[], { outlook, terms, currentPrice }: OfferContext, full: Money): Selling {
  let [perDay, paid, net, spread, given] = [0, 0, 0, 0, 0];
  // Nobody buys: averages are those of the price that is asked.
  const isIdle = segments.every((segment) => segment.unitsPerDay === 0);
  for (const { price, unitsPerDay } of isIdle ? segments.slice(0, 1) : segments) {
    const weight = isIdle ? 1 : unitsPerDay;
    perDay += unitsPerDay;
    paid += weight * price;
    net += weight * netRevenue(price, terms);
    if (price !== currentPrice) spread += weight * outlook.elasticity.sd * Math.abs(Math.log(price / currentPrice));
    given += unitsPerDay * Math.max(0, full - price);
  }
  const weights = isIdle ? 1 : perDay;
  const shape = shapeWithin(outlook.velocity.a);
  const doubt = (1 + 1 / shape) * Math.exp(Math.min(spread / weights, SPREAD_MAX) ** 2) - 1;
  return {
    unitsPerDay: Math.min(perDay, PER_DAY_MAX),
    doubt: 1 / shapeWithin(1 / doubt),
    paid: paid / weights,
    net: net / weights,
    givenPerDay: Math.min(perDay, PER_DAY_MAX) * (perDay > 0 ? given / perDay : 0),
  };
}
