import { describe, expect, it } from 'vitest';
import { splitByChannel } from '../../../src/core/demand/channels.js';

describe('sales by channel', () => {
  it('keep their order of days', () => {
    const sales = {
      ...{ day: [1, 1, 2, 3], channelId: [7, 8, 8, 7], units: [5, 6, 7, 8] },
      ...{ revenue: [50, NaN, 70, 80], unitsReturned: [0, 1, 0, 2] },
    };
    const channels = splitByChannel(sales);
    expect([...channels.keys()]).toEqual([7, 8]);
    expect(channels.get(7)).toEqual({ day: [1, 3], units: [5, 8], revenue: [50, 80], unitsReturned: [0, 2] });
    expect(channels.get(8)).toEqual({ day: [1, 2], units: [6, 7], revenue: [NaN, 70], unitsReturned: [1, 0] });
  });
});
