import type { Sighting } from './ledger/intervals.js';
import type { Word } from './ledger/runs.js';
import type { Listing, Product } from './intake/records.js';
import type { Day, Instant, Money } from './units.js';

/** Rows of one product, each a column of numbers in day order; NaN = not known. */
export interface ProductHistory {
  product: Product;
  sales: { day: number[]; channelId: number[]; units: number[]; revenue: number[]; unitsReturned: number[] };
  receipts: { day: Day; quantity: number; unitCost: Money | null }[];
  counts: { day: Day; location: string; onHand: number }[];
  listings: Pick<Listing, 'channelId' | 'price' | 'externalId' | 'minPrice' | 'maxPrice'>[];
  /** Base prices from a moment on, oldest first; channelId 0 = the product's own. */
  basePrices: { channelId: number; since: Instant; price: Money }[];
  /** Costs that the shop filled in from a moment on, oldest first. */
  costs: { since: Instant; cost: Money }[];
  /** Approved price cuts, running and past, oldest first. */
  entries: {
    id: number;
    channelId: number;
    decidedAt: Instant;
    kind: string;
    state: string;
    price: Money;
    startsAt: Instant;
    endsAt: Instant | null;
  }[];
  /** What sync jobs said of those entries. */
  acks: ({ entryId: number } & Word)[];
  /** Prices that sync jobs saw on the channels, oldest first. */
  sightings: ({ channelId: number } & Sighting)[];
  /** Prices seen of competitors, in order of channel, competitor and day. */
  competitors: { channelId: number; competitor: string; day: Day; price: Money }[];
  /** What humans decided, oldest first. */
  decisions: { channelId: number; at: Instant; discountBp: number }[];
}

/** A product of which nothing has been told yet. */
export function emptyHistory(product: Product): ProductHistory {
  return {
    product,
    sales: { day: [], channelId: [], units: [], revenue: [], unitsReturned: [] },
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
  };
}

/** Whether buyers ever saw an offer: one that was withdrawn before it began ends where it begins. */
export const wasShown = (entry: Pick<ProductHistory['entries'][number], 'startsAt' | 'endsAt'>): boolean =>
  entry.endsAt !== entry.startsAt;

/** What is on record of a listing's price: public prices only, a voucher or bundle leaves them alone. */
export interface PriceRecord {
  /** The listing's own base price; null: it has the product's. */
  own: Money | null;
  /** The base prices that hold for it, and the cuts that buyers saw, oldest first. */
  bases: ProductHistory['basePrices'];
  cuts: ProductHistory['entries'];
}

export function priceRecord(
  { listings, basePrices, entries }: Pick<ProductHistory, 'listings' | 'basePrices' | 'entries'>,
  channelId: number,
): PriceRecord {
  const own = listings.find((listing) => listing.channelId === channelId)?.price ?? null;
  return {
    own,
    bases: basePrices.filter((base) => base.channelId === (own === null ? 0 : channelId)),
    cuts: entries.filter((entry) => entry.channelId === channelId && entry.kind === 'discount' && wasShown(entry)),
  };
}
