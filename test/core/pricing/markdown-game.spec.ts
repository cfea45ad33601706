import { describe, expect, it } from 'vitest';
import { foresightOf, GAME, gamesOf, lossesOf, meanOf, play, type Noise } from '../../../bench/plan-game.mjs';
import { planMarkdown } from '../../../src/core/pricing/markdown-plan.js';

const NOISES: Noise[] = ['log-normal', 'gamma'];

describe('the Retail Markdown Game', () => {
  const weeks = (units: number[]): number[][] => Array.from({ length: 15 }, () => units);

  it('knows the best path in hindsight, worked by hand', () => {
    // 200 a week at 60: all 2,000 go at the first price.
    expect(foresightOf(weeks([200, 262, 346, 562]))).toBe(120_000);
    // 100, 130, 170, 250 a week, the first week at 60. The others at 54: 1,920 units for 6,000 + 14 x 7,020 = 104,280. One
    // of them at 48: 1,960 units for 105,420; two: 2,000 units, none is left, for 6,000 + 84,240 + 16,320 = 106,560.
    expect(foresightOf(weeks([100, 130, 170, 250]))).toBe(106_560);
  });

  it('gives a player the first week at the first price, and ends with the stock', () => {
    const asked: number[] = [];
    const revenue = play(weeks([300, 400, 500, 1_000]), ({ periods }) => {
      asked.push(periods);
      return 36;
    });
    // 300 at 60, then 1,000 and the last 700 at 36
    expect(revenue).toBe(300 * 60 + 1_700 * 36);
    expect(asked).toEqual([14, 13]);
  });

  // A game's loss strays by about 2.1 %, so the mean of 300 by 0.12 %: the limit of 1.9 % with two of these as slack. In
  // 10,000 games it is 1.8 % (bench/README.md); a plan re-solved on the running mean loses 2.7 %.
  it.each(NOISES.map((noise) => ({ noise })))(
    'costs at most 1.9 per cent of what perfect foresight would earn: $noise noise',
    ({ noise }) => {
      const { prices, lifts, prior } = GAME;
      const losses = lossesOf(
        gamesOf(300, noise, 50_001),
        ({ stock, periods, observed }) =>
          planMarkdown({ stock, periods, prices, lifts, salvage: 0, monotone: true, observed, prior }).priceNow,
      );
      expect(Math.min(...losses)).toBeGreaterThanOrEqual(0);
      expect(meanOf(losses).mean).toBeLessThan(0.019 + 2 * 0.0012);
    },
  );
});
