import { parseDay } from '../../../../src/core/units.js';
import type { FormatSample } from './sample.js';

const titles = [
  ...['et_title_product_id', 'et_title_product_name', 'et_title_variation_id', 'et_title_variation_name'],
  ...['et_title_parent_sku', 'et_title_variation_sku', 'et_title_variation_price', 'ps_gtin_code'],
  ...['et_title_variation_stock.1', 'et_title_variation_stock.2', 'et_title_reason'],
];
const today = parseDay('2026-11-25')!;
const seller = 'Budi 0812-3456-7890';

export const shopeeStockSample: FormatSample = {
  format: 'shopee-stock',
  titles,
  rows: [
    ['sales_info', '220408_floatingstock', '', '', '', '', '', '', '', '', ''],
    [
      ...['Kode Produk', 'Nama Produk', 'Kode Variasi', 'Nama Variasi', 'SKU Induk', 'SKU', 'Harga', 'GTIN'],
      ...['Stok', 'Stok', 'Alasan Gagal'],
    ],
    ['', '', '', '', '', '', 'Wajib', '', 'Wajib', 'Wajib', ''],
    ['Tidak dapat diubah', 'Tidak dapat diubah', 'Tidak dapat diubah', '', '', '', '', '', '', '', ''],
    ['', '', '', '', '', 'Maksimal 100 karakter', '', '', '', '', ''],
    ['18445031', 'Kaos Polos', '20641', 'Hitam,L', 'KAOS', 'KAOS-H-L', '125.000', '', '12', '3', seller],
    // The name stands on the first row of a product only; no SKU of the variation.
    ['18445031', '', '20642', 'Putih,L', '', '', '99.900', '', '0', '', ''],
    // No variations: the parent's SKU is the product's.
    ['18445032', 'Topi Rajut', '0', '', 'TOPI', '', '50.000', '', '', '', ''],
  ],
  expected: {
    listings: [
      {
        channel: 'shopee',
        sku: 'KAOS-H-L',
        price: 125_000,
        externalId: '18445031',
        externalVariantId: '20641',
        channelSku: { channel: 'shopee', id: '20641', name: 'Kaos Polos (Hitam,L)' },
      },
      {
        sku: '',
        price: 99_900,
        externalVariantId: '20642',
        channelSku: { channel: 'shopee', id: '20642', name: 'Kaos Polos (Putih,L)' },
      },
      {
        sku: 'TOPI',
        price: 50_000,
        externalId: '18445032',
        externalVariantId: null,
        channelSku: { channel: 'shopee', id: '18445032', name: 'Topi Rajut' },
      },
    ],
    // Of two warehouses the sum; a row that says no stock is no count of nothing.
    inventory: [
      { day: today, sku: 'KAOS-H-L', onHand: 15, location: '' },
      { day: today, sku: '', onHand: 0 },
    ],
  },
  needed: 'et_title_product_id',
  id: 'et_title_product_id',
  text: 'et_title_variation_name',
  personal: [seller],
};
