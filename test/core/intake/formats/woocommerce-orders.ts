import { DocumentRows } from '../../../../src/core/intake/formats/documents.js';
import type { FormatSample } from './sample.js';

const PERSON = {
  first_name: 'Maya',
  last_name: 'Anggraini',
  phone: '0813-5555-0001',
  email: 'maya.a@example.id',
  address_1: 'Perum Mawar Indah 17',
};
const BUYER = ['Anggraini', '0813-5555-0001', 'maya.a@example.id', 'Perum Mawar Indah 17', 'bel rumah rusak'];

function order(id: number, status: string, created: string, items: object[], refunds: object[] = []): object {
  return {
    ...{
      id,
      number: String(id),
      status,
      currency: 'IDR',
      date_created: '2026-11-07T08:00:00',
      date_created_gmt: created,
    },
    ...{ billing: PERSON, shipping: PERSON, customer_note: 'bel rumah rusak', line_items: items, refunds },
  };
}
function item(
  id: number,
  sku: string,
  variation: number,
  quantity: number,
  subtotal: string,
  total: string,
  tax: string,
): object {
  return {
    ...{ id, name: 'Kaos Polos - Hitam', product_id: 77, variation_id: variation, quantity, sku },
    ...{
      subtotal,
      subtotal_tax: '0.00',
      total,
      total_tax: tax,
      price: 1,
      meta_data: [{ key: 'Untuk', value: PERSON.phone }],
    },
  };
}

const documents = [
  // 112.612,61 and 12.387,39 of tax are the 125.000 that were paid for two.
  order(5001, 'completed', '2026-11-07T01:00:00', [
    item(1, 'KAOS-H-L', 78, 2, '150000.00', '112612.612613', '12387.387387'),
    item(2, '', 0, 1, '40000.00', '40000.00', '0.00'),
  ]),
  order(5002, 'processing', '2026-11-07T17:30:00', [item(3, 'KAOS-H-L', 78, 1, '75000.00', '75000.00', '0.00')]),
  order(5003, 'on-hold', '2026-11-07T18:00:00', [item(4, 'KAOS-H-L', 78, 1, '75000.00', '75000.00', '0.00')]),
  order(
    5004,
    'completed',
    '2026-11-08T01:00:00',
    [item(5, 'KAOS-H-L', 78, 2, '150000.00', '150000.00', '0.00')],
    [{ id: 9, total: '-75000.00' }],
  ),
  order(
    5005,
    'refunded',
    '2026-11-08T02:00:00',
    [item(6, 'KAOS-H-L', 78, 2, '150000.00', '150000.00', '0.00')],
    [{ id: 9, total: '-150000.00' }],
  ),
  order(5006, 'failed', '2026-11-08T03:00:00', [item(7, 'KAOS-H-L', 78, 1, '75000.00', '75000.00', '0.00')]),
];
const [titles, ...rows] = new DocumentRows().take(documents).cells as [string[], ...string[][]];

export const woocommerceOrdersSample: FormatSample = {
  format: 'woocommerce-orders',
  titles,
  rows,
  documents,
  expected: {
    orders: [
      {
        orderId: '5001',
        lineId: '1',
        channel: 'website',
        sku: 'KAOS-H-L',
        channelSku: { channel: 'website', id: '78', name: 'Kaos Polos - Hitam' },
        quantity: 2,
        unitPrice: 62_500,
        listPrice: 75_000,
        status: 'sold',
        phase: 'completed',
        orderedAt: Date.parse('2026-11-07T01:00:00Z'),
      },
      {
        orderId: '5001',
        lineId: '2',
        sku: '',
        channelSku: { channel: 'website', id: '77', name: 'Kaos Polos - Hitam' },
        unitPrice: 40_000,
      },
      // 00:30 on the 8th in Jakarta.
      { orderId: '5002', status: 'sold', phase: 'underway', day: Date.parse('2026-11-08') / 86_400_000 },
      { orderId: '5003', status: 'pending', phase: 'unpaid' },
      { orderId: '5004', status: 'sold', quantity: 2, returnedQuantity: 1 },
      { orderId: '5005', status: 'returned', returnedQuantity: 2 },
      { orderId: '5006', status: 'cancelled', returnedQuantity: 0 },
    ],
  },
  needed: 'line_item.total',
  id: 'order.id',
  text: 'line_item.name',
  personal: BUYER,
};
