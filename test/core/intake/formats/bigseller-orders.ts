import type { FormatSample } from './sample.js';

const titles = [
  ...['Nomor Pesanan', 'Waktu Pesanan Dibuat', 'Nama Panggilan Toko BigSeller', 'Marketplace', 'SKU', 'Nama Produk'],
  ...[
    'Nama Variasi',
    'Jumlah',
    'Subtotal Produk',
    'Waktu Selesai',
    'Status Pesanan',
    'Nama Pembeli',
    'Telepon',
    'Alamat',
  ],
];
const BUYER = ['Putri Ayu', '6287788990011', 'Jl. Cendana No. 3 Solo'];

export const bigsellerOrdersSample: FormatSample = {
  format: 'bigseller-orders',
  titles,
  rows: [
    [
      '2511BS01',
      '2026-11-06 12:00',
      'Toko Satu',
      'Shopee',
      'KAOS-H-L',
      'Kaos Polos',
      'Hitam',
      '2',
      '150.000',
      '2026-11-09 10:00',
      'Selesai',
      ...BUYER,
    ],
    [
      '2511BS02',
      '2026-11-06 13:00',
      'Toko Dua',
      'TikTok',
      'TOPI-1',
      'Topi',
      '--',
      '3',
      '100.000',
      '--',
      'Siap Dikirim',
      ...BUYER,
    ],
    [
      '2511BS03',
      '2026-11-06 14:00',
      'Toko Dua',
      'Lazada',
      'TOPI-1',
      '--',
      '--',
      '1',
      '40.000',
      '--',
      'Dibatalkan',
      ...BUYER,
    ],
  ],
  expected: {
    orders: [
      {
        orderId: '2511BS01',
        channel: 'shopee',
        sku: 'KAOS-H-L',
        quantity: 2,
        unitPrice: 75_000,
        status: 'sold',
        phase: 'completed',
      },
      // 100.000 for three: 33.333 a unit.
      {
        orderId: '2511BS02',
        channel: 'tiktok-shop',
        quantity: 3,
        unitPrice: 33_333,
        phase: 'underway',
        channelSku: { channel: 'tiktok-shop', id: null, name: 'Topi' },
      },
      {
        orderId: '2511BS03',
        channel: 'lazada',
        status: 'cancelled',
        channelSku: { channel: 'lazada', id: null, name: null },
      },
    ],
  },
  needed: 'Subtotal Produk',
  id: 'Nomor Pesanan',
  text: 'Nama Produk',
  personal: BUYER,
};
