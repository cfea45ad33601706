import { describe, expect, it } from 'vitest';
import { violations, type PriceLimits } from '../../../src/core/approval/price-check.js';

const LIMITS: PriceLimits = {
  listPrice: 100_000,
  floorPrice: 70_000,
  belowCostAllowed: false,
  maxDiscountBp: 4_000,
  minPrice: 65_000,
  maxPrice: 99_000,
};
const codes = (price: number, change: Partial<PriceLimits> = {}): string[] =>
  violations(price, { ...LIMITS, ...change }).map((violation) => violation.code);

describe('a price that a human names', () => {
  it('may stand from the floor to the largest price of the listing, ends included', () => {
    expect(codes(70_000)).toEqual([]);
    expect(codes(99_000)).toEqual([]);
  });

  it('is told each limit that it crosses', () => {
    expect(codes(69_999)).toEqual(['below-floor']);
    expect(codes(64_999)).toEqual(['below-floor', 'below-min-price']);
    expect(codes(59_000)).toEqual(['below-floor', 'below-min-price', 'too-deep']);
    expect(codes(99_001)).toEqual(['above-max-price']);
    expect(codes(100_000)).toEqual(['not-below-list', 'above-max-price']);
  });

  it('may go below the floor where the policy allows it', () => {
    expect(codes(66_000, { belowCostAllowed: true })).toEqual([]);
  });

  it('is not held against limits that are not known', () => {
    expect(codes(61_000, { floorPrice: null, minPrice: null, maxPrice: null })).toEqual([]);
  });
});
