import { describe, expect, it } from 'vitest';
import { ZoneClock } from '../../../src/core/intake/zone.js';
import { dayLine, LINE_DAYS } from '../../../src/core/outcome/day-line.js';
import { priceDays, type OfferEntry } from '../../../src/core/outcome/days-of-offer.js';
import { DAY_MS } from '../../../src/core/units.js';

const clock = new ZoneClock('Asia/Jakarta');
const AS_OF = 20_000;
const END = clock.instantOf(AS_OF + 1, 0);
const at = (daysAgo: number, hour = 0): number => clock.instantOf(AS_OF - daysAgo, hour * 3_600_000);
const ago = (daysAgo: number): number => LINE_DAYS - 1 - daysAgo;
const entry = (from: number, to: number | null, more: Partial<OfferEntry> = {}): OfferEntry => ({
  id: 1,
  channelId: 1,
  decidedAt: from,
  kind: 'discount',
  state: 'active',
  price: 80,
  startsAt: from,
  endsAt: to,
  ...more,
});
const days = (entries: OfferEntry[], basePrices: { channelId: number; since: number; price: number }[] = []) =>
  priceDays({ entries, basePrices }, 1, true, AS_OF, END, clock);

describe('the days of an offer', () => {
  it('before: the 56 days up to it; after: its whole days', () => {
    const one = entry(at(20), at(6));
    const found = days([one]).daysOf(one);
    expect(found.after).toEqual(Array.from({ length: 14 }, (_, i) => ago(20) + i));
    expect(found.before).toEqual(Array.from({ length: 56 }, (_, i) => ago(76) + i));
  });

  it('a day on which it began at noon, or ends, is neither', () => {
    const one = entry(at(20, 12), at(6, 9));
    const { before, after } = days([one]).daysOf(one);
    expect([before.at(-1), after[0], after.at(-1)]).toEqual([ago(21), ago(19), ago(7)]);
  });

  it('one that runs is measured up to the as-of day', () => {
    const one = entry(at(4), at(-10));
    expect(days([one]).daysOf(one).after).toEqual([4, 3, 2, 1, 0].map(ago));
  });

  it('days of an earlier offer are left out of before: a step up is measured against no cut', () => {
    const first = entry(at(34), at(20));
    const second = entry(at(20), at(6), { id: 2 });
    const { before } = days([first, second]).daysOf(second);
    expect([before[0], before.at(-1), before.length]).toEqual([ago(90), ago(35), 56]);
  });

  it('nothing before a change of the base price is compared', () => {
    const one = entry(at(20), at(6));
    const bases = [
      { channelId: 1, since: at(170), price: 90 },
      { channelId: 1, since: at(40, 8), price: 100 },
    ];
    const { before } = days([one], bases).daysOf(one);
    expect([before[0], before.at(-1)]).toEqual([ago(39), ago(21)]);
  });

  it('a base price that changes during the offer takes its day out', () => {
    const one = entry(at(20), at(6));
    const bases = [
      { channelId: 1, since: at(170), price: 90 },
      { channelId: 1, since: at(10, 8), price: 100 },
    ];
    expect(days([one], bases).daysOf(one).after).not.toContain(ago(10));
  });
});

describe('the days on which nothing changed', () => {
  it('are all without offers, and the longest span with one', () => {
    expect(days([]).steady).toEqual({ from: 0, to: LINE_DAYS - 1 });
    expect(days([entry(at(20), at(6))]).steady).toEqual({ from: 0, to: ago(21) });
    // taken back before it began, or not begun yet: no buyer saw it
    expect(days([entry(at(20), at(20))]).steady).toEqual({ from: 0, to: LINE_DAYS - 1 });
    expect(days([entry(at(-2), at(-16))]).steady).toEqual({ from: 0, to: LINE_DAYS - 1 });
  });
});

describe('a line of days', () => {
  it('tells no sale from no stock, and cuts a wholesale order', () => {
    const inStock = new Uint8Array(LINE_DAYS).fill(1, 10);
    // The other days sold 2 and 3: the cap is the least there is, 10 units
    const series = { day: [AS_OF - 200, AS_OF - 179, AS_OF - 3, AS_OF - 2, AS_OF], units: [7, 3, 2, 0, 500] };
    const line = dayLine(series, inStock, AS_OF);
    expect([line[0], line[5], line[20], line[ago(3)], line[ago(2)], line[ago(0)]]).toEqual([3, -1, 0, 2, 0, 12]);
  });
});

// A day is a day: what is compared above is whole days of 24 hours in this zone.
expect(at(0) - at(1)).toBe(DAY_MS);
