// Do measured uplifts hold what they promise? Many simulated shops with planted uplifts, zero included; products are cut because
// they sold little (the worst case for regression to the mean), or by lot. Run `npm run build` first, then
//   node bench/outcomes.mjs [shops of each kind] [first seed]
// With 0 shops: only how long 2,000 offers take among 80,000 listings, against one pass that adds up the same days.
import { performance } from 'node:perf_hooks';
import { createCrowd } from '../dist/src/core/outcome/crowd.js';
import { measurer } from '../dist/src/core/outcome/measure.js';
import { DAYS, poisson, randomOf, SHOPS, tallyOf } from './outcomes-shop.mjs';

const count = Number(process.argv[2] ?? 40);
const first = Number(process.argv[3] ?? 1);
const seeds = Array.from({ length: count }, (_, i) => first + i);
const share = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`.padStart(7);

console.log(
  '90 % intervals: share that hold the planted uplift; share that call an effect; share that hold the units gained',
);
if (count === 0) speed();
for (const select of count === 0 ? [] : ['slow', 'lot']) {
  for (const days of [14, 28, 56]) {
    console.log(`\ncut ${select === 'slow' ? 'because they sold little' : 'by lot'}, ${days} days`);
    for (const [name, shop] of Object.entries(SHOPS)) {
      for (const uplift of [0, 0.2, 0.5, 1, -0.3]) {
        const started = performance.now();
        const tally = tallyOf({ createCrowd, measurer }, seeds, shop, uplift, { select, days });
        const { measured, covered, tooHigh, tooLow, called, counted, unitsCovered, silent } = tally;
        console.log(
          `${name.padEnd(7)} uplift ${String(Math.round(uplift * 100)).padStart(4)} %  n ${String(measured).padStart(5)}` +
            `  holds ${share(covered, measured)}  (too high ${share(tooHigh, measured)}, too low ${share(tooLow, measured)})` +
            `  effect ${share(called, measured)}  units ${share(unitsCovered, counted)}  silent ${JSON.stringify(silent)}` +
            `  ${Math.round(performance.now() - started)} ms`,
        );
      }
    }
  }
}

/** 4 channels, 40 categories; offers on 60 different days, 14 days each. */
function speed() {
  const random = randomOf(first);
  const lines = Array.from({ length: 80_000 }, () => Int16Array.from({ length: DAYS }, () => poisson(random, 0.3)));
  const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);
  const timed = (work) => {
    const started = performance.now();
    work();
    return performance.now() - started;
  };
  let sum = 0;
  const pass = timed(() => lines.forEach((line) => line.forEach((units) => (sum += units))));
  const crowd = createCrowd();
  const add = timed(() =>
    lines.forEach((line, i) => {
      const steady = { from: 0, to: DAYS - 1 };
      const productId = Math.floor(i / 4) + 1;
      crowd.add(i % 4, `category-${productId % 40}`, { productId, line, steady, isHeldOut: false });
    }),
  );
  const measure = timed(() => {
    const { outcome, soFar } = measurer(crowd);
    for (let i = 0; i < 2_000; i++) {
      const start = 100 + (i % 60);
      const offer = {
        ...{ channelId: i % 4, category: `category-${i % 40}`, line: lines[i], isOver: true, returned: 0 },
        days: { before: range(start - 56, start), after: range(start, start + 14) },
        ...{ at: { kind: 'discount', price: 80, usual: 100 }, paid: null, worthOf: null },
      };
      outcome(offer);
      soFar(offer);
    }
  });
  const ms = (value) => `${Math.round(value)} ms`;
  console.log(`one pass over ${sum} units ${ms(pass)}; keep a sample ${ms(add)}; measure 2,000 offers ${ms(measure)}`);
}
