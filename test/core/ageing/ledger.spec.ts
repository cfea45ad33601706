import { describe, expect, it } from 'vitest';
import { replay } from '../../../src/core/ageing/ledger.js';
import { storyOf, type Story } from './shop.js';

/** [receivedOn, quantity] per layer; a `+` after the day: at least that old. */
function layers(story: Story, asOf: number): [number | string, number][] {
  return replay(storyOf(story), asOf).layers.map((layer) => [
    layer.isAtLeast ? `${layer.receivedOn}+` : layer.receivedOn,
    layer.quantity,
  ]);
}

/** Days (1 = first of `days` ending asOf) on which the product was in stock, as a text of 0 and 1. */
function inStock(story: Story, asOf: number, days = asOf): string {
  return [...replay(storyOf(story), asOf, days).inStock].join('');
}

describe('receipts and sales', () => {
  it('a receipt opens a layer with its day, quantity and unit cost', () => {
    const result = replay(storyOf({ receipts: [[10, 5, 700]] }), 12);
    expect(result.layers).toEqual([{ receivedOn: 10, quantity: 5, unitCost: 700, isAtLeast: false }]);
    expect(result).toMatchObject({ onHand: 5, lastReceiptOn: 10, lastSaleOn: null, countDifference: null });
  });

  it('a sale eats the oldest layer first', () => {
    const story: Story = { receipts: [[1, 5], [4, 5]], sales: [[6, 7]] }; // prettier-ignore
    expect(layers(story, 6)).toEqual([[4, 3]]);
  });

  it('goods that come and go on one day are there to be sold', () => {
    expect(replay(storyOf({ receipts: [[3, 5]], sales: [[3, 5]] }), 3)).toMatchObject({ onHand: 0, layers: [] });
  });

  it('a sale beyond stock leaves a negative balance, which a later receipt fills first', () => {
    const story: Story = { receipts: [[1, 2], [5, 10]], sales: [[3, 5]] }; // prettier-ignore
    expect(replay(storyOf(story), 4)).toMatchObject({ onHand: -3, layers: [] });
    expect(replay(storyOf(story), 5).onHand).toBe(7);
    expect(layers(story, 5)).toEqual([[5, 7]]);
  });

  it('on one day the cheaper units leave first, and those of unknown cost last, in whatever order they came', () => {
    const receipts: Story['receipts'] = [[1, 2, null], [1, 2, 900], [1, 2, 700], [1, 1, 900]]; // prettier-ignore
    const costs = replay(storyOf({ receipts, sales: [[2, 3]] }), 2).layers.map((l) => [l.unitCost, l.quantity]);
    expect(costs).toEqual([[900, 2], [null, 2]]); // prettier-ignore
  });

  it('what happens after the as-of day is not read', () => {
    const story: Story = { receipts: [[1, 5], [9, 5]], sales: [[10, 3]], counts: [[11, 0]] }; // prettier-ignore
    expect(layers(story, 8)).toEqual([[1, 5]]);
  });
});

