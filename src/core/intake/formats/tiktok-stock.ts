import { table, type Format } from './format.js';
import { inventoryReading, listingReading, variantName, type PartReader, type StockPart } from './stock-file.js';

const { columns, at } = table({
  product_id: { type: 'key', required: true, max: 64, aliases: ['product_id', 'ID Produk', 'Product ID'] },
  product_name: { type: 'text', max: 2_000, aliases: ['product_name', 'Nama Produk', 'Product Name'] },
  sku_id: { type: 'key', required: true, max: 64, aliases: ['sku_id', 'ID SKU', 'SKU ID'] },
  variation: { type: 'text', max: 2_000, aliases: ['variation_value', 'Variasi', 'Nilai Variasi', 'Variation'] },
  price: { type: 'money', min: 1, aliases: ['price', 'Harga', 'Price', 'Retail Price (Local Currency)'] },
  quantity: { type: 'integer', signed: true, aliases: ['quantity', 'Kuantitas', 'Stok', 'Quantity'] },
  sku: { type: 'key', max: 64, aliases: ['seller_sku', 'SKU Penjual', 'Seller SKU'] },
  status: { type: 'text', max: 200, aliases: ['status', 'Status Produk', 'Product Status'] },
});

const parts: PartReader = {
  begin: () => ({
    take(read) {
      const status = read.text(at.status) ?? '';
      const part: StockPart = {
        ...{
          line: read.line,
          sku: read.text(at.sku),
          itemId: read.need(at.product_id),
          variantId: read.need(at.sku_id),
        },
        name: variantName(read.text(at.product_name), [read.text(at.variation)]),
        ...{ price: read.money(at.price), onHand: read.integer(at.quantity), cost: null, category: null },
      };
      // `Aktif(1)`, `Dinonaktifkan(2)`: the number is the same in every language.
      return [/\(2\)|^(dinonaktifkan|deactivated|inactive)/i.test(status) ? { ...part, isOff: true } : part];
    },
  }),
};

/** The batch edit of TikTok Shop and Tokopedia's common seller centre: keys in row 1, labels and hints to row 5. */
export const tiktokStock: Format = {
  name: 'tiktok-stock',
  title: 'TikTok Shop / Tokopedia: edit massal',
  channel: 'tiktok-shop',
  signature: {
    marks: [
      ...['product_id', 'sku_id', 'variation_value', 'seller_sku', 'ID Produk', 'ID SKU', 'SKU Penjual', 'Kuantitas'],
      'Seller SKU',
    ],
    atLeast: 3,
    never: ['channel', 'kanal', 'Order ID', 'Order Status'],
  },
  columns,
  dialect: { threeDigitsAreThousands: true },
  skips: (read) => !/^\d/.test(read.text(at.product_id) ?? ''),
  kinds: {
    listings: listingReading(parts, { price: 'price', external_id: 'product_id', external_variant_id: 'sku_id' }),
    inventory: inventoryReading(parts),
  },
};
