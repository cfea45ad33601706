import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitBundle } from '../../../src/core/pricing/bounds.js';
import { hasAllowedEnding } from '../../../src/core/pricing/ending.js';
import { floorPrice } from '../../../src/core/pricing/fees.js';
import type { OfferContext } from '../../../src/core/pricing/offer.js';
import { propose, proposeAll } from '../../../src/core/pricing/propose.js';
import type { PriceEvent } from '../../../src/core/pricing/options.js';
import type { Asked } from '../../../src/core/pricing/propose.js';
import { violations } from '../../../src/core/pricing/violations.js';
import { priceWith } from '../../../src/core/pricing/voucher.js';
import { aPartner, anOffer, anyOffer, poundEndings, wide } from './an-offer.js';

const optimise = fc.record({
  minPercent: fc.integer({ min: 1, max: 30 }),
  maxPercent: fc.integer({ min: 30, max: 90 }),
  clearWithinDays: fc.integer({ min: 1, max: 120 }),
});
const percent = fc.double({ min: 0, max: 100, noNaN: true });
const amount = fc.integer({ min: 1, max: 200_000 });

/** Every kind of offer goes through the same cases. */
const KINDS: { type: PriceEvent['type']; simple: PriceEvent; any: fc.Arbitrary<PriceEvent> }[] = [
  {
    type: 'discount',
    simple: { type: 'discount', params: { percent: 10 } },
    any: fc
      .oneof(
        percent.map((p) => ({ percent: p })),
        amount.map((a) => ({ amount: a })),
        amount.map((p) => ({ price: p })),
        optimise.map((o) => ({ optimise: o })),
      )
      .map((params) => ({ type: 'discount', params })),
  },
  {
    type: 'voucher',
    simple: { type: 'voucher', params: { percent: 10 } },
    any: fc
      .record({
        cut: fc.oneof(
          percent.map((p) => ({ percent: p })),
          amount.map((a) => ({ amount: a })),
        ),
        minSpend: fc.option(fc.nat(500_000), { nil: undefined }),
        maxDiscount: fc.option(amount, { nil: undefined }),
      })
      .map(({ cut, ...rest }) => ({ type: 'voucher', params: { ...cut, ...rest } })),
  },
  {
    type: 'bundle',
    simple: { type: 'bundle', params: { partner: 'best', percent: 10 } },
    any: fc
      .oneof(
        percent.map((p) => ({ partner: 'best', percent: p })),
        optimise.map((o) => ({ partner: 'best', optimise: o })),
      )
      .map((params) => ({ type: 'bundle', params })),
  },
  {
    type: 'restore',
    simple: { type: 'restore' },
    any: fc.constant({ type: 'restore' }),
  },
];

