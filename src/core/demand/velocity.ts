import type { Evidence } from './evidence.js';
import { gammaQuantile } from './gamma.js';
import { HIGH_SHARE, LOW_SHARE } from './negative-binomial.js';
import type { Prior } from './priors.js';

/** Expected units per day at today's price on a day with stock: rate ~ Gamma(a, b). */
export interface RateBelief {
  /** a / b. */
  rate: number;
  a: number;
  b: number;
}

export interface Velocity extends RateBelief {
  /** 80 % interval of the rate. */
  low: number;
  high: number;
  /** Days with stock that it was learned from. */
  exposureDays: number;
  /** Share of `b` that comes from the prior: 1 = nothing of its own is known, 0 = the prior no longer matters. */
  weightOfPrior: number;
  priorFrom: Prior['from'];
  /** A wild day was cut to the cap (`wildDayCap`). */
  capped: boolean;
}

/**
 * Velocity of one product on one channel: (a0 + weighted units) / (b0 + weighted days), a Poisson rate with the Gamma
 * prior (a0, b0), decayed and counted only over days with stock.
 */
export function velocityOf(evidence: Evidence, prior: Prior): Velocity {
  const belief = beliefOf(evidence, prior);
  return {
    ...belief,
    low: gammaQuantile(LOW_SHARE, belief.a, belief.b),
    high: gammaQuantile(HIGH_SHARE, belief.a, belief.b),
    exposureDays: evidence.exposureDays,
    weightOfPrior: prior.b / belief.b,
    priorFrom: prior.from,
    capped: evidence.cappedUnits > 0,
  };
}

/** The rate alone, without its interval: what bulk runs need of every listing. */
export function beliefOf(evidence: Pick<Evidence, 'units' | 'exposure'>, prior: Prior): RateBelief {
  const a = prior.a + evidence.units;
  const b = prior.b + evidence.exposure;
  return { rate: a / b, a, b };
}

/**
 * All channels together: the sum of independent rates, as the Gamma of the same mean and variance (exact when all have the
 * same `b`). Null without channels.
 */
export function addBeliefs(beliefs: readonly RateBelief[]): RateBelief | null {
  let rate = 0;
  let variance = 0;
  for (const belief of beliefs) {
    rate += belief.rate;
    variance += belief.rate / belief.b;
  }
  return rate > 0 && variance > 0 ? { rate, a: (rate * rate) / variance, b: rate / variance } : null;
}
