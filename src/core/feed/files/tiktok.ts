import type { PatchFormat } from './format.js';
import { plainAmount } from './line.js';

/**
 * The batch edit of TikTok Shop and Tokopedia's common seller centre: row 1 has machine keys, labels and hints follow, data
 * begins in row 6. The price in it is the normal price of the product, so it does not end by itself.
 */
export const tiktokBatchEdit: PatchFormat = {
  name: 'tiktok-batch-edit',
  madeFrom: 'xlsx',
  extension: 'xlsx',
  kinds: ['discount', 'base'],
  hasWindow: false,
  titles: {
    item: ['product_id', 'ID Produk', 'Product ID'],
    variant: ['sku_id', 'ID SKU', 'SKU ID'],
    sku: ['seller_sku', 'SKU Penjual', 'Seller SKU'],
    price: ['price', 'Harga', 'Price', 'Retail Price (Local Currency)'],
  },
  needs: [['price'], ['item']],
  foreign: ['et_title_product_id', 'Kode Variasi', 'Variation ID', 'SKU Induk', 'Parent SKU'],
  rowsMax: 5_000,
  download: 'TikTok Shop batch edit (Edit massal)',
  cells: (line, { scale }) => ({ price: plainAmount(line.price, scale) }),
};
