import { netRevenue } from '../pricing/fees.js';
import type { Policy } from '../pricing/policy.js';
import { FULL_BP, assert } from '../units.js';
import { poissonAt, WEEK_CV } from './dice.js';
import { CHANNELS, holdingPerDay } from './game.js';
import { soldAfter, worthAtEnd } from './play.js';
import type { PriceMove, Pricer, Stall } from './stall.js';
import { Random } from './random.js';
import { pricesOf } from './range.js';
import { AVERAGE_DAYS, orderFor, recentOf } from './restock.js';
import { totalDays, type TrueProduct, type World } from './world.js';

/** The plan of a product is made anew so often; also the shortest cool-down it keeps. */
const PLAN_DAYS = 7;
/** Days after which each phase of a plan ends, from the day it is made; the last one lasts to the end. */
const PHASES = [PLAN_DAYS, 28, 70, 140, Infinity];
const SWEEPS = 2;
/** Samples of luck, its own and not the game's, on which plans are compared in the end. */
const PATHS = 24;
/** What a unit may be worth, as a share of its cost: each value gives one price on each channel. */
const WORTHS = Array.from({ length: 31 }, (_, i) => 1.5 - i * 0.05);

/** One price on each channel: what earns most where a unit that stays is worth so much. */
interface Level {
  prices: number[];
  /** Units against the base price; net revenue per unit. */
  lifts: number[];
  nets: number[];
}

/**
 * Knows the true demand of every day to come, the elasticities and how the shop will reorder, though not the dice, and plays
 * under the limits that the engine has. Per product it plans the rest of the game as if exactly what is expected came: which
 * worth of a unit, and so which price on each channel, in each of five phases (improved phase by phase until nothing gains).
 * It does the first phase and plans anew a week later with what is really there.
 */
export function clairvoyant(world: World, policy: Policy): Pricer {
  const planners = world.products.map((product) => createPlanner(world, product, policy));
  const plans: number[][] = world.products.map(() => []);
  return {
    name: 'clairvoyant',
    morning(t, stalls) {
      return stalls.flatMap((stall, i) => {
        if (stall.onHand === 0 || (t + i) % PLAN_DAYS !== 0) return [];
        const planner = planners[i]!;
        const plan = (plans[i] = planner.plan(t, stall, plans[i]!));
        return movesTo(planner.levels[plan[0]!]!, stall, i);
      });
    },
  };
}

function movesTo({ prices }: Level, stall: Stall, product: number): PriceMove[] {
  return CHANNELS.flatMap((_, channel): PriceMove[] => {
    const price = prices[channel]!;
    if (price === stall.asked[channel]!.price) return [];
    return [{ product, channel, kind: price === stall.product.basePrice ? 'base' : 'cut', price, days: null }];
  });
}

export interface Planner {
  /** From the dearest to the cheapest. */
  levels: Level[];
  /** The level of each phase from day `t` on. @param last the plan of a week ago, to begin the search with */
  plan(t: number, stall: Pick<Stall, 'onHand' | 'onOrder' | 'asked' | 'past'>, last: readonly number[]): number[];
}

export function createPlanner(world: World, product: TrueProduct, policy: Policy): Planner {
  const levels = levelsOf(world, product, policy);
  const rollout = createRollout(world, product, levels);
  /** Of plans that are alike as far as expectation goes, the one that earns most on average over samples of luck. */
  const surest = (plans: number[][], isNear: boolean[]): number[] => {
    let best: { plan: number[]; profit: number } | null = null;
    for (const plan of plans) {
      if (!isNear[plan[0]!]) continue;
      let profit = 0;
      for (let path = 0; path < PATHS; path++) profit += rollout.profitOf(plan, path);
      if (best === null || profit > best.profit) best = { plan, profit };
    }
    assert(best !== null, 'the price may always go back up');
    return best.plan;
  };
  return {
    levels,
    plan(t, stall, last) {
      const lowest = (k: number): number =>
        stall.asked[k]!.price * (1 - world.terms.get(product.category)![k]!.limits.maxStepBp / FULL_BP);
      const isNear = levels.map(({ prices }) => prices.every((price, k) => price >= lowest(k)));
      rollout.from(t, stall);
      const start = last.length > 0 ? [...last] : PHASES.map(() => 0);
      if (!isNear[start[0]!]) start[0] = isNear.lastIndexOf(true);
      let best = { plan: start, profit: rollout.profitOf(start) };
      for (let level = 0; level < levels.length; level++) {
        const plan = PHASES.map(() => level);
        if (!isNear[level]) plan[0] = isNear.lastIndexOf(true);
        const profit = rollout.profitOf(plan);
        if (profit > best.profit) best = { plan, profit };
      }
      for (let sweep = 0; sweep < SWEEPS; sweep++) {
        const before = best.profit;
        for (let phase = PHASES.length - 1; phase >= 0; phase--) {
          for (let level = 0; level < levels.length; level++) {
            if (level === best.plan[phase] || (phase === 0 && !isNear[level])) continue;
            const plan = best.plan.with(phase, level);
            const profit = rollout.profitOf(plan);
            if (profit > best.profit) best = { plan, profit };
          }
        }
        if (best.profit === before) break;
      }
      return surest([PHASES.map(() => 0), best.plan.with(0, 0), best.plan], isNear);
    },
  };
}

