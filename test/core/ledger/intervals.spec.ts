import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerOf, type LedgerFacts, type LedgerInterval } from '../../../src/core/ledger/intervals.js';
import type { Order, Word } from '../../../src/core/ledger/runs.js';
import { lowestBetween, lowestPriceBefore } from '../../../src/core/ledger/lowest-price.js';
import { DAY_MS } from '../../../src/core/units.js';

const day = (n: number): number => n * DAY_MS;
const base = (from: number, price: number, importId: number | null = null) => ({ since: day(from), price, importId });
const seen = (from: number, to: number, price: number) => ({ since: day(from), until: day(to), price });
const word = (status: Word['status'], at: number, appliedPrice: number | null = null): Word => ({
  ...{ status, appliedPrice, at: day(at), revision: 1 },
});
const cut = (from: number, to: number | null, price: number, ...words: Word[]): Order => ({
  ...{ id: from, kind: 'discount', price, startsAt: day(from), endsAt: to === null ? null : day(to), words },
});

/** `from-to price cause`, in days; `..` goes on. */
const lines = (ledger: LedgerInterval[]): string[] =>
  ledger.map(({ from, to, price, cause }) => `${from / DAY_MS}-${to === null ? '..' : to / DAY_MS} ${price} ${cause}`);
const ledger = (facts: Partial<LedgerFacts>): string[] =>
  lines(ledgerOf({ bases: [base(0, 100)], orders: [], sightings: [], ...facts }));

describe('the price ledger', () => {
  it('follows base prices and cuts by the clock, and says where each came from', () => {
    expect(ledger({ bases: [base(0, 100), base(20, 110, 7)], orders: [cut(5, 10, 80)] })).toEqual([
      '0-5 100 base',
      '5-10 80 entry',
      '10-20 100 base',
      '20-.. 110 import',
    ]);
  });

  it('has nothing before the first price on record', () => {
    expect(ledger({ bases: [] })).toEqual([]);
    expect(ledger({ bases: [base(3, 100)], orders: [cut(1, 2, 80)] })).toEqual(['1-2 80 entry', '3-.. 100 base']);
  });

  it('leaves out a cut that a job refused, until one says that it is there', () => {
    expect(ledger({ orders: [cut(5, 10, 80, word('rejected', 5))] })).toEqual(['0-.. 100 base']);
    expect(ledger({ orders: [cut(5, 10, 80, word('skipped', 4), word('applied', 7))] })).toEqual([
      '0-7 100 base',
      '7-10 80 entry',
      '10-.. 100 base',
    ]);
    expect(ledger({ orders: [cut(5, 10, 80, word('applied', 4), word('rejected', 7))] })[1]).toBe('5-10 80 entry');
  });

  it('leaves out a cut that was taken back within ten minutes, unless a job may have put it up', () => {
    const tenMinutes = day(5) + 600_000;
    const taken = (endsAt: number, ...words: Word[]): Order => ({
      ...cut(5, 6, 80, ...words),
      endsAt,
      isTakenBack: true,
    });
    expect(ledger({ orders: [taken(tenMinutes - 1)] })).toEqual(['0-.. 100 base']);
    expect(ledger({ orders: [taken(tenMinutes - 1, word('reverted', 7))] })).toHaveLength(1);
    expect(ledger({ orders: [taken(tenMinutes)] })).toHaveLength(3);
    for (const status of ['applied', 'unknown'] as const) {
      expect(ledger({ orders: [taken(tenMinutes - 1, word(status, 5))] })).toHaveLength(3);
    }
    expect(ledger({ orders: [{ ...cut(5, 6, 80), endsAt: tenMinutes - 1 }] })).toHaveLength(3);
  });

  it('ends a cut where a job took it down, and begins it again where one put it back', () => {
    expect(ledger({ orders: [cut(5, 20, 80, word('applied', 5), word('reverted', 8), word('applied', 12))] })).toEqual([
      '0-5 100 base',
      '5-8 80 entry',
      '8-12 100 base',
      '12-20 80 entry',
      '20-.. 100 base',
    ]);
  });

  it('takes equal sightings apart where a job told of another price in between', () => {
    // Two cuts at one price: the first was over at 10, and a job said so at 11. Nobody looked until the second ran.
    const cuts = (told: number | null) => [
      cut(5, 10, 80, word('applied', 5), word('reverted', 11, told)),
      cut(20, 30, 80),
    ];
    expect(ledger({ orders: cuts(100), sightings: [seen(5, 21, 80)] })).toEqual([
      '0-5 100 base',
      '5-10 80 entry',
      '10-20 100 base',
      '20-30 80 entry',
      '30-.. 100 base',
    ]);
    expect(ledger({ orders: cuts(80), sightings: [seen(5, 21, 80)] })[2]).toBe('10-20 80 observed');
  });

  it('takes the price that was really applied', () => {
    expect(ledger({ orders: [cut(5, 10, 79, word('applied', 6, 80))] })[1]).toBe('5-10 80 entry');
  });

  it('holds a price that a job saw until something later is known', () => {
    expect(ledger({ sightings: [seen(3, 6, 90)], orders: [cut(10, 12, 80)] })).toEqual([
      '0-3 100 base',
      '3-10 90 observed',
      '10-12 80 entry',
      '12-.. 100 base',
    ]);
    // Seen at the old price after the cut should have begun, then applied.
    expect(ledger({ sightings: [seen(4, 6, 100)], orders: [cut(5, 10, 80, word('applied', 8))] })).toEqual([
      '0-5 100 base',
      '5-8 100 observed',
      '8-10 80 entry',
      '10-.. 100 base',
    ]);
    expect(ledger({ sightings: [seen(2, 4, 100)] })).toEqual(['0-.. 100 base']);
  });

  it('does not let a cut above the base price raise it', () => {
    expect(ledger({ bases: [base(0, 100), base(6, 70)], orders: [cut(5, 10, 80)] })).toEqual([
      '0-5 100 base',
      '5-6 80 entry',
      '6-.. 70 base',
    ]);
  });
});

