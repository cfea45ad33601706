import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberIndex } from '../../../src/db/bulk/number-index.js';

describe('NumberIndex', () => {
  it('gives places as a Map would, in the order of coming, however many keys there are', () => {
    const key = fc.oneof(
      fc.nat(20),
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      fc.nat(3_000).map((n) => n * 1_024),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 3_000 }), (keys) => {
        const index = new NumberIndex();
        const map = new Map<number, number>();
        for (const k of keys) {
          if (!map.has(k)) map.set(k, map.size);
          expect(index.add(k)).toBe(map.get(k));
        }
        expect(index.size).toBe(map.size);
        expect([...index.sortedKeys()]).toEqual([...map.keys()].sort((a, b) => a - b));
        for (const k of [...keys, 7, 2 ** 40]) expect(index.find(k)).toBe(map.get(k) ?? -1);
        index.clear();
        expect([index.size, index.find(keys[0] ?? 1)]).toEqual([0, -1]);
      }),
      { numRuns: 50 },
    );
  });
});
