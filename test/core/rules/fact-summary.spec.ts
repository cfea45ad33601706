import { describe, expect, it } from 'vitest';
import { SUMMARY_LISTINGS_MAX, summariseFacts, type FactSummary } from '../../../src/core/rules/fact-summary.js';
import { createFactTable, FACTS } from '../../../src/core/rules/facts.js';
import type { FactTable } from '../../../src/core/rules/rule.js';

const of = (tables: FactTable[], name: string): FactSummary =>
  summariseFacts(tables).find((each) => each.name === name)!;

describe('the summary of the facts of a run', () => {
  it('has one line for every fact but the companions, which follow from the nulls', () => {
    const names = summariseFacts([createFactTable(1)]).map(({ name }) => name);
    expect(names).toEqual(FACTS.filter(({ knownOf }) => knownOf === null).map(({ name }) => name));
  });

  it('tells minimum, quartiles, maximum and how often a number is not known, over all tables', () => {
    const [one, other] = [createFactTable(3), createFactTable(4)];
    one.numbers['product.cost']!.set([4, NaN, 1]);
    other.numbers['product.cost']!.set([3, 2, NaN, 10]);
    // 1 2 3 4 10: simple-statistics takes the sorted value at ceil(5 p) for p that is no multiple of 1/5.
    expect(of([one, other], 'product.cost')).toEqual({
      ...{ name: 'product.cost', count: 7, nulls: 2, values: null },
      quartiles: { min: 1, q1: 2, median: 3, q3: 4, max: 10 },
    });
  });

  it('says that nothing is known where nothing is', () => {
    expect(of([createFactTable(2)], 'product.cost')).toMatchObject({ count: 2, nulls: 2, quartiles: null });
    expect(of([], 'product.cost')).toMatchObject({ count: 0, nulls: 0, quartiles: null });
  });

  it('counts texts, flags and what is in lists, most frequent first, equal ones by name', () => {
    const table = createFactTable(4);
    table.texts['product.category'] = ['kopi', 'teh', null, 'teh'];
    table.booleans['calendar.isPayday']!.set([1, 0, 2, 1]);
    table.lists['product.tags'] = [['b', 'a'], [], ['a'], null];
    expect(of([table], 'product.category')).toMatchObject({
      nulls: 1,
      values: {
        distinct: 2,
        top: [
          { value: 'teh', count: 2 },
          { value: 'kopi', count: 1 },
        ],
      },
    });
    expect(of([table], 'calendar.isPayday')).toMatchObject({ nulls: 1, values: { distinct: 2 } });
    expect(of([table], 'product.tags').values!.top).toEqual([
      { value: 'a', count: 2 },
      { value: 'b', count: 1 },
    ]);
  });

  it('picks listings evenly where there are many; minimum and maximum are of all', () => {
    const size = 3 * SUMMARY_LISTINGS_MAX;
    const table = createFactTable(size);
    table.numbers['stock.onHand']!.forEach((_, row, column) => (column[row] = row));
    const { quartiles } = of([table], 'stock.onHand');
    expect(quartiles).toMatchObject({ min: 0, max: size - 1 });
    expect(quartiles!.median / (size / 2)).toBeCloseTo(1, 3);
  });
});
