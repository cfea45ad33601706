import { assert } from '../units.js';

/** What a person should know about the data before trusting the figures. A mark's place is its bit: new ones go to the end. */
export const MARKS = [
  'loses-money',
  'unknown-cost',
  'cost-of-receipt',
  'age-at-least',
  'negative-stock',
  'short-history',
  'wholesale-order-capped',
  'elasticity-is-prior',
  'base-price-raised',
  'above-lowest-price',
] as const;
export type Mark = (typeof MARKS)[number];

/** One bit for each mark, so that a database can look for any of them. */
export function bitsOf(marks: readonly string[]): number {
  return marks.reduce((bits, mark) => {
    const place = (MARKS as readonly string[]).indexOf(mark);
    assert(place >= 0, `the mark ${mark} is listed`);
    return bits | (1 << place);
  }, 0);
}
