import type { ImportKind } from './records.js';

export type ColumnType =
  | 'key' // text that identifies: no control characters, spreadsheet damage refused
  | 'text'
  | 'list' // texts separated by `,` `;` or `|`
  | 'money'
  | 'integer'
  | 'days' // a number of days
  | 'day'
  | 'instant'
  | 'enum';

export interface Column {
  /** The documented name; also the field name of a JSON row. */
  name: string;
  type: ColumnType;
  required?: true;
  /** Other headers that mean the same; compared like names (see `headerKey`). */
  aliases: string[];
  /** key, text, list: most characters. */
  max?: number;
  /** money, integer, days: least value; 0 when left out. */
  min?: number;
  /** money, integer: may be below zero (exports write a discount as -5000, stock that is oversold as -2). */
  signed?: true;
  /** money: decimals that the currency does not have are rounded off instead of refused. */
  isRounded?: true;
  /** enum: each written value (lower case) and what it means. */
  values?: Record<string, string>;
}

export interface Declaration {
  columns: Column[];
  /** Which columns identify a row; a row with the same key replaces or updates the earlier one. */
  key: string[];
  /** updates: columns that the file lacks keep their value. replaces: the whole row is new. */
  repeat: 'updates' | 'replaces';
}

/** Most characters of one cell, of any column. */
export const CELL_LENGTH_MAX = 10_000;
/** Most units in one row: far above any shop's, and a day's sum still fits the database's integers. */
export const QUANTITY_MAX = 100_000_000;

const sku: Column = {
  name: 'sku',
  type: 'key',
  required: true,
  max: 64,
  aliases: ['kode produk', 'kode sku', 'kode barang', 'seller sku', 'nomor sku', 'nomor referensi sku', 'item code'],
};
const channel: Column = {
  name: 'channel',
  type: 'key',
  required: true,
  max: 64,
  aliases: ['kanal', 'marketplace', 'toko', 'saluran', 'sales channel'],
};
const day: Column = {
  name: 'day',
  type: 'day',
  required: true,
  aliases: ['tanggal', 'tgl', 'hari', 'date'],
};

const PRODUCT_STATUS = {
  active: 'active',
  aktif: 'active',
  inactive: 'inactive',
  nonaktif: 'inactive',
  'tidak aktif': 'inactive',
};

const ORDER_STATUS = {
  sold: 'sold',
  completed: 'sold',
  selesai: 'sold',
  terjual: 'sold',
  paid: 'sold',
  'to ship': 'sold',
  'perlu dikirim': 'sold',
  shipped: 'sold',
  dikirim: 'sold',
  'sedang dikirim': 'sold',
  'telah dikirim': 'sold',
  delivered: 'sold',
  'pesanan diterima': 'sold',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  batal: 'cancelled',
  dibatalkan: 'cancelled',
  returned: 'returned',
  pengembalian: 'returned',
  dikembalikan: 'returned',
  retur: 'returned',
  pending: 'pending',
  unpaid: 'pending',
  'belum bayar': 'pending',
  'belum dibayar': 'pending',
  'pembatalan diajukan': 'pending',
};

