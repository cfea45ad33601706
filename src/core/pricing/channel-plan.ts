import { countedWorth } from './counted-worth.js';
import { Grid } from './plan-grid.js';

/**
 * One way to sell on a channel over the days until the stock should be gone: its present price, or one of the prices that
 * the limits allow there.
 */
export interface Way {
  /** Units that buyers want, on average, if stock never ran out. */
  units: number;
  /** Variance of that mean, because the rate and the answer to the price are only believed; chance comes on top. */
  variance: number;
  /** What a unit sold this way is worth more than one that is left. Where cost is unknown: less than at the present price. */
  perUnit: number;
}

export interface PlanProblem {
  /** Units on hand, that all channels sell from; 0 or more. */
  stock: number;
  /** By channel; the first way of each is how it sells now. */
  channels: readonly (readonly Way[])[];
  /**
   * `most`: what is sold is worth as much as can be. `least`: nothing is known of what a unit is worth, only of what it is
   * given away for; the plan gives away no more than clearing the stock takes.
   */
  aim: 'most' | 'least';
}

export interface ChannelPlan {
  /** By channel: the place of the way that it sells by. */
  choice: number[];
  /** As many units are wanted as there are. */
  clears: boolean;
}

/** Steps of a bisection: to a 250th of the widest gap; what is left is found by looking around. */
const STEPS = 8;
/** So many plans are all looked at; of more, those around the best one. */
const PLANS_ALL_MAX = 300;
const PLANS_NEAR_MAX = 81;
const ROUNDS_MAX = 2;
/** Of few plans those this near to the best one are counted out, so many at most, of a stock up to this size. */
const NEARLY = 0.8;
const COUNTED_MAX = 8;
const COUNTED_STOCK_MAX = 32;

/**
 * Which channels to cut, and how far, when all of them sell the same stock. Among the plans by which the stock is wanted
 * in time the one whose sales are worth most; when there is none, among all.
 *
 * What is sold follows from `rationOf`: every buyer has the same chance of a unit, on whatever channel. First each
 * channel sells by the way that earns most over a price lambda on every unit of stock; lambda is raised until it is what one
 * more unit would bring (Gallego and van Ryzin, 1994; here with E[min(N, S)] instead of min(E[N], S)). Then the plans near
 * that one are looked at, until none is better. How much is lost against trying all plans is measured: bench/channels.mjs.
 */
export function planChannels(problem: PlanProblem): ChannelPlan {
  const { stock, channels, aim } = problem;
  const grid = new Grid(problem);
  const isFew = channels.length > 1 && grid.plans <= PLANS_ALL_MAX;
  const isCounted = isFew && aim === 'most' && stock > 0 && stock <= COUNTED_STOCK_MAX;
  grid.keep(isCounted ? COUNTED_MAX : 0);
  if (aim === 'most') priceStock(grid);
  reachNeeded(grid);
  lookAround(grid);
  if (isCounted) countOut(grid, problem);
  return { choice: grid.choice(), clears: grid.sum.units >= stock };
}

/** Lambda between 0 and the most that any unit is worth, by bisection on what one more unit would bring. */
function priceStock(grid: Grid): void {
  let low = 0;
  let high = grid.mostPerUnit();
  for (let step = 0; step < STEPS; step++) {
    const lambda = (low + high) / 2;
    grid.chooseAt(lambda);
    if (grid.unitBrings() > lambda) low = lambda;
    else high = lambda;
  }
}

/** Where too few are wanted though more could be: a unit that is left costs more and more, until enough are. */
function reachNeeded(grid: Grid): void {
  if (grid.isEnough()) return;
  let low = 0;
  let high = -Math.max(grid.mostPerUnit(), 1);
  grid.chooseAt(high);
  for (let k = 0; k < 30 && !grid.isEnough(); k++, high *= 4) grid.chooseAt((low = high) * 4);
  if (!grid.isEnough()) return grid.chooseMost();
  for (let k = 0; k < 2 * STEPS; k++) {
    const lambda = (low + high) / 2;
    grid.chooseAt(lambda);
    if (grid.isEnough()) high = lambda;
    else low = lambda;
  }
  grid.chooseAt(high);
  if (!grid.isEnough()) grid.chooseMost();
}

/**
 * Every plan, where there are few. Else channel by channel over the whole ladder, and then all plans near the one that
 * this leads to, until none is better.
 */
function lookAround(grid: Grid): void {
  grid.begin();
  if (grid.plans <= PLANS_ALL_MAX) return grid.bestNear(Infinity);
  for (let round = 0, before = -Infinity; round < ROUNDS_MAX && grid.worth > before; round++) {
    before = grid.worth;
    for (let c = 0; c < grid.channels; c++) grid.bestOf(c);
    if (round > 0 && grid.worth === before) return;
    let reach = 0;
    while (grid.plansWithin(reach + 1) <= PLANS_NEAR_MAX && reach < 20) reach++;
    grid.bestNear(reach);
  }
}

/** Two demands together are no negative binomial: of the best few plans the best is the one that is so when counted out. */
function countOut(grid: Grid, { stock, channels }: PlanProblem): void {
  const [first, ...others] = grid.kept;
  if (first === undefined || !others.some(({ worth }) => worth >= first.worth * NEARLY)) return;
  let best = -Infinity;
  let chosen = first;
  for (const plan of grid.kept) {
    if (plan.worth < first.worth * NEARLY) break;
    const counted = countedWorth(
      stock,
      plan.choice.map((i, c) => channels[c]![i]!),
    );
    if (counted > best) [best, chosen] = [counted, plan];
  }
  grid.choose(chosen.choice);
}