describe('returns', () => {
  it('a return goes back to the layer it was last taken from, so stock does not look new', () => {
    // 5 of day 1 and 2 of day 40 are sold on day 50; the last 2 taken were of day 40, the third of day 1.
    const story: Story = { receipts: [[1, 5], [40, 5]], sales: [[50, 7], [60, 0, 3]] }; // prettier-ignore
    expect(layers(story, 59)).toEqual([[40, 3]]);
    expect(layers(story, 60)).toEqual([[1, 1], [40, 5]]); // prettier-ignore
  });

  it('the latest sale is undone first, even when an older sale took from a younger layer', () => {
    // Day 20: 2 of day 1. Day 21: the return brings 1 back to day 1. Day 22: it is sold again. Day 23: 1 returned: day 1.
    const story: Story = { receipts: [[1, 2], [10, 5]], sales: [[20, 4], [21, 0, 3], [22, 1], [23, 0, 1]] }; // prettier-ignore
    expect(layers(story, 21)).toEqual([[1, 1], [10, 5]]); // prettier-ignore
    expect(layers(story, 22)).toEqual([[10, 5]]);
    expect(layers(story, 23)).toEqual([[1, 1], [10, 5]]); // prettier-ignore
  });

  it('units sold beyond stock belong to the receipt that filled them, earliest sale first', () => {
    // 4 sold without stock; day 5 brings 3 of them, day 8 the fourth and 9 more. Returns: 1 of day 8, then of day 5.
    const story: Story = { receipts: [[5, 3], [8, 10]], sales: [[2, 4], [9, 0, 1], [10, 0, 2]] }; // prettier-ignore
    expect(layers(story, 8)).toEqual([[8, 9]]);
    expect(layers(story, 9)).toEqual([[8, 10]]);
    expect(layers(story, 10)).toEqual([[5, 2], [8, 10]]); // prettier-ignore
  });

  it('a return while the balance is negative undoes the sale beyond stock', () => {
    const story: Story = { receipts: [[1, 1]], sales: [[2, 4], [3, 0, 2], [4, 0, 2]] }; // prettier-ignore
    expect(replay(storyOf(story), 3)).toMatchObject({ onHand: -1, layers: [] });
    expect(layers(story, 4)).toEqual([[1, 1]]);
  });

  it('a return on the day of its own sale, with no sale before, is set off against it', () => {
    const story: Story = { receipts: [[1, 10]], sales: [[1, 3, 1]] };
    expect(layers(story, 1)).toEqual([[1, 8]]);
  });

  it('a return that exceeds all known sales takes the day of the oldest layer ever seen, at least', () => {
    const story: Story = { firstStockedOn: 2, receipts: [[5, 4], [9, 4]], sales: [[6, 4], [20, 0, 5]] }; // prettier-ignore
    expect(layers(story, 20)).toEqual([['5+', 1], [5, 4], [9, 4]]); // prettier-ignore
  });

  it('without any layer it takes the day the product was first stocked, else its own day', () => {
    expect(layers({ firstStockedOn: 3, sales: [[20, 0, 1]] }, 25)).toEqual([['3+', 1]]);
    expect(layers({ firstStockedOn: 30, sales: [[20, 0, 1]] }, 25)).toEqual([['20+', 1]]);
    expect(layers({ sales: [[20, 0, 1]] }, 25)).toEqual([['20+', 1]]);
  });
});

