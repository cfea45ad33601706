import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endingBelow } from '../../../src/core/pricing/ending.js';
import { wholeEndings } from '../../../src/core/pricing/whole-money.js';
import { poundEndings, rupiahEndings } from './an-offer.js';

describe('price endings of a channel without decimals', () => {
  it('are those of the policy in a currency that has none', () => {
    expect(wholeEndings(rupiahEndings, 1)).toEqual(rupiahEndings);
  });

  it('keep what is whole, and take any whole unit where nothing is', () => {
    const mixed = [
      { below: 10_000, step: 100, endings: [0, 49, 99] },
      { below: null, step: 1000, endings: [499, 900, 999] },
    ];
    expect(wholeEndings(mixed, 100)).toEqual([
      { below: 10_000, step: 100, endings: [0] },
      { below: null, step: 1000, endings: [900] },
    ]);
    expect(wholeEndings(poundEndings, 100)).toEqual([{ below: null, step: 100, endings: [0] }]);
  });

  it('let no price with decimals through', () => {
    const bands = fc.constantFrom(poundEndings, [], [{ below: 5_000, step: 250, endings: [0, 99] }]);
    fc.assert(
      fc.property(bands, fc.integer({ min: 100, max: 1_000_000 }), (endings, price) => {
        expect(endingBelow(price, wholeEndings(endings, 100))! % 100).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});
