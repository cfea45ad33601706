import { describe, expect, it } from 'vitest';
import { lawFindings, type PriceLaw } from '../../../src/core/approval/price-law.js';
import { ZoneClock } from '../../../src/core/intake/zone.js';
import { ledgerOf, type LedgerFacts } from '../../../src/core/ledger/intervals.js';
import { DAY_MS, parseDay } from '../../../src/core/units.js';

const START = parseDay('2026-03-01')!;
/** Midnight in Jakarta, `n` days after 1 March 2026. */
const day = (n: number): number => new ZoneClock('Asia/Jakarta').instantOf(START + n, 0);
const base = (from: number, price: number) => ({ since: day(from), price, importId: null });
const cut = (from: number, to: number, price: number) => ({
  ...{ id: from, kind: 'discount' as const, price, startsAt: day(from), endsAt: day(to), words: [] },
});
const found = (law: PriceLaw, facts: Partial<LedgerFacts>, at: number, listPrice = 100_000, price = 70_000) =>
  lawFindings(
    law,
    ledgerOf({ bases: [], orders: [], sightings: [], ...facts }),
    { startsAt: day(at), price, listPrice },
    { currency: { code: 'IDR', scale: 0 }, clock: new ZoneClock('Asia/Jakarta') },
  );
const ID: PriceLaw = { profile: 'ID', days: 30 };
const EU: PriceLaw = { profile: 'EU', days: 30 };
const steady = { bases: [base(0, 100_000)] };

describe('the Indonesian law on discounts', () => {
  it('has nothing against a cut from a price that has stood', () => {
    expect(found(ID, steady, 40)).toEqual([]);
    expect(found(ID, {}, 40)).toEqual([]);
  });

  it('blocks a cut after the base price was raised, and says when it would do', () => {
    const raised = { bases: [base(0, 90_000), base(20, 100_000)] };
    const [finding] = found(ID, raised, 40);
    expect(finding).toEqual({
      code: 'base-price-raised',
      effect: 'blocks',
      limit: 90_000,
      sentence: {
        // The lower price ended on 21 March; 30 days later is 20 April.
        id: 'Harga dasar naik dari Rp 90.000 menjadi Rp 100.000 kurang dari 30 hari sebelum potongan; menaikkan harga sebelum obral dilarang (UU 8/1999 pasal 11 huruf f). Kembalikan harga dasarnya, atau mulai sejak 20 April 2026.',
        en: 'The base price was raised from Rp 90,000 to Rp 100,000 less than 30 days before the reduction; raising a price before a sale is forbidden (UU 8/1999, article 11 f). Put the base price back, or begin on 20 April 2026 or later.',
      },
    });
    expect(found(ID, raised, 49)).toHaveLength(1);
    expect(found(ID, raised, 50)).toEqual([]);
    expect(found({ ...ID, days: 7 }, raised, 40)).toEqual([]);
  });

  it('sees that it was raised while the reduction ran', () => {
    const raised = { bases: [base(0, 100_000), base(45, 120_000)], orders: [cut(40, 50, 80_000)] };
    expect(found(ID, raised, 50, 120_000)).toMatchObject([{ code: 'base-price-raised', limit: 100_000 }]);
    // The series keeps its anchor: waiting within it does not help, so that no day is named.
    expect(found(ID, raised, 50, 120_000)[0]!.sentence.en).toMatch(/Put the base price back\.$/);
  });

  it('does not mind a base price that was lowered', () => {
    expect(found(ID, { bases: [base(0, 120_000), base(30, 100_000)] }, 40)).toEqual([]);
  });

  it('warns where the price was lower before, but not of the steps of one markdown', () => {
    const before = { ...steady, orders: [cut(10, 20, 80_000)] };
    expect(found(ID, before, 30)).toMatchObject([{ code: 'above-lowest-price', effect: 'warns', limit: 80_000 }]);
    expect(found(ID, before, 50)).toEqual([]);
    expect(found(ID, { ...steady, orders: [cut(40, 50, 80_000)] }, 50)).toEqual([]);
  });
});

describe('the European law on discounts', () => {
  it('blocks a crossed-out price above the lowest one of the 30 days before', () => {
    const before = { ...steady, orders: [cut(40, 50, 80_000)] };
    const [finding] = found(EU, before, 60);
    expect(finding).toMatchObject({ code: 'false-reference-price', effect: 'blocks', limit: 80_000 });
    // The cut ended with 19 April; 30 days later is 20 May.
    expect(finding!.sentence.en).toBe(
      'The crossed-out price of Rp 100,000 is above the lowest price of the 30 days before the reduction, which was Rp 80,000. Make Rp 80,000 the base price, or begin on 20 May 2026 or later.',
    );
    expect(found(EU, before, 79)).toHaveLength(1);
    expect(found(EU, before, 80)).toEqual([]);
    expect(found(EU, before, 60, 80_000)).toEqual([]);
  });

  it('lets a markdown in steps go on from the price before the first of them', () => {
    expect(found(EU, { ...steady, orders: [cut(40, 50, 90_000), cut(50, 60, 80_000)] }, 60)).toEqual([]);
  });

  it('counts a lower price that a job saw on the channel', () => {
    const sightings = [{ since: day(50), until: day(52), price: 85_000 }];
    const [finding] = found(EU, { ...steady, sightings }, 60);
    expect(finding).toMatchObject({ code: 'false-reference-price', limit: 85_000 });
    expect(finding!.sentence.id).toMatch(/Jadikan Rp 85\.000 harga dasar\.$/); // it still holds: no day can be named
  });

  it('warns where not all of the 30 days are on record', () => {
    expect(found(EU, steady, 29)).toMatchObject([{ code: 'short-price-record', effect: 'warns' }]);
    expect(found(EU, steady, 30)).toEqual([]);
    expect(found(EU, {}, 30)).toMatchObject([{ code: 'short-price-record' }]);
  });

  it('looks back further where the shop wants it', () => {
    const before = { ...steady, orders: [cut(40, 50, 80_000)] };
    expect(found({ ...EU, days: 60 }, before, 100)).toHaveLength(1);
    expect(day(1) - day(0)).toBe(DAY_MS);
  });
});
