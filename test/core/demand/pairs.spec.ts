import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankPairs } from '../../../src/core/demand/pair-list.js';
import { createPairCounter, figuresOf, logLikelihood } from '../../../src/core/demand/pairs.js';

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

  it('of the invoices of France are those that are published', () => {
    const text = readFileSync(new URL('online-retail-france.txt', import.meta.url), 'utf8');
    const lines = text.trimEnd().split('\n');
    const numbers = new Map(
      lines
        .filter((line) => line.startsWith('= '))
        .map((line) => [line.split(' ').slice(2).join(' '), Number(line.split(' ')[1])]),
    );
    const counter = createPairCounter(undefined, Infinity);
    for (const line of lines.filter((each) => /^\d/.test(each))) counter.addBasket(line.split(' ').map(Number));
    expect([counter.baskets, counter.oversized]).toEqual([392, 0]);
    const of = (a: string, b: string) => {
      const found = counter.countsOf(numbers.get(a)!).find(({ partnerId }) => partnerId === numbers.get(b))!;
      const { support, confidenceAB, lift } = figuresOf(found);
      return [support, confidenceAB, lift].map((value) => value.toFixed(6));
    };
    // C. Moffitt, "Introduction to Market Basket Analysis in Python", pbpython.com 2017.
    const [green, red, pink] = ['GREEN', 'RED', 'PINK'].map((colour) => `ALARM CLOCK BAKELIKE ${colour}`);
    expect(of(green!, red!)).toEqual(['0.079082', '0.815789', '8.642959']);
    expect(of(red!, green!)).toEqual(['0.079082', '0.837838', '8.642959']);
    expect(of(pink!, green!)).toEqual(['0.073980', '0.725000', '7.478947']);
    const paper = ['PLATES', 'CUPS'].map((what) => `SET/6 RED SPOTTY PAPER ${what}`);
    expect(of(paper[0]!, paper[1]!)).toEqual(['0.122449', '0.960000', '6.968889']);
  });

  it("of arules' Groceries: 9,835 baskets, whole milk in 2,513, other vegetables in 1,903, both in 736", () => {
    // M. Hahsler, K. Hornik, T. Reutterer 2006; R package arules, data(Groceries): {other vegetables} => {whole milk} has
    // support 0.07483477, confidence 0.3867578, lift 1.5136341. 1 = other vegetables, 2 = whole milk.
    const [count] = counted(736, 1903 - 736, 2513 - 736, 9835 - 1903 - 2513 + 736).countsOf(1);
    const { support, confidenceAB, confidenceBA, lift } = figuresOf(count!);
    expect(support).toBeCloseTo(0.07483477, 8);
    expect(confidenceAB).toBeCloseTo(0.3867578, 7);
    expect(confidenceBA).toBeCloseTo(736 / 2513, 12);
    expect(lift).toBeCloseTo(1.5136341, 7);
  });

  it('ranked: most evidence first, equal evidence by name, the smaller name in front', () => {
    const counter = createPairCounter();
    const names = new Map([
      [1, 'z'],
      [2, 'a'],
      [3, 'm'],
      [4, 'B'],
    ]);
    for (let i = 0; i < 6; i++) counter.addBasket([1, 2]);
    for (let i = 0; i < 3; i++) counter.addBasket([3, 4]);
    for (let i = 0; i < 3; i++) counter.addBasket([5]);
    counter.addBasket([2, 3]);
    const rank = (countMin: number, limit: number) => {
      const { pairs, total } = rankPairs(counter, (id) => names.get(id) ?? '?', countMin, limit);
      return [total, ...[...pairs].map(({ a, b, count }) => `${a} ${b} ${count}`)];
    };
    // 13 baskets. Always together and never apart but once: z with a in 6 (of 6 and 7), B with m in 3 (of 3 and 4).
    expect(rank(1, 10)).toEqual([3, 'a z 6', 'B m 3', 'a m 1']);
    expect(rank(3, 10)).toEqual([2, 'a z 6', 'B m 3']);
    expect(rank(1, 1)).toEqual([3, 'a z 6']);
    expect(rank(1_000_000, 10)).toEqual([0]);
    const even = createPairCounter();
    for (const pair of [
      [3, 1],
      [4, 2],
    ])
      even.addBasket(pair);
    expect([...rankPairs(even, (id) => names.get(id)!, 1, 10).pairs].map(({ a, b }) => a + b)).toEqual(['Ba', 'mz']);
  });

  it('ranked: those that avoid each other come last, however sure that is', () => {
    const counter = createPairCounter();
    for (let i = 0; i < 50; i++) for (const one of [1, 2]) counter.addBasket([one]);
    counter.addBasket([1, 2]); // 1 of 25.5 by chance: lift 0.04
    counter.addBasket([3, 4]);
    counter.addBasket([3]);
    const { pairs } = rankPairs(counter, String, 1, 10);
    expect([...pairs].map(({ a, b, lift }) => [a + b, lift > 1])).toEqual([
      ['34', true],
      ['12', false],
    ]);
  });

  it('are all told once by eachPair, also where only some products were asked for', () => {
    const basket = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 5 });
    const wanted = fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 })), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(basket, { maxLength: 40 }),
        wanted,
        fc.integer({ min: 1, max: 3 }),
        (baskets, ids, least) => {
          const counter = createPairCounter(ids && new Set(ids), 4);
          const expected = new Map<string, number>();
          for (const each of baskets) {
            counter.addBasket(each);
            if (each.length > 4) continue;
            for (const one of each)
              for (const other of each) {
                if (one >= other || (ids && !ids.includes(one) && !ids.includes(other))) continue;
                expected.set(`${one} ${other}`, (expected.get(`${one} ${other}`) ?? 0) + 1);
              }
          }
          const found: [string, number][] = [];
          counter.eachPair(least, (one, other, both) => found.push([`${one} ${other}`, both]));
          expect(found.sort()).toEqual([...expected].filter(([, both]) => both >= least).sort());
        },
      ),
    );
  });

  it('can be asked for between baskets: later ones are counted from then on', () => {
    const counter = createPairCounter();
    counter.addBasket([1, 2]);
    expect(counter.partnersOf(1)).toMatchObject([{ partnerId: 2, support: 1 }]);
    counter.addBasket([3, 1]);
    expect(counter.partnersOf(1).map(({ partnerId }) => partnerId)).toEqual([2, 3]);
    expect([counter.basketsWith(1), counter.basketsWith(9)]).toEqual([2, 0]);
  });
});
