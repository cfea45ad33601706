import type { FieldReader } from '../cells.js';
import { table, type Format } from './format.js';
import { inventoryReading, listingReading, variantName, type PartReader, type StockPart } from './stock-file.js';

/** Stock of each warehouse stands in a column of its own, whose key ends with the number of the warehouse. */
const STOCK = ['et_title_variation_sto*', 'Stok', 'Stock'];

const { columns, at } = table({
  product_id: { type: 'key', required: true, max: 64, aliases: ['et_title_product_id', 'Kode Produk', 'Product ID'] },
  product_name: { type: 'text', max: 2_000, aliases: ['et_title_product_name', 'Nama Produk', 'Product Name'] },
  variation_id: { type: 'key', max: 64, aliases: ['et_title_variation_id', 'Kode Variasi', 'Variation ID'] },
  variation: { type: 'text', max: 2_000, aliases: ['et_title_variation_name', 'Nama Variasi', 'Variation Name'] },
  parent_sku: { type: 'key', max: 64, aliases: ['et_title_parent_sku', 'SKU Induk', 'Parent SKU'] },
  sku: { type: 'key', max: 64, aliases: ['et_title_variation_sku', 'SKU', 'Kode SKU', 'Nomor Referensi SKU'] },
  price: { type: 'money', min: 1, aliases: ['et_title_variation_price', 'Harga', 'Price'] },
  stock: { type: 'integer', signed: true, aliases: STOCK },
  stock_2: { type: 'integer', signed: true, aliases: STOCK },
  stock_3: { type: 'integer', signed: true, aliases: STOCK },
  stock_4: { type: 'integer', signed: true, aliases: STOCK },
  stock_5: { type: 'integer', signed: true, aliases: STOCK },
});
const STOCKS = [at.stock, at.stock_2, at.stock_3, at.stock_4, at.stock_5];

/** The parent's SKU, id and name may stand on a product's first row only. */
const parts: PartReader = {
  begin() {
    let above = { itemId: '', name: null as string | null, parentSku: null as string | null };
    return {
      take(read) {
        const itemId = read.text(at.product_id) ?? above.itemId;
        if (itemId === '')
          read.fail(at.product_id, 'missing-value', 'The row has no product id, nor has one above it.');
        const isSame = itemId === above.itemId;
        const name = read.text(at.product_name) ?? (isSame ? above.name : null);
        const parentSku = read.text(at.parent_sku) ?? (isSame ? above.parentSku : null);
        above = { itemId, name, parentSku };
        const id = read.text(at.variation_id);
        const variantId = id === null || /^[0-]*$/.test(id) ? null : id;
        return [
          {
            ...{ line: read.line, itemId, variantId, price: read.money(at.price), onHand: stockOf(read) },
            sku: read.text(at.sku) ?? (variantId === null ? parentSku : null),
            name: variantName(name, [read.text(at.variation)]),
            ...{ cost: null, category: null },
          } satisfies StockPart,
        ];
      },
    };
  },
};

function stockOf(read: FieldReader): number | null {
  const told = STOCKS.flatMap((stock) => read.integer(stock) ?? []);
  return told.length === 0 ? null : told.reduce((sum, each) => sum + each, 0);
}

/** Shopee's mass update of prices and stock: keys in row 1 (older files begin with the labels), labels and hints below. */
export const shopeeStock: Format = {
  name: 'shopee-stock',
  title: 'Shopee: ubah massal (sales_info)',
  channel: 'shopee',
  signature: {
    marks: [
      ...['et_title_product_id', 'et_title_variation_id', 'et_title_variation_sku', 'et_title_variation_price'],
      ...['Kode Produk', 'Kode Variasi', 'Nama Variasi', 'SKU Induk', 'Product ID', 'Variation ID', 'Variation Name'],
      'Parent SKU',
    ],
    atLeast: 3,
    never: ['channel', 'kanal', 'No. Pesanan', 'Order ID', 'seller_sku'],
  },
  columns,
  dialect: { threeDigitsAreThousands: true },
  // Labels, hints and the mark of the template have words or nothing where ids are.
  skips: (read) => !/^\d/.test(read.text(at.product_id) ?? read.text(at.variation_id) ?? ''),
  kinds: {
    listings: listingReading(parts, {
      price: 'price',
      external_id: 'product_id',
      external_variant_id: 'variation_id',
    }),
    inventory: inventoryReading(parts),
  },
};
