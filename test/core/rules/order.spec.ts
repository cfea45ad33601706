import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movesBetween, movesInTurn } from '../../../src/core/rules/order.js';

const reordering = fc
  .integer({ min: 0, max: 7 })
  .map((size) => 'abcdefg'.slice(0, size).split(''))
  .chain((keys) =>
    fc.tuple(fc.constant(keys), fc.shuffledSubarray(keys, { minLength: keys.length, maxLength: keys.length })),
  );

describe('moves between two orders', () => {
  it('are one where one thing moved, also over the whole length', () => {
    expect(movesBetween(['a', 'b', 'c', 'd'], ['b', 'c', 'd', 'a'])).toEqual([{ key: 'a', from: 0, to: 3 }]);
    expect(movesBetween(['a', 'b', 'c', 'd'], ['d', 'a', 'b', 'c'])).toEqual([{ key: 'd', from: 3, to: 0 }]);
  });

  it('are none where nothing moved', () => {
    expect(movesBetween(['a', 'b'], ['a', 'b'])).toEqual([]);
    expect(movesBetween([], [])).toEqual([]);
  });

  it('taken in turn bring the one into the other', () => {
    fc.assert(
      fc.property(reordering, ([before, after]) => {
        const now = [...before];
        for (const { key, from, to } of movesInTurn(before, after)) {
          expect(now.splice(from, 1)).toEqual([key]);
          now.splice(to, 0, key);
        }
        expect(now).toEqual(after);
      }),
    );
  });

  it('are as few as any: a longest part that keeps its order stays (all parts tried)', () => {
    fc.assert(
      fc.property(reordering, ([before, after]) => {
        let longest = 0;
        for (let mask = 0; mask < 2 ** after.length; mask++) {
          const places = after.filter((_, i) => mask & (1 << i)).map((key) => before.indexOf(key));
          if (places.every((place, i) => i === 0 || places[i - 1]! < place)) longest = Math.max(longest, places.length);
        }
        expect(movesBetween(before, after)).toHaveLength(after.length - longest);
      }),
    );
  });
});
