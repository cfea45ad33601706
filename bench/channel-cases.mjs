// Small cases of "which channels to cut, and how far", drawn with a seed, and their best plan by trying all of them. Knows
// nothing of src/: the units of each channel are counted out one by one, and added up channel by channel.

/** mulberry32 */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * 2 to 4 channels that sell 1 to 40 units. Beliefs from vague to sure, demand at the present prices from a fifth of the
 * stock to one and a half times as much, cuts of 5 to 50 % but not below cost and fees, elasticities from -0.5 to -5 with
 * their doubts, salvage from a third of the cost to all of it.
 */
export function caseOf(seed) {
  const random = randomOf(seed);
  const between = (low, high) => low + (high - low) * random();
  const whole = (low, high) => Math.floor(between(low, high + 1));
  const channelCount = whole(2, 4);
  const stock = whole(1, 40);
  const days = whole(14, 60);
  const price = Math.round(between(20, 400)) * 1000;
  const cost = price * between(0.3, 0.75);
  const salvage = cost * between(0.33, 1);
  const holding = (cost * 0.2 * days) / 365;
  const wanted = stock * between(0.2, 1.5);
  const shares = Array.from({ length: channelCount }, () => between(0.05, 1));
  const total = shares.reduce((a, b) => a + b);
  const channels = shares.map((share) => {
    const current = price * between(0.9, 1.1);
    const a = Math.exp(between(Math.log(0.5), Math.log(60)));
    const elasticity = { mean: -between(0.5, 5), sd: between(0, 1.5) };
    const feeShare = between(0, 0.15);
    const fixed = between(0, 2000);
    const rungs = whole(1, channelCount === 4 ? 3 : 5);
    const cuts = Array.from({ length: rungs }, () => between(0.05, 0.5)).sort((x, y) => x - y);
    // No limit lets a price below cost and fees through.
    const floor = (cost + fixed) / (1 - feeShare);
    const prices = [current, ...cuts.map((cut) => current * (1 - cut)).filter((each) => each >= floor)];
    const ways = prices.map((each) => {
      const log = Math.log(each / current);
      const units = ((wanted * share) / total) * Math.exp(elasticity.mean * log);
      // The price factor is log-normal about its mean: squared variations of rate and factor, together.
      const cv2 = (1 + 1 / a) * Math.exp((elasticity.sd * log) ** 2) - 1;
      return { units, variance: units * units * cv2, perUnit: each * (1 - feeShare) - fixed - salvage + holding / 2 };
    });
    return { ways, a, days, current, elasticity, prices };
  });
  return { stock, channels };
}

/** P(N = n) of a negative binomial, until what is left out is below a ten-millionth. */
function chances({ units, variance }) {
  const shape = (units * units) / variance;
  const q = units / (units + shape);
  const all = [];
  let chance = Math.exp(shape * Math.log(shape / (shape + units)));
  for (let n = 0, sum = 0; sum < 1 - 1e-7 && n < 5000; n++) {
    all.push(chance);
    sum += chance;
    chance *= ((n + shape) / (n + 1)) * q;
  }
  return Float64Array.from(all);
}

function convolve(a, b) {
  const sum = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) sum[i + j] += a[i] * b[j];
  return sum;
}

/**
 * What the sales of each plan are worth, exactly: channels are independent, buyers come in any order, so that of N wanted
 * each is served with chance min(1, S / N). A plan's place: that of the first channel's way counts most.
 */
export function worthOfAll({ stock, channels }) {
  const tables = channels.map(({ ways }) =>
    ways.map((way) => {
      const p = chances(way);
      return { p, q: p.map((chance, n) => chance * n * way.perUnit), units: way.units };
    }),
  );
  // P: chance of n units wanted so far; Q: what they are worth, times that chance.
  let partial = [{ p: Float64Array.of(1), q: Float64Array.of(0), units: 0 }];
  for (const table of tables.slice(0, -1)) {
    partial = partial.flatMap((sum) =>
      table.map((way) => {
        const q = convolve(sum.q, way.p);
        convolve(sum.p, way.q).forEach((value, n) => (q[n] += value));
        return { p: convolve(sum.p, way.p), q, units: sum.units + way.units };
      }),
    );
  }
  return partial.flatMap((sum) => {
    // Served of every value of the last channel's units: the inner sums are the same for all of its ways.
    const longest = Math.max(...tables.at(-1).map(({ p }) => p.length));
    const servedP = new Float64Array(longest);
    const servedQ = new Float64Array(longest);
    for (let j = 0; j < longest; j++) {
      for (let i = 0; i < sum.p.length; i++) {
        const served = i + j > stock ? stock / (i + j) : 1;
        servedP[j] += served * sum.p[i];
        servedQ[j] += served * sum.q[i];
      }
    }
    return tables.at(-1).map((way) => {
      let worth = 0;
      for (let j = 0; j < way.p.length; j++) worth += way.p[j] * servedQ[j] + way.q[j] * servedP[j];
      return { worth, units: sum.units + way.units };
    });
  });
}

/** The best that any plan reaches: among those by which the stock is wanted in time, else among all. */
export function bestOf(plans, stock) {
  const clearing = plans.filter(({ units }) => units >= stock);
  return Math.max(...(clearing.length > 0 ? clearing : plans).map(({ worth }) => worth));
}

/** A choice's place among `worthOfAll`. */
export function placeOf(choice, channels) {
  return choice.reduce((place, way, c) => place * channels[c].ways.length + way, 0);
}

/** What a planner's choice loses of the best, as a share of it; below 0 when it does not clear though it could. */
export function lossOf({ stock, channels }, choice) {
  const plans = worthOfAll({ stock, channels });
  const best = bestOf(plans, stock);
  const chosen = plans[placeOf(choice, channels)];
  const nothing = plans[0];
  const canClear = plans.some(({ units }) => units >= stock);
  const breaks = canClear && chosen.units < stock * (1 - 1e-9);
  return {
    best,
    worth: chosen.worth,
    nothing: nothing.worth,
    loss: (best - chosen.worth) / Math.abs(best),
    breaks,
    plans: plans.length,
  };
}
