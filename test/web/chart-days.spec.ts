import { describe, expect, it } from 'vitest';
import type { ProductHistory } from '../../src/contract/product-history';
import type { SuggestionForecast } from '../../src/contract/suggestion-forecast';
import { daysOf } from '../../web/pages/suggestion/days-of';

const history: ProductHistory = {
  sku: 'A',
  from: '2026-03-28',
  to: '2026-03-31',
  onHand: [12, 12, 11, 10],
  channels: [
    { channel: 'shopee', units: [0, 0, 1, 1], paid: [], price: [100, 100, 90, 90], basePrice: [100, 100, 100, 100] },
  ],
  offers: [],
  decisions: [
    {
      ...{ suggestionId: 1, channel: 'shopee', kind: 'discount', action: 'approve', price: 90 },
      ...{ by: 'user:owner', at: '2026-03-30T09:00:00.000+07:00', reason: null },
    },
    {
      ...{ suggestionId: 2, channel: 'website', kind: 'discount', action: 'reject', price: 80 },
      ...{ by: 'user:owner', at: '2026-03-30T09:00:00.000+07:00', reason: null },
    },
  ],
};
const band = { mean: [9, 8], low: [8, 6], high: [10, 10] };
const forecast: SuggestionForecast = {
  ...{ asOf: '2026-03-31', onHand: 10, reason: null },
  ...{ ifApproved: band, ifNothing: { mean: [9.5, 9], low: [9, 8], high: [10, 10] } },
};

describe('the days of the chart', () => {
  it('are the past and the days to come on one axis, which meet on the last day that is known', () => {
    const days = daysOf(history, 'shopee', forecast, 80);
    expect(days.day).toEqual(['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31', '2026-04-01', '2026-04-02']);
    expect(days.onHand).toEqual([12, 12, 11, 10, null, null]);
    expect(days.units).toEqual([0, 0, 1, 1, null, null]);
    expect(days.ifApproved!.mean).toEqual([null, null, null, 10, 9, 8]);
    expect(days.ifNothing!.low).toEqual([null, null, null, 10, 9, 8]);
    expect(days.priceAhead).toEqual([null, null, null, 80, 80, 80]);
  });

  it('mark what was decided on that channel', () => {
    expect(daysOf(history, 'shopee', forecast, 80).decisions).toEqual([
      { at: 2, price: 90, action: 'approve', kind: 'discount' },
    ]);
  });

  it('mark a decision of today on the last day that there is', () => {
    const today = { ...history.decisions[0]!, at: '2026-04-01T08:00:00.000+07:00' };
    const none = { asOf: null, onHand: null, ifApproved: null, ifNothing: null, reason: 'decided' as const };
    const days = daysOf({ ...history, decisions: [today] }, 'shopee', none, 80);
    expect(days.decisions).toEqual([{ at: 3, price: 90, action: 'approve', kind: 'discount' }]);
  });

  it('go on from an older forecast where the past has gone on', () => {
    const days = daysOf(history, 'shopee', { ...forecast, asOf: '2026-03-30', onHand: 11 }, null);
    expect(days.day.at(-1)).toBe('2026-04-01');
    expect(days.ifApproved!.mean).toEqual([null, null, 11, 9, 8]);
    expect(days.priceAhead.every((price) => price === null)).toBe(true);
  });

  it('are the past alone where nothing is forecast, empty for a channel that never sold', () => {
    const none = { asOf: null, onHand: null, ifApproved: null, ifNothing: null, reason: 'decided' as const };
    const days = daysOf(history, 'lazada', none, 80);
    expect(days.day).toHaveLength(4);
    expect([days.ifApproved, days.ifNothing]).toEqual([null, null]);
    expect(days.price).toEqual([null, null, null, null]);
  });

  it('are at most the last 90 of the past', () => {
    const long = { ...history, from: '2025-10-03', onHand: Array.from({ length: 180 }, (_, i) => i) };
    const days = daysOf(long, 'lazada', null, null);
    expect([days.day.length, days.day[0], days.onHand[0]]).toEqual([90, '2026-01-01', 90]);
  });
});
