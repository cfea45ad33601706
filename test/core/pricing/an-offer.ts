import fc from 'fast-check';
import type { SaleTerms } from '../../../src/core/pricing/fees.js';
import type { OfferContext } from '../../../src/core/pricing/offer.js';
import type { Limits, PriceEnding } from '../../../src/core/pricing/policy.js';

/** The contexts that the pricing tests start from, and a generator of arbitrary ones. */

export const rupiahEndings: PriceEnding[] = [
  { below: 10_000, step: 100, endings: [0] },
  { below: null, step: 1000, endings: [500, 900] },
];
export const poundEndings: PriceEnding[] = [{ below: null, step: 100, endings: [49, 99] }];

export const wide: Limits = {
  marginFloorBp: 0,
  maxDiscountBp: 9000,
  maxStepBp: 9000,
  coolDownDays: 0,
  secondApprovalAboveBp: 9000,
  belowCostAllowed: false,
  unknownCostMaxDiscountBp: 500,
};

export const shopee: SaleTerms = { percent: [{ component: 'admin', rateBp: 800, cap: null }], fixed: 1250, vatBp: 0 };

/** Rp 100,000 on Shopee, cost Rp 50,000, 24 on hand, half a unit a day; limits that bite nowhere. */
export function anOffer(over: Partial<OfferContext> = {}): OfferContext {
  return {
    currency: { code: 'IDR', scale: 0 },
    limits: wide,
    endings: rupiahEndings,
    lock: null,
    terms: shopee,
    cost: 50_000,
    listPrice: 100_000,
    currentPrice: 100_000,
    minPrice: null,
    maxPrice: null,
    daysSincePriceChange: null,
    variantPrices: [],
    variantRatioMilliMax: null,
    partner: null,
    channelCuts: null,
    voucherFirst: { rivalGapBp: null, rivalWithinBp: 300, upToCutBp: 500 },
    outlook: {
      velocity: { a: 15, b: 30 },
      elasticity: { mean: -2.6, sd: 1.2 },
      onHand: 24,
      others: [],
      horizonDays: 30,
      salvageBp: 7000,
      holdingCostBpPerYear: 2000,
      voucherRedemptionBp: 3000,
    },
    ...over,
  };
}

export const aPartner = {
  sku: 'B-1',
  price: 60_000,
  cost: 30_000,
  terms: shopee,
  unitsPerDay: 2,
  attachBp: 1000,
};

const bp = fc.integer({ min: 0, max: 10_000 });
const price = fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 1, max: 3_000_000 }));
const terms = fc.record({
  percent: fc.array(
    fc.record({
      component: fc.constant('x'),
      rateBp: fc.integer({ min: 1, max: 2000 }),
      cap: fc.option(fc.nat(60_000)),
    }),
    { maxLength: 3 },
  ),
  fixed: fc.nat(3000),
  vatBp: fc.constantFrom(0, 1100),
});
const limits: fc.Arbitrary<Limits> = fc.record({
  marginFloorBp: fc.integer({ min: 0, max: 3000 }),
  maxDiscountBp: bp,
  maxStepBp: bp,
  coolDownDays: fc.nat(10),
  secondApprovalAboveBp: bp,
  belowCostAllowed: fc.boolean(),
  unknownCostMaxDiscountBp: bp,
});

export const anyOffer: fc.Arbitrary<OfferContext> = fc
  .record({
    limits,
    terms,
    endings: fc.constantFrom(rupiahEndings, poundEndings, []),
    lock: fc.constantFrom(null, null, null, { name: 'x', from: '2026-01-01', to: '2026-01-02' }),
    cost: fc.option(fc.nat(1_500_000)),
    listPrice: price,
    currentShare: fc.integer({ min: 3000, max: 12_000 }),
    minPrice: fc.option(price, { freq: 3 }),
    maxPrice: fc.option(price, { freq: 3 }),
    daysSincePriceChange: fc.option(fc.nat(40)),
    variantPrices: fc.array(price, { maxLength: 3 }),
    variantRatioMilliMax: fc.option(fc.integer({ min: 1000, max: 9000 })),
    partner: fc.record({
      sku: fc.constant('B-1'),
      price,
      cost: fc.option(fc.nat(900_000)),
      terms,
      unitsPerDay: fc.double({ min: 0, max: 20, noNaN: true }),
      attachBp: bp,
    }),
    channelCuts: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      {
        weight: 1,
        arbitrary: fc.record({
          channelName: fc.constant('Shopee'),
          minDiscountBp: fc.option(fc.nat(2000)),
          maxDiscountBp: fc.option(fc.integer({ min: 2000, max: 9900 })),
          lowest: fc.option(fc.record({ price, days: fc.constant(7) }), { freq: 2 }),
        }),
      },
    ),
    a: fc.double({ min: 0.05, max: 300, noNaN: true }),
    onHand: fc.integer({ min: -5, max: 400 }),
  })
  .map(({ currentShare, a, onHand, ...rest }) =>
    anOffer({
      ...rest,
      currentPrice: Math.max(1, Math.round((rest.listPrice * currentShare) / 10_000)),
      outlook: { ...anOffer().outlook, velocity: { a, b: 30 }, onHand },
    }),
  );
