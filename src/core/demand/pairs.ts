import { divideRounded, shareBp, type BasisPoints } from '../units.js';

/** A product that is bought together with another more often than chance explains. */
export interface Pair {
  productId: number;
  partnerId: number;
  /** Baskets with both. */
  support: number;
  /** Of the baskets with the product, those with the partner too. */
  confidenceBp: BasisPoints;
  /** Of the baskets with the partner, those with the product too. */
  partnerConfidenceBp: BasisPoints;
  /** Baskets with both against those that chance would give, in thousandths: 1,000 = as often as by chance. */
  liftMilli: number;
  /** Dunning's -2 log lambda: evidence that the two go together. */
  logLikelihood: number;
}

export interface PairCounter {
  /** One order: the ids of its products, repeats allowed. Orders of a single product belong here too. */
  addBasket(productIds: readonly number[]): void;
  /**
   * The partner with the most evidence among those with lift above 1 that pass both thresholds below; equal evidence: the
   * lower id. Null when there is none.
   * @param mayPartner leaves partners out
   */
  best(productId: number, mayPartner?: (partnerId: number) => boolean): Pair | null;
  /** All partners of a product, by id, without thresholds. */
  partnersOf(productId: number): Pair[];
  /** Baskets counted, and baskets left out for having too many products. */
  readonly baskets: number;
  readonly oversized: number;
}

/** A larger basket is a wholesale order or a data error: its thousands of pairs say nothing of taste. */
export const BASKET_PRODUCTS_MAX = 100;
/** A pair seen less often is not proposed. */
export const PAIR_SUPPORT_MIN = 5;
/** 10.83: the 0.999 quantile of chi-square with one degree of freedom; one pair in a thousand passes by luck. */
export const PAIR_LOG_LIKELIHOOD_MIN = 10.83;

/**
 * Counts exactly which products share baskets. Given `wanted`, only their pairs are kept: memory grows with them, not with
 * the catalogue. Baskets of one product count too, as occasions on which nothing was bought along.
 */
export function createPairCounter(
  wanted?: ReadonlySet<number>,
  basketProductsMax: number = BASKET_PRODUCTS_MAX,
): PairCounter {
  const seen = new Map<number, number>();
  const together = new Map<number, Map<number, number>>();
  let baskets = 0;
  let oversized = 0;

  const pairOf = (productId: number, partnerId: number, support: number): Pair => {
    const own = seen.get(productId)!;
    const partners = seen.get(partnerId)!;
    return {
      productId,
      partnerId,
      support,
      confidenceBp: shareBp(support, own)!,
      partnerConfidenceBp: shareBp(support, partners)!,
      liftMilli: divideRounded(1000 * support * baskets, own * partners),
      logLikelihood: logLikelihood(support, own - support, partners - support, baskets - own - partners + support),
    };
  };

  return {
    get baskets() {
      return baskets;
    },
    get oversized() {
      return oversized;
    },
    addBasket(productIds) {
      const distinct = distinctOf(productIds);
      if (distinct.length === 0) return;
      if (distinct.length > basketProductsMax) {
        oversized++;
        return;
      }
      baskets++;
      for (const id of distinct) seen.set(id, (seen.get(id) ?? 0) + 1);
      if (distinct.length === 1) return;
      for (const id of distinct) {
        if (wanted !== undefined && !wanted.has(id)) continue;
        let partners = together.get(id);
        if (partners === undefined) together.set(id, (partners = new Map()));
        for (const other of distinct) if (other !== id) partners.set(other, (partners.get(other) ?? 0) + 1);
      }
    },
    best(productId, mayPartner = () => true) {
      const own = seen.get(productId) ?? 0;
      let best: Pair | null = null;
      for (const [partnerId, support] of together.get(productId) ?? []) {
        if (support < PAIR_SUPPORT_MIN || support * baskets <= own * seen.get(partnerId)!) continue;
        if (!mayPartner(partnerId)) continue;
        const pair = pairOf(productId, partnerId, support);
        if (pair.logLikelihood < PAIR_LOG_LIKELIHOOD_MIN) continue;
        const lead = best === null ? 1 : pair.logLikelihood - best.logLikelihood;
        if (lead > 0 || (lead === 0 && partnerId < best!.partnerId)) best = pair;
      }
      return best;
    },
    partnersOf(productId) {
      const pairs: Pair[] = [];
      for (const [partnerId, support] of together.get(productId) ?? [])
        pairs.push(pairOf(productId, partnerId, support));
      return pairs.sort((one, other) => one.partnerId - other.partnerId);
    },
  };
}

function distinctOf(ids: readonly number[]): readonly number[] {
  return ids.length < 2 ? ids : [...new Set(ids)];
}

/**
 * -2 log lambda of a 2 x 2 table of counts: both, only the one, only the other, neither. 0 when independent; grows with
 * evidence, without trusting the normal approximation where counts are small.
 * Source: T. Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19 (1993).
 */
export function logLikelihood(both: number, one: number, other: number, neither: number): number {
  const all = both + one + other + neither;
  const term = (count: number, row: number, column: number) =>
    count === 0 ? 0 : count * Math.log((count * all) / (row * column));
  const sum =
    term(both, both + one, both + other) +
    term(one, both + one, one + neither) +
    term(other, other + neither, both + other) +
    term(neither, other + neither, one + neither);
  return Math.max(0, 2 * sum); // rounding can leave -1e-13
}
