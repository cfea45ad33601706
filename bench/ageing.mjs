// How long does it take to age every product of a shop, and to gather its demand, once the rows are in memory?
// 20,000 products x 365 days x 4 channels: about 5 million sales rows. Run `npm run build` first, then
//   node bench/ageing.mjs [products]
// Ratio: the books against a bare pass over the same columns that only adds the numbers up.
import { performance } from 'node:perf_hooks';
import { replay } from '../dist/src/core/ageing/ledger.js';
import { movementsOf } from '../dist/src/core/ageing/movements.js';
import { reportOn } from '../dist/src/core/ageing/report.js';
import { splitByChannel } from '../dist/src/core/demand/channels.js';
import { gatherEvidence, windowOf } from '../dist/src/core/demand/evidence.js';
import { coverDays, measure } from '../dist/src/core/demand/measures.js';
import { createPriorTable } from '../dist/src/core/demand/priors.js';
import { addBeliefs, beliefOf, velocityOf } from '../dist/src/core/demand/velocity.js';

const products = Number(process.argv[2] ?? 20_000);
const DAYS = 365;
const CHANNELS = 4;
const asOf = 20_800;
const policy = {
  staleAfterDays: 30,
  staleAfterDaysByCategory: {},
  flagMinShareBp: 0,
  flagMinValue: 0,
  bucketEdgesDays: [30, 60, 90, 180],
};

let seed = 12345;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;

function history(id) {
  const sales = { day: [], channelId: [], units: [], unitsReturned: [] };
  const rate = 0.02 + random() ** 3;
  for (let day = asOf - DAYS + 1; day <= asOf; day++) {
    for (let channelId = 1; channelId <= CHANNELS; channelId++) {
      if (random() > 0.17) continue;
      sales.day.push(day);
      sales.channelId.push(channelId);
      sales.units.push(1 + Math.floor(random() * 4 * rate));
      sales.unitsReturned.push(random() < 0.03 ? 1 : 0);
    }
  }
  const receipts = [];
  const counts = [];
  for (let day = asOf - DAYS + 1; day <= asOf; day += 30) receipts.push({ day, quantity: 30, unitCost: 1000 + id });
  for (let day = asOf - DAYS + 15; day <= asOf; day += 30) counts.push({ day, location: '', onHand: id % 40 });
  return { sales, receipts, counts };
}

const histories = Array.from({ length: products }, (_, id) => history(id));
const rows = histories.reduce((sum, h) => sum + h.sales.day.length, 0);

function timed(name, work) {
  const started = performance.now();
  const result = work();
  const seconds = (performance.now() - started) / 1000;
  return { name, seconds, result };
}

const round = () => {
  const bare = timed('bare pass over the columns', () => {
    let sum = 0;
    for (const { sales } of histories) {
      for (let i = 0; i < sales.day.length; i++) {
        sum += sales.day[i] + sales.channelId[i] + sales.units[i] + sales.unitsReturned[i];
      }
    }
    return sum;
  });
  // Product by product, as a run does it: what is not needed later is garbage at once.
  const ageing = timed('ageing: movementsOf, replay, reportOn', () => {
    let stale = 0;
    for (const each of histories) {
      const ledger = replay(movementsOf(each, null), asOf);
      const report = reportOn(ledger, { category: null, cost: 900, staleAfterDays: null }, policy);
      if (report.isFlagged) stale++;
    }
    return stale;
  });
  const window = windowOf(asOf, 28);
  const priors = createPriorTable();
  const inStock = new Uint8Array(180).fill(1);
  const evidence = timed('demand: split by channel, measures, evidence', () =>
    histories.map(({ sales }, i) =>
      [...splitByChannel(sales)].map(([channelId, own]) => {
        measure(own, inStock, 50, asOf);
        const found = gatherEvidence(own, inStock, window);
        priors.add(channelId, `c${i % 40}`, found);
        return { channelId, found };
      }),
    ),
  );
  const beliefs = timed('demand: rates of every listing, cover of every product', () => {
    let sum = 0;
    evidence.result.forEach((channels, i) => {
      const all = addBeliefs(channels.map((c) => beliefOf(c.found, priors.priorOf(c.channelId, `c${i % 40}`))));
      sum += coverDays(50, all?.rate ?? null) ?? 0;
    });
    return sum;
  });
  const intervals = timed('demand: intervals of every listing (a run needs those of what fired)', () => {
    let sum = 0;
    evidence.result.forEach((channels, i) => {
      for (const c of channels) sum += velocityOf(c.found, priors.priorOf(c.channelId, `c${i % 40}`)).high;
    });
    return sum;
  });
  return { steps: [bare, ageing, evidence, beliefs, intervals], stale: ageing.result };
};

round(); // warm
const { steps, stale } = round();
console.log(`${products} products, ${rows} sales rows, ${stale} flagged`);
for (const { name, seconds } of steps) {
  console.log(
    `${seconds.toFixed(3).padStart(8)} s  ${(seconds / steps[0].seconds).toFixed(1).padStart(6)} x bare  ${name}`,
  );
}
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB, most of it the rows`);
