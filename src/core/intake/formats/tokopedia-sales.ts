import type { FieldReader } from '../cells.js';
import type { OrderPhase } from '../rows.js';
import { table, type Format } from './format.js';
import { orderReading, shortened, type OrderPart } from './orders.js';

const { columns, at } = table({
  order_id: { type: 'key', required: true, max: 64, aliases: ['Nomor Invoice'] },
  ordered_at: { type: 'instant', required: true, aliases: ['Tanggal Pembayaran'] },
  status: { type: 'text', max: 500, aliases: ['Status Terakhir'] },
  completed_on: { type: 'text', max: 500, aliases: ['Tanggal Pesanan Selesai', 'Tanggal/Waktu Pesanan Selesai'] },
  cancelled_on: {
    type: 'text',
    max: 500,
    aliases: ['Tanggal Pesanan Dibatalkan', 'Tanggal/Waktu Pesanan Dibatalkan'],
  },
  product_name: { type: 'text', max: 2_000, aliases: ['Nama Produk'] },
  sku: { type: 'key', max: 64, aliases: ['Nomor SKU'] },
  quantity: {
    type: 'integer',
    required: true,
    min: 1,
    aliases: ['Jumlah Produk Dibeli', 'Jumlah Produk', 'Kuantitas', 'Jumlah'],
  },
  list_price: { type: 'money', aliases: ['Harga Awal (IDR)'] },
  unit_price: { type: 'money', required: true, aliases: ['Harga Jual (IDR)'] },
  voucher: {
    type: 'money',
    signed: true,
    aliases: ['Nilai Kupon Toko Terpakai (IDR)', 'Nilai Kupon Toko Yang Digunakan (IDR)'],
  },
});

function part(read: FieldReader): OrderPart {
  const sku = read.text(at.sku);
  const name = read.text(at.product_name);
  if (sku === null && name === null)
    read.fail(at.sku, 'missing-value', 'The row has neither a SKU nor a product name.');
  return {
    line: read.line,
    orderId: read.need(at.order_id),
    moment: read.moment(at.ordered_at),
    phase: phaseOf(read),
    channel: null,
    sku,
    channelSkuId: sku === null && name !== null ? shortened(name, 200) : null,
    name,
    key: sku ?? name ?? '',
    variation: name ?? '',
    quantity: read.integer(at.quantity) ?? 0,
    unitPrice: read.money(at.unit_price) ?? 0,
    listPrice: read.money(at.list_price),
    sellerDiscount: null,
    orderDiscount: Math.abs(read.money(at.voucher) ?? 0),
    refund: 0,
    returned: null,
  };
}

/** The report holds paid orders only; what became of them its days tell, its words only besides. */
function phaseOf(read: FieldReader): OrderPhase {
  const word = read.text(at.status)?.toLowerCase() ?? '';
  if (read.has(at.cancelled_on) || /batal|ditolak/.test(word)) return 'cancelled';
  return read.has(at.completed_on) || /selesai/.test(word) ? 'completed' : 'underway';
}

export const tokopediaSales: Format = {
  name: 'tokopedia-sales',
  title: 'Tokopedia: laporan penjualan (lama)',
  channel: 'tokopedia',
  signature: {
    marks: [
      'Nomor Invoice',
      'Tanggal Pembayaran',
      'Status Terakhir',
      'Harga Jual (IDR)',
      'Total Penjualan (IDR)',
      'Tanggal Pesanan Dibatalkan',
      'Tanggal/Waktu Pesanan Dibatalkan',
      'Jenis Kupon Toko Terpakai',
      'Kode Kupon Toko Yang Digunakan',
      'Jumlah Produk Dibeli',
    ],
    atLeast: 4,
    never: ['channel', 'kanal', 'saluran'],
  },
  columns,
  dialect: { order: 'dayFirst', threeDigitsAreThousands: true, nothing: ['-'] },
  kinds: { orders: orderReading({ part }) },
};
