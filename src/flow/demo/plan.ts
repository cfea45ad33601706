import { dayParts, type Day, type Money } from '../../core/units.js';
import { CATALOGUE } from './data/products.js';
import { Random } from '../../core/simulation/random.js';

/** Days of history, the as-of day included. */
export const DEMO_DAYS = 180;

export const DEMO_CHANNELS = ['shopee', 'tokopedia', 'tiktok-shop', 'website', 'store'] as const;
const MARKETPLACES = 3; // the first three
const CHANNEL_SHARE = [0.38, 0.22, 0.18, 0.08, 0.14];
const CHANNEL_PRICE = [1, 1, 0.98, 0.95, 1];

/** Demand by weekday (Monday first): marketplaces, website, counter. */
const WEEKDAY_FACTOR = {
  marketplace: [1, 0.97, 0.96, 0.98, 1, 1.05, 1.08],
  website: [1, 1, 1, 1, 1, 1, 1],
  store: [0.85, 0.85, 0.85, 0.9, 1, 1.4, 1.3],
};
/** Wages come around the 25th; people buy more until the 3rd. */
const PAYDAY_FACTOR = 1.3;
/** Twin dates (11.11, 12.12) on marketplaces. */
const TWIN_DATE_FACTOR = 1.9;

export type DemoRole =
  | 'healthy'
  | 'dead' // sold once, then hardly at all
  | 'slow' // never sold much
  | 'overstock' // sells, but a year's stock was bought
  | 'fresh-over-old' // old units under a restock of last week
  | 'new-arrival'
  | 'negative'; // sold at the counter beyond what the books hold

/** A limited cut of the price on one channel in the past. */
export interface DemoPromotion {
  channel: number;
  from: Day;
  /** Last day. */
  to: Day;
  cutBp: number;
}

export interface DemoProduct {
  sku: string;
  name: string;
  category: string;
  role: DemoRole;
  /** Base price today. */
  price: Money;
  /** Unit cost today: 53 to 75 % of the price. */
  cost: Money;
  isCostKnown: boolean;
  firstStockedOn: Day | null;
  /** Day of the first stock in the files. */
  entersOn: Day;
  openingQuantity: number;
  /** The opening stock is known from a count only, not from a receipt. */
  isOpenedByCount: boolean;
  /** Order lines per plain day at today's price, per channel; 0 where it is not listed. */
  linesPerDay: number[];
  /** Units of an average order line. */
  unitsPerLine: number;
  elasticity: number;
  /** Today's base price per channel; null: not listed. */
  listPrices: (Money | null)[];
  fadesOn: Day | null;
  /** From this day on today's price holds; before, it was price / factor. */
  repriced: { on: Day; factor: number } | null;
  promotions: DemoPromotion[];
  isReplenished: boolean;
  restock: { on: Day; quantity: number } | null;
  /** The supplier delivers nothing that was ordered in these days. */
  supplyGap: { from: Day; to: Day } | null;
  competitors: { channel: number; competitor: string; ratio: number }[];
  shrinkage: { on: Day; units: number } | null;
}

/** Bought together: whoever buys `seller` adds `partner` with this probability. Indexes into the products. */
export interface DemoPair {
  seller: number;
  partner: number;
  probability: number;
}

export interface DemoPlan {
  asOf: Day;
  firstDay: Day;
  seed: number;
  products: DemoProduct[];
  pairs: DemoPair[];
}

/** The shop's prices are whole hundreds, from Rp 10,000 on whole 500s. */
export function roundShopPrice(price: number): Money {
  const step = price < 10_000 ? 100 : 500;
  return Math.max(step, Math.round(price / step) * step);
}

/** How far demand on a channel is lifted on a day by weekday, pay day and campaign. */
export function calendarFactor(channel: number, day: Day): number {
  const { month, dayOfMonth, weekday } = dayParts(day);
  const isMarketplace = channel < MARKETPLACES;
  const byWeekday = isMarketplace
    ? WEEKDAY_FACTOR.marketplace
    : channel === 3
      ? WEEKDAY_FACTOR.website
      : WEEKDAY_FACTOR.store;
  const payday = dayOfMonth >= 25 || dayOfMonth <= 3 ? PAYDAY_FACTOR : 1;
  const campaign = isMarketplace && month === dayOfMonth ? TWIN_DATE_FACTOR : 1;
  return byWeekday[weekday - 1]! * payday * campaign;
}

