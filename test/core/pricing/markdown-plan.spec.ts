import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planMarkdown } from '../../../src/core/pricing/markdown-plan.js';
import type { PlanQuestion } from '../../../src/core/pricing/plan-question.js';
import { Refusal } from '../../../src/core/refusal.js';

const question = (changes: Partial<PlanQuestion> = {}): PlanQuestion => ({
  stock: 2_000,
  periods: 15,
  prices: [60, 54, 48, 36],
  lifts: [1, 1.31, 1.73, 2.81],
  salvage: 0,
  monotone: true,
  observed: [],
  prior: { mean: 107.5, sd: 39 },
  ...changes,
});
/** Customers come one by one, nothing else varies: Poisson. */
const POISSON = { cv: 0, perUnit: 1 } as const;
/** Each period sells exactly what the rate says, fractions too. */
const CERTAIN = { cv: 0, perUnit: 0 } as const;

describe('a plan, worked by hand', () => {
  it('keeps the price of one unit while half a customer a period comes and a cut does not bring four thirds of it', () => {
    // One period: 10 (1 - e^-0.5) = 3.93 against 5 (1 - e^-1) = 3.16. Two: 10 (1 - e^-1) = 6.32; 5 now would be
    // 3.16 + e^-1 3.93 = 4.61.
    const one = question({ stock: 1, periods: 2, prices: [10, 5], lifts: [1, 2], prior: { mean: 0.5, sd: 0 } });
    const made = planMarkdown(one, POISSON);
    expect(made).toMatchObject({ priceNow: 10, plan: [10, 10], belief: { mean: 0.5, sd: 0 } });
    expect(made.expectedRevenue).toBeCloseTo(10 * (1 - Math.exp(-1)), 6);
    expect(made.expectedLeftover).toBeCloseTo(Math.exp(-1), 6);
  });

  it('cuts in the last period when that brings more, and not before', () => {
    // Last period: 10 (1 - e^-0.5) = 3.93 against 6 (1 - e^-2) = 5.19. Before: 10 now is 3.93 + e^-0.5 5.19 = 7.08,
    // 6 now 5.19 + e^-2 5.19 = 5.89.
    const one = question({ stock: 1, periods: 2, prices: [10, 6], lifts: [1, 4], prior: { mean: 0.5, sd: 0 } });
    const made = planMarkdown(one, POISSON);
    expect(made.plan).toEqual([10, 6]);
    expect(made.expectedRevenue).toBeCloseTo(10 * (1 - Math.exp(-0.5)) + Math.exp(-0.5) * 6 * (1 - Math.exp(-2)), 6);
    expect(made.expectedLeftover).toBeCloseTo(Math.exp(-2.5), 6);
  });

  it('keeps the price when what is left is worth as much as the cut price', () => {
    // 100 units, 2 periods of 10: at 60 the rest of 80 is worth 50 each: 1,200 + 4,000; at 50 nothing is gained.
    const made = planMarkdown(
      question({ stock: 100, periods: 2, prices: [60, 50], lifts: [1, 3], salvage: 50, prior: { mean: 10, sd: 0 } }),
      CERTAIN,
    );
    expect(made.plan).toEqual([60, 60]);
    expect(made.expectedRevenue).toBeCloseTo(5_200, 8);
    expect(made.expectedLeftover).toBeCloseTo(80, 8);
  });

  it('sells out at the highest price that just sells everything', () => {
    // 240 units in 3 periods: 40 a period at 60 sell 120 (7,200), 80 at 50 sell 240 (12,000), 100 at 40 no more units.
    const made = planMarkdown(
      question({ stock: 240, periods: 3, prices: [60, 50, 40], lifts: [1, 2, 2.5], prior: { mean: 40, sd: 0 } }),
      CERTAIN,
    );
    expect(made.plan).toEqual([50, 50, 50]);
    expect([made.expectedRevenue, made.expectedLeftover]).toEqual([12_000, 0]);
  });
});

