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
    channelId: number;
    decidedAt: Instant;
    kind: string;
    state: string;
    price: Money;
    startsAt: Instant;
    endsAt: Instant | null;
  }[];
  /** Prices seen of competitors, in order of channel, competitor and day. */
  competitors: { channelId: number; competitor: string; day: Day; price: Money }[];
  /** What humans decided, oldest first. */
  decisions: { channelId: number; at: Instant; discountBp: number }[];
}
