import type { FieldReader } from '../cells.js';
import { table, type Format } from './format.js';
import { nameOf, orderReading, perUnit, type OrderPart } from './orders.js';
import { readPhase, type StatusWords } from './order-status.js';
import { SHOPEE_STATUSES } from './shopee-orders.js';

const { columns, at } = table({
  order_id: { type: 'key', required: true, max: 64, aliases: ['Nomor Pesanan', 'No. Pesanan'] },
  status: { type: 'text', required: true, max: 500, aliases: ['Status Pesanan'] },
  ordered_at: { type: 'instant', required: true, aliases: ['Waktu Pesanan Dibuat'] },
  sku: { type: 'key', required: true, max: 64, aliases: ['SKU', 'SKU Gudang', 'SKU Merchant'] },
  product_name: { type: 'text', max: 2_000, aliases: ['Nama Produk', 'Nama Barang'] },
  variation: { type: 'text', max: 2_000, aliases: ['Nama Variasi', 'Variasi'] },
  quantity: { type: 'integer', required: true, min: 1, aliases: ['Jumlah'] },
  subtotal: { type: 'money', required: true, aliases: ['Subtotal Produk'] },
  channel: { type: 'text', max: 200, aliases: ['Marketplace', 'Platform', 'Nama Marketplace'] },
});

const STATUSES: StatusWords = {
  words: {
    ...SHOPEE_STATUSES.words,
    'belum dibayar': 'unpaid',
    'pesanan baru': 'underway',
    diproses: 'underway',
    'dalam proses': 'underway',
    'siap dikirim': 'underway',
    'menunggu pickup': 'underway',
    'dalam pengiriman': 'underway',
    terkirim: 'underway',
    dikembalikan: 'returned',
  },
  beginnings: SHOPEE_STATUSES.beginnings,
};

/** The export is of one or of several marketplaces; which, only some of its layouts say. */
const CHANNELS: readonly (readonly [RegExp, string])[] = [
  [/shopee/i, 'shopee'],
  [/tokopedia/i, 'tokopedia'],
  [/tik\s*tok/i, 'tiktok-shop'],
  [/lazada/i, 'lazada'],
];

function part(read: FieldReader): OrderPart {
  const quantity = read.integer(at.quantity) ?? 0;
  const sku = read.need(at.sku);
  const variation = read.text(at.variation);
  const word = read.text(at.channel);
  return {
    line: read.line,
    orderId: read.need(at.order_id),
    moment: read.moment(at.ordered_at),
    phase: readPhase(read, at.status, STATUSES),
    channel: word === null ? null : (CHANNELS.find(([pattern]) => pattern.test(word))?.[1] ?? null),
    sku,
    channelSkuId: null,
    name: nameOf(read.text(at.product_name), variation),
    key: sku,
    variation: variation ?? '',
    quantity,
    unitPrice: perUnit(read.money(at.subtotal) ?? 0, quantity),
    listPrice: null,
    sellerDiscount: null,
    orderDiscount: 0,
    refund: 0,
    returned: null,
  };
}

export const bigsellerOrders: Format = {
  name: 'bigseller-orders',
  title: 'BigSeller: pesanan',
  channel: null,
  signature: { marks: ['Nama Panggilan Toko BigSeller'], atLeast: 1, never: ['channel', 'kanal', 'saluran'] },
  columns,
  dialect: { order: 'dayFirst', threeDigitsAreThousands: true, nothing: ['--'] },
  states: STATUSES,
  kinds: { orders: orderReading({ part }) },
};
