/**
 * Whole, valid rules to begin with, one for each type of event: an editor offers them in an empty file, and the parts
 * of the first one key by key.
 */
const old = { fact: 'stock.ageDaysOldest', operator: 'greaterThan', value: 60 };
const fires = (type: string, facts: object): object => ({ facts, expect: { type } });
const silent = (facts: object): object => ({ facts, expect: null });
const oldExamples = (type: string): object[] => [
  fires(type, { 'stock.ageDaysOldest': 61 }),
  silent({ 'stock.ageDaysOldest': 60 }),
];

export const SKELETON = {
  name: 'discount-old-stock',
  title: {
    id: 'Stok berumur lebih dari 60 hari dipotong 10 persen.',
    en: 'Stock older than 60 days is cut by 10 per cent.',
  },
  priority: 300,
  conditions: { all: [old] },
  event: { type: 'discount', params: { percent: 10 } },
  examples: oldExamples('discount'),
};

export const EVENT_SKELETONS = [
  SKELETON.event,
  { type: 'discount', params: { optimise: { minPercent: 5, maxPercent: 25, clearWithinDays: 45 } } },
  { type: 'voucher', params: { percent: 5, quota: 50 } },
  { type: 'bundle', params: { partner: 'best', percent: 10 } },
  { type: 'restore' },
  { type: 'hold', params: { reason: 'Barang baru datang / new arrival' } },
  { type: 'alert', params: { message: { id: 'Periksa barang ini.', en: 'Look at this product.' } } },
];

const skeleton = (name: string, id: string, en: string, priority: number, event: number, more: object): object => ({
  $schema: './schema.json',
  ...SKELETON,
  name,
  title: { id, en },
  priority,
  event: EVENT_SKELETONS[event],
  ...more,
});

export const RULE_SKELETONS: object[] = [
  { $schema: './schema.json', ...SKELETON },
  skeleton(
    'optimise-old-stock',
    'Stok berumur lebih dari 60 hari dipotong secukupnya agar habis dalam 45 hari.',
    'Stock older than 60 days is cut as far as clearing it within 45 days takes.',
    300,
    1,
    {},
  ),
  skeleton(
    'voucher-old-stock',
    'Stok berumur lebih dari 60 hari didorong dengan voucher 5 persen.',
    'Stock older than 60 days is pushed by a voucher of 5 per cent.',
    300,
    2,
    { examples: oldExamples('voucher') },
  ),
  skeleton(
    'bundle-old-stock',
    'Stok berumur lebih dari 60 hari ditawarkan sebagai paket.',
    'Stock older than 60 days is offered as a bundle.',
    300,
    3,
    {
      conditions: { all: [old, { fact: 'pair.known', operator: 'equal', value: true }] },
      examples: [
        fires('bundle', { 'stock.ageDaysOldest': 61, 'pair.known': true }),
        silent({ 'stock.ageDaysOldest': 61, 'pair.known': false }),
      ],
    },
  ),
  skeleton(
    'restore-fresh-stock',
    'Potongan dihentikan bila tidak ada lagi stok lama.',
    'A cut ends once nothing stale is left.',
    400,
    4,
    {
      conditions: {
        all: [
          { fact: 'stock.staleUnits', operator: 'equal', value: 0 },
          { fact: 'channel.discountBp', operator: 'greaterThan', value: 0 },
        ],
      },
      examples: [
        fires('restore', { 'stock.staleUnits': 0, 'channel.discountBp': 1000 }),
        silent({ 'stock.staleUnits': 4, 'channel.discountBp': 1000 }),
      ],
    },
  ),
  skeleton(
    'hold-new-stock',
    'Barang baru tidak diberi usulan selama 14 hari.',
    'New goods get no suggestion for 14 days.',
    500,
    5,
    {
      conditions: { all: [{ fact: 'stock.ageDaysOldest', operator: 'lessThanInclusive', value: 14 }] },
      examples: [fires('hold', { 'stock.ageDaysOldest': 14 }), silent({ 'stock.ageDaysOldest': 15 })],
    },
  ),
  skeleton('alert-no-cost', 'Harga modal belum diisi.', 'The cost is missing.', 900, 6, {
    conditions: { all: [{ fact: 'product.costKnown', operator: 'equal', value: false }] },
    examples: [fires('alert', { 'product.costKnown': false }), silent({ 'product.costKnown': true })],
  }),
];
