import { describe, expect, it } from 'vitest';
import { comparisonSentence } from '../../src/core/comparison-sentence.js';
import { resultTrees, type ComparisonResult, type ConditionResult } from '../../src/core/rules/result-tree.js';
import type { Condition, Facts, FactValue, LeafCondition } from '../../src/core/rules/rule.js';
import { bareRule } from './rules/arbitrary.js';

const IDR = { code: 'IDR', scale: 0 };

async function comparisonOf(condition: Condition, facts: Facts): Promise<ComparisonResult> {
  let [node] = await resultTrees([bareRule(condition)], {}, facts);
  while (node!.kind !== 'comparison') node = node!.parts[0] as ConditionResult;
  return node as ComparisonResult;
}
const leaf = (fact: string, operator: string, value: unknown): Condition =>
  ({ fact, operator, value }) as LeafCondition;

async function said(fact: string, factValue: FactValue, operator: string, value: unknown, more: Facts = {}) {
  const facts = { ...more, [fact]: factValue };
  const comparison = await comparisonOf({ all: [leaf(fact, operator, value)] }, facts);
  return [comparisonSentence(comparison, IDR, 'id'), comparisonSentence(comparison, IDR, 'en')];
}
async function saidOfNot(fact: string, factValue: FactValue, operator: string, value: unknown) {
  const comparison = await comparisonOf({ not: leaf(fact, operator, value) }, { [fact]: factValue });
  return [comparisonSentence(comparison, IDR, 'id'), comparisonSentence(comparison, IDR, 'en')];
}

