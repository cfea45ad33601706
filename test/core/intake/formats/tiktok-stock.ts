import { parseDay } from '../../../../src/core/units.js';
import type { FormatSample } from './sample.js';

const titles = [
  ...['product_id', 'category', 'product_name', 'sku_id', 'variation_value', 'price', 'quantity', 'seller_sku'],
  ...['status', 'note'],
];
const today = parseDay('2026-11-25')!;
const seller = 'hubungi Sari 0813-1111-2222';

export const tiktokStockSample: FormatSample = {
  format: 'tiktok-stock',
  titles,
  rows: [
    ['V3', 'metric', '', '', '', '', '', '', '', ''],
    [
      ...['ID Produk', 'Kategori', 'Nama Produk', 'ID SKU', 'Nilai Variasi', 'Harga', 'Kuantitas', 'SKU Penjual'],
      ...['Status', ''],
    ],
    ['Wajib', '', 'Wajib', 'Wajib', '', 'Wajib', 'Wajib', 'Opsional', '', ''],
    ['Tidak dapat diedit', '', '', 'Tidak dapat diedit', '', '', '', '', '', ''],
    [
      ...['1729384756102938476', 'Topi', 'Topi Rajut', '1729384756102938601', '', '50000', '4', 'TOPI'],
      ...['Dinonaktifkan(2)', ''],
    ],
    [
      ...['1729384756102938475', 'Kaos', 'Kaos Polos', '1729384756102938501', 'Hitam, L', '125000', '7', 'KAOS-H-L'],
      ...['Aktif(1)', seller],
    ],
    [
      ...['1729384756102938475', 'Kaos', 'Kaos Polos', '1729384756102938502', 'Putih, L', '99900', '0', ''],
      ...['Aktif(1)', ''],
    ],
  ],
  expected: {
    // What is switched off has no price there, but it is in stock.
    listings: [
      {
        channel: 'tiktok-shop',
        sku: 'KAOS-H-L',
        price: 125_000,
        externalId: '1729384756102938475',
        externalVariantId: '1729384756102938501',
      },
      {
        sku: '',
        price: 99_900,
        channelSku: { channel: 'tiktok-shop', id: '1729384756102938502', name: 'Kaos Polos (Putih, L)' },
      },
    ],
    inventory: [
      { day: today, sku: 'TOPI', onHand: 4 },
      { sku: 'KAOS-H-L', onHand: 7 },
      { sku: '', onHand: 0 },
    ],
  },
  needed: 'product_id',
  id: 'product_id',
  text: 'variation_value',
  otherTitles: {
    product_id: 'ID Produk',
    product_name: 'Nama Produk',
    sku_id: 'ID SKU',
    variation_value: 'Nilai Variasi',
    price: 'Harga',
    quantity: 'Kuantitas',
    seller_sku: 'SKU Penjual',
  },
  personal: [seller],
};
