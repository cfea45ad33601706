import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  above,
  below,
  complement,
  contains,
  intersect,
  isEmpty,
  isWithin,
  overlaps,
  union,
  type Choice,
  type NumberSet,
  type ValueSet,
} from '../../../src/core/rules/reasoning/value-set.js';

const numbers = (isWhole: boolean, hasNull: boolean, ...ranges: number[]): NumberSet => ({ isWhole, hasNull, ranges });

describe('the next number', () => {
  it('is one further among whole numbers, from a fraction too', () => {
    expect([above(30, true), above(30.5, true), below(31, true), below(30.5, true)]).toEqual([31, 31, 30, 30]);
  });

  it('is the next double otherwise: nothing lies between', () => {
    // 1 + 2^-52 is the double after 1 (IEEE 754); -2^-1074 and 2^-1074 stand around 0
    expect(above(1, false)).toBe(1 + 2 ** -52);
    expect(below(1 + 2 ** -52, false)).toBe(1);
    expect([below(0, false), above(0, false)]).toEqual([-(2 ** -1074), 2 ** -1074]);
    expect(above(-(2 ** -1074), false)).toBe(0);
  });
});

describe('sets of numbers', () => {
  const domain = numbers(true, true, -10, 10);

  it('between 30 and 31 there is no whole number, but a fraction', () => {
    const from = (isWhole: boolean): NumberSet => numbers(isWhole, false, above(30, isWhole), Infinity);
    const upTo = (isWhole: boolean): NumberSet => numbers(isWhole, false, -Infinity, below(31, isWhole));
    expect(isEmpty(intersect(from(true), upTo(true)))).toBe(true);
    expect(isEmpty(intersect(from(false), upTo(false)))).toBe(false);
  });

  it('what touches becomes one range', () => {
    expect(union(numbers(true, false, 1, 3), numbers(true, false, 4, 6))).toEqual(numbers(true, false, 1, 6));
    expect(union(numbers(false, false, 1, 3), numbers(false, false, 4, 6))).toEqual(numbers(false, false, 1, 3, 4, 6));
  });

  it('what is not in a set is the rest of the domain, null included', () => {
    expect(complement(numbers(true, false, 1, 3), domain)).toEqual(numbers(true, true, -10, 0, 4, 10));
    expect(complement(numbers(true, true, -10, 10), domain)).toEqual(numbers(true, false));
  });
});

/** A set, and everything that can be asked about: what is in it, by a list. */
const WHOLE: (number | null)[] = [-3, -2, -1, 0, 1, 2, 3, 4, null];
const TEXTS: Choice[] = ['a', 'b', 'c', 'd', null];
const ofNumbers = fc.subarray(WHOLE).map((members): ValueSet => {
  const domain = numbers(true, true, -3, 4);
  const points = members.map((each): ValueSet =>
    each === null ? numbers(true, true) : numbers(true, false, each, each),
  );
  return points.reduce((all, point) => union(all, point), intersect(numbers(true, false), domain));
});
const ofTexts = fc
  .tuple(fc.boolean(), fc.subarray(TEXTS))
  .map(([isExcept, members]): ValueSet => ({ isExcept, members: new Set(members) }));

describe.each([
  ['numbers', ofNumbers, WHOLE, numbers(true, true, -3, 4)],
  ['texts', ofTexts, [...TEXTS, 'none of them'], { isExcept: true, members: new Set<Choice>() }],
] as [string, fc.Arbitrary<ValueSet>, (number | Choice)[], ValueSet][])('sets of %s', (_, sets, values, domain) => {
  it('answer as their members one by one do', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const inBoth = values.map((v) => contains(a, v) && contains(b, v));
        expect(values.map((v) => contains(intersect(a, b), v))).toEqual(inBoth);
        expect(values.map((v) => contains(union(a, b), v))).toEqual(
          values.map((v) => contains(a, v) || contains(b, v)),
        );
        expect(values.map((v) => contains(complement(a, domain), v))).toEqual(values.map((v) => !contains(a, v)));
        expect(overlaps(a, b)).toBe(inBoth.includes(true));
        expect(isWithin(a, b)).toBe(values.every((v) => !contains(a, v) || contains(b, v)));
        expect(isEmpty(a)).toBe(!values.some((v) => contains(a, v)));
      }),
    );
  });
});