describe('a comparison in words', () => {
  it('days: what is short, and what is over', async () => {
    expect(await said('stock.ageDaysOldest', 28, 'greaterThan', 30)).toEqual([
      'Umur lapisan stok tertua 28 hari, perlu lebih dari 30: kurang 3 hari',
      'Age of the oldest layer is 28 days, needs more than 30: 3 days short',
    ]);
    expect(await said('stock.ageDaysOldest', 15, 'lessThanInclusive', 14)).toEqual([
      'Umur lapisan stok tertua 15 hari, perlu maksimal 14: lebih 1 hari',
      'Age of the oldest layer is 15 days, needs at most 14: 1 day over',
    ]);
  });

  it('one that holds: what would end it', async () => {
    expect(await said('stock.ageDaysOldest', 74, 'greaterThan', 30)).toEqual([
      'Umur lapisan stok tertua 74 hari, lebih dari 30: berakhir bila turun 44 hari',
      'Age of the oldest layer is 74 days, more than 30: ends with a fall of 44 days',
    ]);
  });

  it('things that are counted say their unit once', async () => {
    expect(await said('stock.onHand', 0, 'greaterThan', 0)).toEqual([
      'Unit yang ada 0, perlu lebih dari 0: kurang 1 unit',
      'Units on hand are 0, need more than 0: 1 unit short',
    ]);
  });

  it('money in the currency of the shop, and the other fact by its name', async () => {
    const other = { fact: 'competitor.lowestPrice' };
    const rival = { 'competitor.lowestPrice': 122_000 };
    expect(await said('channel.price', 120_000, 'greaterThan', other, rival)).toEqual([
      'Harga efektif sekarang di kanal ini Rp 120.000, perlu lebih dari Rp 122.000 (Harga pesaing terendah di kanal ini): kurang Rp 2.001',
      'Current effective price on this channel is Rp 120,000, needs more than Rp 122,000 (Lowest competitor price on this channel): Rp 2,001 short',
    ]);
    const comparison = await comparisonOf(
      { all: [leaf('channel.price', 'lessThan', 1000)] },
      { 'channel.price': 1250 },
    );
    expect(comparisonSentence(comparison, { code: 'GBP', scale: 2 }, 'en')).toBe(
      'Current effective price on this channel is £12.50, needs less than £10.00: £2.51 over',
    );
  });

  it('a null on the right of an ordering is told as the 0 that it counts as', async () => {
    expect(await said('channel.price', 900, 'lessThan', { fact: 'competitor.lowestPrice' })).toEqual([
      'Harga efektif sekarang di kanal ini Rp 900, perlu kurang dari 0 (Harga pesaing terendah di kanal ini tidak diketahui, dihitung 0): lebih Rp 901',
      'Current effective price on this channel is Rp 900, needs less than 0 (Lowest competitor price on this channel is not known and counts as 0): Rp 901 over',
    ]);
  });

  it('basis points as per cent, their difference in points', async () => {
    expect(await said('competitor.gapBp', 246, 'greaterThanInclusive', 300)).toEqual([
      'Harga kita terhadap pesaing terendah 2,46 %, perlu minimal 3 %: kurang 0,54 poin persen',
      'Our price against the lowest competitor is 2.46 %, needs at least 3 %: 0.54 percentage points short',
    ]);
  });

  it('fractions: more than the gap, and at the limit', async () => {
    expect(await said('stock.ageDaysAverage', 52.5, 'greaterThan', 60)).toEqual([
      'Umur rata-rata per unit 52,5 hari, perlu lebih dari 60: kurangnya di atas 7,5 hari',
      'Average age per unit is 52.5 days, needs more than 60: more than 7.5 days short',
    ]);
    expect(await said('stock.ageDaysAverage', 60, 'greaterThan', 60)).toEqual([
      'Umur rata-rata per unit 60 hari, perlu lebih dari 60: tepat di batas',
      'Average age per unit is 60 days, needs more than 60: exactly at the limit',
    ]);
    expect((await said('stock.ageDaysAverage', 60, 'greaterThanInclusive', 60))[1]).toBe(
      'Average age per unit is 60 days, at least 60: at the limit, ends with any fall',
    );
  });

  it('dates', async () => {
    expect(await said('calendar.day', '2026-11-22', 'greaterThanInclusive', '2026-12-01')).toEqual([
      'Hari analisis 2026-11-22, perlu pada atau sesudah 2026-12-01: 9 hari terlalu awal',
      'The as-of day is 2026-11-22, needs on or after 2026-12-01: 9 days too early',
    ]);
    expect(await said('calendar.day', '2026-11-22', 'lessThan', '2026-12-01')).toEqual([
      'Hari analisis 2026-11-22, sebelum 2026-12-01: berakhir 9 hari lagi',
      'The as-of day is 2026-11-22, before 2026-12-01: ends 9 days later',
    ]);
  });

  it('texts and lists', async () => {
    expect(await said('product.category', 'Kopi', 'in', ['Teh', 'Susu'])).toEqual([
      'Kategori produk Kopi, perlu salah satu dari Teh, Susu',
      'Category of the product is Kopi, needs one of Teh, Susu',
    ]);
    expect(await said('product.category', 'Kopi', 'equal', 'Kopi')).toEqual([
      'Kategori produk Kopi, seperti diminta',
      'Category of the product is Kopi, as asked',
    ]);
    expect(await said('product.tags', [], 'contains', 'musiman')).toEqual([
      'Label produk (daftar kosong), perlu memuat musiman',
      'Tags of the product are (an empty list), need to contain musiman',
    ]);
    const many = Array.from({ length: 12 }, (_, i) => `k${i}`);
    expect((await said('product.category', 'Kopi', 'in', many))[1]).toContain('k8, k9 and 2 more');
  });

  it('yes and no', async () => {
    expect(await said('calendar.isPayday', false, 'equal', true)).toEqual([
      'Masa gajian: tidak, perlu ya',
      'Pay-day period: no, needs to be yes',
    ]);
  });

  it('what is not known, and what has to be known', async () => {
    expect(await said('stock.ageDaysOldest', null, 'greaterThan', 30)).toEqual([
      'Umur lapisan stok tertua tidak diketahui, perlu lebih dari 30 hari',
      'Age of the oldest layer is not known, needs more than 30 days',
    ]);
    expect(await said('product.costKnown', false, 'equal', true)).toEqual([
      'Harga modal per unit tidak diketahui, perlu diketahui',
      'Unit cost is not known, needs to be known',
    ]);
    expect(await said('product.costKnown', false, 'equal', false)).toEqual([
      'Harga modal per unit tidak diketahui, seperti diminta',
      'Unit cost is not known, as asked',
    ]);
    expect((await said('stock.coverDays', 80, 'equal', null))[1]).toBe(
      'On hand over velocity is 80 days, needs to be unknown',
    );
    expect((await said('stock.coverDays', 80, 'notEqual', null))[1]).toBe(
      'On hand over velocity is 80 days, so it is known',
    );
  });

  it('inside `not` it is the opposite that is needed', async () => {
    expect(await saidOfNot('channel.code', 'website', 'in', ['website'])).toEqual([
      'Kode kanal website, perlu bukan salah satu dari website',
      'Code of the channel is website, needs none of website',
    ]);
    expect((await saidOfNot('channel.code', 'shopee', 'equal', 'website'))[1]).toBe(
      'Code of the channel is shopee, other than website',
    );
    expect((await saidOfNot('stock.onHand', 5, 'greaterThan', 3))[1]).toBe(
      'Units on hand are 5, need at most 3: 2 units over',
    );
    expect(await saidOfNot('stock.ageDaysOldest', null, 'greaterThan', 30)).toEqual([
      'Umur lapisan stok tertua tidak diketahui, jadi tidak lebih dari 30 hari',
      'Age of the oldest layer is not known, so not more than 30 days',
    ]);
  });

  it('operators that no word tells stand as the rule writes them; a fact of somebody else’s by its name', async () => {
    expect(await said('product.tags', ['a'], 'someFact:equal', 'b')).toEqual([
      'Label produk a, perlu memenuhi someFact:equal b',
      'Tags of the product are a, need to satisfy someFact:equal b',
    ]);
    expect((await said('weather', 'rain', 'equal', 'sun'))[1]).toBe('weather is rain, needs to be sun');
  });
});
