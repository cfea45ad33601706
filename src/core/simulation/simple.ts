import { cutByPercent } from '../pricing/discount.js';
import { endingWithin } from '../pricing/ending.js';
import type { Policy } from '../pricing/policy.js';
import type { Money } from '../units.js';
import { CHANNELS } from './game.js';
import type { PriceMove, Pricer, Stall } from './stall.js';
import { lowestOf } from './range.js';
import type { World } from './world.js';

/** Never cuts a price. */
export const noDiscounts: Pricer = { name: 'none', morning: () => [] };

/** Per cent off by the age in days of the oldest unit, the deepest first. */
const LADDER = [
  { from: 91, percent: 30 },
  { from: 61, percent: 20 },
  { from: 31, percent: 10 },
];

/**
 * What many shops do: 10 % off from 31 days of age of the oldest unit, 20 % from 61, 30 % from 91, on every channel, never
 * below the floor of cost and fees; back to the base price as soon as nothing is so old any more.
 */
export function fixedLadder({ terms }: Pick<World, 'terms'>, policy: Pick<Policy, 'priceEndings'>): Pricer {
  const priceAt = ({ product }: Stall, channel: number, percent: number): Money => {
    const { basePrice, category } = product;
    if (percent === 0) return basePrice;
    const lowest = lowestOf(product, terms.get(category)![channel]!);
    return endingWithin(cutByPercent(basePrice, percent), lowest, basePrice - 1, policy.priceEndings) ?? basePrice;
  };
  return {
    name: 'ladder',
    morning: (t, stalls) =>
      stalls.flatMap((stall, product) => {
        const age = stall.layers.length === 0 ? 0 : t - stall.layers[0]!.since;
        const percent = LADDER.find(({ from }) => age >= from)?.percent ?? 0;
        return CHANNELS.flatMap((_, channel): PriceMove[] => {
          const price = priceAt(stall, channel, percent);
          if (price === stall.asked[channel]!.price) return [];
          const kind = price === stall.product.basePrice ? 'base' : 'cut';
          return [{ product, channel, kind, price, days: null }];
        });
      }),
  };
}
