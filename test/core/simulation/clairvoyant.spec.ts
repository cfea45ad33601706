import { describe, expect, it } from 'vitest';
import { netRevenue } from '../../../src/core/pricing/fees.js';
import { clairvoyant } from '../../../src/core/simulation/clairvoyant.js';
import { throwDice, WEEK_CV } from '../../../src/core/simulation/dice.js';
import { holdingPerDay } from '../../../src/core/simulation/game.js';
import { play, soldAfter, worthAtEnd } from '../../../src/core/simulation/play.js';
import type { Pricer } from '../../../src/core/simulation/stall.js';
import { pricesOf } from '../../../src/core/simulation/range.js';
import { noDiscounts } from '../../../src/core/simulation/simple.js';
import { drawWorld, type World } from '../../../src/core/simulation/world.js';
import { smallGame } from './games.js';

const WEEKS = 6;
const shipped = smallGame({ products: 1, days: WEEKS * 7, warmUpDays: 0 });
/** Without a largest step, which would make the exhaustive search remember the price before. */
const settings = { ...shipped, policy: { ...shipped.policy, limits: { ...shipped.policy.limits, maxStepBp: 10_000 } } };
const WEBSITE = 2;

/** One product that is sold on the website alone and never reordered; its demand fades week by week. */
function tinyWorld(opening: number, perDay: number): World {
  const world = drawWorld(1, settings);
  const product = world.products[0]!;
  const rates = product.rates.map((_, at) => (at % 3 === WEBSITE ? perDay * 0.8 ** Math.floor(at / 21) : 0));
  const tiny = { ...product, cost: 60_000, basePrice: 104_900, elasticity: -2.6, rates, opening, entersOn: 0 };
  return { ...world, products: [{ ...tiny, restock: null }] };
}

/** Chances of 0, 1, ... stock - 1 units of a negative binomial, by recurrence. */
function chances(mean: number, shape: number, stock: number): number[] {
  const result: number[] = [];
  let chance = (shape / (shape + mean)) ** shape;
  for (let n = 0; n < stock; n++) {
    result.push(chance);
    chance *= ((n + shape) / (n + 1)) * (mean / (shape + mean));
  }
  return result;
}

/**
 * The best there is: every price of the ladder in every week for every stock, by backward induction over the true
 * distribution of a week's demand. Any price may follow any other, so it may do more than the clairvoyant.
 */
function exhaustive(world: World): Pricer {
  const product = world.products[0]!;
  const { cost, basePrice, elasticity, rates, opening } = product;
  const terms = world.terms.get(product.category)![WEBSITE]!;
  const prices = pricesOf(product, terms, settings.policy);
  const value = (left: number): number => worthAtEnd(cost, left, soldAfter(rates, WEEKS * 7));
  let after = Array.from({ length: opening + 1 }, (_, left) => value(left));
  const best: number[][] = [];
  for (let week = WEEKS - 1; week >= 0; week--) {
    const tables = prices.map((price) => {
      let mean = 0;
      for (let t = week * 7; t < week * 7 + 7; t++) mean += rates[t * 3 + WEBSITE]! * (price / basePrice) ** elasticity;
      return { price, net: netRevenue(price, terms.sale), p: chances(mean, 1 / WEEK_CV ** 2, opening + 1) };
    });
    const now: number[] = [];
    best[week] = [];
    for (let stock = 0; stock <= opening; stock++) {
      let top = { price: basePrice, value: -Infinity };
      for (const { price, net, p } of tables) {
        let sum = 0;
        let rest = 1;
        const earn = (sold: number): number =>
          sold * net - holdingPerDay(cost) * 7 * (stock - sold / 2) + after[stock - sold]!;
        for (let sold = 0; sold < stock; sold++) {
          sum += p[sold]! * earn(sold);
          rest -= p[sold]!;
        }
        sum += rest * earn(stock);
        if (sum > top.value) top = { price, value: sum };
      }
      now.push(top.value);
      best[week]!.push(top.price);
    }
    after = now;
  }
  return {
    name: 'exhaustive',
    morning(t, [stall]) {
      if (t % 7 !== 0) return [];
      const price = best[t / 7]![stall!.onHand]!;
      return [{ product: 0, channel: WEBSITE, kind: price === basePrice ? 'base' : 'cut', price, days: null }];
    },
  };
}

describe('the clairvoyant', () => {
  it.each([
    ['little stock', 6, 0.4],
    ['far too much stock', 60, 0.5],
    ['a little too much stock', 30, 0.6],
  ])('earns nearly what an exhaustive search earns: %s', (_, opening, perDay) => {
    const world = tinyWorld(opening, perDay);
    const totals = { exhaustive: 0, clairvoyant: 0, none: 0 };
    const best = exhaustive(world);
    const cost = opening * 60_000;
    for (let seed = 1; seed <= 40; seed++) {
      const dice = throwDice({ ...world, seed });
      for (const pricer of [best, clairvoyant(world, settings.policy), noDiscounts]) {
        totals[pricer.name as keyof typeof totals] += play(world, dice, pricer).profit + cost;
      }
    }
    expect(totals.clairvoyant / totals.exhaustive).toBeGreaterThan(0.985);
    expect(totals.exhaustive).toBeGreaterThanOrEqual(totals.none * 0.999);
  });
});
