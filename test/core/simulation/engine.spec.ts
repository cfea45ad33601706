import { describe, expect, it } from 'vitest';
import { approvalBy, playContest } from '../../../src/core/simulation/contest.js';
import { throwDice } from '../../../src/core/simulation/dice.js';
import { engine } from '../../../src/core/simulation/engine.js';
import { CHANNELS } from '../../../src/core/simulation/game.js';
import { play } from '../../../src/core/simulation/play.js';
import { lowestOf } from '../../../src/core/simulation/range.js';
import { noDiscounts } from '../../../src/core/simulation/simple.js';
import type { PriceMove, Pricer } from '../../../src/core/simulation/stall.js';
import { drawWorld, type World } from '../../../src/core/simulation/world.js';
import { asText, smallGame } from './games.js';

const settings = smallGame({ products: 6, days: 80, warmUpDays: 60 });
const all = approvalBy('all');

/** Plays and writes down every move. */
function movesOf(pricer: Pricer, world: World, dice = throwDice(world)): [number, PriceMove][] {
  const moves: [number, PriceMove][] = [];
  play(world, dice, {
    name: 'spy',
    morning(t, stalls) {
      const today = pricer.morning(t, stalls);
      moves.push(...today.map((move): [number, PriceMove] => [t, move]));
      return today;
    },
  });
  return moves;
}

describe('the engine in the loop', () => {
  const world = drawWorld(2, settings);
  const moves = movesOf(engine(settings, all), world);

  it('moves prices, and the same ones each time', () => {
    expect(moves.length).toBeGreaterThan(3);
    expect(movesOf(engine(settings, all), world)).toEqual(moves);
  });

  it('keeps to the limits of the policy: floor and largest cut', () => {
    for (const [, { product, channel, price }] of moves) {
      const truth = world.products[product]!;
      expect(price).toBeGreaterThanOrEqual(lowestOf(truth, world.terms.get(truth.category)![channel]!));
      expect(price).toBeLessThanOrEqual(truth.basePrice);
    }
  });

  it('does not see what is to come: another future changes nothing before it begins', () => {
    const from = 90;
    const dice = throwDice(world);
    const other: World = {
      ...world,
      products: world.products.map((product) => ({
        ...product,
        rates: product.rates.map((rate, at) => (at >= from * CHANNELS.length ? rate * 9 : rate)),
      })),
    };
    const until = (list: [number, PriceMove][]): [number, PriceMove][] => list.filter(([t]) => t <= from);
    const changed = movesOf(engine(settings, all), other, dice);
    expect(until(changed)).toEqual(until(moves));
    expect(changed).not.toEqual(moves);
  });

  it('whose suggestions nobody approves leaves the shop as it is', () => {
    const dice = throwDice(world);
    const refused = play(world, dice, engine(settings, approvalBy('none'), 'none'));
    expect(asText(refused)).toBe(asText(play(world, dice, noDiscounts)));
  });
});

describe('a contest', () => {
  it('is the same for the same seed, and its lead ends where the accounts do', () => {
    const small = smallGame({ products: 4, days: 28, warmUpDays: 60 });
    const contest = playContest(1, small, 'half');
    expect(playContest(1, small, 'half')).toEqual(contest);
    expect(contest.scores.none.lead).toEqual([0, 0, 0, 0]);
    expect(contest.scores.engine.stale).toHaveLength(4);
  });
});
