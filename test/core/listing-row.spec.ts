import { describe, expect, it } from 'vitest';
import { stockShare, type ListingRow } from '../../src/core/listing-row.js';

function rows(onHand: number, ...rates: number[]): ListingRow[] {
  const card = { report: { onHand }, rows: [] as unknown[] };
  card.rows = rates.map((rate) => ({ card, demand: { rate } }));
  return card.rows as ListingRow[];
}

describe('the share of the stock that a channel counts on', () => {
  it('goes by what each channel sells, rounded up', () => {
    expect(rows(100, 0.6, 0.2).map(stockShare)).toEqual([75, 25]);
    expect(rows(10, 1, 1, 1).map(stockShare)).toEqual([4, 4, 4]);
  });
  it('is equal while nothing is known of any rate, and nothing without stock', () => {
    expect(rows(9, 0, 0).map(stockShare)).toEqual([5, 5]);
    expect(rows(-4, 0.5, 0.5).map(stockShare)).toEqual([0, 0]);
  });
});
