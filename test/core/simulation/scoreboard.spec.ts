import { describe, expect, it } from 'vitest';
import type { Contest, Score } from '../../../src/core/simulation/contest.js';
import { scoreboardOf } from '../../../src/core/simulation/scoreboard.js';

const score = (profit: number): Score => ({
  ...{ profit, revenue: 3 * profit, discount: 10, units: 5, staleValue: 7 },
  ...{ lead: [0, profit], stale: [7, 7] },
});
const contest = (seed: number, none: number, ladder: number, engine: number, clairvoyant: number): Contest => ({
  seed,
  scores: { none: score(none), ladder: score(ladder), engine: score(engine), clairvoyant: score(clairvoyant) },
});

describe('the scoreboard', () => {
  const board = scoreboardOf([contest(1, 100, 80, 110, 200), contest(2, 100, 120, 130, 200)]);

  it('takes means, shares and the middle nine of ten seeds, with straight lines between seeds', () => {
    const engine = board.standings[2]!;
    expect(engine.pricer).toBe('engine');
    expect(engine.profit).toEqual({ mean: 120, low: 111, high: 129 });
    expect(engine.share.mean).toBeCloseTo((0.55 + 0.65) / 2, 12);
    expect(engine.lead).toEqual([0, 120]);
  });

  it('counts wins and tells how sure the mean margin is', () => {
    // Margins over the ladder: 110 / 80 - 1 = 0.375 and 130 / 120 - 1 = 0.0833; their sd is 0.20624, of the mean 0.14583
    const duel = board.duels[1]!;
    expect(duel).toMatchObject({ against: 'ladder', wins: 2 });
    expect(duel.margin.mean).toBeCloseTo(0.229167, 6);
    expect(duel.meanIsWithin).toBeCloseTo(1.645 * 0.145833, 5);
    expect(board.duels[2]).toMatchObject({ against: 'clairvoyant', wins: 0 });
  });

  it('tells the part of what can be gained: 20 of 100', () => {
    expect(board.gainShare).toBeCloseTo(0.2, 12);
    expect(scoreboardOf([contest(1, 100, 80, 110, 100)]).gainShare).toBeNull();
  });
});
