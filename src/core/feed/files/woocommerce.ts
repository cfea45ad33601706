import { formatDay } from '../../units.js';
import { isFormulaLike, type TableFormat } from './format.js';
import { namesOn, plainAmount } from './line.js';

/**
 * WooCommerce's product CSV, for "update existing products", which are found by SKU. It knows whole days of the site's
 * zone: a price begins with the first day that is wholly in its window and ends with the last one, so that it is never
 * seen earlier or later than was approved. An empty sale price takes the offer down.
 */
export const woocommerceProducts: TableFormat = {
  name: 'woocommerce-products',
  madeFrom: null,
  extension: 'csv',
  kinds: ['discount', 'base'],
  hasWindow: true,
  isWhole: false,
  columns: ['SKU', 'Sale price', 'Date sale price starts', 'Date sale price ends'],
  rows(line, { scale, clock, now }) {
    const names = namesOn(line);
    if (names.some(isFormulaLike)) return 'formula-like';
    if (line.action === 'stop' || line.kind === 'base') return names.map((name) => [name, '', '', '']);
    const startDay = clock.dayOf(line.startsAt);
    const isWithin = line.startsAt <= now || clock.instantOf(startDay, 0) === line.startsAt;
    const first = isWithin ? startDay : startDay + 1;
    const last = line.endsAt === null ? null : clock.dayOf(line.endsAt) - 1;
    if (last !== null && last < Math.max(first, clock.dayOf(now))) return 'whole-days';
    const price = plainAmount(line.price, scale);
    return names.map((name) => [name, price, formatDay(first), last === null ? '' : formatDay(last)]);
  },
};
