import { divideRounded, FULL_BP, type BasisPoints, type Day, type Money } from '../units.js';
import type { AgeingDetail, BucketView } from './detail.js';
import type { AgeingResult } from './ledger.js';

/** What the report needs to know of the policy. */
export interface AgeingPolicy {
  staleAfterDays: number;
  staleAfterDaysByCategory: Readonly<Record<string, number>>;
  flagMinShareBp: BasisPoints;
  flagMinValue: Money;
  /** Upper edges of the buckets, ascending; the last bucket is open. */
  bucketEdgesDays: readonly number[];
}

/** What the report needs to know of the product. */
export interface AgeingProduct {
  category: string | null;
  /** Fall-back for layers of unknown cost. */
  cost: Money | null;
  staleAfterDays: number | null;
}

/** How old the stock of a product is, and what is tied up in it. Ages are whole days, null without stock. */
export interface AgeingReport extends AgeingDetail {
  asOf: Day;
  /** Below 0 when more was sold than was known to be there. */
  onHand: number;
  ageDaysOldest: number | null;
  /** Unit-weighted, to one decimal, half up. */
  ageDaysAverage: number | null;
  /** The same in tenths of a day. */
  ageDeciDaysAverage: number | null;
  ageDaysYoungest: number | null;
  /** Some units on hand are of unknown origin: they are at least as old as said. */
  ageIsAtLeast: boolean;
  /** The oldest units are among them. */
  oldestIsAtLeast: boolean;
  /** The limit that held: units older than this are stale. */
  staleAfterDays: number;
  staleUnits: number;
  /** At layer cost, else product cost; units of unknown cost count 0 here and stand in `unvaluedUnits`. */
  staleValue: Money;
  /** Value of all units on hand, by the same rule. */
  stockValue: Money;
  unvaluedUnits: number;
  isFlagged: boolean;
  daysSinceLastSale: number | null;
  daysSinceLastReceipt: number | null;
}

/**
 * Reads the books as ages, buckets and money. Age = asOf - receivedOn; stale = age above the limit of the product, else of
 * its category, else of the policy. A product is flagged when its stale units reach the policy's least share of the stock
 * and least value; stale units of unknown cost pass the test of value, since unknown is not little.
 */
export function reportOn(result: AgeingResult, product: AgeingProduct, policy: AgeingPolicy): AgeingReport {
  const staleAfterDays = staleLimit(product, policy);
  const buckets = emptyBuckets(policy.bucketEdgesDays);
  const { asOf, layers } = result;
  const sum = { units: 0, unitDays: 0, value: 0, staleUnits: 0, staleValue: 0, unvalued: 0, unvaluedStale: 0 };
  for (const { receivedOn, quantity, unitCost } of layers) {
    const age = asOf - receivedOn;
    const cost = unitCost ?? product.cost;
    const value = quantity * (cost ?? 0);
    const bucket = buckets.find(({ to }) => to === null || age <= to)!;
    bucket.units += quantity;
    bucket.value += value;
    sum.units += quantity;
    sum.unitDays += quantity * age;
    sum.value += value;
    if (cost === null) sum.unvalued += quantity;
    if (age > staleAfterDays) {
      sum.staleUnits += quantity;
      sum.staleValue += value;
      if (cost === null) sum.unvaluedStale += quantity;
    }
  }
  const oldest = layers[0];
  const youngest = layers[layers.length - 1];
  const ageDeciDaysAverage = sum.units === 0 ? null : divideRounded(10 * sum.unitDays, sum.units);
  const ageIsAtLeast = layers.some((layer) => layer.isAtLeast);
  return {
    asOf,
    onHand: result.onHand,
    layers,
    buckets,
    ageDaysOldest: oldest === undefined ? null : asOf - oldest.receivedOn,
    ageDaysAverage: ageDeciDaysAverage === null ? null : ageDeciDaysAverage / 10,
    ageDeciDaysAverage,
    ageDaysYoungest: youngest === undefined ? null : asOf - youngest.receivedOn,
    ageIsAtLeast,
    oldestIsAtLeast: oldest?.isAtLeast ?? false,
    staleAfterDays,
    staleUnits: sum.staleUnits,
    staleValue: sum.staleValue,
    stockValue: sum.value,
    unvaluedUnits: sum.unvalued,
    isFlagged:
      sum.staleUnits > 0 &&
      sum.staleUnits * FULL_BP >= policy.flagMinShareBp * sum.units &&
      (sum.staleValue >= policy.flagMinValue || sum.unvaluedStale > 0),
    daysSinceLastSale: result.lastSaleOn === null ? null : asOf - result.lastSaleOn,
    daysSinceLastReceipt: result.lastReceiptOn === null ? null : asOf - result.lastReceiptOn,
    daysInStock30: sumOfLast(result.inStock, 30),
    daysInStock90: sumOfLast(result.inStock, 90),
    countDifference: result.countDifference,
    marks: marksOf(result, ageIsAtLeast, sum.unvalued),
  };
}

/** Days after which units of this product are stale: its own limit, else its category's, else the policy's. */
export function staleLimit(product: Pick<AgeingProduct, 'category' | 'staleAfterDays'>, policy: AgeingPolicy): number {
  const { category } = product;
  const byCategory = policy.staleAfterDaysByCategory;
  const ofCategory = category !== null && Object.hasOwn(byCategory, category) ? byCategory[category] : undefined;
  return product.staleAfterDays ?? ofCategory ?? policy.staleAfterDays;
}

/** The upper edge belongs to the bucket: edges 30, 60 give 0-30, 31-60 and 61 and over. */
function emptyBuckets(edges: readonly number[]): BucketView[] {
  const buckets: BucketView[] = [];
  let from = 0;
  for (const to of edges) {
    buckets.push({ from, to, units: 0, value: 0 });
    from = to + 1;
  }
  buckets.push({ from, to: null, units: 0, value: 0 });
  return buckets;
}

function marksOf(result: AgeingResult, ageIsAtLeast: boolean, unvaluedUnits: number): string[] {
  const marks: string[] = [];
  if (unvaluedUnits > 0) marks.push('unknown-cost');
  if (result.onHand < 0) marks.push('negative-stock');
  if (result.partialCounts > 0) marks.push('partial-counts');
  if (ageIsAtLeast) marks.push('age-at-least');
  if (result.isStockUnknown) marks.push('stock-unknown');
  return marks;
}

function sumOfLast(bytes: Uint8Array, days: number): number {
  let sum = 0;
  for (let i = Math.max(0, bytes.length - days); i < bytes.length; i++) sum += bytes[i]!;
  return sum;
}