for (const { type, simple, any } of KINDS) {
  const at = (over: Partial<OfferContext> = {}): OfferContext =>
    anOffer({ partner: aPartner, currentPrice: type === 'restore' ? 80_000 : 100_000, ...over });

  describe(`a ${type}`, () => {
    it('never breaks a guardrail, whatever the params and the context', () => {
      let passed = 0;
      fc.assert(
        fc.property(any, anyOffer, (event, context) => {
          const { proposal, price, traces } = propose(event, context);
          expect(price).toBe(proposal?.price ?? null);
          if (proposal === null) {
            expect(traces.at(-1)?.effect).toBe('stopped');
            return;
          }
          passed++;
          expect(violations(proposal, context)).toEqual([]);
          expect([proposal.price, proposal.listPrice, proposal.discountBp].every(Number.isSafeInteger)).toBe(true);
          expect(traces.filter((trace) => trace.effect === 'stopped')).toEqual([]);
        }),
        { numRuns: 3000 },
      );
      expect(passed).toBeGreaterThan(100);
    });

    it('says why in both languages whenever a limit bites, without a broken number', () => {
      fc.assert(
        fc.property(any, anyOffer, (event, context) => {
          for (const { sentence, effect, from, to } of propose(event, context).traces) {
            for (const text of [sentence.id, sentence.en]) expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
            expect(sentence.id).not.toBe(sentence.en);
            if (effect === 'changed') expect(from).not.toBe(to);
          }
        }),
      );
    });

    it('gives the same answer to the same question', () => {
      expect(propose(simple, at())).toEqual(propose(simple, at()));
    });

    it('proposes nothing where a price is zero, broken or absurd, and says so', () => {
      for (const over of [
        { listPrice: 0 },
        { currentPrice: 0 },
        { listPrice: Number.NaN },
        { currentPrice: 1.5 },
        { listPrice: 1e15 },
      ]) {
        expect(propose(simple, at(over)).traces.map((trace) => trace.name)).toEqual(['price-range']);
      }
    });

    it('waits for the cool-down and the campaign lock', () => {
      const lock = { name: '12.12', from: '2026-12-10', to: '2026-12-13' };
      const cooling = { limits: { ...wide, coolDownDays: 7 }, daysSincePriceChange: 6 };
      expect(propose(simple, at({ ...cooling, lock })).traces.map((trace) => trace.name)).toEqual(['cool-down']);
      expect(propose(simple, at({ ...cooling, daysSincePriceChange: 7 })).proposal).not.toBeNull();
      expect(propose(simple, at({ lock })).traces[0]?.sentence.id).toBe(
        'Tidak ada usulan: kampanye 12.12 mengunci harga dari 2026-12-10 sampai 2026-12-13.',
      );
    });

    it('answers with no stock on hand as with some', () => {
      const outlook = { ...anOffer().outlook, onHand: 0 };
      expect(propose(simple, at({ outlook })).price).toBe(propose(simple, at()).price);
    });
  });
}

describe('discount', () => {
  const to = (params: object, over: Partial<OfferContext> = {}): number | null =>
    propose({ type: 'discount', params }, anOffer(over)).price;

  it('takes per cent, amount and price of the base price and ends it well', () => {
    expect(to({ percent: 15 })).toBe(84_900); // 85,000
    expect(to({ percent: 12.5 })).toBe(87_500);
    expect(to({ amount: 20_000 })).toBe(79_900);
    expect(to({ price: 75_000 })).toBe(74_900);
  });

  it('is of the base price, not of the running cut', () => {
    expect(to({ percent: 20 }, { currentPrice: 89_900 })).toBe(79_900);
    // What runs already is not proposed again, nor is a smaller cut.
    expect(to({ percent: 10 }, { currentPrice: 89_900 })).toBeNull();
    expect(to({ percent: 5 }, { currentPrice: 89_900 })).toBeNull();
  });

  it('works in pounds with its own endings', () => {
    const context = {
      currency: { code: 'GBP', scale: 2 },
      endings: poundEndings,
      listPrice: 1999,
      currentPrice: 1999,
      cost: 500,
      terms: { percent: [], fixed: 0, vatBp: 2000 },
    };
    // 19.99 - 2.00 = 17.99 ends well as it is; 19.99 - 3.00 = 16.99 too, 19.99 - 2.20 = 17.79 does not
    expect([10, 15, 11].map((percent) => to({ percent }, context))).toEqual([1799, 1699, 1749]);
  });
});

