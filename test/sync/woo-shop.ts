import { json, type Change, type Channel } from './channel.js';

interface Product {
  id: number;
  parent: number;
  sku: string;
  regular: string;
  sale: string;
  from: string | null;
  to: string | null;
}

/**
 * WooCommerce's REST API v3 as its documents say: prices are text, a batch of at most 100 answers 200 with an error
 * beside each item that failed, a sale runs to the end of its last second. `price` is what buyers pay; with `isLazy` it
 * stays at the sale price after the end until the product is saved again, as when the shop's own schedule is late.
 */
export class WooShop implements Channel {
  readonly products: Product[] = [];
  readonly changes: Change[] = [];
  readonly refused = new Set<string>();
  isLazy = false;
  batches: number[] = [];

  constructor(private readonly now: () => number) {}

  add(sku: string, price: number, parent = 0): number {
    const id = this.products.length + 101;
    this.products.push({ id, parent, sku, regular: String(price), sale: '', from: null, to: null });
    return id;
  }

  price(sku: string): number {
    return Number(this.view(this.bySku(sku)).price);
  }

  edit(sku: string, price: number): void {
    const product = this.bySku(sku);
    const from = this.price(sku);
    if (this.isOnSale(product)) product.sale = String(price);
    else product.regular = String(price);
    this.changes.push({ at: this.now(), sku, from, to: price, by: 'hand' });
  }

  hasOffer(sku: string): boolean {
    return this.isOnSale(this.bySku(sku));
  }

  answer({ method, url, headers, body }: Parameters<Channel['answer']>[0]) {
    if (headers.Authorization !== `Basic ${btoa('ck_test:cs_test')}`) {
      return json(401, { code: 'woocommerce_rest_cannot_view', message: 'Sorry, you cannot list resources.' });
    }
    const { pathname, searchParams } = new URL(url);
    const [, parent] = /\/products\/(\d+)\/variations/.exec(pathname) ?? [];
    const own = this.products.filter((product) => product.parent === Number(parent ?? 0));
    const all = parent === undefined ? [...own, ...this.parents()] : own;
    if (method === 'GET') {
      const include = searchParams.get('include')?.split(',').map(Number);
      const skus = searchParams.get('sku')?.split(',');
      const perPage = Number(searchParams.get('per_page') ?? 10);
      const found = skus === undefined ? all : this.products.filter(({ sku }) => skus.includes(sku));
      const named = found.filter(({ id }) => include === undefined || include.includes(id));
      const first = (Number(searchParams.get('page') ?? 1) - 1) * perPage;
      return json(
        200,
        named.slice(first, first + perPage).map((product) => this.view(product)),
      );
    }
    const { update } = JSON.parse(body!) as { update: ({ id: number } & Record<string, unknown>)[] };
    if (update.length > 100) {
      return json(413, {
        code: 'woocommerce_rest_request_entity_too_large',
        message: 'Unable to accept more than 100 items.',
      });
    }
    this.batches.push(update.length);
    return json(200, { update: update.map((fields) => this.update(all, fields)) });
  }

  private update(all: Product[], fields: { id: number } & Record<string, unknown>): unknown {
    const product = all.find(({ id }) => id === fields.id);
    const fail = (code: string, message: string) => ({
      id: fields.id,
      error: { code, message, data: { status: 400 } },
    });
    if (product === undefined) return fail('woocommerce_rest_product_invalid_id', 'Invalid ID.');
    if (this.refused.has(product.sku)) return fail('locked', 'This product is locked.');
    const from = this.price(product.sku);
    if (fields.regular_price !== undefined) product.regular = String(fields.regular_price);
    if (fields.sale_price !== undefined) product.sale = String(fields.sale_price);
    if (fields.date_on_sale_from_gmt !== undefined) product.from = (fields.date_on_sale_from_gmt as string) || null;
    if (fields.date_on_sale_to_gmt !== undefined) product.to = (fields.date_on_sale_to_gmt as string) || null;
    // WooCommerce drops a sale price that is none.
    if (product.sale !== '' && Number(product.sale) >= Number(product.regular)) product.sale = '';
    this.changes.push({ at: this.now(), sku: product.sku, from, to: this.price(product.sku), by: 'job' });
    return this.view(product);
  }

  private view(product: Product) {
    const { id, parent, sku, regular, sale, from, to } = product;
    return {
      id,
      parent_id: parent,
      type: this.products.some((one) => one.parent === id) ? 'variable' : 'simple',
      sku,
      price: this.isOnSale(product) ? sale : regular,
      regular_price: regular,
      sale_price: sale,
      on_sale: this.isOnSale(product),
      date_on_sale_from_gmt: from,
      date_on_sale_to_gmt: to,
    };
  }

  private isOnSale({ sale, from, to }: Product): boolean {
    if (sale === '') return false;
    const hasBegun = from === null || Date.parse(`${from}Z`) <= this.now();
    const isOver = to !== null && Date.parse(`${to}Z`) + 1_000 <= this.now();
    return hasBegun && (!isOver || this.isLazy);
  }

  /** The products that the variations belong to. */
  private parents(): Product[] {
    const ids = new Set(this.products.map(({ parent }) => parent).filter((id) => id !== 0));
    return [...ids].map((id) => ({ id, parent: 0, sku: '', regular: '', sale: '', from: null, to: null }));
  }

  private bySku(sku: string): Product {
    return this.products.find((product) => product.sku === sku)!;
  }
}
