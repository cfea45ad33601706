import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descending } from '../../../src/core/demand/descending.js';

describe('places from the largest value down', () => {
  it('by hand', () => {
    expect([...descending(Float64Array.of(1, -2, 30, 0, -0, 0.5, Infinity, -Infinity, 30))]).toEqual([
      6, 2, 8, 0, 5, 3, 4, 1, 7,
    ]);
    expect([...descending(new Float64Array())]).toEqual([]);
  });

  it('are those of a comparing sort, which is stable', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 }))), (values) => {
        const places = values
          .map((_, at) => at)
          .sort((one, other) => (values[one]! < values[other]! ? 1 : values[one]! > values[other]! ? -1 : 0));
        expect([...descending(Float64Array.from(values))]).toEqual(places);
      }),
      { numRuns: 50 },
    );
  });
});
