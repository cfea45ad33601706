import type { Instant, Money } from '../units.js';
import type { Sighting } from './intervals.js';

/**
 * What to write when a job tells what it saw, beside what is on record: nothing where that is known, the run of equal prices
 * made longer, or a new one. A report that comes late and names another price than the run in which it falls parts that run:
 * its own price then holds to the next sighting. Of two prices told of one moment the lower one counts.
 * @param known of the listing, by `since`; a run is replaced by what has the same `since`
 */
export function noteSighting(known: readonly Sighting[], { at, price }: { at: Instant; price: Money }): Sighting[] {
  const last = known.findLast(({ since }) => since <= at);
  const seen = { since: at, until: at, price };
  if (last === undefined) return [seen];
  if (last.price === price) return last.until >= at ? [] : [{ ...last, until: at }];
  const isSameMoment = at === last.since || at === last.until;
  if (isSameMoment && price > last.price) return [];
  const before = last.since < at && at < last.until ? [{ ...last, until: at }] : [];
  const after = at < last.until ? [{ ...last, since: last.until }] : [];
  return [...before, seen, ...after];
}
