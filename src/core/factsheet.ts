import type { AgeingReport } from './ageing/report.js';
import type { CalendarDay } from './demand/calendar.js';
import type { Measures } from './demand/measures.js';
import type { Pair } from './demand/pairs.js';
import type { Product } from './intake/records.js';
import type { CurrentPrice } from './pricing/current.js';
import type { FactTable } from './rules/rule.js';
import { DAY_MS, formatDay, shareBp, type Day, type Instant, type Money } from './units.js';

/**
 * Writes what the stages found into the columns that rules read: one function per group of facts, each fact on a line of
 * its own. A null is left out: the table begins with every fact null.
 */
class Sheet {
  constructor(
    private readonly table: FactTable,
    private readonly row: number,
  ) {}
  number(name: string, value: number | null): void {
    if (value !== null) this.table.numbers[name]![this.row] = value;
  }
  flag(name: string, value: boolean): void {
    this.table.booleans[name]![this.row] = value ? 1 : 0;
  }
  text(name: string, value: string | null): void {
    this.table.texts[name]![this.row] = value;
  }
  list(name: string, value: string[]): void {
    this.table.lists[name]![this.row] = value;
  }
}

export function fillProduct(table: FactTable, row: number, product: Product, listPrice: Money | null): void {
  const sheet = new Sheet(table, row);
  const price = product.price ?? listPrice;
  sheet.text('product.sku', product.sku);
  sheet.text('product.category', product.category);
  sheet.text('product.brand', product.brand);
  sheet.list('product.tags', product.tags);
  sheet.number('product.price', price);
  sheet.number('product.cost', product.cost);
  sheet.number(
    'product.marginBp',
    price === null || product.cost === null ? null : shareBp(price - product.cost, price),
  );
}

export function fillStock(table: FactTable, row: number, report: AgeingReport): void {
  const sheet = new Sheet(table, row);
  sheet.number('stock.onHand', report.onHand);
  sheet.number('stock.staleUnits', report.staleUnits);
  sheet.number('stock.staleShareBp', report.onHand > 0 ? shareBp(report.staleUnits, report.onHand) : null);
  sheet.number('stock.staleValue', report.staleValue);
  sheet.number('stock.ageDaysOldest', report.ageDaysOldest);
  sheet.number('stock.ageDaysAverage', report.ageDaysAverage);
  sheet.flag('stock.ageIsAtLeast', report.ageIsAtLeast);
  sheet.number('stock.daysSinceLastSale', report.daysSinceLastSale);
  sheet.number('stock.daysSinceLastReceipt', report.daysSinceLastReceipt);
  sheet.number('stock.daysInStock30', report.daysInStock30);
}

/** `sales` for all channels together, `channelSales` for one. */
export function fillSales(table: FactTable, row: number, group: 'sales' | 'channelSales', measures: Measures): void {
  const sheet = new Sheet(table, row);
  sheet.number(`${group}.units7`, measures.units7);
  sheet.number(`${group}.units30`, measures.units30);
  sheet.number(`${group}.units90`, measures.units90);
  sheet.number(`${group}.trendBp`, measures.trendBp);
  sheet.number(`${group}.returnRateBp`, measures.returnRateBp);
  sheet.number(`${group}.sellThrough30Bp`, measures.sellThrough30Bp);
}

export function fillChannel(
  table: FactTable,
  row: number,
  code: string,
  current: CurrentPrice,
  money: { feeBp: number | null; unitProfit: Money | null; floorPrice: Money | null },
): void {
  const sheet = new Sheet(table, row);
  sheet.text('channel.code', code);
  sheet.number('channel.feeBp', money.feeBp);
  sheet.number('channel.price', current.price);
  sheet.number('channel.basePrice', current.basePrice);
  sheet.number('channel.discountBp', current.discountBp);
  sheet.number('channel.daysSincePriceChange', current.daysSincePriceChange);
  sheet.number('channel.lowestPrice30', current.lowestPrice30);
  sheet.number('margin.unitProfit', money.unitProfit);
  sheet.number(
    'margin.unitProfitBp',
    money.unitProfit === null || current.price === null ? null : shareBp(money.unitProfit, current.price),
  );
  sheet.number('margin.floorPrice', money.floorPrice);
}

export function fillCompetitor(table: FactTable, row: number, lowest: Money | null, price: Money | null): void {
  const sheet = new Sheet(table, row);
  sheet.number('competitor.lowestPrice', lowest);
  sheet.number('competitor.gapBp', lowest === null || price === null ? null : shareBp(price - lowest, lowest));
}

export function fillDemand(
  table: FactTable,
  row: number,
  demand: {
    velocity: number;
    channelVelocity: number;
    coverDays: number | null;
    elasticity: number;
    elasticityIsPrior: boolean;
    expectedUnits30: number;
    expectedDaysToClear: number | null;
  },
): void {
  const sheet = new Sheet(table, row);
  sheet.number('sales.velocity', demand.velocity);
  sheet.number('channelSales.velocity', demand.channelVelocity);
  sheet.number('stock.coverDays', demand.coverDays);
  sheet.number('demand.elasticity', demand.elasticity);
  sheet.flag('demand.elasticityIsPrior', demand.elasticityIsPrior);
  sheet.number('demand.expectedUnits30', demand.expectedUnits30);
  sheet.number('demand.expectedDaysToClear', demand.expectedDaysToClear);
}

export function fillCalendar(table: FactTable, row: number, day: Day, calendar: CalendarDay): void {
  const sheet = new Sheet(table, row);
  sheet.text('calendar.day', formatDay(day));
  sheet.number('calendar.weekday', calendar.weekday);
  sheet.number('calendar.dayOfMonth', calendar.dayOfMonth);
  sheet.flag('calendar.isPayday', calendar.isPayday);
  sheet.text('calendar.campaign', calendar.campaign);
  sheet.number('calendar.daysToCampaign', calendar.daysToCampaign);
}

export function fillPair(
  table: FactTable,
  row: number,
  pair: Pair | null,
  skuOf: (productId: number) => string | null,
): void {
  if (pair === null) return;
  const sheet = new Sheet(table, row);
  sheet.text('pair.bestSku', skuOf(pair.partnerId));
  sheet.number('pair.liftMilli', pair.liftMilli);
  sheet.number('pair.support', pair.support);
  sheet.number('pair.confidenceBp', pair.partnerConfidenceBp);
}

/** What the last human decision on this channel was; uplift is measured by a later stage and null until then. */
export function fillOutcome(
  table: FactTable,
  row: number,
  last: { at: Instant; discountBp: number } | undefined,
  asOfEnd: Instant,
): void {
  if (last === undefined) return;
  const sheet = new Sheet(table, row);
  sheet.number('outcome.lastDiscountBp', last.discountBp);
  sheet.number('outcome.daysSinceLastDecision', Math.max(0, Math.floor((asOfEnd - last.at) / DAY_MS)));
}
