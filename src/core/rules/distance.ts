import { parseDay } from '../units.js';
import { FACT_BY_NAME, isWholeFact } from './facts.js';
import { limitOf, opposite, type Relation } from './relation.js';
import type { FactValue } from './rule.js';

/** How far a fact is from the value at which its comparison turns. */
export interface Distance {
  direction: 'up' | 'down';
  /** In the fact's own unit, days for a day; 0 or more. */
  by: number;
  /** The fact has whole numbers only: `by` is whole, and with it the comparison turns. */
  isWhole: boolean;
  /** The fact has to go further than `by`, by however little: `by` only reaches the limit. Never where `isWhole`. */
  isBeyond: boolean;
}

/** What turns a comparison. */
export interface Turn {
  /** Holds of the fact and the comparison's value once it has turned. */
  needs: Relation;
  /** Null where no number tells it: texts, lists, what is not known, a number that only has to differ. */
  distance: Distance | null;
}

/**
 * How a comparison that holds would stop holding, or one that does not would begin to: age 28 where more than 30 is asked
 * needs 3 more days; 2.5 units a day where less than 2 is asked has to fall by more than 0.5. Only the fact is
 * moved, never the value that it is compared with.
 *
 * A null on the right of an ordering counts as 0, as in json-rules-engine. Between numbers with fractions `by` is exact to the
 * rounding of doubles; the comparison's value is the exact limit.
 *
 * @param asks what the comparison asks for (`relationOf`)
 */
export function turnOf(fact: string, factValue: FactValue, asks: Relation, value: unknown, result: boolean): Turn {
  const needs = result ? opposite(asks) : asks;
  const scale = scaleOf(fact, factValue, needs, value);
  return { needs, distance: scale === null ? null : distanceTo(needs, scale) };
}

interface Scale {
  from: number;
  limit: number;
  isWhole: boolean;
}

/** Both sides as numbers; null where they are none. */
function scaleOf(fact: string, factValue: FactValue, needs: Relation, value: unknown): Scale | null {
  if (typeof factValue === 'number') {
    if (needs === 'equal-to' && typeof value !== 'number') return null;
    const limit = limitOf(value);
    if (!Number.isFinite(limit - factValue)) return null;
    const isWhole = isWholeFact(fact) && Number.isSafeInteger(factValue) && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
    return { from: factValue, limit, isWhole };
  }
  if (FACT_BY_NAME.get(fact)?.unit !== 'day' || typeof factValue !== 'string' || typeof value !== 'string') return null;
  const [from, limit] = [parseDay(factValue), parseDay(value)];
  return from === null || limit === null ? null : { from, limit, isWhole: true };
}

function distanceTo(needs: Relation, { from, limit, isWhole }: Scale): Distance | null {
  const up = (to: number, isBeyond: boolean): Distance => ({ direction: 'up', by: to - from + 0, isWhole, isBeyond });
  const down = (to: number, isBeyond: boolean): Distance => ({
    direction: 'down',
    by: from - to + 0,
    isWhole,
    isBeyond,
  });
  switch (needs) {
    case 'more-than':
      return isWhole ? up(Math.floor(limit) + 1, false) : up(limit, true);
    case 'at-least':
      return up(isWhole ? Math.ceil(limit) : limit, false);
    case 'less-than':
      return isWhole ? down(Math.ceil(limit) - 1, false) : down(limit, true);
    case 'at-most':
      return down(isWhole ? Math.floor(limit) : limit, false);
    case 'equal-to':
      if (isWhole && !Number.isInteger(limit)) return null; // it never gets there
      return limit > from ? up(limit, false) : down(limit, false);
    default:
      return null;
  }
}

/**
 * How far a turn is in proportion to what is compared, 0 (at the limit) to 1 (the whole way, or no number tells), so that
 * days, money and rates can be ranked among each other. A day counts by the year.
 */
export function relativeDistance({ distance }: Turn, factValue: FactValue, value: unknown): number {
  if (distance === null) return 1;
  if (typeof factValue !== 'number') return Math.min(1, distance.by / 365);
  const size = Math.max(Math.abs(factValue), Math.abs(limitOf(value)), distance.by);
  return size === 0 ? 0 : distance.by / size;
}
