import { describe, expect, it } from 'vitest';
import { formatCount, formatMoney, formatPercent } from '../../../src/core/pricing/money-text.js';

describe('formatMoney', () => {
  it('writes rupiah with dots in Indonesian and commas in English', () => {
    expect(formatMoney(125_000, 'IDR', 0, 'id')).toBe('Rp 125.000');
    expect(formatMoney(125_000, 'IDR', 0, 'en')).toBe('Rp 125,000');
    expect(formatMoney(0, 'IDR', 0, 'id')).toBe('Rp 0');
    expect(formatMoney(-5000, 'IDR', 0, 'id')).toBe('-Rp 5.000');
    expect(formatMoney(900_000_000_000, 'IDR', 0, 'id')).toBe('Rp 900.000.000.000');
  });

  it('places the decimals of other currencies', () => {
    expect(formatMoney(123_405, 'GBP', 2, 'en')).toBe('£1,234.05');
    expect(formatMoney(5, 'USD', 2, 'id')).toBe('$0,05');
    expect(formatMoney(1250, 'CHF', 2, 'en')).toBe('CHF 12.50');
  });
});

describe('formatPercent and formatCount', () => {
  it('leave out decimals that say nothing', () => {
    expect([1100, 1250, 1255, -500, 0, 7].map((bp) => formatPercent(bp, 'id'))).toEqual([
      '11 %',
      '12,5 %',
      '12,55 %',
      '-5 %',
      '0 %',
      '0,07 %',
    ]);
    expect(formatPercent(1250, 'en')).toBe('12.5 %');
    expect([12, 12.34, 1234.5].map((n) => formatCount(n, 'id'))).toEqual(['12', '12,3', '1.234,5']);
  });
});
