import { table, type Format } from './format.js';
import { inventoryReading, listingReading, productReading, type PartReader, type StockPart } from './stock-file.js';

/** A sale price and its days are not read: the price of a listing is the one that comes back when an offer ends. */
const { columns, at } = table({
  id: { type: 'key', required: true, max: 64, aliases: ['ID'] },
  type: { type: 'text', required: true, max: 200, aliases: ['Type', 'Tipe', 'Jenis'] },
  sku: { type: 'key', max: 64, aliases: ['SKU'] },
  name: { type: 'text', max: 2_000, aliases: ['Name', 'Nama'] },
  stock: { type: 'integer', signed: true, aliases: ['Stock', 'Stok', 'Persediaan'] },
  price: {
    type: 'money',
    required: true,
    aliases: ['Regular price', 'Harga normal', 'Harga reguler', 'Harga biasa'],
  },
  category: { type: 'text', max: 5_000, aliases: ['Categories', 'Kategori'] },
  parent: { type: 'text', max: 200, aliases: ['Parent', 'Induk'] },
  cost: { type: 'money', aliases: ['Cost of goods', 'Meta: _cogs_total_value', 'Meta: _wc_cog_cost'] },
});

/** Groups and parents of variations are not sold by themselves. */
const SOLD = /^(simple|variation|external|sederhana|variasi)/i;
const VARIATION = /^(variation|variasi)/i;

const parts: PartReader = {
  begin() {
    /** By SKU: the id of what variations belong to, and its category. */
    const parents = new Map<string, { id: string; category: string | null }>();
    /** Variations that stand above what they belong to. */
    const early: { part: StockPart; parent: string }[] = [];
    const under = (part: StockPart, parent: { id: string; category: string | null } | undefined): StockPart => {
      return { ...part, itemId: parent?.id ?? null, category: part.category ?? parent?.category ?? null };
    };
    return {
      take(read) {
        const type = read.need(at.type);
        const id = read.need(at.id);
        const sku = read.text(at.sku);
        // `Kaos > Polos, Obral`: the first path, by its last step.
        const category = read.text(at.category)?.split(',')[0]!.split('>').at(-1)!.trim() ?? null;
        if (!SOLD.test(type)) {
          for (const key of [`id:${id}`, sku]) if (key !== null) parents.set(key, { id, category });
          return [];
        }
        const isVariation = VARIATION.test(type);
        const part: StockPart = {
          ...{
            line: read.line,
            sku,
            itemId: id,
            variantId: isVariation ? id : null,
            name: read.text(at.name),
            category,
          },
          ...{
            price: read.has(at.price) ? read.money(at.price) || null : null,
            onHand: read.integer(at.stock),
            cost: read.money(at.cost),
          },
        };
        if (!isVariation) return [part];
        const parent = read.text(at.parent) ?? '';
        const known = parents.get(parent);
        if (known !== undefined) return [under(part, known)];
        if (parent.startsWith('id:')) return [under(part, { id: parent.slice(3).trim(), category: null })];
        early.push({ part, parent });
        return [];
      },
      end: () => early.map(({ part, parent }) => under(part, parents.get(parent))),
    };
  },
};

export const woocommerceProducts: Format = {
  name: 'woocommerce-products',
  title: 'WooCommerce: product CSV',
  channel: 'website',
  signature: {
    marks: [
      ...['Type', 'Regular price', 'Sale price', 'Date sale price starts', 'Date sale price ends', 'In stock?'],
      ...['Backorders allowed?', 'Sold individually?', 'Is featured?', 'Visibility in catalog', 'Tax status'],
      ...['Tipe', 'Jenis', 'Harga normal', 'Harga reguler', 'Harga obral', 'Tersedia?', 'Induk', 'Parent'],
    ],
    atLeast: 3,
    never: ['channel', 'kanal', 'Lineitem name', 'Order ID'],
  },
  columns,
  kinds: {
    products: productReading(parts, { sku: 'sku', cost: 'cost' }),
    listings: listingReading(parts, { price: 'price', external_id: 'id', external_variant_id: 'id' }),
    inventory: inventoryReading(parts),
  },
};
