import { describe, expect, it } from 'vitest';
import { pricePath, pricesByDay, recordedPrices, type PricePath } from '../../../src/core/demand/price-path.js';
import { DAY_MS } from '../../../src/core/units.js';

const DAYS = 40;
const AS_OF = 1_039; // the window's days are 1,000 to 1,039
const one = (price: number): PricePath => ({ from: [0], price: [price] });
const calm = new Uint8Array(DAYS);

/** Sales of one unit each: day of the window and what was paid. */
const sold = (...sales: [day: number, paid: number][]) => ({
  day: sales.map(([day]) => 1_000 + day),
  units: sales.map(() => 1),
  revenue: sales.map(([, paid]) => paid),
});
const daily = (from: number, to: number, paid: number) =>
  Array.from({ length: to - from }, (_, i): [number, number] => [from + i, paid]);

describe('the prices that buyers paid', () => {
  it('are no path while they stay within two per cent', () => {
    expect(pricePath(sold([1, 100], [9, 101], [30, 100]), one(100), AS_OF, calm)).toBeNull();
    expect(pricePath(sold(), one(100), AS_OF, calm)).toBeNull();
    expect(pricePath(sold(), one(NaN), AS_OF, calm)).toBeNull();
  });

  it('step where paid prices step and stay', () => {
    const sales = sold(...daily(0, 20, 100), ...daily(20, 40, 80));
    expect(pricePath(sales, one(NaN), AS_OF, calm)).toEqual({ from: [0, 20], price: [100, 80] });
  });

  it('take the middle between sales in proportion to the usual gaps', () => {
    // Every 4 days before, every 2 after; between day 16 and day 22 the first gets 6 x 4 / (4 + 2) = 4 days.
    const before = [0, 4, 8, 12, 16, 16, 16, 16].slice(0, 5).map((day): [number, number] => [day, 100]);
    const after = [22, 24, 26, 28, 30, 32, 34, 36, 38].map((day): [number, number] => [day, 80]);
    expect(pricePath(sold(...before, ...after), one(NaN), AS_OF, calm)!.from).toEqual([0, 20]);
  });

  it('pass over one odd order, an unknown revenue and a slip of the pen', () => {
    const sales = sold(...daily(0, 40, 100));
    sales.revenue[7] = 60;
    sales.revenue[15] = NaN;
    sales.revenue[20] = 0;
    sales.revenue[21] = 0;
    sales.revenue[30] = sales.revenue[31] = 10_000_000;
    expect(pricePath(sales, one(100), AS_OF, calm)).toBeNull();
  });

  it('are unknown where every order has a price of its own', () => {
    const sales = sold(...daily(0, 40, 100));
    sales.revenue.forEach((_, i) => (sales.revenue[i] = i % 4 < 2 ? 100 : 70));
    expect(pricePath(sales, one(100), AS_OF, calm)).toBeNull();
  });

  it('do not come from campaign days', () => {
    const campaign = new Uint8Array(DAYS).fill(1, 10, 15);
    const sales = sold(...daily(0, 10, 100), ...daily(10, 15, 60), ...daily(15, 40, 100));
    expect(pricePath(sales, one(100), AS_OF, campaign)).toBeNull();
    expect(pricePath(sales, one(100), AS_OF, calm)).toEqual({ from: [0, 10, 15], price: [100, 60, 100] });
  });

  it('come from the record where nothing was sold, and change on its very day', () => {
    const record = { from: [0, 12, 25], price: [100, 80, 90] };
    expect(pricePath(sold(), record, AS_OF, calm)).toEqual(record);
    const sales = sold([2, 100], [11, 100], [30, 90], [31, 90]);
    expect(pricePath(sales, record, AS_OF, calm)).toEqual(record);
  });

  it('move with the record where buyers always paid less than it says', () => {
    const record = { from: [0, 30], price: [100, 50] };
    expect(pricePath(sold(...daily(0, 30, 80)), record, AS_OF, calm)).toEqual({ from: [0, 30], price: [80, 40] });
  });

  it('spread over days', () => {
    expect([...pricesByDay({ from: [0, 2], price: [5, 7] }, new Float64Array(4))]).toEqual([5, 5, 7, 7]);
  });
});

describe('the prices on record', () => {
  const asOfEnd = (AS_OF + 1) * DAY_MS;
  const at = (day: number, hours = 0) => (1_000 + day) * DAY_MS + hours * 3_600_000;
  const entry = { id: 1, channelId: 1, decidedAt: 0, kind: 'discount', state: 'active' };
  const history = { listings: [], basePrices: [], entries: [] };

  it('are the base price, unknown before none was known', () => {
    expect(recordedPrices(history, 1, 100, asOfEnd, DAYS)).toEqual(one(100));
    expect(recordedPrices(history, 1, null, asOfEnd, DAYS)).toEqual(one(NaN));
  });

  it('change with base prices and approved cuts of the channel, each on the day of which it holds the larger part', () => {
    const basePrices = [
      { channelId: 0, since: at(-50), price: 100 },
      { channelId: 0, since: at(10, 9), price: 120 },
      { channelId: 2, since: at(11), price: 1 },
    ];
    const entries = [
      { ...entry, price: 90, startsAt: at(20, 15), endsAt: at(27) },
      { ...entry, channelId: 2, price: 1, startsAt: at(5), endsAt: null },
      { ...entry, kind: 'voucher', price: 1, startsAt: at(5), endsAt: null },
      { ...entry, price: 1, startsAt: at(6), endsAt: at(6) }, // withdrawn before it began
    ];
    expect(recordedPrices({ ...history, basePrices, entries }, 1, 120, asOfEnd, DAYS)).toEqual({
      from: [0, 10, 21, 27],
      price: [100, 120, 90, 120],
    });
  });
});
