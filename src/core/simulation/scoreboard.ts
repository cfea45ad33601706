import { mean, quantileSorted, standardDeviation } from 'simple-statistics';
import { PRICERS, type Contest, type PricerName, type Score } from './contest.js';

/** A figure over all seeds: the mean, and where the middle nine of ten seeds lie. */
export interface Spread {
  mean: number;
  low: number;
  high: number;
}

/** How one way of pricing did over all seeds. */
export interface Standing {
  pricer: PricerName;
  profit: Spread;
  /** Of the clairvoyant's profit, 1 = all. */
  share: Spread;
  staleValue: Spread;
  discount: Spread;
  revenue: Spread;
  units: Spread;
  /** Means by week. */
  lead: number[];
  stale: number[];
}

/** The engine against another way of pricing, shop by shop. */
export interface Duel {
  against: PricerName;
  /** Profit more than the other's, as a share of the other's: over the seeds. */
  margin: Spread;
  /** Half the width of the 90 % interval of the mean margin; 0 with one seed. */
  meanIsWithin: number;
  /** Seeds in which the engine earned more. */
  wins: number;
}

export interface Scoreboard {
  seeds: number;
  standings: Standing[];
  duels: Duel[];
  /** Of what the clairvoyant earns more than no discounts do, over all seeds, the engine's part: 1 = all. Null: it earns no more. */
  gainShare: number | null;
}

/** Of the normal distribution: a mean lies so many standard errors around its estimate nine times in ten. */
const Z_90 = 1.645;

/** Adds up contests; at least one. */
export function scoreboardOf(contests: readonly Contest[]): Scoreboard {
  const of = (pricer: PricerName, value: (score: Score, contest: Contest) => number): number[] =>
    contests.map((contest) => value(contest.scores[pricer], contest));
  const standings = PRICERS.map((pricer): Standing => {
    const spread = (value: Parameters<typeof of>[1]): Spread => spreadOf(of(pricer, value));
    const weeks = contests[0]!.scores[pricer].lead.map((_, week) => week);
    return {
      pricer,
      profit: spread(({ profit }) => profit),
      share: spread(({ profit }, { scores }) => profit / scores.clairvoyant.profit),
      staleValue: spread(({ staleValue }) => staleValue),
      discount: spread(({ discount }) => discount),
      revenue: spread(({ revenue }) => revenue),
      units: spread(({ units }) => units),
      lead: weeks.map((week) => mean(of(pricer, ({ lead }) => lead[week]!))),
      stale: weeks.map((week) => mean(of(pricer, ({ stale }) => stale[week]!))),
    };
  });
  const profitOf = (pricer: PricerName): number => standings.find((each) => each.pricer === pricer)!.profit.mean;
  const possible = profitOf('clairvoyant') - profitOf('none');
  return {
    seeds: contests.length,
    standings,
    duels: (['none', 'ladder', 'clairvoyant'] as const).map((against) => duelOf(contests, against)),
    gainShare: possible > 0 ? (profitOf('engine') - profitOf('none')) / possible : null,
  };
}

function duelOf(contests: readonly Contest[], against: PricerName): Duel {
  const margins = contests.map(({ scores }) => scores.engine.profit / scores[against].profit - 1);
  const error = margins.length < 2 ? 0 : sampleSd(margins) / Math.sqrt(margins.length);
  return { against, margin: spreadOf(margins), meanIsWithin: Z_90 * error, wins: margins.filter((m) => m > 0).length };
}

const sampleSd = (values: number[]): number =>
  standardDeviation(values) * Math.sqrt(values.length / (values.length - 1));

function spreadOf(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { mean: mean(values), low: quantileSorted(sorted, 0.05), high: quantileSorted(sorted, 0.95) };
}
