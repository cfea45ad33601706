import { describe, expect, it } from 'vitest';
import { splitByChannel } from '../../../src/core/demand/channels.js';
import { elasticityFromPrior } from '../../../src/core/demand/elasticity.js';

describe('sales by channel', () => {
  it('keep their order of days', () => {
    const sales = { day: [1, 1, 2, 3], channelId: [7, 8, 8, 7], units: [5, 6, 7, 8], unitsReturned: [0, 1, 0, 2] };
    const channels = splitByChannel(sales);
    expect([...channels.keys()]).toEqual([7, 8]);
    expect(channels.get(7)).toEqual({ day: [1, 3], units: [5, 8], unitsReturned: [0, 2] });
    expect(channels.get(8)).toEqual({ day: [1, 2], units: [6, 7], unitsReturned: [1, 0] });
  });
});

describe('elasticity before anything is known of the product', () => {
  it('is the prior, and says so', () => {
    expect(elasticityFromPrior({ mean: -2.6, sd: 1.2 })).toEqual({
      value: -2.6,
      sd: 1.2,
      isPrior: true,
      weightOfPrior: 1,
      priceChanges: 0,
    });
  });

  it('stays within what products can be', () => {
    expect(elasticityFromPrior({ mean: 1, sd: 1 }).value).toBe(-0.2);
    expect(elasticityFromPrior({ mean: -20, sd: 1 }).value).toBe(-8);
  });
});
