import { LINE_DAYS, lengthOf, type Span } from './day-line.js';

/** One listing among its kind: what it sold while its price stood still. */
export interface Member {
  productId: number;
  line: Int16Array;
  /** Longest span of days without a change of price or an offer. */
  steady: Span;
  isHeldOut: boolean;
}

/** Listings of one category on one channel. */
export interface Kind {
  channelId: number;
  category: string | null;
  members: Member[];
}

/** Listings kept per kind: enough to learn a trend from, few enough for a shop of any size. */
export const MEMBERS_MAX = 120;
/** A listing whose price stood still for fewer days says nothing of before and after. */
const STEADY_DAYS_MIN = 21;

/** All listings of a shop as far as they can serve to compare with. */
export interface Crowd {
  /** Whether a listing could still be kept: what it sold need not be read otherwise. */
  wants(channelId: number, category: string | null, productId: number, isHeldOut: boolean): boolean;
  add(channelId: number, category: string | null, member: Member): void;
  kinds(): Kind[];
}

/**
 * Collects listings. Where a kind has more than it keeps, those stay whose product id hashes lowest: a sample that depends
 * on nothing that they sold and on no order. Held-out ones always stay, up to the same number.
 */
export function createCrowd(membersMax = MEMBERS_MAX): Crowd {
  const kinds = new Map<string, { kind: Kind; free: Sample; held: Sample }>();
  const keyOf = (channelId: number, category: string | null): string =>
    `${channelId}:${category === null ? '' : `=${category}`}`;
  return {
    wants(channelId, category, productId, isHeldOut) {
      const group = kinds.get(keyOf(channelId, category));
      return group === undefined || (isHeldOut ? group.held : group.free).wants(productId);
    },
    add(channelId, category, member) {
      if (lengthOf(member.steady) < STEADY_DAYS_MIN) return;
      const key = keyOf(channelId, category);
      let group = kinds.get(key);
      if (group === undefined) {
        group = {
          kind: { channelId, category, members: [] },
          free: new Sample(membersMax),
          held: new Sample(membersMax),
        };
        kinds.set(key, group);
      }
      (member.isHeldOut ? group.held : group.free).add(member);
    },
    kinds: () =>
      [...kinds.values()].map(({ kind, free, held }) => ({ ...kind, members: [...held.kept(), ...free.kept()] })),
  };
}

class Sample {
  private members: Member[] = [];
  private below = Infinity;

  constructor(private readonly max: number) {}

  wants(productId: number): boolean {
    return hashOf(productId) < this.below;
  }

  add(member: Member): void {
    if (!this.wants(member.productId)) return;
    this.members.push(member);
    if (this.members.length >= 2 * this.max) this.thin();
  }

  kept(): Member[] {
    this.thin();
    return [...this.members].sort((one, other) => one.productId - other.productId);
  }

  private thin(): void {
    if (this.members.length <= this.max) return;
    this.members.sort((one, other) => hashOf(one.productId) - hashOf(other.productId));
    this.below = hashOf(this.members[this.max]!.productId);
    this.members.length = this.max;
  }
}

/** Spreads ids over 32 bits (multiplication by the golden ratio, Knuth, The Art of Computer Programming 3, 6.4). */
function hashOf(id: number): number {
  const mixed = Math.imul(id ^ (id >>> 16), 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Units that the assumption "all days are alike" is worth, per day. */
const SHRINK_UNITS = 20;

/**
 * How many ordinary days each day was worth on a channel: units of all its members over what their own average rates let
 * expect, shrunk to 1. It carries week days, pay days, campaigns and the season at once.
 */
export function dayWorth(members: readonly Member[]): Float64Array {
  const sold = new Float64Array(LINE_DAYS);
  const usual = new Float64Array(LINE_DAYS);
  for (const { line, steady } of members) {
    let units = 0;
    let days = 0;
    for (let i = steady.from; i <= steady.to; i++) {
      if (line[i]! < 0) continue;
      units += line[i]!;
      days++;
    }
    if (units === 0) continue;
    for (let i = steady.from; i <= steady.to; i++) {
      if (line[i]! < 0) continue;
      sold[i]! += line[i]!;
      usual[i]! += units / days;
    }
  }
  return sold.map((units, i) => (units + SHRINK_UNITS) / (usual[i]! + SHRINK_UNITS));
}

const DISPERSION_MAX = 5;
/** Listings that the assumption "pure chance" is worth. */
const SHRINK_LISTINGS = 10;
export const DISPERSION_USUAL = 1.2;

/**
 * Variance of a day's units over their mean, over the typical listing: every listing counts about alike however much it
 * sells. At least 1, at most 5; near 1.2 while few listings say anything.
 */
export function dispersionOf(members: readonly Member[], worth: Float64Array): number {
  let spread = 0;
  let chance = 0;
  let listings = 0;
  for (const { line, steady } of members) {
    let units = 0;
    let exposure = 0;
    let days = 0;
    for (let i = steady.from; i <= steady.to; i++) {
      if (line[i]! < 0) continue;
      units += line[i]!;
      exposure += worth[i]!;
      days++;
    }
    if (units < 2 || days < 14) continue;
    const rate = units / exposure;
    let squares = 0;
    for (let i = steady.from; i <= steady.to; i++) if (line[i]! >= 0) squares += (line[i]! - rate * worth[i]!) ** 2;
    spread += squares / (units + 5);
    chance += (units * (1 - 1 / days)) / (units + 5);
    listings++;
  }
  if (listings === 0) return DISPERSION_USUAL;
  const own = spread / chance;
  const shrunk = (own * listings + DISPERSION_USUAL * SHRINK_LISTINGS) / (listings + SHRINK_LISTINGS);
  return Math.min(DISPERSION_MAX, Math.max(1, shrunk));
}
