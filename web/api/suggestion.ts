import { useQuery } from '@tanstack/react-query';
import type { Page } from '../../src/contract/http';
import type { SuggestionForecast } from '../../src/contract/suggestion-forecast';
import type { SuggestionDetail, SuggestionView } from '../../src/contract/suggestions';
import { at, call } from './call';
import { queryClient } from './client';

/** One suggestion with its whole why. */
export function useSuggestion(id: string) {
  return useQuery({
    queryKey: ['suggestions', 'one', id],
    queryFn: ({ signal }) => call<SuggestionDetail>({ path: at`/suggestions/${id}`, signal }),
  });
}

/** The stock of the days to come with a suggestion and without. */
export function useSuggestionForecast(id: number) {
  return useQuery({
    queryKey: ['suggestions', 'one', String(id), 'forecast'],
    queryFn: ({ signal }) => call<SuggestionForecast>({ path: at`/suggestions/${id}/forecast`, signal }),
  });
}

const SHOWN = 50;

/** Suggestions of one product, newest first; those that are open unless other states are named. */
export function useSuggestionsOf(filter: { sku: string; channel?: string; state?: readonly string[] }) {
  return useQuery({
    queryKey: ['suggestions', 'of', filter],
    queryFn: ({ signal }) =>
      call<Page<SuggestionView>>({
        path: '/suggestions',
        query: { ...filter, sort: 'createdAt', limit: SHOWN },
        signal,
      }),
  });
}

/** What was decided on a suggestion shows on its page, on those of its product, and in what its product costs. */
export function readSuggestionAgain(sku: string): void {
  void queryClient.invalidateQueries({ queryKey: ['suggestions', 'one'] });
  void queryClient.invalidateQueries({ queryKey: ['suggestions', 'of'] });
  void queryClient.invalidateQueries({ queryKey: ['product', sku] });
}