describe('optimise', () => {
  const event = (clearWithinDays: number): PriceEvent => ({
    type: 'discount',
    params: { optimise: { minPercent: 5, maxPercent: 40, clearWithinDays } },
  });

  it('cuts deeper when the stock must clear sooner', () => {
    const prices = [40, 30, 20].map((days) => propose(event(days), anOffer()).price ?? 0);
    expect(prices[0]).toBeGreaterThan(prices[2] ?? Infinity);
    expect(prices).toEqual([...prices].sort((a, b) => b - a));
  });

  it('takes the smallest cut that clears when cost is unknown', () => {
    const loose = { cost: null, limits: { ...wide, unknownCostMaxDiscountBp: 4000 } };
    // 24 units in 30 days need 0.8 a day: (p / 100,000)^-2.6 = 1.6, p = 83,462; the ending below is 82,900
    const optimise = { minPercent: 5, maxPercent: 20, clearWithinDays: 30 };
    expect(propose({ type: 'discount', params: { optimise } }, anOffer(loose)).price).toBe(82_900);
  });

  it('stays on the ladder between the two per cents, or leaves the price alone', () => {
    let cuts = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.double({ min: 0.01, max: 50, noNaN: true }), (days, a) => {
        const outlook = { ...anOffer().outlook, velocity: { a, b: 30 } };
        const { price, traces } = propose(event(days), anOffer({ outlook }));
        if (price === null) {
          expect(traces.map(({ name }) => name)).toEqual(['left-alone']);
          return;
        }
        cuts++;
        expect(price >= 60_000 && price <= 95_000 && hasAllowedEnding(price, anOffer().endings)).toBe(true);
      }),
      { seed: 7 },
    );
    expect(cuts).toBeGreaterThan(20);
  });

  it('leaves a price alone that sells fast enough, and one that earns more than any cut', () => {
    // 24 units at half a unit a day are gone in 48 days; a cut would only sell them for less.
    expect(propose(event(48), anOffer()).traces.map(({ name }) => name)).toEqual(['left-alone']);
    expect(propose(event(47), anOffer()).price).not.toBeNull();
    // Nobody answers to the price: a cut gives money away, and clears no sooner.
    const deaf = anOffer({ outlook: { ...anOffer().outlook, elasticity: { mean: -0.1, sd: 0 } } });
    expect(propose(event(20), deaf).price).toBeNull();
  });

  it('cuts the channel on which a cut brings most, and leaves the others alone', () => {
    // The same product twice, 48 on hand, 24 of them wanted in 24 days. One channel answers to the price, one hardly does.
    const outlook = { ...anOffer().outlook, onHand: 30 };
    const eager = anOffer({ outlook: { ...outlook, elasticity: { mean: -4, sd: 0.2 } } });
    const idle = anOffer({ outlook: { ...outlook, elasticity: { mean: -0.3, sd: 0.2 } } });
    const { settled, clearWithinDays } = proposeAll([idle, eager].map((context) => ({ context, event: event(24) })));
    expect(clearWithinDays).toBe(24);
    expect(settled[0]!.traces.map(({ name }) => name)).toEqual(['left-alone']);
    expect(settled[1]!.price).toBeLessThan(96_000);
  });

  it('takes what fixed cuts on other channels will sell into account', () => {
    const outlook = { ...anOffer().outlook, onHand: 30 };
    const other = (percent: number): Asked => ({
      context: anOffer({ outlook }),
      event: { type: 'discount', params: { percent } },
    });
    const own: Asked = { context: anOffer({ outlook }), event: event(24) };
    const shallow = proposeAll([other(3), own]).settled[1]!;
    const deep = proposeAll([other(30), own]).settled[1]!;
    // 12 + 12 units are wanted of 30; a cut to 69,900 elsewhere brings 12 x 0.699^-2.6 = 30 alone.
    expect(shallow.price).not.toBeNull();
    expect(deep.traces.map(({ name }) => name)).toEqual(['left-alone']);
  });

  it('takes the smallest cuts where neither cost is known nor the stock clears', () => {
    const loose = { cost: null, limits: { ...wide, unknownCostMaxDiscountBp: 4000 } };
    const outlook = { ...anOffer().outlook, onHand: 1000 };
    const asked = [1, 2].map(() => ({ context: anOffer({ ...loose, outlook }), event: event(30) }));
    // 5 % off 100,000 is 95,000; the nearest ending that cuts at least so much is 94,900.
    expect(proposeAll(asked).settled.map((each) => each!.price)).toEqual([94_900, 94_900]);
  });

  it('proposes nothing without stock', () => {
    const outlook = { ...anOffer().outlook, onHand: 0 };
    expect(propose(event(30), anOffer({ outlook })).price).toBeNull();
  });

  it('says which limit leaves no rung', () => {
    const tight = anOffer({ cost: 95_000 });
    expect(propose(event(30), tight).traces.at(-1)).toMatchObject({ name: 'margin-floor', effect: 'stopped' });
  });
});

