import { describe, expect, it } from 'vitest';
import { dailyRecord } from '../../src/core/daily-record.js';
import { DAY_MS } from '../../src/core/units.js';

const [from, to] = [1_000, 1_004];
/** Days are cut at midnight UTC here. */
const days = { from, to, toEnd: (to + 1) * DAY_MS };
const listing = { channelId: 1, price: null, externalId: null, minPrice: null, maxPrice: null };
const entry = { id: 1, channelId: 1, decidedAt: 0, kind: 'discount', state: 'ended' };
const none = { sales: { day: [], channelId: [], units: [], revenue: [], unitsReturned: [] }, listings: [listing] };

describe('what is on record of a listing, day by day', () => {
  it('is what was sold on that channel and what was paid for it', () => {
    const sales = {
      day: [999, 1_001, 1_001, 1_003, 1_004, 1_005],
      channelId: [1, 1, 2, 1, 1, 1],
      units: [9, 3, 7, 2, 0, 9],
      revenue: [900, 299, 700, NaN, 0, 900],
      unitsReturned: [0, 0, 0, 0, 1, 0],
    };
    const record = dailyRecord({ ...none, sales, basePrices: [], entries: [] }, 1, 100, days);
    expect(record.units).toEqual([0, 3, 0, 2, 0]);
    // 299 / 3 is 99.67; the revenue of the fourth day is not known
    expect(record.paid).toEqual([null, 100, null, null, null]);
    expect(record.price).toEqual([100, 100, 100, 100, 100]);
  });

  it('is the base price, and the price less the discounts that ran', () => {
    const basePrices = [
      { channelId: 0, since: 900 * DAY_MS, price: 100 },
      { channelId: 0, since: 1_003 * DAY_MS, price: 120 },
    ];
    const entries = [
      { ...entry, price: 80, startsAt: 1_001 * DAY_MS, endsAt: 1_002 * DAY_MS },
      { ...entry, kind: 'voucher', price: 50, startsAt: 1_002 * DAY_MS, endsAt: null },
      { ...entry, state: 'active', price: 90, startsAt: 1_004 * DAY_MS, endsAt: null },
    ];
    const record = dailyRecord({ ...none, basePrices, entries }, 1, 120, days);
    expect(record.basePrice).toEqual([100, 100, 100, 120, 120]);
    expect(record.price).toEqual([100, 80, 100, 120, 90]);
  });

  it('is unknown where no price is on record', () => {
    const record = dailyRecord({ ...none, basePrices: [], entries: [] }, 1, null, days);
    expect(record.price).toEqual([null, null, null, null, null]);
  });
});
