import type { Offer } from '../../pricing/proposal.js';
import type { ZoneClock } from '../../intake/zone.js';
import type { Instant, Money } from '../../units.js';
import type { EntryKind } from '../entry.js';

/** One price that a person carries to a channel: an entry at a revision, and what buyers are to see after it. */
export interface PriceLine {
  entryId: number;
  revision: number;
  /** `stop`: the offer is over and the base price comes back. */
  action: 'set' | 'stop';
  kind: EntryKind;
  sku: string;
  externalId: string | null;
  externalVariantId: string | null;
  /** What the channel calls the product, where the shop has said so: each is a listing of it. */
  channelSkus: readonly string[];
  /** Of an offer what buyers pay, else the base price. */
  price: Money;
  basePrice: Money;
  startsAt: Instant;
  /** From when on it may be put up by hand: before its start where only the lead time of the channel's promotions moved that. */
  readyAt: Instant;
  /** Exclusive. */
  endsAt: Instant | null;
  offer: Offer;
  /** What stands against it, whatever the format. */
  obstacle: Obstacle | null;
}

/** Why a price is not in a file. Each has its words in the screens and in docs/marketplaces.md. */
export const OBSTACLES = [
  'voucher',
  'bundle',
  'not-yet',
  'whole-days',
  'not-in-file',
  'ambiguous',
  'formula-like',
  'outside-edit',
  'outcome-unknown',
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** Under which SKUs the channel knows the product. */
export const namesOn = ({ sku, channelSkus }: PriceLine): readonly string[] =>
  channelSkus.length > 0 ? channelSkus : [sku];

/** How the shop writes money and days, and the moment at which a file is made. */
export interface FileNotation {
  currency: string;
  scale: number;
  clock: ZoneClock;
  now: Instant;
}

/** Money as machines read it: no thousands, a decimal point where the currency has decimals. */
export function plainAmount(amount: Money, scale: number): string {
  const digits = String(Math.abs(amount)).padStart(scale + 1, '0');
  const sign = amount < 0 ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A moment to the second, with the offset of the shop: 25 characters. */
export function plainInstant(at: Instant, clock: ZoneClock): string {
  const offsetMinutes = Math.round(clock.offsetAt(at) / 60_000);
  const local = new globalThis.Date(at + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(offsetMinutes);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
