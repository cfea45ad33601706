import { endingBelow } from '../pricing/ending.js';
import { netRevenue } from '../pricing/fees.js';
import type { Terms } from '../offer-context.js';
import { assert, dayParts, type Money } from '../units.js';
import { AFTER_DAYS, CATEGORIES, CHANNELS, dayAt, termsTable, type GameSettings, type GameSize } from './game.js';
import { Random } from './random.js';

/**
 * staple: sells on and is reordered. fading: a staple whose demand dies away. season: bought once for a season, on a guess
 * of its demand; what is left afterwards hardly sells.
 */
export type TrueKind = 'staple' | 'fading' | 'season';

/** How the shop itself reorders a product; see `orderFor`. */
export interface Restock {
  leadDays: number;
  /** Least quantity that the supplier sells. */
  lot: number;
  /** Day of the week on which it is looked at, 0 to 6. */
  reviewsOn: number;
}

/** What is true of a product and hidden from whoever prices it, the clairvoyant apart. Days are the game's: 0, 1, ... */
export interface TrueProduct {
  id: number;
  sku: string;
  category: (typeof CATEGORIES)[number];
  kind: TrueKind;
  cost: Money;
  basePrice: Money;
  /** Below -1. */
  elasticity: number;
  /** Expected units at base price by day and channel, row by row; also of the AFTER_DAYS after the end. */
  rates: Float64Array;
  entersOn: number;
  opening: number;
  restock: Restock | null;
}

export interface World {
  seed: number;
  size: GameSize;
  products: TrueProduct[];
  /** By category, then channel. */
  terms: Map<string, Terms[]>;
}

export const totalDays = ({ days, warmUpDays }: GameSize): number => days + warmUpDays;

/** Every fourth product of a category is of the next kind: half are staples. */
const KINDS: TrueKind[] = ['staple', 'season', 'fading', 'season'];
const ELASTICITY = { mean: -2.6, sd: 0.6, min: -4, max: -1.8 };
/** Standard deviation of the logarithm of what a merchant expects of a product's demand, against the truth. */
const GUESS_SD = 0.65;
/** ... and of the base price against the best one for a product that is bought again. */
const PRICE_SD = 0.08;
const CHANNEL_SHARES = [0.5, 0.3, 0.2];
const WEEKDAYS = [
  [0.96, 0.94, 0.94, 0.96, 1, 1.08, 1.12],
  [0.96, 0.94, 0.94, 0.96, 1, 1.08, 1.12],
  [1, 1, 1, 1, 1, 1, 1],
];
const PAYDAY = 1.25;
const TWIN_DATE = 1.7;

/** Draws a shop. The same arguments give the same shop, whatever is played in it later. */
export function drawWorld(seed: number, settings: GameSettings): World {
  const { size } = settings;
  const terms = termsTable(settings);
  const random = new Random(seed, 11);
  const calendar = calendarOf(size);
  const waves = CATEGORIES.map(() => drawWave(random));
  const products = Array.from({ length: size.products }, (_, i) => {
    const at = i % CATEGORIES.length;
    const category = CATEGORIES[at]!;
    const kind = KINDS[Math.floor(i / CATEGORIES.length) % KINDS.length]!;
    return drawProduct(new Random(seed, 1_000 + i), i + 1, category, kind, terms.get(category)!, settings, (t, k) => {
      return calendar[t * CHANNELS.length + k]! * waves[at]!(t);
    });
  });
  return { seed, size, products, terms };
}

/** Lift of each day on each channel by weekday, pay day and twin date. */
function calendarOf(size: GameSize): Float64Array {
  const days = totalDays(size) + AFTER_DAYS;
  const lift = new Float64Array(days * CHANNELS.length);
  for (let t = 0; t < days; t++) {
    const day = dayAt(t);
    const { weekday, month, dayOfMonth } = dayParts(day);
    CHANNELS.forEach(({ isMarketplace }, k) => {
      const payday = dayOfMonth >= 25 || dayOfMonth <= 3 ? PAYDAY : 1;
      const twin = isMarketplace && month === dayOfMonth ? TWIN_DATE : 1;
      lift[t * CHANNELS.length + k] = WEEKDAYS[k]![weekday - 1]! * payday * twin;
    });
  }
  return lift;
}

