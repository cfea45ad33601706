import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseOf, lossOf, worthOfAll } from '../../../bench/channel-cases.mjs';
import { planChannels, type Way } from '../../../src/core/pricing/channel-plan.js';
import { countedWorth } from '../../../src/core/pricing/counted-worth.js';
import { rationOf, soldOf } from '../../../src/core/pricing/shared-stock.js';

/** Known to the last digit: demand is Poisson. */
const sure = (units: number, perUnit: number): Way => ({ units, variance: 0, perUnit });
const choiceOf = (stock: number, channels: Way[][], aim: 'most' | 'least' = 'most'): number[] =>
  planChannels({ stock, channels, aim }).choice;

describe('a plan for channels that share a stock', () => {
  it('loses little against trying all plans, counted out unit by unit', () => {
    const losses = Array.from({ length: 120 }, (_, k) => {
      const each = caseOf(k + 1);
      const { choice } = planChannels({ ...each, channels: each.channels.map(({ ways }) => ways), aim: 'most' });
      return lossOf(each, choice);
    });
    expect(losses.filter(({ breaks }) => breaks)).toEqual([]);
    expect(losses.reduce((sum, { loss }) => sum + loss, 0) / losses.length).toBeLessThan(0.005);
    expect(Math.max(...losses.map(({ loss }) => loss))).toBeLessThan(0.03);
    // Not because nothing is at stake: the present prices, where they clear, would lose far more.
    const idle = losses.filter(({ best, nothing }) => Math.abs(best - nothing) > 0.05 * best);
    expect(idle.length).toBeGreaterThan(40);
  });

  it('cuts where a cut brings most, and leaves the other channel alone', () => {
    // 10 units, half as many wanted on each channel for half the price less: the one with the larger margin keeps its price.
    const dear = [sure(4, 100), sure(8, 60)];
    const cheap = [sure(4, 50), sure(8, 40)];
    // Both: 16 wanted. Cheap alone: 4 x 100 + 8 x 40 = 720 of 12 wanted; dear alone 8 x 60 + 4 x 50 = 680.
    expect(choiceOf(10, [dear, cheap])).toEqual([0, 1]);
  });

  it('sells plenty of stock as each channel would alone', () => {
    // Nothing runs out: 4 x 100 < 8 x 60, and 4 x 50 > 8 x 20; but 1,000 units are not wanted whatever is done.
    expect(
      choiceOf(1000, [
        [sure(4, 100), sure(8, 60)],
        [sure(4, 50), sure(8, 20)],
      ]),
    ).toEqual([1, 0]);
  });

  it('clears in time where it can, even at a loss against not clearing', () => {
    // Leaving it earns 5 x 100 = 500, the cut 10 x 40 = 400: but 10 units are to be wanted.
    expect(choiceOf(10, [[sure(5, 100), sure(10, 40)]])).toEqual([1]);
    // Where no plan clears, the better one is taken.
    expect(choiceOf(11, [[sure(5, 100), sure(10, 40)]])).toEqual([0]);
  });

  it('gives no more away than clearing takes, where the worth of a unit is not known', () => {
    // Given away: 5 to clear by the first channel (8 x 5 = 40), or by the second (9 x 3 = 27).
    const first = [sure(4, 0), sure(8, -5)];
    const second = [sure(4, 0), sure(9, -3), sure(30, -9)];
    expect(choiceOf(12, [first, second], 'least')).toEqual([0, 1]);
    expect(choiceOf(8, [first, second], 'least')).toEqual([0, 0]);
  });

  it('says whether it clears', () => {
    const plan = (stock: number) => planChannels({ stock, channels: [[sure(5, 100)], [sure(3, 100)]], aim: 'most' });
    expect([plan(8).clears, plan(9).clears, plan(0).clears]).toEqual([true, false, true]);
  });

  it('finds its way on long ladders: no single step to another price is better', () => {
    // 3 channels with 30 prices each are 27,000 plans: each channel's best answer to the others is looked for instead.
    const ladder = (units: number, a: number): Way[] =>
      Array.from({ length: 30 }, (_, i) => {
        const mean = units * (1 - i / 60) ** -2.6;
        return { units: mean, variance: (mean * mean) / a, perUnit: 60 - (100 * i) / 60 };
      });
    const channels = [ladder(5, 3), ladder(3, 20), ladder(8, 8)];
    const { choice } = planChannels({ stock: 40, channels, aim: 'most' });
    const worth = (plan: number[]): number =>
      countedWorth(
        40,
        plan.map((i, c) => channels[c]![i]!),
      );
    const wanted = (plan: number[]): number => plan.reduce((sum, i, c) => sum + channels[c]![i]!.units, 0);
    const best = worth(choice);
    for (let c = 0; c < 3; c++) {
      for (let i = 0; i < 30; i++) {
        const other = choice.with(c, i);
        if (wanted(other) >= 40) expect(worth(other)).toBeLessThan(best * 1.002);
      }
    }
    expect(wanted(choice)).toBeGreaterThanOrEqual(40);
  });

  it('answers whatever is asked, with a place on every ladder', () => {
    const way = fc.record({
      units: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e9, noNaN: true })),
      variance: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e9, noNaN: true })),
      perUnit: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    });
    const channels = fc.array(fc.array(way, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), channels, fc.constantFrom('most', 'least'), (stock, all, aim) => {
        const { choice } = planChannels({ stock, channels: all, aim: aim as 'most' });
        expect(choice.length).toBe(all.length);
        choice.forEach((i, c) => expect(all[c]![i]).toBeDefined());
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});

