import { describe, expect, it } from 'vitest';
import type { ProductHistory } from '../../src/contract/product-history';
import { weeksOf } from '../../web/pages/product/weeks';

/** Days from Sunday 2026-03-01 on. */
function history(onHand: (number | null)[], units: number[], price: number[] = []): ProductHistory {
  const days = onHand.length;
  const to = new Date(Date.UTC(2026, 2, days)).toISOString().slice(0, 10);
  const paid = units.map(() => null);
  const full = price.length > 0 ? price : units.map(() => 100);
  const channels = [{ channel: 'shopee', units, paid, price: full, basePrice: full }];
  return { sku: 'A', from: '2026-03-01', to, onHand, channels, offers: [], decisions: [] };
}

describe('a history by week', () => {
  it('adds up what sold, and takes stock and price of the last day; the last week ends with the last day', () => {
    const days = 16; // two weeks and two days before them
    const onHand = Array.from({ length: days }, (_, i) => 100 - i);
    const units = Array.from({ length: days }, (_, i) => i);
    const price = Array.from({ length: days }, (_, i) => (i < 9 ? 100 : 80));
    const weeks = weeksOf(history(onHand, units, price));
    expect(weeks.from).toEqual(['2026-03-03', '2026-03-10']);
    expect(weeks.onHand).toEqual([92, 85]);
    // 2 + 3 + ... + 8, 9 + 10 + ... + 15
    expect(weeks.channels[0]).toEqual({ channel: 'shopee', units: [35, 84], price: [100, 80] });
  });

  it('begins with the week in which stock or sales begin', () => {
    const onHand = [...Array<null>(20).fill(null), ...Array<number>(8).fill(5)];
    expect(weeksOf(history(onHand, Array<number>(28).fill(0))).from).toEqual(['2026-03-15', '2026-03-22']);
  });

  it('is empty where nothing was ever there', () => {
    expect(weeksOf(history([null, null, 0], [0, 0, 0])).from).toEqual([]);
  });
});
