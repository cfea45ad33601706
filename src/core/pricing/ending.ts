import type { Money } from '../units.js';
import type { PriceEnding } from './policy.js';

/** The most rungs a ladder has; a longer one is thinned evenly, both ends kept. */
const RUNGS_MAX = 40;

interface Band {
  from: Money;
  /** Exclusive. */
  to: Money;
  step: Money;
  endings: Money[];
}

/** The endings of a policy are asked of every listing: their bands are worked out once. */
const known = new WeakMap<PriceEnding[], readonly Band[]>();

/** From cheapest to dearest. Prices above the last stated band may end as they like. */
function bandsOf(endings: PriceEnding[]): readonly Band[] {
  let bands = known.get(endings);
  if (bands === undefined) known.set(endings, (bands = sortedBands(endings)));
  return bands;
}

function sortedBands(endings: PriceEnding[]): Band[] {
  const sorted = [...endings].sort((a, b) => (a.below ?? Infinity) - (b.below ?? Infinity));
  const bands: Band[] = [];
  let from = 1;
  for (const { below, step, endings: allowed } of sorted) {
    const to = below ?? Infinity;
    bands.push({ from, to, step, endings: [...allowed].sort((a, b) => a - b) });
    from = to;
  }
  if (from !== Infinity) bands.push({ from, to: Infinity, step: 1, endings: [0] });
  return bands;
}

/** Whether a price ends as its band asks: Rp 89.900 does, Rp 89.000 does not. */
export function hasAllowedEnding(price: Money, endings: PriceEnding[]): boolean {
  return endingBelow(price, endings) === price;
}

/** The largest allowed price at or below `price`; null when there is none from 1 up. */
export function endingBelow(price: Money, endings: PriceEnding[]): Money | null {
  for (const band of bandsOf(endings).toReversed()) {
    if (price < band.from) continue;
    const top = Math.min(price, band.to - 1);
    const base = top - (top % band.step);
    const hit = [...band.endings.map((e) => base - band.step + e), ...band.endings.map((e) => base + e)]
      .filter((candidate) => candidate <= top)
      .pop();
    if (hit !== undefined && hit >= band.from) return hit;
  }
  return null;
}

/** The smallest allowed price at or above `price`; null when no band allows one. */
export function endingAbove(price: Money, endings: PriceEnding[]): Money | null {
  for (const band of bandsOf(endings)) {
    if (price >= band.to) continue;
    const bottom = Math.max(price, band.from);
    const base = bottom - (bottom % band.step);
    const hit = [...band.endings.map((e) => base + e), ...band.endings.map((e) => base + band.step + e)].find(
      (candidate) => candidate >= bottom,
    );
    if (hit !== undefined && hit < band.to) return hit;
  }
  return null;
}

/**
 * The nearest allowed price below; when that would cross `lowest`, the nearest allowed one above `lowest`. Null when that
 * is above `highest`: then no price ends as it should within the limits, and nothing is proposed.
 */
export function endingWithin(price: Money, lowest: Money, highest: Money, endings: PriceEnding[]): Money | null {
  const below = endingBelow(price, endings);
  const chosen = below !== null && below >= lowest ? below : endingAbove(lowest, endings);
  return chosen !== null && chosen <= highest ? chosen : null;
}

/** All allowed prices from `lowest` to `highest`, rising; more than 40 are thinned evenly, both ends kept. */
export function ladder(lowest: Money, highest: Money, endings: PriceEnding[]): Money[] {
  const first = endingAbove(lowest, endings);
  const last = endingBelow(highest, endings);
  if (first === null || last === null || first > last) return [];
  const rungs: Money[] = [];
  // A wide span of whole units has billions of rungs: step over it instead of listing them all.
  const stride = Math.max(1, Math.floor((last - first) / (RUNGS_MAX * 50)));
  for (let rung: Money | null = first; rung !== null && rung < last; rung = endingAbove(rung + stride, endings)) {
    rungs.push(rung);
  }
  rungs.push(last);
  if (rungs.length <= RUNGS_MAX) return rungs;
  return Array.from(
    { length: RUNGS_MAX },
    (_, i) => rungs[Math.round((i * (rungs.length - 1)) / (RUNGS_MAX - 1))] ?? last,
  );
}

/** The step of prices around an amount (1 where any will do): what a voucher's amount is a multiple of. */
export function stepAt(amount: Money, endings: PriceEnding[]): Money {
  return bandsOf(endings).find((band) => amount < band.to)?.step ?? 1;
}

/**
 * Endings that a shop of this money begins with. Rupiah: whole hundreds under Rp 10.000, then 500 and 900. Money with
 * decimals: 5 and 9 as the last digit under 10 units, then x.49 and x.99. Other money: any price. An owner changes them
 * in the policy.
 */
export function defaultEndings(currency: string, scale: number): PriceEnding[] {
  if (currency === 'IDR' && scale === 0) {
    return [
      { below: 10_000, step: 100, endings: [0] },
      { below: null, step: 1_000, endings: [500, 900] },
    ];
  }
  if (scale !== 2) return [{ below: null, step: 1, endings: [0] }];
  return [
    { below: 1_000, step: 10, endings: [5, 9] },
    { below: null, step: 100, endings: [49, 99] },
  ];
}
