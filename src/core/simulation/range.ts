import type { Terms } from '../offer-context.js';
import { divideUp } from '../pricing/bounds.js';
import { ladder } from '../pricing/ending.js';
import { floorPrice } from '../pricing/fees.js';
import type { Policy } from '../pricing/policy.js';
import { FULL_BP, type Money } from '../units.js';

interface Priced {
  cost: Money;
  basePrice: Money;
}

/** The lowest price that the policy's floor and largest discount allow; above the base price: none is. */
export function lowestOf({ cost, basePrice }: Priced, { sale, limits }: Terms): Money {
  const floor = floorPrice(cost, limits.marginFloorBp, sale) ?? basePrice + 1;
  return Math.max(floor, divideUp(basePrice * (FULL_BP - limits.maxDiscountBp), FULL_BP));
}

/** The prices that a listing may ask, rising: the ladder that the engine chooses from, and the base price. */
export function pricesOf(product: Priced, terms: Terms, { priceEndings }: Pick<Policy, 'priceEndings'>): Money[] {
  const { basePrice } = product;
  return [...ladder(lowestOf(product, terms), basePrice - 1, priceEndings), basePrice];
}
