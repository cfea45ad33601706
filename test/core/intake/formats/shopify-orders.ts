import type { FormatSample } from './sample.js';

const titles = [
  ...[
    'Name',
    'Email',
    'Financial Status',
    'Paid at',
    'Fulfillment Status',
    'Accepts Marketing',
    'Currency',
    'Subtotal',
  ],
  ...['Shipping', 'Total', 'Discount Code', 'Discount Amount', 'Created at', 'Lineitem quantity', 'Lineitem name'],
  ...[
    'Lineitem price',
    'Lineitem compare at price',
    'Lineitem sku',
    'Lineitem discount',
    'Billing Name',
    'Billing Phone',
  ],
  ...['Shipping Address1', 'Cancelled at', 'Refunded Amount', 'Id', 'Phone'],
];
const BUYER = ['andi.pratama@example.id', 'Andi Pratama', '+6281999000111', 'Jl. Kemang Timur 88', '+6281999000112'];
const [email, name, phone, address, second] = BUYER;
interface Order {
  status: string;
  fulfilled?: string;
  discount?: string;
  created: string;
  cancelled?: string;
  refund?: string;
}

function first(id: string, order: Order, item: string[]): string[] {
  const { status, fulfilled = '', discount = '0.00', created, cancelled = '', refund = '0.00' } = order;
  return [
    ...[id, email!, status, '', fulfilled, 'no', 'IDR', '250000.00', '0.00', '250000.00', 'HEMAT', discount, created],
    ...[...item, name!, phone!, address!, cancelled, refund, '5400000000001', second!],
  ];
}
/** Further rows of an order: cells of the whole order are empty. */
const further = (id: string, item: string[]): string[] => [
  ...[id, email!, '', '', '', '', '', '', '', '', '', '', ''],
  ...[...item, '', '', '', '', '', '', ''],
];

export const shopifyOrdersSample: FormatSample = {
  format: 'shopify-orders',
  titles,
  rows: [
    // 20.000 off the whole order of 150.000 + 50.000 + 50.000: 12.000 + 4.000 + 4.000.
    first(
      '#1001',
      { status: 'paid', fulfilled: 'fulfilled', discount: '20000.00', created: '2026-11-02 22:30:00 +0000' },
      ['2', 'Kaos Polos - Hitam / L', '80000.00', '100000.00', 'KAOS-H-L', '10000.00'],
    ),
    further('#1001', ['1', 'Topi', '50000.00', '', 'TOPI-1', '0.00']),
    further('#1001', ['1', 'Tas', '50000.00', '', '', '0.00']),
    // Paid back 50.000: one unit of the line of two.
    first('#1002', { status: 'partially_refunded', created: '2026-11-03 10:00:00 +0700', refund: '50000.00' }, [
      '2',
      'Topi',
      '50000.00',
      '',
      'TOPI-1',
      '0.00',
    ]),
    // Paid back 15.000, which no number of units comes to: money that was given.
    first('#1003', { status: 'partially_refunded', created: '2026-11-03 11:00:00 +0700', refund: '15000.00' }, [
      '1',
      'Topi',
      '50000.00',
      '',
      'TOPI-1',
      '0.00',
    ]),
    first('#1004', { status: 'refunded', created: '2026-11-04 11:00:00 +0700', refund: '100000.00' }, [
      '2',
      'Topi',
      '50000.00',
      '',
      'TOPI-1',
      '0.00',
    ]),
    first('#1005', { status: 'paid', created: '2026-11-05 11:00:00 +0700', cancelled: '2026-11-05 12:00:00 +0700' }, [
      '1',
      'Topi',
      '50000.00',
      '',
      'TOPI-1',
      '0.00',
    ]),
    first('#1006', { status: 'pending', created: '2026-11-05 11:00:00 +0700' }, [
      '1',
      'Topi',
      '50000.00',
      '',
      'TOPI-1',
      '0.00',
    ]),
  ],
  expected: {
    orders: [
      {
        orderId: '#1001',
        channel: 'website',
        sku: 'KAOS-H-L',
        quantity: 2,
        unitPrice: 75_000,
        listPrice: 100_000,
        // 25.000 a unit off the price before, and 12.000 of the code.
        sellerDiscount: 62_000,
        status: 'sold',
        phase: 'completed',
        // 05:30 on the 3rd in Jakarta.
        orderedAt: Date.parse('2026-11-02T22:30:00Z'),
        day: Date.parse('2026-11-03') / 86_400_000,
      },
      { orderId: '#1001', sku: 'TOPI-1', unitPrice: 50_000, sellerDiscount: 4_000, phase: 'completed' },
      { orderId: '#1001', sku: '', channelSku: { channel: 'website', id: 'Tas', name: 'Tas' }, sellerDiscount: 4_000 },
      { orderId: '#1002', quantity: 2, status: 'sold', returnedQuantity: 1, sellerDiscount: null },
      { orderId: '#1003', status: 'sold', returnedQuantity: 0, sellerDiscount: 15_000 },
      { orderId: '#1004', status: 'returned', returnedQuantity: 2 },
      { orderId: '#1005', status: 'cancelled', returnedQuantity: 0 },
      { orderId: '#1006', status: 'pending', phase: 'unpaid' },
    ],
  },
  needed: 'Lineitem price',
  id: 'Name',
  text: 'Lineitem name',
  personal: BUYER,
};
