import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../src/core/approval/fingerprint.js';
import type { Said } from '../../../src/core/approval/fingerprint.js';

const voucher = { percentBp: 500, amount: null, minSpend: null, maxDiscount: null, quota: null };
const said: Said = {
  kind: 'voucher',
  price: 79_900,
  listPrice: 89_900,
  ruleName: 'old-stock',
  ruleVersion: 3,
  offer: { voucher },
};

describe('fingerprint', () => {
  it('is the SHA-256 of the canonical text', () => {
    // printf '["alert",null,null,"r",1,{}]' | sha256sum
    expect(fingerprint({ kind: 'alert', price: null, listPrice: null, ruleName: 'r', ruleVersion: 1, offer: {} })).toBe(
      'c8d2871a5b42e82f6a2c71fe0f2f3b88ae89597f8b3c6bda475795e2c0cb539e',
    );
  });

  it('does not depend on the order of keys, on undefined ones or on figures that move every day', () => {
    const reversed = Object.fromEntries(Object.entries(voucher).reverse()) as typeof voucher;
    const more = { ...said, offer: { bundle: undefined, voucher: reversed }, gain: 5, discountBp: 7 };
    expect(fingerprint(more)).toBe(fingerprint(said));
  });

  it('changes with everything that the suggestion says', () => {
    const others: Partial<Said>[] = [
      { kind: 'discount' },
      { price: 79_500 },
      { listPrice: 90_000 },
      { ruleName: 'older-stock' },
      { ruleVersion: 4 },
      { offer: {} },
      { offer: { voucher: { ...voucher, quota: 10 } } },
    ];
    const all = [said, ...others.map((other) => ({ ...said, ...other }))].map(fingerprint);
    expect(new Set(all).size).toBe(all.length);
  });
});
