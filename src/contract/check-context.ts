import type { CheckContext } from '../core/rules/check.js';
import type { CutLimits } from '../core/rules/limit-check.js';
import { limitsFor } from '../core/pricing/limits.js';
import type { Policy } from '../core/pricing/policy.js';

/** What the shop knows beside the rules, as it stands in the database or in files; what is left out is not checked. */
export interface ShopNames {
  /** Codes of the channels. */
  channels?: readonly string[];
  /** Categories of the products. */
  categories?: readonly string[];
  policy?: Policy;
}

/** The same as the check takes it: the policy as the limits of places. */
export function checkContext({ channels, categories, policy }: ShopNames): CheckContext {
  return {
    ...(channels === undefined ? {} : { channels }),
    ...(categories === undefined ? {} : { categories }),
    ...(policy === undefined ? {} : { limits: limitsByPlace(policy) }),
  };
}

function limitsByPlace(policy: Policy): NonNullable<CheckContext['limits']> {
  return {
    channels: Object.keys(policy.limitsByChannel),
    categories: Object.keys(policy.limitsByCategory),
    // A rule may be meant for the days of a boost: what it asks for is held against the wider of the two.
    of: (channel, category) => {
      const ordinary = limitsFor(policy, channel, category);
      const boosted = limitsFor(policy, channel, category, true);
      const wider = (key: keyof CutLimits): number => Math.max(ordinary[key], boosted[key]);
      return {
        maxDiscountBp: wider('maxDiscountBp'),
        maxStepBp: wider('maxStepBp'),
        unknownCostMaxDiscountBp: wider('unknownCostMaxDiscountBp'),
      };
    },
  };
}
