import { describe, expect, it } from 'vitest';
import { driftOf, type Order } from '../../../src/core/feed/drift.js';

const BASE = 100_000;
const [START, END] = [1_000, 9_000];

/** A discount to 80,000 that runs from 1,000 to 9,000 and that a job said at 1,500 to have applied. */
function order(entry: Partial<Order['entry']> = {}, ack: Partial<NonNullable<Order['ack']>> | null = {}): Order {
  return {
    entry: {
      kind: 'discount',
      state: 'active',
      revision: 1,
      price: 80_000,
      startsAt: START,
      endsAt: END,
      expiresAt: END,
      expectedCurrentPrice: BASE,
      revert: 'restorePrice',
      ...entry,
    },
    ack: ack === null ? null : { status: 'applied', revision: 1, appliedPrice: null, at: 1_500, ...ack },
  };
}

const seen = (price: number, at: number, since = at) => ({ price, at, since });

describe('drift, where nothing of ours was ever', () => {
  it('is any price but the base price, since it was first seen', () => {
    expect(driftOf(seen(100_000, 500), null, BASE, 600)).toBeNull();
    expect(driftOf(seen(95_000, 500, 300), null, BASE, 600)).toEqual({
      kind: 'outside-edit',
      ours: 100_000,
      theirs: 95_000,
      since: 300,
      seenAt: 500,
    });
  });

  it('is not told where we know no price, or saw none', () => {
    expect(driftOf(seen(95_000, 500), null, null, 600)).toBeNull();
    expect(driftOf(null, null, BASE, 600)).toBeNull();
  });
});

describe('drift, while our price runs', () => {
  it('is not applied where the channel shows what it did before, and an outside edit where it shows anything else', () => {
    expect(driftOf(seen(80_000, 2_000), order(), BASE, 3_000)).toBeNull();
    expect(driftOf(seen(100_000, 2_000, 0), order(), BASE, 3_000)).toMatchObject({ kind: 'not-applied', since: 1_500 });
    expect(driftOf(seen(79_000, 2_500, 2_000), order(), BASE, 3_000)).toEqual({
      kind: 'outside-edit',
      ours: 80_000,
      theirs: 79_000,
      since: 2_000,
      seenAt: 2_500,
    });
  });

  it('is not told from a price that was seen before the job had done its work', () => {
    expect(driftOf(seen(100_000, 1_400), order(), BASE, 3_000)).toBeNull();
    expect(driftOf(seen(70_000, 1_499), order(), BASE, 3_000)).toBeNull();
  });

  it('waits for the job: until it has answered, the old price is as good as the new one, but no third', () => {
    for (const ack of [null, { revision: 0 }, { status: 'unknown' as const }]) {
      expect(driftOf(seen(100_000, 2_000), order({}, ack), BASE, 3_000)).toBeNull();
      expect(driftOf(seen(80_000, 2_000), order({}, ack), BASE, 3_000)).toBeNull();
      expect(driftOf(seen(90_000, 2_000), order({}, ack), BASE, 3_000)).toMatchObject({ kind: 'outside-edit' });
    }
  });

  it('takes the base price for one that waits where the price planned before it was taken back', () => {
    const stepped = { expectedCurrentPrice: 90_000 };
    expect(driftOf(seen(100_000, 2_000), order(stepped, null), BASE, 3_000)).toBeNull();
    expect(driftOf(seen(100_000, 2_000), order(stepped), BASE, 3_000)).toMatchObject({ kind: 'outside-edit' });
  });

  it('holds a refused one against the price before it', () => {
    const refused = order({}, { status: 'rejected' });
    expect(driftOf(seen(100_000, 2_000), refused, BASE, 3_000)).toBeNull();
    expect(driftOf(seen(90_000, 2_000), refused, BASE, 3_000)).toMatchObject({ kind: 'outside-edit', ours: 100_000 });
  });

  it('follows the applied price of an acknowledgement until something newer is seen', () => {
    const rounded = order({}, { appliedPrice: 80_500 });
    expect(driftOf(null, rounded, BASE, 3_000)).toMatchObject({ theirs: 80_500, since: 1_500 });
    expect(driftOf(seen(80_000, 1_400), rounded, BASE, 3_000)).toMatchObject({ theirs: 80_500 });
    expect(driftOf(seen(80_000, 1_600), rounded, BASE, 3_000)).toBeNull();
  });

  it('of a planned price begins with its window', () => {
    const planned = order({}, { at: 200, appliedPrice: 80_500 });
    expect(driftOf(null, planned, BASE, 3_000)).toMatchObject({ theirs: 80_500, since: START });
  });
});

describe('drift, when our price is over', () => {
  it('is told at once where the channel ends it by itself', () => {
    const over = order({ revert: 'nativeEnd', state: 'ended', revision: 2 });
    expect(driftOf(seen(100_000, 9_500), over, BASE, 10_000)).toBeNull();
    expect(driftOf(seen(80_000, 9_500, 1_600), over, BASE, 10_000)).toMatchObject({
      kind: 'not-applied',
      ours: 100_000,
      since: END,
    });
    expect(driftOf(seen(80_000, 8_999, 1_600), over, BASE, 10_000)).toBeNull();
  });

  it('waits for the job that must put the price back, and is told when it says that it has', () => {
    for (const entry of [{ state: 'ended' as const, revision: 2 }, { state: 'active' as const }]) {
      expect(driftOf(seen(80_000, 9_500), order(entry), BASE, 10_000)).toBeNull();
    }
    const withdrawn = order({ state: 'withdrawn', revision: 2, revert: 'nativeEnd', endsAt: 4_000 });
    expect(driftOf(seen(80_000, 4_500), withdrawn, BASE, 5_000)).toBeNull();
    const done = order(
      { state: 'withdrawn', revision: 2, endsAt: 4_000 },
      { status: 'reverted', revision: 2, at: 4_200 },
    );
    expect(driftOf(seen(80_000, 4_500), done, BASE, 5_000)).toMatchObject({ kind: 'not-applied', since: 4_500 });
    expect(driftOf(seen(100_000, 4_500), done, BASE, 5_000)).toBeNull();
  });
});
