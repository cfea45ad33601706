import { describe, expect, it } from 'vitest';
import { replay } from '../../../src/core/ageing/ledger.js';
import { reportOn, staleLimit, type AgeingPolicy, type AgeingProduct } from '../../../src/core/ageing/report.js';
import { storyOf, type Story } from './shop.js';

const policy: AgeingPolicy = {
  staleAfterDays: 30,
  staleAfterDaysByCategory: { fashion: 60 },
  flagMinShareBp: 0,
  flagMinValue: 0,
  bucketEdgesDays: [30, 60, 90, 180],
};
const product: AgeingProduct = { category: null, cost: null, staleAfterDays: null };

function report(story: Story, asOf: number, own: Partial<AgeingProduct> = {}, rules: Partial<AgeingPolicy> = {}) {
  return reportOn(replay(storyOf(story), asOf), { ...product, ...own }, { ...policy, ...rules });
}

describe('the ageing report', () => {
  it('puts an age on the upper edge into the lower bucket', () => {
    // As of day 200: ages 0, 30, 31, 60, 61, 180, 181.
    const story: Story = { receipts: [200, 170, 169, 140, 139, 20, 19].map((day, i) => [day, 2 ** i, 10]) };
    expect(report(story, 200).buckets).toEqual([
      { from: 0, to: 30, units: 3, value: 30 },
      { from: 31, to: 60, units: 12, value: 120 },
      { from: 61, to: 90, units: 16, value: 160 },
      { from: 91, to: 180, units: 32, value: 320 },
      { from: 181, to: null, units: 64, value: 640 },
    ]);
  });

  it('calls 30 days fresh and 31 days stale', () => {
    const story: Story = { receipts: [[10, 4, 100]] };
    expect(report(story, 40)).toMatchObject({ ageDaysOldest: 30, staleUnits: 0, staleValue: 0, isFlagged: false });
    expect(report(story, 41)).toMatchObject({ ageDaysOldest: 31, staleUnits: 4, staleValue: 400, isFlagged: true });
  });

  it('weighs the average age by units and rounds it to a tenth', () => {
    // (1 x 40 + 2 x 5) / 3 = 16.666...
    const result = report({ receipts: [[10, 1], [45, 2]] }, 50); // prettier-ignore
    expect(result).toMatchObject({
      ageDaysOldest: 40,
      ageDaysAverage: 16.7,
      ageDeciDaysAverage: 167,
      ageDaysYoungest: 5,
    });
  });

  it('takes the stale limit of the product, else of its category, else of the policy', () => {
    expect(staleLimit({ category: 'fashion', staleAfterDays: 10 }, policy)).toBe(10);
    expect(staleLimit({ category: 'fashion', staleAfterDays: null }, policy)).toBe(60);
    expect(staleLimit({ category: 'toys', staleAfterDays: null }, policy)).toBe(30);
    expect(staleLimit({ category: 'constructor', staleAfterDays: null }, policy)).toBe(30);
    expect(staleLimit({ category: null, staleAfterDays: null }, policy)).toBe(30);
  });

  it('values a layer at its own cost, else the product cost', () => {
    const story: Story = { receipts: [[1, 2, 100], [2, 3, null]] }; // prettier-ignore
    expect(report(story, 50, { cost: 70 })).toMatchObject({
      staleValue: 410,
      stockValue: 410,
      unvaluedUnits: 0,
      marks: [],
    });
  });

  it('says how many units it could not value instead of guessing', () => {
    const story: Story = { receipts: [[1, 2, 100], [2, 3, null]] }; // prettier-ignore
    const result = report(story, 50);
    expect(result).toMatchObject({ staleUnits: 5, staleValue: 200, unvaluedUnits: 3, marks: ['unknown-cost'] });
    expect(result.buckets[1]).toEqual({ from: 31, to: 60, units: 5, value: 200 });
  });

  it('flags by the least share and the least value that the policy asks for', () => {
    const story: Story = {
      receipts: [
        [1, 1, 100],
        [40, 3, 100],
      ],
    }; // 25 % stale on day 50 // prettier-ignore
    expect(report(story, 50).isFlagged).toBe(true);
    expect(report(story, 50, {}, { flagMinShareBp: 2500 }).isFlagged).toBe(true);
    expect(report(story, 50, {}, { flagMinShareBp: 2501 }).isFlagged).toBe(false);
    expect(report(story, 50, {}, { flagMinValue: 100 }).isFlagged).toBe(true);
    expect(report(story, 50, {}, { flagMinValue: 101 }).isFlagged).toBe(false);
  });

  it('flags stale units of unknown cost whatever value is asked for: unknown is not little', () => {
    expect(report({ receipts: [[1, 1]] }, 50, {}, { flagMinValue: 1_000_000 }).isFlagged).toBe(true);
  });

  it('has ages and values of nothing without stock', () => {
    const result = report({ receipts: [[1, 2]], sales: [[3, 2]] }, 50);
    expect(result).toMatchObject({
      onHand: 0,
      layers: [],
      ageDaysOldest: null,
      ageDaysAverage: null,
      ageDaysYoungest: null,
      staleUnits: 0,
      isFlagged: false,
      daysSinceLastSale: 47,
      daysSinceLastReceipt: 49,
      daysInStock30: 0,
      daysInStock90: 3,
    });
  });

  it('knows nothing of a product without movements', () => {
    expect(report({}, 50)).toMatchObject({
      onHand: 0,
      daysSinceLastSale: null,
      daysSinceLastReceipt: null,
      countDifference: null,
      marks: ['stock-unknown'],
    });
  });

  it('marks negative stock, partial counts and ages of unknown origin', () => {
    expect(report({ receipts: [[1, 1]], sales: [[2, 3]] }, 5)).toMatchObject({ onHand: -2, marks: ['negative-stock'] });
    const counted: Story = { counts: [[1, 4, 'A'], [1, 1, 'B'], [3, 2, 'A']] }; // prettier-ignore
    expect(report(counted, 5, { cost: 1 })).toMatchObject({
      onHand: 5,
      ageIsAtLeast: true,
      oldestIsAtLeast: true,
      marks: ['partial-counts', 'age-at-least'],
    });
  });

  it('drops the mark of unknown origin once those units are gone', () => {
    const story: Story = { counts: [[1, 2]], receipts: [[5, 3]], sales: [[6, 1], [7, 1]] }; // prettier-ignore
    expect(report(story, 6)).toMatchObject({ ageIsAtLeast: true, oldestIsAtLeast: true });
    expect(report(story, 7)).toMatchObject({ ageIsAtLeast: false, oldestIsAtLeast: false, ageDaysOldest: 2 });
  });

  it('counts days in stock over the last 30 and 90 days, the as-of day included', () => {
    // In stock on days 100 to 110 and from 190 on; as of 200 the windows begin on 171 and 111.
    const story: Story = { receipts: [[100, 1], [190, 1]], sales: [[110, 1]] }; // prettier-ignore
    expect(report(story, 200)).toMatchObject({ daysInStock30: 11, daysInStock90: 11 });
    expect(report(story, 199)).toMatchObject({ daysInStock30: 10, daysInStock90: 11 }); // day 110 is the first of 90
  });

  it('tells the last count against the books before it', () => {
    const story: Story = { receipts: [[1, 10]], sales: [[2, 3]], counts: [[3, 6], [9, 8]] }; // prettier-ignore
    expect(report(story, 5).countDifference).toBe(-1);
    expect(report(story, 9).countDifference).toBe(2);
  });
});
