import { describe, expect, it } from 'vitest';
import { ledgerOf } from '../../../src/core/ledger/intervals.js';
import { lowestPriceBefore, type PriorPrice } from '../../../src/core/ledger/lowest-price.js';
import { DAY_MS } from '../../../src/core/units.js';

const day = (n: number): number => n * DAY_MS;
const cut = (from: number, to: number | null, price: number) => ({
  startsAt: day(from),
  endsAt: to === null ? null : day(to),
  price,
});
const bases = [{ since: day(0), price: 100 }];

/** Before `next`, on a ledger of base prices and cuts of which no job has said anything. */
function prior(
  basePrices: { since: number; price: number }[],
  cuts: ReturnType<typeof cut>[],
  next: ReturnType<typeof cut>,
): Pick<PriorPrice, 'lowest' | 'seriesFrom'> {
  const ledger = ledgerOf({
    bases: basePrices.map((base) => ({ ...base, importId: null })),
    orders: cuts.map((each, i) => ({ ...each, id: i + 1, kind: 'discount', words: [] })),
    sightings: [],
  });
  const { lowest, seriesFrom } = lowestPriceBefore(ledger, next);
  return { lowest, seriesFrom };
}

describe('the lowest effective price before a reduction', () => {
  it('is the base price where nothing was cut', () => {
    expect(prior(bases, [], cut(50, 60, 80))).toEqual({ lowest: 100, seriesFrom: day(50) });
  });

  it('is a cut that ran within the 30 days before, and none that ended 30 days before', () => {
    expect(prior(bases, [cut(10, 21, 70)], cut(50, 60, 80)).lowest).toBe(70);
    expect(prior(bases, [cut(10, 20, 70)], cut(50, 60, 80)).lowest).toBe(100);
  });

  it('stays anchored at the first cut of a markdown in steps (90, 80, 70 without a gap)', () => {
    const steps = [cut(50, 60, 90), cut(60, 70, 80)];
    expect(prior(bases, steps, cut(70, 80, 70))).toEqual({ lowest: 100, seriesFrom: day(50) });
  });

  it('begins a new series after a gap: the cut before counts then', () => {
    const steps = [cut(50, 60, 90)];
    expect(prior(bases, steps, cut(61, 70, 80))).toEqual({ lowest: 90, seriesFrom: day(61) });
  });

  it('begins a new series with a step up: the lower price before must be shown', () => {
    expect(prior(bases, [cut(50, 60, 70)], cut(60, 70, 85))).toEqual({ lowest: 70, seriesFrom: day(60) });
  });

  it('counts a running cut until the new one replaces it', () => {
    expect(prior(bases, [cut(50, null, 90)], cut(55, 70, 80))).toEqual({ lowest: 100, seriesFrom: day(50) });
  });

  it('passes over cuts that never ran', () => {
    expect(prior(bases, [cut(45, 45, 60), cut(80, 90, 50)], cut(50, 60, 80)).lowest).toBe(100);
  });

  it('sees the base price of each time, also one that was raised just before', () => {
    const raised = [...bases, { since: day(45), price: 130 }];
    expect(prior(raised, [], cut(50, 60, 110)).lowest).toBe(100);
    const longAgo = [...bases, { since: day(20), price: 130 }];
    expect(prior(longAgo, [], cut(50, 60, 110)).lowest).toBe(130);
  });

  it('does not count a base price that a cut hid the whole time, but one that had fallen below the cut', () => {
    const moved = (low: number) => [
      { since: day(0), price: 120 },
      { since: day(30), price: low },
      { since: day(40), price: 120 },
    ];
    // From day 25 to 45 a cut to 90 stood in place of the base price.
    expect(prior(moved(95), [cut(25, 45, 90)], cut(50, 60, 80)).lowest).toBe(90);
    expect(prior(moved(85), [cut(25, 45, 90)], cut(50, 60, 80)).lowest).toBe(85);
  });

  it('is unknown where no price of that time is on record', () => {
    expect(prior([], [], cut(50, 60, 80)).lowest).toBeNull();
    expect(prior([{ since: day(50), price: 100 }], [], cut(50, 60, 80)).lowest).toBeNull();
  });
});
