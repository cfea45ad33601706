import type { Day, Instant, Money, BasisPoints } from '../units.js';

/**
 * What comes in, as it is kept. These are the row types of the tables of the same name; a null is "not known".
 */

export type ProductStatus = 'active' | 'inactive';

export interface Product {
  id: number;
  /** Up to 64 characters, trimmed, case kept, compared exactly. */
  sku: string;
  name: string;
  category: string | null;
  brand: string | null;
  tags: string[];
  /** Unit cost (HPP). */
  cost: Money | null;
  /** Base price where a listing has none of its own. */
  price: Money | null;
  firstStockedOn: Day | null;
  /** Overrides the category's and the policy's limit. */
  staleAfterDays: number | null;
  status: ProductStatus;
  /** Made by `--create-products` from a file that only knew the SKU. */
  isStub: boolean;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface Channel {
  id: number;
  /** Lower-case kebab: `shopee`, `tiktok-shop`. */
  code: string;
  name: string;
  /** A marketplace lists beside competitors; an own channel (website, whatsapp, store) does not. */
  isMarketplace: boolean;
  isActive: boolean;
  /** Kill switch: while set, the feed answers `hold`. */
  isHeld: boolean;
  heldReason: string | null;
}

export interface Listing {
  productId: number;
  channelId: number;
  /** Base price on this channel; null: the product's. */
  price: Money | null;
  externalId: string | null;
  externalVariantId: string | null;
  minPrice: Money | null;
  maxPrice: Money | null;
  updatedAt: Instant;
}

/** One base price of a listing (channelId > 0) or a product (channelId 0), from a moment on. Append-only. */
export interface BasePrice {
  productId: number;
  channelId: number;
  since: Instant;
  price: Money;
}

/** What a unit costs from a moment on, as the shop filled it in. Append-only. */
export interface ProductCost {
  productId: number;
  since: Instant;
  cost: Money;
}

export type OrderStatus = 'sold' | 'cancelled' | 'returned' | 'pending';

export interface OrderLine {
  orderId: string;
  /** As given, else `sku|unitPrice`. */
  lineId: string;
  productId: number;
  channelId: number;
  orderedAt: Instant;
  /** Day of `orderedAt` in the shop's zone. */
  day: Day;
  quantity: number;
  unitPrice: Money;
  listPrice: Money | null;
  /** Discount borne by the seller on the whole line. */
  sellerDiscount: Money | null;
  status: OrderStatus;
  returnedQuantity: number;
  importId: number;
}

/** Sales of one product on one channel on one day. Derived from orders where orders exist, else as reported. */
export interface DailySale {
  productId: number;
  day: Day;
  channelId: number;
  units: number;
  /** After seller discounts, before fees and returns. Null when a file did not say. */
  revenue: Money | null;
  unitsReturned: number;
  discount: Money | null;
  /** true: derived from order lines; a sales file does not replace it. */
  isDerived: boolean;
}

export interface Receipt {
  productId: number;
  day: Day;
  /** Empty when the file gave none. */
  reference: string;
  quantity: number;
  unitCost: Money | null;
}

/** The closing count of a day at a location ('' when the file gave none). */
export interface StockCount {
  productId: number;
  day: Day;
  location: string;
  onHand: number;
}

export interface CompetitorPrice {
  productId: number;
  channelId: number;
  day: Day;
  competitor: string;
  price: Money;
  url: string | null;
}

export const IMPORT_KINDS = [
  'products',
  'listings',
  'sales',
  'orders',
  'inventory',
  'receipts',
  'competitor_prices',
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export type ImportState = 'queued' | 'running' | 'done' | 'refused' | 'failed';

export interface ImportTotals {
  /** Data rows read (header and blank lines left out). */
  rows: number;
  inserted: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** Rows whose key stood earlier in the same file; the later row won. */
  repeated: number;
}

export interface ImportJob {
  id: number;
  kind: ImportKind;
  fileName: string;
  /** SHA-256 of the bytes, hex; null until read. */
  contentHash: string | null;
  state: ImportState;
  isDryRun: boolean;
  isPartial: boolean;
  createProducts: boolean;
  createChannels: boolean;
  /** Where an uploaded file waits; null once it is done with. */
  path: string | null;
  /** Bytes read and in all, for the progress bar. */
  bytesRead: number;
  bytesTotal: number;
  totals: ImportTotals;
  /** Rejected rows by code. */
  rejectedBy: Record<string, number>;
  /** Why the file as a whole was refused or failed; null when it was not. */
  error: { code: string; message: string } | null;
  /** How numbers were read and other notes a person should know. */
  notes: string[];
  createdBy: string;
  createdAt: Instant;
  startedAt: Instant | null;
  finishedAt: Instant | null;
}

export interface ImportReject {
  importId: number;
  /** Position among the rejects, from 0. */
  position: number;
  /** Line in the file, from 1 (header included). */
  line: number;
  columnName: string | null;
  value: string | null;
  code: string;
  reason: string;
  /** The row as it stood in the file. */
  original: string;
}

/** Fees of a channel, as dated data: percent, per order, per item, cap of the percent part. */
export interface Fee {
  id: number;
  channelCode: string;
  /** Null: every category without a row of its own. */
  category: string | null;
  /** e.g. `admin`, `order-processing`, `dynamic-commission`, `payment`. */
  component: string;
  rateBp: BasisPoints;
  /** Per completed order; spread over the units of an average order. */
  perOrder: Money;
  perItem: Money;
  /** Largest percent part per item; null: no cap. */
  capPerItem: Money | null;
  validFrom: Day;
  /** First day on which it no longer holds; null: open. */
  validTo: Day | null;
  /** Where the figure comes from, with its date; `assumed` when nobody has verified it. */
  source: string;
}