describe('voucher', () => {
  const of = (params: object, over: Partial<OfferContext> = {}) =>
    propose({ type: 'voucher', params }, anOffer(over)).proposal;

  it('leaves the list price alone and needs no ending', () => {
    const proposal = of({ percent: 5 });
    expect([proposal?.price, proposal?.listPrice, proposal?.discountBp]).toEqual([95_000, 100_000, 500]);
    expect(proposal?.offer.voucher).toEqual({
      percentBp: 500,
      amount: null,
      minSpend: null,
      maxDiscount: null,
      quota: null,
    });
  });

  it('counts what a unit costs a buyer who buys as little as the code allows', () => {
    // Rp 250,000 at least = 3 units: Rp 30,000 off is Rp 10,000 each
    expect(of({ amount: 30_000, minSpend: 250_000 })?.price).toBe(90_000);
    // 20 % of 100,000 is 20,000, at most 7,500
    expect(of({ percent: 20, maxDiscount: 7500 })?.price).toBe(92_500);
  });

  it('shrinks to whole per cent or a round amount where a limit bites', () => {
    const limits = { ...wide, maxDiscountBp: 1250 };
    const byPercent = of({ percent: 20 }, { limits });
    expect([byPercent?.price, byPercent?.offer.voucher?.percentBp]).toEqual([88_000, 1200]);
    const byAmount = of({ amount: 20_000 }, { limits });
    expect([byAmount?.price, byAmount?.offer.voucher?.amount]).toEqual([88_000, 12_000]);
  });

  it('says the same in its code as in its price', () => {
    fc.assert(
      fc.property(KINDS[1]!.any, anyOffer, (event, context) => {
        const { proposal } = propose(event, context);
        if (proposal === null) return;
        expect(priceWith(proposal.offer.voucher!, context.currentPrice)).toBe(proposal.price);
      }),
    );
  });
});

describe('bundle', () => {
  const of = (params: object, over: Partial<OfferContext> = {}) =>
    propose({ type: 'bundle', params: { partner: 'best', ...params } }, anOffer({ partner: aPartner, ...over }));

  it('is the sum less a cut on the stale part', () => {
    // 100,000 + 60,000 less 20 % of 100,000 = 140,000; the ending below is 139,900
    expect(of({ percent: 20 }).proposal).toEqual({
      kind: 'bundle',
      price: 139_900,
      listPrice: 160_000,
      discountBp: 1256,
      offer: {
        bundle: { partnerSku: 'B-1', partnerPrice: 60_000, discountBp: 1256, bundlePrice: 139_900, listSum: 160_000 },
      },
    });
  });

  it('holds the floor of each part after the cut is split in proportion', () => {
    const context = anOffer({ partner: { ...aPartner, cost: 50_000 } });
    const { proposal, traces } = propose({ type: 'bundle', params: { partner: 'best', percent: 20 } }, context);
    // The partner's floor is (50,000 + 1,250) / 0.92 = 55,707 of 60,000, so the pair is at least 55,707 / 60,000 x 160,000
    expect(traces[0]).toMatchObject({ name: 'margin-floor', from: 140_000, to: 148_552 });
    expect(proposal?.price).toBe(148_900);
    const parts = splitBundle(148_900, 100_000, 60_000);
    expect(parts.partner).toBeGreaterThanOrEqual(floorPrice(50_000, 0, aPartner.terms) ?? Infinity);
  });

  it('needs a partner', () => {
    expect(propose({ type: 'bundle', params: { partner: 'best', percent: 20 } }, anOffer()).traces[0]?.name).toBe(
      'no-partner',
    );
  });

  it('keeps to the small cut of unknown cost when the partner has none', () => {
    const { proposal, traces } = of({ percent: 20 }, { partner: { ...aPartner, cost: null } });
    expect(traces[0]?.name).toBe('unknown-cost');
    expect(proposal?.price).toBe(155_500); // 5 % of 100,000 at most: 155,000 or more
  });
});

describe('restore', () => {
  it('goes back to the base price as it stands, and only upwards', () => {
    const restore: PriceEvent = { type: 'restore' };
    expect(propose(restore, anOffer({ currentPrice: 79_900, listPrice: 99_999 })).price).toBe(99_999);
    expect(propose(restore, anOffer()).traces[0]?.name).toBe('nothing-to-restore');
    const capped = anOffer({ currentPrice: 79_900, maxPrice: 90_000 });
    expect(propose(restore, capped).traces[0]?.name).toBe('max-price');
  });
});
