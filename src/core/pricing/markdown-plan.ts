import { learnRate, spreadOf, type PeriodNoise, type SeasonRate } from '../demand/season-rate.js';
import type { Money } from '../units.js';
import { planByCover } from './plan-by-cover.js';
import { planByUnits, UNITS_MAX } from './plan-by-units.js';
import type { PlanCase } from './plan-case.js';
import { outcomeOf } from './plan-outcome.js';
import { ceilingOf, checkQuestion, type PlanQuestion } from './plan-question.js';

export interface MarkdownPlan {
  /** To ask in the present period. */
  priceNow: Money;
  /** One price for each period left, the present one first. */
  plan: Money[];
  /** Of this plan, from sales and from the salvage of what is left; in the smallest unit of money, not rounded. */
  expectedRevenue: number;
  /** Units, not rounded. */
  expectedLeftover: number;
  /** Demand per period at the first price of the question, as it is believed now. */
  belief: SeasonRate;
  /** What the plan rests on besides the question. */
  notes: string[];
}

export const NOTE_PRIOR_USED = 'not enough data: prior used';

/**
 * Which price to ask in which period, so that a product with an end date earns the most on average over what demand may be.
 * The present price is the best one of a stochastic dynamic programme that knows that more will be learned (unit by unit up
 * to 60 units, by cover above); the following ones are what it would ask if demand came as it is believed now. Ask again each
 * period with what was sold: that is where the gain lies.
 * @param noise left out: the spread between periods is estimated from `observed`
 * @throws Refusal `bad-plan`
 */
export function planMarkdown(question: PlanQuestion, noise?: PeriodNoise): MarkdownPlan {
  checkQuestion(question);
  const { prices, lifts, stock, periods, salvage, monotone } = question;
  const observed = question.observed.map(({ price, units, soldOut }) => ({
    units,
    soldOut,
    lift: lifts[prices.indexOf(price)]!,
  }));
  const { prior, notes } = priorOf(question);
  const spread = noise ?? { cv: spreadOf(observed), perUnit: 1 };
  const belief = learnRate(prior, observed, spread.cv);
  const ceiling = ceilingOf(question);
  const allowed = prices
    .map((price, i) => ({ price, lift: lifts[i]! }))
    .filter(({ price }) => price <= ceiling)
    .sort((one, other) => other.price - one.price);
  if (stock === 0) {
    const plan = new Array<Money>(periods).fill(allowed[0]!.price);
    notes.push('nothing is left to sell: the plan holds the highest price');
    return { priceNow: plan[0]!, plan, expectedRevenue: 0, expectedLeftover: 0, belief, notes };
  }
  const plan: PlanCase = {
    stock,
    periods,
    prices: allowed.map(({ price }) => price),
    lifts: allowed.map(({ lift }) => lift),
    salvage,
    monotone,
    rate: belief,
    noise: spread,
  };
  const path = pathOf(plan);
  const { revenue, leftover } = outcomeOf(plan, path);
  const asked = path.map((place) => plan.prices[place]!);
  return { priceNow: asked[0]!, plan: asked, expectedRevenue: revenue, expectedLeftover: leftover, belief, notes };
}

/** What is asked period by period while demand comes as believed; once that has sold everything, the last price stays. */
function pathOf(plan: PlanCase): number[] {
  const { stock, periods, lifts, monotone, rate, noise } = plan;
  const policy = noise.perUnit === 1 && stock <= UNITS_MAX ? planByUnits(plan) : planByCover(plan);
  const path: number[] = [];
  let left = stock;
  for (let period = 0; period < periods; period++) {
    const before = path.at(-1) ?? 0;
    const place = left > 0 ? policy.best(period, left, monotone ? before : 0) : before;
    path.push(place);
    left -= rate.mean * lifts[place]!;
  }
  return path;
}

/**
 * The question's own prior; else one that says little: a shop buys about what it expects to sell, so all units of the season
 * over all its periods, give or take as much again.
 */
function priorOf({ prior, stock, periods, observed }: PlanQuestion): { prior: SeasonRate; notes: string[] } {
  if (prior) return { prior, notes: observed.length === 0 ? ['nothing observed yet: prior used'] : notesOf(observed) };
  const season = observed.reduce((sum, { units }) => sum + units, Math.max(1, stock));
  const mean = season / (periods + observed.length);
  const assumed = `no prior given: assumed ${rounded(mean)} units a period at the first price, give or take as many`;
  const notes = observed.length === 0 ? [NOTE_PRIOR_USED, assumed] : [...notesOf(observed), assumed];
  return { prior: { mean, sd: mean }, notes };
}

function notesOf(observed: PlanQuestion['observed']): string[] {
  return observed.every(({ soldOut }) => soldOut)
    ? ['every observed period sold out: demand may be higher than believed']
    : [];
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