/** Base price and asked price of a product on a channel on a day; null where it is not listed. */
export function pricesOn(product: DemoProduct, channel: number, day: Day): { list: Money; asked: Money } | null {
  const today = product.listPrices[channel] ?? null;
  if (today === null) return null;
  const { repriced } = product;
  const list = repriced !== null && day < repriced.on ? roundShopPrice(today / repriced.factor) : today;
  const promotion = product.promotions.find((cut) => cut.channel === channel && day >= cut.from && day <= cut.to);
  return { list, asked: promotion === undefined ? list : roundShopPrice(list * (1 - promotion.cutBp / 10_000)) };
}

/** Expected order lines of a product on a channel on a day: the truth from which sales are drawn. */
export function expectedLines(product: DemoProduct, channel: number, day: Day): number {
  const prices = pricesOn(product, channel, day);
  if (prices === null || day < product.entersOn) return 0;
  const byPrice = Math.pow(prices.asked / product.listPrices[channel]!, product.elasticity);
  const faded = product.fadesOn !== null && day >= product.fadesOn ? 0.015 : 1;
  return product.linesPerDay[channel]! * byPrice * faded * calendarFactor(channel, day);
}

/** What is planted, and how much of it. */
const ROLE_COUNTS: [DemoRole, number][] = [
  ['dead', 10],
  ['slow', 10],
  ['overstock', 10],
  ['fresh-over-old', 10],
  ['negative', 1],
  ['new-arrival', 8],
];
const COMPETITORS = ['Toko Sejahtera', 'Grosir Murah Jaya', 'Sumber Makmur'];

/** Draws the shop: who sells how much where, at what price, and what is planted. The same arguments give the same shop. */
export function planDemoShop(asOf: Day, seed: number): DemoPlan {
  const random = new Random(seed, 1);
  const firstDay = asOf - DEMO_DAYS + 1;
  const rows = CATALOGUE.flatMap(({ category, prefix, products }) =>
    products.map(([price, name], at) => ({
      category,
      name,
      price,
      sku: `${prefix}-${String(at + 1).padStart(3, '0')}`,
    })),
  );
  // Planted stock is deep: keep it to products that a small shop would buy deep.
  const candidates = random.shuffled(rows.flatMap((row, index) => (row.price <= 300_000 ? [index] : [])));
  const roles = new Map<number, DemoRole>();
  for (const [role, count] of ROLE_COUNTS) for (const index of candidates.splice(0, count)) roles.set(index, role);

  const products = rows.map((row, index) => drawProduct(random, row, roles.get(index) ?? 'healthy', firstDay, asOf));
  plantOpenings(products, firstDay);
  plantPrices(random, products, asOf);
  plantOddities(random, products, asOf);
  plantCompetitors(random, products);
  return { asOf, firstDay, seed, products, pairs: plantPairs(random, products) };
}

function drawProduct(
  random: Random,
  row: { sku: string; name: string; category: string; price: Money },
  role: DemoRole,
  firstDay: Day,
  asOf: Day,
): DemoProduct {
  const price = roundShopPrice(row.price);
  const cost = Math.round((price * random.between(0.53, 0.75)) / 50) * 50;
  const unitsPerLine = price < 15_000 ? 1.9 : 1.12;
  // Cheap things sell oftener.
  const popularity = Math.min(1.8, Math.max(0.5, Math.pow(65_000 / price, 0.25)));
  const stock = drawStock(
    random,
    role,
    Math.min(7, (0.3 + random.gamma(0.7, 0.55)) * popularity),
    unitsPerLine,
    firstDay,
    asOf,
  );
  const isListed = DEMO_CHANNELS.map((_, channel) => channel === 0 || channel >= MARKETPLACES || random.chance(0.93));
  const shares = CHANNEL_SHARE.map((share, channel) => (isListed[channel] ? share * random.gamma(4, 1) : 0));
  const shareSum = shares.reduce((sum, share) => sum + share, 0);
  return {
    ...row,
    role,
    price,
    cost,
    isCostKnown: true,
    ...stock,
    isOpenedByCount: false,
    linesPerDay: shares.map((share) => (stock.totalLines * share) / shareSum),
    unitsPerLine,
    elasticity: Math.min(-0.8, Math.max(-5, random.normal(-2.6, 0.9))),
    listPrices: isListed.map((listed, channel) => (listed ? roundShopPrice(price * CHANNEL_PRICE[channel]!) : null)),
    repriced: null,
    promotions: [],
    isReplenished: role === 'healthy' || role === 'new-arrival' || role === 'negative',
    supplyGap: null,
    competitors: [],
    shrinkage: null,
  };
}

