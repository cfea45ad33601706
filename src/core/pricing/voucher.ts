import type { VoucherParams } from '../rules/rule.js';
import { FULL_BP, bpOf } from '../units.js';
import type { Money } from '../units.js';
import { boundsOf, divideUp, highestAllowed, lowestAllowed } from './bounds.js';
import { discountBpOf } from './discount.js';
import { stepAt } from './ending.js';
import type { GuardrailContext, LadderBuilder } from './offer.js';
import type { Offer, Proposal } from './proposal.js';

type Voucher = NonNullable<Offer['voucher']>;

/** Whole per cent: what a voucher code says. */
const PERCENT_STEP_BP = 100;

/**
 * A code that lowers what its holder pays and leaves the list price alone. The proposal's price is that of a holder who
 * buys as little as the code allows, the worst case for the shop: every floor holds there. How many buyers redeem is for
 * the forecast.
 */
export const voucher: LadderBuilder<VoucherParams> = {
  build(params, context) {
    return withVoucher(
      {
        percentBp: params.percent === undefined ? null : Math.round(params.percent * 100),
        amount: params.amount ?? null,
        minSpend: params.minSpend ?? null,
        maxDiscount: params.maxDiscount ?? null,
        quota: params.quota ?? null,
      },
      context,
    );
  },

  /** Where a limit asks for a higher price the code shrinks: to whole per cent, or to an amount on the coins' step. */
  settle(proposal, lowest, highest, context) {
    const asBuilt = proposal.offer.voucher;
    if (asBuilt === undefined) return null;
    const wanted = Math.max(lowest, proposal.price);
    const current = context.currentPrice;
    if (priceWith(asBuilt, current) >= wanted) return fits(withVoucher(asBuilt, context), highest);
    const cut = current - wanted;
    if (cut <= 0) return null;
    const smaller: Voucher = { ...asBuilt };
    if (asBuilt.amount !== null) {
      const whole = cut * unitsNeeded(asBuilt, current);
      smaller.amount = whole - (whole % stepAt(whole, context.endings));
    } else {
      smaller.percentBp = Math.floor((cut * FULL_BP) / current / PERCENT_STEP_BP) * PERCENT_STEP_BP;
    }
    return fits(withVoucher(smaller, context), highest);
  },

  /** Whole per cent, as codes are made of; of the current price, which is what a code lowers. */
  ladder({ minPercent, maxPercent }, context) {
    const bounds = boundsOf('voucher', context);
    const lowest = lowestAllowed(bounds);
    const highest = highestAllowed('voucher', bounds, context);
    const rungs: Proposal[] = [];
    for (let percent = Math.floor(maxPercent); percent >= Math.max(1, minPercent); percent--) {
      const proposal = withVoucher({ ...PLAIN, percentBp: percent * 100 }, context);
      if (proposal.price >= lowest && proposal.price <= highest) rungs.push(proposal);
    }
    return rungs;
  },
};

/** A code without conditions. */
const PLAIN: Voucher = { percentBp: null, amount: null, minSpend: null, maxDiscount: null, quota: null };

/** What a unit costs the holder of a code who buys as few units as it asks for; rounded down, may be 0 or less. */
export function priceWith(code: Voucher, unitPrice: Money): Money {
  const units = unitsNeeded(code, unitPrice);
  const whole = code.amount ?? Math.min(bpOf(units * unitPrice, code.percentBp ?? 0), code.maxDiscount ?? Infinity);
  return unitPrice - divideUp(whole, units);
}

function unitsNeeded(code: Voucher, unitPrice: Money): number {
  return Math.max(1, divideUp(code.minSpend ?? 0, unitPrice));
}

function withVoucher(code: Voucher, context: GuardrailContext): Proposal {
  const { listPrice, currentPrice } = context;
  const price = currentPrice > 0 ? Math.max(1, priceWith(code, currentPrice)) : currentPrice;
  return { kind: 'voucher', price, listPrice, discountBp: discountBpOf(price, listPrice), offer: { voucher: code } };
}

function fits(proposal: Proposal, highest: Money): Proposal | null {
  return proposal.price <= highest ? proposal : null;
}
