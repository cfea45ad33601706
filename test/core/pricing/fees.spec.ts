import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fee } from '../../../src/core/intake/records.js';
import {
  PRICE_MAX,
  effectiveFeeBp,
  feesOn,
  floorPrice,
  meetsFloor,
  netRevenue,
  saleTerms,
  unitProfit,
} from '../../../src/core/pricing/fees.js';
import type { SaleTerms } from '../../../src/core/pricing/fees.js';

const row = (over: Partial<Fee>): Fee => ({
  id: 1,
  channelCode: 'shopee',
  category: null,
  component: 'admin',
  rateBp: 800,
  perOrder: 0,
  perItem: 0,
  capPerItem: null,
  validFrom: 20_000,
  validTo: null,
  source: 'assumed',
  ...over,
});

const free: SaleTerms = { percent: [], fixed: 0, vatBp: 0 };

describe('feesOn', () => {
  it('prefers the row of the category, and of several the one that began last', () => {
    const fees = [
      row({ id: 1, rateBp: 800 }),
      row({ id: 2, rateBp: 850, validFrom: 20_100 }),
      row({ id: 3, rateBp: 650, category: 'Fashion' }),
      row({ id: 4, component: 'order-processing', rateBp: 0, perOrder: 1250 }),
      row({ id: 5, channelCode: 'lazada', rateBp: 999 }),
    ];
    expect(feesOn(fees, 'shopee', 'Fashion', 20_200).percent).toEqual([{ component: 'admin', rateBp: 650, cap: null }]);
    expect(feesOn(fees, 'shopee', 'Toys', 20_200).percent[0]?.rateBp).toBe(850);
    expect(feesOn(fees, 'shopee', null, 20_099).percent[0]?.rateBp).toBe(800);
    expect(feesOn(fees, 'shopee', 'Toys', 20_200).perOrder).toBe(1250);
    expect(feesOn(fees, 'shopee', 'Toys', 20_200).rows.map((r) => r.id)).toEqual([2, 4]);
  });

  it('does not use a row before its first day nor on its end day', () => {
    const fees = [row({ validFrom: 100, validTo: 110 })];
    expect([99, 100, 109, 110].map((day) => feesOn(fees, 'shopee', null, day).percent.length)).toEqual([0, 1, 1, 0]);
  });

  it('finds no fees for an own channel', () => {
    expect(feesOn([row({})], 'store', null, 20_200)).toEqual({ percent: [], perItem: 0, perOrder: 0, rows: [] });
  });
});

describe('netRevenue', () => {
  it('takes percent fees, caps, the share of the order fee and VAT by hand', () => {
    const fees = { percent: [{ component: 'admin', rateBp: 800, cap: null }], perItem: 0, perOrder: 1250, rows: [] };
    // 100,000 - 8,000 - 1,250
    expect(netRevenue(100_000, saleTerms(fees, 0, 1000))).toBe(90_750);
    // 1.5 units an order: 1,250 / 1.5 = 833.33, rounded up to 834
    expect(netRevenue(100_000, saleTerms(fees, 0, 1500))).toBe(91_166);
    // 100,000 / 1.11 = 90,090.09; less 8,000 and 1,250: 80,840.09, rounded down
    expect(netRevenue(100_000, saleTerms(fees, 1100, 1000))).toBe(80_840);
    const capped = { ...fees, percent: [...fees.percent, { component: 'dynamic', rateBp: 500, cap: 40_000 }] };
    // 5 % of 1,000,000 is 50,000, but 40,000 at most
    expect(netRevenue(1_000_000, saleTerms(capped, 0, 1000))).toBe(1_000_000 - 80_000 - 40_000 - 1250);
  });

  it('is rounded down, once, also where it is negative', () => {
    // 99 x 8 % = 7.92: 91.08 is told as 91; 1 - 0.08 - 1,250 = -1,249.08 as -1,250
    expect(netRevenue(99, { percent: [{ component: 'a', rateBp: 800, cap: null }], fixed: 0, vatBp: 0 })).toBe(91);
    expect(netRevenue(1, { percent: [{ component: 'a', rateBp: 800, cap: null }], fixed: 1250, vatBp: 0 })).toBe(-1250);
  });

  it('answers zero price with the fixed fees and the largest price exactly', () => {
    expect(netRevenue(0, { ...free, fixed: 500 })).toBe(-500);
    expect(netRevenue(PRICE_MAX, free)).toBe(PRICE_MAX);
    expect(() => netRevenue(PRICE_MAX + 1, free)).toThrow('PRICE_MAX');
    expect(() => netRevenue(Number.NaN, free)).toThrow('integer');
  });

  it('equals the same sum in exact fractions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: PRICE_MAX }), terms(), (price, sale) => {
        expect(BigInt(netRevenue(price, sale))).toBe(floorDiv(exact(price, sale).net, exact(price, sale).denominator));
      }),
      { numRuns: 2000 },
    );
  });

  it('tells what share of the price the fees are', () => {
    expect(
      effectiveFeeBp(100_000, { percent: [{ component: 'a', rateBp: 800, cap: null }], fixed: 1250, vatBp: 1100 }),
    ).toBe(925);
    expect(effectiveFeeBp(0, free)).toBeNull();
  });
});

