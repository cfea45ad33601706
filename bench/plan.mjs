// What does a markdown plan lose against perfect foresight, and how many are made a second? The game of bench/plan-game.mjs,
// played by the planner and by simple policies, the same games for all. Run `npm run build` first, then
//   node bench/plan.mjs [games per kind of noise] [first seed]
import { performance } from 'node:perf_hooks';
import { planMarkdown } from '../dist/src/core/pricing/markdown-plan.js';
import { GAME, gamesOf, lossesOf, meanOf } from './plan-game.mjs';

const count = Number(process.argv[2] ?? 4000);
const firstSeed = Number(process.argv[3] ?? 1);
const { prices, lifts, prior } = GAME;

let plans = 0;
let planMs = 0;
const planner = ({ stock, periods, observed }) => {
  const started = performance.now();
  const { priceNow } = planMarkdown({ stock, periods, prices, lifts, salvage: 0, monotone: true, observed, prior });
  planMs += performance.now() - started;
  plans++;
  return priceNow;
};

/** The falling path that earns most if each week to come sells exactly `rate` at the first price; its first price. */
function bestAtRate(rate, stock, periods, lastPrice) {
  const from = prices.indexOf(lastPrice);
  let best = -1;
  let price = lastPrice;
  const walk = (place, weeks, left, revenue, first) => {
    if (weeks === 0 || left <= 0) {
      if (revenue > best + 1e-9) {
        best = revenue;
        price = first ?? lastPrice;
      }
      return;
    }
    for (let asked = prices.length - 1; asked >= place; asked--) {
      const isLast = asked === prices.length - 1;
      for (let length = weeks; length >= (isLast ? weeks : 1); length--) {
        const sold = Math.min(left, rate * lifts[asked] * length);
        walk(asked + 1, weeks - length, left - sold, revenue + sold * prices[asked], first ?? prices[asked]);
      }
    }
  };
  walk(from, periods, stock, 0, null);
  return price;
}

const runningMean = ({ stock, periods, observed, lastPrice }) => {
  const rates = observed.map(({ price, units }) => units / lifts[prices.indexOf(price)]);
  return bestAtRate(rates.reduce((sum, rate) => sum + rate, 0) / rates.length, stock, periods, lastPrice);
};
/** The plan for the mean of all seasons, whatever is sold. */
const SCHEDULE = [];
for (let week = 1, left = GAME.stock - prior.mean, price = prices[0]; week < GAME.weeks; week++) {
  price = bestAtRate(prior.mean, Math.max(1, left), GAME.weeks - week, price);
  SCHEDULE.push(price);
  left -= prior.mean * lifts[prices.indexOf(price)];
}
const schedule = ({ periods }) => SCHEDULE[GAME.weeks - periods - 1];
const never = () => prices[0];

const percent = (share) => `${(100 * share).toFixed(2)} %`.padStart(9);
console.log(`${count} games for each kind of noise, seeds from ${firstSeed}; loss against perfect foresight`);
console.log(`${''.padEnd(34)}     mean  +- sd of mean      25 %      50 %      75 %     worst`);
for (const noise of ['log-normal', 'gamma']) {
  const games = gamesOf(count, noise, firstSeed);
  for (const [name, ask] of Object.entries({ planner, 'running mean': runningMean, schedule, 'never cut': never })) {
    const losses = lossesOf(games, ask).sort((one, other) => one - other);
    const { mean, sdOfMean } = meanOf(losses);
    const at = (share) => percent(losses[Math.min(count - 1, Math.floor(share * count))]);
    const quarters = [0.25, 0.5, 0.75, 1].map(at).join(' ');
    console.log(`${noise.padEnd(12)} ${name.padEnd(20)} ${percent(mean)} +-   ${percent(sdOfMean)} ${quarters}`);
  }
}
console.log(`${plans} plans, ${Math.round((plans / planMs) * 1000)} a second`);
