import type { Evidence } from './evidence.js';

/** What products of a kind sell before one has looked at the product itself: rate ~ Gamma(a, b), mean a / b per day. */
export interface Prior {
  /** Units. */
  a: number;
  /** Days of exposure that the prior is worth. */
  b: number;
  from: 'category' | 'channel' | 'all' | 'default';
  /** Products x channels it was learned from. */
  size: number;
}

/** A group teaches from so many listings on. */
export const GROUP_SIZE_MIN = 5;
/** A prior never weighs more than so many days with stock: with a season of its own data a product speaks for itself. */
export const PRIOR_DAYS_MAX = 90;
/** ... and never less than one day: it keeps a product that was in stock for a day from being taken at its word. */
export const PRIOR_DAYS_MIN = 1;
/** Nothing known at all: half a unit in thirty days, worth six of them. An assumption; it gives way to the first evidence. */
export const DEFAULT_PRIOR: Prior = { a: 0.1, b: 6, from: 'default', size: 0 };

/** Running sums of a group, from which the moments follow without keeping its members. */
class Group {
  private size = 0;
  private units = 0;
  private exposure = 0;
  private exposureSquared = 0;
  private days = 0;
  private unitsSquaredPerDay = 0;
  private noise = 0;
  private noisePerDay = 0;

  add({ units, exposure, noise }: Evidence, worth: number): void {
    this.size++;
    this.days += exposure / worth;
    this.units += units;
    this.exposure += exposure;
    this.exposureSquared += exposure * exposure;
    this.unitsSquaredPerDay += (units * units) / exposure;
    this.noise += noise;
    this.noisePerDay += noise / exposure;
  }

  /** Null when the group is too small or sold nothing. */
  prior(from: Prior['from']): Prior | null {
    if (this.size < GROUP_SIZE_MIN || this.units <= 0) return null;
    const mean = this.units / this.exposure;
    const spread = this.unitsSquaredPerDay - mean * this.units;
    const byChance = mean * (this.noisePerDay - this.noise / this.exposure);
    const divisor = this.exposure - this.exposureSquared / this.exposure;
    const variance = divisor > 0 ? (spread - byChance) / divisor : 0;
    // No more spread than chance alone would give: the products are alike as far as one can see.
    const days = variance > 0 ? mean / variance : Infinity;
    const worth = this.exposure / this.days;
    const b = Math.min(PRIOR_DAYS_MAX * worth, Math.max(PRIOR_DAYS_MIN * worth, days));
    return { a: mean * b, b, from, size: this.size };
  }
}

/** Learns priors from the evidence of all listings: add them all, then ask. */
export interface PriorTable {
  /**
   * Evidence without exposure teaches nothing and is passed over.
   * @param worth days of exposure that a day with stock makes (see `asPoisson`): the bounds are days with stock
   */
  add(channelId: number, category: string | null, evidence: Evidence, worth?: number): void;
  /** The category on the channel, else the channel, else all, else a default; the first that is large enough. */
  priorOf(channelId: number, category: string | null): Prior;
}

/**
 * Empirical Bayes by the method of moments: with y units in n days, mean m = sum y / sum n; the spread of y / n around m,
 * weighted by n, less what Poisson noise alone would give, is the variance v of true rates; b = m / v, a = m * b.
 * Source: R. J. Marshall, "Mapping disease and mortality rates using empirical Bayes estimators", Applied Statistics 40
 * (1991), with the exact divisor and with the noise of decayed weights (sum w^2 instead of sum w).
 */
export function createPriorTable(): PriorTable {
  const all = new Group();
  const channels = new Map<number, Group>();
  const categories = new Map<number, Map<string | null, Group>>();
  const known = new Map<string, Prior>();
  const groupIn = <Key>(groups: Map<Key, Group>, key: Key): Group => {
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = new Group()));
    return group;
  };
  return {
    add(channelId, category, evidence, worth = 1) {
      if (!(evidence.exposure > 0)) return;
      known.clear();
      all.add(evidence, worth);
      groupIn(channels, channelId).add(evidence, worth);
      let ofChannel = categories.get(channelId);
      if (ofChannel === undefined) categories.set(channelId, (ofChannel = new Map()));
      groupIn(ofChannel, category).add(evidence, worth);
    },
    priorOf(channelId, category) {
      const key = `${channelId}:${category === null ? '' : `=${category}`}`;
      let prior = known.get(key);
      if (prior === undefined) {
        prior =
          (category === null ? null : categories.get(channelId)?.get(category)?.prior('category')) ??
          channels.get(channelId)?.prior('channel') ??
          all.prior('all') ??
          DEFAULT_PRIOR;
        known.set(key, prior);
      }
      return prior;
    },
  };
}
