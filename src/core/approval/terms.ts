import { discountBpOf } from '../pricing/discount.js';
import { priceWith } from '../pricing/voucher.js';
import { Refusal } from '../refusal.js';
import { FULL_BP, assert, type BasisPoints, type Instant, type Money } from '../units.js';
import type { Offer, Suggestion } from './suggestion.js';

/** What a human changed of a suggestion; a null keeps what the engine proposed. */
export interface Adjustment {
  price: Money | null;
  startsAt: Instant | null;
  endsAt: Instant | null;
}

/** Price and conditions as they will be published. */
export interface Terms {
  price: Money;
  listPrice: Money;
  discountBp: BasisPoints;
  offer: Offer;
}

/** What a listing costs today; a null is not known, the suggestion's own figures then stand. */
export interface PricesNow {
  base: Money | null;
  /** Base price less a running discount. */
  current: Money | null;
  /** The same when the price begins, under what is planned; left out: as now. */
  atStart?: Money | null;
}

/**
 * The terms of a suggestion with the price that a human asked for (null: the engine's). A voucher's or a bundle's own
 * numbers follow the price; a voucher's percentage is rounded down, so that its holder never pays less than was approved.
 * @throws Refusal `not-adjustable` for a restore; `bundle-only-up` for a bundle below the engine's price, because the
 * floors of a pair are not kept with it and only a smaller cut is known to be safe
 */
export function termsOf(suggestion: Suggestion, asked: Money | null, now: PricesNow): Terms {
  const { kind, offer } = suggestion;
  assert(suggestion.price !== null && suggestion.listPrice !== null, `a ${kind} carries its prices`);
  const listPrice = kind === 'bundle' ? suggestion.listPrice : (now.base ?? suggestion.listPrice);
  if (kind === 'restore') {
    if (asked !== null) throw notAdjustable();
    return { price: listPrice, listPrice, discountBp: 0, offer };
  }
  const price = asked ?? suggestion.price;
  if (offer.bundle !== undefined) {
    if (price < suggestion.price) {
      throw new Refusal(
        'invalid',
        'bundle-only-up',
        `A bundle can be adjusted upwards only, from ${suggestion.price} to below the sum of ${listPrice}.`,
      );
    }
    const discountBp = discountBpOf(price, listPrice);
    return {
      price,
      listPrice,
      discountBp,
      offer: { ...offer, bundle: { ...offer.bundle, bundlePrice: price, discountBp } },
    };
  }
  if (offer.voucher !== undefined && asked !== null) {
    const current = now.current ?? suggestion.currentPrice ?? listPrice;
    const voucher = voucherAt(offer.voucher, price, current);
    const paid = priceWith(voucher, current);
    return { price: paid, listPrice, discountBp: discountBpOf(paid, listPrice), offer: { ...offer, voucher } };
  }
  return { price, listPrice, discountBp: discountBpOf(price, listPrice), offer };
}

export const notAdjustable = (): Refusal =>
  new Refusal('invalid', 'not-adjustable', 'A restore goes back to the base price at once: approve or reject it.');

type Voucher = NonNullable<Offer['voucher']>;

/** The code under which a holder who buys as little as it asks for pays `price` a unit, or a little more. */
function voucherAt(voucher: Voucher, price: Money, current: Money): Voucher {
  const cut = Math.max(0, current - price);
  const units = Math.max(1, Math.ceil((voucher.minSpend ?? 0) / current));
  if (voucher.percentBp === null) return { ...voucher, amount: cut * units };
  const { maxDiscount } = voucher;
  const fits = maxDiscount === null || maxDiscount >= cut * units;
  return {
    ...voucher,
    percentBp: Math.floor((cut * FULL_BP) / current),
    maxDiscount: fits ? maxDiscount : cut * units,
  };
}
