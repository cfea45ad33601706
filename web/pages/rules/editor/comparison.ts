import type { FactView } from '../../../../src/contract/rules-api';
import type { FactBook } from '../fact-words';
import { isObject } from './pointer';

/** How the form offers a comparison: the engine's operators, and two that say whether a fact is known. */
export const KNOWN = 'isKnown';
export const UNKNOWN = 'isUnknown';

const ORDERED = ['greaterThan', 'greaterThanInclusive', 'lessThan', 'lessThanInclusive'] as const;
const SAME = ['equal', 'notEqual'] as const;
const AMONG = ['in', 'notIn'] as const;
const HOLDS = ['contains', 'doesNotContain'] as const;

export type Operator =
  (typeof ORDERED | typeof SAME | typeof AMONG | typeof HOLDS)[number] | typeof KNOWN | typeof UNKNOWN;

/** A comparison as the form shows it. */
export interface Comparison {
  /** Of a companion (`product.costKnown`) the fact that it speaks of. */
  fact: string;
  operator: Operator;
  value: unknown;
}

export const isList = (operator: string): boolean => operator === 'in' || operator === 'notIn';

/** What goes with a fact's type, and whether it is known where it may be unknown. */
export function operatorsOf(fact: FactView): Operator[] {
  const known: Operator[] = fact.nullable ? [KNOWN, UNKNOWN] : [];
  if (fact.type === 'list') return [...HOLDS, ...known];
  if (fact.type === 'boolean') return ['equal', ...known];
  if (fact.type === 'number' || fact.unit === 'day') return [...ORDERED, ...SAME, ...AMONG, ...known];
  return [...SAME, ...AMONG, ...known];
}

/** Null: the form has no fields for it. */
export function comparisonIn(leaf: unknown, { byName }: FactBook): Comparison | null {
  if (!isObject(leaf) || typeof leaf.fact !== 'string' || typeof leaf.operator !== 'string') return null;
  const { fact: name, operator, value } = leaf;
  const fact = byName.get(name);
  if (fact === undefined) return null;
  const isEqual = operator === 'equal';
  const isOfKnown = isEqual || operator === 'notEqual';
  if (fact.knownOf !== null) {
    if (!isOfKnown || typeof value !== 'boolean') return null;
    return { fact: fact.knownOf, operator: value === isEqual ? KNOWN : UNKNOWN, value: null };
  }
  if (value === null && isOfKnown) return { fact: name, operator: isEqual ? UNKNOWN : KNOWN, value: null };
  const fits = [...operatorsOf(fact), ...(fact.type === 'boolean' ? ['notEqual'] : [])] as string[];
  if (!fits.includes(operator) || operator === KNOWN || operator === UNKNOWN) return null;
  return isShowable(fact, operator, value) ? { fact: name, operator: operator as Operator, value } : null;
}

/** Whether the fields can show the value; a field that was emptied can. */
function isShowable(fact: FactView, operator: string, value: unknown): boolean {
  if (isObject(value)) return typeof value.fact === 'string' && Object.keys(value).length === 1;
  if (isList(operator)) {
    return (
      Array.isArray(value) && value.every((each) => typeof each === (fact.type === 'number' ? 'number' : 'string'))
    );
  }
  if (value === undefined) return true;
  if (fact.type === 'number') return typeof value === 'number';
  return typeof value === (fact.type === 'boolean' ? 'boolean' : 'string');
}

/** The comparison as a rule writes it; what else stands in the leaf (a name, an order) stays. */
export function leafOf(
  leaf: unknown,
  { fact, operator, value }: Comparison,
  { companionOf }: FactBook,
): Record<string, unknown> {
  const rest = isObject(leaf) ? leaf : {};
  if (operator === KNOWN || operator === UNKNOWN) {
    const companion = companionOf.get(fact);
    const isKnown = operator === KNOWN;
    return companion === undefined
      ? { ...rest, fact, operator: isKnown ? 'notEqual' : 'equal', value: null }
      : { ...rest, fact: companion.name, operator: 'equal', value: isKnown };
  }
  return { ...rest, fact, operator, value };
}

/** A comparison to begin with: what products of the shop are like decides where its limit stands. */
export function firstComparison(fact: FactView): Comparison {
  const operator = operatorsOf(fact)[0]!;
  return { fact: fact.name, operator, value: firstValue(fact) };
}

export function firstValue(fact: FactView): unknown {
  if (fact.type === 'number') return fact.seen?.quartiles?.median ?? fact.example;
  if (fact.type === 'boolean') return true;
  return fact.type === 'list' ? (Array.isArray(fact.example) ? fact.example[0] : '') : fact.example;
}

/** The same comparison with another operator, its value kept where it still fits. */
export function withOperator(now: Comparison, operator: Operator, fact: FactView): Comparison {
  if (operator === KNOWN || operator === UNKNOWN) return { ...now, operator, value: null };
  if (isList(operator)) return { ...now, operator, value: Array.isArray(now.value) ? now.value : listed(now.value) };
  const single = Array.isArray(now.value) ? (now.value[0] as unknown) : now.value;
  return { ...now, operator, value: single ?? firstValue(fact) };
}

const listed = (value: unknown): unknown[] => (value === null || value === undefined || isObject(value) ? [] : [value]);
