// Shops of which the truth is known: rates, elasticities, what buyers would want tomorrow. Used by bench/demand.mjs and
// bench/elasticity.mjs at full size, and by tests at a small one. The same seed gives the same shop.

export const DAYS = 180;
export const AHEAD = 28;
/** 2026-06-29, a Monday. */
export const AS_OF = 20_633;
const PAYDAY = (day) => {
  const dayOfMonth = new Date(day * 86_400_000).getUTCDate();
  return dayOfMonth >= 25 || dayOfMonth <= 1;
};
const weekdayOf = (day) => (day + 3) % 7; // 0 = Monday

/** What is true of each kind of shop; left out: buyers come one by one, all days alike, prices never change. */
export const REGIMES = {
  plain: {},
  'stock-outs': { stockOuts: true },
  'price cuts': { priceChanges: 3 },
  'weekdays and pay days': { weekday: [0.8, 0.8, 0.8, 0.9, 1, 1.4, 1.3], payday: 1.4 },
  'wholesale orders': { wholesale: true },
  'several units an order': { unitsPerOrder: 3 },
  'rates that drift': { weekCv: 0.27, persistence: 0.7 },
  'a season': { season: 0.4 },
  'all of it': {
    stockOuts: true,
    priceChanges: 3,
    weekday: [0.8, 0.8, 0.8, 0.9, 1, 1.4, 1.3],
    payday: 1.4,
    wholesale: true,
    unitsPerOrder: 2,
    weekCv: 0.27,
    persistence: 0.7,
    season: 0.3,
  },
};

/** A count of this mean, any size. */
function poisson(random, mean) {
  return mean < 25 ? random.poisson(mean) : Math.max(0, Math.round(random.normal(mean, Math.sqrt(mean))));
}

/**
 * @param {object} Random class of random numbers
 * @param {number} products on two channels each
 * @returns histories as the engine reads them, and of each listing what it would sell in the days ahead
 */
export function shopOf(Random, regime, products, seed, asOf = AS_OF) {
  const random = new Random(seed, 77);
  const first = asOf - DAYS + 1;
  const { unitsPerOrder = 1, weekCv = 0, persistence = 0, season = 0, weekday, payday = 1 } = regime;
  // A wave of 120 days; each seed sees another part of it.
  const seasonOf = (day) => 1 + season * Math.sin(2 * Math.PI * (day / 120 + seed * 0.23));
  const dayFactor = (day) => seasonOf(day) * (weekday?.[weekdayOf(day)] ?? 1) * (PAYDAY(day) ? payday : 1);
  const shop = { asOf, histories: [], truths: [] };
  for (let id = 1; id <= products; id++) {
    const category = `category-${id % 8}`;
    const elasticity = Math.min(-0.6, Math.max(-5, random.normal(-2 - 0.2 * (id % 8), 0.8)));
    const base = 50_000 + 1_000 * random.whole(0, 100);
    const gap =
      regime.stockOuts && random.chance(0.5) ? { from: random.whole(60, 150), days: random.whole(10, 40) } : null;
    const isOut = (i) => gap !== null && i > gap.from && i < gap.from + gap.days;
    const history = emptyHistory(id, category, base);
    history.receipts.push({ day: first - 10, quantity: 10_000_000, unitCost: base / 2 });
    if (gap !== null) {
      history.counts.push({ day: first + gap.from, location: '', onHand: 0 });
      history.receipts.push({ day: first + gap.from + gap.days, quantity: 10_000_000, unitCost: base / 2 });
    }
    const prices = pricesOf(random, base, regime.priceChanges ?? 0);
    const popularity = random.gamma(0.9, 0.9) * (regime.popularity ?? 1);
    const rows = [];
    for (const channelId of [1, 2]) {
      history.listings.push({ channelId, price: null, externalId: null, minPrice: null, maxPrice: null });
      const rate = 0.01 + popularity * (channelId === 1 ? 1 : 0.5) * random.gamma(6, 1);
      const now = prices[DAYS - 1];
      const level = weekLevels(random, weekCv, persistence);
      const wild = regime.wholesale && random.chance(0.3) ? random.whole(100, DAYS - 1) : -1;
      const truth = { id, channelId, category, elasticity, rate, prices, ahead: [], meanAhead: 0 };
      for (let i = 0; i < DAYS + AHEAD; i++) {
        const day = first + i;
        const price = prices[i] ?? now;
        const featured = regime.featured?.(day, id) ?? null;
        const paid = featured === null ? price : Math.round(price * featured.price);
        const mean =
          rate * (paid / now) ** elasticity * dayFactor(day) * level[Math.floor(i / 7)] * (featured?.lift ?? 1);
        let units = 0;
        for (let orders = poisson(random, mean / unitsPerOrder); orders > 0; orders--) {
          units += 1 + (unitsPerOrder > 1 ? poisson(random, unitsPerOrder - 1) : 0);
        }
        if (i === wild) units += 60 + Math.round(40 * rate);
        if (i >= DAYS) {
          truth.ahead.push(units);
          truth.meanAhead += mean;
        } else if (units > 0 && !isOut(i)) rows.push({ day, channelId, units, revenue: units * paid });
      }
      shop.truths.push(truth);
    }
    rows.sort((one, other) => one.day - other.day || one.channelId - other.channelId);
    for (const { day, channelId, units, revenue } of rows) {
      history.sales.day.push(day);
      history.sales.channelId.push(channelId);
      history.sales.units.push(units);
      history.sales.revenue.push(revenue);
      history.sales.unitsReturned.push(0);
    }
    history.product.price = prices[DAYS - 1];
    for (let i = 0; regime.onRecord && i < DAYS; i++) {
      if (prices[i] === prices[i - 1]) continue;
      history.basePrices.push({ channelId: 0, since: (first + i) * 86_400_000, price: prices[i] });
    }
    shop.histories.push(history);
  }
  return shop;
}

