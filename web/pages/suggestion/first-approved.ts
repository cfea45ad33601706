import type { QuoteView } from '../../../src/contract/quotes';
import type { SuggestionDetail } from '../../../src/contract/suggestions';

/** Of a half-approved suggestion: another price than the proposed one, which its first approver named; else null. */
export function namedPrice({ firstApproval, price }: Pick<SuggestionDetail, 'firstApproval' | 'price'>): number | null {
  const named = firstApproval?.price ?? null;
  return named === price ? null : named;
}

/**
 * A suggestion as the second approval would put it in force: at the price that the first one named, and with what that one is
 * expected to bring. The quote of it comes later; until then nothing is said of its effect.
 */
export function asFirstApproved(suggestion: SuggestionDetail, quote: QuoteView | undefined): SuggestionDetail {
  const price = namedPrice(suggestion);
  if (price === null) return suggestion;
  const { discountBp = null, gain = null, ifApproved = null, ifNothing = null } = quote ?? {};
  return { ...suggestion, price, discountBp: discountBp ?? 0, gain, ifApproved, ifNothing };
}
