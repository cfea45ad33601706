import type { World } from './world.js';
import { totalDays } from './world.js';
import { CHANNELS } from './game.js';
import { Random } from './random.js';

/** Real demand of a week is as much above or below what is expected as chance alone does not explain. */
export const WEEK_CV = 0.25;
/** A wholesale buyer comes for a product on a day with this probability, and takes so many units. */
const WHOLESALE = { chance: 0.0004, from: 8, to: 30 };

/**
 * All luck of a game, thrown before it begins: the same customers come whatever is asked of them, so that ways of pricing
 * compare pair by pair. Nobody who sets prices sees it.
 */
export interface Dice {
  /** By product: what a week's demand is multiplied with; mean 1. */
  weeks: Float64Array[];
  /** By product, then day x channel: where in its distribution the day's demand lies, 0 to 1. */
  luck: Float64Array[];
  /** The same for who redeems a voucher. */
  voucherLuck: Float64Array[];
  /** By product: units that a wholesale buyer asks for on a day, on the first channel. */
  wholesale: Map<number, number>[];
}

export function throwDice({ seed, size, products }: World): Dice {
  const days = totalDays(size);
  const dice: Dice = { weeks: [], luck: [], voucherLuck: [], wholesale: [] };
  for (const { id } of products) {
    const random = new Random(seed, 100_000 + id);
    const draw = (count: number, next: () => number): Float64Array => Float64Array.from({ length: count }, next);
    dice.weeks.push(draw(Math.ceil(days / 7), () => random.gamma(1 / WEEK_CV ** 2, 1)));
    dice.luck.push(draw(days * CHANNELS.length, () => random.unit()));
    dice.voucherLuck.push(draw(days * CHANNELS.length, () => random.unit()));
    const orders = new Map<number, number>();
    for (let t = 0; t < days; t++) {
      if (random.chance(WHOLESALE.chance)) orders.set(t, random.whole(WHOLESALE.from, WHOLESALE.to));
    }
    dice.wholesale.push(orders);
  }
  return dice;
}

/** The Poisson count of this mean that lies at `luck` of its distribution: more demand never means fewer customers. */
export function poissonAt(luck: number, mean: number): number {
  let chance = Math.exp(-mean);
  let below = chance;
  let count = 0;
  while (below <= luck && chance > 0) {
    count++;
    chance *= mean / count;
    below += chance;
  }
  return count;
}

/** The same of a binomial: how many of `trials` do what each does with this probability. */
export function binomialAt(luck: number, trials: number, probability: number): number {
  let chance = (1 - probability) ** trials;
  let below = chance;
  let count = 0;
  while (below <= luck && count < trials) {
    chance *= ((trials - count) / (count + 1)) * (probability / (1 - probability));
    count++;
    below += chance;
  }
  return count;
}
