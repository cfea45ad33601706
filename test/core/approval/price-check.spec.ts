import { describe, expect, it } from 'vitest';
import { allowedRange, violations, type PriceLimits } from '../../../src/core/approval/price-check.js';

const LIMITS: PriceLimits = {
  currency: { code: 'IDR', scale: 0 },
  listPrice: 100_000,
  floorPrice: 70_000,
  belowCostAllowed: false,
  maxDiscountBp: 4_000,
  minPrice: 65_000,
  maxPrice: 99_000,
  channel: null,
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

  it('is held against what the channel takes, and told which price would do', () => {
    const asks = {
      channelName: 'Shopee',
      minDiscountBp: null,
      maxDiscountBp: null,
      lowest: null,
      hasWholeMoney: false,
    };
    const say = (price: number, change: Partial<PriceLimits['channel'] & object>) =>
      violations(price, { ...LIMITS, channel: { ...asks, ...change } }).map(({ code, sentence }) => [
        code,
        sentence.en,
      ]);
    expect(say(75_000, {})).toEqual([]);
    expect(say(75_000, { maxDiscountBp: 2_500, minDiscountBp: 2_500 })).toEqual([]);
    expect(say(74_999, { maxDiscountBp: 2_500 })).toEqual([
      ['too-deep-for-channel', 'Shopee takes a cut of 25 % at most: ask Rp 75,000 or more.'],
    ]);
    expect(say(95_001, { minDiscountBp: 500 })).toEqual([
      ['too-small-for-channel', 'Shopee takes a cut of 5 % at least: ask Rp 95,000 or less.'],
    ]);
    expect(say(80_000, { lowest: { price: 80_000, days: 7 } })).toEqual([
      ['not-lowest', 'Shopee wants a price below the lowest of the last 7 days: less than Rp 80,000.'],
    ]);
    expect(say(79_999, { lowest: { price: 80_000, days: 7 } })).toEqual([]);
  });

  it('is whole where the channel takes no decimals', () => {
    const dollars = {
      currency: { code: 'USD', scale: 2 },
      listPrice: 2_000,
      floorPrice: null,
      minPrice: null,
      maxPrice: null,
    };
    const channel = {
      channelName: 'Shopee',
      minDiscountBp: null,
      maxDiscountBp: null,
      lowest: null,
      hasWholeMoney: true,
    };
    expect(codes(1_900, { ...dollars, channel })).toEqual([]);
    expect(codes(1_899, { ...dollars, channel })).toEqual(['not-whole-money']);
    // 40 % of $20.00 at most: from $12.00, and below $20.00.
    expect(allowedRange({ ...LIMITS, ...dollars, channel })).toEqual({ min: 1_200, max: 1_900 });
  });

  it('has a range that the channel narrows', () => {
    const channel = {
      channelName: 'x',
      minDiscountBp: 1_000,
      maxDiscountBp: 2_000,
      lowest: { price: 88_000, days: 30 },
    };
    const range = allowedRange({ ...LIMITS, channel: { ...channel, hasWholeMoney: false } });
    expect(range).toEqual({ min: 80_000, max: 87_999 });
  });
});
