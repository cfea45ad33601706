import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../src/contract/policy.js';
import type { Proposal } from '../../src/core/pricing/proposal.js';
import { createSheet } from '../../src/core/sheet.js';
import { stockAhead } from '../../src/core/stock-ahead.js';

const policy = readPolicy(JSON.parse(readFileSync('rules/policy.json', 'utf8')));
const shop = {
  name: 'Toko',
  currency: 'IDR',
  scale: 0,
  timeZone: 'Asia/Jakarta',
  locale: 'id',
  isDemo: false,
  priceLaw: { profile: 'ID', days: 30 },
} as const;
const settings = { shop, asOf: 20_000, channels: [], policy, fees: [] };
const cutTo = (price: number): Proposal => ({ kind: 'discount', price, listPrice: 100_000, discountBp: 0, offer: {} });

/** Two channels of one stock at Rp 100,000; an elasticity of -2 that is sure; no more is known of how sure the rates are. */
function sheetOf(onHand: number, perDay: [number, number], shape: number) {
  const sheet = createSheet(2);
  const { numbers } = sheet.facts;
  numbers['stock.onHand']!.fill(onHand);
  numbers['channel.basePrice']!.fill(100_000);
  numbers['channel.price']!.fill(100_000);
  numbers['demand.elasticity']!.fill(-2);
  numbers['channelSales.velocity']!.set(perDay);
  sheet.inputs.numbers.elasticitySd.fill(0);
  sheet.inputs.numbers.velocityA.fill(shape);
  sheet.inputs.numbers.velocityB.set(perDay.map((rate) => shape / rate));
  return sheet;
}

describe('the stock of the days to come', () => {
  it('goes down by what all channels sell; under a cut the one channel sells more', () => {
    const at = { sheet: sheetOf(1_000, [2, 3], 1e9), row: 0, first: 0, count: 2 };
    const ahead = stockAhead(at, cutTo(80_000), settings, 4)!;
    // 2 + 3 a day; (0.8)^-2 = 1.5625: 3.125 + 3 a day
    expect(ahead.ifNothing.map(({ mean }) => mean)).toEqual([995, 990, 985, 980]);
    expect(ahead.ifApproved.map(({ mean }) => mean)).toEqual([993.9, 987.8, 981.6, 975.5]);
  });

  it('has an interval that holds eight of ten: of a sure rate the Poisson one', () => {
    const at = { sheet: sheetOf(1_000, [2, 3], 1e9), row: 0, first: 0, count: 2 };
    // Poisson with mean 5: P(N <= 2) = 0.125, P(N <= 1) = 0.040; P(N <= 8) = 0.932, P(N <= 7) = 0.867
    expect(stockAhead(at, cutTo(80_000), settings, 1)!.ifNothing[0]).toEqual({ mean: 995, low: 992, high: 998 });
  });

  it('is wider where buyers come in groups, and most so over few days', () => {
    const at = { sheet: sheetOf(1_000, [2, 3], 1e9), row: 0, first: 0, count: 2 };
    at.sheet.inputs.numbers.velocityShape.fill(1e9);
    at.sheet.inputs.numbers.dispersion.fill(4);
    const { ifNothing } = stockAhead(at, cutTo(80_000), settings, 25)!;
    const widths = ifNothing.map(({ low, high }) => high - low);
    // Variance 4 x 5 on the first day, 4 x 125 over 25 days: sd 4.5 and 22.4, and 80 % of a normal lies within 2.56 sd.
    expect(widths[0]).toBeGreaterThanOrEqual(9);
    expect(widths[0]).toBeLessThanOrEqual(12);
    expect(Math.abs(widths[24]! - 57.3)).toBeLessThanOrEqual(2);
  });

  it('never falls below nothing', () => {
    const at = { sheet: sheetOf(6, [2, 3], 1e9), row: 1, first: 0, count: 2 };
    const { ifNothing, ifApproved } = stockAhead(at, cutTo(50_000), settings, 30)!;
    expect(ifNothing.at(-1)).toEqual({ mean: 0, low: 0, high: 0 });
    for (const { mean, low, high } of [...ifNothing, ...ifApproved]) {
      // The mean may stand a little above the interval: of a stock that is nearly gone a rare unit is left.
      expect(mean).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(high);
      expect(Math.max(mean, high)).toBeLessThanOrEqual(6);
    }
  });

  it('is not told where no price is known', () => {
    const sheet = sheetOf(6, [2, 3], 1e9);
    sheet.facts.numbers['channel.price']![0] = NaN;
    expect(stockAhead({ sheet, row: 0, first: 0, count: 2 }, cutTo(50_000), settings, 3)).toBeNull();
    // The other channel still sells, Poisson with mean 3: 6 x 0.0498 + 5 x 0.1494 + 4 x 0.2240 + 3 x 0.2240 + 2 x 0.1680
    // + 1 x 0.1008 = 3.05 are left.
    const other = stockAhead({ sheet, row: 1, first: 0, count: 2 }, cutTo(50_000), settings, 1)!;
    expect(other.ifNothing[0]!.mean).toBe(3.1);
  });
});
