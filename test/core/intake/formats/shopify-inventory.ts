import { parseDay } from '../../../../src/core/units.js';
import type { FormatSample } from './sample.js';

const titles = [
  ...[
    'Handle',
    'Title',
    'Option1 Name',
    'Option1 Value',
    'Option2 Name',
    'Option2 Value',
    'SKU',
    'HS Code',
    'Location',
  ],
  ...['Incoming (not editable)', 'Unavailable (not editable)', 'Committed (not editable)', 'Available (not editable)'],
  ...['On hand (current)', 'On hand (new)', 'Bin name'],
];
const keeper = 'rak Pak Joko 0815-9999';
const row = (sku: string, size: string, place: string, onHand: string, bin = '') => [
  ...['kaos-polos', 'Kaos Polos', 'Ukuran', size, '', '', sku, '', place, '0', '0', '2', '9', onHand, '', bin],
];

export const shopifyInventorySample: FormatSample = {
  format: 'shopify-inventory',
  titles,
  rows: [
    row('KAOS-L', 'L', 'Gudang Bogor', '12', keeper),
    row('KAOS-L', 'L', 'Toko Bandung', '5'),
    // Not kept at the one place, oversold at the other.
    row('KAOS-M', 'M', 'Gudang Bogor', 'Not stocked'),
    row('KAOS-M', 'M', 'Toko Bandung', '-3'),
    row('KAOS-S', 'S', 'Gudang Bogor', 'Not stocked'),
    row('', 'XL', 'Gudang Bogor', '4'),
  ],
  expected: {
    inventory: [
      { day: parseDay('2026-11-25')!, sku: 'KAOS-L', onHand: 17, location: '' },
      { sku: 'KAOS-M', onHand: 0 },
      {
        sku: '',
        onHand: 4,
        channelSku: { channel: 'website', id: 'Kaos Polos (XL)', name: 'Kaos Polos (XL)' },
      },
    ],
  },
  needed: 'Location',
  id: 'SKU',
  text: 'Title',
  otherTitles: {
    'On hand (current)': 'On hand',
    'Incoming (not editable)': 'Incoming',
    'Committed (not editable)': 'Committed',
    'Option1 Value': 'Option1 value',
  },
  personal: [keeper],
};
