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

/** How often two products share a basket, and what that is to be judged beside. All are whole numbers of baskets. */
export interface PairCount {
  productId: number;
  partnerId: number;
  both: number;
  /** Baskets with the product, and with the partner. */
  own: number;
  partners: number;
  /** All baskets. */
  baskets: number;
}

/** The same as shares and ratios, unrounded. */
export interface PairFigures {
  /** Baskets with both. */
  count: number;
  /** Share of all baskets that hold both, 0 to 1. */
  support: number;
  /** Of the baskets with the product, the share that holds the partner too, 0 to 1; and the other way round. */
  confidenceAB: number;
  confidenceBA: number;
  /** Baskets with both against those that chance would give: 1 = as often as by chance. */
  lift: number;
  /** Dunning's -2 log lambda: evidence that the two are not independent, in either direction (see lift). */
  llr: number;
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
  /** The same as bare counts. */
  countsOf(productId: number): PairCount[];
  /** Every pair that shares at least `countMin` baskets, once, with the lower id as the product; in no promised order. */
  eachPair(countMin: number, visit: (productId: number, partnerId: number, both: number) => void): void;
  /** Baskets with the product. */
  basketsWith(productId: number): number;
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
 * Counts exactly which products share baskets. Baskets of one product count too, as occasions on which nothing was bought
 * along. Given `wanted`, only the pairs of these products can be asked for, and only baskets with one of them are held.
 *
 * No table of pairs is kept: the baskets are, four bytes a line, and the partners of a product are tallied over its own
 * baskets when they are asked for. So memory grows with the order lines, however many pairs there are, and the tally runs
 * over a small array instead of hashing every pair.
 */
export function createPairCounter(
  wanted?: ReadonlySet<number>,
  basketProductsMax: number = BASKET_PRODUCTS_MAX,
): PairCounter {
  /** Products in the order of their coming; everything below speaks of their places 0, 1, 2 ... */
  const places = new Map<number, number>();
  const ids: number[] = [];
  let seen = new Int32Array(1_024);
  /** Number of the last basket that held the product, to pass repeats over. */
  let lastIn = new Int32Array(1_024);
  /** Held baskets, one after the other, and where each begins. */
  let lines = new Int32Array(4_096);
  let starts = new Int32Array(1_024);
  let held = 0;
  let filled = 0;
  let baskets = 0;
  let oversized = 0;
  let turn = 0;
  let index: HolderIndex | null = null;

  const placeOf = (id: number): number => {
    let place = places.get(id);
    if (place === undefined) {
      place = ids.length;
      places.set(id, place);
      ids.push(id);
      if (place === seen.length) [seen, lastIn] = [larger(seen), larger(lastIn)];
    }
    return place;
  };

  /** Shows every partner of a place with the number of baskets that they share. */
  const tally = (place: number, visit: (partner: number, both: number) => void): void => {
    index ??= indexHolders(lines, starts, held, ids.length);
    const { first, holders, counts, found } = index;
    let partners = 0;
    for (let at = first[place]!; at < first[place + 1]!; at++) {
      const basket = holders[at]!;
      const end = starts[basket + 1]!;
      for (let line = starts[basket]!; line < end; line++) {
        const other = lines[line]!;
        if (counts[other]!++ === 0) found[partners++] = other;
      }
    }
    for (let at = 0; at < partners; at++) {
      const other = found[at]!;
      if (other !== place) visit(other, counts[other]!);
      counts[other] = 0;
    }
  };
  /** Null: there is nothing to tell of it. */
  const askedPlace = (id: number): number | null =>
    wanted !== undefined && !wanted.has(id) ? null : (places.get(id) ?? null);
  const countOf = (place: number, partner: number, both: number): PairCount => ({
    productId: ids[place]!,
    partnerId: ids[partner]!,
    both,
    own: seen[place]!,
    partners: seen[partner]!,
    baskets,
  });
  const countsOf = (productId: number): PairCount[] => {
    const found: PairCount[] = [];
    const place = askedPlace(productId);
    if (place !== null) tally(place, (partner, both) => found.push(countOf(place, partner, both)));
    return found.sort((one, other) => one.partnerId - other.partnerId);
  };

  return {
    get baskets() {
      return baskets;
    },
    get oversized() {
      return oversized;
    },
    addBasket(productIds) {
      index = null;
      turn++;
      // Written behind the held baskets at once; whether it stays is seen at its end.
      if (filled + productIds.length > lines.length) lines = larger(lines, filled + productIds.length);
      let end = filled;
      let isWanted = wanted === undefined;
      for (const id of productIds) {
        const place = placeOf(id);
        if (lastIn[place] === turn) continue;
        lastIn[place] = turn;
        lines[end++] = place;
        isWanted ||= wanted!.has(id);
      }
      const size = end - filled;
      if (size === 0) return;
      if (size > basketProductsMax) {
        oversized++;
        return;
      }
      baskets++;
      for (let line = filled; line < end; line++) seen[lines[line]!]!++;
      if (size === 1 || !isWanted) return;
      filled = end;
      held++;
      if (held === starts.length) starts = larger(starts);
      starts[held] = filled;
    },
    best(productId, mayPartner = () => true) {
      const place = askedPlace(productId);
      let best: Pair | null = null;
      if (place === null) return best;
      tally(place, (partner, both) => {
        if (both < PAIR_SUPPORT_MIN || both * baskets <= seen[place]! * seen[partner]!) return;
        if (!mayPartner(ids[partner]!)) return;
        const pair = pairOf(countOf(place, partner, both));
        if (pair.logLikelihood < PAIR_LOG_LIKELIHOOD_MIN) return;
        const lead = best === null ? 1 : pair.logLikelihood - best.logLikelihood;
        if (lead > 0 || (lead === 0 && pair.partnerId < best!.partnerId)) best = pair;
      });
      return best;
    },
    partnersOf: (productId) => countsOf(productId).map(pairOf),
    countsOf,
    eachPair(countMin, visit) {
      for (let place = 0; place < ids.length; place++) {
        if (askedPlace(ids[place]!) === null) continue;
        tally(place, (partner, both) => {
          if (both < countMin) return;
          const [id, other] = [ids[place]!, ids[partner]!];
          // Seen from both sides: told from the lower one, unless that is not asked for.
          if (id < other) visit(id, other, both);
          else if (askedPlace(other) === null) visit(other, id, both);
        });
      }
    },
    basketsWith: (productId) => {
      const place = places.get(productId);
      return place === undefined ? 0 : seen[place]!;
    },
  };
}

/** Which baskets hold each product: those of place p are `holders` from `first[p]` up to `first[p + 1]`. */
interface HolderIndex {
  first: Int32Array;
  holders: Int32Array;
  /** Room for a tally: all 0 between two. */
  counts: Int32Array;
  found: Int32Array;
}

function indexHolders(lines: Int32Array, starts: Int32Array, baskets: number, places: number): HolderIndex {
  const first = new Int32Array(places + 1);
  const end = starts[baskets]!;
  for (let line = 0; line < end; line++) first[lines[line]! + 1]!++;
  for (let place = 0; place < places; place++) first[place + 1]! += first[place]!;
  const next = first.slice();
  const holders = new Int32Array(end);
  for (let basket = 0; basket < baskets; basket++) {
    for (let line = starts[basket]!; line < starts[basket + 1]!; line++) holders[next[lines[line]!]!++] = basket;
  }
  return { first, holders, counts: new Int32Array(places), found: new Int32Array(places) };
}

function larger(old: Int32Array<ArrayBuffer>, least = 0): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(Math.max(old.length * 2, least));
  copy.set(old);
  return copy;
}

function pairOf({ productId, partnerId, both, own, partners, baskets }: PairCount): Pair {
  return {
    productId,
    partnerId,
    support: both,
    confidenceBp: shareBp(both, own)!,
    partnerConfidenceBp: shareBp(both, partners)!,
    liftMilli: divideRounded(1000 * both * baskets, own * partners),
    logLikelihood: likelihoodOf(both, own, partners, baskets),
  };
}

/** Support, confidence both ways, lift and log-likelihood ratio of a pair; its product is A, its partner B. */
export function figuresOf({ both, own, partners, baskets }: PairCount): PairFigures {
  return {
    count: both,
    support: both / baskets,
    confidenceAB: both / own,
    confidenceBA: both / partners,
    lift: (both * baskets) / (own * partners),
    llr: likelihoodOf(both, own, partners, baskets),
  };
}

const likelihoodOf = (both: number, own: number, partners: number, baskets: number): number =>
  logLikelihood(both, own - both, partners - both, baskets - own - partners + both);

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
