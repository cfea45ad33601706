import type { PlanProblem } from './channel-plan.js';
import { rationOf } from './shared-stock.js';

/** A guess may be so far below the truth, once it is scaled to a plan nearby: of few plans, and of ladders of near prices. */
const DOUBT_FEW = 1.25;
const DOUBT_MANY = 1.01;
const PLANS_FEW = 300;
const SCALE_MIN = 0.5;
/** Less is no improvement but rounding. */
const TINY = 1e-9;

/** What a plan comes to before stock is looked at: units wanted, the variance of that, and what all of them are worth. */
interface Sum {
  units: number;
  variance: number;
  value: number;
  /** As `value`, of each channel's variance instead of its units: what is worth most there is missed in a surge. */
  surge: number;
}

interface Kept {
  choice: number[];
  worth: number;
}

/**
 * The plans of a problem, one of them chosen. All ways of all channels stand in a row of columns, since millions of plans
 * are looked at: a plan is one place in the row per channel.
 */
export class Grid {
  readonly channels: number;
  /** How many plans there are. */
  readonly plans: number;
  /** Of the plan that is chosen. */
  readonly sum: Sum = { units: 0, variance: 0, value: 0, surge: 0 };
  worth = 0;
  /** The best plans that were looked at, best first. */
  readonly kept: Kept[] = [];

  private readonly stock: number;
  private readonly isWorthMost: boolean;
  /** Units that have to be wanted: the stock where that can be reached, else none. */
  private readonly needed: number;
  /** Where each channel's ways begin, and where the last one's end. */
  private readonly from: Int32Array;
  private readonly units: number[] = [];
  private readonly variance: number[] = [];
  private readonly value: number[] = [];
  private readonly surge: number[] = [];
  private readonly at: Int32Array;
  /** While plans are looked at: the one in hand, and how far guesses are off near the best. */
  private readonly hand: Int32Array;
  private scale = 1;
  private readonly doubt: number;
  private keptMax = 0;

  constructor({ stock, channels, aim }: PlanProblem) {
    this.stock = stock;
    this.isWorthMost = aim === 'most';
    this.channels = channels.length;
    this.from = new Int32Array(channels.length + 1);
    for (let c = 0; c < channels.length; c++) this.from[c + 1] = this.from[c]! + channels[c]!.length;
    let plans = 1;
    let mostUnits = 0;
    for (let c = 0; c < channels.length; c++) {
      let most = 0;
      for (const { units, variance, perUnit } of channels[c]!) {
        this.units.push(units);
        this.variance.push(variance);
        this.value.push(units * perUnit);
        this.surge.push((units + variance) * perUnit);
        most = Math.max(most, units);
      }
      plans *= channels[c]!.length;
      mostUnits += most;
    }
    this.plans = plans;
    this.doubt = plans <= PLANS_FEW ? DOUBT_FEW : DOUBT_MANY;
    this.needed = mostUnits >= stock ? stock * (1 - TINY) : 0;
    this.at = this.from.slice(0, channels.length);
    this.hand = this.at.slice();
    this.addUp();
  }

  choice(): number[] {
    return Array.from(this.at, (k, c) => k - this.from[c]!);
  }

  choose(choice: readonly number[]): void {
    for (let c = 0; c < this.channels; c++) this.at[c] = this.from[c]! + choice[c]!;
    this.addUp();
  }

  isEnough(): boolean {
    return this.sum.units >= this.needed;
  }

  /** The most that any unit is worth; 0 or more. */
  mostPerUnit(): number {
    let most = 0;
    for (let k = 0; k < this.units.length; k++) {
      if (this.units[k]! > 0) most = Math.max(most, Math.abs(this.value[k]! / this.units[k]!));
    }
    return most;
  }

  /** Chooses each channel's best way when every unit costs lambda; of equal ones the earlier. */
  chooseAt(lambda: number): void {
    for (let c = 0; c < this.channels; c++) {
      let best = this.from[c]!;
      let most = this.value[best]! - lambda * this.units[best]!;
      for (let k = best + 1; k < this.from[c + 1]!; k++) {
        const over = this.value[k]! - lambda * this.units[k]!;
        if (over > most) [best, most] = [k, over];
      }
      this.at[c] = best;
    }
    this.addUp();
  }

  /** Chooses the ways by which most units are wanted. */
  chooseMost(): void {
    for (let c = 0; c < this.channels; c++) {
      for (let k = this.from[c]!; k < this.from[c + 1]!; k++) {
        if (this.units[k]! > this.units[this.at[c]!]!) this.at[c] = k;
      }
    }
    this.addUp();
  }

  /** What one more unit of stock would bring: the value of a unit times the chance that it is wanted. */
  unitBrings(): number {
    const { units, variance, value } = this.sum;
    if (units <= 0) return 0;
    return (value / units) * rationOf(this.stock, units, variance).chance;
  }

  /** From here on the best `max` plans that are looked at are kept. */
  keep(max: number): void {
    this.keptMax = max;
  }

