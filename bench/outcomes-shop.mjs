// Simulated shops with planted uplifts: what bench/outcomes.mjs measures coverage on and test/core/outcome reads at reduced size.

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export function gamma(random, shape) {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

export function poisson(random, mean) {
  if (mean > 30) return poisson(random, mean / 2) + poisson(random, mean / 2);
  let count = 0;
  for (let product = random(); product > Math.exp(-mean); product *= random()) count++;
  return count;
}

export const DAYS = 180;
const PAYDAY = (day) => day % 30 >= 25 || day % 30 === 0;

/** How the shops of one kind sell. `weekly`: coefficient of variation of a listing's weeks; `lumps`: units per day beyond Poisson. */
export const SHOPS = {
  plain: { listings: 160, weekly: 0, lumps: 0, trend: 0, outOfStock: 0, median: 0.5, spread: 1 },
  uneven: { listings: 160, weekly: 0.27, lumps: 0.4, trend: 0.05, outOfStock: 0.1, median: 0.5, spread: 1 },
  slow: { listings: 160, weekly: 0.27, lumps: 0.4, trend: 0.05, outOfStock: 0.1, median: 0.12, spread: 0.8 },
  busy: { listings: 160, weekly: 0.27, lumps: 0.4, trend: 0.05, outOfStock: 0.1, median: 4, spread: 1 },
  small: { listings: 30, weekly: 0.27, lumps: 0.4, trend: 0.05, outOfStock: 0.1, median: 0.5, spread: 1 },
};

/**
 * One shop: listings in four categories, each with its own weekly trend (a random walk), one calendar. Listings are cut on chosen
 * days because they sold little lately: of those not cut before, on each day the slowest `share` over the last 28 days, or by lot.
 * A cut multiplies what is sold from its day on by 1 + uplift, to the end of the record.
 * @returns listings { id, category, units (per day, -1 = out of stock), start (place of the first day of the cut, or null) }
 */
export function shopOf(seed, shop, uplift, { select = 'slow', starts = [117, 131, 145, 159], share = 0.08 } = {}) {
  const random = randomOf(seed);
  const weekday = Array.from({ length: 7 }, () => Math.exp(0.25 * normal(random)));
  const trends = Array.from({ length: 4 }, () => {
    let level = 0;
    return Array.from({ length: Math.ceil(DAYS / 7) }, () => (level += shop.trend * normal(random)));
  });
  const listings = Array.from({ length: shop.listings }, (_, i) => {
    const category = i % 4;
    const rate = shop.median * Math.exp(shop.spread * normal(random));
    const weeks = Array.from({ length: Math.ceil(DAYS / 7) }, () =>
      shop.weekly > 0 ? gamma(random, shop.weekly ** -2) * shop.weekly ** 2 : 1,
    );
    let out = 0;
    const mean = Array.from({ length: DAYS }, (_, day) => {
      if (out > 0) out--;
      else if (random() < shop.outOfStock / 10) out = Math.ceil(random() * 14);
      if (out > 0) return -1;
      const week = Math.floor(day / 7);
      return rate * weeks[week] * Math.exp(trends[category][week]) * weekday[day % 7] * (PAYDAY(day) ? 1.3 : 1);
    });
    return { id: i + 1, category: `category-${category}`, mean, units: [], start: null };
  });
  for (let day = 0; day < DAYS; day++) {
    if (starts.includes(day)) {
      const free = listings.filter((each) => each.start === null);
      const lately = (each) => each.units.slice(-28).reduce((sum, units) => sum + Math.max(0, units), 0);
      const order = new Map(free.map((each) => [each, select === 'slow' ? lately(each) + random() * 0.5 : random()]));
      free.sort((one, other) => order.get(one) - order.get(other));
      for (const each of free.slice(0, Math.ceil(share * listings.length))) each.start = day;
    }
    for (const each of listings) {
      const mean = each.mean[day] * (each.start === null ? 1 : 1 + uplift);
      // Negative binomial with variance mean (1 + lumps): a Gamma rate per day.
      const lumpy = mean > 0 && shop.lumps > 0 ? gamma(random, mean / shop.lumps) * shop.lumps : mean;
      each.units.push(mean < 0 ? -1 : poisson(random, lumpy));
    }
  }
  return listings;
}

/** Measures every cut of some shops and counts how often the 90 % intervals held the planted truth. */
export function tallyOf({ createCrowd, measurer }, seeds, shop, uplift, { select = 'slow', days = 28 } = {}) {
  const tally = { measured: 0, covered: 0, tooHigh: 0, tooLow: 0, called: 0, counted: 0, unitsCovered: 0, silent: {} };
  for (const seed of seeds) {
    const listings = shopOf(seed, shop, uplift, { select });
    const crowd = createCrowd();
    for (const { id, category, units, start } of listings) {
      const steady = { from: 0, to: (start ?? DAYS) - 1 };
      crowd.add(1, category, { productId: id, line: Int16Array.from(units), steady, isHeldOut: false });
    }
    const measure = measurer(crowd).outcome;
    for (const listing of listings) if (listing.start !== null) tallyOne(tally, measure, listing, uplift, days);
  }
  return tally;
}

function tallyOne(tally, measure, { category, units, mean, start }, uplift, days) {
  const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);
  const before = range(Math.max(0, start - 56), start);
  const after = range(start, Math.min(DAYS, start + days));
  const found = measure({
    channelId: 1,
    category,
    line: Int16Array.from(units),
    days: { before, after },
    isOver: true,
    returned: 0,
    at: { kind: 'discount', price: 80, usual: 100 },
    paid: null,
    worthOf: null,
  });
  const holds = ({ low, high }, truth) => truth >= low && truth <= high;
  if (found.unitsGained !== null) {
    const truth = uplift * after.reduce((sum, day) => sum + Math.max(0, mean[day]), 0);
    tally.counted++;
    if (holds(found.unitsGained, truth)) tally.unitsCovered++;
  }
  if (found.uplift === null) {
    tally.silent[found.state] = (tally.silent[found.state] ?? 0) + 1;
    return;
  }
  tally.measured++;
  if (holds(found.uplift, uplift)) tally.covered++;
  else if (found.uplift.low > uplift) tally.tooHigh++;
  else tally.tooLow++;
  if (!holds(found.uplift, 0)) tally.called++;
}
