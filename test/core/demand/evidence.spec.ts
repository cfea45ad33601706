import { describe, expect, it } from 'vitest';
import { gatherEvidence, rowsWithin, wildDayCap, windowOf } from '../../../src/core/demand/evidence.js';

const always = (days: number) => new Uint8Array(days).fill(1);
const bytes = (text: string) => Uint8Array.from(text, Number);

describe('the window of days', () => {
  it('weighs a day of one half-life ago by a half', () => {
    const { weights } = windowOf(100, 28, 57);
    expect([weights[56], weights[28], weights[0]]).toEqual([1, 0.5, 0.25]);
  });
});

describe('evidence of demand', () => {
  const window = windowOf(10, 1, 4); // days 7, 8, 9, 10 weigh 1/8, 1/4, 1/2, 1

  it('adds up weighted units and weighted days in stock', () => {
    const evidence = gatherEvidence({ day: [6, 7, 9], units: [50, 8, 2] }, always(4), window);
    expect(evidence).toEqual({
      units: 8 / 8 + 2 / 2,
      exposure: 1.875,
      noise: 1.328125,
      exposureDays: 4,
      cappedUnits: 0,
    });
  });

  it('takes a day without stock for no evidence at all', () => {
    expect(gatherEvidence({ day: [9], units: [2] }, bytes('0011'), window)).toMatchObject({
      units: 1,
      exposure: 1.5,
      exposureDays: 2,
    });
  });

  it('believes a sale rather than the books', () => {
    expect(gatherEvidence({ day: [8], units: [4] }, bytes('0001'), window)).toMatchObject({
      units: 1,
      exposure: 1.25,
      exposureDays: 2,
    });
  });

  it('reads the last days of a longer record of stock, and treats what a shorter one leaves out as unknown', () => {
    expect(gatherEvidence({ day: [], units: [] }, bytes('1110011'), window).exposure).toBe(1.5);
    expect(gatherEvidence({ day: [], units: [] }, bytes('11'), window).exposure).toBe(1.5);
  });

  it('leaves out days before the product was listed and days after the as-of day', () => {
    expect(gatherEvidence({ day: [11], units: [9] }, always(4), window, { listedFrom: 9 })).toMatchObject({
      units: 0,
      exposure: 1.5,
    });
    expect(gatherEvidence({ day: [], units: [] }, always(4), window, { listedFrom: null }).exposure).toBe(1.875);
    expect(gatherEvidence({ day: [], units: [] }, always(4), window, { listedFrom: 2 }).exposure).toBe(1.875);
  });

  it('counts a day at half the price as 2^2.6 days when elasticity is -2.6; an unknown price as today', () => {
    const price = { byDay: Float64Array.of(100, 100, 50, NaN), now: 100, elasticity: -2.6 };
    const { exposure } = gatherEvidence({ day: [], units: [] }, always(4), window, { price });
    expect(exposure).toBeCloseTo(0.125 + 0.25 + 0.5 * 6.062866266041593 + 1, 12);
  });

  it('counts days of the calendar by their worth', () => {
    const calendar = Float64Array.of(1, 1, 1, 1.5);
    expect(gatherEvidence({ day: [], units: [] }, always(4), window, { calendar }).exposure).toBe(2.375);
  });

  it('cuts one wholesale order to the cap and says by how much', () => {
    const flat = windowOf(6, 1e9, 6);
    const evidence = gatherEvidence({ day: [1, 2, 3, 4, 5], units: [2, 3, 500, 2, 3] }, always(6), flat);
    // Others 2, 2, 3, 3: five times their median is 12.5.
    expect(evidence.cappedUnits).toBe(487.5);
    expect(evidence.units).toBeCloseTo(22.5, 6);
  });
});

describe('the cap of a wild day', () => {
  const cap = (...units: number[]) => wildDayCap(units, 0, units.length);

  it('is 10 units where nothing else is known', () => {
    expect(cap()).toBe(10);
    expect(cap(400)).toBe(10);
    expect(cap(400, 1, 1)).toBe(10);
  });

  it('is five times the typical other day with a sale', () => {
    expect(cap(20, 22, 400)).toBe(105);
    expect(cap(0, 20, 0, 22, 400)).toBe(105);
  });

  it('never lies below the largest of the other days: two large days are believed', () => {
    expect(cap(1, 1, 1, 300, 400)).toBe(300);
  });

  it('sets aside one day with a sale in ten', () => {
    const ordinary = Array.from({ length: 18 }, () => 4);
    expect(cap(...ordinary, 300, 400)).toBe(20);
    expect(cap(...ordinary.slice(1), 300, 400)).toBe(300); // 19 days: only one may be wild
  });
});

describe('rows of a window', () => {
  it('are those of its days, both ends included', () => {
    expect(rowsWithin([1, 3, 5, 7, 9], 3, 7)).toEqual([1, 4]);
    expect(rowsWithin([1, 3], 4, 7)).toEqual([2, 2]);
    expect(rowsWithin([], 4, 7)).toEqual([0, 0]);
  });
});
