import type { Money } from './money.js';

/** A product as the feed names it. */
export interface Ref {
  sku: string;
  externalId: string | null;
  externalVariantId: string | null;
  /** Decimals of the shop's money. */
  scale: number;
}

/** What a channel shows of a product now. */
export interface Shown {
  productId: string;
  variantId: string | null;
  scale: number;
  /** What a buyer pays; null: it cannot be read as money. */
  price: Money | null;
  /** The price beside it that is struck through, as the channel keeps it; null: none. */
  strike: string | null;
  /** The channel's own fields of an offer, as it writes them; null: not set. */
  offer: { price: string | null; startsAt: string | null; endsAt: string | null };
  /** An offer that is not ours is planned there: ours would put it out. */
  hasPlan: boolean;
}

/** What was there before an offer of ours. */
export type Before = Pick<Shown, 'strike' | 'offer'>;
export const NOTHING_BEFORE: Before = { strike: null, offer: { price: null, startsAt: null, endsAt: null } };

export type Looked = { kind: 'shown'; shown: Shown } | { kind: 'missing'; code: string; message: string };

/** What a product is to show. */
export type Wanted =
  | { kind: 'offer'; price: Money; listPrice: Money; startsAt: number; endsAt: number }
  /** No offer of ours: `price` is the one without. `isBase`: that price is what was approved, else only the offer goes. */
  | { kind: 'plain'; price: Money; isBase: boolean; before: Before };

/** A product of the channel's own list, with its own ids. */
export interface Listed {
  sku: string | null;
  externalId: string;
  externalVariantId: string | null;
  price: Money | null;
}

export interface Item {
  shown: Shown;
  wanted: Wanted;
}

export type Outcome =
  /** `price` is what the channel says that it shows now. */
  | { kind: 'done'; price: Money | null }
  | { kind: 'refused'; code: string; message: string }
  /** It may have been done: ask before anything is sent again. */
  | { kind: 'unknown'; why: string }
  /** Surely not done, too many requests. */
  | { kind: 'later'; waitMs: number }
  /** Surely not done, the call as a whole was refused: send each by itself to see which one it is. */
  | { kind: 'alone' };

/** One channel's way of telling and changing prices. A new channel is one file that implements this. */
export interface Adapter {
  /** At most so many products are looked at and changed in one go. */
  readonly batchMax: number;
  /** What the channel shows, in the order of `refs`. @throws Unreachable, SettingsError */
  look(refs: Ref[]): Promise<Looked[]>;
  /** Everything that the channel sells, page by page. @throws Unreachable, SettingsError */
  list(scale: number): AsyncIterable<Listed[]>;
  /** Whether nothing is left to do. */
  matches(shown: Shown, wanted: Wanted): boolean;
  /** Parts the work into what one call can carry. */
  calls<T extends Item>(items: T[]): T[][];
  /** One call; an outcome for each item, in their order. @throws SettingsError (nothing was changed) */
  write(items: Item[]): Promise<Outcome[]>;
}

/** The same items, by what `key` says of them, no more than `max` together. */
export function grouped<T>(items: T[], key: (item: T) => string, max: number): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()].flatMap((group) => chunks(group, max));
}

export function chunks<T>(items: T[], max: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / max) }, (_, i) => items.slice(i * max, (i + 1) * max));
}
