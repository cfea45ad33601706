import type { Evidence } from './evidence.js';
import type { RateBelief } from './velocity.js';

/** How far sales stray from what the rate says: the variance of units is `dispersion` x mean + `drift` x mean^2. */
export interface SalesNoise {
  /** 1 = buyers come one by one (Poisson); more where they take several or come in groups. */
  dispersion: number;
  /** Squared coefficient of variation by which a month's rate strays from what the past says. */
  drift: number;
}

/** Before a shop's own sales say better; a month of a rate strays by 0.2 of it. */
export const NOISE_DEFAULT: SalesNoise = { dispersion: 1.3, drift: 0.04 };
const DISPERSION_MAX = 1_000;
const DRIFT_MAX = 1;
/** Units that a parent group's dispersion is worth to its child, and a group's to its listing. */
const GROUP_UNITS = 200;
const LISTING_UNITS = 50;
/** Clear hold-outs that a parent group's drift is worth. */
const GROUP_HOLD_OUTS = 20;
/** One month may not count for a larger surprise than twice the expectation. */
const SURPRISE_MAX = 4;

/** Squares of what a listing's days strayed, and the units they strayed from: dispersion = squares / units. */
export interface DaySpread {
  squares: number;
  units: number;
}

/** What was sold in a month that the belief of the day before it had not seen. */
export interface HoldOut {
  /** The month's exposure in ordinary days, above 0. */
  days: number;
  /** Units sold, wild days capped. */
  units: number;
  /** What was believed of the rate. */
  belief: RateBelief;
  dispersion: number;
}

class Group {
  private squares = 0;
  private units = 0;
  private surprise = 0;
  private holdOuts = 0;

  constructor(private readonly parent: Group | null) {}

  addSpread(spread: DaySpread): void {
    this.squares += spread.squares;
    this.units += spread.units;
    this.parent?.addSpread(spread);
  }

  /** (error^2 - variance explained) / mean^2 is an unbiased guess of the drift; the clearer it is, the more it weighs. */
  addHoldOut(holdOut: HoldOut): void {
    const { days, units, belief, dispersion } = holdOut;
    const mean = belief.rate * days;
    const explained = dispersion / mean + 1 / belief.a;
    const clear = (NOISE_DEFAULT.drift / (NOISE_DEFAULT.drift + explained)) ** 2;
    this.surprise += clear * (Math.min(SURPRISE_MAX, (units / mean - 1) ** 2) - explained);
    this.holdOuts += clear;
    this.parent?.addHoldOut(holdOut);
  }

  get dispersion(): number {
    const above = this.parent?.dispersion ?? NOISE_DEFAULT.dispersion;
    return dispersionFrom(above * GROUP_UNITS + this.squares, GROUP_UNITS + this.units);
  }

  get drift(): number {
    const above = this.parent?.drift ?? NOISE_DEFAULT.drift;
    const found = (GROUP_HOLD_OUTS * above + this.surprise) / (GROUP_HOLD_OUTS + this.holdOuts);
    return Math.min(DRIFT_MAX, Math.max(0, found));
  }
}

/** A category on a channel, and what was last found of it. */
interface Kind {
  group: Group;
  dispersion: number;
  drift: number;
  asOf: number;
}

const dispersionFrom = (squares: number, units: number): number =>
  Math.min(DISPERSION_MAX, Math.max(1, squares / units));

/** Learns the noise of sales: spreads of all listings first, then hold-outs, then ask. */
export interface NoiseTable {
  addSpread(channelId: number, category: string | null, spread: DaySpread): void;
  addHoldOut(channelId: number, category: string | null, holdOut: HoldOut): void;
  /** A listing's own dispersion, held to that of its category on the channel, that to the channel's, that to all. */
  dispersionOf(channelId: number, category: string | null, own: DaySpread): number;
  driftOf(channelId: number, category: string | null): number;
}

/**
 * Dispersion by Pearson's moment estimate over days (sum of (units - mean)^2 / sum of means: McCullagh and Nelder, Generalized
 * Linear Models, 1989, 9.2.4). Drift from the engine's own forecasts of past months: what they missed by, beyond what
 * dispersion and the belief's width explain. Both shrunk from group to group.
 */
export function createNoiseTable(): NoiseTable {
  const all = new Group(null);
  const channels = new Map<number, Group>();
  const kinds = new Map<number, Map<string | null, Kind>>();
  /** Counts what was added: figures of before no longer hold. */
  let added = 0;
  const kindOf = (channelId: number, category: string | null): Kind => {
    let ofChannel = kinds.get(channelId);
    if (ofChannel === undefined) kinds.set(channelId, (ofChannel = new Map<string | null, Kind>()));
    let kind = ofChannel.get(category);
    if (kind === undefined) {
      let channel = channels.get(channelId);
      if (channel === undefined) channels.set(channelId, (channel = new Group(all)));
      ofChannel.set(category, (kind = { group: new Group(channel), dispersion: 1, drift: 0, asOf: -1 }));
    }
    return kind;
  };
  const upToDate = (kind: Kind): Kind => {
    if (kind.asOf === added) return kind;
    kind.dispersion = kind.group.dispersion;
    kind.drift = kind.group.drift;
    kind.asOf = added;
    return kind;
  };
  return {
    addSpread(channelId, category, spread) {
      kindOf(channelId, category).group.addSpread(spread);
      added++;
    },
    addHoldOut(channelId, category, holdOut) {
      kindOf(channelId, category).group.addHoldOut(holdOut);
      added++;
    },
    dispersionOf(channelId, category, { squares, units }) {
      const { dispersion } = upToDate(kindOf(channelId, category));
      return dispersionFrom(dispersion * LISTING_UNITS + squares, LISTING_UNITS + units);
    },
    driftOf(channelId, category) {
      return upToDate(kindOf(channelId, category)).drift;
    },
  };
}

/**
 * Evidence as so many units and days of plain Poisson sales as tell as much: the rate stays, its error becomes that of
 * units of this dispersion with days of these weights. 0 units stay 0. `worth`: such days a day.
 */
export function asPoisson(evidence: Evidence, dispersion: number): Evidence & { worth: number } {
  const { units, exposure, noise, exposureDays, cappedUnits } = evidence;
  const worth = exposure > 0 ? exposure / (dispersion * noise) : 1;
  const days = exposure * worth;
  return { units: units * worth, exposure: days, noise: days, exposureDays, cappedUnits, worth };
}

/** A belief about today's rate as one about the rate of the coming weeks, which may stray by `drift`. */
export function drifting({ a, rate }: RateBelief, drift: number): RateBelief {
  const shape = 1 / (1 / a + drift);
  return { rate, a: shape, b: shape / rate };
}

/**
 * The Gamma under which Poisson sales over `days` vary as sales of this dispersion do under the belief: what forecasts that know
 * of one Gamma alone may use. The variance of units is dispersion x mean + mean^2 / a.
 */
export function forForecast({ a, rate }: RateBelief, dispersion: number, days: number): RateBelief {
  const shape = 1 / (1 / a + (dispersion - 1) / (rate * days));
  return { rate, a: shape, b: shape / rate };
}