describe('counts', () => {
  it('a count below the books eats the oldest units', () => {
    const story: Story = { receipts: [[1, 5], [4, 5]], counts: [[6, 3]] }; // prettier-ignore
    expect(layers(story, 6)).toEqual([[4, 3]]);
    expect(replay(storyOf(story), 6)).toMatchObject({ countDifference: -7, lastCountOn: 6, totals: { shrunk: 7 } });
  });

  it('a count above the books opens a layer of that day, of unknown cost', () => {
    const story: Story = { receipts: [[1, 5, 100]], counts: [[6, 8]] };
    expect(replay(storyOf(story), 6).layers).toEqual([
      { receivedOn: 1, quantity: 5, unitCost: 100, isAtLeast: false },
      { receivedOn: 6, quantity: 3, unitCost: null, isAtLeast: false },
    ]);
  });

  it('a count equal to the books changes nothing', () => {
    const story: Story = { receipts: [[1, 5]], sales: [[3, 2]], counts: [[6, 3]] };
    expect(layers(story, 6)).toEqual([[1, 3]]);
    expect(replay(storyOf(story), 6).countDifference).toBe(0);
  });

  it('is taken at the close: after the sales of its day', () => {
    expect(layers({ receipts: [[1, 5]], sales: [[6, 2]], counts: [[6, 3]] }, 6)).toEqual([[1, 3]]);
  });

  it('the first one without receipts opens a layer of the day the product was first stocked, at least that old', () => {
    expect(layers({ firstStockedOn: 2, counts: [[10, 4]] }, 10)).toEqual([['2+', 4]]);
    expect(layers({ counts: [[10, 4]] }, 10)).toEqual([['10+', 4]]);
  });

  it('a later one that finds more opens an ordinary layer', () => {
    expect(layers({ counts: [[10, 4], [15, 6]] }, 15)).toEqual([['10+', 4], [15, 2]]); // prettier-ignore
  });

  it('the first one after a receipt is an ordinary one', () => {
    expect(layers({ firstStockedOn: 1, receipts: [[8, 3]], counts: [[10, 4]] }, 10)).toEqual([[8, 3], [10, 1]]); // prettier-ignore
  });

  it('the first one discards a negative balance from sales before it; what was sold came from the same unknown stock', () => {
    const story: Story = { firstStockedOn: 2, sales: [[5, 6], [12, 0, 2]], counts: [[10, 4]] }; // prettier-ignore
    expect(layers(story, 10)).toEqual([['2+', 4]]);
    expect(replay(storyOf(story), 10)).toMatchObject({ countDifference: 10, totals: { found: 10, sold: 6 } });
    expect(layers(story, 12)).toEqual([['2+', 6]]);
  });

  it('a later count sets a negative balance right with found units', () => {
    const story: Story = { receipts: [[1, 2]], sales: [[3, 5]], counts: [[6, 1]] };
    expect(layers(story, 6)).toEqual([[6, 1]]);
    expect(replay(storyOf(story), 6).countDifference).toBe(4);
  });

  it('units lost in a count are not what customers return', () => {
    // 2 sold of day 1, 3 of day 1 lost, 1 returned: it is one of the 2.
    const story: Story = { receipts: [[1, 5], [4, 5]], sales: [[5, 2], [8, 0, 1]], counts: [[6, 5]] }; // prettier-ignore
    expect(layers(story, 8)).toEqual([[1, 1], [4, 5]]); // prettier-ignore
  });

  it('a count of only some locations changes nothing and is told', () => {
    const story: Story = { receipts: [[1, 9]], counts: [[3, 5, 'A'], [3, 4, 'B'], [6, 2, 'A'], [9, 1, 'A']] }; // prettier-ignore
    expect(layers(story, 6)).toEqual([[1, 9]]);
    expect(replay(storyOf(story), 5).partialCounts).toBe(0);
    expect(replay(storyOf(story), 6).partialCounts).toBe(1);
    expect(replay(storyOf(story), 9).partialCounts).toBe(2);
  });

  it('a transfer that is counted at both ends keeps the age', () => {
    const story: Story = { receipts: [[1, 9]], counts: [[3, 9, 'A'], [6, 4, 'A'], [6, 5, 'B']] }; // prettier-ignore
    expect(layers(story, 6)).toEqual([[1, 9]]);
  });
});

describe('days in stock', () => {
  it('are those with stock at the start, an arrival or a sale; a day sold out is none', () => {
    //                                    day 1234567890
    expect(inStock({ receipts: [[2, 3], [8, 1]], sales: [[3, 1], [5, 2]] }, 10)).toBe('0111100111'); // prettier-ignore
  });

  it('show the last days only, counted back from the as-of day', () => {
    expect(inStock({ receipts: [[2, 3]], sales: [[5, 3]] }, 10, 7)).toBe('1100000'); // days 4 to 10
    expect(inStock({ receipts: [[2, 3]] }, 10, 3)).toBe('111');
  });

  it('between two sales beyond stock the books are wrong, so those days count', () => {
    expect(inStock({ receipts: [[1, 1]], sales: [[2, 2], [5, 1], [8, 1]] }, 10)).toBe('1111111100'); // prettier-ignore
    expect(inStock({ receipts: [[1, 1]], sales: [[2, 2]] }, 10)).toBe('1100000000');
  });

  it('reach back to the day first stocked when the first count finds stock', () => {
    expect(inStock({ firstStockedOn: 3, counts: [[6, 2]] }, 8)).toBe('00111111');
    expect(inStock({ firstStockedOn: 3, sales: [[5, 2]], counts: [[7, 0]] }, 9)).toBe('001110000');
  });

  it('are assumed from the first sale on when nothing is known of the stock', () => {
    const story: Story = { sales: [[3, 1], [6, 1]] }; // prettier-ignore
    expect(inStock(story, 8)).toBe('00111111');
    expect(replay(storyOf(story), 8).isStockUnknown).toBe(true);
    expect(replay(storyOf({ ...story, counts: [[8, 0]] }), 8).isStockUnknown).toBe(false);
    expect(inStock({}, 3)).toBe('000');
  });
});
