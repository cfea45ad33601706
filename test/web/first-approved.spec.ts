import { expect, it } from 'vitest';
import { QuoteView } from '../../src/contract/quotes.js';
import { SuggestionDetail } from '../../src/contract/suggestions.js';
import { decidedPrice } from '../../web/parts/decided-price';
import { asFirstApproved, namedPrice } from '../../web/pages/suggestion/first-approved';

const exampleOf = <T>(schema: { meta(): unknown }) => (schema.meta() as { example: T }).example;
const suggestion = exampleOf<SuggestionDetail>(SuggestionDetail);
const by = (price: number | null) => ({ by: 'user:siti', at: '2026-11-27T00:32:57.144+07:00', price });

it('shows the second approver the price that the first one named, with what that one brings', () => {
  const quote = exampleOf<QuoteView>(QuoteView);
  const half = { ...suggestion, firstApproval: by(suggestion.price! - 5000) };
  expect(namedPrice(half)).toBe(suggestion.price! - 5000);
  const { gain, ifApproved, ifNothing } = quote;
  expect(asFirstApproved(half, quote)).toMatchObject({ price: suggestion.price! - 5000, gain, ifApproved, ifNothing });
  expect(asFirstApproved(half, undefined)).toMatchObject({ gain: null, ifApproved: null });
});

it('leaves a suggestion alone of which nobody changed the price', () => {
  for (const first of [null, by(null), by(suggestion.price)]) {
    const same = { ...suggestion, firstApproval: first };
    expect(asFirstApproved(same, undefined)).toBe(same);
  }
});

it('reads the price of a decision, final or the first of two', () => {
  expect(decidedPrice({ price: 57_900, adjustment: { price: 57_900 } })).toBe(57_900);
  expect(decidedPrice({ adjustment: { price: 62_700, startsAt: null, endsAt: null } })).toBe(62_700);
  expect([{ adjustment: null }, {}].map(decidedPrice)).toEqual([null, null]);
});
