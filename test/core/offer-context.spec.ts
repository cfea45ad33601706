import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { contextsBy } from '../../src/core/offer-context.js';
import type { Policy } from '../../src/core/pricing/policy.js';
import { createSheet } from '../../src/core/sheet.js';

const policy = JSON.parse(readFileSync('rules/policy.json', 'utf8')) as Policy;
const shop = {
  name: 'Toko',
  currency: 'IDR',
  scale: 0,
  timeZone: 'Asia/Jakarta',
  locale: 'id',
  isDemo: false,
  priceLaw: { profile: 'ID', days: 30 },
} as const;

describe('how demand answers to the price', () => {
  const contextsOf = contextsBy({ shop, asOf: 20_000, channels: [], policy, fees: [] });
  function sheetWith(elasticity: { mean: number; sd: number } | null) {
    const sheet = createSheet(1);
    for (const name of ['channel.basePrice', 'channel.price']) sheet.facts.numbers[name]![0] = 100_000;
    if (elasticity !== null) {
      sheet.facts.numbers['demand.elasticity']![0] = elasticity.mean;
      sheet.inputs.numbers.elasticitySd[0] = elasticity.sd;
    }
    return sheet;
  }

  it('is the own elasticity of the listing', () => {
    const [context] = contextsOf(sheetWith({ mean: -1.4, sd: 0.3 }), 0, 1);
    expect(context!.outlook.elasticity).toEqual({ mean: -1.4, sd: 0.3 });
  });
  it('is the prior of the policy on sheets of runs that kept none', () => {
    expect(contextsOf(sheetWith(null), 0, 1)[0]!.outlook.elasticity).toEqual({ mean: -2.6, sd: 1.2 });
  });
});

describe('the channels of a product', () => {
  it('look at one stock, and at how the others sell now; one without a price is left out', () => {
    const sheet = createSheet(3);
    const { numbers } = sheet.facts;
    numbers['stock.onHand']!.fill(12);
    numbers['channel.basePrice']!.fill(100_000);
    numbers['channel.price']!.set([100_000, NaN, 90_000]);
    sheet.inputs.numbers.velocityA.set([30, 3, 10]);
    sheet.inputs.numbers.velocityB.fill(20);
    const contexts = contextsBy({ shop, asOf: 20_000, channels: [], policy, fees: [] })(sheet, 0, 3);
    expect(contexts.map((context) => context?.outlook.onHand ?? null)).toEqual([12, null, 12]);
    const others = contexts.map((context) => context?.outlook.others.map((other) => [other.unitsPerDay, other.net]));
    // Without fees the shop gets the price; 10 / 20 units a day at 90,000, 30 / 20 at 100,000.
    expect(others).toEqual([[[0.5, 90_000]], undefined, [[1.5, 100_000]]]);
  });
});
