import type { Shop } from './access.js';
import { boostOn, type Boost } from './calendar-windows.js';
import type { Holiday } from './demand/calendar.js';
import type { Channel, Fee } from './intake/records.js';
import {
  PRICE_MAX,
  effectiveFeeBp,
  feesOn,
  floorPrice,
  netRevenue,
  saleTerms,
  unitProfit,
  type SaleTerms,
} from './pricing/fees.js';
import { profileOn, type ChannelCuts, type ChannelProfile, type Profiles } from './pricing/channel-profile.js';
import { limitsFor, lockOn } from './pricing/limits.js';
import type { BundlePartner, OfferContext } from './pricing/offer.js';
import type { CampaignLock, Limits, Policy, PriceEnding } from './pricing/policy.js';
import { sellingNow } from './pricing/selling.js';
import { wholeEndings, wholeUnit } from './pricing/whole-money.js';
import { numberFact, numberInput, textFact, type Sheet } from './sheet.js';
import { bpOf, type BasisPoints, type Day, type Money } from './units.js';

/** What prices obey besides the rules. */
export interface PriceSettings {
  shop: Shop;
  asOf: Day;
  channels: Channel[];
  policy: Policy;
  fees: Fee[];
  /** What the channels take; left out: whatever it is. */
  profiles?: Profiles;
  /** Of the shop's calendar; left out: none. */
  holidays?: readonly Holiday[];
  boosts?: readonly Boost[];
}

/** What holds for every product of a category on a channel. */
export interface Terms {
  sale: SaleTerms;
  limits: Limits;
  /** The campaign lock of the day after the as-of day: prices go live then. */
  lock: CampaignLock | null;
  /** The boost of that day: its limits are these. */
  boost: Boost | null;
  /** What the channel takes on that day; null: it is not known. */
  channel: { name: string; profile: ChannelProfile } | null;
  endings: PriceEnding[];
}

export type TermsOf = (channelCode: string, category: string | null) => Terms;

/** Fees and limits by channel and category: a few dozen answers serve every listing. */
export function termsBy({ fees, policy, asOf, channels, profiles, shop, boosts = [] }: PriceSettings): TermsOf {
  const known = new Map<string, Terms>();
  const whole = wholeEndings(policy.priceEndings, wholeUnit(shop.scale));
  const takenBy = (code: string): Terms['channel'] => {
    const channel = channels.find((each) => each.code === code);
    if (channel === undefined || profiles === undefined) return null;
    return { name: channel.name, profile: profileOn(profiles, channel, asOf + 1) };
  };
  return (channel, category) => {
    const key = `${channel}\n${category ?? ''}`;
    let terms = known.get(key);
    if (terms === undefined) {
      const boost = boostOn(boosts, asOf + 1, channel, category);
      const taken = takenBy(channel);
      terms = {
        channel: taken,
        endings: taken?.profile.hasWholeMoney === true ? whole : policy.priceEndings,
        sale: saleTerms(feesOn(fees, channel, category, asOf), policy.vatBp, policy.unitsPerOrderMilli),
        limits: limitsFor(policy, channel, category, boost !== null),
        lock: lockOn(policy.campaignLocks, asOf + 1, channel, category),
        boost,
      };
      known.set(key, terms);
    }
    return terms;
  };
}

/** Fees, profit and floor of a listing at its current price; null where price or cost is unknown or beyond PRICE_MAX. */
export function saleMoney(
  price: Money | null,
  cost: Money | null,
  { sale, limits }: Terms,
): { feeBp: BasisPoints | null; unitProfit: Money | null; floorPrice: Money | null } {
  return {
    feeBp: price === null || price > PRICE_MAX ? null : effectiveFeeBp(price, sale),
    unitProfit: price === null || price > PRICE_MAX || cost === null ? null : unitProfit(price, cost, sale),
    floorPrice: cost === null ? null : floorPrice(cost, limits.marginFloorBp, sale),
  };
}

/**
 * Money that selling a unit at a price brings over leaving it unsold, which keeps its salvage value; null where cost is
 * unknown.
 */
export function worthBy(cost: Money | null, { sale }: Terms, salvageBp: BasisPoints): ((price: Money) => Money) | null {
  return cost === null ? null : (price) => netRevenue(price, sale) - bpOf(cost, salvageBp);
}

/**
 * What proposing prices for the rows of a product needs: `count` of them from `first` on. Null where no price is known: what
 * such a channel sells, and for how much, nobody knows, so that the others are looked at without it.
 */
export type ContextsOf = (sheet: Sheet, first: number, count: number) => (OfferContext | null)[];

