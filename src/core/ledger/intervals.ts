import type { Instant, Money } from '../units.js';
import { runsOf, wordsOf, type Order, type Run } from './runs.js';

/**
 * Why a price is in the ledger: the base price as somebody set it, or as an import brought it; an approved cut; or what a
 * sync job saw on the channel where that is not what we believed.
 */
export type LedgerCause = 'base' | 'import' | 'entry' | 'observed';

/** A stretch of time with one effective price: what a buyer without a code paid on one channel. */
export interface LedgerInterval {
  from: Instant;
  /** Exclusive; null: until something is known to change it. */
  to: Instant | null;
  price: Money;
  /** The price without a cut; null: not on record. */
  base: Money | null;
  cause: LedgerCause;
  /** The cut that ran then; null: none, or one that took nothing off. */
  entryId: number | null;
}

export interface BasePriceFact {
  since: Instant;
  price: Money;
  /** The import that brought it; null: not by an import, or from before that was written down. */
  importId: number | null;
}

/** A job saw this price at `since`, at `until`, and no other in between. */
export interface Sighting {
  since: Instant;
  until: Instant;
  price: Money;
}

/** Everything on record of one listing's price, in any order. */
export interface LedgerFacts {
  bases: BasePriceFact[];
  /** Approved cuts, and returns to the base price, with what jobs said of them. */
  orders: Order[];
  sightings: Sighting[];
}

/**
 * The effective prices of a listing from the first moment on record, oldest first, without overlap; where nothing is known of a
 * time there is no interval. The newest word counts: what was approved holds by the clock, what a job says it did or did not
 * do corrects it, and a price that a job saw holds until something later is known. Only the facts matter, not when they came.
 */
export function ledgerOf({ bases, orders, sightings }: LedgerFacts): LedgerInterval[] {
  // Nearly every listing of a large shop: a base price that jobs, if any, have only seen confirmed.
  const [only] = bases;
  if (only !== undefined && bases.length === 1 && orders.length === 0 && sightings.every(agreesWith(only))) {
    const { price, since, importId } = only;
    return [{ from: since, to: null, price, base: price, cause: baseCause(importId), entryId: null }];
  }
  const runs = orders.flatMap(runsOf).sort((a, b) => a.startsAt - b.startsAt || a.entryId - b.entryId);
  const basesInOrder = [...bases].sort((a, b) => a.since - b.since);
  const bySince = (a: Sighting, b: Sighting): number => a.since - b.since;
  // Sorted twice: of two that begin at one moment the later run stays the later one.
  const seen = [...sightings]
    .sort(bySince)
    .flatMap((run) => partedByWords(run, orders))
    .sort(bySince);
  const told = ascending([
    ...bases.map(({ since }) => since),
    ...runs.flatMap(({ from, to }) => [from, to]),
    ...orders.flatMap(wordsOf),
  ]);
  const moments = ascending([...told, ...seen.map(({ since }) => since)]);
  const ledger: LedgerInterval[] = [];
  let [atBase, atTold, atSeen] = [-1, -1, -1];
  for (const [i, from] of moments.entries()) {
    while (atBase + 1 < basesInOrder.length && basesInOrder[atBase + 1]!.since <= from) atBase++;
    while (atTold + 1 < told.length && told[atTold + 1]! <= from) atTold++;
    while (atSeen + 1 < seen.length && seen[atSeen + 1]!.since <= from) atSeen++;
    const last = seen[atSeen];
    const isSeen = last !== undefined && Math.min(last.until, from) >= (told[atTold] ?? -Infinity);
    const believed = beliefAt(from, basesInOrder[atBase], runs);
    const price = isSeen ? last.price : believed.price;
    if (price === null) continue;
    const cause = price === believed.price ? believed.cause : 'observed';
    append(ledger, { ...believed, from, to: moments[i + 1] ?? null, price, cause });
  }
  return ledger;
}

/**
 * A run of equal sightings is one as long as nothing is known of another price in between. Where a job told one in an
 * acknowledgement, the price was seen at both ends, and what was believed says what was between.
 */
function partedByWords(run: Sighting, orders: Order[]): Sighting[] {
  const isParted = orders.some(({ startsAt, words }) =>
    words.some(({ appliedPrice, at }) => {
      const moment = Math.max(at, startsAt);
      return appliedPrice !== null && appliedPrice !== run.price && run.since < moment && moment < run.until;
    }),
  );
  if (!isParted) return [run];
  return [
    { ...run, until: run.since },
    { ...run, since: run.until },
  ];
}

/** What a listing should cost at a moment: a running cut, which takes nothing off where the base price has fallen below it. */
function beliefAt(
  at: Instant,
  base: BasePriceFact | undefined,
  runs: Run[],
): Pick<LedgerInterval, 'base' | 'cause' | 'entryId'> & { price: Money | null } {
  const run = runs.findLast(({ from, to }) => from <= at && at < to);
  if (run !== undefined && (base === undefined || run.price < base.price)) {
    return { price: run.price, base: base?.price ?? null, cause: 'entry', entryId: run.entryId };
  }
  if (base === undefined) return { price: null, base: null, cause: 'base', entryId: null };
  return { price: base.price, base: base.price, cause: baseCause(base.importId), entryId: null };
}

const baseCause = (importId: number | null): LedgerCause => (importId === null ? 'base' : 'import');

const agreesWith =
  (base: BasePriceFact) =>
  (seen: Sighting): boolean =>
    seen.price === base.price && seen.since >= base.since;

/** Adds an interval, or makes the last one longer when nothing changes. */
function append(ledger: LedgerInterval[], next: LedgerInterval): void {
  const last = ledger.at(-1);
  const isSame =
    last !== undefined &&
    last.to === next.from &&
    last.price === next.price &&
    last.base === next.base &&
    last.cause === next.cause &&
    last.entryId === next.entryId;
  if (isSame) last.to = next.to;
  else ledger.push(next);
}

/** Each moment once; a run that goes on has no end. */
function ascending(moments: Instant[]): Instant[] {
  return [...new Set(moments)].filter((at) => at < Infinity).sort((a, b) => a - b);
}
