import { writeFileSync } from 'node:fs';
import { quoteCsvCell } from '../../src/core/intake/escape.js';
import { formatDay, type Day } from '../../src/core/units.js';
import { shopeeOrdersSample } from '../core/intake/formats/shopee-orders.js';
import { tiktokOrdersSample } from '../core/intake/formats/tiktok-orders.js';

/** So many units of a product at one price, bought in one order. */
export interface Bought {
  order: number;
  day: Day;
  sku: string;
  units: number;
  list: number;
  paid: number;
}

const csv = (rows: string[][], delimiter: string): string =>
  rows.map((row) => `${row.map((cell) => quoteCsvCell(cell)).join(delimiter)}\r\n`).join('');
/** Cells by title, the others empty. */
const row = (titles: string[], cells: Record<string, string>): string[] => titles.map((title) => cells[title] ?? '');
const dots = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, '.');
const rupiah = (amount: number): string => `IDR ${dots(amount)}`;

/** Orders as Shopee Indonesia exports them. */
export function shopeeExport(path: string, orders: Bought[]): void {
  const { titles } = shopeeOrdersSample;
  const rows = orders.map(({ order, day, sku, units, list, paid }) =>
    row(titles, {
      'No. Pesanan': `25${order}SHP`,
      'Status Pesanan': order % 3 === 0 ? 'Sedang Dikirim' : 'Selesai',
      'Waktu Pesanan Dibuat': `${formatDay(day)} 20:15`,
      'Nama Produk': `Produk ${sku}`,
      'Nomor Referensi SKU': sku,
      'Harga Awal': dots(list),
      'Harga Setelah Diskon': dots(paid),
      Jumlah: String(units),
      'Returned quantity': '0',
      'Subtotal Pesanan': dots(paid * units),
      'Nama Penerima': 'Sari Wulandari',
    }),
  );
  writeFileSync(path, csv([titles, ...rows], ','));
}

/** Orders as the seller centre of TikTok Shop exports them, with the row that describes its columns. */
export function tiktokExport(path: string, orders: Bought[]): void {
  const { titles, rows: sample } = tiktokOrdersSample;
  const rows = orders.map(({ order, day, sku, units, list, paid }) => {
    const [year, month, date] = formatDay(day).split('-');
    return row(titles, {
      'Order ID': `5764611000${String(order).padStart(8, '0')}`,
      'Order Status': 'Completed',
      'SKU ID': `17293800000000${sku.replace(/\D/g, '').padStart(5, '0')}`,
      'Seller SKU': sku,
      'Product Name': `Produk ${sku}`,
      Quantity: String(units),
      'Sku Quantity of return': '0',
      'SKU Unit Original Price': rupiah(list),
      'SKU Subtotal Before Discount': rupiah(list * units),
      'SKU Platform Discount': rupiah(0),
      'SKU Seller Discount': rupiah((list - paid) * units),
      'SKU Subtotal After Discount': rupiah(paid * units),
      'Created Time': `${date}/${month}/${year} 21:05:09`,
      'Purchase Channel': 'TikTok',
    });
  });
  writeFileSync(path, `\uFEFF${csv([titles, sample[0] as string[], ...rows], ';')}`);
}

/** Orders as WooCommerce's REST API tells them. */
export function wooExport(path: string, orders: Bought[]): void {
  const documents = orders.map(({ order, day, sku, units, list, paid }) => ({
    id: order,
    number: String(order),
    status: 'completed',
    currency: 'IDR',
    date_created: `${formatDay(day)}T20:00:00`,
    date_created_gmt: `${formatDay(day)}T13:00:00`,
    billing: { first_name: 'Maya', phone: '0813-5555-0001' },
    line_items: [
      {
        id: order * 10,
        name: `Produk ${sku}`,
        product_id: 77,
        variation_id: 0,
        sku,
        quantity: units,
        subtotal: `${list * units}.00`,
        subtotal_tax: '0.00',
        total: `${paid * units}.00`,
        total_tax: '0.00',
        price: paid,
      },
    ],
    refunds: [],
  }));
  writeFileSync(path, JSON.stringify(documents));
}
