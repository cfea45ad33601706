/**
 * The operators of json-rules-engine 7.3.1, by name, with its decorators (`not:in`, `someFact:equal`, ...).
 * The meaning is that library's, with one trap closed: where it throws (a list operator against something that is
 * not a list), the condition is false here.
 */
export type OperatorFunction = (factValue: unknown, value: unknown) => boolean;

/** The library's test for "is a number": text that starts with a number passes, null and true do not. */
export function isNumeric(value: unknown): boolean {
  return !Number.isNaN(Number.parseFloat(value as string));
}

function hasIndexOf(value: unknown): value is string | unknown[] {
  return typeof value === 'string' || Array.isArray(value);
}

function isAmong(value: unknown, list: string | unknown[]): boolean {
  return list.indexOf(value as string) > -1; // in a text this finds a part of it, as the library does
}

export const OPERATORS: Readonly<Record<string, OperatorFunction>> = {
  equal: (a, b) => a === b,
  notEqual: (a, b) => a !== b,
  in: (a, b) => hasIndexOf(b) && isAmong(a, b),
  notIn: (a, b) => hasIndexOf(b) && !isAmong(a, b),
  contains: (a, b) => Array.isArray(a) && a.indexOf(b) > -1,
  doesNotContain: (a, b) => Array.isArray(a) && a.indexOf(b) === -1,
  // A null on the right counts as 0 and two texts compare as texts: JavaScript's own `<`, which the library uses.
  lessThan: (a, b) => isNumeric(a) && (a as number) < (b as number),
  lessThanInclusive: (a, b) => isNumeric(a) && (a as number) <= (b as number),
  greaterThan: (a, b) => isNumeric(a) && (a as number) > (b as number),
  greaterThanInclusive: (a, b) => isNumeric(a) && (a as number) >= (b as number),
};

type Decorator = (factValue: unknown, value: unknown, next: OperatorFunction) => boolean;

export const DECORATORS: Readonly<Record<string, Decorator>> = {
  someFact: (a, b, next) => Array.isArray(a) && a.some((each) => next(each, b)),
  someValue: (a, b, next) => Array.isArray(b) && b.some((each) => next(a, each)),
  everyFact: (a, b, next) => Array.isArray(a) && a.every((each) => next(each, b)),
  everyValue: (a, b, next) => Array.isArray(b) && b.every((each) => next(a, each)),
  swap: (a, b, next) => next(b, a),
  not: (a, b, next) => !next(a, b),
};

/** The function of an operator name, decorators applied from the left; null when there is no such operator. */
export function operatorNamed(name: string): OperatorFunction | null {
  const parts = name.split(':');
  const base = parts.pop() ?? '';
  let found = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
  for (const part of parts.reverse()) {
    const decorator = Object.hasOwn(DECORATORS, part) ? DECORATORS[part] : undefined;
    const next = found;
    found = decorator && next && ((a, b) => decorator(a, b, next));
  }
  return found ?? null;
}
