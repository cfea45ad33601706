import { FULL_BP, type BasisPoints } from '../units.js';
import { warning, type Finding } from './finding.js';
import { isNumberSet, type Choice, type ValueSet } from './reasoning/value-set.js';
import type { Region } from './reasoning/solve.js';
import type { Optimise, Rule } from './rule.js';

/** What of the policy's limits the size of a cut in a rule is held against. */
export interface CutLimits {
  maxDiscountBp: BasisPoints;
  maxStepBp: BasisPoints;
  unknownCostMaxDiscountBp: BasisPoints;
}

/** The limits of the policy in force. Channels and categories: those that have limits of their own. */
export interface LimitsByPlace {
  channels: readonly string[];
  categories: readonly string[];
  of(channel: string, category: string | null): CutLimits;
}

interface Place extends CutLimits {
  /** In words; `elsewhere` where no limit is narrower than the shop's. */
  name: string;
}

/**
 * Cuts that the guardrails will not let through as they are written: over the largest discount, in all of the rule's
 * channels and categories or in some of them, and over the largest step. What needs a second approval is no problem.
 *
 * @param hull what each fact can be where the rule fires
 */
export function checkLimits(rule: Rule, path: string, hull: Region, limits: LimitsByPlace): Finding[] {
  const { type, params } = rule.event;
  if (type !== 'discount' && type !== 'bundle' && type !== 'voucher') return [];
  if ('maxDiscount' in params && params.maxDiscount !== undefined) return []; // what is left of the cut, nobody knows
  const { percent, optimise } = params as { percent?: number; optimise?: Optimise };
  const at = `${path}/event/params`;
  const places = placesOf(hull, limits);
  const cap = (place: Place): BasisPoints => largestCut(place, hull, type === 'voucher');
  if (percent !== undefined) {
    const over = exceeded(percent, places, cap);
    if (over !== null) return [overLimit('percent-over-limit', `${at}/percent`, percent, over)];
    return overStep(`${at}/percent`, percent, places, hull, type);
  }
  if (optimise === undefined) return [];
  const low = exceeded(optimise.minPercent, places, cap);
  if (low !== null) return [overLimit('range-over-limit', `${at}/optimise/minPercent`, optimise.minPercent, low)];
  const high = exceeded(optimise.maxPercent, places, cap);
  const steps = overStep(`${at}/optimise/minPercent`, optimise.minPercent, places, hull, type);
  if (high === null) return steps;
  return [overLimit('range-partly-over-limit', `${at}/optimise/maxPercent`, optimise.maxPercent, high), ...steps];
}

/** A voucher leaves the current price alone, so that it never gets beyond one step. */
function largestCut(place: Place, hull: Region, isVoucher: boolean): BasisPoints {
  const cost = hull.get('product.cost');
  const isCostUnknown = cost !== undefined && isNumberSet(cost) && cost.ranges.length === 0;
  return Math.min(
    place.maxDiscountBp,
    isCostUnknown ? place.unknownCostMaxDiscountBp : FULL_BP,
    isVoucher ? place.maxStepBp : FULL_BP,
  );
}

interface Exceeded {
  isEverywhere: boolean;
  /** The narrower places, with what they allow. */
  places: { name: string; allowedBp: BasisPoints }[];
  /** What the widest place allows. */
  mostBp: BasisPoints;
}

function exceeded(percent: number, places: Place[], cap: (place: Place) => BasisPoints): Exceeded | null {
  const caps = places.map((place) => ({ name: place.name, allowedBp: cap(place) }));
  const over = caps.filter(({ allowedBp }) => bpOf(percent) > allowedBp);
  if (over.length === 0) return null;
  const mostBp = Math.max(...caps.map(({ allowedBp }) => allowedBp));
  return { isEverywhere: over.length === caps.length, places: over, mostBp };
}

const CONSEQUENCES: Record<string, string> = {
  'percent-over-limit': 'the cut is held to that',
  'range-over-limit': 'none of the range can be used',
  'range-partly-over-limit': 'the part of the range above it is never used',
};

