import { parseDay } from '../../../../src/core/units.js';
import type { FormatSample } from './sample.js';

const titles = [
  ...['ID', 'Type', 'SKU', 'Name', 'Published', 'Is featured?', 'Date sale price starts', 'Date sale price ends'],
  ...['Tax status', 'In stock?', 'Stock', 'Backorders allowed?', 'Sale price', 'Regular price', 'Categories', 'Parent'],
  ...['Purchase note', 'Meta: _wc_cog_cost'],
];
const note = 'telepon Dewi 0857-123-456';

export const woocommerceProductsSample: FormatSample = {
  format: 'woocommerce-products',
  titles,
  rows: [
    [
      ...['101', 'simple', 'TOPI', 'Topi Rajut', '1', '0', '2026-11-20', '2026-11-30', 'taxable', '1', '8', '0'],
      ...['39900', '50000', 'Aksesori > Topi, Obral', '', note, '21000'],
    ],
    // Stands above what it belongs to.
    [
      ...['205', 'variation', 'KAOS-XL', 'Kaos Polos - XL', '1', '0', '', '', 'taxable', '1', '-1', '1'],
      ...['', '130000', '', 'KAOS', '', ''],
    ],
    ['201', 'variable', 'KAOS', 'Kaos Polos', '1', '0', '', '', 'taxable', '1', '', '0', '', '', 'Kaos', '', '', ''],
    // Neither a SKU nor a price, and its stock is not counted.
    ['203', 'variation', '', 'Kaos Polos - M', '1', '0', '', '', 'taxable', '1', '', '0', '', '', '', 'KAOS', '', ''],
    [
      ...['202', 'variation', 'KAOS-L', 'Kaos Polos - L', '1', '0', '', '', 'taxable', '1', '5', '0'],
      ...['', '125000', '', 'id:201', '', ''],
    ],
  ],
  expected: {
    products: [
      { sku: 'TOPI', name: 'Topi Rajut', category: 'Topi', cost: 21_000, price: 50_000 },
      { sku: 'KAOS-L', name: 'Kaos Polos - L', category: 'Kaos', cost: null },
      { sku: 'KAOS-XL', category: 'Kaos', price: 130_000 },
    ],
    listings: [
      { channel: 'website', sku: 'TOPI', price: 50_000, externalId: '101', externalVariantId: null },
      {
        sku: '',
        price: null,
        externalId: '201',
        channelSku: { channel: 'website', id: '203', name: 'Kaos Polos - M' },
      },
      { sku: 'KAOS-L', price: 125_000, externalId: '201', externalVariantId: '202' },
      { sku: 'KAOS-XL', price: 130_000, externalId: '201', externalVariantId: '205' },
    ],
    inventory: [
      { day: parseDay('2026-11-25')!, sku: 'TOPI', onHand: 8 },
      { sku: 'KAOS-L', onHand: 5 },
      { sku: 'KAOS-XL', onHand: 0 },
    ],
  },
  needed: 'Regular price',
  id: 'ID',
  text: 'Name',
  otherTitles: {
    Type: 'Tipe',
    Name: 'Nama',
    'Regular price': 'Harga normal',
    'Sale price': 'Harga obral',
    Stock: 'Stok',
    Categories: 'Kategori',
    Parent: 'Induk',
  },
  personal: [note],
};
