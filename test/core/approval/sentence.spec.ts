import { describe, expect, it } from 'vitest';
import { whySentence } from '../../../src/core/approval/sentence.js';
import type { WhyInput } from '../../../src/core/approval/sentence.js';
import type { Forecast } from '../../../src/core/pricing/proposal.js';

const forecast = (profit: number | null, units = 10): Forecast => ({
  price: 0,
  horizonDays: 30,
  units: { mean: units, low: units, high: units },
  revenue: { mean: 0, low: 0, high: 0 },
  profit: profit === null ? null : { mean: profit, low: profit, high: profit },
  daysToClear: null,
});
const input = (over: Partial<WhyInput> = {}): WhyInput => ({
  kind: 'discount',
  productName: 'Serum X',
  channelName: 'Shopee',
  onHand: 24,
  staleUnits: 24,
  staleValue: 1_200_000,
  ageDaysOldest: 74,
  ageIsAtLeast: false,
  currentPrice: 89_900,
  proposal: { kind: 'discount', price: 79_900, listPrice: 89_900, discountBp: 1112, offer: {} },
  comparison: { ifApproved: forecast(310_000, 14), ifNothing: forecast(180_000, 6), gain: 130_000, marks: [] },
  currency: { code: 'IDR', scale: 0 },
  ...over,
});

describe('whySentence', () => {
  it('says how long, how much, what to do and what it brings beside doing nothing', () => {
    expect(whySentence(input())).toEqual({
      id: 'Serum X telah 74 hari di gudang (24 unit, modal Rp 1.200.000). Turunkan di Shopee dari Rp 89.900 ke Rp 79.900 (-11 %): dalam 30 hari diperkirakan terjual 14 unit, bukan 6 bila didiamkan; hasilnya Rp 130.000 lebih baik.',
      en: 'Serum X has been in stock for 74 days (24 units, cost Rp 1,200,000). Lower it on Shopee from Rp 89,900 to Rp 79,900 (-11 %): over 30 days 14 units are expected to sell, against 6 if nothing is done, and to earn Rp 130,000 more.',
    });
  });

  it('says so when it is expected to lose', () => {
    const comparison = { ifApproved: forecast(-5000), ifNothing: forecast(0), gain: -5000, marks: [] };
    expect(whySentence(input({ comparison })).id).toContain('bila didiamkan; hasilnya Rp 5.000 lebih buruk.');
    expect(whySentence(input({ comparison })).en).toContain('and to earn Rp 5,000 less.');
  });

  it('says units instead of profit where cost is unknown, and no value', () => {
    const comparison = { ifApproved: forecast(null, 12.34), ifNothing: forecast(null, 8), gain: null, marks: [] };
    expect(whySentence(input({ comparison, staleValue: 0, ageIsAtLeast: true })).en).toBe(
      'Serum X has been in stock for at least 74 days (24 units). Lower it on Shopee from Rp 89,900 to Rp 79,900 (-11 %): over 30 days 12.3 units are expected to sell, against 8 if nothing is done; the cost is unknown, so is the profit.',
    );
  });

  it('tells a voucher, a bundle and a restore in their own words', () => {
    const voucher = { percentBp: 500, amount: null, minSpend: null, maxDiscount: null, quota: null };
    const bundle = {
      partnerSku: 'B-1',
      partnerPrice: 60_000,
      discountBp: 1000,
      bundlePrice: 139_900,
      listSum: 149_900,
    };
    const base = { listPrice: 89_900, discountBp: 0 };
    expect(
      whySentence(input({ proposal: { ...base, kind: 'voucher', price: 85_405, offer: { voucher } } })).id,
    ).toContain('Beri voucher 5 % di Shopee (Rp 89.900 menjadi Rp 85.405, harga tampil tetap): dalam 30 hari');
    expect(
      whySentence(
        input({
          proposal: {
            ...base,
            kind: 'voucher',
            price: 84_900,
            offer: { voucher: { ...voucher, percentBp: null, amount: 5000 } },
          },
        }),
      ).en,
    ).toContain('Give a voucher of Rp 5,000 on Shopee');
    expect(
      whySentence(input({ proposal: { ...base, kind: 'bundle', price: 139_900, offer: { bundle } } })).en,
    ).toContain('Sell it together with B-1 on Shopee for Rp 139,900 instead of Rp 149,900: over 30 days');
    expect(
      whySentence(input({ currentPrice: 79_900, proposal: { ...base, kind: 'restore', price: 89_900, offer: {} } })).id,
    ).toContain('Kembalikan harga di Shopee dari Rp 79.900 ke Rp 89.900: dalam 30 hari');
  });

  it('writes another currency with its decimals', () => {
    const currency = { code: 'GBP', scale: 2 };
    expect(whySentence(input({ currency })).en).toContain('from £899.00 to £799.00');
  });

  it('says that nothing is in stock rather than how old it is', () => {
    expect(whySentence(input({ onHand: 0, ageDaysOldest: null })).id).toContain('Serum X tidak ada di gudang.');
  });
});