function overLimit(code: string, path: string, percent: number, { isEverywhere, places, mostBp }: Exceeded): Finding {
  const said = isEverywhere ? percentText(mostBp) : listed(places);
  const message = `${percent} % is more than the policy allows (${said}): ${CONSEQUENCES[code]}${isEverywhere ? '' : ' there'}.`;
  const mend = isEverywhere
    ? `Write at most ${mostBp / 100}, or widen the policy.`
    : 'Narrow the scope, or give these places a rule of their own.';
  const isMendable = isEverywhere && mostBp > 0;
  return warning(path, code, message, {
    mend,
    ...(isMendable ? { patch: [{ op: 'replace', path, value: mostBp / 100 }] } : {}),
    values: { percent, isEverywhere, mostBp, places },
  });
}

/** A cut that the largest step does not reach from the smallest running cut at which the rule fires. */
function overStep(path: string, percent: number, places: Place[], hull: Region, type: string): Finding[] {
  if (type === 'voucher') return []; // looked at with its largest cut
  const running = hull.get('channel.discountBp');
  const from = running !== undefined && isNumberSet(running) ? (running.ranges[0] ?? 0) : 0;
  const reach = (stepBp: BasisPoints): BasisPoints =>
    FULL_BP - Math.ceil(((FULL_BP - from) * (FULL_BP - stepBp)) / FULL_BP);
  const caps = places.map(({ name, maxStepBp }) => ({ name, allowedBp: reach(maxStepBp) }));
  const over = caps.filter(({ allowedBp }) => bpOf(percent) > allowedBp);
  if (over.length === 0) return [];
  const isEverywhere = over.length === caps.length;
  const mostBp = Math.max(...caps.map(({ allowedBp }) => allowedBp));
  const said = isEverywhere ? percentText(mostBp) : listed(over);
  const what = type === 'discount' ? 'it takes several steps' : 'the cut is held to that';
  const message = `${percent} % is more than one step from a running cut of ${percentText(from)} (${said}): ${what}.`;
  const mend = isEverywhere ? `Write at most ${mostBp / 100}, or leave it: the cut gets there in steps.` : null;
  return [
    warning(path, 'percent-over-step', message, {
      mend: type === 'discount' ? mend : `Write at most ${mostBp / 100}.`,
      ...(isEverywhere && mostBp > 0 ? { patch: [{ op: 'replace', path, value: mostBp / 100 }] } : {}),
      values: { percent, fromBp: from, isEverywhere, mostBp, places: over },
    }),
  ];
}

/** Where the rule applies, as far as limits differ: each channel and category with limits of its own, and the rest. */
function placesOf(hull: Region, limits: LimitsByPlace): Place[] {
  const channels = namesIn(hull.get('channel.code'), limits.channels);
  const categories = namesIn(hull.get('product.category'), limits.categories);
  return channels.flatMap((channel) =>
    categories.map((category) => {
      const names = [channel, category].filter((name) => name !== null);
      return { name: names.length === 0 ? 'elsewhere' : names.join(' / '), ...limits.of(channel ?? '', category) };
    }),
  );
}

/** The names with limits of their own that a set admits, and null for all others, where it admits any. */
function namesIn(set: ValueSet | undefined, limited: readonly string[]): (string | null)[] {
  if (set === undefined || isNumberSet(set)) return [...limited, null];
  const { isExcept, members } = set as { isExcept: boolean; members: ReadonlySet<Choice> };
  const named = limited.filter((name) => members.has(name) !== isExcept);
  const hasOthers = isExcept || [...members].some((name) => !limited.includes(name as string));
  return hasOthers ? [...named, null] : named;
}

const bpOf = (percent: number): BasisPoints => Math.round(percent * 100);
const percentText = (bp: BasisPoints): string => `${bp / 100} %`;

function listed(places: Exceeded['places']): string {
  const said = places.slice(0, 5).map(({ name, allowedBp }) => `${name} ${percentText(allowedBp)}`);
  return said.join(', ') + (places.length > 5 ? `, and ${places.length - 5} more` : '');
}
