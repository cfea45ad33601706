import {
  NOTHING_BEFORE,
  type Adapter,
  type Item,
  type Listed,
  type Looked,
  type Outcome,
  type Ref,
} from '../../examples/sync-worker/src/adapter.js';
import type { Change, Fault } from './channel.js';

interface Listing {
  base: number;
  promo: { price: number; startsAt: number; endsAt: number } | null;
}

/** A stand-in of a marketplace: a promotion has a window and ends by itself, the base price stays beside it. */
export class PromoShop implements Adapter {
  readonly batchMax = 50;
  readonly changes: Change[] = [];
  /** Changes of these are refused. */
  readonly refused = new Set<string>();
  private readonly listings = new Map<string, Listing>();

  constructor(
    private readonly now: () => number,
    private readonly faultOf: () => Fault,
  ) {}

  add(sku: string, base: number): void {
    this.listings.set(sku, { base, promo: null });
  }

  price(sku: string): number {
    const { base, promo } = this.listings.get(sku)!;
    return promo !== null && promo.startsAt <= this.now() && this.now() < promo.endsAt ? promo.price : base;
  }

  /** Somebody ends what runs there and changes the base price. */
  edit(sku: string, price: number): void {
    const from = this.price(sku);
    this.listings.set(sku, { base: price, promo: null });
    this.changes.push({ at: this.now(), sku, from, to: price, by: 'hand' });
  }

  async look(refs: Ref[]): Promise<Looked[]> {
    return refs.map(({ sku, scale }) => {
      const shown = {
        productId: sku,
        variantId: null,
        scale,
        price: this.price(sku),
        hasPlan: false,
        ...NOTHING_BEFORE,
      };
      return { kind: 'shown', shown };
    });
  }

  async *list(scale: number): AsyncGenerator<Listed[]> {
    const skus = [...this.listings.keys()];
    yield skus.map((sku) => ({ sku, externalId: sku, externalVariantId: null, price: this.price(sku), scale }));
  }

  matches({ productId, price }: Item['shown'], wanted: Item['wanted']): boolean {
    const { base, promo } = this.listings.get(productId)!;
    if (wanted.kind === 'offer') return price === wanted.price && promo?.endsAt === wanted.endsAt;
    return price === base && (!wanted.isBase || base === wanted.price);
  }

  calls<T extends Item>(items: T[]): T[][] {
    return [items];
  }

  async write(items: Item[]): Promise<Outcome[]> {
    const fault = this.faultOf();
    if (fault === 'busy') return items.map(() => ({ kind: 'later', waitMs: 1_000 }));
    const isRefused = ({ shown }: Item): boolean => this.refused.has(shown.productId);
    if (fault !== 'lost-before' && fault !== 'broken') {
      for (const item of items) if (!isRefused(item)) this.set(item);
    }
    if (fault !== null) return items.map(() => ({ kind: 'unknown', why: fault }));
    return items.map((item) =>
      isRefused(item)
        ? { kind: 'refused', code: 'promotion_price_too_low', message: 'Below what the category allows.' }
        : { kind: 'done', price: this.price(item.shown.productId) },
    );
  }

  private set({ shown: { productId: sku }, wanted }: Item): void {
    const listing = this.listings.get(sku)!;
    const from = this.price(sku);
    if (wanted.kind === 'plain') {
      listing.promo = null;
      if (wanted.isBase) listing.base = wanted.price;
    } else listing.promo = { price: wanted.price, startsAt: wanted.startsAt, endsAt: wanted.endsAt };
    this.changes.push({ at: this.now(), sku, from, to: this.price(sku), by: 'job' });
  }
}