describe('floorPrice', () => {
  it('solves cost plus fees by hand', () => {
    const sale = { percent: [{ component: 'admin', rateBp: 800, cap: null }], fixed: 1250, vatBp: 0 };
    // (50,000 + 1,250) / 0.92 = 55,706.52
    expect(floorPrice(50_000, 0, sale)).toBe(55_707);
    // with a margin of 10 % of the price: 51,250 / 0.82 = 62,500
    expect(floorPrice(50_000, 1000, sale)).toBe(62_500);
  });

  it('moves a fee whose cap bites to the fixed part and solves again', () => {
    const sale = {
      percent: [
        { component: 'admin', rateBp: 800, cap: null },
        { component: 'dynamic', rateBp: 600, cap: 40_000 },
      ],
      fixed: 1250,
      vatBp: 0,
    };
    // Uncapped: 1,001,250 / 0.86 = 1,164,244, where 6 % would be 69,855 > 40,000. So (1,001,250 + 40,000) / 0.92
    expect(floorPrice(1_000_000, 0, sale)).toBe(1_131_794);
  });

  it('says that no price is enough when fees eat all of it', () => {
    expect(
      floorPrice(1, 5000, { percent: [{ component: 'a', rateBp: 5000, cap: null }], fixed: 0, vatBp: 0 }),
    ).toBeNull();
    expect(floorPrice(1000, 0, { percent: [{ component: 'a', rateBp: 10_000, cap: 99 }], fixed: 0, vatBp: 0 })).toBe(
      1099,
    );
    expect(floorPrice(PRICE_MAX, 0, { ...free, fixed: 1 })).toBeNull();
    expect(floorPrice(0, 0, free)).toBe(1);
  });

  it('is the first price that meets the floor: it does, one less does not, everything above does', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 2_000_000_000 })),
        fc.integer({ min: 0, max: 4000 }),
        terms(),
        fc.nat({ max: 1_000_000 }),
        (cost, marginFloorBp, sale, more) => {
          const floor = floorPrice(cost, marginFloorBp, sale);
          if (floor === null) {
            expect(meetsFloorExactly(PRICE_MAX, cost, marginFloorBp, sale)).toBe(false);
            return;
          }
          expect(meetsFloorExactly(floor, cost, marginFloorBp, sale)).toBe(true);
          expect(meetsFloorExactly(floor + more, cost, marginFloorBp, sale)).toBe(true);
          if (floor > 1) expect(meetsFloorExactly(floor - 1, cost, marginFloorBp, sale)).toBe(false);
          if (marginFloorBp === 0) expect(unitProfit(floor, cost, sale)).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('equals a search from price 1 upwards', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 3000 }), terms(300), (cost, marginFloorBp, sale) => {
        let first = 1;
        while (first < 20_000 && !meetsFloorExactly(first, cost, marginFloorBp, sale)) first++;
        const floor = floorPrice(cost, marginFloorBp, sale);
        if (first < 20_000) expect(floor).toBe(first);
        else expect(floor ?? 20_000).toBeGreaterThanOrEqual(20_000);
      }),
    );
  });

  it('agrees with its own predicate', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        fc.nat({ max: 900_000 }),
        fc.nat({ max: 5000 }),
        terms(),
        (price, cost, m, sale) => {
          expect(meetsFloor(price, cost, m, sale)).toBe(meetsFloorExactly(price, cost, m, sale));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

/** Oracle: the same sums in fractions of big integers, straight from the formula. */
function exact(price: number, sale: SaleTerms): { net: bigint; denominator: bigint } {
  const gross = BigInt(10_000 + sale.vatBp);
  const denominator = 10_000n * gross;
  let net = BigInt(price) * 100_000_000n - BigInt(sale.fixed) * denominator;
  for (const fee of sale.percent) {
    const part = BigInt(price) * BigInt(fee.rateBp);
    const cap = fee.cap === null ? part : BigInt(fee.cap) * 10_000n;
    net -= (part < cap ? part : cap) * gross;
  }
  return { net, denominator };
}

function meetsFloorExactly(price: number, cost: number, marginFloorBp: number, sale: SaleTerms): boolean {
  const { net, denominator } = exact(price, sale);
  return (net - BigInt(cost) * denominator) * 10_000n >= BigInt(marginFloorBp) * BigInt(price) * denominator;
}

function floorDiv(a: bigint, b: bigint): bigint {
  return a >= 0n ? a / b : -((-a + b - 1n) / b);
}

function terms(capMax = 60_000): fc.Arbitrary<SaleTerms> {
  const fee = fc.record({
    component: fc.constant('x'),
    rateBp: fc.oneof(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 1, max: 9000 })),
    cap: fc.option(fc.nat({ max: capMax })),
  });
  return fc.record({
    percent: fc.array(fee, { maxLength: 4 }),
    fixed: fc.nat({ max: capMax / 10 }),
    vatBp: fc.constantFrom(0, 1100, 1200, 2000),
  });
}