/** Steps between 75 % and 110 % of the base price, each of two to seven weeks. */
function pricesOf(random, base, changes) {
  const prices = new Array(DAYS).fill(base);
  for (let at = random.whole(10, 40), n = 0; n < changes && at < DAYS; n++) {
    const price = Math.round((base * random.between(0.75, 1.1)) / 500) * 500;
    prices.fill(price, at, DAYS);
    at += random.whole(14, 50);
  }
  return prices;
}

/** Weekly levels around 1 that wander: log-normal, each week keeps a share of the last. */
function weekLevels(random, cv, persistence) {
  const sd = Math.sqrt(Math.log1p(cv * cv));
  let log = random.normal(0, sd);
  return Array.from({ length: Math.ceil((DAYS + AHEAD) / 7) }, () => {
    log = persistence * log + Math.sqrt(1 - persistence * persistence) * random.normal(0, sd);
    return Math.exp(log - (sd * sd) / 2);
  });
}

export function emptyHistory(id, category, price) {
  return {
    product: {
      ...{ id, sku: `SKU-${id}`, name: `Product ${id}`, category, brand: null, tags: [], cost: null, price },
      ...{ firstStockedOn: null, staleAfterDays: null, status: 'active', isStub: false, createdAt: 0, updatedAt: 0 },
    },
    sales: { day: [], channelId: [], units: [], revenue: [], unitsReturned: [] },
    ...{
      receipts: [],
      counts: [],
      listings: [],
      basePrices: [],
      costs: [],
      entries: [],
      acks: [],
      sightings: [],
      competitors: [],
      decisions: [],
    },
  };
}

export function channelsOf(codes) {
  return codes.map((code, i) => ({
    ...{ id: i + 1, code, name: code, isMarketplace: true, isActive: true, isHeld: false, heldReason: null },
  }));
}

/** Settings under which a shop is analysed. */
export function settingsOf(policy, asOf, channels = channelsOf(['shopee', 'website'])) {
  return {
    shop: {
      name: 'Bench',
      currency: 'IDR',
      scale: 0,
      timeZone: 'UTC',
      locale: 'en',
      isDemo: false,
      priceLaw: { profile: 'ID', days: 30 },
    },
    ...{ asOf, asOfEnd: (asOf + 1) * 86_400_000, channels, policy, fees: [] },
  };
}

/** What the engine's sheets say of each listing, by `product:channel`. */
export function beliefsIn(sheets) {
  const beliefs = new Map();
  for (const { facts, inputs } of sheets) {
    const { numbers } = inputs;
    for (let row = 0; row < facts.size; row++) {
      const rate = facts.numbers['channelSales.velocity'][row];
      const a = numbers.velocityShape[row];
      beliefs.set(`${numbers.productId[row]}:${numbers.channelId[row]}`, {
        ...{ rate, a, b: a / rate, dispersion: numbers.dispersion[row] },
        elasticity: facts.numbers['demand.elasticity'][row],
        elasticitySd: numbers.elasticitySd[row],
        weightOfOwn: numbers.elasticityWeightOfOwn[row],
        priceChanges: numbers.elasticityPriceChanges[row],
      });
    }
  }
  return beliefs;
}

/** The share of the middle 80 % of a negative binomial that a count lies in: 0, 1, or a part at either end. */
export function heldShare(units, mean, shape) {
  const log = (k) =>
    lgammaRatio(k, shape) + k * Math.log(mean / (mean + shape)) + shape * Math.log(shape / (mean + shape));
  let below = 0;
  for (let k = 0; k < units && below < 0.9; k++) below += Math.exp(log(k));
  const at = Math.exp(log(units));
  return at > 0 ? Math.max(0, Math.min(0.9, below + at) - Math.max(0.1, below)) / at : 0;
}

