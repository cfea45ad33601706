// Which channels to cut, and how far: what is lost against trying all plans, and how long a decision takes. Run
// `npm run build` first, then
//   node bench/channels.mjs [cases] [first seed] [decisions to time]
import { planChannels } from '../dist/src/core/pricing/channel-plan.js';
import { netRevenue } from '../dist/src/core/pricing/fees.js';
import { caseOf, lossOf, randomOf } from './channel-cases.mjs';

const count = Number(process.argv[2] ?? 10_000);
const first = Number(process.argv[3] ?? 1);
const timed = Number(process.argv[4] ?? 100_000);

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const losses = [];
let plans = 0;
let broken = 0;
let lost = 0;
let won = 0;
for (let seed = first; seed < first + count; seed++) {
  const each = caseOf(seed);
  const { choice } = planChannels({ ...each, channels: each.channels.map(({ ways }) => ways), aim: 'most' });
  const found = lossOf(each, choice);
  losses.push(found.loss);
  plans += found.plans;
  broken += found.breaks ? 1 : 0;
  lost += found.best - found.worth;
  won += found.best;
}
losses.sort((a, b) => b - a);
const percent = (share) => `${(100 * share).toFixed(3)} %`;
console.log(
  `${count} cases of ${(plans / count).toFixed(0)} plans on average, seeds from ${first}, against trying all plans:`,
);
console.log(
  `  expected profit lost: mean ${percent(losses.reduce((a, b) => a + b, 0) / count)}, worst ${percent(losses[0])}`,
);
console.log(
  `  one case in a hundred loses ${percent(losses[Math.floor(count / 100)])} or more; all money: ${percent(lost / won)}`,
);
console.log(`  plans that do not clear in time though one could: ${broken}`);

/** 4 channels with 20 allowed prices each, 5 to 200 units, from beliefs and fees to the plan. */
const random = randomOf(first);
const between = (low, high) => low + (high - low) * random();
const terms = { percent: [{ component: 'admin', rateBp: 800, cap: 40_000 }], fixed: 1250, vatBp: 0 };
const RUNGS = 20;
const questions = Array.from({ length: 2_000 }, () => ({
  stock: Math.round(Math.exp(between(Math.log(5), Math.log(200)))),
  price: 1000 * Math.round(between(50, 300)),
  costShare: between(0.4, 0.65),
  channels: Array.from({ length: 4 }, () => ({ a: Math.exp(between(-0.7, 4)), share: between(0.02, 0.4) })),
}));
const decide = ({ stock, price, costShare, channels }) => {
  const salvage = price * costShare * 0.7;
  return planChannels({
    stock,
    aim: 'most',
    channels: channels.map(({ a, share }) =>
      Array.from({ length: RUNGS + 1 }, (_, i) => {
        const asked = Math.round(price * (1 - (0.35 * i) / RUNGS));
        const log = Math.log(asked / price);
        const units = stock * share * Math.exp(-2.6 * log);
        const variance = units * units * ((1 + 1 / a) * Math.exp((1.2 * log) ** 2) - 1);
        return { units, variance, perUnit: netRevenue(asked, terms) - salvage };
      }),
    ),
  });
};
for (let k = 0; k < 5_000; k++) decide(questions[k % questions.length]);
const started = cpuMs();
for (let k = 0; k < timed; k++) decide(questions[k % questions.length]);
const each = (cpuMs() - started) / timed;
// The reference: so many divisions and multiplications as a table of 1,000 chances takes, on this machine in this minute.
let sink = 0;
const before = cpuMs();
for (let k = 0; k < timed / 10; k++) for (let n = 1; n <= 1_000; n++) sink += ((n + 0.5) / (n + k)) * 0.9;
const table = (cpuMs() - before) / (timed / 10);
console.log(`decisions for 4 channels x ${RUNGS} prices: ${(1000 * each).toFixed(0)} us of one core each`);
console.log(
  `  = ${(each / table).toFixed(1)} tables of 1,000 chances (${(1000 * table).toFixed(2)} us each)${sink > 0 ? '' : ' '}`,
);
