import { createPriorTable, type PriorTable } from '../demand/priors.js';
import type { RateBelief } from '../demand/velocity.js';

import { controlsOf, DRIFT_USUAL, type ControlKind, type Controls } from './controls.js';
import { dayWorth, DISPERSION_USUAL, dispersionOf, type Crowd, type Kind, type Member } from './crowd.js';
import { LINE_DAYS, soldOn } from './day-line.js';
import type { OfferDays } from './days-of-offer.js';
import type { Outcome, OfferPrice, OutcomeState } from './outcome.js';
import {
  expectedFrom,
  gainOf,
  upliftOf,
  usualRate,
  type Expected,
  type Noise,
  type Sold,
  type Trend,
  type Uplift,
} from './uplift.js';

/** One offer on one listing, ready to be measured. */
export interface OfferCase {
  channelId: number;
  category: string | null;
  line: Int16Array;
  days: OfferDays;
  /** Whether it has ended: no more days will come. */
  isOver: boolean;
  /** Units that came back during the offer. */
  returned: number;
  at: OfferPrice;
  /** Average revenue per unit during the offer, whole money; null = not known, the offer's price is taken. */
  paid: number | null;
  /** Profit of selling a unit at a price over leaving it unsold; null when cost is unknown. */
  worthOf: ((price: number) => number) | null;
}

/** Whole days of an offer from which on it is measured while it runs; one that is over is told from fewer. */
export const DAYS_EARLY = 7;
const DAYS_SHORT = 3;
/** Days with stock before it. */
const DAYS_BEFORE = 14;
/** A price that moved by less than 1 % says nothing of elasticity. */
const LOG_PRICE_MIN = 0.01;

/** What is expected and seen of an offer so far, measured or not. */
export interface SoFar {
  /** The daily rate before it. */
  usual: RateBelief;
  without: Expected;
  /** Units on days worth so many ordinary ones; `days` as they are. */
  since: Sold & { days: number };
  noise: Noise;
}

export interface Measurer {
  /** What an offer brought. */
  outcome(offer: OfferCase): Outcome;
  /** Where it stands after however few days. Without controls a trend is not known, and none is assumed. */
  soFar(offer: OfferCase): SoFar;
}

/** Measures the offers of a shop against its other listings. Equal days are looked at once. */
export function measurer(crowd: Crowd): Measurer {
  const kinds = crowd.kinds();
  const channels = byChannel(kinds);
  const kindAt = new Map(kinds.map((kind) => [`${kind.channelId}:${kind.category}`, kind]));
  const kindOf = new Map<Member, Kind>();
  for (const kind of kinds) for (const member of kind.members) kindOf.set(member, kind);
  const known = new Map<string, Controls | null>();
  const priors = new Map<string, PriorTable>();

  const worthOf = (member: Member): Float64Array => channels.get(kindOf.get(member)!.channelId)!.worth;

  function priorsOf(days: readonly number[]): PriorTable {
    const key = days.join();
    let table = priors.get(key);
    if (table !== undefined) return table;
    table = createPriorTable();
    for (const { channelId, category, members } of kinds) {
      const { worth, dispersion } = channels.get(channelId)!;
      for (const { line, steady } of members) {
        const { units, exposure } = soldOn(line, days, worth, steady);
        table.add(channelId, category, {
          units,
          exposure,
          noise: dispersion * exposure,
          exposureDays: 0,
          cappedUnits: 0,
        });
      }
    }
    priors.set(key, table);
    return table;
  }

  function controlsFor({ channelId, category, days }: OfferCase, table: PriorTable): Controls | null {
    const { members: ofChannel = [], dispersion = 1 } = channels.get(channelId) ?? {};
    const ofKind = kindAt.get(`${channelId}:${category}`)?.members ?? [];
    const heldOut = (members: Member[]): Member[] => members.filter((member) => member.isHeldOut);
    const priorOf = (member: Member) => {
      const kind = kindOf.get(member)!;
      return table.priorOf(kind.channelId, kind.category);
    };
    const on = `${days.before.join()}:${days.after.join()}:${dispersion}`;
    const lookAt = (from: ControlKind, whose: string, members: () => Member[]): Controls | null => {
      const key = `${from}:${whose}:${on}`;
      let found = known.get(key);
      if (found === undefined)
        known.set(key, (found = controlsOf(from, members(), days, worthOf, priorOf, dispersion)));
      return found;
    };
    // Held out by lot is the cleanest comparison, but a thin one is mostly noise.
    const enough = (found: Controls | null): Controls | null =>
      found !== null && found.units >= HELD_OUT_UNITS_MIN ? found : null;
    return (
      enough(lookAt('held-out', `${channelId}:${category}`, () => heldOut(ofKind))) ??
      enough(lookAt('held-out', `${channelId}`, () => heldOut(ofChannel))) ??
      (category === null ? null : lookAt('category', `${channelId}:${category}`, () => ofKind)) ??
      lookAt('channel', `${channelId}`, () => ofChannel) ??
      lookAt('shop', '', () => kinds.flatMap((kind) => kind.members))
    );
  }

  const worthOn = (offer: OfferCase): Float64Array => channels.get(offer.channelId)?.worth ?? EVEN;

  function outcome(offer: OfferCase): Outcome {
    const before = soldOn(offer.line, offer.days.before, worthOn(offer));
    const after = soldOn(offer.line, offer.days.after, worthOn(offer));
    const silent = whySilent(offer, before, after);
    if (silent !== null) return nothing(silent, offer, before, after);
    const table = priorsOf(offer.days.before);
    const controls = controlsFor(offer, table);
    if (controls === null) return nothing('no-controls', offer, before, after);
    const prior = table.priorOf(offer.channelId, offer.category);
    const expected = expectedFrom(before, after.exposure, prior, controls.noise, controls.trend);
    return told(offer, before, after, controls, expected.mean, upliftOf(after.units, expected, controls.noise));
  }

  function soFar(offer: OfferCase): SoFar {
    const before = soldOn(offer.line, offer.days.before, worthOn(offer));
    const since = soldOn(offer.line, offer.days.after, worthOn(offer));
    const table = priorsOf(offer.days.before);
    const controls = since.days > 0 ? controlsFor(offer, table) : null;
    const noise = controls?.noise ?? NOISE_USUAL;
    const prior = table.priorOf(offer.channelId, offer.category);
    return {
      usual: usualRate(before, prior, noise),
      without: expectedFrom(before, since.exposure, prior, noise, controls?.trend ?? STEADY),
      since,
      noise,
    };
  }

  return { outcome, soFar };
}

