import { formatDay } from '../../core/units.js';
import { DEMO_CHANNELS, STALE_ROLES, sum, type DemoPlan, type DemoRole } from './plan.js';
import type { DemoHistory } from './simulate.js';

/** What was planted in the demo shop, by SKU: the answers against which an analysis may be checked. Days are texts. */
export interface DemoTruths {
  asOf: string;
  firstDay: string;
  seed: number;
  totals: {
    products: number;
    orders: number;
    lines: number;
    unitsSold: number;
    unitsReturned: number;
    receipts: number;
    counts: number;
  };
  /** Planted stale products by kind; every one has units of more than 30 days. */
  stale: Record<'dead' | 'slow' | 'overstock' | 'fresh-over-old', string[]>;
  newArrivals: string[];
  negativeStock: string[];
  unknownCost: string[];
  /** First stock known from a count only: its age is "at least". */
  unknownOrigin: string[];
  /** Bought together: who buys `seller` adds `partner` with this probability where there is stock. */
  pairs: { seller: string; partner: string; probability: number }[];
  /** The base price changed on this day to `factor` times the old one. */
  repriced: { sku: string; on: string; factor: number }[];
  /** Past promotions, first and last day. */
  promotions: { sku: string; channel: string; from: string; to: string; cutBp: number }[];
  /** Count below (units > 0) or above (units < 0) the books. */
  shrinkage: { sku: string; on: string; units: number }[];
  /** No deliveries were ordered in these days. */
  supplyGaps: { sku: string; from: string; to: string }[];
  products: DemoProductTruth[];
}

export interface DemoProductTruth {
  sku: string;
  role: DemoRole;
  elasticity: number;
  /** Units per plain day (no pay day, no campaign, weekday factor 1) at today's price, before fading, pairs apart. */
  unitsPerDay: Record<string, number>;
  /** By the books of the as-of day's close. */
  onHand: number;
  /** Units older than 30 days, first in first out. */
  staleUnits: number;
  layers: { receivedOn: string; quantity: number }[];
  /** Days since the first stock that closed with nothing on hand. */
  daysOutOfStock: number;
}

/** Gathers the truths of a plan and of how it played out. */
export function tellTruths(plan: DemoPlan, history: DemoHistory): DemoTruths {
  const { products } = plan;
  const skusOf = (role: DemoRole) => products.flatMap((product) => (product.role === role ? [product.sku] : []));
  const [dead, slow, overstock, old] = STALE_ROLES.map(skusOf);
  const sold = history.lines.filter((line) => line.status === 'sold' || line.status === 'returned');
  return {
    asOf: formatDay(plan.asOf),
    firstDay: formatDay(plan.firstDay),
    seed: plan.seed,
    totals: {
      products: products.length,
      orders: new Set(history.lines.map((line) => line.orderId)).size,
      lines: history.lines.length,
      unitsSold: sum(sold.map((line) => line.quantity)),
      unitsReturned: sum(sold.map((line) => line.returnedQuantity)),
      receipts: history.receipts.length,
      counts: history.counts.length,
    },
    stale: { dead: dead!, slow: slow!, overstock: overstock!, 'fresh-over-old': old! },
    newArrivals: skusOf('new-arrival'),
    negativeStock: skusOf('negative'),
    unknownCost: products.flatMap((product) => (product.isCostKnown ? [] : [product.sku])),
    unknownOrigin: products.flatMap((product) => (product.isOpenedByCount ? [product.sku] : [])),
    pairs: plan.pairs.map((pair) => ({
      seller: products[pair.seller]!.sku,
      partner: products[pair.partner]!.sku,
      probability: Number(pair.probability.toFixed(3)),
    })),
    repriced: products.flatMap(({ sku, repriced }) =>
      repriced === null ? [] : [{ sku, on: formatDay(repriced.on), factor: repriced.factor }],
    ),
    promotions: products.flatMap(({ sku, promotions }) =>
      promotions.map(({ channel, from, to, cutBp }) => ({
        sku,
        channel: DEMO_CHANNELS[channel]!,
        ...span(from, to),
        cutBp,
      })),
    ),
    shrinkage: products.flatMap(({ sku, shrinkage }) =>
      shrinkage === null ? [] : [{ sku, on: formatDay(shrinkage.on), units: shrinkage.units }],
    ),
    supplyGaps: products.flatMap(({ sku, supplyGap }) =>
      supplyGap === null ? [] : [{ sku, ...span(supplyGap.from, supplyGap.to) }],
    ),
    products: products.map((product, index): DemoProductTruth => {
      const stock = history.stocks[index]!;
      return {
        sku: product.sku,
        role: product.role,
        elasticity: Number(product.elasticity.toFixed(2)),
        unitsPerDay: Object.fromEntries(
          product.linesPerDay.flatMap((lines, channel) =>
            lines > 0 ? [[DEMO_CHANNELS[channel]!, Number((lines * product.unitsPerLine).toFixed(3))]] : [],
          ),
        ),
        onHand: stock.onHand,
        staleUnits: sum(stock.layers.map((layer) => (plan.asOf - layer.receivedOn > 30 ? layer.quantity : 0))),
        layers: stock.layers.map(({ receivedOn, quantity }) => ({ receivedOn: formatDay(receivedOn), quantity })),
        daysOutOfStock: stock.daysOutOfStock,
      };
    }),
  };
}

function span(from: number, to: number): { from: string; to: string } {
  return { from: formatDay(from), to: formatDay(to) };
}
