import type { TotalsQuery } from '../contract/suggestions.js';
import type { SuggestionFilter } from '../db/stores/suggestions.js';

/** The filter's words of a query or a body as the store has them. */
export function storeFilter({
  kind,
  channel,
  category,
  rule,
  mark,
  ...rest
}: Omit<TotalsQuery, 'state'>): Omit<SuggestionFilter, 'states'> {
  return { ...rest, kinds: kind, channels: channel, categories: category, rules: rule, marks: mark };
}
