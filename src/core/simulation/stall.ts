import { emptyHistory, type ProductHistory } from '../history.js';
import { DAY_MS, type Money } from '../units.js';
import { CHANNELS, dayAt, instantAt } from './game.js';
import type { TrueProduct } from './world.js';

/** A price that somebody sets on a listing in the morning of a day. */
export interface PriceMove {
  product: number;
  channel: number;
  /** cut: a discount that replaces the running one. voucher: on top of the price. base: whatever runs ends. */
  kind: 'cut' | 'voucher' | 'base';
  price: Money;
  /** How many days it holds; null: until it is replaced. */
  days: number | null;
}

/** What a listing asks today. */
export interface Asked {
  price: Money;
  voucher: Money | null;
}

/** What may be known of a product: by all who set prices. */
export interface Stall {
  product: Pick<TrueProduct, 'id' | 'sku' | 'category' | 'cost' | 'basePrice'>;
  history: ProductHistory;
  onHand: number;
  /** Oldest first. */
  layers: { since: number; quantity: number }[];
  onOrder: { on: number; quantity: number }[];
  asked: Asked[];
  /** By day: units sold, and 1 where there was stock that morning. */
  past: { sold: Float64Array; had: Uint8Array };
}

/** Sets prices: sees every morning what there is to see and says what is to change. */
export interface Pricer {
  name: string;
  morning(t: number, stalls: readonly Stall[]): PriceMove[];
}

export function openStall(product: TrueProduct, days: number): Stall {
  const { id, sku, category, cost, basePrice } = product;
  return {
    product: { id, sku, category, cost, basePrice },
    history: {
      ...emptyHistory({
        ...{ id, sku, name: sku, category, brand: null, tags: [], cost, price: basePrice, firstStockedOn: null },
        ...{ staleAfterDays: null, status: 'active', isStub: false, createdAt: 0, updatedAt: 0 },
      }),
      listings: CHANNELS.map((channel) => ({
        channelId: channel.id,
        ...{ price: null, externalId: null, minPrice: null, maxPrice: null },
      })),
      basePrices: [{ channelId: 0, since: instantAt(0), price: basePrice }],
      costs: [{ since: instantAt(0), cost }],
    },
    onHand: 0,
    layers: [],
    onOrder: [{ on: product.entersOn, quantity: product.opening }],
    asked: CHANNELS.map(() => ({ price: basePrice, voucher: null })),
    past: { sold: new Float64Array(days), had: new Uint8Array(days) },
  };
}

export function receive(stall: Stall, { cost }: TrueProduct, t: number): number {
  const quantity = stall.onOrder.reduce((sum, order) => sum + (order.on === t ? order.quantity : 0), 0);
  if (quantity === 0) return 0;
  stall.onOrder = stall.onOrder.filter(({ on }) => on > t);
  stall.layers.push({ since: t, quantity });
  stall.onHand += quantity;
  stall.history.receipts.push({ day: dayAt(t), quantity, unitCost: cost });
  return quantity;
}

/** Ends what is over this morning. */
export function endOver({ history, asked, product }: Stall, t: number): void {
  for (const entry of history.entries) {
    if (entry.state !== 'active' || entry.endsAt === null || entry.endsAt > instantAt(t)) continue;
    entry.state = 'ended';
    const listing = asked[entry.channelId - 1]!;
    if (entry.kind === 'voucher') listing.voucher = null;
    else listing.price = product.basePrice;
  }
}

/** As an approval does: a cut or a return to the base price replaces all that runs, a voucher another voucher. */
export function apply({ history, asked, product }: Stall, { channel, kind, price, days }: PriceMove, t: number): void {
  const channelId = CHANNELS[channel]!.id;
  const now = instantAt(t);
  const listing = asked[channel]!;
  for (const entry of history.entries) {
    if (entry.channelId !== channelId || entry.state !== 'active') continue;
    if (kind === 'voucher' && entry.kind !== 'voucher') continue;
    entry.state = 'ended';
    entry.endsAt = now;
  }
  const before = listing.price;
  listing.voucher = kind === 'voucher' ? price : null;
  listing.price = kind === 'cut' ? price : kind === 'base' ? product.basePrice : before;
  const asEntry = kind === 'cut' ? 'discount' : kind;
  const endsAt = days === null ? null : now + days * DAY_MS;
  const startsAt = now;
  const id = history.entries.length + 1;
  history.entries.push({ id, channelId, decidedAt: now, kind: asEntry, state: 'active', price, startsAt, endsAt });
  const discountBp = Math.round(((product.basePrice - price) / product.basePrice) * 10_000);
  history.decisions.push({ channelId, at: now, discountBp });
}
