import { describe, expect, it } from 'vitest';
import { defaultEndings, endingBelow } from '../../../src/core/pricing/ending.js';

describe('the endings a shop begins with', () => {
  const below = (currency: string, scale: number, price: number) => endingBelow(price, defaultEndings(currency, scale));

  it('are hundreds, then 500 and 900, in rupiah', () => {
    expect([8_760, 12_345, 12_999].map((price) => below('IDR', 0, price))).toEqual([8_700, 11_900, 12_900]);
  });
  it('are the last penny, then 49 and 99, in pounds', () => {
    expect([255, 258, 1_260, 1_310].map((price) => below('GBP', 2, price))).toEqual([255, 255, 1_249, 1_299]);
  });
  it('are none in money without a habit known to us', () => {
    expect(below('JPY', 0, 1_234)).toBe(1_234);
  });
});
