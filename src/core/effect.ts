import { discountGiven } from './pricing/forecast.js';
import type { OfferKind } from './pricing/proposal.js';
import { numberFact, numberInput, textFact, type Sheet } from './sheet.js';
import type { BasisPoints, Money } from './units.js';
import type { Offered } from './verdict.js';

/** What one proposed price comes to, told apart from its why: what previews and back-tests add up. */
export interface Effect {
  productId: number;
  channelId: number;
  sku: string;
  channel: string;
  category: string | null;
  rule: string;
  kind: OfferKind;
  price: Money;
  listPrice: Money;
  currentPrice: Money;
  discountBp: BasisPoints;
  /** Its part of what the product's offers gain against doing nothing, over the policy's horizon; null: the cost is not known. */
  gain: Money | null;
  /** Expected discount over the days asked for. */
  discountGiven: Money;
  /** Of the product, all channels together. */
  staleValue: Money;
}

/**
 * The expected effect of an offer.
 * @param days over which the discount is added up; left out: the policy's horizon
 */
export function effectOf(sheet: Sheet, row: number, rule: string, offer: Offered, days?: number): Effect {
  const { proposal, context, gain } = offer;
  return {
    productId: numberInput(sheet, row, 'productId') ?? 0,
    channelId: numberInput(sheet, row, 'channelId') ?? 0,
    sku: textFact(sheet, row, 'product.sku') ?? '',
    channel: textFact(sheet, row, 'channel.code') ?? '',
    category: textFact(sheet, row, 'product.category'),
    rule,
    kind: proposal.kind,
    price: proposal.price,
    listPrice: proposal.listPrice,
    currentPrice: context.currentPrice,
    discountBp: proposal.discountBp,
    gain,
    discountGiven: discountGiven(proposal, context, days),
    staleValue: numberFact(sheet, row, 'stock.staleValue') ?? 0,
  };
}

/** Most money first: expected gain (unknown last), then stale value, then by name, so that there is one order. */
export function byGain(a: Effect, b: Effect): number {
  const gain = (effect: Effect): number => effect.gain ?? -Infinity;
  const [ga, gb] = [gain(a), gain(b)];
  if (ga !== gb) return ga > gb ? -1 : 1;
  if (a.staleValue !== b.staleValue) return b.staleValue - a.staleValue;
  return byName(a, b);
}

/** By SKU, then by channel. */
export function byName(a: Effect, b: Effect): number {
  if (a.sku !== b.sku) return a.sku < b.sku ? -1 : 1;
  return a.channel < b.channel ? -1 : a.channel > b.channel ? 1 : 0;
}

/** Sums over effects. */
export interface EffectTotals {
  suggestions: number;
  products: number;
  discountGiven: Money;
  /** Of the products that are addressed: each counts once, with the most that was stale of it when it was. */
  staleValue: Money;
  /** Sum of the known gains, and how many are not known. */
  gain: Money;
  gainUnknown: number;
}

export function totalsOf(effects: Iterable<Effect>): EffectTotals {
  const totals: EffectTotals = {
    suggestions: 0,
    products: 0,
    discountGiven: 0,
    staleValue: 0,
    gain: 0,
    gainUnknown: 0,
  };
  const stale = new Map<number, Money>();
  for (const { productId, staleValue, discountGiven, gain } of effects) {
    totals.suggestions++;
    totals.discountGiven += discountGiven;
    if (gain === null) totals.gainUnknown++;
    else totals.gain += gain;
    stale.set(productId, Math.max(staleValue, stale.get(productId) ?? 0));
  }
  totals.products = stale.size;
  for (const value of stale.values()) totals.staleValue += value;
  return totals;
}
