import type { FieldReader } from '../cells.js';
import { table, type Format } from './format.js';
import { nameOf, orderReading, shortened, type OrderPart } from './orders.js';
import { readPhase, type StatusWords } from './order-status.js';

const { columns, at } = table({
  order_id: { type: 'key', required: true, max: 64, aliases: ['No. Pesanan', 'Nomor Pesanan', 'Order ID'] },
  status: { type: 'text', required: true, max: 500, aliases: ['Status Pesanan', 'Order Status'] },
  ordered_at: {
    type: 'instant',
    required: true,
    aliases: [
      'Waktu Pesanan Dibuat',
      'Order Creation Date',
      'Order Creation Time',
      'Order Created Time',
      'Waktu Pembayaran Dilakukan',
      'Order Paid Time',
    ],
  },
  sku: { type: 'key', max: 64, aliases: ['Nomor Referensi SKU', 'Nomor SKU', 'SKU Reference No.', 'SKU'] },
  parent_sku: { type: 'key', max: 64, aliases: ['SKU Induk', 'Parent SKU Reference No.', 'Parent SKU'] },
  product_name: { type: 'text', max: 2_000, aliases: ['Nama Produk', 'Product Name'] },
  variation: { type: 'text', max: 2_000, aliases: ['Nama Variasi', 'Variasi', 'Variation Name', 'Variation'] },
  list_price: { type: 'money', aliases: ['Harga Awal', 'Original Price'] },
  unit_price: {
    type: 'money',
    required: true,
    aliases: ['Harga Setelah Diskon', 'Deal Price', 'Selling Price', 'Discounted Price'],
  },
  quantity: { type: 'integer', required: true, min: 1, aliases: ['Jumlah', 'Quantity'] },
  returned_quantity: { type: 'integer', aliases: ['Returned quantity', 'Jumlah Dikembalikan', 'Return Quantity'] },
  discount: { type: 'money', signed: true, aliases: ['Total Diskon', 'Total Discount'] },
  seller_discount: {
    type: 'money',
    signed: true,
    aliases: ['Diskon Dari Penjual', 'Diskon Penjual', 'Seller Discount', 'Seller Rebate'],
  },
  voucher: { type: 'money', signed: true, aliases: ['Voucher Ditanggung Penjual', 'Seller Voucher'] },
  bundle: {
    type: 'money',
    signed: true,
    aliases: ['Paket Diskon (Diskon dari Penjual)', 'Seller Bundle Discount', 'Bundle Deal (Seller Discount)'],
  },
});

/** What the sentence says of a return is only that one is still possible. */
export const SHOPEE_STATUSES: StatusWords = {
  words: {
    'belum bayar': 'unpaid',
    unpaid: 'unpaid',
    'perlu dikirim': 'underway',
    'to ship': 'underway',
    'sedang dikirim': 'underway',
    dikirim: 'underway',
    shipping: 'underway',
    shipped: 'underway',
    'telah dikirim': 'underway',
    delivered: 'underway',
    'pesanan diterima': 'underway',
    'order received': 'underway',
    selesai: 'completed',
    completed: 'completed',
    'pembatalan diajukan': 'hold',
    'cancellation requested': 'hold',
    batal: 'cancelled',
    dibatalkan: 'cancelled',
    cancelled: 'cancelled',
    canceled: 'cancelled',
    pengembalian: 'returned',
    'pengembalian barang': 'returned',
    returned: 'returned',
    'return/refund': 'returned',
  },
  beginnings: [
    ['pesanan diterima', 'underway'],
    ['order received', 'underway'],
  ],
};

function part(read: FieldReader): OrderPart {
  const quantity = read.integer(at.quantity) ?? 0;
  const unitPrice = read.money(at.unit_price) ?? 0;
  const listPrice = read.money(at.list_price);
  const variation = read.text(at.variation);
  const name = nameOf(read.text(at.product_name), variation);
  const sku = read.text(at.sku) ?? (variation === null ? read.text(at.parent_sku) : null);
  if (sku === null && name === null)
    read.fail(at.sku, 'missing-value', 'The row has neither a SKU nor a product name.');
  return {
    line: read.line,
    orderId: read.need(at.order_id),
    moment: read.moment(at.ordered_at),
    phase: readPhase(read, at.status, SHOPEE_STATUSES),
    channel: null,
    sku,
    // Shopee's export of orders has no id of the variant.
    channelSkuId: sku === null && name !== null ? shortened(name, 200) : null,
    name,
    key: sku ?? name ?? '',
    variation: variation ?? '',
    quantity,
    unitPrice,
    listPrice,
    sellerDiscount: sellerPart(read, quantity),
    orderDiscount: Math.abs(read.money(at.voucher) ?? 0) + Math.abs(read.money(at.bundle) ?? 0),
    refund: 0,
    returned: read.integer(at.returned_quantity),
  };
}

/**
 * The seller's part of the product discount on all units. Some exports write it per unit and some per line; which, is told
 * by the whole discount, which must be the difference of the prices in the one reading or the other.
 */
function sellerPart(read: FieldReader, quantity: number): number | null {
  const seller = read.money(at.seller_discount);
  if (seller === null) return null;
  const whole = read.money(at.discount);
  const perUnit = (read.money(at.list_price) ?? 0) - (read.money(at.unit_price) ?? 0);
  const isPerUnit = whole !== null && whole !== 0 && Math.abs(whole) === perUnit && quantity > 1;
  return Math.abs(seller) * (isPerUnit ? quantity : 1);
}

export const shopeeOrders: Format = {
  name: 'shopee-orders',
  title: 'Shopee: pesanan (Order.all)',
  channel: 'shopee',
  signature: {
    marks: [
      'Nomor Referensi SKU',
      'SKU Reference No.',
      'SKU Induk',
      'Parent SKU Reference No.',
      'Harga Setelah Diskon',
      'Deal Price',
      'Selling Price',
      'Harga Awal',
      'Original Price',
      'Waktu Pesanan Dibuat',
      'Order Creation Date',
      'Order Paid Time',
      'Returned quantity',
      'Voucher Ditanggung Penjual',
      'Diskon Dari Penjual',
      'Diskon Penjual',
      'Seller Discount',
      'Status Pembatalan/ Pengembalian',
      'Waktu Pengiriman Diatur',
      'Jumlah Produk di Pesan',
      'Dibayar Pembeli',
    ],
    atLeast: 4,
    never: ['channel', 'kanal', 'saluran', 'Nama Panggilan Toko BigSeller'],
  },
  columns,
  dialect: { order: 'dayFirst', threeDigitsAreThousands: true },
  states: SHOPEE_STATUSES,
  kinds: { orders: orderReading({ part }) },
};
