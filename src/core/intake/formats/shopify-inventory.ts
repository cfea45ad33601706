import { table, type Format } from './format.js';
import { inventoryReading, variantName, type PartReader, type StockPart } from './stock-file.js';

const { columns, at } = table({
  handle: { type: 'text', required: true, max: 500, aliases: ['Handle', 'URL handle'] },
  title: { type: 'text', max: 2_000, aliases: ['Title'] },
  option_1: { type: 'text', max: 500, aliases: ['Option1 value'] },
  option_2: { type: 'text', max: 500, aliases: ['Option2 value'] },
  option_3: { type: 'text', max: 500, aliases: ['Option3 value'] },
  sku: { type: 'key', max: 64, aliases: ['SKU'] },
  location: { type: 'text', required: true, max: 500, aliases: ['Location'] },
  on_hand: {
    type: 'integer',
    signed: true,
    required: true,
    aliases: ['On hand (current)', 'On hand', 'Available (not editable)', 'Available'],
  },
});

/**
 * A row per variant and location; the books know one stock of a product, so that locations are added up. What is oversold
 * at one place (below zero) is not taken from another.
 */
const parts: PartReader = {
  begin() {
    const variants = new Map<string, { part: StockPart; places: Map<string, number> }>();
    return {
      take(read) {
        const sku = read.text(at.sku);
        const options = [read.text(at.option_1), read.text(at.option_2), read.text(at.option_3)];
        const handle = read.need(at.handle);
        const place = read.need(at.location);
        // `Not stocked` reads as an empty cell: the variant is not kept at this place.
        const onHand = read.has(at.on_hand) ? (read.integer(at.on_hand) ?? 0) : null;
        if (onHand === null || read.problem !== null) return [];
        const key = JSON.stringify([handle, options]);
        const found = variants.get(key) ?? { part: null, places: new Map<string, number>() };
        const name = variantName(read.text(at.title) ?? handle, options);
        const ids = { itemId: null, variantId: null, price: null, cost: null, category: null };
        const part = { line: read.line, sku, name, onHand, ...ids };
        variants.set(key, { part: found.part ?? part, places: found.places.set(place, Math.max(0, onHand)) });
        return [];
      },
      end: () =>
        [...variants.values()].map(({ part, places }) => {
          return { ...part, onHand: [...places.values()].reduce((sum, each) => sum + each, 0) };
        }),
    };
  },
};

export const shopifyInventory: Format = {
  name: 'shopify-inventory',
  title: 'Shopify: inventory CSV',
  channel: 'website',
  signature: {
    marks: [
      ...[
        'Handle',
        'Location',
        'Option1 value',
        'Option1 name',
        'HS Code',
        'COO',
        'On hand (current)',
        'On hand (new)',
      ],
      ...['Incoming (not editable)', 'Unavailable (not editable)', 'Committed (not editable)', 'On hand', 'Committed'],
      'Available (not editable)',
    ],
    atLeast: 4,
    never: ['channel', 'kanal', 'Variant Price', 'Price', 'Lineitem name'],
  },
  columns,
  dialect: { nothing: ['Not stocked', 'not stocked'] },
  kinds: { inventory: inventoryReading(parts) },
};
