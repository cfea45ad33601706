import type { RowOf } from '../../core/intake/rows.js';
import type { ImportKind } from '../../core/intake/records.js';
import type { FlatRows } from './writer.js';

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
  flatten(rows: readonly Row[], ids: Ids, stamp: Stamp, to: FlatRows): void;
}

/** Numbers of products and channels by code; every code asked for is known. */
export interface Ids {
  product(sku: string): number;
  channel(code: string): number;
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
    flatten(rows, _ids, { now }, to) {
      for (const row of rows) {
        to.push(row.sku, row.name, row.category, row.brand, JSON.stringify(row.tags), row.cost, row.price);
        to.push(row.firstStockedOn, row.staleAfterDays, row.status, 0, now, now);
      }
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
    flatten(rows, ids, { now }, to) {
      for (const row of rows) {
        to.push(ids.product(row.sku), ids.channel(row.channel), row.price, row.externalId, row.externalVariantId);
        to.push(row.minPrice, row.maxPrice, now);
      }
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
    flatten(rows, ids, _stamp, to) {
      for (const row of rows) {
        to.push(ids.product(row.sku), row.day, ids.channel(row.channel), row.units, row.revenue);
        to.push(row.unitsReturned, row.discount, 0);
      }
    },
  },
  orders: {
    table: 'order_line',
    key: ['orderId', 'lineId'],
    columns: [
      'orderId',
      'lineId',
      'productId',
      'channelId',
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
      channel: 'channelId',
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
    flatten(rows, ids, { importId }, to) {
      for (const row of rows) {
        to.push(row.orderId, row.lineId, ids.product(row.sku), ids.channel(row.channel), row.orderedAt, row.day);
        to.push(row.quantity, row.unitPrice, row.listPrice, row.sellerDiscount, row.status, row.returnedQuantity);
        to.push(importId);
      }
    },
  },
  inventory: {
    table: 'stock_count',
    key: ['productId', 'day', 'location'],
    columns: ['productId', 'day', 'location', 'onHand'],
    compared: { on_hand: 'onHand' },
    stamps: [],
    isDirect: true,
    flatten(rows, ids, _stamp, to) {
      for (const row of rows) to.push(ids.product(row.sku), row.day, row.location, row.onHand);
    },
  },
  receipts: {
    table: 'receipt',
    key: ['productId', 'day', 'reference'],
    columns: ['productId', 'day', 'reference', 'quantity', 'unitCost'],
    compared: { quantity: 'quantity', unit_cost: 'unitCost' },
    stamps: [],
    isDirect: true,
    flatten(rows, ids, _stamp, to) {
      for (const row of rows) to.push(ids.product(row.sku), row.day, row.reference, row.quantity, row.unitCost);
    },
  },
  competitor_prices: {
    table: 'competitor_price',
    key: ['productId', 'channelId', 'day', 'competitor'],
    columns: ['productId', 'channelId', 'day', 'competitor', 'price', 'url'],
    compared: { price: 'price', url: 'url' },
    stamps: [],
    isDirect: true,
    flatten(rows, ids, _stamp, to) {
      for (const row of rows) {
        to.push(ids.product(row.sku), ids.channel(row.channel), row.day, row.competitor, row.price, row.url);
      }
    },
  },
};

export function targetOf<K extends ImportKind>(kind: K): Target<RowOf[K]> {
  return TARGETS[kind];
}