/** Small shops of 60 days in which everything happens at the start of a day, some of it at once. */
const someDay = fc.integer({ min: 0, max: 60 });
const price = fc.integer({ min: 6, max: 12 }).map((n) => n * 10);
const someWord = fc.record({
  status: fc.constantFrom<Word['status'][]>('applied', 'rejected', 'skipped', 'reverted', 'unknown'),
  at: someDay.map(day),
  revision: fc.integer({ min: 1, max: 2 }),
  appliedPrice: fc.option(price),
});
const facts: fc.Arbitrary<LedgerFacts> = fc.record({
  bases: fc.uniqueArray(
    fc.tuple(someDay, price).map(([from, p]) => base(from, p)),
    { maxLength: 4, selector: ({ since }) => since },
  ),
  orders: fc
    .array(
      fc.record({
        kind: fc.constantFrom<Order['kind'][]>('discount', 'discount', 'base'),
        price,
        startsAt: someDay.map(day),
        endsAt: fc.option(someDay.map(day)),
        words: fc.array(someWord, { maxLength: 3 }),
      }),
      { maxLength: 4 },
    )
    .map((orders) => orders.map((order, i) => ({ ...order, id: i + 1 }))),
  sightings: fc
    .uniqueArray(fc.tuple(someDay, fc.integer({ min: 0, max: 3 }), price), { maxLength: 4, selector: ([from]) => from })
    .map((rows) => {
      const sorted = rows.sort(([a], [b]) => a - b);
      return sorted.map(([from, length, p], i) => {
        const to = Math.min(from + length, sorted[i + 1]?.[0] ?? Infinity);
        return seen(from, to, p);
      });
    }),
});

