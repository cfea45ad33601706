// The classroom Retail Markdown Game, simulated by its published rules: 2,000 units, 15 weeks, prices 60, 54, 48 and 36 at
// which 1, 1.31, 1.73 and 2.81 times as many units sell, the first week at 60, prices only fall, what is left is worth
// nothing. A season's mean is drawn between 40 and 175 units a week, each week strays from it with a coefficient of
// variation of 0.27. Nothing here knows of the planner, and a player sees only what was sold.
export const GAME = {
  stock: 2000,
  weeks: 15,
  prices: [60, 54, 48, 36],
  lifts: [1, 1.31, 1.73, 2.81],
  cv: 0.27,
  /** Of uniform means between 40 and 175: what a shop would know of similar seasons. */
  prior: { mean: 107.5, sd: 39 },
};

/** Uniform numbers from 0 to 1, the same for the same seed (Mulberry32 from a scrambled seed: seasons of seeds in a row are unlike). */
function uniform(seed) {
  let state = Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Marsaglia and Tsang (2000), for shapes of 1 and more. */
function gamma(random, shape) {
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(random);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** The demand of each week at each price; `noise`: 'log-normal' or 'gamma', mean 1. */
export function seasonOf(seed, noise) {
  const random = uniform(seed);
  const mean = 40 + 135 * random();
  const s2 = Math.log1p(GAME.cv ** 2);
  const shape = 1 / GAME.cv ** 2;
  return Array.from({ length: GAME.weeks }, () => {
    const luck = noise === 'gamma' ? gamma(random, shape) / shape : Math.exp(Math.sqrt(s2) * normal(random) - s2 / 2);
    return GAME.lifts.map((lift) => Math.round(mean * lift * luck));
  });
}

/** The revenue of the best falling path of prices, all weeks known in advance: each of three switches in each week. */
export function foresightOf(season) {
  let best = 0;
  for (let first = 1; first <= GAME.weeks; first++) {
    for (let second = first; second <= GAME.weeks; second++) {
      for (let third = second; third <= GAME.weeks; third++) {
        let left = GAME.stock;
        let revenue = 0;
        for (let week = 0; week < GAME.weeks && left > 0; week++) {
          const place = Number(week >= first) + Number(week >= second) + Number(week >= third);
          const sold = Math.min(left, season[week][place]);
          left -= sold;
          revenue += sold * GAME.prices[place];
        }
        best = Math.max(best, revenue);
      }
    }
  }
  return best;
}

/**
 * The revenue of a player, asked from the second week on while there is stock.
 * @param ask ({ stock, periods, observed: [{ price, units, soldOut }], lastPrice }) => price
 */
export function play(season, ask) {
  let stock = GAME.stock;
  let revenue = 0;
  let price = GAME.prices[0];
  const observed = [];
  for (let week = 0; week < GAME.weeks && stock > 0; week++) {
    if (week > 0) {
      const asked = ask({ stock, periods: GAME.weeks - week, observed, lastPrice: price });
      if (!GAME.prices.includes(asked) || asked > price) throw new Error(`week ${week}: ${asked} after ${price}`);
      price = asked;
    }
    const wanted = season[week][GAME.prices.indexOf(price)];
    const units = Math.min(stock, wanted);
    stock -= units;
    revenue += units * price;
    observed.push({ price, units, soldOut: stock === 0 });
  }
  return revenue;
}

/** The share of the foresight's revenue that a player lost in each game. */
export function lossesOf(games, ask) {
  return games.map(({ season, foresight }) => 1 - play(season, ask) / foresight);
}

export function gamesOf(count, noise, firstSeed) {
  return Array.from({ length: count }, (_, i) => {
    const season = seasonOf(firstSeed + i, noise);
    return { season, foresight: foresightOf(season) };
  });
}

export function meanOf(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, sd: Math.sqrt(variance), sdOfMean: Math.sqrt(variance / values.length) };
}
