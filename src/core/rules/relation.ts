import { parseDay } from '../units.js';

/** What a comparison asks of a fact, in words that have an opposite. `satisfying`: only the operator itself tells. */
export const RELATIONS = [
  'more-than',
  'at-least',
  'less-than',
  'at-most',
  'equal-to',
  'other-than',
  'one-of',
  'none-of',
  'containing',
  'not-containing',
  'known',
  'not-known',
  'satisfying',
  'not-satisfying',
] as const;
export type Relation = (typeof RELATIONS)[number];

const OPPOSITES: Record<Relation, Relation> = {
  'more-than': 'at-most',
  'at-least': 'less-than',
  'less-than': 'at-least',
  'at-most': 'more-than',
  'equal-to': 'other-than',
  'other-than': 'equal-to',
  'one-of': 'none-of',
  'none-of': 'one-of',
  containing: 'not-containing',
  'not-containing': 'containing',
  known: 'not-known',
  'not-known': 'known',
  satisfying: 'not-satisfying',
  'not-satisfying': 'satisfying',
};

/** What holds where a relation does not. Of a fact that is null neither need hold: an ordering of null is false. */
export const opposite = (relation: Relation): Relation => OPPOSITES[relation];

const ORDERINGS: Record<string, { relation: Relation; swapped: Relation }> = {
  lessThan: { relation: 'less-than', swapped: 'more-than' },
  lessThanInclusive: { relation: 'at-most', swapped: 'at-least' },
  greaterThan: { relation: 'more-than', swapped: 'less-than' },
  greaterThanInclusive: { relation: 'at-least', swapped: 'at-most' },
};

/**
 * The relation that an operator, decorators included, asks for between these two values. The operator holds exactly where
 * the relation does; where the library's own turns (a text taken for a number, a list operator without a list) leave no
 * such word, it is `satisfying`.
 *
 * @param operator as in the rule: `greaterThan`, `not:in`, `swap:lessThan`, ...
 * @param value after fact-to-fact look-up
 */
export function relationOf(operator: string, factValue: unknown, value: unknown): Relation {
  const decorators = operator.split(':');
  const base = decorators.pop() ?? '';
  if (decorators.some((each) => each !== 'not' && each !== 'swap')) return 'satisfying';
  const isOdd = (name: string): boolean => decorators.filter((each) => each === name).length % 2 === 1;
  const relation = plainRelation(base, isOdd('swap'), factValue, value);
  if (relation === null) return 'satisfying';
  if (!isOdd('not')) return relation;
  // A null is neither more nor less, nor does it contain anything: `not:` is true of it, and no word says that.
  if (factValue === null && (base in ORDERINGS || /ontain/.test(base))) return 'satisfying';
  return opposite(relation);
}

function plainRelation(base: string, isSwapped: boolean, factValue: unknown, value: unknown): Relation | null {
  const ordering = ORDERINGS[base];
  if (ordering !== undefined) {
    if (!isOrdered(isSwapped, factValue, value)) return null;
    return isSwapped ? ordering.swapped : ordering.relation;
  }
  switch (base) {
    case 'equal':
    case 'notEqual': {
      if (Array.isArray(value)) return null;
      const relation = value === null ? 'not-known' : 'equal-to';
      return base === 'equal' ? relation : opposite(relation);
    }
    case 'in':
    case 'notIn':
      if (isSwapped || !Array.isArray(value)) return null;
      return base === 'in' ? 'one-of' : 'none-of';
    case 'contains':
    case 'doesNotContain':
      if (isSwapped || !(Array.isArray(factValue) || factValue === null)) return null;
      return base === 'contains' ? 'containing' : 'not-containing';
    default:
      return null;
  }
}

/** Whether an ordering of these two is one of numbers or of days, or of a fact that is not known. */
function isOrdered(isSwapped: boolean, factValue: unknown, value: unknown): boolean {
  if (factValue === null) return !isSwapped;
  if (typeof factValue === 'number') return isSwapped ? typeof value === 'number' : !Number.isNaN(limitOf(value));
  return isDay(factValue) && isDay(value);
}

/** What `<` makes of its right side when a number stands on its left: null counts as 0. NaN: nothing to compare with. */
export function limitOf(value: unknown): number {
  return Number(value);
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && parseDay(value) !== null;
}
