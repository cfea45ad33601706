// Are forecasts of sales as sure as they say, and better than a moving average? Shops of which the truth is known, one kind of
// trouble at a time; and, with the file of Online Retail (docs/online-retail.md), a real shop by hold-out weeks.
//   npm run build && node bench/demand.mjs [products=100] [shops=8] [online_retail.csv.gz]
// `held`: share of listings whose sales lay in the 80 % interval; where the interval's end is a count of its own, the part of it
// that belongs to the interval (what `inside` counts in full: intervals of small counts are wider than asked for).
// `error`: sum of |forecast - sold| / sum of sold; `ratio`: against a 28-day moving average, `ratioOfSquares` of the root mean squares.
import { readFileSync } from 'node:fs';
import { readRetail } from './demand-retail.mjs';
import { AHEAD, beliefsIn, REGIMES, Score, settingsOf, shopOf, unitsIn } from './demand-shops.mjs';

const load = (file) => import(new URL(`../dist/src/${file}.js`, import.meta.url));
const { createAnalysis } = await load('core/pipeline');
const { forForecast } = await load('core/demand/noise');
const { predictUnits } = await load('core/demand/negative-binomial');
const { asKnownOn } = await load('core/hindsight');
const { Random } = await load('core/simulation/random');
const policy = JSON.parse(readFileSync(new URL('../rules/policy.json', import.meta.url), 'utf8'));

const [products, shops] = [100, 8].map((value, i) => Number(process.argv[2 + i] ?? value));
const file = process.argv[4];

function analysed(histories, asOf, channels) {
  const analysis = createAnalysis(settingsOf(policy, asOf, channels));
  for (const history of histories) analysis.add(history);
  return beliefsIn(analysis.sheets(() => null));
}

function forecastOf(belief, days) {
  const { a, b } = forForecast(belief, belief.dispersion, days);
  return { ...predictUnits(a, b, days), shape: a };
}

const table = {};
for (const [name, regime] of Object.entries(REGIMES)) {
  for (let seed = 1; seed <= shops; seed++) {
    const shop = shopOf(Random, regime, products, seed);
    const beliefs = analysed(shop.histories, shop.asOf);
    for (const { id, channelId, ahead } of shop.truths) {
      const lately = unitsIn(shop.histories[id - 1], channelId, shop.asOf - 27, shop.asOf) / 28;
      for (const days of [7, AHEAD]) {
        const sold = ahead.slice(0, days).reduce((sum, units) => sum + units, 0);
        const forecast = forecastOf(beliefs.get(`${id}:${channelId}`), days);
        (table[`${name}, ${days} days`] ??= new Score()).add(forecast, lately * days, sold);
      }
    }
  }
}
const resultsOf = (scores) => Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, score.result()]));
console.log(`${shops} shops of ${products} products on two channels, seeds from 1`);
console.table(resultsOf(table));

if (file !== undefined) console.table(await onlineRetail(file));

/** Every four weeks of the second half year: what the next 7 and 28 days brought against what was forecast before. */
async function onlineRetail(path) {
  const { histories, channels, lastDay } = await readRetail(path);
  const scores = {};
  for (let asOf = lastDay - 28 - 28 * 5; asOf <= lastDay - 28; asOf += 28) {
    const known = histories.map((whole) => asKnownOn(whole, asOf, (asOf + 1) * 86_400_000).history);
    const beliefs = analysed(
      known.filter(({ sales }) => sales.day.length > 0),
      asOf,
      channels,
    );
    for (const history of histories) {
      for (const { id } of channels) {
        const belief = beliefs.get(`${history.product.id}:${id}`);
        if (belief === undefined) continue;
        const lately = unitsIn(history, id, asOf - 27, asOf) / 28;
        for (const days of [7, 28]) {
          const sold = unitsIn(history, id, asOf + 1, asOf + days);
          (scores[`Online Retail, ${days} days`] ??= new Score()).add(forecastOf(belief, days), lately * days, sold);
        }
      }
    }
  }
  return resultsOf(scores);
}
