import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyGuardrails } from '../../../src/core/pricing/guardrails.js';
import { limitsFor, lockOn } from '../../../src/core/pricing/limits.js';
import type { OfferContext } from '../../../src/core/pricing/offer.js';
import type { Policy } from '../../../src/core/pricing/policy.js';
import type { Proposal } from '../../../src/core/pricing/proposal.js';
import { violations } from '../../../src/core/pricing/violations.js';
import { parseDay } from '../../../src/core/units.js';
import { anOffer, anyOffer, wide } from './an-offer.js';

const cutTo = (price: number): Proposal => ({ kind: 'discount', price, listPrice: 100_000, discountBp: 0, offer: {} });
const asksNothing = { channelName: 'Shopee', minDiscountBp: null, maxDiscountBp: null, lowest: null };
const guard = (price: number, over: Partial<OfferContext> = {}) => {
  const { price: after, traces } = applyGuardrails(cutTo(price), anOffer(over));
  return { price: after, names: traces.map((trace) => `${trace.name} ${trace.effect}`), traces };
};

describe('applyGuardrails', () => {
  it('lets a price pass that keeps to every limit', () => {
    expect(guard(79_900)).toEqual({ price: 79_900, names: [], traces: [] });
  });

  const cases: [string, number, Partial<OfferContext>, number | null, string[]][] = [
    [
      'largest discount',
      40_000,
      { cost: 0, limits: { ...wide, maxDiscountBp: 3000 } },
      70_500,
      ['max-discount changed', 'price-ending changed'],
    ],
    [
      'largest step',
      79_900,
      { currentPrice: 90_000, limits: { ...wide, maxStepBp: 1000 } },
      81_500,
      ['max-step changed', 'price-ending changed'],
    ],
    [
      'lowest price of the listing',
      79_900,
      { minPrice: 85_000 },
      85_500,
      ['min-price changed', 'price-ending changed'],
    ],
    [
      'highest price of the listing',
      95_900,
      { maxPrice: 90_000 },
      89_900,
      ['max-price changed', 'price-ending changed'],
    ],
    ['margin floor', 49_900, {}, 55_900, ['margin-floor changed', 'price-ending changed']],
    ['unknown cost', 79_900, { cost: null }, 95_500, ['unknown-cost changed', 'price-ending changed']],
    [
      'variant ratio',
      59_900,
      { cost: 0, variantPrices: [200_000, 150_000], variantRatioMilliMax: 2500 },
      80_500,
      ['variant-ratio changed', 'price-ending changed'],
    ],
    [
      'largest cut that the channel takes',
      60_000,
      { cost: 0, channelCuts: { ...asksNothing, maxDiscountBp: 2500 } },
      75_500,
      ['channel-largest-cut changed', 'price-ending changed'],
    ],
    [
      'smallest cut that the channel takes',
      97_900,
      { channelCuts: { ...asksNothing, minDiscountBp: 500 } },
      94_900,
      ['channel-smallest-cut changed', 'price-ending changed'],
    ],
    [
      'lowest price of the days that the channel looks back to',
      89_900,
      { channelCuts: { ...asksNothing, lowest: { price: 84_900, days: 7 } } },
      84_500,
      ['channel-lowest-price changed', 'price-ending changed'],
    ],
    [
      'a channel that wants more than the floor allows',
      89_900,
      { cost: 80_000, channelCuts: { ...asksNothing, minDiscountBp: 3000 } },
      null,
      ['channel-smallest-cut changed', 'margin-floor stopped'],
    ],
    ['price ending', 79_850, {}, 79_500, ['price-ending changed']],
    [
      'second approval',
      59_900,
      { limits: { ...wide, secondApprovalAboveBp: 3000 } },
      59_900,
      ['second-approval needs-second-approval'],
    ],
    [
      'below cost',
      49_900,
      { limits: { ...wide, belowCostAllowed: true } },
      49_900,
      ['below-cost needs-second-approval'],
    ],
    ['nothing below the floor', 89_900, { cost: 95_000 }, null, ['margin-floor changed', 'margin-floor stopped']],
    [
      'fees that eat any price',
      89_900,
      { terms: { percent: [{ component: 'x', rateBp: 10_000, cap: null }], fixed: 0, vatBp: 0 } },
      null,
      ['margin-floor changed', 'margin-floor stopped'],
    ],
    ['no cut at all', 99_900, { currentPrice: 99_900 }, null, ['no-cut stopped']],
    ['no ending in between', 99_700, { minPrice: 99_600, currentPrice: 99_800 }, null, ['price-ending stopped']],
    [
      'cool-down',
      79_900,
      { daysSincePriceChange: 3, limits: { ...wide, coolDownDays: 7 } },
      null,
      ['cool-down stopped'],
    ],
    [
      'several at once',
      10_000,
      { limits: { ...wide, maxDiscountBp: 6000, maxStepBp: 2500 } },
      75_500,
      ['max-discount changed', 'max-step changed', 'price-ending changed'],
    ],
  ];
  for (const [what, price, over, after, names] of cases) {
    it(`names the limit that bit: ${what}`, () => {
      const result = guard(price, over);
      expect({ price: result.price, names: result.names }).toEqual({ price: after, names });
    });
  }

  it('tells each with its numbers in both languages', () => {
    expect(guard(49_900).traces[0]).toEqual({
      name: 'margin-floor',
      effect: 'changed',
      from: 49_900,
      to: 55_707,
      sentence: {
        id: 'Harga dinaikkan dari Rp 49.900 ke Rp 55.707: di bawah Rp 55.707 rugi setelah biaya kanal dan modal Rp 50.000.',
        en: 'Price raised from Rp 49,900 to Rp 55,707: a price below Rp 55,707 makes a loss after fees and the cost of Rp 50,000.',
      },
    });
    expect(guard(89_900, { cost: 95_000 }).traces.at(-1)?.sentence.en).toBe(
      'Nothing is suggested: a price below Rp 104,620 makes a loss after fees and the cost of Rp 95,000; no room is left below the current Rp 100,000.',
    );
    expect(guard(59_900, { limits: { ...wide, secondApprovalAboveBp: 3000 } }).traces[0]?.sentence).toEqual({
      id: 'Perlu dua persetujuan: potongan 40,1 % lebih besar dari 30 %.',
      en: 'Two approvals are needed: a cut of 40.1 % is above 30 %.',
    });
  });

  it('does not ask a variant to mend a ratio that the others broke already', () => {
    const others = { variantPrices: [400_000, 80_000], variantRatioMilliMax: 2000, cost: 0 };
    expect(guard(90_500, others).price).toBe(90_500);
    expect(guard(70_500, others).price).toBe(80_500);
  });

  it('lets no price below cost and fees pass unless that is allowed, and then asks for two people', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000_000 }), anyOffer, (price, context) => {
        const { proposal, traces } = applyGuardrails({ ...cutTo(price), listPrice: context.listPrice }, context);
        if (proposal === null || context.cost === null) return;
        const isBelow = violations(proposal, {
          ...context,
          limits: { ...context.limits, belowCostAllowed: false },
        }).includes('margin-floor');
        expect(traces.some((trace) => trace.name === 'below-cost')).toBe(isBelow);
        if (isBelow) expect(context.limits.belowCostAllowed).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves a price alone that breaks nothing', () => {
    let alone = 0;
    fc.assert(
      fc.property(fc.integer({ min: 5000, max: 10_000 }), anyOffer, (shareBp, any) => {
        const context = { ...any, endings: [], lock: null, daysSincePriceChange: null };
        const price = Math.max(1, Math.floor((context.currentPrice * shareBp) / 10_000));
        const proposal = { ...cutTo(price), listPrice: context.listPrice };
        if (violations(proposal, context).length > 0) return;
        alone++;
        expect(applyGuardrails(proposal, context).price).toBe(price);
      }),
      { numRuns: 3000 },
    );
    expect(alone).toBeGreaterThan(100);
  });
});

