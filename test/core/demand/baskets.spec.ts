import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBasketPacker, unpackBaskets } from '../../../src/core/demand/baskets.js';

type Line = [productId: number, day: number];

function packed(orders: Line[][]) {
  const packer = createBasketPacker();
  for (const order of orders) {
    for (const [productId, day] of order) packer.add(productId, day);
    packer.endOrder();
  }
  return packer;
}

function baskets(pack: Uint8Array, from: number, to: number): number[][] {
  const found: number[][] = [];
  unpackBaskets(pack, from, to, (ids) => found.push([...ids]));
  return found;
}

describe('packed baskets', () => {
  it('are as short as told: by hand', () => {
    const packer = packed([
      [
        [5, 100],
        [2, 100],
        [5, 100],
      ],
      [[300, 99]],
    ]);
    // 2 products: 4; day 100 = +100: 200 = 72 + 128, 1; ids 2 and +3. Then 1 product: 2; day -1: 1; id 300 = 44 + 2 x 128.
    expect([...packer.bytes()]).toEqual([4, 200, 1, 2, 3, 2, 1, 172, 2]);
    expect([packer.orders, packer.firstDay, packer.lastDay]).toEqual([2, 99, 100]);
  });

  it('give back the distinct products of every order in any window of days', () => {
    const line = fc.tuple(
      fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2_147_483_647 })),
      fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 10, max: 14 }) }, fc.integer({ min: 0, max: 47_481 })),
    );
    const orders = fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 20 });
    fc.assert(
      fc.property(orders, fc.integer({ min: 8, max: 16 }), fc.integer({ min: 0, max: 5 }), (all, from, length) => {
        const to = from + length;
        const expected = all
          .map((order) => new Set(order.filter(([, day]) => day >= from && day <= to).map(([id]) => id)))
          .filter((ids) => ids.size > 0);
        expect(baskets(packed(all).bytes(), from, to).map((ids) => new Set(ids))).toEqual(expected);
      }),
    );
  });

  it('keep one product more than a basket may have, so that a large order is known for one', () => {
    const large = Array.from({ length: 5_000 }, (_, i): Line => [i + 1, 7]);
    expect(baskets(packed([large, [[9, 7]]]).bytes(), 7, 7).map((ids) => ids.length)).toEqual([101, 1]);
  });

  it('begin anew when cleared', () => {
    const packer = packed([[[1, 5]]]);
    packer.clear();
    packer.add(1, 3);
    packer.endOrder();
    expect([...packer.bytes()]).toEqual([2, 6, 1]);
    expect([packer.orders, packer.firstDay, packer.lastDay]).toEqual([1, 3, 3]);
  });
});
