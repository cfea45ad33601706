import { describe, expect, it } from 'vitest';
import type { EntryKind, PriceEntry } from '../../../src/core/feed/entry.js';
import { phaseOf, stopEntry } from '../../../src/core/feed/make-entry.js';
import { makeRoom } from '../../../src/core/feed/make-room.js';

const NOW = 1_000;
function entry(kind: EntryKind, startsAt: number, endsAt: number | null, id = 1): PriceEntry {
  return {
    id,
    kind,
    state: 'active',
    revision: 1,
    startsAt,
    endsAt,
    expiresAt: endsAt ?? 9_000,
    revertPrice: 100,
  } as PriceEntry;
}
const told = (active: PriceEntry[], kind: EntryKind, startsAt: number, endsAt: number | null) => {
  const room = makeRoom(active, { kind, startsAt, endsAt }, NOW);
  return {
    end: room.end.map(({ entry: { id }, reason }) => `${id} ${reason}`),
    shorten: room.shorten.map(({ id }) => id),
    endsAt: room.endsAt,
  };
};

describe('room for a new price', () => {
  it('that begins now: the running discount is replaced', () => {
    expect(told([entry('discount', 500, 5_000)], 'discount', NOW, 4_000)).toEqual({
      end: ['1 replaced'],
      shorten: [],
      endsAt: 4_000,
    });
  });

  it('that begins later: the running discount ends there, so that there is no gap', () => {
    expect(told([entry('discount', 500, 5_000)], 'discount', 2_000, 4_000)).toEqual({
      end: [],
      shorten: [1],
      endsAt: 4_000,
    });
  });

  it('leaves alone what ends before it or begins after it (ends are exclusive)', () => {
    const others = [entry('discount', 500, 2_000, 1), entry('discount', 4_000, 6_000, 2)];
    expect(told(others, 'discount', 2_000, 4_000)).toEqual({ end: [], shorten: [], endsAt: 4_000 });
  });

  it('replaces a planned discount that begins within it', () => {
    expect(told([entry('discount', 3_000, 5_000)], 'discount', 2_000, 4_000).end).toEqual(['1 replaced']);
  });

  it('ends what is over already, by the way', () => {
    expect(told([entry('discount', 500, NOW)], 'voucher', NOW, 4_000).end).toEqual(['1 over']);
  });

  it('for a voucher: stays on the running discount, replaces other vouchers and bundles, yields to a planned discount', () => {
    const active = [
      entry('discount', 500, 5_000, 1),
      entry('voucher', 500, 5_000, 2),
      entry('bundle', 500, 5_000, 3),
      entry('discount', 3_500, 6_000, 4),
    ];
    expect(told(active, 'voucher', NOW, 4_000)).toEqual({
      end: ['2 replaced', '3 replaced'],
      shorten: [],
      endsAt: 3_500,
    });
  });

  it('for a discount: ends vouchers too, which were reckoned on another price', () => {
    expect(told([entry('voucher', 500, 5_000)], 'discount', NOW, 4_000).end).toEqual(['1 replaced']);
  });

  it('for a return to the base price: all that runs is ended, what is planned stays', () => {
    const active = [
      entry('discount', 500, 5_000, 1),
      entry('voucher', 500, null, 2),
      entry('discount', 6_000, 7_000, 3),
    ];
    expect(told(active, 'base', NOW, null)).toEqual({ end: ['1 restored', '2 restored'], shorten: [], endsAt: 6_000 });
  });
});

describe('an entry by the clock', () => {
  it('is live from its start, inclusive, to its end, exclusive', () => {
    const one = entry('discount', 1_000, 2_000);
    expect([999, 1_000, 1_999, 2_000].map((now) => phaseOf(one, now))).toEqual(['scheduled', 'live', 'live', 'ended']);
  });

  it('keeps of its window what it ran, and nothing when it never began', () => {
    expect(stopEntry(entry('discount', 500, 5_000), 'withdrawn', NOW, 90)).toMatchObject({
      state: 'withdrawn',
      revision: 2,
      endsAt: NOW,
      revertPrice: 90,
    });
    expect(stopEntry(entry('discount', 2_000, 5_000), 'withdrawn', NOW, null)).toMatchObject({
      startsAt: 2_000,
      endsAt: 2_000,
      revertPrice: 100,
    });
    // Late: it ended when it was to end, not when somebody noticed.
    expect(stopEntry(entry('discount', 500, 800), 'ended', NOW, null).endsAt).toBe(800);
  });
});
