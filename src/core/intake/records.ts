import type { ColumnMapping } from './mapping.js';
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

/** What a channel calls a product, as somebody of the shop has said it: the SKU as its files write it, or its own id. */
export interface ChannelSku {
  channelId: number;
  channelSku: string;
  /** Null: it is not ours, and its rows are put aside. */
  productId: number | null;
  updatedBy: string;
  updatedAt: Instant;
}

/**
 * A row of a channel's file whose product nobody has named yet. It lands by itself once that is known; while what it waits
 * for is said to be not ours, it is put aside: no list tells of it.
 */
export interface WaitingRow {
  kind: ImportKind;
  /** Of what the row would be in its table; the row of a later file takes the place of an earlier one. */
  rowKey: string;
  channelId: number;
  /** What it waits for: the SKU as the file writes it, else the channel's own id. */
  channelSku: string;
  /** As the file writes it; empty when it left it out. */
  sku: string;
  externalId: string | null;
  /** Name and variation as the file has them. */
  name: string | null;
  /** Of the order or count; null where the kind has none. */
  day: Day | null;
  /** Of order lines that count as sold; else 0. */
  units: number;
  money: Money;
  /** The row as it was read, JSON. It has no field for anything of a buyer. */
  body: string;
  importId: number;
  seenAt: Instant;
}

/** One base price of a listing (channelId > 0) or a product (channelId 0), from a moment on. Append-only. */
export interface BasePrice {
  productId: number;
  channelId: number;
  since: Instant;
  price: Money;
  /** The import that brought it; null: not by an import, or from before that was written down. */
  importId: number | null;
}

/** What a unit costs from a moment on, as the shop filled it in. Append-only. */
export interface ProductCost {
  productId: number;
  since: Instant;
  cost: Money;
}

export type OrderStatus = 'sold' | 'cancelled' | 'returned' | 'pending';

/** Known by order, channel and line: each channel counts its orders for itself, so two can give out the same number. */
export interface OrderLine {
  orderId: string;
  channelId: number;
  /** As given, else `sku|unitPrice`. */
  lineId: string;
  productId: number;
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
  /** Rows of a channel's file that wait until somebody has said which product they are of. */
  waiting: number;
  /** Rows of what somebody has said is not ours. */
  ignored: number;
  /** Rows whose key stood earlier in the same file; the later row won. */
  repeated: number;
}

/** How a file is to be read, where whoever sent it has said so; and what it was recognised as. */
export interface ImportReading {
  /** How decimals are written. */
  decimal?: '.' | ',';
  mapping?: ColumnMapping;
  /** The mapping is kept for the next file with the same header once this import is done. */
  remember?: true;
  /** Kept mappings and known exports are left out of account. */
  asWritten?: true;
  /** No file: rows that waited for their product and whose product is known by now. */
  waiting?: true;
  /** The channel of all rows, whatever the file says of it. */
  channel?: string;
  /** Of the counts of an export that has no dates in it, YYYY-MM-DD. */
  day?: string;
  /** The export of a marketplace or shop as which it was recognised; told once it is read. */
  export?: string;
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
  /** Null: the file itself says how. */
  reading: ImportReading | null;
  /** Where an uploaded file waits; null once it is done with. */
  path: string | null;
  /** Bytes read and in all, for the progress bar. */
  bytesRead: number;
  bytesTotal: number;
  totals: ImportTotals;
  /** Rejected rows by code. */
  rejectedBy: Record<string, number>;
  /** Why the file as a whole was refused or failed; null when it was not. */
  error: { code: string; message: string; values?: Record<string, unknown> } | null;
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
  /** The file's own title of the column; null where no column of the file is to blame. */
  header: string | null;
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
