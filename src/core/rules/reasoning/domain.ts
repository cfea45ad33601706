import { parseDay } from '../../units.js';
import { FACT_BY_NAME, type Fact } from '../facts.js';
import { isOfType, quote } from '../finding.js';
import type { LeafCondition } from '../rule.js';
import { factOfValue } from '../tree.js';
import { above, below, complement, intersect, type Choice, type ValueSet } from './value-set.js';

/**
 * What a comparison is about: a fact by name, or an **atom** (`?` and JSON): a comparison that is not taken apart (a fact
 * against a fact, a list, a decorated operator) but is true or false as a whole.
 */
export type Dimension = string;

const EITHER: ValueSet = { isExcept: false, members: new Set<Choice>([true, false]) };
const ONLY_TRUE: ValueSet = { isExcept: false, members: new Set<Choice>([true]) };
const ONLY_FALSE: ValueSet = { isExcept: false, members: new Set<Choice>([false]) };
const DAYS = { min: parseDay('1000-01-01')!, max: parseDay('9999-12-31')! };
const DOMAINS = new Map<Dimension, ValueSet>();

/** Every value that a run can give a fact. A companion has none: it speaks of its fact's null. */
export function domainOf(dimension: Dimension): ValueSet {
  if (dimension.startsWith('?')) return EITHER;
  let domain = DOMAINS.get(dimension);
  if (domain === undefined) DOMAINS.set(dimension, (domain = domainOfFact(FACT_BY_NAME.get(dimension)!)));
  return domain;
}

function domainOfFact({ type, unit, nullable, isWhole, range }: Fact): ValueSet {
  if (unit === 'day') return { isWhole: true, hasNull: nullable, ranges: [DAYS.min, DAYS.max] };
  if (type === 'number') {
    const most = isWhole ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE;
    return { isWhole, hasNull: nullable, ranges: [range?.[0] ?? -most, range?.[1] ?? most] };
  }
  if (type === 'boolean') return nullable ? { isExcept: false, members: new Set([true, false, null]) } : EITHER;
  return { isExcept: true, members: new Set<Choice>(nullable ? [] : [null]) };
}

/** The comparison behind an atom. */
export function atomOf(dimension: Dimension): Pick<LeafCondition, 'fact' | 'operator' | 'value'> | null {
  if (!dimension.startsWith('?')) return null;
  const [fact, operator, value] = JSON.parse(dimension.slice(1)) as [string, string, LeafCondition['value']];
  return { fact, operator, value };
}

/** A comparison in words, as messages show it. */
export function leafText({ fact, operator, value }: LeafCondition): string {
  return `${fact} ${operator} ${factOfValue(value) ?? quote(value)}`;
}

const OPPOSITES: Record<string, string> = { notEqual: 'equal', doesNotContain: 'contains' };

/**
 * The values of a fact for which a checked comparison holds, as json-rules-engine means it: an ordering never holds for
 * null, its `not` does; a companion says whether its fact is null.
 */
export function valuesOf(leaf: LeafCondition): { dimension: Dimension; set: ValueSet } {
  let { operator } = leaf;
  let isTrue = true;
  for (; operator.startsWith('not:'); isTrue = !isTrue) operator = operator.slice('not:'.length);
  const fact = FACT_BY_NAME.get(leaf.fact)!;
  const set = factOfValue(leaf.value) === null ? plainSet(fact, operator, leaf.value) : null;
  if (set !== null) {
    const dimension = fact.knownOf ?? fact.name;
    const domain = domainOf(dimension);
    return { dimension, set: isTrue ? intersect(domain, set) : complement(set, domain) };
  }
  // The library's notEqual is the very opposite of equal; so is doesNotContain of contains where the list is never null.
  if (operator === 'notEqual' || (operator === 'doesNotContain' && !fact.nullable)) {
    operator = OPPOSITES[operator]!;
    isTrue = !isTrue;
  }
  return {
    dimension: `?${JSON.stringify([leaf.fact, operator, leaf.value])}`,
    set: isTrue ? ONLY_TRUE : ONLY_FALSE,
  };
}

/** Null where the comparison is not one of a fact with plain values of its own type. */
function plainSet(fact: Fact, operator: string, value: unknown): ValueSet | null {
  const isList = operator === 'in' || operator === 'notIn';
  const values: unknown[] | null = isList ? (Array.isArray(value) ? value : null) : [value];
  const isFitting = (each: unknown): boolean => each === null || isOfType(fact, each);
  if (values === null || fact.type === 'list' || !values.every(isFitting)) return null;
  if (fact.type === 'number' || fact.unit === 'day') return numberSet(fact, operator, values);
  const isExcept = operator === 'notEqual' || operator === 'notIn';
  if (!isExcept && operator !== 'equal' && operator !== 'in') return null;
  const set: ValueSet = { isExcept, members: new Set(values as Choice[]) };
  return fact.knownOf === null ? set : nullsOf(fact.knownOf, intersect(EITHER, set));
}

function numberSet(fact: Fact, operator: string, values: unknown[]): ValueSet | null {
  const isWhole = fact.unit === 'day' || fact.isWhole;
  const numbers = values
    .filter((each) => each !== null)
    .map((each) => (typeof each === 'string' ? parseDay(each)! : (each as number)));
  const [first] = numbers;
  if (operator.includes('Than') && first === undefined) return null; // a null on the right counts as 0: not taken apart
  const from = (lowest: number): ValueSet => ({
    isWhole,
    hasNull: false,
    ranges: [isWhole ? Math.ceil(lowest) : lowest, Infinity],
  });
  const upTo = (highest: number): ValueSet => ({
    isWhole,
    hasNull: false,
    ranges: [-Infinity, isWhole ? Math.floor(highest) : highest],
  });
  switch (operator) {
    case 'greaterThan':
      return from(above(first!, isWhole));
    case 'greaterThanInclusive':
      return from(first!);
    case 'lessThan':
      return upTo(below(first!, isWhole));
    case 'lessThanInclusive':
      return upTo(first!);
    case 'equal':
    case 'in':
    case 'notEqual':
    case 'notIn': {
      const points = [...new Set(numbers.map((each) => each + 0))].filter((each) => !isWhole || Number.isInteger(each));
      points.sort((a, b) => a - b);
      const listed = { isWhole, hasNull: values.includes(null), ranges: touching(points, isWhole) };
      return operator.startsWith('not') ? complement(listed, domainOf(fact.name)) : listed;
    }
    default:
      return null;
  }
}

/** Points as ranges; whole numbers in a row are one range. */
function touching(points: number[], isWhole: boolean): number[] {
  const ranges: number[] = [];
  for (const point of points) {
    const last = ranges.at(-1);
    if (last !== undefined && point === above(last, isWhole)) ranges[ranges.length - 1] = point;
    else ranges.push(point, point);
  }
  return ranges;
}

/** What a companion being true (known) or false (null) says of its fact. */
function nullsOf(name: string, companion: ValueSet): ValueSet {
  const domain = domainOf(name);
  const { members } = companion as { members: ReadonlySet<Choice> };
  const isNull: ValueSet =
    'ranges' in domain
      ? { isWhole: domain.isWhole, hasNull: true, ranges: [] }
      : { isExcept: false, members: new Set<Choice>([null]) };
  if (members.size === 2) return domain;
  if (members.has(false)) return isNull;
  return members.has(true) ? complement(isNull, domain) : intersect(isNull, complement(isNull, domain));
}
