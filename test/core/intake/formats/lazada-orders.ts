import type { FormatSample } from './sample.js';

const titles = [
  ...[
    'orderItemId',
    'orderType',
    'lazadaId',
    'sellerSku',
    'lazadaSku',
    'wareHouse',
    'createTime',
    'updateTime',
    'rtsSla',
  ],
  ...[
    'orderNumber',
    'customerName',
    'customerEmail',
    'shippingName',
    'shippingAddress',
    'shippingPhone',
    'billingPhone2',
  ],
  ...['payMethod', 'paidPrice', 'unitPrice', 'sellerDiscountTotal', 'shippingFee', 'itemName', 'variation', 'status'],
  ...['buyerFailedDeliveryReason', 'refundAmount', 'sellerNote'],
];
const BUYER = [
  'Dewi Lestari',
  'dewi.l@example.id',
  'Ibu Dewi L.',
  'Komplek Griya Asri F-21',
  '62811000222333',
  '62811000222444',
];

function unit(
  item: string,
  sku: string,
  order: string,
  created: string,
  price: string,
  given: string,
  status: string,
): string[] {
  return [
    ...[item, 'Normal', 'LZ-1', sku, `9000${sku.length}_ID-${sku.length}`, 'dropshipping', created, created, ''],
    ...[order, ...BUYER, 'COD', price, price, given, '9000', 'Kaos Polos', 'Warna:Hitam', status, '', '', ''],
  ];
}

export const lazadaOrdersSample: FormatSample = {
  format: 'lazada-orders',
  titles,
  rows: [
    // Three units of one SKU, of which one came back; the order's other unit stands between them.
    unit('801', 'KAOS-H-L', '1000200030', '03 Nov 2026 10:23', '125000.00', '-5000.00', 'delivered'),
    unit('802', 'KAOS-H-L', '1000200030', '03 Nov 2026 10:23', '125000.00', '-5000.00', 'returned'),
    unit('803', 'TOPI-1', '1000200030', '03 Nov 2026 10:23', '40000.00', '0.00', 'delivered'),
    unit('804', 'KAOS-H-L', '1000200030', '03 Nov 2026 10:23', '125000.00', '-5000.00', 'delivered'),
    // Of two units one was cancelled before it was sent.
    unit('805', 'KAOS-H-L', '1000200031', '04 Nov 2026 00:10', '125000.00', '0.00', 'shipped'),
    unit('806', 'KAOS-H-L', '1000200031', '04 Nov 2026 00:10', '125000.00', '0.00', 'canceled'),
    unit('807', 'TOPI-1', '1000200032', '05 Nov 2026 09:00', '40000.00', '0.00', 'unpaid'),
    unit('808', 'TOPI-1', '1000200033', '05 Nov 2026 09:00', '40000.00', '0.00', 'lost'),
  ],
  expected: {
    orders: [
      {
        orderId: '1000200030',
        lineId: '90008_ID-8|125000',
        channel: 'lazada',
        sku: 'KAOS-H-L',
        quantity: 3,
        unitPrice: 125_000,
        sellerDiscount: 15_000,
        status: 'sold',
        returnedQuantity: 1,
        orderedAt: Date.parse('2026-11-03T03:23:00Z'),
        channelSku: { channel: 'lazada', id: '90008_ID-8', name: 'Kaos Polos (Warna:Hitam)' },
      },
      { orderId: '1000200030', sku: 'TOPI-1', quantity: 1, unitPrice: 40_000, returnedQuantity: 0 },
      { orderId: '1000200031', sku: 'KAOS-H-L', quantity: 1, status: 'sold', phase: 'underway', returnedQuantity: 0 },
      { orderId: '1000200032', status: 'pending', phase: 'unpaid' },
      { orderId: '1000200033', status: 'cancelled' },
    ],
  },
  needed: 'orderItemId',
  id: 'orderNumber',
  text: 'itemName',
  personal: BUYER,
};
