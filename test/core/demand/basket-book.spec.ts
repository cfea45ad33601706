import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BasketBook, createPageWriter, DAYS, type BasketWindow } from '../../../src/core/demand/basket-book.js';
import { createPairCounter } from '../../../src/core/demand/pairs.js';

type Line = [productId: number, day: number];
type Orders = Map<string, Line[]>;

const ALWAYS: BasketWindow = { from: null, to: null };
const isBefore = (one: string, other: string): boolean => one < other;
const inRange = (orders: Orders, first: string, end: string | null): [string, Line[]][] =>
  [...orders]
    .filter(([id]) => id >= first && (end === null || id < end))
    .sort(([one], [other]) => (one < other ? -1 : 1));

/** Writes the pages anew on which these orders stand. */
function renew(book: BasketBook, orders: Orders, ids: string[], pageOrders = 3): void {
  for (const first of book.pagesOf(ids, isBefore)) {
    const writer = createPageWriter(first, pageOrders);
    for (const [id, lines] of inRange(orders, first, book.endOf(first))) {
      if (lines.length > 0) writer.add(id, lines.map(([product, day]) => product * DAYS + day)); // prettier-ignore
    }
    book.replace(writer.end());
  }
}

/** The same by the counter that keeps no days and forgets nothing. */
function counted(orders: Orders, productId: number, { from, to }: BasketWindow): object {
  const counter = createPairCounter();
  for (const lines of orders.values()) {
    const inWindow = lines.filter(([, day]) => day >= (from ?? 0) && day <= (to ?? DAYS));
    counter.addBasket(inWindow.map(([product]) => product));
  }
  const { baskets, oversized } = counter;
  return { counts: counter.countsOf(productId), own: counter.basketsWith(productId), baskets, oversized };
}

describe('a book of baskets', () => {
  it('by hand: 1 with 2 in two of three orders, once by a line of the next day', () => {
    const book = new BasketBook();
    const orders: Orders = new Map([
      ['a', [[1, 10], [2, 10], [1, 10]]], // prettier-ignore
      ['b', [[2, 11], [1, 10]]], // prettier-ignore
      ['c', [[2, 12]]],
    ]);
    renew(book, orders, ['a'], 100);
    const pair = { productId: 1, partnerId: 2 };
    expect(book.partnersOf(1, ALWAYS)).toEqual({
      counts: [{ ...pair, both: 2, own: 2, partners: 3, baskets: 3 }],
      own: 2,
      baskets: 3,
      oversized: 0,
    });
    // Day 10 alone: a with both, b with 1.
    expect(book.partnersOf(1, { from: 10, to: 10 })).toMatchObject({ counts: [{ both: 1, own: 2, partners: 1 }] });
    expect(book.partnersOf(1, { from: 11, to: null })).toMatchObject({ counts: [], own: 0, baskets: 2 });
    expect(book.partnersOf(9, ALWAYS)).toMatchObject({ counts: [], own: 0, baskets: 3 });
    expect(new BasketBook().partnersOf(1, ALWAYS)).toEqual({ counts: [], own: 0, baskets: 0, oversized: 0 });
  });

  it('keeps orders of channels that have the same id apart, and on one page', () => {
    const writer = createPageWriter('', 1);
    // Two orders "a" with one product each, one "b" with both: together once.
    for (const [id, ...products] of [['a', 1], ['a', 2], ['b', 1, 2]] as const) writer.add(id, products.map((product) => product * DAYS)); // prettier-ignore
    const pages = writer.end();
    expect(pages.map(({ first, orders }) => [first, orders])).toEqual([
      ['', 2],
      ['b', 1],
    ]);
    const book = new BasketBook();
    book.replace(pages);
    const pair = { productId: 1, partnerId: 2, both: 1, own: 2, partners: 2, baskets: 3 };
    expect(book.partnersOf(1, ALWAYS)).toMatchObject({ counts: [pair] });
  });

  it('leaves out a basket of more than a hundred products, counted over the days of the window', () => {
    const book = new BasketBook();
    const many = (count: number, day: number, from = 1): Line[] =>
      Array.from({ length: count }, (_, i) => [from + i, day]);
    renew(book, new Map([['a', [...many(100, 5), ...many(1, 6, 500)]], ['b', many(2, 5)]]), ['a']); // prettier-ignore
    expect(book.partnersOf(1, ALWAYS)).toMatchObject({ own: 1, baskets: 1, oversized: 1 });
    expect(book.partnersOf(1, { from: 5, to: 5 })).toMatchObject({ own: 2, baskets: 2, oversized: 0 });
  });

  it('whose pages are written anew after changes counts what a book written at once does', () => {
    const id = fc.integer({ min: 0, max: 30 }).map((n) => `o${n}`);
    const line = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 100, max: 103 }));
    const change = fc.array(fc.tuple(id, fc.array(line, { maxLength: 4 })), { minLength: 1, maxLength: 12 });
    const window = fc.record({
      from: fc.option(fc.integer({ min: 100, max: 103 })),
      to: fc.option(fc.integer({ min: 100, max: 103 })),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), window, (changes, days) => {
        const book = new BasketBook();
        const orders: Orders = new Map();
        for (const each of changes) {
          for (const [order, lines] of each) orders.set(order, lines);
          renew(book, orders, each.map(([order]) => order)); // prettier-ignore
        }
        for (const product of [1, 2, 6]) {
          expect(book.partnersOf(product, days)).toEqual(counted(orders, product, days));
        }
        expect(book.orders).toBe([...orders.values()].filter((lines) => lines.length > 0).length);
      }),
      { numRuns: 200 },
    );
  });
});
