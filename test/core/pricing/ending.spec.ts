import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endingAbove, endingBelow, endingWithin, hasAllowedEnding, ladder } from '../../../src/core/pricing/ending.js';
import type { PriceEnding } from '../../../src/core/pricing/policy.js';

const rupiah: PriceEnding[] = [
  { below: 10_000, step: 100, endings: [0] },
  { below: null, step: 1000, endings: [500, 900] },
];
/** A shop in pounds: scale 2, everything ends in .49 or .99. */
const pounds: PriceEnding[] = [{ below: null, step: 100, endings: [49, 99] }];

describe('endingBelow and endingAbove', () => {
  it('end in 900 or 500, under Rp 10,000 in whole hundreds', () => {
    const cases: [number, number | null, number | null][] = [
      [89_900, 89_900, 89_900],
      [89_899, 89_500, 89_900],
      [89_499, 88_900, 89_500],
      [10_200, 9900, 10_500],
      [9950, 9900, 10_500],
      [150, 100, 200],
      [99, null, 100],
      [1, null, 100],
    ];
    for (const [price, below, above] of cases) {
      expect([price, endingBelow(price, rupiah), endingAbove(price, rupiah)]).toEqual([price, below, above]);
    }
  });

  it('follow the same mechanism with two decimals', () => {
    expect(endingBelow(1250, pounds)).toBe(1249);
    expect(endingBelow(1248, pounds)).toBe(1199);
    expect(endingAbove(1250, pounds)).toBe(1299);
  });

  it('leave every price alone where the policy names no endings', () => {
    expect(endingBelow(12_345, [])).toBe(12_345);
    expect(endingAbove(12_345, [])).toBe(12_345);
    expect(hasAllowedEnding(12_345, [{ below: 10_000, step: 100, endings: [0] }])).toBe(true);
  });

  it('skip a band that is too small for its own endings', () => {
    const odd: PriceEnding[] = [{ below: 500, step: 1000, endings: [900] }, ...rupiah];
    expect(endingBelow(450, odd)).toBeNull();
    expect(endingAbove(1, odd)).toBe(500);
  });

  it('are the nearest allowed prices on either side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), fc.constantFrom(rupiah, pounds), (price, endings) => {
        const allowed = (p: number): boolean =>
          endings === pounds
            ? p % 100 === 49 || p % 100 === 99
            : p < 10_000
              ? p % 100 === 0
              : [500, 900].includes(p % 1000);
        let below = price;
        while (below > 0 && !allowed(below)) below--;
        let above = price;
        while (!allowed(above)) above++;
        expect(endingBelow(price, endings)).toBe(below > 0 ? below : null);
        expect(endingAbove(price, endings)).toBe(above);
      }),
    );
  });

  it('work at the largest prices', () => {
    expect(endingBelow(900_000_000_000, rupiah)).toBe(899_999_999_900);
  });
});

describe('endingWithin', () => {
  it('takes the ending below, unless that crosses the floor: then the next one above the floor', () => {
    expect(endingWithin(89_800, 80_000, 100_000, rupiah)).toBe(89_500);
    expect(endingWithin(89_800, 89_600, 100_000, rupiah)).toBe(89_900);
  });

  it('finds nothing when the ending above the floor is above the highest price', () => {
    expect(endingWithin(89_800, 89_600, 89_899, rupiah)).toBeNull();
  });

  it('never crosses a floor nor the highest price', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 50_000 }),
        fc.nat({ max: 50_000 }),
        fc.nat({ max: 50_000 }),
        (price, lowest, highest) => {
          const chosen = endingWithin(price, lowest, highest, rupiah);
          if (chosen === null) return;
          expect(chosen).toBeGreaterThanOrEqual(lowest);
          expect(chosen).toBeLessThanOrEqual(highest);
          expect(hasAllowedEnding(chosen, rupiah)).toBe(true);
        },
      ),
    );
  });
});

describe('ladder', () => {
  it('lists every allowed price of a span', () => {
    expect(ladder(8800, 11_000, rupiah)).toEqual([
      8800, 8900, 9000, 9100, 9200, 9300, 9400, 9500, 9600, 9700, 9800, 9900, 10_500, 10_900,
    ]);
    expect(ladder(89_600, 89_800, rupiah)).toEqual([]);
  });

  it('thins a long one to 40 rungs and keeps both ends', () => {
    const rungs = ladder(700_000, 950_000, rupiah);
    expect(rungs.length).toBe(40);
    expect([rungs[0], rungs.at(-1)]).toEqual([700_500, 949_900]);
    expect(ladder(1, 900_000_000_000, []).length).toBe(40);
  });

  it('rises and holds only allowed prices of the span', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400_000 }), fc.nat({ max: 400_000 }), (lowest, span) => {
        const rungs = ladder(lowest, lowest + span, rupiah);
        expect(rungs).toEqual([...new Set(rungs)].sort((a, b) => a - b));
        for (const rung of rungs) {
          expect(rung >= lowest && rung <= lowest + span && hasAllowedEnding(rung, rupiah)).toBe(true);
        }
      }),
    );
  });
});
