import { describe, expect, it } from 'vitest';
import type { FactView } from '../../../src/contract/rules-api';
import { FACTS } from '../../../src/core/rules/facts';
import {
  comparisonIn,
  leafOf,
  operatorsOf,
  withOperator,
  type Comparison,
} from '../../../web/pages/rules/editor/comparison';
import type { FactBook } from '../../../web/pages/rules/fact-words';

const list: FactView[] = FACTS.map((fact) => ({ ...fact, seen: null }));
const BOOK: FactBook = {
  list,
  byName: new Map(list.map((fact) => [fact.name, fact])),
  companionOf: new Map(list.flatMap((fact) => (fact.knownOf === null ? [] : [[fact.knownOf, fact]]))),
};
const age = (operator: string, value: unknown) => ({ fact: 'stock.ageDaysOldest', operator, value });

describe('a comparison in the form', () => {
  it.each([
    age('greaterThan', 60),
    age('in', [1, 2]),
    age('lessThan', { fact: 'stock.daysSinceLastSale' }),
    { fact: 'product.tags', operator: 'contains', value: 'ikon' },
    { fact: 'calendar.isPayday', operator: 'equal', value: true },
    { fact: 'channel.code', operator: 'notIn', value: ['shopee'] },
    { ...age('equal', 3), name: 'label', priority: 2 },
  ])('is written back as it was read: %j', (leaf) => {
    const shown = comparisonIn(leaf, BOOK);
    expect(shown).not.toBeNull();
    expect(leafOf(leaf, shown!, BOOK)).toEqual(leaf);
  });

  it('asks of what may be unknown whether it is known, whichever way the rule writes it', () => {
    const unknown = { fact: 'product.cost', operator: 'isUnknown', value: null };
    expect(comparisonIn({ fact: 'product.costKnown', operator: 'equal', value: false }, BOOK)).toEqual(unknown);
    expect(comparisonIn({ fact: 'product.costKnown', operator: 'notEqual', value: true }, BOOK)).toEqual(unknown);
    expect(comparisonIn({ fact: 'product.cost', operator: 'equal', value: null }, BOOK)).toEqual(unknown);
    expect(leafOf({}, unknown as Comparison, BOOK)).toEqual({
      fact: 'product.costKnown',
      operator: 'equal',
      value: false,
    });
  });

  it.each([
    age('not:greaterThan', 60),
    age('greaterThan', 'sixty'),
    age('contains', 'x'),
    age('in', 5),
    { fact: 'stock.nobodyKnows', operator: 'equal', value: 1 },
    { fact: 'product.costKnown', operator: 'in', value: [true] },
    { ...age('equal', { fact: 'stock.onHand', more: 1 }) },
  ])('that the form has no fields for is left to the JSON: %j', (leaf) => {
    expect(comparisonIn(leaf, BOOK)).toBeNull();
  });

  it('offers what goes with the type of its fact', () => {
    const of = (name: string) => operatorsOf(BOOK.byName.get(name)!);
    expect(of('product.tags')).toEqual(['contains', 'doesNotContain']);
    expect(of('stock.onHand')).not.toContain('isUnknown'); // always known
    expect(of('product.category')).toEqual(['equal', 'notEqual', 'in', 'notIn', 'isKnown', 'isUnknown']);
    expect(of('calendar.day')).toContain('greaterThan');
  });

  it('keeps its value under another operator where it fits', () => {
    const fact = BOOK.byName.get('stock.ageDaysOldest')!;
    const shown = comparisonIn(age('greaterThan', 60), BOOK)!;
    const list = withOperator(shown, 'in', fact);
    expect(list.value).toEqual([60]);
    expect(withOperator(list, 'lessThan', fact).value).toBe(60);
    expect(withOperator(shown, 'isKnown', fact).value).toBeNull();
  });
});
