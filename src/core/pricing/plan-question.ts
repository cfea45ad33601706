import { Refusal, type RefusalIssue } from '../refusal.js';
import type { Money } from '../units.js';

/** A period of the past, as the shop knows it. */
export interface PlanObservation {
  /** One of the question's prices. */
  price: Money;
  units: number;
  /** The stock ran out: demand was at least `units`. */
  soldOut: boolean;
}

/** A product with an end date, as it stands now. */
export interface PlanQuestion {
  /** Units left. */
  stock: number;
  /** Periods left, the present one included. */
  periods: number;
  /** Prices that may be asked, in any order, in the smallest unit of money. */
  prices: readonly Money[];
  /** Demand at each price as a factor of that at the first: `lifts[0]` is 1. */
  lifts: readonly number[];
  /** Money for each unit that is left in the end; 0 = worth nothing. */
  salvage: Money;
  /** The price may stay or fall, never rise. */
  monotone: boolean;
  /** No price above it. */
  maxPrice?: Money | null | undefined;
  /** The periods so far, oldest first. */
  observed: readonly PlanObservation[];
  /** Demand per period at the first price, from similar products. */
  prior?: { mean: number; sd: number } | null | undefined;
}

export const PERIODS_MAX = 104;
export const PRICES_MAX = 40;
export const OBSERVED_MAX = 520;
export const UNITS_MOST = 1_000_000_000;
export const PRICE_MOST = 1_000_000_000_000;
export const LIFT_MOST = 1_000_000;
const RATE_LEAST = 1e-6;

/**
 * What is wrong with a question, all of it at once.
 * @throws Refusal `bad-plan` with JSON pointers
 */
export function checkQuestion(question: PlanQuestion): void {
  refuse(issuesOf(question));
}

/**
 * The same of many: one that is wrong refuses all.
 * @param at where the list stands: its pointers are `<at>/3/stock`
 * @throws Refusal `bad-plan` with JSON pointers
 */
export function checkQuestions(questions: readonly PlanQuestion[], at: string): void {
  const placed = ({ path, ...rest }: RefusalIssue, i: number): RefusalIssue => ({ path: `${at}/${i}${path}`, ...rest });
  refuse(questions.flatMap((each, i) => issuesOf(each).map((issue) => placed(issue, i))));
}

function refuse(issues: RefusalIssue[]): void {
  if (issues.length === 0) return;
  const first = issues.slice(0, 3).map(({ path, message }) => `${path}: ${message}`);
  const more = issues.length > 3 ? ` (and ${issues.length - 3} more)` : '';
  throw new Refusal('invalid', 'bad-plan', `The plan cannot be made: ${first.join('; ')}${more}.`, {}, issues);
}

function issuesOf(question: PlanQuestion): RefusalIssue[] {
  const issues: RefusalIssue[] = [];
  const add = (path: string, code: string, message: string): void => void issues.push({ path, code, message });
  const whole = (path: string, value: number, least: number, most: number, what: string): void => {
    if (!Number.isInteger(value) || value < least || value > most) {
      add(path, 'out-of-range', `${what} is a whole number from ${least} to ${most}, not ${String(value)}`);
    }
  };
  const { stock, periods, prices, lifts, salvage, maxPrice, observed, prior } = question;
  whole('/stock', stock, 0, UNITS_MOST, 'the stock');
  whole('/periods', periods, 1, PERIODS_MAX, 'the number of periods left');
  whole('/salvage', salvage, 0, PRICE_MOST, 'the salvage of a unit');
  if (prices.length < 1 || prices.length > PRICES_MAX) {
    add('/prices', 'wrong-length', `there are 1 to ${PRICES_MAX} prices, not ${prices.length}`);
  }
  prices.slice(0, PRICES_MAX).forEach((price, i) => {
    whole(`/prices/${i}`, price, 1, PRICE_MOST, 'a price');
    if (prices.indexOf(price) !== i) add(`/prices/${i}`, 'repeated', `the price ${price} is named twice`);
  });
  if (lifts.length !== prices.length) {
    add('/lifts', 'wrong-length', `each price has one lift: ${prices.length} prices, ${lifts.length} lifts`);
  }
  lifts.slice(0, PRICES_MAX).forEach((lift, i) => {
    if (!(lift > 0 && lift <= LIFT_MOST)) {
      add(`/lifts/${i}`, 'out-of-range', `a lift is above 0 and at most ${LIFT_MOST}, not ${String(lift)}`);
    }
  });
  if (lifts.length > 0 && lifts[0] !== 1) {
    add('/lifts/0', 'not-one', 'lifts are relative to the first price, so the first is 1');
  }
  if (observed.length > OBSERVED_MAX) {
    add('/observed', 'wrong-length', `there are at most ${OBSERVED_MAX} observed periods, not ${observed.length}`);
  }
  observed.slice(0, OBSERVED_MAX).forEach(({ price, units }, i) => {
    whole(`/observed/${i}/units`, units, 0, UNITS_MOST, 'the units of a period');
    if (!prices.includes(price)) {
      add(`/observed/${i}/price`, 'not-on-the-ladder', `the price ${String(price)} is none of the prices`);
    }
  });
  if (prior) {
    const { mean, sd } = prior;
    if (!(mean >= RATE_LEAST && mean <= UNITS_MOST)) {
      add('/prior/mean', 'out-of-range', `the mean is from ${RATE_LEAST} to ${UNITS_MOST}, not ${String(mean)}`);
    }
    if (!(sd >= 0 && sd <= 10 * mean)) {
      add('/prior/sd', 'out-of-range', `the standard deviation is from 0 to ten times the mean, not ${String(sd)}`);
    }
  }
  const ceiling = ceilingOf(question);
  if (!(ceiling > 0)) add('/maxPrice', 'out-of-range', `the highest price is above 0, not ${String(maxPrice)}`);
  else if (prices.length > 0 && !prices.some((price) => price <= ceiling)) {
    add('/maxPrice', 'no-price-left', `no price is at most ${ceiling}: name a lower price`);
  }
  if (stock * Math.max(salvage, ...prices) > Number.MAX_SAFE_INTEGER) {
    add('/stock', 'too-much', 'stock x price is more than can be counted exactly');
  }
  return issues;
}

/** The highest price that may be asked now: `maxPrice`, and where prices only fall the last one asked. */
export function ceilingOf({ maxPrice, monotone, observed }: PlanQuestion): number {
  const last = monotone ? observed.at(-1)?.price : undefined;
  return Math.min(maxPrice ?? Infinity, last ?? Infinity);
}
