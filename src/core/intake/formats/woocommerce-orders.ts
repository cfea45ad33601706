import type { FieldReader } from '../cells.js';
import type { Cell } from '../header.js';
import { table, type FileFacts, type Format } from './format.js';
import { orderReading, perUnit, refuseOtherCurrency, shortened, type OrderPart } from './orders.js';
import { readPhase, type StatusWords } from './order-status.js';

const { columns, at } = table({
  order_id: { type: 'key', required: true, max: 64, aliases: ['order.id'] },
  status: { type: 'text', required: true, max: 500, aliases: ['order.status'] },
  ordered_at: { type: 'instant', required: true, aliases: ['order.date_created'] },
  currency: { type: 'text', max: 500, aliases: ['order.currency'] },
  refund: { type: 'money', signed: true, isRounded: true, aliases: ['order.refunds'] },
  line_id: { type: 'key', required: true, max: 64, aliases: ['line_item.id'] },
  sku: { type: 'key', max: 64, aliases: ['line_item.sku'] },
  channel_sku: { type: 'key', max: 64, aliases: ['line_item.product'] },
  product_name: { type: 'text', max: 2_000, aliases: ['line_item.name'] },
  quantity: { type: 'integer', required: true, min: 1, aliases: ['line_item.quantity'] },
  subtotal: { type: 'money', isRounded: true, aliases: ['line_item.subtotal'] },
  total: { type: 'money', required: true, isRounded: true, aliases: ['line_item.total'] },
});

/** `on-hold` waits for a bank transfer; it is not paid. */
const STATUSES: StatusWords = {
  words: {
    pending: 'unpaid',
    'on-hold': 'unpaid',
    'checkout-draft': 'unpaid',
    'auto-draft': 'unpaid',
    processing: 'underway',
    completed: 'completed',
    cancelled: 'cancelled',
    failed: 'cancelled',
    trash: 'cancelled',
    refunded: 'returned',
  },
};

function part(read: FieldReader, file: FileFacts): OrderPart {
  refuseOtherCurrency(read, at.currency, file);
  const quantity = read.integer(at.quantity) ?? 0;
  const subtotal = read.money(at.subtotal);
  const sku = read.text(at.sku);
  const id = read.text(at.channel_sku);
  const name = read.text(at.product_name);
  if (sku === null && id === null && name === null)
    read.fail(at.sku, 'missing-value', 'The line item names no product.');
  return {
    line: read.line,
    orderId: read.need(at.order_id),
    moment: read.moment(at.ordered_at),
    phase: readPhase(read, at.status, STATUSES),
    channel: null,
    sku,
    channelSkuId: id ?? (name === null ? null : shortened(name, 200)),
    name,
    key: id ?? sku ?? '',
    variation: '',
    quantity,
    unitPrice: perUnit(read.money(at.total) ?? 0, quantity),
    listPrice: subtotal === null ? null : perUnit(subtotal, quantity),
    sellerDiscount: null,
    orderDiscount: 0,
    refund: Math.abs(read.money(at.refund) ?? 0),
    returned: null,
    lineId: read.need(at.line_id),
  };
}

type Document = Record<string, unknown>;
const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Document[] => (Array.isArray(value) ? value.filter(isDocument) : []);
const cellOf = (value: unknown): Cell => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/**
 * The sum of amounts that are written as decimal text, as such text. Tax is told apart from the price there to several
 * decimals; only the sum is what was paid. What is no amount is handed on as it is, to be rejected with its row.
 */
function sumOf(...amounts: unknown[]): Cell {
  let sum = 0n;
  for (const amount of amounts) {
    const text = cellOf(amount);
    if (text === '') continue;
    const match = /^(-?)(\d{1,15})(?:\.(\d{1,10}))?$/.exec(String(text));
    if (match === null) return text;
    const value = BigInt(match[2]! + (match[3] ?? '').padEnd(10, '0'));
    sum += match[1] === '-' ? -value : value;
  }
  // Six decimals of tax leave a few millionths; four are enough to round rightly.
  const digits = ((sum < 0n ? -sum : sum) + 500_000n) / 1_000_000n;
  const text = digits.toString().padStart(5, '0');
  const short = `${text.slice(0, -4)}.${text.slice(-4)}`.replace(/\.?0+$/, '');
  return sum < 0n ? `-${short}` : short;
}

/** One order of the REST interface as rows; nothing of billing and shipping is looked at. */
function rowsOf(order: Document): Cell[][] {
  const created = cellOf(order.date_created_gmt);
  const refunds = sumOf(...listOf(order.refunds).map(({ total }) => total));
  return listOf(order.line_items)
    .filter(({ quantity }) => quantity !== 0)
    .map((item) => [
      cellOf(order.id),
      cellOf(order.status),
      created === '' ? cellOf(order.date_created) : `${created.toString().replace(/Z$/, '')}Z`,
      cellOf(order.currency),
      refunds,
      cellOf(item.id),
      cellOf(item.sku),
      cellOf(item.variation_id === 0 || item.variation_id === undefined ? item.product_id : item.variation_id),
      cellOf(item.name),
      cellOf(item.quantity),
      sumOf(item.subtotal, item.subtotal_tax),
      sumOf(item.total, item.total_tax),
    ]);
}

const titles = columns.map(({ aliases }) => aliases[0]!);

export const woocommerceOrders: Format = {
  name: 'woocommerce-orders',
  title: 'WooCommerce: orders (REST, JSON)',
  channel: 'website',
  signature: { marks: titles, atLeast: 8 },
  columns,
  states: STATUSES,
  kinds: { orders: orderReading({ part }) },
  documents: {
    titles,
    isOne: (document) => Array.isArray(document.line_items) && 'status' in document && 'id' in document,
    rows: rowsOf,
  },
};
