import { table, type Format } from './format.js';
import {
  inventoryReading,
  listingReading,
  productReading,
  variantName,
  type PartReader,
  type StockPart,
} from './stock-file.js';

/** The header sets of 2025 and of before. */
const { columns, at } = table({
  handle: { type: 'text', required: true, max: 500, aliases: ['URL handle', 'Handle'] },
  title: { type: 'text', max: 2_000, aliases: ['Title'] },
  category: { type: 'text', max: 2_000, aliases: ['Type'] },
  option_1: { type: 'text', max: 500, aliases: ['Option1 value'] },
  option_2: { type: 'text', max: 500, aliases: ['Option2 value'] },
  option_3: { type: 'text', max: 500, aliases: ['Option3 value'] },
  sku: { type: 'key', max: 64, aliases: ['SKU', 'Variant SKU'] },
  price: { type: 'money', required: true, aliases: ['Price', 'Variant Price'] },
  compare_at: { type: 'money', aliases: ['Compare-at price', 'Variant Compare At Price'] },
  cost: { type: 'money', aliases: ['Cost per item'] },
  tracker: { type: 'text', max: 200, aliases: ['Inventory tracker', 'Variant Inventory Tracker'] },
  quantity: { type: 'integer', signed: true, aliases: ['Inventory quantity', 'Variant Inventory Qty'] },
});

/** Title and category stand on a product's first row only; rows with nothing but a picture are no variants. */
const parts: PartReader = {
  begin(file) {
    let above = { handle: '', title: null as string | null, category: null as string | null };
    return {
      take(read) {
        const handle = read.need(at.handle);
        const isSame = handle === above.handle;
        const title = read.text(at.title) ?? (isSame ? above.title : handle);
        const category = read.text(at.category) ?? (isSame ? above.category : null);
        above = { handle, title, category };
        if (!read.has(at.price) && !read.has(at.sku)) return [];
        const price = read.has(at.price) ? read.money(at.price) : null;
        const before = read.money(at.compare_at) ?? 0;
        const isTracked = !file.has('tracker') || read.has(at.tracker);
        const part: StockPart = {
          ...{ line: read.line, sku: read.text(at.sku), itemId: null, variantId: null, category },
          name: variantName(title, [read.text(at.option_1), read.text(at.option_2), read.text(at.option_3)]),
          // What is struck through is the price that comes back when the offer ends.
          price: price === null ? null : Math.max(price, before) || null,
          ...{ onHand: isTracked ? read.integer(at.quantity) : null, cost: read.money(at.cost) },
        };
        return [part];
      },
    };
  },
};

export const shopifyProducts: Format = {
  name: 'shopify-products',
  title: 'Shopify: products CSV',
  channel: 'website',
  signature: {
    marks: [
      ...['URL handle', 'Handle', 'Option1 value', 'Option1 name', 'Variant SKU', 'Variant Price', 'Body (HTML)'],
      ...['Variant Compare At Price', 'Variant Inventory Qty', 'Variant Inventory Tracker', 'Compare-at price'],
      ...['Inventory quantity', 'Inventory tracker', 'Published on online store', 'Continue selling when out of stock'],
      'Cost per item',
    ],
    atLeast: 4,
    never: ['channel', 'kanal', 'Location', 'Lineitem name'],
  },
  columns,
  kinds: {
    products: productReading(parts, { sku: 'sku', cost: 'cost' }),
    listings: listingReading(parts, { price: 'price' }),
    inventory: inventoryReading(parts),
  },
};
