// Are elasticities found back? Simulated shops of which each product's elasticity is known (drawn around -2.0 to -3.4 by category,
// standard deviation 0.8), with price steps between 75 % and 110 % of the base price.
//   npm run build && node bench/elasticity.mjs [products=200] [shops=3]
// `ratio`: mean absolute error of what the engine says, against that of "use the prior" (-2.6); `held`: share of truths within its
// 80 % interval (1.2816 standard deviations).
import { readFileSync } from 'node:fs';
import { AS_OF, beliefsIn, DAYS, ElasticityScore, ELASTICITY_SHOPS, settingsOf, shopOf } from './demand-shops.mjs';

const load = (file) => import(new URL(`../dist/src/${file}.js`, import.meta.url));
const { createAnalysis } = await load('core/pipeline');
const { Random } = await load('core/simulation/random');
const shipped = JSON.parse(readFileSync(new URL('../rules/policy.json', import.meta.url), 'utf8'));
const [products, shops] = [200, 3].map((value, i) => Number(process.argv[2 + i] ?? value));

const results = {};
for (const [name, { regime, campaigns }] of Object.entries(ELASTICITY_SHOPS)) {
  const policy = campaigns === undefined ? shipped : { ...shipped, campaigns };
  const score = new ElasticityScore(shipped.elasticityPrior.mean);
  const knowing = new ElasticityScore(shipped.elasticityPrior.mean);
  for (let seed = 1; seed <= shops; seed++) {
    const shop = shopOf(Random, regime, products, seed);
    const analysis = createAnalysis(settingsOf(policy, shop.asOf));
    for (const history of shop.histories) analysis.add(history);
    const beliefs = beliefsIn(analysis.sheets(() => null));
    for (const truth of shop.truths) score.add(beliefs.get(`${truth.id}:${truth.channelId}`), truth.elasticity);
    for (const truth of shop.truths) {
      const { id, elasticity } = truth;
      if (isPriceAll(regime)) knowing.add({ elasticity: bestGuess(shop.histories[id - 1], truth) }, elasticity);
    }
  }
  results[name] = { ...score.result(), bound: isPriceAll(regime) ? knowing.result().ratio : null };
}
console.log(`${shops} shops of ${products} products on two channels, seeds from 1`);
console.table(results);

function isPriceAll({ priceChanges, popularity, onRecord, ...rest }) {
  void [priceChanges, popularity, onRecord];
  return Object.keys(rest).length === 0;
}

/** The mean of a product's elasticity given its sales: Poisson, on a grid; channels' levels profiled out. */
function bestGuess({ sales }, { id, prices }) {
  const logs = prices.map((price) => Math.log(price / prices[0]));
  const units = [1, 2].map((channelId) => {
    const byDay = new Float64Array(DAYS);
    sales.day.forEach((day, row) => {
      if (sales.channelId[row] === channelId) byDay[day - (AS_OF - DAYS + 1)] += sales.units[row];
    });
    return byDay;
  });
  const grid = Array.from({ length: 111 }, (_, i) => -6 + i * 0.05);
  const heights = grid.map((slope) => {
    const worth = logs.reduce((sum, log) => sum + Math.exp(slope * log), 0);
    let height = -((slope + 2 + 0.2 * (id % 8)) ** 2) / (2 * 0.8 ** 2);
    for (const byDay of units) byDay.forEach((sold, day) => (height += sold * (slope * logs[day] - Math.log(worth))));
    return height;
  });
  const top = Math.max(...heights);
  const weights = heights.map((height) => Math.exp(height - top));
  return (
    weights.reduce((sum, weight, i) => sum + weight * grid[i], 0) / weights.reduce((sum, weight) => sum + weight, 0)
  );
}