describe('violations', () => {
  it('names every limit that a price of a human breaks', () => {
    const limits = { ...wide, maxDiscountBp: 3000, maxStepBp: 2000 };
    expect(violations(cutTo(49_950), anOffer({ limits, minPrice: 60_000 }))).toEqual([
      'max-discount',
      'max-step',
      'min-price',
      'margin-floor',
      'price-ending',
    ]);
    expect(violations(cutTo(100_000), anOffer())).toContain('no-cut');
    expect(violations(cutTo(0), anOffer())).toEqual(['price-range']);
  });
});

describe('limitsFor', () => {
  const policy = {
    limits: { ...wide, maxDiscountBp: 5000, coolDownDays: 7, belowCostAllowed: true },
    limitsByChannel: { shopee: { maxDiscountBp: 4000, coolDownDays: 3 }, store: { belowCostAllowed: false } },
    limitsByCategory: { Toys: { maxDiscountBp: 4500, marginFloorBp: 500 } },
  } as unknown as Policy;

  it('takes the strictest of shop, channel and category, limit by limit', () => {
    const limits = limitsFor(policy, 'shopee', 'Toys');
    expect([limits.maxDiscountBp, limits.coolDownDays, limits.marginFloorBp, limits.belowCostAllowed]).toEqual([
      4000,
      7,
      500,
      true,
    ]);
    expect(limitsFor(policy, 'store', null).belowCostAllowed).toBe(false);
    expect(limitsFor(policy, 'lazada', 'constructor')).toEqual(policy.limits);
  });
});

describe('lockOn', () => {
  const locks = [
    { name: 'a', from: '2026-12-10', to: '2026-12-13', channels: ['shopee'] },
    { name: 'b', from: '2026-12-12', to: '2026-12-12', categories: ['Toys'] },
  ];
  const on = (day: string, channel: string, category: string | null): string | null =>
    lockOn(locks, parseDay(day) ?? 0, channel, category)?.name ?? null;

  it('holds from the first to the last day, on the channels and categories it names', () => {
    expect(['2026-12-09', '2026-12-10', '2026-12-13', '2026-12-14'].map((day) => on(day, 'shopee', null))).toEqual([
      null,
      'a',
      'a',
      null,
    ]);
    expect(on('2026-12-12', 'store', 'Toys')).toBe('b');
    expect(on('2026-12-12', 'store', null)).toBeNull();
  });
});
