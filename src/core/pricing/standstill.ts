import type { Money } from '../units.js';
import { PRICE_MAX } from './fees.js';
import type { GuardrailContext } from './offer.js';
import type { GuardrailTrace, OfferKind, Proposal } from './proposal.js';
import { moneyIn, stop, type Reason } from './traces.js';

/** Prices of which one is missing, zero, broken or absurdly large; null when all can be computed with. */
export function outOfRange(prices: Money[], kind: OfferKind, context: GuardrailContext): GuardrailTrace | null {
  const money = moneyIn(context);
  const all = [...prices, context.listPrice, context.currentPrice];
  if (kind === 'bundle' && context.partner !== null) all.push(context.partner.price);
  if (all.every((price) => Number.isSafeInteger(price) && price >= 1 && price <= PRICE_MAX)) return null;
  return stop('price-range', null, (l) =>
    l === 'id'
      ? `harga harus bilangan bulat dari ${money(1, l)} sampai ${money(PRICE_MAX, l)}`
      : `a price must be a whole amount from ${money(1, l)} to ${money(PRICE_MAX, l)}`,
  );
}

/** The time that keeps a price where it is: a change too recent, or a campaign that locks it. */
export function heldByTime({
  lock,
  limits,
  daysSincePriceChange,
}: Pick<GuardrailContext, 'lock' | 'limits' | 'daysSincePriceChange'>): {
  name: 'cool-down' | 'campaign-lock';
  reason: Reason;
} | null {
  if (daysSincePriceChange !== null && daysSincePriceChange < limits.coolDownDays) {
    return {
      name: 'cool-down',
      reason: (l) =>
        l === 'id'
          ? `harga berubah ${daysSincePriceChange} hari lalu, jeda paling sedikit ${limits.coolDownDays} hari`
          : `the price changed ${daysSincePriceChange} days ago, at least ${limits.coolDownDays} days must pass`,
    };
  }
  if (lock === null) return null;
  return {
    name: 'campaign-lock',
    reason: (l) =>
      l === 'id'
        ? `kampanye ${lock.name} mengunci harga dari ${lock.from} sampai ${lock.to}`
        : `the campaign ${lock.name} locks prices from ${lock.from} to ${lock.to}`,
  };
}

/** What keeps a price where it is, whatever the proposal. */
export function standsStill(proposal: Proposal, context: GuardrailContext): GuardrailTrace | null {
  const { minPrice, maxPrice } = context;
  const money = moneyIn(context);
  const range = outOfRange([proposal.price, proposal.listPrice], proposal.kind, context);
  if (range !== null) return range;
  const held = heldByTime(context);
  if (held !== null) return stop(held.name, proposal.price, held.reason);
  if (proposal.kind !== 'restore') return null;
  if (proposal.price <= context.currentPrice) {
    return stop('nothing-to-restore', proposal.price, (l) =>
      l === 'id'
        ? `harga sekarang ${money(context.currentPrice, l)} tidak di bawah harga dasar ${money(proposal.price, l)}`
        : `the current ${money(context.currentPrice, l)} is not below the base price of ${money(proposal.price, l)}`,
    );
  }
  if (minPrice !== null && proposal.price < minPrice) {
    return stop('min-price', proposal.price, (l) =>
      l === 'id'
        ? `harga dasar di bawah harga paling rendah ${money(minPrice, l)} di kanal ini`
        : `the base price is below the listing's lowest, ${money(minPrice, l)}`,
    );
  }
  if (maxPrice !== null && proposal.price > maxPrice) {
    return stop('max-price', proposal.price, (l) =>
      l === 'id'
        ? `harga dasar di atas harga paling tinggi ${money(maxPrice, l)} di kanal ini`
        : `the base price is above the listing's highest, ${money(maxPrice, l)}`,
    );
  }
  return null;
}
