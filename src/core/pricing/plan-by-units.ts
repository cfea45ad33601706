import { highestOf, type PlanCase, type PricePolicy } from './plan-case.js';

/** Stocks up to this are planned unit by unit. */
export const UNITS_MAX = 60;
/** Half the width of the table of beliefs, in standard deviations of the logarithm of the rate. */
const REACH = 3;
const BELIEFS = 13;
const BELIEFS_FEW = 7;
/** Periods x prices from which on the table of beliefs is coarser. */
const MANY = 1_000;
/** A rate known better than this is taken as known. */
const KNOWN_LOG_SD = 0.01;

/**
 * Stochastic dynamic programme over (period, units left, belief, price) for stocks where single units matter. Demand of a
 * period is counted: negative binomial with the believed mean m x lift and variance mean + (cv^2 (1 + tau^2) + tau^2) mean^2,
 * tau = sd / mean of the belief. From n units the belief learns by credibility: m' = m + K (n / lift - m), K = tau^2 mean^2 /
 * variance, which is exact where noise is Poisson alone and the belief Gamma; tau'^2 = (1 - K) tau^2 with the K of the first
 * price. Means between those of the table are interpolated.
 * Source of K: Buehlmann, "Experience rating and credibility", ASTIN Bulletin 4 (1967).
 */
export function planByUnits(plan: PlanCase): PricePolicy {
  const { stock, periods, prices, salvage, monotone, rate } = plan;
  const count = prices.length;
  const width = stock + 1;
  const sdLog = Math.sqrt(Math.log1p((rate.sd / rate.mean) ** 2));
  const beliefs = sdLog < KNOWN_LOG_SD ? 1 : periods * count > MANY ? BELIEFS_FEW : BELIEFS;
  const spacing = beliefs === 1 ? 1 : (2 * REACH * sdLog) / (beliefs - 1);
  const middle = (beliefs - 1) / 2;
  const meanAt = (belief: number): number => rate.mean * Math.exp((belief - middle) * spacing);
  const placeOf = (mean: number): number =>
    Math.min(beliefs - 1, Math.max(0, middle + Math.log(mean / rate.mean) / spacing));
  const taus = tausOf(plan, beliefs === 1 ? 0 : (rate.sd / rate.mean) ** 2);

  /** For each number of units left: price x units sold + value of what follows. `next`: by belief, then units left. */
  const earn = (period: number, place: number, belief: number, next: Float64Array): Float64Array => {
    const demand = demandOf(plan, place, meanAt(belief), taus[period]!);
    const values = new Float64Array(width);
    const price = prices[place]!;
    let rest = 1;
    for (let sold = 0; sold < stock && rest > 1e-12; sold++) {
      const chance = demand.chances[sold]!;
      rest -= chance;
      const at = beliefs === 1 ? 0 : placeOf(demand.meanAfter(sold));
      const low = Math.min(Math.floor(at), Math.max(0, beliefs - 2));
      const share = at - low;
      const lower = low * width;
      const upper = Math.min(beliefs - 1, low + 1) * width;
      for (let left = sold + 1; left < width; left++) {
        const then = next[lower + left - sold]! * (1 - share) + next[upper + left - sold]! * share;
        values[left]! += chance * (price * sold + then);
      }
      // Whoever has just so many left sells out whenever demand is larger.
      values[sold + 1]! += Math.max(0, rest) * price * (sold + 1);
    }
    return values;
  };

  const end = Float64Array.from({ length: beliefs * width }, (_, i) => salvage * (i % width));
  const after: Float64Array[][] = new Array<Float64Array[]>(periods);
  after[periods - 1] = prices.map(() => end);
  for (let period = periods - 1; period > 0; period--) {
    const table: Float64Array[] = new Array<Float64Array>(count);
    for (let place = count - 1; place >= 0; place--) {
      const values = new Float64Array(beliefs * width);
      for (let belief = 0; belief < beliefs; belief++) {
        values.set(earn(period, place, belief, after[period]![place]!), belief * width);
      }
      const lower = table[place + 1];
      if (lower !== undefined) for (let i = 0; i < values.length; i++) values[i] = Math.max(values[i]!, lower[i]!);
      table[place] = values;
    }
    after[period - 1] = monotone ? table : table.map(() => table[0]!);
  }
  return {
    best: (period, units, from) => {
      const left = Math.min(stock, Math.ceil(units));
      return highestOf(from, count, (place) => earn(period, place, middle, after[period]![place]!)[left]!);
    },
  };
}

/** tau^2 of each period. */
function tausOf({ periods, lifts, rate, noise }: PlanCase, first: number): number[] {
  let tau2 = first;
  return Array.from({ length: periods }, () => {
    const now = tau2;
    const spread2 = 1 / (rate.mean * lifts[0]!) + noise.cv ** 2 * (1 + now) + now;
    tau2 = now * (1 - now / spread2);
    return now;
  });
}

/** Chances of 0 to stock - 1 units, and the mean of the belief after each. */
function demandOf({ stock, lifts, noise }: PlanCase, place: number, believed: number, tau2: number) {
  const lift = lifts[place]!;
  const mean = believed * lift;
  const extra = noise.cv ** 2 * (1 + tau2) + tau2;
  // Chances by recurrence from zero units, in logarithms while they are too small for a number.
  const chances = new Float64Array(stock);
  const q = (extra * mean) / (1 + extra * mean);
  let log = extra > 1e-9 ? -Math.log1p(extra * mean) / extra : -mean;
  for (let units = 0; units < stock; units++) {
    chances[units] = Math.exp(log);
    log += extra > 1e-9 ? Math.log(((units + 1 / extra) * q) / (units + 1)) : Math.log(mean / (units + 1));
  }
  const gain = (tau2 * mean) / (1 + extra * mean);
  return { chances, meanAfter: (units: number): number => believed + gain * (units / lift - believed) };
}
