import { parseDay } from '../../../../src/core/units.js';
import type { FormatSample } from './sample.js';

const titles = [
  ...['Title', 'URL handle', 'Description', 'Vendor', 'Type', 'Status', 'SKU', 'Option1 name', 'Option1 value'],
  ...['Price', 'Price / Malaysia', 'Compare-at price', 'Cost per item', 'Inventory tracker', 'Inventory quantity'],
  'Product image URL',
];
const vendor = 'Ibu Ratna 0811-222-333';

export const shopifyProductsSample: FormatSample = {
  format: 'shopify-products',
  titles,
  rows: [
    [
      ...['Kaos Polos', 'kaos-polos', '<p>Adem, tebal</p>', vendor, 'Kaos', 'Active', 'KAOS-L', 'Ukuran', 'L'],
      ...['99000.00', '35.00', '125000.00', '61500.00', 'shopify', '12', 'https://example.com/1.jpg'],
    ],
    [...['', 'kaos-polos', '', '', '', '', '', 'Ukuran', 'M'], ...['125000.00', '', '', '', 'shopify', '-2', '']],
    // Only one more picture.
    ['', 'kaos-polos', '', '', '', '', '', '', '', '', '', '', '', '', '', 'https://example.com/2.jpg'],
    [
      ...['Kartu ucapan', 'kartu', '', '', '', 'Active', 'KARTU', 'Title', 'Default Title'],
      ...['5000.00', '', '', '1200.00', '', '0', ''],
    ],
  ],
  expected: {
    products: [
      { sku: 'KAOS-L', name: 'Kaos Polos (L)', category: 'Kaos', cost: 61_500, price: 125_000 },
      { sku: 'KARTU', name: 'Kartu ucapan', category: null, cost: 1_200 },
    ],
    // What is struck through is the price; the one in force is an offer.
    listings: [
      { channel: 'website', sku: 'KAOS-L', price: 125_000, externalId: null },
      {
        sku: '',
        price: 125_000,
        channelSku: { channel: 'website', id: 'Kaos Polos (M)', name: 'Kaos Polos (M)' },
      },
      { sku: 'KARTU', price: 5_000 },
    ],
    // Of what nobody counts nothing is said.
    inventory: [
      { day: parseDay('2026-11-25')!, sku: 'KAOS-L', onHand: 12 },
      { sku: '', onHand: 0 },
    ],
  },
  needed: 'Price',
  id: 'SKU',
  text: 'Title',
  otherTitles: {
    'URL handle': 'Handle',
    SKU: 'Variant SKU',
    Price: 'Variant Price',
    'Compare-at price': 'Variant Compare At Price',
    'Inventory tracker': 'Variant Inventory Tracker',
    'Inventory quantity': 'Variant Inventory Qty',
    Description: 'Body (HTML)',
  },
  personal: [vendor],
};
