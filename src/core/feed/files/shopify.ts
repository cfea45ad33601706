import type { PatchFormat } from './format.js';
import { plainAmount } from './line.js';

/**
 * Shopify's product CSV, both header sets. Given back are the rows of the products that change, with their names, options,
 * SKUs and prices and nothing else: a stock or a text that is older than the shop's would be put back with it. An offer is a
 * price with the old one as compare-at price, and does not end by itself.
 */
export const shopifyProducts: PatchFormat = {
  name: 'shopify-products',
  madeFrom: 'csv',
  extension: 'csv',
  kinds: ['discount', 'base'],
  hasWindow: false,
  titles: {
    group: ['Handle', 'URL handle'],
    sku: ['Variant SKU', 'SKU'],
    price: ['Variant Price', 'Price'],
    compareAt: ['Variant Compare At Price', 'Compare-at price'],
    kept: ['Title', ...['1', '2', '3'].flatMap((n) => [`Option${n} Name`, `Option${n} Value`, `Option${n} Linked To`])],
  },
  needs: [['group'], ['sku'], ['price'], ['compareAt']],
  rowsMax: null,
  download: 'Shopify products CSV (Products, Export)',
  cells: (line, { scale }) => {
    const isOffer = line.action === 'set' && line.kind === 'discount';
    return { price: plainAmount(line.price, scale), compareAt: isOffer ? plainAmount(line.basePrice, scale) : '' };
  },
};
