import { expect, it } from 'vitest';
import { unpackNumbers } from '../../src/db/packed.js';

it('reads whole numbers as a database packs them, an empty place being null', () => {
  expect(unpackNumbers('0,-3,,9007199254740991', 4)).toEqual([0, -3, NaN, 9_007_199_254_740_991]);
  expect(unpackNumbers('', 1)).toEqual([NaN]);
});

it('refuses a column that a database has cut off', () => {
  expect(() => unpackNumbers('1,2,', 5)).toThrow('max_allowed_packet');
});