function levelsOf(world: World, product: TrueProduct, policy: Policy): Level[] {
  const { cost, basePrice, elasticity, category } = product;
  const terms = world.terms.get(category)!;
  const choices = terms.map((each) =>
    pricesOf(product, each, policy).map((price) => ({
      price,
      net: netRevenue(price, each.sale),
      lift: (price / basePrice) ** elasticity,
    })),
  );
  const levels: Level[] = [];
  for (const worth of WORTHS) {
    const chosen = choices.map((of) =>
      of.reduce((best, each) =>
        (each.net - worth * cost) * each.lift >= (best.net - worth * cost) * best.lift ? each : best,
      ),
    );
    const level = {
      prices: chosen.map(({ price }) => price),
      lifts: chosen.map(({ lift }) => lift),
      nets: chosen.map(({ net }) => net),
    };
    if (levels.at(-1)?.prices.join() !== level.prices.join()) levels.push(level);
  }
  const base = {
    prices: terms.map(() => basePrice),
    lifts: terms.map(() => 1),
    nets: choices.map((of) => of.at(-1)!.net),
  };
  return levels[0]?.prices.join() === base.prices.join() ? levels : [base, ...levels];
}

/** Plays a product on from what is there to the end of the game, with what is expected in place of luck. */
function createRollout(world: World, product: TrueProduct, levels: Level[]) {
  const { rates, cost, restock } = product;
  const end = totalDays(world.size);
  const width = CHANNELS.length;
  const coming = new Float64Array(end + 64);
  const sold = new Float64Array(end);
  const had = new Uint8Array(end);
  const arrivals = new Float64Array(end + 64);
  let start = 0;
  let onHand = 0;
  let sold28 = 0;
  let had28 = 0;
  let onOrder = 0;
  const holding = holdingPerDay(cost);
  const soon = soldAfter(rates, end);
  // Of each day under each level: units wanted and what they would bring.
  const daily = (of: (rate: number, k: number, level: Level) => number): Float64Array[] =>
    levels.map((level) => {
      const byDay = new Float64Array(end);
      for (let t = 0; t < end; t++) for (let k = 0; k < width; k++) byDay[t]! += of(rates[t * width + k]!, k, level);
      return byDay;
    });
  const wantedBy = daily((rate, k, { lifts }) => rate * lifts[k]!);
  const earnedBy = daily((rate, k, { lifts, nets }) => rate * lifts[k]! * nets[k]!);
  const luck = drawLuck(world, product);
  return {
    from(t: number, stall: Pick<Stall, 'onHand' | 'onOrder' | 'past'>): void {
      start = t;
      onHand = stall.onHand;
      arrivals.fill(0);
      onOrder = 0;
      for (const { on, quantity } of stall.onOrder) {
        arrivals[on]! += quantity;
        onOrder += quantity;
      }
      sold.set(stall.past.sold.subarray(0, t));
      had.set(stall.past.had.subarray(0, t));
      const recent = recentOf(stall.past, t - 1);
      sold28 = recent.units;
      had28 = recent.stockDays;
    },
    /** @param path the sample of luck; left out: exactly what is expected comes */
    profitOf(plan: readonly number[], path: number | null = null): number {
      if (restock !== null) coming.set(arrivals);
      let stock = onHand;
      let ordered = onOrder;
      let units = sold28;
      let stockDays = had28;
      let profit = 0;
      let phase = 0;
      for (let t = start; t < end; t++) {
        if (t > start && coming[t]! > 0) {
          stock += coming[t]!;
          ordered -= coming[t]!;
          profit -= coming[t]! * cost;
        }
        while (t - start >= PHASES[phase]!) phase++;
        const level = plan[phase]!;
        let wanted = wantedBy[level]![t]!;
        let earned = earnedBy[level]![t]!;
        const came = path === null ? wanted : wantedOn(luck, path, t, wanted);
        if (wanted > 0) earned *= came / wanted;
        wanted = came;
        const share = wanted > stock ? stock / wanted : 1;
        const hadStock = stock > 1e-9;
        stock -= wanted * share;
        profit += earned * share - stock * holding;
        if (restock === null) {
          if (stock < 1e-9) break;
          continue;
        }
        sold[t] = wanted * share;
        had[t] = hadStock ? 1 : 0;
        units += sold[t]!;
        stockDays += had[t]!;
        if (t >= AVERAGE_DAYS) {
          units -= sold[t - AVERAGE_DAYS]!;
          stockDays -= had[t - AVERAGE_DAYS]!;
        }
        const least = orderFor(product, t, stock + ordered, units, stockDays);
        const order = path === null ? least : Math.ceil(least);
        if (order > 0 && t + restock.leadDays < end) coming[t + restock.leadDays]! += order;
        if (order > 0) ordered += order;
      }
      return profit + worthAtEnd(cost, Math.max(0, stock), soon);
    },
  };
}

interface Luck {
  days: number;
  /** By path, then day. */
  units: Float64Array;
  weeks: Float64Array;
}

function drawLuck({ seed, size }: World, { id }: TrueProduct): Luck {
  const random = new Random(seed, 500_000 + id);
  const days = totalDays(size);
  return {
    days,
    units: Float64Array.from({ length: PATHS * days }, () => random.unit()),
    weeks: Float64Array.from({ length: PATHS * days }, () => random.gamma(1 / WEEK_CV ** 2, 1)),
  };
}

function wantedOn({ days, units, weeks }: Luck, path: number, t: number, expected: number): number {
  return poissonAt(units[path * days + t]!, expected * weeks[path * days + Math.floor(t / 7)]!);
}
