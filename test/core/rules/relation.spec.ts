import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operatorNamed } from '../../../src/core/rules/operators.js';
import { opposite, relationOf, RELATIONS, type Relation } from '../../../src/core/rules/relation.js';

/** The words as a reader takes them. An ordering is of two numbers (null on the right: 0) or of two texts. */
function isSo(relation: Relation, a: unknown, b: unknown): boolean {
  const [left, right] = (typeof a === 'number' ? [a, Number(b)] : [a, b]) as [number, number];
  switch (relation) {
    case 'more-than':
      return a !== null && left > right;
    case 'at-least':
      return a !== null && left >= right;
    case 'less-than':
      return a !== null && left < right;
    case 'at-most':
      return a !== null && left <= right;
    case 'equal-to':
      return a === b;
    case 'other-than':
      return a !== b;
    case 'one-of':
      return (b as unknown[]).indexOf(a) >= 0;
    case 'none-of':
      return (b as unknown[]).indexOf(a) < 0;
    case 'containing':
      return Array.isArray(a) && a.indexOf(b) >= 0;
    case 'not-containing':
      return Array.isArray(a) && a.indexOf(b) < 0;
    case 'known':
      return a !== null;
    case 'not-known':
      return a === null;
    default:
      throw new Error('only the operator tells');
  }
}

const value = fc.constantFrom<unknown>(
  null,
  true,
  false,
  ...[0, -0, 1, 5, -3, 2.5, 1e9],
  ...['', '5', ' 7x', 'abc', 'Kopi', '2026-11-22', '2026-12-01', 'Infinity'],
);
const list = fc.array(value, { maxLength: 4 });
const operator = fc
  .tuple(
    fc.constantFrom('', '', '', 'not:', 'not:', 'swap:', 'not:swap:', 'someFact:'),
    fc.constantFrom(
      ...['equal', 'notEqual', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'],
      ...['in', 'notIn', 'contains', 'doesNotContain'],
    ),
  )
  .map((parts) => parts.join(''));

describe('the relation that an operator asks for', () => {
  it('is a plain word for the plain operators', () => {
    expect(relationOf('greaterThan', 28, 30)).toBe('more-than');
    expect(relationOf('lessThanInclusive', 28, 30)).toBe('at-most');
    expect(relationOf('lessThanInclusive', null, 30)).toBe('at-most');
    expect(relationOf('greaterThanInclusive', '2026-11-22', '2026-12-01')).toBe('at-least');
    expect(relationOf('equal', 'Kopi', 'Teh')).toBe('equal-to');
    expect(relationOf('equal', 80, null)).toBe('not-known');
    expect(relationOf('notEqual', 80, null)).toBe('known');
    expect(relationOf('in', 'Kopi', ['Teh'])).toBe('one-of');
    expect(relationOf('contains', ['musiman'], 'baru')).toBe('containing');
  });

  it('is the opposite inside `not:`, and the other way round inside `swap:`', () => {
    expect(relationOf('not:greaterThan', 28, 30)).toBe('at-most');
    expect(relationOf('not:in', 'Kopi', ['Teh'])).toBe('none-of');
    expect(relationOf('swap:greaterThan', 28, 30)).toBe('less-than'); // 30 > 28
    expect(relationOf('not:not:equal', 1, 2)).toBe('equal-to');
  });

  it('is left to the operator where no word says it', () => {
    expect(relationOf('someFact:equal', ['a'], 'a')).toBe('satisfying');
    expect(relationOf('in', 'a', 'abc')).toBe('satisfying'); // a part of a text
    expect(relationOf('not:greaterThan', null, 30)).toBe('satisfying'); // true, yet null is not "at most 30"
    expect(relationOf('lessThan', '5', 10)).toBe('satisfying'); // a text that passes as a number
    expect(relationOf('lessThan', 5, 'abc')).toBe('satisfying');
  });

  it('holds exactly where the operator does, and its opposite where it does not, on any values', () => {
    let told = 0;
    const runs = 20_000;
    fc.assert(
      fc.property(operator, fc.oneof(value, list), fc.oneof(value, list), (name, a, b) => {
        const relation = relationOf(name, a, b);
        if (relation === 'satisfying' || relation === 'not-satisfying') return;
        told += 1;
        const result = operatorNamed(name)!(a, b);
        expect(isSo(relation, a, b)).toBe(result);
        if (a !== null) expect(isSo(opposite(relation), a, b)).toBe(!result);
      }),
      { numRuns: runs },
    );
    expect(told / runs).toBeGreaterThan(0.2);
  });

  it('every relation is the opposite of its opposite', () => {
    for (const relation of RELATIONS) expect(opposite(opposite(relation))).toBe(relation);
  });
});
