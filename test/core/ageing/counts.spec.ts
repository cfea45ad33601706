import { describe, expect, it } from 'vitest';
import { resolveCounts } from '../../../src/core/ageing/counts.js';

const row = (day: number, location: string, onHand: number) => ({ day, location, onHand });

describe('counts of several locations', () => {
  it('one location stands for the product', () => {
    expect(resolveCounts([row(3, '', 5), row(7, '', 2)])).toEqual({ day: [3, 7], onHand: [5, 2], partialDays: [] });
  });

  it('all locations of a day add up', () => {
    const counts = resolveCounts([row(3, 'Bekasi', 5), row(3, 'Jakarta', 2)]);
    expect(counts).toEqual({ day: [3], onHand: [7], partialDays: [] });
  });

  it('a day that leaves a known location out says nothing of the whole', () => {
    const counts = resolveCounts([row(3, 'A', 5), row(3, 'B', 2), row(4, 'B', 1), row(5, 'A', 5), row(5, 'B', 1)]);
    expect(counts).toEqual({ day: [3, 5], onHand: [7, 6], partialDays: [4] });
  });

  it('a location that was last counted empty is empty still', () => {
    const counts = resolveCounts([row(3, 'A', 0), row(3, 'B', 2), row(4, 'B', 1)]);
    expect(counts).toEqual({ day: [3, 4], onHand: [2, 1], partialDays: [] });
  });

  it('a location that appears later does not change what earlier days said', () => {
    const counts = resolveCounts([row(3, 'A', 5), row(4, 'B', 2), row(6, 'A', 5), row(6, 'B', 2)]);
    expect(counts).toEqual({ day: [3, 6], onHand: [5, 7], partialDays: [4] });
  });

  it('rows in any order give the same', () => {
    const rows = [row(6, 'B', 2), row(3, 'A', 5), row(6, 'A', 5), row(4, 'B', 2)];
    expect(resolveCounts(rows)).toEqual(resolveCounts([...rows].reverse()));
    expect(resolveCounts(rows)).toEqual({ day: [3, 6], onHand: [5, 7], partialDays: [4] });
  });

  it('no rows give no counts', () => {
    expect(resolveCounts([])).toEqual({ day: [], onHand: [], partialDays: [] });
  });
});
