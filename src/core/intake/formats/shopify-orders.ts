import type { FieldReader } from '../cells.js';
import type { OrderPhase } from '../rows.js';
import { table, type FileFacts, type Format } from './format.js';
import { orderReading, perUnit, refuseOtherCurrency, shortened, type OrderPart } from './orders.js';
import { readPhase, type StatusWords } from './order-status.js';

/** Cells of the whole order stand on its first row only. */
const { columns, at } = table({
  order_id: { type: 'key', required: true, max: 64, aliases: ['Name'] },
  status: { type: 'text', required: true, max: 500, aliases: ['Financial Status'] },
  fulfilment: { type: 'text', max: 500, aliases: ['Fulfillment Status'] },
  ordered_at: { type: 'instant', required: true, aliases: ['Created at'] },
  currency: { type: 'text', max: 500, aliases: ['Currency'] },
  cancelled_at: { type: 'text', max: 500, aliases: ['Cancelled at'] },
  discount: { type: 'money', signed: true, aliases: ['Discount Amount'] },
  refund: { type: 'money', signed: true, aliases: ['Refunded Amount'] },
  quantity: { type: 'integer', required: true, min: 1, aliases: ['Lineitem quantity'] },
  product_name: { type: 'text', max: 2_000, aliases: ['Lineitem name'] },
  unit_price: { type: 'money', required: true, aliases: ['Lineitem price'] },
  list_price: { type: 'money', aliases: ['Lineitem compare at price'] },
  line_discount: { type: 'money', signed: true, aliases: ['Lineitem discount'] },
  sku: { type: 'key', max: 64, aliases: ['Lineitem sku'] },
});

/** Paid is underway until it is sent; an order that is paid on delivery is pending until then. */
const STATUSES: StatusWords = {
  words: {
    pending: 'unpaid',
    authorized: 'unpaid',
    paid: 'underway',
    'partially paid': 'underway',
    'partially refunded': 'underway',
    refunded: 'returned',
    voided: 'cancelled',
    expired: 'cancelled',
  },
};

function part(read: FieldReader, file: FileFacts): OrderPart | null {
  // Rows without a line item hold a further payment or tax of the order.
  if (!read.has(at.quantity) && !read.has(at.product_name)) return null;
  refuseOtherCurrency(read, at.currency, file);
  const quantity = read.integer(at.quantity) ?? 0;
  const price = read.money(at.unit_price) ?? 0;
  const unitPrice = price - perUnit(Math.abs(read.money(at.line_discount) ?? 0), quantity);
  const listPrice = Math.max(price, read.money(at.list_price) ?? 0);
  const sku = read.text(at.sku);
  const name = read.text(at.product_name);
  if (sku === null && name === null) read.fail(at.sku, 'missing-value', 'The row has neither a SKU nor a name.');
  if (unitPrice < 0)
    read.fail(at.line_discount, 'range-reversed', 'The discount is larger than the price of the line.');
  return {
    line: read.line,
    orderId: read.need(at.order_id),
    moment: read.has(at.ordered_at) ? read.moment(at.ordered_at) : null,
    phase: phaseOf(read),
    channel: null,
    sku,
    channelSkuId: sku === null && name !== null ? shortened(name, 200) : null,
    name,
    key: sku ?? name ?? '',
    variation: name ?? '',
    quantity,
    unitPrice,
    listPrice,
    sellerDiscount: null,
    orderDiscount: Math.abs(read.money(at.discount) ?? 0),
    refund: Math.abs(read.money(at.refund) ?? 0),
    returned: null,
  };
}

function phaseOf(read: FieldReader): OrderPhase | null {
  const told = readPhase(read, at.status, STATUSES);
  if (told === null) return null;
  if (read.has(at.cancelled_at)) return 'cancelled';
  return told === 'underway' && read.text(at.fulfilment)?.toLowerCase() === 'fulfilled' ? 'completed' : told;
}

export const shopifyOrders: Format = {
  name: 'shopify-orders',
  title: 'Shopify: orders',
  channel: 'website',
  signature: {
    marks: [
      'Financial Status',
      'Fulfillment Status',
      'Lineitem quantity',
      'Lineitem name',
      'Lineitem price',
      'Lineitem sku',
      'Accepts Marketing',
    ],
    atLeast: 4,
    never: ['channel', 'kanal', 'saluran'],
  },
  columns,
  dialect: { order: 'dayFirst' },
  states: STATUSES,
  kinds: { orders: orderReading({ part }) },
};
