import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesCursor, readChangesCursor, readSnapshotCursor, snapshotCursor } from '../../../src/core/feed/cursor.js';

const isBad = expect.objectContaining({ code: 'bad-cursor', kind: 'invalid' }) as Error;

describe('a cursor', () => {
  it('leads back to its place, whatever channel and number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 31 - 1 }),
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        (channel, seq) => {
          expect(readChangesCursor(changesCursor(channel, seq), channel)).toBe(seq);
          expect(readSnapshotCursor(snapshotCursor(channel, seq), channel)).toBe(seq);
        },
      ),
    );
  });

  it('is refused for another channel, another list, and when it is not whole', () => {
    const cursor = changesCursor(3, 41);
    expect(() => readChangesCursor(cursor, 4)).toThrow(isBad);
    expect(() => readSnapshotCursor(cursor, 3)).toThrow(isBad);
    expect(() => readChangesCursor(snapshotCursor(3, 41), 3)).toThrow(isBad);
    for (const length of [0, 1, cursor.length - 1])
      expect(() => readChangesCursor(cursor.slice(0, length), 3)).toThrow(isBad);
  });

  it('is refused when any one character was changed', () => {
    const cursor = changesCursor(3, 41);
    for (let at = 0; at < cursor.length; at++) {
      const other = cursor[at] === 'A' ? 'B' : 'A';
      expect(() => readChangesCursor(cursor.slice(0, at) + other + cursor.slice(at + 1), 3)).toThrow(isBad);
    }
  });

  it('is refused when it is garbage', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(() => readChangesCursor(text, 3)).toThrow(isBad);
      }),
    );
    const plain = Buffer.from('c.3.41.0').toString('base64url');
    expect(() => readChangesCursor(plain, 3)).toThrow(isBad);
  });
});
