import { describe, expect, it } from 'vitest';
import { binomialAt, poissonAt } from '../../../src/core/simulation/dice.js';
import { orderFor } from '../../../src/core/simulation/restock.js';

describe('customers of a day', () => {
  it('are the Poisson count at their place in the distribution', () => {
    // Poisson(1): P(0) = 0.3679, P(<= 1) = 0.7358, P(<= 2) = 0.9197
    expect([0, 0.36, 0.37, 0.73, 0.74, 0.91, 0.92].map((luck) => poissonAt(luck, 1))).toEqual([0, 0, 1, 1, 2, 2, 3]);
    expect(poissonAt(0.99, 0)).toBe(0);
  });
  it('have the mean they should have', () => {
    const counts = Array.from({ length: 10_000 }, (_, i) => poissonAt((i + 0.5) / 10_000, 3.7));
    expect(counts.reduce((a, b) => a + b) / 10_000).toBeCloseTo(3.7, 2);
  });
  it('redeem by the binomial', () => {
    // B(2): P(0) = 0.49, P(<= 1) = 0.91
    expect([0.48, 0.5, 0.9, 0.92].map((luck) => binomialAt(luck, 2, 0.3))).toEqual([0, 1, 1, 2]);
    expect(binomialAt(0.5, 0, 0.3)).toBe(0);
  });
});

describe('the shop reorders', () => {
  // One a day: the least is 10 + 7 + 14 = 31 days, filled up to 52.
  const product = { restock: { leadDays: 10, lot: 20, reviewsOn: 3 } };
  it('up to lead time, a week, safety and three weeks when less than the first three are there', () => {
    expect(orderFor(product, 3, 30, 28, 28)).toBe(22);
    expect(orderFor(product, 3, 31, 28, 28)).toBe(0);
  });
  it('at least a lot, on its day of the week, and no lot that would last over 120 days', () => {
    expect(orderFor({ restock: { ...product.restock, lot: 40 } }, 10, 30, 28, 28)).toBe(40);
    expect(orderFor(product, 4, 0, 28, 28)).toBe(0);
    expect(orderFor(product, 3, 0, 4, 28)).toBe(0); // 20 / (4 / 28) = 140 days
  });
  it('not what it never reorders, nor on a guess', () => {
    expect(orderFor({ restock: null }, 3, 0, 28, 28)).toBe(0);
    expect(orderFor(product, 3, 0, 6, 6)).toBe(0);
  });
});
