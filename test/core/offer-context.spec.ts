import { describe, expect, it } from 'vitest';
import { stockShare } from '../../src/core/offer-context.js';

/** The share of each of the channels on which a product sells at these rates. */
function shares(onHand: number, ...rates: number[]): number[] {
  const wholeRate = rates.reduce((sum, rate) => sum + rate, 0);
  return rates.map((rate) => stockShare({ onHand, rate, wholeRate, channels: rates.length }));
}

describe('the share of the stock that a channel counts on', () => {
  it('goes by what each channel sells, rounded up', () => {
    expect(shares(100, 0.6, 0.2)).toEqual([75, 25]);
    expect(shares(10, 1, 1, 1)).toEqual([4, 4, 4]);
  });
  it('is equal while nothing is known of any rate, and nothing without stock', () => {
    expect(shares(9, 0, 0)).toEqual([5, 5]);
    expect(shares(-4, 0.5, 0.5)).toEqual([0, 0]);
  });
});