/** How fast it sells and what is bought, by role. */
function drawStock(random: Random, role: DemoRole, ordinary: number, unitsPerLine: number, firstDay: Day, asOf: Day) {
  const plain = {
    fadesOn: null as Day | null,
    restock: null as DemoProduct['restock'],
    firstStockedOn: null as Day | null,
  };
  switch (role) {
    case 'dead': {
      const entersOn = asOf - random.whole(125, 150);
      const fadesOn = entersOn + random.whole(35, 55);
      const totalLines = random.between(0.5, 1);
      const openingQuantity = Math.ceil(totalLines * unitsPerLine * (fadesOn - entersOn) * 2 + 15);
      return { ...plain, entersOn, fadesOn, totalLines, openingQuantity, firstStockedOn: entersOn };
    }
    case 'slow': {
      const entersOn = asOf - random.whole(60, 165);
      const totalLines = random.between(0.03, 0.08);
      const openingQuantity = Math.ceil(totalLines * unitsPerLine * 300 + 20);
      return { ...plain, entersOn, totalLines, openingQuantity, firstStockedOn: entersOn };
    }
    case 'overstock': {
      const entersOn = asOf - random.whole(60, 110);
      const totalLines = random.between(0.3, 0.8);
      const openingQuantity = Math.ceil(totalLines * unitsPerLine * random.between(280, 400) + 20);
      return { ...plain, entersOn, totalLines, openingQuantity, firstStockedOn: entersOn };
    }
    case 'fresh-over-old': {
      const entersOn = asOf - random.whole(95, 150);
      const totalLines = random.between(0.15, 0.4);
      const units = totalLines * unitsPerLine;
      const restock = { on: asOf - random.whole(2, 8), quantity: Math.ceil(units * 60 + 10) };
      return {
        ...plain,
        entersOn,
        totalLines,
        openingQuantity: Math.ceil(units * 280 + 10),
        restock,
        firstStockedOn: entersOn,
      };
    }
    case 'new-arrival': {
      const entersOn = asOf - random.whole(1, 10);
      const totalLines = random.between(0.5, 1.5);
      return {
        ...plain,
        entersOn,
        totalLines,
        openingQuantity: Math.ceil(totalLines * unitsPerLine * 14),
        firstStockedOn: entersOn,
      };
    }
    default: {
      const totalLines = role === 'negative' ? 1.2 : ordinary;
      const openingQuantity = Math.ceil(totalLines * unitsPerLine * 12);
      return {
        ...plain,
        entersOn: firstDay,
        totalLines,
        openingQuantity,
        firstStockedOn: firstDay - random.whole(0, 700),
      };
    }
  }
}

/** Eight stale products whose first stock is known from a count only; of six nobody knows since when. */
function plantOpenings(products: DemoProduct[], firstDay: Day): void {
  const slow = products.filter((product) => product.role === 'slow').slice(0, 6);
  const dead = products.filter((product) => product.role === 'dead').slice(0, 2);
  for (const product of [...slow, ...dead]) {
    if (product.fadesOn !== null) product.fadesOn += firstDay - product.entersOn;
    product.entersOn = firstDay;
    product.isOpenedByCount = true;
    product.firstStockedOn = product.role === 'slow' ? null : firstDay - 220;
  }
}

function plantPrices(random: Random, products: DemoProduct[], asOf: Day): void {
  const healthy = random.shuffled(products.filter((product) => product.role === 'healthy'));
  for (const product of healthy.slice(0, 25)) {
    product.repriced = { on: asOf - random.whole(40, 120), factor: random.pick([0.88, 0.9, 0.92, 1.06, 1.08, 1.12]) };
  }
  for (const product of healthy.slice(25, 75)) {
    const channels = [0, 1, 2].filter((channel) => product.listPrices[channel] !== null);
    for (let count = random.whole(1, 2); count > 0; count--) {
      const from = asOf - random.whole(20, 160);
      const promotion = {
        channel: random.pick(channels),
        from,
        to: from + random.whole(6, 13),
        cutBp: random.whole(10, 25) * 100,
      };
      const overlaps = product.promotions.some(
        (other) =>
          other.channel === promotion.channel && other.from - 14 <= promotion.to && promotion.from <= other.to + 14,
      );
      if (!overlaps) product.promotions.push(promotion);
    }
  }
}

