// Rules and facts for bench/rules.mjs: drawn with a fixed seed, in the style of the shipped rules (about 6 comparisons
// a rule, shared named conditions, numbers mostly, some booleans, texts, lists and facts against facts).

/** A linear congruential generator (Numerical Recipes): the same numbers everywhere. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

export const NAMED = {
  'stale-on-hand': {
    all: [
      { fact: 'stock.onHand', operator: 'greaterThan', value: 0 },
      { fact: 'stock.staleUnits', operator: 'greaterThan', value: 0 },
    ],
  },
  'clears-slowly': {
    any: [
      { fact: 'stock.coverDays', operator: 'greaterThan', value: 21 },
      { fact: 'stock.coverDays', operator: 'equal', value: null },
    ],
  },
};

/** Facts that get a lower and an upper end, with the largest value that they take in `randomTable`. */
const RANGES = [
  ['stock.ageDaysOldest', 150],
  ['stock.ageDaysAverage', 150],
  ['stock.coverDays', 150],
  ['stock.daysSinceLastSale', 150],
  ['product.price', 200_000],
  ['product.marginBp', 4000],
  ['sales.units30', 40],
  ['channelSales.units7', 40],
  ['channelSales.sellThrough30Bp', 4000],
  ['channel.daysSincePriceChange', 150],
  ['margin.unitProfitBp', 4000],
  ['demand.expectedDaysToClear', 150],
  ['pair.liftMilli', 3000],
];
const UPPER = [
  ['channel.discountBp', 4000],
  ['stock.daysInStock30', 30],
  ['sales.trendBp', 4000],
  ['channelSales.returnRateBp', 4000],
  ['outcome.daysSinceLastDecision', 150],
];
const BOOLEANS = ['stock.ageIsAtLeast', 'demand.elasticityIsPrior', 'calendar.isPayday', 'product.costKnown'];
const CATEGORIES = Array.from({ length: 12 }, (_, i) => `category-${i}`);
const CHANNELS = ['shopee', 'tokopedia', 'lazada', 'website', 'whatsapp', 'counter'];
const TAGS = ['musiman', 'premium', 'obral', 'baru'];

/** A set of `count` rules; the first 20 of 100 are the 20. */
export function randomRuleSet(count) {
  const random = randomFrom(20261122);
  const upTo = (n) => Math.floor(random() * n);
  const pick = (list) => list[upTo(list.length)];
  const some = (list, n) => Array.from({ length: n }, () => pick(list));

  const range = () => {
    const [fact, max] = pick(RANGES);
    const low = Math.round(random() * max * 0.6);
    const high = low + Math.round((0.1 + random() * 0.4) * max);
    return [
      { fact, operator: 'greaterThanInclusive', value: low },
      { fact, operator: 'lessThanInclusive', value: high },
    ];
  };
  const upper = () => {
    const [fact, max] = pick(UPPER);
    return [{ fact, operator: 'lessThan', value: Math.round((0.2 + random() * 0.7) * max) }];
  };
  const either = () => [
    {
      any: [
        { fact: 'channelSales.units7', operator: 'equal', value: 0 },
        { fact: 'channelSales.trendBp', operator: 'lessThanInclusive', value: upTo(2000) },
      ],
    },
  ];
  const text = () => [
    random() < 0.5
      ? { fact: 'product.category', operator: 'in', value: [...new Set(some(CATEGORIES, 3))] }
      : { fact: 'channel.code', operator: 'notIn', value: [pick(CHANNELS)] },
  ];
  const against = () => [
    { fact: 'competitor.known', operator: 'equal', value: true },
    { fact: 'channel.price', operator: 'greaterThan', value: { fact: 'competitor.lowestPrice' } },
  ];
  const flag = () => [{ fact: pick(BOOLEANS), operator: 'equal', value: random() < 0.5 }];
  const tag = () => [{ fact: 'product.tags', operator: 'contains', value: pick(TAGS) }];
  const unless = () => [{ not: { all: range() } }];

  const rules = Array.from({ length: count }, (_, index) => {
    const all = [];
    let leaves = 0;
    const add = (conditions, n) => {
      all.push(...conditions);
      leaves += n;
    };
    if (random() < 0.6) add([{ condition: 'stale-on-hand' }], 2);
    else add([{ fact: 'stock.onHand', operator: 'greaterThan', value: 0 }], 1);
    if (random() < 0.4) add([{ condition: 'clears-slowly' }], 2);
    while (leaves < 6) {
      const kind = random();
      if (kind < 0.45) add(range(), 2);
      else if (kind < 0.65) add(upper(), 1);
      else if (kind < 0.73) add(either(), 2);
      else if (kind < 0.82) add(flag(), 1);
      else if (kind < 0.89) add(text(), 1);
      else if (kind < 0.94) add(against(), 2);
      else if (kind < 0.97) add(tag(), 1);
      else add(unless(), 2);
    }
    return {
      name: `rule-${index}`,
      title: { id: 'aturan', en: 'rule' },
      version: 1,
      enabled: true,
      priority: 1 + upTo(500),
      conditions: { all },
      event: { type: 'discount', params: { percent: 10 } },
      examples: [],
    };
  });
  return { rules, conditions: NAMED, onTie: 'first' };
}

const CEILINGS = {
  days: 150,
  units: 40,
  money: 200_000,
  bp: 4000,
  'units/day': 3,
  milli: 3000,
  orders: 30,
  count: 7,
};

/** Random facts for every fact there is, 15 % null where it may be null. */
export function randomTable(size, facts, createFactTable, seed = 0) {
  const random = randomFrom(20261122 + seed);
  const built = createFactTable(size);
  const pools = { 'product.category': CATEGORIES, 'channel.code': CHANNELS, 'calendar.day': ['2026-11-22'] };
  for (const { name, type, unit, nullable, knownOf } of facts) {
    if (knownOf !== null) continue;
    for (let row = 0; row < size; row++) {
      if (nullable && random() < 0.15) continue;
      // A third is 0: no cut is running, nothing is stale, nothing was sold.
      const amount = random() < 0.33 ? 0 : Math.round(random() * CEILINGS[unit]);
      if (type === 'number') built.numbers[name][row] = name.startsWith('competitor.gap') ? amount - 500 : amount;
      else if (type === 'boolean') built.booleans[name][row] = random() < 0.5 ? 1 : 0;
      else if (type === 'list') built.lists[name][row] = TAGS.filter(() => random() < 0.3);
      else {
        const pool = pools[name];
        const drawn = random();
        built.texts[name][row] = pool ? pool[Math.floor(drawn * pool.length)] : `${name}-${Math.floor(drawn * 20)}`;
      }
    }
  }
  return built;
}
