import type { AgeingReport } from './ageing/report.js';
import type { Evidence } from './demand/evidence.js';
import type { Pair } from './demand/pairs.js';
import type { RateBelief } from './demand/velocity.js';
import type { Channel, Product } from './intake/records.js';
import type { CurrentPrice } from './pricing/current.js';
import { effectiveFeeBp, floorPrice, unitProfit, type SaleTerms } from './pricing/fees.js';
import { limitsFor, lockOn } from './pricing/limits.js';
import type { BundlePartner, OfferContext } from './pricing/offer.js';
import type { Policy } from './pricing/policy.js';
import type { Shop } from './access.js';
import type { BasisPoints, Day, Instant, Money } from './units.js';

/** What a run keeps of one product between its stages. */
export interface ProductCard {
  product: Product;
  report: Omit<AgeingReport, 'layers' | 'buckets'>;
  /** Its own cost is not filled in: prices go by what its newest receipt cost. */
  isCostOfReceipt: boolean;
  rows: ListingRow[];
}

/** One product on one channel: what prices are made from. */
export interface ListingRow {
  card: ProductCard;
  channel: Channel;
  /** Row of the fact table. */
  at: number;
  current: CurrentPrice;
  /** Kinds of offer that are approved here and not over: not proposed again. */
  approved: ReadonlySet<string>;
  terms: SaleTerms;
  minPrice: Money | null;
  maxPrice: Money | null;
  /** Listings with the same one are variants of each other. */
  externalId: string | null;
  evidence: Evidence;
  /** Units per day on a day with stock: Gamma(a, b), mean `rate`. */
  demand: RateBelief;
  lastDecision: { at: Instant; discountBp: BasisPoints } | undefined;
}

/** Fees, profit and floor of a row at its current price; null where price or cost is unknown. */
export function saleMoney(
  row: Pick<ListingRow, 'card' | 'channel' | 'current' | 'terms'>,
  policy: Policy,
): { feeBp: BasisPoints | null; unitProfit: Money | null; floorPrice: Money | null } {
  const { cost, category } = row.card.product;
  const { price } = row.current;
  const { marginFloorBp } = limitsFor(policy, row.channel.code, category);
  return {
    feeBp: price === null ? null : effectiveFeeBp(price, row.terms),
    unitProfit: price === null || cost === null ? null : unitProfit(price, cost, row.terms),
    floorPrice: cost === null ? null : floorPrice(cost, marginFloorBp, row.terms),
  };
}

/** What proposing a price for a row needs; null where no price is known. */
export function offerContext(
  row: ListingRow,
  settings: { shop: Shop; policy: Policy; asOf: Day },
  variantPrices: Money[],
  partner: BundlePartner | null,
): OfferContext | null {
  const { policy, shop, asOf } = settings;
  const { basePrice, price, daysSincePriceChange } = row.current;
  if (basePrice === null || price === null || basePrice <= 0 || price <= 0) return null;
  const { category, cost } = row.card.product;
  return {
    currency: { code: shop.currency, scale: shop.scale },
    limits: limitsFor(policy, row.channel.code, category),
    endings: policy.priceEndings,
    lock: lockOn(policy.campaignLocks, asOf + 1, row.channel.code, category), // prices go live the day after
    terms: row.terms,
    cost,
    listPrice: basePrice,
    currentPrice: price,
    minPrice: row.minPrice,
    maxPrice: row.maxPrice,
    daysSincePriceChange,
    variantPrices,
    variantRatioMilliMax: policy.variantRatioMilliMax,
    partner,
    outlook: {
      velocity: row.demand,
      elasticity: policy.elasticityPrior,
      onHand: stockShare(row),
      otherUnitsPerDay: 0, // the other channels sell out of their own share
      horizonDays: policy.horizonDays,
      salvageBp: policy.salvageBp,
      holdingCostBpPerYear: policy.holdingCostBpPerYear,
      voucherRedemptionBp: policy.voucherRedemptionBp,
    },
  };
}

/**
 * What of the product's stock a channel may count on: in proportion to what each channel sells, rounded up. Each channel
 * forecasts for itself; without shares every one of them would sell, and be paid for, the same units.
 */
export function stockShare(row: ListingRow): number {
  const { rows, report } = row.card;
  const whole = rows.reduce((sum, each) => sum + each.demand.rate, 0);
  const share = whole > 0 ? row.demand.rate / whole : 1 / rows.length;
  return Math.ceil(Math.max(0, report.onHand) * share);
}

/** The pair's other half on the same channel; null where it is not for sale there at a known price. */
export function partnerOf(
  pair: Pair | null,
  cards: ReadonlyMap<number, ProductCard>,
  channel: Channel,
): BundlePartner | null {
  const row = pair === null ? undefined : cards.get(pair.partnerId)?.rows.find((each) => each.channel === channel);
  if (pair === null || row === undefined || row.current.price === null || row.current.price <= 0) return null;
  if (row.card.report.onHand <= 0) return null;
  return {
    sku: row.card.product.sku,
    price: row.current.price,
    cost: row.card.product.cost,
    terms: row.terms,
    unitsPerDay: row.demand.rate,
    attachBp: pair.partnerConfidenceBp,
  };
}

/** Prices of the other variants of a row's listing: products that share its marketplace id on the channel. */
export function variantsIn(rows: readonly ListingRow[]): (row: ListingRow) => Money[] {
  const groups = new Map<string, ListingRow[]>();
  const keyOf = (row: ListingRow) => `${row.channel.id}:${row.externalId}`;
  for (const row of rows) {
    if (row.externalId === null) continue;
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return (row) => {
    if (row.externalId === null) return [];
    const others = groups.get(keyOf(row))!.filter((other) => other !== row);
    return others.map((other) => other.current.price).filter((price) => price !== null);
  };
}
