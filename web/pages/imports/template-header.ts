import { DECLARATIONS } from '../../../src/core/intake/columns';
import type { ImportKind } from '../../../src/core/intake/records';
import type { Language } from '../../text/language';

/** Titles that an Indonesian merchant would write; each is an alias that the import knows for that column. */
const TITLES_ID: Partial<Record<string, string>> = {
  sku: 'SKU',
  name: 'Nama Produk',
  category: 'Kategori',
  brand: 'Merek',
  tags: 'Label',
  cost: 'HPP',
  price: 'Harga',
  first_stocked_on: 'Tanggal Stok Pertama',
  stale_after_days: 'Batas Hari',
  status: 'Status',
  channel: 'Kanal',
  external_id: 'ID Produk',
  external_variant_id: 'ID Variasi',
  min_price: 'Harga Minimum',
  max_price: 'Harga Maksimum',
  day: 'Tanggal',
  units: 'Terjual',
  revenue: 'Omzet',
  units_returned: 'Jumlah Retur',
  discount: 'Potongan',
  order_id: 'No Pesanan',
  ordered_at: 'Waktu Pesanan',
  quantity: 'Jumlah',
  unit_price: 'Harga Satuan',
  line_id: 'No Baris',
  list_price: 'Harga Normal',
  seller_discount: 'Diskon Penjual',
  returned_quantity: 'Jumlah Retur',
  on_hand: 'Stok',
  location: 'Lokasi',
  unit_cost: 'HPP',
  reference: 'No Faktur',
  competitor: 'Pesaing',
  url: 'Tautan',
};

/** The header of an empty file of a kind, in the reader's language. */
export function templateHeader(kind: ImportKind, language: Language): string[] {
  const names = DECLARATIONS[kind].columns.map(({ name }) => name);
  return language === 'id' ? names.map((name) => TITLES_ID[name] ?? name) : names;
}
