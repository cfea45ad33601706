import { describe, expect, it } from 'vitest';
import { planForProduct } from '../../../src/core/pricing/plan-for-product.js';
import { anOffer, wide } from './an-offer.js';

const wishes = { weeks: 4, salvage: null, monotone: true };
const sells = (perDay: number, elasticity: number, a = 1e9) => ({
  ...anOffer().outlook,
  velocity: { a, b: a / perDay },
  elasticity: { mean: elasticity, sd: 0 },
});

describe('a markdown plan from what is known of a product', () => {
  it('starts at the dearest current price, with what all channels sell a week at it', () => {
    // 1 a day at 100,000; 2 a day at 80,000 with elasticity -1: at 100,000 it is 2 x 0.8 = 1.6. 2.6 x 7 = 18.2 a week.
    const plan = planForProduct(
      [anOffer({ outlook: sells(1, -2) }), anOffer({ currentPrice: 80_000, outlook: sells(2, -1) })],
      wishes,
    )!;
    const { question } = plan;
    expect(question).toMatchObject({ stock: 24, periods: 4, monotone: true, observed: [] });
    expect(question.prices[0]).toBe(100_000);
    expect(question.prior.mean).toBeCloseTo(18.2, 9);
    // At half the price: 1 x 4 + 2 x (50 / 80)^-1 = 7.2 a day, against 2.6.
    const lifts = question.prices.map((price) => ((price / 1e5) ** -2 + 1.6 / (price / 1e5)) / 2.6);
    question.lifts.forEach((lift, i) => expect(lift).toBeCloseTo(lifts[i]!, 9));
    expect(question.lifts[0]).toBe(1);
  });

  it('goes down to the limits of all channels, in few prices that end as the policy asks', () => {
    const limits = { ...wide, maxDiscountBp: 3_000 };
    const deep = anOffer({ limits, cost: 10_000, outlook: sells(1, -2) });
    const { prices } = planForProduct(
      [deep, { ...deep, limits: { ...limits, maxDiscountBp: 5_000 } }],
      wishes,
    )!.question;
    // At most 30 % off 100,000 on one of them: 70,500 is the lowest that ends in 500 or 900.
    expect(prices.at(-1)).toBe(70_500);
    expect(prices.length).toBe(12);
    for (const price of prices.slice(1)) expect([500, 900]).toContain(price % 1_000);
    expect([...prices]).toEqual(prices.toSorted((one, other) => other - one));
  });

  it('never asks less than the cost and the fees, unless that is allowed', () => {
    const floor = 55_707; // (50,000 + 1,250) / 0.92
    const held = planForProduct([anOffer({ outlook: sells(0.2, -3) })], wishes)!.question.prices;
    expect(Math.min(...held)).toBeGreaterThanOrEqual(floor);
    const limits = { ...wide, belowCostAllowed: true };
    const free = planForProduct([anOffer({ limits, outlook: sells(0.2, -3) })], wishes)!.question.prices;
    expect(Math.min(...free)).toBeLessThan(floor);
  });

  it('counts what is left at the salvage of the policy, or at what was said', () => {
    const channel = anOffer({ outlook: sells(1, -2) });
    expect(planForProduct([channel], wishes)!.question.salvage).toBe(35_000); // 70 % of 50,000
    expect(planForProduct([channel], { ...wishes, salvage: 1_000 })!.question.salvage).toBe(1_000);
    expect(planForProduct([{ ...channel, cost: null }], wishes)!.question.salvage).toBe(0);
  });

  it('is as unsure of a week as the channels are together', () => {
    // Gammas of shape 4 and 9, means 7 and 14 a week: variances 49 / 4 and 196 / 9.
    const two = [anOffer({ outlook: sells(1, -2, 4) }), anOffer({ outlook: sells(2, -2, 9) })];
    expect(planForProduct(two, wishes)!.question.prior.sd).toBeCloseTo(Math.sqrt(49 / 4 + 196 / 9), 9);
  });

  it('tells what holding the price would bring, and promises no less', () => {
    const { made, held } = planForProduct([anOffer({ outlook: sells(0.3, -3) })], { ...wishes, salvage: 0 })!;
    expect(held.plan).toEqual([100_000, 100_000, 100_000, 100_000]);
    // 0.3 a day for 28 days is 8.4 of 24
    expect(held.expectedLeftover).toBeCloseTo(24 - 8.4, 1);
    expect(made.expectedRevenue).toBeGreaterThan(held.expectedRevenue);
  });

  it('is none without a price, or without anything that sells', () => {
    expect(planForProduct([], wishes)).toBeNull();
    expect(planForProduct([anOffer({ outlook: { ...sells(1, -2), velocity: { a: 0, b: 0 } } })], wishes)).toBeNull();
  });
});
