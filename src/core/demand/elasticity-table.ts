import {
  balancedSlope,
  driftEvidence,
  elasticityFromPrior,
  slopeEvidence,
  WEIGHT_OF_OWN_MIN,
  withinBounds,
  type Elasticity,
  type PricePoint,
  type SlopeBelief,
  type SlopeEvidence,
} from './elasticity.js';

/** What one listing's price changes have to say. */
export interface ListingPrices {
  channelId: number;
  points: PricePoint[];
  /** Variance of units over their mean. */
  dispersion: number;
  priceChanges: number;
}

/** Learns elasticities from all products with price changes: add them all, then ask. */
export interface ElasticityTable {
  /** All listings of one product whose price changed. */
  add(productId: number, category: string | null, listings: ListingPrices[]): void;
  elasticityOf(productId: number, category: string | null, channelId: number): Elasticity;
}

/** Products of one category differ by this share of the prior's variance; categories by the rest. */
const WITHIN_SHARE = 0.64;
/** Products that the assumption about their spread is worth. */
const SPREAD_PRODUCTS = 10;
/** What products of a category differ by at least, as a standard deviation. */
const SPREAD_MIN = 0.3;
/** Standard deviation between the elasticities of one product on two channels. */
const BETWEEN_CHANNELS = 0.4;
/** By how much of it the rate of a point strays (squared), and the clear points that this assumption is worth. */
const DRIFT_ASSUMED = 0.02;
const DRIFT_POINTS = 20;
const DRIFT_MAX = 1;

interface Member {
  listings: ListingPrices[];
}

/** What was learned of all. */
interface Learned {
  slopes: Map<string, CategorySlope>;
  drift: number;
}

/**
 * Elasticities within products, shrunk by precision: a listing's own slope, what the product's other channels say (each
 * with the variance between channels added), the category's slope, and the policy's prior N(mean, sd^2).
 * The spread of products within a category is learned from all of them by moments and begins at 64 % of the prior's variance.
 */
export function createElasticityTable(prior: SlopeBelief): ElasticityTable {
  const members = new Map<number, Member>();
  const byCategory = new Map<string, Member[]>();
  const unlearned = elasticityFromPrior(prior);
  let learned: Learned | null = null;
  const keyOf = (category: string | null): string => (category === null ? '' : `=${category}`);
  return {
    add(productId, category, listings) {
      const key = keyOf(category);
      const member = { listings };
      members.set(productId, member);
      const group = byCategory.get(key);
      if (group === undefined) byCategory.set(key, [member]);
      else group.push(member);
      learned = null;
    },
    elasticityOf(productId, category, channelId) {
      learned ??= learn(byCategory, prior);
      const { drift } = learned;
      const kind = learned.slopes.get(keyOf(category)) ?? null;
      const member = members.get(productId);
      if (kind === null) return unlearned;
      if (member === undefined) return kind.unseen;
      const listing = member.listings.find((each) => each.channelId === channelId);
      const evidenceAt = (slope: number): SlopeEvidence => productEvidence(member, channelId, slope, drift);
      const belief = balancedSlope(evidenceAt, kind) ?? kind;
      const own = balancedSlope(evidenceAt, null, kind.mean);
      const priceChanges = listing?.priceChanges ?? Math.max(...member.listings.map((each) => each.priceChanges));
      return mixed(kind, belief, own, priceChanges);
    },
  };
}

function mixed(kind: KindSlope, belief: SlopeBelief, own: SlopeBelief | null, priceChanges: number): Elasticity {
  const weightOfOwn = 1 - (belief.sd / kind.sd) ** 2;
  return {
    value: withinBounds(belief.mean),
    sd: belief.sd,
    isPrior: weightOfOwn < WEIGHT_OF_OWN_MIN,
    weightOfPrior: (1 - weightOfOwn) * kind.weightOfPrior,
    weightOfCategory: (1 - weightOfOwn) * (1 - kind.weightOfPrior),
    weightOfOwn,
    priceChanges,
    own,
  };
}

