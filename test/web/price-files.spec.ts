import { describe, expect, it } from 'vitest';
import type { PriceFileView } from '../../src/contract/price-files.js';
import { hasChanged } from '../../web/pages/feed/price-files/has-changed.js';

const file = (state: PriceFileView['state'], counts: Partial<PriceFileView['counts']>) => {
  const none = { set: 3, stop: 0, open: 0, applied: 0, refused: 0, outdated: 0, leftOut: 1, unexpected: 1 };
  return { state, counts: { ...none, ...counts } };
};

describe('a price file is offered for download', () => {
  it('as long as the server gives it out', () => {
    expect(hasChanged(file('new', { open: 3 }))).toBe(false);
    // Some of it is confirmed: whoever lost the file may have it again.
    expect(hasChanged(file('exported', { open: 1, applied: 1, refused: 1 }))).toBe(false);
  });

  it('not with a price that has changed, nor unseen with one that is answered already', () => {
    expect(hasChanged(file('exported', { open: 2, outdated: 1 }))).toBe(true);
    expect(hasChanged(file('new', { open: 2, applied: 1 }))).toBe(true);
    expect(hasChanged(file('new', { open: 2, refused: 1 }))).toBe(true);
  });
});
