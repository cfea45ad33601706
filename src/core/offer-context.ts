import type { Shop } from './access.js';
import type { Channel, Fee } from './intake/records.js';
import { effectiveFeeBp, feesOn, floorPrice, saleTerms, unitProfit, type SaleTerms } from './pricing/fees.js';
import { limitsFor, lockOn } from './pricing/limits.js';
import type { BundlePartner, OfferContext } from './pricing/offer.js';
import type { CampaignLock, Limits, Policy } from './pricing/policy.js';
import { numberFact, numberInput, textFact, type Sheet } from './sheet.js';
import type { BasisPoints, Day, Money } from './units.js';

/** What prices obey besides the rules. */
export interface PriceSettings {
  shop: Shop;
  asOf: Day;
  channels: Channel[];
  policy: Policy;
  fees: Fee[];
}

/** What holds for every product of a category on a channel. */
export interface Terms {
  sale: SaleTerms;
  limits: Limits;
  /** The campaign lock of the day after the as-of day: prices go live then. */
  lock: CampaignLock | null;
}

export type TermsOf = (channelCode: string, category: string | null) => Terms;

/** Fees and limits by channel and category: a few dozen answers serve every listing. */
export function termsBy({ fees, policy, asOf }: PriceSettings): TermsOf {
  const known = new Map<string, Terms>();
  return (channel, category) => {
    const key = `${channel}\n${category ?? ''}`;
    let terms = known.get(key);
    if (terms === undefined) {
      terms = {
        sale: saleTerms(feesOn(fees, channel, category, asOf), policy.vatBp, policy.unitsPerOrderMilli),
        limits: limitsFor(policy, channel, category),
        lock: lockOn(policy.campaignLocks, asOf + 1, channel, category),
      };
      known.set(key, terms);
    }
    return terms;
  };
}

/** Fees, profit and floor of a listing at its current price; null where price or cost is unknown. */
export function saleMoney(
  price: Money | null,
  cost: Money | null,
  { sale, limits }: Terms,
): { feeBp: BasisPoints | null; unitProfit: Money | null; floorPrice: Money | null } {
  return {
    feeBp: price === null ? null : effectiveFeeBp(price, sale),
    unitProfit: price === null || cost === null ? null : unitProfit(price, cost, sale),
    floorPrice: cost === null ? null : floorPrice(cost, limits.marginFloorBp, sale),
  };
}

/** What proposing a price for a row of a sheet needs; null where no price is known. */
export type ContextOf = (sheet: Sheet, row: number) => OfferContext | null;

export function contextBy(settings: PriceSettings): ContextOf {
  const { policy, shop } = settings;
  const currency = { code: shop.currency, scale: shop.scale };
  const termsOf = termsBy(settings);
  return (sheet, row) => {
    const basePrice = numberFact(sheet, row, 'channel.basePrice');
    const price = numberFact(sheet, row, 'channel.price');
    if (basePrice === null || price === null || basePrice <= 0 || price <= 0) return null;
    const channel = textFact(sheet, row, 'channel.code') ?? '';
    const terms = termsOf(channel, textFact(sheet, row, 'product.category'));
    const variants = [numberInput(sheet, row, 'variantLowest'), numberInput(sheet, row, 'variantHighest')];
    return {
      currency,
      limits: terms.limits,
      endings: policy.priceEndings,
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
      outlook: {
        velocity: {
          a: numberInput(sheet, row, 'velocityA') ?? 0,
          b: numberInput(sheet, row, 'velocityB') ?? 0,
        },
        elasticity: policy.elasticityPrior,
        onHand: stockShare({
          onHand: numberFact(sheet, row, 'stock.onHand') ?? 0,
          rate: numberFact(sheet, row, 'channelSales.velocity') ?? 0,
          wholeRate: numberFact(sheet, row, 'sales.velocity') ?? 0,
          channels: numberInput(sheet, row, 'channels') ?? 1,
        }),
        otherUnitsPerDay: 0, // the other channels sell out of their own share
        horizonDays: policy.horizonDays,
        salvageBp: policy.salvageBp,
        holdingCostBpPerYear: policy.holdingCostBpPerYear,
        voucherRedemptionBp: policy.voucherRedemptionBp,
      },
    };
  };
}

/**
 * What of the product's stock a channel may count on: in proportion to what each channel sells, rounded up. Each channel
 * forecasts for itself; without shares every one of them would sell, and be paid for, the same units.
 * @param rate units per day on this channel; `wholeRate` on all of its `channels` together
 */
export function stockShare(product: { onHand: number; rate: number; wholeRate: number; channels: number }): number {
  const { onHand, rate, wholeRate, channels } = product;
  const share = wholeRate > 0 ? Math.min(1, rate / wholeRate) : 1 / channels;
  return Math.ceil(Math.max(0, onHand) * share);
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
