import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../../src/core/ledger/intervals.js';
import { noteSighting } from '../../../src/core/ledger/note-sighting.js';

const run = (since: number, until: number, price: number): Sighting => ({ since, until, price });
const known = [run(10, 30, 90), run(50, 60, 80)];

describe('a price that a job saw', () => {
  it('begins a run, or makes one longer', () => {
    expect(noteSighting([], { at: 5, price: 90 })).toEqual([run(5, 5, 90)]);
    expect(noteSighting(known, { at: 40, price: 90 })).toEqual([run(10, 40, 90)]);
    expect(noteSighting(known, { at: 70, price: 75 })).toEqual([run(70, 70, 75)]);
    expect(noteSighting(known, { at: 5, price: 70 })).toEqual([run(5, 5, 70)]);
  });

  it('changes nothing where it is known', () => {
    for (const at of [10, 20, 30]) expect(noteSighting(known, { at, price: 90 })).toEqual([]);
  });

  it('parts the run in which it falls late', () => {
    expect(noteSighting(known, { at: 20, price: 70 })).toEqual([run(10, 20, 90), run(20, 20, 70), run(30, 30, 90)]);
  });

  it('counts as the lower of two prices told of one moment', () => {
    expect(noteSighting(known, { at: 10, price: 95 })).toEqual([]);
    expect(noteSighting(known, { at: 30, price: 95 })).toEqual([]);
    expect(noteSighting(known, { at: 10, price: 70 })).toEqual([run(10, 10, 70), run(30, 30, 90)]);
    expect(noteSighting(known, { at: 30, price: 70 })).toEqual([run(30, 30, 70)]);
  });
});
