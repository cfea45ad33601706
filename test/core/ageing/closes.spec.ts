import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closesOf } from '../../../src/core/ageing/closes.js';
import { replay } from '../../../src/core/ageing/ledger.js';
import { storyOf } from './shop.js';

describe('units on hand at the close of each day', () => {
  it('are what came less what went; a count is the truth of its day', () => {
    const movements = storyOf({
      receipts: [
        [3, 10],
        [6, 5],
      ],
      sales: [
        [4, 2],
        [5, 1, 1],
        [8, 4],
      ],
      counts: [[7, 12]],
    });
    // 10, 10 - 2, 8 - 1 + 1, 8 + 5, counted 12, 12 - 4
    expect(closesOf(movements, 1, 9)).toEqual([null, null, 10, 8, 8, 13, 12, 8, 8]);
    expect(closesOf(movements, 7, 8)).toEqual([12, 8]);
  });

  it('are not known before the first receipt or count, though something was sold', () => {
    const movements = storyOf({ sales: [[2, 3]], counts: [[4, 0]] });
    expect(closesOf(movements, 1, 5)).toEqual([null, null, null, 0, 0]);
    expect(closesOf(storyOf({}), 1, 2)).toEqual([null, null]);
  });

  it('go below nothing where more was sold than was known to be there', () => {
    expect(closesOf(storyOf({ receipts: [[1, 2]], sales: [[2, 5]] }), 1, 3)).toEqual([2, -3, -3]);
  });

  it('are those of the books on every single day', () => {
    const day = fc.integer({ min: 1, max: 20 });
    const few = fc.nat(9);
    const story = fc.record({
      receipts: fc.array(fc.tuple(day, few), { maxLength: 6 }),
      sales: fc.array(fc.tuple(day, few, fc.nat(3)), { maxLength: 12 }),
      counts: fc.uniqueArray(fc.tuple(day, few), { maxLength: 4, selector: ([on]) => on }),
    });
    fc.assert(
      fc.property(story, (told) => {
        const movements = storyOf(told);
        closesOf(movements, 1, 20).forEach((close, i) => {
          if (close !== null) expect(close).toBe(replay(movements, i + 1).onHand);
        });
      }),
    );
  });
});