function plantOddities(random: Random, products: DemoProduct[], asOf: Day): void {
  const of = (role: DemoRole) => products.filter((product) => product.role === role);
  const healthy = random.shuffled(of('healthy'));
  // The first stale products were opened by a count; take the unknown costs from the other end.
  for (const product of [...healthy.splice(0, 4), of('dead').at(-1)!, of('overstock').at(-1)!])
    product.isCostKnown = false;
  const sellers = healthy.splice(0, 100).sort((a, b) => sum(b.linesPerDay) - sum(a.linesPerDay));
  for (const product of sellers.slice(0, 6)) {
    const from = asOf - random.whole(45, 130);
    product.supplyGap = { from, to: from + 18 };
  }
  for (const product of [...healthy.splice(0, 10), ...of('fresh-over-old').slice(0, 2)]) {
    // A Sunday: the shop counts then. Two of three are thefts or breakage, the rest is found again.
    const on = lastSunday(asOf) - 7 * random.whole(0, 8);
    product.shrinkage = { on, units: random.chance(0.67) ? random.whole(1, 3) : -random.whole(1, 2) };
  }
}

function plantCompetitors(random: Random, products: DemoProduct[]): void {
  const stale = random.shuffled(products.filter((product) => STALE_ROLES.includes(product.role))).slice(0, 20);
  const others = random.shuffled(products.filter((product) => product.role === 'healthy')).slice(0, 40);
  [...stale, ...others].forEach((product, at) => {
    const channels = [0, 1, 2].filter((channel) => product.listPrices[channel] !== null);
    for (const channel of random.shuffled(channels).slice(0, random.whole(1, 2))) {
      // Every third is within 3 %, every third cheaper than us, every third dearer.
      const ratio = [random.between(0.98, 1.02), random.between(0.84, 0.93), random.between(1.05, 1.15)][at % 3]!;
      product.competitors.push({ channel, competitor: random.pick(COMPETITORS), ratio });
    }
  });
}

export const STALE_ROLES: readonly DemoRole[] = ['dead', 'slow', 'overstock', 'fresh-over-old'];

/** Five pairs of a good seller with an overstocked partner of (where there is one) the same category; three of good sellers. */
function plantPairs(random: Random, products: DemoProduct[]): DemoPair[] {
  const bySales = products
    .map((product, index) => ({ product, index, lines: sum(product.linesPerDay) }))
    .filter(({ product, lines }) => product.role === 'healthy' && lines >= 0.8 && product.supplyGap === null);
  const sellers = random.shuffled(bySales);
  const take = (category: string | null) => {
    const at = sellers.findIndex(({ product }) => product.category === category);
    return sellers.splice(at < 0 ? 0 : at, 1)[0]!;
  };
  const pairs: DemoPair[] = [];
  const overstocked = products.flatMap((product, index) => (product.role === 'overstock' ? [index] : []));
  for (const partner of overstocked.slice(0, 5)) {
    const seller = take(products[partner]!.category);
    pairs.push({ seller: seller.index, partner, probability: random.between(0.25, 0.4) });
  }
  for (let count = 0; count < 3; count++) {
    const seller = take(null);
    pairs.push({
      seller: seller.index,
      partner: take(seller.product.category).index,
      probability: random.between(0.25, 0.4),
    });
  }
  for (const { seller, partner, probability } of pairs) {
    const product = products[partner]!;
    if (product.role !== 'overstock') continue;
    // Most of its sales come with the seller, and it was bought for a year of both.
    product.linesPerDay = product.linesPerDay.map((lines) => lines * 0.4);
    const lines = sum(product.linesPerDay) + probability * sum(products[seller]!.linesPerDay);
    product.openingQuantity = Math.ceil(lines * product.unitsPerLine * 300 + 20);
  }
  return pairs;
}

/** The Sunday on or before a day: the shop counts its stock on Sundays. */
export function lastSunday(day: Day): Day {
  return day - (dayParts(day).weekday % 7);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
