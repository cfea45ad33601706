import { json, type Change, type Channel } from './channel.js';

interface Variant {
  id: string;
  productId: string;
  sku: string;
  price: string;
  compareAtPrice: string | null;
}
interface Input {
  id: string;
  price?: string;
  compareAtPrice?: string | null;
}

/**
 * Shopify's GraphQL Admin API as its documents say: always 200, `userErrors` with the path of the item, partial updates
 * only where they are asked for, THROTTLED with the cost and how fast points come back.
 */
export class ShopifyShop implements Channel {
  readonly variants: Variant[] = [];
  readonly changes: Change[] = [];
  readonly refused = new Set<string>();
  /** Points that are left; a change costs 10. */
  points = Infinity;

  constructor(
    private readonly now: () => number,
    private readonly scale = 2,
  ) {}

  add(sku: string, price: number, productId: number, compareAtPrice: string | null = null): string {
    const id = `gid://shopify/ProductVariant/${this.variants.length + 501}`;
    const text = this.text(price);
    this.variants.push({ id, productId: `gid://shopify/Product/${productId}`, sku, price: text, compareAtPrice });
    return id;
  }

  price(sku: string): number {
    return Math.round(Number(this.bySku(sku).price) * 10 ** this.scale);
  }

  strike(sku: string): string | null {
    return this.bySku(sku).compareAtPrice;
  }

  edit(sku: string, price: number): void {
    const variant = this.bySku(sku);
    const from = this.price(sku);
    variant.price = this.text(price);
    this.changes.push({ at: this.now(), sku, from, to: price, by: 'hand' });
  }

  hasOffer(sku: string): boolean {
    return this.bySku(sku).compareAtPrice !== null;
  }

  answer({ url, headers, body }: Parameters<Channel['answer']>[0]) {
    if (headers['X-Shopify-Access-Token'] !== 'shpat_test')
      return json(401, { errors: 'Invalid API key or access token' });
    if (!url.endsWith('/admin/api/2026-10/graphql.json')) return json(404, { errors: 'Not Found' });
    const { query, variables } = JSON.parse(body!) as { query: string; variables: Record<string, unknown> };
    const cost = query.startsWith('mutation') ? 10 : 1;
    const throttleStatus = { maximumAvailable: 2000, currentlyAvailable: Math.min(this.points, 2000), restoreRate: 5 };
    const extensions = { cost: { requestedQueryCost: cost, throttleStatus } };
    if (this.points < cost) {
      const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
      return json(200, { errors, extensions });
    }
    this.points -= cost;
    if (query.startsWith('mutation')) {
      const { productId, variants } = variables as { productId: string; variants: Input[] };
      const result = this.update(productId, variants, query.includes('allowPartialUpdates: true'));
      return json(200, { data: { productVariantsBulkUpdate: result }, extensions });
    }
    if (query.includes('nodes(ids')) {
      const nodes = (variables.ids as string[]).map((id) => this.view(this.variants.find((one) => one.id === id)));
      return json(200, { data: { nodes }, extensions });
    }
    if (query.includes('pageInfo')) {
      const first = Number(variables.after ?? 0);
      const nodes = this.variants.slice(first, first + 250).map((variant) => this.view(variant));
      const hasNextPage = first + 250 < this.variants.length;
      const pageInfo = { hasNextPage, endCursor: hasNextPage ? String(first + 250) : null };
      return json(200, { data: { productVariants: { pageInfo, nodes } }, extensions });
    }
    const skus = [...(variables.query as string).matchAll(/sku:"((?:[^"\\]|\\.)*)"/g)].map(([, sku]) =>
      sku!.replace(/\\(.)/g, '$1'),
    );
    const nodes = this.variants.filter(({ sku }) => skus.includes(sku)).map((variant) => this.view(variant));
    return json(200, { data: { productVariants: { nodes } }, extensions });
  }

  private update(productId: string, inputs: Input[], isPartial: boolean) {
    const userErrors = inputs.flatMap(({ id }, i) => {
      const variant = this.variants.find((one) => one.id === id && one.productId === productId);
      const path = ['variants', String(i)];
      if (variant === undefined)
        return { field: [...path, 'id'], message: 'Variant does not exist', code: 'PRODUCT_VARIANT_DOES_NOT_EXIST' };
      return this.refused.has(variant.sku)
        ? { field: [...path, 'price'], message: 'Price is locked', code: 'INVALID_INPUT' }
        : [];
    });
    if (userErrors.length > 0 && !isPartial) return { productVariants: null, userErrors };
    const bad = new Set(userErrors.map(({ field }) => Number(field[1])));
    const productVariants = inputs.flatMap(({ id, price, compareAtPrice }, i) => {
      if (bad.has(i)) return [];
      const variant = this.variants.find((one) => one.id === id)!;
      const from = this.price(variant.sku);
      if (price !== undefined) variant.price = this.text(Math.round(Number(price) * 10 ** this.scale));
      if (compareAtPrice !== undefined) variant.compareAtPrice = compareAtPrice;
      this.changes.push({ at: this.now(), sku: variant.sku, from, to: this.price(variant.sku), by: 'job' });
      return this.view(variant)!;
    });
    return { productVariants, userErrors };
  }

  private view(variant: Variant | undefined) {
    if (variant === undefined) return null;
    const { id, sku, price, compareAtPrice, productId } = variant;
    return { id, sku, price, compareAtPrice, product: { id: productId } };
  }

  private text(price: number): string {
    return (price / 10 ** this.scale).toFixed(2);
  }

  private bySku(sku: string): Variant {
    return this.variants.find((variant) => variant.sku === sku)!;
  }
}