/** A category comes into fashion and goes out of it over half a year to a year and a half. */
function drawWave(random: Random): (t: number) => number {
  const height = random.between(0.05, 0.25);
  const period = random.between(180, 540);
  const phase = random.between(0, 2 * Math.PI);
  return (t) => 1 + height * Math.sin(phase + (2 * Math.PI * t) / period);
}

function drawProduct(
  random: Random,
  id: number,
  category: TrueProduct['category'],
  kind: TrueKind,
  terms: Terms[],
  { size, twist, policy }: GameSettings,
  liftOf: (t: number, k: number) => number,
): TrueProduct {
  const cost = Math.round(Math.exp(random.normal(Math.log(60_000), 0.6)) / 500) * 500 + 5_000;
  const elasticity = Math.min(
    ELASTICITY.max,
    Math.max(ELASTICITY.min, random.normal(ELASTICITY.mean, ELASTICITY.sd) * twist.elasticity),
  );
  const wanted = bestBasePrice(cost, elasticity, terms) * Math.exp(random.normal(0, PRICE_SD)) * twist.basePrice;
  const basePrice = endingBelow(Math.round(wanted), policy.priceEndings);
  assert(basePrice !== null, 'the policy of the game allows prices of this size');

  const perDay = 0.15 + random.gamma(1.2, 1.1);
  const shares = CHANNEL_SHARES.map((share) => share * Math.exp(random.normal(0, 0.3)));
  const sum = shares.reduce((a, b) => a + b, 0);
  const guess = perDay * Math.exp(random.normal(-(GUESS_SD ** 2) / 2, GUESS_SD));
  const total = totalDays(size);
  const entersOn = kind === 'season' ? random.whole(size.warmUpDays - 45, total - 100) : 0;
  const lifeOf = drawLife(random, kind, entersOn, size);
  const rates = new Float64Array((total + AFTER_DAYS) * CHANNELS.length);
  for (let t = 0; t < total + AFTER_DAYS; t++) {
    for (let k = 0; k < CHANNELS.length; k++) {
      rates[t * CHANNELS.length + k] = perDay * (shares[k]! / sum) * lifeOf(t) * liftOf(t, k);
    }
  }
  const isSeason = kind === 'season';
  return {
    id,
    sku: `${category.slice(0, 2).toUpperCase()}-${String(id).padStart(3, '0')}`,
    ...{ category, kind, cost, basePrice, elasticity, rates, entersOn },
    opening: Math.max(3, Math.round(guess * (isSeason ? random.between(100, 150) : random.between(40, 70)))),
    restock: isSeason
      ? null
      : {
          leadDays: random.whole(5, 21),
          lot: Math.max(3, Math.round(guess * random.between(20, 50))),
          reviewsOn: random.whole(0, 6),
        },
  };
}

/** How much of a product's demand is there on a day of its life: 1 = all. */
function drawLife(random: Random, kind: TrueKind, entersOn: number, size: GameSize): (t: number) => number {
  if (kind === 'staple') return () => 1;
  const isSeason = kind === 'season';
  const from = isSeason ? entersOn + random.whole(60, 110) : random.whole(size.warmUpDays - 30, totalDays(size) - 60);
  const halfLife = isSeason ? random.between(15, 40) : random.between(20, 60);
  const floor = random.between(0.04, 0.15);
  return (t) => (t < from ? 1 : Math.max(floor, 0.5 ** ((t - from) / halfLife)));
}

/**
 * What a merchant finds over the years for a product that is bought again and again: of one price on all channels, the one
 * that earns the most a day over its cost. With one fee rate f and a fixed fee it would be e / (e + 1) x (cost + fee) / (1 - f).
 */
export function bestBasePrice(cost: Money, elasticity: number, terms: Terms[]): Money {
  let best = { price: cost, profit: -Infinity };
  for (let price = cost; price < cost * 6; price += Math.max(1, Math.round(cost / 200))) {
    const margin = terms.reduce((sum, { sale }, k) => sum + CHANNEL_SHARES[k]! * (netRevenue(price, sale) - cost), 0);
    const profit = margin * (price / cost) ** elasticity;
    if (profit > best.profit) best = { price, profit };
  }
  return best.price;
}
