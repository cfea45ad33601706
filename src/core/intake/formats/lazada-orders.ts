import type { FieldReader } from '../cells.js';
import { table, type Format } from './format.js';
import { nameOf, orderReading, type OrderPart } from './orders.js';
import { readPhase, type StatusWords } from './order-status.js';

const { columns, at } = table({
  item_id: { type: 'key', required: true, max: 64, aliases: ['orderItemId'] },
  order_id: { type: 'key', required: true, max: 64, aliases: ['orderNumber'] },
  ordered_at: { type: 'instant', required: true, aliases: ['createTime'] },
  sku: { type: 'key', max: 64, aliases: ['sellerSku'] },
  channel_sku: { type: 'key', max: 128, aliases: ['lazadaSku'] },
  product_name: { type: 'text', max: 2_000, aliases: ['itemName'] },
  variation: { type: 'text', max: 2_000, aliases: ['variation'] },
  unit_price: { type: 'money', required: true, aliases: ['unitPrice', 'paidPrice'] },
  seller_discount: { type: 'money', signed: true, aliases: ['sellerDiscountTotal'] },
  status: { type: 'text', required: true, max: 500, aliases: ['status'] },
});

/** The words of Lazada's interface; that the file writes the same ones is not verified. */
const STATUSES: StatusWords = {
  words: {
    unpaid: 'unpaid',
    pending: 'underway',
    topack: 'underway',
    packed: 'underway',
    repacked: 'underway',
    toship: 'underway',
    'ready to ship': 'underway',
    shipping: 'underway',
    shipped: 'underway',
    delivered: 'completed',
    confirmed: 'completed',
    completed: 'completed',
    canceled: 'cancelled',
    cancelled: 'cancelled',
    failed: 'cancelled',
    'failed delivery': 'cancelled',
    lost: 'cancelled',
    returned: 'returned',
  },
};

/** Each row is one unit; rows of the same SKU and price become one line in orders.ts. */
function part(read: FieldReader): OrderPart {
  const sku = read.text(at.sku);
  const id = read.text(at.channel_sku);
  if (sku === null && id === null) read.fail(at.sku, 'missing-value', 'The row has neither sellerSku nor lazadaSku.');
  const discount = read.money(at.seller_discount);
  return {
    line: read.line,
    orderId: read.need(at.order_id),
    moment: read.moment(at.ordered_at),
    phase: readPhase(read, at.status, STATUSES),
    channel: null,
    sku,
    channelSkuId: id,
    name: nameOf(read.text(at.product_name), read.text(at.variation)),
    key: id ?? sku ?? '',
    variation: read.need(at.item_id),
    quantity: 1,
    unitPrice: read.money(at.unit_price) ?? 0,
    listPrice: null,
    sellerDiscount: discount === null ? null : Math.abs(discount),
    orderDiscount: 0,
    refund: 0,
    returned: null,
  };
}

export const lazadaOrders: Format = {
  name: 'lazada-orders',
  title: 'Lazada: pesanan',
  channel: 'lazada',
  signature: {
    marks: [
      'orderItemId',
      'lazadaId',
      'lazadaSku',
      'sellerSku',
      'orderNumber',
      'rtsSla',
      'ttsSla',
      'paidPrice',
      'createTime',
    ],
    atLeast: 4,
    never: ['channel', 'kanal', 'saluran'],
  },
  columns,
  dialect: { order: 'dayFirst', threeDigitsAreThousands: true },
  states: STATUSES,
  kinds: { orders: orderReading({ part }) },
};