export function contextsBy(settings: PriceSettings): ContextsOf {
  const contextOf = contextBy(settings);
  return (sheet, first, count) => {
    const contexts = Array.from({ length: count }, (_, i) => contextOf(sheet, first + i));
    const known = contexts.filter((context) => context !== null);
    const sellings = known.map(sellingNow);
    known.forEach((context, i) => (context.outlook.others = sellings.filter((_, other) => other !== i)));
    return contexts;
  };
}

/** A price that can be computed with: known, above 0, and no slip of the pen. */
export function isPrice(price: Money | null): price is Money {
  return price !== null && price > 0 && price <= PRICE_MAX;
}

function contextBy(settings: PriceSettings): (sheet: Sheet, row: number) => OfferContext | null {
  const { policy, shop } = settings;
  const currency = { code: shop.currency, scale: shop.scale };
  const termsOf = termsBy(settings);
  return (sheet, row) => {
    const basePrice = numberFact(sheet, row, 'channel.basePrice');
    const price = numberFact(sheet, row, 'channel.price');
    if (!isPrice(basePrice) || !isPrice(price)) return null;
    const channel = textFact(sheet, row, 'channel.code') ?? '';
    const terms = termsOf(channel, textFact(sheet, row, 'product.category'));
    const variants = [numberInput(sheet, row, 'variantLowest'), numberInput(sheet, row, 'variantHighest')];
    return {
      currency,
      limits: terms.limits,
      endings: terms.endings,
      lock: terms.lock,
      terms: terms.sale,
      cost: numberFact(sheet, row, 'product.cost'),
      listPrice: basePrice,
      currentPrice: price,
      minPrice: numberInput(sheet, row, 'minPrice'),
      maxPrice: numberInput(sheet, row, 'maxPrice'),
      daysSincePriceChange: numberFact(sheet, row, 'channel.daysSincePriceChange'),
      variantPrices: variants.filter((variant) => variant !== null),
      variantRatioMilliMax: policy.variantRatioMilliMax,
      partner: partnerOn(sheet, row, termsOf, channel),
      channelCuts: cutsOn(sheet, row, terms),
      voucherFirst: {
        rivalGapBp: numberFact(sheet, row, 'competitor.gapBp'),
        rivalWithinBp: policy.voucherRivalWithinBp,
        upToCutBp: policy.voucherUpToCutBp,
      },
      outlook: {
        velocity: {
          a: numberInput(sheet, row, 'velocityA') ?? 0,
          b: numberInput(sheet, row, 'velocityB') ?? 0,
        },
        elasticity: elasticityOn(sheet, row) ?? policy.elasticityPrior,
        onHand: numberFact(sheet, row, 'stock.onHand') ?? 0,
        others: [],
        horizonDays: policy.horizonDays,
        salvageBp: policy.salvageBp,
        holdingCostBpPerYear: policy.holdingCostBpPerYear,
        voucherRedemptionBp: policy.voucherRedemptionBp,
      },
    };
  };
}

/** How demand answers to the price of this listing; null where a sheet does not say (how sure it is, an older run kept none). */
function elasticityOn(sheet: Sheet, row: number): { mean: number; sd: number } | null {
  const mean = numberFact(sheet, row, 'demand.elasticity');
  const sd = numberInput(sheet, row, 'elasticitySd');
  return mean === null || sd === null ? null : { mean, sd };
}

/**
 * What the channel asks of a public price. A sheet knows the lowest price of 30 days: where a channel looks back less far that
 * asks for a little too much, where it looks back further the decision says what is missing.
 */
function cutsOn(sheet: Sheet, row: number, { channel }: Terms): ChannelCuts | null {
  if (channel === null) return null;
  const { name: channelName, profile } = channel;
  const { minDiscountBp, maxDiscountBp, lowestPriceDays: days } = profile;
  if (minDiscountBp === null && maxDiscountBp === null && days === null) return null;
  const price = days === null ? null : numberFact(sheet, row, 'channel.lowestPrice30');
  const lowest = days === null || price === null ? null : { price, days };
  return { channelName, minDiscountBp, maxDiscountBp, lowest };
}

function partnerOn(sheet: Sheet, row: number, termsOf: TermsOf, channel: string): BundlePartner | null {
  const price = numberInput(sheet, row, 'partnerPrice');
  const sku = textFact(sheet, row, 'pair.bestSku');
  if (price === null || sku === null) return null;
  return {
    sku,
    price,
    cost: numberInput(sheet, row, 'partnerCost'),
    terms: termsOf(channel, sheet.inputs.texts.partnerCategory[row] ?? null).sale,
    unitsPerDay: numberInput(sheet, row, 'partnerUnitsPerDay') ?? 0,
    attachBp: numberFact(sheet, row, 'pair.confidenceBp') ?? 0,
  };
}
