import { gammaShareBelow } from '../demand/gamma.js';
import { expectedSold } from '../demand/negative-binomial.js';
import { normalNodes } from '../demand/normal-nodes.js';
import type { PlanCase } from './plan-case.js';
import { UNITS_MAX } from './plan-by-units.js';

export interface PlanOutcome {
  /** From sales and from the salvage of what is left, in the smallest unit of money. */
  revenue: number;
  /** Units. */
  leftover: number;
}

const NODES = normalNodes(15);

/**
 * What a fixed path of prices is expected to bring, all that is believed of the rate weighed in and nothing re-planned on
 * the way (which would bring a little more). Units sold up to a period are E[min(demand so far, stock)], those of the period
 * the difference to the one before. Given the rate, demand so far has the mean rate x L and the variance perUnit x mean +
 * cv^2 rate^2 Q, L and Q the sums of lifts and of their squares; it is taken as negative binomial, for more than 60 units as Gamma.
 * @param path places in `prices`, one a period
 */
export function outcomeOf(plan: PlanCase, path: readonly number[]): PlanOutcome {
  const { stock, prices, lifts, salvage, rate } = plan;
  const variance = Math.log1p((rate.sd / rate.mean) ** 2);
  const nodes = variance === 0 ? { points: [0], weights: [1] } : NODES;
  const rates = Array.from(nodes.points, (z) => rate.mean * Math.exp(z * Math.sqrt(variance) - variance / 2));
  const soldAfter = (lift: number, squares: number): number =>
    rates.reduce((sum, each, i) => sum + nodes.weights[i]! * soldOf(plan, each, lift, squares), 0);
  let revenue = 0;
  let before = 0;
  let sum = 0;
  let squares = 0;
  for (const place of path) {
    sum += lifts[place]!;
    squares += lifts[place]! ** 2;
    const sold = soldAfter(sum, squares);
    revenue += prices[place]! * (sold - before);
    before = sold;
  }
  const leftover = Math.max(0, stock - before);
  return { revenue: revenue + salvage * leftover, leftover };
}

/** E[min(demand, stock)] at a known rate. */
function soldOf({ stock, noise }: PlanCase, rate: number, lift: number, squares: number): number {
  const mean = rate * lift;
  const common = (noise.cv ** 2 * squares) / (lift * lift);
  const variance = noise.perUnit * mean + common * mean * mean;
  if (variance === 0) return Math.min(mean, stock);
  if (noise.perUnit === 1 && stock <= UNITS_MAX) {
    const shape = 1 / Math.max(common, 1e-9);
    return expectedSold(shape, shape / mean, 1, stock);
  }
  const shape = (mean * mean) / variance;
  const scaled = (stock * mean) / variance;
  return mean * gammaShareBelow(shape + 1, scaled) + stock * (1 - gammaShareBelow(shape, scaled));
}
