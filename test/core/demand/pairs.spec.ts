import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPairCounter, logLikelihood } from '../../../src/core/demand/pairs.js';

/** Baskets of products 1 and 2: both, only 1, only 2, neither. */
function counted(both: number, one: number, other: number, neither: number) {
  const counter = createPairCounter();
  const add = (times: number, ids: number[]) => {
    for (let i = 0; i < times; i++) counter.addBasket(ids);
  };
  add(both, [1, 2]);
  add(one, [1]);
  add(other, [2]);
  add(neither, [9]);
  return counter;
}

describe('pairs', () => {
  it('of a known shop: confidence 0.815789, lift 8.642959', () => {
    // Invoices of France in the UCI Online Retail data: 392, red alarm clock in 37, green in 38, both in 31
    // (C. Moffitt, "Introduction to Market Basket Analysis in Python", pbpython.com 2017). 1 = green, 2 = red.
    const counter = counted(31, 7, 6, 348);
    expect(counter.baskets).toBe(392);
    expect(counter.best(1)).toMatchObject({
      productId: 1,
      partnerId: 2,
      support: 31,
      confidenceBp: 8158,
      partnerConfidenceBp: 8378, // 31 / 37
      liftMilli: 8643,
    });
    expect(counter.best(2)).toMatchObject({ partnerId: 1, confidenceBp: 8378, partnerConfidenceBp: 8158 });
  });

  it('by hand: four baskets of five with both', () => {
    // Product 1 in 5 of 10 baskets, 2 in 4, both in 4: confidence 4/5 and 4/4, lift 4 * 10 / (5 * 4) = 2.
    const [pair] = counted(4, 1, 0, 5).partnersOf(1);
    expect(pair).toMatchObject({ support: 4, confidenceBp: 8000, partnerConfidenceBp: 10_000, liftMilli: 2000 });
    // 2 (4 ln 2 + 1 ln (1 * 10 / (5 * 6)) + 5 ln (5 * 10 / (5 * 6)))
    expect(pair!.logLikelihood).toBeCloseTo(2 * (4 * Math.log(2) - Math.log(3) + 5 * Math.log(5 / 3)), 12);
  });

  it('have the log-likelihood ratio of Dunning 1993, table 2', () => {
    expect(logLikelihood(110, 2442, 111, 29114)).toBeCloseTo(270.72, 2); // "the swiss"
    expect(logLikelihood(29, 13, 123, 31612)).toBeCloseTo(263.9, 1); // "can be"
    expect(logLikelihood(10, 0, 3, 31764)).toBeCloseTo(167.23, 1); // "mineral water"
  });

  it('that chance explains carry no evidence', () => {
    expect(logLikelihood(10, 30, 20, 60)).toBeCloseTo(0, 12); // (10 * 120) / (40 * 30) = 1
    expect(counted(10, 30, 20, 60).best(1)).toBeNull();
  });

  it('bought together less often than by chance are not proposed', () => {
    expect(counted(10, 190, 190, 10).best(1)).toBeNull();
  });

  it('seen too rarely are not proposed, however striking', () => {
    expect(counted(4, 0, 0, 100_000).best(1)).toBeNull();
    expect(counted(5, 0, 0, 100_000).best(1)).toMatchObject({ partnerId: 2 });
  });

  it('are chosen by evidence, not by lift: a rare pair does not win by luck', () => {
    const counter = counted(60, 40, 40, 860);
    for (let i = 0; i < 5; i++) counter.addBasket([1, 3]);
    const [often, rare] = counter.partnersOf(1);
    expect(rare!.liftMilli).toBeGreaterThan(often!.liftMilli);
    expect(counter.best(1)).toMatchObject({ partnerId: 2 });
    expect(counter.best(1, (id) => id !== 2)).toMatchObject({ partnerId: 3 });
    expect(counter.best(1, () => false)).toBeNull();
  });

  it('of equal evidence are settled by the lower id, whatever came first', () => {
    const counter = createPairCounter();
    for (let i = 0; i < 20; i++) counter.addBasket([7, 5, 1]);
    for (let i = 0; i < 50; i++) counter.addBasket([9]);
    expect(counter.best(1)).toMatchObject({ partnerId: 5 });
  });

  it('a product twice in an order counts once, an empty order not at all', () => {
    const counter = createPairCounter();
    counter.addBasket([1, 1, 2]);
    counter.addBasket([]);
    expect(counter.baskets).toBe(1);
    expect(counter.partnersOf(1)).toMatchObject([{ partnerId: 2, support: 1 }]);
  });

  it('orders of too many products are left out and counted', () => {
    const counter = createPairCounter(undefined, 3);
    counter.addBasket([1, 2, 3]);
    counter.addBasket([1, 2, 3, 4]);
    counter.addBasket([1, 2, 3, 3, 2]);
    expect([counter.baskets, counter.oversized]).toEqual([2, 1]);
    expect(counter.partnersOf(1)).toHaveLength(2);
  });

  it('are kept only for the products that were asked for', () => {
    const counter = createPairCounter(new Set([1]));
    for (let i = 0; i < 20; i++) counter.addBasket([1, 2, 3]);
    for (let i = 0; i < 20; i++) counter.addBasket([4]);
    expect(counter.partnersOf(1)).toHaveLength(2);
    expect(counter.partnersOf(2)).toEqual([]);
    expect(counter.best(8)).toBeNull();
  });

  it('are exactly what a naive count finds', () => {
    const basket = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(basket, { maxLength: 30 }), fc.integer({ min: 1, max: 6 }), (baskets, wanted) => {
        const counter = createPairCounter(new Set([wanted]));
        for (const each of baskets) counter.addBasket(each);
        const full = baskets.filter((each) => each.length > 0);
        const having = (...ids: number[]) => full.filter((each) => ids.every((id) => each.includes(id))).length;
        const expected = [1, 2, 3, 4, 5, 6]
          .filter((id) => id !== wanted && having(wanted, id) > 0)
          .map((id) => {
            const support = having(wanted, id);
            const confidence = support / having(wanted);
            return [
              id,
              support,
              Math.round(confidence * 10_000),
              Math.round((confidence * full.length * 1000) / having(id)),
            ];
          });
        const found = counter.partnersOf(wanted).map((p) => [p.partnerId, p.support, p.confidenceBp, p.liftMilli]);
        expect(counter.baskets).toBe(full.length);
        expect(found.map(([id, support]) => [id, support])).toEqual(expected.map(([id, support]) => [id, support]));
        found.forEach((row, i) => {
          // Two ways to compute one quotient may part at an exact half.
          expect(Math.abs(row[2]! - expected[i]![2]!)).toBeLessThanOrEqual(1);
          expect(Math.abs(row[3]! - expected[i]![3]!)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});
