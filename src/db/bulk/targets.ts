import type { RowOf } from '../../core/intake/rows.js';
import type { ImportKind } from '../../core/intake/records.js';
import type { RowSink } from './writer.js';

/** Constants of one import that its rows carry. */
export interface Stamp {
  importId: number;
  now: number;
}

/** The database's side of a kind of file. */
export interface Target<Row> {
  table: string;
  key: readonly string[];
  /** All columns that are loaded, the key's first. */
  columns: readonly string[];
  /** By column of the file: the column whose change counts as an update. Keys are left out. */
  compared: Readonly<Record<string, string>>;
  /** Written with every insert and update, but never counted as a change. */
  stamps: readonly string[];
  /** Written on insert only. */
  born?: readonly string[];
  /** A column that, where it is 1, keeps an old row from being replaced (sales that are derived from orders). */
  keptWhere?: string;
  /** May be tried without a staging table: rows are mostly new. */
  isDirect: boolean;
  /** Puts the values of the rows into a sink, in the order of `columns`. */
  put(rows: readonly Row[], ids: RowIds, stamp: Stamp, to: RowSink): void;
}

/** The numbers of each row's product and channel (0 where the kind has none). */
export interface RowIds {
  products: Int32Array;
  channels: Int32Array;
}

export const TARGETS: { [K in ImportKind]: Target<RowOf[K]> } = {
  products: {
    table: 'product',
    key: ['sku'],
    columns: [
      'sku',
      'name',
      'category',
      'brand',
      'tags',
      'cost',
      'price',
      'firstStockedOn',
      'staleAfterDays',
      'status',
      'isStub',
      'createdAt',
      'updatedAt',
    ],
    compared: {
      name: 'name',
      category: 'category',
      brand: 'brand',
      tags: 'tags',
      cost: 'cost',
      price: 'price',
      first_stocked_on: 'firstStockedOn',
      stale_after_days: 'staleAfterDays',
      status: 'status',
      sku: 'isStub', // any file of products makes a stub a product
    },
    stamps: ['updatedAt'],
    born: ['createdAt'],
    isDirect: false,
    put(rows, _ids, { now }, to) {
      rows.forEach((row) => {
        to.put(row.sku);
        to.put(row.name);
        to.put(row.category);
        to.put(row.brand);
        to.put(JSON.stringify(row.tags));
        to.put(row.cost);
        to.put(row.price);
        to.put(row.firstStockedOn);
        to.put(row.staleAfterDays);
        to.put(row.status);
        to.put(0);
        to.put(now);
        to.put(now);
      });
    },
  },
  listings: {
    table: 'listing',
    key: ['productId', 'channelId'],
    columns: [
      'productId',
      'channelId',
      'price',
      'externalId',
      'externalVariantId',
      'minPrice',
      'maxPrice',
      'updatedAt',
    ],
    compared: {
      price: 'price',
      external_id: 'externalId',
      external_variant_id: 'externalVariantId',
      min_price: 'minPrice',
      max_price: 'maxPrice',
    },
    stamps: ['updatedAt'],
    isDirect: false,
    put(rows, { products, channels }, { now }, to) {
      rows.forEach((row, at) => {
        to.put(products[at]!);
        to.put(channels[at]!);
        to.put(row.price);
        to.put(row.externalId);
        to.put(row.externalVariantId);
        to.put(row.minPrice);
        to.put(row.maxPrice);
        to.put(now);
      });
    },
  },
  sales: {
    table: 'daily_sale',
    key: ['productId', 'day', 'channelId'],
    columns: ['productId', 'day', 'channelId', 'units', 'revenue', 'unitsReturned', 'discount', 'isDerived'],
    compared: { units: 'units', revenue: 'revenue', units_returned: 'unitsReturned', discount: 'discount' },
    stamps: ['isDerived'],
    keptWhere: 'isDerived',
    isDirect: true,
    put(rows, { products, channels }, _stamp, to) {
      rows.forEach((row, at) => {
        to.put(products[at]!);
        to.put(row.day);
        to.put(channels[at]!);
        to.put(row.units);
        to.put(row.revenue);
        to.put(row.unitsReturned);
        to.put(row.discount);
        to.put(0);
      });
    },
  },
  orders: {
    table: 'order_line',
    key: ['orderId', 'channelId', 'lineId'],
    columns: [
      'orderId',
      'channelId',
      'lineId',
      'productId',
      'orderedAt',
      'day',
      'quantity',
      'unitPrice',
      'listPrice',
      'sellerDiscount',
      'status',
      'returnedQuantity',
      'importId',
    ],
    compared: {
      sku: 'productId',
      ordered_at: 'orderedAt',
      ordered_on: 'day',
      quantity: 'quantity',
      unit_price: 'unitPrice',
      list_price: 'listPrice',
      seller_discount: 'sellerDiscount',
      status: 'status',
      returned_quantity: 'returnedQuantity',
    },
    stamps: ['importId'],
    isDirect: true,
    put(rows, { products, channels }, { importId }, to) {
      rows.forEach((row, at) => {
        to.put(row.orderId);
        to.put(channels[at]!);
        to.put(row.lineId);
        to.put(products[at]!);
        to.put(row.orderedAt);
        to.put(row.day);
        to.put(row.quantity);
        to.put(row.unitPrice);
        to.put(row.listPrice);
        to.put(row.sellerDiscount);
        to.put(row.status);
        to.put(row.returnedQuantity);
        to.put(importId);
      });
    },
  },
  inventory: {
    table: 'stock_count',
    key: ['productId', 'day', 'location'],
    columns: ['productId', 'day', 'location', 'onHand'],
    compared: { on_hand: 'onHand' },
    stamps: [],
    isDirect: true,
    put(rows, { products }, _stamp, to) {
      rows.forEach((row, at) => {
        to.put(products[at]!);
        to.put(row.day);
        to.put(row.location);
        to.put(row.onHand);
      });
    },
  },
  receipts: {
    table: 'receipt',
    key: ['productId', 'day', 'reference'],
    columns: ['productId', 'day', 'reference', 'quantity', 'unitCost'],
    compared: { quantity: 'quantity', unit_cost: 'unitCost' },
    stamps: [],
    isDirect: true,
    put(rows, { products }, _stamp, to) {
      rows.forEach((row, at) => {
        to.put(products[at]!);
        to.put(row.day);
        to.put(row.reference);
        to.put(row.quantity);
        to.put(row.unitCost);
      });
    },
  },
  competitor_prices: {
    table: 'competitor_price',
    key: ['productId', 'channelId', 'day', 'competitor'],
    columns: ['productId', 'channelId', 'day', 'competitor', 'price', 'url'],
    compared: { price: 'price', url: 'url' },
    stamps: [],
    isDirect: true,
    put(rows, { products, channels }, _stamp, to) {
      rows.forEach((row, at) => {
        to.put(products[at]!);
        to.put(channels[at]!);
        to.put(row.day);
        to.put(row.competitor);
        to.put(row.price);
        to.put(row.url);
      });
    },
  },
};

export function targetOf<K extends ImportKind>(kind: K): Target<RowOf[K]> {
  return TARGETS[kind];
}
