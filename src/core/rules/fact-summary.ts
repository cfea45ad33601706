import { quantileSorted } from 'simple-statistics';
import { FACTS } from './facts.js';
import type { FactTable } from './rule.js';

/** How a fact lies over the listings of a run: what an author looks at before writing a limit. */
export interface FactSummary {
  name: string;
  /** Listings looked at, and those of them where the fact is null. */
  count: number;
  nulls: number;
  /** Of a number, over the listings where it is known; null: known nowhere, or no number. */
  quartiles: { min: number; q1: number; median: number; q3: number; max: number } | null;
  /** Of everything else: how many different values there are, and the most frequent ones, most first. */
  values: { distinct: number; top: { value: string | boolean; count: number }[] } | null;
}

/** Quartiles are of at most so many listings, evenly picked; minimum, maximum and nulls are of all. */
export const SUMMARY_LISTINGS_MAX = 20_000;
/** Different texts that are counted; beyond it `distinct` stays here. */
const DISTINCT_MAX = 10_000;
const TOP = 10;

/**
 * Summarises every fact over the tables of a run. Companions (`...Known`) say nothing that the nulls do not: left out.
 * Quartiles are those of R's type 7 as simple-statistics has them.
 */
export function summariseFacts(tables: readonly FactTable[]): FactSummary[] {
  const count = tables.reduce((sum, { size }) => sum + size, 0);
  return FACTS.filter(({ knownOf }) => knownOf === null).map(({ name, type }) => {
    if (type === 'number') return { name, count, ...ofNumbers(tables, name, count), values: null };
    const { nulls, values } = ofValues(tables, name);
    return { name, count, nulls, quartiles: null, values };
  });
}

function ofNumbers(
  tables: readonly FactTable[],
  name: string,
  count: number,
): Pick<FactSummary, 'nulls' | 'quartiles'> {
  const stride = Math.max(1, Math.ceil(count / SUMMARY_LISTINGS_MAX));
  const picked = new Float64Array(Math.ceil(count / stride));
  let [min, max, nulls, seen, kept] = [Infinity, -Infinity, 0, 0, 0];
  for (const { size, numbers } of tables) {
    const column = numbers[name]!;
    for (let row = 0; row < size; row++, seen++) {
      const value = column[row]!;
      if (Number.isNaN(value)) {
        nulls++;
        continue;
      }
      if (value < min) min = value;
      if (value > max) max = value;
      if (seen % stride === 0) picked[kept++] = value;
    }
  }
  if (min > max) return { nulls, quartiles: null };
  // Where only listings between the picked ones are known, the ends are all there is to go by.
  const sorted = kept === 0 ? [min, max] : (picked.subarray(0, kept).sort() as unknown as number[]);
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantileSorted(sorted, share)) as [number, number, number];
  return { nulls, quartiles: { min, q1, median, q3, max } };
}

function ofValues(tables: readonly FactTable[], name: string): Pick<FactSummary, 'nulls' | 'values'> {
  const counts = new Map<string | boolean, number>();
  let nulls = 0;
  const add = (value: string | boolean): void => {
    const before = counts.get(value);
    if (before !== undefined || counts.size < DISTINCT_MAX) counts.set(value, (before ?? 0) + 1);
  };
  for (const { size, booleans, texts, lists } of tables) {
    for (let row = 0; row < size; row++) {
      const flag = booleans[name]?.[row];
      const value = flag === undefined ? (texts[name] ?? lists[name]!)[row] : flag === 2 ? null : flag === 1;
      if (value === null || value === undefined) nulls++;
      else if (Array.isArray(value)) value.forEach(add);
      else add(value);
    }
  }
  const byCount = (a: [unknown, number], b: [unknown, number]): number =>
    b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1);
  const top = [...counts].sort(byCount).slice(0, TOP);
  return { nulls, values: { distinct: counts.size, top: top.map(([value, n]) => ({ value, count: n })) } };
}