/** ln of Gamma(k + shape) / (k! Gamma(shape)), k terms at most. */
function lgammaRatio(k, shape) {
  let sum = 0;
  for (let i = 0; i < k; i++) sum += Math.log((i + shape) / (i + 1));
  return sum;
}

/** Adds up how forecasts did: coverage of 80 % intervals, absolute errors against a 28-day moving average. */
export class Score {
  count = 0;
  held = 0;
  inside = 0;
  error = 0;
  errorOfAverage = 0;
  squared = 0;
  squaredOfAverage = 0;
  units = 0;
  /** @param forecast mean, low, high and shape of the units; @param average what the moving average says */
  add({ mean, low, high, shape }, average, units) {
    this.count++;
    this.held += heldShare(units, mean, shape);
    this.inside += units >= low && units <= high ? 1 : 0;
    this.error += Math.abs(units - mean);
    this.errorOfAverage += Math.abs(units - average);
    this.squared += (units - mean) ** 2;
    this.squaredOfAverage += (units - average) ** 2;
    this.units += units;
  }
  result() {
    const share = (part, whole) => Math.round((1000 * part) / whole) / 1000;
    return {
      listings: this.count,
      held: share(this.held, this.count),
      inside: share(this.inside, this.count),
      error: share(this.error, this.units),
      ofAverage: share(this.errorOfAverage, this.units),
      ratio: share(this.error, this.errorOfAverage),
      ratioOfSquares: share(Math.sqrt(this.squared), Math.sqrt(this.squaredOfAverage)),
    };
  }
}

/** Units sold on a channel from one day to another, both included. */
export function unitsIn({ sales }, channelId, from, to) {
  return sales.units.reduce((sum, units, row) => {
    const counts = sales.channelId[row] === channelId && sales.day[row] >= from && sales.day[row] <= to;
    return sum + (counts ? units : 0);
  }, 0);
}

/** Three days in a row, six times, on which half the products are featured: a fifth off, and 2.5 times the buyers besides. */
const FEATURED = [20, 48, 77, 105, 134, 160].flatMap((i) => [0, 1, 2].map((k) => AS_OF - DAYS + 1 + i + k));
const featured = (day, id) => (FEATURED.includes(day) && id % 2 === 0 ? { price: 0.8, lift: 2.5 } : null);

/** Shops with price changes, the first three by how much they sell. */
export const ELASTICITY_SHOPS = {
  'busy (4 units a day)': { regime: { priceChanges: 4, popularity: 6 } },
  'middling (0.7 a day)': { regime: { priceChanges: 4 } },
  'slow (0.07 a day)': { regime: { priceChanges: 4, popularity: 0.1 } },
  'slow, prices on record': { regime: { priceChanges: 4, popularity: 0.1, onRecord: true } },
  'weekdays, pay days, a season': {
    regime: { priceChanges: 4, weekday: [0.8, 0.8, 0.8, 0.9, 1, 1.4, 1.3], payday: 1.4, season: 0.3 },
  },
  'rates that drift': { regime: { priceChanges: 4, weekCv: 0.27, persistence: 0.7 } },
  'all of it': { regime: { ...REGIMES['all of it'], priceChanges: 4 } },
  'busy, featured days in the policy': {
    regime: { priceChanges: 4, popularity: 6, featured },
    campaigns: FEATURED.map((day) => ({ name: 'featured', on: new Date(day * 86_400_000).toISOString().slice(0, 10) })),
  },
  'busy, featured days unknown': { regime: { priceChanges: 4, popularity: 6, featured } },
};

/** How far elasticities are off, against the prior's. */
export class ElasticityScore {
  listings = 0;
  error = 0;
  errorOfPrior = 0;
  bias = 0;
  held = 0;
  weightOfOwn = 0;
  constructor(prior) {
    this.prior = prior;
  }
  add({ elasticity, elasticitySd, weightOfOwn }, truth) {
    this.listings++;
    this.error += Math.abs(elasticity - truth);
    this.errorOfPrior += Math.abs(this.prior - truth);
    this.bias += elasticity - truth;
    this.held += Math.abs(elasticity - truth) <= 1.2816 * elasticitySd ? 1 : 0;
    this.weightOfOwn += weightOfOwn;
  }
  result() {
    const each = (sum) => Math.round((1000 * sum) / this.listings) / 1000;
    return {
      ...{ listings: this.listings, error: each(this.error), ofPrior: each(this.errorOfPrior) },
      ratio: Math.round((1000 * this.error) / this.errorOfPrior) / 1000,
      ...{ bias: each(this.bias), held: each(this.held), weightOfOwn: each(this.weightOfOwn) },
    };
  }
}
