import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relativeDistance, turnOf, type Turn } from '../../../src/core/rules/distance.js';
import { FACTS, isWholeFact } from '../../../src/core/rules/facts.js';
import { operatorNamed } from '../../../src/core/rules/operators.js';
import { relationOf } from '../../../src/core/rules/relation.js';
import type { FactValue } from '../../../src/core/rules/rule.js';
import { formatDay, parseDay } from '../../../src/core/units.js';

const AGE = 'stock.ageDaysOldest'; // whole
const VELOCITY = 'sales.velocity'; // with fractions

function turn(fact: string, factValue: FactValue, operator: string, value: unknown): Turn {
  const result = operatorNamed(operator)!(factValue, value);
  return turnOf(fact, factValue, relationOf(operator, factValue, value), value, result);
}
const distance = (...of: Parameters<typeof turn>) => turn(...of).distance;

describe('how far a comparison is from turning', () => {
  it('age 28 where more than 30 is asked: 3 more', () => {
    const expected = { direction: 'up', by: 3, isWhole: true, isBeyond: false };
    expect(turn(AGE, 28, 'greaterThan', 30)).toEqual({ needs: 'more-than', distance: expected });
  });

  it('age 28 where at least 30 is asked: 2 more; where less than 20 is: 9 less', () => {
    expect(distance(AGE, 28, 'greaterThanInclusive', 30)).toMatchObject({ direction: 'up', by: 2 });
    expect(distance(AGE, 28, 'lessThan', 20)).toMatchObject({ direction: 'down', by: 9 });
    expect(distance(AGE, 28, 'lessThanInclusive', 20)).toMatchObject({ direction: 'down', by: 8 });
  });

  it('one that holds: how far until it stops', () => {
    // 74 > 30 stops at 30
    expect(turn(AGE, 74, 'greaterThan', 30)).toMatchObject({
      needs: 'at-most',
      distance: { direction: 'down', by: 44 },
    });
    // 74 <= 90 stops at 91
    expect(distance(AGE, 74, 'lessThanInclusive', 90)).toMatchObject({ direction: 'up', by: 17 });
  });

  it('a fact with fractions: more than the gap, or just the gap where the limit itself is enough', () => {
    const gap = { direction: 'up', by: 0.5, isWhole: false };
    expect(distance(VELOCITY, 1.5, 'greaterThan', 2)).toEqual({ ...gap, isBeyond: true });
    expect(distance(VELOCITY, 1.5, 'greaterThanInclusive', 2)).toEqual({ ...gap, isBeyond: false });
    expect(distance(VELOCITY, 2, 'greaterThan', 2)).toEqual({ ...gap, by: 0, isBeyond: true });
  });

  it('a limit between two whole numbers is passed with the next one', () => {
    expect(distance(AGE, 28, 'greaterThan', 30.5)?.by).toBe(3); // 31
    expect(distance(AGE, 28, 'lessThan', 20.5)?.by).toBe(8); // 20
    expect(distance(AGE, 28, 'equal', 30.5)).toBeNull(); // it never gets there
  });

  it('equality of numbers: as far as the number; from an equal one any other value will do', () => {
    expect(distance(AGE, 28, 'equal', 30)).toMatchObject({ direction: 'up', by: 2 });
    expect(distance(AGE, 28, 'notEqual', 20)).toMatchObject({ direction: 'down', by: 8 });
    expect(turn(AGE, 28, 'equal', 28)).toEqual({ needs: 'other-than', distance: null });
  });

  it('days are counted in days', () => {
    // 22 November to 1 December: 9 days
    const day = '2026-11-22';
    expect(distance('calendar.day', day, 'greaterThanInclusive', '2026-12-01')).toMatchObject({
      direction: 'up',
      by: 9,
    });
    expect(distance('calendar.day', day, 'lessThan', '2026-11-22')).toMatchObject({ direction: 'down', by: 1 });
    expect(distance('product.sku', day, 'equal', '2026-12-01')).toBeNull();
  });

  it('a null on the right of an ordering counts as 0', () => {
    expect(distance('channel.price', 900, 'lessThan', null)).toMatchObject({ direction: 'down', by: 901 });
  });

  it('no number tells it of what is not known, of texts, lists and decorated operators', () => {
    expect(turn(AGE, null, 'greaterThan', 30)).toEqual({ needs: 'more-than', distance: null });
    expect(turn('product.category', 'Kopi', 'in', ['Teh'])).toEqual({ needs: 'one-of', distance: null });
    expect(distance('product.tags', ['a'], 'contains', 'b')).toBeNull();
    expect(distance('product.tags', ['a'], 'someFact:equal', 'b')).toBeNull();
    expect(distance(AGE, 5, 'lessThan', 'Infinity')).toBeNull();
    expect(distance(VELOCITY, -1.7e308, 'greaterThan', 1.7e308)).toBeNull(); // beyond what a number can say
  });
});

const ORDERINGS = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const operator = fc
  .tuple(fc.constantFrom('', '', '', 'not:', 'swap:', 'swap:not:'), fc.constantFrom(...ORDERINGS, 'equal', 'notEqual'))
  .map((parts) => parts.join(''));