describe('what is sold of a shared stock', () => {
  it('is what counting says: each buyer has the same chance of a unit', () => {
    for (const seed of [3, 14, 15, 92, 65]) {
      const { stock, channels } = caseOf(seed);
      const [first] = worthOfAll({ stock, channels });
      const ways = channels.map(({ ways: [way] }) => way!);
      expect(countedWorth(stock, ways) / first!.worth).toBeCloseTo(1, 1);
      const units = ways.reduce((sum, way) => sum + way.units, 0);
      const variance = ways.reduce((sum, way) => sum + way.variance, 0);
      const same = ways.map((way) => ({ ...way, perUnit: 1 }));
      const { sold, missed, missedPerVariance } = rationOf(stock, units, variance);
      // Alike in worth, only the sum counts: near to counting, where two demands are taken as one.
      const oracle = worthOfAll({ stock, channels: same.map((way) => ({ ways: [way] })) })[0]!.worth;
      expect(Math.abs(sold - oracle) / oracle).toBeLessThan(0.03);
      expect(countedWorth(stock, same)).toBeCloseTo(oracle, 4);
      // What channels miss adds up to what is missed.
      const missing = ways.reduce(
        (sum, way) => sum + way.units * missed + (way.units + way.variance) * missedPerVariance,
        0,
      );
      expect(missing).toBeCloseTo(units - sold, 8);
    }
  });

  it('of one channel is the negative binomial below the stock', () => {
    // Gamma of shape 1 and mean 1: N is geometric, P(n) = 0.5^(n + 1). E[min(N, 2)] = P(N > 0) + P(N > 1) = 3 / 4.
    expect(soldOf(2, 1, 1)).toBeCloseTo(0.75, 12);
    expect(rationOf(2, 1, 1).chance).toBeCloseTo(1 / 8, 12);
    // Poisson of 1: E[min(N, 1)] = 1 - 1 / e.
    expect(soldOf(1, 1, 0)).toBeCloseTo(1 - Math.exp(-1), 8);
    expect([soldOf(0, 5, 1), soldOf(5, 0, 0), soldOf(-3, 5, 1)]).toEqual([0, 0, 0]);
  });

  it('is missed most where demand is least known', () => {
    // Two channels of 5 units each for 8: one known for sure, one that may want nothing or a lot.
    const { missed, missedPerVariance } = rationOf(8, 10, 25);
    const sureMisses = 5 * missed + 5 * missedPerVariance;
    const vagueMisses = 5 * missed + 30 * missedPerVariance;
    expect(vagueMisses).toBeGreaterThan(1.5 * sureMisses);
    expect(sureMisses).toBeGreaterThan(0);
  });
});