const ladders = fc
  .record({
    prices: fc.uniqueArray(fc.integer({ min: 5, max: 100 }), { minLength: 1, maxLength: 4 }),
    steps: fc.array(fc.double({ min: 0.05, max: 1.5, noNaN: true }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ prices, steps }) => {
    const falling = prices.toSorted((one, other) => other - one);
    const lifts = falling.map((_, i) => steps.slice(0, i).reduce((sum, step) => sum + step, 1));
    return { prices: falling, lifts };
  });

describe('a plan under certain demand', () => {
  /** All paths there are. */
  const best = ({ stock, periods, prices, lifts, salvage, monotone, prior }: PlanQuestion): number => {
    const walk = (period: number, from: number, left: number): number => {
      if (period === periods) return salvage * left;
      return prices.reduce((most, price, place) => {
        if (monotone && place < from) return most;
        const units = Math.min(left, prior!.mean * lifts[place]!);
        return Math.max(most, price * units + walk(period + 1, place, left - units));
      }, -Infinity);
    };
    return walk(0, 0, stock);
  };

  it('earns what the best of all paths earns, falling or free', () => {
    fc.assert(
      fc.property(
        ladders,
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 4 }),
        fc.boolean(),
        fc.double({ min: 1, max: 60, noNaN: true }),
        (ladder, stock, periods, salvage, monotone, mean) => {
          const asked = question({ ...ladder, stock, periods, salvage, monotone, prior: { mean, sd: 0 } });
          const { plan, expectedRevenue, expectedLeftover } = planMarkdown(asked, CERTAIN);
          let left = stock;
          let revenue = 0;
          for (const price of plan) {
            const units = Math.min(left, mean * ladder.lifts[ladder.prices.indexOf(price)]!);
            left -= units;
            revenue += price * units;
          }
          expect(expectedRevenue).toBeCloseTo(revenue + salvage * left, 6);
          expect(expectedLeftover).toBeCloseTo(left, 6);
          expect(expectedRevenue / best(asked)).toBeGreaterThan(1 - 1e-9);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a plan of few units under known Poisson demand', () => {
  /** What each price earns now when every period to come is decided with the stock then: sums over all demands. */
  const values = ({ stock, periods, prices, lifts, salvage, monotone, prior }: PlanQuestion): number[] => {
    const known = new Map<string, number>();
    const at = (period: number, left: number, place: number): number => {
      if (period === periods || left === 0) return salvage * left;
      const key = `${period} ${left} ${place}`;
      let value = known.get(key);
      if (value === undefined) {
        const mean = prior!.mean * lifts[place]!;
        let chance = Math.exp(-mean);
        let rest = 1;
        value = 0;
        for (let units = 0; units < left; units++) {
          value += chance * (prices[place]! * units + after(period + 1, left - units, place));
          rest -= chance;
          chance *= mean / (units + 1);
        }
        value += rest * prices[place]! * left;
        known.set(key, value);
      }
      return value;
    };
    const after = (period: number, left: number, place: number): number =>
      Math.max(...prices.map((_, next) => (monotone && next < place ? -Infinity : at(period, left, next))));
    return prices.map((_, place) => at(0, stock, place));
  };

  it('asks now what an exhaustive recursion asks', () => {
    fc.assert(
      fc.property(
        ladders,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 4 }),
        fc.boolean(),
        fc.double({ min: 0.05, max: 6, noNaN: true }),
        (ladder, stock, periods, salvage, monotone, mean) => {
          const asked = question({ ...ladder, stock, periods, salvage, monotone, prior: { mean, sd: 0 } });
          const worth = values(asked);
          const { priceNow } = planMarkdown(asked, POISSON);
          expect(worth[ladder.prices.indexOf(priceNow)]! / Math.max(...worth)).toBeGreaterThan(1 - 1e-7);
        },
      ),
    );
  });
});

describe('what a plan is expected to bring', () => {
  /** Uniform numbers (Park and Miller); the seed is fixed, so the test is. */
  const simulate = (asked: PlanQuestion, plan: readonly number[], cv: number, perUnit: number, runs: number) => {
    let state = 20_261;
    const uniform = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const logNormal = (mean: number, share: number): number =>
      mean * Math.exp(normal() * Math.sqrt(Math.log1p(share ** 2)) - Math.log1p(share ** 2) / 2);
    const poisson = (mean: number): number => {
      if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      let units = -1;
      for (let time = 0; time < mean; units++) time -= Math.log(uniform());
      return units;
    };
    const { prices, lifts, salvage, stock, prior } = asked;
    let revenue = 0;
    let leftover = 0;
    for (let run = 0; run < runs; run++) {
      const rate = logNormal(prior!.mean, prior!.sd / prior!.mean);
      let left = stock;
      for (const price of plan) {
        const mean = logNormal(rate * lifts[prices.indexOf(price)]!, cv);
        const units = Math.min(left, perUnit === 1 ? poisson(mean) : mean);
        left -= units;
        revenue += price * units;
      }
      revenue += salvage * left;
      leftover += left;
    }
    return { revenue: revenue / runs, leftover: leftover / runs };
  };

  // 40,000 runs leave a standard error of about 0.2 % of revenue; leftovers are compared on the scale of the stock.
  it.each([
    { name: 'the game', changes: {} },
    { name: 'with salvage, and late in the season', changes: { stock: 900, periods: 4, salvage: 20 } },
    { name: 'a dozen units', changes: { stock: 12, periods: 6, prior: { mean: 1.5, sd: 1 } } },
    { name: 'one unit', changes: { stock: 1, periods: 3, prior: { mean: 0.2, sd: 0.2 } } },
    { name: 'slow sellers on a heap', changes: { stock: 300, periods: 10, prior: { mean: 4, sd: 2 } } },
  ])('is what simulating the plan under the belief brings: $name', ({ changes }) => {
    const asked = question(changes);
    const noise = { cv: 0.25, perUnit: 1 } as const;
    const made = planMarkdown(asked, noise);
    const found = simulate(asked, made.plan, noise.cv, noise.perUnit, 40_000);
    expect(Math.abs(made.expectedRevenue / found.revenue - 1)).toBeLessThan(0.012);
    expect(Math.abs(made.expectedLeftover - found.leftover) / asked.stock).toBeLessThan(0.006);
  });
});

describe('any plan', () => {
  const questions = fc
    .record({
      ladder: ladders,
      stock: fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 1_000_000 })),
      periods: fc.integer({ min: 1, max: 12 }),
      salvage: fc.integer({ min: 0, max: 120 }),
      monotone: fc.boolean(),
      past: fc.array(fc.record({ place: fc.nat(), units: fc.integer({ min: 0, max: 3_000 }), soldOut: fc.boolean() }), {
        maxLength: 6,
      }),
      prior: fc.option(
        fc.record({
          mean: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
          share: fc.double({ min: 0, max: 10, noNaN: true }),
        }),
      ),
      place: fc.nat(),
      capped: fc.boolean(),
    })
    .map(({ ladder, past, prior, place, capped, ...rest }) => {
      const observed = past.map(({ place: at, ...each }) => ({
        price: ladder.prices[at % ladder.prices.length]!,
        ...each,
      }));
      // A cap that leaves something: the ladder's lowest price, or any that is no lower.
      const maxPrice = capped ? ladder.prices[place % ladder.prices.length]! : null;
      return question({
        ...rest,
        ...ladder,
        observed,
        maxPrice,
        prior: prior === null ? null : { mean: prior.mean, sd: prior.mean * prior.share },
      });
    });

  it('stays on the ladder and under the cap, falls where it must, and tells finite figures', () => {
    fc.assert(
      fc.property(questions, (asked) => {
        const { priceNow, plan, expectedRevenue, expectedLeftover, belief } = planMarkdown(asked);
        expect(plan).toHaveLength(asked.periods);
        expect(plan[0]).toBe(priceNow);
        const last = asked.monotone ? (asked.observed.at(-1)?.price ?? Infinity) : Infinity;
        for (const price of plan) {
          expect(asked.prices).toContain(price);
          expect(price).toBeLessThanOrEqual(Math.min(last, asked.maxPrice ?? Infinity));
        }
        if (asked.monotone) expect(plan).toEqual(plan.toSorted((one, other) => other - one));
        expect(expectedLeftover).toBeGreaterThanOrEqual(0);
        expect(expectedLeftover).toBeLessThanOrEqual(asked.stock * (1 + 1e-9));
        const most = asked.stock * Math.max(asked.salvage, ...asked.prices);
        expect(expectedRevenue).toBeGreaterThanOrEqual(0);
        expect(expectedRevenue).toBeLessThanOrEqual(most * (1 + 1e-6));
        if (asked.stock > 0) expect(expectedRevenue).toBeGreaterThan(0);
        expect(belief.mean).toBeGreaterThan(0);
        expect(Number.isFinite(belief.mean + belief.sd)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of the ladder', () => {
    const observed = [{ price: 60, units: 90, soldOut: false }];
    const turned = planMarkdown(question({ observed, prices: [60, 36, 48, 54], lifts: [1, 2.81, 1.73, 1.31] }));
    expect(turned).toEqual(planMarkdown(question({ observed })));
  });

  it('is lower after weak sales than after strong ones, and takes a sold-out period as at least as strong', () => {
    const after = (units: number, soldOut = false) =>
      planMarkdown(
        question({ stock: 1_800, periods: 12, observed: [1, 2, 3].map(() => ({ price: 60, units, soldOut })) }),
      );
    expect(after(40).priceNow).toBe(36);
    expect(after(170).priceNow).toBe(60);
    expect(after(100, true).belief.mean).toBeGreaterThan(after(100).belief.mean);
  });

  it('of the largest size that is taken is made', () => {
    const prices = Array.from({ length: 40 }, (_, i) => 1_000 - 20 * i);
    const lifts = prices.map((price) => (1_000 / price) ** 2);
    const observed = Array.from({ length: 520 }, (_, i) => ({ price: 1_000, units: i % 7, soldOut: i % 5 === 0 }));
    for (const stock of [60, 100_000]) {
      const made = planMarkdown(question({ stock, periods: 104, prices, lifts, observed, prior: null }));
      expect(made.plan).toHaveLength(104);
      expect(made.expectedRevenue).toBeGreaterThan(0);
    }
  });
});

describe('what a plan rests on is said', () => {
  it('when there is neither a prior nor a past', () => {
    // 2,000 units over 15 periods
    const { notes, belief } = planMarkdown(question({ prior: undefined }));
    expect(notes).toEqual([
      'not enough data: prior used',
      'no prior given: assumed 133 units a period at the first price, give or take as many',
    ]);
    expect(belief).toEqual({ mean: 2_000 / 15, sd: 2_000 / 15 });
  });

  it('when all that was seen sold out, and when nothing is left', () => {
    const observed = [{ price: 60, units: 20, soldOut: true }];
    expect(planMarkdown(question({ observed })).notes).toEqual([
      'every observed period sold out: demand may be higher than believed',
    ]);
    const empty = planMarkdown(question({ stock: 0, maxPrice: 50 }));
    expect(empty).toMatchObject({ priceNow: 48, expectedRevenue: 0, expectedLeftover: 0 });
    expect(empty.notes).toContain('nothing is left to sell: the plan holds the highest price');
  });
});

describe('a question that makes no sense', () => {
  const wrong: [string, Partial<PlanQuestion>, string[]][] = [
    ['no prices', { prices: [], lifts: [] }, ['/prices']],
    [
      '41 prices',
      { prices: Array.from({ length: 41 }, (_, i) => i + 1), lifts: new Array<number>(41).fill(1) },
      ['/prices'],
    ],
    ['a price twice', { prices: [60, 54, 60, 36] }, ['/prices/2']],
    ['half a rupiah', { prices: [60, 54, 48.5, 36] }, ['/prices/2']],
    ['a lift too few', { lifts: [1, 1.31, 1.73] }, ['/lifts']],
    ['a lift of 0', { lifts: [1, 1.31, 0, 2.81] }, ['/lifts/2']],
    ['a lift that is no number', { lifts: [1, NaN, 1.73, 2.81] }, ['/lifts/1']],
    ['a first lift of 2', { lifts: [2, 2.6, 3.5, 5.6] }, ['/lifts/0']],
    ['less than nothing in stock', { stock: -1 }, ['/stock']],
    ['half a unit', { stock: 1.5 }, ['/stock']],
    ['an endless stock', { stock: Infinity }, ['/stock', '/stock']],
    ['no period left', { periods: 0 }, ['/periods']],
    ['too many periods', { periods: 105 }, ['/periods']],
    [
      'a past price that is not on the ladder',
      { observed: [{ price: 55, units: 3, soldOut: false }] },
      ['/observed/0/price'],
    ],
    ['units below 0', { observed: [{ price: 60, units: -3, soldOut: false }] }, ['/observed/0/units']],
    ['a prior that is no number', { prior: { mean: NaN, sd: 1 } }, ['/prior/mean', '/prior/sd']],
    ['a prior of nothing', { prior: { mean: 0, sd: 0 } }, ['/prior/mean']],
    ['a negative spread', { prior: { mean: 5, sd: -1 } }, ['/prior/sd']],
    ['a cap below every price', { maxPrice: 35 }, ['/maxPrice']],
    ['a salvage below 0', { salvage: -5 }, ['/salvage']],
    ['more money than can be counted', { stock: 1e9, prices: [1e12], lifts: [1] }, ['/stock']],
  ];
  it.each(wrong)('is refused and the place named: %s', (_, changes, paths) => {
    let thrown: unknown;
    try {
      planMarkdown(question(changes));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Refusal);
    const { code, issues } = thrown as Refusal;
    expect([code, issues.map(({ path }) => path)]).toEqual(['bad-plan', paths]);
  });
});
