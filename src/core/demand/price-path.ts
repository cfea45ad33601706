import { priceRecord, type ProductHistory } from '../history.js';
import { DAY_MS, type Day, type Instant } from '../units.js';
import { rowsWithin } from './evidence.js';

/** Prices of a listing over a window of days: price `i` holds from day `from[i]` of the window until the next. */
export interface PricePath {
  /** Days counted from the first of the window; the first is 0. */
  from: number[];
  /** What buyers paid, in the smallest unit of money; above 0. Neighbours differ by more than 2 %. */
  price: number[];
}

/** Sales of one listing in day order; NaN = not known. */
export interface PaidSeries {
  day: readonly number[];
  units: readonly number[];
  revenue: readonly number[];
}

/** Prices closer than this are one price: rounding, postage, a voucher now and then. */
export const SAME_PRICE = 0.02;
/** A price that holds for fewer days with sales than this, on average, is that of an order, not of a day. */
const SALES_PER_CHANGE_MIN = 6;
/** A price so many times the listing's usual one (or so small a part of it) is a slip, not a price. */
const WILD_TIMES = 10;

/**
 * What buyers paid day by day. On days with sales revenue / units tells it, smoothed as the median of three neighbouring days
 * with sales, so that one odd order changes nothing and a change counts once a second day with sales bears it out. Between
 * sales the price last and next paid hold; the day of the change is taken where both sides' usual gaps between sales put
 * it. Prices on record (base price, approved cuts) tell exactly when they changed and fill in where nothing was sold.
 * @param record from `recordedPrices`
 * @param isCampaign one byte per day of the window, the last of them `asOf`: campaign days say nothing of the usual price
 * @returns null: one price throughout, none known, or prices that differ by order rather than by day
 */
export function pricePath(sales: PaidSeries, record: PricePath, asOf: Day, isCampaign: Uint8Array): PricePath | null {
  const days = isCampaign.length;
  const first = asOf - days + 1;
  const [from, to] = rowsWithin(sales.day, first, asOf);
  if (record.from.length < 2 && isSteady(sales, from, to)) return null;
  const seen = paidIn(sales, from, to, first).filter(({ at }) => isCampaign[at] === 0);
  const path: PricePath = { from: [], price: [] };
  let ratio = 1;
  record.price.forEach((recorded, i) => {
    const begin = record.from[i]!;
    const end = record.from[i + 1] ?? days;
    const inside = seen.filter(({ at }) => at >= begin && at < end);
    if (inside.length === 0) {
      if (recorded > 0) append(path, begin, recorded * ratio);
      return;
    }
    const periods = periodsOf(inside);
    periods.forEach((period, k) => append(path, k === 0 ? begin : boundary(periods[k - 1]!, period), period.price));
    const last = path.price.at(-1)! / recorded;
    // What is paid may differ from what is on record for good (a subsidy of the channel): a new recorded price then moves by
    // as much.
    ratio = last > 0.5 && last < 2 ? last : 1;
  });
  if (path.from.length > 0) path.from[0] = 0;
  const changes = path.from.length - 1;
  // Quantity discounts look like prices that change with nearly every sale: no price of a day can be told.
  const isByOrder = changes - (record.from.length - 1) > seen.length / SALES_PER_CHANGE_MIN;
  return changes < 1 || isByOrder ? null : path;
}

function isSteady({ units, revenue }: PaidSeries, from: number, to: number): boolean {
  let low = Infinity;
  let high = 0;
  for (let row = from; row < to; row++) {
    const price = revenue[row]! / units[row]!;
    if (!(price > 0)) continue; // nothing sold, or nothing known
    if (price < low) low = price;
    if (price > high) high = price;
  }
  return high <= low * (1 + SAME_PRICE);
}

interface Paid {
  at: number;
  price: number;
}

function paidIn({ day, units, revenue }: PaidSeries, from: number, to: number, first: Day): Paid[] {
  const paid: Paid[] = [];
  for (let row = from; row < to; row++) {
    const price = revenue[row]! / units[row]!;
    if (price > 0 && price < Infinity) paid.push({ at: day[row]! - first, price });
  }
  if (paid.length === 0) return paid;
  const usual = medianOf(paid.map(({ price }) => price));
  return paid.filter(({ price }) => price * WILD_TIMES >= usual && price <= usual * WILD_TIMES);
}

