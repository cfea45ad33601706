import { normalNodes } from '../demand/normal-nodes.js';
import { highestOf, type PlanCase, type PricePolicy } from './plan-case.js';

const NODES = normalNodes(9);
/** Table entries that the grid of covers is made as fine as: some milliseconds of work. */
const ENTRIES = 12_000;
const COVERS_MIN = 64;
const COVERS_MAX = 320;
/** Luck worse than this (standard deviations of the logarithm of the rate) is looked up beyond the table. */
const REACH = 3;

/**
 * Stochastic dynamic programme over (period, stock, belief, price), where the belief is what will be known by then. A rate
 * believed log-normal and log-normal noise make everything a matter of scale: double the rate and the stock, and all money
 * doubles. So stock and belief enter as one number, the cover: periods that the stock lasts at the mean rate. Per unit of rate
 *
 *   V(t, c, i) = max over prices j allowed after i of E[price_j min(lift_j z, c) + g V(t + 1, (c - lift_j z) / g, j)]
 *
 * with z = demand / (lift x mean rate), log-normal of variance tau^2 + s^2 (what is not known of the rate, and noise), and
 * g = mean rate after / before learning from z: log g = K log z + constant, K = tau^2 / (tau^2 + s^2), E[g] = 1. The constant
 * and the next tau^2 = (1 - K) tau^2 are those of the normal model with known variance, so the table is exact up to its grid.
 * Units are not counted one by one: for stocks where single units matter see plan-by-units.ts.
 * Source of the model: Bertsekas, Dynamic Programming and Optimal Control, vol. 1, ch. 4 (states of information).
 */
export function planByCover(plan: PlanCase): PricePolicy {
  const { periods, prices, lifts, salvage, monotone, rate } = plan;
  const count = prices.length;
  const size = Math.round(Math.min(COVERS_MAX, Math.max(COVERS_MIN, ENTRIES / (periods * count))));
  const stages = stagesOf(plan);
  const cover = plan.stock / rate.mean;
  const wide = Math.exp(REACH * Math.sqrt(stages[0]!.tau2));
  const step = (cover * Math.max(1.5, wide)) / size;

  /** E[...] above: what asking the price at `place` in this period earns per unit of rate. */
  const earn = (period: number, place: number, covered: number, next: Float64Array): number => {
    const { z, g } = stages[period]!;
    const price = prices[place]!;
    const lift = lifts[place]!;
    let sum = 0;
    for (let node = 0; node < z.length; node++) {
      const wanted = lift * z[node]!;
      if (wanted >= covered) {
        sum += NODES.weights[node]! * price * covered;
        continue;
      }
      const grown = g[node]!;
      const at = (covered - wanted) / (grown * step);
      // Beyond the table its last slope goes on: there is more than can be sold.
      const cell = at < size ? Math.floor(at) : size - 1;
      const low = next[cell]!;
      sum += NODES.weights[node]! * (price * wanted + grown * (low + (at - cell) * (next[cell + 1]! - low)));
    }
    return sum;
  };

  // after[t][i]: V(t + 1, ., i)
  const last = Float64Array.from({ length: size + 1 }, (_, cell) => salvage * step * cell);
  const after: Float64Array[][] = new Array<Float64Array[]>(periods);
  after[periods - 1] = prices.map(() => last);
  for (let period = periods - 1; period > 0; period--) {
    const table: Float64Array[] = new Array<Float64Array>(count);
    for (let place = count - 1; place >= 0; place--) {
      const next = after[period]![place]!;
      const lower = table[place + 1];
      const values = new Float64Array(size + 1);
      for (let cell = 0; cell <= size; cell++) {
        const value = earn(period, place, step * cell, next);
        values[cell] = lower === undefined ? value : Math.max(value, lower[cell]!);
      }
      table[place] = values;
    }
    after[period - 1] = monotone ? table : table.map(() => table[0]!);
  }
  return {
    best: (period, stock, from) =>
      highestOf(from, count, (place) => earn(period, place, stock / rate.mean, after[period]![place]!)),
  };
}

interface Stage {
  /** Variance of the logarithm of the rate, as it will be known then. */
  tau2: number;
  z: Float64Array;
  g: Float64Array;
}

/** The noise of units counted one by one is taken as it is at the first price and the mean rate. */
function stagesOf({ periods, lifts, rate, noise }: PlanCase): Stage[] {
  const s2 = Math.log1p(noise.cv ** 2 + noise.perUnit / (rate.mean * lifts[0]!));
  let tau2 = Math.log1p((rate.sd / rate.mean) ** 2);
  return Array.from({ length: periods }, () => {
    const spread2 = tau2 + s2;
    const gain = spread2 === 0 ? 0 : tau2 / spread2;
    const at = NODES.points.map((point) => point * Math.sqrt(spread2));
    const stage = {
      tau2,
      z: at.map((log) => Math.exp(log - spread2 / 2)),
      g: at.map((log) => Math.exp(gain * log - (gain * gain * spread2) / 2)),
    };
    tau2 *= 1 - gain;
    return stage;
  });
}
