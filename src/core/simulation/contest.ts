import { isHeldOut } from '../approval/hold-out.js';
import { textFact } from '../sheet.js';
import { FULL_BP } from '../units.js';
import { clairvoyant } from './clairvoyant.js';
import { throwDice } from './dice.js';
import { engine, type Approval } from './engine.js';
import type { GameSettings } from './game.js';
import { play, type GameResult } from './play.js';
import { fixedLadder, noDiscounts } from './simple.js';
import { drawWorld } from './world.js';

/** What an owner says to suggestions: yes to all, yes to a fixed half of listings and rules and never to the rest, no. */
export const APPROVALS = ['all', 'half', 'none'] as const;
export type ApprovalPolicy = (typeof APPROVALS)[number];

/** The ways of pricing in the order in which they are told. */
export const PRICERS = ['none', 'ladder', 'engine', 'clairvoyant'] as const;
export type PricerName = (typeof PRICERS)[number];

/** One way of pricing in one shop; money not rounded, paths at the end of every week. */
export interface Score extends Pick<GameResult, 'profit' | 'revenue' | 'discount' | 'units' | 'staleValue'> {
  /** Profit so far, goods at cost, less that without discounts. */
  lead: number[];
  /** Stale value at the close. */
  stale: number[];
}

export interface Contest {
  seed: number;
  scores: Record<PricerName, Score>;
}

const HALF_BP = FULL_BP / 2;

export function approvalBy(policy: ApprovalPolicy): Approval {
  if (policy !== 'half') return () => policy === 'all';
  return ({ product: { sheet }, row, rule }) => {
    const listing = `${textFact(sheet, row, 'product.sku')}\n${textFact(sheet, row, 'channel.code')}`;
    return isHeldOut(`${listing}\n${rule.name}`, HALF_BP);
  };
}

/** All ways of pricing in the shop of one seed, with the same customers. The same arguments give the same scores. */
export function playContest(seed: number, settings: GameSettings, approval: ApprovalPolicy): Contest {
  const world = drawWorld(seed, settings);
  const dice = throwDice(world);
  const { policy } = settings;
  const game = (pricer: Parameters<typeof play>[2]): GameResult => play(world, dice, pricer);
  const none = game(noDiscounts);
  const scoreOf = (result: GameResult): Score => {
    const { profit, revenue, discount, units, staleValue, path } = result;
    const weeks = weeksOf(settings.size.days);
    return {
      ...{ profit, revenue, discount, units, staleValue },
      lead: weeks.map((t) => path.worth[t]! - none.path.worth[t]!),
      stale: weeks.map((t) => path.stale[t]!),
    };
  };
  return {
    seed,
    scores: {
      none: scoreOf(none),
      ladder: scoreOf(game(fixedLadder(world, policy))),
      engine: scoreOf(game(engine(settings, approvalBy(approval)))),
      clairvoyant: scoreOf(game(clairvoyant(world, policy))),
    },
  };
}

/** The last day of every week, from 0. */
const weeksOf = (days: number): number[] => Array.from({ length: Math.floor(days / 7) }, (_, week) => week * 7 + 6);
