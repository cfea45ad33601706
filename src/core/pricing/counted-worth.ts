import type { Way } from './channel-plan.js';

/**
 * What is sold when each channel sells by the way given, worth by worth: demands are counted out unit by unit and added up
 * channel by channel, where `rationOf` takes their sum as one negative binomial. Of N wanted each is served with chance
 * min(1, S / N). Exact up to a few times the stock; beyond that every channel misses the same share of what it wants there.
 * @param stock 1 or more; the time grows with its square
 */
export function countedWorth(stock: number, ways: readonly Way[]): number {
  const size = Math.min(BEYOND * stock, Math.max(stock, COUNTED_MAX)) + 1;
  let chances = new Float64Array(size);
  chances[0] = 1;
  let worths = new Float64Array(size);
  let [units, worth] = [0, 0];
  for (const way of ways) {
    if (way.units <= 0) continue;
    const own = chancesUpTo(size - 1, way);
    const nextChances = new Float64Array(size);
    const nextWorths = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const [p, q] = [chances[i]!, worths[i]!];
      if (p === 0) continue;
      for (let n = 0; i + n < size; n++) {
        nextChances[i + n]! += p * own[n]!;
        nextWorths[i + n]! += (q + p * n * way.perUnit) * own[n]!;
      }
    }
    [chances, worths] = [nextChances, nextWorths];
    units += way.units;
    worth += way.units * way.perUnit;
  }
  let [chanceWithin, unitsWithin, worthWithin, worthServed] = [0, 0, 0, 0];
  for (let n = 0; n < size; n++) {
    chanceWithin += chances[n]!;
    unitsWithin += n * chances[n]!;
    worthWithin += worths[n]!;
    worthServed += worths[n]! * (n > stock ? stock / n : 1);
  }
  const unitsBeyond = units - unitsWithin;
  const served = unitsBeyond > 0 ? Math.min(1, (stock * Math.max(0, 1 - chanceWithin)) / unitsBeyond) : 0;
  return worthServed + (worth - worthWithin) * served;
}

/** P(N = 0), ..., P(N = most) of a negative binomial; of one without a variance the Poisson. */
function chancesUpTo(most: number, { units, variance }: Way): Float64Array {
  const chances = new Float64Array(most + 1);
  const isSure = variance <= units * units * SURE;
  const shape = isSure ? Infinity : (units * units) / variance;
  const q = isSure ? 0 : units / (units + shape);
  let chance = Math.exp(isSure ? -units : shape * Math.log(shape / (shape + units)));
  for (let n = 0; n <= most; n++) {
    chances[n] = chance;
    chance *= isSure ? units / (n + 1) : ((n + shape) / (n + 1)) * q;
  }
  return chances;
}

/** Outcomes are counted up to so many times the stock, and to so many units. */
const BEYOND = 5;
const COUNTED_MAX = 120;
/** A rate known to a hundred-thousandth is known. */
const SURE = 1e-10;