/** Every kind of file: its columns in their documented order, its key and what a repeat does. */
export const DECLARATIONS = {
  products: {
    columns: [
      sku,
      {
        name: 'name',
        type: 'text',
        required: true,
        max: 500,
        aliases: ['nama', 'nama produk', 'nama barang', 'product name', 'title'],
      },
      { name: 'category', type: 'text', max: 200, aliases: ['kategori', 'product category'] },
      { name: 'brand', type: 'text', max: 200, aliases: ['merek', 'merk'] },
      { name: 'tags', type: 'list', max: 1_000, aliases: ['tag', 'label'] },
      {
        name: 'cost',
        type: 'money',
        aliases: [
          'hpp',
          'modal',
          'harga modal',
          'harga pokok',
          'harga beli',
          'biaya',
          'unit cost',
          'cost price',
          'cost per item',
        ],
      },
      { name: 'price', type: 'money', min: 1, aliases: ['harga', 'harga jual', 'selling price', 'regular price'] },
      {
        name: 'first_stocked_on',
        type: 'day',
        aliases: ['tanggal masuk', 'tanggal stok pertama', 'first stocked', 'received at'],
      },
      { name: 'stale_after_days', type: 'days', min: 1, aliases: ['batas hari', 'hari mengendap', 'stale after'] },
      { name: 'status', type: 'enum', aliases: [], values: PRODUCT_STATUS },
    ],
    key: ['sku'],
    repeat: 'updates',
  },
  listings: {
    columns: [
      channel,
      sku,
      { name: 'price', type: 'money', min: 1, aliases: ['harga', 'harga jual', 'harga awal', 'selling price'] },
      { name: 'external_id', type: 'key', max: 64, aliases: ['product id', 'item id', 'id produk'] },
      {
        name: 'external_variant_id',
        type: 'key',
        max: 64,
        aliases: ['variation id', 'variant id', 'sku id', 'kode variasi', 'id variasi'],
      },
      { name: 'min_price', type: 'money', aliases: ['harga minimum', 'harga minimal', 'minimum price'] },
      { name: 'max_price', type: 'money', aliases: ['harga maksimum', 'harga maksimal', 'maximum price'] },
    ],
    key: ['channel', 'sku'],
    repeat: 'updates',
  },
  sales: {
    columns: [
      day,
      channel,
      sku,
      {
        name: 'units',
        type: 'integer',
        required: true,
        aliases: ['jumlah', 'terjual', 'qty', 'quantity', 'unit', 'units sold'],
      },
      { name: 'revenue', type: 'money', aliases: ['omzet', 'omset', 'pendapatan', 'total penjualan', 'sales'] },
      { name: 'units_returned', type: 'integer', aliases: ['retur', 'jumlah retur', 'returned', 'returned quantity'] },
      { name: 'discount', type: 'money', aliases: ['diskon', 'potongan'] },
    ],
    key: ['day', 'channel', 'sku'],
    repeat: 'replaces',
  },
  orders: {
    columns: [
      {
        name: 'order_id',
        type: 'key',
        required: true,
        max: 64,
        aliases: ['no pesanan', 'nomor pesanan', 'order number', 'order no', 'id pesanan'],
      },
      {
        name: 'ordered_at',
        type: 'instant',
        required: true,
        aliases: [
          'tanggal',
          'tanggal pesanan',
          'waktu pesanan dibuat',
          'waktu pesanan',
          'created time',
          'created at',
          'order date',
          'order created time',
        ],
      },
      channel,
      sku,
      { name: 'quantity', type: 'integer', required: true, min: 1, aliases: ['jumlah', 'qty', 'kuantitas'] },
      {
        name: 'unit_price',
        type: 'money',
        required: true,
        aliases: ['harga', 'harga satuan', 'harga setelah diskon', 'harga jual', 'selling price'],
      },
      { name: 'line_id', type: 'key', max: 100, aliases: ['order item id', 'line', 'no baris'] },
      { name: 'list_price', type: 'money', aliases: ['harga awal', 'original price', 'harga normal'] },
      {
        name: 'seller_discount',
        type: 'money',
        aliases: ['diskon penjual', 'diskon dari penjual', 'sku seller discount'],
      },
      { name: 'status', type: 'enum', aliases: ['status pesanan', 'order status'], values: ORDER_STATUS },
      {
        name: 'returned_quantity',
        type: 'integer',
        aliases: ['jumlah retur', 'jumlah dikembalikan', 'sku quantity of return'],
      },
    ],
    key: ['channel', 'order_id', 'line_id'],
    repeat: 'replaces',
  },
  inventory: {
    columns: [
      day,
      sku,
      {
        name: 'on_hand',
        type: 'integer',
        required: true,
        aliases: ['stok', 'stock', 'jumlah', 'jumlah stok', 'sisa stok', 'stok akhir', 'quantity', 'qty'],
      },
      { name: 'location', type: 'key', max: 100, aliases: ['lokasi', 'gudang', 'nama gudang', 'warehouse'] },
    ],
    key: ['day', 'sku', 'location'],
    repeat: 'replaces',
  },
  receipts: {
    columns: [
      { ...day, aliases: [...day.aliases, 'tanggal masuk', 'tanggal terima', 'received on'] },
      sku,
      {
        name: 'quantity',
        type: 'integer',
        required: true,
        aliases: ['jumlah', 'qty', 'kuantitas', 'jumlah masuk', 'stok masuk'],
      },
      {
        name: 'unit_cost',
        type: 'money',
        aliases: ['hpp', 'modal', 'harga modal', 'harga pokok', 'harga beli', 'cost', 'cost price'],
      },
      {
        name: 'reference',
        type: 'key',
        max: 100,
        aliases: ['referensi', 'no faktur', 'nomor faktur', 'no po', 'nomor po', 'po number', 'invoice'],
      },
    ],
    key: ['reference', 'day', 'sku'],
    repeat: 'replaces',
  },
  competitor_prices: {
    columns: [
      day,
      channel,
      sku,
      { name: 'price', type: 'money', required: true, min: 1, aliases: ['harga', 'harga pesaing', 'competitor price'] },
      { name: 'competitor', type: 'key', max: 100, aliases: ['pesaing', 'kompetitor', 'nama toko', 'seller'] },
      { name: 'url', type: 'text', max: 1_000, aliases: ['tautan', 'link'] },
    ],
    key: ['day', 'channel', 'sku', 'competitor'],
    repeat: 'replaces',
  },
} as const satisfies Record<ImportKind, Declaration>;

/** The declaration of a kind, in the general type. */
export function declarationOf(kind: ImportKind): Declaration {
  return DECLARATIONS[kind];
}