const NOISE_USUAL: Noise = { dispersion: DISPERSION_USUAL, drift: DRIFT_USUAL };
const STEADY: Trend = { ratio: 1, variance: 0 };
/** Units that held-out listings must have sold on the days after. */
const HELD_OUT_UNITS_MIN = 100;
const EVEN = new Float64Array(LINE_DAYS).fill(1);

type Counted = ReturnType<typeof soldOn>;

/** Why an offer is not measured; null: it is. */
function whySilent(offer: OfferCase, before: Counted, after: Counted): OutcomeState | null {
  const whole = offer.days.after.length;
  if (!offer.isOver && whole < DAYS_EARLY) return 'too-early';
  if (whole < DAYS_SHORT) return 'too-short';
  if (after.days === 0) return 'sold-out';
  if (before.days < DAYS_BEFORE)
    return before.days === 0 && offer.days.before.length >= DAYS_BEFORE ? 'sold-out' : 'too-little-before';
  if (after.units === 0 && offer.returned > 0) return 'returns-only';
  return before.units + after.units === 1 ? 'one-sale' : null;
}

function nothing(state: OutcomeState, { at }: OfferCase, before: Counted, after: Counted): Outcome {
  return {
    state,
    kind: at.kind,
    before: { days: before.days, units: before.units },
    after: { days: after.days, units: after.units },
    controls: null,
    expectedUnits: null,
    uplift: null,
    unitsGained: null,
    revenueGained: null,
    profitGained: null,
    elasticity: null,
  };
}

function told(
  offer: OfferCase,
  before: Counted,
  after: Counted,
  controls: Controls,
  expectedUnits: number,
  found: Uplift,
): Outcome {
  const { kind, price, usual } = offer.at;
  const paid = offer.paid ?? price;
  const isRate = before.units > 0;
  const logPrice = Math.log(price / usual);
  const isPriced = kind === 'discount' && Math.abs(logPrice) >= LOG_PRICE_MIN && after.units > 0;
  const { from, listings, units } = controls;
  return {
    ...nothing(isRate ? 'measured' : 'no-sales-before', offer, before, after),
    controls: { from, listings, units },
    expectedUnits,
    uplift: isRate ? found.uplift : null,
    unitsGained: found.units,
    revenueGained: gainOf(found, paid, usual),
    profitGained: offer.worthOf === null ? null : gainOf(found, offer.worthOf(paid), offer.worthOf(usual)),
    elasticity: isRate && isPriced ? Math.log(1 + found.uplift.value) / logPrice : null,
  };
}

interface Channel {
  members: Member[];
  worth: Float64Array;
  dispersion: number;
}

function byChannel(kinds: readonly Kind[]): Map<number, Channel> {
  const channels = new Map<number, Channel>();
  for (const { channelId, members } of kinds) {
    const channel = channels.get(channelId);
    if (channel === undefined) channels.set(channelId, { members: [...members], worth: EVEN, dispersion: 1 });
    else channel.members.push(...members);
  }
  for (const channel of channels.values()) {
    channel.worth = dayWorth(channel.members);
    channel.dispersion = dispersionOf(channel.members, channel.worth);
  }
  return channels;
}
