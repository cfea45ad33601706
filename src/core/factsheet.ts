import type { AgeingReport } from './ageing/report.js';
import type { CalendarDay } from './demand/calendar.js';
import type { Measures } from './demand/measures.js';
import type { Pair } from './demand/pairs.js';
import type { Product } from './intake/records.js';
import { bpOfShare, type Outcome } from './outcome/outcome.js';
import type { Progress } from './outcome/progress.js';
import type { CurrentPrice } from './pricing/current.js';
import type { FactTable } from './rules/rule.js';
import { DAY_MS, formatDay, shareBp, type Day, type Instant, type Money } from './units.js';

/**
 * Writes what the stages found into the columns that rules read: one function per group of facts, each fact on a line of
 * its own. A null is left out: the table begins with every fact null.
 */
class Cells {
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
  const cells = new Cells(table, row);
  const price = product.price ?? listPrice;
  cells.text('product.sku', product.sku);
  cells.text('product.category', product.category);
  cells.text('product.brand', product.brand);
  cells.list('product.tags', product.tags);
  cells.number('product.price', price);
  cells.number('product.cost', product.cost);
  cells.number(
    'product.marginBp',
    price === null || product.cost === null ? null : shareBp(price - product.cost, price),
  );
}

export function fillStock(table: FactTable, row: number, report: AgeingReport): void {
  const cells = new Cells(table, row);
  cells.number('stock.onHand', report.onHand);
  cells.number('stock.staleUnits', report.staleUnits);
  cells.number('stock.staleShareBp', report.onHand > 0 ? shareBp(report.staleUnits, report.onHand) : null);
  cells.number('stock.staleValue', report.staleValue);
  cells.number('stock.ageDaysOldest', report.ageDaysOldest);
  cells.number('stock.ageDaysAverage', report.ageDaysAverage);
  cells.flag('stock.ageIsAtLeast', report.ageIsAtLeast);
  cells.number('stock.daysSinceLastSale', report.daysSinceLastSale);
  cells.number('stock.daysSinceLastReceipt', report.daysSinceLastReceipt);
  cells.number('stock.daysInStock30', report.daysInStock30);
}

/** `sales` for all channels together, `channelSales` for one. */
export function fillSales(table: FactTable, row: number, group: 'sales' | 'channelSales', measures: Measures): void {
  const cells = new Cells(table, row);
  cells.number(`${group}.units7`, measures.units7);
  cells.number(`${group}.units30`, measures.units30);
  cells.number(`${group}.units90`, measures.units90);
  cells.number(`${group}.trendBp`, measures.trendBp);
  cells.number(`${group}.returnRateBp`, measures.returnRateBp);
  cells.number(`${group}.sellThrough30Bp`, measures.sellThrough30Bp);
}

export function fillChannel(
  table: FactTable,
  row: number,
  code: string,
  current: CurrentPrice,
  money: { feeBp: number | null; unitProfit: Money | null; floorPrice: Money | null },
): void {
  const cells = new Cells(table, row);
  cells.text('channel.code', code);
  cells.number('channel.feeBp', money.feeBp);
  cells.number('channel.price', current.price);
  cells.number('channel.basePrice', current.basePrice);
  cells.number('channel.discountBp', current.discountBp);
  cells.number('channel.daysSincePriceChange', current.daysSincePriceChange);
  cells.number('channel.lowestPrice30', current.lowestPrice30);
  cells.number('margin.unitProfit', money.unitProfit);
  cells.number(
    'margin.unitProfitBp',
    money.unitProfit === null || current.price === null ? null : shareBp(money.unitProfit, current.price),
  );
  cells.number('margin.floorPrice', money.floorPrice);
}

export function fillCompetitor(table: FactTable, row: number, lowest: Money | null, price: Money | null): void {
  const cells = new Cells(table, row);
  cells.number('competitor.lowestPrice', lowest);
  cells.number('competitor.gapBp', lowest === null || price === null ? null : shareBp(price - lowest, lowest));
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
  const cells = new Cells(table, row);
  cells.number('sales.velocity', demand.velocity);
  cells.number('channelSales.velocity', demand.channelVelocity);
  cells.number('stock.coverDays', demand.coverDays);
  cells.number('demand.elasticity', demand.elasticity);
  cells.flag('demand.elasticityIsPrior', demand.elasticityIsPrior);
  cells.number('demand.expectedUnits30', demand.expectedUnits30);
  cells.number('demand.expectedDaysToClear', demand.expectedDaysToClear);
}

/** @param boost the name of the one that the row's channel and category are in */
export function fillCalendar(
  table: FactTable,
  row: number,
  day: Day,
  calendar: CalendarDay,
  boost: string | null,
): void {
  const cells = new Cells(table, row);
  cells.text('calendar.day', formatDay(day));
  cells.number('calendar.weekday', calendar.weekday);
  cells.number('calendar.dayOfMonth', calendar.dayOfMonth);
  cells.flag('calendar.isPayday', calendar.isPayday);
  cells.text('calendar.campaign', calendar.campaign);
  cells.number('calendar.daysToCampaign', calendar.daysToCampaign);
  cells.text('calendar.holiday', calendar.holiday);
  cells.number('calendar.daysToHoliday', calendar.daysToHoliday);
  cells.text('calendar.boost', boost);
}

/** @param partnerSku null: the partner is not for sale any more */
export function fillPair(table: FactTable, row: number, pair: Pair, partnerSku: string | null): void {
  const cells = new Cells(table, row);
  cells.text('pair.bestSku', partnerSku);
  cells.number('pair.liftMilli', pair.liftMilli);
  cells.number('pair.support', pair.support);
  cells.number('pair.confidenceBp', pair.partnerConfidenceBp);
}

/** What the last human decision on this channel was. */
export function fillOutcome(
  table: FactTable,
  row: number,
  last: { at: Instant; discountBp: number } | undefined,
  asOfEnd: Instant,
): void {
  if (last === undefined) return;
  const cells = new Cells(table, row);
  cells.number('outcome.lastDiscountBp', last.discountBp);
  cells.number('outcome.daysSinceLastDecision', Math.max(0, Math.floor((asOfEnd - last.at) / DAY_MS)));
}

/** What the last cut brought; of several the last that is written and was measured. */
export function fillUplift(table: FactTable, row: number, { kind, uplift }: Outcome): void {
  if (kind === 'discount' && uplift !== null)
    new Cells(table, row).number('outcome.lastUpliftBp', bpOfShare(uplift.value));
}

/** Where the running cut stands; without one its facts stay null. */
export function fillCut(table: FactTable, row: number, progress: Progress): void {
  const cells = new Cells(table, row);
  cells.number('cut.daysRunning', progress.daysRunning);
  cells.number('cut.soldUnits', progress.soldUnits);
  cells.number('cut.expectedUnits', progress.expectedUnits);
  cells.number('cut.missChanceBp', progress.missChanceBp);
  cells.text('cut.advice', progress.advice);
}
