import type { RuleEvent } from '../rules/rule.js';
import { bundle } from './bundle.js';
import { discount } from './discount.js';
import { applyGuardrails } from './guardrails.js';
import type { Guarded } from './guardrails.js';
import type { OfferContext } from './offer.js';
import type { Proposal } from './proposal.js';
import { restore } from './restore.js';
import { outOfRange } from './standstill.js';
import { voucher } from './voucher.js';

/** What a rule may fire that has a price; `hold` and `alert` have none. */
export type PriceEvent = Extract<RuleEvent, { type: 'discount' | 'voucher' | 'bundle' | 'restore' }>;

/** From what a rule fired to a proposal within all limits, or the reason why there is none. */
export function propose(event: PriceEvent, context: OfferContext): Guarded {
  const range = outOfRange([], event.type, context);
  if (range !== null) return { proposal: null, price: null, traces: [range] };
  const built = build(event, context);
  return built === null ? { proposal: null, price: null, traces: [NO_PARTNER] } : applyGuardrails(built, context);
}

function build(event: PriceEvent, context: OfferContext): Proposal | null {
  switch (event.type) {
    case 'discount':
      return discount.build(event.params, context);
    case 'voucher':
      return voucher.build(event.params, context);
    case 'bundle':
      return bundle.build(event.params, context);
    case 'restore':
      return restore.build(undefined, context);
  }
}

const NO_PARTNER: Guarded['traces'][number] = {
  name: 'no-partner',
  effect: 'stopped',
  from: null,
  to: null,
  sentence: {
    id: 'Tidak ada usulan: tidak ada produk yang cukup sering dibeli bersama.',
    en: 'Nothing is suggested: no product is bought together with it often enough.',
  },
};