/** The same price found the slow way, by asking every fact about one day. */
function priceOn(at: number, { bases, orders, sightings }: LedgerFacts): { price: number | null; cutPrice: boolean } {
  let running: { price: number; startsAt: number; id: number } | null = null;
  const told: number[] = bases.map(({ since }) => since);
  for (const order of orders) {
    const end = order.endsAt ?? Infinity;
    const rank = ['unknown', 'skipped', 'rejected', 'applied', 'reverted'];
    const words = [...order.words].sort(
      (a, b) =>
        a.at - b.at ||
        a.revision - b.revision ||
        rank.indexOf(a.status) - rank.indexOf(b.status) ||
        (a.appliedPrice ?? 0) - (b.appliedPrice ?? 0),
    );
    if (order.kind === 'base' && end !== order.startsAt) told.push(order.startsAt);
    for (const { status, at: when } of words) {
      if (status === 'reverted' || (status === 'applied' && when < end)) told.push(Math.max(when, order.startsAt));
    }
    if (order.kind === 'base') continue;
    const first = words.find(({ status }) => ['applied', 'reverted', 'skipped', 'rejected'].includes(status));
    const applied = words.find(({ status }) => status === 'applied');
    /** On a day: the price of the cut, or null. Of words up to the day; the first applied price reaches back to the start. */
    const on = (time: number): number | null => {
      if (time < order.startsAt || time >= end) return null;
      const until = words.filter(({ at: when }) => Math.min(Math.max(when, order.startsAt), end) <= time);
      let isOn = first === undefined || !['skipped', 'rejected'].includes(first.status);
      let paid = order.price;
      let wasApplied = false;
      if (isOn && applied !== undefined && first === applied) paid = applied.appliedPrice ?? order.price;
      for (const { status, appliedPrice } of until) {
        if (status === 'applied') {
          isOn = true;
          paid = appliedPrice ?? order.price;
          wasApplied = true;
        } else if (status === 'reverted') isOn = false;
        else if (status !== 'unknown' && !wasApplied) isOn = false;
      }
      return isOn ? paid : null;
    };
    // What is put there, changed or taken down is told of.
    for (let d = 0; d <= 61; d++) if (d > 0 && on(day(d)) !== on(day(d - 1)) && day(d) <= at) told.push(day(d));
    if (on(0) !== null) told.push(0);
    const mine = on(at);
    const isLater =
      running === null ||
      order.startsAt > running.startsAt ||
      (order.startsAt === running.startsAt && order.id > running.id);
    if (mine !== null && isLater) running = { price: mine, startsAt: order.startsAt, id: order.id };
  }
  const basePrice = bases.filter(({ since }) => since <= at).sort((a, b) => b.since - a.since)[0]?.price ?? null;
  const isCut = running !== null && (basePrice === null || running.price < basePrice);
  const believed = isCut ? running!.price : basePrice;
  // A run in which a job told another price was seen at its ends only.
  const otherWords = orders.flatMap(({ startsAt, words }) =>
    words.map((w) => ({ ...w, at: Math.max(w.at, startsAt) })),
  );
  const last = sightings
    .flatMap((run) => {
      const isOne = otherWords.every(
        (w) => (w.appliedPrice ?? run.price) === run.price || w.at <= run.since || w.at >= run.until,
      );
      const ends = [run.since, run.until].map((end) => ({ since: end, until: end }));
      return (isOne ? [run] : ends).map((part) => ({ ...part, price: run.price, begin: run.since }));
    })
    .filter(({ since }) => since <= at)
    .sort((a, b) => b.since - a.since || b.begin - a.begin)[0];
  const lastTold = Math.max(-Infinity, ...told.filter((when) => when <= at));
  const isSeen = last !== undefined && Math.min(last.until, at) >= lastTold;
  return { price: isSeen ? last.price : believed, cutPrice: isCut };
}

const shuffled = <T>(rows: T[], seed: number): T[] =>
  rows
    .map((row, i) => [row, (i * 7919 + seed * 104_729) % 31] as const)
    .sort((a, b) => a[1] - b[1])
    .map(([row]) => row);

describe('every price ledger', () => {
  it('is in order, does not overlap, and has on each day the price that a scan of all facts finds', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const found = ledgerOf(each);
        found.forEach(({ from, to }, i) => {
          const next = found[i + 1];
          expect(from < (to ?? Infinity) && (to ?? Infinity) <= (next?.from ?? Infinity)).toBe(true);
        });
        if (each.bases.length > 0) expect(found.at(-1)!.to).toBeNull();
        for (let d = 0; d <= 61; d++) {
          const here = found.find(({ from, to }) => from <= day(d) && day(d) < (to ?? Infinity));
          const slow = priceOn(day(d), each);
          expect([d, here?.price ?? null, (here?.entryId ?? null) !== null]).toEqual([
            d,
            slow.price,
            slow.price !== null && slow.cutPrice,
          ]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('does not depend on the order in which its facts came', () => {
    fc.assert(
      fc.property(facts, fc.nat(1000), ({ bases, orders, sightings }, seed) => {
        const other = {
          bases: shuffled(bases, seed),
          orders: shuffled(orders, seed).map((order) => ({ ...order, words: shuffled(order.words, seed + 1) })),
          sightings: shuffled(sightings, seed),
        };
        expect(ledgerOf(other)).toEqual(ledgerOf({ bases, orders, sightings }));
      }),
      { numRuns: 100 },
    );
  });

  it('gives the lowest price before a reduction that a scan of days gives', () => {
    fc.assert(
      fc.property(facts, someDay, price, fc.integer({ min: 1, max: 40 }), (each, start, next, days) => {
        const found = ledgerOf(each);
        const on = (d: number) => priceOn(day(d), each);
        // Back through the days of cuts, none cheaper than the one after it.
        let anchor = start;
        let least = next;
        for (let d = start - 1; d >= 0; d--) {
          const { price: then, cutPrice } = on(d);
          if (then === null || !cutPrice || then < least) break;
          [anchor, least] = [d, then];
        }
        const before: number[] = [];
        for (let d = Math.max(0, anchor - days); d < anchor; d++) before.push(on(d).price ?? Infinity);
        const lowest = Math.min(Infinity, ...before);
        const got = lowestPriceBefore(found, { startsAt: day(start), price: next }, days);
        expect([got.seriesFrom, got.lowest ?? Infinity]).toEqual([day(anchor), lowest]);
        expect(lowestBetween(found, day(anchor - days), day(anchor)) ?? Infinity).toBe(lowest);
      }),
      { numRuns: 100 },
    );
  });
});