/** What a product says of its slope on one channel: that channel in full, the others as far as channels are alike. */
function productEvidence({ listings }: Member, channelId: number | null, slope: number, drift: number): SlopeEvidence {
  const sum: SlopeEvidence = { score: 0, information: 0 };
  for (const { channelId: id, points, dispersion } of listings) {
    const { score, information } = slopeEvidence(points, { dispersion, drift }, slope);
    const share = id === channelId ? 1 : 1 / (1 + BETWEEN_CHANNELS ** 2 * information);
    sum.score += share * score;
    sum.information += share * information;
  }
  return sum;
}

/** The belief about a product of the category of which nothing else is known. */
interface KindSlope extends SlopeBelief {
  weightOfPrior: number;
}

interface CategorySlope extends KindSlope {
  /** What is said of a product of which nothing else is known. */
  unseen: Elasticity;
}

/** Category slopes under assumptions, from them the drift and the spread within categories, then the slopes again. */
function learn(byCategory: ReadonlyMap<string, readonly Member[]>, prior: SlopeBelief): Learned {
  const assumed = WITHIN_SHARE * prior.sd ** 2;
  const between = { mean: prior.mean, sd: Math.sqrt(prior.sd ** 2 - assumed) };
  const meansUnder = (spread: number, drift: number) =>
    new Map(
      [...byCategory].map(([category, group]) => {
        const mean = balancedSlope((slope) => groupEvidence(group, slope, spread, drift), between);
        return [category, mean ?? between] as const;
      }),
    );
  const drift = driftOf(byCategory, meansUnder(assumed, DRIFT_ASSUMED));
  const spread = spreadWithin(byCategory, meansUnder(assumed, drift), assumed, drift);
  const slopes = new Map<string, CategorySlope>();
  for (const [category, { mean, sd }] of meansUnder(spread, drift)) {
    const kind = {
      mean,
      sd: Math.sqrt(spread + sd ** 2),
      weightOfPrior: between.sd > 0 ? Math.min(1, (sd / between.sd) ** 2) : 1,
    };
    slopes.set(category, { ...kind, unseen: mixed(kind, kind, null, 0) });
  }
  return { slopes, drift };
}

/** By how much points stray from what their own prices explain, in all listings. */
function driftOf(byCategory: ReadonlyMap<string, readonly Member[]>, means: ReadonlyMap<string, SlopeBelief>): number {
  let sum = DRIFT_POINTS * DRIFT_ASSUMED;
  let weights = DRIFT_POINTS;
  for (const [category, group] of byCategory) {
    const { mean } = means.get(category)!;
    for (const { points, dispersion } of group.flatMap(({ listings }) => listings)) {
      const { score, information } = slopeEvidence(points, { dispersion, drift: DRIFT_ASSUMED }, mean);
      const own = information > 0 ? withinBounds(mean + score / information) : mean;
      const { drift, clear } = driftEvidence(points, dispersion, own, DRIFT_ASSUMED);
      sum += clear * drift;
      weights += clear;
    }
  }
  return Math.min(DRIFT_MAX, Math.max(0, sum / weights));
}

/** Each product's slope varies around the category's by its own error and by the spread: less of it counts. */
function groupEvidence(group: readonly Member[], slope: number, spread: number, drift: number): SlopeEvidence {
  const sum: SlopeEvidence = { score: 0, information: 0 };
  for (const member of group) {
    const { score, information } = productEvidence(member, null, slope, drift);
    sum.score += score / (1 + spread * information);
    sum.information += information / (1 + spread * information);
  }
  return sum;
}

/**
 * The variance of slopes within categories, by moments: with error variance v, (slope - category's)^2 - v is an unbiased
 * guess of it, the clearer the smaller v is beside it.
 */
function spreadWithin(
  byCategory: ReadonlyMap<string, readonly Member[]>,
  means: ReadonlyMap<string, SlopeBelief>,
  assumed: number,
  drift: number,
): number {
  let sum = SPREAD_PRODUCTS * assumed;
  let weights = SPREAD_PRODUCTS;
  for (const [category, group] of byCategory) {
    for (const member of group) {
      const { score, information } = productEvidence(member, null, means.get(category)!.mean, drift);
      if (!(information > 0)) continue;
      const clear = (assumed / (assumed + 1 / information)) ** 2;
      sum += clear * ((score / information) ** 2 - 1 / information);
      weights += clear;
    }
  }
  return Math.min(assumed * 2, Math.max(SPREAD_MIN ** 2, sum / weights));
}
