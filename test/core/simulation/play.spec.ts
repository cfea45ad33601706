import { describe, expect, it } from 'vitest';
import { movementsOf } from '../../../src/core/ageing/movements.js';
import { replay } from '../../../src/core/ageing/ledger.js';
import { throwDice, type Dice } from '../../../src/core/simulation/dice.js';
import { CHANNELS, dayAt } from '../../../src/core/simulation/game.js';
import { play, soldAfter, worthAtEnd } from '../../../src/core/simulation/play.js';
import type { PriceMove, Pricer, Stall } from '../../../src/core/simulation/stall.js';
import { fixedLadder, noDiscounts } from '../../../src/core/simulation/simple.js';
import { drawWorld, totalDays, type World } from '../../../src/core/simulation/world.js';
import { asText, smallGame } from './games.js';

const settings = smallGame();

describe('a game', () => {
  it('is the same for the same seed, and another for another', () => {
    const game = (seed: number): string => {
      const world = drawWorld(seed, settings);
      return asText(play(world, throwDice(world), fixedLadder(world, settings.policy)));
    };
    expect(game(7)).toBe(game(7));
    expect(game(7)).not.toBe(game(8));
  });

  it('loses no unit: what was bought is sold or left, and the books of the engine say the same', () => {
    const world = drawWorld(3, settings);
    let seen: readonly Stall[] = [];
    const pricer: Pricer = { name: 'spy', morning: (t, stalls) => ((seen = stalls), ladder.morning(t, stalls)) };
    const ladder = fixedLadder(world, settings.policy);
    const { byProduct, units } = play(world, throwDice(world), pricer);
    expect(units).toBeGreaterThan(100);
    const end = dayAt(totalDays(settings.size) - 1);
    byProduct.forEach(({ bought, sold, left }, i) => {
      expect(sold + left).toBe(bought);
      const { history, layers } = seen[i]!;
      const books = replay(movementsOf(history, null), end);
      expect(books.layers.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(left);
      expect(books.layers.map(({ receivedOn, quantity }) => [receivedOn, quantity])).toEqual(
        layers.map(({ since, quantity }) => [dayAt(since), quantity]),
      );
    });
  });

  it('brings the same customers whatever is asked: more are never fewer at a lower price', () => {
    const world = ample(drawWorld(5, settings));
    const cut = (percent: number): Pricer => ({
      name: 'cut',
      morning: (t, stalls) =>
        t > settings.size.warmUpDays
          ? []
          : stalls.flatMap(({ product: { basePrice } }, product) =>
              CHANNELS.map((_, channel): PriceMove => {
                const price = Math.round(basePrice * (1 - percent / 100));
                return { product, channel, kind: 'cut', price, days: null };
              }),
            ),
    });
    const dice = throwDice(world);
    const [full, less, least] = [noDiscounts, cut(10), cut(30)].map((pricer) => play(world, dice, pricer));
    full!.byProduct.forEach((each, i) => {
      expect(less!.byProduct[i]!.sold).toBeGreaterThanOrEqual(each.sold);
      expect(least!.byProduct[i]!.sold).toBeGreaterThanOrEqual(less!.byProduct[i]!.sold);
    });
    expect(least!.units).toBeGreaterThan(full!.units);
  });
});

/** So much stock that nothing runs out, and nothing is reordered. */
const ample = (world: World): World => ({
  ...world,
  products: world.products.map((product) => ({ ...product, entersOn: 0, opening: 100_000, restock: null })),
});

/** One product, one unit wanted a day on the website (fee 1.2 % + Rp 2,000), nothing elsewhere; no luck at all. */
function plainGame(days: number, opening: number): { world: World; dice: Dice } {
  const world = drawWorld(1, { ...settings, size: { products: 1, days, warmUpDays: 0 } });
  const product = world.products[0]!;
  const rates = product.rates.map((_, at) => (at % 3 === 2 ? 1 : 0));
  const plain = {
    ...product,
    cost: 60_000,
    basePrice: 100_000,
    elasticity: -2,
    rates,
    opening,
    entersOn: 0,
    restock: null,
  };
  const dice = throwDice(world);
  dice.weeks[0]!.fill(1);
  dice.luck[0]!.fill(0.5); // the middle of Poisson(1): 1 unit; of Poisson(4): 4
  dice.voucherLuck[0]!.fill(0.5);
  dice.wholesale[0]!.clear();
  return { world: { ...world, products: [plain] }, dice };
}

describe('the accounts', () => {
  it('of a shop that sells one unit a day, by hand', () => {
    const { world, dice } = plainGame(10, 15);
    const { byProduct, revenue, profit, staleValue } = play(world, dice, noDiscounts);
    // A unit brings 100,000 - 1,200 - 2,000 = 96,800. Stock at the close: 14, 13, ... 5: 95 unit-days at
    // 60,000 x 20 % / 365 = 32.8767 a day. The five that are left would sell in the days after: worth their cost.
    expect(revenue).toBe(1_000_000);
    expect(byProduct[0]).toMatchObject({ bought: 15, sold: 10, left: 5, net: 968_000, discount: 0, salvage: 300_000 });
    expect(byProduct[0]!.holding).toBeCloseTo((95 * 60_000 * 0.2) / 365, 6);
    expect(profit).toBeCloseTo(968_000 - 900_000 - (95 * 12_000) / 365 + 300_000, 6);
    expect(staleValue).toBe(0);
  });

  it('count half of cost for what the 60 days after the end would not sell', () => {
    const { world } = plainGame(10, 15);
    expect(soldAfter(world.products[0]!.rates, 10)).toBe(60);
    expect(worthAtEnd(60_000, 60, 60)).toBe(60 * 60_000);
    expect(worthAtEnd(60_000, 100, 60)).toBe(60 * 60_000 + 40 * 30_000);
  });

  it('count as stale what is older than 30 days', () => {
    const { world, dice } = plainGame(33, 40);
    // Day 31 is the first on which units of day 0 are 31 days old; 40 - 32 = 8 are left at its close, then 7.
    expect(play(world, dice, noDiscounts).staleValue).toBeCloseTo(((8 + 7) * 60_000) / 33, 6);
  });

  it('tell what was given away, by hand: half price doubles twice what is sold', () => {
    const { world, dice } = plainGame(2, 100);
    const half: Pricer = {
      name: 'half',
      morning: (t) => (t === 1 ? [{ product: 0, channel: 2, kind: 'cut', price: 50_000, days: null }] : []),
    };
    expect(play(world, dice, half).byProduct[0]).toMatchObject({ sold: 1 + 4, discount: 4 * 50_000 });
  });

  it('give a voucher to the share of buyers that redeems it', () => {
    const { world, dice } = plainGame(1, 100);
    const voucher: Pricer = {
      name: 'voucher',
      morning: () => [{ product: 0, channel: 2, kind: 'voucher', price: 50_000, days: 1 }],
    };
    // 0.5 x 1 + 0.5 x 4 = 2.5 wanted: the middle of Poisson(2.5) is 2; of these 80 % redeem: the middle of B(2, 0.8) is 2.
    expect(play(world, dice, voucher, 0.5).byProduct[0]).toMatchObject({ sold: 2, discount: 2 * 50_000 });
  });
});

describe('the fixed ladder', () => {
  it('takes 10, 20 and 30 per cent off from 31, 61 and 91 days, ending in 500 or 900, and puts the price back', () => {
    const { world, dice } = plainGame(100, 10_000);
    const asked = new Map<number, number>();
    const ladder = fixedLadder(world, settings.policy);
    const spy: Pricer = {
      name: 'spy',
      morning(t, stalls) {
        for (const move of ladder.morning(t, stalls)) if (move.channel === 2) asked.set(t, move.price);
        return ladder.morning(t, stalls);
      },
    };
    play(world, dice, spy);
    expect([...asked]).toEqual([
      [31, 89_900], // 90,000
      [61, 79_900], // 80,000
      [91, 69_900], // 70,000; the floor is (60,000 + 2,000) / 0.988 = 62,754
    ]);
  });
});
