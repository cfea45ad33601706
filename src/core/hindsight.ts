import { rowsWithin } from './demand/evidence.js';
import type { ProductHistory } from './history.js';
import type { Day, Instant, Money } from './units.js';

/** Where today's figure had to stand in for one of the past, because the record begins later. */
export interface Assumed {
  /** The base price is the first on record. */
  price: boolean;
  /** The cost is the first on record, or today's where there is no record at all. */
  cost: boolean;
}

/**
 * Whether anything was on record of a product at the close of a day: a sale, a receipt, a count, a price, a cost, an offer,
 * or that it was first stocked by then. Before that day the shop did not have it, and nothing is to be said of it.
 * @param asOfEnd first moment after the day in the shop's zone
 */
export function isKnownOn(history: ProductHistory, asOf: Day, asOfEnd: Instant): boolean {
  const { product, sales, receipts, counts, competitors, basePrices, costs, entries, decisions } = history;
  const { firstStockedOn } = product;
  return (
    (firstStockedOn !== null && firstStockedOn <= asOf) ||
    (sales.day[0] ?? Infinity) <= asOf ||
    [receipts, counts, competitors].some((rows) => rows.some(({ day }) => day <= asOf)) ||
    [basePrices, costs].some((rows) => rows.some(({ since }) => since < asOfEnd)) ||
    entries.some(({ decidedAt }) => decidedAt < asOfEnd) ||
    decisions.some(({ at }) => at < asOfEnd)
  );
}

/**
 * A product's history as it was known at the close of a day: nothing of a later day is left in it. Prices, costs and
 * decisions are those on record at that moment; an offer that was withdrawn later still runs. Where the record of a base
 * price or a cost begins after that moment, its first entry stands in, and `assumed` says so. What has no past (name,
 * category, tags, limits of the listing) is as it is today.
 * @param asOfEnd first moment after the day in the shop's zone
 */
export function asKnownOn(
  history: ProductHistory,
  asOf: Day,
  asOfEnd: Instant,
): { history: ProductHistory; assumed: Assumed } {
  const { product, sales, basePrices, costs } = history;
  const assumed: Assumed = { price: false, cost: false };
  const priceOf = (channelId: number, today: Money | null): Money | null => {
    if (today === null) return null; // not priced by itself: the product's own price holds
    const record = basePrices.filter((base) => base.channelId === channelId);
    const known = record.findLast((base) => base.since < asOfEnd);
    if (known !== undefined) return known.price;
    assumed.price = true;
    return record[0]?.price ?? today;
  };
  const costThen = (): Money | null => {
    if (product.cost === null) return null;
    const known = costs.findLast((each) => each.since < asOfEnd);
    if (known !== undefined) return known.cost;
    assumed.cost = true;
    return costs[0]?.cost ?? product.cost;
  };
  const [from, to] = rowsWithin(sales.day, -Infinity, asOf);
  const rows = <T>(column: T[]): T[] => column.slice(from, to);
  return {
    history: {
      product: { ...product, price: priceOf(0, product.price), cost: costThen() },
      sales: {
        day: rows(sales.day),
        channelId: rows(sales.channelId),
        units: rows(sales.units),
        revenue: rows(sales.revenue),
        unitsReturned: rows(sales.unitsReturned),
      },
      receipts: history.receipts.filter(({ day }) => day <= asOf),
      counts: history.counts.filter(({ day }) => day <= asOf),
      listings: history.listings.map((each) => ({ ...each, price: priceOf(each.channelId, each.price) })),
      basePrices: basePrices.filter(({ since }) => since < asOfEnd),
      costs: costs.filter(({ since }) => since < asOfEnd),
      entries: history.entries
        .filter(({ decidedAt }) => decidedAt < asOfEnd)
        .map((entry) => ({
          ...entry,
          state: entry.endsAt === null || entry.endsAt > asOfEnd ? 'active' : entry.state,
        })),
      acks: history.acks.filter(({ at }) => at < asOfEnd),
      sightings: history.sightings
        .filter(({ since }) => since < asOfEnd)
        .map((seen) => ({ ...seen, until: Math.min(seen.until, asOfEnd - 1) })),
      competitors: history.competitors.filter(({ day }) => day <= asOf),
      decisions: history.decisions.filter(({ at }) => at < asOfEnd),
    },
    assumed,
  };
}
