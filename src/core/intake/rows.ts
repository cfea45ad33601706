import type { Day, Instant, Money } from '../units.js';
import type { FieldReader } from './cells.js';
import type { ImportKind, OrderStatus, ProductStatus } from './records.js';

/**
 * The rows of files after reading: checked, in the product's units, with SKU and channel still as codes. Fields of
 * columns that a file lacks are null (see `Intake.present` for "lacks" against "left empty").
 */

/**
 * What a channel's file tells of a product besides its SKU. A row that has it may leave its SKU empty, and waits where no
 * product is found by either; a row without it is rejected then. The row's line must not hang on a SKU that the shop may
 * fill in later: with an `id`, build `lineId` from that.
 */
export interface SkuOnChannel {
  /** The channel's code. */
  channel: string;
  /** The channel's own id of the variant; null where the file has none. */
  id: string | null;
  /** Name and variation, for whoever has to say which product it is. */
  name: string | null;
}

/**
 * How far an order of a marketplace is. `hold`: a cancellation is asked for. An order goes from left to right; an export
 * that says an earlier phase than we know is an older export.
 */
export const ORDER_PHASES = ['unpaid', 'underway', 'hold', 'completed', 'cancelled', 'returned'] as const;
export type OrderPhase = (typeof ORDER_PHASES)[number];

/** Channels with one seller centre: a variant has the same SKU and id on each, so what is known of one holds for all. */
export const SHARED_SELLER_CENTRE: readonly string[] = ['tiktok-shop', 'tokopedia'];

export interface ProductRow {
  line: number;
  channelSku?: SkuOnChannel;
  sku: string;
  name: string;
  category: string | null;
  brand: string | null;
  tags: string[];
  cost: Money | null;
  price: Money | null;
  firstStockedOn: Day | null;
  staleAfterDays: number | null;
  status: ProductStatus;
}
export interface ListingRow {
  line: number;
  channelSku?: SkuOnChannel;
  channel: string;
  sku: string;
  price: Money | null;
  externalId: string | null;
  externalVariantId: string | null;
  minPrice: Money | null;
  maxPrice: Money | null;
}
export interface SalesRow {
  line: number;
  day: Day;
  channel: string;
  sku: string;
  units: number;
  revenue: Money | null;
  unitsReturned: number;
  discount: Money | null;
}
export interface OrderRow {
  line: number;
  channelSku?: SkuOnChannel;
  orderId: string;
  lineId: string;
  orderedAt: Instant;
  day: Day;
  channel: string;
  sku: string;
  quantity: number;
  unitPrice: Money;
  listPrice: Money | null;
  sellerDiscount: Money | null;
  status: OrderStatus;
  returnedQuantity: number;
  /** In a marketplace's export; other files are taken as they stand. */
  phase?: OrderPhase;
}
export interface InventoryRow {
  line: number;
  channelSku?: SkuOnChannel;
  day: Day;
  sku: string;
  onHand: number;
  location: string;
}
export interface ReceiptRow {
  line: number;
  day: Day;
  sku: string;
  quantity: number;
  unitCost: Money | null;
  reference: string;
}
export interface CompetitorPriceRow {
  line: number;
  day: Day;
  channel: string;
  sku: string;
  price: Money;
  competitor: string;
  url: string | null;
}

export interface RowOf {
  products: ProductRow;
  listings: ListingRow;
  sales: SalesRow;
  orders: OrderRow;
  inventory: InventoryRow;
  receipts: ReceiptRow;
  competitor_prices: CompetitorPriceRow;
}

/** Builds the row of each kind. The numbers are the places of the columns in DECLARATIONS. */
export const ROW_BUILDERS: { [K in ImportKind]: (read: FieldReader) => RowOf[K] } = {
  products: (read) => ({
    line: read.line,
    sku: read.need(0),
    name: read.need(1),
    category: read.text(2),
    brand: read.text(3),
    tags: read.list(4),
    cost: read.money(5),
    price: read.money(6),
    firstStockedOn: read.day(7),
    staleAfterDays: read.integer(8),
    status: (read.text(9) ?? 'active') as ProductStatus,
  }),
  listings: (read) => {
    const row: ListingRow = {
      line: read.line,
      channel: channelCode(read, 0),
      sku: read.need(1),
      price: read.money(2),
      externalId: read.text(3),
      externalVariantId: read.text(4),
      minPrice: read.money(5),
      maxPrice: read.money(6),
    };
    if (row.minPrice !== null && row.maxPrice !== null && row.minPrice > row.maxPrice) {
      read.fail(5, 'range-reversed', 'min_price is above max_price.');
    }
    return row;
  },
  sales: (read) => ({
    line: read.line,
    day: read.day(0) ?? 0,
    channel: channelCode(read, 1),
    sku: read.need(2),
    units: read.integer(3) ?? 0,
    revenue: read.money(4),
    unitsReturned: read.integer(5) ?? 0,
    discount: read.money(6),
  }),
  orders: (read) => {
    const moment = read.moment(1);
    const orderId = read.need(0);
    const sku = read.need(3);
    const quantity = read.integer(4) ?? 0;
    const unitPrice = read.money(5) ?? 0;
    const lineId = read.text(6);
    const status = (read.text(9) ?? 'sold') as OrderStatus;
    const returned = read.integer(10);
    if (returned !== null && returned > quantity) {
      read.fail(10, 'returned-exceeds-quantity', `${returned} were returned, but only ${quantity} were ordered.`);
    }
    if (!Number.isSafeInteger(quantity * unitPrice)) {
      read.fail(5, 'number-too-large', 'quantity x unit_price is too large to be kept exactly.');
    }
    return {
      line: read.line,
      orderId,
      lineId: lineId ?? `${sku}|${unitPrice}`,
      orderedAt: moment.at,
      day: moment.day,
      channel: channelCode(read, 2),
      sku,
      quantity,
      unitPrice,
      listPrice: read.money(7),
      sellerDiscount: read.money(8),
      status,
      // A line that came back without a figure came back whole.
      returnedQuantity: returned ?? (status === 'returned' ? quantity : 0),
    };
  },
  inventory: (read) => ({
    line: read.line,
    day: read.day(0) ?? 0,
    sku: read.need(1),
    onHand: read.integer(2) ?? 0,
    location: read.text(3) ?? '',
  }),
  receipts: (read) => ({
    line: read.line,
    day: read.day(0) ?? 0,
    sku: read.need(1),
    quantity: read.integer(2) ?? 0,
    unitCost: read.money(3),
    reference: read.text(4) ?? '',
  }),
  competitor_prices: (read) => ({
    line: read.line,
    day: read.day(0) ?? 0,
    channel: channelCode(read, 1),
    sku: read.need(2),
    price: read.money(3) ?? 0,
    competitor: read.text(4) ?? '',
    url: read.text(5),
  }),
};

/** What a channel code looks like. */
export const CHANNEL_CODE = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Channel codes are lower-case kebab; files write `TikTok Shop` and `tiktok_shop` too. */
function channelCode(read: FieldReader, column: number): string {
  const text = read.need(column);
  return /^[a-z0-9-]+$/.test(text)
    ? text
    : text
        .toLowerCase()
        .replace(/[\s_]+/g, '-')
        .replace(/^-+|-+$/g, '');
}
