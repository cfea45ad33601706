/**
 * Sets of values that one fact may have. Numbers are closed ranges of doubles, or of whole numbers: `> 30` is "from the
 * next number on", which is 31 or 30.000000000000004, so that no end is ever open and complements are exact.
 */
export interface NumberSet {
  readonly isWhole: boolean;
  readonly hasNull: boolean;
  /** Lowest and highest in turn, ascending, none touching the next. */
  readonly ranges: readonly number[];
}

export type Choice = string | boolean | null;

/** Texts, true and false, null: these, or (`isExcept`) all but these. */
export interface ChoiceSet {
  readonly isExcept: boolean;
  readonly members: ReadonlySet<Choice>;
}

export type ValueSet = NumberSet | ChoiceSet;

export function isNumberSet(set: ValueSet): set is NumberSet {
  return (set as NumberSet).ranges !== undefined; // looked into millions of times: much faster than `in`
}

const bits = new DataView(new ArrayBuffer(8));

/** The next number above: v + 1 among whole numbers, else the next double. */
export function above(v: number, isWhole: boolean): number {
  if (isWhole) return Math.floor(v) + 1;
  if (v === 0) return Number.MIN_VALUE;
  if (!Number.isFinite(v)) return v;
  bits.setFloat64(0, v);
  bits.setBigInt64(0, bits.getBigInt64(0) + (v > 0 ? 1n : -1n));
  return bits.getFloat64(0) + 0;
}

/** The next number below. */
export function below(v: number, isWhole: boolean): number {
  return -above(-v, isWhole) + 0;
}

export function isEmpty(set: ValueSet): boolean {
  return isNumberSet(set) ? !set.hasNull && set.ranges.length === 0 : !set.isExcept && set.members.size === 0;
}

/** Whether one value is in the set; days as numbers. */
export function contains(set: ValueSet, value: number | Choice): boolean {
  if (!isNumberSet(set)) return set.members.has(value as Choice) !== set.isExcept;
  if (value === null) return set.hasNull;
  for (let i = 0; i < set.ranges.length; i += 2) {
    if ((value as number) <= set.ranges[i + 1]!) return (value as number) >= set.ranges[i]!;
  }
  return false;
}

export function intersect(a: ValueSet, b: ValueSet): ValueSet {
  if (isNumberSet(a)) {
    const other = b as NumberSet;
    return {
      isWhole: a.isWhole,
      hasNull: a.hasNull && other.hasNull,
      ranges: commonRanges(a.ranges, other.ranges),
    };
  }
  const other = b as ChoiceSet;
  if (a.isExcept && other.isExcept) return { isExcept: true, members: new Set([...a.members, ...other.members]) };
  const [listed, rest] = a.isExcept ? [other, a] : [a, other];
  return {
    isExcept: false,
    members: new Set([...listed.members].filter((each) => rest.members.has(each) !== rest.isExcept)),
  };
}

/** What of `domain` is not in `set`. */
export function complement(set: ValueSet, domain: ValueSet): ValueSet {
  if (isNumberSet(set)) {
    const { isWhole } = set;
    const gaps: number[] = [];
    let from = -Infinity;
    for (let i = 0; i < set.ranges.length; i += 2) {
      const to = below(set.ranges[i]!, isWhole);
      if (from <= to) gaps.push(from, to);
      from = above(set.ranges[i + 1]!, isWhole);
    }
    gaps.push(from, Infinity);
    return intersect(domain, { isWhole, hasNull: !set.hasNull, ranges: gaps });
  }
  return intersect(domain, { isExcept: !set.isExcept, members: set.members });
}

/** The values of both. Of numbers that touch (30 and 31 among whole ones) one range is made. */
export function union(a: ValueSet, b: ValueSet): ValueSet {
  if (isNumberSet(a)) {
    const other = b as NumberSet;
    return {
      isWhole: a.isWhole,
      hasNull: a.hasNull || other.hasNull,
      ranges: mergedRanges([...a.ranges], [...other.ranges], a.isWhole),
    };
  }
  const other = b as ChoiceSet;
  if (!a.isExcept && !other.isExcept) return { isExcept: false, members: new Set([...a.members, ...other.members]) };
  const [rest, listed] = a.isExcept ? [a, other] : [other, a];
  return {
    isExcept: true,
    members: new Set([...rest.members].filter((each) => listed.members.has(each) === listed.isExcept)),
  };
}

/** Whether the two have a value in common; the same as their intersection not being empty, without building it. */
export function overlaps(a: ValueSet, b: ValueSet): boolean {
  if (isNumberSet(a)) {
    const other = b as NumberSet;
    if (a.hasNull && other.hasNull) return true;
    for (let i = 0, j = 0; i < a.ranges.length && j < other.ranges.length;) {
      if (a.ranges[i + 1]! < other.ranges[j]!) i += 2;
      else if (other.ranges[j + 1]! < a.ranges[i]!) j += 2;
      else return true;
    }
    return false;
  }
  const other = b as ChoiceSet;
  if (a.isExcept && other.isExcept) return true; // there is always one more text
  const [listed, rest] = a.isExcept ? [other, a] : [a, other];
  for (const each of listed.members) if (rest.members.has(each) !== rest.isExcept) return true;
  return false;
}

/** Whether every value of `a` is in `b`. */
export function isWithin(a: ValueSet, b: ValueSet): boolean {
  if (isNumberSet(a)) {
    const other = b as NumberSet;
    if (a.hasNull && !other.hasNull) return false;
    for (let i = 0, j = 0; i < a.ranges.length; i += 2) {
      while (j < other.ranges.length && other.ranges[j + 1]! < a.ranges[i]!) j += 2;
      if (j >= other.ranges.length || other.ranges[j]! > a.ranges[i]! || other.ranges[j + 1]! < a.ranges[i + 1]!) {
        return false;
      }
    }
    return true;
  }
  const other = b as ChoiceSet;
  if (a.isExcept && !other.isExcept) return false;
  const [asked, within] = a.isExcept ? [other, a] : [a, other];
  for (const each of asked.members) if (within.members.has(each) === (!a.isExcept && other.isExcept)) return false;
  return true;
}

function commonRanges(a: readonly number[], b: readonly number[]): number[] {
  const found: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const from = Math.max(a[i]!, b[j]!);
    const to = Math.min(a[i + 1]!, b[j + 1]!);
    if (from <= to) found.push(from, to);
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return found;
}

function mergedRanges(a: number[], b: number[], isWhole: boolean): number[] {
  const found: number[] = [];
  while (a.length > 0 || b.length > 0) {
    const next = b.length === 0 || (a.length > 0 && a[0]! <= b[0]!) ? a : b;
    const [from, to] = next.splice(0, 2) as [number, number];
    const last = found.at(-1);
    if (last !== undefined && from <= above(last, isWhole)) found[found.length - 1] = Math.max(last, to);
    else found.push(from, to);
  }
  return found;
}
