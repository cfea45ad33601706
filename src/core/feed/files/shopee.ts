import type { PatchFormat } from './format.js';
import { plainAmount } from './line.js';

/**
 * Shopee's mass update of prices and stock ("sales_info"). Row 1 has machine keys, rows 2 to 6 labels and hints; older files
 * begin with the labels. The price in it is the normal price of the product, so it does not end by itself.
 */
export const shopeeMassUpdate: PatchFormat = {
  name: 'shopee-mass-update',
  madeFrom: 'xlsx',
  extension: 'xlsx',
  kinds: ['discount', 'base'],
  hasWindow: false,
  titles: {
    item: ['et_title_product_id', 'Kode Produk', 'Product ID'],
    variant: ['et_title_variation_id', 'Kode Variasi', 'Variation ID'],
    parentSku: ['et_title_parent_sku', 'SKU Induk', 'Parent SKU'],
    sku: ['et_title_variation_sku', 'SKU', 'Kode SKU', 'Nomor Referensi SKU'],
    price: ['et_title_variation_price', 'Harga', 'Price'],
  },
  needs: [['price'], ['item']],
  foreign: ['sku_id', 'SKU ID', 'ID SKU', 'seller_sku', 'Seller SKU', 'SKU Penjual'],
  rowsMax: null,
  download: 'Shopee mass update (Ubah Massal, Info Penjualan)',
  cells: (line, { scale }) => ({ price: plainAmount(line.price, scale) }),
};
