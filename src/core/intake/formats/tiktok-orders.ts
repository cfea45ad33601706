import type { FieldReader } from '../cells.js';
import { table, type Format } from './format.js';
import { nameOf, orderReading, perUnit, type OrderPart } from './orders.js';
import { readPhase, type StatusWords } from './order-status.js';

/** Amounts of the whole order (`Order Amount`, shipping) stand on each of its rows and are no column here. */
const { columns, at } = table({
  order_id: { type: 'key', required: true, max: 64, aliases: ['Order ID'] },
  status: { type: 'text', required: true, max: 500, aliases: ['Order Status'] },
  case: { type: 'text', max: 500, aliases: ['Cancelation/Return Type', 'Cancellation/Return Type'] },
  ordered_at: { type: 'instant', required: true, aliases: ['Created Time', 'Order Created Time'] },
  channel_sku: { type: 'key', max: 64, aliases: ['SKU ID'] },
  sku: { type: 'key', max: 64, aliases: ['Seller SKU'] },
  product_name: { type: 'text', max: 2_000, aliases: ['Product Name'] },
  variation: { type: 'text', max: 2_000, aliases: ['Variation'] },
  quantity: { type: 'integer', required: true, min: 1, aliases: ['Quantity'] },
  returned_quantity: { type: 'integer', aliases: ['Sku Quantity of return'] },
  list_price: { type: 'money', aliases: ['SKU Unit Original Price'] },
  seller_discount: { type: 'money', signed: true, aliases: ['SKU Seller Discount'] },
  subtotal: { type: 'money', required: true, aliases: ['SKU Subtotal After Discount'] },
  channel: { type: 'text', max: 200, aliases: ['Purchase Channel'] },
  invoice: { type: 'text', max: 200, aliases: ['Tokopedia Invoice Number'] },
});

const STATUSES: StatusWords = {
  words: {
    unpaid: 'unpaid',
    'belum dibayar': 'unpaid',
    'to ship': 'underway',
    'perlu dikirim': 'underway',
    'awaiting shipment': 'underway',
    'awaiting collection': 'underway',
    shipped: 'underway',
    dikirim: 'underway',
    'in transit': 'underway',
    delivered: 'underway',
    completed: 'completed',
    selesai: 'completed',
    canceled: 'cancelled',
    cancelled: 'cancelled',
    dibatalkan: 'cancelled',
    pengembalian: 'returned',
    returned: 'returned',
    'return/refund': 'returned',
  },
};

function part(read: FieldReader): OrderPart {
  const quantity = read.integer(at.quantity) ?? 0;
  const variation = read.text(at.variation);
  const name = nameOf(read.text(at.product_name), variation);
  const sku = read.text(at.sku);
  const id = read.text(at.channel_sku);
  if (sku === null && id === null) read.fail(at.sku, 'missing-value', 'The row has neither a Seller SKU nor a SKU ID.');
  const told = readPhase(read, at.status, STATUSES);
  const isAskedToCancel = (told === 'underway' || told === 'unpaid') && /^cancel/i.test(read.text(at.case) ?? '');
  const discount = read.money(at.seller_discount);
  return {
    line: read.line,
    orderId: read.need(at.order_id),
    moment: read.moment(at.ordered_at),
    phase: isAskedToCancel ? 'hold' : told,
    channel: channelOf(read),
    sku,
    channelSkuId: id,
    name,
    key: id ?? sku ?? '',
    variation: variation ?? '',
    quantity,
    unitPrice: perUnit(read.money(at.subtotal) ?? 0, quantity),
    listPrice: read.money(at.list_price),
    sellerDiscount: discount === null ? null : Math.abs(discount),
    orderDiscount: 0,
    refund: 0,
    returned: read.integer(at.returned_quantity),
  };
}

/** One seller centre, two places of sale: an order of Tokopedia says so, or has an invoice of Tokopedia. */
function channelOf(read: FieldReader): string | null {
  const word = read.text(at.channel)?.toLowerCase();
  if (word === 'tokopedia' || (word === undefined && read.has(at.invoice))) return 'tokopedia';
  return null;
}

export const tiktokOrders: Format = {
  name: 'tiktok-orders',
  title: 'TikTok Shop & Tokopedia: semua pesanan',
  channel: 'tiktok-shop',
  signature: {
    marks: [
      'Order Substatus',
      'Sku Quantity of return',
      'SKU Unit Original Price',
      'SKU Subtotal Before Discount',
      'SKU Platform Discount',
      'SKU Seller Discount',
      'SKU Subtotal After Discount',
      'RTS Time',
      'Purchase Channel',
      'Tokopedia Invoice Number',
      'Cancelation/Return Type',
      'Cancellation/Return Type',
    ],
    atLeast: 4,
    never: ['channel', 'kanal', 'saluran'],
  },
  columns,
  dialect: { order: 'dayFirst', threeDigitsAreThousands: true },
  // Below the header the export describes each column: "Platform unique order ID.", "Order creation time."
  skips: (read) => /\s/.test(read.text(at.order_id) ?? '') && !/\d/.test(read.text(at.ordered_at) ?? ''),
  states: STATUSES,
  kinds: { orders: orderReading({ part }) },
};