/** Eighths and quarters: sums and differences of these are exact. */
const eighths = fc.integer({ min: -320, max: 320 }).map((n) => n / 8);
const LITTLE = 1 / 1024;

describe('the stated distance is the least that turns it, by the operator itself', () => {
  it('of a fact that is whole', () => {
    fc.assert(
      fc.property(operator, fc.integer({ min: -40, max: 40 }), eighths, (name, from, limit) => {
        const run = operatorNamed(name)!;
        const result = run(from, limit);
        const turns = (by: number): boolean => run(from + by, limit) !== result;
        const found = distance(AGE, from, name, limit);
        const nearest = [...Array(200).keys()].find((by) => turns(by) || turns(-by));
        if (found === null) {
          // Either any other number turns it, or none does.
          expect([1, undefined]).toContain(nearest);
          return;
        }
        expect(found).toMatchObject({ by: nearest, isWhole: true, isBeyond: false });
        expect(turns(found.direction === 'up' ? found.by : -found.by)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('of a fact with fractions', () => {
    fc.assert(
      fc.property(
        operator,
        eighths,
        eighths,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (name, from, limit, share) => {
          const run = operatorNamed(name)!;
          const result = run(from, limit);
          const found = distance(VELOCITY, from, name, limit);
          if (found === null) {
            expect(from).toBe(limit);
            expect(run(from + LITTLE, limit)).toBe(!result);
            return;
          }
          const turns = (by: number): boolean => run(from + by * (found.direction === 'up' ? 1 : -1), limit) !== result;
          expect(turns(found.by)).toBe(!found.isBeyond);
          if (found.isBeyond) expect(turns(found.by + LITTLE)).toBe(true);
          if (found.by > 0) {
            expect(turns(found.by * share * 0.999)).toBe(false);
            expect(turns(found.by - LITTLE)).toBe(false);
            expect(turns(-found.by)).toBe(false);
          }
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('of any two doubles: the limit itself turns it, or what lies beyond does', () => {
    const double = fc.double({ min: -1e307, max: 1e307, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...ORDERINGS), double, double, (name, from, limit) => {
        const run = operatorNamed(name)!;
        const found = distance(VELOCITY, from, name, limit)!;
        expect(run(limit, limit) !== run(from, limit)).toBe(!found.isBeyond);
        // At the limit itself: a "less" that holds ends above it, one that does not begins below it.
        const isUp = limit === from ? /^less/.test(name) === run(from, limit) : limit > from;
        expect(found.direction).toBe(isUp ? 'up' : 'down');
        expect(found.by).toBe(Math.abs(limit - from));
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a day', () => {
    const day = fc.integer({ min: 20_000, max: 20_060 }).map(formatDay);
    fc.assert(
      fc.property(fc.constantFrom(...ORDERINGS, 'equal'), day, day, (name, from, limit) => {
        const run = operatorNamed(name)!;
        const found = distance('calendar.day', from, name, limit);
        const turns = (by: number): boolean => run(formatDay(parseDay(from)! + by), limit) !== run(from, limit);
        const nearest = [...Array(100).keys()].find((by) => turns(by) || turns(-by));
        if (found === null) expect([name, from]).toEqual(['equal', limit]);
        else expect(found.by).toBe(nearest);
      }),
    );
  });
});

describe('the distance in proportion', () => {
  it('is the gap over the larger of both values, so that days and money can be ranked together', () => {
    expect(relativeDistance(turn(AGE, 28, 'greaterThan', 30), 28, 30)).toBe(3 / 30);
    expect(relativeDistance(turn('channel.price', 100_000, 'lessThan', 90_001), 100_000, 90_001)).toBe(0.1);
    expect(relativeDistance(turn(VELOCITY, 2, 'greaterThan', 2), 2, 2)).toBe(0);
    expect(relativeDistance(turn(AGE, 0, 'greaterThan', 0), 0, 0)).toBe(1); // 1 more, from nothing
    expect(relativeDistance(turn(AGE, null, 'greaterThan', 30), null, 30)).toBe(1);
  });

  it('never leaves 0 to 1', () => {
    fc.assert(
      fc.property(operator, eighths, eighths, (name, from, limit) => {
        const relative = relativeDistance(turn(VELOCITY, from, name, limit), from, limit);
        expect(relative).toBeGreaterThanOrEqual(0);
        expect(relative).toBeLessThanOrEqual(1);
      }),
    );
  });
});

it('a number fact is whole unless it is known to have fractions', () => {
  // From the meaning of each: averages, expectations and rates per day are computed, the rest is counted or rounded.
  const numbers = FACTS.filter(({ type }) => type === 'number').map(({ name }) => name);
  expect(numbers.filter((name) => !isWholeFact(name))).toEqual([
    'stock.ageDaysAverage',
    'sales.velocity',
    'channelSales.velocity',
    'demand.elasticity',
    'demand.expectedUnits30',
    'cut.expectedUnits',
  ]);
  expect(isWholeFact('channel.code') || isWholeFact('no.suchFact')).toBe(false);
  for (const { name, example } of FACTS) if (isWholeFact(name)) expect(Number.isInteger(example)).toBe(true);
});