/** Neighbouring days with sales at one price. */
interface Period {
  first: number;
  last: number;
  sales: number;
  price: number;
}

function periodsOf(paid: readonly Paid[]): Period[] {
  const periods: Period[] = [];
  for (let i = 0; i < paid.length; i++) {
    const { at } = paid[i]!;
    const start = Math.max(0, Math.min(i - 1, paid.length - 3));
    const price = medianOf(paid.slice(start, start + 3).map((each) => each.price));
    const open = periods.at(-1);
    if (open !== undefined && isSame(open.price, price)) {
      open.price += (price - open.price) / ++open.sales;
      open.last = at;
    } else periods.push({ first: at, last: at, sales: 1, price });
  }
  return periods;
}

/** The first day of the later period: the days between two sales go to either side in proportion to its usual gap. */
function boundary(before: Period, after: Period): number {
  const usual = (period: Period): number | null =>
    period.sales > 1 ? (period.last - period.first) / (period.sales - 1) : null;
  const [left, right] = [usual(before), usual(after)];
  const share = left === null || right === null ? 0.5 : left / (left + right);
  const between = after.first - before.last;
  return Math.min(after.first, before.last + Math.max(1, Math.round(between * share)));
}

function append(path: PricePath, from: number, price: number): void {
  const last = path.price.at(-1);
  if (last !== undefined && isSame(last, price)) return;
  path.from.push(from);
  path.price.push(price);
}

const isSame = (one: number, other: number): boolean => Math.abs(Math.log(one / other)) <= Math.log1p(SAME_PRICE);

function medianOf(values: number[]): number {
  values.sort((one, other) => one - other);
  return (values[(values.length - 1) >> 1]! + values[values.length >> 1]!) / 2;
}

/**
 * The prices on record of a listing in a window of days: its base price (else the product's) less the approved discount that
 * ran. A price that changes within a day counts from the day of which it holds the larger part. NaN = none on record.
 * @param base as it is today; null = unknown
 */
export function recordedPrices(
  history: Pick<ProductHistory, 'listings' | 'basePrices' | 'entries'>,
  channelId: number,
  base: number | null,
  asOfEnd: Instant,
  days: number,
): PricePath {
  if (history.basePrices.length === 0 && history.entries.length === 0) return { from: [0], price: [base ?? NaN] };
  const onRecord = priceRecord(history, channelId);
  const bases = onRecord.bases.filter((each) => each.since < asOfEnd);
  const cuts = onRecord.cuts.filter((each) => each.startsAt < asOfEnd);
  const windowStart = asOfEnd - days * DAY_MS;
  const moments = [...bases.map((each) => each.since), ...cuts.flatMap((each) => [each.startsAt, each.endsAt])]
    .filter((at): at is Instant => at !== null && at > windowStart && at < asOfEnd)
    .sort((one, other) => one - other);
  const path: PricePath = { from: [], price: [] };
  for (const at of [windowStart, ...moments]) {
    const from = Math.min(days - 1, Math.round((at - windowStart) / DAY_MS));
    const basePrice = bases.findLast((each) => each.since <= at)?.price ?? bases[0]?.price ?? base ?? NaN;
    const cut = cuts.findLast((each) => each.startsAt <= at && (each.endsAt === null || each.endsAt > at));
    const price = cut === undefined ? basePrice : Math.min(cut.price, basePrice);
    if (path.from.at(-1) === from) path.price[path.price.length - 1] = price;
    else if (path.price.at(-1) !== price) {
      path.from.push(from);
      path.price.push(price);
    }
  }
  return path;
}

/** One price per day of the window. */
export function pricesByDay({ from, price }: PricePath, into: Float64Array): Float64Array {
  price.forEach((each, i) => into.fill(each, from[i], from[i + 1] ?? into.length));
  return into;
}
