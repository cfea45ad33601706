import { describe, expect, it } from 'vitest';
import { SHOPS, tallyOf } from '../../../bench/outcomes-shop.mjs';
import { createCrowd } from '../../../src/core/outcome/crowd.js';
import { measurer } from '../../../src/core/outcome/measure.js';

const ENGINE = { createCrowd, measurer };
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

// The full size is bench/outcomes.mjs. 400 offers: a share of 90 % has a standard error of 1.5 %.
describe('on simulated shops whose slowest products were cut', () => {
  it.each(['plain', 'uneven', 'busy'] as const)('90 %% intervals hold the planted uplift (%s)', (name) => {
    for (const uplift of [0.5, -0.3]) {
      const { measured, covered } = tallyOf(ENGINE, SEEDS, SHOPS[name], uplift);
      expect(measured).toBeGreaterThan(350);
      expect(covered / measured).toBeGreaterThan(0.85);
      expect(covered / measured).toBeLessThan(0.98);
    }
  });

  it('no effect is called one in at most one of ten, although luck alone brings the slowest back', () => {
    const tallies = (['plain', 'uneven', 'busy', 'slow'] as const).map((name) =>
      tallyOf(ENGINE, SEEDS, SHOPS[name], 0),
    );
    const sum = (of: 'measured' | 'called'): number => tallies.reduce((total, each) => total + each[of], 0);
    expect(sum('measured')).toBeGreaterThan(1_400);
    expect(sum('called') / sum('measured')).toBeLessThan(0.1);
  });

  it('a doubling is seen in most products that sell every day', () => {
    const { measured, called } = tallyOf(ENGINE, SEEDS, SHOPS.busy, 1, { select: 'lot' });
    expect(called / measured).toBeGreaterThan(0.75);
  });

  it('a plain before and after would be fooled: the shop has the means to show it', () => {
    // Without a prior that is learned from all listings, the slowest of a shop seem to sell more after anything.
    let more = 0;
    let fewer = 0;
    const watch: typeof measurer = (crowd) => {
      const measure = measurer(crowd);
      const outcome: typeof measure.outcome = (offer) => {
        const found = measure.outcome(offer);
        const change = found.after.units / found.after.days - found.before.units / found.before.days;
        if (change > 0) more++;
        if (change < 0) fewer++;
        return found;
      };
      return { ...measure, outcome };
    };
    tallyOf({ createCrowd, measurer: watch }, SEEDS, SHOPS.plain, 0);
    expect(more / (more + fewer)).toBeGreaterThan(0.55);
  });
});