  /** Works out what the chosen plan is worth. */
  begin(): void {
    const { units, variance, value, surge } = this.sum;
    this.worth = this.worthOf(units, variance, value, surge);
    this.rescale();
    this.hand.set(this.at);
    this.remember(this.worth);
  }

  /** How many plans have no channel more than `reach` places from the chosen one. */
  plansWithin(reach: number): number {
    let plans = 1;
    for (let c = 0; c < this.channels; c++) plans *= this.highest(c, reach) - this.lowest(c, reach) + 1;
    return plans;
  }

  /** Chooses the best plan that differs from the chosen one in a channel alone. */
  bestOf(channel: number): void {
    this.hand.set(this.at);
    const rest = this.at[channel]!;
    const { units, variance, value, surge } = this.sum;
    const [u, v, w, s] = [
      units - this.units[rest]!,
      variance - this.variance[rest]!,
      value - this.value[rest]!,
      surge - this.surge[rest]!,
    ];
    for (let k = this.from[channel]!; k < this.from[channel + 1]!; k++) {
      this.hand[channel] = k;
      this.look(u + this.units[k]!, v + this.variance[k]!, w + this.value[k]!, s + this.surge[k]!);
    }
    this.addUp();
  }

  /** Chooses the best of the plans that have no channel more than `reach` places from the chosen one. */
  bestNear(reach: number): void {
    const lowest = Array.from(this.at, (_, c) => this.lowest(c, reach));
    const highest = Array.from(this.at, (_, c) => this.highest(c, reach));
    this.walk(0, lowest, highest, 0, 0, 0, 0);
    this.addUp();
  }

  private walk(c: number, low: number[], high: number[], u: number, v: number, w: number, s: number): void {
    if (c === this.channels) return this.look(u, v, w, s);
    for (let k = low[c]!; k <= high[c]!; k++) {
      this.hand[c] = k;
      this.walk(c + 1, low, high, u + this.units[k]!, v + this.variance[k]!, w + this.value[k]!, s + this.surge[k]!);
    }
  }

  /** Chooses the plan in hand if it is better than the chosen one. */
  private look(units: number, variance: number, value: number, surge: number): void {
    if (units < this.needed) return;
    if (this.isWorthMost) {
      if (this.guess(units, variance, value) * this.scale * this.doubt <= this.worth) return;
    }
    const worth = this.worthOf(units, variance, value, surge);
    this.remember(worth);
    if (worth <= this.worth + TINY * Math.abs(this.worth)) return;
    this.worth = worth;
    this.at.set(this.hand);
    this.addUp();
    this.rescale();
  }

  private remember(worth: number): void {
    const { kept, keptMax } = this;
    if (keptMax === 0 || (kept.length === keptMax && worth <= kept[keptMax - 1]!.worth)) return;
    if (kept.some((each) => each.worth === worth)) return;
    if (kept.length === keptMax) kept.pop();
    kept.push({ choice: Array.from(this.hand, (k, c) => k - this.from[c]!), worth });
    kept.sort((a, b) => b.worth - a.worth);
  }

  private lowest(c: number, reach: number): number {
    return Math.max(this.from[c]!, this.at[c]! - reach);
  }

  private highest(c: number, reach: number): number {
    return Math.min(this.from[c + 1]! - 1, this.at[c]! + reach);
  }

  private rescale(): void {
    const { units, variance, value } = this.sum;
    const guess = this.guess(units, variance, value);
    this.scale = guess > 0 ? Math.max(this.worth / guess, SCALE_MIN) : 1;
  }

  /** `worthOf` with a log-normal demand of the same mean and variance: quick, and right enough to tell what to look at. */
  private guess(units: number, variance: number, value: number): number {
    if (units <= 0) return 0;
    const spread = Math.sqrt(Math.log(1 + (units + variance) / (units * units)));
    const at = Math.log(this.stock / units) / spread;
    const sold = units * normalShare(at - spread / 2) + this.stock * normalShare(-at - spread / 2);
    return (value * sold) / units;
  }

  private worthOf(units: number, variance: number, value: number, surge: number): number {
    if (!this.isWorthMost) return value;
    if (units <= 0) return 0;
    const { missed, missedPerVariance } = rationOf(this.stock, units, variance);
    return value * (1 - missed) - surge * missedPerVariance;
  }

  private addUp(): void {
    const { sum } = this;
    sum.units = sum.variance = sum.value = sum.surge = 0;
    for (let c = 0; c < this.channels; c++) {
      const k = this.at[c]!;
      sum.units += this.units[k]!;
      sum.variance += this.variance[k]!;
      sum.value += this.value[k]!;
      sum.surge += this.surge[k]!;
    }
  }
}

/** The share of a normal distribution below `z`, within 0.0002 (Bowling and others, 2009). */
function normalShare(z: number): number {
  return 1 / (1 + Math.exp(-(1.5976 + 0.07056 * z * z) * z));
}
